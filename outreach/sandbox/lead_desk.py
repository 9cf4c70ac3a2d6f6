"""Leads as our simulated colleagues see them on their desks: whose, in which state, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.handoff.model import Offer, RejectionReason
from outreach.prospects.model import Account, Contact, ProspectList
from outreach.qualification.leads.model import ENDED, Lead, LeadMove, LeadState


@dataclass(frozen=True, slots=True)
class Desk:
    """One lead that is not over, or is won."""

    lead_id: int
    state: LeadState
    #: When it last moved.
    since: datetime
    #: How often it has moved: each round of the same has a chance of its own.
    moves: int
    address: str
    name: str
    account: str
    language: str
    list_name: str
    finder: str
    is_judged: bool
    #: Of the last offer.
    salesperson: str
    reason: RejectionReason | None

    @property
    def key(self) -> str:
        return f"{self.address} {self.state.value} {self.moves}"


def desks(session: Session) -> Iterator[Desk]:
    """All of them, in the order in which they were opened."""
    moved: sa.Subquery = (
        sa.select(
            col(LeadMove.lead_id).label("lead_id"),
            sa.func.max(col(LeadMove.id)).label("last"),
            sa.func.count().label("moves"),
        )
        .group_by(col(LeadMove.lead_id))
        .subquery()
    )
    rows = session.execute(
        sa.select(Lead, Contact, col(Account.name), col(ProspectList.name), col(LeadMove.at), moved.c.moves)
        .join(Contact, col(Contact.id) == col(Lead.contact_id))
        .join(Account, col(Account.id) == col(Lead.account_id))
        .outerjoin(ProspectList, col(ProspectList.id) == col(Lead.list_id))
        .join(moved, moved.c.lead_id == col(Lead.id))
        .join(LeadMove, col(LeadMove.id) == moved.c.last)
        .where(col(Lead.state).not_in([state for state in ENDED if state is not LeadState.WON]))
        .order_by(col(Lead.id))
    ).all()
    offers = {offer.lead_id: offer for offer in session.exec(select(Offer).order_by(col(Offer.id))).all()}
    for lead, contact, account, list_name, at, moves in rows:
        offer = offers.get(lead.id or 0)
        yield Desk(
            lead_id=lead.id or 0,
            state=lead.state,
            since=at,
            moves=moves,
            address=contact.address,
            name=contact.name,
            account=account,
            language=contact.language or "en",
            list_name=list_name or "",
            finder=lead.finder,
            is_judged=lead.judged_at is not None,
            salesperson="" if offer is None else offer.salesperson,
            reason=None if offer is None else offer.reason,
        )
