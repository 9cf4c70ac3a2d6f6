"""How many of those who came into a stage went on to the next, of people who have had the time to.

Somebody whom a mail reached yesterday has not failed to answer. So a stage is judged by those whose time was up in the
period: they came as long before it as the way to the next takes nineteen of twenty, and as many days as the period has
are looked at. How long that is, is read off everybody who ever went on; where they are few, it is `UNKNOWN_WAIT` at the
least. A line that has run for a short while knows only its quick ones: its waits grow with it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from outreach.reporting.funnel.reckoning import AT_ONCE, by_whom_it_is_of
from outreach.reporting.moments import Moments
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.stage import COMES_FROM, Stage

#: Of those who went on, the share that had done so within the wait.
WITHIN = 0.95
#: Below so many who went on, how long it takes is not known.
LEAST_TIMED = 20
UNKNOWN_WAIT = timedelta(days=14)
#: A day that is not over is not judged, and who takes longer than half a year is not waited for.
SHORTEST_WAIT = timedelta(days=1)
LONGEST_WAIT = timedelta(days=180)

#: The wait is read off about so many: a twentieth of them is a good many still.
_MOST_TIMED = 10_000
_NO_TIME = timedelta()
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HadTime:
    """The way into one stage, of people whose time (`wait`) was up.

    `now`: of those whose time was up in the period, how many had come by its `as_of`. `in_time` and `before`: how many
    came within the wait, of the same people and of those of as much time before; None where the period has no
    beginning. Only these two may be compared: the earlier ones have had longer. `so_far`: of all so far.
    """

    stage: Stage
    wait: timedelta
    now: Rate
    in_time: Rate
    before: Rate | None
    so_far: Rate


def had_time(moments: Moments, period: Period) -> dict[Stage, HadTime]:
    """Every stage that people come into from another."""
    return {stage: _way_into(stage, moments, period) for stage in COMES_FROM}


def wait_of(took: Iterable[timedelta]) -> timedelta:
    """How long is waited before somebody counts as not having gone on, by those who have."""
    lengths = sorted(took)
    if len(lengths) < LEAST_TIMED:
        wait = max([UNKNOWN_WAIT, *lengths])
    else:
        wait = max(lengths[int(WITHIN * len(lengths))], SHORTEST_WAIT)
    return min(wait, LONGEST_WAIT)


def _way_into(stage: Stage, moments: Moments, period: Period) -> HadTime:
    came, went = moments.reached.get(COMES_FROM[stage], {}), by_whom_it_is_of(moments, stage)
    wait = SHORTEST_WAIT if stage in AT_ONCE else wait_of(_took(came, went))
    until = period.until - wait
    since = _LONG_AGO if period.since is None else period.since - wait
    before = since if period.since is None else since - (until - since)
    spans = _Spans(before, since, until)
    tried = spans.counted(came.values())
    if stage in AT_ONCE:
        ever = in_time = spans.counted(went.values())
    else:
        both = [(came[who], at) for who, at in went.items() if who in came]
        ever = spans.counted([at for at, _ in both])
        in_time = spans.counted([at for at, gone in both if gone - at <= wait])
    return HadTime(
        stage,
        wait,
        now=Rate(ever[_NOW], tried[_NOW]),
        in_time=Rate(in_time[_NOW], tried[_NOW]),
        before=None if period.since is None else Rate(in_time[_BEFORE], tried[_BEFORE]),
        so_far=Rate(sum(ever), sum(tried)),
    )


def _took(came: Mapping[int, datetime], went: Mapping[int, datetime]) -> Iterator[timedelta]:
    """How long it took, of so many at the most, spread over all."""
    step = len(went) // _MOST_TIMED + 1
    for who, at in islice(went.items(), 0, None, step):
        if who in came:
            # Who was written to before they came to a list took no time.
            yield max(at - came[who], _NO_TIME)


@dataclass(frozen=True, slots=True)
class _Spans:
    """Three spans of time, one after the other: all earlier time up to `before`, up to `since`, up to `until`."""

    before: datetime
    since: datetime
    until: datetime

    def counted(self, moments: Collection[datetime]) -> tuple[int, int, int]:
        """How many moments are in each."""
        earlier, before, all_of = (
            _earlier_than(moment, moments) for moment in (self.before, self.since, self.until)
        )
        return earlier, before - earlier, all_of - before


def _earlier_than(moment: datetime, moments: Collection[datetime]) -> int:
    """Of 200,000: counted without a step of Python's for each."""
    return 0 if moment == _LONG_AGO else sum(map(moment.__gt__, moments))


#: The places of spans in their counts.
_BEFORE, _NOW = 1, 2
