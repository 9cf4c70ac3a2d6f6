"""A workspace whose commands are forked from a process that has imported everything: a tenth of a second each.

They are processes of their own all the same, with a real exit status, and can be killed like any other. What
is cut is the second that Python needs to import the program, in which nothing is at stake.
"""

import contextlib
import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.support.crashing_daemon import CrashPoint, install
from tests.support.workspace import Workspace

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["__main__", "tests.support.warm_outreach"])

_PR_SET_PDEATHSIG = 1

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Order:
    """What a forked process is to do, and what its world looks like."""

    #: One after the other, until one fails.
    commands: tuple[tuple[str, ...], ...]
    folder: Path
    environment: dict[str, str] = field(repr=False)
    stdin: Path
    stdout: Path
    stderr: Path
    #: Where it kills itself.
    crash_at: CrashPoint | None = None
    #: How far ahead of the true time its clock is.
    ahead: timedelta = NO_TIME


class ForkedCommand:
    """`outreach` in a process of its own."""

    def __init__(self, order: Order) -> None:
        """Starts it."""
        self.order = order
        self._process: ForkServerProcess = _FORKS.Process(target=_obey, args=(order,))
        self._process.start()

    @property
    def running(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        """`kill -9`, and wait until it is gone."""
        self._process.kill()
        self._process.join(30)

    def terminate(self) -> None:
        self._process.terminate()

    def wait(self, within: float = 60.0) -> int:
        """Its exit status, or minus the signal that ended it; AssertionError if it does not end."""
        self._process.join(within)
        status = self._process.exitcode
        if status is None:
            self.kill()
            raise AssertionError(
                f"{self.order} did not end within {within:g} seconds:\n{self.order.stderr.read_text()}"
            )
        return status


class ForkedWorkspace(Workspace):
    """`ahead` is how far the clocks of its commands are ahead of the true time: nobody waits for working days."""

    ahead = NO_TIME

    def outreach(
        self, *words: str, stdin: str | None = None, may_fail: bool = False
    ) -> subprocess.CompletedProcess[str]:
        return self.in_one_go(words, stdin=stdin, may_fail=may_fail)

    def in_one_go(
        self, *commands: tuple[str, ...], stdin: str | None = None, may_fail: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Several commands, one after the other, in one process."""
        given, out, error = (
            self.folder.parent / f"{self.folder.name}.{name}" for name in ("in", "out", "err")
        )
        given.write_text(stdin or "", encoding="utf-8")
        for file in (out, error):
            file.write_text("", encoding="utf-8")
        status = self._fork(commands, given, out, error).wait()
        done = subprocess.CompletedProcess(
            [" ".join(words) for words in commands],
            status,
            out.read_text(encoding="utf-8"),
            error.read_text(encoding="utf-8"),
        )
        if status and not may_fail:
            raise AssertionError(f"{commands} ended with {status}:\n{done.stderr}")
        return done

    def fork(self, *words: str, crash_at: CrashPoint | None = None) -> ForkedCommand:
        """Start a command that goes on, its output in `daemon.log`; the caller ends it."""
        log = self.folder / "daemon.log"
        return self._fork((words,), Path(os.devnull), log, log, crash_at)

    def _fork(
        self,
        commands: tuple[tuple[str, ...], ...],
        stdin: Path,
        stdout: Path,
        stderr: Path,
        crash_at: CrashPoint | None = None,
    ) -> ForkedCommand:
        return ForkedCommand(
            Order(commands, self.folder, self._environment, stdin, stdout, stderr, crash_at, self.ahead)
        )


def _obey(order: Order) -> None:
    _die_with_the_test()
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    _redirect(order)
    _run_ahead(order.ahead)
    if order.crash_at is not None:
        install(order.crash_at)
    from outreach.cli.main import main

    for words in order.commands:
        sys.argv = ["outreach", *words]
        try:
            main()
        except SystemExit as end:
            if end.code:
                raise


def _die_with_the_test() -> None:
    """The kernel kills us when the process that forked us ends, and that ends with the test process."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _redirect(order: Order) -> None:
    for path, flags, descriptor in (
        (order.stdin, os.O_RDONLY, 0),
        (order.stdout, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 1),
        (order.stderr, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 2),
    ):
        opened = os.open(path, flags, 0o644)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin = os.fdopen(0, encoding="utf-8")


def _run_ahead(ahead: timedelta) -> None:
    from outreach.core.clock import SystemClock

    true_time = SystemClock.now
    SystemClock.now = lambda self: true_time(self) + ahead  # type: ignore[method-assign]
