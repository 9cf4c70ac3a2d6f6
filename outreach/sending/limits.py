"""How many mails a mailbox may send, and how long it rests after each."""

import random
from datetime import datetime, timedelta

from outreach.sending.identity import SendingMailbox

#: Limits are counted over a rolling day: no midnight lets a second batch through.
DAY = timedelta(hours=24)


def allowance(mailbox: SendingMailbox, *, sending_days: int) -> int:
    """Mails in a rolling day for a mailbox that has sent on so many days before today.

    The ramp only ever lowers: it starts small and adds a step a sending day until the mailbox's own limit.
    """
    return min(mailbox.per_day, mailbox.ramp_start + mailbox.ramp_step * sending_days)


def gap_after(mailbox: SendingMailbox, now: datetime, rng: random.Random) -> datetime:
    """When the mailbox may send again after a mail at `now`: its gap, drawn anew each time."""
    shortest, longest = mailbox.gap_seconds
    return now + timedelta(seconds=rng.uniform(shortest, longest))
