"""Whether a database is sound: its pages, its references, the chain of its audit."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.database import audit, whole_copy
from outreach.database.engine import Database
from outreach.database.schema import HEAD
from outreach.database.whole_copy import opened_to_read

#: So many faults of one kind are named.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Examined:
    """What a look has shown. `faults` are sentences; none where all is well."""

    schema: str | None
    faults: tuple[str, ...]
    #: Of the audit's chain: how many entries, and the hash of the newest.
    entries: int = 0
    head: str = ""


def examine(session: Session, *, deep: bool = True) -> Examined:
    """Look at the database of this session, whose schema is current. `deep` reads every index as well (SQLite)."""
    connection = session.connection()
    faults = _faults_of_file(connection, deep=deep) if connection.dialect.name == "sqlite" else []
    chain = audit.verify(session)
    if chain.broken_at is not None:
        faults.append(f"the audit does not hold from entry {chain.broken_at} on")
    return Examined(HEAD, tuple(faults), chain.entries, chain.head)


def examine_file(path: Path) -> Examined:
    """Look at a SQLite file that nobody uses, whatever schema of ours it has. Raises Refused where it is none."""
    schema = schema_of_file(path)
    if schema == HEAD:
        database = Database(f"sqlite:///{path}")
        try:
            with database.reading() as session:
                return examine(session, deep=False)
        finally:
            database.close()
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            # What the audit looked like then is known to the program of then; it is checked after the upgrade.
            return Examined(schema, tuple(_faults_of_file(connection, deep=False)))
    finally:
        engine.dispose()


def schema_of_file(path: Path) -> str | None:
    """The schema of a SQLite file; None where it has no tables. Raises Refused where it is not a database of ours."""
    whole_copy.refuse_cut_short(path)
    try:
        with opened_to_read(path) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not names:
                return None
            if not {"alembic_version", "workspace"} <= names:
                raise Refused(f"{path} is a database of another program.")
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return None if row is None else str(row[0])
    except sqlite3.DatabaseError as error:
        raise Refused(
            f"{path} is not a SQLite database that can be read: {error}. {whole_copy.NOT_WHOLE}"
        ) from None


def _faults_of_file(connection: sa.Connection, *, deep: bool) -> list[str]:
    pragma = "integrity_check" if deep else "quick_check"
    said = [one_line(str(row[0])) for row in connection.execute(sa.text(f"PRAGMA {pragma}({_SHOWN})"))]
    broken = connection.execute(sa.text("PRAGMA foreign_key_check")).fetchmany(_SHOWN)
    return [
        *([] if said == ["ok"] else said),
        *(f"{table}, row {row}: points to nothing" for table, row, *_ in broken),
    ]
