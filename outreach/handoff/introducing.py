"""The mail that introduces the salesperson to the contact, in their own thread, with the salesperson on copy.

It is an answer like every other (`qualification.answering`): frozen, shown first, never sent twice, never to somebody
who said no. The salesperson gets the same bytes when they have gone out: a mail has one envelope recipient here.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.handoff import service
from outreach.handoff.briefing import written
from outreach.handoff.lead_facts import current_offer
from outreach.handoff.mail_model import OfferNotice, OfferTold
from outreach.handoff.model import TAKEN, Offer
from outreach.handoff.rules import HandOffRules
from outreach.handoff.team import Colleague
from outreach.handoff.telling import tell
from outreach.inbox.model import Answer, InboundMessage
from outreach.qualification.answerable import conversation_about
from outreach.qualification.answering import AnswerPreview, preview_answer, queue_answer
from outreach.qualification.effects import EffectRules
from outreach.qualification.leads.model import Lead
from outreach.sending.model import OutboundMessage, OutboundState

#: An introduction in one of these has not been taken back.
_STANDS = (
    OutboundState.QUEUED,
    OutboundState.CLAIMED,
    OutboundState.IN_FLIGHT,
    OutboundState.SENT,
    OutboundState.DOUBTFUL,
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """Who is introduced to whom, in which conversation, and with which words."""

    offer: Offer
    colleague: Colleague
    inbound_id: int
    body: str

    @property
    def copy_to(self) -> tuple[str, str]:
        return self.colleague.shown_name, self.colleague.address


def draft_introduction(
    session: Session, lead: Lead, *, rules: HandOffRules, effects: EffectRules, templates: Path | None
) -> Introduction:
    """The introduction by the template. Raises Refused where nobody has accepted, or nothing was ever written."""
    offer = current_offer(session, lead)
    colleague = None if offer is None else rules.team.find(offer.salesperson)
    if offer is None or offer.state not in TAKEN or colleague is None:
        raise Refused(f"Lead {lead.id} was accepted by nobody in [[team]] yet: there is nobody to introduce.")
    if _introduced(session, offer):
        raise Refused(f"{colleague.shown_name} was introduced to the contact of lead {lead.id} already.")
    inbound_id = _last_word(session, lead)
    talk = conversation_about(session, inbound_id, effects.sending)
    said = written(
        session,
        lead,
        colleague,
        talk.mailbox,
        template="introduction",
        language=talk.language,
        templates=templates,
        sending=effects.sending,
        offer=offer,
    )
    return Introduction(offer, colleague, inbound_id, said.body)


def preview_introduction(
    session: Session, introduction: Introduction, *, effects: EffectRules, now: datetime
) -> AnswerPreview:
    """The very mail, as it would go."""
    return preview_answer(
        session, introduction.inbound_id, introduction.body, rules=effects, now=now, cc=introduction.copy_to
    )


def introduce(
    session: Session,
    lead: Lead,
    introduction: Introduction,
    *,
    actor: str,
    effects: EffectRules,
    now: datetime,
) -> OutboundMessage:
    """Put it into the outbox, and the salesperson's copy behind it. Raises Refused as `queue_answer` does."""
    mail = queue_answer(
        session,
        introduction.inbound_id,
        introduction.body,
        actor=actor,
        rules=effects,
        now=now,
        cc=introduction.copy_to,
    )
    tell(session, introduction.offer, OfferTold.INTRODUCED, now, outbound_id=mail.id)
    service.note(session, lead, introduction.offer, "salesperson_introduced", actor, now, mail=str(mail.id))
    return mail


def _introduced(session: Session, offer: Offer) -> bool:
    """Whether the contact knows them already, or will in a moment."""
    statement = (
        select(OutboundMessage.id)
        .join(OfferNotice, col(OfferNotice.outbound_id) == col(OutboundMessage.id))
        .where(
            OfferNotice.lead_id == offer.lead_id,
            OfferNotice.salesperson == offer.salesperson,
            col(OutboundMessage.state).in_(_STANDS),
        )
    )
    return session.exec(statement).first() is not None


def _last_word(session: Session, lead: Lead) -> int:
    """The newest message of the contact that answers us: the conversation goes on below it."""
    statement = (
        select(InboundMessage.id)
        .join(Answer, col(Answer.inbound_id) == col(InboundMessage.id))
        .where(InboundMessage.contact_id == lead.contact_id)
        .order_by(col(InboundMessage.received_at).desc(), col(InboundMessage.id).desc())
    )
    found = session.exec(statement).first() or lead.inbound_id
    if found is None:
        raise Refused(f"Nobody of lead {lead.id} has ever written to us: there is no thread to go on with.")
    return found
