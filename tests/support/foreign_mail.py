"""Raw foreign mail for tests, written by hand: headers as given, no library that would mend them."""

from collections.abc import Sequence

OURS = "<q1.20261005@leadbridge.example>"


def mail(
    text: str = "Hello.",
    *,
    headers: Sequence[str] = (),
    sender: str = "Mark Henley <mark@henley-tools.example>",
    subject: str = "Re: Who looks after new customers?",
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    """One message with CRLF line ends, as an IMAP server hands it over."""
    lines = [
        f"From: {sender}",
        "To: Tom Aldridge <tom@leadbridge.example>",
        f"Subject: {subject}",
        "Date: Mon, 5 Oct 2026 12:13:05 +0100",
        "Message-ID: <answer@henley-tools.example>",
        *headers,
        f"Content-Type: {content_type}",
        "",
        text,
    ]
    return "\n".join(lines).encode().replace(b"\n", b"\r\n")


def multipart(kind: str, *parts: str) -> tuple[str, str]:
    """Content type and body of a multipart message; each part begins with its own headers."""
    body = "".join(f"--edge\n{part}\n" for part in parts) + "--edge--\n"
    return f'multipart/{kind}; boundary="edge"', body


def returned(
    message_id: str = OURS, to: str = "rob@brackley.example", subject: str = "Who handles sales?"
) -> str:
    """The headers of our mail as they come back."""
    return f"From: Tom Aldridge <tom@leadbridge.example>\nTo: {to}\nSubject: {subject}\nMessage-ID: {message_id}\n"


def delivery_report(said: str, status: str, *, sender: str = "MAILER-DAEMON@mx.brackley.example") -> bytes:
    """A report as RFC 3464 wants it: words, fields, returned headers."""
    content_type, body = multipart(
        "report; report-type=delivery-status",
        f"Content-Type: text/plain; charset=utf-8\n\n{said}",
        f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.brackley.example\n\n{status}",
        f"Content-Type: text/rfc822-headers\n\n{returned()}",
    )
    return mail(
        body,
        sender=f"Mail Delivery System <{sender}>",
        subject="Undelivered Mail Returned to Sender",
        content_type=content_type,
        headers=("Return-Path: <>", "Auto-Submitted: auto-replied"),
    )
