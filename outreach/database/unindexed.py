"""A column that SQLite looks up in no index, where it would choose one that leads it to every row of a long table."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles


class Unindexed(sa.sql.functions.GenericFunction[Any]):
    """The column with a plus before it (sqlite.org/optoverview.html, 1); PostgreSQL knows better by its statistics."""

    inherit_cache = True
    name = "unindexed"

    def __init__(self, column: Any, **options: Any) -> None:
        self.type = column.type
        super().__init__(column, **options)


@compiles(Unindexed, "sqlite")
def _with_plus(element: Any, compiler: Any, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(Unindexed, "postgresql")
def _as_it_is(element: Any, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))
