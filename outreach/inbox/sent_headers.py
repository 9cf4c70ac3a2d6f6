"""What the header of a copy in a Sent folder tells: whose mail it is, to whom it went, and when. Never an exception."""

import hashlib
from datetime import datetime

from outreach.core.untrusted import one_line
from outreach.inbox.header_fields import correspondents, field_text, message_ids, moment, read_fields
from outreach.sending.message_ids import id_named_in
from outreach.sending.sent_folder import SeenMail

#: The fields that are asked for.
FIELDS = ("Message-ID", "Date", "To", "Subject", "List-Unsubscribe")


def read_copy(fields: bytes, *, mailbox_address: str, received_at: datetime, now: datetime) -> SeenMail:
    """The mail whose copy has these header fields. Its Date is believed, but never a future one.

    A provider that replaces our Message-ID (Outlook.com) leaves List-Unsubscribe as it was; ours stands in it.
    """
    found: dict[str, bytes] = {}
    for name, value in read_fields(fields.replace(b"\r\n", b"\n")).fields:
        found.setdefault(name, value)
    written_at = moment(field_text(found.get("date", b"")))
    recipients = frozenset(each.address for each in correspondents(found.get("to", b"")) if each.address)
    ids = message_ids(field_text(found.get("message-id", b"")))
    named = field_text(found.get("list-unsubscribe", b""))
    lies_there = ids[0] if ids else None
    return SeenMail(
        message_id=lies_there or _made_up(written_at or received_at, recipients),
        own_id=id_named_in(named, mailbox_address=mailbox_address) or _lower(lies_there),
        recipients=recipients,
        sent_at=min(written_at or received_at, now),
        subject=one_line(field_text(found.get("subject", b"")), 300),
    )


def _lower(message_id: str | None) -> str | None:
    # Ours are all lower case; a provider may have written the domain its own way.
    return None if message_id is None else message_id.lower()


def _made_up(at: datetime, recipients: frozenset[str]) -> str:
    """The same for the same mail, also when its folder is numbered anew."""
    text = "\0".join((at.isoformat(), *sorted(recipients)))
    return f"<none.{hashlib.sha256(text.encode()).hexdigest()[:32]}>"
