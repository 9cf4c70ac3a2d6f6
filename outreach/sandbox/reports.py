"""Delivery reports (RFC 3464): the mail was taken, and came back later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime

from outreach.core.addresses import domain_of
from outreach.core.intents import Intent
from outreach.sandbox.draw import draw, number, pick, token
from outreach.sandbox.mime import (
    Correspondent,
    Encoding,
    Headers,
    Part,
    address_list,
    attached_mail,
    message,
    multipart,
    raw_part,
    text_part,
    unstructured,
)
from outreach.sandbox.person import Person
from outreach.sandbox.received import ReceivedMail
from outreach.sandbox.scheduled import ScheduledMail, Truth

#: Minutes until the report comes.
REPORTED_AFTER_MINUTES = (2, 240)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it failed: the enhanced status (RFC 3463) and what the other server said."""

    status: str
    diagnostics: tuple[str, ...]
    intent: Intent


NO_SUCH_USER = Reason(
    "5.1.1",
    (
        "550 5.1.1 <{address}>: Recipient address rejected: User unknown",
        "550-5.1.1 The email account that you tried to reach does not exist.",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {address} not found by SMTP address lookup",
    ),
    Intent.BOUNCE_HARD,
)
MAILBOX_FULL = Reason(
    "5.2.2",
    ("552 5.2.2 <{address}>: Mailbox is full", "554 5.2.2 Quota exceeded (mailbox for user is full)"),
    Intent.BOUNCE_SOFT,
)


def delivery_report(
    person: Person, reason: Reason, mail: ReceivedMail, now: datetime, seed: int
) -> ScheduledMail:
    """The report about `mail`, to whom its envelope names, a while after `now`."""
    identity = token(32, seed, "report", person.address, mail.number)
    minutes = number(*REPORTED_AFTER_MINUTES, seed, "report", identity)
    at = (now + timedelta(minutes=minutes)).replace(microsecond=0)
    message_id = f"<{at:%Y%m%d%H%M%S}.{identity[:10].upper()}@{_our_server(mail)}>"
    # Exchange sends the whole mail back, others only its headers; both keep our Message-ID.
    whole = draw(seed, "whole", person.address) < 0.5
    diagnostic = pick(reason.diagnostics, seed, "diagnostic", person.address).format(address=person.address)
    content = _report(person, reason, diagnostic, mail, identity=identity, whole=whole)
    return ScheduledMail(
        at=at,
        writer=person.address,
        message_id=message_id,
        to=mail.envelope_sender,
        raw=message(_headers(mail, at, message_id, whole=whole), content),
        answers=mail.message_id,
        truth=Truth(reason.intent, bounced_address=person.address),
        return_path="",
    )


def _headers(mail: ReceivedMail, at: datetime, message_id: str, *, whole: bool) -> Headers:
    subject = (
        unstructured(f"Undeliverable: {mail.subject}") if whole else "Undelivered Mail Returned to Sender"
    )
    return [
        ("From", address_list([Correspondent("Mail Delivery System", f"MAILER-DAEMON@{_our_server(mail)}")])),
        ("To", mail.envelope_sender),
        ("Subject", subject),
        ("Date", format_datetime(at)),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-replied"),
        ("MIME-Version", "1.0"),
    ]


def _report(
    person: Person, reason: Reason, diagnostic: str, mail: ReceivedMail, *, identity: str, whole: bool
) -> Part:
    parts = [
        text_part(
            _explanation(person, diagnostic, mail),
            subtype="plain",
            charset="us-ascii",
            encoding=Encoding.SEVEN_BIT,
        ),
        raw_part("message/delivery-status", _status(person, reason, diagnostic, mail)),
        _returned(mail, whole=whole),
    ]
    return multipart("report; report-type=delivery-status", f"{identity[:20]}/{_our_server(mail)}", parts)


def _explanation(person: Person, diagnostic: str, mail: ReceivedMail) -> str:
    return (
        f"This is the mail system at {_our_server(mail)}.\n\n"
        "Your mail could not be delivered to the address below. What was tried is attached.\n\n"
        f"<{person.address}>: host {_their_server(person)} said:\n    {diagnostic}\n"
    )


def _status(person: Person, reason: Reason, diagnostic: str, mail: ReceivedMail) -> str:
    return (
        f"Reporting-MTA: dns; {_our_server(mail)}\n"
        f"Arrival-Date: {format_datetime(mail.sent_at)}\n\n"
        f"Final-Recipient: rfc822; {person.address}\n"
        f"Original-Recipient: rfc822;{person.address}\n"
        "Action: failed\n"
        f"Status: {reason.status}\n"
        f"Remote-MTA: dns; {_their_server(person)}\n"
        f"Diagnostic-Code: smtp; {diagnostic}\n"
    )


def _returned(mail: ReceivedMail, *, whole: bool) -> Part:
    if whole:
        return attached_mail("message/rfc822", mail.raw)
    return attached_mail("text/rfc822-headers", mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n")


def _our_server(mail: ReceivedMail) -> str:
    return f"mx.{domain_of(mail.envelope_sender)}"


def _their_server(person: Person) -> str:
    return f"mx.{person.company.domain}"
