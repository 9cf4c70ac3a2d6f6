"""One record of a list judged: a row that can be imported, or a bad one with its reason."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from outreach.core.addresses import NotAnAddress, domain_of, normalise
from outreach.core.untrusted import one_line
from outreach.prospects.columns import ColumnField, Columns
from outreach.prospects.countries import country_code, language_code, suggested_language
from outreach.prospects.hygiene import LONGEST_NAME, LONGEST_TEXT, cleaned, is_plain, name_refusal, refusal
from outreach.prospects.lookalikes import looks_like_another
from outreach.prospects.person_names import split_name


class ImportRow(NamedTuple):
    """One prospect of a list. A text that is not given is empty; a code that is not known is None.

    A named tuple, since a list may have millions of rows: it is made in a fifth of a frozen dataclass's time.
    """

    #: The line of the file, from 1, on which the row begins.
    line: int
    #: Normalised.
    address: str
    given_name: str
    family_name: str
    #: The whole name as given; the parts above may be a guess.
    name: str
    title: str
    phone: str
    company: str
    #: Of the company, from its own column or the website's; None: that of the address says it.
    domain: str | None
    website: str
    country: str | None
    language: str | None
    time_zone: str | None
    #: Every further column by its merge field, and what could not be read as a code by the code's name.
    fields: dict[str, str]
    #: The cells as they stand in the list, for whoever has to refuse the row later.
    raw: Sequence[str] = ()


class BadRow(NamedTuple):
    """One record that cannot be imported, with its cells as they stand in the list."""

    line: int
    reason: str
    raw: tuple[str, ...]


class BadCell(Exception):
    """Why the row is refused."""


_TEXTS = (
    ColumnField.ADDRESS,
    ColumnField.GIVEN_NAME,
    ColumnField.FAMILY_NAME,
    ColumnField.NAME,
    ColumnField.TITLE,
    ColumnField.PHONE,
    ColumnField.COMPANY,
    ColumnField.WEBSITE,
    ColumnField.DOMAIN,
    ColumnField.COUNTRY,
    ColumnField.LANGUAGE,
    ColumnField.TIME_ZONE,
)
_NAMES = frozenset({ColumnField.NAME, ColumnField.GIVEN_NAME, ColumnField.FAMILY_NAME})
# The everyday address; anything else is asked of core.addresses, which agrees on these (a test compares).
_PLAIN_ADDRESS = re.compile(
    r"(?=[^@]{1,64}@)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!arpa|invalid|local|onion)[a-z]{2,24}\Z"
)
_LONGEST_PLAIN = 200
_NAMED_ADDRESS = re.compile(r"\"?([^\"<>]*?)\"?\s*<([^<>]*)>[\s;,.]*\Z")
_ADDRESS_LIKE = re.compile(r"[^\s,;/|<>@]+@[^\s,;/|<>@]+")
_HOST = re.compile(r"(?:[a-z]+://)?(?:www\.)?([^\s/:?#@.]+(?:\.[^\s/:?#@.]+)+)(?:[/:?#]|\Z)", re.IGNORECASE)
_ESCAPED_FORMULA = re.compile(r"'(?=[=+@-])")
_new = tuple.__new__
_AROUND = " \t\u00a0\u200b\u2060\ufeff"


class RowJudge:
    """Judges the records of one list."""

    def __init__(self, columns: Columns, *, delimiter: str = ",") -> None:
        self._columns = columns
        self._is_tabbed = delimiter == "\t"
        self._blank_before, self._blank_behind = f" {delimiter}", f"{delimiter} "
        self._width = len(columns.header)
        # One empty cell is added to each record, and stands for every column that the list does not have.
        self._pick = itemgetter(*(columns.positions.get(each, -1) for each in _TEXTS))
        self._targets = {index: each for each, index in columns.positions.items()}
        self._further = tuple(field for field, _ in columns.further)
        # Of one column alone it would pick no tuple, so the empty cell is always picked too.
        self._pick_further = itemgetter(*(index for _, index in columns.further), -1)
        self._used = sorted([*self._targets, *(index for _, index in columns.further)])

    def judge(self, line: int, text: str, cells: list[str]) -> ImportRow | BadRow:
        """`text` is the record as it stands in the file: where it is plain, no cell needs a closer look."""
        try:
            fitting = cells if len(cells) == self._width else _fitted(cells, self._width)
            if not self._is_harmless(text, fitting):
                fitting = self._clean(fitting)
            if not self._is_tight(text):
                fitting = [cell.strip() for cell in fitting]
            return self._row(line, fitting, cells)
        except BadCell as bad:
            return BadRow(line, str(bad), tuple(cells))

    def _is_harmless(self, text: str, cells: list[str]) -> bool:
        # Delimiters are no part of any cell, and a tab would not count as plain.
        if self._is_tabbed:
            text = text.replace("\t", ",")
        if not is_plain(text) or "'" in text or '"""' in text or "  " in text:
            return False
        return len(text) <= LONGEST_NAME or max(map(len, cells)) <= LONGEST_NAME

    def _is_tight(self, text: str) -> bool:
        """Whether no cell can have blanks around it."""
        return not (
            self._blank_before in text
            or self._blank_behind in text
            or '"' in text
            or text[:1] == " "
            or text[-1:] == " "
        )

    def _row(self, line: int, cells: list[str], raw: list[str]) -> ImportRow:
        padded = [*cells, ""]
        cell, given, family, name, title, phone, company, website, domain, country, language, zone = (
            self._pick(padded)
        )
        fields = dict(zip(self._further, self._pick_further(padded), strict=False))
        address, beside = read_address(cell)
        given, family, name = read_name(given, family, name or beside)
        # Most lists have none of these columns: asked here, an empty cell costs nothing.
        host = _code(_host, domain, "domain", fields) if domain else None
        lives_in = _code(country_code, country, "country", fields) if country else None
        speaks = _code(language_code, language, "language", fields) if language else None
        in_zone = _code(_zone, zone, "time_zone", fields) if zone else None
        if website:
            fields.setdefault("website", website)
            host = host or _host(website)
        if speaks is None:
            speaks = suggested_language(lives_in, address, name)
        said = (line, address, given, family, name, title, phone, company, host, website)
        # In half of the time that a named tuple's own way takes.
        return _new(ImportRow, (*said, lives_in, speaks, in_zone, fields, raw))

    def _clean(self, cells: list[str]) -> list[str]:
        result = list(cells)
        for index in self._used:
            result[index] = _cleaned_cell(cells[index], self._targets.get(index), self._columns.header[index])
        return result


def read_address(cell: str) -> tuple[str, str]:
    """The normalised address of a cell, and the name that stood beside it. Raises BadCell."""
    lowered = cell.lower()
    if _PLAIN_ADDRESS.match(lowered) and len(lowered) <= _LONGEST_PLAIN and "--" not in lowered:
        return lowered, ""
    text = cell.strip(_AROUND)
    named = _NAMED_ADDRESS.match(text)
    name, bare = (" ".join(named[1].split()), named[2]) if named else ("", text)
    if bare[:7].lower() == "mailto:":
        bare = unquote(bare[7:].partition("?")[0])
    # A full stop may end a sentence; one at the beginning is part of the address, and a fault in it.
    bare = bare.lstrip(_AROUND + ";,<\"'").rstrip(_AROUND + ";,.>\"'")
    _demand_one_address(text, bare)
    try:
        address = normalise(bare)
    except NotAnAddress as error:
        raise BadCell(str(error)) from None
    if looks_like_another(address.rpartition("@")[2]):
        raise BadCell(f'"{one_line(bare)}" has a domain that is written to look like another one')
    if len(name) > LONGEST_NAME:
        raise BadCell(
            f"the name beside the address is {len(name)} characters long, it may have {LONGEST_NAME}"
        )
    return address, name


def read_name(given: str, family: str, name: str) -> tuple[str, str, str]:
    """Given, family and whole name out of what there is of them."""
    if "@" in name:
        # Some programs write the address where they know no name.
        name = ""
    if given or family:
        return given, family, name or f"{given} {family}".strip()
    return (*split_name(name), name) if name else ("", "", "")


def _demand_one_address(cell: str, bare: str) -> None:
    if not bare:
        raise BadCell("has no address")
    found = len(_ADDRESS_LIKE.findall(cell)) if cell.count("@") > 1 else 1
    if found > 1:
        raise BadCell(f'"{one_line(cell)}" is {found} addresses: keep one, or give each a line of its own')


def _fitted(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones too many at the end, which spreadsheets like to add."""
    if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
        return cells[:width]
    what = "too many" if len(cells) > width else "some are missing"
    have = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    raise BadCell(f"has {have}, the header has {width}: {what}")


def _cleaned_cell(cell: str, target: ColumnField | None, column: str) -> str:
    if cell.isalnum() and len(cell) <= LONGEST_NAME:
        return cell
    limit = LONGEST_NAME if target in _NAMES else LONGEST_TEXT
    reason = refusal(cell)
    if reason is None and (target in _NAMES or target is ColumnField.ADDRESS):
        reason = name_refusal(cell)
    if reason is None and len(cell) > limit:
        reason = f"is {len(cell)} characters long, it may have {limit}"
    if reason is None and cell.startswith('"') and cell.count('"') % 2:
        reason = 'begins with a quote (") that is never closed'
    if reason is not None:
        raise BadCell(f"{column} {reason}")
    # An apostrophe before = + - @ is how careful programs keep spreadsheets from calculating.
    cell = _ESCAPED_FORMULA.sub("", cell, count=1) if cell.startswith("'") else cell
    return cell if target is ColumnField.ADDRESS else cleaned(cell)


def _code(read: Callable[[str], str | None], text: str, name: str, fields: dict[str, str]) -> str | None:
    """The code that the text stands for. A text that is none is kept among the fields instead."""
    code = read(text)
    if code is None:
        fields.setdefault(name, text)
    return code


@lru_cache(maxsize=1_024)
def _zone(text: str) -> str | None:
    try:
        return ZoneInfo(text).key
    except (LookupError, ValueError, OSError):
        return None


def _host(text: str) -> str | None:
    """The domain of a company out of `acme.example`, `www.acme.example` or a URL."""
    found = _HOST.match(text)
    if found is None:
        return None
    try:
        return domain_of(normalise(f"x@{found[1]}"))
    except NotAnAddress:
        return None
