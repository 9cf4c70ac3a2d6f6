"""Days as a person types them: `2026-03-31`, `31.3.`, `31.3.2026`, `+14`."""

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WRITTEN = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(\d{4})?")
_IN_DAYS = re.compile(r"\+?(\d{1,3})")


def day_ahead(text: str, today: date) -> date | None:
    """The day, where it is one after today; without a year it is the next such day."""
    found = _day(text.strip(), today)
    return found if found is not None and found > today else None


def _day(text: str, today: date) -> date | None:
    if whole := _IN_DAYS.fullmatch(text):
        return today + timedelta(days=int(whole[1]))
    try:
        if iso := _ISO.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if written := _WRITTEN.fullmatch(text):
            return _next(int(written[1]), int(written[2]), written[3], today)
    except ValueError:
        pass
    return None


def _next(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year > today else date(today.year + 1, month, day)
