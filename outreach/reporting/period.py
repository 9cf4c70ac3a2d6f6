"""The time that a report speaks of, and as of when: days as people name them, in the zone of the office."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_AGO = re.compile(r"(\d{1,4})([dw])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAYS = {"d": 1, "w": 7}
#: Outside of these years moments around a day may be none that a machine can name.
_YEARS = range(1900, 9900)


class NotADay(ValueError):
    """The text names no day; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` (None: from the first fact on) up to, not including, `until`, as it was known at `as_of`; all UTC.

    What was taken back after `as_of` still counts, what happened after it does not: so a report of an earlier day can
    be made again.
    """

    since: datetime | None
    until: datetime
    as_of: datetime
    zone: ZoneInfo

    @property
    def first_day(self) -> date | None:
        return None if self.since is None else self.since.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        return (self.until - timedelta(microseconds=1)).astimezone(self.zone).date()

    def __contains__(self, moment: datetime) -> bool:
        return (self.since is None or self.since <= moment) and moment < self.until

    def before(self) -> "Period | None":
        """As much time right before it; None where it has no beginning."""
        if self.since is None:
            return None
        return replace(self, since=self.since - (self.until - self.since), until=self.since)


def period_of(
    since: str | None, until: str | None, as_of: str | None, *, zone: ZoneInfo, now: datetime
) -> Period:
    """The period that a person names. `until` and `as_of` are the last days that count; left out: until now.

    `today`, `month` and so many days ago are told from the day of `as_of`.

    Raises NotADay.
    """
    known_at = now if as_of is None else min(_end_of(read_day(as_of, zone, now), zone), now)
    # Not its end, which is the first moment of the next day, and perhaps of another month.
    today = now if as_of is None else min(_start_of(read_day(as_of, zone, now), zone), now)
    end = known_at if until is None else min(_end_of(_last_of(until, zone, today), zone), known_at)
    begin = None if since is None else _start_of(read_day(since, zone, today), zone)
    if begin is not None and begin >= end:
        raise NotADay(f"{since} is not before {until or as_of or 'now'}")
    return Period(begin, end, known_at, zone)


def read_day(text: str, zone: ZoneInfo, now: datetime) -> date:
    """`2026-03-01`, `2026-03` (its first day), `today`, `month` (its first day), `7d` or `4w` ago. Raises NotADay."""
    try:
        day = _day_named(text.strip().lower(), zone, now)
    except (ValueError, OverflowError):
        day = None
    if day is None or day.year not in _YEARS:
        raise NotADay(f'"{text}" is no day: write it as 2026-03-01, 2026-03, today, 30d or 4w')
    return day


def _day_named(said: str, zone: ZoneInfo, now: datetime) -> date:
    today = now.astimezone(zone).date()
    ago, month = _AGO.fullmatch(said), _MONTH.fullmatch(said)
    if said == "today":
        return today
    if said == "month":
        return today.replace(day=1)
    if ago is not None:
        return today - timedelta(days=int(ago[1]) * _DAYS[ago[2]])
    if month is not None:
        return date(int(month[1]), int(month[2]), 1)
    return date.fromisoformat(said)


def weeks_of(period: Period, first: datetime) -> Iterator[tuple[date, Period]]:
    """The weeks from Monday on that the period touches, each with its Monday; `first`: the first fact there is."""
    start = max(first, period.since) if period.since is not None else first
    monday = start.astimezone(period.zone).date()
    monday -= timedelta(days=monday.weekday())
    while _start_of(monday, period.zone) < period.until:
        following = monday + timedelta(days=7)
        begin, end = _start_of(monday, period.zone), _start_of(following, period.zone)
        yield (
            monday,
            replace(
                period,
                since=begin if period.since is None else max(begin, period.since),
                until=min(end, period.until),
            ),
        )
        monday = following


def month_of(day: date, period: Period) -> Period:
    """The calendar month of a day, as far as it is over at the period's `as_of`."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return replace(
        period,
        since=_start_of(first, period.zone),
        until=min(_start_of(following, period.zone), period.as_of),
    )


def _last_of(text: str, zone: ZoneInfo, now: datetime) -> date:
    """The last day that a person means: of a month that they name, its last."""
    day = read_day(text, zone, now)
    if _MONTH.fullmatch(text.strip()) is None:
        return day
    return (day + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return _start_of(day + timedelta(days=1), zone)
