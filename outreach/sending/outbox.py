"""The outbox in the database: claimed, what became of it, what a crash left behind, and what settles a doubt.

A mail goes `queued` → `claimed` → `in_flight` → `sent`. Each arrow is one statement that names the state it
starts from and the token of its claim, so that of two who try, one wins and the other sees that it lost.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database import locks
from outreach.database.columns import UtcDateTime
from outreach.database.events import record
from outreach.database.statements import each_of
from outreach.mail.outcomes import Answer
from outreach.sending.journal import Claimed
from outreach.sending.lease_model import DaemonPresence
from outreach.sending.model import (
    OUTBOUND_TRANSITIONS,
    OutboundEvent,
    OutboundMessage,
    OutboundState,
)


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
    #: Mails that the mailbox, and all of them to the recipient's domain, may send in a rolling day.
    allowance: int
    domain: str
    domain_allowance: int | None
    attempts: int
    first_attempt_at: datetime
    #: Who gets a copy, as its Cc says: the colleague who named the recipient, by choice.
    copy_to: str | None = None


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


def with_queued(session: Session, mailboxes: Sequence[str], now: datetime) -> set[str]:
    """Those of these mailboxes from which a mail waits and is due: one question for all of them."""
    connection = session.connection()
    asked = {"mailboxes": list(mailboxes), "now": now}
    return set(connection.execute(_WITH_QUEUED[connection.dialect.name], asked).scalars())


def _with_queued(dialect: str) -> Any:
    mailbox = each_of(dialect, "mailboxes")
    is_due = (
        col(OutboundMessage.mailbox) == mailbox.c.value,
        col(OutboundMessage.state) == OutboundState.QUEUED,
        col(OutboundMessage.due_at) <= sa.bindparam("now", type_=UtcDateTime()),
    )
    return sa.select(mailbox.c.value).where(sa.exists().where(*is_due).correlate(mailbox))


_WITH_QUEUED = {dialect: _with_queued(dialect) for dialect in ("sqlite", "postgresql")}


# --- claim and commit point ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """What is frozen at a mail's first claim: its bytes, and what is kept beside them."""

    message_id: str
    subject: str
    body: str
    raw: bytes
    variant: str


def take(
    session: Session,
    ready: Sequence[tuple[int, str, Written | None]],
    *,
    owner: str,
    lease_until: datetime,
    now: datetime,
) -> None:
    """Claim queued mails, each with its token; what was written is frozen, None where it is already.

    Whoever calls has read them in this transaction, and holds them: nobody else can be quicker.
    """
    common = {"its_owner": owner, "until": lease_until, "at": now}
    known = [common | {"row": row, "its_token": token} for row, token, written in ready if written is None]
    fresh = [
        common
        | {
            "row": row,
            "its_token": token,
            "its_message_id": written.message_id,
            "its_subject": written.subject,
            "its_body": written.body,
            "its_raw": written.raw,
            "its_variant": written.variant,
        }
        for row, token, written in ready
        if written is not None
    ]
    for statement, rows in ((_TAKE, known), (_TAKE_AND_FREEZE, fresh)):
        if rows and session.connection().execute(statement, rows).rowcount != len(rows):
            raise Refused("a mail that is claimed was held by somebody else: nothing is claimed.")


def word(state: OutboundState) -> ColumnElement[str]:
    """The state as it stands in the database, to be a part of a statement that is made once."""
    return sa.literal_column(f"'{state.value}'")


ROW = OutboundMessage.__table__  # type: ignore[attr-defined]

_TAKE = (
    sa.update(ROW)
    .where(ROW.c.id == sa.bindparam("row"), ROW.c.state == word(OutboundState.QUEUED))
    .values(
        state=word(moved(OutboundState.QUEUED, OutboundEvent.CLAIMED)),
        owner=sa.bindparam("its_owner"),
        token=sa.bindparam("its_token"),
        lease_until=sa.bindparam("until", type_=UtcDateTime()),
        attempts=ROW.c.attempts + 1,
        first_attempt_at=sa.func.coalesce(ROW.c.first_attempt_at, sa.bindparam("at", type_=UtcDateTime())),
    )
)
_TAKE_AND_FREEZE = _TAKE.values(
    message_id=sa.bindparam("its_message_id"),
    subject=sa.bindparam("its_subject"),
    body=sa.bindparam("its_body"),
    raw=sa.bindparam("its_raw"),
    variant=sa.bindparam("its_variant"),
)


# --- what became of it ---------------------------------------------------------------------------------------------


def accepted(session: Session, taken: Iterable[tuple[Claimed, Answer]], now: datetime) -> None:
    """The servers took these, whose state and token the caller has looked at."""
    rows = [
        {
            "row": claim.outbound_id,
            "at": now,
            "phase": answer.phase.value,
            "code": answer.code,
            "enhanced": answer.enhanced,
            "text": answer.text,
            "theirs": answer.message_id,
        }
        for claim, answer in taken
    ]
    if rows:
        session.connection().execute(_ACCEPT, rows)


def is_news(state: OutboundState, token: str | None, claim: Claimed) -> bool:
    """Whether an acceptance settles a mail in this state; else somebody else has settled it already."""
    return token == claim.token and (state, OutboundEvent.ACCEPTED) in OUTBOUND_TRANSITIONS


_ACCEPT = (
    sa.update(ROW)
    .where(ROW.c.id == sa.bindparam("row"))
    .values(
        state=word(OutboundState.SENT),
        sent_at=sa.bindparam("at", type_=UtcDateTime()),
        # A person may have said "not sent" meanwhile, and was wrong: it counts against the limits all the same.
        in_flight_at=sa.func.coalesce(ROW.c.in_flight_at, sa.bindparam("at", type_=UtcDateTime())),
        answer_phase=sa.bindparam("phase"),
        answer_code=sa.bindparam("code"),
        answer_enhanced=sa.bindparam("enhanced"),
        answer_text=sa.bindparam("text"),
        provider_message_id=sa.bindparam("theirs"),
    )
)


def put_back(
    session: Session, claim: Claimed, answer: Answer | None, *, due_at: datetime, counts: bool
) -> bool:
    """Nothing was taken; it waits until `due_at`. What was none of the mail's fault does not count as a try."""
    values = {} if counts else _try_taken_back()
    return _finish(session, claim, OutboundEvent.NOT_NOW, answer, due_at=due_at, in_flight_at=None, **values)


def _try_taken_back() -> dict[str, Any]:
    """What a row looks like when its last claim does not count as a try."""
    first = sa.case((col(OutboundMessage.attempts) > 1, col(OutboundMessage.first_attempt_at)))
    return {"attempts": col(OutboundMessage.attempts) - 1, "first_attempt_at": first}


def refused(session: Session, claim: Claimed, answer: Answer, now: datetime) -> bool:
    """It is not taken and not tried again."""
    won = _finish(session, claim, OutboundEvent.REFUSED, answer, in_flight_at=None)
    if won:
        _note(session, Happened.MAIL_REFUSED, claim.outbound_id, now, answer=str(answer))
    return won


def doubtful(session: Session, claim: Claimed, answer: Answer, now: datetime) -> bool:
    """Nobody knows whether it arrived."""
    won = _finish(session, claim, OutboundEvent.LINE_BROKE, answer)
    if won:
        _note(session, Happened.MAIL_DOUBTFUL, claim.outbound_id, now, answer=str(answer))
    return won


def withdraw(session: Session, outbound_ids: Sequence[int]) -> None:
    """Take back what is queued for enrollments that were paused, ended or moved on meanwhile."""
    if outbound_ids:
        _move_all(session, OutboundEvent.WITHDRAWN, col(OutboundMessage.id).in_(outbound_ids))


def _finish(
    session: Session, claim: Claimed, event: OutboundEvent, answer: Answer | None, **values: Any
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


def recover(
    session: Session, now: datetime, *, all_owners: bool = False, heeds_presence: bool = False
) -> tuple[int, int]:
    """Take over what a dead sender held: (queued again, doubtful now).

    `all_owners` is for the one daemon of a SQLite database at its start: whoever held something is dead. Where several
    share a database, `heeds_presence`: what one had claimed that no longer says that it lives is open at once, for
    nothing of it was transmitted, and the commit point refuses whoever was only stopped. What is in flight keeps its
    time: one that was stopped there may still go on, until its server has hung up.
    """
    if not locks.alone(session, locks.Turn.RECOVER):
        return 0, 0
    ended = () if all_owners else (col(OutboundMessage.lease_until) < now,)
    # What somebody is at work on at this moment is left for the next look: waited for, they might wait for us.
    fallen = session.exec(
        select(OutboundMessage.id)
        .where(OutboundMessage.state == OutboundState.IN_FLIGHT, *ended)
        .order_by(col(OutboundMessage.id))
        .with_for_update(skip_locked=True)
    ).all()
    doubted = [each for each in fallen if each is not None and _lease_ended_in_flight(session, each, now)]
    is_dead = (sa.or_(*ended, _owner_is_dead(now)),) if heeds_presence else ended
    claimed = (
        sa.select(col(OutboundMessage.id))
        .where(col(OutboundMessage.state) == OutboundState.CLAIMED, *is_dead)
        .with_for_update(skip_locked=True)
    )
    reopened = _move_all(
        session,
        OutboundEvent.LEASE_ENDED,
        col(OutboundMessage.id).in_(claimed),
        state_is=OutboundState.CLAIMED,
        **_try_taken_back(),
    )
    return reopened, len(doubted)


def let_go(session: Session, owner: str) -> int:
    """A sender that has stopped opens what it claimed; how many that were. What is in flight stays so."""
    return _move_all(
        session,
        OutboundEvent.LEASE_ENDED,
        OutboundMessage.owner == owner,
        state_is=OutboundState.CLAIMED,
        **_try_taken_back(),
    )


def _owner_is_dead(now: datetime) -> ColumnElement[bool]:
    lives = sa.select(sa.literal(1)).where(
        col(DaemonPresence.owner) == col(OutboundMessage.owner), col(DaemonPresence.until) > now
    )
    return ~lives.exists()


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


def settle_as_sent(session: Session, outbound_id: int, *, by: str, now: datetime) -> bool:
    """Evidence, or a person, says that it went out. False where there was nothing to settle."""
    won = _move(
        session,
        OutboundEvent.FOUND_SENT,
        OutboundMessage.id == outbound_id,
        settled_by=by,
        sent_at=sa.func.coalesce(col(OutboundMessage.in_flight_at), sa.literal(now, UtcDateTime)),
    )
    if won:
        session.expire_all()
        _note(session, Happened.MAIL_SETTLED, outbound_id, now, actor=by, sent=True)
    return won


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
