"""Whether a message lies here already: from another folder, from before a renumbering, or as a second delivery."""

import hashlib
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.database.statements import among
from outreach.database.workspace import keyed_hash, workspace_key
from outreach.inbox.header_fields import field_text, message_ids, read_fields
from outreach.inbox.model import InboundMessage

#: Header fields that a letter keeps on its way, whatever filters and servers write above them.
_LASTING = frozenset({"from", "date", "subject"})

#: Letters under one Message-ID that a further one is compared with, the newest first.
_MOST_OF_ONE_ID = 20


def is_stored(
    session: Session, mailbox: str, raw: bytes, *, message_id: str | None, provider_id: str | None
) -> bool:
    """Whether the mailbox's letter is known, by its bytes, by the server's own id, or as the same letter again.

    A Message-ID alone proves nothing: whoever uses one twice has written two letters. What only differs in what
    the way has added to the header (Received, a spam filter's marks) is one letter that came twice.
    """
    same_bytes = select(InboundMessage.id).where(
        InboundMessage.mailbox == mailbox, InboundMessage.content_hash == content_hash(raw)
    )
    if session.exec(same_bytes).first() is not None:
        return True
    if message_id is None:
        return False
    rows = session.exec(
        select(InboundMessage.id, InboundMessage.provider_id, InboundMessage.emptied_at)
        .where(
            col(InboundMessage.message_id).in_([message_id, emptied_id(workspace_key(session), message_id)]),
            InboundMessage.mailbox == mailbox,
        )
        .order_by(col(InboundMessage.id).desc())
    ).all()
    if provider_id is not None and any(known_as == provider_id for _, known_as, _ in rows):
        return True
    if any(emptied_at is not None for _, _, emptied_at in rows):
        # There is nothing left to compare it with, and what was taken out must not come back by another way.
        return True
    letter = _letter(raw)
    # One by one: whoever uses an id a hundred times must not have all that they wrote in our memory at once.
    return any(_letter(_raw_of(session, known)) == letter for known, _, _ in rows[:_MOST_OF_ONE_ID])


def known_among(
    session: Session, mailbox: str, hashes: Sequence[str], message_ids: Sequence[str]
) -> tuple[set[str], set[str]]:
    """Of these hashes those of stored messages of the mailbox; of these Message-IDs those of any stored message.

    Whether a message under a known id is the same letter is another question.
    """
    connection = session.connection()
    by_hash = connection.execute(_KNOWN_HASHES, {"mailbox": mailbox, "hashes": list(hashes)}).scalars()
    key = workspace_key(session)
    plain = {emptied_id(key, each): each for each in message_ids}
    by_id = connection.execute(_KNOWN_IDS, {"ids": [*message_ids, *plain]}).scalars()
    return set(by_hash), {plain.get(each, each) for each in by_id if each is not None}


def emptied_id(key: bytes, message_id: str) -> str:
    """What stands for the Message-ID of a letter that was erased: theirs may say who they are."""
    return f"erased:{keyed_hash(key, 'message-id', message_id)}"


def _raw_of(session: Session, inbound_id: int | None) -> bytes:
    return session.exec(select(InboundMessage.raw).where(InboundMessage.id == inbound_id)).one()


_OF_MAILBOX = col(InboundMessage.mailbox) == sa.bindparam("mailbox")
_KNOWN_HASHES = sa.select(col(InboundMessage.content_hash)).where(
    _OF_MAILBOX, among(col(InboundMessage.content_hash), "hashes")
)
# Not by mailbox: SQLite would walk through all that the mailbox has.
_KNOWN_IDS = sa.select(col(InboundMessage.message_id)).where(among(col(InboundMessage.message_id), "ids"))


def content_hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def known_provider_ids(session: Session, mailbox: str, ids: Iterable[str]) -> set[tuple[str, str | None]]:
    """Of these ids of the server's own, those of stored messages of the mailbox, each with its Message-ID."""
    # The mailbox is compared here: SQLite would walk through all that it has.
    rows = session.exec(
        select(InboundMessage.provider_id, InboundMessage.message_id, InboundMessage.mailbox).where(
            col(InboundMessage.provider_id).in_(list(ids))
        )
    ).all()
    return {
        (provider_id, message_id)
        for provider_id, message_id, whose in rows
        if provider_id is not None and whose == mailbox
    }


def header_of(raw: bytes) -> bytes:
    """The header, with the end of its last line, of however much there is of the message."""
    ends = [at for at in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if at >= 0]
    return raw[: min(ends) + 2] if ends else raw[:64_000]


def named_id(value: bytes) -> str | None:
    """The Message-ID as it is kept of a stored message, out of its header field."""
    ids = message_ids(field_text(value))
    return ids[0][:998] if ids else None


def _letter(raw: bytes) -> tuple[object, ...]:
    """What makes it this letter: who says when that it was written about what, and all that stands in it."""
    header = header_of(raw)
    fields = read_fields(header.replace(b"\r\n", b"\n")).fields
    return sorted((name, value) for name, value in fields if name in _LASTING), raw[len(header) :]
