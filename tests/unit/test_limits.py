"""How many mails a mailbox may send in a day, and how long it rests after each."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from outreach.sending.limits import allowance, gap_after
from tests.support.campaigns import Earliest
from tests.support.desk import mailbox

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sending_days", "expected"), [(0, 5), (1, 8), (2, 11), (11, 38), (12, 40), (13, 40), (1_000, 40)]
)
def test_the_ramp_rises_by_a_step_each_sending_day_up_to_the_limit(sending_days: int, expected: int) -> None:
    ramp = mailbox(per_day=40, ramp_start=5, ramp_step=3)

    assert allowance(ramp, sending_days=sending_days) == expected


@pytest.mark.parametrize(("per_day", "start", "expected"), [(3, 5, 3), (0, 5, 0), (500, 5, 5)])
def test_the_ramp_only_ever_lowers(per_day: int, start: int, expected: int) -> None:
    assert allowance(mailbox(per_day=per_day, ramp_start=start, ramp_step=0), sending_days=9) == expected


def test_the_rest_after_a_mail_is_drawn_anew_each_time_and_within_its_bounds() -> None:
    resting = mailbox(gap_seconds=(90.0, 300.0))
    rng = random.Random(7)

    rests = [gap_after(resting, NOW, rng) - NOW for _ in range(200)]

    assert all(timedelta(seconds=90) <= rest <= timedelta(seconds=300) for rest in rests)
    assert len(set(rests)) > 190
    assert gap_after(resting, NOW, Earliest()) == NOW + timedelta(seconds=90)


def test_a_mailbox_without_a_rest_may_go_on_at_once() -> None:
    assert gap_after(mailbox(gap_seconds=(0.0, 0.0)), NOW, random.Random(7)) == NOW
