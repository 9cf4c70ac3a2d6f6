"""The report of people as plain values, for `--json`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from outreach.handoff.bonus import Earner
from outreach.reporting.asked import Asked
from outreach.reporting.people.activity import Activity
from outreach.reporting.people.board import POINTS, Placed, Scored
from outreach.reporting.people.chains import Chain
from outreach.reporting.people.figures import Person
from outreach.reporting.people.lead_work import Acceptance, Result
from outreach.reporting.people.spans import Span, Spans


def document(
    asked: Asked,
    spans: Spans,
    people: Sequence[Person],
    board: Sequence[Placed],
    pairs: Sequence[Chain],
    chains: Sequence[Chain],
    unowned: int,
) -> dict[str, Any]:
    """Everything on the page."""
    period = asked.period
    return {
        "report": "people",
        "since": None if period.first_day is None else period.first_day.isoformat(),
        "until": period.last_day.isoformat(),
        "as_of": period.as_of.isoformat(),
        "by": None if asked.by is None else asked.by.value,
        "month": f"{spans[Span.MONTH].last_day:%Y-%m}",
        "points": {what.value: points for what, points in POINTS.items()},
        "board": [_placed(each) for each in board],
        "people": [_person(each) for each in people],
        "pairs": [_chain(each) for each in pairs],
        "chains": [_chain(each) | {"account_manager": each.hands.account_manager or None} for each in chains],
        "mails_of_nobody": unowned,
    }


def _placed(each: Placed) -> dict[str, Any]:
    score = each.score
    return {
        "place": each.place,
        "person": score.person,
        "points": score.points,
        **{what.value: score.of(what) for what in Scored},
        "acceptance": score.acceptance.to_json(),
        "contracted": dict(score.value),
    }


def _person(each: Person) -> dict[str, Any]:
    return {
        "person": each.name,
        "role": None if each.role is None else each.role.value,
        "part": each.part.value,
        **{span.value: _span(each, span) for span in Span},
        "norms": [
            {
                "norm": norm.norm.value,
                "a_day": norm.a_day,
                "working_days": round(norm.days, 2),
                "expected": round(norm.expected, 1),
                "done": norm.done,
                "share": None if norm.share is None else round(norm.share, 4),
            }
            for norm in each.norms
        ],
        "response": each.response.to_json(),
        "conversions": [
            {"part": part.value, "from": before.value, "to": after.value, **rate.to_json()}
            for part, steps in each.conversions.items()
            for before, after, rate in steps
        ],
        "acceptance": {part.value: _acceptance(said) for part, said in each.acceptance.items()},
        "times": {
            "read_seconds": _seconds(each.times.read),
            "replies_read": each.times.replies_read,
            "answered_seconds": _seconds(each.times.answered),
            "replies_answered": each.times.replies_answered,
            "accepted_seconds": _seconds(each.times.accepted),
            "offers_accepted": each.times.offers_accepted,
        },
    }


def _span(each: Person, span: Span) -> dict[str, Any]:
    return {
        "activity": {what.value: each.did(what, span) for what in Activity},
        "results": {part.value: _results(each, part, span) for part in Earner},
    }


def _results(each: Person, part: Earner, span: Span) -> dict[str, Any]:
    found = each.results[part, span]
    counts: dict[str, Any] = {
        result.value: found.of(result) for result in Result if result is not Result.PAID
    }
    return counts | {"contracted": dict(found.contracted), "paid": dict(found.paid)}


def _acceptance(said: Acceptance) -> dict[str, Any]:
    return {
        "accepted": said.accepted,
        "rejected": dict(said.rejected),
        "untouched": said.untouched,
        "rate": said.rate.to_json(),
    }


def _chain(each: Chain) -> dict[str, Any]:
    return {
        "finder": each.hands.finder,
        "salesperson": each.hands.salesperson,
        "answered": len(each.answered),
        "accepted": len(each.accepted),
        "confirmed": len(each.confirmed),
        "contracts": len(each.contracts),
        "contracted": dict(each.contracted),
        "paid": dict(each.paid),
    }


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds())
