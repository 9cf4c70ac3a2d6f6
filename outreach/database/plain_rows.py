"""Rows as the driver hands them out, for statements that read hundreds of thousands."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def plain_rows(session: Session, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
    """Tuples without names, of numbers and text: half the time of SQLAlchemy's rows. No column's type is applied."""
    result = session.connection().execute(statement)
    rows: Any = result.cursor.fetchall()
    result.close()
    return list(rows)
