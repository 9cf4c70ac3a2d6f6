"""When a sequence may write: ranges of the recipient's local hours for each day of the week."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

#: The names of the days in sequence files; the position is `date.weekday()`.
DAYS: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

MINUTES_A_DAY = 24 * 60

SPREAD_MINUTES = 30


@dataclass(frozen=True, slots=True, order=True)
class HourRange:
    """A stretch of the local day in minutes since midnight, `start` in it, `end` not (0 to 1440)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MINUTES_A_DAY:
            raise ValueError(f"{self} is no stretch of one day")

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of each weekday, Monday first; a day without ranges is closed.

    `zone` (IANA) counts for a recipient whose own zone nothing tells; with None, the config's does.
    """

    week: tuple[tuple[HourRange, ...], ...]
    zone: str | None = None
    #: What is due at once goes within so many minutes of the first open moment: it still looks like a person's work.
    spread_minutes: int = SPREAD_MINUTES

    def __post_init__(self) -> None:
        if len(self.week) != len(DAYS) or not any(self.week):
            raise ValueError("a window has seven days, and at least one of them is open")

    @classmethod
    def of(cls, days: Collection[int], hours: Iterable[HourRange], zone: str | None = None) -> Self:
        """The same hours on each of `days` (0 is Monday)."""
        joined = joined_ranges(hours)
        return cls(tuple(joined if day in days else () for day in range(7)), zone)

    def __str__(self) -> str:
        return ", ".join(
            f"{name} {' '.join(map(str, ranges))}"
            for name, ranges in zip(DAYS, self.week, strict=True)
            if ranges
        )


def joined_ranges(ranges: Iterable[HourRange]) -> tuple[HourRange, ...]:
    """The same minutes in order, with what touches or overlaps made one."""
    joined: list[HourRange] = []
    for following in sorted(ranges):
        if joined and following.start <= joined[-1].end:
            joined[-1] = HourRange(joined[-1].start, max(joined[-1].end, following.end))
        else:
            joined.append(following)
    return tuple(joined)


def range_from(text: str) -> HourRange:
    """What `08:00-09:30` means; `24:00` ends a day. Raises ValueError with a sentence for its writer."""
    start, dash, end = text.replace("–", "-").partition("-")
    if not dash:
        raise ValueError(f'"{text}" is no range of hours.')
    first, last = _minutes(start), _minutes(end)
    if first is None or last is None:
        raise ValueError(f'"{text}" is no range of hours.')
    if last <= first:
        raise ValueError(f'"{text}" ends before it begins; a night is two ranges.')
    return HourRange(first, last)


def _minutes(clock: str) -> int | None:
    hour, colon, minute = clock.strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2):
        return None
    total = int(hour) * 60 + int(minute)
    return total if int(minute) < 60 and total <= MINUTES_A_DAY else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


# Aaron Ross and Marylou Tyler, Predictable Revenue (2011), on Cold Calling 2.0 mails: before 9 in the morning
# or after 5 in the afternoon, not on Mondays and Fridays; Sundays do well. Saturday is left out because the
# book does not speak of it; 7 and 20 o'clock are our own bounds, so that nobody's phone rings at night.
_BOOK = Window.of((1, 2, 3, 6), (HourRange(7 * 60, 9 * 60), HourRange(17 * 60, 20 * 60)))

_OFFICE = Window.of((0, 1, 2, 3, 4), (HourRange(9 * 60, 17 * 60 + 30),))

#: What `hours = "NAME"` in a sequence file stands for, days included.
PRESETS: Mapping[str, Window] = {"book": _BOOK, "office": _OFFICE}
