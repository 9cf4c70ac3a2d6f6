"""Who wants to hear from us, and has not for too long: a task for a person, which goes when they are answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from outreach.core.intents import Intent
from outreach.database import locks
from outreach.database.columns import UtcDateTime
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
#: Tasks that are opened in one transaction: nobody else writes meanwhile.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """Within how many hours of our own work somebody is answered, and by which clock and calendar."""

    within_hours: int
    timing: Timing


def see_to(session: Session, rules: AnswerRules, *, now: datetime) -> int:
    """Open a task for answers that are overdue, drop those of whom has been answered; how many were opened.

    What a person writes by hand in their own mail program is known by what comes back: a further reply of theirs.
    """
    # Of two daemons one sees to replies: a lock on each would not show the other the tasks that are opened for them.
    if not locks.alone(session, locks.Turn.OVERDUE):
        return 0
    waiting = _waiting(session, rules, now, _OPEN_ONES.with_for_update(of=Review, skip_locked=True))
    reply_tasks.drop_answered(session, [each.inbound_id for each in waiting if each.is_over], now)
    due = [each for each in waiting if not each.is_over][:_AT_ONCE]
    return sum(
        reply_tasks.open_answer_overdue(
            session,
            session.get_one(Contact, each.contact_id),
            inbound_id=each.inbound_id,
            note=f"{each.said.value.replace('_', ' ')}, message {each.inbound_id}: nobody has answered yet",
            owner=each.owner,
            due_at=each.due_at,
            now=now,
        )
        for each in due
    )


def is_anything_due(session: Session, rules: AnswerRules, *, now: datetime) -> bool:
    """Whether `see_to` has something to do: asked for before a transaction that writes."""
    return bool(_waiting(session, rules, now, _OPEN_ONES))


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A reply of somebody who wants to talk to us: it is overdue; or is over, and has a task that may go."""

    inbound_id: int
    contact_id: int
    said: Intent
    owner: str
    due_at: datetime
    is_over: bool


def _waiting(session: Session, rules: AnswerRules, now: datetime, statement: Any) -> list[_Waiting]:
    """Of the decided replies those with something to do, the oldest first.

    A reply is over for whoever has been answered, and for whoever has said no since: nobody is to write to them.
    """
    rows = session.execute(statement, {"since": now - _LOOKED_BACK}).all()
    noes = suppressions_of(session, [row.address for row in rows])
    timing = rules.timing
    closed = ClosedDays(timing.default_country if timing.public_holidays else None, timing.closed_days)
    zone = ZoneInfo(timing.default_zone)
    found = []
    for row in rows:
        is_over = row.is_answered or row.address in noes
        # What is over needs no task, what has one no second.
        if is_over is not row.has_task:
            continue
        due_at = business_hours_after(row.decided_at, rules.within_hours, zone, closed)
        if is_over or due_at <= now:
            owner = row.assigned_to or row.decided_by or ""
            found.append(_Waiting(row.inbound_id, row.contact_id, row.intent, owner, due_at, is_over))
    return found


def _is_answered() -> sa.ColumnElement[bool]:
    """Whether somebody has answered from here, or they have gone on writing since it was decided."""
    from_here = select(OutboundMessage.id).where(
        OutboundMessage.answers_inbound_id == Review.inbound_id,
        col(OutboundMessage.state).not_in(_NOT_GONE),
    )
    later = aliased(InboundMessage)
    went_on = select(later.id).where(
        col(later.contact_id) == InboundMessage.contact_id,
        col(later.id) > Review.inbound_id,
        col(later.received_at) > Review.decided_at,
    )
    return sa.or_(from_here.correlate(Review).exists(), went_on.correlate(Review, InboundMessage).exists())


def _has_task(*states: TaskState) -> sa.ColumnElement[bool]:
    task = select(Task.id).where(
        Task.inbound_id == Review.inbound_id,
        Task.kind == TaskKind.ANSWER_OVERDUE,
        col(Task.state).in_(states),
    )
    return task.correlate(Review).exists()


_IS_ANSWERED, _HAS_TASK = _is_answered(), _has_task(TaskState.OPEN)
#: Decided replies of people who want to talk to us: without a task and an answer, or with a task that is open.
_OPEN_ONES: Any = (
    sa.select(
        col(Review.inbound_id),
        col(Review.intent),
        col(Review.decided_at),
        col(Review.decided_by),
        col(Review.assigned_to),
        col(Contact.id).label("contact_id"),
        col(Contact.address),
        _IS_ANSWERED.label("is_answered"),
        _HAS_TASK.label("has_task"),
    )
    .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
    .join(Contact, col(Contact.id) == col(InboundMessage.contact_id))
    .where(
        col(Review.state) == ReviewState.DECIDED,
        col(Review.intent).in_(_WAITS_FOR_US),
        col(Review.decided_at) > sa.bindparam("since", type_=UtcDateTime()),
        sa.or_(_HAS_TASK, ~sa.or_(_has_task(*TaskState), _IS_ANSWERED)),
    )
    .order_by(col(Review.id))
)
