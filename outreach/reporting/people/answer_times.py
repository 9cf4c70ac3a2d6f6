"""How long people who want to talk to us wait, and how long salespeople take to accept. Decisions only.

In working time of whoever did it: the night and the weekend count for nobody. What somebody answers by hand, out of
their own mail program, is known to nobody here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.reporting.campaign.variant_counts import POSITIVE
from outreach.reporting.people.whose import Whose
from outreach.reporting.people.worked import Worked
from outreach.reporting.period import Period
from outreach.reporting.rates import median_of


@dataclass(frozen=True, slots=True)
class Arrived:
    """A reply: what the program read in it, and the mail of ours that it answers."""

    inbound_id: int
    at: datetime
    intent: str
    contact_id: int | None = None
    mailbox: str | None = None
    answered_sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """That somebody said what a reply means, or answered it (then `intent` is empty)."""

    inbound_id: int
    at: datetime
    intent: str
    person: str


@dataclass(frozen=True, slots=True)
class Taken:
    """An offer that somebody accepted, after it had waited for so much of their working time."""

    person: str
    waited: timedelta


@dataclass(frozen=True, slots=True)
class Times:
    """The medians of one person, and of how many each is the middle. None: they had none."""

    read: timedelta | None = None
    replies_read: int = 0
    answered: timedelta | None = None
    replies_answered: int = 0
    accepted: timedelta | None = None
    offers_accepted: int = 0


def times_of(
    replies: Iterable[Arrived],
    decisions: Iterable[Answered],
    answers: Iterable[Answered],
    offers: Iterable[Taken],
    period: Period,
    whose: Whose,
) -> dict[str, Times]:
    """For everybody who read, answered or accepted anything: how long it took."""
    decisions = list(decisions)
    meant = {each.inbound_id: each.intent for each in decisions}
    waiting: dict[int, datetime] = {}
    for each in replies:
        if each.at in period and meant.get(each.inbound_id, each.intent) in POSITIVE:
            waiting.setdefault(each.inbound_id, each.at)
    clocks = _Clocks(whose, min(waiting.values(), default=period.as_of), period.as_of)
    read = _waits(waiting, decisions, clocks)
    answered = _waits(waiting, answers, clocks)
    accepted: dict[str, list[timedelta]] = {}
    for offer in offers:
        accepted.setdefault(offer.person, []).append(offer.waited)
    return {
        person: Times(*_middle(read, person), *_middle(answered, person), *_middle(accepted, person))
        for person in sorted({*read, *answered, *accepted} - {""})
    }


class _Clocks:
    """Everybody's working time, laid out when somebody first asks for it."""

    def __init__(self, whose: Whose, first: datetime, last: datetime) -> None:
        self._whose, self._first, self._last = whose, first, last
        self._laid_out: dict[str, Worked] = {}

    def between(self, person: str, start: datetime, end: datetime) -> timedelta:
        if person not in self._laid_out:
            self._laid_out[person] = Worked(self._whose.hours(person), self._first, self._last)
        return self._laid_out[person].between(start, end)


def _waits(
    waiting: Mapping[int, datetime], done: Iterable[Answered], clocks: _Clocks
) -> dict[str, list[timedelta]]:
    """How long each reply waited for whoever was first, by who that was."""
    first: dict[int, Answered] = {}
    for each in done:
        if each.inbound_id in waiting:
            first.setdefault(each.inbound_id, each)
    waits: dict[str, list[timedelta]] = {}
    for number, each in first.items():
        waits.setdefault(each.person, []).append(clocks.between(each.person, waiting[number], each.at))
    return waits


def _middle(waits: Mapping[str, list[timedelta]], person: str) -> tuple[timedelta | None, int]:
    its = waits.get(person, [])
    return median_of(its), len(its)
