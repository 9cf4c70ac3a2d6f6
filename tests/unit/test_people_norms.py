"""Norms: so much a day, for the days that somebody worked."""

from datetime import UTC, date, datetime

from outreach.reporting.people.norms import Norm, held
from outreach.reporting.people.worked import working_days
from outreach.sequences.holidays import DateRange
from tests.support.hand_off_desk import works

#: Monday to Sunday; Good Friday is the third of April.
MONDAY, SUNDAY = datetime(2026, 3, 30, tzinfo=UTC), datetime(2026, 4, 6, tzinfo=UTC)


def test_a_week_has_five_working_days() -> None:
    assert working_days(works(), MONDAY, SUNDAY) == 5


def test_holidays_and_absences_are_no_working_days() -> None:
    away = DateRange(date(2026, 3, 31), date(2026, 4, 1))

    assert working_days(works(away, country="GB"), MONDAY, SUNDAY) == 2


def test_of_a_day_that_is_not_over_its_part_counts() -> None:
    # Eleven in London, where summer time has begun: two hours of eight.
    assert working_days(works(), MONDAY, datetime(2026, 3, 30, 10, tzinfo=UTC)) == 0.25


def test_a_norm_is_held_against_what_was_done() -> None:
    [norm] = held({"mails": 50, "replies": 0}, {Norm.MAILS: 200}, works(), MONDAY, SUNDAY)

    assert (norm.norm, norm.expected, norm.done, norm.share) == (Norm.MAILS, 250, 200, 0.8)


def test_nothing_is_expected_of_whoever_was_away() -> None:
    away = DateRange(date(2026, 3, 30), date(2026, 4, 6))

    [norm] = held({"mails": 50}, {Norm.MAILS: 3}, works(away), MONDAY, SUNDAY)

    assert (norm.expected, norm.share) == (0, None)


def test_norms_are_those_of_the_configuration() -> None:
    from dataclasses import fields

    from outreach.settings.hand_off import Norms

    assert {each.name for each in fields(Norms)} == set(Norm)
