"""Bonus, reckoned line by line: which lead, which event, which rule, how much; and what is not due yet, and why.

A month that is over never changes. An event is paid by the rules that were in force when it happened. What later turns
out otherwise (a lead is sent back after it was confirmed, a payment is corrected) is a line of its own, in the month in
which that happened. Decisions only; money is whole hundredths, and a share is never lost in rounding.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from outreach.handoff.money import in_words, part_of, shared_out
from outreach.prospects.costs import Cost


class BonusEvent(StrEnum):
    """What a bonus falls due for, at most once a lead."""

    #: Sales accepted it, talked to them, and confirmed it.
    CONFIRMED = "accepted_and_confirmed"
    #: The first month is paid.
    PAID = "paid"
    #: A second month is paid.
    KEPT = "kept"


class PercentOf(StrEnum):
    """What a percentage is taken of."""

    #: What was paid for the month that made it due.
    PAYMENT = "payment"
    CONTRACT = "contract"


class Earner(StrEnum):
    """The part that somebody has in a lead."""

    FINDER = "finder"
    SALESPERSON = "salesperson"
    ACCOUNT_MANAGER = "account_manager"


@dataclass(frozen=True, slots=True)
class BonusRule:
    """One rule. `fixed` or `basis_points` (hundredths of a per cent) of `of`; `split`: parts in whole per cent."""

    number: int
    event: BonusEvent
    split: tuple[tuple[Earner, int], ...]
    fixed: Cost | None = None
    basis_points: int = 0
    of: PercentOf = PercentOf.PAYMENT
    name: str = ""

    def __str__(self) -> str:
        what = str(self.fixed) if self.fixed else f"{_percent(self.basis_points)} of the {self.of.value}"
        to = " and ".join(f"{earner.value} {part} %" for earner, part in self.split)
        to = self.split[0][0].value if len(self.split) == 1 else to
        called = f" ({self.name})" if self.name else ""
        return f"rule {self.number}{called}: {what} to the {to}"


@dataclass(frozen=True, slots=True)
class BonusRules:
    """All rules of a file, and the most that one person gets of a month by each part."""

    rules: tuple[BonusRule, ...] = ()
    caps: Mapping[Earner, Cost] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InForce:
    """Rules, and since when they count. `version` 0: none."""

    version: int
    since: datetime
    rules: BonusRules


@dataclass(frozen=True, slots=True)
class Span:
    """A confirmation, by which salesperson, and when the lead was sent back after it, if it was."""

    since: datetime
    until: datetime | None = None
    salesperson: str = ""

    def stood_at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Noted:
    """A payment, or its correction: what it changes for its month, in hundredths."""

    at: datetime
    month: date
    cents: int


@dataclass(frozen=True, slots=True)
class BonusFacts:
    """What one lead earns anybody anything by. `no_finder_why`: why its finder gets nothing, where that is so."""

    lead: int
    account: str = ""
    state: str = ""
    finder: str = ""
    no_finder_why: str = ""
    #: Whose it is, or is offered to.
    salesperson: str = ""
    account_manager: str = ""
    #: In order.
    confirmed: tuple[Span, ...] = ()
    contract: Cost | None = None
    #: In the order in which they were noted; all in one currency.
    payments: tuple[Noted, ...] = ()
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody gets, or gives back, of one rule for one lead in one month.

    `full_cents`: before the cap; `worth_cents`: what the event is worth to them in all, after it.
    """

    lead: int
    account: str
    person: str
    earner: Earner
    event: BonusEvent
    happened_at: datetime
    version: int
    rule: str
    cents: int
    full_cents: int
    worth_cents: int
    currency: str
    why: str


@dataclass(frozen=True, slots=True)
class NotDue:
    """What a lead may still bring, and what it waits for."""

    lead: int
    account: str
    person: str
    earner: Earner
    event: BonusEvent
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Month:
    """From its first moment to that of the next, by the clock of the office."""

    start: datetime
    end: datetime

    def has(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class _Due:
    """One event of one lead: when it happened, and what it is worth by a rule, as it was known at a moment."""

    event: BonusEvent
    at: datetime
    salesperson: str
    worth: Callable[[BonusRule, datetime], int]
    #: Why it is no longer worth what it was, at a moment.
    changed: Callable[[datetime], str]


def lines_of(facts: Sequence[BonusFacts], versions: Sequence[InForce], months: Sequence[Month]) -> list[Line]:
    """Everything that falls due, or is taken back, in the last of these months; by person and moment.

    `months` reach back without a gap to before the first event: what a cap withheld then is not taken back now.
    """
    given: defaultdict[_Key, int] = defaultdict(int)
    lines: list[Line] = []
    for month in months:
        found = [line for each in facts for line in _of_lead(each, versions, month)]
        found.sort(key=lambda line: (line.person, line.happened_at, line.lead, line.earner.value, line.rule))
        lines = list(_capped(found, versions, given))
    return lines


def not_due(facts: Iterable[BonusFacts], now_in_force: InForce | None, now: datetime) -> Iterator[NotDue]:
    """What leads that are not over may still bring by the rules in force, and what each of it waits for."""
    for each in facts:
        happened = {due.event for due in _events(each) if due.at <= now}
        for rule in now_in_force.rules.rules if now_in_force is not None else ():
            why = _waits_for(each, rule.event, happened)
            if not why:
                continue
            for earner, _ in rule.split:
                person = _person(each, earner, each.salesperson)
                told = (each.no_finder_why if earner is Earner.FINDER else "") or why
                yield NotDue(each.lead, each.account, person, earner, rule.event, str(rule), told)


def in_force_at(versions: Sequence[InForce], moment: datetime) -> InForce | None:
    """The rules that counted at a moment; None where there were none yet."""
    return next((each for each in reversed(versions) if each.since <= moment), None)


def totals(lines: Iterable[Line]) -> dict[str, dict[str, int]]:
    """What each person gets, by currency."""
    sums: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        sums[line.person][line.currency] = sums[line.person].get(line.currency, 0) + line.cents
    return dict(sums)


# --- one lead -------------------------------------------------------------------------------------------------------


def _of_lead(facts: BonusFacts, versions: Sequence[InForce], month: Month) -> Iterator[Line]:
    for due in _events(facts):
        if due.at >= month.end:
            continue
        in_force = in_force_at(versions, due.at)
        for rule in in_force.rules.rules if in_force is not None else ():
            if rule.event is due.event and in_force is not None:
                yield from _of_rule(facts, due, rule, in_force.version, month)


def _of_rule(facts: BonusFacts, due: _Due, rule: BonusRule, version: int, month: Month) -> Iterator[Line]:
    """What a rule brings this month: what it is worth at its end, less what it was worth at its beginning."""
    weights = tuple(part for _, part in rule.split)
    before = (
        shared_out(due.worth(rule, month.start), weights) if due.at < month.start else (0,) * len(weights)
    )
    after = shared_out(due.worth(rule, month.end), weights)
    why = due.changed(month.end) if due.at < month.start or not any(after) else ""
    for (earner, _), was, now in zip(rule.split, before, after, strict=True):
        person = _person(facts, earner, due.salesperson)
        is_barred = earner is Earner.FINDER and bool(facts.no_finder_why)
        # Only in the month in which it happened a line says that it came to nothing.
        nothing_to_say = was == now and (due.at < month.start or not why)
        if not person or is_barred or nothing_to_say:
            continue
        currency = rule.fixed.currency if rule.fixed else facts.currency
        yield Line(
            lead=facts.lead,
            account=facts.account,
            person=person,
            earner=earner,
            event=due.event,
            happened_at=due.at,
            version=version,
            rule=str(rule),
            cents=now - was,
            full_cents=now - was,
            worth_cents=now,
            currency=currency,
            why=why,
        )


def _person(facts: BonusFacts, earner: Earner, salesperson: str) -> str:
    return {
        Earner.FINDER: facts.finder,
        Earner.SALESPERSON: salesperson,
        Earner.ACCOUNT_MANAGER: facts.account_manager,
    }[earner]


def _events(facts: BonusFacts) -> Iterator[_Due]:
    for span in facts.confirmed:
        yield _Due(BonusEvent.CONFIRMED, span.since, span.salesperson, _worth_of(span), _sent_back(span))
    sold_by = facts.confirmed[-1].salesperson if facts.confirmed else facts.salesperson
    firsts = _months_paid(facts.payments)
    for event, (at, month) in zip((BonusEvent.PAID, BonusEvent.KEPT), firsts, strict=False):
        yield _Due(event, at, sold_by, _worth_of_month(facts, month), _corrected(facts, month, at))


def _months_paid(payments: Sequence[Noted]) -> list[tuple[datetime, date]]:
    """The months in the order in which they were first paid, and when that was noted."""
    sums: defaultdict[date, int] = defaultdict(int)
    firsts: dict[date, datetime] = {}
    for each in payments:
        sums[each.month] += each.cents
        if sums[each.month] > 0:
            firsts.setdefault(each.month, each.at)
    return [(at, month) for month, at in firsts.items()]


def _worth_of(span: Span) -> Callable[[BonusRule, datetime], int]:
    def worth(rule: BonusRule, moment: datetime) -> int:
        if not span.stood_at(moment):
            return 0
        # When it is confirmed nothing was signed or paid yet: the file takes no percentage for this event.
        return rule.fixed.cents if rule.fixed else 0

    return worth


def _worth_of_month(facts: BonusFacts, month: date) -> Callable[[BonusRule, datetime], int]:
    def worth(rule: BonusRule, moment: datetime) -> int:
        paid = _paid_until(facts.payments, month, moment)
        if paid <= 0:
            return 0
        if rule.fixed:
            return rule.fixed.cents
        base = paid if rule.of is PercentOf.PAYMENT else facts.contract.cents if facts.contract else 0
        return part_of(base, rule.basis_points)

    return worth


def _paid_until(payments: Iterable[Noted], month: date, moment: datetime) -> int:
    return sum(each.cents for each in payments if each.month == month and each.at < moment)


def _sent_back(span: Span) -> Callable[[datetime], str]:
    return lambda moment: (
        f"sent back on {span.until:%Y-%m-%d}" if span.until is not None and span.until <= moment else ""
    )


def _corrected(facts: BonusFacts, month: date, first_at: datetime) -> Callable[[datetime], str]:
    def changed(moment: datetime) -> str:
        later = [each for each in facts.payments if each.month == month and first_at < each.at < moment]
        if not later:
            return ""
        paid = in_words(_paid_until(facts.payments, month, moment), facts.currency)
        return f"{month:%Y-%m} corrected on {later[-1].at:%Y-%m-%d} to {paid}"

    return changed


def _waits_for(facts: BonusFacts, event: BonusEvent, happened: set[BonusEvent]) -> str:
    """What an event waits for; empty where it has happened, or can no longer."""
    is_over = facts.state in ("lost", "disqualified")
    if event is BonusEvent.CONFIRMED:
        stands = any(span.until is None for span in facts.confirmed)
        return (
            "" if stands or is_over or facts.state == "won" else f"sales has not confirmed it ({facts.state})"
        )
    if event in happened or is_over:
        return ""
    if facts.state != "won":
        return f"there is no contract ({facts.state})"
    if BonusEvent.PAID not in happened:
        return "no month is paid"
    return "one month is paid, a second one is not"


# --- caps -----------------------------------------------------------------------------------------------------------


_Key = tuple[int, BonusEvent, datetime, str, Earner]


def _capped(
    lines: Iterable[Line], versions: Sequence[InForce], given: defaultdict[_Key, int]
) -> Iterator[Line]:
    """The lines of one month, those beyond a cap shortened: what came first is paid first.

    `given` is what each event has brought so far: no more than that is ever taken back. What is taken back makes room.
    """
    caps = {each.version: each.rules.caps for each in versions}
    had: defaultdict[tuple[str, Earner, str], int] = defaultdict(int)
    for line in lines:
        key = (line.lead, line.event, line.happened_at, line.rule, line.earner)
        purse = (line.person, line.earner, line.currency)
        cents, told = _allowed(line, caps[line.version].get(line.earner), had[purse], given[key])
        had[purse] += cents
        given[key] += cents
        why = "; ".join(part for part in (line.why, told) if part)
        yield replace(line, cents=cents, why=why)


def _allowed(line: Line, cap: Cost | None, had: int, given: int) -> tuple[int, str]:
    """How much of a line is paid or taken back, and why not all of it."""
    if line.cents < 0:
        back = -max(0, given - max(0, line.worth_cents))
        return back, "" if back == line.cents else "a cap had withheld the rest"
    if cap is None or cap.currency != line.currency:
        return line.cents, ""
    allowed = min(line.cents, max(0, cap.cents - had))
    if allowed == line.cents:
        return allowed, ""
    full = in_words(line.cents, line.currency)
    return allowed, f"capped: at most {cap} a month as {line.earner.value}, it would be {full}"


def _percent(basis_points: int) -> str:
    whole, rest = divmod(basis_points, 100)
    return f"{whole}.{rest:02}".rstrip("0").rstrip(".") + " %"
