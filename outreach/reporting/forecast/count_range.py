"""A number that is not known yet, with the range in which it lies with 80 % probability."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, exp, lgamma, log, sqrt
from statistics import NormalDist

#: How often what happens shall lie in the range.
CLAIMED = 0.80
_BELOW, _ABOVE = (1 - CLAIMED) / 2, (1 + CLAIMED) / 2

#: From this mean on, a count is as good as normally distributed; and so is the sum of so many amounts.
_MANY, _MANY_AMOUNTS = 60, 25


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is expected, and its range."""

    expected: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Count:
    """A count of things with this mean and variance.

    More variance than mean is a negative binomial (a Poisson whose rate is uncertain), less is a binomial.
    """

    mean: float
    variance: float

    def thinned(self, share: float) -> "Count":
        """So large a part of them, each by chance."""
        return Count(share * self.mean, share**2 * self.variance + share * (1 - share) * self.mean)

    def ahead(self) -> Ahead:
        if self.mean <= 0:
            return Ahead(0.0, 0.0, 0.0)
        if self.mean >= _MANY:
            low, high = (max(_normal(self).inv_cdf(part), 0.0) for part in (_BELOW, _ABOVE))
            return Ahead(self.mean, float(int(low)), float(ceil(high)))
        table = _cumulated(self)
        low, high = (bisect_left(table, part) for part in (_BELOW, _ABOVE))
        # What is expected is in the range, also where it is less than one.
        return Ahead(self.mean, float(min(low, int(self.mean))), float(max(high, ceil(self.mean))))


def money(
    count: Count, amounts: Sequence[int], mean_error: float, rng: random.Random, draws: int = 600
) -> Ahead:
    """What so many contracts come to, each worth one of `amounts`; `mean_error`: relative, of their average."""
    if count.mean <= 0 or not amounts:
        return Ahead(0.0, 0.0, 0.0)
    average = sum(amounts) / len(amounts)
    deviation = sqrt(sum((each - average) ** 2 for each in amounts) / len(amounts))
    table = None if count.mean >= _MANY else _cumulated(count)
    sums = sorted(
        _sum(_draw(count, table, rng), amounts, average, deviation, rng)
        * max(rng.gauss(1.0, mean_error), 0.0)
        for _ in range(draws)
    )
    return Ahead(count.mean * average, sums[int(_BELOW * draws)], sums[int(_ABOVE * draws)])


def _draw(count: Count, table: list[float] | None, rng: random.Random) -> int:
    if table is None:
        return max(round(rng.gauss(count.mean, sqrt(count.variance))), 0)
    return min(bisect_left(table, rng.random()), len(table) - 1)


def _sum(number: int, amounts: Sequence[int], average: float, deviation: float, rng: random.Random) -> float:
    if number > _MANY_AMOUNTS:
        return max(rng.gauss(number * average, sqrt(number) * deviation), 0.0)
    return float(sum(rng.choices(amounts, k=number)))


def _normal(count: Count) -> NormalDist:
    return NormalDist(count.mean, sqrt(max(count.variance, 1e-9)))


def _cumulated(count: Count) -> list[float]:
    """The probabilities of at most 0, 1, 2, … until next to everything."""
    longest = int(count.mean + 12 * sqrt(max(count.variance, count.mean)) + 20)
    parts = [exp(_log_probability(count, number)) for number in range(longest)]
    whole = sum(parts)
    return [part / whole for part in accumulate(parts)]


def _log_probability(count: Count, number: int) -> float:
    mean, variance = count.mean, count.variance
    if variance > mean * 1.001:
        size = mean**2 / (variance - mean)
        return (
            lgamma(number + size)
            - lgamma(size)
            - lgamma(number + 1)
            + size * log(size / (size + mean))
            + number * log(mean / (size + mean))
        )
    if variance < mean * 0.999:
        tried = max(ceil(mean**2 / (mean - max(variance, 0.0))), ceil(mean) + 1)
        share = mean / tried
        if number > tried:
            return -1e9
        choices = lgamma(tried + 1) - lgamma(number + 1) - lgamma(tried - number + 1)
        return choices + number * log(share) + (tried - number) * log(1 - share)
    return number * log(mean) - mean - lgamma(number + 1)
