"""Contracts and payments as they were known at a moment, counted from the facts.

Over how many months a contract runs stands with the contract itself, and not in the fact.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.handoff.outcome_model import Contract
from outreach.reporting.counted import stands
from outreach.reporting.forecast.known_so_far import Signed
from outreach.reporting.period import Period

_E = Event.__table__.c  # type: ignore[attr-defined]


def contracts_of(session: Session, period: Period) -> tuple[Signed, ...]:
    """Every contract that was known then, with what was paid of it by then."""
    won = _won(session, period)
    terms = {
        lead: (months, starts_on)
        for lead, months, starts_on in session.execute(
            sa.select(col(Contract.lead_id), col(Contract.months), col(Contract.starts_on)).where(
                col(Contract.at) < period.as_of
            )
        )
    }
    paid = _paid(session, period)
    return tuple(
        Signed(
            at.astimezone(period.zone).date(),
            cents,
            currency,
            *terms.get(lead, (None, None)),
            paid.get(lead, 0),
        )
        for lead, (at, cents, currency, _) in sorted(won.items())
    )


def _won(session: Session, period: Period) -> dict[int, tuple[datetime, int, str, int]]:
    """The first contract of each lead."""
    rows = session.execute(
        sa.select(
            _E.details["lead"].as_integer(),
            _E.at,
            _E.details["amount_cents"].as_integer(),
            _E.details["currency"].as_string(),
            _E.id,
        )
        .where(_E.kind == Happened.LEAD_WON, stands(period))
        .order_by(_E.at, _E.id)
    )
    found: dict[int, tuple[datetime, int, str, int]] = {}
    for lead, at, cents, currency, number in rows:
        if cents is not None:
            found.setdefault(lead, (at, cents, currency, number))
    return found


def _paid(session: Session, period: Period) -> dict[int, int]:
    lead = _E.details["lead"].as_integer()
    rows = session.execute(
        sa.select(lead, sa.func.sum(_E.details["amount_cents"].as_integer()))
        .where(_E.kind == Happened.PAYMENT_RECEIVED, stands(period))
        .group_by(lead)
    )
    return {number: int(cents or 0) for number, cents in rows}


def signed_in(session: Session, known: Period, months: Sequence[Period]) -> list[dict[str, int]]:
    """What the contracts of each month are worth, by currency."""
    found: list[Counter[str]] = [Counter() for _ in months]
    for at, cents, currency, _ in _won(session, known).values():
        for number, month in enumerate(months):
            if at in month:
                found[number][currency] += cents
    return [dict(each) for each in found]
