"""Referrals as people and programs read them, and the tree of who sent us to whom."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from outreach.prospects.model import Contact
from outreach.referrals.model import Referral, ReferralState

#: Those that need a person come first.
_WAITING = (ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS)


def list_referrals(session: Session, *, everything: bool) -> list[dict[str, Any]]:
    """Referrals with their documented fields: those that wait for a person, or all."""
    statement = select(Referral).order_by(col(Referral.id))
    if not everything:
        statement = statement.where(col(Referral.state).in_(_WAITING))
    return [referral_facts(session, referral) for referral in session.exec(statement).all()]


def referral_facts(session: Session, referral: Referral) -> dict[str, Any]:
    """One referral."""
    referrer = session.get_one(Contact, referral.referrer_id)
    return {
        "id": referral.id,
        "state": referral.state.value,
        "name": referral.name,
        "email": referral.email,
        "phone": referral.phone,
        "title": referral.title,
        "via": referral.via,
        "referrer": referrer.address,
        "referrer_name": referrer.name,
        "reason": referral.reason,
        "depth": referral.depth,
        "message": referral.inbound_id,
        "decided_by": referral.decided_by,
    }


def tree(session: Session, contact: Contact) -> Iterator[tuple[int, str]]:
    """Who was named because of `contact`, and by those again: (level, line), depth first."""
    yield 0, f"{contact.name or contact.address} <{contact.address}>"
    yield from _below(session, contact, 1, {contact.id})


def _below(
    session: Session, contact: Contact, level: int, seen: set[int | None]
) -> Iterator[tuple[int, str]]:
    named = session.exec(
        select(Referral).where(Referral.referrer_id == contact.id).order_by(col(Referral.id))
    ).all()
    for referral in named:
        whom = f"{referral.name or '?'} <{referral.email or 'no address'}>"
        reason = f": {referral.reason}" if referral.reason else ""
        yield level, f"{whom} ({referral.state.value}{reason})"
        if referral.contact_id is not None and referral.contact_id not in seen:
            seen.add(referral.contact_id)
            yield from _below(session, session.get_one(Contact, referral.contact_id), level + 1, seen)
