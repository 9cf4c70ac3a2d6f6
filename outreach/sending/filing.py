"""What the Sent folder is asked for, and given: doubtful mails to be found there, copies that are missing."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.sending.model import OutboundMessage, OutboundState

_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Doubted:
    outbound_id: int
    message_id: str


@dataclass(frozen=True, slots=True)
class Unfiled:
    outbound_id: int
    message_id: str
    raw: bytes
    sent_at: datetime


def doubtful_in(session: Session, mailbox: str) -> list[Doubted]:
    """The mailbox's mails of which nobody knows whether they went out."""
    rows = session.exec(
        select(OutboundMessage.id, OutboundMessage.message_id).where(
            OutboundMessage.state == OutboundState.DOUBTFUL, OutboundMessage.mailbox == mailbox
        )
    ).all()
    return [
        Doubted(outbound_id, message_id) for outbound_id, message_id in rows if outbound_id and message_id
    ]


def unfiled_in(session: Session, mailbox: str) -> list[Unfiled]:
    """Sent mails of which no copy has been seen in the Sent folder, oldest first, some at a time."""
    mails = session.exec(
        select(OutboundMessage)
        .where(
            OutboundMessage.state == OutboundState.SENT,
            col(OutboundMessage.filed_at).is_(None),
            OutboundMessage.mailbox == mailbox,
        )
        .order_by(col(OutboundMessage.id))
        .limit(_AT_ONCE)
    ).all()
    return [
        Unfiled(mail.id, mail.message_id, mail.raw, mail.sent_at)
        for mail in mails
        if mail.id and mail.message_id and mail.raw and mail.sent_at
    ]


def note_filed(session: Session, outbound_id: int, now: datetime) -> None:
    """A copy is in the Sent folder."""
    session.execute(
        sa.update(OutboundMessage).where(col(OutboundMessage.id) == outbound_id).values(filed_at=now)
    )


def first_mail_on(session: Session, mailbox: str) -> date | None:
    """The day of the mailbox's first mail: nothing before it can be an answer."""
    first = session.exec(
        select(sa.func.min(OutboundMessage.in_flight_at)).where(OutboundMessage.mailbox == mailbox)
    ).one()
    return None if first is None else first.date()
