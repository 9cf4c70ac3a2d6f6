"""Statements that SQLAlchemy spells differently for the two databases, or slower than they need be."""

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, SQLModel


def insert_if_absent(session: Session, table: type[SQLModel], **values: Any) -> None:
    """Insert a row unless one with its key is there; of two who do so at once, neither fails."""
    insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(table).values(**values).on_conflict_do_nothing())


class _Items(sa.types.TypeDecorator[Any]):
    """A list as one parameter: JSON on SQLite, an array on PostgreSQL."""

    impl = sa.String
    cache_ok = True

    def __init__(self, item: sa.types.TypeEngine[Any]) -> None:
        self.item = item
        super().__init__()

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        plain = sa.String() if dialect.name == "sqlite" else postgresql.ARRAY(self.item)
        return dialect.type_descriptor(plain)

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        return json.dumps(list(value)) if dialect.name == "sqlite" else list(value)


class _Among(ColumnElement[bool]):
    """`column` is one of the items of a list that is bound as a whole."""

    inherit_cache = True
    # Not Boolean: SQLAlchemy would write "… = 1" behind it on SQLite, and no index would be used.
    type = sa.types.NullType()  # type: ignore[assignment]
    _traverse_internals = [  # noqa: RUF012 - as SQLAlchemy wants it
        ("column", sa.sql.visitors.InternalTraversal.dp_clauseelement),
        ("items", sa.sql.visitors.InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: ColumnElement[Any], items: ColumnElement[Any]) -> None:
        self.column = column
        self.items = items


@compiles(_Among)
def _as_any(element: _Among, compiler: Any, **options: Any) -> str:
    return (
        f"{compiler.process(element.column, **options)} = ANY({compiler.process(element.items, **options)})"
    )


@compiles(_Among, "sqlite")
def _as_json(element: _Among, compiler: Any, **options: Any) -> str:
    column, items = (compiler.process(each, **options) for each in (element.column, element.items))
    return f"{column} IN (SELECT value FROM json_each({items}))"  # noqa: S608 - of SQLAlchemy's own making


def each_of(dialect: str, name: str) -> sa.TableValuedAlias:
    """The items of the list of texts `:name` as a table with one column, `value`; for statements that are made once."""
    items = sa.bindparam(name, type_=_Items(sa.String()))
    if dialect == "sqlite":
        return sa.func.json_each(items).table_valued("value")
    return sa.func.unnest(items).table_valued(sa.column("value", sa.String)).render_derived()


def among(column: Any, name: str) -> ColumnElement[bool]:
    """`column IN :name`, for statements that are made once: the text stays the same however long the list is.

    SQLAlchemy's own expanding list writes the statement anew at every execution, which takes longer than most
    of ours. For columns of numbers and text.
    """
    return _Among(column, sa.bindparam(name, type_=_Items(column.type)))
