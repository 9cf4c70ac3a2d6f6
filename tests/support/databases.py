"""Migrated databases for tests. Imported by every test run, so what is heavy is imported where it is used."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.servers import PostgreSQL

if TYPE_CHECKING:
    from outreach.database.engine import Database

#: When the workspace is founded, and most tests begin: a Tuesday, ten in the morning in London.
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
#: The workspace's key in every test: the same mail has the same Message-ID each time.
KEY = bytes(range(32))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A founded SQLite database, to be copied."""
    path = tmp_path_factory.mktemp("database") / "outreach.db"
    _make(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: PostgreSQL) -> str:
    """The URL of a migrated PostgreSQL database, to be emptied before each use."""
    url = postgresql.url(postgresql.create_database())
    _make(url)
    return url


@pytest.fixture
def sqlite_database(migrated_sqlite: Path, tmp_path: Path) -> Iterator["Database"]:
    """A founded SQLite database for this test alone."""
    with copy_of(migrated_sqlite, tmp_path / "outreach.db") as database:
        yield database


@pytest.fixture
def postgresql_database(migrated_postgresql: str) -> Iterator["Database"]:
    """A founded PostgreSQL database without a row of an earlier test."""
    from outreach.database.engine import Database

    database = Database(migrated_postgresql)
    try:
        _empty(database)
        _found(database)
        yield database
    finally:
        database.close()


@pytest.fixture(
    params=["sqlite_database", pytest.param("postgresql_database", marks=pytest.mark.server("postgresql"))],
    ids=["sqlite", "postgresql"],
)
def database(request: pytest.FixtureRequest) -> "Database":
    """A founded database of each kind: the test runs on both."""
    opened: Database = request.getfixturevalue(request.param)
    return opened


@contextmanager
def copy_of(migrated: Path, path: Path) -> Iterator["Database"]:
    """A copy of a founded SQLite database that does not wait for the disk: nothing has to outlive a power cut."""
    from sqlalchemy import event

    from outreach.database.engine import Database

    shutil.copyfile(migrated, path)
    database = Database(f"sqlite:///{path}")

    @event.listens_for(database.engine, "connect")
    def in_no_hurry(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    try:
        yield database
    finally:
        database.close()


def _make(url: str) -> None:
    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.database.engine import Database
    from outreach.database.schema import upgrade

    upgrade(url)
    database = Database(url)
    _found(database)
    database.close()


def _found(database: "Database") -> None:
    from outreach.database.workspace import found

    with database.writing() as session:
        found(session, NOW, key=KEY)


def _empty(database: "Database") -> None:
    import sqlalchemy as sa

    from outreach.tables import METADATA

    tables = ", ".join(f'"{table}"' for table in METADATA.tables)
    with database.writing() as session:
        session.connection().execute(sa.text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
