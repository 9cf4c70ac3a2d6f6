"""A list in rows and columns: CSV, TSV and their like."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from outreach.core.errors import Fault
from outreach.prospects.columns import ColumnField, UnreadableList, map_columns, recognise
from outreach.prospects.encodings import MAX_LINE, Lines
from outreach.prospects.records import UNCLOSED_QUOTE, RecordReader, parse_line, recognise_delimiter
from outreach.prospects.rows import BadRow, ImportRow, RowJudge

#: So many lines are looked at before the first row: for the delimiter, the header, the column with addresses.
_SAMPLE_LINES = 200
_MOST_HEADER_LINES = 10
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
#: What spreadsheets write above the header to say which delimiter follows.
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\Z", re.IGNORECASE)


class DelimitedList:
    """A list whose header has been read. Its rows can be read once: the stream is used up by that."""

    def __init__(
        self,
        lines: Lines,
        blocks: Iterable[list[str]],
        *,
        name: str,
        mapping: Mapping[str, str],
        delimiter: str | None,
    ) -> None:
        self._lines = lines
        blocks = iter(blocks)
        above, first = _first_with_text(blocks)
        index = next(i for i, line in enumerate(first) if line.strip())
        if separator := _SEPARATOR_LINE.match(first[index]):
            delimiter = separator[1]
            index += 1
        sample = [line for line in first[index : index + _SAMPLE_LINES] if line.strip()]
        self.delimiter = delimiter or recognise_delimiter(sample)
        header, taken = _header(first[index:], self.delimiter, name)
        has_header = is_header(header)
        rows = [parse_line(line, self.delimiter) or [] for line in (sample[taken:] if has_header else sample)]
        if not has_header:
            header, taken = [f"column_{i + 1}" for i in range(len(header))], 0
        self.columns = map_columns(
            header, mapping, file=name, with_addresses=with_addresses(rows, len(header))
        )
        self._after_line = above + index + taken
        self._blocks = chain([first[index + taken :]], blocks)

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names, for `write_bad_rows`."""
        return self.columns.header

    @property
    def encoding(self) -> str:
        """As far as the list has been read: what is plain ASCII so far counts as UTF-8."""
        return self._lines.encoding

    @property
    def bytes_read(self) -> int:
        return self._lines.bytes_read

    def rows(self) -> Iterator[ImportRow | BadRow]:
        """The rows in the order of the list."""
        address_at = self.columns.positions[ColumnField.ADDRESS]
        reader = RecordReader(self.delimiter, len(self.columns.header), address_at)
        judge = RowJudge(self.columns, delimiter=self.delimiter).judge
        nothing = f'{self.delimiter}" \t\r'
        for line, text, cells, refusal in reader.records(self._blocks, after_line=self._after_line):
            if len(text) > MAX_LINE:
                yield BadRow(line, f"is longer than {MAX_LINE:,} characters", (text[:1_000],))
            elif refusal is not None:
                yield BadRow(line, refusal, tuple(cells))
            else:
                row = judge(line, text, cells)
                # Rows of empty cells, as spreadsheets leave them at the end, are no rows.
                if type(row) is ImportRow or text.strip(nothing):
                    yield row


def _first_with_text(blocks: Iterator[list[str]]) -> tuple[int, list[str]]:
    """The first block that is not blank, and how many lines lie above it."""
    above = 0
    for block in blocks:
        if any(map(str.strip, block)):
            return above, block
        above += len(block)
    raise AssertionError("a list without text is refused before")


def _header(lines: Sequence[str], delimiter: str, name: str) -> tuple[list[str], int]:
    """The cells of the first record, and how many lines it takes: a heading may have a line break in it."""
    for count in range(1, min(len(lines), _MOST_HEADER_LINES) + 1):
        cells = parse_line("\n".join(lines[:count]), delimiter)
        if cells is not None:
            return cells, count
    raise UnreadableList(
        [
            Fault(
                name,
                f"{UNCLOSED_QUOTE}.",
                line=1,
                remedy="Close it: without its header the list says nothing.",
            )
        ]
    )


def is_header(cells: Sequence[str]) -> bool:
    """Whether the first row names the columns, and is no row of the list already."""
    return not any(_ADDRESS.search(cell) for cell in cells) or any(recognise(cell) for cell in cells)


def with_addresses(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """The columns most of whose cells have an address in them."""
    found = []
    for index in range(width):
        cells = [row[index] for row in rows if len(row) > index and row[index].strip()]
        if sum(bool(_ADDRESS.search(cell)) for cell in cells) * 2 > len(cells):
            found.append(index)
    return found
