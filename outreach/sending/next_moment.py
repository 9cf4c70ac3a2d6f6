"""The next moment at which something can happen by itself, for whoever jumps from one to the next.

A daemon looks every few seconds and needs no such thing. A forecast, and a test with a clock of its own, turn at
these moments only, and find what a daemon would find that looks all the time.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.columns import UtcDateTime
from outreach.database.statements import among
from outreach.sending import mailboxes
from outreach.sending.capacity import share_of_openings
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.limits import DAY
from outreach.sending.model import MailboxStatus, OutboundMessage, OutboundState, SeenInSent
from outreach.sending.room import Room
from outreach.sequences.definition import StepKind
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentState, Hold, Task
from outreach.sequences.versions import definition_of

#: What a turn has left in the queue though it might go is looked at again after this, as a daemon does.
LOOK_AGAIN = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits in a mailbox's queue, of campaigns that run, and when the next of it may go; None where none may."""

    mails: int
    moves_at: datetime | None


def next_moment(session: Session, rules: SendingRules, now: datetime, *, waiting: int = 0) -> datetime | None:
    """The first moment after `now` at which a turn may find something to do; None where it never will by itself.

    Ask when all that could be done `now` was done: what is still due then waits for room. `waiting` as planning is
    told it.
    """
    moments = {
        comes_due(session, now),
        waits_for_room(session, rules, now, waiting=waiting).room_at,
        *(queue.moves_at for queue in queues(session, rules, rules.mailboxes, now).values()),
    }
    return min((moment for moment in moments if moment is not None), default=None)


@dataclass(frozen=True, slots=True)
class DueRun:
    """A run whose step has come due. `needs_room`: it is a mail; else it ends, or a person has something to do."""

    run: int
    campaign: int
    mailbox: str | None
    needs_room: bool


def came_due(session: Session, after: datetime, until: datetime) -> list[DueRun]:
    """The runs of running campaigns that came due after one moment, and until another."""
    rows = session.connection().execute(_CAME_DUE, {"after": after, "now": until}).all()
    return [
        DueRun(
            row.id, row.campaign_id, row.mailbox, _is_mail(session, row.sequence_version_id, row.next_step)
        )
        for row in rows
    ]


def _is_mail(session: Session, version: int, step_index: int) -> bool:
    steps = definition_of(session, version).steps
    return step_index < len(steps) and steps[step_index].kind is StepKind.MAIL


def holds_end(session: Session, now: datetime) -> bool:
    """Whether a hold has come to its end."""
    return session.connection().execute(_HOLD_HAS_ENDED, {"now": now}).first() is not None


def comes_due(session: Session, now: datetime) -> datetime | None:
    """When the next step comes due after `now`, or the next hold ends."""
    asked = {"now": now}
    moments = [
        session.connection().execute(statement, asked).scalar() for statement in (_RUN_DUE, _HOLD_ENDS)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def queues(session: Session, rules: SendingRules, of: Collection[str], now: datetime) -> dict[str, Queue]:
    """The queues of the mailboxes `of`; those with nothing in them are left out."""
    rows = session.connection().execute(_QUEUED, {"names": sorted(of)}).all()
    known = [row for row in rows if row.mailbox in rules.mailboxes]
    names = {row.mailbox for row in known}
    statuses, spent = mailboxes.statuses(session, names), mailboxes.spent_by(session, names, now)
    found = {}
    for name, due_at, mails in known:
        status, mailbox = statuses[name], rules.mailbox(name)
        waits_for = [due_at, status.closed_until, status.next_send_at]
        moves_at: datetime | None = max(each for each in waits_for if each is not None)
        if status.paused_at is not None or not mailboxes.read_lately(status, mailbox, now):
            moves_at = None
        elif moves_at is not None and moves_at <= now:
            is_full = spent[name] >= mailboxes.allowed(status, mailbox, now)
            moves_at = _frees(session, mailbox, status, now, _SENT_FROM) if is_full else now + LOOK_AGAIN
        found[name] = Queue(mails, moves_at)
    return found


@dataclass(frozen=True, slots=True)
class WaitsForRoom:
    """What is due and finds no room, each with when room may come: follow-ups by mailbox, first mails by campaign."""

    follow_ups: dict[str, datetime] = field(default_factory=dict)
    openings: dict[int, datetime] = field(default_factory=dict)

    @property
    def room_at(self) -> datetime | None:
        return min([*self.follow_ups.values(), *self.openings.values()], default=None)


def waits_for_room(session: Session, rules: SendingRules, now: datetime, *, waiting: int = 0) -> WaitsForRoom:
    """Room comes when mails become a day old, with the days of a ramp, and when a quota's time is over.

    `waiting` as planning is told it. What waits for a person, in a paused mailbox, is left out.
    """
    follow_ups = {str(name) for name in session.connection().execute(_DUE_FROM, {"now": now}).scalars()}
    openings = [int(row[0] or 0) for row in session.connection().execute(_DUE_OPENINGS, {"now": now})]
    if not follow_ups and not openings:
        return WaitsForRoom()
    share = share_of_openings(waiting, rules.people, rules.replies_per_person)
    comes = _Comes(session, rules, Room(session, rules, now, share=share), now)
    return WaitsForRoom(
        {name: comes.for_follow_ups(name) for name in follow_ups & comes.mailboxes},
        {each: comes.for_openings(session.get_one(Campaign, each)) for each in openings},
    )


class _Comes:
    """When room comes for steps that are due, at one moment at which there is none."""

    def __init__(self, session: Session, rules: SendingRules, room: Room, now: datetime) -> None:
        self._session = session
        self._rules = rules
        self._room = room
        self._now = now
        self._statuses = mailboxes.statuses(session, rules.mailboxes)
        self.mailboxes = rules.mailboxes.keys() - room.paused
        self._of: dict[tuple[str, bool], datetime] = {}

    def for_follow_ups(self, name: str) -> datetime:
        # They are looked at without room too, and moved when the recipient's hours have closed on them.
        return min(_next_hour(self._now), self._of_mailbox(name, is_full=True))

    def for_openings(self, campaign: Campaign) -> datetime:
        of_campaign = self._room.of_campaign(campaign)
        if of_campaign is not None and of_campaign <= 0:
            aged = _day_old(self._session, self._now, _OPENED_BY, _TASK_OF, campaign=campaign.id)
            return min([*aged, _next_midnight("UTC", self._now)])
        names = self.mailboxes & set(campaign.mailboxes)
        comes = [self._of_mailbox(name, is_full=self._room.left(name) <= 0) for name in sorted(names)]
        return min([*comes, _next_midnight("UTC", self._now)])

    def _of_mailbox(self, name: str, *, is_full: bool) -> datetime:
        if (name, is_full) not in self._of:
            closed_until = self._statuses[name].closed_until
            if closed_until is not None and closed_until > self._now:
                self._of[name, is_full] = closed_until
            else:
                sent = _SENT_FROM if is_full else _OPENED_FROM
                mailbox, status = self._rules.mailbox(name), self._statuses[name]
                self._of[name, is_full] = _frees(self._session, mailbox, status, self._now, sent)
        return self._of[name, is_full]


def room_frees_at(
    session: Session, mailbox: SendingMailbox, status: MailboxStatus, now: datetime
) -> datetime:
    """When a mailbox that has sent all it may in a day has room again, at the earliest."""
    return _frees(session, mailbox, status, now, _SENT_FROM)


def _frees(
    session: Session, mailbox: SendingMailbox, status: MailboxStatus, now: datetime, sent: sa.Select[Any]
) -> datetime:
    """When a mail of the mailbox's rolling day becomes older than that, or its ramp goes on."""
    moments = list(_day_old(session, now, sent, _BY_HAND_FROM, mailbox=mailbox.name))
    if mailboxes.allowed(status, mailbox, now) < mailbox.per_day:
        moments.append(_next_midnight(mailbox.zone, now))
    # Where nothing is to become older, what stands in the queue has taken all the room.
    return min(moments, default=now + DAY)


def _next_midnight(zone: str, now: datetime) -> datetime:
    """When the next day begins there."""
    there = ZoneInfo(zone)
    tomorrow = now.astimezone(there).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=there).astimezone(UTC)


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _day_old(
    session: Session, now: datetime, *statements: sa.Select[Any], **asked: object
) -> Iterator[datetime]:
    """When the oldest of what still counts stops to count, by each of these."""
    for statement in statements:
        oldest: datetime | None = (
            session.connection().execute(statement, asked | {"since": now - DAY}).scalar()
        )
        if oldest is not None:
            yield oldest + DAY


# Asked at every moment of a forecast, so made once and kept cheap.
_NOW = sa.bindparam("now", type_=UtcDateTime())
_SINCE = sa.bindparam("since", type_=UtcDateTime())
_RUN_DUE = sa.select(sa.func.min(col(Enrollment.due_at))).where(
    col(Enrollment.state) == EnrollmentState.ACTIVE, col(Enrollment.due_at) > _NOW
)
_HOLD_ENDS = sa.select(sa.func.min(col(Hold.until))).where(col(Hold.until) > _NOW)
_HOLD_HAS_ENDED = sa.select(col(Hold.id)).where(col(Hold.until) <= _NOW).limit(1)
_QUEUED = (
    sa.select(col(OutboundMessage.mailbox), sa.func.min(col(OutboundMessage.due_at)), sa.func.count())
    .join(Campaign, col(Campaign.id) == col(OutboundMessage.campaign_id))
    .where(
        among(col(OutboundMessage.mailbox), "names"),
        col(OutboundMessage.state) == OutboundState.QUEUED,
        col(Campaign.state) == CampaignState.RUNNING,
    )
    .group_by(col(OutboundMessage.mailbox))
)
_IS_DUE = (col(Enrollment.state) == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= _NOW)
_CAME_DUE = (
    sa.select(
        col(Enrollment.id),
        col(Enrollment.campaign_id),
        col(Enrollment.mailbox),
        col(Enrollment.sequence_version_id),
        col(Enrollment.next_step),
    )
    .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
    .where(
        *_IS_DUE,
        col(Enrollment.due_at) > sa.bindparam("after", type_=UtcDateTime()),
        col(Campaign.state) == CampaignState.RUNNING,
    )
)
_DUE_FROM = (
    sa.select(col(Enrollment.mailbox))
    .distinct()
    .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
    .where(col(Enrollment.mailbox).is_not(None), *_IS_DUE, col(Campaign.state) == CampaignState.RUNNING)
)
_DUE_OPENINGS = sa.select(col(Campaign.id)).where(
    col(Campaign.state) == CampaignState.RUNNING,
    sa.exists().where(
        col(Enrollment.campaign_id) == col(Campaign.id), col(Enrollment.mailbox).is_(None), *_IS_DUE
    ),
)
_SENT_FROM = sa.select(sa.func.min(col(OutboundMessage.in_flight_at))).where(
    col(OutboundMessage.mailbox) == sa.bindparam("mailbox"), col(OutboundMessage.in_flight_at) > _SINCE
)
_OPENED_FROM = _SENT_FROM.where(col(OutboundMessage.opening).is_(True))
_BY_HAND_FROM = sa.select(sa.func.min(col(SeenInSent.sent_at))).where(
    col(SeenInSent.mailbox) == sa.bindparam("mailbox"), col(SeenInSent.sent_at) > _SINCE
)
_OPENED_BY = sa.select(sa.func.min(col(OutboundMessage.in_flight_at))).where(
    col(OutboundMessage.campaign_id) == sa.bindparam("campaign"),
    col(OutboundMessage.opening).is_(True),
    col(OutboundMessage.in_flight_at) > _SINCE,
)
_TASK_OF = (
    sa.select(sa.func.min(col(Task.created_at)))
    .join(Enrollment, col(Enrollment.id) == col(Task.enrollment_id))
    .where(
        col(Enrollment.campaign_id) == sa.bindparam("campaign"),
        col(Task.step_index) == 0,
        col(Task.created_at) > _SINCE,
    )
)
