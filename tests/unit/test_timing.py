"""When a step is due for a contact: their zone, their country's holidays and weekend, our own closed days."""

from datetime import date

import pytest

from outreach.sequences.holidays import DateRange
from outreach.sequences.timing import Timing
from tests.support.timed_sequences import BOOK, asking, local, on_the_wall, somebody

BERLIN = Timing("Europe/Berlin")
SEQUENCE = asking(1, 3)


def due_on(
    timing: Timing, after: str, country: str | None, step: int = 1, domain: str = "acme.example"
) -> str:
    contact = somebody(zone="Europe/Berlin", country=country, domain=domain)
    return on_the_wall(timing.due_after(SEQUENCE, step, contact, local(after)))[:14]


def test_a_holiday_of_the_recipients_country_counts_for_nothing() -> None:
    friday_before_whitsun = "2026-05-22 10:00"

    assert due_on(BERLIN, friday_before_whitsun, "DE") == "Tue 2026-05-26"
    assert due_on(BERLIN, friday_before_whitsun, "PL") == "Mon 2026-05-25"
    assert due_on(BERLIN, friday_before_whitsun, None) == "Mon 2026-05-25"


def test_the_domain_tells_the_country_where_the_list_does_not_and_the_configuration_where_neither_does() -> (
    None
):
    german = Timing("Europe/Berlin", default_country="DE")
    friday_before_whitsun = "2026-05-22 10:00"

    assert due_on(BERLIN, friday_before_whitsun, None, domain="acme.de") == "Tue 2026-05-26"
    assert due_on(german, friday_before_whitsun, None) == "Tue 2026-05-26"
    assert due_on(german, friday_before_whitsun, None, domain="acme.pl") == "Mon 2026-05-25"
    assert due_on(german, friday_before_whitsun, "PL", domain="acme.de") == "Mon 2026-05-25"


def test_holidays_can_be_left_out() -> None:
    timing = Timing("Europe/Berlin", public_holidays=False)

    assert due_on(timing, "2026-05-22 10:00", "DE") == "Mon 2026-05-25"
    assert timing.is_open(local("2026-05-25 10:00"), SEQUENCE, somebody(country="DE"))


def test_a_holiday_is_closed_from_midnight_to_midnight_of_the_recipient() -> None:
    new_york = somebody(zone="America/New_York", country="US")
    thanksgiving_noon = local("2026-11-26 12:00", "America/New_York")

    assert not BERLIN.is_open(thanksgiving_noon, SEQUENCE, new_york)
    assert BERLIN.is_open(thanksgiving_noon, SEQUENCE, somebody(zone="America/New_York", country="BR"))
    assert on_the_wall(BERLIN.opens(thanksgiving_noon, SEQUENCE, new_york), "America/New_York") == (
        "Fri 2026-11-27 09:00"
    )


def test_what_is_due_at_once_waits_for_the_end_of_the_holidays() -> None:
    christmas = local("2026-12-24 18:00")

    first = BERLIN.first_due(SEQUENCE, somebody(country="DE"), christmas)

    assert on_the_wall(first)[:14] == "Mon 2026-12-28"


def test_sundays_of_the_book_stay_open_unless_they_are_a_holiday() -> None:
    sequence = asking(window=BOOK)
    in_germany = somebody(zone="Europe/Berlin", country="DE")
    in_sweden = somebody(zone="Europe/Stockholm", country="SE")

    assert BERLIN.is_open(local("2026-06-14 08:00"), sequence, in_germany)
    assert BERLIN.is_open(local("2026-06-14 08:00"), sequence, in_sweden)
    assert not BERLIN.is_open(local("2026-04-05 08:00"), sequence, in_sweden)


def test_working_days_are_those_of_the_country() -> None:
    wednesday = local("2026-06-03 10:00")

    there = BERLIN.due_after(SEQUENCE, 2, somebody(zone="Asia/Riyadh", country="SA"), wednesday)

    # Thursday, Sunday, Monday.
    assert on_the_wall(there, "Asia/Riyadh")[:14] == "Mon 2026-06-08"


def test_on_our_own_closed_days_nothing_goes_to_anybody_and_none_of_them_counts() -> None:
    timing = Timing("Europe/Berlin", closed_days=(DateRange(date(2026, 7, 6), date(2026, 7, 10)),))

    assert due_on(timing, "2026-07-03 10:00", None) == "Mon 2026-07-13"
    assert not timing.is_open(local("2026-07-06 10:00"), SEQUENCE, somebody())
    assert (
        on_the_wall(timing.opens(local("2026-07-06 10:00"), SEQUENCE, somebody())) == "Mon 2026-07-13 09:00"
    )


def test_silence_is_counted_in_the_recipients_working_days_too() -> None:
    over = len(SEQUENCE.steps)

    assert due_on(BERLIN, "2026-05-21 10:00", "DE", step=over) == "Wed 2026-05-27"
    assert due_on(BERLIN, "2026-05-21 10:00", None, step=over) == "Tue 2026-05-26"


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("2026-10-03 12:00", "German Unity Day, a public holiday in DE"),
        ("2026-07-07 12:00", "one of our own closed days"),
        ("2026-07-15 12:00", None),
    ],
)
def test_it_is_said_which_closed_day_it_is_for_the_recipient(moment: str, why: str | None) -> None:
    timing = Timing("Europe/Berlin", closed_days=(DateRange(date(2026, 7, 6), date(2026, 7, 10)),))

    assert timing.why_closed(local(moment), SEQUENCE, somebody(country="DE")) == why


def test_the_same_step_of_the_same_contact_is_due_at_the_same_moment_however_often_it_is_asked() -> None:
    contact, after = somebody(country="DE"), local("2026-06-02 10:00")

    assert len({Timing("Europe/Berlin").due_after(SEQUENCE, 1, contact, after) for _ in range(5)}) == 1
    assert len({BERLIN.due_after(SEQUENCE, 1, somebody(each), after) for each in range(50)}) > 45
