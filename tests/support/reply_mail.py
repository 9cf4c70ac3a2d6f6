"""A reply to "who handles sales?", built with as few or as many traits as a test needs."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from outreach.replies.understanding import SentMail, understand
from outreach.replies.verdict import Verdict

US = "Jo Field <jo@field-and-co.example>"
THEM = "Lee Ames <lee.ames@amesworks.example>"
OUR_ID = "<ask.7f3a@field-and-co.example>"
OUR_SUBJECT = "Who handles sales at Amesworks?"
OUR_TEXT = (
    "Hi Lee,\n\nwho handles sales at Amesworks?\n\nJo Field\nField & Co, 3 Mill Lane, Leeds\n\n"
    'If you would rather not hear from me, just answer "stop".'
)
#: A Tuesday.
RECEIVED = datetime.fromisoformat("2026-10-13T10:20:00+01:00")


def sent_mail(to: str = THEM) -> SentMail:
    return SentMail(message_id=OUR_ID, from_=US, to=to, subject=OUR_SUBJECT, text=OUR_TEXT)


def reply(
    text: str,
    *,
    sender: str = THEM,
    cc: str | None = None,
    subject: str = f"Re: {OUR_SUBJECT}",
    answers: bool = True,
    quoted: bool = False,
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """The raw message; `quoted` puts our mail below, as mail programs do."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, US, subject
    if cc:
        message["Cc"] = cc
    message["Date"] = RECEIVED
    message["Message-ID"] = "<answer.1@amesworks.example>"
    if answers:
        message["In-Reply-To"] = OUR_ID
    for name, value in headers:
        message[name] = value
    if quoted:
        below = "\n".join(f"> {line}" for line in OUR_TEXT.splitlines())
        text = f"{text}\n\nOn Fri, 9 Oct 2026 at 09:13, {US} wrote:\n\n{below}\n"
    message.set_content(text)
    return message.as_bytes()


def verdict_on(text: str, *, to: str = THEM, **traits: object) -> Verdict:
    """What `understand` makes of such a reply."""
    return understand(reply(text, **traits), sent=sent_mail(to), received_at=RECEIVED)  # type: ignore[arg-type]


def delivery_report(status: str, diagnostic: str, *, to: str = "lee.ames@amesworks.example") -> bytes:
    """A bounce as RFC 3464 wants it, with our headers returned."""
    lines = (
        "From: Mail Delivery System <mailer-daemon@field-and-co.example>",
        f"To: {US}",
        "Subject: Undelivered Mail Returned to Sender",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
        "",
        "--b1",
        "Content-Type: text/plain; charset=utf-8",
        "",
        f"Your message to <{to}> could not be delivered.",
        "--b1",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.field-and-co.example",
        "",
        f"Final-Recipient: rfc822; {to}",
        "Action: failed",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {diagnostic}",
        "",
        "--b1",
        "Content-Type: text/rfc822-headers",
        "",
        f"From: {US}",
        f"To: {THEM}",
        f"Subject: {OUR_SUBJECT}",
        f"Message-ID: {OUR_ID}",
        "",
        "--b1--",
        "",
    )
    return "\r\n".join(lines).encode()
