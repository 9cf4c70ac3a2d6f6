"""Looks up who runs the mail of the domains that are written to soon, for campaigns that match providers."""

import asyncio
import logging
from datetime import datetime

from sqlmodel import Session

from outreach.core.clock import Clock
from outreach.database.engine import Database
from outreach.mail.mx import MxLookup, MxTrouble
from outreach.sending.mail_domains import domains_to_look_up, note_provider
from outreach.sending.providers import UNKNOWN, provider_of_mx

log = logging.getLogger(__name__)

#: Domains asked about at the same time.
AT_ONCE = 20


class MxTurn:
    """Asks, then writes down; no transaction is open while DNS is waited for."""

    def __init__(self, database: Database, lookup: MxLookup, *, clock: Clock) -> None:
        self._database = database
        self._lookup = lookup
        self._clock = clock

    async def turn(self) -> bool:
        """Some domains. True: there may be more. One that cannot be looked up is unknown for a day."""
        now = self._clock.now()
        domains = await self._database.read(domains_to_look_up, now, AT_ONCE)
        if not domains:
            return False
        found = await asyncio.gather(*(self._provider(domain) for domain in domains))
        await self._database.write(_note, dict(zip(domains, found, strict=True)), now)
        log.info("domains_looked_up", extra={"asked": len(domains), "known": sum(map(bool, found))})
        return len(domains) == AT_ONCE

    async def _provider(self, domain: str) -> str:
        try:
            return provider_of_mx(await self._lookup.hosts(domain))
        except MxTrouble as trouble:
            log.info("domain_not_looked_up", extra={"trouble": str(trouble)})
            return UNKNOWN


def _note(session: Session, found: dict[str, str], now: datetime) -> None:
    # In one order, so that two daemons never wait for one another.
    for domain, provider in sorted(found.items()):
        note_provider(session, domain, provider, now)
