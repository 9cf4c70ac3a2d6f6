"""An edited sequence that is started again reaches everybody in the campaign whom nothing has been sent yet.

A batch a unit of work, so that nobody waits long; the first batch in the one that starts it again. Which runs go over,
and what becomes of them, is for `going_over` to say. Whoever is killed between two batches has left the rest on their
version: the next start goes on with them. On PostgreSQL planning, claims and commit points wait for a batch, and it
for them. SQLite has one writer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.database import audit, locks
from outreach.database.events import Event
from outreach.prospects.grading import KeptProfile, grade_contact
from outreach.sending import going_over, unsent_runs
from outreach.sending.unsent_runs import Way
from outreach.sequences import admission, enrolling, versions
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import Campaign, Enrollment, EnrollmentEvent
from outreach.sequences.timing import Timing


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


@dataclass(slots=True)
class MovingUp:
    """What a start has to take to the versions that it froze, and how far it has come."""

    #: The fact of this start: another one after it overtakes it.
    started: int
    #: Each sequence with the version that its runs go over to; the campaign's own first, then those answers lead to.
    ways: tuple[tuple[Way, MovedUp], ...]
    #: How many runs there are to look at, and how many have been.
    total: int
    looked_at: int = 0
    is_overtaken: bool = False
    #: The way that is gone now, and the last run on it that was looked at.
    at: int = 0
    after: int = 0

    @property
    def is_complete(self) -> bool:
        return self.is_overtaken or self.at >= len(self.ways)

    @property
    def told(self) -> list[MovedUp]:
        return [each for _, each in self.ways if each.anything]


def wait_for_turn(session: Session) -> None:
    """Before anything else of a unit of work that moves runs up: nobody plans, claims or commits until it ends."""
    locks.wait_for(session, locks.Turn.PLAN)
    locks.forbid(session)


def wait_to_enroll(session: Session) -> None:
    """Before anything else of a unit of work that enrolls, and has not called `locks.forbid`: whoever moves others up
    meanwhile would miss them, and of two who enroll the same people one would fail."""
    locks.import_alone(session)
    locks.share(session)


def begin(
    session: Session, campaign: Campaign, definitions: Mapping[str, SequenceDefinition], now: datetime
) -> MovingUp:
    """In the unit of work that has started the campaign again: where everybody is to go. `go_on` takes them there."""
    assert campaign.id is not None
    session.flush()
    until = unsent_runs.newest(session, campaign)
    ways = []
    for each in sorted(definitions.values(), key=lambda each: (each.name != campaign.sequence, each.name)):
        version = versions.freeze(session, each, now)
        assert version.id is not None
        ways.append((Way(campaign.id, each.name, version.id, until), MovedUp(each.name, version.version)))
    total = sum(unsent_runs.count(session, way) for way, _ in ways)
    return MovingUp(_last_start(session, campaign), tuple(ways), total)


def go_on(
    session: Session,
    campaign: Campaign,
    moving: MovingUp,
    *,
    timing: Timing,
    actor: str,
    now: datetime,
    limit: int,
    profile: KeptProfile | None = None,
) -> None:
    """Take the next runs that nothing has gone out of to the newer versions; at most `limit` are looked at.

    Call `wait_for_turn` first. Whoever no longer has the grade that the campaign demands is not written to at all.
    Where somebody has started the campaign again meanwhile, it is theirs: to go on would take people back.
    """
    session.flush()
    if _last_start(session, campaign) != moving.started:
        moving.is_overtaken = True
    while limit > 0 and not moving.is_complete:
        looked_at = _one_way(session, campaign, moving, timing, actor, now, limit, profile)
        moving.looked_at += looked_at
        limit -= looked_at
    session.expire_all()


def unsent_on_older(session: Session, campaign: Campaign) -> int:
    """How many runs through its own sequence the next start takes to the version that newcomers get.

    Whoever no longer has the grade that the campaign demands is among them, and ends instead.
    """
    if campaign.sequence_version_id is None:
        return 0
    groups = unsent_runs.alike(session, campaign)
    definitions = _definitions(session, {each.sequence_version_id for each in groups})
    new = versions.definition_of(session, campaign.sequence_version_id)
    return going_over.how_many_may(groups, definitions, new)


def _one_way(
    session: Session,
    campaign: Campaign,
    moving: MovingUp,
    timing: Timing,
    actor: str,
    now: datetime,
    limit: int,
    profile: KeptProfile | None,
) -> int:
    """A batch of the sequence that is at; how many runs were looked at. After its last, the next sequence is."""
    way, told = moving.ways[moving.at]
    # One more than is looked at, to know whether there is any behind.
    ids = unsent_runs.ids_of(session, way, after=moving.after, limit=limit + 1)
    batch, is_last = ids[:limit], len(ids) <= limit
    moved = _move(session, way, batch, timing, now)
    ended = _end_below_grade(session, campaign, moved, profile, now)
    for why, count in ended.items():
        told.ended[why] = told.ended.get(why, 0) + count
    told.moved += len(moved) - sum(ended.values())
    if is_last:
        told.kept = unsent_runs.kept(session, way)
        moving.at, moving.after = moving.at + 1, 0
    else:
        moving.after = batch[-1]
    if moved or (is_last and (told.moved or told.ended)):
        _note(session, way, told, len(moved), ended, actor, now)
    return len(batch)


def _move(session: Session, way: Way, ids: Sequence[int], timing: Timing, now: datetime) -> list[int]:
    """Those of these runs that are on the newer version now."""
    new = versions.definition_of(session, way.version_id)
    found = unsent_runs.read(session, ids)
    definitions = _definitions(session, found.versions)
    going = going_over.who_may(found, definitions, new)
    in_turn = going_over.newly_in_turn(going, definitions, new)
    under_way = unsent_runs.under_way_at(session, {run.account_id for run in in_turn})
    over = going_over.decide(found, going, definitions, new, under_way=under_way, timing=timing, now=now)
    unsent_runs.take_over(session, over, new, way.version_id)
    return over.runs


def _definitions(session: Session, version_ids: Iterable[int]) -> dict[int, SequenceDefinition]:
    return {each: versions.definition_of(session, each) for each in version_ids}


def _note(
    session: Session,
    way: Way,
    told: MovedUp,
    looked: int,
    ended: Mapping[str, int],
    actor: str,
    now: datetime,
) -> None:
    """One entry a unit of work. `kept` is known, and said, once all have been looked at."""
    audit.note(
        session,
        "runs_moved_up",
        actor=actor,
        at=now,
        subject=f"campaign:{way.campaign_id}",
        sequence=way.sequence,
        version=told.version,
        moved=looked - sum(ended.values()),
        kept=sum(told.kept.values()),
        ended=sum(ended.values()),
    )


def _last_start(session: Session, campaign: Campaign) -> int:
    """The fact of the campaign's last start."""
    return int(session.execute(_LAST_START, {"campaign": campaign.id}).scalar() or 0)


_LAST_START = sa.select(sa.func.max(col(Event.id))).where(
    col(Event.campaign_id) == sa.bindparam("campaign"), col(Event.kind) == Happened.CAMPAIGN_STARTED
)


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
    for run_id, contact, account in unsent_runs.graded(session, moved):
        why = admission.below_grade(campaign, grade_contact(profile.profile, contact, account))
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
