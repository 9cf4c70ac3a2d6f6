"""Offers as people and programs read them, with what their clocks show."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.handoff.clock import read_clock
from outreach.handoff.model import Offer, OfferState
from outreach.handoff.rules import HandOffRules
from outreach.prospects.model import Account, Contact
from outreach.qualification.leads.model import Lead


def list_offers(
    session: Session,
    rules: HandOffRules,
    *,
    now: datetime,
    salesperson: str | None = None,
    states: Collection[OfferState] = (OfferState.OPEN,),
) -> list[dict[str, Any]]:
    """Offers with their documented fields; those that run out first stand first."""
    statement = (
        sa.select(Offer, Contact, Account)
        .join(Lead, col(Lead.id) == col(Offer.lead_id))
        .join(Contact, col(Contact.id) == col(Lead.contact_id))
        .join(Account, col(Account.id) == col(Lead.account_id))
        .order_by(col(Offer.state) != OfferState.OPEN, col(Offer.limit_at), col(Offer.id))
    )
    if states:
        statement = statement.where(col(Offer.state).in_(sorted(states)))
    if salesperson is not None:
        statement = statement.where(col(Offer.salesperson) == salesperson.casefold())
    rows = session.execute(statement).all()
    return [_row(offer, contact, account, rules, now) for offer, contact, account in rows]


def offer_fields(session: Session, offer: Offer, rules: HandOffRules, now: datetime) -> dict[str, Any]:
    """One offer with the same fields."""
    lead = session.get_one(Lead, offer.lead_id)
    contact, account = session.get_one(Contact, lead.contact_id), session.get_one(Account, lead.account_id)
    return _row(offer, contact, account, rules, now)


def all_offers(session: Session) -> list[Offer]:
    return list(session.exec(select(Offer).order_by(col(Offer.id))).all())


def _row(
    offer: Offer, contact: Contact, account: Account, rules: HandOffRules, now: datetime
) -> dict[str, Any]:
    worked = offer.worked_seconds
    if offer.state is OfferState.OPEN:
        worked = read_clock(
            offer.salesperson, worked_seconds=worked, clock_at=offer.clock_at, rules=rules, now=now
        ).seconds
    return {
        "offer": offer.id,
        "lead": offer.lead_id,
        "name": contact.name or f"{contact.given_name} {contact.family_name}".strip(),
        "address": contact.address,
        "account": account.name,
        "salesperson": offer.salesperson,
        "state": offer.state.value,
        "offered_at": offer.offered_at,
        "offered_by": offer.offered_by,
        "routed": offer.routed,
        "rule": offer.rule,
        "hours": round(worked / 3_600, 1),
        "aim_at": offer.aim_at,
        "limit_at": offer.limit_at,
        "reminded_at": offer.reminded_at,
        "answered_at": offer.answered_at,
        "answered_by": offer.answered_by,
        "reason": None if offer.reason is None else offer.reason.value,
        "note": offer.note,
        "confirmed_at": offer.confirmed_at,
        "confirmed_by": offer.confirmed_by,
    }
