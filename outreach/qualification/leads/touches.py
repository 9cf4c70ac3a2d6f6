"""When we have touched somebody: each mail of ours that went out to them, and each call that was written down."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.qualification.leads.model import Lead, LeadNote
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences.model import Task, TaskKind, TaskState

#: What went out, may have, or is just going.
_WENT = (OutboundState.SENT, OutboundState.IN_FLIGHT, OutboundState.DOUBTFUL)
CALLS = (TaskKind.CALL, TaskKind.CALL_BACK)


def touches_of(session: Session, contact_ids: Iterable[int], *, since: datetime) -> dict[int, list[datetime]]:
    """The moments after `since`, by contact, in order; mails of every campaign and answers by hand among them."""
    asked = sorted(set(contact_ids))
    touches: dict[int, list[datetime]] = {contact_id: [] for contact_id in asked}
    mails = sa.select(col(OutboundMessage.contact_id), col(OutboundMessage.in_flight_at)).where(
        col(OutboundMessage.contact_id).in_(asked),
        col(OutboundMessage.state).in_(_WENT),
        col(OutboundMessage.in_flight_at) > since,
    )
    tasks = sa.select(col(Task.contact_id), col(Task.done_at)).where(
        col(Task.contact_id).in_(asked),
        col(Task.kind).in_(CALLS),
        col(Task.state) == TaskState.DONE,
        col(Task.done_at) > since,
    )
    notes = (
        sa.select(col(Lead.contact_id), col(LeadNote.at))
        .join(Lead, col(Lead.id) == col(LeadNote.lead_id))
        .where(col(Lead.contact_id).in_(asked), col(LeadNote.is_call), col(LeadNote.at) > since)
    )
    for statement in (mails, tasks, notes):
        for contact_id, at in session.execute(statement):
            touches[contact_id].append(at)
    return {contact_id: sorted(moments) for contact_id, moments in touches.items()}
