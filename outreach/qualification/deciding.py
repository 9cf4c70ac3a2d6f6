"""What an inbound message leads to by itself, and what has to wait for a person. The worst case is a delay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outreach.core.intents import AUTOMATIC, Intent
from outreach.replies.verdict import Verdict
from outreach.sequences.consequences import Action, Consequence


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What is known about where a message came from. Every field is a claim that the database proves."""

    #: It answers a mail of ours by a Message-ID that only we could have made.
    by_message_id: bool
    #: Its writer is the very contact whom that mail went to.
    from_recipient: bool
    #: For a bounce: the dead address is the one that we wrote to.
    bounce_names_recipient: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """The action; `why` says what keeps it from being automatic where it is a review."""

    consequence: Consequence
    why: str = ""


_REVIEW = Consequence(Action.REVIEW)

#: Wanting nothing more is honoured at once, but only for who said it.
_NEEDS_THE_RECIPIENT = (Action.OPT_OUT, Action.SNOOZE, Action.FINISH, Action.STOP, Action.ENROLL)


def decide(verdict: Verdict, consequence: Consequence, facts: ReplyFacts) -> Decided:
    """The consequence of the sequence file, where the program may take it without a person; else a review."""
    action = consequence.action
    if action in (Action.REVIEW, Action.IGNORE):
        return Decided(consequence, _doubts(verdict) if action is Action.REVIEW else "")
    if verdict.needs_review:
        return Decided(_REVIEW, _doubts(verdict))
    if verdict.intent is Intent.COMPLAINT:
        return _if(facts.by_message_id, consequence, "the complaint names no mail of ours by its Message-ID")
    if action is Action.BOUNCE:
        return _if(
            facts.bounce_names_recipient, consequence, "the report names another address than we wrote to"
        )
    if action in _NEEDS_THE_RECIPIENT and verdict.intent not in AUTOMATIC:
        return _if(facts.from_recipient, consequence, "it comes from another address than we wrote to")
    return Decided(consequence)


def snooze_until(verdict: Verdict, *, now: datetime, default_days: int) -> datetime:
    """When a snoozed run may go on: the start of the day that the message gives, else some days from now.

    A date in the past says nothing, one far away is a misreading more often than a long leave.
    """
    day = verdict.return_date or verdict.resume_date
    if day is None or not now.date() <= day <= (now + timedelta(days=_LONGEST_DAYS)).date():
        return now + timedelta(days=default_days)
    return _start_of(day, now)


_LONGEST_DAYS = 400


def _start_of(day: date, now: datetime) -> datetime:
    # UTC is near enough: the window of the sequence decides the hour.
    return now.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0)


def _if(proven: bool, consequence: Consequence, why_not: str) -> Decided:
    return Decided(consequence) if proven else Decided(_REVIEW, why_not)


def _doubts(verdict: Verdict) -> str:
    return "; ".join(verdict.doubts) or "a person decides on this kind of answer"
