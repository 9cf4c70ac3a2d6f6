"""What an inbound message leads to by itself, and what has to wait for a person. The worst case is a delay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outreach.core.intents import AUTOMATIC, Intent
from outreach.replies.verdict import Verdict
from outreach.sequences.consequences import Action, Consequence

#: From one address. Who writes more often is a loop, or a flood, and waits for a person.
MOST_MESSAGES_AN_HOUR = 5

#: No date further away is believed.
LONGEST_DAYS = 400


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What is known about where a message came from. Every field is a claim that the database proves."""

    #: It answers a mail of ours by a Message-ID that only we could have made.
    by_message_id: bool
    #: Its writer is the very contact whom that mail went to.
    from_recipient: bool
    #: For a bounce: the dead address is the one that we wrote to.
    bounce_names_recipient: bool = False
    #: And it carries our Message-ID, or something else that only our mail had.
    bounce_is_proven: bool = False
    #: It says who wrote it.
    writer_is_known: bool = True
    #: It is what a mail program sends when somebody presses the unsubscribe button of our very mail.
    by_button: bool = False
    #: How many came from the writer's address within an hour, this one included.
    messages_this_hour: int = 1


@dataclass(frozen=True, slots=True)
class Decided:
    """The action; `why` says what keeps it from being automatic where it is a review."""

    consequence: Consequence
    why: str = ""


FROZEN = f"more than {MOST_MESSAGES_AN_HOUR} messages an hour come from this address"

_REVIEW = Consequence(Action.REVIEW)
_BOUNCES = (Intent.BOUNCE_HARD, Intent.BOUNCE_SOFT)

#: A no is honoured, and a dead address left alone, however much else comes from there.
_EVEN_WHEN_FROZEN = (Action.OPT_OUT, Action.BOUNCE)
_ENDS_THE_RUN = (
    *(Action.OPT_OUT, Action.BOUNCE, Action.FINISH, Action.STOP, Action.ENROLL),
    Action.NURTURE,
)
#: What a person writes for themselves only.
_NEEDS_THE_RECIPIENT = (*_ENDS_THE_RUN, Action.SNOOZE)


def decide(verdict: Verdict, consequence: Consequence, facts: ReplyFacts) -> Decided:
    """The consequence of the sequence file, where the program may take it without a person; else a review."""
    if _is_flood(verdict.intent, consequence.action, facts):
        return Decided(_REVIEW, FROZEN)
    if consequence.action is Action.REVIEW or verdict.needs_review or _is_a_persons_riddle(verdict):
        return Decided(_REVIEW, _doubts(verdict))
    missing = _unproven(verdict.intent, consequence.action, facts)
    return Decided(_REVIEW, missing) if missing else Decided(consequence)


def _is_flood(intent: Intent, action: Action, facts: ReplyFacts) -> bool:
    """Whether so much comes from the address that one question to a person stands for all of it.

    A postmaster who reports on many mails of ours is none: nothing is ever written to whoever sends reports.
    """
    too_many = facts.messages_this_hour > MOST_MESSAGES_AN_HOUR
    return too_many and action not in _EVEN_WHEN_FROZEN and intent not in _BOUNCES


def _is_a_persons_riddle(verdict: Verdict) -> bool:
    """A receipt or a newsletter may be passed over; never what a person wrote and nobody understood."""
    return verdict.intent is Intent.OTHER and verdict.visible_text is not None


def _unproven(intent: Intent, action: Action, facts: ReplyFacts) -> str:
    """What keeps an action from being automatic; "" where nothing does. The first line that applies decides."""
    by_machine = intent in AUTOMATIC
    known_to_us = facts.from_recipient or facts.by_message_id
    lines = (
        (
            intent is Intent.COMPLAINT and not facts.by_message_id,
            "the complaint names no mail of ours by its Message-ID",
        ),
        (
            intent in _BOUNCES and action in _ENDS_THE_RUN and not facts.bounce_names_recipient,
            "the report names another address than we wrote to",
        ),
        (
            intent in _BOUNCES and action in _ENDS_THE_RUN and not facts.bounce_is_proven,
            "the report shows nothing that only our mail had",
        ),
        (
            by_machine and action in _ENDS_THE_RUN and not known_to_us and intent not in _BOUNCES,
            "the automatic reply comes from another address than we wrote to",
        ),
        (
            action is Action.REFER and not known_to_us,
            "it names no mail of ours and comes from another address than we wrote to",
        ),
        (
            action is Action.REFER and not by_machine and not facts.writer_is_known,
            "it does not say who wrote it",
        ),
        (
            not by_machine
            and action in _NEEDS_THE_RECIPIENT
            and not facts.from_recipient
            # Only who had our mail could press its button.
            and not (action is Action.OPT_OUT and facts.by_button),
            "it comes from another address than we wrote to",
        ),
    )
    return next((why for applies, why in lines if applies), "")


def is_frozen(why: str) -> bool:
    """Whether a review stands for a whole flood; a second reader may have added its words to the reason."""
    return why.startswith(FROZEN)


def snooze_until(verdict: Verdict, *, now: datetime, default_days: int) -> datetime:
    """When a snoozed run may go on: the start of the day that the message gives, else some days from now.

    A date in the past says nothing, one far away is a misreading more often than a long leave.
    """
    day = named_day(verdict)
    if day is None or why_not_on(day, now):
        return now + timedelta(days=default_days)
    return _start_of(day, now)


def named_day(verdict: Verdict) -> date | None:
    """The day that a message gives, whether or not it can be gone by."""
    return verdict.return_date or verdict.resume_date


def why_not_on(day: date, now: datetime) -> str:
    """Why a day that a message gives is not gone by; "" where it is."""
    if day < now.date():
        return f"{day:%d %b %Y} has passed"
    return f"{day:%d %b %Y} is too far away" if day > last_believable_day(now) else ""


def last_believable_day(now: datetime) -> date:
    """Until when somebody may be away, or want to be asked again."""
    return (now + timedelta(days=LONGEST_DAYS)).date()


def _start_of(day: date, now: datetime) -> datetime:
    # UTC is near enough: the window of the sequence decides the hour.
    return now.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0)


def _doubts(verdict: Verdict) -> str:
    return "; ".join(verdict.doubts) or "a person decides on this kind of answer"
