"""The forecast held against what came: made from what was known before the last three whole months, month by month.

Mailboxes that had not sent yet are left out of it, and those that had have today's limits: what the configuration said
then, nobody has kept. Goals and deal are today's as well.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from outreach.reporting.forecast.capacity import Capacity
from outreach.reporting.forecast.count_range import Ahead
from outreach.reporting.forecast.known_so_far import KnownSoFar
from outreach.reporting.forecast.months_ahead import FORESEEN, SalesForecast, TimeAhead
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage

MONTHS = 3
#: So many days of facts before them are the least that a forecast is made of.
LEARNED_FROM = 30


@dataclass(frozen=True, slots=True)
class Came:
    """What came in a time: people and leads by stage, and contracts by currency, in hundredths."""

    counts: Mapping[Stage, int]
    signed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Held:
    """One figure: foreseen and come. `what` is a stage, or a currency: the contracts in it."""

    month: date | None
    what: Stage | str
    foreseen: Ahead
    came: int

    @property
    def error(self) -> float | None:
        """By how much too much was foreseen, as a part of what came; None where nothing came."""
        return (self.foreseen.expected - self.came) / self.came if self.came else None

    @property
    def is_inside(self) -> bool:
        return self.came in self.foreseen


@dataclass(frozen=True, slots=True)
class BackTest:
    """Months, then (`month` None) all of them together."""

    first: date
    last: date
    held: tuple[Held, ...]

    @property
    def inside(self) -> int:
        return sum(each.is_inside for each in self.held)

    def of(self, what: Stage | str) -> tuple[Held, ...]:
        return tuple(each for each in self.held if each.what == what)


def months_before(period: Period) -> tuple[Period, ...]:
    """The three whole months before the one of `as_of`, each with all that is known at `as_of`."""
    day = period.as_of.astimezone(period.zone).date().replace(day=1)
    firsts = [day]
    for _ in range(MONTHS):
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    bounds = [datetime.combine(each, time(), period.zone).astimezone(UTC) for each in firsts]
    return tuple(replace(period, since=since, until=until) for since, until in pairwise(bounds))


def known_before(months: Sequence[Period]) -> Period:
    """What was known when they began."""
    begins = months[0].since
    assert begins is not None
    return Period(None, begins, begins, months[0].zone)


def is_learned(known: KnownSoFar) -> bool:
    """Whether there was enough before to foresee anything from."""
    first = known.first_mail_days_ago
    return first is not None and first >= LEARNED_FROM


def capacity_then(capacity: Capacity, known: KnownSoFar) -> Capacity:
    """Without the mailboxes that had sent nothing yet."""
    had_sent = {mailbox for mailbox, _ in known.sent}
    return replace(capacity, mailboxes=tuple(each for each in capacity.mailboxes if each.name in had_sent))


def held_against(made: SalesForecast, came: Sequence[Came]) -> BackTest:
    """Each figure of each month, and of all of them."""
    currencies = {*made.whole.signed, *(currency for each in came for currency in each.signed)}
    held: list[Held] = []
    for month, actual in zip(made.months, came, strict=True):
        held += _held(month.first, month, actual, currencies)
    held += _held(None, made.whole, _added(came), currencies)
    return BackTest(made.months[0].first, made.months[-1].last, tuple(held))


def _held(month: date | None, foreseen: TimeAhead, came: Came, currencies: Set[str]) -> Iterator[Held]:
    for stage in FORESEEN:
        yield Held(month, stage, foreseen.counts[stage], came.counts.get(stage, 0))
    for currency in sorted(currencies):
        nothing = Ahead(0.0, 0.0, 0.0)
        yield Held(month, currency, foreseen.signed.get(currency, nothing), came.signed.get(currency, 0))


def _added(came: Sequence[Came]) -> Came:
    return Came(
        {stage: sum(each.counts.get(stage, 0) for each in came) for stage in FORESEEN},
        {
            currency: sum(each.signed.get(currency, 0) for each in came)
            for currency in {currency for each in came for currency in each.signed}
        },
    )
