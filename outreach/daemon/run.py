"""One engine at work: APScheduler ticks over durable state, a watcher a mailbox, and an orderly end.

A tick is never a job a mail: the jobs below look at the database, and a tick that was missed changes nothing.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from outreach.daemon.engine import NURTURE_EVERY, Engine, guarded
from outreach.daemon.halting import RECOVER_EVERY
from outreach.daemon.heartbeat import BEAT_EVERY, Heart
from outreach.daemon.opt_out_door import OptOutDoor
from outreach.sending.planning import orphaned

log = logging.getLogger(__name__)

#: Seconds between two ticks of each turn.
PLAN_EVERY, SEND_EVERY, UNDERSTAND_EVERY, LOOK_UP_EVERY = 10.0, 2.0, 2.0, 60.0
SECOND_READER_EVERY = 30.0
#: Whether a day has gone by since it was looked for what has been kept for long enough.
RETAIN_EVERY = 3_600.0
NOTICES_EVERY = 5.0
OFFERS_EVERY = 5.0
HAND_OFF_EVERY = 60.0
OVERDUE_EVERY = 300.0
DIGEST_EVERY = 60.0
#: Where a database is gone for a moment, sending goes on soon after.
GO_ON_EVERY = 5.0
#: Whether the time of the database was asked for lately.
CLOCK_EVERY = 5.0

#: How long the drain waits for a mail that is being handed in. After that it is doubtful, never lost.
DRAIN_SECONDS = 60.0
#: How long turns that were cut short may take to give back what they hold.
CUT_SECONDS = 5.0


class Running:
    """The daemon while it runs. `stop` drains: turns under way end, no new one begins. `cut` waits for nothing."""

    def __init__(self, engine: Engine, heart: Heart | None = None) -> None:
        self._engine = engine
        self._heart = heart
        self._stop = asyncio.Event()
        self._cut = asyncio.Event()
        self._patience: float | None = DRAIN_SECONDS
        self._turns: set[asyncio.Task[bool]] = set()
        self._busy: set[str] = set()
        self._door: OptOutDoor | None = None

    def stop(self, *, patience: float | None = DRAIN_SECONDS) -> None:
        """Drain. Turns that are still under way after `patience` seconds are cut short; None: they never are."""
        self._patience = patience
        if not self._stop.is_set():
            log.info("draining")
            self._engine.stopping = True
            self._stop.set()

    def cut(self) -> None:
        """End at once: a mail that is being handed in is doubtful, and looked after at the next start."""
        self.stop()
        self._cut.set()

    async def run(self) -> None:
        """Until `stop` is called."""
        engine = self._engine
        # Before anything is claimed: the others know by this that whoever has claimed it lives.
        await engine.leases.turn()
        # The lock of a SQLite database says that we are alone: what somebody else held, a dead one held.
        await engine.recover(all_owners=engine.database.is_sqlite)
        await engine.say_if_restored()
        for name in await engine.database.read(orphaned, engine.rules):
            log.warning("mailbox_missing", extra={"mailbox": name, "advice": "what is to go from it waits"})
        door = self._door = await self._opened_door()
        scheduler = self._scheduler()
        watchers = [
            asyncio.create_task(reader.watch(self._stop, self._understand_now)) for reader in engine.readers
        ]
        leases = asyncio.create_task(engine.leases.keep())
        beating = asyncio.create_task(self._keep_beating())
        scheduler.start()
        log.info("running", extra={"live": engine.config.live, "mailboxes": len(engine.senders)})
        try:
            await self._stop.wait()
        finally:
            # First the ticks, then the turns: `shutdown(wait=True)` would cancel what is under way.
            scheduler.pause()
            await self._drain(watchers)
            leases.cancel()
            beating.cancel()
            await asyncio.gather(leases, beating, return_exceptions=True)
            scheduler.shutdown(wait=False)
            if door is not None:
                await door.close()
        log.info("stopped")

    async def _opened_door(self) -> OptOutDoor | None:
        if not self._engine.config.http.enabled:
            return None
        door = OptOutDoor(self._engine)
        await door.open()
        return door

    async def _open_again(self, door: OptOutDoor) -> None:
        before = self._engine.link_trouble
        await door.open_again()
        if self._engine.link_trouble != before:
            self.beat()

    def _scheduler(self) -> AsyncIOScheduler:
        engine = self._engine
        ticks: list[tuple[str, float, Callable[[], Coroutine[Any, Any, object]]]] = [
            ("plan", PLAN_EVERY, engine.plan),
            ("understand", UNDERSTAND_EVERY, engine.understand),
            ("look up", LOOK_UP_EVERY, engine.look_up),
            ("second reader", SECOND_READER_EVERY, engine.ask_second_reader),
            ("notices", NOTICES_EVERY, engine.deliver_notices),
            ("offers", OFFERS_EVERY, engine.mail_offers),
            ("recover", RECOVER_EVERY.total_seconds(), engine.recover),
            ("go on", GO_ON_EVERY, engine.halting.go_on),
            ("clock", CLOCK_EVERY, engine.measure_clock),
            ("retain", RETAIN_EVERY, engine.retain),
            ("overdue answers", OVERDUE_EVERY, engine.look_for_overdue_answers),
            ("nurture", NURTURE_EVERY.total_seconds(), engine.nurture),
            ("hand off", HAND_OFF_EVERY, engine.hand_off),
            ("digest", DIGEST_EVERY, engine.send_digest),
            *(
                []
                if self._door is None
                else [("web server", GO_ON_EVERY, partial(self._open_again, self._door))]
            ),
            ("send", SEND_EVERY, self._send),
        ]
        scheduler = AsyncIOScheduler(timezone="UTC")
        for name, seconds, turn in ticks:
            scheduler.add_job(
                partial(self._tick, name, turn, seconds),
                IntervalTrigger(seconds=seconds, timezone="UTC"),
                id=name,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
            self._begin(name, turn, seconds)
        return scheduler

    async def _send(self) -> None:
        """Begin a turn of each sender in whose mailbox a mail is due; one look for all of them.

        A job of its own for each would take the scheduler longer, with thousands of mailboxes, than there is between
        two ticks.
        """
        with_mail = await self._engine.with_mail()
        if self._engine.halted:
            return
        for sender in self._engine.senders:
            name = f"send {sender.mailbox}"
            if sender.mailbox in with_mail:
                self._begin(name, partial(self._engine.send, sender), SEND_EVERY)
            elif name not in self._busy:
                self._note_still(name, SEND_EVERY)

    def _note_still(self, name: str, every: float) -> None:
        """A turn that has nothing to do has been made."""
        self._engine.turns.began(name, every)
        self._engine.turns.ended(name, well=True)
        if self._heart is not None:
            self._heart.note(name, went_well=True)

    async def _tick(self, name: str, turn: Callable[[], Coroutine[Any, Any, object]], every: float) -> None:
        """Begin a turn unless its last one is still under way: a slow server holds up its own mailbox only."""
        self._begin(name, turn, every)

    def _begin(self, name: str, turn: Callable[[], Coroutine[Any, Any, object]], every: float) -> None:
        if name in self._busy or self._stop.is_set():
            return
        self._busy.add(name)
        turns = self._engine.turns
        turns.began(name, every)
        task = asyncio.create_task(self._turn(name, turn))
        self._turns.add(task)

        def ended(done: asyncio.Task[bool]) -> None:
            turns.ended(name, well=not done.cancelled() and done.result())
            self._busy.discard(name)
            self._turns.discard(done)

        task.add_done_callback(ended)

    async def _turn(self, name: str, turn: Callable[[], Coroutine[Any, Any, object]]) -> bool:
        went_well = await guarded(name, turn)
        if self._heart is not None:
            self._heart.note(name, went_well=went_well)
        return went_well

    async def _keep_beating(self) -> None:
        while self._heart is not None:
            self.beat()
            await asyncio.sleep(BEAT_EVERY)

    def beat(self) -> None:
        """Say for `outreach status` that this engine turns."""
        if self._heart is not None:
            engine = self._engine
            self._heart.beat(
                owner=engine.owner,
                live=engine.config.live,
                halted=engine.halted,
                link_trouble=engine.link_trouble,
            )

    async def _understand_now(self) -> None:
        self._begin("understand", self._engine.understand, UNDERSTAND_EVERY)

    async def _drain(self, watchers: list[asyncio.Task[None]]) -> None:
        began = asyncio.get_running_loop().time()
        late = await self._late(set(self._turns), began)
        if late:
            names = ", ".join(sorted(self._busy))
            log.warning("cut_short", extra={"turns": names, "advice": "what was being handed in is doubtful"})
            for task in late:
                task.cancel()
            await asyncio.wait(late, timeout=CUT_SECONDS)
        for watcher in watchers:
            watcher.cancel()
        if watchers:
            await asyncio.wait(watchers, timeout=CUT_SECONDS if self._cut.is_set() else None)
        await self._file_copies(began)

    async def _file_copies(self, began: float) -> None:
        """Last, for what was under way has gone out only now; and within what is left of the patience."""
        if self._cut.is_set():
            return
        filing = asyncio.create_task(guarded("file copies", self._engine.file_copies), name="file copies")
        for task in await self._late({filing}, began):
            task.cancel()
            await asyncio.wait({task}, timeout=CUT_SECONDS)

    async def _late(self, turns: set[asyncio.Task[bool]], began: float) -> set[asyncio.Task[bool]]:
        """Those of the turns that have not come to their end when there is no time left for it."""
        if not turns:
            return turns
        all_ended = asyncio.ensure_future(asyncio.wait(turns))
        cut = asyncio.ensure_future(self._cut.wait())
        while not all_ended.done() and not cut.done():
            left = None
            if self._patience is not None:
                left = began + self._patience - asyncio.get_running_loop().time()
                if left <= 0:
                    break
            # A stop while a reload drains shortens the patience: it is looked at again.
            wait = 1.0 if left is None else min(left, 1.0)
            await asyncio.wait({all_ended, cut}, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
        for each in (all_ended, cut):
            each.cancel()
        return {turn for turn in turns if not turn.done()}
