"""Referrals as people and programs read them."""

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
