"""What is marked among the groups of mails, and how rows add up to figures."""

from zoneinfo import ZoneInfo

import pytest

from outreach.reporting.deliverability.delivery_groups import (
    by_key,
    by_quarter,
    by_time,
    in_one,
    total_of,
    without_quiet,
)
from outreach.reporting.deliverability.figures import (
    Answered,
    Delivery,
    Failure,
    Fate,
    Mails,
    Mark,
    Refusal,
    Sent,
    day_of,
    hour_of,
    marks,
)
from outreach.reporting.deliverability.junk_folders import is_junk
from outreach.sending.identity import GuardRules

GUARDS = GuardRules(bounce_share=3, bounce_least=50, complaints=2, complaint_window=1_000)


def group(sent: int, dead: int, complaints: int = 0) -> Delivery:
    hard = {"dead_address": dead} if dead else {}
    return Delivery("x", sent=sent, hard=hard, against_us=dead, complaints=complaints, base=sent, dead=dead)


def test_who_answered_and_whose_address_is_dead_counts_for_no_response_rate() -> None:
    """As in the funnel: replies / (sent - bounced), both of the same people."""
    dead = Failure("ann", "2026-03-03 10:0", 1, 1, Fate.HARD, "no_such_user")
    answers = [Answered("ann", "2026-03-03 10:0", who, who) for who in (1, 2)]
    found = Mails(sent=[Sent("ann", 10, 10)], people=10, failures=[dead], answered=answers)

    [ann] = by_key(found)

    assert (ann.response.successes, ann.response.trials) == (1, 9)
    assert total_of(found).response == in_one([ann], "all").response == ann.response


@pytest.mark.parametrize(
    ("each", "marked"),
    [
        (group(100, 4), {Mark.BOUNCES}),
        (group(100, 3), set()),
        # Too few mails say nothing about a share.
        (group(49, 10), set()),
        (group(100, 0, complaints=2), {Mark.COMPLAINTS}),
        (group(100, 0, complaints=1), set()),
        # Two among three thousand are below two of a thousand.
        (group(3_000, 0, complaints=2), set()),
    ],
)
def test_what_is_above_the_guards_is_marked(each: Delivery, marked: set[Mark]) -> None:
    assert marks(each, each, GUARDS, groups=1) == marked


def test_what_is_surely_worse_than_the_others_is_marked_though_it_is_below_the_guards() -> None:
    each, whole = group(1_000, 25), group(21_000, 125)

    assert marks(each, whole, GUARDS, groups=5) == {Mark.WORSE_BOUNCES}


def test_what_may_be_chance_among_many_groups_is_not_marked() -> None:
    each, whole = group(40, 3), group(10_040, 103)

    assert marks(each, whole, GUARDS, groups=2) == {Mark.WORSE_BOUNCES}
    assert marks(each, whole, GUARDS, groups=200) == frozenset()


def test_of_groups_with_nothing_but_mails_only_the_largest_stay_apart() -> None:
    found = Mails(
        sent=[Sent("a", 1, 1), Sent("b", 9, 8), Sent("c", 2, 2), Sent("d", 3, 1)],
        failures=[Failure("a", "q", 1, 11, Fate.HARD, "dead_address")],
    )

    some, others, how_many = without_quiet(found, 1, "rest")

    assert [each.name for each in by_key(some)] == ["a", "b"]
    assert others == Delivery("rest", sent=5, base=3)
    assert how_many == 2


def test_a_mail_with_two_reports_counts_once_by_the_worse_one() -> None:
    found = Mails(
        sent=[Sent("ann", 10, 8)],
        people=8,
        failures=[
            Failure("ann", "q", 1, 11, Fate.SOFT, "mailbox_full", is_ours=False),
            Failure("ann", "q", 1, 11, Fate.HARD, "dead_address"),
            Failure("ann", "q", 2, 12, Fate.SOFT, "mailbox_full", is_ours=False),
        ],
    )

    (ann,) = by_key(found)

    assert (ann.bounced, ann.soft_bounced, ann.delivered) == (1, 1, 8)
    assert (ann.response.trials, ann.against_us) == (7, 1)


def test_a_dead_address_that_is_refused_at_once_is_a_bounce_but_was_never_sent() -> None:
    found = Mails(
        sent=[Sent("ann", 9, 9)],
        people=9,
        refused=[Refusal("ann", 1, 1, "550 5.1.1", True), Refusal("ann", 2, 2, "554 5.7.1", False)],
    )

    (ann,) = by_key(found)

    assert (ann.sent, ann.refused, ann.bounced, ann.delivered) == (9, 2, 1, 9)
    assert (ann.bounce_share.successes, ann.bounce_share.trials) == (1, 10)
    assert ann.response.trials == 9


def test_150_sent_50_bounced_10_replies_are_10_per_cent() -> None:
    found = Mails(
        sent=[Sent("ann", 150, 150)],
        people=150,
        failures=[Failure("ann", "q", n, n, Fate.HARD, "dead_address") for n in range(50)],
        answered=[Answered("ann", "q", n, n) for n in range(100, 110)],
    )

    assert total_of(found).response.value == pytest.approx(0.10)


def test_somebody_who_answers_three_mails_is_one_person_and_three_mails() -> None:
    found = Mails(
        sent=[Sent("ann", 3, 1)],
        people=1,
        answered=[Answered("ann", f"2026-03-0{n} 10:0", 1, n) for n in (3, 4, 5)],
    )
    times = by_time(
        by_quarter(found, {f"2026-03-0{n} 10:0": 1 for n in (3, 4, 5)}), lambda quarter: quarter[:10]
    )

    assert by_key(found)[0].answered == 1
    assert [each.answered for each in times] == [1, 1, 1]
    assert in_one(times, "").answered == 3


@pytest.mark.parametrize(
    ("quarter", "zone", "day", "hour"),
    [
        ("2026-03-29 00:3", "Europe/London", "2026-03-29", "00"),
        # An hour later it is two, not one.
        ("2026-03-29 01:0", "Europe/London", "2026-03-29", "02"),
        ("2026-10-25 00:0", "Europe/London", "2026-10-25", "01"),
        ("2026-10-25 01:0", "Europe/London", "2026-10-25", "01"),
        ("2026-03-03 18:1", "Asia/Kathmandu", "2026-03-04", "00"),
        ("2026-03-03 18:0", "Asia/Kathmandu", "2026-03-03", "23"),
    ],
)
def test_hours_and_days_are_those_of_the_wall_clock(quarter: str, zone: str, day: str, hour: str) -> None:
    assert day_of(quarter, ZoneInfo(zone)) == day
    assert hour_of(quarter, ZoneInfo(zone)) == hour


@pytest.mark.parametrize(
    ("folder", "junk"),
    [("Junk", True), ("[Gmail]/Spam", True), ("INBOX.Spam", True), ("INBOX", False), ("Clients", False)],
)
def test_junk_folders_are_known_by_name(folder: str, junk: bool) -> None:
    assert is_junk("ann", folder, {}) is junk


def test_the_configuration_knows_better() -> None:
    named = {"ann": "Filtered"}

    assert is_junk("ann", "Filtered", named)
    assert not is_junk("ann", "Junk", named)
    assert is_junk("ben", "Junk", named)
