"""Lists on sheets: what the cells become, which sheet is read, and what is no workbook."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest

from outreach.prospects import spreadsheet
from outreach.prospects.reading import BadRow, ImportRow, UnreadableList, open_list, write_bad_rows
from tests.support.spreadsheets import Cell, Formula, workbook

HEADER = ("E-mail", "Name", "Phone", "Founded", "Team size", "Share", "Active")


def read(content: bytes, sheet: str | None = None) -> list[ImportRow | BadRow]:
    return list(open_list(io.BytesIO(content), name="list.xlsx", sheet=sheet).rows())


def one_sheet(*rows: Sequence[Cell]) -> bytes:
    return workbook({"People": rows})


def only(rows: Sequence[ImportRow | BadRow]) -> ImportRow:
    [row] = rows
    assert isinstance(row, ImportRow), row
    return row


def test_cells_come_as_a_person_sees_them() -> None:
    cells = ("ana@acme.example", "Ana Ruiz", 442079460123, date(2019, 5, 7), Formula("6*7", 42), 12.5, True)

    row = only(read(one_sheet(HEADER, cells)))

    assert (row.address, row.given_name, row.family_name) == ("ana@acme.example", "Ana", "Ruiz")
    assert row.phone == "442079460123"
    assert row.fields == {"founded": "2019-05-07", "team_size": "42", "share": "12.5", "active": "yes"}


def test_a_moment_keeps_its_hour() -> None:
    row = only(read(one_sheet(("email", "met"), ("ana@acme.example", datetime(2026, 3, 3, 14, 30)))))

    assert row.fields == {"met": "2026-03-03 14:30:00"}


def test_lines_are_the_rows_of_the_sheet() -> None:
    people = [("email", "name"), ("ana@acme.example", "Ana"), (None, None), ("nobody@", "Bo")]

    rows = read(workbook({"People": people}, first_row=4))

    assert [row.line for row in rows] == [5, 7]
    assert isinstance(rows[1], BadRow)


def test_a_title_above_the_header_is_no_header() -> None:
    row = only(read(one_sheet(("Spring list",), (None,), ("email", "name"), ("ana@acme.example", "Ana"))))

    assert (row.line, row.given_name) == (4, "Ana")


def test_a_sheet_without_a_header_is_read_too() -> None:
    rows = read(one_sheet(("ana@acme.example", "x"), ("bo@acme.example", "y")))

    assert [(row.line, row.address) for row in rows if isinstance(row, ImportRow)] == [
        (1, "ana@acme.example"),
        (2, "bo@acme.example"),
    ]


def test_the_first_sheet_is_read_or_the_one_that_is_named() -> None:
    sheets: Mapping[str, Sequence[Sequence[Cell]]] = {
        "One": [("email",), ("ana@acme.example",)],
        "Zwei & drei": [("email",), ("bo@acme.example",)],
    }
    content = workbook(sheets)

    assert only(read(content)).address == "ana@acme.example"
    assert only(read(content, "Zwei & drei")).address == "bo@acme.example"
    with pytest.raises(UnreadableList, match=r'no sheet "Three".*The sheets are: "One", "Zwei & drei"'):
        read(content, "Three")


def test_a_row_that_reaches_beyond_the_header_is_refused() -> None:
    [row] = read(one_sheet(("email", "name"), ("ana@acme.example", "Ana", "more")))

    assert isinstance(row, BadRow)
    assert "too many" in row.reason


def test_bad_rows_of_a_sheet_can_be_mended_as_a_table() -> None:
    listed = open_list(
        io.BytesIO(one_sheet(("email", "name"), ("nobody@", "=1+1"))), name="list.xlsx", sheet=None
    )
    errors = io.StringIO()

    write_bad_rows(errors, listed.header, [row for row in listed.rows() if isinstance(row, BadRow)])
    mended = errors.getvalue().replace("nobody@", "somebody@acme.example")

    row = only(list(open_list(io.BytesIO(mended.encode()), name="bad.csv").rows()))
    assert (row.address, row.name) == ("somebody@acme.example", "=1+1")


def test_what_a_stranger_wrote_into_a_sheet_is_held_to_the_same_rules() -> None:
    rows = read(
        one_sheet(
            ("email", "name"),
            ("ana@acme.example", "=?utf-8?q?=0ABcc:all@acme.example?="),
            ("bo@acme.example", "Bo\nBcc: all@acme.example"),
        )
    )

    assert [type(row) for row in rows] == [BadRow, BadRow]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and no more", "no spreadsheet that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no spreadsheet that can be read"),
        (workbook({"Empty": []}), 'the sheet "Empty" is empty'),
        (workbook({"Names": [("name", "city"), ("Ana", "Leeds")]}), "no column has e-mail addresses"),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableList, match=said):
        read(content)


def test_an_archive_of_something_else_is_no_list() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("letter.txt", "Dear Ana")

    with pytest.raises(UnreadableList, match="no spreadsheet that can be read"):
        read(made.getvalue())


def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 100)

    with pytest.raises(UnreadableList, match="when it is unpacked"):
        read(one_sheet(("email",), ("ana@acme.example",)))


def test_one_cell_far_out_fills_no_memory() -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(one_sheet(("email", "name"), ("ana@acme.example", "Ana")))) as whole,
        zipfile.ZipFile(made, "w") as archive,
    ):
        far_out = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        for name in whole.namelist():
            archive.writestr(name, whole.read(name).replace(b"</sheetData>", far_out))

    with pytest.raises(UnreadableList, match="reaches over more than 50,000,000 cells"):
        read(made.getvalue())


def test_a_sheet_is_asked_for_only_where_there_are_sheets() -> None:
    with pytest.raises(UnreadableList, match="no workbook"):
        read(b"email\nana@acme.example\n", "People")
