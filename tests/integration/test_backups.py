"""Backup and restore on SQLite, by the commands: whole or not at all, nothing written over, no no forgotten."""

import contextlib
import json
import os
import shutil
import sqlite3
import stat
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.core.errors import Refused
from outreach.daemon.lock import only_daemon
from outreach.database import backing_up, noes_beside
from outreach.database.backing_up import back_up, take_in
from outreach.database.engine import Database
from outreach.database.noes_filled_up import fill_up
from outreach.database.whole_copy import new_file, put_in_place, require_room, unpacking_folder
from outreach.prospects.suppressing import suppression_of
from outreach.sequences.opting_out import How, opt_out
from tests.support.command_line import CommandLine
from tests.support.databases import NOW

ANA, BO = "ana@acme.example", "bo@bolt.example"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    line = CommandLine.initialised(tmp_path_factory.mktemp("made"))
    line.campaign_over(ANA, BO)
    return line


@pytest.fixture
def outreach(made: CommandLine, tmp_path: Path) -> CommandLine:
    """A workspace with a campaign over two people."""
    return made.copied_to(tmp_path / "workspace")


@pytest.fixture
def backup(outreach: CommandLine, tmp_path: Path) -> Path:
    file = tmp_path / "backup.db"
    outreach("db", "backup", str(file))
    return file


@contextlib.contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def count(file: Path, table: str) -> int:
    with opened(file) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def is_suppressed(outreach: CommandLine, address: str) -> bool:
    database = Database(f"sqlite:///{database_of(outreach)}")
    try:
        with database.reading() as session:
            return suppression_of(session, address) is not None
    finally:
        database.close()


def database_of(outreach: CommandLine) -> Path:
    return outreach.folder / "outreach.db"


# --- backup --------------------------------------------------------------------------------------------------------


def test_a_backup_is_one_sound_file_for_its_owner_alone(outreach: CommandLine, backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [file.name for file in backup.parent.glob("*backup.db*")] == ["backup.db"]
    assert outreach("db", "check", str(backup)).stderr == f"{backup} is sound.\n"
    assert count(backup, "contact") == 2


def test_a_backup_is_never_written_over_another(outreach: CommandLine, backup: Path) -> None:
    before = backup.read_bytes()

    said = outreach("db", "backup", str(backup), status=1).stderr

    assert said == f"{backup} is there already, and nothing is written over: choose another name.\n"
    assert backup.read_bytes() == before


def test_a_backup_is_of_one_moment_and_holds_up_no_writer(outreach: CommandLine, tmp_path: Path) -> None:
    source, target = database_of(outreach), tmp_path / "moment.db"
    with opened(source) as writer:
        writer.execute("CREATE TABLE mail (id INTEGER PRIMARY KEY, text BLOB)")
        writer.executemany("INSERT INTO mail (text) VALUES (?)", [(bytes(4_000),)] * 5_000)
        writer.execute("PRAGMA busy_timeout=0")
        written = 0

        def write(_done: int, _total: int) -> None:
            nonlocal written
            # It would raise "database is locked" at once.
            writer.execute("INSERT INTO mail (text) VALUES ('sent meanwhile')")
            written += 1

        with new_file(target) as beside:
            back_up(source, beside, write)

    assert written > 3
    assert count(target, "mail") == 5_000
    assert count(source, "mail") == 5_000 + written


def test_of_a_broken_database_no_backup_is_kept(outreach: CommandLine, tmp_path: Path) -> None:
    with opened(database_of(outreach)) as database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute("DELETE FROM account")

    said = outreach("db", "backup", str(tmp_path / "broken.db"), status=1).stderr

    assert "is not sound, so no backup was kept:" in said
    assert "points to nothing" in said
    assert not list(tmp_path.glob("*broken.db*"))


def test_what_does_not_fit_on_the_disk_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"Make room and try again; nothing was changed\."):
        require_room(tmp_path, 1 << 60, what="A backup")


def test_a_backup_with_files_has_what_people_wrote_and_no_secret(
    outreach: CommandLine, tmp_path: Path
) -> None:
    config = outreach.folder / "config.toml"
    secret = outreach.folder / "templates" / "password.txt"
    secret.write_text("hunter2", encoding="utf-8")
    secret.chmod(0o600)
    config.write_text(
        config.read_text(encoding="utf-8")
        + 'username = "ann"\npassword = { file = "templates/password.txt" }\n',
        encoding="utf-8",
    )
    target = tmp_path / "all.tar"

    outreach("db", "backup", str(target), "--with-files")

    with tarfile.open(target) as tar:
        names = set(tar.getnames())
    assert {"outreach.db", "config.toml", "countries.toml", "sequences/who-handles-sales.toml"} <= names
    assert "templates/password.txt" not in names
    assert b"hunter2" not in target.read_bytes()
    assert outreach("db", "check", str(target)).stderr == f"{target} is sound.\n"


# --- restore -------------------------------------------------------------------------------------------------------


def test_a_restore_refuses_while_a_daemon_runs(outreach: CommandLine, backup: Path) -> None:
    with only_daemon(database_of(outreach)):
        said = outreach("db", "restore", str(backup), "--replace", status=1).stderr

    assert "Stop it first" in said


def test_a_restore_does_not_take_the_place_of_data_unless_it_is_told_to(
    outreach: CommandLine, backup: Path
) -> None:
    outreach("suppress", "add", ANA)

    said = outreach("db", "restore", str(backup), status=1).stderr
    outreach("db", "restore", str(backup), "--replace")

    assert "has people or mail in it" in said
    [aside] = outreach.folder.glob("outreach.db.before-restore-*")
    assert count(aside, "suppression") == 1, "what it was is kept"
    assert outreach("db", "check").stderr == "The database is sound.\n"
    assert outreach("audit", "verify").exit_code == 0


def test_a_restore_into_a_new_workspace_needs_no_word(backup: Path, tmp_path: Path) -> None:
    other = CommandLine.initialised(tmp_path / "other")

    other("db", "restore", str(backup))

    assert count(database_of(other), "contact") == 2


def test_a_restored_tar_brings_its_database(outreach: CommandLine, tmp_path: Path) -> None:
    target = tmp_path / "all.tar"
    outreach("db", "backup", str(target), "--with-files")
    other = CommandLine.initialised(tmp_path / "other")

    other("db", "restore", str(target))

    assert count(database_of(other), "contact") == 2
    assert not list(other.folder.glob(".outreach*"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"not a backup", "is no backup of ours"),
        (b"SQLite format 3\0" + bytes(4_000), "is not a SQLite database that can be read"),
        (b"PGDMP" + bytes(100), "is of PostgreSQL"),
    ],
)
def test_what_is_no_backup_changes_nothing(
    content: bytes, says: str, outreach: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "strange"
    file.write_bytes(content)
    before = database_of(outreach).read_bytes()

    said = outreach("db", "restore", str(file), "--replace", status=1).stderr

    assert says in said
    assert database_of(outreach).read_bytes() == before
    assert not list(outreach.folder.glob(".outreach*"))


def test_a_backup_of_a_newer_program_is_refused(outreach: CommandLine, backup: Path) -> None:
    with opened(backup) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")

    said = outreach("db", "restore", str(backup), "--replace", status=3).stderr

    assert "newer than this program" in said
    assert count(database_of(outreach), "contact") == 2


def test_a_database_that_somebody_uses_is_not_replaced(outreach: CommandLine, backup: Path) -> None:
    with opened(database_of(outreach)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")

        with pytest.raises(Refused, match="Somebody uses"):
            put_in_place(backup, database_of(outreach), backup.with_name("aside"))

    assert not backup.with_name("aside").exists()


def unpacked_by_a_killed_restore(folder: Path, *, seconds_ago: float) -> Path:
    left = folder / ".outreach-unpacking-abcdefgh"
    left.mkdir(mode=0o700)
    (left / "database").write_bytes(b"PGDMP, everybody's mail")
    at = time.time() - seconds_ago
    os.utime(left, (at, at))
    return left


def test_what_a_killed_restore_has_unpacked_is_removed_by_the_next_backup(
    outreach: CommandLine, tmp_path: Path
) -> None:
    left = unpacked_by_a_killed_restore(outreach.folder, seconds_ago=3_600)

    outreach("db", "backup", str(tmp_path / "next.db"))

    assert not left.exists()


def test_and_by_the_next_restore_of_a_tar(outreach: CommandLine, tmp_path: Path) -> None:
    outreach("db", "backup", str(tmp_path / "all.tar"), "--with-files")
    left = unpacked_by_a_killed_restore(outreach.folder, seconds_ago=3_600)

    outreach("db", "restore", str(tmp_path / "all.tar"), "--replace")

    assert not left.exists()


def test_what_somebody_unpacks_at_this_moment_is_left_to_them(outreach: CommandLine, tmp_path: Path) -> None:
    begun = unpacked_by_a_killed_restore(outreach.folder, seconds_ago=0)
    with unpacking_folder(outreach.folder) as held:
        os.utime(held, (0, 0))

        outreach("db", "backup", str(tmp_path / "next.db"))

        assert held.exists()
    assert begun.exists()
    assert not held.exists()


def test_a_broken_database_is_put_aside_with_its_log(outreach: CommandLine, backup: Path) -> None:
    outreach("suppress", "add", ANA)
    database_of(outreach).write_bytes(b"SQLite format 3\0" + bytes(10_000))
    Path(f"{database_of(outreach)}-wal").write_bytes(b"of the broken one")

    outreach("db", "restore", str(backup), "--replace")

    aside, *beside = sorted(outreach.folder.glob("outreach.db.before-restore-*"))
    assert b"of the broken one" in [each.read_bytes() for each in beside]
    assert aside.stat().st_size > 10_000
    assert outreach("db", "check").stderr == "The database is sound.\n"
    assert is_suppressed(outreach, ANA), "the file beside it has kept the no"


# --- what a restored database must not forget ------------------------------------------------------------------------


def test_noes_that_came_after_the_backup_are_no_noes_less(outreach: CommandLine, backup: Path) -> None:
    outreach("suppress", "add", ANA)
    outreach("suppress", "add", "later.example")
    database = Database(f"sqlite:///{database_of(outreach)}")
    with database.writing() as session:
        opt_out(session, BO, how=How.ONE_CLICK, actor="recipient", now=NOW)
    database.close()
    for file in outreach.folder.glob("outreach.db*"):
        if file.suffix != ".noes":
            file.unlink()

    said = outreach("db", "restore", str(backup)).stderr

    assert "3 noes that the backup had forgotten are in it again." in said
    assert all(is_suppressed(outreach, each) for each in (ANA, BO, "any@later.example"))
    with opened(database_of(outreach)) as restored:
        facts = restored.execute("SELECT count(*) FROM event WHERE kind = 'opted_out'").fetchone()
    assert facts == (1,), "whoever is known here has the fact as well"


def test_neither_is_one_that_comes_while_the_backup_is_taken_in(
    outreach: CommandLine, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_says_no(file: Path, target: Path) -> None:
        take_in(file, target)
        database = Database(f"sqlite:///{database_of(outreach)}")
        with database.writing() as session:
            opt_out(session, BO, how=How.BY_HAND, actor="ana", now=NOW)
        database.close()

    monkeypatch.setattr(backing_up, "take_in", somebody_says_no)

    said = outreach("db", "restore", str(backup), "--replace").stderr

    assert "1 noes that the backup had forgotten are in it again." in said
    assert is_suppressed(outreach, BO)


def test_a_no_that_was_taken_back_does_not_come_again(outreach: CommandLine, backup: Path) -> None:
    outreach("suppress", "add", ANA)
    outreach("suppress", "remove", ANA, "--reason", "a slip of ours")

    outreach("db", "restore", str(backup), "--replace")

    assert not is_suppressed(outreach, ANA)


def test_a_second_restore_of_an_older_backup_still_knows_them(outreach: CommandLine, backup: Path) -> None:
    outreach("suppress", "add", ANA)
    noes_beside.beside(database_of(outreach)).unlink()
    outreach("db", "restore", str(backup), "--replace")
    database_of(outreach).unlink()

    outreach("db", "restore", str(backup))

    assert is_suppressed(outreach, ANA), "what only the replaced database knew is in the file since"


def test_the_file_of_noes_holds_no_address_and_survives_a_torn_line(outreach: CommandLine) -> None:
    outreach("suppress", "add", ANA)
    path = noes_beside.beside(database_of(outreach))
    with path.open("ab") as file:
        file.write(b"+ abc addr")

    outreach("suppress", "add", BO)

    assert b"acme" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(noes_beside.read(path)) == 2


def test_of_a_line_that_was_torn_off_at_its_zone_the_moment_is_utc(tmp_path: Path) -> None:
    path = tmp_path / "outreach.noes"
    path.write_text("+ abc address opted_out 2026-01-02T03:04:05", encoding="ascii")

    assert noes_beside.read(path)["abc"].at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_file_of_noes_that_cannot_be_read_is_said_and_keeps_no_daemon_from_starting(
    outreach: CommandLine, caplog: pytest.LogCaptureFixture
) -> None:
    path = noes_beside.beside(database_of(outreach))
    path.mkdir()
    database = Database(f"sqlite:///{database_of(outreach)}")

    filled = fill_up(database)
    database.close()

    assert filled == 0
    assert [record.message for record in caplog.records] == ["noes_not_kept_beside"]


def test_noes_that_a_copied_file_has_forgotten_are_told_until_they_are_said_again(
    outreach: CommandLine, backup: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outreach("suppress", "add", ANA)
    noes = noes_beside.beside(database_of(outreach))
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    noes.write_text(f"{noes.read_text().rpartition(' ')[0]} {an_hour_ago}\n", encoding="ascii")
    shutil.copy(backup, database_of(outreach))
    database = Database(f"sqlite:///{database_of(outreach)}")

    fill_up(database)
    database.close()
    told = outreach("doctor", "--offline").stdout

    [said] = [record for record in caplog.records if record.message == "noes_forgotten_by_database"]
    assert getattr(said, "noes", None) == 1
    assert f"{noes} has noes that the database does not know: 1" in told
    assert "`outreach db restored`" in told

    outreach("db", "restored")

    assert is_suppressed(outreach, ANA)
    assert "noes that the database does not know" not in outreach("doctor", "--offline").stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can begin a file for somebody else")
def test_what_root_begins_belongs_to_the_account_of_the_daemon(tmp_path: Path) -> None:
    os.chown(tmp_path, 12_345, 12_345)
    said, path = tmp_path / "said.noes", tmp_path / "outreach.noes"
    said.write_text("- abc\n", encoding="ascii")

    noes_beside.move(said, path)

    assert (path.stat().st_uid, path.stat().st_gid) == (12_345, 12_345)


# --- everybody is told -----------------------------------------------------------------------------------------------


def test_a_restored_state_is_told_everywhere_until_a_person_agrees(
    outreach: CommandLine, backup: Path
) -> None:
    said = outreach("db", "restore", str(backup), "--replace").stderr

    assert "Nobody can tell here what has gone out of ann since" in said, "it has no Sent folder that is read"
    assert "CRITICAL database_was_restored" in outreach("run", "--once").stderr
    assert "ALARM" in outreach("campaign", "status", "spring").stdout
    [mailbox] = json.loads(outreach("mailbox", "list", "--json").stdout)
    assert mailbox["paused"] == "this database was restored from a backup"

    outreach("mailbox", "resume", "--all")

    assert "ALARM" not in outreach("campaign", "status", "spring").stdout
    assert "database_was_restored" not in outreach("run", "--once").stderr


def test_who_was_paused_before_stays_paused_for_both_reasons(outreach: CommandLine, tmp_path: Path) -> None:
    outreach("mailbox", "pause", "ann", "--reason", "on holiday")
    outreach("db", "backup", str(tmp_path / "paused.db"))

    outreach("db", "restore", str(tmp_path / "paused.db"), "--replace")

    [mailbox] = json.loads(outreach("mailbox", "list", "--json").stdout)
    assert mailbox["paused"] == "this database was restored from a backup; and before that: on holiday"
