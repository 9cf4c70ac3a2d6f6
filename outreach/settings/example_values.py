"""Values of the configuration that stand there as they were shipped, though they are marked with CHANGE.

A false postal address in a mail that somebody gets is a fault before the law of most countries, so with `live = true`
it is an error. What was shipped is read from the shipped file; here stands only which of its keys are asked about.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache
from typing import Any

from outreach.core.addresses import domain_of
from outreach.core.errors import Fault
from outreach.core.shipped import shipped
from outreach.core.toml_lines import Path, TomlLines, dotted

#: What two values that say the same have in common.
Said = Callable[[str], str]


def _words(value: str) -> str:
    return " ".join(value.split()).casefold()


def _domain(value: str) -> str:
    """Of an address, with a name or without: another name before the same address is no other sender."""
    address = parseaddr(value)[1]
    return domain_of(address).casefold() if "@" in address else _words(value)


@dataclass(frozen=True, slots=True)
class Marked:
    """A key that is marked with CHANGE. `may_be_meant`: somebody may mean just that value, so it is only ever said."""

    table: tuple[str, ...]
    key: str
    remedy: str
    said: Said = _words
    may_be_meant: bool = False


#: A table whose name is that of an array is each of its elements.
MARKED = (
    Marked(("sender",), "name", "Write who writes.", may_be_meant=True),
    Marked(("sender",), "organisation", "Write the name of yours."),
    Marked(("sender",), "postal_address", "Write yours: it stands below every mail, as the law asks."),
    Marked(("policy",), "zone", 'Write yours; where UTC is meant, "Etc/UTC" says so.', may_be_meant=True),
    Marked(("mailboxes",), "from", "Write yours: `outreach mailbox add ADDRESS --write`.", _domain),
    Marked(("mailboxes", "smtp"), "host", "Write where your mail is handed in."),
    Marked(("mailboxes", "imap"), "host", "Write where your mailbox is read."),
    Marked(("team",), "address", "Write who of you works here, or take [[team]] out.", _domain),
)


def unchanged(table: Mapping[str, Any], lines: TomlLines, *, file: str, live: bool) -> list[Fault]:
    """A fault for each value that is as it was shipped: an error where mail would go out with it."""
    faults = [
        Fault(
            file,
            "is still that of the example."
            if marked.may_be_meant or not live
            else "is still that of the example: nothing is sent with it.",
            line=lines.line(path),
            key=dotted(path),
            remedy=marked.remedy,
            warning=marked.may_be_meant or not live,
        )
        for marked in MARKED
        for path, value in _values(table, marked)
        if isinstance(value, str) and marked.said(value) in _shipped(marked)
    ]
    return sorted(faults, key=lambda fault: fault.line or 0)


@cache
def _shipped(marked: Marked) -> frozenset[str]:
    """What the shipped file has there."""
    example = tomllib.loads(shipped("config.example.toml").read_text(encoding="utf-8"))
    return frozenset(marked.said(value) for _, value in _values(example, marked))


def _values(table: Mapping[str, Any], marked: Marked) -> Iterator[tuple[Path, Any]]:
    for path, found in _tables(table, marked.table):
        if marked.key in found:
            yield (*path, marked.key), found[marked.key]


def _tables(table: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if not names:
        yield (), table
        return
    found = table.get(names[0])
    many = list(enumerate(found)) if isinstance(found, list) else [(None, found)]
    for position, each in many:
        if isinstance(each, Mapping):
            head: Path = (names[0],) if position is None else (names[0], position)
            for path, inner in _tables(each, names[1:]):
                yield (*head, *path), inner
