"""`countries.toml` as rules; every fault in it is named at once, with its line and the next step."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from outreach.core.errors import ConfigurationError, Fault
from outreach.core.untrusted import one_line, printable
from outreach.prospects.countries import country_code
from outreach.prospects.law import (
    DEFAULT,
    UNKNOWN,
    Condition,
    Decision,
    Law,
    Rule,
    Texts,
    nothing_allowed,
)
from outreach.prospects.law_text import PLACES, foreign_places
from outreach.prospects.legal_basis import Ground
from outreach.sequences.toml_file import Table, TomlFile, did_you_mean

#: A rule that nobody has held against the law for longer is pointed out.
REVIEWED_WITHIN_MONTHS = 12
#: A text below a mail is a line or two.
_LONGEST_TEXT = 600

_TOLD, _TOLD_REFERRED = "told", "told_referred"
_KEYS = (
    "name",
    "decision",
    "asks",
    "basis",
    "text",
    "source",
    "note",
    "reviewed_on",
    "version",
)
_NAMED_BY_PEOPLE = ", ".join(f"{{{{ {place} }}}}" for place in PLACES)
_W = TypeVar("_W", bound=StrEnum)


def load_law(path: Path) -> Law:
    """The rules in the file. Raises ConfigurationError with everything that is wrong in it."""
    law, faults = read_law(path)
    if law is None:
        raise ConfigurationError(faults)
    return law


def read_law(path: Path) -> tuple[Law | None, list[Fault]]:
    """The rules, None where something in the file is wrong, and its faults by line."""
    file = TomlFile(path)
    found = {code: _rule(file.root.table(code), code) for code in file.root.values if _is_rule(file, code)}
    told = {key: _texts(file.root, key) for key in (_TOLD, _TOLD_REFERRED)}
    if not file.faults:
        _across_rules(file, found, told)
    faults = sorted(file.faults, key=lambda fault: fault.line or 0)
    if faults:
        return None, faults
    default, unknown = found.pop(DEFAULT), found.pop(UNKNOWN, None)
    return Law(default, found, unknown, told[_TOLD], told[_TOLD_REFERRED]), []


def stale(path: Path, law: Law, today: date) -> list[Fault]:
    """A warning for each rule that was not reviewed for too long."""
    return [
        Fault(
            str(path),
            f"was reviewed on {rule.reviewed_on}, more than {REVIEWED_WITHIN_MONTHS} months ago.",
            key=f"{rule.code}.reviewed_on",
            remedy="Hold it against the law, then write today's date and count `version` up.",
            warning=True,
        )
        for rule in rules_in(law)
        if rule.reviewed_on is not None and _months(rule.reviewed_on, today) >= REVIEWED_WITHIN_MONTHS
    ]


def rules_in(law: Law) -> Iterator[Rule]:
    yield law.default
    if law.unknown is not None:
        yield law.unknown
    yield from law.rules.values()


class WatchedLaw:
    """The rules of a file as they are at this moment: it is read again when it has changed.

    While there is anything wrong in it nothing may be sent: nobody knows what it is meant to say.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._law = nothing_allowed("it has not been read")

    def current(self) -> Law:
        seen = self._look()
        if seen is None:
            self._seen = None
            return nothing_allowed(f"{self._path} cannot be read")
        if seen != self._seen:
            law, faults = read_law(self._path)
            self._law = law or nothing_allowed(f"{self._path} has faults: {one_line(str(faults[0]), 200)}")
            self._seen = seen
        return self._law

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def _is_rule(file: TomlFile, code: str) -> bool:
    if code in (_TOLD, _TOLD_REFERRED):
        return False
    if code in (DEFAULT, UNKNOWN) or country_code(code) == code:
        return True
    meant = country_code(code)
    remedy = f"Write it as [{meant}]." if meant else "A rule is named by ISO 3166: [DE], [GB], or [default]."
    file.root.fault(code, "is no country.", remedy)
    return False


def _rule(table: Table, code: str) -> Rule:
    table.allow_only(_KEYS)
    if "decision" not in table:
        table.fault(None, "has no decision.", f"It can be {_listed(Decision)}.")
    decision = table.word("decision", Decision, Decision.BLOCKED)
    asks = _words(table, "asks", Condition)
    rule = Rule(
        code=code,
        decision=decision,
        name=one_line(table.text("name"), 60),
        asks=asks,
        accepts=_accepts(table, decision, asks),
        text=_texts(table, "text"),
        source=one_line(table.text("source"), 200),
        note=table.text("note"),
        reviewed_on=_day(table, "reviewed_on"),
        version=table.number("version", 1, least=1, most=10_000),
    )
    _within_rule(table, rule)
    return rule


def _within_rule(table: Table, rule: Rule) -> None:
    for key in ("source", "reviewed_on", "version"):
        if key not in table:
            table.fault(None, f"has no {key}.", _WHY_NEEDED[key])
    if Condition.ADVERTISING_LABEL in rule.asks and not rule.text:
        table.fault("asks", "has advertising_label, but there is no text to say it.", "Write a text.")
    if rule.decision in (Decision.ALLOW, Decision.BLOCKED) and (rule.asks or rule.accepts):
        key = "asks" if rule.asks else "basis"
        table.fault(key, f'asks for something, but the decision is "{rule.decision}".', 'Write "conditions".')
    if rule.decision is Decision.CONDITIONS and not (rule.asks or rule.accepts):
        table.fault("decision", "has no condition.", 'Say what it asks for, or write "allow".')


_WHY_NEEDED = {
    "source": "Name the law and its article, so that whoever reviews it finds it.",
    "reviewed_on": "Say when it was last held against the law: 2026-03-01, without quotes.",
    "version": "Begin with 1, and count up with every change.",
}


def _across_rules(file: TomlFile, found: Mapping[str, Rule], told: Mapping[str, Texts]) -> None:
    if DEFAULT not in found:
        file.fault((), "has no rule [default].", "It holds for every country without a rule of its own.")
    if not told[_TOLD]:
        for code, rule in found.items():
            if Condition.SOURCE_TOLD in rule.asks:
                remedy = 'Write [told] with en = "We have your address from: {{ source }}."'
                file.fault((code, "asks"), "has source_told, but nothing says how it is told.", remedy)


def _accepts(table: Table, decision: Decision, asks: tuple[Condition, ...]) -> tuple[Ground, ...]:
    if "basis" in table:
        return _words(table, "basis", Ground)
    if decision is Decision.CONSENT:
        return (Ground.CONSENT,)
    return tuple(Ground) if Condition.LEGAL_BASIS in asks else ()


def _words(table: Table, key: str, words: type[_W]) -> tuple[_W, ...]:
    allowed = [word.value for word in words]
    found = []
    for text in table.texts(key):
        if text in allowed:
            found.append(words(text))
        else:
            remedy = did_you_mean(text, allowed) or f"There are: {', '.join(allowed)}."
            table.fault(key, f'has "{one_line(text, 60)}" in it, which it does not know.', remedy)
    return tuple(dict.fromkeys(found))


def _texts(table: Table, key: str) -> Texts:
    own = table.table(key)
    texts = []
    for language in own.values:
        text = own.text(language)
        if not re.fullmatch(r"[a-z]{2}", language):
            own.fault(language, "is no language.", 'Write it as ISO 639-1 has it: en = "…".')
        elif problem := _wrong_with(text):
            own.fault(language, *problem)
        texts.append((language, text))
    return tuple(texts)


def _wrong_with(text: str) -> tuple[str, str] | None:
    if not text:
        return "is empty.", "Say something, or leave it out."
    if len(text) > _LONGEST_TEXT:
        return f"has {len(text)} characters.", f"It may have {_LONGEST_TEXT}: a line or two."
    if printable(text) != text:
        return "has characters in it that nobody sees.", "Write it as plain text."
    if foreign := foreign_places(text):
        return f"names {', '.join(foreign)}.", f"It may name {_NAMED_BY_PEOPLE}."
    return None


def _day(table: Table, key: str) -> date | None:
    value = table.values.get(key)
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    table.fault(
        key, f"is {one_line(str(value), 60)}, not a day.", f"Write {key} = 2026-03-01, without quotes."
    )
    return None


def _listed(words: type[StrEnum]) -> str:
    return " or ".join(f'"{word.value}"' for word in words)


def _months(since: date, today: date) -> int:
    whole = (today.year - since.year) * 12 + today.month - since.month
    return whole - (today.day < since.day)
