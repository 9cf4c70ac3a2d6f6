"""`report funnel`, counted once more."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.support.report_figures import Told, checks, hours_between, middle, moment, share
from tests.support.told_worlds import LONDON, goals_of

#: Of which stage a stage's share is. Delivered and positive take no time.
COMES_FROM: Mapping[str, str] = {
    "mailed": "prospects",
    "delivered": "mailed",
    "replied": "delivered",
    "positive": "replied",
    "referred": "replied",
    "referral_replies": "referred",
    "conversation": "positive",
    "qualified": "conversation",
    "offered": "qualified",
    "accepted": "offered",
    "confirmed": "accepted",
    "proposal": "confirmed",
    "meeting": "proposal",
    "contract": "meeting",
    "paid": "contract",
}
STAGES = ("prospects", *COMES_FROM)
AT_ONCE = ("delivered", "positive")


@checks("funnel.stages[*].count")
def counts(told: Told) -> dict[str, int]:
    found = told.by("SELECT stage, count(*) FROM reached WHERE at >= :since AND at < :until GROUP BY stage")
    return {stage: found.get(stage, 0) for stage in STAGES}


def passed(told: Told, stage: str) -> list[tuple[str, str | None]]:
    """Of everybody who came to the stage before in the period: when, and when they came to this one."""
    return told.rows(
        "SELECT start.at, way.at FROM reached AS start "
        "LEFT JOIN way ON way.stage = :stage AND way.who = start.who "
        "WHERE start.stage = :before AND start.at >= :since AND start.at < :until",
        stage=stage,
        before=COMES_FROM[stage],
    )


def share_of(told: Told, stage: str) -> dict[str, Any]:
    rows = passed(told, stage)
    return share(sum(came is not None for _, came in rows), len(rows))


def median_of(told: Told, stage: str) -> float | None:
    if stage in ("prospects", *AT_ONCE):
        return None
    took = [hours_between(start, came) for start, came in passed(told, stage) if came is not None]
    return middle(hours for hours in took if hours >= 0)


@checks("funnel.stages[*].share")
def shares(told: Told) -> dict[str, Any]:
    return {"prospects": None} | {stage: share_of(told, stage) for stage in COMES_FROM}


@checks("funnel.stages[*].median_hours")
def medians(told: Told) -> dict[str, float | None]:
    return {stage: median_of(told, stage) for stage in STAGES}


@checks("funnel.stages[*].goal_percent")
def goals(told: Told) -> dict[str, float | None]:
    wanted = goals_of(told.folder)
    return {stage: wanted.get(stage) for stage in STAGES}


#: Everybody to whom a mail went in a period, with when; whose address died since, and what they first answered.
ANSWERS = """
WITH mailed AS (
    SELECT contact_id, min(at) AS at FROM fact WHERE kind = 'mail_sent' AND {when} GROUP BY contact_id
), known AS (
    SELECT mailed.contact_id,
        EXISTS (
            SELECT 1 FROM fact AS bounced WHERE bounced.kind = 'bounced' AND bounced.bounce = 'bounce_hard'
            AND bounced.contact_id = mailed.contact_id AND bounced.at >= mailed.at AND bounced.at < :known_at
        ) AS is_dead,
        (
            SELECT meaning FROM reply WHERE reply.contact_id = mailed.contact_id AND reply.at >= mailed.at
            AND reply.at < :known_at ORDER BY reply.at, reply.id LIMIT 1
        ) AS meaning
    FROM mailed
)
SELECT count(*), coalesce(sum(is_dead), 0), count(meaning) FILTER (WHERE NOT is_dead),
    count(*) FILTER (WHERE NOT is_dead AND meaning = 'positive'),
    count(*) FILTER (WHERE NOT is_dead AND meaning = 'neutral'),
    count(*) FILTER (WHERE NOT is_dead AND meaning = 'negative')
FROM known
"""


def answers_of(told: Told, when: str, known_at: str) -> dict[str, Any]:
    [(sent, bounced, replied, *by_meaning)] = told.rows(ANSWERS.format(when=when), known_at=known_at)
    positive, neutral, negative = by_meaning
    return {
        "sent": sent,
        "bounced": bounced,
        "replied": replied,
        "positive": positive,
        "neutral": neutral,
        "negative": negative,
        "response": share(replied, sent - bounced),
    }


@checks("funnel.answers")
def answers(told: Told) -> dict[str, Any]:
    return answers_of(told, "is_in", told.as_of)


@checks("funnel.cycle_hours")
def cycle(told: Told) -> float | None:
    rows = told.rows(
        "SELECT replied.at, accepted.at FROM reached AS accepted "
        "JOIN reached AS replied ON replied.stage = 'replied' AND replied.who = accepted.person "
        "WHERE accepted.stage = 'accepted' AND accepted.at >= :since AND accepted.at < :until"
    )
    return middle(hours_between(replied, accepted) for replied, accepted in rows)


@checks("funnel.cohorts[*].counts")
def cohorts(told: Told) -> dict[str, dict[str, int]]:
    """By the local Monday of the first mail; weeks in between have a row with nothing."""
    first = told.rows("SELECT who, at FROM reached WHERE stage = 'mailed' AND at >= :since AND at < :until")
    monday_of = {who: _monday(at) for who, at in first}
    if not monday_of:
        return {}
    weeks = [min(monday_of.values())]
    while weeks[-1] < max(monday_of.values()):
        weeks.append(weeks[-1] + timedelta(days=7))
    found = {f"{week}": dict.fromkeys(COMES_FROM, 0) for week in weeks}
    for stage, person in told.rows("SELECT stage, person FROM reached WHERE stage <> 'prospects'"):
        if person in monday_of:
            found[f"{monday_of[person]}"][stage] += 1
    return found


def _monday(at: str) -> date:
    day = moment(at).astimezone(LONDON).date()
    return day - timedelta(days=day.weekday())
