"""When the next mail goes: working days, the recipient's hours, and both nights on which clocks are changed."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.sequences.schedule import (
    NeverOpen,
    add_working_days,
    in_window,
    is_working_day,
    next_open_day,
    next_opening,
    next_send_time,
    openings_on,
    spread_over,
    window_ends,
    working_days_between,
)
from outreach.sequences.window import PRESETS, HourRange, Window, joined_ranges, range_from

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = PRESETS["office"]
BOOK = PRESETS["book"]
EVERY_DAY = range(7)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours(*ranges: str, days: range = EVERY_DAY) -> Window:
    return Window.of(days, [range_from(text) for text in ranges])


def sent_on(after: str, working_days: int, window: Window, *holidays: date) -> str:
    moment = next_send_time(
        at(after),
        working_days=working_days,
        window=window,
        zone=BERLIN,
        rng=random.Random(7),
        holidays=holidays,
    )
    return moment.astimezone(BERLIN).strftime("%a %Y-%m-%d")


@pytest.mark.parametrize(
    ("after", "working_days", "goes_on"),
    [
        ("2026-06-01 10:00", 1, "Tue 2026-06-02"),
        ("2026-06-04 10:00", 3, "Tue 2026-06-09"),
        ("2026-06-05 17:20", 1, "Mon 2026-06-08"),
        ("2026-06-06 12:00", 1, "Mon 2026-06-08"),
        ("2026-06-01 10:00", 10, "Mon 2026-06-15"),
    ],
)
def test_working_days_leave_out_the_weekend(after: str, working_days: int, goes_on: str) -> None:
    assert sent_on(after, working_days, OFFICE) == goes_on


def test_holidays_are_no_working_days_and_closed() -> None:
    whit_monday = date(2026, 5, 25)

    assert sent_on("2026-05-22 10:00", 1, OFFICE, whit_monday) == "Tue 2026-05-26"
    assert not in_window(at("2026-05-25 10:00"), OFFICE, BERLIN, (whit_monday,))
    assert in_window(at("2026-05-25 10:00"), OFFICE, BERLIN)


@pytest.mark.parametrize(
    ("after", "goes_on"),
    [
        # Three working days after Tuesday is Friday, after which the book's next day is Sunday.
        ("2026-06-02 08:00", "Sun 2026-06-07"),
        ("2026-06-03 08:00", "Tue 2026-06-09"),
        ("2026-06-04 18:00", "Tue 2026-06-09"),
        ("2026-06-07 18:00", "Wed 2026-06-10"),
    ],
)
def test_the_books_hours_move_a_step_to_the_next_open_day(after: str, goes_on: str) -> None:
    assert sent_on(after, 3, BOOK) == goes_on


def test_the_books_hours_are_early_and_late_not_monday_or_friday() -> None:
    opened = {
        day: [
            f"{hour:02}" for hour in range(24) if in_window(at(f"2026-06-0{day} {hour:02}:30"), BOOK, BERLIN)
        ]
        for day in range(1, 8)
    }

    early_and_late = ["07", "08", "17", "18", "19"]
    assert opened == {
        1: [], 2: early_and_late, 3: early_and_late, 4: early_and_late, 5: [], 6: [], 7: early_and_late,
    }  # fmt: skip


def test_what_is_due_at_once_goes_within_half_an_hour_of_the_first_open_moment() -> None:
    rng = random.Random(1)

    in_hours = next_send_time(at("2026-06-03 11:00"), working_days=0, window=OFFICE, zone=BERLIN, rng=rng)
    at_night = next_send_time(at("2026-06-05 21:00"), working_days=0, window=OFFICE, zone=BERLIN, rng=rng)

    assert at("2026-06-03 11:00") <= in_hours < at("2026-06-03 11:00") + timedelta(minutes=30)
    assert at("2026-06-08 09:00") <= at_night < at("2026-06-08 09:00") + timedelta(minutes=30)


def test_a_later_step_is_spread_over_all_hours_of_its_day() -> None:
    rng = random.Random(3)
    times = [
        next_send_time(at("2026-06-02 08:00"), working_days=1, window=BOOK, zone=BERLIN, rng=rng).astimezone(
            BERLIN
        )
        for _ in range(1_000)
    ]

    by_hour = Counter(moment.hour for moment in times)

    assert set(by_hour) == {7, 8, 17, 18, 19}
    assert all(150 < count < 250 for count in by_hour.values())
    assert len({moment.minute for moment in times}) == 60


def test_the_same_dice_give_the_same_time() -> None:
    times = {
        next_send_time(at("2026-06-02 08:00"), working_days=2, window=BOOK, zone=BERLIN, rng=random.Random(5))
        for _ in range(3)
    }

    assert len(times) == 1


def test_hours_are_those_of_the_recipient() -> None:
    now = datetime(2026, 6, 3, 13, 0, tzinfo=UTC)

    assert in_window(now, OFFICE, ZoneInfo("Europe/London"))
    assert in_window(now, OFFICE, ZoneInfo("America/New_York"))
    assert not in_window(now, OFFICE, ZoneInfo("America/Los_Angeles"))
    assert not in_window(now, OFFICE, ZoneInfo("Asia/Tokyo"))


def test_a_day_in_tokyo_is_counted_in_tokyo() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    # Thursday evening in Berlin is Friday morning in Tokyo.
    after = at("2026-06-04 23:30")

    moment = next_send_time(after, working_days=1, window=OFFICE, zone=tokyo, rng=random.Random(1))

    assert moment.astimezone(tokyo).date() == date(2026, 6, 8)


def test_an_hour_that_the_clocks_leave_out_is_never_open() -> None:
    in_the_gap = hours("02:15-02:45")

    assert openings_on(date(2026, 3, 29), in_the_gap, BERLIN) == ()
    assert next_opening(at("2026-03-29 00:00"), in_the_gap, BERLIN) == at("2026-03-30 02:15")


def test_hours_that_begin_in_the_gap_open_when_it_ends() -> None:
    opens = next_opening(at("2026-03-29 00:00"), hours("02:30-04:00"), BERLIN)

    assert opens == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert opens.astimezone(BERLIN).strftime("%H:%M") == "03:00"


def test_an_hour_that_the_clocks_repeat_is_open_both_times() -> None:
    first, second = openings_on(date(2026, 10, 25), hours("02:15-02:45"), BERLIN)

    assert first.start == datetime(2026, 10, 25, 0, 15, tzinfo=UTC)
    assert second.start == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    assert first.end - first.start == second.end - second.start == timedelta(minutes=30)


def test_hours_over_the_change_of_clocks_are_one_stretch() -> None:
    in_spring = openings_on(date(2026, 3, 29), hours("01:00-04:00"), BERLIN)
    in_autumn = openings_on(date(2026, 10, 25), hours("01:00-04:00"), BERLIN)

    assert [end - start for start, end in in_spring] == [timedelta(hours=2)]
    assert [end - start for start, end in in_autumn] == [timedelta(hours=4)]


def test_a_working_day_is_as_long_as_ever_when_the_clocks_have_changed() -> None:
    before = next_opening(at("2026-03-27 20:00"), OFFICE, BERLIN)

    assert before.astimezone(BERLIN).strftime("%a %H:%M %Z") == "Mon 09:00 CEST"
    assert window_ends(before, OFFICE, BERLIN) == at("2026-03-30 17:30")


def test_a_date_that_a_country_left_out_is_closed() -> None:
    apia = ZoneInfo("Pacific/Apia")

    assert openings_on(date(2011, 12, 30), hours("00:00-24:00"), apia) == ()
    assert next_opening(at("2011-12-29 23:59", apia), hours("10:00-11:00"), apia) == at(
        "2011-12-31 10:00", apia
    )


# Each zone, a night on which its clocks are changed, and how long the hours 00:30-04:30 are open on it.
NIGHTS_OF_CHANGE = [
    ("Europe/Berlin", "2026-03-29", 3.0),
    ("Europe/Berlin", "2026-10-25", 5.0),
    ("America/New_York", "2026-03-08", 3.0),
    ("America/New_York", "2026-11-01", 5.0),
    ("America/St_Johns", "2026-03-08", 3.0),
    ("America/St_Johns", "2026-11-01", 5.0),
    # Half an hour.
    ("Australia/Lord_Howe", "2026-10-04", 3.5),
    ("Australia/Lord_Howe", "2026-04-05", 4.5),
    # No change at all, and an offset of quarter hours.
    ("Asia/Kolkata", "2026-03-29", 4.0),
    ("Asia/Kathmandu", "2026-10-25", 4.0),
]


@pytest.mark.parametrize(("name", "night", "length"), NIGHTS_OF_CHANGE)
def test_on_the_night_of_the_change_a_window_is_open_as_long_as_its_minutes_last(
    name: str, night: str, length: float
) -> None:
    zone, window = ZoneInfo(name), hours("00:30-04:30")

    openings = openings_on(date.fromisoformat(night), window, zone)

    assert sum((end - start).total_seconds() for start, end in openings) == length * 3_600
    assert openings[0].start == at(f"{night} 00:30", zone)
    assert openings[-1].end == at(f"{night} 04:30", zone)


@pytest.mark.parametrize(("name", "night", "_length"), NIGHTS_OF_CHANGE)
def test_office_hours_on_the_day_of_the_change_and_around_it_are_as_ever(
    name: str, night: str, _length: float
) -> None:
    zone, window = ZoneInfo(name), hours("09:00-17:30")
    days = [date.fromisoformat(night) + timedelta(days=ahead) for ahead in (-1, 0, 1)]

    openings = [opening for day in days for opening in openings_on(day, window, zone)]

    assert [f"{start.astimezone(zone):%H:%M}-{end.astimezone(zone):%H:%M}" for start, end in openings] == (
        ["09:00-17:30"] * 3
    )


def test_the_same_evening_is_no_other_for_who_asks_again() -> None:
    window, day = hours("17:00-20:00"), date(2026, 3, 29)

    assert openings_on(day, window, BERLIN) == openings_on(day, window, BERLIN)
    assert openings_on(day, hours("17:00-19:00"), BERLIN) != openings_on(day, window, BERLIN)
    assert openings_on(day, window, ZoneInfo("Asia/Tokyo")) != openings_on(day, window, BERLIN)
    assert openings_on(day, window, BERLIN, {day}) == ()


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), timedelta(days=31)])
def test_a_clock_that_jumps_and_comes_back_finds_the_same_moments(jump: timedelta) -> None:
    now = at("2026-06-03 11:00")

    def due(moment: datetime) -> datetime:
        return next_send_time(moment, working_days=3, window=BOOK, zone=BERLIN, rng=random.Random(4))

    before, jumped, after = due(now), due(now + jump), due(now)

    assert before == after
    assert jumped >= now + jump


def test_where_the_weekend_is_another_so_are_the_working_days() -> None:
    friday_and_saturday = (4, 5)
    wednesday = date(2026, 6, 3)

    assert add_working_days(wednesday, 2, (), friday_and_saturday) == date(2026, 6, 7)
    assert working_days_between(wednesday, date(2026, 6, 7), (), friday_and_saturday) == 2
    assert is_working_day(date(2026, 6, 7), weekend=friday_and_saturday)
    # Hours are the window's: it is open on Friday, weekend or not.
    assert in_window(at("2026-06-05 10:00"), OFFICE, BERLIN)


def test_spread_over_some_days_is_anywhere_in_their_hours_and_in_what_is_left_of_today() -> None:
    rng = random.Random(2)
    afternoon, holiday = at("2026-06-03 16:30"), date(2026, 6, 5)

    moments = [
        spread_over(afternoon, open_days=3, window=OFFICE, zone=BERLIN, rng=rng, holidays={holiday})
        for _ in range(1_000)
    ]

    by_day = Counter(moment.astimezone(BERLIN).strftime("%a") for moment in moments)
    assert set(by_day) == {"Wed", "Thu", "Mon"}
    assert all(moment >= afternoon and in_window(moment, OFFICE, BERLIN, {holiday}) for moment in moments)
    # One hour of 18 is left of today.
    assert by_day["Wed"] < 100 < by_day["Thu"]


def test_the_open_day_after_a_thursday_of_the_book_is_sunday() -> None:
    assert next_open_day(date(2026, 6, 4), BOOK, BERLIN) == date(2026, 6, 7)
    assert next_open_day(date(2026, 6, 4), BOOK, BERLIN, {date(2026, 6, 7)}) == date(2026, 6, 9)


def test_the_end_of_the_hours_is_told_only_while_they_last() -> None:
    window = hours("09:00-12:00", "13:00-17:00")

    assert window_ends(at("2026-06-03 11:59"), window, BERLIN) == at("2026-06-03 12:00")
    assert window_ends(at("2026-06-03 12:00"), window, BERLIN) is None
    assert window_ends(at("2026-06-03 13:00"), window, BERLIN) == at("2026-06-03 17:00")


def test_an_open_window_opens_now() -> None:
    now = at("2026-06-03 11:59:30")

    assert next_opening(now, OFFICE, BERLIN) == now


def test_hours_end_before_their_last_minute_has_begun() -> None:
    assert in_window(at("2026-06-03 17:29:59"), OFFICE, BERLIN)
    assert not in_window(at("2026-06-03 17:30:00"), OFFICE, BERLIN)


def test_holidays_without_end_are_told_rather_than_searched_for_ever() -> None:
    years = {date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(2_000)}

    with pytest.raises(NeverOpen, match="opens on no day within"):
        next_opening(at("2026-06-01 10:00"), OFFICE, BERLIN, years)
    with pytest.raises(NeverOpen, match="opens on no day within"):
        next_open_day(date(2026, 6, 1), OFFICE, BERLIN, years)
    with pytest.raises(NeverOpen, match="no working day within"):
        add_working_days(date(2026, 6, 1), 1, years)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        in_window(datetime(2026, 6, 3, 11, 0), OFFICE, BERLIN)


def test_counting_working_days_is_the_way_back_of_adding_them() -> None:
    friday = date(2026, 6, 5)

    assert add_working_days(friday, 0) == friday
    assert add_working_days(friday, 3) == date(2026, 6, 10)
    assert working_days_between(friday, date(2026, 6, 10)) == 3
    assert working_days_between(friday, date(2026, 6, 7)) == 0
    assert working_days_between(friday, date(2026, 6, 1)) == 0
    assert not is_working_day(date(2026, 6, 6))


@pytest.mark.parametrize("text", ["9:00-12:00", "09:00 - 12:00", "09:00–12:00"])
def test_hours_can_be_written_as_people_write_them(text: str) -> None:
    assert range_from(text) == HourRange(540, 720)


@pytest.mark.parametrize(
    "text", ["", "9-12", "09:00", "09:60-12:00", "24:01-24:02", "-1:00-02:00", "٩:00-12:00x"]
)
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no range of hours"):
        range_from(text)


def test_ranges_that_touch_or_overlap_are_one() -> None:
    ranges = [range_from(text) for text in ("13:00-17:00", "09:00-12:00", "12:00-12:30", "16:00-18:00")]

    assert [str(joined) for joined in joined_ranges(ranges)] == ["09:00-12:30", "13:00-18:00"]


def test_a_window_that_never_opens_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one of them is open"):
        Window.of((), [HourRange(0, 60)])
    with pytest.raises(ValueError, match="no stretch of one day"):
        HourRange(600, 600)
