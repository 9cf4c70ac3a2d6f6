"""The time of the database: several daemons on one PostgreSQL agree on leases, whatever their own clocks say.

PostgreSQL is asked for its time now and then, and in between the time is reckoned on with a clock that nobody can
set (CLOCK_BOOTTIME, which also counts while the machine sleeps; CLOCK_MONOTONIC where there is none). A process that
was stopped for an hour knows so when it wakes, before it has asked anybody.
"""

import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from outreach.database.engine import Database

#: How often the daemon asks again: two oscillators drift apart by some milliseconds in that time, and a database
#: that was moved to another server has another clock from then on.
MEASURE_EVERY = timedelta(seconds=30)

#: Of so many answers the quickest counts: its error is half the time that it took.
_SAMPLES = 3

_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_NOW = sa.select(sa.func.clock_timestamp())


def steady_seconds() -> float:
    """Seconds of a clock that only ever goes forward, also while this process or its machine stands still."""
    return time.clock_gettime(_STEADY)


class DatabaseClock:
    """The time of a PostgreSQL server, read without asking it. Measured when made, and by `measure` again."""

    def __init__(self, database: Database) -> None:
        """Asks the database. Raises what the database raises."""
        self._database = database
        with database.reading() as session:
            self._zero = _zero(session)
        self._measured_at = steady_seconds()

    def now(self) -> datetime:
        return self._zero + timedelta(seconds=steady_seconds())

    @property
    def is_stale(self) -> bool:
        """Whether it is time to measure again; always so after this process was stopped for a while."""
        return steady_seconds() - self._measured_at >= MEASURE_EVERY.total_seconds()

    async def measure(self) -> None:
        """Ask the database again. Where it cannot be asked, what was measured last goes on to count."""
        self._zero = await self._database.read(_zero)
        self._measured_at = steady_seconds()


def _zero(session: Session) -> datetime:
    """What time the database had when our steady clock began."""
    return min(_sample(session) for _ in range(_SAMPLES))[1]


def _sample(session: Session) -> tuple[float, datetime]:
    """How long the answer took, and what follows from it."""
    began = steady_seconds()
    told = session.connection().execute(_NOW).scalar_one()
    took = steady_seconds() - began
    return took, told.astimezone(UTC) - timedelta(seconds=began + took / 2)
