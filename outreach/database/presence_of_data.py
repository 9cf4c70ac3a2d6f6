"""What a database that is to be replaced has in it: people or mail, and the noes that must not be lost with it."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.database.noes_beside import SaidNo
from outreach.database.whole_copy import opened_to_read

_PEOPLE_AND_MAIL = ("contact", "outbound_message", "inbound_message", "suppression")
#: No database of ours is without these.
OURS = frozenset({"alembic_version", "workspace"})
_NOES = "SELECT key, kind, reason, created_at, value, note FROM suppression"


def sqlite_has_data(path: Path) -> bool:
    """True as well where the file cannot be read: then nobody knows."""
    try:
        with opened_to_read(path) as connection:
            known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            return any(
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - our own names
                for table in _PEOPLE_AND_MAIL
                if table in known
            )
    except sqlite3.DatabaseError:
        return True


def noes_in(path: Path) -> Mapping[str, SaidNo] | None:
    """The noes of a SQLite file, by key; None where it cannot be read, and nobody knows."""
    if not path.exists():
        return {}
    try:
        with opened_to_read(path) as connection:
            known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            return _noes(connection.execute(_NOES)) if "suppression" in known else {}
    except sqlite3.DatabaseError:
        return None


def postgresql_tables(connection: sa.Connection) -> frozenset[str]:
    return frozenset(sa.inspect(connection).get_table_names(schema="public"))


def postgresql_has_data(connection: sa.Connection) -> bool:
    known = postgresql_tables(connection)
    return any(
        connection.execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first()  # noqa: S608 - our own names
        for table in _PEOPLE_AND_MAIL
        if table in known
    )


def noes_of_postgresql(connection: sa.Connection) -> Mapping[str, SaidNo]:
    """The noes of the present tables, by key. Raises DBAPIError where they cannot be read."""
    if "suppression" not in postgresql_tables(connection):
        return {}
    return _noes(tuple(row) for row in connection.execute(sa.text(_NOES)))


def keys_in_session(session: Session) -> frozenset[str]:
    """Of the noes, the keys alone: a fifth of the time, where there are a hundred thousand."""
    return frozenset(session.connection().execute(sa.text("SELECT key FROM suppression")).scalars())


def noes_in_session(session: Session) -> Mapping[str, SaidNo]:
    return _noes(tuple(row) for row in session.connection().execute(sa.text(_NOES)))


def _noes(rows: Iterable[Any]) -> dict[str, SaidNo]:
    return {
        key: SaidNo(key, kind, reason, _moment(at), value, note)
        for key, kind, reason, at, value, note in rows
    }


def _moment(at: Any) -> datetime:
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
