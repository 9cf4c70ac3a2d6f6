"""A mail on its way to one of our mailboxes, with the truth about what it means."""

from dataclasses import dataclass
from datetime import date, datetime

from outreach.core.intents import Intent
from outreach.sandbox.person import Person


@dataclass(frozen=True, slots=True)
class Truth:
    """What a perfect reader would understand; verdicts are checked against it, never made from it."""

    intent: Intent
    #: Who is named in person or as stand-in, with what the mail gives of them.
    named: tuple["Named", ...] = ()
    return_on: date | None = None
    resume_on: date | None = None
    bounced_address: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a mail points to, as far as it tells."""

    name: str
    address: str | None = None
    phone: str | None = None
    #: "text", "cc", "forwarded"; for stand-ins and successors that a machine names "alternate".
    via: str = "text"


@dataclass(frozen=True, slots=True, order=True)
class ScheduledMail:
    """Due at `at` (UTC) in our mailbox `to`. Ordered by when, then by who, so that the order is settled."""

    at: datetime
    #: The person whom it is from or, for a delivery report, about.
    writer: str
    message_id: str
    to: str
    raw: bytes
    #: The Message-ID of our mail that brought it about.
    answers: str
    truth: Truth
    #: RFC 5321 reverse-path; empty for what machines send.
    return_path: str
    #: Whether the recipient's filter takes it for junk.
    looks_like_junk: bool = False


def named(colleague: Person, *, address: bool = False, phone: bool = False, via: str = "text") -> Named:
    """`colleague` as a mail names them."""
    return Named(
        name=colleague.shown_name,
        address=colleague.address if address else None,
        phone=colleague.phone if phone else None,
        via=via,
    )
