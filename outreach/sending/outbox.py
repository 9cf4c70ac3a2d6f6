"""The outbox in the database: claim, commit point, what became of it, and what a crash left behind.

A mail goes `queued` → `claimed` → `in_flight` → `sent`. Each arrow is one statement that names the state it
starts from and the token of its claim, so that of two who try, one wins and the other sees that it lost.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database.columns import UtcDateTime
from outreach.database.events import record
from outreach.database.statements import insert_if_absent
from outreach.database.workspace import workspace_key
from outreach.mail.outcomes import Answer
from outreach.prospects.model import AVOIDED, Account, Suppression
from outreach.prospects.suppression import suppression_keys
from outreach.sending.identity import SendingMailbox
from outreach.sending.limits import DAY, allowance
from outreach.sending.model import (
    OUTBOUND_TRANSITIONS,
    MailboxStatus,
    OutboundEvent,
    OutboundMessage,
    OutboundState,
)
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentState, Hold

#: A server may take ten minutes to answer the final dot (RFC 5321, 4.5.3.2.6), after three for the body.
IN_FLIGHT_LEASE = timedelta(minutes=15)

#: A mailbox that could not be read for so long sends nothing.
READ_WITHIN = timedelta(hours=1)

_SPENT = (OutboundState.IN_FLIGHT, OutboundState.SENT, OutboundState.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one mail until the lease ends. `keys` are those under which a no would stand."""

    outbound_id: int
    token: str
    mailbox: str
    sender: str
    recipient: str
    message: bytes
    keys: tuple[str, ...]
    allowance: int
    attempts: int
    first_attempt_at: datetime


class Settled(StrEnum):
    """How a doubtful mail came to be settled."""

    SENT_FOLDER = "sent_folder"
    BOUNCE = "bounce"
    REPLY = "reply"


def moved(state: OutboundState, event: OutboundEvent) -> OutboundState:
    """The state after `event`; raises Refused where the table has no such move."""
    after = OUTBOUND_TRANSITIONS.get((state, event))
    if after is None:
        raise Refused(f"a mail that is {state.value} cannot be {event.value}.")
    return after


def sources(event: OutboundEvent) -> tuple[OutboundState, ...]:
    """The states in which `event` may happen."""
    return tuple(state for state, known in OUTBOUND_TRANSITIONS if known is event)


# --- what a mailbox may do -----------------------------------------------------------------------------------------


def status_of(session: Session, mailbox: str) -> MailboxStatus:
    """The mailbox's row; where there is none yet, what it would say. Writes nothing, so reading units may ask."""
    return session.get(MailboxStatus, mailbox) or MailboxStatus(name=mailbox)


def spent(session: Session, mailbox: str, now: datetime) -> int:
    """Mails of the last 24 hours that went out, or may have gone out."""
    statement = select(sa.func.count()).where(
        OutboundMessage.mailbox == mailbox,
        col(OutboundMessage.in_flight_at) > now - DAY,
        col(OutboundMessage.state).in_(_SPENT),
    )
    return int(session.exec(statement).one())


def allowed(status: MailboxStatus, mailbox: SendingMailbox, now: datetime) -> int:
    """The mailbox's limit for a rolling day, with its ramp."""
    today = _local_day(mailbox, now)
    before_today = status.sending_days - (1 if status.last_sent_on == today else 0)
    return allowance(mailbox, sending_days=max(before_today, 0))


def may_send(session: Session, mailbox: SendingMailbox, now: datetime) -> bool:
    """Whether the mailbox could send something at this moment.

    One that is read must have been read lately: a no that lies in it unread is a no all the same.
    """
    status = status_of(session, mailbox.name)
    if status.paused_at is not None or not read_lately(status, mailbox, now):
        return False
    if any(until is not None and until > now for until in (status.closed_until, status.next_send_at)):
        return False
    return spent(session, mailbox.name, now) < allowed(status, mailbox, now)


def read_lately(status: MailboxStatus, mailbox: SendingMailbox, now: datetime) -> bool:
    """Whether nothing that lies in the mailbox can be older than READ_WITHIN and still be unread."""
    if not mailbox.is_read:
        return True
    return status.read_at is not None and now - status.read_at <= READ_WITHIN


def note_read(session: Session, mailbox: str, now: datetime) -> None:
    """The mailbox was read to its end."""
    _row_of(session, mailbox).read_at = now


def pause_mailbox(session: Session, mailbox: str, *, why: str, actor: str, now: datetime) -> None:
    """Stop sending from it until a person resumes it."""
    status = _row_of(session, mailbox)
    if status.paused_at is None:
        status.paused_at, status.paused_why = now, why
        record(session, Happened.MAILBOX_PAUSED, now, mailbox=mailbox, actor=actor, why=why)


def close_mailbox(session: Session, mailbox: str, *, until: datetime, why: str) -> None:
    """Nothing goes out of it until then; it opens by itself."""
    status = _row_of(session, mailbox)
    status.closed_until, status.trouble = until, why


def resume_mailbox(session: Session, mailbox: str, *, actor: str, now: datetime) -> None:
    status = _row_of(session, mailbox)
    status.paused_at, status.paused_why, status.closed_until = None, "", None
    record(session, Happened.MAILBOX_RESUMED, now, mailbox=mailbox, actor=actor)


def _row_of(session: Session, mailbox: str) -> MailboxStatus:
    """The mailbox's row, made where there is none, and locked where the database has several writers."""
    status = session.get(MailboxStatus, mailbox, with_for_update=True)
    if status is not None:
        return status
    insert_if_absent(session, MailboxStatus, name=mailbox, paused_why="", trouble="", sending_days=0)
    return session.get_one(MailboxStatus, mailbox, with_for_update=True)


def _row_if_free(session: Session, mailbox: str) -> MailboxStatus | None:
    """The mailbox's row, locked; None while another daemon claims a mail from it: it is left alone."""
    if session.get(MailboxStatus, mailbox) is None:
        insert_if_absent(session, MailboxStatus, name=mailbox, paused_why="", trouble="", sending_days=0)
    return session.get(MailboxStatus, mailbox, with_for_update={"skip_locked": True})


def anything_queued(session: Session, mailbox: str, now: datetime) -> bool:
    """Whether any mail waits and is due. Asked every other second of every mailbox, so made once and kept cheap."""
    asked = session.connection().execute(_ANYTHING_QUEUED, {"mailbox": mailbox, "now": now})
    return asked.first() is not None


_ANYTHING_QUEUED = (
    sa.select(sa.literal(1))
    .where(
        col(OutboundMessage.state) == OutboundState.QUEUED,
        col(OutboundMessage.mailbox) == sa.bindparam("mailbox"),
        col(OutboundMessage.due_at) <= sa.bindparam("now", type_=UtcDateTime()),
    )
    .limit(1)
)


# --- claim and commit point ----------------------------------------------------------------------------------------


def take(
    session: Session,
    outbound: OutboundMessage,
    *,
    owner: str,
    lease: timedelta,
    rests_until: datetime,
    now: datetime,
) -> str | None:
    """Claim a queued mail: its token, or None when somebody else was quicker.

    The mailbox rests until `rests_until` whatever comes of it: a refusal is as loud as a mail.
    """
    status = _row_if_free(session, outbound.mailbox)
    if status is None or (status.next_send_at is not None and status.next_send_at > now):
        return None
    status.next_send_at = rests_until
    token = secrets.token_hex(16)
    won = _move(
        session,
        OutboundEvent.CLAIMED,
        OutboundMessage.id == outbound.id,
        owner=owner,
        token=token,
        lease_until=now + lease,
        attempts=OutboundMessage.attempts + 1,
        first_attempt_at=sa.func.coalesce(
            col(OutboundMessage.first_attempt_at), sa.literal(now, UtcDateTime)
        ),
    )
    return token if won else None


def commit_point(session: Session, claim: Claim, now: datetime) -> bool:
    """The server has said 354: may the body go? One statement asks everything, and marks it `in_flight` if so.

    It asks for the claim (token, lease), the enrollment, the campaign, the account, every suppression, the
    mailbox and its limit. Committed before the first byte: after a crash here the mail is doubtful, never lost
    and never sent again by itself. Two daemons on one mailbox ask one after the other, lest both take the last
    place under its limit.
    """
    _row_of(session, claim.mailbox)
    day_ago = now - DAY
    sent_today = (
        sa.select(sa.func.count())
        .select_from(OutboundMessage)
        .where(
            OutboundMessage.mailbox == claim.mailbox,  # type: ignore[arg-type]
            col(OutboundMessage.in_flight_at) > day_ago,
            col(OutboundMessage.state).in_(_SPENT),
        )
    )
    return _move(
        session,
        OutboundEvent.COMMITTED,
        OutboundMessage.id == claim.outbound_id,
        OutboundMessage.token == claim.token,
        col(OutboundMessage.lease_until) > now,
        _wanted(),
        ~_suppressed(claim.keys),
        ~_mailbox_shut(claim.mailbox, now),
        sent_today.scalar_subquery() < claim.allowance,
        in_flight_at=now,
        # From here on nobody takes over before the longest answer could have come.
        lease_until=now + IN_FLIGHT_LEASE,
    )


def _wanted() -> Any:
    """The enrollment is active, this is its step, the campaign runs, the account may be written to."""
    return (
        sa.select(sa.literal(1))
        .select_from(Enrollment)
        .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
        .join(Account, col(Account.id) == col(Enrollment.account_id))
        .where(
            col(Enrollment.id) == col(OutboundMessage.enrollment_id),
            col(Enrollment.state) == EnrollmentState.ACTIVE,
            col(Enrollment.next_step) == col(OutboundMessage.step_index),
            col(Campaign.state) == CampaignState.RUNNING,
            col(Account.status).not_in(AVOIDED),
            ~_held(),
        )
        .correlate(OutboundMessage)
        .exists()
    )


def _held() -> Any:
    """Something holds the contact or the account. `paused` says the same, but only the holds cannot be late."""
    return (
        sa.select(sa.literal(1))
        .select_from(Hold)
        .where(
            sa.or_(
                col(Hold.contact_id) == col(Enrollment.contact_id),
                col(Hold.account_id) == col(Enrollment.account_id),
            )
        )
        .correlate(Enrollment)
        .exists()
    )


def _suppressed(keys: Sequence[str]) -> Any:
    return sa.select(sa.literal(1)).select_from(Suppression).where(col(Suppression.key).in_(keys)).exists()


def _mailbox_shut(mailbox: str, now: datetime) -> Any:
    return (
        sa.select(sa.literal(1))
        .select_from(MailboxStatus)
        .where(
            col(MailboxStatus.name) == mailbox,
            sa.or_(col(MailboxStatus.paused_at).is_not(None), col(MailboxStatus.closed_until) > now),
        )
        .exists()
    )


# --- what became of it ---------------------------------------------------------------------------------------------


def accepted(
    session: Session, claim: Claim, answer: Answer, *, mailbox: SendingMailbox, now: datetime
) -> OutboundMessage | None:
    """The server took it. The mail, for its enrollment to go on; None when somebody else has settled it already."""
    won = _finish(
        session,
        claim,
        OutboundEvent.ACCEPTED,
        answer,
        sent_at=now,
        provider_message_id=answer.message_id,
    )
    _count_sending_day(session, mailbox, now)
    return session.get_one(OutboundMessage, claim.outbound_id, populate_existing=True) if won else None


def put_back(
    session: Session, claim: Claim, answer: Answer | None, *, due_at: datetime, counts: bool
) -> bool:
    """Nothing was taken; it waits until `due_at`. What was none of the mail's fault does not count as a try."""
    values = {} if counts else _try_taken_back()
    return _finish(session, claim, OutboundEvent.NOT_NOW, answer, due_at=due_at, in_flight_at=None, **values)


def _try_taken_back() -> dict[str, Any]:
    """What a row looks like when its last claim does not count as a try."""
    first = sa.case((col(OutboundMessage.attempts) > 1, col(OutboundMessage.first_attempt_at)))
    return {"attempts": col(OutboundMessage.attempts) - 1, "first_attempt_at": first}


def refused(session: Session, claim: Claim, answer: Answer, now: datetime) -> bool:
    """It is not taken and not tried again."""
    won = _finish(session, claim, OutboundEvent.REFUSED, answer, in_flight_at=None)
    if won:
        _note(session, Happened.MAIL_REFUSED, claim.outbound_id, now, answer=str(answer))
    return won


def doubtful(session: Session, claim: Claim, answer: Answer, now: datetime) -> bool:
    """Nobody knows whether it arrived."""
    won = _finish(session, claim, OutboundEvent.LINE_BROKE, answer)
    if won:
        _note(session, Happened.MAIL_DOUBTFUL, claim.outbound_id, now, answer=str(answer))
    return won


def withdraw_unwanted(session: Session, mailbox: str) -> int:
    """Take back what is queued for enrollments that were paused, ended or moved on meanwhile; how many."""
    return _move_all(
        session,
        OutboundEvent.WITHDRAWN,
        OutboundMessage.mailbox == mailbox,
        ~sa.select(sa.literal(1))
        .select_from(Enrollment)
        .where(
            col(Enrollment.id) == col(OutboundMessage.enrollment_id),
            col(Enrollment.state) == EnrollmentState.ACTIVE,
            col(Enrollment.next_step) == col(OutboundMessage.step_index),
        )
        .correlate(OutboundMessage)
        .exists(),
    )


def _count_sending_day(session: Session, mailbox: SendingMailbox, now: datetime) -> None:
    status = _row_of(session, mailbox.name)
    today = _local_day(mailbox, now)
    if status.last_sent_on != today:
        status.last_sent_on = today
        status.sending_days += 1


def _local_day(mailbox: SendingMailbox, now: datetime) -> date:
    return now.astimezone(ZoneInfo(mailbox.zone)).date()


def _finish(
    session: Session, claim: Claim, event: OutboundEvent, answer: Answer | None, **values: Any
) -> bool:
    if answer is not None:
        values |= {
            "answer_phase": answer.phase.value,
            "answer_code": answer.code,
            "answer_enhanced": answer.enhanced,
            "answer_text": answer.text,
        }
    return _move(
        session,
        event,
        OutboundMessage.id == claim.outbound_id,
        OutboundMessage.token == claim.token,
        **values,
    )


# --- after a crash, and by evidence --------------------------------------------------------------------------------


def recover(session: Session, now: datetime, *, all_owners: bool = False) -> tuple[int, int]:
    """Take over what a dead sender held: (queued again, doubtful now).

    `all_owners` is for the one daemon of a SQLite database at its start: whoever held something is dead.
    """
    ended = () if all_owners else (col(OutboundMessage.lease_until) < now,)
    fallen = session.exec(
        select(OutboundMessage.id).where(OutboundMessage.state == OutboundState.IN_FLIGHT, *ended)
    ).all()
    doubted = [each for each in fallen if each is not None and _lease_ended_in_flight(session, each, now)]
    reopened = _move_all(
        session,
        OutboundEvent.LEASE_ENDED,
        *ended,
        state_is=OutboundState.CLAIMED,
        **_try_taken_back(),
    )
    return reopened, len(doubted)


def _lease_ended_in_flight(session: Session, outbound_id: int, now: datetime) -> bool:
    """False when another daemon has seen to it, or its owner was only slow and has just answered."""
    won = _move(
        session,
        OutboundEvent.LEASE_ENDED,
        OutboundMessage.id == outbound_id,
        state_is=OutboundState.IN_FLIGHT,
    )
    if won:
        _note(
            session, Happened.MAIL_DOUBTFUL, outbound_id, now, answer="its sender died after the commit point"
        )
    return won


def settle_as_sent(session: Session, outbound_id: int, *, by: str, now: datetime) -> OutboundMessage | None:
    """Evidence, or a person, says that it went out. The mail, or None where there was nothing to settle."""
    won = _move(
        session,
        OutboundEvent.FOUND_SENT,
        OutboundMessage.id == outbound_id,
        settled_by=by,
        sent_at=sa.func.coalesce(col(OutboundMessage.in_flight_at), sa.literal(now, UtcDateTime)),
    )
    if not won:
        return None
    _note(session, Happened.MAIL_SETTLED, outbound_id, now, actor=by, sent=True)
    return session.get_one(OutboundMessage, outbound_id, populate_existing=True)


def settle_as_not_sent(session: Session, outbound_id: int, *, by: str, now: datetime) -> None:
    """A person says that it did not go out: it is queued again. Raises Refused where it is not doubtful.

    Its tries begin anew: days may have gone by, and the first refusal for now must not be its last.
    """
    won = _move(
        session,
        OutboundEvent.FOUND_NOT_SENT,
        OutboundMessage.id == outbound_id,
        settled_by=by,
        due_at=now,
        in_flight_at=None,
        attempts=0,
        first_attempt_at=None,
    )
    if not won:
        state = find(session, outbound_id).state
        raise Refused(f"mail {outbound_id} is {state.value}, not doubtful: there is nothing to resolve.")
    _note(session, Happened.MAIL_SETTLED, outbound_id, now, actor=by, sent=False)


def find(session: Session, outbound_id: int) -> OutboundMessage:
    """Raises NotFound."""
    found = session.get(OutboundMessage, outbound_id)
    if found is None:
        raise NotFound(f"There is no mail {outbound_id} in the outbox. `outreach outbox list` shows them.")
    return found


def keys_for(session: Session, address: str) -> tuple[str, ...]:
    """The suppression keys of a recipient, to be asked at the commit point."""
    return suppression_keys(workspace_key(session), address)


def _note(session: Session, kind: Happened, outbound_id: int, now: datetime, **details: Any) -> None:
    mail = session.get_one(OutboundMessage, outbound_id)
    record(
        session,
        kind,
        now,
        campaign_id=mail.campaign_id,
        enrollment_id=mail.enrollment_id,
        account_id=mail.account_id,
        contact_id=mail.contact_id,
        outbound_id=outbound_id,
        mailbox=mail.mailbox,
        step=mail.step,
        **details,
    )


def _move(
    session: Session, event: OutboundEvent, *where: Any, state_is: OutboundState | None = None, **values: Any
) -> bool:
    return _move_all(session, event, *where, state_is=state_is, **values) > 0


def _move_all(
    session: Session, event: OutboundEvent, *where: Any, state_is: OutboundState | None = None, **values: Any
) -> int:
    """One UPDATE that makes `event` happen to every row that is in a state for it; how many there were."""
    befores_of: dict[OutboundState, list[OutboundState]] = {}
    for before in (state_is,) if state_is is not None else sources(event):
        befores_of.setdefault(moved(before, event), []).append(before)
    moved_rows = 0
    for after, befores in befores_of.items():
        result = session.execute(
            sa.update(OutboundMessage)
            .where(col(OutboundMessage.state).in_(befores), *where)
            .values(state=after, **values)
            .execution_options(synchronize_session=False)
        )
        moved_rows += int(result.rowcount)  # type: ignore[attr-defined]
    return moved_rows
