"""`kill -9` in the midst of an upgrade: the schema is the old one or the new one, and the next try begins anew."""

import contextlib
import itertools
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
from tests.support.killed_commands import in_child
from tests.support.postgresql import PostgreSQL
from tests.support.whole_databases import tables_in

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
#: What is in a file of SQLite without a table.
EMPTY = ["BEGIN TRANSACTION;", "COMMIT;"]
_WORKSPACE = sa.text("INSERT INTO workspace (id, key, created_at) VALUES (1, 'key', '2026-03-03 10:00:00')")


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


def pieces(statement: str) -> list[str]:
    """Constraints of a table that was made anew stand in any order."""
    return sorted(piece.strip(" \n\t();") for piece in statement.split(","))


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


def middles_of(url: str, count: Path) -> list[int]:
    """Of each migration from the first one on, the number of a statement in its midst."""

    def work() -> None:
        seen, ends = 0, [0]

        def statement(_c: Any, _u: Any, words: str, *_: Any) -> None:
            nonlocal seen
            seen += 1
            if words.startswith(("UPDATE alembic_version", "INSERT INTO alembic_version")):
                ends.append(seen)

        sa.event.listen(sa.Engine, "before_cursor_execute", statement)
        upgrade(url)
        count.write_text(
            " ".join(str(1 + (a + b) // 2) for a, b in itertools.pairwise(ends)), encoding="utf-8"
        )

    assert in_child(work) == 0
    return [int(word) for word in count.read_text(encoding="utf-8").split()]


def test_killed_in_the_midst_of_each_migration_nothing_is_there_and_the_next_try_goes_well(
    tmp_path: Path,
) -> None:
    whole, killed, count = tmp_path / "whole.db", tmp_path / "killed.db", tmp_path / "count"
    middles = middles_of(f"sqlite:///{whole}", count)

    for middle in middles:
        ended = in_child(lambda middle=middle: upgraded_until(f"sqlite:///{killed}", middle, count))
        assert ended == -signal.SIGKILL
        assert dump_of(killed) == EMPTY, f"killed before statement {middle}"
    upgrade(f"sqlite:///{killed}")

    assert len(middles) == int(HEAD)
    assert [pieces(each) for each in dump_of(killed)] == [pieces(each) for each in dump_of(whole)]


@pytest.mark.server("postgresql")
def test_the_same_on_postgresql(postgresql: PostgreSQL, postgresql_url: str, tmp_path: Path) -> None:
    count = tmp_path / "count"
    trial = postgresql.create_database()
    middles = middles_of(postgresql.url(trial), count)
    postgresql.drop_database(trial)

    for middle in middles:
        ended = in_child(lambda middle=middle: upgraded_until(postgresql_url, middle, count))
        assert ended == -signal.SIGKILL
        assert tables_in(postgresql_url) == [], f"killed before statement {middle}"
    assert in_child(lambda: upgrade(postgresql_url)) == 0

    assert len(middles) == int(HEAD)
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
