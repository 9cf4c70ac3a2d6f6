"""`kill -9` in the midst of a restore: the database is the old one or the new one, and the next try begins anew.

A sample of the lines that a restore comes to; `python -m benchmarks.killed_restores` takes all of them.
"""

import os
import time
from pathlib import Path

import pytest

from outreach.database.whole_copy import left_by_restore
from tests.support.killed_restores import KilledRestores, on_postgresql, on_sqlite
from tests.support.postgresql import PostgreSQL

#: So many lines before the last ones; and of the last ones, where the old becomes the new, every so-many-th.
SPREAD, LAST, EVERY = 4, 20, 4


def chosen(lines: int) -> list[int]:
    early = range(1, lines - LAST, lines // SPREAD)
    return [*early, *range(lines - LAST, lines, EVERY), lines]


def test_on_sqlite_the_old_or_the_new_is_there_and_the_next_try_goes_well(tmp_path: Path) -> None:
    lines = on_sqlite(tmp_path / "trial").lines()
    restores = on_sqlite(tmp_path / "killed")

    old, new = restores.survives(chosen(lines))
    restores.restore()

    assert old
    assert new
    assert restores.is_restored()


@pytest.mark.server("postgresql")
def test_the_same_on_postgresql(tmp_path: Path, postgresql: PostgreSQL, postgresql_url: str) -> None:
    trial = postgresql.create_database()
    lines = on_postgresql(tmp_path / "trial", postgresql.url(trial)).lines()
    postgresql.drop_database(trial)
    restores = on_postgresql(tmp_path / "killed", postgresql_url)

    old, new = restores.survives(chosen(lines))
    restores.restore()

    assert old
    assert new
    assert restores.is_restored()


def broken(restores: KilledRestores) -> Path:
    """Its database is one that cannot be read, with a log beside it."""
    database = restores.outreach.folder / "outreach.db"
    database.write_bytes(b"SQLite format 3\0" + bytes(10_000))
    Path(f"{database}-wal").write_bytes(b"of the broken one")
    return database


def test_where_the_old_one_is_broken_nothing_starts_until_the_new_one_is_there(tmp_path: Path) -> None:
    trial = on_sqlite(tmp_path / "trial")
    broken(trial)
    lines = trial.lines()
    restores = on_sqlite(tmp_path / "killed")
    database = broken(restores)
    missing = []

    for line in range(lines - 60, lines - 8, 2):
        restores.kill_before(line)
        if not database.exists():
            missing.append(restores.outreach("run", "--once", status=3).stderr)
            assert (
                "Run `outreach db restore` again"
                in restores.outreach("init", str(database.parent), status=3).stderr
            )
            break
    restores.restore()

    assert missing
    assert "there is no database, but one that was put aside for a restore" in missing[0]
    assert restores.is_restored()
    assert left_by_restore(database) is None
    asides = [file.read_bytes() for file in database.parent.glob("outreach.db.before-restore-*")]
    assert b"of the broken one" in asides


def test_what_a_killed_one_has_left_is_removed_by_the_next(tmp_path: Path) -> None:
    restores = on_sqlite(tmp_path)
    folder = restores.outreach.folder
    lines = 120
    restores.kill_before(lines)
    left = list(folder.glob(".outreach.db.unfinished-*"))
    long_ago = time.time() - 3_600
    for file in left:
        os.utime(file, (long_ago, long_ago))

    restores.restore()

    assert left
    assert not list(folder.glob(".*unfinished*"))


def test_what_somebody_still_works_on_is_left_alone(tmp_path: Path) -> None:
    from outreach.database.whole_copy import new_file, working_copy

    with working_copy(tmp_path / "slow") as slow:
        os.utime(slow, (0, 0))
        with new_file(tmp_path / "quick"):
            pass

        assert slow.exists()
