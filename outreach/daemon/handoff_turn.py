"""The clock of the hand-off, turn by turn: nothing is written where nothing is due."""

import logging
from datetime import datetime, timedelta

from outreach.config import Config
from outreach.core.clock import Clock
from outreach.daemon.rules import hand_off_rules
from outreach.database.engine import Database
from outreach.handoff.clock_turn import ClockEvent, look_at, to_look_at

log = logging.getLogger(__name__)

#: Business hours need no finer clock; the demo and the tests, which turn as often as they like, are spared the looks.
LOOK_EVERY = timedelta(minutes=1)


class HandOffTurn:
    """Reminds, passes on, and offers what waits in the pool: everything that `clock_turn` does."""

    def __init__(self, database: Database, config: Config, *, clock: Clock) -> None:
        self._database = database
        self._rules = hand_off_rules(config)
        self._clock = clock
        self._looked_at: datetime | None = None

    async def turn(self) -> list[ClockEvent]:
        now = self._clock.now()
        if self._looked_at is not None and now - self._looked_at < LOOK_EVERY:
            return []
        self._looked_at = now
        done: list[ClockEvent] = []
        # One unit of work a lead: nobody waits long for the only writer of SQLite.
        for lead_id in await self._database.read(to_look_at, self._rules, now):
            done += await self._database.write(look_at, lead_id, self._rules, now)
        for each in done:
            log.info(
                "hand_off", extra={"lead": each.lead_id, "what": each.what.value, "to": each.salesperson}
            )
        return done
