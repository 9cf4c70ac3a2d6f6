"""The funnel as plain reckoning: shares of people, medians, answers, weeks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.core.intents import Intent
from outreach.reporting.campaign.variant_counts import POSITIVE
from outreach.reporting.funnel.groups import Answered, GroupFacts, LeadStep, groups
from outreach.reporting.funnel.reckoning import answers, cohorts, funnel
from outreach.reporting.local_hours import shifts
from outreach.reporting.meanings import MEANS, Meaning, meaning_of
from outreach.reporting.moments import Moments, Reply
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from outreach.reporting.stage import Stage

LONDON = ZoneInfo("Europe/London")
#: A Monday.
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def over(since: datetime | None = None, until: datetime = MONDAY + 300 * DAY) -> Period:
    return Period(since, until, MONDAY + 300 * DAY, LONDON)


def moments(
    reached: dict[Stage, dict[int, datetime]],
    *,
    person_of_lead: dict[int, int] | None = None,
    person_of_referral: dict[int, int] | None = None,
    mailed: dict[int, datetime] | None = None,
    dead: dict[int, datetime] | None = None,
    replies: dict[int, tuple[Reply, ...]] | None = None,
) -> Moments:
    return Moments(
        reached=reached,
        person_of_lead=person_of_lead or {},
        person_of_referral=person_of_referral or {},
        mailed_in_period=mailed or {},
        dead=dead or {},
        replies=replies or {},
    )


def test_a_share_is_of_who_reached_the_stage_before_in_the_period_until_now() -> None:
    known = moments(
        {
            Stage.DELIVERED: {1: MONDAY, 2: MONDAY, 3: MONDAY - 60 * DAY},
            # The first answers after the period, the third answers in it but was mailed before.
            Stage.REPLIED: {1: MONDAY + 40 * DAY, 3: MONDAY},
        }
    )

    replied = funnel(known, over(since=MONDAY, until=MONDAY + 30 * DAY)).of(Stage.REPLIED)

    assert replied.count == 1
    assert replied.share == Rate(1, 2)
    assert replied.median == 40 * DAY


def test_who_was_mailed_before_they_came_to_a_list_took_no_time_to_get_there() -> None:
    known = moments(
        {
            Stage.PROSPECTS: {1: MONDAY, 2: MONDAY},
            Stage.MAILED: {1: MONDAY - DAY, 2: MONDAY + 3 * DAY},
        }
    )

    mailed = funnel(known, over()).of(Stage.MAILED)

    assert mailed.share == Rate(2, 2)
    assert mailed.median == 3 * DAY


def test_one_reply_that_names_three_colleagues_is_one_person_who_named_somebody() -> None:
    known = moments(
        {
            Stage.REPLIED: {1: MONDAY, 2: MONDAY},
            Stage.REFERRED: {71: MONDAY, 72: MONDAY, 73: MONDAY},
            Stage.REFERRAL_REPLIES: {72: MONDAY + DAY},
        },
        person_of_referral={71: 1, 72: 1, 73: 1},
    )

    found = funnel(known, over())

    assert found.of(Stage.REFERRED).count == 3
    assert found.of(Stage.REFERRED).share == Rate(1, 2)
    assert found.of(Stage.REFERRAL_REPLIES).share == Rate(1, 3)


def test_the_cycle_is_of_leads_that_were_accepted_in_the_period() -> None:
    known = moments(
        {
            Stage.REPLIED: {1: MONDAY, 2: MONDAY, 3: MONDAY},
            Stage.ACCEPTED: {11: MONDAY + 2 * DAY, 12: MONDAY + 4 * DAY, 13: MONDAY + 90 * DAY},
        },
        person_of_lead={11: 1, 12: 2, 13: 3},
    )

    assert funnel(known, over(until=MONDAY + 30 * DAY)).cycle == 3 * DAY
    assert funnel(moments({}), over()).cycle is None


def test_only_answers_since_the_mail_of_the_period_count() -> None:
    earlier, later = Reply(MONDAY - DAY, Meaning.NEGATIVE), Reply(MONDAY + DAY, Meaning.POSITIVE)
    known = moments({}, mailed={1: MONDAY, 2: MONDAY}, replies={1: (earlier, later), 2: (earlier,)})

    found = answers(known)

    assert (found.sent, found.replied, found.positive, found.negative) == (2, 1, 1, 0)


def test_who_is_bounced_has_not_replied() -> None:
    wrote = (Reply(MONDAY + DAY, Meaning.POSITIVE),)
    known = moments({}, mailed={1: MONDAY, 2: MONDAY}, dead={1: MONDAY}, replies={1: wrote, 2: wrote})

    found = answers(known)

    assert (found.bounced, found.replied) == (1, 1)
    assert found.response == Rate(1, 1)


def test_cohorts_go_by_the_week_of_the_offices_clock_and_leave_no_week_out() -> None:
    sunday_night = datetime(2026, 4, 5, 22, 59, tzinfo=UTC)
    known = moments(
        {
            # In London it is Monday already one minute later.
            Stage.MAILED: {1: sunday_night, 2: sunday_night + timedelta(minutes=1), 3: MONDAY},
            Stage.CONFIRMED: {11: MONDAY + 99 * DAY},
        },
        person_of_lead={11: 2},
    )

    found = cohorts(known, over())

    assert [each.monday for each in found] == [date(2026, 3, 2) + timedelta(weeks=week) for week in range(6)]
    assert [each.counts[Stage.MAILED] for each in found] == [1, 0, 0, 0, 1, 1]
    assert found[-1].counts[Stage.CONFIRMED] == 1


def test_nobody_mailed_makes_no_cohort() -> None:
    assert cohorts(moments({}), over()) == ()


def test_every_intent_means_something_and_a_referral_is_good() -> None:
    assert set(MEANS) == set(Intent)
    assert meaning_of("referral") is Meaning.POSITIVE
    assert meaning_of("of an older version") is Meaning.NEUTRAL
    assert meaning_of(None) is Meaning.NEUTRAL
    assert {*POSITIVE, Intent.REFERRAL} == {
        intent for intent, meaning in MEANS.items() if meaning is Meaning.POSITIVE
    }


def test_a_person_is_in_each_group_that_wrote_to_them_and_replies_in_one() -> None:
    facts = GroupFacts(
        sent={"who/ask": 2, "who/bump": 2},
        dead={("who/ask", 2)},
        answered=[
            Answered("who/bump", 1, MONDAY, Meaning.NEUTRAL),
            Answered("who/bump", 1, MONDAY + DAY, Meaning.POSITIVE),
            Answered("who/ask", 2, MONDAY, Meaning.POSITIVE),
        ],
        leads=[
            LeadStep("who/bump", 9, Stage.CONFIRMED, MONDAY + DAY),
            LeadStep("who/bump", 9, Stage.CONFIRMED, MONDAY),
            LeadStep("who/ask", 8, Stage.QUALIFIED, MONDAY - 50 * DAY),
        ],
    )

    ask, bump = groups(facts, over(since=MONDAY))

    assert (ask.answers.response, bump.answers.response) == (Rate(0, 1), Rate(1, 2))
    assert (bump.answers.neutral, bump.answers.positive) == (1, 0)
    assert (ask.reached(Stage.QUALIFIED), bump.reached(Stage.CONFIRMED)) == (0, 1)


def test_clocks_are_changed_to_the_minute() -> None:
    found = shifts(over(since=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2026, 12, 31, tzinfo=UTC)))

    assert found[:2] == [
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 0),
        (datetime(2026, 10, 25, 1, tzinfo=UTC), 60),
    ]
    assert found[-1][1] == 0


def test_a_zone_behind_utc_is_almost_a_day_ahead() -> None:
    winter = datetime(2026, 1, 5, tzinfo=UTC)
    there = Period(winter, winter + DAY, winter + DAY, ZoneInfo("America/New_York"))

    assert [ahead for _, ahead in shifts(there)] == [19 * 60]
