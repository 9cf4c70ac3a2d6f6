"""Sends from one mailbox: claim, commit, talk, record, commit. One mail a turn, one connection kept while healthy."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from outreach.core.clock import Clock
from outreach.core.errors import OutreachError
from outreach.daemon.ledger import Ledger
from outreach.database.clock import steady_seconds
from outreach.database.engine import Database
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.mail.smtp import SmtpConnection
from outreach.sending import claiming
from outreach.sending.identity import SendingRules
from outreach.sending.outbox import Claim

log = logging.getLogger(__name__)

#: Each try waits as long as the database's own patience, half a minute on SQLite.
_RECORD_TRIES = 5

#: What was claimed longer ago is looked at again: a slow server must not carry it out of its window.
_KEPT = timedelta(minutes=2)

#: Seconds within which the body must follow: after that the server has hung up (RFC 5321, 4.5.3.2.5), and well after
#: that the mail is doubtful.
_LONGEST_COMMIT = 180.0


class Sender:
    """The sending half of one mailbox."""

    def __init__(
        self,
        database: Database,
        rules: SendingRules,
        mailbox: str,
        connection: SmtpConnection,
        ledger: Ledger,
        *,
        clock: Clock,
        keep: Callable[[Claim, Answer], None] | None = None,
    ) -> None:
        self.mailbox = mailbox
        self._database = database
        self._rules = rules
        self._connection = connection
        self._ledger = ledger
        self._clock = clock
        #: Keeps an answer that the database does not take, and stops all sending.
        self._keep = keep
        #: Claimed and not handed in yet.
        self._claims: list[Claim] = []
        self._claimed_at = clock.now()
        #: The last answer, on its way to the disk.
        self._recording: asyncio.Task[None] | None = None

    async def send(self, stopping: Callable[[], bool]) -> int:
        """Send until nothing more may go now, or `stopping` says so; how many turns it took."""
        turns = 0
        with self._ledger.at_work():
            try:
                while not stopping() and await self.turn():
                    turns += 1
            finally:
                await self.give_back()
                await self.settle()
        return turns

    async def turn(self) -> bool:
        """Send one mail, or say what would be sent. True: there may be another one that is due now.

        The last answer may still be on its way to the disk: it is there before the next mail goes.
        """
        if not self._rules.live:
            return await self._rehearse()
        if self._clock.now() - self._claimed_at > _KEPT:
            await self.give_back()
        if not self._claims:
            self._claimed_at = self._clock.now()
            self._claims = await self._ledger.claim(self.mailbox)
        if not self._claims:
            return False
        claim = self._claims.pop(0)
        answer = await self._hand_in(claim)
        await self.settle()
        self._recording = asyncio.create_task(self._record(claim, answer))
        self._say(claim, answer)
        if answer.outcome is not Outcome.SENT:
            # It may concern the others too: what may still go is claimed anew.
            await self.give_back()
        return answer.outcome is not Outcome.NOT_SENT

    async def settle(self) -> None:
        """Wait until the last answer is on the disk."""
        recording, self._recording = self._recording, None
        if recording is not None:
            await recording

    async def give_back(self) -> None:
        """Let go of what is claimed and was not handed in: at the end, or when the server cannot be reached."""
        claims, self._claims = self._claims, []
        try:
            await self._ledger.give_back(claims)
        except SQLAlchemyError:
            # Then their lease ends.
            log.exception("claims_not_given_back", extra={"mailbox": self.mailbox, "claims": len(claims)})

    async def close(self) -> None:
        await self._connection.close()

    async def _hand_in(self, claim: Claim) -> Answer:
        async def commit_point() -> bool:
            asked_at = steady_seconds()
            may_go = await self._ledger.commit_point(claim)
            # Who was stopped meanwhile must not go on with a mail that somebody may have settled since.
            return may_go and steady_seconds() - asked_at < _LONGEST_COMMIT

        try:
            return await self._connection.deliver(
                sender=claim.sender,
                recipient=claim.recipient,
                message=claim.message,
                commit_point=commit_point,
                copy_to=claim.copy_to,
            )
        except OutreachError as error:
            return Answer(Outcome.NOT_SENT, Phase.CONNECT, text=str(error))

    async def _record(self, claim: Claim, answer: Answer) -> None:
        """Write down what the server said: it is known nowhere else, so a busy database is asked again."""
        for patience in range(_RECORD_TRIES, -1, -1):
            try:
                await self._ledger.record(claim, answer)
                return
            except SQLAlchemyError:
                log.exception("answer_not_recorded", extra={"outbound": claim.outbound_id, "left": patience})
                if not patience:
                    if self._keep is None:
                        raise
                    self._keep(claim, answer)

    async def _rehearse(self) -> bool:
        would = await self._database.write(
            claiming.rehearse, self._rules, self.mailbox, now=self._clock.now()
        )
        if would is None:
            return False
        # `outreach outbox show` takes the number of a mail.
        facts = {
            "outbound": would.outbound_id,
            "mailbox": would.mailbox,
            "enrollment": would.enrollment_id,
            "step": would.step,
        }
        log.info("would_send", extra=facts)
        # A subject may name somebody, as an address does.
        log.debug("would_send_to", extra={"recipient": would.recipient, "subject": would.subject})
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
