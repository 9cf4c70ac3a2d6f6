"""Understands what was stored, some messages a turn, and applies what each means: all of it or nothing."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from outreach.core.clock import Clock
from outreach.database.engine import Database
from outreach.database.faults import is_the_databases_own
from outreach.inbox import pending
from outreach.qualification import service
from outreach.qualification.effects import EffectRules
from outreach.qualification.service import Pending, Understood, Unread
from outreach.replies.learning.trained import BrokenModel, TrainedModel, from_bytes
from outreach.replies.service import number_in_use, stored_model

log = logging.getLogger(__name__)

#: Messages a turn. They share two commits; senders wait for neither longer than some tens of milliseconds.
MOST_AT_ONCE = 16

#: How long a message rests that the database could not take.
REST = timedelta(seconds=30)


class Understanding(Protocol):
    """Whoever reads foreign mail: a process of its own in the daemon, this process in tests and in the demo."""

    async def ready(self) -> None:
        """Raises OutreachError where nothing can be read now."""

    async def read_with(self, model: bytes | None) -> None:
        """From now on messages are read with this model of the workspace; None: with the one that ships."""

    async def understand(self, waiting: Sequence[Pending]) -> list[Understood | Unread]:
        """What came of each, in order."""

    async def close(self) -> None: ...


class UnderstandingHere:
    """Reads in this process, in a thread: no limit holds here."""

    def __init__(self) -> None:
        self._model: TrainedModel | None = None

    @property
    def learned(self) -> bool:
        """Whether a model of the workspace reads."""
        return self._model is not None

    async def ready(self) -> None:
        pass

    async def read_with(self, model: bytes | None) -> None:
        self._model = from_bytes(model) if model else None

    async def understand(self, waiting: Sequence[Pending]) -> list[Understood | Unread]:
        return await asyncio.to_thread(lambda: [_read(each, self._model) for each in waiting])

    async def close(self) -> None:
        pass


def _read(waiting: Pending, model: "TrainedModel | None") -> Understood | Unread:
    try:
        return service.read(waiting, model)
    except Exception as error:
        return Unread(waiting.inbound_id, repr(error))


class Understander:
    """The only reader of stored messages in this process."""

    def __init__(
        self,
        database: Database,
        rules: EffectRules,
        *,
        clock: Clock,
        understanding: Understanding | None = None,
    ) -> None:
        self._database = database
        self._rules = rules
        self._clock = clock
        self._understanding = understanding or UnderstandingHere()
        #: Their tries do not count, and the database could not be told so yet.
        self._owed: list[int] = []
        #: Which model of the workspace reads; None: the one that ships.
        self._model: int | None = None

    async def close(self) -> None:
        await self._understanding.close()
        with contextlib.suppress(SQLAlchemyError):
            await self._pay_back()

    async def turn(self) -> int:
        """Some messages; how many. 0: none is left that may be read now. A poisonous one is set aside at last."""
        await self._pay_back()
        if not await self._database.read(pending.is_anything_waiting, now=self._clock.now()):
            return 0
        await self._use_the_promoted_model()
        # Before they are counted as tried: what keeps it from starting is no message's fault.
        await self._understanding.ready()
        waiting = await self._database.write(
            service.next_pending, self._rules, now=self._clock.now(), most=MOST_AT_ONCE
        )
        if not waiting:
            return 0
        self._owed = [each.inbound_id for each in waiting]
        results = await self._understanding.understand(waiting)
        self._owed = []
        await self._settle(results)
        return len(waiting)

    async def _use_the_promoted_model(self) -> None:
        """Somebody may have promoted one, or rolled it back, since the last turn."""
        number = await self._database.read(number_in_use)
        if number == self._model:
            return
        stored = None if number is None else await self._database.read(stored_model, number)
        try:
            if stored is not None:
                from_bytes(stored)
        except BrokenModel as trouble:
            log.exception("model_not_used", extra={"model": number, "trouble": str(trouble)})
            stored = None
        await self._understanding.read_with(stored)
        self._model = number
        log.info("model_in_use", extra={"model": number})

    async def _settle(self, results: Sequence[Understood | Unread]) -> None:
        """Together; where the database cannot take them so, one by one, until it is plain that it takes nothing."""
        refused = await self._try(results)
        if refused is None:
            return
        left = list(results)
        vain = 0
        while left and vain < 2:
            error = await self._try([left[0]])
            if error is not None:
                vain += 1
                self._owed.append(left[0].inbound_id)
            del left[0]
        self._owed += [each.inbound_id for each in left]
        if self._owed:
            await self._pay_back()
            raise refused

    async def _try(self, results: Sequence[Understood | Unread]) -> Exception | None:
        """None where they are settled; else why the database would not take them."""
        try:
            failed = await self._database.write(service.settle, results, self._rules, now=self._clock.now())
        except Exception as error:
            if not is_the_databases_own(error):
                raise
            return error
        in_vain = {each.inbound_id for each in failed}
        for unread in failed:
            extra = {"inbound": unread.inbound_id, "trouble": unread.trouble}
            log.warning("message_not_understood", extra=extra)
        for result in results:
            if isinstance(result, Understood) and result.inbound_id not in in_vain:
                log.info("message_understood", extra=_facts(result))
        return None

    async def _pay_back(self) -> None:
        """Let go of what was taken up and not applied through no fault of its own."""
        if self._owed:
            again_at = self._clock.now() + REST
            await self._database.write(pending.give_back, self._owed, again_at=again_at)
            self._owed = []


def _facts(result: Understood) -> dict[str, object]:
    return {
        "inbound": result.inbound_id,
        "intent": result.verdict.intent.value,
        "confidence": round(result.verdict.confidence, 2),
        # Not whether a review was opened: what answers no mail of ours waits elsewhere.
        "unsure": result.verdict.needs_review,
    }
