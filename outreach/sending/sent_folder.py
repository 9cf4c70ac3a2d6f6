"""The Sent folder as a witness: what it says of our mails, and what this database knows nothing of.

A mail in it went out, whatever the database believes. One of ours that the database never sent means that the
database is older than the mailbox: a backup was restored, or a copy of it sends elsewhere. Then every mailbox is
paused until a person resumes it, and what has gone out is written down, so that it does not go out again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of
from outreach.core.events import Happened
from outreach.database.columns import Word
from outreach.database.events import Event
from outreach.database.statements import each_of
from outreach.database.workspace import workspace_key
from outreach.prospects.model import Contact
from outreach.sending import by_hand, mailboxes
from outreach.sending.identity import SendingRules
from outreach.sending.message_ids import OurMessageId, may_be_to, recognise
from outreach.sending.model import (
    OUTBOUND_TRANSITIONS,
    OutboundEvent,
    OutboundKind,
    OutboundMessage,
    OutboundState,
)
from outreach.sending.outbox import Settled
from outreach.sending.service import settle_as_sent
from outreach.sequences.model import Enrollment
from outreach.sequences.versions import definition_of

_AT_ONCE = 50

#: What nobody but somebody else could have sent: as far as this database knows, it never left.
_NEVER_LEFT = tuple(state for state, event in OUTBOUND_TRANSITIONS if event is OutboundEvent.ALREADY_OUT)


@dataclass(frozen=True, slots=True)
class SeenMail:
    """A mail as its copy in a Sent folder tells it."""

    #: As it lies there; made up where it has none.
    message_id: str
    #: The Message-ID that we would have given it, where it bears the marks of a mail of ours.
    own_id: str | None
    #: The addresses in To, in lower case.
    recipients: frozenset[str]
    sent_at: datetime
    subject: str = ""


@dataclass(slots=True)
class Noted:
    """What a look has brought: doubtful mails settled, mails by hand, and ours that this database never sent."""

    settled: int = 0
    by_hand: int = 0
    unknown: int = 0
    #: Of the unknown ones, those that are known as sent from now on.
    adopted: int = 0


def note_seen(
    session: Session, mailbox: str, mails: Sequence[SeenMail], rules: SendingRules, *, now: datetime
) -> Noted:
    """Tell apart what lies in the mailbox's Sent folder, and draw the consequences. Doing it again changes nothing."""
    noted = Noted()
    key = workspace_key(session)
    known = _known(session, mails)
    for mail in mails:
        ours = recognise(key, mail.own_id) if mail.own_id else None
        row = _row_for(mail, ours, known)
        if row is not None and not _contradicts(row):
            noted.settled += _confirm(session, row, mail, rules, now)
        elif ours is not None:
            _note_unknown(session, mailbox, mail, ours, row, noted, rules, now)
        else:
            by_hand.note(session, mailbox, mail.message_id, sent_at=mail.sent_at, is_ours=False, now=now)
            noted.by_hand += 1
    by_hand.forget_old(session, mailbox, now)
    return noted


def _known(session: Session, mails: Sequence[SeenMail]) -> dict[str, OutboundMessage]:
    """The outbox's mails by each id that is theirs."""
    ids = {mail.message_id for mail in mails} | {mail.own_id for mail in mails if mail.own_id}
    # Two statements, so that each reads its index.
    columns = (col(OutboundMessage.provider_message_id), col(OutboundMessage.message_id))
    known: dict[str, OutboundMessage] = {}
    for column in columns:
        for row in session.exec(select(OutboundMessage).where(column.in_(ids))).all():
            known |= {each: row for each in (row.provider_message_id, row.message_id) if each}
    return known


def _row_for(
    mail: SeenMail, ours: OurMessageId | None, known: dict[str, OutboundMessage]
) -> OutboundMessage | None:
    """The outbox's mail of which this is a copy."""
    found = (known.get(each) for each in (mail.own_id, mail.message_id) if each)
    return next((row for row in found if row is not None and _is_copy(mail, ours, row)), None)


def _is_copy(mail: SeenMail, ours: OurMessageId | None, row: OutboundMessage) -> bool:
    """Whether both are to the same person: a restored database may have given an old kind of id to another mail."""
    id_tells = ours is not None and ours.recipient_hash is not None and row.message_id == mail.own_id
    return id_tells or not mail.recipients or row.recipient in mail.recipients


def _contradicts(row: OutboundMessage) -> bool:
    """Whether this database is sure that the mail never left.

    It is not where a person once said so of a doubtful one.
    """
    return row.state in _NEVER_LEFT and row.settled_by is None


def _confirm(
    session: Session, row: OutboundMessage, mail: SeenMail, rules: SendingRules, now: datetime
) -> int:
    """There is a copy of this mail; 1 where that has settled a doubt."""
    assert row.id is not None
    if row.state in _NEVER_LEFT:
        _take_as_sent(session, row, mail, rules, now)
        return 1
    row.filed_at = row.filed_at or now
    if row.message_id != mail.message_id:
        # The provider has put its own id in place of ours; answers name that one.
        row.provider_message_id = row.provider_message_id or mail.message_id
    session.add(row)
    session.flush()
    if row.state is not OutboundState.DOUBTFUL:
        return 0
    return int(settle_as_sent(session, row.id, rules, by=Settled.SENT_FOLDER.value, now=now))


# --- a database that is older than the mailbox ---------------------------------------------------------------------


def _note_unknown(
    session: Session,
    mailbox: str,
    mail: SeenMail,
    ours: OurMessageId,
    row: OutboundMessage | None,
    noted: Noted,
    rules: SendingRules,
    now: datetime,
) -> None:
    """A mail of ours that this database never sent: everything stops, and what can be known of it is written down."""
    if by_hand.is_noted(session, mailbox, mail.message_id):
        return
    noted.unknown += 1
    for name in rules.mailboxes:
        mailboxes.pause_mailbox(session, name, why=_why(mailbox, mail), actor="daemon", now=now)
    if row is not None and row.kind is OutboundKind.ANSWER:
        # Its bytes, and so its id, were made when it was written: there is nothing else that it could be.
        _take_as_sent(session, row, mail, rules, now)
        noted.adopted += 1
    elif _adopt(session, mailbox, mail, ours, rules, now):
        noted.adopted += 1
    else:
        by_hand.note(session, mailbox, mail.message_id, sent_at=mail.sent_at, is_ours=True, now=now)


def _why(mailbox: str, mail: SeenMail) -> str:
    return (
        f"this database is older than the Sent folder of {mailbox}: a mail of ours from "
        f"{mail.sent_at:%Y-%m-%d %H:%M} UTC lies there that it never sent. If a backup was restored, check "
        "`outreach outbox list` and resume each mailbox; if a copy of it still sends elsewhere, end that one first"
    )


def _adopt(
    session: Session,
    mailbox: str,
    mail: SeenMail,
    ours: OurMessageId,
    rules: SendingRules,
    now: datetime,
) -> bool:
    """Write down that the run's step went out, so that the run goes on after it.

    False where the enrollment is not here, or is by now somebody else's: nothing is known then but that it went out.
    """
    enrollment = session.get(Enrollment, ours.enrollment_id)
    if enrollment is None:
        return False
    contact = session.get_one(Contact, enrollment.contact_id)
    steps = definition_of(session, enrollment.sequence_version_id).steps
    if (
        contact.address not in mail.recipients
        or not may_be_to(workspace_key(session), ours, contact.address)
        or ours.step_index >= len(steps)
    ):
        return False
    step = steps[ours.step_index].name
    row = _row_of_step(session, enrollment, step) or _planned(
        session, mailbox, enrollment, contact, step, ours.step_index, now
    )
    if row.enrollment_id != enrollment.id or row.state not in _NEVER_LEFT:
        return False
    row.mailbox, row.recipient = mailbox, contact.address
    _take_as_sent(session, row, mail, rules, now)
    return True


def _row_of_step(session: Session, enrollment: Enrollment, step: str) -> OutboundMessage | None:
    return session.exec(
        select(OutboundMessage)
        .where(
            OutboundMessage.contact_id == enrollment.contact_id,
            OutboundMessage.sequence == enrollment.sequence,
            OutboundMessage.step == step,
        )
        .with_for_update()
    ).first()


def _planned(
    session: Session,
    mailbox: str,
    enrollment: Enrollment,
    contact: Contact,
    step: str,
    step_index: int,
    now: datetime,
) -> OutboundMessage:
    """The row that planning would have made, before the backup that was restored forgot it."""
    assert enrollment.id is not None
    row = OutboundMessage(
        enrollment_id=enrollment.id,
        campaign_id=enrollment.campaign_id,
        contact_id=enrollment.contact_id,
        account_id=enrollment.account_id,
        sequence=enrollment.sequence,
        step=step,
        step_index=step_index,
        mailbox=mailbox,
        recipient=contact.address,
        recipient_domain=domain_of(contact.address),
        opening=step_index == 0 and enrollment.tag is None,
        due_at=now,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _take_as_sent(
    session: Session, row: OutboundMessage, mail: SeenMail, rules: SendingRules, now: datetime
) -> None:
    """It never left as far as we knew, and it did: it is sent from now on, at its own time, and its run goes on."""
    assert row.id is not None
    row.state = OUTBOUND_TRANSITIONS[row.state, OutboundEvent.ALREADY_OUT]
    row.message_id = row.message_id or mail.own_id
    if mail.message_id != row.message_id:
        row.provider_message_id = mail.message_id
    row.subject = row.subject or mail.subject
    row.in_flight_at, row.filed_at = mail.sent_at, now
    session.add(row)
    if row.kind is OutboundKind.STEP:
        enrollment = session.get_one(Enrollment, row.enrollment_id)
        # Whatever came before this step has gone out too, or was passed over: the run never goes back.
        enrollment.next_step = max(enrollment.next_step, row.step_index)
        enrollment.waits_for_turn = False
        session.add(enrollment)
    session.flush()
    settle_as_sent(session, row.id, rules, by=Settled.SENT_FOLDER.value, now=now)


# --- what the folder is asked for, and given -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doubted:
    outbound_id: int
    message_id: str
    #: When it may have gone out.
    in_flight_at: datetime


@dataclass(frozen=True, slots=True)
class Unfiled:
    outbound_id: int
    message_id: str
    raw: bytes
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Awaited:
    """The mailboxes into whose Sent folder somebody should look soon."""

    #: Of their mails one is doubtful.
    doubtful: frozenset[str] = frozenset()
    #: Of their mails one has no copy there yet.
    unfiled: frozenset[str] = frozenset()


def awaited(session: Session, files_copies: Sequence[str]) -> Awaited:
    """Of all mailboxes; what is unfiled only of those named, for of others nobody files a copy."""
    connection = session.connection()
    asked = {"mailboxes": list(files_copies), "doubtful": OutboundState.DOUBTFUL}
    rows = connection.execute(_AWAITED[connection.dialect.name], asked).all()
    return Awaited(
        doubtful=frozenset(mailbox for mailbox, is_unfiled in rows if not is_unfiled),
        unfiled=frozenset(mailbox for mailbox, is_unfiled in rows if is_unfiled),
    )


_IS_UNFILED = (
    col(OutboundMessage.state) == sa.bindparam("sent", OutboundState.SENT, type_=Word(OutboundState)),
    col(OutboundMessage.filed_at).is_(None),
    # What was emptied since (a person's data was erased) cannot be filed.
    col(OutboundMessage.raw).is_not(None),
    # True of every mail: SQLite takes the index of what is unfiled for it, where it would look through all that the
    # mailbox has ever sent.
    col(OutboundMessage.id) > 0,
)


def _awaited(dialect: str) -> Any:
    is_doubtful = col(OutboundMessage.state) == sa.bindparam("doubtful", type_=Word(OutboundState))
    doubtful: Any = (
        sa.select(col(OutboundMessage.mailbox), sa.literal_column("0")).where(is_doubtful).distinct()
    )
    # One step into the index for each mailbox: what is queued is unfiled too, and there may be a million of it.
    mailbox = each_of(dialect, "mailboxes")
    of_it = col(OutboundMessage.mailbox) == mailbox.c.value, *_IS_UNFILED
    any_of_it = sa.exists().where(*of_it).correlate(mailbox)
    unfiled = sa.select(mailbox.c.value, sa.literal_column("1")).where(any_of_it)
    return sa.union_all(doubtful, unfiled)


_AWAITED = {dialect: _awaited(dialect) for dialect in ("sqlite", "postgresql")}


def doubtful_in(session: Session, mailbox: str) -> list[Doubted]:
    """The mailbox's mails of which nobody knows whether they went out."""
    rows = session.exec(
        select(OutboundMessage.id, OutboundMessage.message_id, OutboundMessage.in_flight_at).where(
            OutboundMessage.state == OutboundState.DOUBTFUL, OutboundMessage.mailbox == mailbox
        )
    ).all()
    return [
        Doubted(outbound_id, message_id, in_flight_at)
        for outbound_id, message_id, in_flight_at in rows
        if outbound_id and message_id and in_flight_at
    ]


def unfiled_in(session: Session, mailbox: str) -> list[Unfiled]:
    """Sent mails of which no copy has been seen in the Sent folder, oldest first, some at a time."""
    mails = session.exec(
        select(OutboundMessage)
        .where(
            *_IS_UNFILED,
            OutboundMessage.mailbox == mailbox,
        )
        .order_by(col(OutboundMessage.id))
        .limit(_AT_ONCE)
    ).all()
    return [
        Unfiled(mail.id, mail.message_id, mail.raw, mail.sent_at)
        for mail in mails
        if mail.id and mail.message_id and mail.raw and mail.sent_at
    ]


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many mails of a mailbox have no copy in its Sent folder yet, and when the oldest of them went out."""

    count: int
    oldest: datetime


def backlogs(session: Session, mailboxes: Sequence[str]) -> dict[str, Backlog]:
    """Of those of these mailboxes where there is one; asked of such as file copies."""
    rows = session.exec(
        select(OutboundMessage.mailbox, sa.func.count(), sa.func.min(OutboundMessage.sent_at))
        .where(
            col(OutboundMessage.mailbox).in_(mailboxes),
            col(OutboundMessage.sent_at).is_not(None),
            *_IS_UNFILED,
        )
        .group_by(OutboundMessage.mailbox)
    ).all()
    return {mailbox: Backlog(count, oldest) for mailbox, count, oldest in rows if oldest is not None}


def note_filed(session: Session, outbound_id: int, now: datetime) -> None:
    """A copy is in the Sent folder."""
    session.execute(
        sa.update(OutboundMessage).where(col(OutboundMessage.id) == outbound_id).values(filed_at=now)
    )


def newest_mail_at(session: Session, mailbox: str) -> datetime | None:
    """When the mailbox's newest mail went out, as far as this database knows."""
    return session.exec(
        select(sa.func.max(OutboundMessage.in_flight_at)).where(OutboundMessage.mailbox == mailbox)
    ).one()


def doubtful_since(session: Session, outbound_ids: Iterable[int]) -> dict[int, datetime]:
    """Since when each of these mails is doubtful: when it last became so."""
    rows = session.exec(
        select(Event.outbound_id, sa.func.max(Event.at))
        .where(Event.kind == Happened.MAIL_DOUBTFUL, col(Event.outbound_id).in_(list(outbound_ids)))
        .group_by(col(Event.outbound_id))
    ).all()
    return {outbound_id: at for outbound_id, at in rows if outbound_id is not None}


def first_mail_on(session: Session, mailbox: str) -> date | None:
    """The day of the mailbox's first mail: nothing before it can be an answer."""
    first = session.exec(
        select(sa.func.min(OutboundMessage.in_flight_at)).where(OutboundMessage.mailbox == mailbox)
    ).one()
    return None if first is None else first.date()
