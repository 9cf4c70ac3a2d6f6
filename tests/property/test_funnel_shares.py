"""Whatever happened when: no share of the funnel is above one, and cohorts add up to it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from outreach.reporting.funnel.figures import Funnel
from outreach.reporting.funnel.reckoning import OF_LEADS, OF_REFERRALS, answers, cohorts, funnel
from outreach.reporting.meanings import Meaning
from outreach.reporting.moments import Moments, Reply
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage

BEGINNING = datetime(2026, 1, 5, tzinfo=UTC)
HOURS = st.integers(0, 24 * 100).map(lambda hours: BEGINNING + timedelta(hours=hours))
AS_OF = BEGINNING + timedelta(days=101)
ZONES = st.sampled_from(["UTC", "Europe/London", "America/New_York", "Asia/Kolkata"]).map(ZoneInfo)
PEOPLE, OTHERS = st.integers(1, 12), st.integers(100, 112)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    since, until = sorted([draw(HOURS), draw(HOURS)])
    return Period(draw(st.sampled_from([since, None])), until + timedelta(hours=1), AS_OF, draw(ZONES))


@st.composite
def known(draw: st.DrawFn) -> Moments:
    """Stages in any order of time: only that everybody of whom anything is known was mailed holds."""
    mailed = draw(st.dictionaries(PEOPLE, HOURS, min_size=1))
    people = st.sampled_from(sorted(mailed))
    of_people = st.dictionaries(people, HOURS)
    of_others = st.dictionaries(OTHERS, HOURS)
    reached = {
        stage: draw(of_others if stage in (*OF_LEADS, *OF_REFERRALS) else of_people) for stage in Stage
    }
    replies = st.builds(Reply, HOURS, st.sampled_from(Meaning))
    return Moments(
        reached={**reached, Stage.MAILED: mailed},
        person_of_lead={lead: draw(people) for stage in OF_LEADS for lead in reached[stage]},
        person_of_referral={each: draw(people) for stage in OF_REFERRALS for each in reached[stage]},
        mailed_in_period=draw(of_people),
        dead=draw(of_people),
        replies={
            who: tuple(sorted(each, key=lambda reply: reply.at))
            for who, each in draw(st.dictionaries(people, st.lists(replies, min_size=1))).items()
        },
    )


@given(known(), periods())
def test_no_share_is_above_one_and_no_time_below_nothing(moments: Moments, period: Period) -> None:
    found = funnel(moments, period)

    for figures in found.stages:
        if figures.share is not None:
            assert 0 <= figures.share.successes <= figures.share.trials
        assert figures.median is None or figures.median >= timedelta()
    counted = answers(moments)
    assert counted.replied == counted.positive + counted.neutral + counted.negative
    assert counted.bounced + counted.replied <= counted.sent


@given(known(), ZONES)
def test_cohorts_of_all_time_add_up_to_the_funnel(moments: Moments, zone: ZoneInfo) -> None:
    whole = Period(None, AS_OF, AS_OF, zone)

    found: Funnel = funnel(moments, whole)
    weeks = cohorts(moments, whole)

    for stage in Stage:
        if stage is not Stage.PROSPECTS:
            assert sum(week.counts[stage] for week in weeks) == found.of(stage).count
    assert all(week.monday.weekday() == 0 for week in weeks)


@given(known(), periods())
def test_cohorts_hold_everybody_who_was_first_mailed_in_the_period(moments: Moments, period: Period) -> None:
    weeks = cohorts(moments, period)

    assert sum(week.counts[Stage.MAILED] for week in weeks) == funnel(moments, period).of(Stage.MAILED).count
