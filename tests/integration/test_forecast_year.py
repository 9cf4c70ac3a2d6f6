"""The sales forecast held against years that were drawn from shares and delays it does not know."""

import random
import statistics
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from outreach.reporting.forecast.back_test import Came, capacity_then, held_against
from outreach.reporting.forecast.count_range import CLAIMED
from outreach.reporting.forecast.months_ahead import FORESEEN, SalesForecast, forecast
from outreach.reporting.goals import Goals
from outreach.reporting.stage import Stage
from tests.support.sales_year import BEGINS, DOUBLED, STEADY, Counted, World, facts_of, months

SEEDS = 20
#: One in the middle of each year is enough: neighbouring quarters share their people.
START = date(2026, 6, 1)


#: Until the end of the quarter.
UNTIL_THEN = replace(STEADY, days=(date(2026, 9, 1) - BEGINS).days)


def foreseen(world: World, counted: Counted, start: date) -> SalesForecast:
    return forecast(counted.known_at(start), world.capacity(start), Goals(), months=3, rng=random.Random(1))


def came(counted: Counted, start: date) -> dict[Stage, int]:
    return counted.came(start, months(start, date(2027, 1, 1))[3])


@pytest.fixture(scope="module")
def steady() -> list[tuple[SalesForecast, dict[Stage, int], list[Came]]]:
    """Twenty years in which nothing changes: what was foreseen of a quarter, what came, and that by month."""
    return list(_years())


def _years() -> Iterator[tuple[SalesForecast, dict[Stage, int], list[Came]]]:
    for seed in range(SEEDS):
        counted = Counted(STEADY, facts_of(UNTIL_THEN, seed))
        parts = months(START, date(2026, 9, 1))
        by_month = [Came(counted.came(first, until), {}) for first, until in pairwise(parts)]
        yield foreseen(STEADY, counted, START), came(counted, START), by_month


def test_what_comes_lies_in_the_ranges_about_as_often_as_they_claim(steady) -> None:  # type: ignore[no-untyped-def]
    inside = [
        actual[stage] in made.whole.counts[stage] for made, actual, _ in steady for stage in FORESEEN[1:]
    ]

    # 180 figures, of which those of one year hang together: as good as some sixty.
    assert CLAIMED - 0.12 <= statistics.mean(inside) <= CLAIMED + 0.12


def test_months_lie_in_their_ranges_as_well(steady) -> None:  # type: ignore[no-untyped-def]
    inside = [
        held.is_inside
        for made, _, by_month in steady
        for held in held_against(made, by_month).held
        if held.month is not None and held.what in FORESEEN[1:]
    ]

    assert CLAIMED - 0.10 <= statistics.mean(inside) <= CLAIMED + 0.12


@pytest.mark.parametrize(
    ("stage", "most"),
    [
        (Stage.MAILED, 0.03),
        (Stage.REPLIED, 0.06),
        (Stage.QUALIFIED, 0.10),
        (Stage.CONFIRMED, 0.12),
        (Stage.CONTRACT, 0.3),
    ],
)
def test_it_errs_to_no_side(steady, stage: Stage, most: float) -> None:  # type: ignore[no-untyped-def]
    expected = sum(made.whole.counts[stage].expected for made, _, _ in steady)
    actual = sum(all_of[stage] for _, all_of, _ in steady)

    assert abs(expected / actual - 1) <= most


def test_a_range_is_no_wider_than_it_need_be(steady) -> None:  # type: ignore[no-untyped-def]
    widths = [
        (ahead.high - ahead.low) / ahead.expected
        for made, _, _ in steady
        for ahead in (made.whole.counts[Stage.CONFIRMED],)
    ]

    assert statistics.mean(widths) < 0.8


def test_a_team_that_doubles_is_not_foreseen_and_is_as_soon_as_it_is_configured() -> None:
    counted = Counted(DOUBLED, facts_of(DOUBLED, 3))

    before = foreseen(DOUBLED, counted, date(2026, 5, 1))
    after = foreseen(DOUBLED, counted, date(2026, 6, 1))

    came_before, came_after = came(counted, date(2026, 5, 1)), came(counted, date(2026, 6, 1))
    # The configuration of May knows four mailboxes.
    assert before.whole.counts[Stage.MAILED].expected < 0.75 * came_before[Stage.MAILED]
    # That of June knows eight, and that the new ones ramp.
    assert after.whole.counts[Stage.MAILED].expected == pytest.approx(came_after[Stage.MAILED], rel=0.12)
    assert came_after[Stage.REPLIED] == pytest.approx(after.whole.counts[Stage.REPLIED].expected, rel=0.25)


def test_looking_back_it_does_not_know_mailboxes_that_came_later() -> None:
    counted = Counted(DOUBLED, facts_of(DOUBLED, 3))
    then = counted.known_at(date(2026, 6, 1))

    of_then = capacity_then(DOUBLED.capacity(date(2026, 9, 1)), then)

    assert len(of_then.mailboxes) == 4
