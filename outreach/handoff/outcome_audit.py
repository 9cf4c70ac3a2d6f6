"""How the audit hears of what became of a lead: without anything that was written about the person."""

from datetime import datetime

from sqlmodel import Session

from outreach.database import audit
from outreach.prospects.model import Contact
from outreach.qualification.leads.model import Lead


def note(
    session: Session, lead: Lead, action: str, actor: str, now: datetime, **details: int | str | None
) -> None:
    contact = session.get_one(Contact, lead.contact_id)
    audit.note(
        session,
        action,
        actor=actor,
        at=now,
        subject=audit.subject_of(session, contact.address),
        lead=lead.id,
        state=lead.state.value,
        **details,
    )
