"""Who a mail comes from: one of our mailboxes, with its limits, and the people behind it."""

from dataclasses import dataclass

from outreach.sequences.timing import Timing


@dataclass(frozen=True, slots=True)
class Sender:
    """Who we are, as every mail says it."""

    name: str
    organisation: str
    postal_address: str


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


@dataclass(frozen=True, slots=True)
class SendingRules:
    """The part of the policy that sending obeys. `lease_seconds` outlasts all time-outs from connecting to `354`."""

    sender: Sender
    mailboxes: dict[str, SendingMailbox]
    timing: Timing
    live: bool
    lease_seconds: float = 2_400.0

    def mailbox(self, name: str) -> SendingMailbox:
        return self.mailboxes[name]
