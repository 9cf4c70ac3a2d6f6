"""What a unit of work writes, row by row, before and after: so that it can be told, and undone.

While it is traced, every INSERT, UPDATE and DELETE of the unit is looked at before it runs: the rows that it is about
to touch are read by its own condition. So nothing is missed, whichever module writes, and nothing that another unit
writes meanwhile is taken for its own. Statements as plain text are not seen; the program has none that write.

Facts (`event`) are traced like everything else. The audit is not: nothing in it is ever undone.
"""

import base64
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import dml
from sqlmodel import Session, SQLModel

#: A row's values by column, of the types that the database hands out.
Image = Mapping[str, Any]
Key = tuple[Any, ...]

_NEVER_TRACED = frozenset({"audit_entry"})


@dataclass(frozen=True, slots=True)
class Change:
    """One row: `before` is None where it was not there, `after` where it is no longer."""

    table: str
    key: Key
    before: Image | None
    after: Image | None

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that differ; of a row that came or went, all."""
        if self.before is None or self.after is None:
            return tuple(self.after or self.before or ())
        return tuple(name for name in self.before if self.before[name] != self.after.get(name))

    @property
    def now(self) -> Image:
        """The row as it is known last."""
        return self.after or self.before or {}


@dataclass(slots=True)
class Trace:
    """What has been written so far. `changes` is filled when the tracing ends."""

    before: dict[tuple[str, Key], Image | None] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@contextlib.contextmanager
def traced(session: Session) -> Iterator[Trace]:
    """Trace what the session writes in this block. What it wrote before is no part of it."""
    session.flush()
    trace, connection = Trace(), session.connection()
    newest: list[int | None] = []

    def before(_connection: Any, statement: Any, many: Any, one: Any, _options: Any) -> None:
        newest.clear()
        if _is_traced(statement):
            newest.append(_look_ahead(connection, trace, statement, list(many) or [one or {}]))

    def after(_connection: Any, statement: Any, many: Any, one: Any, _options: Any, result: Any) -> None:
        if isinstance(statement, dml.Insert) and _is_traced(statement):
            _note_inserted(connection, trace, statement, result, list(many) or [one or {}], newest)

    sa.event.listen(connection, "before_execute", before)
    sa.event.listen(connection, "after_execute", after)
    try:
        yield trace
        session.flush()
    finally:
        sa.event.remove(connection, "before_execute", before)
        sa.event.remove(connection, "after_execute", after)
    trace.changes = tuple(_changes(connection, trace))


def table_of(name: str) -> sa.Table:
    return SQLModel.metadata.tables[name]


def image_of(connection: sa.Connection, table: sa.Table, key: Key, *, lock: bool = False) -> Image | None:
    """A row as it is now; None where it is not there. `lock`: nobody else changes it before the commit."""
    statement = sa.select(table).where(by_key(table, key))
    row = connection.execute(statement.with_for_update() if lock else statement).mappings().first()
    return None if row is None else dict(row)


def by_key(table: sa.Table, key: Key) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))


def _is_traced(statement: Any) -> bool:
    written = isinstance(statement, dml.UpdateBase)
    return written and getattr(statement.table, "name", "") not in _NEVER_TRACED


def _key(table: sa.Table, row: Any) -> Key:
    return tuple(row[column.name] for column in table.primary_key)


def _look_ahead(
    connection: sa.Connection, trace: Trace, statement: Any, parameters: Sequence[Mapping[str, Any]]
) -> int | None:
    """Read the rows that an UPDATE or DELETE is about to touch; of an INSERT, what its new rows are told by."""
    table: Any = statement.table
    if isinstance(statement, dml.Insert):
        for values in _values(statement, parameters):
            if all(column.name in values for column in table.primary_key):
                # It may replace a row, or do nothing because there is one.
                _see(connection, trace, table, _key(table, values))
        return _newest(connection, table)
    touched = sa.select(table)
    if statement.whereclause is not None:
        touched = touched.where(statement.whereclause)
    for each in parameters:
        for row in connection.execute(touched, dict(each)).mappings():
            trace.before.setdefault((table.name, _key(table, row)), dict(row))
    return None


def _see(connection: sa.Connection, trace: Trace, table: sa.Table, key: Key) -> None:
    if (table.name, key) not in trace.before:
        trace.before[table.name, key] = image_of(connection, table, key)


def _values(statement: dml.Insert, parameters: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """What each row of an INSERT says, as far as it is said by value."""
    said: dict[Any, Any] = dict(statement._values or {})
    fixed = {
        getattr(column, "name", str(column)): value.value
        for column, value in said.items()
        if isinstance(value, sa.BindParameter)
    }
    for each in parameters:
        yield fixed | dict(each)


def _newest(connection: sa.Connection, table: sa.Table) -> int | None:
    numbered = table.autoincrement_column
    if numbered is None:
        return None
    return connection.execute(sa.select(sa.func.max(numbered))).scalar() or 0


def _note_inserted(
    connection: sa.Connection,
    trace: Trace,
    statement: Any,
    result: Any,
    parameters: Sequence[Mapping[str, Any]],
    newest: Sequence[int | None],
) -> None:
    """The numbers that the database gave to new rows: it tells them, else they are those that say what was written."""
    table: Any = statement.table
    numbered = table.autoincrement_column
    if numbered is None:
        return
    if len(parameters) == 1 and result.rowcount == 1 and not statement.select:
        keys = [tuple(result.inserted_primary_key)]
    else:
        later = numbered > (newest[0] or 0 if newest else 0)
        keys = [
            _key(table, row)
            for values in _values(statement, parameters)
            for row in connection.execute(sa.select(table).where(later, *_says(table, values))).mappings()
        ]
    for key in keys:
        trace.before.setdefault((table.name, key), None)


def _says(table: sa.Table, values: Mapping[str, Any]) -> Iterator[sa.ColumnElement[bool]]:
    for name, value in values.items():
        column = table.columns.get(name)
        # PostgreSQL compares no JSON; the rest tells enough.
        if column is not None and not isinstance(column.type, sa.JSON):
            yield column.is_(None) if value is None else column == value


def _changes(connection: sa.Connection, trace: Trace) -> Iterator[Change]:
    for (name, key), before in trace.before.items():
        after = image_of(connection, table_of(name), key)
        if before != after:
            yield Change(name, key, before, after)


# --- kept ------------------------------------------------------------------------------------------------------------


def as_json(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Changes as plain JSON values. Long bytes that did not change are left out."""
    return [
        {
            "table": each.table,
            "key": [_plain(value) for value in each.key],
            "before": _image_to_json(each, each.before),
            "after": _image_to_json(each, each.after),
        }
        for each in changes
    ]


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[Change, ...]:
    """What `as_json` wrote."""
    return tuple(_change_from_json(each) for each in kept)


def _change_from_json(kept: Mapping[str, Any]) -> Change:
    table = table_of(kept["table"])
    columns = list(table.primary_key)
    key = tuple(_typed(column, value) for column, value in zip(columns, kept["key"], strict=True))
    before, after = (
        None
        if image is None
        # A column that is no longer there is nothing to undo.
        else {
            name: _typed(table.columns[name], value) for name, value in image.items() if name in table.columns
        }
        for image in (kept["before"], kept["after"])
    )
    return Change(table.name, key, before, after)


def _image_to_json(change: Change, image: Image | None) -> dict[str, Any] | None:
    if image is None:
        return None
    differ = set(change.columns)
    return {
        name: _plain(value)
        for name, value in image.items()
        if name in differ or not isinstance(value, bytes | memoryview)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _typed(column: sa.Column[Any], value: Any) -> Any:
    """The value as the column hands it out."""
    if value is None or isinstance(column.type, sa.JSON):
        return value
    # A decorated type does not say it itself.
    bare = column.type.impl_instance if isinstance(column.type, sa.TypeDecorator) else column.type
    python = bare.python_type
    if issubclass(python, Enum):
        return python(value)
    if issubclass(python, bytes):
        return base64.b64decode(value)
    if issubclass(python, datetime | date):
        return python.fromisoformat(value)
    return value
