"""Enrollments in the database: begun, held, released, ended, taken up again, and whose turn it is at an account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database import locks
from outreach.database.columns import UtcDateTime
from outreach.database.events import record, record_many
from outreach.database.statements import among
from outreach.database.unindexed import Unindexed
from outreach.prospects.ideal_customer import Letter
from outreach.prospects.model import Contact
from outreach.sequences import versions
from outreach.sequences.definition import REFERRED_TAG
from outreach.sequences.model import (
    ENROLLMENT_TRANSITIONS,
    TASK_TRANSITIONS,
    UNDER_WAY,
    Campaign,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
    Hold,
    HoldReason,
    Task,
    TaskEvent,
)


@dataclass(frozen=True, slots=True)
class ReferredBy:
    """What makes an enrollment a referred one: the stored reply, who wrote it, and how long the chain is."""

    reply_id: int
    referrer_id: int
    depth: int


@dataclass(frozen=True, slots=True)
class Graded:
    """How well somebody fits, by which kept version of the ideal customer profile."""

    letter: Letter
    version_id: int


def begin(
    session: Session,
    campaign: Campaign,
    contact: Contact,
    *,
    sequence: str,
    version_id: int,
    due_at: datetime | None,
    now: datetime,
    mailbox: str | None = None,
    position: int = 0,
    waits_for_turn: bool = False,
    referred_by: ReferredBy | None = None,
    step_index: int = 0,
    graded: Graded | None = None,
    actor: str = "daemon",
) -> Enrollment:
    """Enroll one contact. They begin paused where something holds them or their account."""
    assert campaign.id is not None
    assert contact.id is not None
    held = _held(session, contact.id, contact.account_id)
    enrollment = Enrollment(
        campaign_id=campaign.id,
        contact_id=contact.id,
        account_id=contact.account_id,
        sequence=sequence,
        sequence_version_id=version_id,
        state=EnrollmentState.PAUSED if held else EnrollmentState.ACTIVE,
        next_step=step_index,
        due_at=due_at,
        mailbox=mailbox,
        tag=REFERRED_TAG if referred_by else None,
        is_nurture=versions.definition_of(session, version_id).is_nurture,
        grade=None if graded is None else graded.letter.value,
        ideal_customer_version_id=None if graded is None else graded.version_id,
        referral_reply_id=referred_by.reply_id if referred_by else None,
        referrer_id=referred_by.referrer_id if referred_by else None,
        depth=referred_by.depth if referred_by else 0,
        position=position,
        waits_for_turn=waits_for_turn,
        created_at=now,
    )
    session.add(enrollment)
    session.flush()
    _note(session, Happened.ENROLLED, enrollment, now, sequence=sequence, tag=enrollment.tag, actor=actor)
    return enrollment


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One who is enrolled in a campaign with many others. `position` is their place on its list."""

    contact_id: int
    account_id: int
    due_at: datetime | None
    position: int
    waits_for_turn: bool
    graded: Graded | None = None


def begin_many(
    session: Session,
    campaign: Campaign,
    newcomers: Sequence[Newcomer],
    *,
    sequence: str,
    version_id: int,
    now: datetime,
    actor: str = "daemon",
) -> None:
    """The same as `begin` for all of these, who are all different people: a list of a million is enrolled by it."""
    if not newcomers:
        return
    held = _held_among(session, newcomers)
    same = {
        "campaign_id": campaign.id,
        "sequence": sequence,
        "sequence_version_id": version_id,
        "next_step": 0,
        "is_nurture": versions.definition_of(session, version_id).is_nurture,
        "depth": 0,
        "ended_why": "",
        "created_at": now,
    }
    rows = [same | _newcomer_row(each, is_held=each.contact_id in held) for each in newcomers]
    ids = session.connection().execute(_INSERT_RUN, rows).scalars().all()
    about = {"at": now, "campaign_id": campaign.id, "actor": actor}
    details = {"sequence": sequence, "tag": None}
    facts = [
        about
        | {
            "enrollment_id": run,
            "account_id": each.account_id,
            "contact_id": each.contact_id,
            "details": details,
        }
        for run, each in zip(ids, newcomers, strict=True)
    ]
    record_many(session, Happened.ENROLLED, facts)


def _newcomer_row(each: Newcomer, *, is_held: bool) -> dict[str, Any]:
    graded = each.graded
    return {
        "contact_id": each.contact_id,
        "account_id": each.account_id,
        "state": EnrollmentState.PAUSED if is_held else EnrollmentState.ACTIVE,
        "due_at": each.due_at,
        "position": each.position,
        "waits_for_turn": each.waits_for_turn,
        "grade": None if graded is None else graded.letter.value,
        "ideal_customer_version_id": None if graded is None else graded.version_id,
    }


def _held_among(session: Session, newcomers: Sequence[Newcomer]) -> set[int]:
    """The contacts of these whom something holds, or whose account."""
    asked = {
        "contacts": [each.contact_id for each in newcomers],
        "accounts": sorted({each.account_id for each in newcomers}),
    }
    holds = session.execute(_HOLDS_AMONG, asked).all()
    contacts = {row.contact_id for row in holds if row.contact_id is not None}
    accounts = {row.account_id for row in holds if row.account_id is not None}
    return {
        each.contact_id for each in newcomers if each.contact_id in contacts or each.account_id in accounts
    }


_INSERT_RUN: Any = sa.insert(Enrollment.__table__).returning(  # type: ignore[attr-defined]
    col(Enrollment.id), sort_by_parameter_order=True
)
_HOLDS_AMONG: Any = sa.union_all(
    sa.select(col(Hold.contact_id), col(Hold.account_id)).where(among(col(Hold.contact_id), "contacts")),
    sa.select(col(Hold.contact_id), col(Hold.account_id)).where(among(col(Hold.account_id), "accounts")),
)


def under_way(session: Session, contact_id: int) -> list[Enrollment]:
    """The runs of a contact from which mail may still come."""
    return list(session.execute(_UNDER_WAY, {"contact": contact_id}).scalars().all())


_UNDER_WAY = (
    select(Enrollment)
    .where(col(Enrollment.contact_id) == sa.bindparam("contact"), col(Enrollment.state).in_(UNDER_WAY))
    .order_by(col(Enrollment.id))
)


def runs_of(session: Session, contact_ids: Iterable[int]) -> dict[int, list[Enrollment]]:
    """Every run of these contacts, by contact, the newest first; who has none is left out."""
    statement = select(Enrollment).where(col(Enrollment.contact_id).in_(list(contact_ids)))
    runs: dict[int, list[Enrollment]] = {}
    for run in session.exec(statement.order_by(col(Enrollment.id).desc())).all():
        runs.setdefault(run.contact_id, []).append(run)
    return runs


def hold(
    session: Session,
    *,
    reason: HoldReason,
    now: datetime,
    contact_id: int | None = None,
    account_id: int | None = None,
    until: datetime | None = None,
    inbound_id: int | None = None,
    note: str = "",
    forbids: bool = True,
) -> None:
    """Pause a contact, or everybody at an account, until `until` or until the hold is lifted.

    `forbids=False` within a transaction that passes commit points, where nobody has said no: it shares the lock
    that is taken here, and two that share it and want it for themselves would wait for one another.
    """
    if forbids:
        locks.forbid(session)
    session.add(
        Hold(
            contact_id=contact_id,
            account_id=account_id,
            reason=reason,
            until=until,
            inbound_id=inbound_id,
            note=note,
            created_at=now,
        )
    )
    session.flush()
    statement = _HOLD_ACCOUNTS if contact_id is None else _HOLD_CONTACTS
    session.execute(statement, {"ids": [account_id if contact_id is None else contact_id]})


@dataclass(frozen=True, slots=True)
class Held:
    """Whom a message holds: exactly this contact, or everybody at the account."""

    inbound_id: int
    contact_id: int | None = None
    account_id: int | None = None


def hold_many(session: Session, held: Sequence[Held], *, reason: HoldReason, now: datetime) -> None:
    """The same as `hold` for all of these at once, until each hold is lifted."""
    if not held:
        return
    locks.forbid(session)
    rows = [
        {
            "contact_id": each.contact_id,
            "account_id": each.account_id,
            "reason": reason,
            "inbound_id": each.inbound_id,
            "note": "",
            "created_at": now,
        }
        for each in held
    ]
    session.connection().execute(_INSERT_HOLD, rows)
    contacts = sorted({each.contact_id for each in held if each.contact_id is not None})
    accounts = sorted({each.account_id for each in held if each.account_id is not None})
    for statement, ids in ((_HOLD_CONTACTS, contacts), (_HOLD_ACCOUNTS, accounts)):
        if ids:
            session.execute(statement, {"ids": ids})


def _hold_where(where: Any, state: Any) -> Any:
    [before] = _sources(EnrollmentEvent.HELD)
    after = ENROLLMENT_TRANSITIONS[before, EnrollmentEvent.HELD]
    held = sa.update(Enrollment).where(state == before, where).values(state=after)
    return held.execution_options(synchronize_session="fetch")


def _sources(event: EnrollmentEvent) -> tuple[EnrollmentState, ...]:
    return tuple(before for before, known in ENROLLMENT_TRANSITIONS if known is event)


# Else SQLite, which does not know how short the list is, would look through all who are active: seconds, of a million.
_HOLD_CONTACTS = _hold_where(
    among(col(Enrollment.contact_id), "ids"),
    Unindexed(Enrollment.__table__.c.state),  # type: ignore[attr-defined]
)
# There is an index over both.
_HOLD_ACCOUNTS = _hold_where(among(col(Enrollment.account_id), "ids"), col(Enrollment.state))
_INSERT_HOLD = sa.insert(Hold.__table__)  # type: ignore[attr-defined]


def lift(session: Session, holds: Iterable[Hold], now: datetime) -> None:
    """Take holds away; who has none left goes on where they were."""
    lifted = list(holds)
    for each in lifted:
        session.delete(each)
    session.flush()
    contacts = sorted({each.contact_id for each in lifted if each.contact_id is not None})
    accounts = sorted({each.account_id for each in lifted if each.account_id is not None})
    for column, ids in ((Enrollment.contact_id, contacts), (Enrollment.account_id, accounts)):
        if ids:
            _release(session, col(column).in_(ids), now)


def lift_for(session: Session, inbound_ids: int | Sequence[int], reason: HoldReason, now: datetime) -> None:
    """Take away the holds of one kind that these inbound messages placed."""
    placed_by = [inbound_ids] if isinstance(inbound_ids, int) else list(inbound_ids)
    holds = session.exec(select(Hold).where(col(Hold.inbound_id).in_(placed_by), Hold.reason == reason)).all()
    lift(session, holds, now)


def settle_holds(session: Session, account_ids: Sequence[int], now: datetime) -> None:
    """People or holds have moved between these accounts: who is held is paused, and who no longer is goes on."""
    locks.forbid(session)
    held = sa.or_(*_holding(Enrollment))
    _move_all(session, EnrollmentEvent.HELD, sa.and_(col(Enrollment.account_id).in_(account_ids), held))
    _release(session, col(Enrollment.account_id).in_(account_ids), now)


def _holding(run: type[Enrollment]) -> list[Any]:
    """Something holds its contact; something holds its account."""
    return [
        sa.select(sa.literal(1)).where(scope).correlate(run).exists()
        for scope in (
            col(Hold.contact_id) == col(run.contact_id),
            col(Hold.account_id) == col(run.account_id),
        )
    ]


def release_by_hand(session: Session, campaign_id: int, *, contact_id: int | None, now: datetime) -> int:
    """Lift what only a person lifts, for a campaign's contacts or one of them; how many holds that were."""
    locks.forbid(session)
    theirs = select(Enrollment.contact_id).where(Enrollment.campaign_id == campaign_id)
    if contact_id is not None:
        theirs = theirs.where(Enrollment.contact_id == contact_id)
    holds = session.exec(
        select(Hold).where(Hold.reason == HoldReason.BY_HAND, col(Hold.contact_id).in_(theirs))
    ).all()
    lift(session, holds, now)
    return len(holds)


def wake(session: Session, now: datetime) -> int:
    """Lift the holds whose date has come; how many."""
    due = col(Hold.until) <= now
    if session.exec(select(Hold.id).where(due).limit(1)).first() is None:
        return 0
    # A hold that is being placed meanwhile would not be seen, and its contact go on.
    locks.forbid(session)
    ended = session.exec(select(Hold).where(due).order_by(col(Hold.id)).limit(500)).all()
    lift(session, ended, now)
    return len(ended)


def holds_on(session: Session, contact: Contact) -> list[Hold]:
    """What holds a contact, oldest first."""
    scope = sa.or_(col(Hold.contact_id) == contact.id, col(Hold.account_id) == contact.account_id)
    return list(session.exec(select(Hold).where(scope).order_by(col(Hold.id))).all())


def end(session: Session, enrollment: Enrollment, event: EnrollmentEvent, *, why: str, now: datetime) -> bool:
    """Move a run to one of its ends; a task of it that is open is dropped.

    False, and nothing changed, where the table has no such move.
    """
    # Another daemon may have ended it since it was read: an opt-out must not become a "finished" again.
    session.refresh(enrollment, with_for_update=True)
    return _end_locked(session, enrollment, event, why=why, now=now)


def _end_locked(
    session: Session, enrollment: Enrollment, event: EnrollmentEvent, *, why: str, now: datetime
) -> bool:
    """The same for a run that was read, and locked, in this transaction."""
    after = ENROLLMENT_TRANSITIONS.get((enrollment.state, event))
    if after is None:
        return False
    was_waiting = enrollment.waits_for_turn
    enrollment.state, enrollment.due_at, enrollment.waits_for_turn = after, None, False
    enrollment.ended_at, enrollment.ended_why = now, why
    session.add(enrollment)
    session.flush()
    _drop_tasks(session, [enrollment.id or 0])
    if not was_waiting:
        _give_turn(session, enrollment.account_id, now)
    return True


def end_many(
    session: Session,
    where: Any,
    event: EnrollmentEvent,
    *,
    why: str,
    now: datetime,
    limit: int,
) -> int:
    """The same for all runs of which `where` is true, at most `limit` of them, in a few statements; how many ended."""
    # Mails of these runs may be on their way: who commits them and we would lock the same runs in another order.
    locks.forbid(session)
    rows = session.execute(
        sa.select(col(Enrollment.id), col(Enrollment.account_id), col(Enrollment.waits_for_turn))
        .where(where, col(Enrollment.state).in_(_sources(event)))
        # Those who wait first, so that ending one never gives the turn to the next of them.
        .order_by(col(Enrollment.waits_for_turn).desc(), col(Enrollment.id))
        .limit(limit)
        .with_for_update()
    ).all()
    ended = [row.id for row in rows]
    values = {"due_at": None, "waits_for_turn": False, "ended_at": now, "ended_why": why}
    _move_all(session, event, col(Enrollment.id).in_(ended), **values)
    _drop_tasks(session, ended)
    for account_id in _waited_at(session, {row.account_id for row in rows if not row.waits_for_turn}):
        _give_turn(session, account_id, now)
    return len(ended)


def take_up_again(
    session: Session,
    enrollment: Enrollment,
    *,
    version_id: int,
    step_index: int,
    due_at: datetime | None,
    waits_for_turn: bool,
    now: datetime,
    **details: Any,
) -> bool:
    """Let a run that has ended go on at a step, held where something holds its contact. `details` go to its event.

    False, and nothing changed, where the table has no such move. Whether the step may go is the caller's to know.
    """
    session.refresh(enrollment, with_for_update=True)
    after = ENROLLMENT_TRANSITIONS.get((enrollment.state, EnrollmentEvent.RE_ENROLLED))
    if after is None:
        return False
    if _held(session, enrollment.contact_id, enrollment.account_id):
        after = ENROLLMENT_TRANSITIONS[after, EnrollmentEvent.HELD]
    before = enrollment.state
    enrollment.state, enrollment.next_step, enrollment.sequence_version_id = after, step_index, version_id
    enrollment.due_at, enrollment.first_due_at, enrollment.waits_for_turn = due_at, None, waits_for_turn
    enrollment.ended_at, enrollment.ended_why = None, ""
    session.add(enrollment)
    session.flush()
    _note(session, Happened.RE_ENROLLED, enrollment, now, was=before.value, **details)
    return True


def stop_colleagues(session: Session, account_id: int, *, but: int, why: str, now: datetime) -> int:
    """End the cold runs of everybody else at the account: somebody there has answered. How many."""
    others = session.execute(_OTHERS_AT_ACCOUNT, {"account": account_id, "but": but}).scalars().all()
    for other in others:
        _end_locked(session, other, EnrollmentEvent.STOPPED, why=why, now=now)
    return len(others)


_OTHERS_AT_ACCOUNT = (
    select(Enrollment)
    .where(
        col(Enrollment.account_id) == sa.bindparam("account"),
        col(Enrollment.contact_id) != sa.bindparam("but"),
        col(Enrollment.state).in_(UNDER_WAY),
        col(Enrollment.tag).is_(None),
    )
    # Those who wait first, so that ending one never gives the turn to the next of them.
    .order_by(col(Enrollment.waits_for_turn).desc(), col(Enrollment.id))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def step_done(session: Session, enrollment: Enrollment, *, step_index: int, due_at: datetime) -> None:
    """A step that was no mail is done, or need not be done: on to the next, due at `due_at`. Nothing went out."""
    if enrollment.next_step != step_index:
        return
    enrollment.next_step = step_index + 1
    enrollment.due_at = due_at if enrollment.state in UNDER_WAY else None
    enrollment.first_due_at = None
    session.add(enrollment)
    session.flush()


def _drop_tasks(session: Session, enrollment_ids: list[int]) -> None:
    for statement in _DROP_TASKS:
        session.execute(statement, {"ids": enrollment_ids})


_DROP_TASKS = [
    sa.update(Task)
    .where(among(col(Task.enrollment_id), "ids"), col(Task.state) == before)
    .values(state=after)
    .execution_options(synchronize_session="fetch")
    for (before, event), after in TASK_TRANSITIONS.items()
    if event is TaskEvent.DROPPED
]


def _waited_at(session: Session, account_ids: set[int]) -> list[int]:
    """Those of these accounts where somebody waits for their turn."""
    statement = (
        select(Enrollment.account_id)
        .where(
            col(Enrollment.account_id).in_(account_ids),
            col(Enrollment.state).in_(UNDER_WAY),
            col(Enrollment.waits_for_turn),
        )
        .distinct()
    )
    return sorted(session.exec(statement).all())


def give_turn(session: Session, account_id: int, now: datetime) -> None:
    """Let the next contact of an account begin, if nobody there is under way: people have come, or gone."""
    _give_turn(session, account_id, now)


def _give_turn(session: Session, account_id: int, now: datetime) -> None:
    """Let the next contact of the account begin, if nobody there is under way."""
    following = session.execute(_NEXT_AT_ACCOUNT, {"account": account_id}).scalars().first()
    if following is not None and following.waits_for_turn:
        following.waits_for_turn, following.due_at = False, now
        session.add(following)
        session.flush()


#: Whoever does not wait stands before all who do.
_NEXT_AT_ACCOUNT = (
    select(Enrollment)
    .where(col(Enrollment.account_id) == sa.bindparam("account"), col(Enrollment.state).in_(UNDER_WAY))
    .order_by(col(Enrollment.waits_for_turn), col(Enrollment.position), col(Enrollment.id))
    .limit(1)
)


def _release(session: Session, scope: Any, now: datetime) -> None:
    free = (
        ~sa.select(sa.literal(1))
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
    # Its mail may have been withdrawn meanwhile: due now means "plan it, if it is not there already". And what
    # came due while they were held is due now: nobody was late with it.
    moment = sa.literal(now, UtcDateTime)
    is_due = sa.or_(
        sa.and_(col(Enrollment.due_at).is_(None), col(Enrollment.waits_for_turn).is_(False)),
        col(Enrollment.due_at) < moment,
    )
    due_at = sa.case((is_due, moment), else_=col(Enrollment.due_at))
    _move_all(session, EnrollmentEvent.RELEASED, sa.and_(scope, free), due_at=due_at, first_due_at=None)


def _held(session: Session, contact_id: int, account_id: int) -> bool:
    scope = sa.or_(col(Hold.contact_id) == contact_id, col(Hold.account_id) == account_id)
    return session.exec(select(Hold.id).where(scope)).first() is not None


def _move_all(session: Session, event: EnrollmentEvent, where: Any, **values: Any) -> None:
    for (before, known), after in ENROLLMENT_TRANSITIONS.items():
        if known is event:
            session.execute(
                sa.update(Enrollment)
                .where(col(Enrollment.state) == before, where)
                .values(state=after, **values)
                .execution_options(synchronize_session="fetch")
            )


def _note(session: Session, kind: Happened, enrollment: Enrollment, now: datetime, **details: Any) -> None:
    record(
        session,
        kind,
        now,
        campaign_id=enrollment.campaign_id,
        enrollment_id=enrollment.id,
        account_id=enrollment.account_id,
        contact_id=enrollment.contact_id,
        **details,
    )
