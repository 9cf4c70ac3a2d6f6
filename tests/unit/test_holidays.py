"""Which days are closed for a recipient: their country's holidays, and our own days."""

from datetime import date

import pytest

from outreach.sequences.holidays import ClosedDays, DateRange

HARBOUR_FESTIVAL = DateRange(date(2026, 7, 6), date(2026, 7, 8))


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("DE", "2026-05-25"),
        ("FR", "2026-07-14"),
        ("US", "2026-11-26"),
        # The fourth is a Saturday, so that the Friday is free.
        ("US", "2026-07-03"),
        ("RU", "2026-01-05"),
        ("IN", "2026-08-15"),
        ("JP", "2026-05-05"),
    ],
)
def test_a_national_holiday_is_closed_in_its_country_only(country: str, day: str) -> None:
    assert date.fromisoformat(day) in ClosedDays(country)
    assert date.fromisoformat(day) not in ClosedDays("ZA")
    assert date.fromisoformat(day) not in ClosedDays(None)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("GB", "2026-08-31"),
        ("GB", "2026-04-06"),
        ("CA", "2026-10-12"),
        ("AU", "2026-06-08"),
        ("CH", "2026-05-25"),
    ],
)
def test_what_most_of_a_country_keeps_is_closed_although_not_all_of_it_does(country: str, day: str) -> None:
    assert date.fromisoformat(day) in ClosedDays(country)


def test_an_ordinary_sunday_is_no_holiday_anywhere() -> None:
    sunday = date(2026, 6, 14)

    assert not [country for country in ("DE", "SE", "NO", "US", "RU", "GB") if sunday in ClosedDays(country)]


@pytest.mark.parametrize("country", ["XX", "EU", "", "de"])
def test_a_country_that_is_not_known_has_no_holidays(country: str) -> None:
    closed = ClosedDays(country)

    assert date(2026, 12, 25) not in closed
    assert closed.weekend(2026) == {5, 6}


def test_years_that_nobody_has_rules_for_have_no_holidays() -> None:
    assert date(1500, 12, 25) not in ClosedDays("DE")
    assert date(2500, 12, 25) not in ClosedDays("DE")


def test_our_own_days_are_closed_from_the_first_to_the_last_for_everybody() -> None:
    closed = [day for day in range(1, 15) if date(2026, 7, day) in ClosedDays(None, (HARBOUR_FESTIVAL,))]

    assert closed == [6, 7, 8]
    assert date(2026, 7, 7) in ClosedDays("DE", (HARBOUR_FESTIVAL,))


@pytest.mark.parametrize(
    ("country", "year", "weekend"),
    [
        ("DE", 2026, {5, 6}),
        ("IL", 2026, {4, 5}),
        ("SA", 2026, {4, 5}),
        ("AE", 2021, {4, 5}),
        ("AE", 2026, {5, 6}),
        # Only Sunday is free by law there.
        ("HK", 2026, {5, 6}),
        (None, 2026, {5, 6}),
    ],
)
def test_the_weekend_is_that_of_the_country(country: str | None, year: int, weekend: set[int]) -> None:
    assert ClosedDays(country).weekend(year) == weekend


def test_it_is_said_why_a_day_is_closed() -> None:
    closed = ClosedDays("DE", (HARBOUR_FESTIVAL,))

    assert closed.why(date(2026, 10, 3)) == "German Unity Day, a public holiday in DE"
    assert closed.why(date(2026, 7, 6)) == "one of our own closed days"
    assert closed.why(date(2026, 7, 9)) is None


def test_days_are_written_as_the_configuration_has_them() -> None:
    assert str(HARBOUR_FESTIVAL) == "2026-07-06..2026-07-08"
    assert str(DateRange(date(2026, 7, 6), date(2026, 7, 6))) == "2026-07-06"
    assert HARBOUR_FESTIVAL.days == 3
