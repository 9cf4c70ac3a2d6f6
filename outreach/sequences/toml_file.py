"""A TOML file that a person wrote: checked values, and everything wrong with it at once, by line and key."""

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from outreach.core.errors import Fault
from outreach.core.toml_lines import Path as Place
from outreach.core.toml_lines import TomlLines, dotted
from outreach.core.untrusted import one_line

_Words = TypeVar("_Words", bound=StrEnum)

#: Nobody writes more by hand; what is larger is another file under the wrong name.
MAX_BYTES = 256 * 1024

_ERROR_LINE = re.compile(r" ?\(at line (\d+), column \d+\)")


class Table:
    """One table of the file. A question that is answered wrongly leaves a fault, and gets the default."""

    def __init__(self, source: "TomlFile", path: Place, values: Mapping[str, Any]) -> None:
        self.source = source
        self.path = path
        self.values = values

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def fault(self, key: str | None, problem: str, remedy: str | None = None) -> None:
        self.source.fault(self.path if key is None else (*self.path, key), problem, remedy)

    def allow_only(self, known: Collection[str]) -> None:
        """A fault for each key that means nothing here."""
        for key in self.values:
            if key not in known:
                self.fault(
                    key, "is no key here.", did_you_mean(key, known) or f"There are: {', '.join(known)}."
                )

    def text(self, key: str, default: str = "") -> str:
        value = self.values.get(key, default)
        if isinstance(value, str):
            return value.strip()
        self.fault(key, f"is {_shown(value)}, not a text.", f'Write it in quotes: {key} = "…".')
        return default

    def number(self, key: str, default: int, *, least: int, most: int) -> int:
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.fault(key, f"is {_shown(value)}.", f"Give a whole number from {least} to {most}.")
        return default

    def truth(self, key: str, default: bool) -> bool:
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        self.fault(key, f"is {_shown(value)}.", "Give true or false, without quotes.")
        return default

    def word(self, key: str, words: type[_Words], default: _Words) -> _Words:
        value = self.values.get(key, default.value)
        if value in [word.value for word in words]:
            return words(value)
        self.fault(key, f"is {_shown(value)}.", f"It can be {_listed(words)}.")
        return default

    def texts(self, key: str, default: Sequence[str] = ()) -> list[str]:
        """A text or a list of texts, as a list."""
        value = self.values.get(key, list(default))
        if isinstance(value, str):
            return [value.strip()]
        if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
            return [entry.strip() for entry in value]
        self.fault(key, f"is {_shown(value)}.", f'Give a text, or a list of them: {key} = ["…", "…"].')
        return list(default)

    def table(self, key: str) -> "Table":
        """The table under `key`; an empty one where there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.fault(key, f"is {_shown(value)}, not a table.", f"Write [{key}] on a line of its own.")
            value = {}
        return Table(self.source, (*self.path, key), value)

    def tables(self, key: str) -> list["Table"]:
        """The tables that `[[key]]` begins, in order."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fault(key, "is not written as tables.", f"Begin each with [[{key}]] on a line of its own.")
            value = []
        return [Table(self.source, (*self.path, key, at), entry) for at, entry in enumerate(value)]


class TomlFile:
    """A file being read. `faults` grows with each question; `root` is empty where the file cannot be read."""

    def __init__(self, path: Path) -> None:
        self.file = str(path)
        self.faults: list[Fault] = []
        self._lines = TomlLines("")
        self.root = Table(self, (), self._read(path))

    def fault(self, path: Place, problem: str, remedy: str | None = None) -> None:
        self.faults.append(
            Fault(
                self.file,
                problem,
                line=self._lines.line(path),
                key=one_line(dotted(path)) or None,
                remedy=remedy,
            )
        )

    def _read(self, path: Path) -> Mapping[str, Any]:
        try:
            text = _text_of(path)
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._fault_of_syntax(str(error))
        except UnicodeDecodeError:
            self.faults.append(Fault(self.file, "is not UTF-8.", remedy="Save it as UTF-8 text."))
        except (RecursionError, ValueError):
            # A thousand brackets, or a number of a thousand digits.
            self.faults.append(Fault(self.file, "is nested too deeply or has too large a number in it."))
        except OSError as error:
            self.faults.append(Fault(self.file, f"cannot be read: {error.strerror or error}."))
        else:
            self._lines = TomlLines(text)
            return values
        return {}

    def _fault_of_syntax(self, message: str) -> None:
        place = _ERROR_LINE.search(message)
        problem = f"is no TOML: {one_line(_ERROR_LINE.sub('', message))}."
        self.faults.append(Fault(self.file, problem, line=int(place[1]) if place else None))


def did_you_mean(word: str, known: Collection[str]) -> str | None:
    """A question that offers the nearest known word, if there is one near."""
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else None


def _text_of(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise OSError(None, f"it is larger than {MAX_BYTES // 1024} KiB")
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


def _shown(value: object) -> str:
    return f'"{one_line(value, 60)}"' if isinstance(value, str) else one_line(str(value), 60)


def _listed(words: type[StrEnum]) -> str:
    return " or ".join(f'"{word.value}"' for word in words)
