"""A year of sending, counted afterwards by hand: no limit is exceeded, nothing comes early, twice, in a burst or late.

The year is simulated with the real planning, claiming and commit points on a real database (simulated_year.py).
Here is nothing of the program's own reckoning: windows, holidays and working days are told anew, for what is looked
at. In the second year the clock is put forward and back, by an hour, a day, a month.

What can be promised when the clock is wrong: limits are counted by what it shows, and what seems to have gone out
in the future counts too. So a clock that was put back makes the program send less, until the clock has caught up;
never more, by whichever time it is counted. A clock that was put forward has made a day pass at once: then a day's
mails may follow a day's mails, once for each time it is put forward, for nobody can know better.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.support.databases import Refillable
from tests.support.simulated_year import MAILBOXES, PER_DOMAIN, PLACES, Mail, Notes, SimulatedYear

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROSPECTS = int(os.environ.get("OUTREACH_YEAR_PROSPECTS", "120"))
SEED = int(os.environ.get("OUTREACH_YEAR_SEED", "1"))

LIMITS = {mailbox.name: mailbox for mailbox in MAILBOXES}

#: The recipient's minutes of the day at which each sequence may write, by weekday (0 is Monday).
OFFICE = {day: [(540, 1050)] for day in range(5)}
HOURS = {
    "office": OFFICE,
    "all at once": OFFICE,
    "book": {day: [(420, 540), (1020, 1200)] for day in (1, 2, 3, 6)},
    "night": {day: [(0, 300), (1380, 1440)] for day in range(7)},
}
#: Working days between two steps, and of silence before the next one at a firm is written to.
BETWEEN, SILENCE = 2, 3


def days_of(*texts: str) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, texts))


#: Holidays from March 2026 to February 2027 that nobody doubts.
HOLIDAYS = {
    "DE": days_of(
        "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-12-25", "2027-01-01"
    ),
    "US": days_of(
        "2026-05-25", "2026-06-19", "2026-09-07", "2026-11-11", "2026-11-26", "2026-12-25", "2027-01-01"
    ),
    "IN": days_of("2026-08-15", "2026-10-02", "2027-01-26"),
    "AU": days_of("2026-04-03", "2026-04-06", "2026-06-08", "2026-12-25", "2027-01-01", "2027-01-26"),
    "CA": days_of("2026-04-03", "2026-05-18", "2026-07-01", "2026-09-07", "2026-12-25", "2027-01-01"),
    "NZ": days_of("2026-04-03", "2026-04-06", "2026-06-01", "2026-10-26", "2026-12-25", "2027-01-01"),
}
OURS = frozenset(date(2026, 8, day) for day in range(10, 15))


@pytest.fixture(scope="module", params=["a steady clock", "a clock that jumps"])
def year(request: pytest.FixtureRequest, migrated_sqlite: Refillable) -> Notes:
    jumps = request.param == "a clock that jumps"
    return SimulatedYear(migrated_sqlite.refilled(), prospects=PROSPECTS, seed=SEED, jumps=jumps).run()


# --- counting --------------------------------------------------------------------------------------------------------


def grouped(mails: Iterable[Mail], by: Callable[[Mail], Hashable]) -> dict[Hashable, list[Mail]]:
    groups = defaultdict(list)
    for mail in mails:
        groups[by(mail)].append(mail)
    return groups


def windows(mails: Sequence[Mail]) -> list[list[Mail]]:
    """What went out within each 24 hours by the clock that begin with a mail; in each, in the order it went out."""
    return [[mail for mail in mails if first.clock <= mail.clock < first.clock + DAY] for first in mails]


def real_windows(mails: Sequence[Mail], year: Notes) -> list[list[Mail]]:
    """The same by real time, without those in which the clock was put forward."""
    found = [[mail for mail in mails if first.real <= mail.real < first.real + DAY] for first in mails]
    forward = [jump.real for jump in year.jumps if jump.by > timedelta(0)]
    return [
        window
        for window in found
        if not any(window[0].real <= moment <= window[-1].real for moment in forward)
    ]


def all_windows(mails: Sequence[Mail], year: Notes) -> list[list[Mail]]:
    return windows(mails) + real_windows(mails, year)


def openings(year: Notes) -> list[Mail]:
    return [mail for mail in year.mails if mail.step == "ask"]


def zone(year: Notes, mail: Mail) -> ZoneInfo:
    return ZoneInfo(year.people[mail.recipient].zone)


def local(year: Notes, mail: Mail) -> datetime:
    return mail.clock.astimezone(zone(year, mail))


def working_days_later(day: date, count: int, country: str) -> date:
    while count:
        day += DAY
        if day.weekday() < 5 and day not in HOLIDAYS[country] and day not in OURS:
            count -= 1
    return day


def allowances(mails: Sequence[Mail], name: str) -> dict[Mail, int]:
    """What the mailbox may send within a day that ends with each mail: by the days on which it had sent before."""
    mailbox = LIMITS[name]
    seen: set[date] = set()
    allowed = {}
    for mail in mails:
        today = mail.clock.astimezone(ZoneInfo(mailbox.zone)).date()
        ramp = mailbox.ramp_start + mailbox.ramp_step * len(seen - {today})
        allowed[mail] = min(mailbox.per_day, ramp)
        seen.add(today)
    return allowed


# --- how many --------------------------------------------------------------------------------------------------------


def test_no_mailbox_sends_more_than_its_limit_and_its_ramp_allow(year: Notes) -> None:
    for name, mails in grouped(year.mails, lambda mail: mail.mailbox).items():
        limits = allowances(mails, str(name))
        for window in all_windows(mails, year):
            assert len(window) <= limits[window[-1]], f"{name} at {window[-1].clock}"


def test_no_mailbox_writes_to_more_new_people_than_it_may(year: Notes) -> None:
    for name, mails in grouped(openings(year), lambda mail: mail.mailbox).items():
        limit = LIMITS[str(name)].new_per_day
        for window in all_windows(mails, year):
            assert limit is None or len(window) <= limit, f"{name} at {window[-1].clock}"


def test_no_campaign_writes_to_more_new_people_than_it_may(year: Notes) -> None:
    for name, mails in grouped(openings(year), lambda mail: mail.campaign).items():
        limit = year.per_day_of[str(name)]
        for window in all_windows(mails, year):
            assert limit is None or len(window) <= limit, f"{name} at {window[-1].clock}"


def test_no_domain_gets_more_than_it_should(year: Notes) -> None:
    for name, mails in grouped(year.mails, lambda mail: mail.recipient.partition("@")[2]).items():
        for window in all_windows(mails, year):
            assert len(window) <= PER_DOMAIN, f"{name} at {window[-1].clock}"


def test_the_limits_were_there_to_be_felt(year: Notes) -> None:
    """Else the others would prove nothing."""

    def most(mails: Iterable[Mail], by: Callable[[Mail], Hashable]) -> dict[Hashable, int]:
        return {name: max(map(len, windows(group))) for name, group in grouped(mails, by).items()}

    new = most(openings(year), lambda mail: mail.mailbox)
    by_campaign = most(openings(year), lambda mail: mail.campaign)
    by_domain = most(year.mails, lambda mail: mail.recipient.partition("@")[2])
    full = {
        name
        for name, mails in grouped(year.mails, lambda mail: mail.mailbox).items()
        for window in windows(mails)
        if len(window) == allowances(mails, str(name))[window[-1]]
    }

    assert full
    assert any(new[name] == LIMITS[name].new_per_day for name in LIMITS)
    assert any(by_campaign[name] == year.per_day_of[name] for name in year.per_day_of if name in by_campaign)
    assert max(by_domain.values()) == PER_DOMAIN


def test_a_mailbox_rests_between_two_mails(year: Notes) -> None:
    for name, mailbox in LIMITS.items():
        shortest = timedelta(seconds=mailbox.gap_seconds[0])
        if not shortest:
            continue
        claims = [(real, clock) for real, clock, whose in year.claims if whose == name]
        for (real, clock), (next_real, next_clock) in pairwise(claims):
            assert next_clock - clock >= shortest, f"{name} at {next_clock}"
            put_forward = any(
                real <= jump.real <= next_real and jump.by > timedelta(0) for jump in year.jumps
            )
            assert put_forward or next_real - real >= shortest, f"{name} at {next_clock}"


# --- when ------------------------------------------------------------------------------------------------------------


def test_nothing_goes_out_of_the_recipients_hours(year: Notes) -> None:
    for mail in year.mails:
        moment = local(year, mail)
        minute = moment.hour * 60 + moment.minute
        hours = HOURS[mail.sequence].get(moment.weekday(), [])
        assert any(start <= minute < end for start, end in hours), f"{mail.sequence}: {moment}"


def test_nothing_goes_on_a_holiday_of_theirs_or_ours(year: Notes) -> None:
    for mail in year.mails:
        today = local(year, mail).date()
        assert today not in OURS
        assert today not in HOLIDAYS[year.people[mail.recipient].country], f"{mail.recipient} on {today}"


def test_every_zone_had_mail_on_both_sides_of_its_changes_of_the_clock(year: Notes) -> None:
    for country, name in PLACES:
        offsets = {local(year, mail).utcoffset() for mail in year.mails if zone(year, mail).key == name}
        assert len(offsets) == (1 if country == "IN" else 2), name


def test_no_step_comes_before_its_working_days_are_over(year: Notes) -> None:
    for mails in grouped(year.mails, lambda mail: (mail.recipient, mail.sequence)).values():
        for before, after in pairwise(mails):
            country = year.people[after.recipient].country
            due_on = working_days_later(local(year, before).date(), BETWEEN, country)
            assert local(year, after).date() >= due_on, after


# --- to whom ---------------------------------------------------------------------------------------------------------


def test_nobody_gets_a_step_twice(year: Notes) -> None:
    keys = [(mail.recipient, mail.sequence, mail.step) for mail in year.mails]

    assert len(keys) == len(set(keys))


def test_nobody_who_has_said_no_gets_another_mail(year: Notes) -> None:
    assert year.noes
    for mail in year.mails:
        assert mail.real <= year.noes.get(mail.recipient, mail.real)


def test_a_firm_is_in_one_thread_at_a_time(year: Notes) -> None:
    in_turn = [mail for mail in year.mails if mail.sequence != "all at once"]
    for firm, mails in grouped(in_turn, lambda mail: year.people[mail.recipient].firm).items():
        threads = list(grouped(mails, lambda mail: (mail.recipient, mail.campaign)).values())
        for one, next_one in pairwise(threads):
            assert one[-1].real <= next_one[0].real, f"{firm}: {one[-1]} amid {next_one[0]}"
            # Who has answered, or whose address was dead, keeps nobody waiting.
            if (one[0].recipient, one[0].campaign) in year.silent:
                country = year.people[one[0].recipient].country
                silent_until = working_days_later(local(year, one[-1]).date(), SILENCE, country)
                assert local(year, next_one[0]).date() >= silent_until, next_one[0]


# --- pauses and outages ----------------------------------------------------------------------------------------------


def test_nothing_goes_from_what_is_paused(year: Notes) -> None:
    assert len(year.paused) > 10
    for name, begins, ends in year.paused:
        meanwhile = [mail for mail in year.mails if begins < mail.real < ends]
        assert not [mail for mail in meanwhile if name in (mail.mailbox, mail.campaign)]


def test_there_is_no_burst_after_a_pause_or_an_outage(year: Notes) -> None:
    over = [ends for _, _, ends in year.paused] + [outage.ends for outage in year.outages]
    for name, mailbox in LIMITS.items():
        shortest = timedelta(seconds=mailbox.gap_seconds[0])
        if not shortest:
            continue
        for moment in over:
            forward = any(moment <= jump.real <= moment + HOUR for jump in year.jumps)
            within = [
                mail for mail in year.mails if mail.mailbox == name and moment <= mail.real < moment + HOUR
            ]
            assert forward or len(within) <= HOUR // shortest + 1, f"{name} at {moment}"


def test_what_a_long_outage_has_held_up_is_spread_over_days(year: Notes) -> None:
    held_up = [outage for outage in year.outages if len(outage.overdue) >= 5]
    assert held_up
    for outage in held_up:
        following = {}
        for mail in year.mails:
            if mail.recipient in outage.overdue and outage.ends <= mail.real < outage.ends + 14 * DAY:
                following.setdefault(mail.recipient, mail.clock.date())
        days = list(following.values())
        busiest = max((days.count(day) for day in days), default=0)
        assert busiest <= max(3, len(days) * 0.6), f"{outage.ends}: {sorted(days)}"
