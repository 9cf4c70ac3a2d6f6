"""What a mailbox may do: its limits, its rests, what stops it, and what it has spent of its day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database import audit
from outreach.database.columns import UtcDateTime
from outreach.database.events import record
from outreach.database.statements import among, insert_if_absent
from outreach.sending.by_hand import human_sent_by
from outreach.sending.identity import SendingMailbox
from outreach.sending.limits import DAY, allowance
from outreach.sending.model import (
    MailboxStatus,
    OutboundMessage,
    OutboundState,
)
from outreach.sending.ramp import ramp_days, rested

#: A mailbox that could not be read for so long sends nothing.
READ_WITHIN = timedelta(hours=1)


def status_of(session: Session, mailbox: str) -> MailboxStatus:
    """The mailbox's row; where there is none yet, what it would say. Writes nothing, so reading units may ask."""
    return session.get(MailboxStatus, mailbox) or MailboxStatus(name=mailbox)


def statuses(session: Session, mailboxes: Iterable[str]) -> dict[str, MailboxStatus]:
    """The rows of these mailboxes, by name."""
    names = sorted(mailboxes)
    rows = session.execute(_STATUSES, {"names": names}).scalars()
    known = {row.name: row for row in rows}
    return {name: known.get(name) or MailboxStatus(name=name) for name in names}


def spent(session: Session, mailbox: str, now: datetime) -> int:
    """Mails of the last 24 hours that went out, or may have gone out."""
    return spent_by(session, {mailbox}, now)[mailbox]


def spent_by(session: Session, mailboxes: Set[str], now: datetime) -> Counter[str]:
    """The same for several mailboxes, with what people have sent from them by hand."""
    rows = session.connection().execute(_SPENT_BY, {"names": sorted(mailboxes), "since": now - DAY})
    return Counter(dict(rows.all())) + human_sent_by(session, mailboxes, now)


def sent_to(session: Session, domains: Set[str], now: datetime) -> Counter[str]:
    """Mails of the last 24 hours to recipients at each of these domains, from whatever mailbox."""
    if not domains:
        return Counter()
    rows = session.connection().execute(_SENT_TO, {"domains": sorted(domains), "since": now - DAY})
    return Counter(dict(rows.all()))


def allowed(status: MailboxStatus, mailbox: SendingMailbox, now: datetime) -> int:
    """The mailbox's limit for a rolling day, with its ramp."""
    today = _local_day(mailbox, now)
    # Later than today: the clock was put back. Its days were counted.
    counts_today = status.last_sent_on is not None and status.last_sent_on >= today
    before_today = max(status.sending_days - counts_today, 0)
    counts = rested(before_today, status.last_sent_on, today, ramp_days=ramp_days(mailbox))
    return allowance(mailbox, sending_days=counts)


def room(session: Session, mailbox: SendingMailbox, now: datetime) -> int:
    """How many mails the mailbox could send at this moment, as far as it is concerned.

    One that is read must have been read lately: a no that lies in it unread is a no all the same.
    """
    status = status_of(session, mailbox.name)
    if not may_send(status, mailbox, now):
        return 0
    return max(allowed(status, mailbox, now) - spent(session, mailbox.name, now), 0)


def may_send(status: MailboxStatus, mailbox: SendingMailbox, now: datetime) -> bool:
    """Whether it is neither paused, nor closed, nor at rest, and was read lately."""
    if status.paused_at is not None or not read_lately(status, mailbox, now):
        return False
    return all(until is None or until <= now for until in (status.closed_until, status.next_send_at))


def at_rest(session: Session, mailboxes: Set[str], now: datetime) -> set[str]:
    """Those of these that are paused, closed, or rest after a mail."""
    asked = {"names": sorted(mailboxes), "now": now}
    return set(session.connection().execute(_AT_REST, asked).scalars()) if mailboxes else set()


def read_lately(status: MailboxStatus, mailbox: SendingMailbox, now: datetime) -> bool:
    """Whether nothing that lies in the mailbox can be older than READ_WITHIN and still be unread."""
    if not mailbox.is_read:
        return True
    return status.read_at is not None and now - status.read_at <= READ_WITHIN


def note_read(session: Session, mailbox: str, now: datetime) -> None:
    """The mailbox was read to its end."""
    _row_of(session, mailbox).read_at = now


def note_reading_trouble(session: Session, mailbox: str, trouble: str) -> None:
    """What is wrong with reading the mailbox, and what to do about it; "" where nothing is."""
    _row_of(session, mailbox).reading_trouble = trouble[:1000]


def pause_mailbox(session: Session, mailbox: str, *, why: str, actor: str, now: datetime) -> None:
    """Stop sending from it until a person resumes it."""
    status = _row_of(session, mailbox)
    if status.paused_at is None:
        status.paused_at, status.paused_why = now, why
        record(session, Happened.MAILBOX_PAUSED, now, mailbox=mailbox, actor=actor, why=why)
        audit.note(session, Happened.MAILBOX_PAUSED.value, actor=actor, at=now, subject=f"mailbox:{mailbox}")


def close_mailbox(session: Session, mailbox: str, *, until: datetime, why: str) -> None:
    """Nothing goes out of it until then; it opens by itself."""
    status = _row_of(session, mailbox)
    status.closed_until, status.trouble = until, why


def resume_mailbox(session: Session, mailbox: str, *, actor: str, now: datetime) -> None:
    status = _row_of(session, mailbox)
    status.paused_at, status.paused_why, status.closed_until = None, "", None
    status.guarded_since = now
    record(session, Happened.MAILBOX_RESUMED, now, mailbox=mailbox, actor=actor)
    audit.note(session, Happened.MAILBOX_RESUMED.value, actor=actor, at=now, subject=f"mailbox:{mailbox}")


def _row_of(session: Session, mailbox: str) -> MailboxStatus:
    """The mailbox's row, made where there is none, and locked where the database has several writers."""
    status = session.get(MailboxStatus, mailbox, with_for_update=True, populate_existing=True)
    if status is not None:
        return status
    insert_row(session, mailbox)
    return session.get_one(MailboxStatus, mailbox, with_for_update=True, populate_existing=True)


def insert_row(session: Session, mailbox: str) -> None:
    insert_if_absent(session, MailboxStatus, name=mailbox, paused_why="", trouble="", sending_days=0)


def _row_if_free(session: Session, mailbox: str) -> MailboxStatus | None:
    """The mailbox's row, locked; None while another daemon claims a mail from it: it is left alone."""
    if session.get(MailboxStatus, mailbox) is None:
        insert_row(session, mailbox)
    # As it is now: what was read of it before may be older than what that one has just written.
    return session.get(MailboxStatus, mailbox, with_for_update={"skip_locked": True}, populate_existing=True)


def openings_from(session: Session, mailbox: str, now: datetime) -> int:
    """First mails to new people of the last 24 hours, those that are claimed included."""
    openings = select(sa.func.count()).where(
        OutboundMessage.mailbox == mailbox, col(OutboundMessage.opening).is_(True)
    )
    # Two questions, each of which an index answers.
    went = session.exec(openings.where(col(OutboundMessage.in_flight_at) > now - DAY)).one()
    claimed = session.exec(openings.where(OutboundMessage.state == OutboundState.CLAIMED)).one()
    return int(went) + int(claimed)


def opening_frees_at(session: Session, mailbox: str, now: datetime) -> datetime:
    """When the first of these is a day old; soon, where none has gone out yet."""
    oldest = session.exec(
        select(sa.func.min(OutboundMessage.in_flight_at)).where(
            OutboundMessage.mailbox == mailbox,
            col(OutboundMessage.opening).is_(True),
            col(OutboundMessage.in_flight_at) > now - DAY,
        )
    ).one()
    return now + timedelta(minutes=10) if oldest is None else oldest + DAY


def domain_frees_at(session: Session, domain: str, now: datetime) -> datetime:
    """When the first of the domain's mails of the last 24 hours is a day old."""
    oldest = session.exec(
        select(sa.func.min(OutboundMessage.in_flight_at)).where(
            OutboundMessage.recipient_domain == domain, col(OutboundMessage.in_flight_at) > now - DAY
        )
    ).one()
    return now + DAY if oldest is None else oldest + DAY


# In one order, and past those from which another daemon claims.
_FREE = (
    sa.select(MailboxStatus)
    .where(among(col(MailboxStatus.name), "names"))
    .order_by(col(MailboxStatus.name))
    .with_for_update(skip_locked=True)
    .execution_options(populate_existing=True)
)
_NOW = sa.bindparam("now", type_=UtcDateTime())
_AT_REST = sa.select(col(MailboxStatus.name)).where(
    among(col(MailboxStatus.name), "names"),
    sa.or_(
        col(MailboxStatus.paused_at).is_not(None),
        col(MailboxStatus.closed_until) > _NOW,
        col(MailboxStatus.next_send_at) > _NOW,
    ),
)
_STATUSES = sa.select(MailboxStatus).where(among(col(MailboxStatus.name), "names"))
# What was refused or put back has no `in_flight_at`, so that these need no state and read the index alone.
_SINCE = sa.bindparam("since", type_=UtcDateTime())
_SPENT_BY = (
    sa.select(col(OutboundMessage.mailbox), sa.func.count())
    .where(
        among(col(OutboundMessage.mailbox), "names"),
        col(OutboundMessage.in_flight_at) > _SINCE,
    )
    .group_by(col(OutboundMessage.mailbox))
)
_SENT_TO = (
    sa.select(col(OutboundMessage.recipient_domain), sa.func.count())
    .where(
        among(col(OutboundMessage.recipient_domain), "domains"),
        col(OutboundMessage.in_flight_at) > _SINCE,
    )
    .group_by(col(OutboundMessage.recipient_domain))
)


def rest_mailbox(session: Session, mailbox: str, now: datetime, until: datetime) -> bool:
    """Let a mailbox that is about to claim rest until then, whatever comes of it: a refusal is as loud as a mail.

    False while another daemon claims from it, or has done so a moment ago.
    """
    status = _row_if_free(session, mailbox)
    if status is None or (status.next_send_at is not None and status.next_send_at > now):
        return False
    status.next_send_at = until
    session.flush()
    return True


def rest_mailboxes(session: Session, until: Mapping[str, datetime], now: datetime) -> set[str]:
    """The same for several, each until its own moment; those that may claim."""
    for name in sorted(until):
        if session.get(MailboxStatus, name) is None:
            insert_row(session, name)
    rows = session.execute(_FREE, {"names": sorted(until)}).scalars().all()
    free = [row for row in rows if row.next_send_at is None or row.next_send_at <= now]
    for status in free:
        status.next_send_at = until[status.name]
    session.flush()
    return {status.name for status in free}


def count_sending_days(session: Session, mailboxes: Iterable[SendingMailbox], now: datetime) -> None:
    """These mailboxes have sent today, each in its own zone."""
    known = {mailbox.name: mailbox for mailbox in mailboxes}
    rows = session.connection().execute(_LAST_DAYS, {"names": sorted(known)}).all()
    last = {row.name: row.last_sent_on for row in rows}
    for name, mailbox in sorted(known.items()):
        today = _local_day(mailbox, now)
        if (last.get(name) or date.min) >= today:
            continue
        status = _row_of(session, name)
        if (status.last_sent_on or date.min) >= today:
            # Another daemon, whom we have just waited for, has counted it.
            continue
        # What a rest has taken from the ramp is gone, or the next day would give it back.
        before = rested(status.sending_days, status.last_sent_on, today, ramp_days=ramp_days(mailbox))
        status.last_sent_on, status.sending_days = today, before + 1


_LAST_DAYS = sa.select(col(MailboxStatus.name), col(MailboxStatus.last_sent_on)).where(
    among(col(MailboxStatus.name), "names")
)


def _local_day(mailbox: SendingMailbox, now: datetime) -> date:
    return now.astimezone(ZoneInfo(mailbox.zone)).date()
