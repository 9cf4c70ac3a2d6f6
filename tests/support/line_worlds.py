"""Lines of which only the numbers matter: how many went on from each stage, by chance or exactly."""

import random
from collections.abc import Mapping
from datetime import timedelta

from outreach.reporting.line.had_time import HadTime
from outreach.reporting.rates import Rate
from outreach.reporting.stage import COMES_FROM, Stage

#: A healthy line, as one may hope for.
HEALTHY: Mapping[Stage, float] = {
    Stage.MAILED: 0.90,
    Stage.DELIVERED: 0.97,
    Stage.REPLIED: 0.07,
    Stage.POSITIVE: 0.42,
    Stage.REFERRED: 0.30,
    Stage.REFERRAL_REPLIES: 0.20,
    Stage.CONVERSATION: 0.90,
    Stage.QUALIFIED: 0.40,
    Stage.OFFERED: 0.95,
    Stage.ACCEPTED: 0.90,
    Stage.CONFIRMED: 0.80,
    Stage.PROPOSAL: 0.70,
    Stage.MEETING: 0.70,
    Stage.CONTRACT: 0.25,
    Stage.PAID: 0.90,
}
Rates = Mapping[Stage, Rate]


def by_chance(dice: random.Random, people: int, shares: Mapping[Stage, float] = HEALTHY) -> dict[Stage, Rate]:
    """So many prospects, each of whom goes on from stage to stage by these chances."""
    counts, rates = {Stage.PROSPECTS: people}, {}
    for stage, come_from in COMES_FROM.items():
        tried = counts[come_from]
        went_on = sum(dice.random() < shares[stage] for _ in range(tried))
        counts[stage], rates[stage] = went_on, Rate(went_on, tried)
    return rates


def ways(now: Rates, before: Rates | None = None, so_far: Rates | None = None) -> dict[Stage, HadTime]:
    """What `had_time` would say of them; a stage that is not named had nobody. `before` None: the period has no
    beginning."""
    nobody = Rate(0, 0)
    return {
        stage: HadTime(
            stage,
            wait=timedelta(days=5),
            now=now.get(stage, nobody),
            in_time=now.get(stage, nobody),
            before=None if before is None else before.get(stage, nobody),
            so_far=(so_far or now).get(stage, nobody),
        )
        for stage in COMES_FROM
    }
