"""A list of one JSON object a line (jsonlines.org): its keys are the columns."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from outreach.core.errors import Fault
from outreach.core.untrusted import one_line
from outreach.prospects.columns import Columns, UnreadableList, map_columns
from outreach.prospects.encodings import MAX_LINE, Lines
from outreach.prospects.rows import BadRow, ImportRow, RowJudge

_SAMPLE_LINES = 200
_MOST_KEYS = 300
#: A line that begins so is a remark; `write_bad_rows` puts reasons there.
REMARK = "#"


class NotAnObject(ValueError):
    """The line is no JSON object; the message says why."""


class JsonLinesList:
    """A list whose first keys have been read. Its rows can be read once: the stream is used up by that."""

    def __init__(
        self, lines: Lines, blocks: Iterable[list[str]], *, name: str, mapping: Mapping[str, str]
    ) -> None:
        self._lines = lines
        self._name = name
        self._mapping = mapping
        blocks = iter(blocks)
        first = next(blocks, [])
        self._blocks = chain([first], blocks)
        samples = list(_readable(first[:_SAMPLE_LINES]))
        keys = list(dict.fromkeys(key for sample in samples for key in sample))
        if not keys:
            remedy = 'Each line must be an object: {"email": "ana@acme.example"}.'
            raise UnreadableList([Fault(name, "no line of it is a JSON object.", line=1, remedy=remedy)])
        self._keys = keys
        self._with_addresses = [i for i, key in enumerate(keys) if _holds_addresses(samples, key)]
        self.columns = self._mapped()

    @property
    def header(self) -> tuple[str, ...]:
        """Nothing: that is how `write_bad_rows` knows JSON lines."""
        return ()

    @property
    def encoding(self) -> str:
        return self._lines.encoding

    @property
    def bytes_read(self) -> int:
        return self._lines.bytes_read

    def rows(self) -> Iterator[ImportRow | BadRow]:
        """The rows in the order of the list. A key that comes up later is one more column from there on."""
        judge = RowJudge(self.columns)
        for number, line in enumerate(chain.from_iterable(self._blocks), 1):
            if not line.strip() or line.startswith(REMARK):
                continue
            if len(line) > MAX_LINE:
                yield BadRow(number, f"is longer than {MAX_LINE:,} characters", (line[:1_000],))
                continue
            try:
                found = read_object(line)
                if self._learns(found):
                    judge = RowJudge(self.columns)
            except NotAnObject as error:
                yield BadRow(number, str(error), (line,))
                continue
            cells = [found.get(key, "") for key in self._keys]
            row = judge.judge(number, ",".join(cells), cells)
            yield row._replace(raw=(line,))

    def _learns(self, found: Mapping[str, str]) -> bool:
        new = [key for key in found if key not in self._known]
        if not new:
            return False
        if len(self._keys) + len(new) > _MOST_KEYS:
            raise NotAnObject(
                f"has keys of its own, and the list has {len(self._keys)} different ones already"
            )
        self._keys += new
        self.columns = self._mapped()
        return True

    def _mapped(self) -> Columns:
        self._known = frozenset(self._keys)
        return map_columns(self._keys, self._mapping, file=self._name, with_addresses=self._with_addresses)


def read_object(line: str) -> dict[str, str]:
    """The object of a line, its values as text. Raises NotAnObject."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "too deep or too long a value"
        raise NotAnObject(f"is not JSON: {one_line(reason)}") from None
    if not isinstance(found, dict):
        raise NotAnObject('is not a JSON object such as {"email": "ana@acme.example"}')
    return {key: _text(value) for key, value in found.items()}


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _readable(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    for line in lines:
        try:
            yield read_object(line)
        except NotAnObject:
            continue


def _holds_addresses(samples: Iterable[Mapping[str, str]], key: str) -> bool:
    cells = [sample[key] for sample in samples if sample.get(key)]
    return sum("@" in cell for cell in cells) * 2 > len(cells)
