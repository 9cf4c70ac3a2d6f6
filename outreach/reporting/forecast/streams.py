"""How people flow down the line day by day, kept apart by where they stand now: on the days ahead, at each stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from operator import mul

from outreach.reporting.forecast.passages import PASSAGES, Flow, Passage, Rated, waiting
from outreach.reporting.stage import Stage

#: So many times a named colleague may name the next.
_GENERATIONS = 3
#: Days from a reply to the mail to the colleague whom it names.
_NAMED_AFTER = 2
#: An error in a share weighs more for those who have waited long; no more than so much.
_MOST_ELASTIC = 3.0


@dataclass(frozen=True, slots=True)
class Stream:
    """Those who come from one place: by stage, how many arrive there on each day ahead.

    `people`: how many they are at least, as far as chance is concerned. `uses`: the passages that they go through,
    with how strongly an error of its share (a part of it) changes them.
    """

    arrivals: Mapping[Stage, Sequence[float]]
    people: float
    uses: Mapping[Passage, float]
    #: New people, whose number depends on how steadily is sent.
    is_new: bool = False
    is_outside: bool = False


def of_those_there(passage: Passage, rated: "Rates", flow: Flow, days: int) -> Stream:
    """Those who stand before a passage now, each going on from the days they have spent there."""
    one = rated.of[passage]
    there = flow.there()
    so_far, still = [0.0, *accumulate(one.on_after)], one.still_there()
    longest = len(one.on_after)
    weights = [0.0] * min(max(there, default=-1) + 1, longest)
    people = squares = weighted = 0.0
    for came, count in there.items():
        if came + 1 >= longest:
            continue
        # As much as still has to come at least, or chance in the figures would make more of people than there are.
        share_left = max(still[came], so_far[-1] - so_far[came + 1], 1e-9)
        weights[came] = count / share_left
        goes = (so_far[min(came + 1 + days, longest)] - so_far[came + 1]) / share_left
        people += count * goes
        squares += count * goes**2
        weighted += count * goes * min(1 / share_left, _MOST_ELASTIC)
    arrivals = [sum(map(mul, weights, one.on_after[day + 1 :])) for day in range(days)]
    found = _down(passage.to, arrivals, rated)
    uses = {each: 1.0 for each in found if isinstance(each, Passage)}
    return Stream(
        {stage: found[stage] for stage in found if isinstance(stage, Stage)},
        people**2 / squares if squares else inf,
        uses | {passage: weighted / people if people else 1.0},
    )


def of_new(stage: Stage, arrivals: Sequence[float], rated: "Rates", *, is_outside: bool = False) -> Stream:
    """Those who come to a stage on the days ahead."""
    found = _down(stage, list(arrivals), rated)
    return Stream(
        {each: found[each] for each in found if isinstance(each, Stage)},
        inf if is_outside else sum(arrivals) or inf,
        {each: 1.0 for each in found if isinstance(each, Passage)},
        is_new=not is_outside,
        is_outside=is_outside,
    )


@dataclass(frozen=True, slots=True)
class Rates:
    """The passages with their figures, and how many colleagues a reply leads to that are written to."""

    of: Mapping[Passage, Rated]
    named_a_reply: float = 0.0


def _down(stage: Stage, arrivals: list[float], rates: Rates) -> dict[Stage | Passage, Sequence[float]]:
    """What becomes of arrivals at a stage, at this and every later one; with the passages that they go through."""
    found: dict[Stage | Passage, Sequence[float]] = {}
    while True:
        if stage is Stage.REPLIED:
            arrivals = _with_named(arrivals, rates)
        found[stage] = arrivals
        passage = next((each for each in PASSAGES if each.come_from is stage), None)
        if passage is None:
            return found
        found[passage] = ()
        arrivals = delayed(arrivals, rates.of[passage].on_after)
        stage = passage.to


def _with_named(replies: list[float], rates: Rates) -> list[float]:
    """Replies, with those of the colleagues whom they name, and whom these name."""
    if rates.named_a_reply <= 0:
        return replies
    answers = next(rated for passage, rated in rates.of.items() if passage.come_from is Stage.REFERRED)
    mailed_after = [0.0, *(rates.named_a_reply * part for part in waiting(_NAMED_AFTER, 30))]
    everybody, newest = replies, replies
    for _ in range(_GENERATIONS):
        newest = delayed(delayed(newest, mailed_after), answers.on_after)
        everybody = [one + other for one, other in zip(everybody, newest, strict=True)]
    return everybody


def delayed(arrivals: Sequence[float], after: Sequence[float]) -> list[float]:
    """Who arrives at the next stage on each day, where `after` are the parts that go on after so many days."""
    if not after or not any(arrivals):
        return [0.0] * len(arrivals)
    longest = len(after)
    backwards = list(reversed(after))
    return [
        sum(map(mul, arrivals[max(0, day + 1 - longest) : day + 1], backwards[max(0, longest - day - 1) :]))
        for day in range(len(arrivals))
    ]
