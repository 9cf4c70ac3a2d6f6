"""Migrated databases for tests. Imported by every test run, so what is heavy is imported where it is used."""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
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
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Refillable"]:
    """One SQLite database a test process, to be filled anew for each test."""
    refillable = Refillable(tmp_path_factory.mktemp("database"))
    yield refillable
    refillable.close()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: PostgreSQL) -> Iterator["Database"]:
    """One PostgreSQL database a test process, to be emptied for each test."""
    database = _made(postgresql.url(postgresql.create_database()))
    yield database
    database.close()


@pytest.fixture
def sqlite_database(migrated_sqlite: "Refillable") -> "Database":
    """A founded SQLite database without a row of an earlier test."""
    return migrated_sqlite.refilled()


@pytest.fixture
def postgresql_database(migrated_postgresql: "Database") -> "Database":
    """A founded PostgreSQL database without a row of an earlier test."""
    return emptied(migrated_postgresql)


@pytest.fixture(
    params=["sqlite_database", pytest.param("postgresql_database", marks=pytest.mark.server("postgresql"))],
    ids=["sqlite", "postgresql"],
)
def database(request: pytest.FixtureRequest) -> "Database":
    """A founded database of each kind: the test runs on both."""
    opened: Database = request.getfixturevalue(request.param)
    return opened


class Refillable:
    """A SQLite database that is as new whenever it is asked for.

    Its engine is kept, since SQLAlchemy would compile every statement again for another one. It does not wait
    for the disk: nothing in it has to outlive a power cut.
    """

    def __init__(self, folder: Path) -> None:
        from sqlalchemy import event

        self._path = folder / "outreach.db"
        _made(f"sqlite:///{self._kept('new')}").close()
        self._database = _opened(f"sqlite:///{self._path}")

        @event.listens_for(self._database.engine, "connect")
        def in_no_hurry(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF")

    def refilled(self, name: str = "new") -> "Database":
        """The database as it was founded, or as it was kept under a name; whoever still used it has lost it."""
        self._database.engine.dispose()
        for leftover in self._path.parent.glob("outreach.db*"):
            leftover.unlink()
        shutil.copyfile(self._kept(name), self._path)
        return self._database

    def keeps(self, name: str) -> bool:
        return self._kept(name).exists()

    def keep(self, name: str) -> None:
        """Remember the database as it is now, so that many tests may begin there."""
        with contextlib.closing(sqlite3.connect(self._path)) as connection:
            connection.execute("VACUUM INTO ?", (str(self._kept(name)),))

    def _kept(self, name: str) -> Path:
        return self._path.parent / f"{name}.db"

    def close(self) -> None:
        self._database.close()


@contextlib.contextmanager
def founded_sqlite(path: Path) -> Iterator["Database"]:
    """A founded SQLite database of its own, at a place that matters."""
    database = _made(f"sqlite:///{path}")
    try:
        yield database
    finally:
        database.close()


def _made(url: str) -> "Database":
    from outreach.database.schema import upgrade

    upgrade(url)
    database = _opened(url)
    _found(database)
    return database


def _opened(url: str) -> "Database":
    import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
    from outreach.database.engine import Database

    return Database(url)


def emptied(database: "Database") -> "Database":
    """The same database, founded anew."""
    _empty(database)
    _found(database)
    return database


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
