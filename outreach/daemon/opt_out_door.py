"""The door for those who press "unsubscribe": the web server of the one-click opt-out beside the other turns."""

import asyncio
import hmac
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from outreach.core.errors import ConfigurationError, Fault
from outreach.daemon import metrics
from outreach.database.clock import steady_seconds
from outreach.database.workspace import workspace_key
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


class OptOutDoor:
    """Open while the daemon runs. A no is on the disk before it is confirmed."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._done: OrderedDict[str, None] = OrderedDict()
        self._key = b""
        http = engine.config.http
        self._metrics_token = _metrics_token(engine.config)
        desk = OptOutDesk(
            self._is_ours,
            self._opt_out,
            Kept(self._health, HEALTH_KEPT),
            metrics=Kept(self._metrics, METRICS_KEPT) if http.metrics else None,
            may_see_metrics=lambda token: hmac.compare_digest(token.encode(), self._metrics_token),
        )
        self._server = OptOutServer(
            application(desk, proxies=http.trusted_proxies),
            host=http.host,
            port=http.port,
            proxies=http.trusted_proxies,
        )

    async def open(self) -> int:
        """The port. Raises ConfigurationError where it cannot listen."""
        http = self._engine.config.http
        self._key = await self._engine.database.read(workspace_key)
        try:
            port = await self._server.start()
        except OSError as error:
            problem = f"cannot listen on {http.host} port {http.port}: {error}"
            fault = Fault(
                str(self._engine.config.path), problem, key="http.port", remedy="Choose another port."
            )
            raise ConfigurationError([fault]) from None
        log.info("listening", extra={"port": port})
        return port

    async def close(self) -> None:
        await self._server.stop()

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
            return False, {"database": "cannot be read", "sending": "unknown"}
        halted = self._engine.halted
        return not halted, {"database": "ok", "sending": "stopped" if halted else "ok"}


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
