"""What stands in the outbox for one person: which steps went out to them, and which may have."""

from collections.abc import Mapping

from sqlmodel import Session, select

from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sequences.reenrolling import PastMail, PastMails, Reached

_REACHED: Mapping[OutboundState, Reached] = {
    OutboundState.QUEUED: Reached.UNSENT,
    # A sender holds it; it asks at the commit point whether the run still wants it.
    OutboundState.CLAIMED: Reached.UNSENT,
    OutboundState.IN_FLIGHT: Reached.GOING_OUT,
    OutboundState.SENT: Reached.SENT,
    OutboundState.FAILED: Reached.FAILED,
    OutboundState.DOUBTFUL: Reached.DOUBTFUL,
    OutboundState.WITHDRAWN: Reached.UNSENT,
}


def past_mails(session: Session, contact_id: int) -> PastMails:
    """Every mail of a sequence to a contact by its sequence and step, of all campaigns."""
    mails = session.exec(
        select(OutboundMessage).where(
            OutboundMessage.contact_id == contact_id, OutboundMessage.kind == OutboundKind.STEP
        )
    ).all()
    return {
        (mail.sequence, mail.step): PastMail(
            mail.id or 0, mail.enrollment_id, mail.step_index, _REACHED[mail.state]
        )
        for mail in mails
    }
