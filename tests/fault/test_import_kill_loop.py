"""An import that is killed again and again comes to what one that nobody disturbs comes to."""

import contextlib
import json
import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.support.broken_lists import HEADER, Listed, rows
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine
from tests.support.forked_workspace import ForkedCommand, Order
from tests.support.waiting import wait_for

ROWS = 20_000
KILLS = 10
WORDS = ("--list", "big", "--legal-basis", "legitimate interest: companies of our trade", "--json")


@pytest.fixture(scope="module")
def listed() -> list[Listed]:
    return list(rows(ROWS))


@pytest.fixture
def path(listed: list[Listed], tmp_path: Path) -> Path:
    made = tmp_path / "list.csv"
    made.write_bytes(HEADER.encode() + b"".join(row.written for row in listed))
    return made


def test_an_import_killed_ten_times_doubles_nothing_and_loses_nothing(
    outreach: CommandLine, tmp_path: Path, path: Path, listed: list[Listed]
) -> None:
    undisturbed = outreach.copied_to(tmp_path / "undisturbed")
    expected = json.loads(imported(undisturbed, path).stdout)

    met = sum(killed(outreach, path, behind=ROWS * number // (KILLS + 1)) for number in range(KILLS))
    told = json.loads(imported(outreach, path).stdout)

    assert met == KILLS
    assert told.pop("resumed_behind") > 0
    assert told == {name: value for name, value in expected.items() if name != "resumed_behind"}
    assert told["created"] + told["refused"] == ROWS
    assert told["refused"] == sum(row.broken is not None for row in listed)
    assert everything(outreach) == everything(undisturbed)
    assert (outreach.folder / "bad.csv").read_bytes() == (undisturbed.folder / "bad.csv").read_bytes()
    assert json.loads(imported(outreach, path).stdout)["created"] == 0


def imported(outreach: CommandLine, path: Path) -> Any:
    return outreach("prospects", "import", str(path), *WORDS, "--errors", str(bad_rows(outreach)), status=1)


def bad_rows(outreach: CommandLine) -> Path:
    return outreach.folder / "bad.csv"


def killed(outreach: CommandLine, path: Path, *, behind: int) -> bool:
    """Start it, and kill it once it has come so far; whether it was still at work then."""
    log = outreach.folder / "import.log"
    command = ("prospects", "import", str(path), *WORDS, "--errors", str(bad_rows(outreach)))
    environment = outreach.process_environment()
    process = ForkedCommand(Order((command,), outreach.folder, environment, Path(os.devnull), log, log))
    wait_for(lambda: line_of(outreach) > behind or not process.running, f"line {behind}", within=60)
    process.kill()
    return process.wait() == -signal.SIGKILL


def line_of(outreach: CommandLine) -> int:
    return int(asked(outreach, "SELECT coalesce(max(line), 0) FROM list_import")[0][0])


def asked(outreach: CommandLine, statement: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(outreach.folder / "outreach.db", timeout=30)) as database:
        return database.execute(statement).fetchall()


def everything(outreach: CommandLine) -> dict[str, Any]:
    """What two workspaces are compared by; ids and moments are their own."""
    statements = {
        "people": "SELECT address, name, given_name, family_name, title, country, fields FROM contact ORDER BY 1",
        "companies": "SELECT domain, name FROM account_domain JOIN account ON id = account_id ORDER BY 1",
        "listed": "SELECT address, line FROM prospect JOIN contact ON id = contact_id ORDER BY 2",
        "facts": "SELECT kind, sum(json_extract(details, '$.people')) FROM event GROUP BY kind",
        "accounts": "SELECT count(*) FROM account",
        "imports": "SELECT json_extract(counts, '$.created', '$.refused'), line, ended_at IS NULL FROM list_import",
        "left over": "SELECT count(*) FROM list_import_refusal",
    }
    return {name: asked(outreach, statement) for name, statement in statements.items()}
