"""Backups that come to nothing and backups that are none: each says what is wrong, and nothing is left or changed."""

import resource
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.support.killed_restores import KilledRestores, on_postgresql, on_sqlite
from tests.support.postgresql import DURABLE, PostgreSQL
from tests.support.tiny_disk import tiny_disk
from tests.support.waiting import wait_for
from tests.support.workspace import OUTREACH

NOT_WHOLE = "Where it is damaged or cut short, take another backup; nothing was changed."


@pytest.fixture
def sqlite(tmp_path: Path) -> KilledRestores:
    return on_sqlite(tmp_path)


@pytest.fixture
def dumped(tmp_path: Path, postgresql_url: str) -> KilledRestores:
    return on_postgresql(tmp_path, postgresql_url)


def begun(restores: KilledRestores, *words: str, largest: int | None = None) -> subprocess.Popen[bytes]:
    """A command as a process; no file of its may grow beyond `largest` bytes."""

    def limit() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    # What Python would keep of its compiled modules must not be cut short as well.
    environment = restores.outreach.process_environment({"PYTHONDONTWRITEBYTECODE": "1"})
    return subprocess.Popen(
        [*OUTREACH, *words],
        env=environment,
        cwd=restores.outreach.folder,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=limit,  # noqa: PLW1509 - no other thread runs here
    )


def ended(process: subprocess.Popen[bytes]) -> str:
    """What it said, having been refused."""
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    assert b"This is a fault in outreach" not in said
    return said.decode()


# --- no room ---------------------------------------------------------------------------------------------------------


def test_a_disk_without_room_is_said_before_anything_is_begun(sqlite: KilledRestores, tmp_path: Path) -> None:
    with tiny_disk(tmp_path / "disk", megabytes=10) as disk:
        said = sqlite.outreach("db", "backup", str(disk / "monday.db"), status=1).stderr

        assert "Make room and try again; nothing was changed." in said
        assert list(disk.iterdir()) == []


def test_a_file_that_may_not_grow_is_no_backup(sqlite: KilledRestores, tmp_path: Path) -> None:
    said = ended(begun(sqlite, "db", "backup", str(tmp_path / "monday.db"), largest=200_000))

    assert "cannot be copied: disk I/O error" in said
    assert not list(tmp_path.glob("*monday*"))


@pytest.mark.server("postgresql")
def test_neither_is_a_dump_that_may_not_grow(dumped: KilledRestores, tmp_path: Path) -> None:
    said = ended(begun(dumped, "db", "backup", str(tmp_path / "monday.dump"), largest=3_000))

    assert "pg_dump failed: it was ended by signal 25 (File size limit exceeded)" in said
    assert not list(tmp_path.glob("*monday*"))


def test_a_folder_that_is_not_there_is_named(sqlite: KilledRestores, tmp_path: Path) -> None:
    said = sqlite.outreach("db", "backup", str(tmp_path / "nowhere" / "monday.db"), status=1).stderr

    assert said == f"{tmp_path / 'nowhere'}: there is no such folder.\n"


# --- what is no backup -----------------------------------------------------------------------------------------------


def cut(share: float) -> Callable[[Path], None]:
    def cutting(file: Path) -> None:
        content = file.read_bytes()
        file.write_bytes(content[: int(share * len(content))])

    return cutting


def foreign(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")


def empty(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("VACUUM")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (cut(0.5), "was cut short: "),
        # The last page alone: SQLite itself would find nothing wrong.
        (cut(0.999), NOT_WHOLE),
        (cut(0.0), "is no backup of ours: neither a SQLite database, nor a dump of pg_dump, nor a tar."),
        (foreign, "is a database of another program."),
        (empty, "is no backup of ours"),
    ],
)
def test_a_file_that_is_no_whole_backup_is_refused(
    sqlite: KilledRestores, spoil: Callable[[Path], None], says: str
) -> None:
    before = sqlite.rows()
    spoil(sqlite.backup)

    said = sqlite.outreach("db", "restore", str(sqlite.backup), "--replace", status=1).stderr

    assert says in said
    assert ".unfinished" not in said
    assert sqlite.rows() == before


def test_so_is_a_tar_that_was_cut_short(sqlite: KilledRestores, tmp_path: Path) -> None:
    tar = tmp_path / "all.tar"
    sqlite.outreach("db", "backup", str(tar), "--with-files")
    cut(0.3)(tar)

    said = sqlite.outreach("db", "restore", str(tar), "--replace", status=1).stderr

    assert f"{tar} cannot be read to its end" in said
    assert NOT_WHOLE in said


def test_the_database_itself_is_no_backup(sqlite: KilledRestores) -> None:
    database = sqlite.outreach.folder / "outreach.db"

    said = sqlite.outreach("db", "restore", str(database), "--replace", status=1).stderr

    assert said == f"{database} is the database itself: name a backup.\n"


@pytest.mark.server("postgresql")
@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_dump_that_was_cut_short_changes_nothing(dumped: KilledRestores, share: float) -> None:
    before = dumped.rows()
    cut(share)(dumped.backup)

    said = dumped.outreach("db", "restore", str(dumped.backup), "--replace", status=1).stderr

    assert "pg_restore failed" in said
    assert NOT_WHOLE in said
    assert dumped.rows() == before


@pytest.mark.server("postgresql")
@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        (
            "UPDATE alembic_version SET version_num = '9999'",
            3,
            "has schema 9999, which is newer than this program",
        ),
        ("DROP TABLE workspace", 1, "is a dump of another program's tables; nothing was changed."),
    ],
)
def test_a_dump_of_what_is_not_ours_or_newer_changes_nothing(
    dumped: KilledRestores, postgresql: PostgreSQL, change: str, status: int, says: str
) -> None:
    before = dumped.rows()
    plain, dump = dumped.url.replace("+psycopg", ""), dumped.backup.with_name("changed.dump")
    command = [str(postgresql.programs / "pg_dump"), "-Fc", "-n", "public", "-f", str(dump), plain]
    copy = postgresql.create_database()
    there = postgresql.url(copy).replace("+psycopg", "")
    restore = [str(postgresql.programs / "pg_restore"), "-n", "public", "-d", there, str(dumped.backup)]
    subprocess.run(restore, check=True)
    with psycopg.connect(there) as connection:
        connection.execute(change)
    subprocess.run([*command[:-1], there], check=True)
    postgresql.drop_database(copy)

    said = dumped.outreach("db", "restore", str(dump), "--replace", status=status).stderr

    assert says in said
    assert dumped.rows() == before


# --- the server ends in the midst ------------------------------------------------------------------------------------


@pytest.mark.server("postgresql")
def test_a_server_that_is_restarted_during_a_backup_leaves_none_and_the_next_one_is_made(
    servers_folder: Path, tmp_path: Path
) -> None:
    server = PostgreSQL(servers_folder / "restarted", settings=DURABLE)
    server.start()
    try:
        restores = on_postgresql(tmp_path, server.url(server.create_database()))
        target = tmp_path / "during.dump"
        holding = psycopg.connect(restores.url.replace("+psycopg", ""))
        holding.execute("LOCK TABLE contact IN ACCESS EXCLUSIVE MODE")
        backup = begun(restores, "db", "backup", str(target))
        asking = psycopg.connect(restores.url.replace("+psycopg", ""), autocommit=True)
        wait_for(lambda: asking.execute(_WAITING).fetchone(), "the backup to be in the midst", within=60)
        server.kill()
        said = ended(backup)
        left = list(tmp_path.glob("*during*"))
        server.start()

        restores.outreach("db", "backup", str(target))
        restores.restore()

        assert "pg_dump failed" in said
        assert left == []
        assert restores.is_restored()
    finally:
        server.stop()


_WAITING = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'pg_dump' AND wait_event_type = 'Lock'"
