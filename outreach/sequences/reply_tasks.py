"""Tasks that a reply makes: an address to find, a number to call, somebody who still has no answer. No run waits.

Each is opened once, whatever is read, decided or undone again; what has come about by itself is dropped.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database.events import record
from outreach.prospects.model import Contact
from outreach.sequences.model import TASK_TRANSITIONS, Task, TaskEvent, TaskKind, TaskState


def open_call_back(
    session: Session, contact: Contact, *, phone: str, inbound_id: int, owner: str, now: datetime
) -> None:
    """A reply gave a number: somebody calls it."""
    note = f"they gave this number in message {inbound_id}"
    _open(session, TaskKind.CALL_BACK, contact, note, now, owner=owner, inbound_id=inbound_id, phone=phone)


def open_find_contact(
    session: Session,
    referrer: Contact,
    *,
    whom: str,
    phone: str,
    inbound_id: int,
    referral_id: int,
    owner: str,
    now: datetime,
) -> None:
    """A reply named somebody without an address: somebody finds it."""
    named_by = one_line(referrer.name or referrer.address, 80)
    _open(
        session,
        TaskKind.FIND_CONTACT,
        referrer,
        f"{one_line(whom, 200)}, named by {named_by}",
        now,
        owner=owner,
        inbound_id=inbound_id,
        referral_id=referral_id,
        phone=phone,
    )


def open_answer_overdue(
    session: Session,
    contact: Contact,
    *,
    inbound_id: int,
    note: str,
    owner: str,
    due_at: datetime,
    now: datetime,
) -> bool:
    """Nobody has answered somebody who wants to hear from us. False where that has been said before."""
    return _open(
        session,
        TaskKind.ANSWER_OVERDUE,
        contact,
        note,
        now,
        owner=owner,
        inbound_id=inbound_id,
        due_at=due_at,
    )


def drop_for_referral(session: Session, referral_id: int, now: datetime) -> None:
    """The address is there, or nobody writes to them: it need not be found any more."""
    _drop(session, now, Task.referral_id == referral_id, Task.kind == TaskKind.FIND_CONTACT)


def drop_answered(session: Session, inbound_ids: list[int], now: datetime) -> int:
    """These replies have been answered; how many tasks that ends."""
    return _drop(session, now, col(Task.inbound_id).in_(inbound_ids), Task.kind == TaskKind.ANSWER_OVERDUE)


def drop_for_contact(session: Session, contact_id: int, now: datetime) -> None:
    """They said no for good: nobody calls or answers them any more."""
    about_them = (TaskKind.CALL_BACK, TaskKind.ANSWER_OVERDUE, TaskKind.CALL)
    _drop(session, now, Task.contact_id == contact_id, col(Task.kind).in_(about_them))


def _open(
    session: Session,
    kind: TaskKind,
    contact: Contact,
    note: str,
    now: datetime,
    *,
    owner: str,
    inbound_id: int,
    referral_id: int | None = None,
    phone: str = "",
    due_at: datetime | None = None,
) -> bool:
    known = select(Task.id).where(
        Task.kind == kind,
        Task.inbound_id == inbound_id,
        col(Task.referral_id).is_not_distinct_from(referral_id),
    )
    if session.exec(known).first() is not None:
        return False
    assert contact.id is not None
    task = Task(
        kind=kind,
        contact_id=contact.id,
        account_id=contact.account_id,
        inbound_id=inbound_id,
        referral_id=referral_id,
        phone=one_line(phone, 60),
        note=note,
        owner=owner,
        due_at=due_at or now,
        created_at=now,
    )
    session.add(task)
    session.flush()
    record(
        session,
        Happened.TASK_OPENED,
        now,
        account_id=task.account_id,
        contact_id=task.contact_id,
        inbound_id=inbound_id,
        task=task.id,
        kind_of_task=kind.value,
    )
    return True


def _drop(session: Session, now: datetime, *which: object) -> int:
    opened = session.exec(select(Task).where(Task.state == TaskState.OPEN, *which)).all()  # type: ignore[arg-type]
    for task in opened:
        task.state = TASK_TRANSITIONS[task.state, TaskEvent.DROPPED]
        task.done_at = now
        session.add(task)
    session.flush()
    return len(opened)
