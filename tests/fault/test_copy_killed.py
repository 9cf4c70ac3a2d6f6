"""`kill -9` in the midst of `outreach db copy`: the target is empty or whole, and then the source sends no more."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.killed_commands import OF_A_COPY, killed_before, lines_of
from tests.support.postgresql import PostgreSQL
from tests.support.whole_databases import tables_in

PEOPLE = ("ana@acme.example", "bo@bolt.example")
#: So many kills, spread over the lines; and one before each of the last ones.
SPREAD, LAST = 5, 8


def workspace(folder: Path) -> CommandLine:
    line = CommandLine.initialised(folder)
    line.campaign_over(*PEOPLE)
    return line


def is_paused(line: CommandLine) -> bool:
    [mailbox] = json.loads(line("mailbox", "list", "--json").stdout)
    return str(mailbox["paused"] or "").startswith("everything is copied to")


def lines_in(count: int) -> list[int]:
    return [*range(1, count - LAST, count // SPREAD), *range(count - LAST, count + 1)]


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    trial, target, count = workspace(tmp_path / "trial"), tmp_path / "there.db", tmp_path / "count"
    copied = ("db", "copy", "--to", f"sqlite:///{target}")
    lines = lines_of(lambda: trial(*copied), OF_A_COPY, count)
    target.unlink()
    line = workspace(tmp_path / "killed")
    whole = 0

    for number in lines_in(lines):
        killed_before(number, lambda: line(*copied), OF_A_COPY)
        if target.exists():
            whole += 1
            assert line("db", "check", str(target)).exit_code == 0
            assert is_paused(line), "of two that are whole, one sends at most"
            target.unlink()
        line("mailbox", "resume", "--all")
    line(*copied)

    assert whole
    assert line("db", "check", str(target)).exit_code == 0


@pytest.mark.server("postgresql")
def test_a_database_is_whole_or_as_empty_as_before(
    tmp_path: Path, postgresql: PostgreSQL, postgresql_url: str
) -> None:
    trial, count = postgresql.create_database(), tmp_path / "count"
    line = workspace(tmp_path / "killed")
    lines = lines_of(lambda: line("db", "copy", "--to", postgresql.url(trial)), OF_A_COPY, count)
    postgresql.drop_database(trial)
    line("mailbox", "resume", "--all")

    for number in lines_in(lines):
        killed_before(number, lambda: line("db", "copy", "--to", postgresql_url), OF_A_COPY)
        if tables_in(postgresql_url):
            assert is_paused(line), "of two that are whole, one sends at most"
            break
        line("mailbox", "resume", "--all")
    again = line("db", "copy", "--to", postgresql_url, status=1).stderr

    assert "Name an empty database" in again
