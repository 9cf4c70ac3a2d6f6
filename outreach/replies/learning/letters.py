"""Labelled letters, as people write them down, made into the raw messages that a mailbox would hold.

A line of the corpus says who writes what to which of our mails, and what is to be understood from it (the reply set's
labels). What a mail program adds, quotes, subject, headers, HTML, is made here, the same each time.
"""

import base64
import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape
from pathlib import Path
from typing import Any

from outreach.core.intents import AUTOMATIC, Intent
from outreach.replies.reading import SentMail

_OURS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "our_mails.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Letter:
    """One labelled message: `raw` as an IMAP server hands it over, `sent` the mail of ours that it came back to."""

    id: str
    language: str
    raw: bytes
    sent: SentMail
    received_at: datetime
    #: The reply set's labels; a key that is missing is null or empty.
    expected: Mapping[str, Any]


def letters(lines: Iterable[str]) -> Iterator[Letter]:
    """The letters of a corpus file. Raises ValueError with the line's number where one cannot be read."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield letter(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"line {number}: {type(error).__name__}: {error}") from error


def letter(row: Mapping[str, Any]) -> Letter:
    """One line of a corpus file, made into mail. Raises KeyError where a key is missing that must be there."""
    received_at = datetime.fromisoformat(row["received_at"])
    sent = _our_mail(row, received_at - timedelta(days=2, hours=3))
    # What a machine wrote has no new text; of a person's letter it is all of the body unless the writer says otherwise.
    by_machine = Intent(row["expected"]["intent"]) in AUTOMATIC or "Auto-Submitted" in row.get("headers", {})
    expected = {"visible_text": None if by_machine else row["body"].strip()} | dict(row["expected"])
    return Letter(row["id"], row["language"], _raw(row, sent, received_at), sent, received_at, expected)


def labelled_line(found: Letter) -> dict[str, Any]:
    """The letter as a line of the reply set's own schema, for `outreach replies evaluate` and its scorer."""
    sent = found.sent
    nothing: dict[str, Any] = {"referrals": [], "alternates": [], "return_date": None, "resume_date": None}
    nothing |= {"callback_phone": None, "bounced_address": None}
    people = {
        key: [
            {"name": None, "email": None, "phone": None, "title": None} | one
            for one in found.expected.get(key, ())
        ]
        for key in ("referrals", "alternates")
    }
    return {
        "id": found.id,
        "language": found.language,
        "outbound": {
            "message_id": sent.message_id,
            "from": sent.from_,
            "to": sent.to,
            "subject": sent.subject,
            "text": sent.text,
        },
        "received_at": found.received_at.isoformat(),
        "raw_b64": base64.b64encode(found.raw).decode("ascii"),
        "expected": nothing | dict(found.expected) | people,
    }


def _our_mail(row: Mapping[str, Any], sent_at: datetime) -> SentMail:
    language, number = row["language"], _number(row["id"])
    us, to, mails = _OURS[language]["from"], row["addressee"], _OURS[language]["mails"]
    ours = mails[number % len(mails)]
    values = {"first": parseaddr(to)[0].split(" ")[0], "company": row["company"], "me": parseaddr(us)[0]}
    return SentMail(
        message_id=f"<{hashlib.sha256(row['id'].encode()).hexdigest()[:20]}@{parseaddr(us)[1].partition('@')[2]}>",
        from_=us,
        to=to,
        subject=ours["subject"].format(**values),
        text=ours["text"].format(**values),
        sent_at=sent_at,
    )


def _raw(row: Mapping[str, Any], sent: SentMail, received_at: datetime) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = _address(row.get("from", row["addressee"])), _address(sent.from_)
    if row.get("cc"):
        message["Cc"] = row["cc"]
    message["Subject"] = row.get("subject", f"Re: {sent.subject}")
    message["Date"] = format_datetime(received_at)
    message["Message-ID"] = (
        f"<{_number(row['id']):x}@{parseaddr(row.get('from', row['addressee']))[1].partition('@')[2]}>"
    )
    if row["expected"]["intent"] != "other" or row.get("quoted"):
        message["In-Reply-To"] = sent.message_id
        message["References"] = sent.message_id
    for name, value in row.get("headers", {}).items():
        if name.lower() not in ("from", "to", "date", "message-id", "subject", "cc"):
            del message[name]
            message[name] = value
    plain, html = _plain(row, sent), _html(row, sent)
    if row.get("html") == "only":
        message.set_content(html, subtype="html", cte="quoted-printable")
    else:
        message.set_content(plain, cte="quoted-printable")
        if row.get("html"):
            message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def _plain(row: Mapping[str, Any], sent: SentMail) -> str:
    quoted = row.get("quoted")
    if not quoted:
        return str(row["body"])
    prefix = quoted.get("prefix", "> ")
    block = "\n".join(f"{prefix}{line}".rstrip() for line in sent.text.splitlines())
    block = f"{_attribution(quoted, sent)}\n\n{block}"
    return f"{block}\n\n{row['body']}" if quoted.get("where") == "above" else f"{row['body']}\n\n{block}\n"


def _html(row: Mapping[str, Any], sent: SentMail) -> str:
    body = f"<div>{_lines(row['body'])}</div>"
    quoted = row.get("quoted")
    if not quoted:
        return f"<html><body>{body}</body></html>"
    attribution = _lines(_attribution(quoted, sent))
    if quoted.get("prefix", "> ").strip():
        text = f"<blockquote>{_lines(sent.text)}</blockquote>"
        block = f'<div class="gmail_quote"><div class="gmail_attr">{attribution}</div>{text}</div>'
    else:
        rule = "border:none;border-top:solid #E1E1E1 1.0pt"
        block = f'<div style="{rule}">{attribution}</div><div>{_lines(sent.text)}</div>'
    both = (block, body) if quoted.get("where") == "above" else (body, block)
    return f"<html><body>{'<br>'.join(both)}</body></html>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _attribution(quoted: Mapping[str, Any], sent: SentMail) -> str:
    us, us_address = parseaddr(sent.from_)
    assert sent.sent_at is not None
    values = {
        "{us}": us,
        "{us_address}": us_address,
        "{them}": sent.to,
        "{subject}": sent.subject,
        "{date}": sent.sent_at.strftime("%d.%m.%Y %H:%M"),
    }
    text = str(quoted["attribution"])
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def _address(written: str) -> Address | str:
    name, address = parseaddr(written)
    user, at, domain = address.rpartition("@")
    return Address(name, user, domain) if at else written


def _number(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
