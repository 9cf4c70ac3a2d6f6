"""What has become of each lead, from the facts about it. Decisions only.

A lead that sales confirmed and sent back later is not confirmed; confirmed once more, it is so since then. The facts
are those of the lead's whole life up to `as_of`: the caller asks which of them fall into the period.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from outreach.core.events import Happened


@dataclass(frozen=True, slots=True)
class LeadFact:
    """One fact about a lead. `details` as `qualification/leads/service.py` and `handoff/outcomes.py` write them."""

    kind: Happened
    at: datetime
    lead: int
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Paid:
    """What one fact has added to a month: a correction may take away. Hundredths of `currency`."""

    at: datetime
    month: date
    cents: int
    currency: str


@dataclass(slots=True)
class LeadCourse:
    """One lead. `qualified_at`: for the first time; `confirmed_at`: of the confirmation that stands."""

    lead: int
    opened_at: datetime | None = None
    qualified_at: datetime | None = None
    confirmed_at: datetime | None = None
    won_at: datetime | None = None
    contracted_cents: int = 0
    currency: str = ""
    payments: list[Paid] = field(default_factory=list)


def courses(facts: Iterable[LeadFact]) -> dict[int, LeadCourse]:
    """What facts, in the order in which they happened, come to for each lead."""
    found: dict[int, LeadCourse] = {}
    for fact in facts:
        _add(found.setdefault(fact.lead, LeadCourse(fact.lead)), fact)
    return found


def _add(course: LeadCourse, fact: LeadFact) -> None:
    match fact.kind:
        case Happened.LEAD_OPENED:
            course.opened_at = course.opened_at or fact.at
        case Happened.LEAD_QUALIFIED:
            course.qualified_at = course.qualified_at or fact.at
        case Happened.LEAD_CONFIRMED:
            course.confirmed_at = course.confirmed_at or fact.at
        case Happened.LEAD_RETURNED:
            course.confirmed_at = None
        case Happened.LEAD_WON:
            course.won_at = course.won_at or fact.at
            course.contracted_cents, course.currency = fact.details["amount_cents"], fact.details["currency"]
        case Happened.PAYMENT_RECEIVED:
            said = fact.details
            month = date.fromisoformat(said["month"])
            course.payments.append(Paid(fact.at, month, said["amount_cents"], said["currency"]))
