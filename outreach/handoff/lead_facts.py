"""What the hand-off reads of a lead: its offers, who found it, who has had it, and what routing asks about it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.handoff.model import LOAD, Offer, OfferState, RejectionReason
from outreach.handoff.policy import Part
from outreach.handoff.routing import Traits, Work
from outreach.handoff.rules import HandOffRules
from outreach.handoff.team import Role
from outreach.prospects.model import Account, Contact, ProspectList
from outreach.qualification.leads.model import Lead, LeadEvent, LeadMove, LeadState
from outreach.replies.model import StoredVerdict
from outreach.sequences.zones import country_of

#: Which of its offers says whose a lead is, where it stands.
_CURRENT = {
    LeadState.OFFERED: OfferState.OPEN,
    LeadState.ACCEPTED: OfferState.ACCEPTED,
    LeadState.CONFIRMED: OfferState.CONFIRMED,
    LeadState.PROPOSAL: OfferState.CONFIRMED,
    LeadState.MEETING: OfferState.CONFIRMED,
    LeadState.WON: OfferState.CONFIRMED,
    LeadState.LOST: OfferState.CONFIRMED,
}


def offers_of(session: Session, lead: Lead) -> Sequence[Offer]:
    """All of a lead's offers, in order."""
    return session.exec(select(Offer).where(Offer.lead_id == lead.id).order_by(col(Offer.id))).all()


def open_offer(session: Session, lead: Lead) -> Offer | None:
    return session.exec(select(Offer).where(Offer.lead_id == lead.id, Offer.state == OfferState.OPEN)).first()


def current_offer(session: Session, lead: Lead) -> Offer | None:
    """The offer that says whose the lead is: one that waits for an answer, or that was accepted."""
    state = _CURRENT.get(lead.state)
    if state is None:
        return None
    return session.exec(
        select(Offer).where(Offer.lead_id == lead.id, Offer.state == state).order_by(col(Offer.id).desc())
    ).first()


def last_offer(session: Session, lead: Lead) -> Offer | None:
    return session.exec(select(Offer).where(Offer.lead_id == lead.id).order_by(col(Offer.id).desc())).first()


def finders_of(session: Session, lead: Lead) -> frozenset[str]:
    """Who found a lead: whose credit it will be, and everybody who has ever qualified it."""
    qualified = select(LeadMove.actor).where(
        LeadMove.lead_id == lead.id, LeadMove.event == LeadEvent.QUALIFIED
    )
    return frozenset({lead.finder, *session.exec(qualified).all()} - {"", "daemon"})


def passed_by(session: Session, lead: Lead) -> dict[str, str]:
    """Who has had this lead and does not get it again by routing, and why."""
    passed = {}
    for offer in offers_of(session, lead):
        if offer.state is OfferState.UNTOUCHED:
            passed[offer.salesperson] = "let it pass"
        elif offer.state is OfferState.REJECTED and offer.reason is RejectionReason.PROCEDURAL:
            passed[offer.salesperson] = "rejected it as mis-routed"
    return passed


def who_sent_it_back(session: Session, lead: Lead) -> str:
    """The salesperson who wanted it completed or qualified once more, where that was the last that became of it."""
    last = last_offer(session, lead)
    if last is None:
        return ""
    wants_it_completed = last.state is OfferState.REJECTED and last.reason is not RejectionReason.PROCEDURAL
    return last.salesperson if wants_it_completed or last.state is OfferState.RETURNED else ""


def work_of_everybody(session: Session) -> dict[str, Work]:
    """What each salesperson has on their desk."""
    open_ones = sa.func.sum(sa.case((col(Offer.state).in_(LOAD), 1), else_=0))
    statement = sa.select(col(Offer.salesperson), open_ones, sa.func.max(col(Offer.offered_at)))
    rows = session.execute(statement.group_by(col(Offer.salesperson))).all()
    return {name: Work(int(leads or 0), last) for name, leads, last in rows}


def traits_of(session: Session, lead: Lead) -> Traits:
    """What routing asks. The language is the contact's, else that of the reply which opened the lead."""
    contact = session.get_one(Contact, lead.contact_id)
    account = session.get_one(Account, lead.account_id)
    listed = None if lead.list_id is None else session.get(ProspectList, lead.list_id)
    return Traits(
        fields={**contact.fields, "title": contact.title, "account": account.name},
        language=contact.language or _language_of_reply(session, lead),
        country=country_of(country=contact.country, address=contact.address),
        source=lead.source.value,
        list="" if listed is None else listed.name,
    )


def part_of(
    actor: str, offer: Offer | None, finders: frozenset[str], rules: HandOffRules, *, absent: bool
) -> Part:
    """Who somebody is to a lead. `absent`: whether its salesperson is."""
    one = rules.team.find(actor)
    if one is None:
        return Part.STRANGER
    if any(rules.team.are_one(actor, finder) for finder in finders):
        return Part.FINDER
    if offer is not None and rules.team.are_one(actor, offer.salesperson) and one.role is Role.SALESPERSON:
        return Part.SALESPERSON
    if one.role is Role.MANAGER:
        return Part.STAND_IN if offer is not None and absent else Part.MANAGER
    return _PARTS[one.role]


_PARTS = {
    Role.SALESPERSON: Part.OTHER_SALESPERSON,
    Role.PROSPECTOR: Part.PROSPECTOR,
    Role.ACCOUNT_MANAGER: Part.ACCOUNT_MANAGER,
}


def _language_of_reply(session: Session, lead: Lead) -> str | None:
    if lead.inbound_id is None:
        return None
    return session.exec(
        select(StoredVerdict.language)
        .where(StoredVerdict.inbound_id == lead.inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()
