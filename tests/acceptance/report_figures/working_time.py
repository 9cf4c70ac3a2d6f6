"""When the people of a workspace work: a walk over the days of their configuration."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.support.report_figures import Told, moment
from tests.support.told_worlds import LONDON, config_of

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def team_of(told: Told) -> dict[str, dict[str, Any]]:
    """The sections of the configuration by person, in their order."""
    return {member["person"]: member for member in config_of(told.folder)["team"]}


def stretches(member: dict[str, Any], first: date, last: date) -> Iterator[list[tuple[datetime, datetime]]]:
    """Of each day that they work, from when to when. Nobody here has a country, and so no public holidays."""
    day = first
    while day <= last:
        away = any(start <= f"{day}" <= end for start, end in map(_both, member.get("absent", ())))
        if _WEEK[day.weekday()] in member.get("working_days", _WEEK[:5]) and not away:
            hours = member.get("working_hours", ["09:00-17:00"])
            yield [tuple(_at(day, clock) for clock in each.split("-")) for each in hours]  # type: ignore[misc]
        day += timedelta(days=1)


def _both(days: str) -> tuple[str, str]:
    first, _, last = days.partition("..")
    return first, last or first


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), LONDON).astimezone(UTC)


def days_worked(member: dict[str, Any], since: str, until: str) -> float:
    """Of a day that is cut, the part of its hours."""
    first, last = moment(since), moment(until)
    worked = 0.0
    for day in stretches(member, first.astimezone(LONDON).date(), last.astimezone(LONDON).date()):
        whole = sum((end - start).total_seconds() for start, end in day)
        inside = sum(max((min(end, last) - max(start, first)).total_seconds(), 0) for start, end in day)
        worked += inside / whole
    return worked


def seconds_worked(member: dict[str, Any], since: str, until: str) -> float:
    first, last = moment(since), moment(until)
    days = stretches(member, first.astimezone(LONDON).date(), last.astimezone(LONDON).date())
    return sum(
        max((min(end, last) - max(start, first)).total_seconds(), 0.0) for day in days for start, end in day
    )
