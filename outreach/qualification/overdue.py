"""Who wants to hear from us, and has not for too long: a task for a person, which goes when they are answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from outreach.core.intents import Intent
from outreach.inbox.model import InboundMessage
from outreach.prospects.model import Contact
from outreach.prospects.suppressing import suppressions_of
from outreach.qualification.business_hours import business_hours_after
from outreach.qualification.model import Review, ReviewState
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import reply_tasks
from outreach.sequences.holidays import ClosedDays
from outreach.sequences.model import Task, TaskKind, TaskState
from outreach.sequences.timing import Timing

#: They want to talk. After a referral it is the colleague who is written to.
_WAITS_FOR_US = (Intent.INTERESTED, Intent.RIGHT_PERSON, Intent.QUESTION)
#: What was decided longer ago is no longer overdue, but over.
_LOOKED_BACK = timedelta(days=60)
_NOT_GONE = (OutboundState.FAILED, OutboundState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """Within how many hours of our own work somebody is answered, and by which clock and calendar."""

    within_hours: int
    timing: Timing


def see_to(session: Session, rules: AnswerRules, *, now: datetime) -> int:
    """Open a task for each answer that is overdue, drop those of whom has been answered; how many were opened.

    What a person writes by hand in their own mail program is known by what comes back: a further reply of theirs.
    """
    waiting = _waiting(session, now)
    reply_tasks.drop_answered(session, [each.inbound_id for each, _, _, is_over in waiting if is_over], now)
    opened = 0
    for review, inbound, contact, is_over in waiting:
        due_at = _due(review, rules)
        if due_at <= now and not is_over:
            assert review.intent is not None
            opened += reply_tasks.open_answer_overdue(
                session,
                contact,
                inbound_id=review.inbound_id,
                note=f"{review.intent.value.replace('_', ' ')}, message {inbound.id}: nobody has answered yet",
                owner=review.assigned_to or review.decided_by or "",
                due_at=due_at,
                now=now,
            )
    return opened


def is_anything_due(session: Session, rules: AnswerRules, *, now: datetime) -> bool:
    """Whether `see_to` has something to do: asked for before a transaction that writes."""
    known = set(session.exec(select(Task.inbound_id).where(Task.kind == TaskKind.ANSWER_OVERDUE)).all())
    still_open = set(
        session.exec(
            select(Task.inbound_id).where(Task.kind == TaskKind.ANSWER_OVERDUE, Task.state == TaskState.OPEN)
        ).all()
    )
    for review, _, _, is_over in _waiting(session, now):
        if is_over and review.inbound_id in still_open:
            return True
        if not is_over and review.inbound_id not in known and _due(review, rules) <= now:
            return True
    return False


def _waiting(session: Session, now: datetime) -> list[tuple[Review, InboundMessage, Contact, bool]]:
    """Decided replies of people who want to talk to us, the oldest first; and whether that is over.

    It is for whoever has been answered, and for whoever has said no since: nobody is to write to them.
    """
    statement = (
        select(Review, InboundMessage, Contact)
        .options(defer(InboundMessage.raw))  # type: ignore[arg-type]
        .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
        .join(Contact, col(Contact.id) == col(InboundMessage.contact_id))
        .where(
            Review.state == ReviewState.DECIDED,
            col(Review.intent).in_(_WAITS_FOR_US),
            col(Review.decided_at) > now - _LOOKED_BACK,
        )
        .order_by(col(Review.id))
    )
    rows = session.exec(statement).all()
    noes = suppressions_of(session, [contact.address for _, _, contact in rows])
    return [
        (review, inbound, contact, contact.address in noes or _is_answered(session, review))
        for review, inbound, contact in rows
    ]


def _due(review: Review, rules: AnswerRules) -> datetime:
    assert review.decided_at is not None
    timing = rules.timing
    closed = ClosedDays(timing.default_country if timing.public_holidays else None, timing.closed_days)
    return business_hours_after(review.decided_at, rules.within_hours, ZoneInfo(timing.default_zone), closed)


def _is_answered(session: Session, review: Review) -> bool:
    """Whether somebody has answered from here, or they have gone on writing since it was decided."""
    from_here = select(OutboundMessage.id).where(
        OutboundMessage.answers_inbound_id == review.inbound_id,
        col(OutboundMessage.state).not_in(_NOT_GONE),
    )
    writer = select(InboundMessage.contact_id).where(InboundMessage.id == review.inbound_id).scalar_subquery()
    went_on = select(InboundMessage.id).where(
        col(InboundMessage.contact_id) == writer,
        col(InboundMessage.id) > review.inbound_id,
        col(InboundMessage.received_at) > review.decided_at,
    )
    return session.exec(from_here).first() is not None or session.exec(went_on).first() is not None
