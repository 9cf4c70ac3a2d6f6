"""A list of prospects, read as it comes: CSV, TSV, JSON lines or a spreadsheet, good rows and bad.

Memory stays the same for any length, but for spreadsheets. A bad row never stops the reading; a list that cannot
be read as a whole is refused before its first row.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import chain

from outreach.core.errors import Fault
from outreach.prospects.bad_rows import write_bad_rows
from outreach.prospects.columns import UnreadableList
from outreach.prospects.delimited import DelimitedList
from outreach.prospects.encodings import ByteSource, Lines
from outreach.prospects.json_lines import REMARK, JsonLinesList
from outreach.prospects.rows import BadRow, ImportRow
from outreach.prospects.spreadsheet import MOST_BYTES, SpreadsheetList

__all__ = [
    "BadRow",
    "ImportRow",
    "ListFile",
    "ListFormat",
    "UnreadableList",
    "open_list",
    "read_rows",
    "write_bad_rows",
]

ListFile = DelimitedList | JsonLinesList | SpreadsheetList

_OTHER_FILES = (
    (b"\x1f\x8b", "this is compressed.", "Unpack it first: gunzip FILE."),
    (b"%PDF", "this is a PDF.", "Ask for the list as CSV."),
)

#: XLSX, XLSB and ODS are zip archives; XLS is a compound document.
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class ListFormat(StrEnum):
    """How a list is written."""

    AUTO = "auto"
    CSV = "csv"
    TSV = "tsv"
    JSON_LINES = "jsonl"


def read_rows(
    source: ByteSource,
    *,
    name: str,
    mapping: Mapping[str, str] | None = None,
    format: ListFormat = ListFormat.AUTO,
) -> Iterator[ImportRow | BadRow]:
    """The rows of a list in its order. `name` stands in faults; `mapping` is from columns to fields.

    Raises UnreadableList, at once and not with the first row.
    """
    return open_list(source, name=name, mapping=mapping, format=format).rows()


def open_list(
    source: ByteSource,
    *,
    name: str,
    mapping: Mapping[str, str] | None = None,
    format: ListFormat = ListFormat.AUTO,
    sheet: str | None = None,
) -> ListFile:
    """A list with its header read and its columns mapped; `sheet` names one of a workbook. Raises UnreadableList."""
    lines = Lines(source)
    if lines.start.startswith(_SPREADSHEETS):
        return SpreadsheetList(lines.everything(MOST_BYTES), name=name, mapping=mapping or {}, sheet=sheet)
    if sheet is not None:
        raise UnreadableList(
            [Fault(name, "this is no workbook, and has no sheets.", remedy="Leave out --sheet.")]
        )
    for magic, problem, remedy in _OTHER_FILES:
        if lines.start.startswith(magic):
            raise UnreadableList([Fault(name, problem, remedy=remedy)])
    blocks = lines.blocks()
    first, begins = _beginning(blocks, name)
    rest = chain(first, blocks)
    if format is ListFormat.JSON_LINES or (format is ListFormat.AUTO and begins.startswith("{")):
        return JsonLinesList(lines, rest, name=name, mapping=mapping or {})
    if format is ListFormat.AUTO and (begins == "[" or begins.startswith(("[{", "[ {"))):
        remedy = "Write one object a line: jq -c '.[]' FILE."
        raise UnreadableList([Fault(name, "this is one JSON array.", line=1, remedy=remedy)])
    delimiter = "\t" if format is ListFormat.TSV else None
    return DelimitedList(lines, rest, name=name, mapping=mapping or {}, delimiter=delimiter)


def _beginning(blocks: Iterator[list[str]], name: str) -> tuple[list[list[str]], str]:
    """The blocks up to the first with text in it, and the text's first line that is no remark."""
    first: list[list[str]] = []
    for block in blocks:
        first.append(block)
        lines = [line.strip() for line in block if line.strip()]
        if lines:
            return first, next((line for line in lines if not line.startswith(REMARK)), "")
    raise UnreadableList([Fault(name, "the list is empty.", remedy="Its first line must name the columns.")])
