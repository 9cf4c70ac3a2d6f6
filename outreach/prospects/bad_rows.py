"""The errors file: bad rows with their reasons, to be mended and imported again."""

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from outreach.core.untrusted import one_line
from outreach.prospects.columns import LINE_COLUMN, REASON_COLUMN
from outreach.prospects.json_lines import REMARK
from outreach.prospects.rows import BadRow

_FORMULA = re.compile(r"[=+@-]")


class BadRowsWriter:
    """Writes rows as CSV below the list's header, reason and line before them.

    The rows are as they were, but for an apostrophe before what a spreadsheet would calculate. An import takes
    that away and leaves our two columns out. Without a header they are JSON lines, each below a remark with its
    reason. Open the stream with `newline=""` and `encoding="utf-8-sig"`: spreadsheets need that to see UTF-8.
    """

    def __init__(self, stream: TextIO, header: Sequence[str]) -> None:
        self._stream = stream
        self._is_table = bool(header)
        self._ours = {at for at, name in enumerate(header) if name in (REASON_COLUMN, LINE_COLUMN)}
        self._writer = csv.writer(stream, lineterminator="\n")
        if self._is_table:
            self._writer.writerow([REASON_COLUMN, LINE_COLUMN, *_without(header, self._ours)])

    def write(self, row: BadRow) -> None:
        if self._is_table:
            cells = [_writable(cell) for cell in _without(row.raw, self._ours)]
            self._writer.writerow([_writable(row.reason), row.line, *cells])
        else:
            reason = one_line(row.reason, 1_000)
            self._stream.write(f"{REMARK} line {row.line}: {reason}\n{''.join(row.raw)}\n")


def write_bad_rows(stream: TextIO, header: Sequence[str], rows: Iterable[BadRow]) -> int:
    """All of them, see BadRowsWriter; says how many."""
    writer = BadRowsWriter(stream, header)
    count = 0
    for row in rows:
        writer.write(row)
        count += 1
    return count


def _without(cells: Sequence[str], left_out: set[int]) -> list[str]:
    return [cell for index, cell in enumerate(cells) if index not in left_out]


def _writable(cell: str) -> str:
    # A zero byte or half a surrogate pair cannot stand in a text file; U+FFFD says that something was there.
    cell = cell.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return f"'{cell}" if _FORMULA.match(cell) else cell
