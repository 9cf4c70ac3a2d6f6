"""What a pause or an outage has held up: spread over the next days, or not sent any more."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.core.draws import draw
from outreach.sequences.definition import LateRule, SequenceDefinition, Step, StepKind, WhenLate
from outreach.sequences.lateness import SPREAD_DAYS, Expired, Late, Moved, Skipped, lateness
from outreach.sequences.timing import Timing
from outreach.sequences.window import HourRange, Window
from tests.support.timed_sequences import BOOK, asking, local, somebody

TIMING = Timing("Europe/Berlin")
SEQUENCE = asking(3, 7)
SKIPPING = replace(SEQUENCE, late=LateRule(10, WhenLate.SKIP))
MOVING = replace(SEQUENCE, late=LateRule(then=WhenLate.MOVE))
TUESDAY = "2026-06-02 16:50"


def late(
    now: str,
    due: str = TUESDAY,
    *,
    step: int = 1,
    first_due: str | None = None,
    sequence: SequenceDefinition = SEQUENCE,
) -> Late | None:
    return lateness(
        sequence,
        step,
        somebody(),
        due_at=local(due),
        now=local(now),
        timing=TIMING,
        first_due_at=local(first_due) if first_due else None,
    )


@pytest.mark.parametrize(
    "now", ["2026-06-02 16:50", "2026-06-02 23:00", "2026-06-03 09:00", "2026-06-03 17:29"]
)
def test_a_step_is_in_time_until_the_end_of_the_next_open_day(now: str) -> None:
    assert late(now) is None


def test_after_that_it_was_held_up_and_is_moved() -> None:
    moved = late("2026-06-04 09:00")

    assert isinstance(moved, Moved)
    assert moved.first_due_at == local(TUESDAY)
    assert local("2026-06-04 09:00") <= moved.due_at < local("2026-06-10 17:30")
    assert TIMING.is_open(moved.due_at, SEQUENCE, somebody())


def test_a_weekend_and_holidays_are_no_outage() -> None:
    german = somebody(country="DE")
    before_easter, after_easter = local("2026-04-02 16:00"), local("2026-04-07 12:00")

    in_germany = lateness(SEQUENCE, 1, german, due_at=before_easter, now=after_easter, timing=TIMING)
    elsewhere = lateness(SEQUENCE, 1, somebody(), due_at=before_easter, now=after_easter, timing=TIMING)

    assert in_germany is None
    assert isinstance(elsewhere, Moved)


def test_a_window_that_is_seldom_open_has_its_own_next_day() -> None:
    on_mondays = asking(3, window=Window.of((0,), [HourRange(540, 600)]))

    assert late("2026-06-15 09:30", "2026-06-08 09:50", sequence=on_mondays) is None
    assert isinstance(late("2026-06-22 09:00", "2026-06-08 09:50", sequence=on_mondays), Moved)


def test_the_books_sunday_follows_its_thursday() -> None:
    sequence = asking(3, window=BOOK)

    assert late("2026-06-07 19:00", "2026-06-04 19:00", sequence=sequence) is None
    assert isinstance(late("2026-06-09 07:00", "2026-06-04 19:00", sequence=sequence), Moved)


def test_a_reminder_that_is_three_weeks_late_is_not_sent_and_the_run_ends() -> None:
    assert late("2026-06-23 10:00") == Expired(15)


def test_ten_working_days_late_still_goes_and_eleven_does_not() -> None:
    assert isinstance(late("2026-06-16 10:00"), Moved)
    assert late("2026-06-17 10:00") == Expired(11)


def test_a_sequence_can_go_on_with_the_step_after_it() -> None:
    skipped = late("2026-06-23 10:00", sequence=SKIPPING)

    assert isinstance(skipped, Skipped)
    assert (skipped.to_step, skipped.working_days) == (2, 15)
    # Seven working days on, or one of the four open days behind: an outage must not burst a week later.
    assert local("2026-07-02 00:00") < skipped.due_at < local("2026-07-09 00:00")


def test_there_is_nothing_to_go_on_with_after_the_last_step() -> None:
    assert late("2026-06-23 10:00", step=2, sequence=SKIPPING) == Expired(15)


def test_a_sequence_can_have_its_reminders_sent_however_late_they_are() -> None:
    moved = late("2026-12-01 10:00", sequence=MOVING)

    assert isinstance(moved, Moved)
    assert moved.due_at < local("2026-12-07 17:30")


def test_a_step_is_moved_once() -> None:
    again = late("2026-06-11 10:00", due="2026-06-08 11:00", first_due=TUESDAY)

    assert again is None


def test_a_step_that_was_moved_expires_by_its_first_due_moment() -> None:
    too_late = late("2026-06-18 10:00", due="2026-06-15 11:00", first_due=TUESDAY)
    for_ever = late("2026-06-18 10:00", due="2026-06-15 11:00", first_due=TUESDAY, sequence=MOVING)

    assert too_late == Expired(12)
    assert for_ever is None


@pytest.mark.parametrize("sequence", [SEQUENCE, SKIPPING, MOVING])
def test_a_first_mail_waits_for_room_as_long_as_it_takes(sequence: SequenceDefinition) -> None:
    assert late("2026-12-01 10:00", step=0, sequence=sequence) is None


def test_a_first_mail_is_known_by_what_went_before_not_by_its_place() -> None:
    sequence = replace(SEQUENCE, steps=(Step("ring", StepKind.CALL, 0), *SEQUENCE.steps))

    assert late("2026-12-01 10:00", step=1, sequence=sequence) is None
    assert isinstance(late("2026-12-01 10:00", step=2, sequence=sequence), Expired)


def test_a_task_is_a_persons_and_the_end_of_a_run_is_no_mail() -> None:
    with_a_call = replace(SEQUENCE, steps=(*SEQUENCE.steps, Step("ring", StepKind.CALL, 1)))

    assert late("2026-12-01 10:00", step=3, sequence=with_a_call) is None
    assert late("2026-12-01 10:00", step=3) is None


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=1), timedelta(days=31)])
def test_a_clock_that_was_put_back_makes_nothing_late(ahead: timedelta) -> None:
    due = local(TUESDAY)

    assert lateness(SEQUENCE, 1, somebody(), due_at=due + ahead, now=due, timing=TIMING) is None


def test_a_backlog_is_spread_evenly_over_the_next_open_days_and_their_hours() -> None:
    back = local("2026-06-11 09:00")
    due = [local("2026-06-03 09:00") + timedelta(minutes=number) for number in range(500)]

    moments = [
        moved.due_at
        for number, due_at in enumerate(due)
        if isinstance(
            moved := lateness(SEQUENCE, 1, somebody(number), due_at=due_at, now=back, timing=TIMING), Moved
        )
    ]

    by_day = Counter(moment.date() for moment in moments)
    assert len(moments) == 500
    assert len(by_day) == SPREAD_DAYS
    assert all(70 <= count <= 130 for count in by_day.values())
    assert max(Counter(moment.replace(minute=0, second=0) for moment in moments).values()) < 30
    assert all(TIMING.is_open(moment, SEQUENCE, somebody()) for moment in moments)


def test_what_is_left_of_today_is_used_too() -> None:
    moments = {
        moved.due_at.date().isoformat()
        for number in range(300)
        if isinstance(
            moved := lateness(
                SEQUENCE,
                1,
                somebody(number),
                due_at=local(TUESDAY),
                now=local("2026-06-08 16:00"),
                timing=TIMING,
            ),
            Moved,
        )
    }

    assert "2026-06-08" in moments


def test_it_is_drawn_the_same_by_whoever_asks() -> None:
    other = Timing("Europe/Berlin", draws=draw)

    asked = {
        lateness(
            SEQUENCE, 1, somebody(7), due_at=local(TUESDAY), now=local("2026-06-08 09:00"), timing=timing
        )
        for timing in (TIMING, other)
    }

    assert len(asked) == 1
