"""One database, short units of work. SQLite has one writer; PostgreSQL as many as there are daemons.

A unit of work is a plain function of a session; nothing is awaited in it, so no transaction is ever open while
a socket is. `write` runs it in the database's own thread and commits; what it returns is plain values or rows
that stay readable after the commit.
"""

import asyncio
import contextlib
import os
import platform
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

from outreach.core.errors import MissingExtra, Refused
from outreach.database import audit, noes_beside

P = ParamSpec("P")
T = TypeVar("T")

#: `synchronous=FULL`: a commit survives a power cut, else a mail could be sent twice after one.
_SQLITE_PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
)
#: How many seconds one who writes waits for another.
_SQLITE_PATIENCE = 30
_POSTGRESQL_CONNECTIONS = 4

#: How many seconds PostgreSQL waits for the next statement of one who has begun to write. A process that was stopped
#: (SIGSTOP, a host that is gone) in the midst of it keeps its locks from all others for no longer than that.
WRITER_PATIENCE = 15.0

#: A server that is gone without a word is noticed within a minute, and not after the system's two hours.
_POSTGRESQL_LINE = {
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 50_000,
}


#: What our connections are called, in `pg_stat_activity` and in the server's log.
OUR_NAME = "outreach"


class Database:
    """Hands out units of work on one database. Close it when done: its thread ends then.

    `noes`: the file of `noes_beside`, where it is not the one beside a SQLite database.
    """

    def __init__(self, url: str, *, noes: Path | None = None) -> None:
        self.url = url
        path = sqlite_path(url)
        self.noes = noes if noes is not None or path is None else noes_beside.beside(path)
        self._engine = _engine(url)
        # The same pool; a write takes SQLite's lock at once. A deferred BEGIN fails at its first write instead.
        self._writing = self._engine.execution_options(write=True)
        # SQLite reads from one snapshot as it is; PostgreSQL's default gives every statement another one.
        self._reading = (
            self._engine
            if self.is_sqlite
            else self._engine.execution_options(isolation_level="REPEATABLE READ")
        )
        threads = 1 if self.is_sqlite else _POSTGRESQL_CONNECTIONS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")

    @property
    def is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    @property
    def engine(self) -> sa.Engine:
        return self._engine

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction; committed when the block ends well, else rolled back."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session
            # Whoever has rolled back themselves has nothing to chain.
            if session.in_transaction():
                audit.seal(session)
                noes_beside.keep(session, self.noes)

    @contextlib.contextmanager
    def trying(self) -> Iterator[Session]:
        """One transaction that is rolled back at its end: for who wants to know what writing would lead to."""
        with Session(self._writing, expire_on_commit=False) as session:
            yield session
            session.rollback()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view of the database; nothing written in it is kept."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    async def write(self, unit: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one unit of work in the database's thread and commit it, even when the caller is cancelled meanwhile."""

        def work() -> T:
            with self.writing() as session:
                return unit(session, *args, **kwargs)

        return await self._in_thread(work)

    async def read(self, unit: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one reading unit of work in the database's thread."""

        def work() -> T:
            with self.reading() as session:
                return unit(session, *args, **kwargs)

        return await self._in_thread(work)

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self._engine.dispose()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        # Shielded: a unit that has begun ends by itself, and its caller never waits for half a transaction.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._threads, work))


def sqlite_path(url: str) -> Path | None:
    """The file of a SQLite URL; None for PostgreSQL."""
    parsed = sa.make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _engine(url: str) -> sa.Engine:
    parsed = sa.make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _sqlite_engine(parsed)
    if backend == "postgresql":
        return postgresql_engine(parsed)
    raise Refused(f'the database "{backend}" is not supported: use sqlite:///FILE or postgresql://…')


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        url,
        connect_args={"timeout": _SQLITE_PATIENCE, "check_same_thread": False},
        # What could not be written is somebody's mail: its error goes into the log.
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, see below
        use_write_ahead_log(connection)
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        kind = "BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN"
        connection.exec_driver_sql(kind)

    return engine


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch SQLite to WAL. The switch does not wait for other processes as everything else does, so we try again."""
    until = time.monotonic() + _SQLITE_PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _name_of_this_process() -> str:
    """Whoever restores a backup must be told who is at work, and where: the server keeps 63 bytes of it."""
    return f"{OUR_NAME}, process {os.getpid()} on {platform.node()}"[:63]


def postgresql_engine(url: sa.URL) -> sa.Engine:
    """An engine with the one driver that we know. Raises MissingExtra where it is not installed."""
    line = {**_POSTGRESQL_LINE, "application_name": _name_of_this_process()}
    try:
        engine = sa.create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={name: value for name, value in line.items() if name not in url.query},
            pool_size=_POSTGRESQL_CONNECTIONS,
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except ModuleNotFoundError:
        raise MissingExtra("postgres", "a PostgreSQL database") from None

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("write"):
            patience = int(WRITER_PATIENCE * 1000)
            connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = {patience}")

    return engine
