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
    host = f"mx.{domain_of(mail.envelope_sender)}"
    message_id = f"<{at:%Y%m%d%H%M%S}.{identity[:10].upper()}@{host}>"
    diagnostic = pick(reason.diagnostics, seed, "diagnostic", person.address).format(address=person.address)
    # Exchange sends the whole mail back, others only its headers; both keep our Message-ID.
    whole = draw(seed, "whole", person.address) < 0.5
    headers = [
        ("From", address_list([Correspondent("Mail Delivery System", f"MAILER-DAEMON@{host}")])),
        ("To", mail.envelope_sender),
        (
            "Subject",
            unstructured(f"Undeliverable: {mail.subject}")
            if whole
            else "Undelivered Mail Returned to Sender",
        ),
        ("Date", format_datetime(at)),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-replied"),
        ("MIME-Version", "1.0"),
    ]
    content = _report(host, person, reason, diagnostic, mail, identity=identity, whole=whole)
    return ScheduledMail(
        at=at,
        writer=person.address,
        message_id=message_id,
        to=mail.envelope_sender,
        raw=message(headers, content),
        answers=mail.message_id,
        truth=Truth(reason.intent, bounced_address=person.address),
        return_path="",
    )


def _report(
    host: str,
    person: Person,
    reason: Reason,
    diagnostic: str,
    mail: ReceivedMail,
    *,
    identity: str,
    whole: bool,
) -> Part:
    server = f"mx.{person.company.domain}"
    explanation = (
        f"This is the mail system at {host}.\n\nYour mail could not be delivered to the address below. "
        f"What was tried is attached.\n\n<{person.address}>: host {server} said:\n    {diagnostic}\n"
    )
    status = (
        f"Reporting-MTA: dns; {host}\nArrival-Date: {format_datetime(mail.sent_at)}\n\n"
        f"Final-Recipient: rfc822; {person.address}\nOriginal-Recipient: rfc822;{person.address}\n"
        f"Action: failed\nStatus: {reason.status}\nRemote-MTA: dns; {server}\n"
        f"Diagnostic-Code: smtp; {diagnostic}\n"
    )
    headers_only = mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n"
    returned = (
        attached_mail("message/rfc822", mail.raw)
        if whole
        else attached_mail("text/rfc822-headers", headers_only)
    )
    parts = [
        text_part(explanation, subtype="plain", charset="us-ascii", encoding=Encoding.SEVEN_BIT),
        raw_part("message/delivery-status", status),
        returned,
    ]
    return multipart("report; report-type=delivery-status", f"{identity[:20]}/{host}", parts)
