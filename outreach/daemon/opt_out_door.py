"""The door for those who press "unsubscribe": the web server of the one-click opt-out beside the other turns."""

import asyncio
import hmac
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from outreach.core.errors import ConfigurationError, Fault
from outreach.core.untrusted import one_line
from outreach.daemon import metrics
from outreach.database.clock import steady_seconds
from outreach.database.one_spelling import one_spelling
from outreach.database.workspace import keyed_hash, workspace_key
from outreach.mail.listening import health_at, holder_of, is_taken
from outreach.mail.opt_out_server import OptOutDesk, OptOutServer, application
from outreach.prospects.model import SuppressionReason
from outreach.prospects.suppressing import suppression_of
from outreach.qualification.leads import service as leads
from outreach.qualification.leads.model import LeadEvent
from outreach.sending import one_click, opt_out_links
from outreach.sequences.opting_out import How, opt_out
from outreach.settings.secrets import resolve

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.daemon.engine import Engine

log = logging.getLogger(__name__)

#: Tokens that have been written down: who presses again and again costs a look into the database, and no write.
_REMEMBERED = 1_000
_OF_THEIRS = SuppressionReason.OPTED_OUT
#: Seconds for which an answer about ourselves is given again: whoever asks often costs no more.
HEALTH_KEPT, METRICS_KEPT = 1.0, 10.0
#: A shorter token could be guessed.
LEAST_TOKEN = 16
#: Seconds before each further look at who has the port: one of ours that is flooded turns us away like anybody.
ASK_AGAIN = (0.5, 1.0, 2.0)
#: After so many seconds in all it is not asked again.
_ASKED_FOR = 10.0

T = TypeVar("T")


class Kept(Generic[T]):
    """An answer that is found out anew only where it is older than `seconds`; once, however many ask meanwhile."""

    def __init__(
        self,
        find_out: Callable[[], Awaitable[T]],
        seconds: float,
        clock: Callable[[], float] = steady_seconds,
    ) -> None:
        self._find_out = find_out
        self._seconds = seconds
        self._clock = clock
        self._one_asks = asyncio.Lock()
        self._found: tuple[float, T] | None = None

    async def __call__(self) -> T:
        async with self._one_asks:
            if self._found is None or self._clock() - self._found[0] >= self._seconds:
                answer = await self._find_out()
                self._found = (self._clock(), answer)
            return self._found[1]


class Whose(StrEnum):
    """Who listens on a port that we cannot have."""

    OURS = "ours"
    ANOTHERS = "another's"
    #: It says nothing about itself: another program, or one of ours that has too many connections.
    UNKNOWN = "unknown"


class OptOutDoor:
    """Open while the daemon runs. A no is on the disk before it is confirmed.

    Where another daemon of the same database has the port, that one answers for both, and this one takes over when
    it ends. `is_open` says who of them this is.
    """

    def __init__(self, engine: "Engine", *, ask_again: Sequence[float] = ASK_AGAIN) -> None:
        self._engine = engine
        self._ask_again = ask_again
        self._done: OrderedDict[str, None] = OrderedDict()
        self._key = b""
        http = engine.config.http
        self._metrics_token = _metrics_token(engine.config)
        self.is_open = False
        self._desk = OptOutDesk(
            self._is_ours,
            self._opt_out,
            Kept(self._health, HEALTH_KEPT),
            metrics=Kept(self._metrics, METRICS_KEPT) if http.metrics else None,
            may_see_metrics=lambda token: hmac.compare_digest(token.encode(), self._metrics_token),
        )
        self._server = self._new_server()

    def _new_server(self) -> OptOutServer:
        http = self._engine.config.http
        return OptOutServer(
            application(self._desk, proxies=http.trusted_proxies),
            host=http.host,
            port=http.port,
            proxies=http.trusted_proxies,
        )

    async def open(self) -> int | None:
        """The port; None where another daemon of this database has it. Raises ConfigurationError where none can be had.

        A mail offers the one-click opt-out: better no mail than one whose button leads to somebody else.
        """
        port = await self._listen()
        if port is None:
            http = self._engine.config.http
            log.info("another_daemon_listens", extra={"port": http.port, "advice": "taken over when it ends"})
        return port

    async def open_again(self) -> None:
        """Take over the port where the daemon that had it has ended.

        While neither we nor one of ours listens, no mail that names the link goes out; what is in the way is logged
        once, and anew when it comes again.
        """
        if self.is_open:
            return
        engine, trouble = self._engine, ""
        try:
            await self._listen()
        except ConfigurationError as error:
            trouble = " ".join(fault.problem for fault in error.faults)
            if trouble != engine.link_trouble:
                log.error(
                    "not_listening", extra={"trouble": trouble, "advice": "no mail of a sequence goes out"}
                )
        else:
            if engine.link_trouble:
                log.warning("links_are_ours_again")
        engine.link_trouble = trouble

    async def close(self) -> None:
        if self.is_open:
            await self._server.stop()

    async def _listen(self) -> int | None:
        self._key = await self._engine.database.read(workspace_key)
        until = steady_seconds() + _ASKED_FOR
        for pause in (*self._ask_again, None):
            try:
                port = await self._server.start()
            except OSError as error:
                whose = await self._whose() if is_taken(error) else Whose.ANOTHERS
                if whose is Whose.OURS:
                    return None
                if whose is Whose.ANOTHERS or pause is None or steady_seconds() + pause > until:
                    raise ConfigurationError([not_listening(self._engine.config, error)]) from None
                await asyncio.sleep(pause)
            else:
                self.is_open = True
                log.info("listening", extra={"port": port})
                return port
        raise AssertionError

    async def _whose(self) -> "Whose":
        http = self._engine.config.http
        said = await health_at(http.host, http.port)
        if said is None:
            return Whose.UNKNOWN
        return Whose.OURS if said.get("database_is") == self._database_is() else Whose.ANOTHERS

    def _database_is(self) -> str:
        return database_is(self._key, self._engine.config)

    def _is_ours(self, token: str) -> bool:
        return one_click.is_ours(self._key, token)

    async def _opt_out(self, token: str) -> None:
        engine = self._engine
        # What was written down can have been taken back since, because they asked: then this is a new no.
        if token in self._done and await engine.database.read(_stands, token):
            return
        is_known = await engine.database.write(
            _write_down, token, engine.effects.hold_account, engine.clock.now()
        )
        if not is_known:
            # Ours, and in no mail that this database knows: it is older than the mail.
            log.error("opt_out_of_nobody", extra={"advice": "was a backup restored? Ask who it was."})
            raise LookupError("nobody has this link")
        self._done[token] = None
        while len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)

    async def _metrics(self) -> str:
        engine = self._engine
        counted = await engine.database.read(
            metrics.measure, list(engine.rules.mailboxes), engine.clock.now()
        )
        return metrics.page(counted | metrics.of_this_process(engine, self._server.tally))

    async def _health(self) -> tuple[bool, dict[str, Any]]:
        try:
            await self._engine.database.read(workspace_key)
        except SQLAlchemyError:
            return False, {
                "database": "cannot be read",
                "sending": "unknown",
                "database_is": self._database_is(),
            }
        halted = self._engine.halted
        said = {
            "database": "ok",
            "sending": "stopped" if halted else "ok",
            "database_is": self._database_is(),
        }
        return not halted, said


def database_is(key: bytes, config: "Config") -> str:
    """The same for every daemon of this database, and for nobody else. `key` is the workspace's."""
    return keyed_hash(key, "door", one_spelling(config.database.url))[:32]


def not_listening(config: "Config", error: OSError) -> Fault:
    """Why the web server cannot listen, who is in the way, and what to do."""
    http = config.http
    problem = f"cannot listen on {http.host} port {http.port}: {error.strerror or error}."
    if is_taken(error):
        who = holder_of(http.port) or "another program, which this account may not see"
        problem = f"port {http.port} on {http.host} is taken by {one_line(who)}."
    remedy = (
        "Choose another port here, or for one daemon: `outreach run --http-port N` (or OUTREACH_HTTP_PORT)."
    )
    return Fault(str(config.path), problem, key="http.port", remedy=remedy)


def _metrics_token(config: "Config") -> bytes:
    """What `/metrics` is asked with. Raises ConfigurationError where it could be guessed."""
    if not config.http.metrics or config.http.metrics_token is None:
        return b""
    token = resolve(config.http.metrics_token)
    if len(token) < LEAST_TOKEN:
        problem = f"the token has {len(token)} characters; it needs {LEAST_TOKEN}."
        remedy = "openssl rand -hex 32 makes a good one."
        raise ConfigurationError([Fault(str(config.path), problem, key="http.metrics_token", remedy=remedy)])
    return token.encode()


def _stands(session: Session, token: str) -> bool:
    """Whether whoever the link is for is suppressed by a word of their own."""
    contact = opt_out_links.whose(session, token)
    no = None if contact is None else suppression_of(session, contact.address)
    return contact is not None and no is not None and (no.value, no.reason) == (contact.address, _OF_THEIRS)


def _write_down(session: Session, token: str, colleagues: bool, now: datetime) -> bool:
    """Whether the link is in a mail of ours; the no is committed with it."""
    contact = opt_out_links.whose(session, token)
    if contact is None:
        return False
    opt_out(
        session,
        contact.address,
        how=How.ONE_CLICK,
        actor="recipient",
        now=now,
        note="one-click opt-out",
        colleagues=colleagues,
    )
    lead = None if contact.id is None else leads.open_of(session, contact.id)
    if lead is not None:
        leads.move(session, lead, LeadEvent.SAID_NO, actor="recipient", now=now, why="one-click opt-out")
    return True
