"""Statements that SQLAlchemy spells differently for the two databases."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def insert_if_absent(session: Session, table: type[SQLModel], **values: Any) -> None:
    """Insert a row unless one with its key is there; of two who do so at once, neither fails."""
    insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(table).values(**values).on_conflict_do_nothing())
