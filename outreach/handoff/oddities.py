"""What the database knows for `suspicion`: who found, accepted and confirmed which lead, and who talked in between."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database.events import STANDS, Event
from outreach.handoff.lead_facts import finders_of
from outreach.handoff.model import Offer, OfferState
from outreach.handoff.rules import HandOffRules
from outreach.handoff.suspicion import Handed, Oddity, judge
from outreach.handoff.team import Role
from outreach.qualification.leads.model import Lead, LeadNote
from outreach.sequences.model import Task, TaskKind, TaskState

#: Mail in either direction, as the facts call it.
_LETTERS = (Happened.REPLIED, Happened.ANSWER_SENT)
_CALLS = (TaskKind.CALL, TaskKind.CALL_BACK)


def oddities_of(session: Session, rules: HandOffRules) -> list[Oddity]:
    """Everything that is odd about the hand-offs so far, oldest first within its kind."""
    accepted = select(Offer, Lead).join(Lead, col(Lead.id) == col(Offer.lead_id))
    accepted = accepted.where(col(Offer.answered_at).is_not(None), ~col(Offer.state).in_(_NEVER_TAKEN))
    handed = [_handed(session, offer, lead) for offer, lead in session.exec(accepted.order_by(col(Offer.id)))]
    sellers = {each.name for each in rules.team.of(Role.SALESPERSON)}
    return judge(handed, are_one=rules.team.are_one, sellers=sellers)


_NEVER_TAKEN = (OfferState.OPEN, OfferState.REJECTED, OfferState.UNTOUCHED, OfferState.WITHDRAWN)


def _handed(session: Session, offer: Offer, lead: Lead) -> Handed:
    assert offer.answered_at is not None
    talked = None
    if offer.confirmed_at is not None:
        talked = _talked(session, lead, offer.answered_at, offer.confirmed_at)
    return Handed(
        lead_id=offer.lead_id,
        finders=finders_of(session, lead),
        finder=lead.finder,
        offered_at=offer.offered_at,
        accepted_at=offer.answered_at,
        accepted_by=offer.answered_by,
        confirmed_at=offer.confirmed_at,
        confirmed_by=offer.confirmed_by,
        had_contact=talked,
    )


def _talked(session: Session, lead: Lead, since: datetime, until: datetime) -> bool:
    """Whether a call was noted, a call that was a task was done, or a mail went either way, between two moments."""
    called = select(LeadNote.id).where(
        LeadNote.lead_id == lead.id, col(LeadNote.is_call), col(LeadNote.at).between(since, until)
    )
    done = select(Task.id).where(
        Task.contact_id == lead.contact_id,
        col(Task.kind).in_(_CALLS),
        Task.state == TaskState.DONE,
        col(Task.done_at).between(since, until),
    )
    letters = select(Event.id).where(
        Event.contact_id == lead.contact_id,
        col(Event.kind).in_(_LETTERS),
        col(Event.at).between(since, until),
        STANDS,
    )
    return any(session.exec(each).first() is not None for each in (called, done, letters))
