"""Sequences in which a person calls or does something, and a desk that comes to such steps."""

from dataclasses import replace

from sqlmodel import Session, col, select

from outreach.prospects.model import Contact
from outreach.sequences import tasks
from outreach.sequences.definition import SequenceDefinition, Step, StepKind
from outreach.sequences.model import Enrollment, EnrollmentState, Task
from outreach.sequences.versions import definition_of
from tests.support.campaigns import mail_step, sequence
from tests.support.desk import Desk

NOTE = "Ask who signs for printers."


def by_hand(name: str = "call", *, kind: StepKind = StepKind.CALL, after: int = 2) -> Step:
    """A step that a person does."""
    return Step(name=name, kind=kind, after=after, note=NOTE)


def sequence_of(*steps: str | Step, name: str = "who") -> SequenceDefinition:
    """Mails by their names, the first of them with a subject, among steps that a person does."""
    made: list[Step] = []
    for step in steps:
        if isinstance(step, Step):
            made.append(step)
        else:
            is_first = not any(each.kind is StepKind.MAIL for each in made)
            made.append(replace(mail_step(step, first=is_first), after=2 if made else 0))
    return replace(sequence(name=name), steps=tuple(made))


def open_tasks(desk: Desk) -> int:
    """Come to every step that is due and that a person does; how many tasks that opened."""

    def unit(session: Session) -> int:
        due = session.exec(
            select(Enrollment).where(
                Enrollment.state == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= desk.now
            )
        ).all()
        return sum(_came_to(session, desk, run) for run in due)

    return desk.do(unit)


def _came_to(session: Session, desk: Desk, run: Enrollment) -> bool:
    definition = definition_of(session, run.sequence_version_id)
    over = run.next_step >= len(definition.steps)
    if over or definition.steps[run.next_step].kind is StepKind.MAIL:
        return False
    contact = session.get_one(Contact, run.contact_id)
    return tasks.open_for(session, run, definition, contact, desk.now, timing=desk.rules.timing)


def go_on(desk: Desk) -> list[str]:
    """Open the tasks that are due and send what may go; to whom it went."""
    open_tasks(desk)
    return desk.send_all()


def all_tasks(desk: Desk) -> list[Task]:
    with desk.database.reading() as session:
        return list(session.exec(select(Task).order_by(col(Task.id))).all())


def task_of(desk: Desk) -> Task:
    """The only one."""
    (task,) = all_tasks(desk)
    return task


def do_task(desk: Desk, outcome: str = "left a message", *, stop: bool = False) -> Task:
    """Somebody does the newest task."""
    return desk.do(
        tasks.done,
        all_tasks(desk)[-1].id or 0,
        outcome=outcome,
        actor="rita",
        timing=desk.rules.timing,
        stop=stop,
        now=desk.now,
    )
