"""Understands what was stored, one message a turn, and applies what it means in one transaction."""

import asyncio
import logging

from outreach.core.clock import Clock
from outreach.database.engine import Database
from outreach.qualification import service
from outreach.qualification.effects import EffectRules

log = logging.getLogger(__name__)


class Understander:
    """The only reader of stored messages in this process."""

    def __init__(self, database: Database, rules: EffectRules, *, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock

    async def turn(self) -> bool:
        """One message. True: there was one, so there may be another. A poisonous one is set aside at last."""
        pending = await self._database.write(service.next_pending, self._rules)
        if pending is None:
            return False
        try:
            # In a thread of its own: a hostile message may take its two seconds while mail goes on.
            message, verdict = await asyncio.to_thread(service.read, pending)
            await self._database.write(
                service.apply,
                pending.inbound_id,
                message,
                verdict,
                self._rules,
                now=self._clock.now(),
            )
        except Exception as error:
            # Whatever it is, it belongs to this message: the loop goes on with the next one.
            log.exception("message_not_understood", extra={"inbound": pending.inbound_id})
            await self._database.write(
                service.set_aside, pending.inbound_id, repr(error), self._rules, self._clock.now()
            )
            return True
        log.info(
            "message_understood",
            extra={
                "inbound": pending.inbound_id,
                "intent": verdict.intent.value,
                "confidence": round(verdict.confidence, 2),
                "review": verdict.needs_review,
            },
        )
        return True
