"""Moments in statements: read by the hundred thousand, and taken apart, alike on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session

from outreach.database.plain_rows import plain_rows

_UTC = "+00:00"


def moments_by_id(session: Session, statement: sa.Select[Any]) -> dict[int, datetime]:
    """The rows (an id, a moment) of a statement, whose ids are all different.

    Four times as fast as a column's own type, which calls two functions of ours for each value.
    """
    rows = plain_rows(session, statement)
    if session.connection().dialect.name == "sqlite":
        # Without a call of ours for each: half the time of all that is done with 200,000 of them.
        read = datetime.fromisoformat
        return {number: read(text + _UTC) for number, text in rows}
    return {number: _of_postgresql(moment) for number, moment in rows}


def moment_reader(session: Session) -> Callable[[Any], datetime]:
    """What makes a moment in UTC of what the driver hands out in `plain_rows`."""
    if session.connection().dialect.name == "sqlite":
        return _of_sqlite
    return _of_postgresql


def _of_sqlite(text: str) -> datetime:
    return datetime.fromisoformat(text + _UTC)


def _of_postgresql(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


class MinuteOfDay(ColumnElement[int]):
    """The minute of the day, from 0, that a moment has in UTC."""

    inherit_cache = True
    type = sa.Integer()
    _traverse_internals = [  # noqa: RUF012 - as SQLAlchemy wants it
        ("moment", sa.sql.visitors.InternalTraversal.dp_clauseelement)
    ]

    def __init__(self, moment: ColumnElement[Any]) -> None:
        self.moment = moment


@compiles(MinuteOfDay)
def _of_a_moment(element: MinuteOfDay, compiler: Any, **options: Any) -> str:
    utc = f"({compiler.process(element.moment, **options)} AT TIME ZONE 'UTC')"
    return f"CAST(extract(hour FROM {utc}) * 60 + extract(minute FROM {utc}) AS INTEGER)"


@compiles(MinuteOfDay, "sqlite")
def _of_text(element: MinuteOfDay, compiler: Any, **options: Any) -> str:
    text = compiler.process(element.moment, **options)
    return f"(CAST(substr({text}, 12, 2) AS INTEGER) * 60 + CAST(substr({text}, 15, 2) AS INTEGER))"
