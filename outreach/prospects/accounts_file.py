"""A file of companies: customers, competitors, partners. A line, or a row, a company: its name, its domains, or both.

Plain text: `acme.example`, `Acme Corp`, or `Acme Corp; acme.example, acme.de`. CSV: a header that names the columns.
`#` begins a remark.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from outreach.core.addresses import NotAnAddress, domain_of, is_free_mail, normalise, registrable_domain
from outreach.core.untrusted import one_line, smuggles_a_header
from outreach.prospects.account_names import canonical
from outreach.prospects.encodings import Lines

_NAME_COLUMNS = frozenset(
    "name company account organisation organization firma unternehmen компания организация".split()
)
_DOMAIN_COLUMNS = frozenset("domain domains website url web site домен сайт e-mail email address".split())
_REMARK = re.compile(r"(?:^|\s)#.*")
_LONGEST_NAME = 200
_SCHEME = re.compile(r"\A[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LOOKS_LIKE_A_DOMAIN = re.compile(r"\A(?:\*\.|@|[^\s@]+@)?[\w-]+(?:\.[\w-]+)+\Z")


@dataclass(frozen=True, slots=True)
class Company:
    """One entry: at least one of name and domains. The domains are registrable ones."""

    line: int
    name: str = ""
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BadEntry:
    """A line that names no company, and why."""

    line: int
    text: str
    reason: str


def read_companies(stream: BinaryIO) -> Iterator[Company | BadEntry]:
    """Every entry of the file, in whatever encoding, good and bad, in order."""
    lines = [line for block in Lines(stream).blocks() for line in block]
    header = _header(lines)
    if header is None:
        yield from _plain(lines)
    else:
        yield from _table(lines, *header)


def _header(lines: Sequence[str]) -> tuple[str, list[str]] | None:
    """The delimiter and the columns, where the first line names some that we know; None: it is plain text."""
    first = next((line for line in lines if line.strip()), "")
    for delimiter in (";", "\t", ","):
        cells = [cell.strip().strip('"').lower() for cell in first.split(delimiter)]
        if set(cells) & _NAME_COLUMNS or set(cells) & _DOMAIN_COLUMNS:
            return delimiter, cells
    return None


def _table(lines: Iterable[str], delimiter: str, columns: list[str]) -> Iterator[Company | BadEntry]:
    names = [at for at, column in enumerate(columns) if column in _NAME_COLUMNS]
    domains = [at for at, column in enumerate(columns) if column in _DOMAIN_COLUMNS]
    # A line at a time: one unclosed quote must not swallow the rest of the file.
    is_header = True
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if is_header:
            is_header = False
            continue
        cells = next(csv.reader([line], delimiter=delimiter), [])
        named = " ".join(cells[at].strip() for at in names if at < len(cells))
        at_domains = [
            each for at in domains if at < len(cells) for each in re.split(r"[\s,;|]+", cells[at]) if each
        ]
        yield _company(number, named, at_domains, line)


def _plain(lines: Iterable[str]) -> Iterator[Company | BadEntry]:
    for number, line in enumerate(lines, start=1):
        entry = _REMARK.sub("", line).strip()
        if not entry:
            continue
        first, semicolon, rest = (part.strip() for part in entry.partition(";"))
        if semicolon:
            yield _company(number, first, [each for each in re.split(r"[\s,;|]+", rest) if each], entry)
        elif _LOOKS_LIKE_A_DOMAIN.match(first) or _SCHEME.match(first):
            yield _company(number, "", [first], entry)
        else:
            yield _company(number, first, [], entry)


def _company(line: int, name: str, domains: list[str], text: str) -> Company | BadEntry:
    shown = one_line(text, 80)
    if smuggles_a_header(name):
        return BadEntry(line, shown, "has control characters or an encoded word in it")
    name = one_line(name)
    if len(name) >= _LONGEST_NAME:
        return BadEntry(line, shown, "has a name of more than 200 characters")
    found = []
    for each in domains:
        domain = _domain(each)
        if domain is None:
            return BadEntry(line, shown, f'"{one_line(each, 60)}" is no domain')
        if is_free_mail(domain):
            return BadEntry(line, shown, f"{domain} is a free-mail domain: its people are no colleagues")
        found.append(domain)
    if "@" in name:
        return BadEntry(line, shown, "is neither a name nor a domain")
    if not found and not canonical(name):
        return BadEntry(line, shown, "names neither a company nor a domain")
    return Company(line, name, tuple(dict.fromkeys(found)))


def _domain(text: str) -> str | None:
    """The registrable domain behind a domain, an address or a link."""
    bare = _SCHEME.sub("", text.strip().lower()).split("/")[0].rpartition("@")[2].removeprefix("*.")
    bare = bare.removeprefix("www.").split(":")[0]
    if "." not in bare:
        return None
    try:
        return registrable_domain(domain_of(normalise(f"x@{bare}")))
    except NotAnAddress:
        return None
