"""When the digest goes out and of which days it tells, on working days, holidays and days on which clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.handoff.working_hours import WorkingHours
from outreach.reporting.digest.days import DigestRules, Span, is_due, known_at, span_of

LONDON = ZoneInfo("Europe/London")
#: The clocks go forward on Sunday, 29 March 2026, at one; back on Sunday, 25 October, at two.
MONDAY = date(2026, 3, 30)


def rules(at: time = time(8), *closed: date) -> DigestRules:
    return DigestRules(at, WorkingHours(LONDON, closed=frozenset(closed)))


def weekend_rules(at: time) -> DigestRules:
    from outreach.sequences.window import HourRange, Window

    week = Window.of(range(7), (HourRange(9 * 60, 17 * 60),))
    return DigestRules(at, WorkingHours(LONDON, week=week))


def test_a_tuesday_tells_of_monday_and_a_monday_since_friday() -> None:
    assert span_of(date(2026, 3, 31), rules()) == Span(MONDAY, MONDAY)
    assert span_of(MONDAY, rules()) == Span(date(2026, 3, 27), date(2026, 3, 29))


def test_after_a_holiday_it_tells_since_the_last_working_day() -> None:
    good_friday, easter_monday = date(2026, 4, 3), date(2026, 4, 6)

    span = span_of(date(2026, 4, 7), rules(time(8), good_friday, easter_monday))

    assert span == Span(date(2026, 4, 2), easter_monday)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 3, 27, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 27, 8, 0, tzinfo=UTC), True),
        # In summer time, an hour earlier.
        (datetime(2026, 3, 30, 6, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 30, 7, 0, tzinfo=UTC), True),
        # A daemon that was started late tells the day all the same.
        (datetime(2026, 3, 30, 22, 59, tzinfo=UTC), True),
    ],
)
def test_it_is_due_from_its_hour_on_by_the_office_clock(moment: datetime, due: bool) -> None:
    assert is_due(moment.astimezone(LONDON).date(), moment, rules()) is due


def test_nothing_is_due_at_a_weekend_or_for_another_day() -> None:
    saturday = datetime(2026, 3, 28, 12, tzinfo=UTC)

    assert not is_due(saturday.date(), saturday, rules())
    assert not is_due(MONDAY, datetime(2026, 3, 31, 12, tzinfo=UTC), rules())


def test_an_hour_that_the_clocks_leave_out_is_not_waited_for() -> None:
    sunday, early = date(2026, 3, 29), weekend_rules(time(1, 30))

    assert not is_due(sunday, datetime(2026, 3, 29, 0, 59, tzinfo=UTC), early)
    assert is_due(sunday, datetime(2026, 3, 29, 1, 0, tzinfo=UTC), early)


def test_days_on_which_clocks_change_are_counted_from_midnight_to_midnight() -> None:
    as_of = datetime(2026, 12, 1, tzinfo=UTC)

    spring = Span(date(2026, 3, 29), date(2026, 3, 29)).period(LONDON, as_of)
    autumn = Span(date(2026, 10, 25), date(2026, 10, 25)).period(LONDON, as_of)

    assert spring.since is not None
    assert autumn.since is not None
    assert spring.until - spring.since == timedelta(hours=23)
    assert autumn.until - autumn.since == timedelta(hours=25)


def test_weeks_before_are_the_same_days_of_the_week() -> None:
    span = Span(date(2026, 3, 27), date(2026, 3, 29)).weeks_before(4)

    assert (span.first, span.last) == (date(2026, 2, 27), date(2026, 3, 1))


def test_an_earlier_day_is_told_as_it_was_known_when_it_was_sent() -> None:
    now = datetime(2026, 3, 31, 15, tzinfo=UTC)

    assert known_at(date(2026, 3, 31), now, rules()) == now
    assert known_at(MONDAY, now, rules()) == datetime(2026, 3, 30, 7, tzinfo=UTC)
