"""Units of work in threads of their own that stop before their commit, so that two of them can be made to meet."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from outreach.database.engine import Database
from tests.support.waiting import wait_for

T = TypeVar("T")

PATIENCE = 30.0


class HeldUnit(Generic[T]):
    """One unit of work on PostgreSQL. It begins at once, and commits when it is let go."""

    def __init__(self, database: Database, unit: Callable[[Session], T]) -> None:
        self._database = database
        self._unit = unit
        self._begun, self._done, self._may_commit = (threading.Event() for _ in range(3))
        self._ended = threading.Event()
        self._process = 0
        self._result: list[T] = []
        self._trouble: list[BaseException] = []
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()
        assert self._begun.wait(PATIENCE)

    def _work(self) -> None:
        try:
            with self._database.writing() as session:
                self._process = session.connection().execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
                self._begun.set()
                result = self._unit(session)
                session.flush()
                self._done.set()
                self._may_commit.wait(PATIENCE)
            self._result.append(result)
        except BaseException as error:
            self._trouble.append(error)
        finally:
            self._begun.set()
            self._ended.set()

    @property
    def is_done(self) -> bool:
        """All of it is done, and only the commit is missing."""
        return self._done.is_set() and not self._ended.is_set()

    @property
    def has_ended(self) -> bool:
        """Committed, or failed."""
        return self._ended.is_set()

    @property
    def waits(self) -> bool:
        """Whether it waits for a lock that somebody else has."""
        with self._database.reading() as session:
            asked = sa.text("SELECT cardinality(pg_blocking_pids(:process))")
            return bool(session.connection().execute(asked, {"process": self._process}).scalar_one())

    def come_as_far_as_it_can(self) -> None:
        """Return when it is done, has ended, or waits for somebody."""
        wait_for(
            lambda: self._done.is_set() or self.has_ended or self.waits, "the unit of work", within=PATIENCE
        )

    def let_go(self) -> None:
        """It may commit, once it is done."""
        self._may_commit.set()

    def end(self) -> T:
        """Let it commit, and wait for that. Raises what it raised."""
        self.let_go()
        assert self._ended.wait(PATIENCE), "it never ended"
        self._thread.join(PATIENCE)
        if self._trouble:
            raise self._trouble[0]
        return self._result[0]
