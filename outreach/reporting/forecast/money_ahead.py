"""What contracts are worth, and when their money falls due."""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import mean, median, pstdev

from outreach.reporting.forecast.count_range import Ahead, Count, money
from outreach.reporting.forecast.known_so_far import Signed
from outreach.reporting.forecast.passages import Known
from outreach.reporting.goals import Goals

#: From so many contracts on, their average is believed.
LEAST_CONTRACTS = 5
#: The relative error of the average of fewer.
_OF_FEW = 0.4
#: Where no contract says over how many months it runs.
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Deal:
    """What a contract is worth: by currency amounts, each as likely as the others, and the share of contracts in it."""

    amounts: Mapping[str, tuple[int, ...]]
    shares: Mapping[str, float]
    #: Relative, of the average.
    errors: Mapping[str, float]
    known: Known
    contracts: int
    months: int
    months_known: Known

    def average(self, currency: str) -> float:
        return mean(self.amounts[currency])


def deal(contracts: Sequence[Signed], goals: Goals) -> Deal:
    """From the configuration; else from the contracts so far. Without either there are no amounts."""
    by_currency: dict[str, list[int]] = defaultdict(list)
    for each in contracts:
        by_currency[each.currency].append(each.cents)
    named = [each.months for each in contracts if each.months]
    months, months_known = (round(median(named)), Known.OBSERVED) if named else (_MONTHS, Known.GUESS)
    if goals.deal_cents is not None:
        amounts = _around(goals.deal_cents, by_currency.get(goals.currency, []))
        own = {goals.currency: amounts}
        return Deal(
            own,
            {goals.currency: 1.0},
            {goals.currency: 0.0},
            Known.GOAL,
            len(contracts),
            months,
            months_known,
        )
    return Deal(
        {currency: tuple(amounts) for currency, amounts in sorted(by_currency.items())},
        {currency: len(amounts) / len(contracts) for currency, amounts in by_currency.items()},
        {currency: _error(amounts) for currency, amounts in by_currency.items()},
        Known.OBSERVED,
        len(contracts),
        months,
        months_known,
    )


def signed_ahead(count: Count, worth: Deal, rng: random.Random) -> dict[str, Ahead]:
    """The value of so many contracts, by currency."""
    return {
        currency: money(count.thinned(worth.shares[currency]), amounts, worth.errors[currency], rng)
        for currency, amounts in worth.amounts.items()
    }


def due_ahead(
    contracts: Sequence[Signed],
    months: Sequence[date],
    signed: Sequence[Mapping[str, Ahead]],
    worth: Deal,
) -> list[dict[str, Ahead]]:
    """What falls due in each month: the rest of the contracts there are, and equal parts of those that are expected.

    What should have been paid already is due in the first month.
    """
    sure = _due_of_known(contracts, months, worth.months)
    found: list[dict[str, Ahead]] = []
    for number in range(len(months)):
        currencies = {*sure[number], *worth.amounts}
        found.append(
            {each: _with_new(sure[number][each], each, number, signed, worth) for each in sorted(currencies)}
        )
    return found


def _with_new(
    sure: int, currency: str, number: int, signed: Sequence[Mapping[str, Ahead]], worth: Deal
) -> Ahead:
    """Known contracts and those expected in the months before: due from the month after they are signed."""
    earlier = [each[currency] for each in signed[max(0, number - worth.months) : number] if currency in each]
    new, low, high = (
        sum(getattr(each, name) for each in earlier) / worth.months for name in ("expected", "low", "high")
    )
    # The months' ranges do not all err to the same side.
    narrower = 1 / sqrt(len(earlier)) if earlier else 1.0
    return Ahead(sure + new, sure + new - (new - low) * narrower, sure + new + (high - new) * narrower)


def _due_of_known(contracts: Sequence[Signed], months: Sequence[date], usual: int) -> list[Counter[str]]:
    due: list[Counter[str]] = [Counter() for _ in months]
    for each in contracts:
        first = _number(each.starts_on) if each.starts_on else _number(each.on) + 1
        schedule = range(first, first + (each.months or usual))
        to_come = [month for month in schedule if month >= _number(months[0])] or [_number(months[0])]
        part = max(each.cents - each.paid_cents, 0) // len(to_come)
        for number, month in enumerate(months):
            if _number(month) in to_come:
                due[number][each.currency] += part
    return due


def _number(day: date) -> int:
    return day.year * 12 + day.month


def _around(cents: int, observed: Sequence[int]) -> tuple[int, ...]:
    """Amounts that differ as those so far did, around what the configuration says."""
    if len(observed) < LEAST_CONTRACTS:
        return (cents,)
    return tuple(round(cents * each / mean(observed)) for each in observed)


def _error(amounts: Sequence[int]) -> float:
    if len(amounts) < LEAST_CONTRACTS:
        return _OF_FEW
    return pstdev(amounts) / mean(amounts) / sqrt(len(amounts) - 1)
