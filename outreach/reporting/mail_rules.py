"""What the configuration says of our mailboxes, as far as figures about mail are held against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from outreach.sending.identity import GuardRules, SendingMailbox


@dataclass(frozen=True, slots=True)
class MailRules:
    """The mailboxes by name, the shares at which they pause themselves, and when one has gone unread for too long."""

    mailboxes: Mapping[str, SendingMailbox] = field(default_factory=dict)
    guards: GuardRules = field(default_factory=GuardRules)
    unread_alarm: timedelta = timedelta(hours=4)
    #: The Junk folders that the configuration names, by mailbox; others are known by their names.
    junk: Mapping[str, str] = field(default_factory=dict)
