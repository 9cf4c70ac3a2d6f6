"""Planning: which due steps become mails in the outbox, follow-ups first, never more than the mailboxes can send."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of
from outreach.database.columns import UtcDateTime
from outreach.prospects.model import Contact
from outreach.sending.identity import SendingRules
from outreach.sending.limits import DAY
from outreach.sending.model import OutboundEvent, OutboundMessage, OutboundState
from outreach.sending.outbox import allowed, moved, spent, status_of
from outreach.sequences import enrolling
from outreach.sequences.campaigns import running
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import (
    UNDER_WAY,
    Campaign,
    CampaignState,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
    Hold,
)
from outreach.sequences.versions import definition_of

#: Due enrollments looked at in one turn, per mailbox and per campaign.
BATCH = 200


@dataclass(slots=True)
class Planned:
    queued: int = 0
    finished: int = 0
    #: Moved to a later moment because the recipient's window is closed.
    postponed: int = 0
    woken: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.queued or self.finished or self.postponed or self.woken)


def plan(session: Session, rules: SendingRules, *, now: datetime) -> Planned:
    """One turn: wake who is due to wake, end what has run out, queue what is due and may go now."""
    if session.connection().execute(_ANYTHING_DUE, {"now": now}).first() is None:
        return Planned()
    planned = Planned(woken=enrolling.wake(session, now))
    room = _room(session, rules, now)
    for name in sorted(rules.mailboxes):
        _plan_each(session, _due_follow_ups(session, name, now), room, rules, planned, now)
    for campaign in running(session):
        openings = _openings_left(session, campaign, now)
        names = [name for name in campaign.mailboxes if room.get(name, 0) > 0]
        if names and openings > 0:
            due = _due_openings(
                session, campaign, now, limit=min(BATCH, sum(room[name] for name in names), openings)
            )
            _plan_each(session, due, room, rules, planned, now)
    return planned


# Asked every few seconds, so made once and kept cheap.
_NOW = sa.bindparam("now", type_=UtcDateTime())
_ANYTHING_DUE = sa.union_all(
    sa.select(sa.literal(1)).where(
        col(Enrollment.state) == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= _NOW
    ),
    sa.select(sa.literal(1)).where(col(Hold.until) <= _NOW),
).limit(1)


def next_due_at(session: Session, now: datetime) -> datetime | None:
    """The next moment at which something becomes due; None when nothing will. What is due already waits for room."""
    moments = [
        session.exec(
            select(sa.func.min(Enrollment.due_at)).where(
                Enrollment.state == EnrollmentState.ACTIVE, col(Enrollment.due_at) > now
            )
        ).one(),
        session.exec(select(sa.func.min(Hold.until)).where(col(Hold.until) > now)).one(),
        session.exec(
            select(sa.func.min(OutboundMessage.due_at)).where(
                OutboundMessage.state == OutboundState.QUEUED, col(OutboundMessage.due_at) > now
            )
        ).one(),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def orphaned(session: Session, rules: SendingRules) -> list[str]:
    """Mailboxes that something under way is to go from, and that the configuration no longer has."""
    wanted: Any = sa.union(
        sa.select(col(Enrollment.mailbox)).where(
            col(Enrollment.state).in_(UNDER_WAY), col(Enrollment.mailbox).is_not(None)
        ),
        sa.select(col(OutboundMessage.mailbox)).where(col(OutboundMessage.state) == OutboundState.QUEUED),
    )
    names = {str(row[0]) for row in session.execute(wanted)}
    return sorted(names - set(rules.mailboxes))


def _room(session: Session, rules: SendingRules, now: datetime) -> dict[str, int]:
    """How many more mails each mailbox may take into its queue: its limit, less what it sent and what waits."""
    room = {}
    for name, mailbox in rules.mailboxes.items():
        status = status_of(session, name)
        if status.paused_at is not None or (status.closed_until is not None and status.closed_until > now):
            continue
        # What a paused campaign has in the queue goes nowhere, and keeps no room from the others.
        waiting = session.exec(
            select(sa.func.count(col(OutboundMessage.id)))
            .join(Campaign, col(Campaign.id) == col(OutboundMessage.campaign_id))
            .where(
                OutboundMessage.mailbox == name,
                col(OutboundMessage.state).in_((OutboundState.QUEUED, OutboundState.CLAIMED)),
                Campaign.state == CampaignState.RUNNING,
            )
        ).one()
        room[name] = allowed(status, mailbox, now) - spent(session, name, now) - int(waiting)
    return room


def _due_follow_ups(session: Session, mailbox: str, now: datetime) -> list[Enrollment]:
    statement = (
        select(Enrollment)
        .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
        .where(
            Enrollment.state == EnrollmentState.ACTIVE,
            col(Enrollment.due_at) <= now,
            Enrollment.mailbox == mailbox,
            Campaign.state == CampaignState.RUNNING,
        )
        .order_by(col(Enrollment.due_at), col(Enrollment.id))
        .limit(BATCH)
    )
    return list(session.exec(statement).all())


def _due_openings(session: Session, campaign: Campaign, now: datetime, *, limit: int) -> list[Enrollment]:
    statement = (
        select(Enrollment)
        .where(
            Enrollment.state == EnrollmentState.ACTIVE,
            col(Enrollment.due_at) <= now,
            col(Enrollment.mailbox).is_(None),
            Enrollment.campaign_id == campaign.id,
        )
        .order_by(col(Enrollment.due_at), col(Enrollment.id))
        .limit(limit)
    )
    return list(session.exec(statement).all())


def _openings_left(session: Session, campaign: Campaign, now: datetime) -> int:
    """How many more new prospects the campaign may write to in this rolling day."""
    if campaign.per_day is None:
        return BATCH
    used = session.exec(
        select(sa.func.count()).where(
            OutboundMessage.campaign_id == campaign.id,
            col(OutboundMessage.opening).is_(True),
            sa.or_(
                col(OutboundMessage.in_flight_at) > now - DAY,
                col(OutboundMessage.state).in_((OutboundState.QUEUED, OutboundState.CLAIMED)),
            ),
        )
    ).one()
    return campaign.per_day - int(used)


def _plan_each(
    session: Session,
    due: list[Enrollment],
    room: dict[str, int],
    rules: SendingRules,
    planned: Planned,
    now: datetime,
) -> None:
    for enrollment in due:
        definition = definition_of(session, enrollment.sequence_version_id)
        if enrollment.next_step >= len(definition.steps):
            enrolling.end(session, enrollment, EnrollmentEvent.STEPS_DONE, why="nobody answered", now=now)
            planned.finished += 1
            continue
        contact = session.get_one(Contact, enrollment.contact_id)
        if not rules.timing.is_open(now, definition, contact):
            enrollment.due_at = rules.timing.opens(now, definition, contact)
            planned.postponed += 1
            continue
        mailbox = enrollment.mailbox or _roomiest(session, enrollment, room)
        if mailbox is None or room.get(mailbox, 0) <= 0:
            continue
        if _queue(session, enrollment, definition, contact, mailbox, now):
            room[mailbox] -= 1
            planned.queued += 1
    session.flush()


def _roomiest(session: Session, enrollment: Enrollment, room: dict[str, int]) -> str | None:
    """The campaign's mailbox that has most left today; the first of them where several have."""
    campaign = session.get_one(Campaign, enrollment.campaign_id)
    open_ones = [name for name in campaign.mailboxes if room.get(name, 0) > 0]
    return max(open_ones, key=lambda name: room[name], default=None)


def _queue(
    session: Session,
    enrollment: Enrollment,
    definition: SequenceDefinition,
    contact: Contact,
    mailbox: str,
    now: datetime,
) -> bool:
    """Put the step into the outbox, once: the row of an earlier attempt is taken up again, never doubled."""
    assert enrollment.id is not None
    assert contact.id is not None
    step = definition.steps[enrollment.next_step]
    known = session.exec(
        select(OutboundMessage).where(
            OutboundMessage.contact_id == contact.id,
            OutboundMessage.sequence == enrollment.sequence,
            OutboundMessage.step == step.name,
        )
    ).first()
    if known is not None:
        return _take_up(session, known, enrollment, now)
    enrollment.due_at = None
    session.add(
        OutboundMessage(
            enrollment_id=enrollment.id,
            campaign_id=enrollment.campaign_id,
            contact_id=contact.id,
            account_id=enrollment.account_id,
            sequence=enrollment.sequence,
            step=step.name,
            step_index=enrollment.next_step,
            mailbox=mailbox,
            recipient=contact.address,
            recipient_domain=domain_of(contact.address),
            opening=enrollment.started_at is None and enrollment.tag is None,
            due_at=now,
            created_at=now,
        )
    )
    return True


def _take_up(session: Session, known: OutboundMessage, enrollment: Enrollment, now: datetime) -> bool:
    enrollment.due_at = None
    if known.enrollment_id != enrollment.id:
        # This contact has had, or is about to get, this very step through another run.
        why = f"the step {known.step} went to them in another run"
        enrolling.end(session, enrollment, EnrollmentEvent.STOPPED, why=why, now=now)
        return False
    if known.state is not OutboundState.WITHDRAWN:
        return False
    known.state = moved(known.state, OutboundEvent.PLANNED_AGAIN)
    known.due_at = now
    # Nothing of it was transmitted, so it begins anew: a date of weeks ago, or tries of then, would be held against it.
    known.raw, known.attempts, known.first_attempt_at = None, 0, None
    session.add(known)
    return True
