"""The funnel, reckoned from the moments at which people and leads reached its stages."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from outreach.reporting.funnel.figures import Answers, Cohort, Funnel, StageFigures
from outreach.reporting.meanings import Meaning
from outreach.reporting.moments import Moments, Reply
from outreach.reporting.period import Period, weeks_of
from outreach.reporting.rates import Rate, median_of
from outreach.reporting.stage import COMES_FROM, Stage

#: Whose ids are no contacts'.
OF_REFERRALS = (Stage.REFERRED, Stage.REFERRAL_REPLIES)
OF_LEADS = tuple(Stage)[tuple(Stage).index(Stage.CONVERSATION) :]

#: What is true of a mail or a reply from its first moment on, and so takes no time.
AT_ONCE = (Stage.DELIVERED, Stage.POSITIVE)
_NO_TIME = timedelta()
_MOMENT = timedelta(microseconds=1)


def funnel(moments: Moments, period: Period) -> Funnel:
    """Every stage, the answers of the period, and how long the prospecting cycle takes."""
    within = {stage: _within(moments.reached.get(stage, {}), period) for stage in Stage}
    return Funnel(
        stages=tuple(_figures(stage, moments, within) for stage in Stage),
        answers=answers(moments),
        cycle=_cycle(moments, within[Stage.ACCEPTED]),
    )


def answers(moments: Moments) -> Answers:
    """Whom a mail reached in the period, and who of them has answered since, as far as is known.

    Who is answered for by an address that has turned out dead since is bounced, also where they wrote from another.
    """
    reached = moments.mailed_in_period
    bounced = {who for who, at in moments.dead.items() if who in reached and at >= reached[who]}
    meant: Counter[Meaning] = Counter()
    for who, replies in moments.replies.items():
        if who in reached and who not in bounced:
            first = _first_since(replies, reached[who])
            if first is not None:
                meant[first.meaning] += 1
    return Answers(
        sent=len(reached),
        bounced=len(bounced),
        replied=meant.total(),
        positive=meant[Meaning.POSITIVE],
        neutral=meant[Meaning.NEUTRAL],
        negative=meant[Meaning.NEGATIVE],
    )


def cohorts(moments: Moments, period: Period) -> tuple[Cohort, ...]:
    """People by the week, from Monday on in the period's zone, in which they were first mailed in the period.

    Their referrals and leads are counted with them, whenever these came until `as_of`. A week between two others in
    which nobody was first mailed is among them, with nothing.
    """
    mailed = _within(moments.reached.get(Stage.MAILED, {}), period)
    if not mailed:
        return ()
    until = max(mailed.values()) + _MOMENT
    weeks = list(weeks_of(replace(period, until=until), min(mailed.values())))
    starts = [week.since for _, week in weeks if week.since is not None]
    by_stage = {
        stage: Counter(
            [bisect_right(starts, mailed[who]) - 1 for who in _people(moments, stage) if who in mailed]
        )
        for stage in Stage
        if stage is not Stage.PROSPECTS
    }
    return tuple(
        Cohort(monday, {stage: counted[number] for stage, counted in by_stage.items()})
        for number, (monday, _) in enumerate(weeks)
    )


def _figures(stage: Stage, moments: Moments, within: Mapping[Stage, Mapping[int, datetime]]) -> StageFigures:
    count = len(within[stage])
    before = COMES_FROM.get(stage)
    if before is None:
        return StageFigures(stage, count, None, None)
    start, came = within[before], by_whom_it_is_of(moments, stage)
    went_on = start.keys() & came.keys()
    share = Rate(len(went_on), len(start))
    if stage in AT_ONCE:
        return StageFigures(stage, count, share, None)
    took = [came[who] - start[who] for who in went_on]
    # Who was written to before they came to a list took no time to get there.
    return StageFigures(stage, count, share, median_of([each for each in took if each >= _NO_TIME]))


def by_whom_it_is_of(moments: Moments, stage: Stage) -> Mapping[int, datetime]:
    """When a stage was first reached, by the ids of the stage before: there a person may become several."""
    reached = moments.reached.get(stage, {})
    link = {Stage.REFERRED: moments.person_of_referral, Stage.CONVERSATION: moments.person_of_lead}.get(stage)
    if link is None:
        return reached
    first: dict[int, datetime] = {}
    for what, at in reached.items():
        who = link.get(what)
        if who is not None:
            first[who] = min(at, first.get(who, at))
    return first


def _people(moments: Moments, stage: Stage) -> Iterable[int]:
    """The contact of each who reached a stage, where one is known."""
    reached = moments.reached.get(stage, {})
    if stage in OF_LEADS:
        return _of(reached, moments.person_of_lead)
    if stage in OF_REFERRALS:
        return _of(reached, moments.person_of_referral)
    return reached


def _of(reached: Iterable[int], person_of: Mapping[int, int]) -> Iterable[int]:
    return (person_of[each] for each in reached if each in person_of)


def _cycle(moments: Moments, accepted: Mapping[int, datetime]) -> timedelta | None:
    """From the first reply of whoever answered to the first salesperson who took the lead."""
    replied = moments.reached.get(Stage.REPLIED, {})
    people = moments.person_of_lead
    return median_of(
        at - replied[people[lead]] for lead, at in accepted.items() if people.get(lead) in replied
    )


def _within(reached: Mapping[int, datetime], period: Period) -> Mapping[int, datetime]:
    since, until = period.since, period.until
    if since is None and until >= period.as_of:
        return reached
    if since is None:
        return {who: at for who, at in reached.items() if at < until}
    return {who: at for who, at in reached.items() if since <= at < until}


def _first_since(replies: Iterable[Reply], moment: datetime) -> Reply | None:
    return next((reply for reply in replies if reply.at >= moment), None)
