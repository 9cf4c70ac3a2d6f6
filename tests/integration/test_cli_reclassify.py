"""`outreach replies reclassify`: what would change is said first, and carried out on request only."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.cli_workspaces import Played, played_workspace  # noqa: F401 - the fixture `played`
from tests.support.command_line import CommandLine


@pytest.fixture
def outreach(played: Played, tmp_path: Path) -> CommandLine:
    """The played workspace, to be changed."""
    return played.outreach.copied_to(tmp_path / "workspace")


def database(outreach: CommandLine) -> Path:
    return next(outreach.folder.glob("*.db"))


def misread_a_no(outreach: CommandLine) -> int:
    """As if an opt-out had been taken for an absence by the rules of its day; the message's number."""
    with closing(sqlite3.connect(database(outreach))) as connection, connection:
        [(inbound, findings)] = connection.execute(
            "SELECT inbound_id, findings FROM verdict WHERE intent = 'unsubscribe' AND needs_review = 0 LIMIT 1"
        ).fetchall()
        misread = json.dumps(json.loads(findings) | {"intent": "out_of_office"})
        connection.execute(
            "UPDATE verdict SET intent = 'out_of_office', findings = ? WHERE inbound_id = ?",
            (misread, inbound),
        )
        connection.execute("DELETE FROM suppression")
    return int(inbound)


def suppressed(outreach: CommandLine) -> int:
    with closing(sqlite3.connect(database(outreach))) as connection:
        return int(connection.execute("SELECT count(*) FROM suppression").fetchone()[0])


def test_what_was_read_by_the_same_rules_stays(outreach: CommandLine) -> None:
    told = outreach("replies", "reclassify")

    assert told.stdout == ""
    assert told.stderr == "Today's rules read everything as it was read.\n"


def test_a_misread_no_is_shown_first_and_honoured_on_request(outreach: CommandLine) -> None:
    inbound = misread_a_no(outreach)

    shown = outreach("replies", "reclassify")
    assert suppressed(outreach) == 0
    [applied] = json.loads(outreach("replies", "reclassify", "--apply", "--json").stdout)

    assert "intent: out_of_office → unsubscribe" in shown.stdout
    assert "1  the address is never written to again" in shown.stderr
    assert "Nothing was changed. `outreach replies reclassify --apply` carries it out." in shown.stderr
    assert (applied["inbound"], applied["follows"], applied["applied"]) == (inbound, "forbids", True)
    assert suppressed(outreach) == 1
    assert outreach("replies", "reclassify").stdout == ""


def test_only_what_came_since_a_day_is_read(outreach: CommandLine) -> None:
    misread_a_no(outreach)

    assert outreach("replies", "reclassify", "--since", "2199-01-01").stdout == ""
    outreach("replies", "reclassify", "--since", "tomorrow", status=2)
