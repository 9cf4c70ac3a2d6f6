"""The facts about leads as the database has them, for `lead_courses`."""

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.reporting.counted import stands
from outreach.reporting.lead_courses import LeadCourse, LeadFact, courses
from outreach.reporting.period import Period

_KINDS = (
    Happened.LEAD_OPENED,
    Happened.LEAD_QUALIFIED,
    Happened.LEAD_CONFIRMED,
    Happened.LEAD_RETURNED,
    Happened.LEAD_WON,
    Happened.PAYMENT_RECEIVED,
)


def lead_courses(session: Session, period: Period) -> dict[int, LeadCourse]:
    """Every lead that had begun by the period's `as_of`, by its number."""
    rows = session.execute(
        sa.select(col(Event.kind), col(Event.at), col(Event.details))
        .where(col(Event.kind).in_(_KINDS), stands(period))
        .order_by(col(Event.at), col(Event.id))
    )
    return courses(LeadFact(kind, at, details["lead"], details) for kind, at, details in rows)
