"""A date in a text as its writer means it, and the small sums of the calendar."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Grain(StrEnum):
    """How much of the calendar the words cover."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DayMention:
    """One date as the writer means it. For a week, month or quarter `day` is its first day."""

    start: int
    end: int
    day: date
    grain: Grain = Grain.DAY
    #: The other reading of a numeric date, or None.
    other: date | None = None
    #: Only a weekday, a bare number or a span was written: the date was counted out.
    counted: bool = False
    #: The weekday that was written does not fit the date.
    contradicts: bool = False
    has_year: bool = False


def alternatives(words: dict[str, int]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


def next_working_day(day: date) -> date:
    """`day` itself where it is Monday to Friday, else the Monday after."""
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() >= 5 else day


def near(received: date, month: int, day: int, year: int | None) -> date | None:
    """The date, in the year written, else in the year in which it lies nearest ahead (some weeks back allowed)."""
    if year is not None:
        return date_or_none(year, month, day)
    for candidate in (received.year - 1, received.year, received.year + 1):
        found = date_or_none(candidate, month, day)
        if found and found >= received - timedelta(days=62):
            return found
    return None


def next_day_of_month(received: date, number: int) -> date | None:
    for months in range(3):
        first = months_later(received.replace(day=1), months)
        day = date_or_none(first.year, first.month, number)
        if day and day > received:
            return day
    return None


def months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        found = date_or_none(year, month + 1, last)
        if found:
            return found
    return day


def full_year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) if len(written) == 4 else 2000 + int(written)


def date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
