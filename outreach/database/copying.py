"""Moving everything from one database to another, SQLite or PostgreSQL: every row with its number, counted and summed.

All of it is one transaction of the target, its schema included: cut short anywhere, nothing is there, and the next
try begins anew. Rows go table by table, those that are referred to first; references are checked before the commit.
"""

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.database import audit
from outreach.database.schema import migrate

_AT_ONCE = 2_000
#: Sums of rows are of so many bits.
_SUM = 1 << 128


@dataclass(frozen=True, slots=True)
class Summed:
    """How many rows, and the sum of their hashes: the same for the same rows in whatever order."""

    rows: int
    sum: str


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """One table on both sides."""

    name: str
    source: Summed
    target: Summed

    @property
    def agrees(self) -> bool:
        return self.source == self.target


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied, table by table, and what the audit's chain says in the target."""

    tables: tuple[CopiedTable, ...]
    entries: int


def count_all(source: sa.Connection, tables: Sequence[sa.Table]) -> int:
    """How many rows there are to copy."""
    counts = (source.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in tables)
    return sum(counts)


def require_empty(target: sa.Connection) -> None:
    """Raise Refused where the target has any table."""
    found = sa.inspect(target).get_table_names()
    if found:
        raise Refused(
            f"The target has {len(found)} tables already ({one_line(found[0])} …). Name an empty database: nothing is "
            "mixed and nothing is written over."
        )


def copy_all(
    source: sa.Connection,
    target: sa.Connection,
    tables: Sequence[sa.Table],
    told: Callable[[int], None] = lambda rows: None,
) -> Copied:
    """Make the schema in the target and copy every row, in the transactions that are open on both.

    `tables` come in the order of their references. `told` gets how many more rows are done. Raises Refused where what
    has arrived is not what was sent: then nothing of it must be committed.
    """
    require_empty(target)
    migrate(target)
    is_postgresql = target.dialect.name == "postgresql"
    for table in reversed(tables):
        # What a migration has put there comes with the rest.
        target.execute(sa.delete(table))
    deferred = _defer_references(target) if is_postgresql else []
    sent = {table.name: _copy_table(source, target, table, told) for table in tables}
    if is_postgresql:
        _check_references(target, deferred)
        _set_sequences(target, tables)
    elif target.execute(sa.text("PRAGMA foreign_key_check")).first() is not None:
        raise Refused("A row of the source points to nothing. `outreach db check` names it.")
    copied = [CopiedTable(table.name, sent[table.name], _summed(target, table)) for table in tables]
    return Copied(_agreeing(copied), _verified(target))


def _agreeing(copied: Sequence[CopiedTable]) -> tuple[CopiedTable, ...]:
    wrong = [each.name for each in copied if not each.agrees]
    if wrong:
        raise Refused(
            f"What has arrived of {', '.join(wrong)} is not what was sent. Nothing was kept: please report it."
        )
    return tuple(copied)


def _verified(target: sa.Connection) -> int:
    with Session(target, join_transaction_mode="rollback_only") as session:
        chain = audit.verify(session)
    if chain.broken_at is not None:
        raise Refused(
            f"The audit does not hold from entry {chain.broken_at} on. `outreach audit verify` says whether the source "
            "holds; nothing was kept."
        )
    return chain.entries


# --- rows ------------------------------------------------------------------------------------------------------------


def _copy_table(
    source: sa.Connection, target: sa.Connection, table: sa.Table, told: Callable[[int], None]
) -> Summed:
    summed = _Sum()
    write = _by_copy if target.dialect.name == "postgresql" else _by_insert
    for rows in _batches(_rows(source, table)):
        try:
            write(target, table, rows)
        except (DBAPIError, UnicodeEncodeError) as error:
            raise _not_taken(table, error) from error
        summed.add(rows)
        told(len(rows))
    return summed.result()


def _not_taken(table: sa.Table, error: Exception) -> Refused:
    said = one_line(str(getattr(error, "orig", None) or error), 300)
    return Refused(f"The target does not take a row of {table.name}: {said} Nothing was kept.")


def _by_insert(target: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> None:
    names = table.columns.keys()
    target.execute(sa.insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def _by_copy(target: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """PostgreSQL's COPY: several times as fast as INSERT."""
    from psycopg import Error, sql

    words = [
        column.type.dialect_impl(target.dialect).bind_processor(target.dialect) for column in table.columns
    ]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns.keys()))
    )
    line: Any = target.connection.driver_connection
    try:
        with line.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                pairs = zip(words, row, strict=True)
                copy.write_row([value if word is None else word(value) for word, value in pairs])
    except Error as error:
        raise _not_taken(table, error) from error


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[tuple[Any, ...]]:
    found = connection.execution_options(yield_per=_AT_ONCE).execute(sa.select(table))
    return (tuple(row) for row in found)


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(itertools.islice(rows, _AT_ONCE)):
        yield batch


def _summed(connection: sa.Connection, table: sa.Table) -> Summed:
    summed = _Sum()
    for rows in _batches(_rows(connection, table)):
        summed.add(rows)
    return summed.result()


class _Sum:
    """Of rows as the program sees them, whatever the database keeps them as."""

    def __init__(self) -> None:
        self._rows = self._sum = 0

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._rows += len(rows)
        for row in rows:
            said = repr([_canonical(value) for value in row]).encode("utf-8", "backslashreplace")
            self._sum += int.from_bytes(hashlib.blake2b(said, digest_size=16).digest())

    def result(self) -> Summed:
        return Summed(self._rows, f"{self._sum % _SUM:032x}")


def _canonical(value: Any) -> Any:
    """JSON in one order of its keys; everything else as it is."""
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


# --- what PostgreSQL wants besides -----------------------------------------------------------------------------------


def _defer_references(target: sa.Connection) -> list[tuple[str, str]]:
    """Let references be checked at the end: a row may refer to a later one of its own table."""
    found = [(str(table), str(name)) for table, name in target.execute(_REFERENCES).all()]
    for table, name in found:
        target.execute(
            sa.text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" DEFERRABLE INITIALLY DEFERRED')
        )
    return found


def _check_references(target: sa.Connection, deferred: Sequence[tuple[str, str]]) -> None:
    try:
        target.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
    except DBAPIError as error:
        said = one_line(str(error.orig), 300)
        raise Refused(f"A row of the source points to nothing: {said} Nothing was kept.") from error
    for table, name in deferred:
        target.execute(sa.text(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{name}" NOT DEFERRABLE'))


def _set_sequences(target: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """Numbers go on behind the last one that is there."""
    for table in tables:
        for column in table.primary_key:
            owned = sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name))
            sequence = target.execute(owned).scalar()
            last = None if sequence is None else target.execute(sa.select(sa.func.max(column))).scalar()
            if last is not None:
                target.execute(sa.select(sa.func.setval(sequence, last)))


_REFERENCES = sa.text(
    "SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint AS c "
    "JOIN pg_namespace AS n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = 'public' "
    "ORDER BY 1, 2"
)
