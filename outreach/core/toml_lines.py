"""On which line of a TOML text each key stands; the standard parser does not say."""

import re
from collections.abc import Iterator

#: A place in the document: names of keys, and positions in arrays of tables counted from 0.
Path = tuple[str | int, ...]

_NAME = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)"""
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_NAMES})\s*\]")
_KEY = re.compile(rf"\s*({_NAMES})\s*=")
_TOKEN = re.compile(r""""{3}|'{3}|"(?:\\.|[^"\\])*"|'[^']*'|#.*|[\[\]{}]""")


class TomlLines:
    """The lines of one text that the TOML parser has accepted. For any other text the answers are guesses."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Path, int] = {}
        self._lengths: dict[Path, int] = {}
        self._read(text)

    def line(self, path: Path) -> int | None:
        """The line, from 1, of the key, or of the nearest table around it that stands in the text."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def _read(self, text: str) -> None:
        table: Path = ()
        for number, line in _starts(text):
            if header := _HEADER.match(line):
                table = self._table(_names(header[2]), opens_element=header[1] == "[[")
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                for end in range(1, len(names := _names(key[1])) + 1):
                    self._lines.setdefault((*table, *names[:end]), number)

    def _table(self, names: list[str], *, opens_element: bool) -> Path:
        path: Path = ()
        for name in names[:-1]:
            path = self._newest((*path, name))
        path = (*path, names[-1])
        if opens_element:
            self._lengths[path] = self._lengths.get(path, 0) + 1
        return self._newest(path)

    def _newest(self, path: Path) -> Path:
        """A header below an array of tables means the array's newest element."""
        return (*path, self._lengths[path] - 1) if path in self._lengths else path


def dotted(path: Path) -> str:
    """The path as a person reads it; tables of an array count from 1: `mailboxes[1].smtp.port`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _names(written: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, written)]


def _starts(text: str) -> Iterator[tuple[int, str]]:
    """The lines on which a header or a key can begin: those inside of no string and no array."""
    quotes, depth = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if not quotes and depth == 0:
            yield number, line
        quotes, depth = _open_at_end(line, quotes, depth)


def _open_at_end(line: str, quotes: str, depth: int) -> tuple[str, int]:
    position = 0
    if quotes:
        end = line.find(quotes)
        if end < 0:
            return quotes, depth
        position = end + 3
    while token := _TOKEN.search(line, position):
        position = token.end()
        if token[0] in ('"""', "'''"):
            end = line.find(token[0], position)
            if end < 0:
                return token[0], depth
            position = end + 3
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
    return "", depth
