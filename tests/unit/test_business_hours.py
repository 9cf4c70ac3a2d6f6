"""How long somebody has waited in hours of our work."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from outreach.qualification.business_hours import business_hours_after

LONDON, MOSCOW = ZoneInfo("Europe/London"), ZoneInfo("Europe/Moscow")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        ("2026-03-03T10:00", 3, "2026-03-03T13:00"),
        ("2026-03-03T10:00", 8, "2026-03-04T10:00"),
        # A whole day of work ends with it, not with the next morning.
        ("2026-03-03T09:00", 8, "2026-03-03T17:00"),
        # At night nobody works.
        ("2026-03-03T22:00", 1, "2026-03-04T10:00"),
        ("2026-03-03T05:00", 1, "2026-03-03T10:00"),
        # Over a weekend.
        ("2026-03-06T16:00", 2, "2026-03-09T10:00"),
        ("2026-03-07T12:00", 1, "2026-03-09T10:00"),
    ],
)
def test_only_hours_of_work_count(since: str, hours: int, until: str) -> None:
    assert business_hours_after(at(since), hours, LONDON) == at(until)


def test_the_hours_are_those_of_our_own_zone() -> None:
    assert business_hours_after(at("2026-03-03T05:00"), 2, MOSCOW) == at("2026-03-03T08:00")


def test_a_closed_day_is_no_day_of_work() -> None:
    assert business_hours_after(at("2026-03-03T16:00"), 2, LONDON, {date(2026, 3, 4)}) == at(
        "2026-03-05T10:00"
    )


def test_summer_time_begins_over_a_weekend() -> None:
    # 29 March 2026: from Monday on nine in London is eight in UTC.
    assert business_hours_after(at("2026-03-27T16:00"), 2, LONDON) == at("2026-03-30T09:00")
