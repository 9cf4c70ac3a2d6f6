"""People's answers in the outbox: which of them may go at this moment, and what keeps the others.

An answer is no cold mail. It heeds what stops its mailbox and what forbids its recipient; campaign, run, window and the
limits of cold mail have no say. It still counts among the mails of its mailbox.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.database.columns import UtcDateTime
from outreach.database.events import record
from outreach.database.statements import among
from outreach.prospects.account_policy import POLICY, MailKind
from outreach.prospects.model import Account, AccountStatus, Contact
from outreach.prospects.suppressing import suppressions_of
from outreach.sending import mailboxes, outbox
from outreach.sending.identity import SendingMailbox
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sequences.model import Hold, HoldReason

#: Mails of any kind in a rolling day, up to which answers go: what the smallest of the usual providers take from a
#: mailbox (Gmail, Yandex). The limits of cold mail lie far below.
_MOST_A_DAY = 500

#: An answer that could not go for so long is taken back: nobody wants it to arrive a week later, unseen.
GOES_WITHIN = timedelta(hours=72)

#: Queued answers looked at: one that has to wait must not keep those behind it.
_LOOK_AHEAD = 50

#: To which accounts an answer may go, made once for the commit point.
ANSWERED_STATUSES = tuple(status for status in AccountStatus if POLICY[status][MailKind.ANSWER].goes)


def most_a_day(mailbox: SendingMailbox) -> int:
    """Up to how many mails of any kind in a rolling day answers still go from the mailbox."""
    return max(_MOST_A_DAY, mailbox.per_day)


def may_be_answered(status: AccountStatus) -> bool:
    """Whether a person may answer somebody at an account with this status."""
    return status in ANSWERED_STATUSES


def ready(
    session: Session, mailbox: SendingMailbox, now: datetime, *, at_most: int, unrehearsed: bool = False
) -> list[tuple[OutboundMessage, Contact]]:
    """The queued answers that may go from the mailbox now, oldest first. Those that never may are taken back."""
    asked = {"mailbox": mailbox.name, "now": now, "looked_at": _LOOK_AHEAD}
    if session.connection().execute(_ANY, {"mailbox": mailbox.name}).first() is None:
        # Nearly always, and asked before every claim: to hear it must not cost much.
        return []
    rows = session.execute(_NOT_REHEARSED if unrehearsed else _QUEUED, asked).all()
    if not rows or any(obstacles(session, mailbox, now)):
        return []
    noes = suppressions_of(
        session, {address for mail, contact, _ in rows for address in (mail.recipient, contact.address)}
    )
    open_ones: list[tuple[OutboundMessage, Contact]] = []
    for mail, contact, account in rows:
        no = noes.get(mail.recipient) or noes.get(contact.address)
        why = _why_never(mail, account, None if no is None else no.value, now)
        if why is not None:
            withdraw(session, mail, why, now)
        elif len(open_ones) < at_most and not _is_unread(session, mail):
            open_ones.append((mail, contact))
    return open_ones


def with_answers(session: Session, mailboxes: Sequence[str]) -> set[str]:
    """Those of these mailboxes in whose queue an answer waits."""
    return set(session.connection().execute(_ANY_FROM, {"mailboxes": list(mailboxes)}).scalars())


def obstacles(session: Session, mailbox: SendingMailbox, now: datetime) -> Iterator[str]:
    """What keeps the mailbox from sending an answer at this moment; nothing, where nothing does."""
    status = mailboxes.status_of(session, mailbox.name)
    if status.paused_at is not None:
        yield f"the mailbox {mailbox.name} is paused: {status.paused_why}"
    if status.closed_until is not None and status.closed_until > now:
        yield f"the mailbox {mailbox.name} is closed until {status.closed_until:%Y-%m-%d %H:%M} UTC"
    if not mailboxes.read_lately(status, mailbox, now):
        yield f"the mailbox {mailbox.name} has not been read lately: a no might lie in it"
    if status.next_send_at is not None and status.next_send_at > now:
        yield f"the mailbox {mailbox.name} rests until {status.next_send_at:%H:%M:%S} UTC"
    if mailboxes.spent(session, mailbox.name, now) >= most_a_day(mailbox):
        yield f"{most_a_day(mailbox)} mails went out of the mailbox {mailbox.name} within a day"


def withdraw(
    session: Session, mail: OutboundMessage, why: str, now: datetime, *, actor: str = "daemon"
) -> None:
    """Take a queued answer back, and say why."""
    assert mail.id is not None
    mail.answer_text = why
    session.add(mail)
    session.flush()
    outbox.withdraw(session, [mail.id])
    session.expire(mail)
    note(session, Happened.ANSWER_WITHDRAWN, mail, now, actor=actor, why=why)


def note(
    session: Session, kind: Happened, mail: OutboundMessage, now: datetime, *, actor: str, **details: Any
) -> None:
    """Write down what happened to an answer."""
    record(
        session,
        kind,
        now,
        campaign_id=mail.campaign_id,
        enrollment_id=mail.enrollment_id,
        account_id=mail.account_id,
        contact_id=mail.contact_id,
        outbound_id=mail.id,
        inbound_id=mail.answers_inbound_id,
        mailbox=mail.mailbox,
        actor=actor,
        **details,
    )


def wanted(row: sa.FromClause) -> Any:
    """The commit point's question about an answer: its account may be answered, and nothing of theirs lies unread."""
    account = (
        sa.select(sa.literal(1))
        .select_from(Account)
        .where(
            col(Account.id) == row.c.account_id,
            # Not a list: SQLAlchemy would write the statement anew at every execution.
            sa.or_(*(col(Account.status) == status for status in ANSWERED_STATUSES)),
        )
        .correlate(row)
        .exists()
    )
    return sa.and_(row.c.kind == sa.literal_column(f"'{OutboundKind.ANSWER.value}'"), account, ~_unread(row))


def _why_never(mail: OutboundMessage, account: Account, no: str | None, now: datetime) -> str | None:
    if no is not None:
        return f"they are suppressed: {no}"
    if not may_be_answered(account.status):
        return f"account is {account.status.value}"
    if mail.created_at < now - GOES_WITHIN and mail.first_attempt_at is None:
        return f"it could not go for {GOES_WITHIN // timedelta(hours=1)} hours: write it again if it is still wanted"
    return None


def _is_unread(session: Session, mail: OutboundMessage) -> bool:
    """Whether they have written once more meanwhile: it may be a no, and is understood first (invariant 3)."""
    return bool(session.execute(_UNREAD, {"mail": mail.id}).first())


def _unread(row: sa.FromClause) -> Any:
    whose = sa.or_(
        col(Hold.contact_id) == row.c.contact_id,
        col(Hold.account_id) == row.c.account_id,
    )
    return (
        sa.select(sa.literal(1))
        .select_from(Hold)
        .where(whose, col(Hold.reason) == HoldReason.UNREAD_REPLY)
        .correlate(row)
        .exists()
    )


_ROW = OutboundMessage.__table__  # type: ignore[attr-defined]
_UNREAD = sa.select(_ROW.c.id).where(_ROW.c.id == sa.bindparam("mail"), _unread(_ROW))
_ANY = (
    sa.select(_ROW.c.id)
    .where(
        _ROW.c.answers_inbound_id.is_not(None),
        _ROW.c.mailbox == sa.bindparam("mailbox"),
        _ROW.c.state == outbox.word(OutboundState.QUEUED),
    )
    .limit(1)
)
_ANY_FROM = (
    sa.select(_ROW.c.mailbox)
    .where(
        _ROW.c.answers_inbound_id.is_not(None),
        among(_ROW.c.mailbox, "mailboxes"),
        _ROW.c.state == outbox.word(OutboundState.QUEUED),
    )
    .distinct()
)
_QUEUED = (
    sa.select(OutboundMessage, Contact, Account)
    .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
    .join(Account, col(Account.id) == col(OutboundMessage.account_id))
    .where(
        # What the partial index of answers is by.
        col(OutboundMessage.answers_inbound_id).is_not(None),
        col(OutboundMessage.mailbox) == sa.bindparam("mailbox"),
        col(OutboundMessage.state) == OutboundState.QUEUED,
        col(OutboundMessage.due_at) <= sa.bindparam("now", type_=UtcDateTime()),
    )
    .order_by(col(OutboundMessage.due_at), col(OutboundMessage.id))
    .limit(sa.bindparam("looked_at"))
    .with_for_update(skip_locked=True, of=OutboundMessage)
)
_NOT_REHEARSED = _QUEUED.where(col(OutboundMessage.rehearsed_at).is_(None))
