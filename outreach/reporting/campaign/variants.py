"""Whether one wording of a step is better than another: response rates with their intervals, and an honest verdict.

All of it is counted in people: each has got one wording of a step, chosen by their run, and has answered or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, comb, sqrt
from statistics import NormalDist

#: Confidence of the interval that is shown with each rate.
SHOWN = 0.95

#: Confidence of the interval that a verdict rests on. Stricter than what is shown, since people look every day: who
#: looks ten times at 95 % finds a winner that is none in 19 of 100 trials, at 99 % in 5 (Armitage, McPherson & Rowe
#: 1969, J. R. Statist. Soc. A 132:235, table 2).
DECIDED = 0.99

#: Below so many delivered mails of each wording there is no verdict.
LEAST_DELIVERED = 100

#: The smallest difference of response rates that is worth a longer trial.
SMALLEST_DIFFERENCE = 0.02

#: How often a difference that is there shall be found by the number of mails that is asked for.
_POWER = 0.80


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Arm:
    """One wording: how many mails of it arrived, and how many of their recipients wrote back."""

    name: str
    delivered: int
    replied: int

    @property
    def rate(self) -> float:
        return self.replied / self.delivered if self.delivered else 0.0


@dataclass(frozen=True, slots=True)
class Better:
    """`winner` has a higher rate than every other; `difference` is that to the next best, with its interval."""

    winner: str
    over: str
    difference: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class NoWinnerYet:
    """About `more` further mails of each wording would tell a difference of `difference`, if there is one."""

    more: int
    difference: float


@dataclass(frozen=True, slots=True)
class NoDifference:
    """With as many mails a difference of `difference` would have shown: they are as good as each other."""

    difference: float


Verdict = Better | NoWinnerYet | NoDifference


def wilson(successes: int, trials: int, confidence: float = SHOWN) -> Interval:
    """The score interval of a proportion, without continuity correction; all there is where nothing was tried.

    E. B. Wilson 1927, J. Am. Statist. Assoc. 22:209; method 3 of R. G. Newcombe 1998, Statist. Med. 17:857.
    """
    if trials == 0:
        return Interval(0.0, 1.0)
    z = _quantile(confidence)
    share = successes / trials
    centre = 2 * successes + z * z
    reach = z * sqrt(z * z + 4 * successes * (1 - share))
    below = 2 * (trials + z * z)
    # At the ends the formula is exact, the arithmetic is not.
    low = 0.0 if successes == 0 else (centre - reach) / below
    high = 1.0 if successes == trials else (centre + reach) / below
    return Interval(low, high)


def newcombe(first: Arm, second: Arm, confidence: float = SHOWN) -> Interval:
    """The interval of the first rate less the second, from the score intervals of both.

    Method 10 of R. G. Newcombe 1998, Statist. Med. 17:873.
    """
    one, other = (wilson(arm.replied, arm.delivered, confidence) for arm in (first, second))
    difference = first.rate - second.rate
    return Interval(
        difference - sqrt((first.rate - one.low) ** 2 + (other.high - second.rate) ** 2),
        difference + sqrt((one.high - first.rate) ** 2 + (second.rate - other.low) ** 2),
    )


def judge(arms: Sequence[Arm]) -> Verdict:
    """Which of at least two wordings is better, or how many more mails it takes to tell.

    The level is shared out among all pairs (Bonferroni), so that many wordings are no more likely to err than two.
    """
    confidence = 1 - (1 - DECIDED) / comb(len(arms), 2)
    ranked = sorted(arms, key=lambda arm: arm.rate, reverse=True)
    best, second = ranked[0], ranked[1]
    fewest = min(arm.delivered for arm in arms)
    intervals = [newcombe(best, other, confidence) for other in ranked[1:]]
    if fewest >= LEAST_DELIVERED and all(interval.low > 0 for interval in intervals):
        return Better(best.name, second.name, best.rate - second.rate, intervals[0])
    difference = max(best.rate - second.rate, SMALLEST_DIFFERENCE)
    needed = max(_needed(best, second, difference, confidence), LEAST_DELIVERED)
    if fewest >= needed and best.rate - second.rate < SMALLEST_DIFFERENCE:
        return NoDifference(difference)
    return NoWinnerYet(max(needed - fewest, 1), difference)


def said(verdict: Verdict) -> str:
    """A verdict as a sentence."""
    match verdict:
        case Better():
            points, low, high = (
                100 * value for value in (verdict.difference, verdict.interval.low, verdict.interval.high)
            )
            return (
                f"{verdict.winner} is better: +{points:.1f} points over {verdict.over}"
                f" ({low:.1f} to {high:.1f}, {DECIDED:.0%} sure)."
            )
        case NoWinnerYet():
            return (
                f"No winner yet: about {verdict.more} more mails of each"
                f" would tell a difference of {100 * verdict.difference:.1f} points."
            )
        case NoDifference():
            return (
                f"No winner: a difference of {100 * verdict.difference:.1f} points would have shown by now."
            )


def _needed(best: Arm, second: Arm, difference: float, confidence: float) -> int:
    """Delivered mails of each that find `difference` around their common rate with the usual power.

    J. L. Fleiss, Statistical Methods for Rates and Proportions, 2nd edition 1981, 3.2 (without correction).
    """
    delivered = best.delivered + second.delivered
    middle = (best.replied + second.replied) / delivered if delivered else 0.0
    # Rates around the middle that can be: neither below none nor above all.
    middle = min(max(middle, difference / 2), 1 - difference / 2)
    high, low = middle + difference / 2, middle - difference / 2
    under_none = _quantile(confidence) * sqrt(2 * middle * (1 - middle))
    under_some = NormalDist().inv_cdf(_POWER) * sqrt(high * (1 - high) + low * (1 - low))
    return ceil(((under_none + under_some) / difference) ** 2)


def _quantile(confidence: float) -> float:
    return NormalDist().inv_cdf(1 - (1 - confidence) / 2)
