"""The recipient's clock: when the next mail may go, counted in working days and in hours of their own zone.

The only module that thinks in local time. What goes in and comes out is aware UTC. A local hour that the
clocks leave out in spring is never open; one that they repeat in autumn is open both times. `holidays` are
closed and no working days; `weekend` (0 is Monday) has no working days either, but is as open as the window says.
"""

import random
from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from outreach.core.clock import as_utc
from outreach.sequences.window import HourRange, Window

#: How far ahead an open day is looked for; only a list of holidays that covers years can be in the way.
_HORIZON_DAYS = 800

#: Saturday and Sunday, as `date.weekday()` counts.
WEEKEND: frozenset[int] = frozenset({5, 6})

_ONE_DAY = timedelta(days=1)

# On a given date somewhere between UTC+14 and UTC-12 some place still has that date.
_EARLIEST_MIDNIGHT = timedelta(hours=15)
_LATEST_MIDNIGHT = timedelta(hours=13)


class NeverOpen(ValueError):
    """The holidays leave no day on which this window opens."""


class Opening(NamedTuple):
    """A stretch of time in UTC in which mail may go: `start` in it, `end` not."""

    start: datetime
    end: datetime


def next_send_time(
    after: datetime,
    *,
    working_days: int,
    window: Window,
    zone: ZoneInfo,
    rng: random.Random,
    holidays: Container[date] = (),
    weekend: Container[int] = WEEKEND,
) -> datetime:
    """A moment, never before `after`, at which a step that waits `working_days` goes out.

    With 0 it is soon after the first open moment. Otherwise it is anywhere in the open hours of the first
    open day that is at least so many working days later: people do not write at the stroke of nine.
    Raises NeverOpen.
    """
    after = as_utc(after)
    if working_days == 0:
        start, end = _first_opening(after, window, zone, holidays)
        return _somewhere_in(
            [Opening(start, min(end, start + timedelta(minutes=window.spread_minutes)))], rng
        )
    day = add_working_days(after.astimezone(zone).date(), working_days, holidays, weekend)
    return _somewhere_in(next(_open_days(day, after, window, zone, holidays)), rng)


def spread_over(
    after: datetime,
    *,
    open_days: int,
    window: Window,
    zone: ZoneInfo,
    rng: random.Random,
    holidays: Container[date] = (),
) -> datetime:
    """A moment anywhere in the open hours of the next `open_days` days, what is left of today counted as one.

    Raises NeverOpen.
    """
    after = as_utc(after)
    days = _open_days(after.astimezone(zone).date(), after, window, zone, holidays)
    return _somewhere_in([opening for day in islice(days, open_days) for opening in day], rng)


def next_open_day(day: date, window: Window, zone: ZoneInfo, holidays: Container[date] = ()) -> date:
    """The first day after `day` on which the window opens. Raises NeverOpen."""
    for ahead in range(1, _HORIZON_DAYS):
        candidate = day + timedelta(days=ahead)
        if openings_on(candidate, window, zone, holidays):
            return candidate
    raise _never_open(window, day)


def next_opening(after: datetime, window: Window, zone: ZoneInfo, holidays: Container[date] = ()) -> datetime:
    """The first open moment from `after` on: `after` itself where the window is open. Raises NeverOpen."""
    return _first_opening(as_utc(after), window, zone, holidays).start


def in_window(now: datetime, window: Window, zone: ZoneInfo, holidays: Container[date] = ()) -> bool:
    """Whether mail may go to somebody in `zone` at this very moment."""
    local = as_utc(now).astimezone(zone)
    if local.date() in holidays:
        return False
    minute = local.hour * 60 + local.minute
    return any(hours.start <= minute < hours.end for hours in window.week[local.weekday()])


def window_ends(
    now: datetime, window: Window, zone: ZoneInfo, holidays: Container[date] = ()
) -> datetime | None:
    """When the hours that are open `now` close, midnight at the latest; None where they are closed."""
    now = as_utc(now)
    today = now.astimezone(zone).date()
    for start, end in openings_on(today, window, zone, holidays):
        if start <= now < end:
            return end
    return None


def openings_on(
    day: date, window: Window, zone: ZoneInfo, holidays: Container[date] = ()
) -> tuple[Opening, ...]:
    """The open stretches of one local day, in order; none where it is closed or left out by the zone."""
    hours = window.week[day.weekday()]
    return _openings(day, hours, zone) if hours and day not in holidays else ()


def is_working_day(day: date, holidays: Container[date] = (), weekend: Container[int] = WEEKEND) -> bool:
    """Neither weekend nor holiday."""
    return day.weekday() not in weekend and day not in holidays


def add_working_days(
    day: date, count: int, holidays: Container[date] = (), weekend: Container[int] = WEEKEND
) -> date:
    """The date of the `count`-th working day after `day`; `day` itself for 0, working day or not."""
    for _ in range(count):
        day = _next_working_day(day, holidays, weekend)
    return day


def working_days_between(
    start: date, end: date, holidays: Container[date] = (), weekend: Container[int] = WEEKEND
) -> int:
    """How many working days lie after `start`, up to and with `end`; 0 where `end` is not later."""
    days = (start + timedelta(days=ahead) for ahead in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working_day(day, holidays, weekend))


def _next_working_day(day: date, holidays: Container[date], weekend: Container[int]) -> date:
    candidate = day
    for _ in range(_HORIZON_DAYS):
        candidate += _ONE_DAY
        if candidate.weekday() not in weekend and candidate not in holidays:
            return candidate
    raise NeverOpen(f"no working day within {_HORIZON_DAYS} days of {day}")


def _first_opening(after: datetime, window: Window, zone: ZoneInfo, holidays: Container[date]) -> Opening:
    today = after.astimezone(zone).date()
    return next(_open_days(today, after, window, zone, holidays))[0]


def _open_days(
    first: date, after: datetime, window: Window, zone: ZoneInfo, holidays: Container[date]
) -> Iterator[list[Opening]]:
    """What is open on each local day from `first` on, without what lies before `after`."""
    for ahead in range(_HORIZON_DAYS):
        openings = [
            Opening(max(start, after), end)
            for start, end in openings_on(first + timedelta(days=ahead), window, zone, holidays)
            if end > after
        ]
        if openings:
            yield openings
    raise _never_open(window, first)


def _never_open(window: Window, day: date) -> NeverOpen:
    return NeverOpen(f"the window ({window}) opens on no day within {_HORIZON_DAYS} days of {day}")


def _somewhere_in(openings: list[Opening], rng: random.Random) -> datetime:
    """A moment in one of `openings`, each second as likely as any other."""
    seconds = [int((end - start).total_seconds()) for start, end in openings]
    chosen = int(rng.random() * sum(seconds))
    for opening, length in zip(openings, seconds, strict=True):
        if chosen < length:
            return opening.start + timedelta(seconds=chosen)
        chosen -= length
    return openings[0].start


# Asked for every mail, and the same for everybody in a zone.
@lru_cache(maxsize=10_000)
def _openings(day: date, hours: tuple[HourRange, ...], zone: ZoneInfo) -> tuple[Opening, ...]:
    openings: list[Opening] = []
    for offset, begins, ends in _offsets_around(day, zone):
        for start, end in _clipped(day, hours, offset, begins, ends):
            if openings and openings[-1].end == start:
                # The clocks were changed within open hours.
                openings[-1] = Opening(openings[-1].start, end)
            else:
                openings.append(Opening(start, end))
    return tuple(openings)


def _clipped(
    day: date, hours: tuple[HourRange, ...], offset: timedelta, begins: datetime, ends: datetime
) -> Iterator[Opening]:
    midnight = datetime.combine(day, time(), UTC) - offset
    for stretch in hours:
        start = max(midnight + timedelta(minutes=stretch.start), begins)
        end = min(midnight + timedelta(minutes=stretch.end), ends)
        if start < end:
            yield Opening(start, end)


def _offsets_around(day: date, zone: ZoneInfo) -> list[tuple[timedelta, datetime, datetime]]:
    """The zone's distance from UTC around a local day, with the moments between which it holds.

    One row on an ordinary day, two where the clocks change; no zone changes them twice within these 52 hours.
    """
    midnight = datetime.combine(day, time(), UTC)
    begins, ends = midnight - _EARLIEST_MIDNIGHT, midnight + timedelta(days=1) + _LATEST_MIDNIGHT
    before, after = _offset(begins, zone), _offset(ends, zone)
    if before == after:
        return [(before, begins, ends)]
    change = _change_between(begins, ends, zone)
    return [(before, begins, change), (after, change, ends)]


def _change_between(begins: datetime, ends: datetime, zone: ZoneInfo) -> datetime:
    """The first second with another offset than `begins` has: zoneinfo does not list its changes."""
    before = _offset(begins, zone)
    low, high = 0, int((ends - begins).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(begins + timedelta(seconds=middle), zone) == before:
            low = middle
        else:
            high = middle
    return begins + timedelta(seconds=high)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset
