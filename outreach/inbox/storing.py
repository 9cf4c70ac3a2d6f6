"""A batch of messages stored at once: what of it is new, whose answers they are, and who is held because of them.

Set by set and not letter by letter: a mailbox with years of mail in it is read at the speed of the disk.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database.events import record_many
from outreach.database.statements import among
from outreach.database.workspace import workspace_key
from outreach.inbox.already_stored import content_hash, header_of, is_stored, known_among
from outreach.inbox.answerable_mails import mails_with_ids
from outreach.inbox.matching import mentioned_ids
from outreach.inbox.message import Message, read_header
from outreach.inbox.model import Answer, InboundMessage, InboundState, MatchedBy
from outreach.inbox.whose_answer import address_of, match
from outreach.prospects.model import Contact
from outreach.sending.model import OutboundMessage
from outreach.sequences import enrolling
from outreach.sequences.enrolling import Held
from outreach.sequences.model import HoldReason


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message as the server handed it out."""

    uid: int
    raw: bytes
    received_at: datetime
    truncated: bool = False
    #: The server's own id, which outlives a move to another folder, where it has one.
    provider_id: str | None = None


class Where(NamedTuple):
    """Where a batch was read."""

    mailbox: str
    folder: str
    uidvalidity: int


class Mail(Protocol):
    """What must be known of a mail of ours, to hold whom an answer to it concerns."""

    @property
    def account_id(self) -> int: ...

    @property
    def contact_id(self) -> int: ...


class Person(Protocol):
    """What must be known of who wrote."""

    @property
    def id(self) -> int | None: ...

    @property
    def account_id(self) -> int: ...


class _Mail(NamedTuple):
    id: int
    account_id: int
    contact_id: int


class _Person(NamedTuple):
    id: int | None
    account_id: int
    address: str


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message with what its header says; the body is looked at when the bytes are safe."""

    incoming: Incoming
    message: Message
    message_id: str | None
    hash: str
    sender_address: str


@dataclass(frozen=True, slots=True)
class _Answered:
    """Which mail a letter answers, and who wrote it, where we know them."""

    mail: _Mail
    writer: _Person | None
    by: MatchedBy


def keep_new(
    session: Session, messages: Sequence[Incoming], where: Where, *, hold_account: bool, now: datetime
) -> list[int]:
    """Store what is not known yet, and hold whom it concerns; the ids of what is new."""
    stored: list[int] = []
    for letters in _rounds([_letter(each) for each in messages]):
        new = _new_among(session, where.mailbox, letters)
        if new:
            stored += _keep(session, new, where, hold_account=hold_account, now=now)
    return stored


def concerned(mail: Mail, writer: Person | None, *, inbound_id: int, hold_account: bool) -> list[Held]:
    """Whom an answer holds: the account that we wrote to, or only the contact; and the writer, if somebody else."""
    account_id = mail.account_id if hold_account else None
    contact_id = None if hold_account else mail.contact_id
    held = [Held(inbound_id, contact_id=contact_id, account_id=account_id)]
    if writer is not None and writer.account_id != account_id and writer.id != contact_id:
        held.append(Held(inbound_id, contact_id=writer.id))
    return held


def _letter(incoming: Incoming) -> _Letter:
    message = read_header(header_of(incoming.raw))
    message_id = message.message_id[:998] or None
    return _Letter(incoming, message, message_id, content_hash(incoming.raw), address_of(message))


def _rounds(letters: Sequence[_Letter]) -> Iterator[list[_Letter]]:
    """The letters in rounds, such that no two of one round may be the same letter."""
    left = list(letters)
    while left:
        seen: set[str] = set()
        taken: list[_Letter] = []
        later: list[_Letter] = []
        for letter in left:
            marks = {letter.hash} | ({letter.message_id} if letter.message_id else set())
            (later if marks & seen else taken).append(letter)
            seen |= marks
        yield taken
        left = later


def _new_among(session: Session, mailbox: str, letters: Sequence[_Letter]) -> list[_Letter]:
    hashes = [letter.hash for letter in letters]
    ids = [letter.message_id for letter in letters if letter.message_id]
    known_hashes, known_ids = known_among(session, mailbox, hashes, ids)
    return [
        letter
        for letter in letters
        if letter.hash not in known_hashes
        and not (letter.message_id in known_ids and _is_stored(session, mailbox, letter))
    ]


def _is_stored(session: Session, mailbox: str, letter: _Letter) -> bool:
    incoming = letter.incoming
    return is_stored(
        session, mailbox, incoming.raw, message_id=letter.message_id, provider_id=incoming.provider_id
    )


def _keep(
    session: Session, letters: Sequence[_Letter], where: Where, *, hold_account: bool, now: datetime
) -> list[int]:
    answered = _answered_by(session, letters, where.mailbox, now)
    rows = [_row(letter, where, answered.get(letter.hash), now) for letter in letters]
    ids: list[int] = list(session.connection().execute(_INSERT, rows).scalars())
    pairs = [(number, answered.get(letter.hash)) for number, letter in zip(ids, letters, strict=True)]
    answers = [{"inbound_id": number, "outbound_id": each.mail.id} for number, each in pairs if each]
    if answers:
        session.connection().execute(_INSERT_ANSWER, answers)
    held = [
        one
        for number, each in pairs
        if each
        for one in concerned(each.mail, each.writer, inbound_id=number, hold_account=hold_account)
    ]
    # Nothing more goes to whom a message concerns until it has been understood (invariant 3).
    enrolling.hold_many(session, held, reason=HoldReason.UNREAD_REPLY, now=now)
    about = {"at": now, "mailbox": where.mailbox, "details": {"folder": where.folder}}
    record_many(session, Happened.MESSAGE_STORED, [about | {"inbound_id": number} for number in ids])
    return ids


def _row(letter: _Letter, where: Where, answered: _Answered | None, now: datetime) -> dict[str, Any]:
    incoming, sender = letter.incoming, letter.message.sender
    writer = None if answered is None else answered.writer
    return {
        "mailbox": where.mailbox,
        "folder": where.folder,
        "uidvalidity": where.uidvalidity,
        "uid": incoming.uid,
        "message_id": letter.message_id,
        "content_hash": letter.hash,
        "raw": incoming.raw,
        "truncated": incoming.truncated,
        "received_at": incoming.received_at,
        "stored_at": now,
        "state": InboundState.STORED,
        "attempts": 0,
        "trouble": "",
        "sender_address": letter.sender_address,
        "sender": one_line(f"{sender.name} <{sender.address}>".strip(), 320),
        "subject": one_line(letter.message.subject, 300),
        "provider_id": incoming.provider_id,
        "contact_id": None if writer is None else writer.id,
        "matched_by": None if answered is None else answered.by.value,
    }


# --- whose answers they are ----------------------------------------------------------------------------------------


def _answered_by(
    session: Session, letters: Sequence[_Letter], mailbox: str, now: datetime
) -> dict[str, _Answered]:
    """By the hash of each letter what it answers: most by a Message-ID of ours, the others by the further rungs."""
    ids_of = {letter.hash: mentioned_ids(letter.message) for letter in letters}
    named = mails_with_ids(session, workspace_key(session), {one for ids in ids_of.values() for one in ids})
    mails = {mail.id: mail for mail in _mails(session, sorted(set(named.values())))}
    writers = _people_at(session, sorted({letter.sender_address for letter in letters}))
    answered = {}
    for letter in letters:
        first = next((named[one] for one in ids_of[letter.hash] if one in named), None)
        if first is not None:
            writer = writers.get(letter.sender_address)
            answered[letter.hash] = _Answered(mails[first], writer, MatchedBy.MESSAGE_ID)
        elif (found := _by_further_rungs(session, letter, mailbox, now)) is not None:
            answered[letter.hash] = found
    return answered


def _by_further_rungs(session: Session, letter: _Letter, mailbox: str, now: datetime) -> _Answered | None:
    found = match(session, letter.message, mailbox=mailbox, now=now)
    if found is None:
        return None
    mail, writer = found.outbound, found.writer
    assert mail.id is not None
    person = None if writer is None else _Person(writer.id, writer.account_id, writer.address)
    return _Answered(_Mail(mail.id, mail.account_id, mail.contact_id), person, found.by)


def _mails(session: Session, ids: Sequence[int]) -> list[_Mail]:
    rows = session.connection().execute(_MAILS, {"ids": list(ids)}) if ids else ()
    return [_Mail(row[0], row[1], row[2]) for row in rows]


def _people_at(session: Session, addresses: Sequence[str]) -> Mapping[str, _Person]:
    rows = session.connection().execute(_PEOPLE, {"addresses": list(addresses)})
    return {row.address: _Person(*row) for row in rows}


_MAILS: Any = sa.select(
    col(OutboundMessage.id),
    col(OutboundMessage.account_id),
    col(OutboundMessage.contact_id),
).where(among(col(OutboundMessage.id), "ids"))
_PEOPLE = sa.select(col(Contact.id), col(Contact.account_id), col(Contact.address)).where(
    among(col(Contact.address), "addresses")
)
_INSERT: Any = sa.insert(InboundMessage.__table__).returning(  # type: ignore[attr-defined]
    col(InboundMessage.id), sort_by_parameter_order=True
)
_INSERT_ANSWER = sa.insert(Answer.__table__)  # type: ignore[attr-defined]
