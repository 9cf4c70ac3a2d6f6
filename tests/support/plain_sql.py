"""Figures of reports counted once more in the plainest SQL there is: a check that shares nothing with the reports."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from outreach.database.columns import UtcDateTime
from outreach.database.engine import Database


def counted(database: Database, sql: str, **moments: datetime) -> Any:
    """The one value that a statement comes to; `:name` are moments."""
    [[value]] = rows(database, sql, **moments)
    return value


def rows(database: Database, sql: str, **moments: datetime) -> list[Any]:
    typed = [sa.bindparam(name, moment, type_=UtcDateTime()) for name, moment in moments.items()]
    with database.reading() as session:
        return list(session.execute(sa.text(sql).bindparams(*typed)).all())
