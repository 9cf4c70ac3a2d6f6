"""The next moment at which something can happen by itself, for whoever jumps from one to the next.

A daemon looks every few seconds and needs no such thing. A forecast, and a test with a clock of its own, turn at
these moments only, and find what a daemon would find that looks all the time.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.columns import UtcDateTime
from outreach.sending import outbox
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.limits import DAY
from outreach.sending.model import OutboundMessage, OutboundState, SeenInSent
from outreach.sending.planning import next_due_at
from outreach.sequences.campaigns import running
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentState, Task

#: What a turn has left in the queue though it might go is looked at again after this, as a daemon does.
LOOK_AGAIN = timedelta(seconds=2)

#: Windows open and close at such moments in every zone there is; a daemon notes at once that one has closed.
_QUARTER = timedelta(minutes=15)


def next_moment(session: Session, rules: SendingRules, now: datetime) -> datetime | None:
    """The first moment after `now` at which a turn may find something to do; None where it never will by itself.

    Ask when all that could be done `now` was done: what is still due then waits for room, and room comes when a
    mailbox has rested, when mails become a day old, and with the days of its ramp.
    """
    moments = {
        next_due_at(session, now),
        *_queues_move(session, rules, now),
        *_room_comes(session, rules, now),
    }
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _queues_move(session: Session, rules: SendingRules, now: datetime) -> Iterator[datetime | None]:
    """When the mailboxes that have something due in their queues may send again."""
    names = [name for name in rules.mailboxes if _any(session, _QUEUED, mailbox=name, now=now)]
    spent = outbox.spent_by(session, set(names), now)
    for name, status in outbox.statuses(session, names).items():
        mailbox = rules.mailbox(name)
        rests = [
            each for each in (status.closed_until, status.next_send_at) if each is not None and each > now
        ]
        if status.paused_at is not None:
            continue
        if rests:
            yield max(rests)
        elif spent[name] >= outbox.allowed(status, mailbox, now):
            yield from _frees(session, mailbox, now)
        elif outbox.read_lately(status, mailbox, now):
            yield now + LOOK_AGAIN


def _room_comes(session: Session, rules: SendingRules, now: datetime) -> Iterator[datetime | None]:
    """When there may be room for a step that is due and has found none."""
    statuses = outbox.statuses(session, rules.mailboxes)
    open_ones = [name for name, status in statuses.items() if status.paused_at is None]
    waited_for = {name for name in open_ones if _any(session, _DUE_FROM, mailbox=name, now=now)}
    if waited_for:
        # Follow-ups are looked at without room too, and moved when the recipient's hours have closed on them.
        yield _next_quarter(now)
    for campaign in running(session):
        if _any(session, _DUE_OPENING, campaign=campaign.id, now=now):
            waited_for.update(set(campaign.mailboxes) & set(open_ones))
            yield _day_old(session, _OPENED_BY, now, campaign=campaign.id)
            yield _day_old(session, _TASK_OF, now, campaign=campaign.id)
    for name in sorted(waited_for):
        yield statuses[name].closed_until
        yield from _frees(session, rules.mailbox(name), now)


def _frees(session: Session, mailbox: SendingMailbox, now: datetime) -> Iterator[datetime | None]:
    """When a mail of the mailbox's rolling day becomes older than that, and when its ramp goes on."""
    yield _day_old(session, _SENT_FROM, now, mailbox=mailbox.name)
    yield _day_old(session, _BY_HAND_FROM, now, mailbox=mailbox.name)
    yield _next_midnight(mailbox, now)


def _next_midnight(mailbox: SendingMailbox, now: datetime) -> datetime:
    """When the next day begins where the mailbox is."""
    zone = ZoneInfo(mailbox.zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone).astimezone(now.tzinfo)


def _next_quarter(now: datetime) -> datetime:
    begun = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    return begun + _QUARTER


def _any(session: Session, statement: sa.Select[int], **asked: object) -> bool:
    return session.connection().execute(statement, asked).first() is not None


def _day_old(
    session: Session, statement: sa.Select[datetime], now: datetime, **asked: object
) -> datetime | None:
    """When the oldest of what still counts stops to count."""
    oldest: datetime | None = session.connection().execute(statement, asked | {"since": now - DAY}).scalar()
    return None if oldest is None else oldest + DAY


# Asked at every moment of a forecast, so made once and kept cheap.
_NOW = sa.bindparam("now", type_=UtcDateTime())
_SINCE = sa.bindparam("since", type_=UtcDateTime())
_ONE = sa.select(sa.literal(1)).limit(1)
_QUEUED = _ONE.join_from(
    OutboundMessage, Campaign, col(Campaign.id) == col(OutboundMessage.campaign_id)
).where(
    col(OutboundMessage.state) == OutboundState.QUEUED,
    col(OutboundMessage.mailbox) == sa.bindparam("mailbox"),
    col(OutboundMessage.due_at) <= _NOW,
    col(Campaign.state) == CampaignState.RUNNING,
)
_DUE = _ONE.where(col(Enrollment.state) == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= _NOW)
_DUE_FROM = _DUE.join_from(Enrollment, Campaign, col(Campaign.id) == col(Enrollment.campaign_id)).where(
    col(Enrollment.mailbox) == sa.bindparam("mailbox"), col(Campaign.state) == CampaignState.RUNNING
)
_DUE_OPENING = _DUE.where(
    col(Enrollment.mailbox).is_(None), col(Enrollment.campaign_id) == sa.bindparam("campaign")
)
_SENT_FROM = sa.select(sa.func.min(col(OutboundMessage.in_flight_at))).where(
    col(OutboundMessage.mailbox) == sa.bindparam("mailbox"), col(OutboundMessage.in_flight_at) > _SINCE
)
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
