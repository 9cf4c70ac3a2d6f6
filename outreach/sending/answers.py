"""What follows from a server's answer for a message, its recipient and its mailbox. Decides, does nothing."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach.mail.outcomes import Answer
from outreach.sending.answer_table import LOG_IN_REFUSED, Action, Concerns, Meaning, row_for
from outreach.sending.provider_advice import log_in_advice

__all__ = ["GIVEN_UP_AFTER", "WAITS", "Action", "Concerns", "Judgement", "judge"]

#: The wait after the first, second ... try that was put off; the last one repeats.
WAITS = (
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
#: No try is made later than this after the first.
GIVEN_UP_AFTER = timedelta(hours=72)
#: A wait is never shorter than it should be, and up to this much longer: a crowd must not come back at once.
LATEST = 1.2

# All other trouble is none of the message's, and brings it no nearer to being given up.
_OF_THE_MESSAGE = frozenset({Action.RETRY_LATER, Action.GIVE_UP})


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be done, and why."""

    action: Action
    concerns: Concerns
    #: The row of the table that said so.
    rule: str
    #: When the message may be tried again: for RETRY_LATER and CLOSE_MAILBOX.
    retry_at: datetime | None = None
    #: For CLOSE_MAILBOX: until when the mailbox sends nothing.
    closed_until: datetime | None = None
    #: Whether this was a try of the message, to be counted in `attempts` the next time.
    counts: bool = False
    #: The address does not exist: suppress it.
    dead_address: bool = False
    #: For a person: what happened and what would help.
    advice: str = ""


def judge(
    answer: Answer, *, attempts: int, first_attempt_at: datetime, now: datetime, rng: random.Random
) -> Judgement:
    """What `answer` means for a message that was tried `attempts` times, this one included, first at that moment.

    Only tries whose Judgement says that they count are to be counted, and this one.
    """
    row = row_for(answer)
    meaning = row.meaning
    judgement = Judgement(
        action=meaning.action,
        concerns=meaning.concerns,
        rule=row.name,
        counts=meaning.action in _OF_THE_MESSAGE,
        dead_address=meaning.dead_address,
        advice=_advice(meaning, answer),
    )
    longer = rng.uniform(1.0, LATEST)
    match meaning.action:
        case Action.CLOSE_MAILBOX:
            assert meaning.closed_for is not None
            open_again = now + meaning.closed_for * longer
            return replace(judgement, retry_at=open_again, closed_until=open_again)
        case Action.RETRY_LATER:
            retry_at = now + _wait(meaning, attempts) * longer
            if _used_up(meaning, attempts) or retry_at > first_attempt_at + GIVEN_UP_AFTER:
                return replace(
                    judgement,
                    action=Action.GIVE_UP,
                    advice=f"{meaning.advice} Given up after {attempts} tries.",
                )
            return replace(judgement, retry_at=retry_at)
    return judgement


def _wait(meaning: Meaning, attempts: int) -> timedelta:
    return meaning.wait or WAITS[min(max(attempts, 1), len(WAITS)) - 1]


def _used_up(meaning: Meaning, attempts: int) -> bool:
    return meaning.tries is not None and attempts >= meaning.tries


def _advice(meaning: Meaning, answer: Answer) -> str:
    specific = log_in_advice(answer) if meaning is LOG_IN_REFUSED else None
    return specific or meaning.advice
