"""What becomes of a run whose step an outage or a pause has held up: see `sequences/lateness.py` for the decision."""

from datetime import datetime

from sqlmodel import Session

from outreach.core.events import Happened
from outreach.database.events import record
from outreach.sequences import enrolling
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.lateness import Expired, Late, Moved
from outreach.sequences.model import Enrollment, EnrollmentEvent


def yield_to_lateness(
    session: Session, run: Enrollment, definition: SequenceDefinition, late: Late, now: datetime
) -> None:
    """The step is moved, left out, or the run ends."""
    step = definition.steps[run.next_step].name
    if isinstance(late, Moved):
        run.due_at, run.first_due_at = late.due_at, late.first_due_at
        session.add(run)
        return
    if isinstance(late, Expired):
        why = f"the step {step} was {late.working_days} working days late"
        enrolling.end(session, run, EnrollmentEvent.STEPS_DONE, why=why, now=now)
    else:
        run.next_step, run.due_at, run.first_due_at = late.to_step, late.due_at, None
        session.add(run)
    record(
        session,
        Happened.STEP_EXPIRED,
        now,
        campaign_id=run.campaign_id,
        enrollment_id=run.id,
        account_id=run.account_id,
        contact_id=run.contact_id,
        step=step,
        working_days=late.working_days,
    )
