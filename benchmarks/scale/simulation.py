"""One run: the daemon's own engine, turned by a clock that is set, between servers and people that are made up."""

import asyncio
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks.scale.figures import Counting, Diary, Turn, size_of
from benchmarks.scale.staff import Staff
from benchmarks.scale.witness import Witness
from benchmarks.scale.workspace import (
    A_CAMPAIGN,
    PER_DAY,
    addresses,
    configured,
    import_list,
    lists_for,
    start_campaign,
)
from benchmarks.scale.world import World, WorldFolder, WorldLine
from outreach.config import Config
from outreach.core.clock import SetClock
from outreach.daemon.engine import Engine
from outreach.daemon.folder_walk import FolderWalk
from outreach.daemon.ledger import Ledger
from outreach.daemon.mailbox_leases import FencedDatabase, everything
from outreach.daemon.sender import Sender
from outreach.daemon.understander import Understanding
from outreach.daemon.understanding_process import UnderstandingProcess
from outreach.database.engine import Database
from outreach.database.schema import upgrade
from outreach.database.workspace import found
from outreach.mail.imap import ImapSession
from outreach.mail.imap_reading_plan import FolderToRead
from outreach.sending import mailboxes
from outreach.sending.model import MailboxStatus

#: A Monday; in these six weeks no country of this world has a holiday on a working day but the United States two.
BEGINS = datetime(2026, 9, 7, 0, 0, tzinfo=UTC)

#: From turn to turn while nothing moves.
QUIET_STEP = timedelta(minutes=30)
HOUR = timedelta(hours=1)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is. `days` are working days."""

    mailboxes: int
    prospects: int
    days: int
    #: From turn to turn while something moves. In each, a mailbox sends one mail at most.
    step: timedelta = timedelta(minutes=5)
    #: Mails a day from a mailbox at the most.
    per_day: int = PER_DAY

    @property
    def ends(self) -> datetime:
        weeks, rest = divmod(self.days, 5)
        return BEGINS + timedelta(weeks=weeks, days=rest)


def prepare(folder: Path, url: str, size: Size, say: Say) -> Config:
    """A founded database with everybody imported and enrolled."""
    config = configured(folder, url, size.mailboxes, size.per_day)
    upgrade(url)
    database = Database(url)
    now = BEGINS - timedelta(hours=6)
    names = [name for name, _ in addresses(size.mailboxes)]
    with database.writing() as session:
        found(session, now)
    lists = lists_for(size.mailboxes, size.prospects)
    began = time.perf_counter()
    for number, (name, people) in enumerate(lists):
        import_list(database, name, number, people, now)
    imported = time.perf_counter()
    say(f"imported {size.prospects:,} in {imported - began:.0f} s, {size_of(database) / 1e6:.0f} MB")
    enrolled = 0
    for number, (name, _) in enumerate(lists):
        boxes = names[number * A_CAMPAIGN : (number + 1) * A_CAMPAIGN]
        enrolled += start_campaign(database, config, name, boxes, now)
    took = time.perf_counter() - imported
    say(f"enrolled {enrolled:,} in {took:.0f} s, {size_of(database) / 1e6:.0f} MB")
    database.close()
    return config


class Simulation:
    """The engine with its senders and readers put between this program's own servers."""

    def __init__(
        self, config: Config, database: Database, folder: Path, *, understanding: Understanding | None
    ) -> None:
        self.clock = SetClock(BEGINS)
        self.database = database
        self._understanding = understanding
        self.engine = Engine(
            config, database, clock=self.clock, rng=random.Random(1), understanding=understanding
        )
        self.witness = Witness(folder / "witness.db")
        of = {mailbox.address: mailbox.name for mailbox in config.mailboxes}
        self.world = World(self.clock, self.witness, of)
        rules = self.engine.rules
        ledger = Ledger(database, rules, owner=self.engine.owner, clock=self.clock)
        self.engine.readers = []
        self.engine.senders = [
            Sender(database, rules, name, WorldLine(self.world, name), ledger, clock=self.clock)
            for name in rules.mailboxes
        ]
        self._walks = {
            name: FolderWalk(
                FencedDatabase(database, everything(name, self.clock)),
                name,
                mailbox.address,
                hold_account=self.engine.effects.hold_account,
                clock=self.clock,
            )
            for name, mailbox in rules.mailboxes.items()
        }
        self._sessions = {name: WorldFolder(self.world, name) for name in rules.mailboxes}
        self._staff = Staff(database, self.engine.effects, self.world)
        self._counting = Counting(database)
        self._hourly_at = self._read_at = self.clock.now() - HOUR
        self._kept = folder / "outside.pickle"
        self._turns = folder / "turns.jsonl"
        self.diary = Diary(self._turns, database)
        #: Set to end after the turn under way; the run can be gone on with.
        self.stopping = False

    def go_on(self, step: timedelta) -> bool:
        """From behind the last turn of an earlier run. False where the outside has forgotten that one."""
        last = json.loads(self._turns.read_text(encoding="utf-8").splitlines()[-1])
        self.clock.set(datetime.fromisoformat(last["at"]))
        self._pass_time(step)
        return self.world.remember(self._kept)

    async def run(self, size: Size, say: Say) -> bool:
        """Turn until the end, a line a day. False where it was stopped before."""
        day = self.clock.now().date()
        while self.clock.now() < size.ends and not self.stopping:
            turn = await self.turn((day - BEGINS.date()).days)
            moves = bool(turn.sent or turn.queued)
            self._pass_time(size.step if moves else max(size.step, QUIET_STEP))
            if self.clock.now().date() != day:
                say(self.diary.end_day(datetime.combine(day, datetime.min.time()), self._reader))
                day = self.clock.now().date()
        self.world.keep(self._kept)
        return self.clock.now() >= size.ends

    def _pass_time(self, step: timedelta) -> None:
        """Until the next round moment."""
        now = self.clock.now() + step
        self.clock.set(now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0))

    @property
    def _reader(self) -> int | None:
        return self._understanding.pid if isinstance(self._understanding, UnderstandingProcess) else None

    async def turn(self, day: int) -> Turn:
        """What `Engine.once` does, each part measured; what a daemon does by the hour is done by the hour."""
        turn = Turn(at=self.clock.now().isoformat(), day=day)
        part = partial(self._counting.part, turn, outside=self.world)
        self.world.pass_time()
        with part("read"):
            turn.read = await self._read()
        with part("understand"):
            turn.understood = await self.engine.understand()
        hourly = self.clock.now() - self._hourly_at >= HOUR
        with part("staff"):
            if hourly:
                turn.decided = await asyncio.to_thread(self._staff.work, self.clock.now())
        with part("rest"):
            if hourly:
                await self._by_the_hour()
        with part("plan"):
            turn.queued = (await self.engine.plan()).queued
        with part("send"):
            turn.sent = await self.engine.send_all()
        with self.world.at_work():
            self.witness.keep()
        self.diary.note(turn)
        return turn

    async def _read(self) -> int:
        read = 0
        if self.clock.now() - self._read_at >= timedelta(minutes=30):
            self._read_at = self.clock.now()
            await self.database.write(_note_all_read, list(self._walks), self.clock.now())
        for mailbox, folder in self.world.with_news():
            session = cast("ImapSession", self._sessions[mailbox])
            await self._walks[mailbox].catch_up(session, FolderToRead(folder))
            read += self.world.was_read(mailbox, folder)
        return read

    async def _by_the_hour(self) -> None:
        self._hourly_at = self.clock.now()
        await self.engine.recover()
        await self.engine.nurture()
        await self.engine.hand_off()
        await self.engine.mail_offers()
        await self.engine.look_for_overdue_answers()
        await self.engine.retain()

    async def close(self) -> None:
        self.witness.close()
        self.diary.close()
        await self.engine.close()


def _note_all_read(session: Session, names: list[str], now: datetime) -> None:
    """What a thousand readers write one by one, within some minutes, written at once: that is not measured here."""
    for name in names if session.get(MailboxStatus, names[-1]) is None else ():
        mailboxes.note_read(session, name, now)
    session.execute(sa.update(MailboxStatus).values(read_at=now))
