"""The hand-off's clock, case by case: weekends, holidays, absences, both changes of the clocks, other weeks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from outreach.handoff.clock import Due, due, read_clock
from outreach.handoff.rules import HandOffRules
from outreach.handoff.team import Colleague, Role, Team
from outreach.handoff.working_hours import (
    WorkingHours,
    business_hours_after,
    business_hours_between,
)
from outreach.sequences.holidays import ClosedDays, DateRange
from outreach.sequences.window import HourRange, Window

BERLIN, LONDON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")

OFFICE = WorkingHours(BERLIN, closed=ClosedDays("DE"))
#: Who works at night, weekends included: the only hours that a change of the clocks touches.
NIGHT = WorkingHours(BERLIN, Window.of(range(7), (HourRange(0, 8 * 60),)))
#: Away from Wednesday the 4th to Friday the 6th of March.
AWAY = replace(OFFICE, absent=(DateRange(date(2026, 3, 4), date(2026, 3, 6)),))
#: Four days, with a break at noon.
FOUR_DAYS = replace(
    OFFICE, week=Window.of(range(4), (HourRange(9 * 60, 12 * 60), HourRange(13 * 60, 17 * 60)))
)
ISRAEL = WorkingHours(
    ZoneInfo("Asia/Jerusalem"), Window.of((6, 0, 1, 2, 3), (HourRange(9 * 60, 17 * 60),)), ClosedDays("IL")
)


def local(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    """A moment by somebody's own clock, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


#: What it is about, whose hours, offered at, 24 business hours later, 72 business hours later; all by their own clock.
CASES = [
    ("an ordinary week", OFFICE, "2026-03-02 10:00", "2026-03-05 10:00", "2026-03-13 10:00"),
    (
        "before work: the clock begins at nine",
        OFFICE,
        "2026-03-02 06:00",
        "2026-03-04 17:00",
        "2026-03-12 17:00",
    ),
    ("after work: tomorrow at nine", OFFICE, "2026-03-02 19:30", "2026-03-05 17:00", "2026-03-13 17:00"),
    (
        "a Friday afternoon, over the weekend",
        OFFICE,
        "2026-03-06 16:00",
        "2026-03-11 16:00",
        "2026-03-19 16:00",
    ),
    ("on a Sunday: Monday at nine", OFFICE, "2026-03-08 12:00", "2026-03-11 17:00", "2026-03-19 17:00"),
    # Good Friday and Easter Monday, the 3rd and the 6th of April 2026.
    ("over Easter", OFFICE, "2026-04-02 10:00", "2026-04-09 10:00", "2026-04-17 10:00"),
    # Christmas Day is a Friday; New Year's Day is one as well.
    ("over Christmas", OFFICE, "2026-12-23 10:00", "2026-12-29 10:00", "2027-01-07 10:00"),
    ("over an absence", AWAY, "2026-03-03 10:00", "2026-03-11 10:00", "2026-03-19 10:00"),
    ("offered in an absence", AWAY, "2026-03-05 10:00", "2026-03-11 17:00", "2026-03-19 17:00"),
    (
        "a week of four days with breaks",
        FOUR_DAYS,
        "2026-03-05 11:00",
        "2026-03-11 15:00",
        "2026-03-24 14:00",
    ),
    # The weekend is Friday and Saturday; the clocks go forward on Friday the 27th of March; Passover is on the 2nd and
    # the 8th of April.
    ("another country's weekend", ISRAEL, "2026-03-26 16:00", "2026-03-31 16:00", "2026-04-12 16:00"),
    # Sunday the 29th of March and Sunday the 25th of October 2026: nobody in an office loses or gains an hour.
    ("clocks forward, in an office", OFFICE, "2026-03-27 10:00", "2026-04-01 10:00", "2026-04-13 10:00"),
    ("clocks back, in an office", OFFICE, "2026-10-23 10:00", "2026-10-28 10:00", "2026-11-05 10:00"),
    # From 02:00 to 03:00 there is no hour: the night of the 29th has seven.
    ("clocks forward, at night", NIGHT, "2026-03-28 00:00", "2026-03-31 01:00", "2026-04-06 01:00"),
    # From 02:00 to 03:00 there are two: the night of the 25th has nine.
    ("clocks back, at night", NIGHT, "2026-10-24 00:00", "2026-10-26 07:00", "2026-11-01 07:00"),
]


@pytest.mark.parametrize(
    ("hours", "offered", "aim", "limit"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_aim_and_limit_come_when_so_much_was_worked(
    hours: WorkingHours, offered: str, aim: str, limit: str
) -> None:
    at = local(offered, hours.zone)

    after = [business_hours_after(at, timedelta(hours=many), hours) for many in (24, 72)]

    assert [f"{each.astimezone(hours.zone):%Y-%m-%d %H:%M}" for each in after] == [aim, limit]
    assert business_hours_between(at, after[0], hours) == timedelta(hours=24)
    assert business_hours_between(at, after[1], hours) == timedelta(hours=72)


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        ("2026-03-29 00:00", "2026-03-29 08:00", 7),
        ("2026-10-25 00:00", "2026-10-25 08:00", 9),
        ("2026-10-24 00:00", "2026-10-25 00:00", 8),
    ],
    ids=["the hour that is left out", "the hour that comes twice", "the night before"],
)
def test_a_night_has_the_hours_that_really_passed(first: str, last: str, hours: int) -> None:
    worked = business_hours_between(local(first), local(last), NIGHT)

    assert worked == timedelta(hours=hours)


def test_whoever_begins_in_the_hour_that_is_left_out_begins_when_the_clocks_are_forward() -> None:
    from_half_past_two = WorkingHours(BERLIN, Window.of((6,), (HourRange(150, 240),)))

    [opening] = from_half_past_two.on(date(2026, 3, 29))

    assert (opening.start, opening.end) == (
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 2, 0, tzinfo=UTC),
    )


def test_the_other_side_of_the_ocean_changes_its_clocks_on_another_day() -> None:
    there = WorkingHours(NEW_YORK)

    noon = business_hours_after(datetime(2026, 3, 6, 14, 0, tzinfo=UTC), timedelta(hours=11), there)

    # Friday nine to five, and three hours of Monday: by then New York is four hours behind.
    assert noon == datetime(2026, 3, 9, 16, 0, tzinfo=UTC)


def test_nothing_is_worked_backwards() -> None:
    now = local("2026-03-03 10:00")

    assert business_hours_between(now, now - timedelta(days=2), OFFICE) == timedelta()
    assert business_hours_between(now, now, OFFICE) == timedelta()


def test_what_is_worked_adds_up_however_it_is_cut() -> None:
    first, last = local("2026-03-20 03:17"), local("2026-04-20 21:41")
    cuts = [first + (last - first) * part / 37 for part in range(38)]

    pieces = [business_hours_between(one, two, NIGHT) for one, two in pairwise(cuts)]

    assert abs(sum(pieces, timedelta()) - business_hours_between(first, last, NIGHT)) < timedelta(
        milliseconds=1
    )


def test_for_whoever_never_works_again_the_limit_is_as_far_as_anybody_looks() -> None:
    gone = replace(OFFICE, absent=(DateRange(date(2026, 1, 1), date(2036, 1, 1)),))

    limit = business_hours_after(local("2026-03-03 10:00"), timedelta(hours=1), gone)

    assert limit == local("2026-03-03 10:00") + timedelta(days=800)


# --- wound on piece by piece -----------------------------------------------------------------------------------------


def rules(hours: WorkingHours) -> HandOffRules:
    return HandOffRules(Team((Colleague("dora", "dora@alpha.example", Role.SALESPERSON, hours),)))


@pytest.mark.parametrize(
    ("worked", "is_reminded", "expected"),
    [
        (23.9, False, Due.NOTHING),
        (24, False, Due.REMINDER),
        (24, True, Due.NOTHING),
        (71.9, True, Due.NOTHING),
        (72, True, Due.LIMIT),
        # The daemon was down: whoever is past the limit is not reminded of it first.
        (80, False, Due.LIMIT),
    ],
)
def test_one_reminder_at_the_aim_and_the_end_at_the_limit(
    worked: float, is_reminded: bool, expected: Due
) -> None:
    now = local("2026-03-03 09:00")
    reading = read_clock(
        "dora", worked_seconds=int(worked * 3_600), clock_at=now, rules=rules(OFFICE), now=now
    )

    assert due(reading, rules(OFFICE), is_reminded=is_reminded) is expected


def test_an_absence_that_is_taken_out_of_the_configuration_later_is_not_reckoned_again() -> None:
    before, after = local("2026-03-03 10:00"), local("2026-03-09 09:00")
    away = read_clock("dora", worked_seconds=0, clock_at=before, rules=rules(AWAY), now=after)

    later = read_clock(
        "dora",
        worked_seconds=away.seconds,
        clock_at=away.at,
        rules=rules(OFFICE),
        now=local("2026-03-09 10:00"),
    )

    assert later.worked == timedelta(hours=8)


def test_whoever_left_the_team_has_the_hours_of_the_office() -> None:
    now = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)

    reading = read_clock(
        "gone", worked_seconds=0, clock_at=now, rules=rules(OFFICE), now=now + timedelta(hours=3)
    )

    assert reading.worked == timedelta(hours=3)


def test_a_clock_that_goes_backwards_takes_nothing_away() -> None:
    now = local("2026-03-03 10:00")

    reading = read_clock(
        "dora", worked_seconds=3_600, clock_at=now, rules=rules(OFFICE), now=now - timedelta(hours=5)
    )

    assert (reading.worked, reading.at) == (timedelta(hours=1), now)
