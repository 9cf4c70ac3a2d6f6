"""Asks the second reader, where one is configured, about replies that wait for a person; never holds one up."""

import logging
import secrets

from outreach.core.clock import Clock
from outreach.database.engine import Database
from outreach.mail.chat_endpoint import ChatEndpoint, EndpointTrouble, EndpointUnreachable
from outreach.qualification.second_opinions import ask_again, keep_opinion, next_unsure
from outreach.replies.second_reader import SecondOpinion, question, read_answer

log = logging.getLogger(__name__)


class SecondLook:
    """Asks, then writes down; no transaction is open while the endpoint is waited for."""

    def __init__(self, database: Database, endpoint: ChatEndpoint, *, clock: Clock) -> None:
        self._database = database
        self._endpoint = endpoint
        self._clock = clock

    async def turn(self) -> bool:
        """One reply. True: there may be another. What cannot be answered waits for a person without an opinion."""
        unsure = await self._database.write(next_unsure, self._clock.now())
        if unsure is None:
            return False
        try:
            opinion = await self._opinion(unsure.text)
        except EndpointUnreachable as trouble:
            await self._database.write(ask_again, unsure.review_id)
            log.warning("second_reader_unreachable", extra={"trouble": str(trouble)})
            return False
        except EndpointTrouble as trouble:
            log.warning("second_reader_failed", extra={"review": unsure.review_id, "trouble": str(trouble)})
            opinion = None
        await self._database.write(keep_opinion, unsure.review_id, opinion, self._clock.now())
        intent = None if opinion is None else opinion.intent.value
        log.info("second_reader_asked", extra={"review": unsure.review_id, "intent": intent})
        return True

    async def _opinion(self, text: str) -> SecondOpinion | None:
        system, asked = question(text, mark=secrets.token_hex(8))
        return read_answer(await self._endpoint.ask(system, asked), text)
