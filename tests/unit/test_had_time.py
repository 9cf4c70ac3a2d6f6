"""Who is judged at a stage: those whose time was up in the period."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.reporting.goals import Goals
from outreach.reporting.line.had_time import (
    LONGEST_WAIT,
    SHORTEST_WAIT,
    UNKNOWN_WAIT,
    HadTime,
    had_time,
    wait_of,
)
from outreach.reporting.line.weak_link import Standing, weak_link
from outreach.reporting.moments import Moments
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.stage import COMES_FROM, Stage

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MONTH = Period(NOW - 30 * DAY, NOW, NOW, ZoneInfo("UTC"))

#: When somebody came to a stage, and when they went on, in days ago.
Way = tuple[float, float | None]


def replies(people: Iterable[Way], period: Period = MONTH) -> HadTime:
    return had_time(moments(people), period)[Stage.REPLIED]


def moments(people: Iterable[Way]) -> Moments:
    listed = list(enumerate(people))
    return Moments(
        reached={
            Stage.DELIVERED: {who: NOW - came * DAY for who, (came, _) in listed},
            Stage.REPLIED: {who: NOW - went * DAY for who, (_, went) in listed if went is not None},
        },
        person_of_lead={},
        person_of_referral={},
        mailed_in_period={},
        dead={},
        replies={},
    )


def quick(count: int, came: float) -> list[Way]:
    """So many who came so many days ago and answered within a day or two."""
    return [(came, came - 1 - 0.01 * (number % 100)) for number in range(count)]


def silent(count: int, came: float) -> list[Way]:
    return [(came, None)] * count


def test_whoever_came_yesterday_has_not_failed_to_answer() -> None:
    way = replies([*quick(70, 20), *silent(930, 20), *silent(5_000, 0.5)])

    assert way.now == Rate(70, 1_000)


def test_as_many_days_are_looked_at_as_the_period_has_but_earlier_by_the_wait() -> None:
    # The wait comes to about a day and a half: the period looks at 31.5 to 1.5 days ago.
    way = replies([*quick(50, 31), *silent(450, 31), *quick(50, 40), *silent(50, 40), *silent(800, 1)])

    assert timedelta(days=1.4) < way.wait < timedelta(days=1.5)
    assert way.now == Rate(50, 500)
    assert way.before is not None
    assert way.before.trials == 100
    assert way.so_far == Rate(100, 600)


def test_a_late_answer_counts_against_a_goal_but_not_against_the_time_before() -> None:
    # Those of the time before have had a month more to answer late.
    way = replies([*quick(100, 20), (20, 1), *silent(99, 20)])

    assert way.now == Rate(101, 200)
    assert way.in_time.trials == 200
    assert way.in_time.successes < way.now.successes


def test_without_a_beginning_everybody_counts_whose_time_is_up() -> None:
    way = replies([*quick(50, 300), *silent(450, 300), *silent(9, 0.1)], replace(MONTH, since=None))

    assert (way.now, way.before) == (Rate(50, 500), None)


def test_how_long_is_waited_is_read_off_those_who_went_on() -> None:
    assert wait_of(number * DAY for number in range(1, 101)) == 96 * DAY


def test_where_few_went_on_two_weeks_are_waited_or_as_long_as_the_slowest_took() -> None:
    assert wait_of([]) == UNKNOWN_WAIT
    assert wait_of([DAY, 2 * DAY]) == UNKNOWN_WAIT
    assert wait_of([DAY, 20 * DAY]) == 20 * DAY


def test_nobody_is_judged_within_a_day_or_waited_for_longer_than_half_a_year() -> None:
    assert wait_of([timedelta()] * 100) == SHORTEST_WAIT
    assert wait_of([400 * DAY] * 100) == LONGEST_WAIT


def test_one_who_answers_for_two_leads_has_gone_on_once() -> None:
    one = Moments(
        reached={
            Stage.POSITIVE: {1: NOW - 40 * DAY, 2: NOW - 40 * DAY},
            Stage.CONVERSATION: {10: NOW - 39 * DAY, 11: NOW - 38 * DAY},
        },
        person_of_lead={10: 1, 11: 1},
        person_of_referral={},
        mailed_in_period={},
        dead={},
        replies={},
    )

    assert had_time(one, replace(MONTH, since=None))[Stage.CONVERSATION].now == Rate(1, 2)


def test_every_stage_has_its_way() -> None:
    assert had_time(moments([]), MONTH).keys() == COMES_FROM.keys()


def test_a_healthy_line_that_grows_fast_is_not_called_weak_for_its_newest_people() -> None:
    # A quarter as many people each week as in the one after: most have only just come.
    dice = random.Random(11)
    people = [
        (came, came - took if (took := dice.lognormvariate(1.2, 0.8)) < came else None)
        if dice.random() < 0.07
        else (came, None)
        for week in range(8)
        for came in (7 * week + 7 * dice.random() for _ in range(int(8_000 / 2**week)))
    ]
    counted = sum(went is not None for came, went in people if came < 30)
    everybody = sum(came < 30 for came, _ in people)

    verdict = weak_link(had_time(moments(people), MONTH), Goals({Stage.REPLIED: 0.07}), None)

    # Of all who came in the month a good part less than 7 % has answered.
    assert counted / everybody < 0.055
    assert verdict.of(Stage.REPLIED).standing is not Standing.WEAK
