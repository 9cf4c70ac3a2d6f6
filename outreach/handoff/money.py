"""Amounts of money as whole hundredths, by currency. Decisions only."""

from collections import Counter
from collections.abc import Iterable, Mapping

from outreach.prospects.costs import Cost, NotACost, read_cost


def amount(text: str, currency: str) -> Cost:
    """`12000`, `12,000.50` or `12000 EUR`; `currency` where the text names none. Raises NotACost."""
    try:
        return read_cost(text)
    except NotACost:
        return read_cost(f"{text} {currency}")


def part_of(cents: int, basis_points: int) -> int:
    """So many hundredths of a per cent of an amount, to the nearest cent, halves away from zero."""
    scaled = abs(cents * basis_points)
    rounded = (scaled + 5_000) // 10_000
    return rounded if cents * basis_points >= 0 else -rounded


def shared_out(cents: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """An amount in parts by weight, to the cent: the cents that are left over go to the first ones."""
    total = sum(weights)
    sign = 1 if cents >= 0 else -1
    parts = [abs(cents) * weight // total for weight in weights]
    for at in range(abs(cents) - sum(parts)):
        parts[at % len(parts)] += 1
    return tuple(sign * part for part in parts)


def added(amounts: Iterable[Cost]) -> dict[str, int]:
    """The sum of each currency."""
    sums: Counter[str] = Counter()
    for each in amounts:
        sums[each.currency] += each.cents
    return {currency: cents for currency, cents in sorted(sums.items()) if cents}


def told(sums: Mapping[str, int]) -> str:
    """`1,000.00 EUR, 50.00 USD`; empty for nothing."""
    return ", ".join(in_words(cents, currency) for currency, cents in sums.items())


def in_words(cents: int, currency: str) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{Cost(abs(cents), currency)}"
