"""How much somebody has worked between two moments, asked so often that their days are laid out once.

The same figures as `handoff.working_hours.business_hours_between`, which walks through the days each time.
"""

from bisect import bisect_right
from datetime import date, datetime, timedelta
from itertools import accumulate

from outreach.handoff.working_hours import WorkingHours

_ONE_DAY = timedelta(days=1)
_NOTHING = timedelta()


class Worked:
    """Somebody's working time between `first` and `last`; what is asked for lies between them."""

    def __init__(self, hours: WorkingHours, first: datetime, last: datetime) -> None:
        days = _days(first.astimezone(hours.zone).date(), last.astimezone(hours.zone).date())
        openings = [each for day in days for each in hours.on(day)]
        self._starts = [each.start for each in openings]
        self._lengths = [each.end - each.start for each in openings]
        self._before = list(accumulate(self._lengths, initial=_NOTHING))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Nothing where `end` is not later."""
        return max(self._until(end) - self._until(start), _NOTHING)

    def _until(self, moment: datetime) -> timedelta:
        at = bisect_right(self._starts, moment)
        if at == 0:
            return _NOTHING
        return self._before[at - 1] + min(moment - self._starts[at - 1], self._lengths[at - 1])


def working_days(hours: WorkingHours, first: datetime, last: datetime) -> float:
    """How many days somebody works from `first` up to `last`; of a day that is cut, the part of its hours."""
    total = 0.0
    for day in _days(first.astimezone(hours.zone).date(), last.astimezone(hours.zone).date()):
        openings = hours.on(day)
        whole = sum((each.end - each.start for each in openings), _NOTHING)
        inside = (max(min(each.end, last) - max(each.start, first), _NOTHING) for each in openings)
        total += sum(inside, _NOTHING) / whole if whole else 0.0
    return total


def _days(first: date, last: date) -> list[date]:
    return [first + ahead * _ONE_DAY for ahead in range((last - first).days + 1)]
