"""What waits for a person, and what keeps mailboxes from sending, as of a moment in the past too.

Reviews, tasks and offers carry when they began and ended, and are counted as they were then; but a reminder's moment is
the one that is known now. Whether a mailbox was read is a state of now: of an earlier day only what has not been read
since counts as unread.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.handoff.model import Offer, OfferState
from outreach.inbox.reading_state import reading_state
from outreach.qualification.model import Review, ReviewState
from outreach.reporting.counted import stands
from outreach.reporting.mail_rules import MailRules
from outreach.reporting.period import Period
from outreach.sequences.model import Task, TaskKind, TaskState

_E = Event.__table__.c  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Waiting:
    """`paused`: why, by mailbox. `unread`: mailboxes that have not been read for too long."""

    reviews: int
    overdue_answers: int
    late_offers: int
    paused: dict[str, str]
    unread: tuple[str, ...]


def waiting(session: Session, period: Period, rules: MailRules) -> Waiting:
    """As of the period's `as_of`."""
    as_of = period.as_of
    reading = reading_state(session, rules.mailboxes.values(), as_of, alarm_after=rules.unread_alarm)
    return Waiting(
        reviews=_count(
            session,
            col(Review.id),
            col(Review.created_at) < as_of,
            sa.or_(col(Review.state) == ReviewState.WAITING, col(Review.decided_at) >= as_of),
        ),
        overdue_answers=_count(
            session,
            col(Task.id),
            col(Task.kind) == TaskKind.ANSWER_OVERDUE,
            col(Task.created_at) < as_of,
            sa.or_(col(Task.state) == TaskState.OPEN, col(Task.done_at) >= as_of),
        ),
        late_offers=_count(
            session,
            col(Offer.id),
            col(Offer.aim_at) < as_of,
            sa.or_(col(Offer.state) == OfferState.OPEN, col(Offer.answered_at) >= as_of),
        ),
        paused=_paused(session, period, rules),
        unread=tuple(each.mailbox for each in reading if each.is_alarm),
    )


def _count(session: Session, what: Any, *which: sa.ColumnElement[bool]) -> int:
    return int(session.execute(sa.select(sa.func.count(what)).where(*which)).scalar_one())


def _paused(session: Session, period: Period, rules: MailRules) -> dict[str, str]:
    """Mailboxes of the configuration whose last fact of the two is that they were paused."""
    rows = session.execute(
        sa.select(_E.mailbox, _E.kind, _E.details["why"].as_string())
        .where(_E.kind.in_((Happened.MAILBOX_PAUSED, Happened.MAILBOX_RESUMED)), stands(period))
        .order_by(_E.at, _E.id)
    )
    why = {
        mailbox: reason or "" if kind is Happened.MAILBOX_PAUSED else None for mailbox, kind, reason in rows
    }
    return {
        mailbox: reason
        for mailbox, reason in why.items()
        if reason is not None and mailbox in rules.mailboxes
    }
