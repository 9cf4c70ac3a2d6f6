"""The figures that a manager looks at for one minute, each beside the same length of time before. Decisions only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from outreach.core.events import Happened
from outreach.reporting.funnel.figures import Answers
from outreach.reporting.funnel.reckoning import answers
from outreach.reporting.moments import Moments
from outreach.reporting.page import Unit
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.stage import Stage


class Key(StrEnum):
    REPLIES = "replies"
    RESPONSE = "response"
    QUALIFIED = "qualified"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    CONTRACTS = "contracts"
    CONTRACTED = "contracted"
    REVENUE = "revenue"


#: What is counted in leads, imported ones too, each once.
LEADS: Mapping[Key, Happened] = {
    Key.QUALIFIED: Happened.LEAD_QUALIFIED,
    Key.ACCEPTED: Happened.LEAD_ACCEPTED,
    Key.CONFIRMED: Happened.LEAD_CONFIRMED,
    Key.CONTRACTS: Happened.LEAD_WON,
}
UNITS: Mapping[Key, Unit] = {
    Key.RESPONSE: Unit.RATE,
    Key.CONTRACTED: Unit.MONEY,
    Key.REVENUE: Unit.MONEY,
}

#: A number, a rate, or hundredths by currency.
Amount = int | Rate | Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one period came to. Money in hundredths by currency."""

    replies: int
    answers: Answers
    leads: Mapping[Happened, int] = field(default_factory=dict)
    contracted: Mapping[str, int] = field(default_factory=dict)
    revenue: Mapping[str, int] = field(default_factory=dict)

    def of(self, key: Key) -> Amount:
        match key:
            case Key.REPLIES:
                return self.replies
            case Key.RESPONSE:
                return self.answers.response
            case Key.CONTRACTED:
                return self.contracted
            case Key.REVENUE:
                return self.revenue
        return self.leads.get(LEADS[key], 0)


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure; `before` is None where the period has no beginning."""

    key: Key
    now: Amount
    before: Amount | None

    @property
    def unit(self) -> Unit:
        return UNITS.get(self.key, Unit.COUNT)


def compared(now: Counted, before: Counted | None) -> tuple[Compared, ...]:
    return tuple(Compared(key, now.of(key), None if before is None else before.of(key)) for key in Key)


def first_replies(moments: Moments, period: Period) -> int:
    """People who answered for the first time in the period."""
    return sum(at in period for at in moments.reached.get(Stage.REPLIED, {}).values())


def known_then(period: Period) -> Period | None:
    """As much time before, as it was known when it was as old as the period is now: its newest people have had as
    little time to answer."""
    before = period.before()
    return None if before is None else replace(before, as_of=period.as_of - (period.until - before.until))


def answers_then(moments: Moments, people: int, mailed: Mapping[int, datetime], as_of: datetime) -> Answers:
    """The answers of so many people who were mailed in another period, of what had come in by `as_of`.

    `mailed`: when each of them was first mailed in it, of those at least who answered or bounced.
    """
    replies = {
        who: tuple(each for each in moments.replies[who] if each.at < as_of)
        for who in mailed
        if who in moments.replies
    }
    dead = {who: at for who, at in moments.dead.items() if at < as_of}
    known = answers(replace(moments, mailed_in_period=mailed, replies=replies, dead=dead))
    return replace(known, sent=people)
