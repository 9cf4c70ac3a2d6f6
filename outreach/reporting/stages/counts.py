"""What the report of the stages counts besides the funnel: mails, the first fact, and what contracts came to."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.reporting.counted import falls_in, stands
from outreach.reporting.period import Period

_E = Event.__table__.c  # type: ignore[attr-defined]


def mails_sent(session: Session, period: Period) -> int:
    """First mails and follow-ups."""
    counted = sa.select(sa.func.count()).where(_E.kind == Happened.MAIL_SENT, falls_in(period))
    return int(session.execute(counted).scalar_one())


def first_fact_at(session: Session) -> datetime | None:
    """When the first mail went out; None before that."""
    first: datetime | None = session.execute(
        sa.select(_E.at).where(_E.kind == Happened.MAIL_SENT).order_by(_E.at).limit(1)
    ).scalar_one_or_none()
    return first


def contracts(session: Session, *bounds: sa.ColumnElement[bool]) -> dict[str, tuple[int, int]]:
    """How many contracts there are, and what they come to in hundredths, by currency."""
    amount, currency = _E.details["amount_cents"].as_integer(), _E.details["currency"].as_string()
    rows = session.execute(
        sa.select(currency, sa.func.count(), sa.func.sum(amount))
        .where(_E.kind == Happened.LEAD_WON, amount.is_not(None), *bounds)
        .group_by(currency)
    )
    return {name: (int(count), int(cents)) for name, count, cents in rows}


def contracts_so_far(session: Session, period: Period) -> dict[str, tuple[int, int]]:
    return contracts(session, stands(period))


def contracts_in(session: Session, period: Period) -> dict[str, tuple[int, int]]:
    return contracts(session, falls_in(period))


def paid_in(session: Session, period: Period) -> dict[str, int]:
    """What was paid, corrections taken off, by currency."""
    amount, currency = _E.details["amount_cents"].as_integer(), _E.details["currency"].as_string()
    rows = session.execute(
        sa.select(currency, sa.func.sum(amount))
        .where(_E.kind == Happened.PAYMENT_RECEIVED, falls_in(period))
        .group_by(currency)
    )
    return {name: int(cents) for name, cents in rows}


def leads_in(session: Session, period: Period, kinds: Collection[Happened]) -> dict[Happened, int]:
    """How many leads had each of these facts for the first time in the period; imported ones too."""
    lead = _E.details["lead"].as_integer()
    first = (
        sa.select(_E.kind.label("kind"), sa.func.min(_E.at).label("at"))
        .where(_E.kind.in_(kinds), stands(period))
        .group_by(_E.kind, lead)
        .subquery()
    )
    bounds = [first.c.at < period.until]
    if period.since is not None:
        bounds.append(first.c.at >= period.since)
    rows = session.execute(sa.select(first.c.kind, sa.func.count()).where(*bounds).group_by(first.c.kind))
    return {Happened(kind): int(count) for kind, count in rows}


def people_mailed(session: Session, period: Period) -> int:
    """How many got a mail in the period."""
    people = sa.func.count(sa.distinct(_E.contact_id))
    return int(
        session.execute(sa.select(people).where(_E.kind == Happened.MAIL_SENT, falls_in(period))).scalar_one()
    )


def mailed_before_answers(session: Session, period: Period) -> dict[int, datetime]:
    """The first mail in the period of everybody who has ever answered or bounced."""
    heard_of = sa.select(_E.contact_id).where(
        _E.kind.in_((Happened.REPLIED, Happened.BOUNCED)), _E.contact_id.is_not(None)
    )
    rows = session.execute(
        sa.select(_E.contact_id, sa.func.min(_E.at))
        .where(_E.kind == Happened.MAIL_SENT, falls_in(period), _E.contact_id.in_(heard_of))
        .group_by(_E.contact_id)
    )
    return dict(rows.all())
