"""The gates that a run shares with others: limits, what mailboxes may do, and whether anything is sent at all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of
from outreach.prospects.model import Contact
from outreach.reporting.campaign.gate import Gate, shown
from outreach.reporting.campaign.gates_of_run import mail_of
from outreach.sending import capacity, mailboxes
from outreach.sending.by_hand import human_sent
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.limits import DAY
from outreach.sending.model import MailboxStatus, OutboundMessage
from outreach.sending.next_moment import room_frees_at
from outreach.sending.room import openings_of
from outreach.sequences.model import Campaign, Enrollment, Task

#: The gate that `live = false` shuts.
LIVE = "live"


def limit_gates(
    session: Session,
    contact: Contact,
    run: Enrollment,
    campaign: Campaign,
    rules: SendingRules,
    now: datetime,
    *,
    waiting: int,
) -> Iterator[Gate]:
    """`waiting` replies wait for a person: first mails to new people slow down with it."""
    mail = mail_of(session, run)
    # What is in the outbox has passed these, and counts in them.
    is_new = run.mailbox is None and run.started_at is None and run.tag is None and mail is None
    share = capacity.share_of_openings(waiting, rules.people, rules.replies_per_person)
    if is_new:
        yield from _of_capacity(rules, waiting, share)
        yield from _of_new_people(session, campaign, now, share)
    yield from _of_domain(session, contact, rules, now)
    yield Gate(LIVE, rules.live, "live = true" if rules.live else "live = false in the configuration")
    names = [run.mailbox] if run.mailbox else [mail.mailbox] if mail is not None else campaign.mailboxes
    yield from _of_likeliest(session, names, rules, now, share if is_new else None)


def _of_capacity(rules: SendingRules, waiting: int, share: float) -> Iterator[Gate]:
    if rules.replies_per_person > 0:
        yield Gate("replies", share > 0, capacity.explain(waiting, rules.people, rules.replies_per_person))


def _of_new_people(session: Session, campaign: Campaign, now: datetime, share: float) -> Iterator[Gate]:
    """How many new people the campaign may write to in a day."""
    if campaign.per_day is None or share <= 0:
        return
    used, limit = openings_of(session, campaign, now), capacity.openings_allowed(campaign.per_day, share)
    oldest = [
        session.exec(
            select(sa.func.min(OutboundMessage.in_flight_at)).where(
                OutboundMessage.campaign_id == campaign.id,
                col(OutboundMessage.opening).is_(True),
                col(OutboundMessage.in_flight_at) > now - DAY,
            )
        ).one(),
        session.exec(
            select(sa.func.min(Task.created_at))
            .join(Enrollment, col(Enrollment.id) == col(Task.enrollment_id))
            .where(
                Enrollment.campaign_id == campaign.id,
                Task.step_index == 0,
                col(Task.created_at) > now - DAY,
            )
        ).one(),
    ]
    says = f"{campaign.name}: {used} of {limit} new people in 24 hours"
    yield Gate("new people", used < limit, says, _day_after(oldest, now))


def _of_domain(session: Session, contact: Contact, rules: SendingRules, now: datetime) -> Iterator[Gate]:
    domain = domain_of(contact.address)
    limit = rules.domain_allowance(domain)
    if limit is None:
        return
    used = mailboxes.sent_to(session, {domain}, now)[domain]
    frees_at = mailboxes.domain_frees_at(session, domain, now) if used >= limit else now
    yield Gate("domain", used < limit, f"{domain}: {used} of {limit} mails in 24 hours", frees_at)


def _of_likeliest(
    session: Session, names: Sequence[str], rules: SendingRules, now: datetime, share: float | None
) -> list[Gate]:
    """Of several mailboxes, the one that is open first, or has most room."""
    by_mailbox = [_of_mailbox(session, name, rules, now, share) for name in names]
    return min(by_mailbox, key=lambda gates: _opens(gates, now), default=[])


def _opens(gates: list[Gate], now: datetime) -> tuple[bool, datetime]:
    shut = [gate.opens_at for gate in gates if not gate.is_open]
    return None in shut, max([now, *(moment for moment in shut if moment is not None)])


def _of_mailbox(
    session: Session, name: str, rules: SendingRules, now: datetime, share: float | None
) -> list[Gate]:
    mailbox = rules.mailboxes.get(name)
    if mailbox is None:
        return [Gate("mailbox", False, f"the configuration has no mailbox {name}")]
    status = mailboxes.status_of(session, name)
    says = "not paused" if status.paused_at is None else status.paused_why or "paused by a person"
    return [
        Gate("mailbox", status.paused_at is None, f"{name}: {says}"),
        *_of_reading(mailbox, status, now),
        _of_limit(session, mailbox, status, now),
        *_of_openings(session, mailbox, status, now, share),
        *_rests(name, "quota", status.closed_until, now),
        *_rests(name, "gap", status.next_send_at, now),
    ]


def _of_reading(mailbox: SendingMailbox, status: MailboxStatus, now: datetime) -> list[Gate]:
    """A mailbox sends only while its replies are read; the daemon's next look into it opens this gate."""
    if not mailbox.is_read:
        return []
    since = "never read" if status.read_at is None else f"read at {shown(status.read_at)}"
    return [Gate("reading", mailboxes.read_lately(status, mailbox, now), f"{mailbox.name}: {since}", now)]


def _of_limit(session: Session, mailbox: SendingMailbox, status: MailboxStatus, now: datetime) -> Gate:
    used, limit = mailboxes.spent(session, mailbox.name, now), mailboxes.allowed(status, mailbox, now)
    by_hand = human_sent(session, mailbox.name, now)
    says = f"{mailbox.name}: {used} of {limit} in 24 hours"
    says += f", {by_hand} of them by hand" if by_hand else ""
    if limit < mailbox.per_day:
        says += (
            f"; its ramp has come to {limit} of {mailbox.per_day} after {status.sending_days} sending days"
        )
    return Gate("limit", used < limit, says, room_frees_at(session, mailbox, status, now))


def _of_openings(
    session: Session, mailbox: SendingMailbox, status: MailboxStatus, now: datetime, share: float | None
) -> list[Gate]:
    """First mails to new people, where the mailbox has a limit of its own for them or replies slow them down."""
    if share is None or share <= 0 or (mailbox.new_per_day is None and share >= 1):
        return []
    allowed = mailboxes.allowed(status, mailbox, now)
    whole = allowed if mailbox.new_per_day is None else mailbox.new_per_day
    limit = capacity.openings_allowed(whole, share)
    used, oldest = session.exec(
        select(sa.func.count(), sa.func.min(OutboundMessage.in_flight_at)).where(
            OutboundMessage.mailbox == mailbox.name,
            col(OutboundMessage.opening).is_(True),
            col(OutboundMessage.in_flight_at) > now - DAY,
        )
    ).one()
    says = f"{mailbox.name}: {used} of {limit} new people in 24 hours"
    # A limit of none is for a mailbox that only follows up, until a person changes that.
    opens_at = min(_day_after([oldest], now), room_frees_at(session, mailbox, status, now)) if whole else None
    return [Gate("new people", used < limit, says, opens_at)]


def _rests(mailbox: str, name: str, until: datetime | None, now: datetime) -> list[Gate]:
    if until is None or until <= now:
        return []
    return [Gate(name, False, f"{mailbox}: until {shown(until)}", until)]


def _day_after(oldest: Sequence[Any], now: datetime) -> datetime:
    """When the first of these moments is a day ago; now where there is none, and only a queue is in the way."""
    return min((moment + DAY for moment in oldest if moment is not None), default=now)
