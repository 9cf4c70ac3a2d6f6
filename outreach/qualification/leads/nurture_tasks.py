"""What nurture asks of people: to look at who wakes, at who has heard nothing, and again at companies."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database.events import record
from outreach.prospects.model import Account, Contact
from outreach.qualification.leads.model import Lead
from outreach.qualification.leads.nurture import CHECKED_AFTER
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Task, TaskKind, TaskState

#: Companies of each kind that one turn looks at.
_AT_ONCE = 50

#: What the tasks of nurture are told apart by; no sequence has steps of these names in a run of theirs.
WOKEN, TOUCH, OVER, CHECK = "nurture-woken", "nurture-touch", "nurture-over", "account-check"


def check_accounts(session: Session, now: datetime) -> int:
    """Ask for a look at companies where nothing happened for a quarter, or half a year; how many tasks that was."""
    tasks = 0
    for status, after in CHECKED_AFTER.items():
        cutoff = now - after
        looked = select(Task.account_id).where(Task.step == CHECK, col(Task.created_at) > cutoff)
        written = select(OutboundMessage.account_id).where(
            OutboundMessage.account_id == Account.id, col(OutboundMessage.in_flight_at) > cutoff
        )
        due = (
            select(Account)
            .where(
                Account.status == status,
                sa.func.coalesce(col(Account.status_since), col(Account.created_at)) <= cutoff,
                col(Account.id).not_in(looked),
                ~written.exists(),
                select(Contact.id).where(Contact.account_id == Account.id).exists(),
            )
            .order_by(col(Account.id))
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        for account in session.exec(due).all():
            tasks += _check(session, account, after, now)
    return tasks


def _check(session: Session, account: Account, after: timedelta, now: datetime) -> bool:
    lead = session.exec(
        select(Lead).where(Lead.account_id == account.id).order_by(col(Lead.id).desc())
    ).first()
    known = select(Contact.id).where(Contact.account_id == account.id).order_by(col(Contact.id))
    contact_id = lead.contact_id if lead is not None else session.exec(known).first()
    if contact_id is None or account.id is None:
        return False
    where = account.name or f"account {account.id}"
    status = account.status.value.replace("_", " ")
    text = f"Look at {where} again: {status}, and nothing has happened there for {after.days} days."
    owner = "" if lead is None else lead.owner
    return open_task(session, contact_id, account.id, CHECK, text, owner=owner, now=now)


def open_task(
    session: Session, contact_id: int, account_id: int, step: str, text: str, *, owner: str, now: datetime
) -> bool:
    """A task for a person, unless one of nurture waits for them already: one look at the lead does for both."""
    waiting = select(Task.id).where(
        Task.contact_id == contact_id,
        col(Task.step).in_((WOKEN, TOUCH, OVER, CHECK)),
        Task.state == TaskState.OPEN,
    )
    if session.exec(waiting).first() is not None:
        return False
    task = Task(
        kind=TaskKind.STEP,
        contact_id=contact_id,
        account_id=account_id,
        step=step,
        note=text,
        owner=owner,
        due_at=now,
        created_at=now,
    )
    session.add(task)
    session.flush()
    record(
        session,
        Happened.TASK_OPENED,
        now,
        account_id=account_id,
        contact_id=contact_id,
        task=task.id,
        kind_of_task=task.kind.value,
        step=step,
    )
    return True
