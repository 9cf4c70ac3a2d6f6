"""`tasks list` and `audit list` as a salesperson reads them: whose number it is, and who was meant."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from outreach.database.audit import AuditEntry, subject_of
from outreach.rights.subjects import addresses_of
from tests.support.cli_workspaces import Played, played_workspace  # noqa: F401 - the fixture `played`
from tests.support.command_line import CommandLine
from tests.support.databases import NOW, Refillable
from tests.support.mailroom import asked

ANA = "ana@acme.example"


@pytest.fixture
def outreach(played: Played, tmp_path: Path) -> CommandLine:
    return played.outreach.copied_to(tmp_path / "workspace")


def test_the_record_shows_who_is_still_a_contact_in_eighty_columns(outreach: CommandLine) -> None:
    (first, *_) = json.loads(outreach("prospects", "list", "--json").stdout)
    outreach("suppress", "add", first["address"])

    told = json.loads(outreach("audit", "list", "--json").stdout)
    screen = outreach.on_terminal("audit", "list", "--limit", "1", columns=80)

    assert told[-1]["address"] == first["address"]
    assert first["address"] in screen
    assert max(map(len, screen.splitlines())) <= 80


def test_nobody_who_was_erased_is_named_even_when_they_come_back(migrated_sqlite: Refillable) -> None:
    room = asked(migrated_sqlite, ANA)
    with room.database.reading() as session:
        ana = subject_of(session, ANA)
        before = addresses_of(session, [ana, "campaign:1"])
    room.do(_erased, ana, NOW)

    with room.database.reading() as session:
        after = addresses_of(session, [ana])

    assert (before, after) == ({ana: ANA}, {})


def _erased(session: Session, subject: str, now: datetime) -> None:
    session.add(AuditEntry(at=now, actor="rita", action="person_erased", subject=subject))


def test_a_task_to_find_somebody_shows_no_address_of_another_beside_their_number(
    outreach: CommandLine,
) -> None:
    tasks = json.loads(outreach("tasks", "list", "--kind", "find_contact", "--json").stdout)

    listed = outreach("tasks", "list", "--kind", "find_contact").stdout.splitlines()

    columns = listed[0].split("\t")
    for row, task in zip(listed[1:], tasks, strict=True):
        cells = dict(zip(columns, row.split("\t"), strict=True))
        assert (cells["name"], cells["address"]) == ("", "")
        assert task["address"] in cells["note"]
    assert tasks
