"""PostgreSQL: whoever said no after the backup was made stays unwritten to, whatever is left of the database."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from outreach.config import load_config
from outreach.daemon.engine import Engine
from outreach.database import noes_beside
from outreach.database.engine import Database
from outreach.prospects.model import SuppressionReason
from outreach.prospects.suppressing import suppress, suppression_of, unsuppress
from tests.support.databases import NOW
from tests.support.killed_restores import OTHER, SAID_NO, KilledRestores, on_postgresql
from tests.support.postgresql import PostgreSQL
from tests.support.waiting import wait_for

pytestmark = pytest.mark.server("postgresql")


@pytest.fixture
def restores(tmp_path: Path, postgresql_url: str) -> KilledRestores:
    """A backup; and a no that came after it."""
    return on_postgresql(tmp_path, postgresql_url)


def noes_file(restores: KilledRestores) -> Path:
    return restores.outreach.folder / "outreach.noes"


def is_suppressed(url: str, address: str) -> bool:
    database = Database(url)
    try:
        with database.reading() as session:
            return suppression_of(session, address) is not None
    finally:
        database.close()


def on_another_server(restores: KilledRestores, url: str) -> None:
    """The old database is lost, as with its disk: the configuration names an empty one."""
    config = restores.outreach.folder / "config.toml"
    before, after = (each.replace("+psycopg", "") for each in (restores.url, url))
    config.write_text(config.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def execute(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(statement)


def test_a_no_is_in_a_file_beside_the_configuration_before_it_is_confirmed(restores: KilledRestores) -> None:
    path = noes_file(restores)

    assert len(noes_beside.read(path)) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"acme" not in path.read_bytes()


def test_where_the_old_database_is_lost_the_noes_come_from_the_file(
    restores: KilledRestores, postgresql: PostgreSQL
) -> None:
    name = postgresql.create_database()
    on_another_server(restores, postgresql.url(name))

    said = restores.outreach("db", "restore", str(restores.backup)).stderr

    assert "1 noes that the backup had forgotten are in it again." in said
    assert is_suppressed(postgresql.url(name), SAID_NO)
    assert not is_suppressed(postgresql.url(name), OTHER)
    postgresql.drop_database(name)


def test_where_the_file_is_lost_they_come_from_the_database_and_are_in_the_file_since(
    restores: KilledRestores,
) -> None:
    noes_file(restores).unlink()

    restores.restore()

    assert is_suppressed(restores.url, SAID_NO)
    assert len(noes_beside.read(noes_file(restores))) == 1


def test_the_file_of_another_host_is_handed_in(
    restores: KilledRestores, postgresql: PostgreSQL, tmp_path: Path
) -> None:
    other = noes_file(restores).rename(tmp_path / "other-host.noes")
    name = postgresql.create_database()
    on_another_server(restores, postgresql.url(name))

    restores.outreach("db", "restore", str(restores.backup), "--noes", str(other))
    refused = restores.outreach(
        "db", "restore", str(restores.backup), "--replace", "--noes", str(restores.backup), status=1
    ).stderr

    assert is_suppressed(postgresql.url(name), SAID_NO)
    assert "has no noes in it" in refused
    postgresql.drop_database(name)


def test_noes_that_cannot_be_read_are_not_given_up_for_lost(restores: KilledRestores) -> None:
    execute(restores.url, "ALTER TABLE suppression RENAME COLUMN key TO mislaid")

    said = restores.outreach("db", "restore", str(restores.backup), "--replace", status=1).stderr

    assert "The noes of the present database cannot be read" in said
    assert "nothing was changed. Make a new database (createdb)" in said
    with psycopg.connect(restores.url.replace("+psycopg", "")) as connection:
        found = connection.execute("SELECT count(*) FROM suppression").fetchone()
    assert found == (1,)


async def test_a_daemon_that_starts_writes_into_the_file_what_is_not_in_it(restores: KilledRestores) -> None:
    noes_file(restores).unlink()

    engine = Engine.open(load_config(restores.outreach.folder / "config.toml"))
    await engine.close()

    assert len(noes_beside.read(noes_file(restores))) == 1


def test_a_no_that_was_taken_back_does_not_come_again(restores: KilledRestores) -> None:
    restores.outreach("suppress", "remove", SAID_NO, "--reason", "a slip of ours")

    restores.restore()

    assert not is_suppressed(restores.url, SAID_NO)


def test_a_no_that_comes_while_an_older_one_is_taken_back_is_not_taken_back_with_it(
    postgresql_database: Database,
) -> None:
    database = postgresql_database

    def say_no() -> None:
        with database.writing() as session:
            suppress(session, SAID_NO, reason=SuppressionReason.OPTED_OUT, actor="recipient", now=NOW)

    def somebody_waits() -> bool:
        with database.reading() as session:
            return bool(session.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())

    say_no()

    with ThreadPoolExecutor(1) as recipient:
        with database.writing() as session:
            unsuppress(session, SAID_NO, actor="ann", why="they asked by phone", now=NOW, they_asked=True)
            again = recipient.submit(say_no)
            wait_for(lambda: again.done() or somebody_waits(), "the second no", within=30)
        again.result()

    with database.reading() as session:
        assert suppression_of(session, SAID_NO) is not None
