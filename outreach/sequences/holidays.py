"""Which days are closed for a recipient: the public holidays of their country, and days of our own.

The holidays come from the library `holidays`, which knows them by rule, without network. They are the national
ones; where parts of a country have days of their own, those of the part with most of the business are added, as
for time zones: to write a day late costs nothing. A country that the library does not know has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from outreach.sequences.schedule import WEEKEND

# Where most holidays are the parts' own affair: the part in which the zone of the country's business lies.
_MAIN_PARTS: Mapping[str, str] = {"AU": "NSW", "CA": "ON", "CH": "ZH", "GB": "ENG"}

_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class DateRange:
    """Some days in a row; `first` and `last` are both among them."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}..{self.last}"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """The days on which nothing goes to somebody in `country` (ISO 3166; None: not known, or not asked)."""

    country: str | None = None
    #: On which we send nothing to anybody.
    own: tuple[DateRange, ...] = ()

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (
            day in _year(self.country, day.year).holidays or (bool(self.own) and self._is_our_own(day))
        )

    def weekend(self, year: int) -> frozenset[int]:
        """The days of the week (0 is Monday) on which nobody there works."""
        return _year(self.country, year).weekend

    def why(self, day: date) -> str | None:
        """Why a day is closed, in words; None where it is not."""
        holiday = _year(self.country, day.year).holidays.get(day)
        if holiday is not None:
            return f"{holiday}, a public holiday in {self.country}"
        return "one of our own closed days" if self._is_our_own(day) else None

    def _is_our_own(self, day: date) -> bool:
        return any(day in days for days in self.own)


@dataclass(frozen=True, slots=True)
class _Year:
    holidays: Mapping[date, str]
    weekend: frozenset[int] = WEEKEND


_ORDINARY = _Year({})


@lru_cache(maxsize=2_000)
def _year(country: str | None, year: int) -> _Year:
    if country is None:
        return _ORDINARY
    # Half a second and 23 MB for all countries at once: only for those who know where somebody is.
    from holidays import country_holidays

    try:
        known = country_holidays(
            country, subdiv=_MAIN_PARTS.get(country), years=year, expand=False, language="en_US"
        )
    except NotImplementedError:
        return _ORDINARY
    return _Year(dict(known), _weekend([day for day in _first_week(year) if known.is_weekend(day)]))


def _first_week(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=ahead) for ahead in range(7)]


def _weekend(free: list[date]) -> frozenset[int]:
    # Where only Sunday is free by law, offices are empty on Saturday all the same.
    days = {day.weekday() for day in free}
    return frozenset(days | {_SATURDAY} if _SUNDAY in days else days)
