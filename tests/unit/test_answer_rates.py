"""Whether referred people answer more often: the verdict, and when there is none."""

import math

import pytest

from outreach.reporting.rates import Rate
from outreach.reporting.referrals.answer_rates import Verdict, compared, ratio_bounds


@pytest.mark.parametrize(
    ("referred", "cold", "verdict"),
    [
        (Rate(15, 40), Rate(300, 4_000), Verdict.MORE),
        (Rate(1, 200), Rate(400, 4_000), Verdict.LESS),
        (Rate(20, 200), Rate(400, 4_000), Verdict.ALIKE),
        (Rate(4, 40), Rate(400, 4_000), Verdict.NOT_ENOUGH_DATA),
        # All of them answered, and they are too few all the same.
        (Rate(8, 8), Rate(400, 4_000), Verdict.NOT_ENOUGH_DATA),
        (Rate(0, 0), Rate(400, 4_000), Verdict.NOT_ENOUGH_DATA),
        (Rate(3, 30), Rate(0, 0), Verdict.NOT_ENOUGH_DATA),
        (Rate(30, 60), Rate(0, 500), Verdict.MORE),
    ],
)
def test_the_verdict(referred: Rate, cold: Rate, verdict: Verdict) -> None:
    assert compared(referred, cold).verdict is verdict


def test_how_many_times_as_often_with_its_interval() -> None:
    """Reckoned by hand: ln(0.3 / 0.1) ± 1.96 √(1/30 − 1/100 + 1/100 − 1/1000)."""
    found = compared(Rate(30, 100), Rate(100, 1_000))

    reach = 1.959964 * math.sqrt(1 / 30 - 1 / 100 + 1 / 100 - 1 / 1_000)
    assert found.times == pytest.approx(3.0)
    assert found.times_bounds is not None
    assert found.times_bounds.low == pytest.approx(3 * math.exp(-reach), rel=1e-6)
    assert found.times_bounds.high == pytest.approx(3 * math.exp(reach), rel=1e-6)


def test_nobody_answers_so_many_times_as_often_as_nobody() -> None:
    found = compared(Rate(30, 60), Rate(0, 500))

    assert found.times is None
    assert found.difference == pytest.approx(0.5)


def test_the_interval_of_a_ratio_turns_round_with_it() -> None:
    one, other = ratio_bounds(Rate(10, 50), Rate(7, 70)), ratio_bounds(Rate(7, 70), Rate(10, 50))

    assert one.low == pytest.approx(1 / other.high)
