"""What a failed delivery leads to: for the address, for the mailbox that sent, and for its domain.

A report comes hours after the mail went out, and may be forged: the address's part follows by itself where the report
is proven to be about a mail of ours; for mailbox and domain the row is advice to a person, beside the guards that
pause by the share of failures. What a server answers at once has a table of its own (`sending/answer_table.py`).
"""

from dataclasses import dataclass
from enum import StrEnum

from outreach.inbox.failure_reasons import Outcome, Reason


class Address(StrEnum):
    """What becomes of the address."""

    SUPPRESSED = "suppressed"  # dead: never written to again
    DOUBTED = "doubted"  # said to be dead, but not proven: nothing is done on that word alone
    AGAIN_LATER = "again later"  # the next step comes when it is due
    KEPT = "kept"  # the report says nothing about it


class Sender(StrEnum):
    """What is advised for our mailbox, or for all mailboxes of our domain."""

    GOES_ON = "goes on"
    SLOWER = "slower"  # fewer mails a day until no more such reports come
    PAUSED = "paused"  # nothing more until the cause is known


@dataclass(frozen=True, slots=True)
class Consequence:
    """One row: `advice` tells a person what would help."""

    address: Address
    mailbox: Sender
    domain: Sender
    advice: str


#: The table of docs/operations.md, which a test compares with it.
CONSEQUENCES: dict[Reason, Consequence] = {
    Reason.DEAD_ADDRESS: Consequence(
        Address.SUPPRESSED, Sender.GOES_ON, Sender.GOES_ON, "Find who has followed, or ask a colleague."
    ),
    Reason.DEAD_DOMAIN: Consequence(
        Address.SUPPRESSED,
        Sender.GOES_ON,
        Sender.GOES_ON,
        "Look for the company's present domain; its other addresses there are dead as well.",
    ),
    Reason.MAILBOX_FULL: Consequence(
        Address.AGAIN_LATER, Sender.GOES_ON, Sender.GOES_ON, "Nobody may be reading there: try a colleague."
    ),
    Reason.BLOCKED: Consequence(
        Address.KEPT, Sender.PAUSED, Sender.SLOWER, "See on which list we are, and why, before the next mail."
    ),
    Reason.POLICY: Consequence(
        Address.KEPT,
        Sender.SLOWER,
        Sender.GOES_ON,
        "Read the mail as a filter would: links, pictures, wording.",
    ),
    Reason.AUTHENTICATION: Consequence(
        Address.KEPT, Sender.PAUSED, Sender.PAUSED, "Mend SPF, DKIM, DMARC or the server's name."
    ),
    Reason.RATE: Consequence(
        Address.AGAIN_LATER, Sender.SLOWER, Sender.GOES_ON, "Send fewer mails at a time."
    ),
    Reason.SIZE: Consequence(Address.KEPT, Sender.GOES_ON, Sender.GOES_ON, "Make the mail smaller."),
    Reason.NETWORK: Consequence(
        Address.AGAIN_LATER, Sender.GOES_ON, Sender.GOES_ON, "Nothing; look again if it lasts."
    ),
    Reason.UNKNOWN: Consequence(Address.KEPT, Sender.GOES_ON, Sender.GOES_ON, "Read what the server said."),
}


def what_follows(outcome: Outcome, reason: Reason, *, proven: bool) -> Consequence:
    """The row for a failure; `proven` by code, stage or send log (see `failure_reasons`). A delay changes nothing."""
    row = CONSEQUENCES[reason]
    if outcome is Outcome.DELAYED:
        return Consequence(Address.KEPT, Sender.GOES_ON, Sender.GOES_ON, "Nothing: it is still being tried.")
    if row.address is Address.SUPPRESSED and not (outcome is Outcome.HARD and proven):
        return Consequence(Address.DOUBTED, row.mailbox, row.domain, row.advice)
    return row
