"""When somebody who waits for their turn at an account may have it, at the earliest."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from outreach.prospects.model import Contact
from outreach.sequences import tasks
from outreach.sequences.definition import StepKind
from outreach.sequences.model import UNDER_WAY, Enrollment, Hold
from outreach.sequences.timing import Timing
from outreach.sequences.versions import definition_of


def turn_comes(session: Session, run: Enrollment, timing: Timing, now: datetime) -> datetime | None:
    """When everybody before them is through, if nobody answers and no limit holds them up; None where one of them
    waits for a person."""
    here: list[Any] = [Enrollment.account_id == run.account_id, col(Enrollment.state).in_(UNDER_WAY)]
    runs = session.exec(
        select(Enrollment).where(*here).order_by(col(Enrollment.position), col(Enrollment.id))
    ).all()
    comes: datetime | None = now
    busy = [
        _is_through(session, each, timing, each.due_at or now) for each in runs if not each.waits_for_turn
    ]
    if None in busy:
        return None
    comes = max([now, *(each for each in busy if each is not None)])
    for each in runs:
        if each.id == run.id:
            break
        if each.waits_for_turn and comes is not None:
            comes = _is_through(session, each, timing, comes)
    return comes


def _is_through(session: Session, run: Enrollment, timing: Timing, due_at: datetime) -> datetime | None:
    """When the run ends in silence, if its next step goes at `due_at`; None where it waits for a person."""
    definition = definition_of(session, run.sequence_version_id)
    contact = session.get_one(Contact, run.contact_id)
    left = definition.steps[run.next_step :]
    if tasks.open_of(session, run.id or 0) is not None or any(
        step.kind is not StepKind.MAIL for step in left
    ):
        return None
    ends = [hold.until for hold in _holds(session, run)]
    if None in ends:
        return None
    moment = max([due_at, *(until for until in ends if until is not None)])
    for index in range(run.next_step, len(definition.steps)):
        sent_at = timing.opens(moment, definition, contact)
        moment = timing.due_after(definition, index + 1, contact, sent_at)
    return moment


def _holds(session: Session, run: Enrollment) -> list[Hold]:
    on_contact = select(Hold).where(Hold.contact_id == run.contact_id)
    on_account = select(Hold).where(Hold.account_id == run.account_id)
    return [*session.exec(on_contact).all(), *session.exec(on_account).all()]
