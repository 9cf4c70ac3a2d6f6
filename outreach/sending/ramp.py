"""What a rest does to a mailbox's ramp: who has sent nothing for weeks does not jump back to full speed."""

import math
from datetime import date

from outreach.sending.identity import SendingMailbox

#: Days without a mail that a mailbox may rest, a holiday, before its ramp goes back.
REST = 14


def ramp_days(mailbox: SendingMailbox) -> int:
    """On how many days a new mailbox must have sent until the ramp no longer lowers its limit."""
    missing = mailbox.per_day - mailbox.ramp_start
    if missing <= 0 or mailbox.ramp_step == 0:
        return 0
    return math.ceil(missing / mailbox.ramp_step)


def rested(sending_days: int, last_sent_on: date | None, today: date, *, ramp_days: int) -> int:
    """The sending days that still count today: after REST days without a mail, each further one takes one away.

    Taken from those that the ramp needs: of a mailbox of years, most days no longer lower anything. It only ever
    lowers, and is to be kept when the mailbox sends again, or the next day would give everything back.
    """
    if last_sent_on is None:
        return sending_days
    lost = (today - last_sent_on).days - REST
    return sending_days if lost <= 0 else max(0, min(sending_days, ramp_days) - lost)
