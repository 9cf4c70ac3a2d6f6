"""The recipient's clock against a slow reading of it, minute by minute, in zones with every kind of change."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.sequences.schedule import (
    add_working_days,
    in_window,
    next_opening,
    next_send_time,
    openings_on,
    window_ends,
    working_days_between,
)
from outreach.sequences.window import DAYS, HourRange, Window, joined_ranges

MINUTE = timedelta(minutes=1)

#: Half-hour changes, two-hour changes, southern summers, changes at midnight, a skipped date, odd offsets.
ZONES = [
    "UTC", "Europe/Berlin", "Europe/Moscow", "America/New_York", "America/St_Johns", "America/Santiago",
    "Africa/Casablanca", "Asia/Kathmandu", "Asia/Tehran", "Asia/Beirut", "Australia/Lord_Howe",
    "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "Antarctica/Troll",
]  # fmt: skip

zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
days = st.dates(date(2005, 1, 1), date(2035, 1, 1))
# Most changes happen in these months; the skipped date is in the last.
days_of_change = st.one_of(
    days,
    st.builds(
        date,
        st.integers(2005, 2034), st.sampled_from([3, 4, 9, 10, 11]), st.integers(1, 30),
    ),
    st.dates(date(2011, 12, 28), date(2012, 1, 2)),
)  # fmt: skip


@st.composite
def ranges(draw: st.DrawFn) -> HourRange:
    start = draw(st.integers(0, 1_439))
    return HourRange(start, draw(st.integers(start + 1, 1_440)))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    week = tuple(joined_ranges(draw(st.lists(ranges(), max_size=3))) for _ in DAYS)
    return Window(week) if any(week) else Window.of((draw(st.integers(0, 6)),), [draw(ranges())])


@st.composite
def holidays(draw: st.DrawFn) -> set[date]:
    first = draw(days)
    return {first + timedelta(days=ahead) for ahead in draw(st.sets(st.integers(0, 40), max_size=12))}


@settings(max_examples=60)
@given(day=days_of_change, window=windows(), zone=zones)
def test_the_openings_of_a_day_are_exactly_its_open_minutes(
    day: date, window: Window, zone: ZoneInfo
) -> None:
    openings = openings_on(day, window, zone)

    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    for minute in range(-28 * 60, 28 * 60):
        moment = noon + minute * MINUTE
        is_open = in_window(moment, window, zone) and moment.astimezone(zone).date() == day
        assert is_open == any(start <= moment < end for start, end in openings), moment


@settings(max_examples=150)
@given(
    after=moments,
    working_days=st.integers(0, 12),
    window=windows(),
    zone=zones,
    free=holidays(),
    seed=st.integers(),
)
def test_a_mail_is_sent_neither_early_nor_out_of_hours(
    after: datetime, working_days: int, window: Window, zone: ZoneInfo, free: set[date], seed: int
) -> None:
    moment = next_send_time(
        after, working_days=working_days, window=window, zone=zone, rng=random.Random(seed), holidays=free
    )

    began, sent = after.astimezone(zone).date(), moment.astimezone(zone).date()
    assert moment >= after
    assert moment.tzinfo is UTC
    assert in_window(moment, window, zone, free)
    assert working_days_between(began, sent, free) >= working_days


@settings(max_examples=150)
@given(after=moments, working_days=st.integers(1, 12), window=windows(), zone=zones, free=holidays())
def test_a_mail_is_sent_on_the_first_day_that_it_may_be(
    after: datetime, working_days: int, window: Window, zone: ZoneInfo, free: set[date]
) -> None:
    moment = next_send_time(
        after, working_days=working_days, window=window, zone=zone, rng=random.Random(1), holidays=free
    )

    first = add_working_days(after.astimezone(zone).date(), working_days, free)
    sent = moment.astimezone(zone).date()
    assert all(
        not openings_on(first + timedelta(days=ahead), window, zone, free)
        for ahead in range((sent - first).days)
    )


@settings(max_examples=150)
@given(after=moments, window=windows(), zone=zones, free=holidays(), seed=st.integers())
def test_at_once_means_within_half_an_hour_of_the_opening(
    after: datetime, window: Window, zone: ZoneInfo, free: set[date], seed: int
) -> None:
    opens = next_opening(after, window, zone, free)

    moment = next_send_time(
        after, working_days=0, window=window, zone=zone, rng=random.Random(seed), holidays=free
    )

    assert opens <= moment < opens + timedelta(minutes=30)


@settings(max_examples=100)
@given(after=moments, window=windows(), zone=zones, free=holidays(), seed=st.integers())
def test_nothing_is_open_before_the_next_opening(
    after: datetime, window: Window, zone: ZoneInfo, free: set[date], seed: int
) -> None:
    opens = next_opening(after, window, zone, free)

    dice = random.Random(seed)
    waits = (opens - after).total_seconds()
    assert in_window(opens, window, zone, free)
    assert not any(
        in_window(after + timedelta(seconds=dice.random() * waits), window, zone, free)
        for _ in range(200)
        if waits
    )


@settings(max_examples=100)
@given(after=moments, window=windows(), zone=zones, free=holidays(), seed=st.integers())
def test_open_hours_are_open_to_their_end(
    after: datetime, window: Window, zone: ZoneInfo, free: set[date], seed: int
) -> None:
    opens = next_opening(after, window, zone, free)

    ends = window_ends(opens, window, zone, free)

    assert ends is not None
    dice, lasts = random.Random(seed), (ends - opens).total_seconds()
    assert all(
        in_window(opens + timedelta(seconds=dice.random() * lasts), window, zone, free) for _ in range(50)
    )
    # Midnight ends a stretch even where the next day is open from its first minute.
    assert (
        not in_window(ends, window, zone, free)
        or ends.astimezone(zone).date() != opens.astimezone(zone).date()
    )


@given(day=days, count=st.integers(0, 30), free=holidays())
def test_added_working_days_are_counted_again(day: date, count: int, free: set[date]) -> None:
    assert working_days_between(day, add_working_days(day, count, free), free) == count
