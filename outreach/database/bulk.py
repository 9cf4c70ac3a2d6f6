"""Many rows into one table, past what SQLAlchemy does for each of them.

Its own insert of many rows looks at every value of every row, which takes three times as long as SQLite takes to
store them. Here a value is turned into what the driver takes once where it is the same for all rows, and by the
caller, through `Rows.bound`, where it is not.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel


class Rows:
    """Rows of one table for one session: some columns with the same value for all, the others given row by row."""

    def __init__(
        self, session: Session, table: type[SQLModel], columns: Sequence[str], same: Mapping[str, Any]
    ) -> None:
        self._connection = session.connection()
        self._table: sa.Table = table.__table__  # type: ignore[attr-defined]
        self._same = tuple(self.bound(name, value) for name, value in same.items())
        self._insert = self._insert_into([*columns, *same])

    def insert(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Each row in the order of the columns, its values plain text, numbers or what `bound` made."""
        if rows:
            same = self._same
            self._connection.exec_driver_sql(self._insert, [row + same for row in rows])

    def bound(self, column: str, value: Any) -> Any:
        """The value as this database's driver takes it for that column."""
        dialect = self._connection.dialect
        made = self._table.c[column].type.dialect_impl(dialect).bind_processor(dialect)
        return made(value) if made else value

    def _insert_into(self, columns: Sequence[str]) -> str:
        mark = "?" if self._connection.dialect.name == "sqlite" else "%s"
        marks = ", ".join([mark] * len(columns))
        return f"INSERT INTO {self._table.name} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names


def next_ids(session: Session, table: type[SQLModel], count: int) -> Sequence[int]:
    """So many unused ids for rows that this transaction inserts; on SQLite it has to hold the write lock."""
    if count == 0:
        return ()
    connection = session.connection()
    name = table.__tablename__
    if connection.dialect.name == "sqlite":
        ids: sa.Column[int] = table.__table__.c.id  # type: ignore[attr-defined]
        first = (connection.execute(sa.select(sa.func.max(ids))).scalar() or 0) + 1
        return range(first, first + count)
    return connection.execute(_TAKE, {"sequence": f"{name}_id_seq", "count": count}).scalars().all()


_TAKE = sa.text("SELECT nextval(CAST(:sequence AS regclass)) FROM generate_series(1, :count)")
