"""Which messages of a folder that also holds our own mail (Gmail's All Mail) are letters to us, and not stored yet.

Asked before a body is fetched: most of such a folder has been read in the Inbox, or was written by us.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach.database.workspace import workspace_key
from outreach.inbox.already_stored import known_provider_ids, named_id
from outreach.inbox.header_fields import correspondents, read_fields
from outreach.sending.message_ids import recognise

#: The header fields that are asked for.
FIELDS = ("From", "Message-ID")

#: Gmail's labels of what nobody has sent to us (in lower case).
_NO_LETTERS = frozenset({"\\sent", "\\draft", "\\drafts"})
#: A mail to oneself is sent, and a letter.
_A_LETTER = "\\inbox"


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is known of a message before its body is fetched."""

    uid: int
    provider_id: str | None
    #: Gmail's, in lower case; empty elsewhere.
    labels: frozenset[str]
    #: The header fields that were asked for.
    fields: bytes


def to_fetch(session: Session, mailbox: str, address: str, glimpses: Sequence[Glimpse]) -> list[int]:
    """The UIDs of the letters among them that may be new. `address` is the mailbox's own."""
    key = workspace_key(session)
    known = known_provider_ids(session, mailbox, {each.provider_id for each in glimpses if each.provider_id})
    return [
        each.uid
        for each in glimpses
        if not (_is_known(each, known) or is_own(each.fields, each.labels, address=address, key=key))
    ]


def is_own(fields: bytes, labels: frozenset[str], *, address: str, key: bytes) -> bool:
    """Whether we wrote it: by Gmail's labels, by its From, or by a Message-ID that only we could have made."""
    if labels & _NO_LETTERS and _A_LETTER not in labels:
        return True
    found = _found(fields)
    if any(writer.address == address for writer in correspondents(found.get("from", b""))[:1]):
        return True
    message_id = named_id(found.get("message-id", b""))
    return message_id is not None and recognise(key, message_id.lower()) is not None


def _is_known(glimpse: Glimpse, known: set[tuple[str, str | None]]) -> bool:
    # Not by the server's id alone: a server that gives one id to two messages must not cost us one of them.
    return (glimpse.provider_id or "", named_id(_found(glimpse.fields).get("message-id", b""))) in known


def _found(fields: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for name, value in read_fields(fields.replace(b"\r\n", b"\n")).fields:
        found.setdefault(name, value)
    return found
