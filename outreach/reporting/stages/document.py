"""The report of the stages as plain values, for `--json`; the weak link is told by others as well."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from outreach.reporting.asked import Asked
from outreach.reporting.line.conveyor import StationFigures
from outreach.reporting.line.judged_line import JudgedLine
from outreach.reporting.line.weak_link import Cost, Factor, Judgement, Verdict
from outreach.reporting.rates import Rate
from outreach.reporting.stage import COMES_FROM


def document(
    asked: Asked,
    line: JudgedLine,
    stations: Sequence[StationFigures],
    groups: Mapping[str, Verdict] | None,
) -> dict[str, Any]:
    """Everything on the page."""
    return {
        **heading(asked, "stages"),
        **verdict(line),
        "line": [_station(each) for each in stations],
        "groups": None if groups is None else [_group(name, said) for name, said in groups.items()],
    }


def _group(name: str, said: Verdict) -> dict[str, Any]:
    return {
        "name": name,
        "verdict": said.standing.value,
        "weak_link": None if said.weak is None else judgement(said.weak),
        "stages": stages(said),
    }


def heading(asked: Asked, name: str) -> dict[str, Any]:
    """What each report says of itself."""
    period = asked.period
    return {
        "report": name,
        "since": None if period.first_day is None else period.first_day.isoformat(),
        "until": period.last_day.isoformat(),
        "as_of": period.as_of.isoformat(),
        "by": None if asked.by is None else asked.by.value,
    }


def verdict(line: JudgedLine) -> dict[str, Any]:
    """Where the line is weak, with everything that it was reckoned from."""
    said, worth = line.verdict, line.worth
    return {
        "verdict": said.standing.value,
        "weak_link": None if said.weak is None else judgement(said.weak),
        "confidence": round(said.confidence, 5),
        "contract": None
        if worth is None
        else {
            "cents": worth.cents,
            "currency": worth.currency,
            "from": worth.source.value,
            "contracts": worth.contracts,
        },
        "stages": stages(said),
    }


def stages(said: Verdict) -> list[dict[str, Any]]:
    return [judgement(each) for each in said.judgements]


def judgement(each: Judgement) -> dict[str, Any]:
    """One stage."""
    return {
        "stage": each.stage.value,
        "from": COMES_FROM[each.stage].value,
        "standing": each.standing.value,
        "rate": each.rate.to_json(),
        "wait_days": round(each.wait / timedelta(days=1), 2),
        "against": None if each.against is None else each.against.value,
        "expected_percent": _percent(each.expected),
        "before": _rate(each.before),
        "low_percent": None if each.interval is None else _percent(each.interval.low),
        "high_percent": None if each.interval is None else _percent(each.interval.high),
        "more": each.more,
        "cost": None if each.cost is None else _cost(each.cost),
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "people": cost.people,
        "missing": round(cost.missing, 2),
        "factors": [_factor(each) for each in cost.factors],
        "lost": round(cost.lost, 4),
        "unit": cost.unit.value,
        "cents": cost.cents,
        "currency": None if cost.worth is None else cost.worth.currency,
    }


def _factor(factor: Factor) -> dict[str, Any]:
    return {
        "stage": factor.stage.value,
        "percent": _percent(factor.share),
        "from": factor.source.value,
        "rate": _rate(factor.rate),
    }


def _station(each: StationFigures) -> dict[str, Any]:
    station = each.station
    return {
        "stage": station.work.value,
        "role": station.role.value,
        "counts": "mails" if station.counts is None else station.counts.value,
        "done": each.done,
        "norm": each.norm,
        "per_day": None if each.a_day is None else round(each.a_day, 2),
        "rate": _rate(each.share),
        "goal_percent": _percent(each.goal),
        "to_next": _rate(each.to_next),
        "median_hours": None if each.median is None else round(each.median / timedelta(hours=1), 2),
        "is_weak": each.is_weak,
    }


def _rate(rate: Rate | None) -> dict[str, Any] | None:
    return None if rate is None else rate.to_json()


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 2)
