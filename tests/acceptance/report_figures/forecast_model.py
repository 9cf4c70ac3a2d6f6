"""The model of the forecast as docs/reports.md describes it, reckoned again: shares, days, first mails, arrivals.

Everything is in days: day 0 is the one that begins at the moment of which the forecast is made.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import inf, sqrt

from tests.acceptance.report_figures.forecast_facts import (
    PASSAGES,
    Box,
    Known,
    boxes,
    day_ahead,
    known_at,
)
from tests.acceptance.report_figures.forecast_rates import WINDOW, geometric, rated
from tests.acceptance.report_figures.forecast_sending import first_mails, pace
from tests.support.report_figures import Told

#: On what numbers hang beside the passages: how steadily is sent, and how many leads come in otherwise.
NEW, OUTSIDE = ("", "new"), ("", "outside")
#: The stages that are foreseen, in their order.
STAGES = ("mailed", "replied", *(to for _, to in PASSAGES[2:]))


@dataclass
class Stream:
    """Those who come from one place: by stage, how many arrive on each day ahead. `people`: at least so many they are.

    `uses`: the passages that they go through, with how strongly an error of the share changes them.
    """

    arrivals: dict[str, list[float]]
    people: float
    uses: dict[tuple[str, str], float]
    besides: tuple[str, str] | None = None


def later(arrivals: list[float], after: list[float]) -> list[float]:
    """Who arrives at the next stage on each day, where these parts go on after so many days."""
    found = [0.0] * len(arrivals)
    for day, count in enumerate(arrivals):
        if count:
            for delay, part in enumerate(after[: len(arrivals) - day]):
                found[day + delay] += count * part
    return found


class Model:
    """A forecast of so many months from what was known at a moment, with some mailboxes."""

    def __init__(self, known: Known, some_boxes: list[Box], months: int) -> None:
        self.known, self.boxes = known, some_boxes
        self.rates = {passage: rated(known, passage) for passage in PASSAGES}
        self.pace = pace(known, some_boxes)
        self.days = _days(known, months)
        self.mails, self.bounds = first_mails(
            known, some_boxes, self.pace, self.rates["mailed", "replied"].share, self.days
        )
        self.replies = sum(came < WINDOW for came, _, _ in known.flows["replied", "conversation"])
        self.named = sum(came < WINDOW for came, _, _ in known.flows["referred", "replied"])
        self.named_a_reply = self.named / self.replies if self.named >= 5 else 0.0
        self.outside = sum(count for ago, count in known.outside.items() if ago < WINDOW)
        self.streams = [*(self._there(passage) for passage in PASSAGES), self._new(), self._from_outside()]

    def _there(self, passage: tuple[str, str]) -> Stream:
        """Who stands before a passage now, and goes on from the days that they have spent there."""
        rate, days = self.rates[passage], len(self.days)
        longest = len(rate.on)
        arrivals, people, squares, weighed = [0.0] * days, 0.0, 0.0, 0.0
        there = Counter(came for came, on, off in self.known.flows[passage] if on is None and off is None)
        for came, count in there.items():
            if came + 1 >= longest:
                continue
            gone = sum(rate.on[: came + 1]) + sum(rate.left[: came + 1])
            to_come = sum(rate.on[came + 1 :])
            left = max(1 - gone, to_come, 1e-9)
            ahead = rate.on[came + 1 : came + 1 + days]
            for day, part in enumerate(ahead):
                arrivals[day] += count * part / left
            goes = sum(ahead) / left
            people += count * goes
            squares += count * goes * goes
            weighed += count * goes * min(1 / left, 3.0)
        found, uses = self._down(passage[1], arrivals)
        uses[passage] = weighed / people if people else 1.0
        return Stream(found, people**2 / squares if squares else inf, uses)

    def _new(self) -> Stream:
        found, uses = self._down("mailed", self.mails)
        return Stream(found, sum(self.mails) or inf, uses, besides=NEW)

    def _from_outside(self) -> Stream:
        first = max((came for came, _, _ in self.known.flows["mailed", "replied"]), default=None)
        window = WINDOW if first is None else min(WINDOW, first + 1)
        found, uses = self._down("conversation", [self.outside / window] * len(self.days))
        return Stream(found, inf, uses, besides=OUTSIDE)

    def _down(
        self, stage: str, arrivals: list[float]
    ) -> tuple[dict[str, list[float]], dict[tuple[str, str], float]]:
        found: dict[str, list[float]] = {}
        uses: dict[tuple[str, str], float] = {}
        while True:
            if stage == "replied":
                arrivals = self._with_named(arrivals)
            found[stage] = arrivals
            passage = next((each for each in PASSAGES if each[0] == stage), None)
            if passage is None:
                return found, uses
            uses[passage] = 1.0
            arrivals, stage = later(arrivals, self.rates[passage].on), passage[1]

    def _with_named(self, replies: list[float]) -> list[float]:
        """With the answers of colleagues whom these name, whom those name, and so on once more."""
        mailed = [0.0, *(self.named_a_reply * part for part in geometric(2, 30))]
        everybody, newest = replies, replies
        for _ in range(3 if self.named_a_reply else 0):
            newest = later(later(newest, mailed), self.rates["referred", "replied"].on)
            everybody = [one + other for one, other in zip(everybody, newest, strict=True)]
        return everybody

    def count(self, stage: str, part: range) -> tuple[float, float]:
        """How many are expected on some days, and the variance: of chance, and of what is not known of each share."""
        expected = chance = 0.0
        hangs_on: dict[tuple[str, str], float] = defaultdict(float)
        for stream in self.streams:
            arriving = sum(stream.arrivals.get(stage, [])[part.start : part.stop])
            if arriving <= 0:
                continue
            expected += arriving
            if stage != "mailed":
                chance += arriving * (1 - min(arriving / stream.people, 1.0))
            for passage, weight in stream.uses.items():
                if STAGES.index(passage[1]) <= STAGES.index(stage):
                    hangs_on[passage] += weight * arriving
            if stream.besides is not None:
                hangs_on[stream.besides] += arriving
        errors = {passage: rate.error for passage, rate in self.rates.items()}
        errors |= {NEW: self.pace.unsteady, OUTSIDE: 1 / sqrt(max(self.outside, 1))}
        return expected, chance + sum((errors[cause] * count) ** 2 for cause, count in hangs_on.items())

    @property
    def months(self) -> list[range]:
        starts = [number for number, day in enumerate(self.days) if number == 0 or day.day == 1]
        return [range(start, end) for start, end in zip(starts, [*starts[1:], len(self.days)], strict=True)]


def _days(known: Known, months: int) -> list[date]:
    first = day_ahead(known.as_of, 0)
    last = first.replace(day=1)
    for _ in range(months):
        last = (last + timedelta(days=32)).replace(day=1)
    return [day_ahead(known.as_of, ahead) for ahead in range((last - first).days)]


@cache
def model_of(told: Told) -> Model:
    """What the report foresees: six months."""
    return Model(known_at(told, told.as_of), boxes(told), 6)
