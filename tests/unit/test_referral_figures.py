"""Figures of referrals: shares of people, what became of colleagues, chains and hops."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from outreach.reporting.lead_courses import LeadCourse
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.referrals.figures import Counted, Fate, Led, Named, Referrals, Reply, referrals

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)
PERIOD = Period(None, NOW + 30 * DAY, NOW + 30 * DAY, ZoneInfo("Europe/London"))


def named(referral: int, *, inbound: int = 1, referrer: int = 1, **values: Any) -> Named:
    return Named(referral, inbound, referrer, values.pop("at", NOW), **values)


def found(
    *named: Named, replies: tuple[Reply, ...] = (), period: Period = PERIOD, **values: Any
) -> Referrals:
    return referrals(Counted(replies, named, Rate(0, 0), None, values.pop("leads", ())), period)


def test_somebody_who_names_three_in_two_letters_is_one_of_those_who_answered() -> None:
    replies = (Reply(1, 10), Reply(1, 11), Reply(2, 12), Reply(3, 13))

    total = found(named(1, inbound=10), named(2, inbound=10), named(3, inbound=11), replies=replies).total

    assert (total.naming, total.named) == (Rate(1, 3), 3)


def test_a_notice_of_absence_names_somebody_and_nobody_answered() -> None:
    total = found(named(1, inbound=10, via="automatic"), replies=(Reply(1, 11),)).total

    assert (total.naming, total.named, total.by_machines) == (Rate(0, 1), 1, 1)


def test_each_colleague_has_one_fate_as_far_as_it_has_come() -> None:
    total = found(
        named(1, approved=True, written_at=NOW, answered_at=NOW),
        named(2, approved=True, written_at=NOW),
        named(3, refused_why="they named themselves", needs_address=True),
        named(4, approved=True),
        named(5, needs_address=True),
        named(6),
        # They wrote to us before anybody wrote to them.
        named(7, needs_address=True, answered_at=NOW),
    ).total

    assert total.fates == {
        Fate.ANSWERED: 2,
        Fate.WRITTEN_TO: 1,
        Fate.REFUSED: 1,
        Fate.APPROVED: 1,
        Fate.NEEDS_ADDRESS: 1,
        Fate.WAITING: 1,
    }
    assert (sum(total.fates.values()), total.written_to) == (total.named, 2)


def test_reasons_are_those_of_colleagues_who_are_still_refused() -> None:
    assert found(
        named(1, refused_why="dead"), named(2, refused_why="dead"), named(3, refused_why="ours"), named(4)
    ).refusals == (("dead", 2), ("ours", 1))


def test_a_chain_is_as_long_as_its_last_link() -> None:
    """1 named 2, 2 named 3 and 4, 5 named 6."""
    chain = (
        named(1, referrer=1, contact=2, depth=1),
        named(2, referrer=2, contact=3, depth=2),
        named(3, referrer=2, contact=4, depth=2),
        named(4, referrer=5, contact=6, depth=1),
    )

    depths = found(*chain).depths

    assert [(each.depth, each.named, each.ends) for each in depths] == [(1, 2, 1), (2, 2, 2)]


def test_hops_are_counted_over_leads_of_which_something_came_in_the_period() -> None:
    leads = [
        Led(LeadCourse(1, NOW, NOW, NOW), 0),
        Led(LeadCourse(2, NOW, NOW, NOW), 2),
        Led(LeadCourse(3, NOW, NOW, None), 2),
        Led(LeadCourse(4, NOW - 90 * DAY), 7),
    ]

    report = found(leads=leads, period=replace(PERIOD, since=NOW - DAY))

    assert [(each.hops, each.leads, each.qualified, each.confirmed) for each in report.hops] == [
        (0, 1, 1, 1),
        (2, 2, 2, 1),
    ]
    assert report.mean_hops == 1.0


def test_a_person_who_had_two_follow_ups_is_one_person() -> None:
    mailed: dict[str, Any] = {"was_mailed": True, "contact": 9}

    total = referrals(
        Counted(
            (),
            (
                named(1, **mailed),
                named(2, has_answered_it=True, **mailed),
                named(3, was_mailed=True, contact=8, has_bounced=True),
            ),
            Rate(0, 0),
            None,
            (),
        ),
        PERIOD,
    ).total

    assert total.answers is not None
    assert total.answers.referred == Rate(1, 1)


def test_companies_whose_colleagues_came_to_most_stand_first_and_machines_name_for_none() -> None:
    report = found(
        named(1, account="Acme"),
        named(2, account="Acme"),
        named(3, account="Beta", written_at=NOW, answered_at=NOW),
        named(4, account="Gamma", via="automatic"),
        leads=[Led(LeadCourse(1, NOW, NOW), 1, "Beta")],
    )

    assert [(each.account, each.named, each.qualified) for each in report.referrers] == [
        ("Beta", 1, 1),
        ("Acme", 2, 0),
    ]
