"""Once a day: what has been kept for long enough loses its text, a few rows at a time."""

import logging
from datetime import datetime, timedelta

from outreach.config import Config
from outreach.core.clock import Clock
from outreach.database.engine import Database
from outreach.rights.retention import Kept, RetentionRules, retain

log = logging.getLogger(__name__)

_EVERY = timedelta(days=1)


class RetentionTurn:
    """Looks once a day, whoever asks how often."""

    def __init__(self, database: Database, config: Config, *, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._rules = retention_rules(config)
        self._done_at: datetime | None = None

    async def turn(self) -> bool:
        """One unit of work; whether more is waiting."""
        now = self._clock.now()
        if self._done_at is not None and now - self._done_at < _EVERY:
            return False
        kept: Kept = await self._database.write(retain, self._rules, now)
        if not kept.anything:
            self._done_at = now
            return False
        log.info(
            "kept_long_enough",
            extra={
                "automatic_mail": kept.automatic_mail,
                "unmatched_mail": kept.unmatched_mail,
                "silent_contacts": kept.silent_contacts,
            },
        )
        return True


def retention_rules(config: Config) -> RetentionRules:
    kept = config.retention
    return RetentionRules(kept.automatic_mail_days, kept.unmatched_mail_days, kept.silent_contacts_months)
