"""Inbound mail in the database: stored with the cursor in one transaction, matched to what we sent, set aside."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import NotAnAddress, domain_of, normalise
from outreach.core.errors import NotFound
from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database import locks
from outreach.database.events import record
from outreach.database.workspace import workspace_key
from outreach.inbox.matching import mentioned_ids
from outreach.inbox.message import Message, read_message
from outreach.inbox.model import (
    INBOUND_TRANSITIONS,
    Answer,
    FolderCursor,
    InboundEvent,
    InboundMessage,
    InboundState,
)
from outreach.inbox.unfetched import forget_folder
from outreach.prospects.model import Contact
from outreach.prospects.service import account_at_domain, contact_at
from outreach.sending.message_ids import recognise
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import enrolling
from outreach.sequences.model import HoldReason

#: A message that could not be read so often is set aside.
MAX_ATTEMPTS = 3

#: A colleague who writes on their own is taken to answer our mail to the account only if it is as young as this.
_COLLEAGUE_WITHIN = timedelta(days=60)

#: What our List-Unsubscribe asks to have written into the subject: the Message-ID without its domain.
_TOKEN = re.compile(r"(?<![\w.])o\.[0-9]{1,18}\.[0-9]{1,4}\.[0-9a-f]{24}(?![\w.@])")

#: What is still to be understood and applied.
PENDING = (InboundState.STORED, InboundState.UNDERSTOOD)
_WENT_OUT = (OutboundState.SENT, OutboundState.IN_FLIGHT, OutboundState.DOUBTFUL)


class MatchedBy(StrEnum):
    """By what a message was recognised as an answer to one of ours, the surest first."""

    #: It names a Message-ID that only we could have made, or that the provider gave our mail.
    MESSAGE_ID = "message_id"
    #: It comes from an address that we wrote to.
    ADDRESS = "address"
    #: It comes from the domain of an account that we wrote to lately.
    ACCOUNT = "account"
    #: A delivery report names a recipient of ours.
    BOUNCED_ADDRESS = "bounced_address"
    #: A person said so.
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as the server handed it out."""

    uid: int
    raw: bytes
    received_at: datetime
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Which mail of ours a message answers, and who wrote it, where we know them."""

    outbound: OutboundMessage
    writer: Contact | None
    by: MatchedBy


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
) -> list[int]:
    """Keep a batch, move the cursor to the UID `up_to`, and hold whom the messages answer: all or nothing.

    A message that is known already, from another folder or before a UIDVALIDITY change, is passed over.
    Returns the ids of what is new.
    """
    if messages:
        # Whom they answer is held. First of all locks: of two who read one mailbox, neither may hold rows meanwhile.
        locks.forbid(session)
    new = [
        stored_id
        for message in messages
        if (stored_id := _store_one(session, mailbox, folder, uidvalidity, message, hold_account, now))
    ]
    cursor = cursor_of(session, mailbox, folder)
    if cursor is None:
        cursor = FolderCursor(
            mailbox=mailbox, folder=folder, uidvalidity=uidvalidity, last_uid=up_to, read_at=now
        )
    restarted = cursor.uidvalidity != uidvalidity
    if restarted:
        forget_folder(session, mailbox=mailbox, folder=folder)
    cursor.uidvalidity = uidvalidity
    cursor.last_uid = up_to if restarted else max(cursor.last_uid, up_to)
    cursor.read_at = now
    session.add(cursor)
    return new


def match_ids(session: Session, key: bytes, ids: Sequence[str]) -> OutboundMessage | None:
    """The mail of ours that one of these Message-IDs names; the first one that does."""
    for text in ids:
        known_as = _bracketed(text)
        if recognise(key, text) is not None:
            # Ours are all lower case; a mail program may have written the domain its own way.
            wanted = OutboundMessage.message_id == known_as.lower()
        else:
            wanted = OutboundMessage.provider_message_id == known_as
        found = session.exec(select(OutboundMessage).where(wanted)).first()
        if found is not None:
            return found
    return None


def match(session: Session, message: Message, now: datetime) -> Match | None:
    """What the message answers: by Message-ID, else by its writer's address, else by the account's domain."""
    key = workspace_key(session)
    address = _address(message.sender.address)
    writer = contact_at(session, address) if address else None
    outbound = match_ids(session, key, (*mentioned_ids(message), *_ids_in_subject(message)))
    if outbound is not None:
        return Match(outbound, writer, MatchedBy.MESSAGE_ID)
    if writer is not None and (last := last_mail_to(session, contact_id=writer.id)) is not None:
        return Match(last, writer, MatchedBy.ADDRESS)
    account_id = account_at_domain(session, address) if address else None
    if account_id is not None:
        last = last_mail_to(session, account_id=account_id)
        if last is not None and last.in_flight_at is not None and last.in_flight_at > now - _COLLEAGUE_WITHIN:
            return Match(last, writer, MatchedBy.ACCOUNT)
    return None


def last_mail_to(
    session: Session,
    *,
    contact_id: int | None = None,
    account_id: int | None = None,
    recipient: str | None = None,
) -> OutboundMessage | None:
    """The newest mail that went, or may have gone, to a contact, an account or an address."""
    statement = (
        select(OutboundMessage)
        .where(col(OutboundMessage.state).in_(_WENT_OUT))
        .order_by(col(OutboundMessage.in_flight_at).desc(), col(OutboundMessage.id).desc())
    )
    if contact_id is not None:
        statement = statement.where(OutboundMessage.contact_id == contact_id)
    if account_id is not None:
        statement = statement.where(OutboundMessage.account_id == account_id)
    if recipient is not None:
        statement = statement.where(OutboundMessage.recipient == recipient)
    return session.exec(statement).first()


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
    account_id = outbound.account_id if hold_account else None
    contact_id = None if hold_account else outbound.contact_id
    enrolling.hold(
        session,
        reason=reason,
        account_id=account_id,
        contact_id=contact_id,
        inbound_id=inbound_id,
        now=now,
    )
    if writer is not None and writer.account_id != account_id and writer.id != contact_id:
        enrolling.hold(session, reason=reason, contact_id=writer.id, inbound_id=inbound_id, now=now)


def answered_mail(session: Session, inbound_id: int) -> OutboundMessage | None:
    """The mail of ours that a stored message answers."""
    answer = session.get(Answer, inbound_id)
    return None if answer is None else session.get(OutboundMessage, answer.outbound_id)


def next_pending(session: Session) -> InboundMessage | None:
    """The oldest message that has not been understood and applied; one that another daemon applies is passed over."""
    return session.exec(
        select(InboundMessage)
        .where(col(InboundMessage.state).in_(PENDING))
        .order_by(col(InboundMessage.attempts), col(InboundMessage.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()


def take_up(session: Session, inbound_id: int) -> InboundMessage | None:
    """The message, locked until the transaction ends; None where it has been applied or set aside meanwhile.

    Between reading a message and applying it nothing is locked, so of two daemons that read it one comes too late.
    """
    inbound = session.get(InboundMessage, inbound_id, with_for_update=True)
    return inbound if inbound is not None and inbound.state in PENDING else None


def messages_this_hour(session: Session, inbound: InboundMessage) -> int:
    """How many messages the writer's address had sent within the hour when this one came, this one included."""
    if not inbound.sender_address:
        return 1
    return int(
        session.exec(
            select(sa.func.count()).where(
                InboundMessage.sender_address == inbound.sender_address,
                InboundMessage.mailbox == inbound.mailbox,
                col(InboundMessage.received_at) > inbound.received_at - timedelta(hours=1),
                col(InboundMessage.received_at) <= inbound.received_at,
            )
        ).one()
    )


def count_pending(session: Session) -> int:
    """Messages that came in and have not been understood and applied."""
    return int(
        session.exec(
            select(sa.func.count()).select_from(InboundMessage).where(col(InboundMessage.state).in_(PENDING))
        ).one()
    )


def move(inbound: InboundMessage, event: InboundEvent) -> None:
    """The message's next state. Raises KeyError where the table has no such move: a fault of ours."""
    inbound.state = INBOUND_TRANSITIONS[inbound.state, event]


def note_failure(session: Session, inbound: InboundMessage, trouble: str, now: datetime) -> bool:
    """Reading it failed once more. True when it is set aside now; the loop never stops at it again."""
    inbound.attempts += 1
    inbound.trouble = one_line(trouble, 400)
    set_aside = inbound.attempts >= MAX_ATTEMPTS
    if set_aside:
        move(inbound, InboundEvent.FAILED_THREE_TIMES)
        record(
            session,
            Happened.MESSAGE_SET_ASIDE,
            now,
            inbound_id=inbound.id,
            contact_id=inbound.contact_id,
            mailbox=inbound.mailbox,
            trouble=inbound.trouble,
        )
    session.add(inbound)
    return set_aside


def find(session: Session, inbound_id: int) -> InboundMessage:
    """Raises NotFound."""
    found = session.get(InboundMessage, inbound_id)
    if found is None:
        raise NotFound(f"There is no message {inbound_id}. `outreach inbox list` shows what came in.")
    return found


def _store_one(
    session: Session,
    mailbox: str,
    folder: str,
    uidvalidity: int,
    incoming: Incoming,
    hold_account: bool,
    now: datetime,
) -> int | None:
    content_hash = hashlib.sha256(incoming.raw).hexdigest()
    known = session.exec(
        select(InboundMessage.id).where(
            InboundMessage.mailbox == mailbox, InboundMessage.content_hash == content_hash
        )
    ).first()
    if known is not None:
        return None
    # The headers only: the body is looked at when the bytes are safe.
    message = read_message(_headers(incoming.raw))
    inbound = InboundMessage(
        mailbox=mailbox,
        folder=folder,
        uidvalidity=uidvalidity,
        uid=incoming.uid,
        message_id=message.message_id[:998] or None,
        content_hash=content_hash,
        raw=incoming.raw,
        truncated=incoming.truncated,
        received_at=incoming.received_at,
        stored_at=now,
        sender_address=_address(message.sender.address) or "",
        sender=one_line(f"{message.sender.name} <{message.sender.address}>".strip(), 320),
        subject=one_line(message.subject, 300),
    )
    session.add(inbound)
    session.flush()
    assert inbound.id is not None
    found = match(session, message, now)
    if found is not None:
        attach(session, inbound, found)
        hold_unread(session, inbound.id, found, hold_account=hold_account, now=now)
    record(session, Happened.MESSAGE_STORED, now, inbound_id=inbound.id, mailbox=mailbox, folder=folder)
    return inbound.id


def _ids_in_subject(message: Message) -> list[str]:
    """Message-IDs of ours that somebody who clicked "unsubscribe" wrote back, under the domain that they wrote to."""
    tokens = _TOKEN.findall(message.subject[:500])
    domains = {domain_of(each.address) for each in message.to[:5] if each.address}
    return [f"<{token}@{domain}>" for token in tokens[:2] for domain in sorted(domains)]


def _headers(raw: bytes) -> bytes:
    ends = [at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0]
    return raw[: min(ends) + 2] if ends else raw[:64_000]


def _bracketed(text: str) -> str:
    return f"<{text.strip().strip('<>')}>"


def _address(text: str) -> str | None:
    try:
        return normalise(text)
    except NotAnAddress:
        return None
