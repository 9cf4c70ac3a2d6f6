"""Inbound mail in the database: stored with the cursor in one transaction, matched to what we sent, set aside."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound
from outreach.database import locks
from outreach.database.statements import among
from outreach.inbox.already_stored import header_of
from outreach.inbox.message import Message, read_header, read_message
from outreach.inbox.model import (
    INBOUND_TRANSITIONS,
    Answer,
    FolderCursor,
    InboundEvent,
    InboundMessage,
    InboundState,
)
from outreach.inbox.storing import Incoming, Where, concerned, keep_new
from outreach.inbox.unfetched import forget_folder
from outreach.inbox.whose_answer import Match
from outreach.prospects.model import Contact
from outreach.sending.model import OutboundMessage
from outreach.sequences import enrolling
from outreach.sequences.model import HoldReason


def cursor_of(session: Session, mailbox: str, folder: str) -> FolderCursor | None:
    """How far the folder has been read; None before the first time."""
    return session.get(FolderCursor, (mailbox, folder))


def store(
    session: Session,
    *,
    mailbox: str,
    folder: str,
    uidvalidity: int,
    messages: Sequence[Incoming],
    up_to: int,
    hold_account: bool,
    now: datetime,
    anew: bool = False,
) -> list[int]:
    """Keep a batch, move the cursor to the UID `up_to`, and hold whom the messages answer: all or nothing.

    A message that is known already, from another folder or before a UIDVALIDITY change, is passed over.
    `anew`: the folder was made anew, though its UIDVALIDITY is what it was: only then does the cursor go back.
    Returns the ids of what is new.
    """
    if messages:
        # Whom they answer is held. First of all locks: of two who read one mailbox, neither may hold rows meanwhile.
        locks.forbid(session)
    new = keep_new(session, messages, Where(mailbox, folder, uidvalidity), hold_account=hold_account, now=now)
    cursor = cursor_of(session, mailbox, folder)
    if cursor is None:
        cursor = FolderCursor(
            mailbox=mailbox, folder=folder, uidvalidity=uidvalidity, last_uid=up_to, read_at=now
        )
    restarted = anew or cursor.uidvalidity != uidvalidity
    if restarted:
        forget_folder(session, mailbox=mailbox, folder=folder)
    cursor.uidvalidity = uidvalidity
    cursor.last_uid = up_to if restarted else max(cursor.last_uid, up_to)
    cursor.read_at = now
    session.add(cursor)
    return new


def attach(session: Session, inbound: InboundMessage, found: Match) -> None:
    """Note what the message answers. A surer match takes the place of an earlier one."""
    assert inbound.id is not None
    assert found.outbound.id is not None
    inbound.matched_by = found.by.value
    if found.writer is not None:
        inbound.contact_id = found.writer.id
    session.add(inbound)
    known = session.get(Answer, inbound.id)
    if known is None:
        session.add(Answer(inbound_id=inbound.id, outbound_id=found.outbound.id))
    else:
        known.outbound_id = found.outbound.id
        session.add(known)
    session.flush()


def detach(session: Session, inbound: InboundMessage) -> None:
    """Forget what it was taken to answer."""
    known = session.get(Answer, inbound.id)
    if known is not None:
        session.delete(known)
    inbound.matched_by, inbound.contact_id = None, None
    session.add(inbound)
    session.flush()


def hold_unread(
    session: Session, inbound_id: int, found: Match, *, hold_account: bool, now: datetime
) -> None:
    """Nothing more goes to whom a message concerns until it has been understood (invariant 3)."""
    hold_concerned(
        session,
        found.outbound,
        found.writer,
        reason=HoldReason.UNREAD_REPLY,
        inbound_id=inbound_id,
        hold_account=hold_account,
        now=now,
    )


def hold_concerned(
    session: Session,
    outbound: OutboundMessage,
    writer: Contact | None,
    *,
    reason: HoldReason,
    inbound_id: int,
    hold_account: bool,
    now: datetime,
) -> None:
    """Hold the account that we wrote to, or only the contact; and the writer, where that is somebody else."""
    held = concerned(outbound, writer, inbound_id=inbound_id, hold_account=hold_account)
    enrolling.hold_many(session, held, reason=reason, now=now)


def message_of(inbound: InboundMessage) -> Message:
    """A stored message, read. Where reading all of it has failed, its header only."""
    if inbound.trouble:
        return read_header(header_of(inbound.raw))
    return read_message(inbound.raw)


def answered_mail(session: Session, inbound_id: int) -> OutboundMessage | None:
    """The mail of ours that a stored message answers."""
    answer = session.get(Answer, inbound_id)
    return None if answer is None else session.get(OutboundMessage, answer.outbound_id)


def answered_mails(session: Session, inbound_ids: Sequence[int]) -> dict[int | None, OutboundMessage]:
    """The mails of ours that these messages answer, by message; who answers none is left out."""
    rows = session.execute(_ANSWERED, {"ids": inbound_ids}).all()
    return {inbound_id: mail for inbound_id, mail in rows}  # noqa: C416 - rows are no pairs to the type checker


_ANSWERED = (
    select(Answer.inbound_id, OutboundMessage)
    .join(OutboundMessage, col(OutboundMessage.id) == col(Answer.outbound_id))
    .where(among(col(Answer.inbound_id), "ids"))
)


def messages_this_hour(session: Session, inbound: InboundMessage) -> int:
    """How many messages the writer's address had sent within the hour when this one came, this one included.

    To whichever of our mailboxes: who answers two of them in turn is one loop. A copy of the same counts once.
    """
    if not inbound.sender_address:
        return 1
    asked = {
        "sender": inbound.sender_address,
        "since": inbound.received_at - timedelta(hours=1),
        "until": inbound.received_at,
    }
    return int(session.connection().execute(_SENT_WITHIN, asked).scalar_one())


_SENT_WITHIN = sa.select(sa.func.count(sa.distinct(col(InboundMessage.content_hash)))).where(
    col(InboundMessage.sender_address) == sa.bindparam("sender"),
    col(InboundMessage.received_at) > sa.bindparam("since"),
    col(InboundMessage.received_at) <= sa.bindparam("until"),
)


def count_pending(session: Session) -> int:
    """Messages that came in and have not been understood and applied."""
    return int(
        session.exec(
            select(sa.func.count())
            .select_from(InboundMessage)
            .where(InboundMessage.state == InboundState.STORED)
        ).one()
    )


def move(inbound: InboundMessage, event: InboundEvent) -> None:
    """The message's next state. Raises KeyError where the table has no such move: a fault of ours."""
    inbound.state = INBOUND_TRANSITIONS[inbound.state, event]


def find(session: Session, inbound_id: int) -> InboundMessage:
    """Raises NotFound."""
    found = session.get(InboundMessage, inbound_id)
    if found is None:
        raise NotFound(f"There is no message {inbound_id}. `outreach inbox list` shows what came in.")
    return found
