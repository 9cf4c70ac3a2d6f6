"""What a database that is to be replaced has in it: people or mail, and the noes that must not be lost with it."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from outreach.database.engine import postgresql_engine
from outreach.database.noes_beside import SaidNo
from outreach.database.whole_copy import opened_to_read

_PEOPLE_AND_MAIL = ("contact", "outbound_message", "inbound_message", "suppression")
_NOES = "SELECT key, kind, reason, created_at, value, note FROM {schema}suppression"


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


def noes_in(path: Path) -> Mapping[str, SaidNo]:
    """The noes of a SQLite file, by key; as far as it can be read."""
    if not path.exists():
        return {}
    try:
        with opened_to_read(path) as connection:
            return _noes(connection.execute(_NOES.format(schema="")))
    except sqlite3.DatabaseError:
        return {}


def postgresql_has_tables(url: str) -> bool:
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.connect() as connection:
            return bool(sa.inspect(connection).get_table_names(schema="public"))
    finally:
        engine.dispose()


def postgresql_has_data(url: str) -> bool:
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.connect() as connection:
            known = sa.inspect(connection).get_table_names(schema="public")
            return any(
                connection.execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first()  # noqa: S608 - our own names
                for table in _PEOPLE_AND_MAIL
                if table in known
            )
    finally:
        engine.dispose()


def noes_in_schema(url: str, schema: str) -> Mapping[str, SaidNo]:
    """The noes of a PostgreSQL schema that was put aside."""
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.connect() as connection:
            if not sa.inspect(connection).has_table("suppression", schema=schema):
                return {}
            return _noes(
                tuple(row) for row in connection.execute(sa.text(_NOES.format(schema=f'"{schema}".')))
            )
    finally:
        engine.dispose()


def _noes(rows: Iterable[Any]) -> dict[str, SaidNo]:
    return {
        key: SaidNo(key, kind, reason, _moment(at), value, note)
        for key, kind, reason, at, value, note in rows
    }


def _moment(at: Any) -> datetime:
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
