"""How replies that wait for a person hold back new first mails, and what a rest does to a mailbox's ramp."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sending.capacity import explain, openings_allowed, share_of_openings
from outreach.sending.limits import allowance
from outreach.sending.ramp import ramp_days, rested
from tests.support.desk import mailbox

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("waiting", "share"), [(0, 1.0), (4, 1.0), (5, 1.0), (6, 0.8), (7, 0.6), (9, 0.2), (10, 0.0), (99, 0.0)]
)
def test_from_half_of_a_days_work_on_openings_become_fewer_and_stop_at_the_whole(
    waiting: int, share: float
) -> None:
    assert share_of_openings(waiting, people=1, per_person=10) == pytest.approx(share)


def test_more_people_work_more_replies() -> None:
    assert share_of_openings(14, people=3, per_person=10) == 1.0


def test_with_the_throttle_off_nothing_is_held_back() -> None:
    assert share_of_openings(1_000, people=1, per_person=0) == 1.0


@given(st.integers(0, 1_000), st.integers(1, 50), st.integers(1, 100))
def test_one_reply_more_never_lets_more_out(waiting: int, people: int, per_person: int) -> None:
    now = share_of_openings(waiting, people, per_person)

    assert 0.0 <= share_of_openings(waiting + 1, people, per_person) <= now <= 1.0


@pytest.mark.parametrize(
    ("limit", "share", "left"), [(30, 1.0, 30), (30, 0.6, 18), (3, 0.2, 1), (10, 0.1 + 0.2, 3), (30, 0.0, 0)]
)
def test_a_limit_shrinks_with_the_share_and_is_nothing_only_at_none(
    limit: int, share: float, left: int
) -> None:
    assert openings_allowed(limit, share) == left


@pytest.mark.parametrize(
    ("waiting", "people", "per_person", "says"),
    [
        (14, 1, 10, "14 replies wait for 1 person who works 10 a day: no new first mails"),
        (7, 1, 10, "7 replies wait for 1 person who works 10 a day: 60 % of the new first mails"),
        (1, 3, 10, "1 reply waits for 3 people who each work 10 a day: all new first mails may go"),
        (501, 1, 1_000, "501 replies wait for 1 person who works 1000 a day: 99 % of the new first mails"),
        (14, 1, 0, "new first mails do not depend on how many replies wait"),
    ],
)
def test_the_throttle_says_its_numbers(waiting: int, people: int, per_person: int, says: str) -> None:
    assert explain(waiting, people, per_person) == says


@pytest.mark.parametrize(
    ("per_day", "start", "step", "days"),
    [(30, 5, 3, 9), (31, 5, 3, 9), (32, 5, 3, 9), (5, 5, 3, 0), (30, 5, 0, 0)],
)
def test_a_ramp_needs_as_many_days_as_lead_to_the_limit(
    per_day: int, start: int, step: int, days: int
) -> None:
    assert ramp_days(mailbox(per_day=per_day, ramp_start=start, ramp_step=step)) == days


@pytest.mark.parametrize(
    ("away", "counts"), [(0, 8), (1, 8), (14, 8), (15, 7), (18, 4), (22, 0), (23, 0), (3_000, 0)]
)
def test_each_day_of_a_rest_beyond_two_weeks_takes_a_day_of_the_ramp(away: int, counts: int) -> None:
    assert rested(8, TODAY - timedelta(days=away), TODAY, ramp_days=9) == counts


def test_a_mailbox_of_years_does_not_jump_back_to_full_speed() -> None:
    veteran = mailbox(per_day=30, ramp_start=5, ramp_step=3)

    days = rested(900, TODAY - timedelta(days=20), TODAY, ramp_days=ramp_days(veteran))

    assert allowance(veteran, sending_days=days) == 5 + 3 * 3


def test_a_mailbox_that_never_sent_has_not_rested() -> None:
    assert rested(0, None, TODAY, ramp_days=9) == 0


@given(st.integers(0, 1_000), st.integers(-5, 1_000), st.integers(0, 100))
def test_a_rest_only_ever_lowers(sending_days: int, away: int, needed: int) -> None:
    left = rested(sending_days, TODAY - timedelta(days=away), TODAY, ramp_days=needed)

    assert 0 <= left <= sending_days
    assert rested(sending_days, TODAY - timedelta(days=away + 1), TODAY, ramp_days=needed) <= left
