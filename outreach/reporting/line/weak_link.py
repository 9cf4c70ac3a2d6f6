"""The weak link: of the stages that are shown to fall short, the one whose shortfall costs the most value.

A stage is held against its goal; where it has none, against what it did in as much time before. It falls short where
the whole interval of its share lies below that, and by more than the twentieth that the wait leaves out (`had_time`).

Every report looks at up to fifteen stages at once, so the level is shared out among those that are judged
(Bonferroni); and people look every day, so it is that of the trials of wordings (`variants.DECIDED`), not that of the
intervals that are shown. Only shortfalls are named, so of single reports half of the level remains.

Measured on seeded worlds that are healthy everywhere: of 1,000 single reports 0.0 to 1.2 % name a stage, by the size
of the line and by what it is held against (`tests/unit/test_weak_link.py` holds them below 2 %). Of 150 lines that
were looked at every day of a quarter, over the last 90 days each time, 1 % (against the time before) to 9 % (against
goals) ever named one; with 95 % in place of 99 % it would have been 20 %.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import ceil, sqrt
from statistics import NormalDist

from outreach.reporting.campaign.variants import DECIDED, Arm, Interval, newcombe
from outreach.reporting.goals import Goals
from outreach.reporting.line.had_time import WITHIN, HadTime
from outreach.reporting.rates import Rate
from outreach.reporting.stage import MAIN_LINE, Stage

#: Below so many people nothing is said of a stage: they often come from one company, or through one colleague's hands,
#: and then tell less than an interval believes.
LEAST_JUDGED = 20
#: A stage keeps up where no shortfall of so much of its expected share is left possible.
SMALLEST_SHORTFALL = 0.20
#: How often a shortfall that is there shall be found with the number of people that is asked for.
_POWER = 0.80


class Standing(StrEnum):
    """How a stage stands to what is expected of it."""

    #: It falls short.
    WEAK = "weak"
    #: It reaches what is expected, or misses it by less than matters.
    KEEPS_UP = "keeps_up"
    NOT_ENOUGH_DATA = "not_enough_data"
    #: It has no goal, and nobody came to it in the time before.
    NO_MEASURE = "no_measure"


class Against(StrEnum):
    GOAL = "goal"
    BEFORE = "before"


class ShareFrom(StrEnum):
    """Where a share further down the line is taken from."""

    ACTUAL = "actual"
    GOAL = "goal"
    SO_FAR = "so_far"


class WorthFrom(StrEnum):
    """Where the value of a contract is taken from."""

    GOAL = "goal"
    CONTRACTS = "contracts"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a contract is worth, in hundredths; the average of so many `contracts` where no goal says it."""

    cents: int
    currency: str
    source: WorthFrom
    contracts: int = 0


@dataclass(frozen=True, slots=True)
class Factor:
    """One share further down the line. `rate`: the people whom it was counted of; None of a goal."""

    stage: Stage
    share: float
    source: ShareFrom
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a shortfall costs, as it is reckoned: people × (expected - actual) = missing; × each factor = lost.

    `lost` is counted in those who reach `unit`: contracts, or the last stage to which shares are known. `cents` is None
    where that is no contract, or nobody knows what one is worth.
    """

    people: int
    expected: float
    actual: float
    factors: tuple[Factor, ...]
    unit: Stage
    worth: Worth | None

    @property
    def missing(self) -> float:
        return self.people * (self.expected - self.actual)

    @property
    def lost(self) -> float:
        lost = self.missing
        for factor in self.factors:
            lost *= factor.share
        return lost

    @property
    def cents(self) -> int | None:
        return None if self.worth is None else round(self.lost * self.worth.cents)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One stage. `rate` is what was judged, of people whose time (`wait`) was up.

    `interval`: of the share, at the level of the verdict; the time before is in it, where that is what it is held
    against. `more`: about how many more people would tell, in the time before as well where that is short of them;
    None where there are enough.
    """

    stage: Stage
    standing: Standing
    rate: Rate
    wait: timedelta
    against: Against | None = None
    expected: float | None = None
    #: What the time before was.
    before: Rate | None = None
    interval: Interval | None = None
    more: int | None = None
    cost: Cost | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every stage, and the weak link where there is one. `confidence`: of each stage's interval."""

    judgements: tuple[Judgement, ...]
    confidence: float

    @property
    def weak(self) -> Judgement | None:
        """The costliest of those that fall short."""
        falling = [each for each in self.judgements if each.standing is Standing.WEAK]
        return max(falling, key=_costliness, default=None)

    @property
    def standing(self) -> Standing:
        """Of the line: weak, not enough data as long as one stage lacks some, or it keeps up."""
        present = {each.standing for each in self.judgements}
        for standing in (Standing.WEAK, Standing.NOT_ENOUGH_DATA, Standing.KEEPS_UP):
            if standing in present:
                return standing
        return Standing.NO_MEASURE

    def of(self, stage: Stage) -> Judgement:
        return next(each for each in self.judgements if each.stage is stage)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a stage is held against."""

    against: Against
    rate: Rate
    expected: float
    before: Rate | None

    @property
    def is_enough(self) -> bool:
        least = self.rate.trials if self.before is None else min(self.rate.trials, self.before.trials)
        return least >= LEAST_JUDGED


def weak_link(ways: Mapping[Stage, HadTime], goals: Goals, worth: Worth | None, *, lines: int = 1) -> Verdict:
    """Judge every stage by what is expected of it, and reckon what each that falls short costs.

    `lines`: how many are looked at side by side, which share the level as the stages of one do.
    """
    measures = {stage: _measure(way, goals) for stage, way in ways.items()}
    judged = sum(each is not None and each.is_enough for each in measures.values())
    confidence = 1 - (1 - DECIDED) / (max(judged, 1) * lines)
    return Verdict(
        tuple(_judge(ways[stage], each, confidence, ways, goals, worth) for stage, each in measures.items()),
        confidence,
    )


# --- judging --------------------------------------------------------------------------------------------------------


def _measure(way: HadTime, goals: Goals) -> _Measure | None:
    goal = goals.shares.get(way.stage)
    if goal:
        return _Measure(Against.GOAL, way.now, goal, None)
    before = way.before
    if before is None or not before.value:
        return None
    return _Measure(Against.BEFORE, way.in_time, before.value, before)


def _judge(
    way: HadTime,
    measure: _Measure | None,
    confidence: float,
    ways: Mapping[Stage, HadTime],
    goals: Goals,
    worth: Worth | None,
) -> Judgement:
    if measure is None:
        return Judgement(way.stage, Standing.NO_MEASURE, way.now, way.wait)
    interval = _interval(measure, confidence)
    standing = _standing(measure, interval)
    return Judgement(
        stage=way.stage,
        standing=standing,
        rate=measure.rate,
        wait=way.wait,
        against=measure.against,
        expected=measure.expected,
        before=measure.before,
        interval=interval,
        more=_more(measure, confidence) if standing is Standing.NOT_ENOUGH_DATA else None,
        cost=_cost(way.stage, measure, ways, goals, worth) if standing is Standing.WEAK else None,
    )


def _interval(measure: _Measure, confidence: float) -> Interval:
    """In which the share may lie; against the time before, that share and the interval of the difference."""
    if measure.before is None:
        return measure.rate.interval(confidence)
    now = Arm("now", measure.rate.trials, measure.rate.successes)
    before = Arm("before", measure.before.trials, measure.before.successes)
    difference = newcombe(now, before, confidence)
    return Interval(max(measure.expected + difference.low, 0.0), min(measure.expected + difference.high, 1.0))


def _standing(measure: _Measure, interval: Interval) -> Standing:
    actual = measure.rate.value
    if actual is None or not measure.is_enough:
        return Standing.NOT_ENOUGH_DATA
    if interval.high < measure.expected and actual < WITHIN * measure.expected:
        return Standing.WEAK
    if interval.low >= (1 - SMALLEST_SHORTFALL) * measure.expected:
        return Standing.KEEPS_UP
    return Standing.NOT_ENOUGH_DATA


def _more(measure: _Measure, confidence: float) -> int:
    """How many more people find a shortfall as large as it looks, or the smallest that matters, with the usual power.

    Against the time before: with as many there. J. L. Fleiss, Statistical Methods for Rates and Proportions, 2nd
    edition 1981, 1.4 and 3.2 (without correction).
    """
    expected, trials = measure.expected, measure.rate.trials
    smallest = SMALLEST_SHORTFALL * expected
    shortfall = smallest if measure.rate.value is None else max(expected - measure.rate.value, smallest)
    lower = expected - shortfall
    under_none, under_some = NormalDist().inv_cdf((1 + confidence) / 2), NormalDist().inv_cdf(_POWER)
    if measure.before is None:
        spread = under_none * _spread(expected) + under_some * _spread(lower)
    else:
        both = sqrt(_spread(expected) ** 2 + _spread(lower) ** 2)
        spread = under_none * sqrt(2) * _spread((expected + lower) / 2) + under_some * both
        trials = min(trials, measure.before.trials)
    needed = max(ceil((spread / shortfall) ** 2), LEAST_JUDGED)
    return max(needed - trials, 1)


def _spread(share: float) -> float:
    """The standard deviation of one who goes on or does not."""
    return sqrt(share * (1 - share))


# --- what it costs --------------------------------------------------------------------------------------------------


def _cost(
    stage: Stage, measure: _Measure, ways: Mapping[Stage, HadTime], goals: Goals, worth: Worth | None
) -> Cost:
    factors: list[Factor] = []
    for each in downstream(stage):
        factor = _factor(ways[each], goals) if each in ways else None
        if factor is None:
            break
        factors.append(factor)
    unit = factors[-1].stage if factors else stage
    return Cost(
        people=measure.rate.trials,
        expected=measure.expected,
        actual=measure.rate.value or 0.0,
        factors=tuple(factors),
        unit=unit,
        worth=worth if unit in (Stage.CONTRACT, Stage.PAID) else None,
    )


def downstream(stage: Stage) -> Sequence[Stage]:
    """The stages between this one and a contract.

    A colleague who answers is worth what everybody who answers is. What answers bring besides, by naming colleagues, is
    left out: the cost is the least that it can be.
    """
    if stage is Stage.REFERRED:
        return (Stage.REFERRAL_REPLIES, *downstream(Stage.REPLIED))
    if stage is Stage.REFERRAL_REPLIES:
        return downstream(Stage.REPLIED)
    end = MAIN_LINE.index(Stage.CONTRACT) + 1
    return MAIN_LINE[MAIN_LINE.index(stage) + 1 : end]


def _factor(way: HadTime, goals: Goals) -> Factor | None:
    """The share of the period where there is enough of it, else the goal, else the share so far; None: nobody knows."""
    now, goal, so_far = way.now, goals.shares.get(way.stage), way.so_far
    if now.trials >= LEAST_JUDGED and now.value:
        return Factor(way.stage, now.value, ShareFrom.ACTUAL, now)
    if goal:
        return Factor(way.stage, goal, ShareFrom.GOAL, None)
    return Factor(way.stage, so_far.value, ShareFrom.SO_FAR, so_far) if so_far.value else None


def _costliness(judgement: Judgement) -> tuple[bool, float]:
    """What is lost in contracts goes before what only part of the line is known of, which is near its beginning."""
    cost = judgement.cost
    assert cost is not None
    # A contract that is not paid is lost as one that is not signed.
    return cost.unit in (Stage.CONTRACT, Stage.PAID), cost.lost
