"""Countries, and days in a row, as a configuration file names them."""

from datetime import date

from outreach.prospects.countries import country_code
from outreach.sequences.holidays import DateRange
from outreach.settings import values
from outreach.settings.reading import Place, Wrong

#: So that a slip in a year cannot close everything for good.
_MOST_DAYS = 366


def country(value: object, place: Place) -> str:
    """Reads a country; what is kept is its code."""
    name = values.text()(value, place)
    code = country_code(name)
    if code is None:
        raise Wrong(f"{values.shown(name)} is no country.", 'Write its code: "DE".')
    return code


def days(value: object, _place: Place) -> tuple[DateRange, ...]:
    """Reads a list of days and of ranges of days. TOML's own dates will do for single days."""
    if not isinstance(value, list):
        raise Wrong(f"must be a list, not {values.shown(value)}.", 'Write ["2026-12-24..2027-01-06"].')
    ranges = tuple(_date_range(each) for each in value)
    closed = sum(each.days for each in ranges)
    if closed > _MOST_DAYS:
        raise Wrong(f"are {closed} days.", f"They may be {_MOST_DAYS}; a pause has no end date.")
    return ranges


def _date_range(value: object) -> DateRange:
    first, dots, last = str(value).partition("..")
    try:
        if not isinstance(value, str | date):
            raise ValueError
        found = DateRange(
            date.fromisoformat(first.strip()), date.fromisoformat((last if dots else first).strip())
        )
    except ValueError:
        problem = f"{values.shown(value)} is neither a day nor a range of days."
        raise Wrong(problem, 'Write "2026-05-04" or "2026-12-24..2027-01-06".') from None
    if found.last < found.first:
        raise Wrong(f"{values.shown(value)} ends before it begins.", "The earlier day stands first.")
    return found
