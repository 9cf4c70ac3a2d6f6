"""`kill -9` in the midst of an upgrade: the schema is the old one or the new one, and the next try begins anew."""

import contextlib
import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from outreach.database.engine import postgresql_engine
from outreach.database.schema import HEAD, alembic_config, migration_engine, upgrade
from tests.support.command_line import CommandLine

#: The schema that is upgraded from: old enough for a dozen steps, new enough to have people in it.
OLD = "0003"
#: After which share of the statements the upgrade is killed; the last is at the commit's door.
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 0.98)


def made_old(url: str) -> None:
    engine = migration_engine(url)
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), OLD)
        connection.execute(_ACCOUNT)
        connection.execute(_WORKSPACE)
    engine.dispose()


_ACCOUNT = sa.text(
    "INSERT INTO account (id, name, status, created_at) VALUES (1, 'Acme', 'cold', '2026-03-03 10:00:00')"
)
_WORKSPACE = sa.text("INSERT INTO workspace (id, key, created_at) VALUES (1, 'key', '2026-03-03 10:00:00')")


def in_child(work: Any) -> int:
    """The exit status of a process that does this, or minus the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def upgraded_until(url: str, limit: int | None, count: Path) -> None:
    """Upgrade; be killed before statement number `limit`. How many there were is written to `count`."""
    seen = 0

    def statement(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == limit:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", statement)
    upgrade(url)
    count.write_text(str(seen), encoding="utf-8")


def dump_of(file: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return list(connection.iterdump())


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old.db"
    made_old(f"sqlite:///{file}")
    return file


def test_an_upgrade_that_was_killed_has_changed_nothing_and_is_done_by_the_next(
    old: Path, tmp_path: Path
) -> None:
    before, count = dump_of(old), tmp_path / "count"
    whole = tmp_path / "whole.db"
    whole.write_bytes(old.read_bytes())
    assert in_child(lambda: upgraded_until(f"sqlite:///{whole}", None, count)) == 0
    statements = int(count.read_text(encoding="utf-8"))

    for share in SHARES:
        limit = 1 + int(share * (statements - 1))
        assert (
            in_child(lambda limit=limit: upgraded_until(f"sqlite:///{old}", limit, count)) == -signal.SIGKILL
        )
        assert dump_of(old) == before, f"killed before statement {limit} of {statements}"
    upgrade(f"sqlite:///{old}")

    assert dump_of(old) == dump_of(whole)


@pytest.mark.server("postgresql")
def test_the_same_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    upgraded_half = 60

    def old_schema() -> None:
        made_old(postgresql_url)

    assert in_child(old_schema) == 0
    killed = in_child(lambda: upgraded_until(postgresql_url, upgraded_half, tmp_path / "count"))
    after_the_kill = revision_of(postgresql_url)
    upgrade(postgresql_url)

    assert killed == -signal.SIGKILL
    assert after_the_kill == OLD
    assert revision_of(postgresql_url) == HEAD


def revision_of(url: str) -> str:
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.connect() as connection:
            return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one())
    finally:
        engine.dispose()


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.fixture
def outreach(tmp_path: Path) -> Iterator[CommandLine]:
    line = CommandLine.initialised(tmp_path / "workspace")
    (line.folder / "outreach.db").unlink()
    made_old(f"sqlite:///{line.folder / 'outreach.db'}")
    yield line


def test_the_upgrade_makes_a_backup_first_and_says_where(outreach: CommandLine) -> None:
    said = outreach("db", "upgrade").stderr

    [kept] = outreach.folder.glob(f"outreach.db.schema-{OLD}-*")
    assert f"A backup is in {kept}" in said
    assert said.endswith(f"The database has schema {HEAD}.\n")
    with contextlib.closing(sqlite3.connect(kept)) as backup:
        assert backup.execute("SELECT version_num FROM alembic_version").fetchone() == (OLD,)


def test_the_backup_can_be_left_out(outreach: CommandLine) -> None:
    outreach("db", "upgrade", "--no-backup")
    outreach("db", "upgrade")

    assert not list(outreach.folder.glob("outreach.db.schema-*"))


def test_an_old_backup_is_upgraded_when_it_is_restored(outreach: CommandLine, tmp_path: Path) -> None:
    outreach("db", "backup", str(tmp_path / "old.db"))
    outreach("db", "upgrade")

    outreach("db", "restore", str(tmp_path / "old.db"), "--replace")

    assert outreach("db", "check").stderr == "The database is sound.\n"
    with contextlib.closing(sqlite3.connect(outreach.folder / "outreach.db")) as database:
        assert database.execute("SELECT name FROM account").fetchall() == [("Acme",)]
