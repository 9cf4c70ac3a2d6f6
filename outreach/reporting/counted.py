"""Which facts a report counts: those that stood when it speaks of, and that happened in its period."""

from typing import Any

import sqlalchemy as sa

from outreach.database.events import Event
from outreach.database.unindexed import Unindexed
from outreach.reporting.period import Period

_fact = Event.__table__.c  # type: ignore[attr-defined]


def stands(period: Period) -> sa.ColumnElement[bool]:
    """What a count of facts asks for, as of the period's `as_of`."""
    return sa.and_(_fact.at < period.as_of, not_taken_back(period))


def not_taken_back(period: Period) -> sa.ColumnElement[bool]:
    """That nobody had taken a fact back by the period's `as_of`. Also true of what happened later."""
    return sa.or_(_fact.taken_back_at.is_(None), _fact.taken_back_at >= period.as_of)


def falls_in(period: Period) -> sa.ColumnElement[bool]:
    """That a fact stands and happened in the period."""
    # One comparison in place of two, of each of a million facts.
    bounds = [_fact.at < min(period.until, period.as_of), not_taken_back(period)]
    if period.since is not None:
        bounds.append(_fact.at >= period.since)
    return sa.and_(*bounds)


def falls_in_by_person(period: Period, fact: Any = None) -> sa.ColumnElement[bool]:
    """The same, of a fact under another name too, for what counts mails: read off the index on kind and contact.

    By the one on kind and moment SQLite would go through every mail that went out, each from its row. The other holds
    all that mails are told apart by, in the order of people, and leads from a fact to its mail.
    """
    columns = _fact if fact is None else fact.c

    def put(element: Any, **_: Any) -> Any:
        if element is _fact.at:
            return Unindexed(columns.at)
        return columns.taken_back_at if element is _fact.taken_back_at else None

    found: sa.ColumnElement[bool] = sa.sql.visitors.replacement_traverse(falls_in(period), {}, put)
    return found
