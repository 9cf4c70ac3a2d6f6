"""A mail of ours as it arrives at the one it was written to."""

import email
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from urllib.parse import unquote

_MAILTO = re.compile(r"<mailto:([^?>]+)(?:\?([^>]*))?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OptOutButton:
    """Where `List-Unsubscribe` (RFC 2369) asks a mail program to write to."""

    address: str
    subject: str


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """What a recipient's mail program knows about a mail of ours, and how many came before it."""

    envelope_sender: str
    recipient: str
    raw: bytes
    sender_name: str
    sender_address: str
    subject: str
    text: str
    message_id: str
    references: str
    sent_at: datetime
    #: When the earlier mails of ours to the same person came; the simulated people remember.
    earlier: tuple[datetime, ...] = ()
    button: OptOutButton | None = None

    @property
    def number(self) -> int:
        """The how-manieth mail of ours to this person it is, from 1."""
        return len(self.earlier) + 1

    @property
    def sender_first_name(self) -> str:
        """What somebody answering would call us."""
        return self.sender_name.split()[0] if self.sender_name else ""


def read_mail(
    raw: bytes, *, envelope_sender: str, recipient: str, now: datetime, earlier: tuple[datetime, ...] = ()
) -> ReceivedMail:
    """The mail `raw` as its recipient sees it; `now` stands in for a missing date."""
    message = email.message_from_bytes(raw)
    # Taken apart before it is decoded: a decoded name may hold a comma.
    name, address = parseaddr(str(message.get("Reply-To") or message.get("From", "")))
    return ReceivedMail(
        envelope_sender=envelope_sender,
        recipient=recipient,
        raw=raw,
        sender_name=_decoded(name),
        sender_address=address or envelope_sender,
        subject=_header(message, "Subject"),
        text=_text(message),
        message_id=_header(message, "Message-ID"),
        references=_header(message, "References") or _header(message, "In-Reply-To"),
        sent_at=_date(_header(message, "Date"), now),
        earlier=earlier,
        button=_button(_header(message, "List-Unsubscribe")),
    )


def _header(message: Message, name: str) -> str:
    return _decoded(str(message.get(name, "")))


def _decoded(value: str) -> str:
    return " ".join(str(make_header(decode_header(value))).split())


def _text(message: Message) -> str:
    """The first part of plain text, or of any text where there is none."""
    texts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    plain = [part for part in texts if part.get_content_subtype() == "plain"]
    for part in [*plain, *texts][:1]:
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        charset = part.get_content_charset("utf-8")
        return content.decode(charset, "replace").replace("\r\n", "\n").strip("\n")
    return ""


def _date(written: str, now: datetime) -> datetime:
    try:
        sent = parsedate_to_datetime(written)
    except ValueError:
        return now
    return sent if sent.tzinfo else now


def _button(header: str) -> OptOutButton | None:
    found = _MAILTO.search(header)
    if found is None:
        return None
    fields = dict(pair.split("=", 1) for pair in (found[2] or "").split("&") if "=" in pair)
    return OptOutButton(unquote(found[1]), unquote(fields.get("subject", "unsubscribe")))
