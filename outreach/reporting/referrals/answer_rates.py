"""Whether whom a colleague named answers more often than whom nobody had named. Decisions only."""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt
from statistics import NormalDist

from outreach.reporting.campaign.variants import DECIDED, LEAST_DELIVERED, SHOWN, Arm, Interval, newcombe
from outreach.reporting.rates import Rate

#: Below so many people on either side nothing is said.
LEAST_PEOPLE = 20


class Verdict(StrEnum):
    NOT_ENOUGH_DATA = "not_enough_data"
    MORE = "more"
    LESS = "less"
    #: With as many people a large difference would have shown.
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two response rates of people. `difference` is the first less the second, with its 95 % interval.

    `times`: how many times as often the first answer; None where one side has not answered at all.
    """

    referred: Rate
    cold: Rate
    verdict: Verdict
    difference: float | None = None
    bounds: Interval | None = None
    times: float | None = None
    times_bounds: Interval | None = None


def compared(referred: Rate, cold: Rate) -> Comparison:
    """The verdict rests on a stricter interval than the one that is shown, as that on wordings does (`variants`)."""
    if not referred.trials or not cold.trials:
        return Comparison(referred, cold, Verdict.NOT_ENOUGH_DATA)
    first, second = (
        Arm("referred", referred.trials, referred.successes),
        Arm("cold", cold.trials, cold.successes),
    )
    times = first.rate / second.rate if referred.successes and cold.successes else None
    return Comparison(
        referred,
        cold,
        _verdict(first, second),
        first.rate - second.rate,
        newcombe(first, second),
        times,
        None if times is None else ratio_bounds(referred, cold),
    )


def _verdict(first: Arm, second: Arm) -> Verdict:
    fewest = min(first.delivered, second.delivered)
    if fewest < LEAST_PEOPLE:
        return Verdict.NOT_ENOUGH_DATA
    surely = newcombe(first, second, DECIDED)
    if surely.low > 0:
        return Verdict.MORE
    if surely.high < 0:
        return Verdict.LESS
    return Verdict.ALIKE if fewest >= LEAST_DELIVERED else Verdict.NOT_ENOUGH_DATA


def ratio_bounds(first: Rate, second: Rate, confidence: float = SHOWN) -> Interval:
    """The interval of the ratio of two rates, of which neither is 0: by its logarithm.

    D. Katz, J. Baptista, S. P. Azen & M. C. Pike 1978, Biometrics 34:469, method C.
    """
    x, m, y, n = first.successes, first.trials, second.successes, second.trials
    middle = log((x / m) / (y / n))
    reach = NormalDist().inv_cdf(1 - (1 - confidence) / 2) * sqrt(1 / x - 1 / m + 1 / y - 1 / n)
    return Interval(exp(middle - reach), exp(middle + reach))
