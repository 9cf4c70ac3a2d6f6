"""Whom and when nurture touches: at most two a week, at least one a month, and nobody who has named a day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.qualification.leads.nurture import (
    TouchRule,
    Wake,
    Wakes,
    decide_wake,
    may_touch,
    may_touch_from,
    must_touch,
    wakes_from,
    wants_mail,
)

NOW = datetime(2027, 1, 12, 10, 0, tzinfo=UTC)
RULE = TouchRule()


def ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=each) for each in days]


@pytest.mark.parametrize(
    ("touches", "may"),
    [((), True), ((1,), True), ((1, 2), False), ((1, 6.9), False), ((1, 7), True), ((1, 8, 9, 10), True)],
)
def test_nobody_is_touched_a_third_time_within_seven_days(touches: tuple[float, ...], may: bool) -> None:
    assert may_touch(ago(*touches), NOW, RULE) is may


def test_the_next_touch_may_be_when_the_last_but_one_is_a_week_old() -> None:
    assert may_touch_from(ago(6, 2, 1), NOW, RULE) == NOW + timedelta(days=5)
    assert may_touch_from(ago(8), NOW, RULE) == NOW


@given(st.lists(st.floats(0, 20), max_size=12), st.integers(1, 4))
def test_a_touch_put_off_to_its_moment_always_keeps_to_the_most(days: list[float], most: int) -> None:
    rule = TouchRule(most_a_week=most)
    touches = sorted(ago(*days))

    moment = may_touch_from(touches, NOW, rule)

    assert may_touch(touches, moment, rule)
    assert NOW <= moment <= NOW + timedelta(days=7)


@pytest.mark.parametrize(
    ("touches", "since", "must"), [((), 29, False), ((), 30, True), ((29,), 90, False), ((31,), 90, True)]
)
def test_after_a_month_without_a_touch_somebody_has_to(
    touches: tuple[float, ...], since: float, must: bool
) -> None:
    assert must_touch(ago(*touches), NOW, RULE, since=NOW - timedelta(days=since)) is must


def test_the_slow_sequence_is_not_for_who_named_a_day_nor_for_who_wakes_soon() -> None:
    march, next_week = NOW + timedelta(days=60), NOW + timedelta(days=7)

    assert wants_mail(quiet=False, wake_at=None, now=NOW)
    assert wants_mail(quiet=False, wake_at=march, now=NOW)
    assert not wants_mail(quiet=True, wake_at=march, now=NOW)
    assert not wants_mail(quiet=False, wake_at=next_week, now=NOW)


@pytest.mark.parametrize(
    ("wakes", "barred", "under_way", "becomes"),
    [
        (Wakes(), False, False, Wake.REVIEW),
        (Wakes("come-back"), False, False, Wake.SEQUENCE),
        (Wakes("come-back"), False, True, Wake.UNDER_WAY),
        (Wakes(), False, True, Wake.UNDER_WAY),
        (Wakes("come-back"), True, True, Wake.CLOSED),
    ],
)
def test_a_wake_up_date_leads_where_the_configuration_says_unless_something_speaks_against_it(
    wakes: Wakes, barred: bool, under_way: bool, becomes: Wake
) -> None:
    assert decide_wake(wakes, is_barred=barred, is_under_way=under_way) is becomes


def test_what_wakes_leads_to_is_read_from_the_configuration() -> None:
    assert [str(wakes_from(text)) for text in ("review", "sequence:come-back")] == [
        "review",
        "sequence:come-back",
    ]
    for nonsense in ("sequence:", "later", "sequence"):
        with pytest.raises(ValueError, match="review"):
            wakes_from(nonsense)
