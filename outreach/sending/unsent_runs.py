"""Runs of a campaign that nothing has gone out of: read with their mails and tasks, and taken to another version.

Rows are locked in the order in which answers are written down, mails before runs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.columns import UtcDateTime
from outreach.database.statements import among
from outreach.prospects.model import Account, Contact
from outreach.sending import outbox
from outreach.sending.going_over import OFFERED, WAITING, Alike, Found, GoingOver, Mail, OpenTask, Run
from outreach.sending.model import OutboundKind, OutboundMessage
from outreach.sequences import tasks
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import UNDER_WAY, Campaign, Enrollment, SequenceVersion, Task, TaskState


@dataclass(frozen=True, slots=True)
class Way:
    """Which runs are looked at: through this sequence of a campaign, on another version than this one.

    `until`: none that was begun after this run. Whoever is enrolled later is on no older version.
    """

    campaign_id: int
    sequence: str
    version_id: int
    until: int


def newest(session: Session, campaign: Campaign) -> int:
    """The run of the campaign that was begun last; 0 where there is none."""
    return int(session.execute(_NEWEST, {"campaign": campaign.id}).scalar() or 0)


def count(session: Session, way: Way) -> int:
    """How many runs `ids_of` would name, all in all."""
    return int(session.execute(_COUNT, _asked(way)).scalar_one())


def ids_of(session: Session, way: Way, *, after: int, limit: int) -> Sequence[int]:
    """The next runs on other versions of which nobody has had a mail, as far as the run itself says."""
    return session.execute(_OLDER, _asked(way) | {"after": after, "limit": limit}).scalars().all()


def read(session: Session, ids: Sequence[int]) -> Found:
    """These runs, those of them that are still such, with what stands in the outbox and among the tasks for them."""
    asked = {"runs": ids}
    mails = [Mail(*row) for row in session.execute(_MAILS, asked)]
    open_tasks = [OpenTask(*row) for row in session.execute(_TASKS, asked)]
    runs = [Run(*row) for row in session.execute(_RUNS, asked)]
    return Found(runs, mails, open_tasks)


def alike(session: Session, campaign: Campaign) -> list[Alike]:
    """How many runs through its own sequence are on another version, and nothing went out: by where they stand."""
    asked = {"campaign": campaign.id, "sequence": campaign.sequence, "version": campaign.sequence_version_id}
    return [Alike(*row) for row in session.execute(_ALIKE, asked)]


def under_way_at(session: Session, accounts: Iterable[int]) -> list[tuple[int, int]]:
    """The runs under way at these accounts that wait for no colleague: (account, run)."""
    wanted = sorted(accounts)
    rows = session.execute(_BUSY, {"accounts": wanted}) if wanted else ()
    return [(account, run) for account, run in rows]


def kept(session: Session, way: Way) -> dict[int, int]:
    """Runs under way on other versions, by the version's number."""
    return {row.version: row.runs for row in session.execute(_KEPT, _asked(way))}


def graded(session: Session, runs: Iterable[int]) -> list[tuple[int, Contact, Account]]:
    """Those of these runs that were begun with a grade."""
    return [
        (run, contact, account) for run, contact, account in session.execute(_GRADED, {"runs": list(runs)})
    ]


def take_over(session: Session, over: GoingOver, new: SequenceDefinition, version_id: int) -> None:
    """Write down what was decided: mails withdrawn, tasks dropped or said in newer words, runs on the version."""
    outbox.withdraw(session, list(over.withdrawn))
    if over.mails:
        session.execute(_NOT_REHEARSED, {"mails": over.mails})
        session.execute(_NOT_WRITTEN, {"mails": over.untried})
    tasks.drop(session, list(over.dropped))
    connection = session.connection()
    if over.notes:
        connection.execute(_NOTE_TASK, [{"task": task, "its_note": note} for task, note in over.notes])
    to: Mapping[str, Any] = {"version": version_id, "nurture": new.is_nurture}
    if over.as_they_are:
        connection.execute(_MOVE_THESE, {**to, "runs": over.as_they_are})
    if over.anew:
        rows = [
            {
                **to,
                "run": each.run_id,
                "waits": each.waits,
                "due": each.due_at,
                "first_due": each.first_due_at,
            }
            for each in over.anew
        ]
        connection.execute(_MOVE, rows)


def _asked(way: Way) -> dict[str, Any]:
    return {
        "campaign": way.campaign_id,
        "sequence": way.sequence,
        "version": way.version_id,
        "until": way.until,
    }


# --- statements, made once -----------------------------------------------------------------------------------------

_ON_OLDER = (
    col(Enrollment.campaign_id) == sa.bindparam("campaign"),
    col(Enrollment.sequence) == sa.bindparam("sequence"),
    col(Enrollment.sequence_version_id) != sa.bindparam("version"),
    col(Enrollment.state).in_(UNDER_WAY),
)
_OF_THEN = (*_ON_OLDER, col(Enrollment.id) <= sa.bindparam("until"))
_NEWEST = sa.select(sa.func.max(col(Enrollment.id))).where(
    col(Enrollment.campaign_id) == sa.bindparam("campaign")
)
_COUNT = sa.select(sa.func.count()).where(*_OF_THEN, col(Enrollment.started_at).is_(None))
_OLDER = (
    sa.select(col(Enrollment.id))
    .where(*_OF_THEN, col(Enrollment.started_at).is_(None), col(Enrollment.id) > sa.bindparam("after"))
    .order_by(col(Enrollment.id))
    .limit(sa.bindparam("limit", type_=sa.Integer()))
)
_ITS_MAIL = col(OutboundMessage.enrollment_id) == col(Enrollment.id)
_TRIED = sa.exists().where(
    _ITS_MAIL,
    sa.or_(col(OutboundMessage.attempts) > 1, col(OutboundMessage.answer_phase).in_(sorted(OFFERED))),
)
#: As `Mail.only_waits` and `Mail.was_tried` say of each.
_BEGUN = sa.exists().where(
    _ITS_MAIL,
    sa.or_(
        col(OutboundMessage.kind) != OutboundKind.STEP,
        col(OutboundMessage.state).not_in(WAITING),
        col(OutboundMessage.settled_by).is_not(None),
    ),
)
_STANDING = (
    sa.select(
        col(Enrollment.sequence_version_id),
        col(Enrollment.next_step),
        col(Enrollment.tag).is_not(None).label("is_referred"),
        _TRIED.label("was_tried"),
    )
    .where(*_ON_OLDER, col(Enrollment.started_at).is_(None), ~_BEGUN)
    .subquery()
)
_ALIKE = sa.select(*_STANDING.c, sa.func.count()).group_by(*_STANDING.c)
_MAILS: Any = (
    sa.select(
        col(OutboundMessage.id),
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
    sa.select(col(Task.id), col(Task.enrollment_id), col(Task.step_index))
    .join(Enrollment, col(Enrollment.id) == col(Task.enrollment_id))
    .where(
        among(col(Task.enrollment_id), "runs"),
        col(Task.state) == TaskState.OPEN,
        col(Task.step_index) == col(Enrollment.next_step),
    )
    .with_for_update(of=Task)
)
#: Whose state has changed is left.
_RUNS: Any = (
    sa.select(
        col(Enrollment.id),
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
_BUSY = sa.select(col(Enrollment.account_id), col(Enrollment.id)).where(
    among(col(Enrollment.account_id), "accounts"),
    col(Enrollment.state).in_(UNDER_WAY),
    col(Enrollment.waits_for_turn).is_(False),
)
_KEPT = (
    sa.select(col(SequenceVersion.version), sa.func.count().label("runs"))
    .join(Enrollment, col(Enrollment.sequence_version_id) == col(SequenceVersion.id))
    .where(*_OF_THEN)
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
