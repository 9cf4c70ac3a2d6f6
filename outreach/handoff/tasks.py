"""Tasks that the hand-off makes for people: complete it, qualify it once more, find somebody who takes it."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database.events import record
from outreach.qualification.leads.model import Lead
from outreach.sequences.model import TASK_TRANSITIONS, Task, TaskEvent, TaskKind, TaskState

#: The steps that they are known by.
QUALIFY_AGAIN, NOBODY_TAKES_IT = "hand-off-again", "hand-off-nobody"
#: A salesperson answered an offer by mail, and nobody can tell what it says.
ANSWER_UNCLEAR = "hand-off-answer"


def open_task(session: Session, lead: Lead, step: str, text: str, *, owner: str, now: datetime) -> bool:
    """A task about a lead. False where the same one is open."""
    if _open_ones(session, lead, step):
        return False
    task = Task(
        kind=TaskKind.STEP,
        contact_id=lead.contact_id,
        account_id=lead.account_id,
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
        account_id=lead.account_id,
        contact_id=lead.contact_id,
        task=task.id,
        kind_of_task=task.kind.value,
        step=step,
    )
    return True


def drop_tasks(session: Session, lead: Lead, now: datetime, *steps: str) -> None:
    """What they ask for has come about: the lead is with a salesperson again, or over. `steps`: only these."""
    for task in _open_ones(session, lead, *(steps or (QUALIFY_AGAIN, NOBODY_TAKES_IT, ANSWER_UNCLEAR))):
        task.state = TASK_TRANSITIONS[task.state, TaskEvent.DROPPED]
        task.done_at = now
        session.add(task)
    session.flush()


def _open_ones(session: Session, lead: Lead, *steps: str) -> list[Task]:
    statement = select(Task).where(
        Task.contact_id == lead.contact_id, col(Task.step).in_(steps), Task.state == TaskState.OPEN
    )
    return list(session.exec(statement).all())
