"""The door for those who press "unsubscribe": the web server of the one-click opt-out beside the other turns."""

import logging
from collections import OrderedDict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from outreach.core.errors import ConfigurationError, Fault
from outreach.database.workspace import workspace_key
from outreach.mail.opt_out_server import OptOutDesk, OptOutServer, application
from outreach.prospects.model import SuppressionReason
from outreach.prospects.suppressing import suppression_of
from outreach.qualification.leads import service as leads
from outreach.qualification.leads.model import LeadEvent
from outreach.sending import one_click, opt_out_links
from outreach.sequences.opting_out import How, opt_out

if TYPE_CHECKING:
    from outreach.daemon.engine import Engine

log = logging.getLogger(__name__)

#: Tokens that have been written down: who presses again and again costs a look into the database, and no write.
_REMEMBERED = 1_000
_OF_THEIRS = SuppressionReason.OPTED_OUT


class OptOutDoor:
    """Open while the daemon runs. A no is on the disk before it is confirmed."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine
        self._done: OrderedDict[str, None] = OrderedDict()
        self._key = b""
        http = engine.config.http
        desk = OptOutDesk(self._is_ours, self._opt_out, self._health)
        self._server = OptOutServer(application(desk), host=http.host, port=http.port)

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

    async def _health(self) -> tuple[bool, dict[str, Any]]:
        try:
            await self._engine.database.read(workspace_key)
        except SQLAlchemyError:
            return False, {"database": "cannot be read", "sending": "unknown"}
        halted = self._engine.halted
        return not halted, {"database": "ok", "sending": "stopped" if halted else "ok"}


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
