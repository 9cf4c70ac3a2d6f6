"""Whom and when nurture touches: the decisions, without a database.

A touch is any mail of ours that went out to the contact, and any call. Who is in nurture gets at most two a week and
at least one a month. Who has named a day themselves gets none before it: they have asked for just that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.prospects.account_policy import REACTIVATED_AFTER
from outreach.prospects.model import AccountStatus

WEEK = timedelta(days=7)
#: For so short a time nobody is put into a sequence.
LEAST_AHEAD = timedelta(days=14)

_INTO_SEQUENCE = "sequence:"

#: How long a company of one of these is left alone before a person looks again.
CHECKED_AFTER: Mapping[AccountStatus, timedelta] = {
    AccountStatus.NURTURE_CHECK_QUARTERLY: timedelta(days=91),
    AccountStatus.NURTURE_DEAD_OPPORTUNITY: REACTIVATED_AFTER,
}


@dataclass(frozen=True, slots=True)
class TouchRule:
    """At most so many touches in any seven days, and at least one in so many days."""

    most_a_week: int = 2
    longest_silence: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Wakes:
    """What a wake-up date leads to: a person's task, or a run through `sequence`."""

    sequence: str | None = None

    def __str__(self) -> str:
        return "review" if self.sequence is None else _INTO_SEQUENCE + self.sequence


class Wake(StrEnum):
    """What becomes of a lead whose wake-up date has come."""

    #: A person sees it, with a task.
    REVIEW = "review"
    #: The sequence that the configuration names begins, and the lead is open again.
    SEQUENCE = "sequence"
    #: Their own sequence goes on at that date by itself.
    UNDER_WAY = "under_way"
    #: They have said no meanwhile, or their company must be left alone.
    CLOSED = "closed"


def wakes_from(text: str) -> Wakes:
    """What `[nurture] wakes` means. Raises ValueError with a sentence for whoever wrote it."""
    if text == "review":
        return Wakes()
    name = text.removeprefix(_INTO_SEQUENCE).strip()
    if not text.startswith(_INTO_SEQUENCE) or not name:
        raise ValueError('can be "review" or "sequence:NAME".')
    return Wakes(name)


def decide_wake(wakes: Wakes, *, is_barred: bool, is_under_way: bool) -> Wake:
    """What a wake-up date leads to. `is_under_way`: another sequence writes to them, or will go on to."""
    if is_barred:
        return Wake.CLOSED
    if is_under_way:
        return Wake.UNDER_WAY
    return Wake.SEQUENCE if wakes.sequence is not None else Wake.REVIEW


def may_touch(touches: Sequence[datetime], now: datetime, rule: TouchRule) -> bool:
    """Whether one touch more keeps to the most a week."""
    return sum(now - WEEK < at <= now for at in touches) < rule.most_a_week


def may_touch_from(touches: Sequence[datetime], now: datetime, rule: TouchRule) -> datetime:
    """From when on one touch more keeps to the most a week: `now`, or when enough of the last ones are a week old."""
    if may_touch(touches, now, rule):
        return now
    lately = sorted(at for at in touches if now - WEEK < at <= now)
    return lately[-rule.most_a_week] + WEEK


def must_touch(touches: Sequence[datetime], now: datetime, rule: TouchRule, *, since: datetime) -> bool:
    """Whether they have heard nothing from us for too long; `since` is when they came into nurture."""
    return now - max((*touches, since)) >= rule.longest_silence


def wants_mail(*, quiet: bool, wake_at: datetime | None, now: datetime) -> bool:
    """Whether the slow sequence is for them: not for who has named a day, nor for who is woken soon anyway."""
    return not quiet and (wake_at is None or wake_at - now >= LEAST_AHEAD)
