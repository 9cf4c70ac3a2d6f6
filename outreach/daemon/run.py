"""`outreach run`: APScheduler ticks over durable state, a watcher a mailbox, and an orderly end.

A tick is never a job a mail: the jobs below look at the database, and a tick that was missed changes nothing.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from outreach.daemon.engine import NURTURE_EVERY, RECOVER_EVERY, Engine, guarded
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

#: How long the drain waits for a mail that is being handed in. After that it is doubtful, never lost.
DRAIN_SECONDS = 60.0


class Running:
    """The daemon while it runs. `stop` drains: turns under way end, no new one begins."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stop = asyncio.Event()
        self._turns: set[asyncio.Task[None]] = set()
        self._busy: set[str] = set()

    def stop(self) -> None:
        if not self._stop.is_set():
            log.info("draining")
            self._engine.stopping = True
            self._stop.set()

    async def run(self) -> None:
        """Until `stop` is called."""
        engine = self._engine
        # The lock of a SQLite database says that we are alone: what somebody else held, a dead one held.
        await engine.recover(all_owners=engine.database.is_sqlite)
        for name in await engine.database.read(orphaned, engine.rules):
            log.warning("mailbox_missing", extra={"mailbox": name, "advice": "what is to go from it waits"})
        door = await self._opened_door()
        scheduler = self._scheduler()
        watchers = [
            asyncio.create_task(reader.watch(self._stop, self._understand_now)) for reader in engine.readers
        ]
        scheduler.start()
        log.info("running", extra={"live": engine.config.live, "mailboxes": len(engine.senders)})
        try:
            await self._stop.wait()
        finally:
            # First the ticks, then the turns: `shutdown(wait=True)` would cancel what is under way.
            scheduler.pause()
            await self._drain(watchers)
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
            ("retain", RETAIN_EVERY, engine.retain),
            ("overdue answers", OVERDUE_EVERY, engine.look_for_overdue_answers),
            ("nurture", NURTURE_EVERY.total_seconds(), engine.nurture),
            ("hand off", HAND_OFF_EVERY, engine.hand_off),
            *(
                (f"send {sender.mailbox}", SEND_EVERY, partial(engine.send, sender))
                for sender in engine.senders
            ),
        ]
        scheduler = AsyncIOScheduler(timezone="UTC")
        for name, seconds, turn in ticks:
            scheduler.add_job(
                partial(self._tick, name, turn),
                IntervalTrigger(seconds=seconds, timezone="UTC"),
                id=name,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
            self._begin(name, turn)
        return scheduler

    async def _tick(self, name: str, turn: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Begin a turn unless its last one is still under way: a slow server holds up its own mailbox only."""
        self._begin(name, turn)

    def _begin(self, name: str, turn: Callable[[], Coroutine[Any, Any, object]]) -> None:
        if name in self._busy or self._stop.is_set():
            return
        self._busy.add(name)
        task = asyncio.create_task(guarded(name, turn))
        self._turns.add(task)

        def ended(done: asyncio.Task[None]) -> None:
            self._busy.discard(name)
            self._turns.discard(done)

        task.add_done_callback(ended)

    async def _understand_now(self) -> None:
        self._begin("understand", self._engine.understand)

    async def _drain(self, watchers: list[asyncio.Task[None]]) -> None:
        if self._turns:
            _, late = await asyncio.wait(set(self._turns), timeout=DRAIN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        for watcher in watchers:
            watcher.cancel()
        await asyncio.gather(*watchers, return_exceptions=True)


async def run_daemon(engine: Engine) -> None:
    """Run until SIGTERM or SIGINT, then drain and close."""
    running = Running(engine)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, running.stop)
    try:
        await running.run()
    finally:
        await engine.close()
