"""Working time that is laid out once says the same as the clock of the hand-off, which walks through the days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from outreach.handoff.working_hours import WorkingHours, business_hours_between
from outreach.reporting.people.worked import Worked, working_days
from outreach.sequences.holidays import ClosedDays, DateRange
from outreach.sequences.window import HourRange, Window

FIRST, LAST = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 30, tzinfo=UTC)
MOMENTS = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC))
HOURS = st.builds(
    WorkingHours,
    zone=st.sampled_from(("Europe/London", "America/New_York", "Asia/Tokyo")).map(ZoneInfo),
    week=st.sampled_from(
        (
            Window.of((0, 1, 2, 3, 4), (HourRange(540, 1020),)),
            Window.of((1, 2, 6), (HourRange(60, 180), HourRange(720, 1440))),
        )
    ),
    closed=st.sampled_from((ClosedDays(None), ClosedDays("GB"))),
    absent=st.sampled_from(((), (DateRange(date(2026, 3, 20), date(2026, 3, 30)),))),
)


@given(HOURS, MOMENTS, MOMENTS)
def test_time_between_two_moments(hours: WorkingHours, start: datetime, end: datetime) -> None:
    assert Worked(hours, FIRST, LAST).between(start, end) == business_hours_between(start, end, hours)


@given(HOURS, MOMENTS, MOMENTS, MOMENTS)
def test_days_add_up(hours: WorkingHours, one: datetime, other: datetime, third: datetime) -> None:
    first, middle, last = sorted((one, other, third))

    whole = working_days(hours, first, last)

    parts = working_days(hours, first, middle) + working_days(hours, middle, last)
    assert abs(whole - parts) < 1e-9


@given(HOURS)
def test_a_day_that_is_worked_as_usual_is_one(hours: WorkingHours) -> None:
    days = [FIRST.date() + timedelta(days=ahead) for ahead in range(60)]

    worked = working_days(hours, FIRST, FIRST + timedelta(days=60))

    assert abs(worked - sum(bool(hours.on(day)) for day in days)) <= 1
