"""Leads, contracts and money in the months ahead: capacity times shares times deal, after the delays that were seen.

Who is at a stage now goes on from the days that they have spent there; new people come in by what can be sent. Each
range holds what chance does to so many people, and what is not known of each share; it takes for granted that shares,
team and lists stay as they are. The same facts and the same `rng` make the same forecast.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf, sqrt

from outreach.reporting.forecast.capacity import Capacity, Planned, first_mails
from outreach.reporting.forecast.count_range import Ahead, Count
from outreach.reporting.forecast.known_so_far import KnownSoFar
from outreach.reporting.forecast.money_ahead import Deal, deal, due_ahead, signed_ahead
from outreach.reporting.forecast.pace import Observed, observe
from outreach.reporting.forecast.passages import PASSAGES, WINDOW, Known, Passage, is_enough, rate
from outreach.reporting.forecast.streams import Rates, Stream, of_new, of_those_there
from outreach.reporting.goals import Goals
from outreach.reporting.rates import Rate
from outreach.reporting.stage import Stage

#: The stages that are foreseen, in their order. MAILED are first mails to people of the lists.
FORESEEN: tuple[Stage, ...] = (Stage.MAILED, *dict.fromkeys(each.to for each in PASSAGES))

#: Of a reply, how many named colleagues are written to, where that was not observed: none is promised.
_NAMED_UNKNOWN = 0.0

#: What a number hangs on beside the passages: how steadily is sent, how many leads come in otherwise.
_NEW, _OUTSIDE = "new", "outside"


@dataclass(frozen=True, slots=True)
class TimeAhead:
    """What is expected from a day to a day: people and leads that reach a stage; money by currency in hundredths.

    `signed`: what the contracts of that time are worth. `due`: what falls due in it, of earlier ones too.
    """

    first: date
    last: date
    counts: Mapping[Stage, Ahead]
    signed: Mapping[str, Ahead]
    due: Mapping[str, Ahead]


@dataclass(frozen=True, slots=True)
class SalesForecast:
    """Month by month (the first from `as_of` on), all of them together, and all that it rests on."""

    months: tuple[TimeAhead, ...]
    whole: TimeAhead
    rates: Rates
    named: Rate
    observed: Observed
    planned: Planned
    worth: Deal
    capacity: Capacity
    known: KnownSoFar
    refill_a_month: float


def forecast(
    known: KnownSoFar,
    capacity: Capacity,
    goals: Goals,
    *,
    months: int,
    rng: random.Random,
    refill_a_month: float = 0.0,
) -> SalesForecast:
    """The rest of this month and the following ones. `refill_a_month` people join the lists each month."""
    days = _days(known, months)
    rates, named = _rates(known, goals)
    cold = rates.of[PASSAGES[0]]
    observed = observe(known, capacity, cold.share)
    planned = first_mails(capacity, observed.pace, days, stock=known.stock, refill=refill_a_month / 30)
    streams = _streams(known, rates, planned, len(days))
    errors: dict[Passage | str, float] = {each: rated.relative_error for each, rated in rates.of.items()}
    # A number of independent arrivals is as uncertain as its root (Poisson).
    errors |= {_NEW: observed.unsteady, _OUTSIDE: 1 / sqrt(max(_outside(known), 1))}
    spans = list(_spans(days))
    counts = [
        {stage: _count(stage, part, streams, errors) for stage in FORESEEN}
        for part in (*spans, range(len(days)))
    ]
    worth = deal(known.contracts, goals)
    signed = [signed_ahead(each[Stage.CONTRACT], worth, rng) for each in counts]
    firsts = [days[part.start] for part in spans]
    due = due_ahead(known.contracts, firsts, signed[:-1], worth)
    times = [
        TimeAhead(
            days[part.start],
            days[part.stop - 1],
            {stage: count.ahead() for stage, count in counts[number].items()},
            signed[number],
            due[number] if number < len(due) else _added(due),
        )
        for number, part in enumerate((*spans, range(len(days))))
    ]
    return SalesForecast(
        tuple(times[:-1]),
        times[-1],
        rates,
        named,
        observed,
        planned,
        worth,
        capacity,
        known,
        refill_a_month,
    )


def _days(known: KnownSoFar, months: int) -> list[date]:
    """The days ahead until the last month's end."""
    first = known.day(0)
    after = date(first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
    return [known.day(ahead) for ahead in range((after - first).days)]


def _spans(days: Sequence[date]) -> Iterator[range]:
    """The days of each month, by their numbers."""
    starts = [number for number, day in enumerate(days) if number == 0 or day.day == 1]
    for start, stop in zip(starts, [*starts[1:], len(days)], strict=True):
        yield range(start, stop)


def _rates(known: KnownSoFar, goals: Goals) -> tuple[Rates, Rate]:
    of = {each: rate(each, known.flow(each.come_from, each.to), goals) for each in PASSAGES}
    replies = _lately(known.flow(Stage.REPLIED, Stage.CONVERSATION).entered)
    named = Rate(_lately(known.flow(Stage.REFERRED, Stage.REPLIED).entered), replies)
    is_known = is_enough(named.successes, named.trials, 0.0)
    return Rates(of, named.successes / named.trials if is_known else _NAMED_UNKNOWN), named


def _streams(known: KnownSoFar, rates: Rates, planned: Planned, days: int) -> list[Stream]:
    there = [of_those_there(each, rates, known.flow(each.come_from, each.to), days) for each in PASSAGES]
    a_day = _outside(known) / _window(known)
    return [
        *there,
        of_new(Stage.MAILED, planned.mails, rates),
        of_new(Stage.CONVERSATION, [a_day] * days, rates, is_outside=True),
    ]


def _count(
    stage: Stage,
    part: range,
    streams: Sequence[Stream],
    errors: Mapping[Passage | str, float],
) -> Count:
    """Mean and variance of the arrivals at a stage on some days.

    Each of n people comes with the same chance, which makes a binomial; the errors of the shares are each common to
    all who go through the passage (first order, as independent of one another).
    """
    mean = chance = 0.0
    by_error: dict[Passage | str, float] = {}
    for stream in streams:
        arriving = sum(stream.arrivals.get(stage, ())[part.start : part.stop])
        if arriving <= 0:
            continue
        mean += arriving
        # First mails are planned, not drawn.
        if stage is not Stage.MAILED:
            chance += arriving * (1 - min(arriving / stream.people, 1.0) if stream.people < inf else 1.0)
        for cause, weight in _causes(stream, stage):
            by_error[cause] = by_error.get(cause, 0.0) + weight * arriving
    return Count(mean, chance + sum((errors[cause] * weighed) ** 2 for cause, weighed in by_error.items()))


def _causes(stream: Stream, stage: Stage) -> Iterator[tuple[Passage | str, float]]:
    """What an arrival at the stage hangs on, and how strongly."""
    place = FORESEEN.index(stage)
    for passage, weight in stream.uses.items():
        if FORESEEN.index(passage.to) <= place:
            yield passage, weight
    if stream.is_new:
        yield _NEW, 1.0
    if stream.is_outside:
        yield _OUTSIDE, 1.0


def _outside(known: KnownSoFar) -> int:
    return _lately(known.outside)


def _lately(by_days_ago: Mapping[int, int]) -> int:
    return sum(count for ago, count in by_days_ago.items() if ago < WINDOW)


def _window(known: KnownSoFar) -> int:
    """Days of the window in which there was anything."""
    first = known.first_mail_days_ago
    return WINDOW if first is None else min(WINDOW, first + 1)


def _added(parts: Sequence[Mapping[str, Ahead]]) -> dict[str, Ahead]:
    """The sum of months that each may err to their own side."""
    found: dict[str, Ahead] = {}
    for currency in sorted({each for part in parts for each in part}):
        some = [part[currency] for part in parts if currency in part]
        expected = sum(each.expected for each in some)
        below = sqrt(sum((each.expected - each.low) ** 2 for each in some))
        above = sqrt(sum((each.high - each.expected) ** 2 for each in some))
        found[currency] = Ahead(expected, expected - below, expected + above)
    return found


def is_wholly_guessed(made: SalesForecast) -> bool:
    """Whether nothing in it was observed."""
    return all(rated.known is not Known.OBSERVED for rated in made.rates.of.values())
