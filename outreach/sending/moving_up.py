"""An edited sequence that is started again reaches everybody in the campaign whom nothing has been sent yet.

Whoever has had a mail, or may have, finishes the version that it was written by. So does a run whose mail is claimed at
this moment. What only waits in the outbox is withdrawn, and planned and written anew: one row a step, as ever.

All of it is one unit of work. On PostgreSQL planning, claims and commit points wait for it, and it for them; rows are
locked in the order in which answers are written down, mails before runs. SQLite has one writer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database import audit, locks
from outreach.database.columns import UtcDateTime
from outreach.database.statements import among
from outreach.mail.outcomes import Phase
from outreach.prospects.grading import KeptProfile, grade_contact
from outreach.prospects.model import Account, Contact
from outreach.sending import outbox
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sequences import admission, enrolling, tasks, versions
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import (
    UNDER_WAY,
    Campaign,
    Enrollment,
    EnrollmentEvent,
    SequenceVersion,
    Task,
    TaskState,
)
from outreach.sequences.newer_version import Moved, Unsent, go_over, may_go_over
from outreach.sequences.timing import Timing

_AT_ONCE = 1_000

#: In which nothing of a mail was ever transmitted, and nobody is about to.
_WAITING = frozenset({OutboundState.QUEUED, OutboundState.WITHDRAWN})


#: Of an answer: the body was on its way, or over.
_OFFERED = frozenset({Phase.DATA.value, Phase.DOT.value})


@dataclass(slots=True)
class MovedUp:
    """What became of the runs through one sequence of a campaign, when its files were approved again."""

    sequence: str
    version: int
    moved: int = 0
    #: Runs under way that finish an older version, by its number.
    kept: dict[int, int] = field(default_factory=dict)
    #: Runs that ended instead, by reason: the start would not have taken them up today.
    ended: dict[str, int] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        return bool(self.moved or self.kept or self.ended)


def wait_for_turn(session: Session) -> None:
    """Before anything else of a unit of work that calls `move_up`: nobody plans, claims or commits until it ends."""
    locks.wait_for(session, locks.Turn.PLAN)
    locks.forbid(session)


def wait_to_enroll(session: Session) -> None:
    """Before anything else of a unit of work that enrolls from a list: whoever moves others up meanwhile would miss
    them, and of two who enroll the same people one would fail."""
    locks.import_alone(session)
    locks.share(session)


def move_up(
    session: Session,
    campaign: Campaign,
    definitions: Mapping[str, SequenceDefinition],
    *,
    timing: Timing,
    actor: str,
    now: datetime,
    profile: KeptProfile | None = None,
) -> list[MovedUp]:
    """Take these definitions, which are frozen already, to every run of the campaign that nothing has gone out of.

    For each sequence of which anybody is on an older version. The campaign's own comes first, then those that its
    answers lead to. Whoever no longer has the grade that the campaign demands is not written to at all.
    """
    ordered = sorted(definitions.values(), key=lambda each: (each.name != campaign.sequence, each.name))
    every = [
        _move_up_in(session, campaign, each, timing=timing, actor=actor, now=now, profile=profile)
        for each in ordered
    ]
    session.expire_all()
    return [each for each in every if each.anything]


def unsent_on_older(session: Session, campaign: Campaign) -> int:
    """How many runs through its own sequence `move_up` would look at: on another version, and nothing went out."""
    asked = {"campaign": campaign.id, "sequence": campaign.sequence, "version": campaign.sequence_version_id}
    return int(session.execute(_UNSENT_ON_OLDER, asked).scalar_one())


def _move_up_in(
    session: Session,
    campaign: Campaign,
    definition: SequenceDefinition,
    *,
    timing: Timing,
    actor: str,
    now: datetime,
    profile: KeptProfile | None,
) -> MovedUp:
    version = versions.freeze(session, definition, now)
    assert version.id is not None
    told = MovedUp(definition.name, version.version)
    session.flush()
    asked = {"campaign": campaign.id, "sequence": definition.name, "version": version.id}
    last = 0
    while ids := session.execute(_OLDER, asked | {"after": last, "limit": _AT_ONCE}).scalars().all():
        last = ids[-1]
        batch = _Batch(session, ids, definition, version.id, timing, now)
        moved = batch.move()
        told.moved += len(moved)
        for why, count in _end_below_grade(session, campaign, moved, profile, now).items():
            told.ended[why] = told.ended.get(why, 0) + count
            told.moved -= count
    told.kept = {row.version: row.runs for row in session.execute(_KEPT, asked)}
    if told.moved or told.ended:
        audit.note(
            session,
            "runs_moved_up",
            actor=actor,
            at=now,
            subject=f"campaign:{campaign.id}",
            sequence=definition.name,
            version=version.version,
            moved=told.moved,
            kept=sum(told.kept.values()),
            ended=sum(told.ended.values()),
        )
    return told


class _Batch:
    """Some runs on older versions, with what stands in the outbox and among the tasks for them."""

    def __init__(
        self,
        session: Session,
        ids: Sequence[int],
        definition: SequenceDefinition,
        version_id: int,
        timing: Timing,
        now: datetime,
    ) -> None:
        self._session = session
        self._new = definition
        self._version_id = version_id
        self._timing = timing
        self._now = now
        self._mails = session.execute(_MAILS, {"runs": ids}).all()
        begun = {mail.enrollment_id for mail in self._mails if not _only_waits(mail)}
        self._tried = {mail.enrollment_id for mail in self._mails if _was_tried(mail)}
        tasks_of = session.execute(_TASKS, {"runs": ids}).all()
        self._open_tasks = {task.enrollment_id: task for task in tasks_of}
        self._runs = [run for run in session.execute(_RUNS, {"runs": ids}) if run.run_id not in begun]

    def move(self) -> list[int]:
        """The runs that are on the newer version now."""
        going = [run for run in self._runs if may_go_over(self._old(run), self._new, self._unsent(run))]
        if not going:
            return []
        ids = [run.run_id for run in going]
        after = {run.run_id: self._after(run) for run in going}
        waits = self._who_waits(going)
        self._withdraw(set(ids))
        self._see_to_tasks({run for run, moved in after.items() if not moved.keeps_task}, set(ids))
        stays = [
            run.run_id
            for run in going
            if (run.due_at, run.first_due_at, run.waits_for_turn) == _when(after, waits, run.run_id)
        ]
        self._move_on(stays)
        self._move_anew(after, waits, set(ids) - set(stays))
        return ids

    def _move_on(self, runs: Sequence[int]) -> None:
        """Those of which nothing but the version changes: most, where only words were edited."""
        if runs:
            to = {"version": self._version_id, "nurture": self._new.is_nurture}
            self._session.connection().execute(_MOVE_THESE, to | {"runs": runs})

    def _move_anew(self, after: Mapping[int, Moved], waits: set[int], runs: set[int]) -> None:
        to: dict[str, Any] = {"version": self._version_id, "nurture": self._new.is_nurture}
        rows = []
        for run in sorted(runs):
            due_at, first_due_at, is_waiting = _when(after, waits, run)
            rows.append(to | {"run": run, "waits": is_waiting, "due": due_at, "first_due": first_due_at})
        if rows:
            self._session.connection().execute(_MOVE, rows)

    def _old(self, run: Any) -> SequenceDefinition:
        return versions.definition_of(self._session, run.sequence_version_id)

    def _unsent(self, run: Any) -> Unsent:
        return Unsent(
            run.next_step,
            run.due_at,
            run.first_due_at,
            is_referred=run.tag is not None,
            has_open_task=run.run_id in self._open_tasks,
            was_tried=run.run_id in self._tried,
        )

    def _after(self, run: Any) -> Moved:
        return go_over(self._old(run), self._new, self._unsent(run), run, timing=self._timing, now=self._now)

    def _who_waits(self, going: Sequence[Any]) -> set[int]:
        """Whose colleague has their turn first: as it was, but where the edit changed the rule."""
        waits = {run.run_id for run in going if run.waits_for_turn}
        if not self._new.account.one_at_a_time:
            # Whose own rule made them wait need not any more.
            return waits - {run.run_id for run in going if self._old(run).account.one_at_a_time}
        turned_on = [run for run in going if not self._old(run).account.one_at_a_time]
        if not turned_on:
            return waits
        asked = {
            "accounts": sorted({run.account_id for run in turned_on}),
            "going": [run.run_id for run in turned_on],
        }
        busy = set(self._session.execute(_BUSY, asked).scalars())
        for run in sorted(turned_on, key=lambda each: (each.waits_for_turn, each.position, each.run_id)):
            if run.account_id in busy:
                waits.add(run.run_id)
            busy.add(run.account_id)
        return waits

    def _withdraw(self, going: set[int]) -> None:
        theirs = [mail for mail in self._mails if mail.enrollment_id in going]
        outbox.withdraw(
            self._session, [mail.mail_id for mail in theirs if mail.state is OutboundState.QUEUED]
        )
        if theirs:
            self._session.execute(_NOT_REHEARSED, {"mails": [mail.mail_id for mail in theirs]})
            untried = [mail.mail_id for mail in theirs if not _was_tried(mail)]
            self._session.execute(_NOT_WRITTEN, {"mails": untried})

    def _see_to_tasks(self, going_on: set[int], going: set[int]) -> None:
        """What a person need not do any more is dropped; what they are to do is said in the newer words."""
        open_ones = [task for run, task in self._open_tasks.items() if run in going]
        tasks.drop(self._session, [task.task_id for task in open_ones if task.enrollment_id in going_on])
        notes = [
            {"task": task.task_id, "its_note": self._new.steps[task.step_index].note}
            for task in open_ones
            if task.enrollment_id not in going_on
        ]
        if notes:
            self._session.connection().execute(_NOTE_TASK, notes)


def _when(
    after: Mapping[int, Moved], waits: set[int], run_id: int
) -> tuple[datetime | None, datetime | None, bool]:
    """When a run is due in the newer version, when it was first, and whether a colleague has their turn first."""
    moved = after[run_id]
    return (None if run_id in waits else moved.due_at), moved.first_due_at, run_id in waits


def _only_waits(mail: Any) -> bool:
    """Whether nothing of it was ever transmitted, and no person had to say so: they can be wrong."""
    return mail.kind is OutboundKind.STEP and mail.state in _WAITING and mail.settled_by is None


def _was_tried(mail: Any) -> bool:
    """Whether a server may have been offered its body, and said that it did not take it."""
    return mail.attempts > 1 or mail.answer_phase in _OFFERED


def _end_below_grade(
    session: Session,
    campaign: Campaign,
    moved: Iterable[int],
    profile: KeptProfile | None,
    now: datetime,
) -> dict[str, int]:
    """End the runs of those whom the start would leave out today for their grade. Who was put in by hand stays.

    Everything else that a start asks, planning and the commit point ask of every mail.
    """
    if campaign.min_grade is None or profile is None:
        return {}
    below: dict[str, list[int]] = {}
    for run_id, contact, account in session.execute(_GRADED, {"runs": list(moved)}):
        graded = grade_contact(profile.profile, contact, account)
        why = admission.below_grade(campaign, graded)
        if why is not None:
            below.setdefault(why, []).append(run_id)
    return {
        why: enrolling.end_many(
            session,
            col(Enrollment.id).in_(ids),
            EnrollmentEvent.STOPPED,
            why=why,
            now=now,
            limit=len(ids),
        )
        for why, ids in below.items()
    }


# --- statements, made once -----------------------------------------------------------------------------------------

_ON_OLDER = (
    col(Enrollment.campaign_id) == sa.bindparam("campaign"),
    col(Enrollment.sequence) == sa.bindparam("sequence"),
    col(Enrollment.sequence_version_id) != sa.bindparam("version"),
    col(Enrollment.state).in_(UNDER_WAY),
)
_OLDER = (
    sa.select(col(Enrollment.id))
    .where(*_ON_OLDER, col(Enrollment.started_at).is_(None), col(Enrollment.id) > sa.bindparam("after"))
    .order_by(col(Enrollment.id))
    .limit(sa.bindparam("limit", type_=sa.Integer()))
)
_UNSENT_ON_OLDER = sa.select(sa.func.count()).where(
    *_ON_OLDER,
    col(Enrollment.started_at).is_(None),
    ~sa.exists().where(
        col(OutboundMessage.enrollment_id) == col(Enrollment.id),
        col(OutboundMessage.state).not_in(_WAITING),
    ),
)
_MAILS: Any = (
    sa.select(
        col(OutboundMessage.id).label("mail_id"),
        col(OutboundMessage.enrollment_id),
        col(OutboundMessage.kind),
        col(OutboundMessage.state),
        col(OutboundMessage.settled_by),
        col(OutboundMessage.attempts),
        col(OutboundMessage.answer_phase),
    )
    .where(among(col(OutboundMessage.enrollment_id), "runs"))
    .order_by(col(OutboundMessage.id))
    .with_for_update()
)
_TASKS: Any = (
    sa.select(col(Task.id).label("task_id"), col(Task.enrollment_id), col(Task.step_index))
    .join(Enrollment, col(Enrollment.id) == col(Task.enrollment_id))
    .where(
        among(col(Task.enrollment_id), "runs"),
        col(Task.state) == TaskState.OPEN,
        col(Task.step_index) == col(Enrollment.next_step),
    )
    .with_for_update(of=Task)
)
#: `id` and the three after it are the contact's: what moments are reckoned by. Whose state has changed is left.
_RUNS: Any = (
    sa.select(
        col(Enrollment.id).label("run_id"),
        col(Enrollment.account_id),
        col(Enrollment.sequence_version_id),
        col(Enrollment.next_step),
        col(Enrollment.due_at),
        col(Enrollment.first_due_at),
        col(Enrollment.tag),
        col(Enrollment.position),
        col(Enrollment.waits_for_turn),
        col(Contact.id),
        col(Contact.address),
        col(Contact.country),
        col(Contact.time_zone),
    )
    .join(Contact, col(Contact.id) == col(Enrollment.contact_id))
    .where(
        among(col(Enrollment.id), "runs"),
        col(Enrollment.state).in_(UNDER_WAY),
        col(Enrollment.started_at).is_(None),
    )
    .order_by(col(Enrollment.id))
    .with_for_update(of=Enrollment)
)
_BUSY = sa.select(col(Enrollment.account_id)).where(
    among(col(Enrollment.account_id), "accounts"),
    col(Enrollment.state).in_(UNDER_WAY),
    col(Enrollment.waits_for_turn).is_(False),
    ~among(col(Enrollment.id), "going"),
)
_KEPT = (
    sa.select(col(SequenceVersion.version), sa.func.count().label("runs"))
    .join(Enrollment, col(Enrollment.sequence_version_id) == col(SequenceVersion.id))
    .where(*_ON_OLDER)
    .group_by(col(SequenceVersion.version))
    .order_by(col(SequenceVersion.version))
)
_GRADED = (
    sa.select(col(Enrollment.id), Contact, Account)
    .join(Contact, col(Contact.id) == col(Enrollment.contact_id))
    .join(Account, col(Account.id) == col(Contact.account_id))
    .where(among(col(Enrollment.id), "runs"), col(Enrollment.grade).is_not(None))
)
_RUN = Enrollment.__table__  # type: ignore[attr-defined]
_TO_VERSION = sa.update(_RUN).values(
    sequence_version_id=sa.bindparam("version"), is_nurture=sa.bindparam("nurture")
)
_MOVE_THESE = _TO_VERSION.where(among(_RUN.c.id, "runs"))
_MOVE = _TO_VERSION.where(_RUN.c.id == sa.bindparam("run")).values(
    waits_for_turn=sa.bindparam("waits"),
    due_at=sa.bindparam("due", type_=UtcDateTime()),
    first_due_at=sa.bindparam("first_due", type_=UtcDateTime()),
)
_THESE_MAILS: Any = (
    sa.update(OutboundMessage)
    .where(among(col(OutboundMessage.id), "mails"))
    .execution_options(synchronize_session=False)
)
#: A rehearsal says the new wording, once more.
_NOT_REHEARSED = _THESE_MAILS.values(rehearsed_at=None)
#: A Message-ID is that of the step's place: another step may stand there now, and an id is given once.
_NOT_WRITTEN = _THESE_MAILS.values(raw=None, message_id=None)
_TASK = Task.__table__  # type: ignore[attr-defined]
_NOTE_TASK = sa.update(_TASK).where(_TASK.c.id == sa.bindparam("task")).values(note=sa.bindparam("its_note"))
