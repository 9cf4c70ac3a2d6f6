"""Shares of people with the interval in which they may lie, and how long something takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from outreach.reporting.campaign.variants import SHOWN, Interval, wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of so many. `value` and the interval are shares from 0 to 1; None of nobody."""

    successes: int
    trials: int

    @property
    def value(self) -> float | None:
        return self.successes / self.trials if self.trials else None

    def interval(self, confidence: float = SHOWN) -> Interval:
        """The score interval (Wilson 1927); all there is where nobody was tried."""
        return wilson(self.successes, self.trials, confidence)

    def to_json(self) -> dict[str, float | int | None]:
        """`percent` to two places, with the bounds of the 95 % interval."""
        bounds = self.interval() if self.trials else None
        return {
            "successes": self.successes,
            "trials": self.trials,
            "percent": _percent(self.value),
            "percent_low": None if bounds is None else _percent(bounds.low),
            "percent_high": None if bounds is None else _percent(bounds.high),
        }


def median_of(durations: Iterable[timedelta]) -> timedelta | None:
    """The middle one; None of none."""
    seconds = list(map(timedelta.total_seconds, durations))
    return timedelta(seconds=median(seconds)) if seconds else None


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
