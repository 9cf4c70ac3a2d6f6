"""Whole tables, to hold one moment of a database against another."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from outreach.database.engine import Database

#: Entries are only ever added to it, and it says what was undone as well.
_APPENDED_ONLY = "audit_entry"


def everything_in(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table by the table's name, but the audit; of the facts those that stand."""
    with database.reading() as session:
        return {
            name: [
                {column: value for column, value in row.items() if column != "taken_back_at"}
                for row in session.connection().execute(_ordered(table)).mappings()
            ]
            for name, table in SQLModel.metadata.tables.items()
            if name != _APPENDED_ONLY
        }


def differences(
    before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """The rows in which two moments differ, by table; empty where they are the same."""
    return {
        name: [row for row in before[name] + after[name] if (row in before[name]) != (row in after[name])]
        for name in before
        if before[name] != after[name]
    }


def _ordered(table: sa.Table) -> Any:
    rows = sa.select(table).order_by(*table.primary_key)
    return rows.where(table.c.taken_back_at.is_(None)) if "taken_back_at" in table.c else rows
