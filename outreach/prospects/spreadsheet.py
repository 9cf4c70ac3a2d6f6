"""A list on a sheet of a workbook: XLSX, and what else calamine reads (XLS, XLSB, ODS)."""

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from outreach.core.errors import Fault
from outreach.core.untrusted import one_line
from outreach.prospects.columns import ColumnField, UnreadableList, map_columns
from outreach.prospects.delimited import is_header, with_addresses
from outreach.prospects.encodings import MAX_LINE
from outreach.prospects.rows import BadRow, ImportRow, RowJudge

#: A workbook is read as a whole: no more than so many bytes of it, packed and unpacked.
MOST_BYTES = 256 << 20
MOST_UNPACKED = 1 << 30
#: A sheet is held with all its cells, the empty ones too, however few are filled.
MOST_CELLS = 50_000_000
#: Where a filled row or cell of an XLSX says that it stands: `<row r="7">`, `<c r="XFD7" …>`.
_PLACE = re.compile(
    rb"""<(?:\w+:)?(?:row|c)\b[^<>]{0,400}?\br=["']([A-Z]{0,3})([0-9]{1,7})["'][^<>]{0,400}(?<!/)>"""
)
_PIECE, _LONGEST_TAG = 1 << 20, 1_000
#: A header may stand below a title and a blank line.
_ROWS_ABOVE = 20
_SAMPLE_ROWS = 200


class SpreadsheetList:
    """A sheet whose header has been read. Line numbers are the sheet's own row numbers."""

    encoding = "utf-8"

    def __init__(self, content: bytes, *, name: str, mapping: Mapping[str, str], sheet: str | None) -> None:
        _require_bearable(content, name)
        found = _sheet(content, name, sheet)
        # From the sheet's own first row on, also where nothing stands there.
        rows = found.iter_rows()
        #: The last row's number: what a bar counts up to.
        self.total = int(found.total_height)
        self.bytes_read = len(content)
        sample = [[text_of(cell) for cell in row] for row, _ in zip(rows, range(_SAMPLE_ROWS), strict=False)]
        at = _header_row(sample)
        if at is None:
            raise UnreadableList([Fault(name, f'the sheet "{one_line(found.name)}" is empty.')])
        header, below = _trimmed(sample[at]), sample[at + 1 :]
        if not is_header(header):
            header, below = [f"column_{i + 1}" for i in range(len(header))], sample[at:]
        self._line = len(sample) - len(below)
        self._sample = below
        self._rows = rows
        self.columns = map_columns(
            header, mapping, file=name, with_addresses=with_addresses(below, len(header))
        )

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names, for the errors file."""
        return self.columns.header

    def rows(self) -> Iterator[ImportRow | BadRow]:
        """The rows in the order of the sheet; rows of empty cells are none."""
        judge = RowJudge(self.columns).judge
        address_at = self.columns.positions[ColumnField.ADDRESS]
        for line, cells in enumerate(self._cells(), self._line + 1):
            if not any(map(str.strip, cells)):
                continue
            text = ",".join(cells)
            if len(text) > MAX_LINE:
                yield BadRow(line, f"is longer than {MAX_LINE:,} characters", (cells[address_at][:1_000],))
            else:
                yield judge(line, text, cells)

    def _cells(self) -> Iterator[list[str]]:
        width = len(self.columns.header)
        yield from (_of_width(row, width) for row in self._sample)
        for row in self._rows:
            yield _of_width([text_of(cell) for cell in row], width)


def text_of(cell: Any) -> str:
    """A cell as a person sees it: whole numbers without ".0", moments by ISO 8601, a midnight as its day alone."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return str(cell.date()) if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")
    return "" if cell is None else str(cell)


def _require_bearable(content: bytes, name: str) -> None:
    """A few kilobytes of zip can hold a sheet that fills any memory."""
    remedy = "Save the sheet as CSV (UTF-8)."
    if len(content) > MOST_BYTES:
        problem = f"the workbook is larger than {MOST_BYTES >> 20} MB."
        raise UnreadableList([Fault(name, problem, remedy=remedy)])
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
            if unpacked <= MOST_UNPACKED and _cells_at_most(archive) > MOST_CELLS:
                problem = f"a sheet reaches over more than {MOST_CELLS:,} cells, most of them empty."
                raise UnreadableList([Fault(name, problem, remedy=remedy)])
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError):
        raise _not_a_workbook(name) from None
    if unpacked > MOST_UNPACKED:
        problem = f"the workbook is larger than {MOST_UNPACKED >> 20} MB when it is unpacked."
        raise UnreadableList([Fault(name, problem, remedy=remedy)])


def _cells_at_most(archive: zipfile.ZipFile) -> int:
    """Over how many cells the largest sheet of an XLSX reaches. One cell far out is enough to fill any memory."""
    largest = 0
    for name in archive.namelist():
        if not name.startswith("xl/") or not name.endswith(".xml"):
            continue
        rows = columns = 0
        rest = b""
        with archive.open(name) as stream:
            while piece := stream.read(_PIECE):
                text = rest + piece
                for letters, row in _PLACE.findall(text):
                    rows = max(rows, int(row))
                    columns = max(columns, _column(letters))
                rest = text[-_LONGEST_TAG:]
        largest = max(largest, rows * columns)
    return largest


def _column(letters: bytes) -> int:
    """`A` is 1, `XFD` 16,384; of a row, which names none, 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(content: bytes, name: str, wanted: str | None) -> Any:
    """The sheet of that name, or the first one. Raises UnreadableList."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = book.sheet_names
        if not names:
            raise UnreadableList([Fault(name, "the workbook has no sheet.")])
        if wanted is not None and wanted not in names:
            shown = ", ".join(f'"{one_line(each)}"' for each in names)
            problem = f'there is no sheet "{one_line(wanted)}".'
            raise UnreadableList([Fault(name, problem, remedy=f"The sheets are: {shown}.")])
        return book.get_sheet_by_name(wanted or names[0])
    except PasswordError:
        raise UnreadableList(
            [Fault(name, "the workbook has a password.", remedy="Save it without.")]
        ) from None
    except (CalamineError, OSError, ValueError):
        raise _not_a_workbook(name) from None
    except BaseException as error:
        # What its Rust half did not expect comes as an exception of its own, beside all others.
        if type(error).__name__ != "PanicException":
            raise
        raise _not_a_workbook(name) from None


def _not_a_workbook(name: str) -> UnreadableList:
    problem = "this is an archive or a document, and no spreadsheet that can be read."
    return UnreadableList([Fault(name, problem, remedy="Save the sheet as XLSX or as CSV (UTF-8).")])


def _header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The first row with more than one text in it; a title above the table is a single one."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:_ROWS_ABOVE]]
    several = next((at for at, count in enumerate(filled) if count > 1), None)
    return several if several is not None else next((at for at, count in enumerate(filled) if count), None)


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Without the empty columns that a sheet has at its right."""
    filled = max(at for at, cell in enumerate(cells) if cell.strip())
    return list(cells[: filled + 1])


def _of_width(cells: list[str], width: int) -> list[str]:
    """What stands right of the last heading is kept, so that the row is refused for it; empty cells are not."""
    if len(cells) > width and not any(map(str.strip, cells[width:])):
        return cells[:width]
    return cells + [""] * (width - len(cells))
