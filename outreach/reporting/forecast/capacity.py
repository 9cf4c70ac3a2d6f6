"""How many new people can be written to on each of the days ahead: mailboxes, their ramp, open days, people, stock.

It takes the configuration as it is now: who will join or leave the team, and which mailboxes will be added, it cannot
know. Nobody takes the ramp of a new salesperson into account, for nothing says how long it is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from outreach.sending.identity import SendingMailbox
from outreach.sending.limits import allowance
from outreach.sequences.holidays import ClosedDays

#: Days on which replies are worked, in a week.
_WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class Capacity:
    """What the configuration says of how much can be sent, and how much can be worked."""

    mailboxes: tuple[SendingMailbox, ...] = ()
    #: Who works replies, and how many each of them works in a day; 0: as many as come.
    people: int = 1
    replies_per_person: int = 0
    closed: ClosedDays = field(default_factory=ClosedDays)

    @property
    def replies_a_week(self) -> int:
        return self.people * self.replies_per_person * _WORKING_DAYS


class Bound(StrEnum):
    """What keeps the first mails of a day from being more."""

    MAILBOXES = "mailboxes"
    NEW_PER_DAY = "new_per_day"
    PEOPLE = "people"
    STOCK = "stock"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Pace:
    """How the sending goes, as observed or assumed.

    `sending_days`: on how many days each mailbox has sent. `used`: the share of what the mailboxes may send that they
    do send on a day on which they send. `mails_a_person`: first mail and follow-ups. `weekdays`: on which is sent.
    `reply_share`: of the people written to, how many answer.
    """

    sending_days: dict[str, int]
    used: float
    mails_a_person: float
    weekdays: Collection[int]
    reply_share: float


@dataclass(frozen=True, slots=True)
class Planned:
    """First mails by day, and what bounds each day."""

    mails: tuple[float, ...]
    bounds: tuple[Bound, ...]

    @property
    def stock_ends(self) -> int | None:
        """The first day, from 0, for which there are too few people left; None: there are enough."""
        return next((day for day, bound in enumerate(self.bounds) if bound is Bound.STOCK), None)


def first_mails(
    capacity: Capacity, pace: Pace, days: Sequence[date], *, stock: float, refill: float
) -> Planned:
    """The first mails of each day. `refill` people join the lists each day."""
    position = {each.name: pace.sending_days.get(each.name, 0) for each in capacity.mailboxes}
    mails, bounds = [], []
    for day in days:
        stock += refill
        bound, count = Bound.CLOSED, 0.0
        if day.weekday() in pace.weekdays and day not in capacity.closed:
            limits = _limits(capacity, pace, position) | {Bound.STOCK: max(stock, 0.0)}
            bound, count = min(limits.items(), key=lambda item: item[1])
            for name in position:
                position[name] += 1
        stock -= count
        mails.append(count)
        bounds.append(bound)
    return Planned(tuple(mails), tuple(bounds))


def may_send(mailboxes: Sequence[SendingMailbox], position: dict[str, int]) -> float:
    """Mails of one day, of whatever kind."""
    return sum(allowance(each, sending_days=position.get(each.name, 0)) for each in mailboxes)


def _limits(capacity: Capacity, pace: Pace, position: dict[str, int]) -> dict[Bound, float]:
    allowed = {each: allowance(each, sending_days=position[each.name]) for each in capacity.mailboxes}
    new = sum(
        most if each.new_per_day is None else min(each.new_per_day, most) for each, most in allowed.items()
    )
    limits = {
        Bound.MAILBOXES: sum(allowed.values()) * pace.used / pace.mails_a_person,
        Bound.NEW_PER_DAY: new * pace.used,
    }
    if capacity.replies_a_week and pace.reply_share > 0:
        limits[Bound.PEOPLE] = capacity.replies_a_week / pace.reply_share / len(pace.weekdays)
    return limits
