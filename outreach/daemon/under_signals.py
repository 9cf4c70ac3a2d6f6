"""`outreach run` as long as it runs: SIGTERM drains, a second one ends at once, SIGHUP takes up changed files.

A reload whose configuration differs closes the engine in order and opens another in the same process, under the same
lock: it begins as after a restart, and never cuts a mail short. One that is refused changes nothing.
"""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable

from outreach.config import Config
from outreach.core.clock import SystemClock
from outreach.core.errors import ConfigurationError
from outreach.daemon.engine import Engine
from outreach.daemon.heartbeat import Heart, heartbeat_path
from outreach.daemon.opt_out_door import database_is
from outreach.daemon.reloading import ReadAgain, read_again, take_up_sequences
from outreach.daemon.run import CUT_SECONDS, Running
from outreach.database.engine import sqlite_path
from outreach.database.workspace import workspace_key

log = logging.getLogger(__name__)

_ENDS = (signal.SIGTERM, signal.SIGINT)
#: A shell says of a process that a signal ended: 128 and its number.
_BY_SIGNAL = 128


class UnderSignals:
    """One process, and the engines that turn in it one after the other."""

    def __init__(
        self,
        engine: Engine,
        *,
        open_engine: Callable[[Config], Engine] = Engine.open,
        http_port: int | None = None,
    ) -> None:
        self._engine = engine
        self._http_port = http_port
        self._open_engine = open_engine
        config, database = engine.config, sqlite_path(engine.database.url)
        self._heart = Heart(heartbeat_path(config.path, database), clock=SystemClock())
        self._running = Running(engine, self._heart)
        self._ended_by: list[int] = []
        self._reload = asyncio.Event()
        #: What the next engine is opened with, once this one has drained; and what is to be said then.
        self._next: ReadAgain | None = None
        self._taken_up: list[str] = []
        self._had_terminal = _has_terminal()

    async def run(self) -> int:
        """Until it is told to end; the exit code: 0 after an orderly end, 128 + N where a second signal N cut it."""
        loop = asyncio.get_running_loop()
        for each in _ENDS:
            loop.add_signal_handler(each, self._end, each)
        loop.add_signal_handler(signal.SIGHUP, self._hang_up)
        try:
            while True:
                await self._run_one()
                if self._next is None or self._ended_by:
                    break
                await self._change_engine(self._next)
        finally:
            await self._close()
            self._heart.stop()
        return _BY_SIGNAL + self._ended_by[1] if len(self._ended_by) > 1 else 0

    def _end(self, number: int) -> None:
        self._ended_by.append(number)
        if len(self._ended_by) == 1:
            self._running.stop()
            return
        log.warning("ending_at_once")
        self._running.cut()
        # Whoever cannot wait even for that: the next one is not caught any more.
        for each in _ENDS:
            asyncio.get_running_loop().remove_signal_handler(each)

    def _hang_up(self) -> None:
        if self._had_terminal and not _has_terminal():
            # Its window was closed, and nobody would see any more what it says.
            self._end(signal.SIGHUP)
        else:
            self._reload.set()

    async def _run_one(self) -> None:
        """Run the engine until it is to end, or another one is to take its place."""
        reloading = asyncio.create_task(self._keep_reloading())
        try:
            await self._running.run()
        finally:
            reloading.cancel()
            await asyncio.gather(reloading, return_exceptions=True)

    async def _keep_reloading(self) -> None:
        while self._next is None:
            await self._reload.wait()
            self._reload.clear()
            try:
                await self._read_again()
            except Exception:
                log.exception("reload_failed")
                self._heart.reloaded(refused=["it failed: the log says why"])
                self._running.beat()

    async def _read_again(self) -> None:
        engine = self._engine
        try:
            ours = database_is(await engine.database.read(workspace_key), engine.config)
            found = await asyncio.to_thread(
                read_again, engine.config, http_port=self._http_port, database_is=ours
            )
        except ConfigurationError as error:
            said = [str(fault) for fault in error.faults]
            log.error("reload_refused", extra={"faults": len(said), "first": said[0]})
            for fault in said[1:]:
                log.error("reload_refused", extra={"also": fault})
            self._heart.reloaded(refused=said)
            self._running.beat()
            return
        taken = await take_up_sequences(engine, found.config)
        up = [f"{each.campaign}: version {each.version} of {each.sequence}" for each in taken]
        for section in found.needs_restart:
            log.warning("restart_needed", extra={"section": section})
        differs = found.differs(engine)
        up += [str(found.config.path)] * differs
        if differs:
            self._next, self._taken_up = found, up
            # A mail under way is never cut short for this; its server has time limits of its own.
            self._running.stop(patience=None)
        else:
            self._say_reloaded(up, found.needs_restart)
            self._running.beat()

    async def _change_engine(self, found: ReadAgain) -> None:
        """Close the engine, which has drained, and open the next one; where that fails, one as it was."""
        before = self._engine.config
        await self._engine.close()
        try:
            self._engine = self._open_engine(found.config)
        except Exception as error:
            log.exception("reload_failed")
            self._engine = self._open_engine(before)
            self._heart.reloaded(refused=[f"{found.config.path}: {error}"])
        else:
            self._say_reloaded(self._taken_up, found.needs_restart)
        self._next, self._taken_up = None, []
        self._heart.forget_turns()
        self._running = Running(self._engine, self._heart)
        if self._ended_by:
            self._running.stop()

    def _say_reloaded(self, taken_up: list[str], needs_restart: tuple[str, ...]) -> None:
        log.info("reloaded", extra={"taken_up": len(taken_up), "restart_needed": len(needs_restart)})
        self._heart.reloaded(taken_up=taken_up, needs_restart=needs_restart)

    async def _close(self) -> None:
        if len(self._ended_by) < 2:
            await self._engine.close()
            return
        # A server that does not answer would hold up even a farewell.
        closing = asyncio.ensure_future(self._engine.close())
        await asyncio.wait({closing}, timeout=CUT_SECONDS)


def _has_terminal() -> bool:
    """Whether somebody may see what we say."""
    try:
        return os.isatty(sys.stderr.fileno())
    except (AttributeError, OSError, ValueError):
        return False
