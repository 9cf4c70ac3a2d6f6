"""Lines into records of cells. A quote that is never closed costs the line it stands on, not those behind it."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from outreach.prospects.columns import recognise
from outreach.prospects.encodings import MAX_LINE

DELIMITERS = (",", ";", "\t", "|")
UNCLOSED_QUOTE = 'a quote (") is opened and never closed'

#: A quoted cell may go on over so many lines, and a record may be so long.
_MOST_LINES = 100
_SAMPLE_LINES = 30
_ADDRESS = re.compile(r"[^\s@,;|\"<>]+@[^\s@,;|\"<>]+\.[^\s@,;|\"<>]+\Z")

# A cell of a person's list may be as long as a line; the row's own limits are set where rows are judged.
csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))


class Record(NamedTuple):
    """One record: the line it begins on, its text as it stands in the file, its cells, and why they are no row.

    A named tuple, since one is made for every line of a list.
    """

    line: int
    text: str
    cells: list[str]
    refusal: str | None = None


class RecordReader:
    """Reads records of a known shape. `address_at` tells rows from the inside of a quoted cell."""

    def __init__(self, delimiter: str, width: int, address_at: int | None) -> None:
        self.delimiter = delimiter
        self.width = width
        self.address_at = address_at
        self._between = f'"{delimiter}"'

    def records(self, blocks: Iterable[list[str]], *, after_line: int) -> Iterator[Record]:
        """The records of the lines behind `after_line`; blank lines are none, but are counted."""
        returned: deque[str] = deque()
        flow = _flow(blocks, returned)
        number = after_line
        delimiter = self.delimiter
        while True:
            for line in flow:
                number += 1
                if '"' not in line:
                    if line:
                        yield Record(number, line, line.split(delimiter))
                    continue
                record, lines = self._quoted(number, line, flow, returned)
                yield record
                number += lines - 1
            # A look ahead to the end of the file has ended the flow with lines still to be read.
            if not returned:
                return
            flow = _flow((), returned)

    def _quoted(
        self, number: int, line: str, flow: Iterator[str], returned: deque[str]
    ) -> tuple[Record, int]:
        """The record that begins with a line with quotes in it, and how many lines it takes."""
        cells = self._all_quoted(line) or parse_line(line, self.delimiter)
        if cells is not None:
            return Record(number, line, cells), 1
        lines = [line]
        length = len(line)
        first_is_whole = self._is_whole_row(line)
        for following in islice(flow, _MOST_LINES):
            lines.append(following)
            length += len(following) + 1
            if length > MAX_LINE:
                break
            cells = parse_line("\n".join(lines), self.delimiter)
            closes = cells is not None
            if (
                closes
                and len(cells or ()) == self.width
                and not (first_is_whole and self._is_whole_row(following))
            ):
                return Record(number, "\n".join(lines), cells or []), len(lines)
            # A row of its own inside of the quotes: it was swallowed.
            if closes or self._is_whole_row(following):
                break
        returned.extendleft(reversed(lines[1:]))
        return Record(number, line, line.split(self.delimiter), UNCLOSED_QUOTE), 1

    def _all_quoted(self, line: str) -> list[str] | None:
        """The cells of a line that has its quotes around each of them and nowhere else; a third of the usual time."""
        if line[0] == line[-1] == '"' and line.count('"') == 2 * self.width:
            cells = line[1:-1].split(self._between)
            if len(cells) == self.width:
                return cells
        return None

    def _is_whole_row(self, line: str) -> bool:
        if self.address_at is None:
            return False
        cells = line.split(self.delimiter)
        return len(cells) == self.width and bool(_ADDRESS.match(cells[self.address_at].strip(' "')))


def parse_line(text: str, delimiter: str) -> list[str] | None:
    """The cells of a text with quotes in it; None where a quote is still open at its end."""
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if "unexpected end" in str(error):
            return None
    # `"Acme" Ltd`: spreadsheets read it as Acme Ltd, and so do we.
    try:
        return next(csv.reader((text,), delimiter=delimiter), [])
    except csv.Error:
        # A line break of another kind inside of the line; whoever judges the cells refuses it.
        return text.split(delimiter)


def recognise_delimiter(lines: Sequence[str]) -> str:
    """The delimiter by which the sample falls into the most even rows, known column names first."""
    sample = [line for line in lines[:_SAMPLE_LINES] if line.strip()]
    if not sample:
        return ","
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: Sequence[str], delimiter: str) -> tuple[int, float, int]:
    widths = [len(parse_line(line, delimiter) or line.split(delimiter)) for line in sample]
    width = widths[0]
    known = sum(recognise(cell) is not None for cell in parse_line(sample[0], delimiter) or [])
    return (known if width > 1 else 0), (widths.count(width) / len(widths) if width > 1 else 0.0), width


def _flow(blocks: Iterable[list[str]], returned: deque[str]) -> Iterator[str]:
    """The lines of all blocks, those given back first."""
    while returned:
        yield returned.popleft()
    for block in blocks:
        for line in block:
            yield line
            while returned:
                yield returned.popleft()
