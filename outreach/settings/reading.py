"""Settings as annotated dataclasses: each field says its key, how it is read and one sentence about it.

The same declaration reads the file, names every fault in it at once, and writes the documentation.
"""

import dataclasses
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, dataclass_transform

from outreach.core.errors import Fault
from outreach.core.toml_lines import Path as KeyPath
from outreach.core.toml_lines import TomlLines, dotted
from outreach.core.untrusted import one_line

_KEY = "outreach.settings.key"

T = TypeVar("T")


class Wrong(Exception):
    """What is wrong with one value, and the next step. `warning`: it works, but hardly as meant."""

    def __init__(self, problem: str, remedy: str | None = None, *, warning: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.warning = warning


@dataclass(frozen=True, slots=True)
class Place:
    """One key of one file: where faults are reported, and what relative paths start from."""

    file: str
    root: Path
    lines: TomlLines
    faults: list[Fault]
    path: KeyPath = ()

    def at(self, *parts: str | int) -> "Place":
        return dataclasses.replace(self, path=(*self.path, *parts))

    def report(self, wrong: Wrong) -> None:
        self.faults.append(
            Fault(
                self.file,
                wrong.problem,
                line=self.lines.line(self.path),
                key=dotted(self.path) or None,
                remedy=wrong.remedy,
                warning=wrong.warning,
            )
        )


#: Turns what TOML holds into the field's value. Raises Wrong, or reports to the place and raises Reported.
Reader = Callable[[object, Place], Any]


class Reported(Exception):
    """The value is unusable, and the place has been told already."""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule over several keys of one table; it is asked when all of them could be read."""

    #: The key that the fault is reported at.
    key: str
    needs: tuple[str, ...]
    #: Takes the values of `needs` in order.
    judge: Callable[..., Wrong | None]


@dataclass(frozen=True, slots=True)
class Key:
    """What a field's metadata holds: its name in the file, its reader, its sentence."""

    name: str
    read: Reader
    sentence: str
    #: In place of the dataclass's own default, where that is only known later.
    default_text: str | None
    #: The dataclass of a nested table, and whether there may be several.
    table: type[Any] | None
    several: bool


def setting(
    read: Reader,
    sentence: str,
    *,
    default: Any = MISSING,
    default_factory: Any = MISSING,
    name: str = "",
    default_text: str | None = None,
) -> Any:
    """A dataclass field that is a key. `name` where the key is no Python name."""
    several = getattr(read, "several", False)
    described = {_KEY: Key(name, read, sentence, default_text, getattr(read, "table", None), several)}
    if default_factory is not MISSING:
        return dataclasses.field(default_factory=default_factory, metadata=described)
    return dataclasses.field(default=default, metadata=described)


@dataclass_transform(frozen_default=True, field_specifiers=(setting, dataclasses.field))
def settings_class(of: type[T]) -> type[T]:
    """Makes a frozen dataclass of keys; rules over several of them stand in its CHECKS."""
    return dataclass(frozen=True, slots=True)(of)


def keys_of(settings: type[Any]) -> Iterator[tuple[Key, "Field[Any]"]]:
    """The keys of a settings class in the order in which they were written; other fields are left out."""
    for each in dataclasses.fields(settings):
        found = each.metadata.get(_KEY)
        if found is not None:
            yield (found if found.name else dataclasses.replace(found, name=each.name)), each


def is_required(each: "Field[Any]") -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def parse(text: str, *, file: str) -> tuple[dict[str, Any], list[Fault]]:
    """The text as TOML, or an empty document and the fault."""
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        # "Expected '=' after a key in a key/value pair (at line 3, column 5)"
        problem, _, place = str(error).partition(" (at ")
        digits = place.partition("line ")[2].partition(",")[0]
        line = int(digits) if digits.isdigit() else len(text.splitlines()) or None
        key, remedy = _at_fault(text, line)
        return {}, [Fault(file, f"this is not TOML: {one_line(problem)}.", line=line, key=key, remedy=remedy)]


#: `per_day = many`: a key, and a word that is no value.
_BARE_WORD = re.compile(r"\s*([\w-]+(?:\.[\w-]+)*)\s*=\s*([^\W\d][\w-]*)\s*(?:#.*)?\Z")
_MEANT_AS_TRUTH = frozenset({"yes", "no", "on", "off", "true", "false"})


def _at_fault(text: str, line: int | None) -> tuple[str | None, str]:
    """The key in the line that is no TOML, where it is a plain one with a bare word behind it; and what to do."""
    found = _BARE_WORD.match(text.splitlines()[line - 1]) if line else None
    if found is None:
        return None, 'Text stands in "quotes"; a section is named once.'
    if found[2].lower() in _MEANT_AS_TRUTH:
        return found[1], "Write true or false, in small letters and without quotes."
    return found[1], 'A number stands as it is, a text in "quotes"; a truth is true or false.'


def read_settings(settings: type[Any], table: Mapping[str, object], place: Place) -> dict[str, Any]:
    """The values of a settings class by field name, defaults filled in; what is wrong is told to `place`.

    A field whose key is missing or unreadable is left out: then the class cannot be built, and is not needed,
    since there are faults to show.
    """
    known = {each.name: (each, its_field) for each, its_field in keys_of(settings)}
    for name in table:
        if name not in known:
            place.at(name).report(_unknown(name, list(known), place))
    values: dict[str, Any] = {}
    for name, (each, its_field) in known.items():
        with suppress(Reported):
            values[its_field.name] = _read_key(each, its_field, table, place.at(name))
    _check(settings, values, place)
    return values


def _read_key(each: Key, its_field: "Field[Any]", table: Mapping[str, object], here: Place) -> Any:
    try:
        if each.name in table:
            return each.read(table[each.name], here)
        if not is_required(its_field):
            return _default(its_field)
        if each.table is None:
            raise Wrong("is missing.", each.sentence)
        # A required section that is missing is read as an empty one, so that each missing key is named.
        return each.read({}, here)
    except Wrong as wrong:
        here.report(wrong)
        raise Reported from None


def _default(its_field: "Field[Any]") -> Any:
    return its_field.default_factory() if its_field.default_factory is not MISSING else its_field.default


def _check(settings: type[Any], values: Mapping[str, Any], place: Place) -> None:
    for check in getattr(settings, "CHECKS", ()):
        if all(name in values for name in check.needs):
            wrong = check.judge(*(values[name] for name in check.needs))
            if wrong is not None:
                place.at(check.key).report(wrong)


def _unknown(name: str, known: list[str], place: Place) -> Wrong:
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return Wrong("is not a setting.", f'Did you mean "{close[0]}"?')
    where = f"[{dotted(place.path)}]" if place.path else "the top of the file"
    return Wrong(
        "is not a setting.", f"{where} has: {', '.join(known)}. A key belongs to the section above it."
    )


def table_of(settings: type[Any]) -> Reader:
    """A reader for one nested table."""

    def read(value: object, place: Place) -> Any:
        if not isinstance(value, dict):
            raise Wrong("must be a section.", f"Write [{dotted(place.path)}] above its keys.")
        faults = len(place.faults)
        values = read_settings(settings, value, place)
        if any(not fault.warning for fault in place.faults[faults:]):
            raise Reported
        return settings(**values)

    read.table = settings  # type: ignore[attr-defined]
    return read


def tables_of(settings: type[Any], *, unique: Mapping[str, Callable[[Any], object]]) -> Reader:
    """A reader for an array of tables. `unique`: fields, and what of them no two tables may share."""

    def read(value: object, place: Place) -> tuple[Any, ...]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise Wrong("must be sections.", f"Write [[{dotted(place.path)}]] above each.")
        faults = len(place.faults)
        read_ones = [read_settings(settings, each, place.at(index)) for index, each in enumerate(value)]
        _demand_unique(settings, unique, read_ones, place)
        if any(not fault.warning for fault in place.faults[faults:]):
            raise Reported
        return tuple(settings(**values) for values in read_ones)

    read.table = settings  # type: ignore[attr-defined]
    read.several = True  # type: ignore[attr-defined]
    return read


def _demand_unique(
    settings: type[Any],
    unique: Mapping[str, Callable[[Any], object]],
    read_ones: list[dict[str, Any]],
    place: Place,
) -> None:
    names = {its_field.name: each.name for each, its_field in keys_of(settings)}
    for field_name, essence in unique.items():
        seen: dict[object, int] = {}
        for index, values in enumerate(read_ones):
            if field_name not in values:
                continue
            first = seen.setdefault(essence(values[field_name]), index)
            if first != index:
                other = dotted(place.at(first).path)
                place.at(index, names[field_name]).report(
                    Wrong(f"is the same as in {other}.", "Each needs its own.")
                )
