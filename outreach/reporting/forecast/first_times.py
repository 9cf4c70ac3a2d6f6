"""When something was first true of each person, and how many days that was ago: parts of statements."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.database.columns import UtcDateTime
from outreach.database.events import Event
from outreach.reporting.counted import not_taken_back
from outreach.reporting.period import Period

_E = Event.__table__.c  # type: ignore[attr-defined]


def first(kind: Happened, period: Period) -> sa.CTE:
    return first_of(_E.kind == kind, period)


def first_of(which: sa.ColumnElement[bool], period: Period) -> sa.CTE:
    """`who` and `at`, as it was known at the period's `as_of`."""
    at = sa.func.min(_E.at)
    return (
        sa.select(_E.contact_id.label("who"), at.label("at"))
        .where(which, not_taken_back(period), _E.contact_id.is_not(None))
        .group_by(_E.contact_id)
        # Of all moments that are read only the first is compared.
        .having(at < moment(period.as_of))
        .cte()
    )


def first_of_each(kind: Happened, periods: Sequence[Period]) -> sa.CTE:
    """`at_0`, `at_1` …: by what was known at each `as_of`, read once for all of them; not yet held against it."""
    # What had been taken back by the earliest was taken back by all.
    earliest = min(periods, key=lambda each: each.as_of)
    return (
        sa.select(*(_first_known(each, earliest).label(f"at_{n}") for n, each in enumerate(periods)))
        .where(_E.kind == kind, not_taken_back(earliest), _E.contact_id.is_not(None))
        .group_by(_E.contact_id)
        .cte()
    )


def _first_known(period: Period, earliest: Period) -> sa.ColumnElement[Any]:
    if period.as_of == earliest.as_of:
        return sa.func.min(_E.at)
    return sa.func.min(sa.case((not_taken_back(period), _E.at)))


def month_number(at: Any, months: Sequence[Period]) -> sa.ColumnElement[int]:
    """In which of the months a moment is, from 0; else -1."""
    begin = min(each.since for each in months if each.since)
    return sa.case(
        # Most were before all of them: one comparison tells.
        (at < moment(begin), -1),
        *((within(at, each), number) for number, each in enumerate(months)),
        else_=-1,
    )


def within(at: Any, period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(at >= moment(period.since), at < moment(period.until))


def moment(at: Any) -> sa.ColumnElement[Any]:
    return sa.literal(at, UtcDateTime())


def days_ago(session: Session, at: Any, period: Period) -> sa.ColumnElement[int]:
    """Whole days from a moment to `as_of`."""
    as_of = moment(period.as_of)
    if session.connection().dialect.name == "sqlite":
        return sa.cast(sa.func.julianday(as_of) - sa.func.julianday(at), sa.Integer)
    return sa.cast(sa.func.floor(sa.extract("epoch", as_of - at) / 86_400), sa.Integer)
