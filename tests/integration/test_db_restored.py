"""`outreach db restored`: what was put in place by hand is then as after `outreach db restore`, on both databases."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from outreach.daemon.lock import only_daemon
from tests.support.killed_restores import RESTORED, SAID_NO, KilledRestores, on_postgresql, on_sqlite
from tests.support.postgresql import PostgreSQL


@dataclass(frozen=True)
class ByHand:
    """A workspace into whose database an older state was put by other means: a no, and a person, are forgotten."""

    restores: KilledRestores

    @property
    def outreach(self) -> Any:
        return self.restores.outreach

    def rows(self, table: str) -> list[dict[str, object]]:
        return self.restores.rows()[table]

    def paused(self) -> dict[object, object]:
        return {row["name"]: row["paused_why"] for row in self.rows("mailbox_status") if row["paused_at"]}

    def noes(self) -> list[object]:
        return [row["value"] for row in self.rows("suppression")]


def copied_file(tmp_path: Path) -> ByHand:
    restores = on_sqlite(tmp_path)
    database = restores.outreach.folder / "outreach.db"
    for leftover in database.parent.glob("outreach.db-*"):
        leftover.unlink()
    shutil.copyfile(restores.backup, database)
    return ByHand(restores)


def by_pg_restore(tmp_path: Path, postgresql: PostgreSQL, url: str) -> ByHand:
    restores = on_postgresql(tmp_path, url)
    plain = url.replace("+psycopg", "")
    program = str(postgresql.programs / "pg_restore")
    command = [program, "--clean", "--if-exists", "-n", "public", "-d", plain, str(restores.backup)]
    subprocess.run(command, check=True, env=os.environ, timeout=60)
    return ByHand(restores)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server("postgresql"))])
def put_back(request: pytest.FixtureRequest, tmp_path: Path) -> ByHand:
    if request.param == "sqlite":
        return copied_file(tmp_path)
    return by_pg_restore(
        tmp_path, request.getfixturevalue("postgresql"), request.getfixturevalue("postgresql_url")
    )


def test_every_mailbox_is_paused_and_the_forgotten_no_is_said_again(put_back: ByHand) -> None:
    before = put_back.noes()

    said = put_back.outreach("db", "restored").stderr

    assert before == []
    assert put_back.noes() == [SAID_NO]
    assert put_back.paused() == {"ann": RESTORED}
    assert "1 noes that the database had forgotten are in it again." in said
    assert "Every mailbox is paused. Start the daemon" in said


def test_doctor_and_status_say_so_until_a_person_agrees(put_back: ByHand) -> None:
    put_back.outreach("db", "restored")

    told = json.loads(put_back.outreach("status", "--json", status=1).stdout)["wrong"]
    put_back.outreach("mailbox", "resume", "ann")
    agreed = json.loads(put_back.outreach("status", "--json", status=1).stdout)["wrong"]

    assert any(each.startswith("the database was restored from a backup at ") for each in told)
    assert not any("restored" in each for each in agreed)


def test_it_is_on_the_record_and_the_database_is_sound(put_back: ByHand) -> None:
    put_back.outreach("db", "restored")

    assert "database_restored" in [row["kind"] for row in put_back.rows("event")]
    record = json.loads(put_back.outreach("audit", "list", "--json").stdout)
    assert {"database_restored", "noes_said_again"} <= {entry["action"] for entry in record}
    assert put_back.outreach("db", "check").exit_code == 0


def test_said_twice_it_is_told_once(put_back: ByHand) -> None:
    put_back.outreach("db", "restored")

    again = json.loads(put_back.outreach("db", "restored", "--json").stdout)

    assert (again["noes"], again["erased"], again["paused"]) == (0, [], ["ann"])
    assert put_back.paused() == {"ann": RESTORED}
    assert put_back.noes() == [SAID_NO]


def test_programs_are_told_what_came_of_it(put_back: ByHand) -> None:
    told = json.loads(put_back.outreach("db", "restored", "--json").stdout)

    assert set(told) == {"noes", "erased", "paused", "unread", "knows_until"}
    assert (told["noes"], told["paused"]) == (1, ["ann"])
    assert told["knows_until"] is not None


def test_what_paused_a_mailbox_before_is_not_lost(put_back: ByHand) -> None:
    put_back.outreach("mailbox", "pause", "ann", "--reason", "on holiday")

    put_back.outreach("db", "restored")
    put_back.outreach("db", "restored")

    assert put_back.paused() == {"ann": f"{RESTORED}; and before that: on holiday"}


def test_noes_of_another_host_are_said_again_too(put_back: ByHand, tmp_path: Path) -> None:
    [own] = put_back.outreach.folder.glob("*outreach*.noes")
    other = tmp_path / "other.noes"
    own.rename(other)

    without = json.loads(put_back.outreach("db", "restored", "--json").stdout)
    told = json.loads(put_back.outreach("db", "restored", "--noes", str(other), "--json").stdout)

    assert (without["noes"], told["noes"]) == (0, 1)
    assert put_back.noes() == [SAID_NO]


def test_a_file_without_noes_is_refused_and_changes_nothing(put_back: ByHand, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ann", encoding="utf-8")

    refused = put_back.outreach("db", "restored", "--noes", str(tmp_path / "letter.txt"), status=1)

    assert "has no noes in it" in refused.stderr
    assert put_back.paused() == {}


def test_while_a_daemon_runs_it_is_refused(tmp_path: Path) -> None:
    put_back = copied_file(tmp_path)

    with only_daemon(put_back.outreach.folder / "outreach.db"):
        refused = put_back.outreach("db", "restored", status=1)

    assert "daemon" in refused.stderr
    assert put_back.paused() == {}
