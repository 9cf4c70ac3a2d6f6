"""`outreach db copy`: every row into the other kind of database and back, verified; and PostgreSQL's own backup."""

import json
import os
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

import outreach.tables  # noqa: F401 - tables refer to one another by name
from outreach.core.errors import Refused
from outreach.daemon.standstill import refuse_at_work
from outreach.database import audit, copying, postgresql_dump
from outreach.database.copying import copy_all
from outreach.database.engine import Database
from outreach.database.schema import migration_engine
from outreach.sequences.opting_out import How, opt_out
from outreach.tables import METADATA
from tests.support.command_line import CommandLine
from tests.support.databases import NOW
from tests.support.postgresql import PostgreSQL
from tests.support.table_dumps import everything_in

pytestmark = pytest.mark.server("postgresql")

PEOPLE = ("ana@acme.example", "bo@bolt.example", "cy@core.example")


@pytest.fixture
def outreach_line(tmp_path: Path) -> CommandLine:
    line = CommandLine.initialised(tmp_path / "workspace")
    line.campaign_over(*PEOPLE)
    line("suppress", "add", "gone.example")
    return line


def tables_of(url: str) -> dict[str, list[dict[str, object]]]:
    database = Database(url)
    try:
        return everything_in(database)
    finally:
        database.close()


def on(line: CommandLine, url: str, folder: Path) -> CommandLine:
    """The same workspace on another database."""
    other = line.copied_to(folder)
    config = other.folder / "config.toml"
    config.write_text(
        f'{config.read_text(encoding="utf-8")}\n[database]\nurl = "{url.replace("+psycopg", "")}"\n',
        encoding="utf-8",
    )
    return other


def test_everything_arrives_in_postgresql_and_comes_back(
    outreach_line: CommandLine, postgresql_url: str, tmp_path: Path
) -> None:
    before = tables_of(f"sqlite:///{outreach_line.folder / 'outreach.db'}")

    there = outreach_line("db", "copy", "--to", postgresql_url)
    moved = on(outreach_line, postgresql_url, tmp_path / "moved")
    back = moved("db", "copy", "--to", f"sqlite:///{tmp_path / 'back.db'}")

    assert "rows of" in there.stderr
    assert "are there and the same, and the audit holds" in there.stderr
    assert "contact\t3\t" in there.stdout
    assert tables_of(f"sqlite:///{tmp_path / 'back.db'}") == before
    assert there.stdout.splitlines()[0] == back.stdout.splitlines()[0]
    assert moved("audit", "verify").exit_code == 0
    [mailbox] = json.loads(outreach_line("mailbox", "list", "--json").stdout)
    assert str(mailbox["paused"]).startswith("everything is copied to postgresql")
    # Numbers go on behind the last one.
    moved.list_of("dee@delta.example", name="more")
    assert "dee@delta.example" in moved("prospects", "list").stdout


def test_a_target_with_anything_in_it_is_refused(
    outreach_line: CommandLine, postgresql_url: str, tmp_path: Path
) -> None:
    outreach_line("db", "copy", "--to", postgresql_url)
    (tmp_path / "there.db").write_bytes(b"something")

    again = outreach_line("db", "copy", "--to", postgresql_url, status=1).stderr
    file = outreach_line("db", "copy", "--to", f"sqlite:///{tmp_path / 'there.db'}", status=1).stderr

    assert "Name an empty database" in again
    assert "nothing is written over" in file


def test_a_copy_that_is_cut_short_leaves_nothing_and_begins_anew(
    outreach_line: CommandLine, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_target: object) -> int:
        raise Refused("cut short at the very end")

    with monkeypatch.context() as patched:
        patched.setattr(copying, "_verified", cut)
        outreach_line("db", "copy", "--to", postgresql_url, status=1)
    engine = migration_engine(postgresql_url)
    with engine.connect() as connection:
        left = sa.inspect(connection).get_table_names()
    engine.dispose()

    outreach_line("db", "copy", "--to", postgresql_url)

    assert left == []


def test_a_no_that_comes_while_it_is_copied_is_not_left_behind(
    outreach_line: CommandLine, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = copying._verified
    database = Database(f"sqlite:///{outreach_line.folder / 'outreach.db'}")

    def somebody_says_no(target: sa.Connection) -> int:
        with database.writing() as session:
            opt_out(session, PEOPLE[0], how=How.BY_HAND, actor="ana", now=NOW)
        return verified(target)

    monkeypatch.setattr(copying, "_verified", somebody_says_no)

    refused = outreach_line("db", "copy", "--to", postgresql_url, status=1).stderr
    database.close()
    monkeypatch.undo()
    outreach_line("db", "copy", "--to", postgresql_url)

    assert "Somebody has written into the database while it was copied" in refused
    assert len(tables_of(postgresql_url)["suppression"]) == 2


def test_a_row_that_changed_on_the_way_is_noticed(
    sqlite_database: Database, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = copying._check_references

    def changing(target: sa.Connection, deferred: list[tuple[str, str]]) -> None:
        checked(target, deferred)
        target.execute(sa.text("UPDATE workspace SET created_at = created_at + interval '1 second'"))

    monkeypatch.setattr(copying, "_check_references", changing)
    engine = migration_engine(postgresql_url)
    with (
        sqlite_database.reading() as session,
        engine.connect() as target,
        pytest.raises(Refused, match="What has arrived of workspace is not what was sent"),
    ):
        copy_all(session.connection(), target, METADATA.sorted_tables)
    engine.dispose()


def test_many_rows_take_seconds(sqlite_database: Database, postgresql_url: str) -> None:
    rows = 100_000
    with sqlite_database.writing() as session:
        session.connection().execute(
            sa.insert(METADATA.tables["event"]),
            [
                {
                    "at": NOW,
                    "kind": "mail_sent",
                    "actor": "daemon",
                    "contact_id": number,
                    "details": {"step": "ask"},
                }
                for number in range(rows)
            ],
        )
        audit.note(session, "list_imported", actor="tester", at=NOW)
    engine = migration_engine(postgresql_url)
    began = time.monotonic()
    with sqlite_database.reading() as session, engine.begin() as target:
        copied = copy_all(session.connection(), target, METADATA.sorted_tables)
    engine.dispose()

    print(f"\n{rows:,} rows copied and verified in {time.monotonic() - began:.1f} s")

    assert sum(each.target.rows for each in copied.tables) >= rows
    assert copied.entries == 1


# --- PostgreSQL's own backup -----------------------------------------------------------------------------------------


def test_a_dump_of_postgresql_is_restored_and_keeps_what_was_there(
    outreach_line: CommandLine, postgresql_url: str, tmp_path: Path
) -> None:
    outreach_line("db", "copy", "--to", postgresql_url)
    moved = on(outreach_line, postgresql_url, tmp_path / "moved")
    dump = tmp_path / "monday.dump"

    moved("db", "backup", str(dump))
    moved("suppress", "add", PEOPLE[0])
    refused = moved("db", "restore", str(dump), status=1).stderr
    said = moved("db", "restore", str(dump), "--replace").stderr

    assert dump.stat().st_mode & 0o777 == 0o600
    assert "has people or mail in it" in refused
    assert "is kept in the schema before_restore_" in said
    assert "1 noes that the backup had forgotten" in said
    assert moved("db", "check").exit_code == 0
    assert moved("audit", "verify").exit_code == 0
    [mailbox] = json.loads(moved("mailbox", "list", "--json").stdout)
    assert mailbox["paused"] == "this database was restored from a backup"


def test_a_dump_goes_into_an_empty_database(
    outreach_line: CommandLine, postgresql: PostgreSQL, postgresql_url: str, tmp_path: Path
) -> None:
    outreach_line("db", "copy", "--to", postgresql_url)
    on(outreach_line, postgresql_url, tmp_path / "moved")(
        "db", "backup", str(tmp_path / "all.tar"), "--with-files"
    )
    name = postgresql.create_database()
    empty = on(outreach_line, postgresql.url(name), tmp_path / "empty")

    empty("db", "restore", str(tmp_path / "all.tar"))

    listed = empty("prospects", "list").stdout
    postgresql.drop_database(name)
    assert all(address in listed for address in PEOPLE)


def test_a_living_daemon_on_postgresql_is_not_replaced(
    outreach_line: CommandLine, postgresql_url: str, tmp_path: Path
) -> None:
    outreach_line("db", "copy", "--to", postgresql_url)
    moved = on(outreach_line, postgresql_url, tmp_path / "moved")
    moved("db", "backup", str(tmp_path / "monday.dump"))
    with psycopg.connect(postgresql_url.replace("+psycopg", "")) as connection:
        connection.execute(
            "INSERT INTO daemon_presence VALUES ('host:1:abc', now(), now() + interval '1 minute')"
        )

    said = moved("db", "restore", str(tmp_path / "monday.dump"), "--replace", status=1).stderr

    assert "A daemon runs on this database (host:1:abc)" in said


# --- who is at work while a database is replaced ---------------------------------------------------------------------


def test_an_import_between_two_transactions_keeps_a_restore_from_its_tables(
    outreach_line: CommandLine, postgresql_url: str, tmp_path: Path
) -> None:
    outreach_line("db", "copy", "--to", postgresql_url)
    moved = on(outreach_line, postgresql_url, tmp_path / "moved")
    moved("db", "backup", str(tmp_path / "monday.dump"))
    before = tables_of(postgresql_url)
    importing = Database(postgresql_url)
    with importing.reading() as session:
        session.execute(sa.text("SELECT id FROM prospect_list"))

    said = moved("db", "restore", str(tmp_path / "monday.dump"), "--replace", status=1).stderr
    importing.close()

    assert f"Somebody works in this database (outreach, process {os.getpid()} on " in said
    assert "nothing was changed. Wait until they have ended" in said
    assert tables_of(postgresql_url) == before
    moved("db", "restore", str(tmp_path / "monday.dump"), "--replace")


def test_who_begins_while_a_backup_is_taken_in_keeps_it_from_its_end(
    outreach_line: CommandLine, postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outreach_line("db", "copy", "--to", postgresql_url)
    moved = on(outreach_line, postgresql_url, tmp_path / "moved")
    moved("db", "backup", str(tmp_path / "monday.dump"))
    before = tables_of(postgresql_url)
    late = Database(postgresql_url)
    put_back = postgresql_dump.put_back

    def and_somebody_begins(connection: sa.Connection, program: str, dumped: Path) -> None:
        put_back(connection, program, dumped)
        with late.reading() as session:
            session.execute(sa.text("SELECT 1"))

    monkeypatch.setattr(postgresql_dump, "put_back", and_somebody_begins)
    said = moved("db", "restore", str(tmp_path / "monday.dump"), "--replace", status=1).stderr
    late.close()

    assert "Somebody works in this database" in said
    assert tables_of(postgresql_url) == before


def test_a_program_of_another_name_is_in_the_way_only_within_a_transaction(postgresql_url: str) -> None:
    engine = migration_engine(postgresql_url)
    plain = postgresql_url.replace("+psycopg", "")
    with (
        engine.connect() as connection,
        psycopg.connect(plain, application_name="monitor", autocommit=True) as monitor,
    ):
        monitor.execute("SELECT 1")
        refuse_at_work(connection, patience=0)

        monitor.execute("BEGIN")
        with pytest.raises(Refused, match=r"\(monitor, connection \d+"):
            refuse_at_work(connection, patience=0)
    engine.dispose()
