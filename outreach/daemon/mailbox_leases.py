"""Which mailboxes this daemon reads, of several on one database; and the fence around what it stores of them.

A lease is taken before the mailbox is connected to and renewed well within its time. Where it is lost, or nobody can
say whether it is (the database is gone, this process was stopped), the connection is dropped at once. What is stored
names the lease's token in the same transaction, so that one who wakes up too late stores nothing.

On SQLite one daemon has everything: the same code, and no statement of it is ever asked.
"""

import asyncio
import contextlib
import functools
import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from outreach.core.clock import Clock
from outreach.database.engine import Database
from outreach.sending import leases
from outreach.sending.leases import LEASE, Elsewhere, LeaseLost

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

#: Seconds between two renewals: four may fail before anything is lost.
RENEW_EVERY = 10.0
#: Seconds between two looks at whether a lease has ended.
LOOK_EVERY = 1.0

#: A lease that ends so soon is as good as lost: what was begun before must have come to its end.
MARGIN = timedelta(seconds=10)


class UnitsOfWork(Protocol):
    """What a reader needs of the database."""

    async def write(
        self, unit: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T: ...

    async def read(
        self, unit: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T: ...


class Lease:
    """One mailbox, as this daemon has it or has it not."""

    def __init__(self, mailbox: str, clock: Clock, *, is_shared: bool) -> None:
        self.mailbox = mailbox
        #: Whether several daemons may want it; else it is ours for ever.
        self.is_shared = is_shared
        self.token: str | None = None
        #: What the daemon that has it has done, where that is another one. Once true, it stays so for this process.
        self.elsewhere = Elsewhere(tried=False, looked=False)
        self._until: datetime | None = None
        self._clock = clock
        self._taken = asyncio.Event()
        self._drop: Callable[[], None] = lambda: None

    @property
    def is_held(self) -> bool:
        """Whether it is ours, and that for long enough to do something with it."""
        if not self.is_shared:
            return True
        return self._until is not None and self._clock.now() < self._until - MARGIN

    def when_lost(self, drop: Callable[[], None]) -> None:
        """Have this called when it is no longer ours, to drop the connection at once."""
        self._drop = drop

    async def wait(self, stop: asyncio.Event) -> bool:
        """Until it is ours; False where `stop` came first."""
        while not self.is_held and not stop.is_set():
            self._taken.clear()
            waits = [asyncio.ensure_future(self._taken.wait()), asyncio.ensure_future(stop.wait())]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for each in waits:
                each.cancel()
        return not stop.is_set()

    def is_ours(self, token: str, until: datetime) -> None:
        """It was taken, or renewed."""
        self.token, self._until = token, until
        self._taken.set()

    def is_not_ours(self) -> None:
        """It was lost, or given up: whatever is connected to the mailbox is dropped."""
        if self.token is not None:
            self.token, self._until = None, None
            self._drop()

    def heard(self, elsewhere: Elsewhere) -> None:
        """What is known of the daemon that has it."""
        self.elsewhere = Elsewhere(
            self.elsewhere.tried or elsewhere.tried, self.elsewhere.looked or elsewhere.looked
        )


def everything(mailbox: str, clock: Clock) -> Lease:
    """The lease of a daemon that is alone."""
    return Lease(mailbox, clock, is_shared=False)


class FencedDatabase:
    """The database, for what is read from one mailbox: nothing is committed once another daemon has the mailbox."""

    def __init__(self, database: Database, lease: Lease) -> None:
        self._database = database
        self._lease = lease
        self._token: str | None = None

    def begin(self) -> bool:
        """A connection is made: what is read over it belongs to the lease as it is now. True: that is a new one."""
        is_new, self._token = self._token != self._lease.token, self._lease.token
        return is_new

    def check(self) -> None:
        """Before something is changed in the mailbox itself, where nothing fences it. Raises LeaseLost."""
        if not self._lease.is_held or self._lease.token != self._token:
            raise LeaseLost(f"the lease of {self._lease.mailbox} has ended")

    async def read(
        self, unit: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        return await self._database.read(unit, *args, **kwargs)

    async def write(
        self, unit: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Raises LeaseLost, and then nothing is committed."""
        if not self._lease.is_shared:
            return await self._database.write(unit, *args, **kwargs)
        mailbox, token = self._lease.mailbox, self._token or ""

        def fenced(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
            result = unit(session, *args, **kwargs)
            session.flush()
            # Last, since whoever writes a no takes another lock before all others.
            leases.require(session, mailbox, token)
            return result

        # Tests and logs know a unit of work by its name.
        functools.update_wrapper(fenced, unit)
        return await self._database.write(fenced, *args, **kwargs)


class Leases:
    """All leases of one daemon, renewed and shared out in one short transaction every few seconds."""

    def __init__(self, database: Database, mailboxes: Collection[str], *, owner: str, clock: Clock) -> None:
        self.is_needed = not database.is_sqlite
        self._database = database
        self._owner = owner
        self._clock = clock
        self._started_at = clock.now()
        self._leases = {name: Lease(name, clock, is_shared=self.is_needed) for name in mailboxes}
        self._noted: dict[str, tuple[str, bool]] = {}
        self._turned_at: datetime | None = None
        self._turning = asyncio.Lock()

    def of(self, mailbox: str) -> Lease:
        return self._leases[mailbox]

    async def turn(self) -> None:
        """Say that this daemon lives, renew its leases, take what is free, give up what others ask for."""
        if not self.is_needed:
            return
        async with self._turning:
            try:
                await self._turn()
            finally:
                self._lose_what_has_ended()

    async def now_and_then(self) -> None:
        """A turn where one is due; for who turns by themselves."""
        now = self._clock.now()
        if self._turned_at is None or now - self._turned_at >= timedelta(seconds=RENEW_EVERY):
            await self.turn()

    async def keep(self) -> None:
        """Turns, until cancelled. A database that is gone is asked again; what ends meanwhile is lost on time."""
        if self.is_needed:
            await asyncio.gather(self._keep_turning(), self._keep_looking())

    async def _keep_turning(self) -> None:
        while True:
            try:
                await self.turn()
            except SQLAlchemyError as trouble:
                log.warning("leases_not_renewed", extra={"trouble": type(trouble).__name__})
            except Exception:
                log.exception("leases_not_renewed")
            await asyncio.sleep(RENEW_EVERY)

    async def _keep_looking(self) -> None:
        """A statement may hang for as long as a lease lasts."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self._lose_what_has_ended()

    async def note(self, mailbox: str, *, looked: bool) -> None:
        """The mailbox was tried, or read to its end: the other daemons hear of it."""
        token = self._leases[mailbox].token
        if token is None or self._noted.get(mailbox) in ((token, True), (token, looked)):
            return
        await self._database.write(leases.note_tried, mailbox, token, looked=looked, now=self._clock.now())
        self._noted[mailbox] = (token, looked)

    async def leave(self) -> None:
        """This daemon ends, and its mailboxes are free. Where the database is gone, their time runs out."""
        if not self.is_needed:
            return
        held = self._held()
        for lease in self._leases.values():
            lease.is_not_ours()
        with contextlib.suppress(SQLAlchemyError):
            await self._database.write(leases.leave, self._owner, held, self._clock.now())

    async def _turn(self) -> None:
        now = self._clock.now()
        held = self._held()
        told = await self._database.write(
            leases.turn,
            sorted(self._leases),
            held,
            owner=self._owner,
            started_at=self._started_at,
            now=now,
            lease=LEASE,
        )
        self._turned_at = now
        for name, lease in self._leases.items():
            if name in told.tokens:
                lease.is_ours(told.tokens[name], told.until)
            else:
                lease.is_not_ours()
            if name in told.elsewhere:
                lease.heard(told.elsewhere[name])
        self._report(held.keys(), told.tokens.keys())
        if told.asked_for:
            await self._give_up({name: told.tokens[name] for name in sorted(told.asked_for)})

    async def _give_up(self, asked_for: dict[str, str]) -> None:
        # First the connections, then the leases: two daemons in one mailbox would only be in each other's way.
        for name in asked_for:
            self._leases[name].is_not_ours()
        await self._database.write(leases.give_up, asked_for, self._clock.now())
        log.info("mailboxes_given_up", extra={"mailboxes": len(asked_for)})

    def _held(self) -> dict[str, str]:
        return {name: lease.token for name, lease in self._leases.items() if lease.token is not None}

    def _lose_what_has_ended(self) -> None:
        for lease in self._leases.values():
            if lease.token is not None and not lease.is_held:
                log.warning("mailbox_lease_ended", extra={"mailbox": lease.mailbox})
                lease.is_not_ours()

    def _report(self, before: Collection[str], after: Collection[str]) -> None:
        for name in sorted(set(before) - set(after)):
            log.warning("mailbox_lost", extra={"mailbox": name})
        if gained := sorted(set(after) - set(before)):
            log.info("mailboxes_taken", extra={"mailboxes": len(gained), "of": len(self._leases)})
