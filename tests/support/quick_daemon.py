"""`outreach run` in a process of its own, its leases and turns as short as a test wants them; killed, stopped, woken.

What is shortened is only how long things are waited for. The order of things stays: a lease outlasts several renewals,
a mail in flight outlasts a lease.
"""

import os
import signal
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.context import ForkServerProcess

from tests.support import forked_workspace
from tests.support.forked_workspace import NO_TIME, Order


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. None in place of a pace: the program as it ships."""

    lease: float = 1.5
    renewal: float = 0.3
    margin: float = 0.3
    #: After which PostgreSQL lets go of a writer that was stopped in the midst of a transaction.
    writer: float = 1.0
    in_flight: float = 6.0
    #: Between two ticks of a turn; recovering, and going on after the database was gone.
    tick: float = 0.1
    recover: float = 0.25


class QuickDaemon:
    """A daemon that has been started. `wrong_by`: how far its machine's clock is from the true time."""

    def __init__(self, order: Order, pace: Pace | None, *, wrong_by: timedelta = NO_TIME) -> None:
        self._process: ForkServerProcess = forked_workspace._FORKS.Process(
            target=_run, args=(order, pace, wrong_by)
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def running(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        self._process.kill()
        self._process.join(30)

    def stop(self) -> None:
        """SIGSTOP: it is there, and does nothing at all."""
        os.kill(self.pid, signal.SIGSTOP)

    def wake(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def drain(self, within: float = 90.0) -> int | None:
        """SIGTERM, and its exit status."""
        self._process.terminate()
        self._process.join(within)
        return self._process.exitcode


def _run(order: Order, pace: Pace | None, wrong_by: timedelta) -> None:
    _set_wall_clock(wrong_by)
    _read_here()
    if pace is not None:
        _hurry(pace)
    forked_workspace._obey(order)


def _set_wall_clock(wrong_by: timedelta) -> None:
    """Whoever asks this machine for the time is told a wrong one."""
    if not wrong_by:
        return
    import time

    from outreach.core.clock import SystemClock

    true_now, true_time = SystemClock.now, time.time
    SystemClock.now = lambda self: true_now(self) + wrong_by  # type: ignore[method-assign]
    time.time = lambda: true_time() + wrong_by.total_seconds()


def _read_here() -> None:
    """Replies are read in the daemon's own process: another one would take a second to start, each time."""
    from outreach.daemon import engine
    from outreach.daemon.understander import UnderstandingHere

    engine.UnderstandingProcess = UnderstandingHere  # type: ignore[misc,assignment]


def _hurry(pace: Pace) -> None:
    from outreach.daemon import halting, mailbox_leases, reader, run
    from outreach.database import engine as database
    from outreach.inbox import pending
    from outreach.sending import commit_point

    mailbox_leases.LEASE = timedelta(seconds=pace.lease)
    mailbox_leases.MARGIN = timedelta(seconds=pace.margin)
    mailbox_leases.RENEW_EVERY = pace.renewal
    mailbox_leases.LOOK_EVERY = pace.renewal / 3
    database.WRITER_PATIENCE = pace.writer
    commit_point.IN_FLIGHT_LEASE = timedelta(seconds=pace.in_flight)
    pending.TAKEN_FOR = timedelta(seconds=pace.in_flight)
    for turn in ("PLAN", "SEND", "UNDERSTAND", "GO_ON", "CLOCK"):
        setattr(run, f"{turn}_EVERY", pace.tick)
    run.RECOVER_EVERY = halting.RECOVER_EVERY = timedelta(seconds=pace.recover)
    reader._FIRST_PAUSE = pace.tick
