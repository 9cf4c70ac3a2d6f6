"""What the daemon would send at this moment if the configuration said so, and otherwise when the next mail comes."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.database.columns import UtcDateTime
from outreach.prospects.model import Contact
from outreach.reporting.campaign.gate import Gate
from outreach.reporting.campaign.gates import LIVE, Explained, explain
from outreach.sending import candidates, conversation, mailboxes
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import versions
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentState

#: Of each mailbox; the rest is counted.
MOST = 50


@dataclass(frozen=True, slots=True)
class WouldSend:
    """`mailbox`, `campaign` and `step` are names."""

    outbound_id: int
    recipient: str
    subject: str
    mailbox: str
    campaign: str
    step: str


@dataclass(frozen=True, slots=True)
class Next:
    """The mail that comes next, if nothing intervenes. `at` is None where a person has to do something first."""

    recipient: str
    campaign: str
    step: str
    at: datetime | None
    #: The recipient's own clock.
    zone: tzinfo
    #: What is in the way until then.
    shut: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`waiting`: runs that are due and wait for room under the limits. `following` only where nothing is due now."""

    would_send: tuple[WouldSend, ...] = ()
    more: int = 0
    waiting: int = 0
    following: Next | None = None


def rehearsal(session: Session, rules: SendingRules, now: datetime) -> Rehearsal:
    """Read it off the queue, as the senders read it. The unit of work is rolled back: nothing is changed by looking."""
    try:
        found = _due_now(session, rules, now)
        more = max(_queued_now(session, now) - len(found), 0)
        waiting = int(session.execute(_WAITING, {"now": now}).scalar_one())
        following = None if found else _following(session, rules, now)
        return Rehearsal(tuple(found), more, waiting, following)
    finally:
        session.rollback()


def _due_now(session: Session, rules: SendingRules, now: datetime) -> list[WouldSend]:
    names = {row.id: row.name for row in session.execute(_NAMES)}
    found = []
    for name, mailbox in rules.mailboxes.items():
        status = mailboxes.status_of(session, name)
        if status.paused_at is not None or (status.closed_until is not None and status.closed_until > now):
            continue
        answers = [
            (mail, mail.subject) for mail, _ in conversation.ready(session, mailbox, now, at_most=MOST)
        ]
        ready = candidates.ready(session, candidates.QUEUED, rules, mailbox, now, at_most=MOST)
        steps = [
            (each.mail, each.mail.subject if written is None else written.subject) for each, written in ready
        ]
        found += [
            WouldSend(
                mail.id or 0, mail.recipient, subject, name, names[mail.campaign_id], mail.step or "answer"
            )
            for mail, subject in answers + steps
        ]
    return found


def _queued_now(session: Session, now: datetime) -> int:
    return int(session.execute(_QUEUED, {"now": now}).scalar_one())


def _following(session: Session, rules: SendingRules, now: datetime) -> Next | None:
    """Of what is due and waits, and of what comes due, that which may go first."""
    runs = {run for each in _FIRST for run in session.execute(each, {"now": now}).scalars()}
    coming = [found for run in sorted(runs) if (found := _explained(session, run, rules, now)) is not None]
    return min(coming, key=lambda each: (each.at is None, each.at or now), default=None)


def _explained(session: Session, run_id: int, rules: SendingRules, now: datetime) -> Next | None:
    run = session.get_one(Enrollment, run_id)
    contact = session.get_one(Contact, run.contact_id)
    campaign = session.get_one(Campaign, run.campaign_id)
    explained: Explained | None = next(
        (
            each
            for each in explain(session, contact.address, rules, now)
            if (each.campaign, each.sequence) == (campaign.name, run.sequence)
        ),
        None,
    )
    if explained is None or explained.next_step is None:
        return None
    shut = tuple(gate for gate in explained.gates if not gate.is_open and gate.name != LIVE)
    zone = rules.timing.zone(versions.definition_of(session, run.sequence_version_id), contact)
    return Next(contact.address, explained.campaign, explained.next_step, explained.next_at, zone, shut)


_NOW = sa.bindparam("now", type_=UtcDateTime())
_NAMES = sa.select(col(Campaign.id), col(Campaign.name))
_RUNNING = sa.select(col(Campaign.id)).where(col(Campaign.state) == CampaignState.RUNNING)
_ACTIVE = (
    col(Enrollment.state) == EnrollmentState.ACTIVE,
    col(Enrollment.campaign_id).in_(_RUNNING),
)
_WAITING = select(sa.func.count()).where(*_ACTIVE, col(Enrollment.due_at) <= _NOW)
_IN_QUEUE = (
    col(OutboundMessage.state) == OutboundState.QUEUED,
    col(OutboundMessage.campaign_id).in_(_RUNNING),
)
_QUEUED = select(sa.func.count()).where(*_IN_QUEUE, col(OutboundMessage.due_at) <= _NOW)
#: The run that has been due for longest, the one that comes due next, and those of the queue that come next.
_FIRST = (
    sa.select(col(Enrollment.id))
    .where(*_ACTIVE, col(Enrollment.due_at) <= _NOW)
    .order_by(col(Enrollment.due_at), col(Enrollment.id))
    .limit(1),
    sa.select(col(Enrollment.id))
    .where(*_ACTIVE, col(Enrollment.due_at) > _NOW)
    .order_by(col(Enrollment.due_at), col(Enrollment.id))
    .limit(1),
    sa.select(col(OutboundMessage.enrollment_id))
    .where(*_IN_QUEUE)
    .order_by(col(OutboundMessage.due_at), col(OutboundMessage.id))
    .limit(1),
)
