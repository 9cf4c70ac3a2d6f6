"""Tables on narrow terminals: no address is broken, and what has no room is named."""

import pytest

from outreach.cli import output

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
