"""Rates with their intervals, held against published values, and what may be said of two wordings."""

import random
from math import sqrt

import pytest

from outreach.reporting.campaign.variants import (
    DECIDED,
    LEAST_DELIVERED,
    Arm,
    Better,
    NoDifference,
    NoWinnerYet,
    judge,
    newcombe,
    said,
    wilson,
)


def arm(replied: int, delivered: int, name: str = "a") -> Arm:
    return Arm(name, delivered, replied)


# --- intervals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_rate_is_the_published_one(
    successes: int, trials: int, low: float, high: float
) -> None:
    """Newcombe 1998, Statist. Med. 17:857, table I, method 3."""
    interval = wilson(successes, trials)

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, Statist. Med. 17:873, table II, method 10."""
    interval = newcombe(arm(*first), arm(*second))

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_of_what_was_never_tried_nothing_is_known() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_a_rate_lies_in_its_interval_which_narrows_with_the_number_and_widens_with_the_confidence() -> None:
    few, many, sure = wilson(8, 100), wilson(80, 1_000), wilson(8, 100, 0.99)

    assert few.low < many.low < 0.08 < many.high < few.high
    assert sure.low < few.low < few.high < sure.high


def test_a_difference_turned_round_has_the_interval_turned_round() -> None:
    there, back = newcombe(arm(12, 150), arm(30, 160)), newcombe(arm(30, 160), arm(12, 150))

    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


# --- verdicts --------------------------------------------------------------------------------------------------------


def test_a_clear_difference_on_an_honest_sample_has_a_winner() -> None:
    verdict = judge([arm(120, 3_000, "plain"), arm(210, 3_000, "short")])

    assert isinstance(verdict, Better)
    assert (verdict.winner, verdict.over, round(verdict.difference, 3)) == ("short", "plain", 0.03)
    assert verdict.interval == newcombe(arm(210, 3_000), arm(120, 3_000), DECIDED)
    assert said(verdict) == "short is better: +3.0 points over plain (1.5 to 4.5, 99% sure)."


@pytest.mark.parametrize("delivered", [0, 1, 50, LEAST_DELIVERED - 1])
def test_below_an_honest_sample_there_is_no_winner_however_clear_it_looks(delivered: int) -> None:
    verdict = judge([arm(0, delivered), arm(delivered, delivered, "b")])

    assert isinstance(verdict, NoWinnerYet)
    assert verdict.more >= LEAST_DELIVERED - delivered


def test_the_smaller_sample_counts() -> None:
    verdict = judge([arm(0, LEAST_DELIVERED - 1), arm(900, 1_000, "b")])

    assert isinstance(verdict, NoWinnerYet)


def test_what_would_do_at_95_per_cent_does_not_do_for_those_who_look_every_day() -> None:
    one, other = arm(20, 300, "a"), arm(36, 300, "b")

    verdict = judge([one, other])

    assert newcombe(other, one, 0.95).low > 0
    assert isinstance(verdict, NoWinnerYet)


def test_with_more_wordings_each_pair_is_asked_for_more() -> None:
    pair = [arm(100, 1_000, "a"), arm(140, 1_000, "b")]
    crowd = [*pair, *(arm(100, 1_000, name) for name in "cdef")]

    assert isinstance(judge(pair), Better)
    assert isinstance(judge(crowd), NoWinnerYet)


def test_of_three_the_best_must_beat_both() -> None:
    verdict = judge([arm(20, 1_000, "a"), arm(98, 1_000, "b"), arm(100, 1_000, "c")])

    assert isinstance(verdict, NoWinnerYet)


def test_two_that_are_as_good_as_each_other_are_said_to_be_so_in_the_end() -> None:
    early, late = judge([arm(16, 200), arm(16, 200, "b")]), judge([arm(800, 10_000), arm(805, 10_000, "b")])

    assert isinstance(early, NoWinnerYet)
    assert said(early).startswith("No winner yet: about ")
    assert isinstance(late, NoDifference)
    assert said(late) == "No winner: a difference of 2.0 points would have shown by now."


def test_as_many_mails_as_are_asked_for_tell_the_difference_mostly() -> None:
    verdict = judge([arm(5, 100), arm(12, 100, "b")])
    assert isinstance(verdict, NoWinnerYet)
    enough = 100 + verdict.more
    chance = random.Random(7)

    def replies(rate: float) -> int:
        return round(chance.gauss(enough * rate, sqrt(enough * rate * (1 - rate))))

    trials = [judge([arm(replies(0.05), enough), arm(replies(0.12), enough, "b")]) for _ in range(400)]

    found = sum(isinstance(each, Better) and each.winner == "b" for each in trials) / len(trials)
    assert 0.72 < found < 0.9


def test_ten_looks_at_two_equal_wordings_seldom_find_a_winner() -> None:
    chance = random.Random(11)
    trials, wrong = 400, 0

    for _ in range(trials):
        replied = [0, 0]
        for look in range(1, 11):
            replied = [each + sum(chance.random() < 0.1 for _ in range(100)) for each in replied]
            if isinstance(
                judge([arm(n, 100 * look, name) for n, name in zip(replied, "ab", strict=True)]), Better
            ):
                wrong += 1
                break

    assert wrong / trials < 0.09, "one in twenty, and not one in five as at 95 %"
