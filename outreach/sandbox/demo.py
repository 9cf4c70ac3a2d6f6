"""The whole process in simulated weeks: the production code, with a made-up clock, made-up servers and people.

Import, campaign, SMTP, simulated people who answer, IMAP, understanding, referral follow-ups, review queue.
Seeded: two runs of the same seed come to the same figures.
"""

import hashlib
import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

from sqlmodel import Session, col, select

from outreach.config import Config, database_url, load_config
from outreach.core.clock import SetClock
from outreach.core.draws import draw
from outreach.core.shipped import shipped
from outreach.daemon.engine import Engine
from outreach.daemon.rules import law_now, timing
from outreach.database.engine import Database
from outreach.database.schema import upgrade
from outreach.database.workspace import found
from outreach.prospects.import_plan import OnDuplicate
from outreach.prospects.importing import import_contacts
from outreach.prospects.law_at_import import country_rule
from outreach.prospects.lists import open_list
from outreach.prospects.model import Source
from outreach.prospects.reading import read_rows
from outreach.prospects.rows import ImportRow
from outreach.sandbox.demo_report import Figures, Story, figures, story
from outreach.sandbox.demo_truth import Reading, readings
from outreach.sandbox.world import World
from outreach.sending.model import MailboxStatus, OutboundMessage, OutboundState
from outreach.sending.planning import next_due_at
from outreach.sequences import campaigns
from outreach.sequences.loading import load_with_targets
from outreach.sequences.model import Enrollment, EnrollmentState

#: A Monday morning; the weeks are simulated, so the date is always the same.
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
WEEKS = 3
PROSPECTS = 120
CAMPAIGN = "demo"
#: On what ground they are written to, as `prospects import --legal-basis` would record it.
LEGAL_BASIS = "consent: nobody here is real, and this world was made up for the demo"

#: The clock is never moved further at once, so that limits and windows are looked at in between.
_LONGEST_STEP = timedelta(hours=2)
#: As often as IDLE is renewed at the least, and more often than a mailbox may go unread and still send.
_READ_EVERY = timedelta(minutes=45)
_SHORTEST_STEP = timedelta(seconds=30)

_CONFIG = """\
# Written by `outreach demo`. The servers in it are gone; the database can be looked at with every command.
live = true

[sender]
name = "Nora Whitfield"
organisation = "Fairmile Ltd"
postal_address = "4 Orchard Lane, Bristol BS1 4XX, United Kingdom"

[policy]
zone = "Europe/London"
# Nobody sits beside the demo and works the replies: they must not hold the first mails back.
replies_per_person = 0

[guards]
# Some addresses of this list are dead on purpose; elsewhere such a list would be stopped.
bounce_share = 20
"""

_OUR_RULES = """\
# Written by `outreach demo`: the shipped rules, but for one thing. Nobody here is real, so a colleague's word is taken
# for consent ("referral" in `basis`); in earnest it is none where a law asks for consent.

"""
_CONSENT_ONLY = re.compile(r'(decision = "consent"\nasks = [^\n]*\n)(?!basis)')

_MAILBOX = """
[[mailboxes]]
name = "{name}"
from = "{display_name} <{address}>"
per_day = 40
gap_seconds = [90, 240]
sent_copy = "{sent_copy}"

[mailboxes.ramp]
start = 12
add = 6

[mailboxes.smtp]
host = "{smtp_host}"
port = {smtp_port}
security = "none"
username = "{login}"
password = {{ file = "{name}.password" }}

[mailboxes.imap]
host = "{imap_host}"
port = {imap_port}
security = "none"
username = "{login}"
password = {{ file = "{name}.password" }}
"""


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


async def play(
    folder: Path,
    *,
    seed: int,
    templates: Path,
    sequences: Path,
    weeks: int = WEEKS,
    prospects: int = PROSPECTS,
    progress: Callable[[datetime], None] = lambda _: None,
) -> Demo:
    """Run the weeks in `folder`, which becomes a workspace. `progress` is told how late it is in the world."""
    clock = SetClock(START)
    async with await World.create(seed, prospects=prospects, start=START, clock=clock) as world:
        config = _workspace(folder, world, templates, sequences)
        database = _database(config, seed)
        engine = Engine(
            config, database, clock=clock, rng=random.Random(seed), draws=partial(draw, seed), in_order=True
        )
        try:
            _begin(database, config, world, seed)
            await _until(START + timedelta(weeks=weeks), engine, world, clock, progress)
            played = _result(database, world, seed, weeks)
        finally:
            await engine.close()
    _retire(config.path)
    return played


async def _until(
    end: datetime, engine: Engine, world: World, clock: SetClock, progress: Callable[[datetime], None]
) -> None:
    read_at = START - _READ_EVERY
    while clock.now() < end:
        # A delivery is what IDLE would tell; and who is about to send has read lately.
        delivered = await world.pass_time(clock.now())
        with engine.database.reading() as session:
            about_to_send = _about_to_send(session, clock.now())
        read = delivered > 0 or (about_to_send and clock.now() - read_at >= _READ_EVERY)
        await engine.until_idle(read=read)
        read_at = clock.now() if read else read_at
        with engine.database.reading() as session:
            following = _next_moment(session, world, clock.now())
        clock.set(min(following, end))
        progress(clock.now())
    await world.pass_time(end)
    await engine.until_idle()


def _result(database: Database, world: World, seed: int, weeks: int) -> Demo:
    with database.reading() as session:
        told = tuple(readings(session, world.delivered))
        return Demo(
            seed=seed,
            start=START,
            weeks=weeks,
            figures=figures(session, CAMPAIGN, world.facts, told),
            story=story(session),
            readings=told,
            wrongly_mailed=len(world.wrongly_mailed()),
        )


def _retire(config_file: Path) -> None:
    """The servers are gone: nobody who looks at the workspace shall write to whatever has their ports now."""
    text = config_file.read_text(encoding="utf-8")
    config_file.write_text(text.replace("live = true", "live = false", 1), encoding="utf-8")


def _about_to_send(session: Session, now: datetime) -> bool:
    queued = select(OutboundMessage.id).where(OutboundMessage.state == OutboundState.QUEUED).limit(1)
    due = select(Enrollment.id).where(
        Enrollment.state == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= now
    )
    return session.exec(queued).first() is not None or session.exec(due.limit(1)).first() is not None


def _next_moment(session: Session, world: World, now: datetime) -> datetime:
    """When something happens next, in the world or with us; two hours from now at the latest."""
    moments = [world.next_event_at(), next_due_at(session, now), _next_gap_ends(session, now)]
    later = [max(moment, now + _SHORTEST_STEP) for moment in moments if moment is not None]
    return min([*later, now + _LONGEST_STEP])


def _next_gap_ends(session: Session, now: datetime) -> datetime | None:
    """When a mailbox with mail in its queue may send again."""
    waiting = select(OutboundMessage.mailbox).where(OutboundMessage.state == OutboundState.QUEUED).distinct()
    ends = session.exec(
        select(MailboxStatus.next_send_at).where(
            col(MailboxStatus.name).in_(waiting), col(MailboxStatus.next_send_at) > now
        )
    ).all()
    return min((moment for moment in ends if moment is not None), default=None)


def _workspace(folder: Path, world: World, templates: Path, sequences: Path) -> Config:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(templates, folder / "templates", dirs_exist_ok=True)
    shutil.copytree(sequences, folder / "sequences", dirs_exist_ok=True)
    sections = [_CONFIG]
    for box in world.mailboxes:
        secret = folder / f"{box.name}.password"
        secret.touch(mode=0o600)
        secret.write_text(box.password, encoding="utf-8")
        sections.append(
            _MAILBOX.format(
                name=box.name,
                display_name=box.display_name,
                address=box.address,
                login=box.login,
                sent_copy="server" if box.files_copies else "append",
                smtp_host=box.smtp_host,
                smtp_port=box.smtp_port,
                imap_host=box.imap_host,
                imap_port=box.imap_port,
            )
        )
    (folder / "countries.toml").write_text(_countries(), encoding="utf-8")
    shutil.copyfile(shipped("lead-definition.toml"), folder / "lead-definition.toml")
    path = folder / "config.toml"
    path.write_text("".join(sections), encoding="utf-8")
    return load_config(path)


def _countries() -> str:
    """The rules that come with the program; but here a colleague's word is taken for consent."""
    text = shipped("countries.toml").read_text(encoding="utf-8")
    return _OUR_RULES + _CONSENT_ONLY.sub(r'\1basis = ["consent", "referral"]\n', text)


def _database(config: Config, seed: int) -> Database:
    url = database_url(config.database)
    upgrade(url)
    database = Database(url)
    with database.writing() as session:
        found(session, START, key=hashlib.sha256(f"outreach demo {seed}".encode()).digest())
    return database


def _begin(database: Database, config: Config, world: World, seed: int) -> None:
    """Import the list and start the campaign, as the command line does."""
    rows = read_rows(BytesIO(world.prospects_csv().encode()), name="prospects.csv")
    law = law_now(config)
    with database.writing() as session:
        target = open_list(session, CAMPAIGN, source=Source.SPEAR, legal_basis=LEGAL_BASIS, now=START)
        refusal = country_rule(law, LEGAL_BASIS)
        contacts = [row for row in rows if isinstance(row, ImportRow) and refusal(row) is None]
        import_contacts(session, target, contacts, on_duplicate=OnDuplicate.SKIP, actor="demo", now=START)
        campaign = campaigns.create(
            session,
            name=CAMPAIGN,
            sequence="who-handles-sales",
            list_name=CAMPAIGN,
            mailboxes=[box.name for box in world.mailboxes],
            per_day=None,
            now=START,
        )
        campaigns.start(
            session,
            campaign,
            load_with_targets(campaign.sequence, config.sequences, config.templates),
            timing=timing(config, partial(draw, seed)),
            actor="demo",
            now=START,
            law=law,
        )
