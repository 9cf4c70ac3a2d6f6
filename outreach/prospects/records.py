"""Lines into records of cells. A quote that is never closed costs the line it stands on, not those behind it."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from outreach.prospects.columns import recognise

DELIMITERS = (",", ";", "\t", "|")
UNCLOSED_QUOTE = 'a quote (") is opened and never closed'

# A record with line breaks in it may have so many lines and characters: the look ahead has to end.
_MOST_LINES = 100
_LONGEST_RECORD = 1 << 15
_SAMPLE_LINES = 30
_ADDRESS = re.compile(r"[^\s@,;|\"<>]+@[^\s@,;|\"<>]+\.[^\s@,;|\"<>]+\Z")


class Record(NamedTuple):
    """One record: the line it begins on, its text in the file, its cells, and why they are no row."""

    line: int
    text: str
    cells: list[str]
    refusal: str | None = None


#: The same as a bare tuple, for the lines without a quote: a list has millions of them.
Plain = tuple[int, str, list[str], str | None]


class RecordReader:
    """Reads records of a known shape. `address_at` tells rows from the inside of a quoted cell."""

    def __init__(self, delimiter: str, width: int, address_at: int | None) -> None:
        self.delimiter = delimiter
        self.width = width
        self.address_at = address_at
        self._between = f'"{delimiter}"'
        end = re.escape(delimiter)
        address = rf'"?[^\s@"{end}]+@[^\s@"{end}]+"?'
        self._row_inside = re.compile(rf"(?:^|{end}){address}{end}|{end}{address}$", re.MULTILINE)

    def records(self, blocks: Iterable[list[str]], *, after_line: int) -> Iterator[Record | Plain]:
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
                        yield number, line, line.split(delimiter), None
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
        for following in islice(flow, _MOST_LINES):
            lines.append(following)
            length += len(following) + 1
            text = "\n".join(lines)
            # Without a quote in it, no line ends the cell.
            cells = _parse_strictly(text, self.delimiter) if '"' in following else None
            if cells and len(cells) == self.width and not any(map(self._swallowed, cells)):
                return Record(number, text, cells), len(lines)
            if cells is not None or length > _LONGEST_RECORD or self._is_whole_row(following):
                break
        returned.extendleft(reversed(lines[1:]))
        return Record(number, line, line.split(self.delimiter), UNCLOSED_QUOTE), 1

    def _swallowed(self, cell: str) -> bool:
        """Whether a cell over several lines holds an address beside a delimiter: that is a row, not a text."""
        return "\n" in cell and bool(self._row_inside.search(cell))

    def _all_quoted(self, line: str) -> list[str] | None:
        """The cells of a line with its quotes around each of them and nowhere else, in a third of the time."""
        if line[0] == line[-1] == '"' and line.count('"') == 2 * self.width:
            cells = line[1:-1].split(self._between)
            if len(cells) == self.width:
                return cells
        return None

    def _is_whole_row(self, line: str) -> bool:
        if self.address_at is None:
            return False
        both = line.split(self.delimiter), parse_line(line, self.delimiter) or []
        return any(
            len(cells) == self.width and _ADDRESS.match(cells[self.address_at].strip(' "')) for cells in both
        )


def parse_line(text: str, delimiter: str) -> list[str] | None:
    """The cells of a text with quotes in it; None where a quote is still open at its end."""
    cells = _parse_strictly(text, delimiter)
    if cells != []:
        return cells
    # `"Acme" Ltd`: spreadsheets read it as Acme Ltd, and so do we.
    try:
        return next(csv.reader((text,), delimiter=delimiter), [])
    except csv.Error:
        # A line break of another kind inside of the line; whoever judges the cells refuses it.
        return text.split(delimiter)


def _parse_strictly(text: str, delimiter: str) -> list[str] | None:
    """The same for text by the book (RFC 4180); no cells where it is not."""
    try:
        return next(csv.reader((text,), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        return None if "unexpected end" in str(error) else []


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
