"""Somebody whom a reply named, or passed us on to, writes to us before we wrote to them: the chain is kept.

"I passed it on to our sales team" gives no address. When somebody else of the company then answers the mail that we
sent to the one who said so, they are taken for whom it was passed on to, and the referral counts as answered.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from outreach.core.events import Happened
from outreach.database.events import record
from outreach.inbox.model import Answer, InboundMessage
from outreach.inbox.same_person import is_same_name
from outreach.prospects.model import Contact
from outreach.referrals.model import REFERRAL_TRANSITIONS, Referral, ReferralEvent, ReferralState
from outreach.replies.verdict import Via
from outreach.sending.model import OutboundMessage
from outreach.sequences import reply_tasks

_OPEN = (ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS, ReferralState.ENROLLED)


def has_written(
    session: Session, writer: Contact, answered: OutboundMessage, *, inbound_id: int, now: datetime
) -> Referral | None:
    """Somebody other than whom we wrote to has answered: the referral that led them here, where there is one."""
    if writer.id == answered.contact_id:
        return None
    for referral in session.exec(_kept_of(answered.contact_id)).all():
        if _is_them(session, referral, writer):
            count_as_answered(session, referral, writer, inbound_id=inbound_id, now=now)
            return referral
    return None


def wrote_before(session: Session, referral: Referral, answered: OutboundMessage, *, now: datetime) -> bool:
    """Whether whom a reply names has written already, while that reply still waited for a person."""
    came = session.get_one(InboundMessage, referral.inbound_id).received_at
    later = (
        select(InboundMessage, Contact)
        .join(Answer, col(Answer.inbound_id) == col(InboundMessage.id))
        .join(OutboundMessage, col(OutboundMessage.id) == col(Answer.outbound_id))
        .join(Contact, col(Contact.id) == col(InboundMessage.contact_id))
        .where(
            OutboundMessage.contact_id == answered.contact_id,
            col(InboundMessage.contact_id) != answered.contact_id,
            col(InboundMessage.id) != referral.inbound_id,
            InboundMessage.received_at >= came,
        )
        .order_by(col(InboundMessage.id))
    )
    for inbound, writer in session.exec(later).all():
        if _is_them(session, referral, writer):
            count_as_answered(session, referral, writer, inbound_id=inbound.id or 0, now=now)
            return True
    return False


def _kept_of(contact_id: int) -> SelectOfScalar[Referral]:
    """Referrals that a reply to a mail to this contact made, and that nobody has answered, the newest first."""
    return (
        select(Referral)
        .join(Answer, col(Answer.inbound_id) == col(Referral.inbound_id))
        .join(OutboundMessage, col(OutboundMessage.id) == col(Answer.outbound_id))
        .where(OutboundMessage.contact_id == contact_id, col(Referral.state).in_(_OPEN))
        .order_by(col(Referral.id).desc())
    )


def _is_them(session: Session, referral: Referral, writer: Contact) -> bool:
    """By the address, by the name; or, where it was passed on to nobody by name, whoever of the company writes next."""
    if writer.id == referral.referrer_id:
        return False
    if referral.email:
        return referral.email == writer.address
    referrer = session.get_one(Contact, referral.referrer_id)
    if writer.account_id != referrer.account_id:
        return False
    if referral.name:
        return _is_called(writer.name, referral.name)
    return referral.via == Via.FORWARDED


def _is_called(name: str, said: str) -> bool:
    """Whether somebody of this name was meant; of the company's few who answer, a given name tells enough."""
    return is_same_name(name, said) or said.casefold() in name.casefold().split()


def count_as_answered(
    session: Session, referral: Referral, writer: Contact, *, inbound_id: int, now: datetime
) -> None:
    """Whom it named has written to us: their address need not be found."""
    referral.state = REFERRAL_TRANSITIONS[referral.state, ReferralEvent.REPLIED]
    referral.reason = ""
    referral.contact_id = writer.id
    referral.email = referral.email or writer.address
    referral.name = referral.name or writer.name
    session.add(referral)
    session.flush()
    assert referral.id is not None
    reply_tasks.drop_for_referral(session, referral.id, now)
    record(
        session,
        Happened.REFERRAL_ANSWERED,
        now,
        campaign_id=referral.campaign_id,
        contact_id=writer.id,
        inbound_id=inbound_id,
        enrollment_id=referral.enrollment_id,
        referral=referral.id,
    )


def others_who_answered(session: Session, contact_id: int) -> list[tuple[Contact, int]]:
    """Other people who have answered mails to this contact, each with the number of their first message."""
    rows = session.execute(
        sa.select(Contact, sa.func.min(InboundMessage.id))
        .join(InboundMessage, col(InboundMessage.contact_id) == col(Contact.id))
        .join(Answer, col(Answer.inbound_id) == col(InboundMessage.id))
        .join(OutboundMessage, col(OutboundMessage.id) == col(Answer.outbound_id))
        .where(col(OutboundMessage.contact_id) == contact_id, col(Contact.id) != contact_id)
        .group_by(col(Contact.id))
        .order_by(sa.func.min(InboundMessage.id))
    )
    return [(contact, int(number)) for contact, number in rows]
