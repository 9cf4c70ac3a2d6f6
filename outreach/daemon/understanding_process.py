"""Foreign mail is read in a process of its own: one that hangs, eats the machine or crashes takes nothing with it."""

import asyncio
import logging
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from outreach.core.errors import OutreachError
from outreach.daemon.understanding_child import CPU_SECONDS, FRAME
from outreach.qualification.service import Pending, Understood, Unread

log = logging.getLogger(__name__)

#: For one message, by the clock on the wall. Ample where other programs want the processor too: what works in vain
#: ends itself after CPU_SECONDS, so this is for what waits in vain.
WALL_SECONDS = 10.0

#: Until a new process has loaded everything. On a busy machine it takes a few seconds.
START_SECONDS = 60.0

#: No answer is as long: one that says so is nonsense.
_LONGEST_ANSWER = 64 * 1024 * 1024

#: What the process gets of our environment: what Python and its text need, and no secrets.
_ENVIRONMENT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONUTF8",
    "SYSTEMROOT",
    "TMPDIR",
)

_CHILD = (sys.executable, "-m", "outreach.daemon.understanding_child")


class NotStarted(OutreachError):
    """The process that reads mail could not be started: a fault of the machine, not of a message."""


class UnderstandingProcess:
    """One worker process: started when it is first needed, ended and made anew when a message is too much for it."""

    def __init__(self, *, wall_seconds: float = WALL_SECONDS, program: Sequence[str] = _CHILD) -> None:
        self._wall_seconds = wall_seconds
        self._program = program
        self._process: asyncio.subprocess.Process | None = None
        self._model = b""

    @property
    def pid(self) -> int | None:
        """The process as it is now; None where there is none."""
        return None if self._process is None else self._process.pid

    async def ready(self) -> None:
        """Have a process that has loaded everything. Raises NotStarted."""
        if self._process is not None and self._process.returncode is None:
            return
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._program,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=_environment(),
                # Ctrl-C is for the daemon, which ends this one when it is done.
                start_new_session=True,
            )
            async with asyncio.timeout(START_SECONDS):
                await self._send(self._model)
                await self._frame()
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            told = await self._end()
            raise NotStarted(f"the process that reads mail did not start: {told}") from None
        except BaseException:
            await self._end()
            raise
        log.info("understanding_process_started", extra={"pid": self.pid})

    async def understand(self, waiting: Sequence[Pending]) -> list[Understood | Unread]:
        """What came of each, in order. One that the process does not survive costs its own reading only."""
        results: list[Understood | Unread] = []
        while len(results) < len(waiting):
            await self.ready()
            results += await self._understand_some(waiting[len(results) :])
        return results

    async def read_with(self, model: bytes | None) -> None:
        """The next process reads with it."""
        self._model = model or b""
        await self.close()

    async def close(self) -> None:
        if self._process is not None:
            await self._end()

    async def _understand_some(self, waiting: Sequence[Pending]) -> list[Understood | Unread]:
        """The results up to the first message that the process does not survive, that one's included."""
        results: list[Understood | Unread] = []
        try:
            async with asyncio.timeout(self._wall_seconds):
                await self._hand_over(waiting)
            for each in waiting:
                async with asyncio.timeout(self._wall_seconds):
                    answer = pickle.loads(await self._frame())  # noqa: S301 - written by our own code
                if isinstance(answer, str):
                    results.append(Unread(each.inbound_id, answer))
                else:
                    message, verdict = answer
                    results.append(Understood(each.inbound_id, message, verdict, each.taken_until))
        except TimeoutError:
            await self._end()
            trouble = f"reading it took more than {self._wall_seconds:g} seconds"
        except (OSError, asyncio.IncompleteReadError, pickle.UnpicklingError):
            trouble = f"reading it ended the process: {await self._end()}"
        except BaseException:
            # Whoever waited is gone: what would still come must not be taken for the answer to something else.
            await self._end()
            raise
        else:
            return results
        culprit = waiting[len(results)].inbound_id
        log.warning("understanding_process_ended", extra={"inbound": culprit, "trouble": trouble})
        return [*results, Unread(culprit, trouble)]

    async def _hand_over(self, waiting: Sequence[Pending]) -> None:
        await self._send(
            pickle.dumps([(each.raw, each.sent, each.received_at) for each in waiting], protocol=5)
        )

    async def _send(self, frame: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(FRAME.pack(len(frame)) + frame)
        await self._process.stdin.drain()

    async def _frame(self) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        (length,) = FRAME.unpack(await self._process.stdout.readexactly(FRAME.size))
        if length > _LONGEST_ANSWER:
            raise pickle.UnpicklingError("an answer too long to be one")
        return await self._process.stdout.readexactly(length)

    async def _end(self) -> str:
        """End the process if it has not ended by itself; in words, how it ended."""
        process, self._process = self._process, None
        if process is None:
            return "it was not there"
        if process.stdin is not None:
            process.stdin.close()
        try:
            # A process that is gone is told apart from one that we end by giving it a moment to be reaped.
            async with asyncio.timeout(0.2):
                await process.wait()
        except TimeoutError:
            if process.returncode is None:
                process.kill()
            await process.wait()
            return "it was ended"
        return _in_words(process.returncode or 0)


def _in_words(code: int) -> str:
    if code == -signal.SIGPROF:
        return f"more than {CPU_SECONDS:g} seconds of processor time"
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


def _environment() -> dict[str, str]:
    kept = {name: value for name in _ENVIRONMENT if (value := os.environ.get(name)) is not None}
    # The process finds this very program, wherever it was started from.
    here = str(Path(__file__).parents[2])
    known = [path for path in kept.get("PYTHONPATH", "").split(os.pathsep) if path]
    return kept | {"PYTHONPATH": os.pathsep.join([here, *known])}
