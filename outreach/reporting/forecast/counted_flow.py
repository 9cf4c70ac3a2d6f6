"""A flow from one stage to the next while it is counted, by whole days before a moment."""

from collections import Counter

from outreach.reporting.forecast.passages import FOLLOWED, WINDOW, Flow

#: Whoever came to a stage before that is not followed.
_LONGEST_AGO = WINDOW + FOLLOWED


class CountedFlow:
    """What is noted later than what follows from it happened at the same time."""

    def __init__(self) -> None:
        self._entered: Counter[int] = Counter()
        self._went_on: Counter[tuple[int, int]] = Counter()
        self._left: Counter[tuple[int, int]] = Counter()

    def enter(self, ago: int, count: int) -> None:
        """So many came so many days ago."""
        if count and ago < _LONGEST_AGO:
            self._entered[ago] += count

    def go(self, ago: int, went: int | None, left: int | None, count: int) -> None:
        """Of them so many went on, or else left, so many days ago; None: did not."""
        if ago >= _LONGEST_AGO:
            return
        if went is not None:
            self._went_on[ago, min(went, ago)] += count
        elif left is not None:
            self._left[ago, min(left, ago)] += count

    def flow(self) -> Flow:
        return Flow(dict(self._entered), dict(self._went_on), dict(self._left))
