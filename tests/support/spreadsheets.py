"""Small workbooks, made by hand: XLSX is a zip archive of a few XML files (ECMA-376)."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: Cell formats: 0 as it is, 1 a day, 2 a moment (ECMA-376, 18.8.30: 14 and 22).
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
#: Day 0 of a workbook's calendar.
_BEGINNING = datetime(1899, 12, 30)

Cell = str | int | float | bool | date | datetime | None


class Formula(str):
    """A formula with its value: `Formula("2+3", 5)`."""

    value: float

    def __new__(cls, text: str, value: float) -> "Formula":
        made = super().__new__(cls, text)
        made.value = value
        return made


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]], *, first_row: int = 1) -> bytes:
    """The bytes of an XLSX file; the sheets' tables begin in column A of `first_row`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml")))
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
            for number, name in enumerate(sheets, 1)
        )
        book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        files = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(*files, ("styles", "styles.xml")))
        archive.writestr("xl/styles.xml", _STYLES)
        for number, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows, first_row))
    return made.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'


def _sheet(rows: Sequence[Sequence[Cell]], first_row: int) -> str:
    inside = "".join(
        f'<row r="{number}">{"".join(_cell(at, number, cell) for at, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, first_row)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{inside}</sheetData></worksheet>'


def _cell(at: int, row: int, cell: Cell) -> str:
    place = f'r="{chr(65 + at)}{row}"'
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return f"<c {place}><f>{escape(cell)}</f><v>{cell.value}</v></c>"
    if isinstance(cell, str):
        return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    if isinstance(cell, bool):
        return f'<c {place} t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, datetime):
        return f'<c {place} s="2"><v>{(cell - _BEGINNING).total_seconds() / 86_400}</v></c>'
    if isinstance(cell, date):
        return (
            f'<c {place} s="1"><v>{(datetime.combine(cell, datetime.min.time()) - _BEGINNING).days}</v></c>'
        )
    return f"<c {place}><v>{cell}</v></c>"
