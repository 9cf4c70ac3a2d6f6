"""The clock of the hand-off: it runs while a salesperson works, by their own wall clock. Decisions only.

What goes in and comes out is aware UTC, and durations are real time: a working hour that the clocks leave out in
spring is not worked, one that they repeat in autumn is worked twice (see `sequences/schedule.py`).
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.core.clock import as_utc
from outreach.sequences.holidays import DateRange
from outreach.sequences.schedule import Opening, openings_on
from outreach.sequences.window import HourRange, Window

#: Monday to Friday, nine to five.
OFFICE = Window.of((0, 1, 2, 3, 4), (HourRange(9 * 60, 17 * 60),))

#: How far ahead a working day is looked for.
_HORIZON_DAYS = 800
_ONE_DAY = timedelta(days=1)
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When somebody works: `week` by their own clock, except on `closed` days and while they are `absent`."""

    zone: ZoneInfo
    week: Window = OFFICE
    #: Public holidays, and days on which all of us are closed.
    closed: Container[date] = ()
    absent: tuple[DateRange, ...] = ()

    def on(self, day: date) -> tuple[Opening, ...]:
        """The stretches of one local day in which they work, in UTC and in order."""
        if any(day in days for days in self.absent):
            return ()
        return openings_on(day, self.week, self.zone, self.closed)


def business_hours_between(start: datetime, end: datetime, hours: WorkingHours) -> timedelta:
    """How much somebody has worked from `start` to `end`; nothing where `end` is not later."""
    start, end = as_utc(start), as_utc(end)
    worked = _NOTHING
    for opening in _openings_from(start, hours):
        if opening.start >= end:
            break
        worked += min(opening.end, end) - opening.start
    return worked


def business_hours_after(start: datetime, amount: timedelta, hours: WorkingHours) -> datetime:
    """The moment by which somebody has worked for `amount` since `start`.

    For whoever works less than that as far as anybody looks ahead it is the end of that time: no earlier, at any rate.
    """
    left = amount
    for opening in _openings_from(as_utc(start), hours):
        if opening.end - opening.start >= left:
            return opening.start + left
        left -= opening.end - opening.start
    return as_utc(start) + _HORIZON_DAYS * _ONE_DAY


def _openings_from(start: datetime, hours: WorkingHours) -> Iterator[Opening]:
    """What they work from a moment on, for as far as anybody looks ahead."""
    first = start.astimezone(hours.zone).date()
    for ahead in range(_HORIZON_DAYS):
        for opening in hours.on(first + ahead * _ONE_DAY):
            if opening.end > start:
                yield Opening(max(opening.start, start), opening.end)
