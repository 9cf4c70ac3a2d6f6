"""The whole process in simulated weeks: the production code, with a made-up clock, made-up servers and people.

Import, campaign, SMTP, simulated people who answer, IMAP, understanding, referral follow-ups, review queue.
Seeded: two runs of the same seed come to the same figures.
"""

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlmodel import Session, col, select

from outreach.config import Config, database_url
from outreach.core.clock import SetClock
from outreach.core.draws import draw
from outreach.daemon.engine import Engine
from outreach.daemon.rules import effect_rules, hand_off_rules
from outreach.database.engine import Database, sqlite_path
from outreach.database.schema import upgrade
from outreach.database.workspace import found
from outreach.handoff.model import Offer, OfferState
from outreach.qualification.leads.definition_file import FILE_NAME, load_definition
from outreach.sandbox import our_team
from outreach.sandbox.colleagues import LEFT_BEFORE_END, Colleagues
from outreach.sandbox.demo_lists import INQUIRIES_FOR_A_HUNDRED, inquiries, let_in, take_up, waves
from outreach.sandbox.demo_report import Figures, Story, figures, story
from outreach.sandbox.demo_truth import Reading, readings
from outreach.sandbox.demo_workspace import retire, workspace_in
from outreach.sandbox.office import Office
from outreach.sandbox.world import World
from outreach.sending.model import MailboxStatus, OutboundMessage, OutboundState
from outreach.sending.planning import next_due_at
from outreach.sequences.model import Enrollment, EnrollmentState

#: A Monday morning; the weeks are simulated, so the date is always the same.
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
#: A quarter: a contract takes weeks, and its first payment some more.
WEEKS = 13
PROSPECTS = 120

#: The clock is never moved further at once while something waits to be sent, so that limits and windows are looked at
#: in between; and never further than this at all.
_LONGEST_STEP = timedelta(hours=2)
_LONGEST_REST = timedelta(hours=24)
#: As often as IDLE is renewed at the least, and more often than a mailbox may go unread and still send.
_READ_EVERY = timedelta(minutes=45)
_SHORTEST_STEP = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Demo:
    """What a run came to."""

    seed: int
    start: datetime
    weeks: int
    figures: Figures
    story: Story | None
    #: Every message of the world with what it meant and what was made of it, in the order of arrival.
    readings: tuple[Reading, ...]
    #: Mail to somebody after they had said no or bounced; there must be none.
    wrongly_mailed: int
    #: What the services did not let our colleagues do, and why; there should be nothing.
    refused: dict[str, str] = field(default_factory=dict)


async def play(
    folder: Path,
    *,
    seed: int,
    templates: Path,
    sequences: Path,
    weeks: int = WEEKS,
    prospects: int = PROSPECTS,
    staffed: bool = True,
    progress: Callable[[datetime], None] = lambda _: None,
) -> Demo:
    """Run the weeks in `folder`, which becomes a workspace. `progress` is told how late it is in the world.

    Without `staffed` nobody of us does anything: what waits for a person goes on waiting.
    """
    clock = SetClock(START)
    asking = prospects * INQUIRIES_FOR_A_HUNDRED // 100 if staffed else 0
    async with await World.create(
        seed,
        prospects=prospects,
        inquirers=asking,
        start=START,
        clock=clock,
        colleagues=our_team.addresses(),
    ) as world:
        config = workspace_in(folder, world, templates, sequences)
        database = _database(config, seed)
        draws = partial(draw, seed)
        engine = Engine(config, database, clock=clock, rng=random.Random(seed), draws=draws, in_order=True)
        end = START + timedelta(weeks=weeks)
        office = Office(
            database=database,
            config=config,
            world=world,
            effects=effect_rules(config, draws),
            hand_off=hand_off_rules(config),
            definition=load_definition(config.root / FILE_NAME),
            left_from=end - LEFT_BEFORE_END,
        )
        stage = _Stage(engine, world, clock, Colleagues(office) if staffed else None, _comings(office, weeks))
        try:
            await _until(end, stage, progress)
            played = _result(stage, seed, weeks)
        finally:
            await engine.close()
    retire(config.path)
    return played


@dataclass(slots=True)
class _Stage:
    """Everybody and everything that has a part in it."""

    engine: Engine
    world: World
    clock: SetClock
    colleagues: Colleagues | None
    #: What is imported when, the next first.
    comings: list[tuple[datetime, Callable[[Session], None]]]


async def _until(end: datetime, stage: _Stage, progress: Callable[[datetime], None]) -> None:
    engine, world, clock = stage.engine, stage.world, stage.clock
    read_at = START - _READ_EVERY
    while clock.now() < end:
        # A delivery is what IDLE would tell; and who is about to send has read lately.
        delivered = await world.pass_time(clock.now())
        _import_what_came(stage)
        if stage.colleagues is not None:
            stage.colleagues.turn(clock.now())
        with engine.database.reading() as session:
            about_to_send = _about_to_send(session, clock.now())
        read = delivered > 0 or (about_to_send and clock.now() - read_at >= _READ_EVERY)
        await engine.until_idle(read=read)
        read_at = clock.now() if read else read_at
        with engine.database.reading() as session:
            following = min(_moments(session, stage))
        clock.set(min(following, end))
        progress(clock.now())
    await world.pass_time(end)
    await engine.until_idle()


def _comings(office: Office, weeks: int) -> list[tuple[datetime, Callable[[Session], None]]]:
    """The lists and the inquiries, each at its moment."""
    people, config, seed = office.world.population, office.config, office.world.seed
    mailboxes = [box.name for box in office.world.mailboxes]
    listed = [
        (wave.at, partial(take_up, wave=wave, config=config, mailboxes=mailboxes, draws=partial(draw, seed)))
        for wave in waves(people, START, weeks)
    ]
    asked = [
        (each.at, partial(let_in, inquiry=each, definition=office.definition))
        for each in inquiries(people, START, weeks, seed)
    ]
    return sorted([*listed, *asked], key=lambda coming: coming[0])


def _import_what_came(stage: _Stage) -> None:
    while stage.comings and stage.comings[0][0] <= stage.clock.now():
        _, bring = stage.comings.pop(0)
        with stage.engine.database.writing() as session:
            bring(session)


def _result(stage: _Stage, seed: int, weeks: int) -> Demo:
    world, colleagues = stage.world, stage.colleagues
    with stage.engine.database.reading() as session:
        told = tuple(readings(session, world.delivered))
        return Demo(
            seed=seed,
            start=START,
            weeks=weeks,
            figures=figures(session, world.facts, told),
            story=story(session),
            readings=told,
            wrongly_mailed=len(world.wrongly_mailed()),
            refused={} if colleagues is None else colleagues.refused,
        )


def _about_to_send(session: Session, now: datetime) -> bool:
    queued = select(OutboundMessage.id).where(OutboundMessage.state == OutboundState.QUEUED).limit(1)
    due = select(Enrollment.id).where(
        Enrollment.state == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= now
    )
    return session.exec(queued).first() is not None or session.exec(due.limit(1)).first() is not None


def _moments(session: Session, stage: _Stage) -> Iterator[datetime]:
    """When something happens next, in the world or with us; a day from now at the latest."""
    now = stage.clock.now()
    moments = [
        stage.world.next_event_at(),
        next_due_at(session, now),
        _next_gap_ends(session, now),
        _next_offer_due(session, now),
    ]
    if stage.colleagues is not None:
        moments.append(stage.colleagues.next_at)
    if stage.comings:
        moments.append(stage.comings[0][0])
    yield now + (_LONGEST_STEP if _about_to_send(session, now) else _LONGEST_REST)
    yield from (max(moment, now + _SHORTEST_STEP) for moment in moments if moment is not None)


def _next_offer_due(session: Session, now: datetime) -> datetime | None:
    """When the clock of the hand-off reminds somebody, or passes a lead on."""
    waiting = session.exec(select(Offer.aim_at, Offer.limit_at).where(Offer.state == OfferState.OPEN)).all()
    return min((moment for each in waiting for moment in each if moment > now), default=None)


def _next_gap_ends(session: Session, now: datetime) -> datetime | None:
    """When a mailbox with mail in its queue may send again."""
    waiting = select(OutboundMessage.mailbox).where(OutboundMessage.state == OutboundState.QUEUED).distinct()
    ends = session.exec(
        select(MailboxStatus.next_send_at).where(
            col(MailboxStatus.name).in_(waiting), col(MailboxStatus.next_send_at) > now
        )
    ).all()
    return min((moment for moment in ends if moment is not None), default=None)


def _database(config: Config, seed: int) -> Database:
    url = database_url(config.database)
    if (path := sqlite_path(url)) is not None:
        # As `outreach init` makes it.
        path.touch(mode=0o600)
    upgrade(url)
    database = Database(url)
    with database.writing() as session:
        found(session, START, key=hashlib.sha256(f"outreach demo {seed}".encode()).digest())
    return database
