"""What `outreach report funnel --json` prints."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from outreach.reporting.asked import Asked
from outreach.reporting.funnel.figures import Answers, Cohort, Funnel, StageFigures
from outreach.reporting.funnel.groups import SHOWN_STAGES, Group
from outreach.reporting.goals import Goals


def document_of_stages(asked: Asked, figures: Funnel, weeks: Sequence[Cohort]) -> dict[str, Any]:
    """Without `by`."""
    return {
        **_head(asked),
        "answers": _answers(figures.answers),
        "cycle_hours": _hours(figures.cycle),
        "stages": [_stage(each, asked.rules.goals) for each in figures.stages],
        "cohorts": [_cohort(each) for each in weeks],
        "groups": [],
    }


def document_of_groups(asked: Asked, groups: Sequence[Group]) -> dict[str, Any]:
    """With it: groups overlap, so that they are not added up here."""
    return {
        **_head(asked),
        "answers": None,
        "cycle_hours": None,
        "stages": [],
        "cohorts": [],
        "groups": [_group(each) for each in groups],
    }


def _head(asked: Asked) -> dict[str, Any]:
    period = asked.period
    return {
        "report": "funnel",
        "since": None if period.first_day is None else period.first_day.isoformat(),
        "until": period.last_day.isoformat(),
        "as_of": period.as_of.isoformat(),
        "by": None if asked.by is None else asked.by.value,
    }


def _answers(answers: Answers) -> dict[str, Any]:
    return {
        "sent": answers.sent,
        "bounced": answers.bounced,
        "replied": answers.replied,
        "positive": answers.positive,
        "neutral": answers.neutral,
        "negative": answers.negative,
        "response": answers.response.to_json(),
    }


def _stage(figures: StageFigures, goals: Goals) -> dict[str, Any]:
    goal = goals.shares.get(figures.stage)
    return {
        "stage": figures.stage.value,
        "count": figures.count,
        "share": None if figures.share is None else figures.share.to_json(),
        "goal_percent": None if goal is None else round(100 * goal, 2),
        "median_hours": _hours(figures.median),
    }


def _cohort(cohort: Cohort) -> dict[str, Any]:
    return {
        "week": cohort.monday.isoformat(),
        "counts": {stage.value: count for stage, count in cohort.counts.items()},
    }


def _group(group: Group) -> dict[str, Any]:
    leads = {stage.value: group.reached(stage) for stage in SHOWN_STAGES}
    return {"name": group.name, "answers": _answers(group.answers), "leads": leads}


def _hours(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / 3600, 2)
