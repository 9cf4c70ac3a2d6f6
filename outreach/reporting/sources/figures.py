"""What each source of prospects and leads has cost and brought. Decisions only: what goes in was counted already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from outreach.reporting.lead_courses import LeadCourse
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.sources.lifetime_value import Client, LifetimeValue, client, lifetime_values

#: Money: hundredths by currency; never added across currencies.
Money = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the database says, by the name of a group; "" stands for what belongs to none.

    `prospects` and `costs` are None where a group has none of its own: a template has no prospects, a mailbox was not
    bought. `group_of_lead` names every lead.
    """

    prospects: Mapping[str, int] | None
    mailed: Mapping[str, int]
    replied: Mapping[str, int]
    costs: Mapping[str, Money] | None
    group_of_lead: Mapping[int, str]
    leads: Sequence[LeadCourse]


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """One group in a period: people up to `replied`, leads from then on.

    `confirmed` counts confirmations that stand; `of_its_leads`, of the leads that were opened in the period, those
    that are confirmed by now. `contracted` is of the leads won in the period, `paid` all that was paid in it.
    """

    name: str
    prospects: int | None
    mailed: int
    replied: int
    leads: int
    qualified: int
    confirmed: int
    won: int
    of_its_leads: Rate
    contracted: Money
    paid: Money
    cost: Money
    lifetime: tuple[LifetimeValue, ...]

    @property
    def cost_a_lead(self) -> Money:
        return {currency: round(cents / self.leads) for currency, cents in self.cost.items() if self.leads}

    @property
    def return_percent(self) -> int | None:
        """What was paid above the cost, in per cent of it; None where the two are not in one currency."""
        return return_percent(self.cost, self.paid)


def return_percent(cost: Money, paid: Money) -> int | None:
    """As `outreach leads credit` reckons it."""
    if len(cost) != 1:
        return None
    ((currency, cents),) = cost.items()
    if cents <= 0 or not set(paid) <= {currency}:
        return None
    return round((paid.get(currency, 0) - cents) * 100 / cents)


@dataclass(slots=True)
class _Sum:
    """Leads of one group, as they are added up."""

    leads: int = 0
    qualified: int = 0
    confirmed: int = 0
    confirmed_of_its_leads: int = 0
    won: int = 0
    contracted: Counter[str] = field(default_factory=Counter)
    paid: Counter[str] = field(default_factory=Counter)
    clients: list[Client] = field(default_factory=list)


def figures(counted: Counted, period: Period) -> tuple[SourceFigures, ...]:
    """Every group that has anything; what has won and confirmed most comes first, what belongs to no group last."""
    sums: defaultdict[str, _Sum] = defaultdict(_Sum)
    for course in counted.leads:
        _add(sums[counted.group_of_lead.get(course.lead, "")], course, period)
    named = {*sums, *counted.mailed, *counted.replied, *(counted.prospects or ()), *(counted.costs or ())}
    rows = [_figures(name, counted, sums[name]) for name in named]
    return tuple(sorted((row for row in rows if _has_anything(row)), key=_best_first))


@dataclass(frozen=True, slots=True)
class Total:
    """Leads and money of all groups together. People are not added: one may have had mails of two groups."""

    counts: Mapping[str, int]
    cost: Money
    contracted: Money
    paid: Money

    @property
    def return_percent(self) -> int | None:
        return return_percent(self.cost, self.paid)


def total(rows: Sequence[SourceFigures]) -> Total:
    return Total(
        {key: sum(getattr(row, key) for row in rows) for key in ("leads", "qualified", "confirmed", "won")},
        cost=_added(row.cost for row in rows),
        contracted=_added(row.contracted for row in rows),
        paid=_added(row.paid for row in rows),
    )


def clients(counted: Counted, period: Period) -> list[Client]:
    """Everybody won in the period."""
    return [_client(course, period) for course in counted.leads if _is_won(course, period)]


def _add(row: _Sum, course: LeadCourse, period: Period) -> None:
    opened = course.opened_at is not None and course.opened_at in period
    row.leads += opened
    row.confirmed_of_its_leads += opened and course.confirmed_at is not None
    row.qualified += course.qualified_at is not None and course.qualified_at in period
    row.confirmed += course.confirmed_at is not None and course.confirmed_at in period
    for paid in course.payments:
        if paid.at in period:
            row.paid[paid.currency] += paid.cents
    if _is_won(course, period):
        row.won += 1
        row.contracted[course.currency] += course.contracted_cents
        row.clients.append(_client(course, period))


def _is_won(course: LeadCourse, period: Period) -> bool:
    return course.won_at is not None and course.won_at in period


def _client(course: LeadCourse, period: Period) -> Client:
    """As they were known at the period's end of knowledge, with everything that they had paid by then."""
    assert course.won_at is not None
    months: Counter[date] = Counter()
    for paid in course.payments:
        if paid.currency == course.currency:
            months[paid.month] += paid.cents
    won_on, known_on = (moment.astimezone(period.zone).date() for moment in (course.won_at, period.as_of))
    return client(months, course.currency, won_on=won_on, known_on=known_on)


def _figures(name: str, counted: Counted, row: _Sum) -> SourceFigures:
    return SourceFigures(
        name=name,
        prospects=None if counted.prospects is None else counted.prospects.get(name, 0),
        mailed=counted.mailed.get(name, 0),
        replied=counted.replied.get(name, 0),
        leads=row.leads,
        qualified=row.qualified,
        confirmed=row.confirmed,
        won=row.won,
        of_its_leads=Rate(row.confirmed_of_its_leads, row.leads),
        contracted=_some(row.contracted),
        paid=_some(row.paid),
        cost=(counted.costs or {}).get(name, {}),
        lifetime=lifetime_values(row.clients),
    )


def _has_anything(row: SourceFigures) -> bool:
    counts = (row.prospects, row.mailed, row.replied, row.leads, row.qualified, row.confirmed, row.won)
    return any(counts) or bool(row.cost or row.paid)


def _best_first(row: SourceFigures) -> tuple[bool, int, int, int, int, str]:
    # Not by money: two currencies have no common order.
    return (row.name == "", -row.won, -row.confirmed, -row.leads, -row.replied, row.name)


def _added(sums: Iterable[Money]) -> Money:
    together: Counter[str] = Counter()
    for each in sums:
        together.update(each)
    return _some(together)


def _some(sums: Mapping[str, int]) -> Money:
    return {currency: cents for currency, cents in sorted(sums.items()) if cents}
