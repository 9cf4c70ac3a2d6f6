"""The days that a person names, as moments: by the clock of the office, and from the day of which a report speaks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.reporting.period import NotADay, Period, period_of

LONDON = ZoneInfo("Europe/London")
#: A Thursday in autumn, in winter time.
NOW = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)


def named(since: str | None = None, until: str | None = None, as_of: str | None = None) -> Period:
    return period_of(since, until, as_of, zone=LONDON, now=NOW)


def days(period: Period) -> tuple[str, str]:
    return str(period.first_day), str(period.last_day)


def test_left_out_it_goes_until_now() -> None:
    period = named()

    assert (period.since, period.until, period.as_of) == (None, NOW, NOW)


@pytest.mark.parametrize(
    ("since", "as_of", "meant"),
    [
        # The last day of a month belongs to its month, though it ends where the next begins.
        ("month", "2026-06-30", ("2026-06-01", "2026-06-30")),
        ("today", "2026-06-30", ("2026-06-30", "2026-06-30")),
        ("30d", "2026-06-30", ("2026-05-31", "2026-06-30")),
        ("1w", "2026-06-30", ("2026-06-23", "2026-06-30")),
        # As of today it is what it is without.
        ("month", "today", ("2026-11-01", "2026-11-26")),
        ("30d", None, ("2026-10-27", "2026-11-26")),
        # Nobody knows what comes.
        ("30d", "2027-06-30", ("2026-10-27", "2026-11-26")),
    ],
)
def test_days_ago_are_told_from_the_day_of_which_it_speaks(
    since: str, as_of: str | None, meant: tuple[str, str]
) -> None:
    assert days(named(since, None, as_of)) == meant


def test_the_last_day_is_told_from_that_day_too() -> None:
    assert days(named("14d", "7d", "2026-06-30")) == ("2026-06-16", "2026-06-23")


def test_a_month_that_is_named_as_the_end_counts_whole() -> None:
    assert days(named("2026-02", "2026-02")) == ("2026-02-01", "2026-02-28")


def test_a_day_on_which_clocks_change_has_the_hours_that_it_has() -> None:
    spring, autumn = named("2026-03-29", "2026-03-29"), named("2026-10-25", "2026-10-25")

    assert spring.since is not None
    assert autumn.since is not None
    assert spring.until - spring.since == timedelta(hours=23)
    assert autumn.until - autumn.since == timedelta(hours=25)


@pytest.mark.parametrize(
    ("since", "until", "as_of"),
    [
        ("2026-07-01", None, "2026-06-30"),
        ("2026-05-02", "2026-05-01", None),
        ("2027-01-01", None, None),
        ("0d", "1d", None),
        ("2026-13", None, None),
        # Before and after everything that can be reckoned with.
        ("9999w", None, "1901-01-01"),
        ("0001-01-01", None, None),
        (None, "9999-12", None),
        (None, None, "9999-12-31"),
    ],
)
def test_what_ends_before_it_begins_is_no_period(
    since: str | None, until: str | None, as_of: str | None
) -> None:
    with pytest.raises(NotADay):
        named(since, until, as_of)
