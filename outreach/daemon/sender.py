"""Sends from one mailbox: claim, commit, talk, record, commit. One mail a turn, one connection kept while healthy."""

import logging

from sqlalchemy.exc import OperationalError

from outreach.core.clock import Clock
from outreach.core.errors import OutreachError
from outreach.database.engine import Database
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.mail.smtp import SmtpConnection
from outreach.sending import outbox, service
from outreach.sending.identity import SendingRules
from outreach.sending.outbox import Claim

log = logging.getLogger(__name__)

#: Each try waits as long as the database's own patience, half a minute on SQLite.
_RECORD_TRIES = 5


class Sender:
    """The sending half of one mailbox. `owner` names this process in its claims."""

    def __init__(
        self,
        database: Database,
        rules: SendingRules,
        mailbox: str,
        connection: SmtpConnection,
        *,
        owner: str,
        clock: Clock,
    ) -> None:
        self.mailbox = mailbox
        self._database = database
        self._rules = rules
        self._connection = connection
        self._owner = owner
        self._clock = clock

    async def turn(self) -> bool:
        """Send one mail, or say what would be sent. True: there may be another one that is due now."""
        if not self._rules.live:
            return await self._rehearse()
        claim = await self._database.write(
            service.claim_next,
            self._rules,
            self.mailbox,
            owner=self._owner,
            now=self._clock.now(),
        )
        if claim is None:
            return False
        answer = await self._hand_in(claim)
        await self._record(claim, answer)
        self._say(claim, answer)
        return answer.outcome is not Outcome.NOT_SENT

    async def close(self) -> None:
        await self._connection.close()

    async def _hand_in(self, claim: Claim) -> Answer:
        async def commit_point() -> bool:
            return await self._database.write(outbox.commit_point, claim, self._clock.now())

        try:
            return await self._connection.deliver(
                sender=claim.sender,
                recipient=claim.recipient,
                message=claim.message,
                commit_point=commit_point,
            )
        except OutreachError as error:
            return Answer(Outcome.NOT_SENT, Phase.CONNECT, text=str(error))

    async def _record(self, claim: Claim, answer: Answer) -> None:
        """Write down what the server said: it is known nowhere else, so a busy database is asked again."""
        for patience in range(_RECORD_TRIES, -1, -1):
            try:
                await self._database.write(
                    service.record_answer, claim, answer, self._rules, now=self._clock.now()
                )
                return
            except OperationalError:
                log.exception("answer_not_recorded", extra={"outbound": claim.outbound_id, "left": patience})
                if not patience:
                    raise

    async def _rehearse(self) -> bool:
        would = await self._database.write(
            service.rehearse_next, self._rules, self.mailbox, now=self._clock.now()
        )
        if would is None:
            return False
        facts = {"mailbox": would.mailbox, "enrollment": would.enrollment_id, "step": would.step}
        log.info("would_send", extra=facts | {"subject": would.subject})
        log.debug("would_send_to", extra={"recipient": would.recipient})
        return True

    def _say(self, claim: Claim, answer: Answer) -> None:
        facts = {
            "outbound": claim.outbound_id,
            "mailbox": claim.mailbox,
            "attempt": claim.attempts,
            "outcome": answer.outcome.value,
            "phase": answer.phase.value,
            "code": answer.code,
        }
        if answer.outcome is Outcome.SENT:
            log.info("mail_sent", extra=facts)
        else:
            log.warning("mail_not_sent", extra=facts | {"answer": answer.text})
