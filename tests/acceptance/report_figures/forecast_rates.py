"""How many go on from stage to stage, after how many days: the life tables of the forecast, reckoned again."""

from collections import Counter
from dataclasses import dataclass
from math import ceil, exp, lgamma, log, prod, sqrt
from statistics import NormalDist

from tests.acceptance.report_figures.forecast_facts import Known, One
from tests.support.report_figures import wilson
from tests.support.told_worlds import goals_of

WINDOW, FOLLOWED = 90, 365

#: Where a passage was not observed: the goals that make up its own, else a share, whose it is, and the mean days.
ELSE = {
    ("mailed", "replied"): (("delivered", "replied"), 0.08, "book", 4),
    ("referred", "replied"): (("referral_replies",), 0.20, "guess", 4),
    ("replied", "conversation"): (("positive", "conversation"), 0.30, "guess", 1),
    ("conversation", "qualified"): (("qualified",), 0.40, "guess", 7),
    ("qualified", "offered"): (("offered",), 0.95, "guess", 1),
    ("offered", "accepted"): (("accepted",), 0.90, "target", 2),
    ("accepted", "confirmed"): (("confirmed",), 0.80, "guess", 4),
    ("confirmed", "proposal"): (("proposal",), 0.70, "guess", 7),
    ("proposal", "meeting"): (("meeting",), 0.70, "guess", 10),
    ("meeting", "contract"): (("contract",), 0.25, "guess", 30),
}


@dataclass(frozen=True)
class Rated:
    """`on` and `left`: the part that goes on, or leaves, after so many days."""

    share: float
    low: float
    high: float
    known: str
    on: list[float]
    left: list[float]
    of: tuple[int, int] | None

    @property
    def median(self) -> int | None:
        so_far = 0.0
        for day, part in enumerate(self.on):
            so_far += part
            if so_far > 0 and 2 * so_far >= sum(self.on) * (1 - 1e-12):
                return day
        return None

    @property
    def error(self) -> float:
        return (self.high - self.low) / 3.92 / self.share if self.share else 0.0


def geometric(average: float, longest: int) -> list[float]:
    """Each day the same chance to go, so that it takes so long on average."""
    parts = [(average / (1 + average)) ** day for day in range(longest)]
    return [part / sum(parts) for part in parts]


def exposed(some: list[One], longest: int) -> list[int]:
    """By delays, how many came so that they could have gone after so many days within the last 90."""
    came = Counter(ago for ago, _, _ in some)
    return [sum(came[ago] for ago in range(delay, delay + WINDOW)) for delay in range(longest + 1)]


def by_delay(some: list[One], which: int) -> list[float]:
    """A life table by days: of those who could have gone after so many days, who did."""
    delays = [(one[0], one[which]) for one in some]
    went = Counter(
        came - gone for came, gone in delays if gone is not None and gone < WINDOW and came - gone <= FOLLOWED
    )
    if not went:
        return []
    at_risk = exposed(some, max(went))
    parts = [
        went[delay] / count if count and 10 * count >= max(at_risk) else 0.0
        for delay, count in enumerate(at_risk)
    ]
    return [part / max(sum(parts), 1.0) for part in parts]


def with_unseen(parts: list[float], average: float, some: list[One]) -> list[float]:
    """Who takes longer than anybody could have yet: as many as guessed delays have of them."""
    if not parts:
        return []
    at_risk = exposed(some, FOLLOWED)
    seen = 1 + max(delay for delay, count in enumerate(at_risk) if 10 * count >= max(at_risk))
    guessed = geometric(average, FOLLOWED)
    scale = sum(parts[:seen]) / sum(guessed[:seen])
    whole = (parts + [0.0] * seen)[:seen] + [scale * part for part in guessed[seen:]]
    return [part / max(sum(whole), 1.0) for part in whole]


def rated(known: Known, passage: tuple[str, str]) -> Rated:
    some, goals = known.flows[passage], goals_of(known.told.folder)
    parts_of_goal, share, whose, average = ELSE[passage]
    if all(stage in goals for stage in parts_of_goal):
        share, whose = prod(goals[stage] / 100 for stage in parts_of_goal), "goal"
    on = with_unseen(by_delay(some, 1), average, some)
    went = sum(on_ is not None and on_ < WINDOW for _, on_, _ in some)
    observed = sum(on)
    tried = max(round(went / observed), went) if observed else sum(came < WINDOW for came, _, _ in some)
    if went < 5 and tried * share < 10:
        off = 2.0 if whose == "guess" else 1.5
        on = [share * part for part in geometric(average, 120)]
        return Rated(share, share / off, min(share * off, 1.0), whose, on, [], None)
    low, high = wilson(min(went, tried), tried)
    left = by_delay(some, 2)
    return Rated(
        observed, min(low, observed), max(high, observed), "observed", on, left, (min(went, tried), tried)
    )


# --- the range of a number --------------------------------------------------------------------------------------------


def chances(expected: float, variance: float) -> list[float]:
    """Of 0, 1, 2 … : a negative binomial where the variance is larger, a binomial where it is smaller, else Poisson."""
    numbers = range(int(expected + 12 * sqrt(max(variance, expected)) + 20))
    if variance > expected * 1.001:
        size = expected**2 / (variance - expected)
        odds = expected / (size + expected)
        parts = [
            exp(lgamma(k + size) - lgamma(size) - lgamma(k + 1) + size * log(1 - odds) + k * log(odds))
            for k in numbers
        ]
    elif variance < expected * 0.999:
        tried = max(ceil(expected**2 / (expected - max(variance, 0.0))), ceil(expected) + 1)
        odds = expected / tried
        parts = [(1 - odds) ** tried]
        for k in range(1, len(numbers)):
            parts.append(parts[-1] * max(tried - k + 1, 0) / k * odds / (1 - odds))
    else:
        parts = [exp(k * log(expected) - expected - lgamma(k + 1)) for k in numbers]
    return [part / sum(parts) for part in parts]


def range_of(expected: float, variance: float) -> tuple[int, int]:
    """Where a number lies eight times of ten, what is expected included."""
    if expected <= 0:
        return 0, 0
    if expected >= 60:
        normal = NormalDist(expected, sqrt(max(variance, 1e-9)))
        return int(max(normal.inv_cdf(0.1), 0)), ceil(max(normal.inv_cdf(0.9), 0))
    so_far, low, high = 0.0, None, None
    for number, part in enumerate(chances(expected, variance)):
        so_far += part
        low = number if low is None and so_far >= 0.1 else low
        high = number if high is None and so_far >= 0.9 else high
    assert low is not None
    assert high is not None
    return min(low, int(expected)), max(high, ceil(expected))
