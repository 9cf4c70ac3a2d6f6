"""The recipient's clock against a slow reading of it, minute by minute, in zones with every kind of change; and a
year of sending."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.sequences.definition import LateRule, WhenLate
from outreach.sequences.holidays import ClosedDays
from outreach.sequences.lateness import Expired, Moved, Skipped, lateness
from outreach.sequences.schedule import (
    add_working_days,
    in_window,
    next_opening,
    next_send_time,
    openings_on,
    spread_over,
    window_ends,
    working_days_between,
)
from outreach.sequences.timing import Timing
from outreach.sequences.window import DAYS, PRESETS, HourRange, Window, joined_ranges
from tests.support.timed_sequences import asking, somebody

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


weekends = st.sampled_from([{5, 6}, {4, 5}, {4}, {3, 4}])


@given(day=days, count=st.integers(0, 30), free=holidays(), weekend=weekends)
def test_working_days_are_counted_again_with_any_weekend(
    day: date, count: int, free: set[date], weekend: set[int]
) -> None:
    last = add_working_days(day, count, free, weekend)

    assert working_days_between(day, last, free, weekend) == count
    assert count == 0 or (last.weekday() not in weekend and last not in free)


@settings(max_examples=100)
@given(
    after=moments,
    open_days=st.integers(1, 6),
    window=windows(),
    zone=zones,
    free=holidays(),
    seed=st.integers(),
)
def test_what_is_spread_falls_into_the_hours_of_so_many_open_days(
    after: datetime, open_days: int, window: Window, zone: ZoneInfo, free: set[date], seed: int
) -> None:
    moment = spread_over(
        after, open_days=open_days, window=window, zone=zone, rng=random.Random(seed), holidays=free
    )

    first, last = after.astimezone(zone).date(), moment.astimezone(zone).date()
    passed = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    opened = [day for day in passed if any(end > after for _, end in openings_on(day, window, zone, free))]
    assert moment >= after
    assert in_window(moment, window, zone, free)
    assert len(opened) <= open_days


#: Two of the north, two of the south, one with half an hour of change, one without any.
PLACES = [
    ("Europe/Berlin", "DE"),
    ("America/St_Johns", "CA"),
    ("America/New_York", "US"),
    ("Australia/Lord_Howe", "AU"),
    ("America/Santiago", "CL"),
    ("Asia/Kolkata", "IN"),
]


@settings(max_examples=30, deadline=None)
@given(
    place=st.sampled_from(PLACES),
    window=st.one_of(windows(), st.sampled_from(list(PRESETS.values()))),
    waits=st.lists(st.integers(1, 12), min_size=1, max_size=4),
    number=st.integers(1, 1_000),
)
def test_a_year_of_steps_one_after_the_other_is_never_early_never_out_of_hours_and_never_on_a_holiday(
    place: tuple[str, str], window: Window, waits: list[int], number: int
) -> None:
    zone_name, country = place
    zone, closed, timing = ZoneInfo(zone_name), ClosedDays(country), Timing("UTC")
    sequence, contact = asking(*waits, window=window), somebody(number, zone=zone_name, country=country)

    sent, step = datetime(2026, 1, 1, tzinfo=UTC), 0
    while sent < datetime(2027, 1, 1, tzinfo=UTC):
        step = step % len(waits) + 1
        due = timing.due_after(sequence, step, contact, sent)

        began, day = sent.astimezone(zone).date(), due.astimezone(zone).date()
        assert timing.is_open(due, sequence, contact)
        assert timing.opens(due, sequence, contact) == due
        assert in_window(due, window, zone)
        assert day not in closed
        assert working_days_between(began, day, closed, closed.weekend(2026)) >= waits[step - 1]
        sent = due


@settings(max_examples=60, deadline=None)
@given(
    place=st.sampled_from(PLACES),
    window=st.sampled_from(list(PRESETS.values())),
    rule=st.builds(LateRule, st.integers(1, 30), st.sampled_from(list(WhenLate))),
    awake=st.lists(st.integers(0, 24 * 90), min_size=1, max_size=40, unique=True).map(sorted),
)
def test_whenever_the_daemon_is_awake_a_step_ends_and_is_moved_no_more_than_once(
    place: tuple[str, str], window: Window, rule: LateRule, awake: list[int]
) -> None:
    """It wakes for a moment at each of `awake` (hours), whatever lies between."""
    zone_name, country = place
    timing, contact = Timing("UTC"), somebody(zone=zone_name, country=country)
    sequence = asking(3, 5, window=window, late=rule)
    first_due = timing.due_after(sequence, 1, contact, datetime(2026, 3, 3, 9, tzinfo=UTC))

    due_at, kept, moves = first_due, None, 0
    for hour in awake:
        now = datetime(2026, 3, 3, 9, tzinfo=UTC) + timedelta(hours=hour)
        if due_at > now:
            continue
        late = lateness(sequence, 1, contact, due_at=due_at, now=now, timing=timing, first_due_at=kept)
        if isinstance(late, Moved):
            due_at, kept, moves = late.due_at, late.first_due_at, moves + 1
            assert first_due <= kept < now
            assert due_at >= now
            assert timing.is_open(due_at, sequence, contact)
        elif isinstance(late, Skipped | Expired):
            assert rule.then is not WhenLate.MOVE
            assert late.working_days > rule.after
            break
        elif timing.is_open(now, sequence, contact):
            break
        else:
            due_at = timing.opens(now, sequence, contact)
    assert moves <= 1
