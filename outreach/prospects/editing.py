"""What a person corrects about a contact: each value checked as a cell of a list would be."""

from collections.abc import Callable, Mapping
from zoneinfo import available_timezones

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.prospects.columns import merge_field
from outreach.prospects.countries import country_code, language_code
from outreach.prospects.hygiene import LONGEST_NAME, LONGEST_TEXT, cleaned, name_refusal, refusal


def _text(value: str) -> str:
    return value


def _country(value: str) -> str:
    code = country_code(value)
    if code is None:
        raise Refused(f'"{one_line(value, 60)}" is no country: give its name, or its code such as DE.')
    return code


def _language(value: str) -> str:
    code = language_code(value)
    if code is None:
        raise Refused(f'"{one_line(value, 60)}" is no language: give its name, or its code such as de.')
    return code


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise Refused(f'"{one_line(value, 60)}" is no time zone: give an IANA name such as Europe/London.')
    return value


#: What a contact has itself, and how each is read. Everything else is a further column of their list.
EDITABLE: Mapping[str, Callable[[str], str]] = {
    "name": _text,
    "given_name": _text,
    "family_name": _text,
    "title": _text,
    "phone": _text,
    "language": _language,
    "country": _country,
    "time_zone": _zone,
}
_NAMES = ("name", "given_name", "family_name")
#: Empty means "not known", and is kept so.
_CODES = ("language", "country", "time_zone")


def checked(changes: Mapping[str, str]) -> tuple[dict[str, str | None], dict[str, str]]:
    """The changes to the contact's own values, and to the further columns. Raises Refused."""
    own: dict[str, str | None] = {}
    columns: dict[str, str] = {}
    for name, value in changes.items():
        field = name.strip().lower().replace("-", "_")
        text = _sound(field, value)
        if field not in EDITABLE:
            columns[merge_field(name, 0)] = text
        elif not text:
            own[field] = None if field in _CODES else ""
        else:
            own[field] = EDITABLE[field](text)
    return own, columns


def _sound(field: str, value: str) -> str:
    why = refusal(value) or (name_refusal(value) if field in _NAMES else None)
    if why is not None:
        raise Refused(f"{one_line(field, 60)} {why}.")
    text = cleaned(value)
    longest = LONGEST_NAME if field in _NAMES else LONGEST_TEXT
    if len(text) > longest:
        raise Refused(f"{one_line(field, 60)} has more than {longest} characters.")
    return text
