"""What only a person can do, in the database: calls and tasks of a sequence, opened, listed, done.

A run that has come to such a step waits, with no moment at which it is due, until somebody says how it went.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database.columns import UtcDateTime
from outreach.database.events import record
from outreach.prospects.model import Account, Contact
from outreach.sequences import enrolling, versions
from outreach.sequences.definition import SequenceDefinition, StepKind
from outreach.sequences.model import (
    TASK_TRANSITIONS,
    Campaign,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
    Task,
    TaskEvent,
    TaskKind,
    TaskState,
)
from outreach.sequences.timing import Timing

#: Which task a step opens. A mail opens none.
KINDS: Mapping[StepKind, TaskKind] = {StepKind.CALL: TaskKind.CALL, StepKind.TASK: TaskKind.STEP}

#: What a column of a list is called that has a number to call.
_PHONE_COLUMNS = ("phone", "mobile", "telefon", "телефон")


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A task with what the person needs who does it. `overdue_hours` counts from when its step was due."""

    id: int
    kind: str
    state: str
    #: Whoever is to do it; "": whoever comes first.
    owner: str
    due_at: datetime
    overdue_hours: int
    #: Something holds its run: they have written, or are away. To call them now may be wrong.
    held: bool
    name: str
    address: str
    phone: str
    account: str
    campaign: str
    sequence: str
    step: str
    note: str
    outcome: str
    done_by: str
    done_at: datetime | None
    #: The reply that made it, and the referral whose address is missing.
    message: int | None
    referral: int | None


def open_for(
    session: Session,
    enrollment: Enrollment,
    definition: SequenceDefinition,
    contact: Contact,
    now: datetime,
    *,
    timing: Timing,
) -> bool:
    """A call or task step is due: open its task, once, and let the run wait. True if somebody has something new to do.

    One row for each contact, sequence and step: what somebody has done is not asked for again (the run goes on), and
    what another run waits for is not asked for twice (this run ends, as it does for a mail).
    """
    step = definition.steps[enrollment.next_step]
    known = session.exec(
        select(Task)
        .where(
            Task.contact_id == enrollment.contact_id,
            Task.sequence == enrollment.sequence,
            Task.step == step.name,
        )
        .with_for_update()
    ).first()
    if known is not None and known.state is TaskState.DONE:
        _go_on(session, enrollment, definition, contact, timing, now)
        return False
    if known is not None and known.state is TaskState.OPEN:
        enrollment.due_at = None
        if known.enrollment_id != enrollment.id:
            why = f"the step {step.name} waits for a person in another run"
            enrolling.end(session, enrollment, EnrollmentEvent.STOPPED, why=why, now=now)
        return False
    _open(session, known, enrollment, definition, now)
    return True


def done(
    session: Session,
    task_id: int,
    *,
    outcome: str,
    actor: str,
    timing: Timing,
    stop: bool = False,
    now: datetime,
) -> Task:
    """A person did it. Its run goes on to the next step, or ends with `stop`. Raises NotFound or Refused."""
    task = find(session, task_id)
    session.refresh(task, with_for_update=True)
    task.state = _moved(task, TaskEvent.DONE)
    task.outcome, task.done_by, task.done_at = outcome, actor, now
    session.add(task)
    session.flush()
    _note(session, Happened.TASK_DONE, task, now, actor=actor, outcome=outcome, stopped=stop)
    if task.enrollment_id is not None:
        _after(session, task, timing, stop=stop, now=now)
    return task


def find(session: Session, task_id: int) -> Task:
    """Raises NotFound."""
    found = session.get(Task, task_id)
    if found is None:
        raise NotFound(f"There is no task {task_id}. `outreach tasks list` shows those that are open.")
    return found


def open_of(session: Session, enrollment_id: int) -> Task | None:
    """The task that a run waits for; None where it waits for none."""
    return session.exec(
        select(Task).where(Task.enrollment_id == enrollment_id, Task.state == TaskState.OPEN)
    ).first()


def count_open(session: Session, campaign_id: int) -> int:
    """How many tasks of a campaign wait for a person."""
    statement = (
        select(sa.func.count(col(Task.id)))
        .join(Enrollment, col(Enrollment.id) == col(Task.enrollment_id))
        .where(Enrollment.campaign_id == campaign_id, Task.state == TaskState.OPEN)
    )
    return int(session.exec(statement).one())


def begun_since(session: Session, campaign_id: int, since: datetime) -> int:
    """How many new prospects of a campaign began with a task after `since`: they count as new people, like mails."""
    asked = {"campaign": campaign_id, "since": since}
    return int(session.connection().execute(_BEGUN, asked).scalar_one())


# Asked at every turn of planning, so made once.
_BEGUN = (
    sa.select(sa.func.count())
    .join_from(Task, Enrollment, col(Enrollment.id) == col(Task.enrollment_id))
    .where(
        col(Enrollment.campaign_id) == sa.bindparam("campaign"),
        col(Task.step_index) == 0,
        col(Task.created_at) > sa.bindparam("since", type_=UtcDateTime()),
    )
)


def drop(session: Session, task_ids: Sequence[int]) -> None:
    """Nobody need do these any more, those that are open: their runs have gone over to another step."""
    for (before, event), after in TASK_TRANSITIONS.items():
        if event is TaskEvent.DROPPED and task_ids:
            session.execute(
                sa.update(Task)
                .where(col(Task.id).in_(task_ids), col(Task.state) == before)
                .values(state=after)
                .execution_options(synchronize_session="fetch")
            )


def assign(session: Session, task_id: int, to: str, *, now: datetime) -> Task:
    """Say who is to do it; "": whoever comes first. Raises NotFound, or Refused where it is over."""
    task = find(session, task_id)
    session.refresh(task, with_for_update=True)
    if task.state is not TaskState.OPEN:
        raise Refused(f"Task {task_id} is {task.state.value}{_since(task)}: nobody need do it any more.")
    task.owner = to
    session.add(task)
    return task


def open_by_hand(
    session: Session,
    contact: Contact,
    *,
    kind: TaskKind,
    note: str,
    owner: str,
    due_at: datetime,
    now: datetime,
) -> Task:
    """Somebody means to do something about a person; no run waits for it."""
    assert contact.id is not None
    task = Task(
        kind=kind,
        contact_id=contact.id,
        account_id=contact.account_id,
        note=note,
        owner=owner,
        due_at=due_at,
        created_at=now,
    )
    session.add(task)
    session.flush()
    _note(session, Happened.TASK_OPENED, task, now, actor=owner or "daemon")
    return task


def listed(
    session: Session,
    *,
    now: datetime,
    everything: bool = False,
    owner: str | None = None,
    kind: TaskKind | None = None,
) -> list[ListedTask]:
    """The open tasks, the longest due first; with `everything` those that are over stand behind them.

    `owner`: theirs, and those that nobody has.
    """
    statement = (
        sa.select(Task, Contact, Account, Enrollment, Campaign)
        .join(Contact, col(Contact.id) == col(Task.contact_id))
        .join(Account, col(Account.id) == col(Task.account_id))
        .outerjoin(Enrollment, col(Enrollment.id) == col(Task.enrollment_id))
        .outerjoin(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
        .order_by(col(Task.state) != TaskState.OPEN, col(Task.due_at), col(Task.id))
    )
    if not everything:
        statement = statement.where(col(Task.state) == TaskState.OPEN)
    if owner is not None:
        statement = statement.where(col(Task.owner).in_(("", owner)))
    if kind is not None:
        statement = statement.where(col(Task.kind) == kind)
    return [_listed(*row, now=now) for row in session.execute(statement)]


def _listed(
    task: Task,
    contact: Contact,
    account: Account,
    enrollment: Enrollment | None,
    campaign: Campaign | None,
    *,
    now: datetime,
) -> ListedTask:
    is_open = task.state is TaskState.OPEN
    return ListedTask(
        id=task.id or 0,
        kind=task.kind.value,
        state=task.state.value,
        owner=task.owner,
        due_at=task.due_at,
        overdue_hours=max(0, int((now - task.due_at).total_seconds() // 3_600)) if is_open else 0,
        held=is_open and enrollment is not None and enrollment.state is EnrollmentState.PAUSED,
        name=contact.name or f"{contact.given_name} {contact.family_name}".strip(),
        address=contact.address,
        # Of a task to find somebody, the contact is who named them: not their number is wanted.
        phone=task.phone or ("" if task.kind is TaskKind.FIND_CONTACT else phone_of(contact)),
        account=account.name,
        campaign="" if campaign is None else campaign.name,
        sequence=task.sequence or "",
        step=task.step or "",
        note=task.note,
        outcome=task.outcome,
        done_by=task.done_by,
        done_at=task.done_at,
        message=task.inbound_id,
        referral=task.referral_id,
    )


def next_mail(definition: SequenceDefinition, step_index: int) -> int | None:
    """The place of the next mail from a step on; None where only tasks are left, or nothing."""
    mails = (
        at for at, step in enumerate(definition.steps) if at >= step_index and step.kind is StepKind.MAIL
    )
    return next(mails, None)


def phone_of(contact: Contact) -> str:
    """The number to call: the contact's own, else that of a further column of the list whose name speaks of one."""
    columns = (value for name, value in sorted(contact.fields.items()) if _names_a_phone(name) and value)
    return contact.phone or next(columns, "")


def _names_a_phone(column: str) -> bool:
    return any(word in column.lower() for word in _PHONE_COLUMNS)


def _open(
    session: Session,
    known: Task | None,
    enrollment: Enrollment,
    definition: SequenceDefinition,
    now: datetime,
) -> None:
    """`known` is the row of a task that was dropped, which is opened again."""
    assert enrollment.id is not None
    step = definition.steps[enrollment.next_step]
    task = Task(
        kind=KINDS[step.kind],
        contact_id=enrollment.contact_id,
        account_id=enrollment.account_id,
        enrollment_id=enrollment.id,
        sequence=enrollment.sequence,
        step=step.name,
        step_index=enrollment.next_step,
        note=step.note,
        due_at=enrollment.due_at or now,
        created_at=now,
    )
    if known is not None:
        task.id, task.state = known.id, _moved(known, TaskEvent.OPENED_AGAIN)
        task = session.merge(task)
    enrollment.due_at = None
    session.add_all((task, enrollment))
    session.flush()
    _note(session, Happened.TASK_OPENED, task, now)


def _after(session: Session, task: Task, timing: Timing, *, stop: bool, now: datetime) -> None:
    """What the run does that has waited for it."""
    enrollment = session.get_one(Enrollment, task.enrollment_id)
    if stop:
        why = f"{task.step}: {task.outcome}"
        enrolling.end(session, enrollment, EnrollmentEvent.STOPPED, why=why, now=now)
        return
    session.refresh(enrollment, with_for_update=True)
    if enrollment.next_step == task.step_index:
        definition = versions.definition_of(session, enrollment.sequence_version_id)
        contact = session.get_one(Contact, enrollment.contact_id)
        _go_on(session, enrollment, definition, contact, timing, now)


def _go_on(
    session: Session,
    enrollment: Enrollment,
    definition: SequenceDefinition,
    contact: Contact,
    timing: Timing,
    now: datetime,
) -> None:
    index = enrollment.next_step
    due_at = timing.due_after(definition, index + 1, contact, now)
    enrolling.step_done(session, enrollment, step_index=index, due_at=due_at)


def _moved(task: Task, event: TaskEvent) -> TaskState:
    after = TASK_TRANSITIONS.get((task.state, event))
    if after is None:
        raise Refused(f"Task {task.id} is {task.state.value}{_since(task)}: it cannot be {event.value}.")
    return after


def _since(task: Task) -> str:
    if task.state is TaskState.DONE and task.done_at is not None:
        return f" since {task.done_at:%Y-%m-%d}, by {task.done_by} ({task.outcome})"
    return ", since its run has ended" if task.state is TaskState.DROPPED else ""


def _note(session: Session, kind: Happened, task: Task, now: datetime, **details: object) -> None:
    enrollment = None if task.enrollment_id is None else session.get_one(Enrollment, task.enrollment_id)
    record(
        session,
        kind,
        now,
        campaign_id=None if enrollment is None else enrollment.campaign_id,
        enrollment_id=task.enrollment_id,
        account_id=task.account_id,
        contact_id=task.contact_id,
        task=task.id,
        kind_of_task=task.kind.value,
        step=task.step,
        **details,
    )
