"""Who a mail comes from: one of our mailboxes, with its limits, and the people behind it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from outreach.core.addresses import is_free_mail
from outreach.prospects.law import NO_RULES, LawSource
from outreach.sequences.timing import Timing


@dataclass(frozen=True, slots=True)
class Sender:
    """Who we are, as every mail says it."""

    name: str
    organisation: str
    postal_address: str
    #: Where the web server of the one-click opt-out is reached (https); "": no mail offers it.
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class SendingMailbox:
    """One sending identity. `zone` (IANA) is where its day begins; gaps are in seconds."""

    name: str
    from_name: str
    address: str
    zone: str
    per_day: int
    ramp_start: int
    ramp_step: int
    gap_seconds: tuple[float, float]
    #: Whether it has an IMAP side: then it sends only while it is read.
    is_read: bool = False
    #: First mails to new people in a rolling day, apart from follow-ups; None: as many as it may send.
    new_per_day: int | None = None
    #: Who runs its mail, as in `providers.py`; empty where that is not known.
    provider: str = ""
    #: Puts a signature of our own (DKIM) on a finished mail; None: only its server signs.
    signer: Callable[[bytes, datetime], bytes] | None = field(default=None, repr=False, compare=False)

    def signed(self, message: bytes, at: datetime) -> bytes:
        """The bytes as they go out, signed where that is configured. Before they are frozen, and never again."""
        return message if self.signer is None else self.signer(message, at)


@dataclass(frozen=True, slots=True)
class GuardRules:
    """When a mailbox or a campaign pauses itself. `bounce_share` is in per cent; the windows are in mails."""

    bounce_share: int = 3
    bounce_window: int = 200
    #: Fewer mails than this say nothing about a share.
    bounce_least: int = 50
    complaints: int = 2
    complaint_window: int = 1_000


@dataclass(frozen=True, slots=True)
class SendingRules:
    """The part of the policy that sending obeys. `lease_seconds` outlasts all time-outs from connecting to `354`."""

    sender: Sender
    mailboxes: dict[str, SendingMailbox]
    timing: Timing
    live: bool
    lease_seconds: float = 2_400.0

    #: Mails in a rolling day, from all mailboxes, to recipients at one domain; None: no such limit.
    per_domain: int | None = None
    #: The same for a domain where everybody has a mailbox: its people are no colleagues.
    per_free_mail_domain: int | None = None
    guards: GuardRules = GuardRules()
    #: Who works replies, and how many each of them works in a day; 0: as many as come.
    people: int = 1
    replies_per_person: int = 0
    #: What the countries' rules are asked of. A configuration always brings its own.
    law: LawSource = NO_RULES
    #: Whether the opt-out link that a mail of a sequence names leads to us at this moment; else none of them goes.
    link_is_ours: Callable[[], bool] = field(default=lambda: True, repr=False, compare=False)

    def domain_allowance(self, domain: str) -> int | None:
        """How many mails a recipient domain may get in a rolling day; None: as many as there are."""
        return self.per_free_mail_domain if is_free_mail(domain) else self.per_domain

    def mailbox(self, name: str) -> SendingMailbox:
        return self.mailboxes[name]
