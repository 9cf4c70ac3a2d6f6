"""Tables on narrow terminals: no address is broken, and what has no room is named."""

import pytest
from rich.cells import cell_len

from outreach.cli import output
from outreach.cli.cell_widths import cut

LONG = "joanna.ollerton@ivelchester-fixtures.example"
COLUMNS = ("id", "name", "address", "account", "note")
ROW = ("1", "Joanna Ollerton", LONG, "Ivelchester Fixtures", "asks for the price of ten of them")


def shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, *spare: str
) -> tuple[list[str], str]:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr(output, "is_terminal", lambda stream: True)
    output.table(COLUMNS, [ROW], empty="", spare=spare)
    printed = capsys.readouterr()
    return [line.rstrip() for line in printed.out.splitlines()], printed.err


def test_the_other_columns_give_way_to_an_address(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, _ = shown(capsys, monkeypatch, 100)

    assert any(LONG in line for line in lines)
    assert max(map(len, lines)) <= 100


def test_spare_columns_go_first_and_are_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, said = shown(capsys, monkeypatch, 70, "account", "note")

    assert any(LONG in line and "Joanna" in line for line in lines)
    assert "Ivelchester Fixtures" not in "\n".join(lines)
    assert "Not enough room for: account" in said


def test_without_room_for_the_rest_they_are_records_with_everything(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, said = shown(capsys, monkeypatch, 40, "account")

    assert any(line.startswith("account") for line in lines)
    assert "Not enough room" not in said


def test_what_has_no_room_is_named_in_lines_that_have(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = ("id", *(f"a rather long column {number}" for number in range(5)))
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(output, "is_terminal", lambda stream: True)

    output.table(columns, [("1", *["x" * 22] * 5)], empty="", spare=columns[1:])

    said = capsys.readouterr().err.splitlines()
    assert len(said) > 1
    assert max(map(len, said)) <= 60
    assert " ".join(said).startswith("Not enough room for: a rather long column 0")


def test_letters_of_east_asia_take_two_cells(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "61")
    monkeypatch.setattr(output, "is_terminal", lambda stream: True)

    output.facts({"list": "名字很长的列表" * 12, "名字": "ann"})

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 2
    assert max(map(cell_len, lines)) <= 61
    assert lines[0].index("名") == 6
    assert "".join(lines[:-1]).replace(" ", "") == "list" + "名字很长的列表" * 12
    assert lines[-1] == "名字  ann"


@pytest.mark.parametrize("cells", range(1, 12))
def test_a_text_is_cut_between_its_letters(cells: int) -> None:
    kept = cut("a名b字c很d", cells)

    assert "a名b字c很d".startswith(kept)
    assert cells - 1 <= cell_len(kept) <= cells
