"""Where the database takes nothing, sending stops; what servers said meanwhile is kept beside it, and written later."""

import contextlib
import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from outreach.core.clock import Clock
from outreach.database.engine import Database
from outreach.inbox import pending
from outreach.mail.outcomes import Answer
from outreach.sending import outbox
from outreach.sending.identity import SendingRules
from outreach.sending.journal import Entry, Journal
from outreach.sending.outbox import Claim
from outreach.sending.service import record_entries

log = logging.getLogger(__name__)

#: How often it is looked for mails whose sender has died.
RECOVER_EVERY = timedelta(minutes=1)


class Halting:
    """Whether this process sends nothing, and the way back. Without a journal (nothing is sent) no answer is kept.

    `heeds_presence`: there are other daemons, and what one that lives has claimed is theirs.
    """

    def __init__(
        self,
        database: Database,
        rules: SendingRules,
        journal: Journal | None,
        *,
        owner: str,
        clock: Clock,
        heeds_presence: bool,
    ) -> None:
        self._database = database
        self._rules = rules
        self._journal = journal
        self._owner = owner
        self._clock = clock
        self._heeds_presence = heeds_presence
        self._recovered_at: datetime | None = None
        #: An answer of a server could not be written into the database: nothing is sent until that is done.
        self.is_on = False

    def halt(self) -> None:
        if not self.is_on:
            self.is_on = True
            advice = "the database cannot be written: is the disk full? Tried again every minute."
            log.critical("sending_stopped", extra={"advice": advice})

    def keep(self, claim: Claim, answer: Answer) -> None:
        """The database takes nothing: what the server said goes into the side journal, and nothing more is sent."""
        assert self._journal is not None
        self.halt()
        self._journal.add(Entry.of(claim, answer, self._clock.now()))
        log.warning("answer_kept_in_journal", extra={"outbound": claim.outbound_id})

    async def recover(self, *, all_owners: bool = False) -> None:
        """Take over what a dead sender held, and what the side journal kept for the database; then sending goes on."""
        await self._read_journal()
        if all_owners:
            await self._database.write(pending.let_go)
        requeued, doubtful = await self._database.write(
            outbox.recover, self._clock.now(), all_owners=all_owners, heeds_presence=self._heeds_presence
        )
        if self.is_on:
            # What was claimed in a transaction of which nobody heard the end would wait for its lease.
            await self._database.write(outbox.let_go, self._owner)
            self.is_on = False
            log.warning("sending_goes_on")
        if requeued or doubtful:
            log.warning("recovered", extra={"queued_again": requeued, "doubtful": doubtful})

    async def recover_now_and_then(self) -> None:
        now = self._clock.now()
        if self._recovered_at is None or now - self._recovered_at >= RECOVER_EVERY:
            self._recovered_at = now
            await self.recover()

    async def go_on(self) -> None:
        """Where sending was stopped because the database could not be written: look whether it can be again."""
        if self.is_on:
            with contextlib.suppress(SQLAlchemyError):
                await self.recover()

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()

    async def _read_journal(self) -> None:
        """Write down the answers that the database could not take."""
        entries = [] if self._journal is None else self._journal.entries()
        if self._journal is None or not (entries or self._journal.torn):
            return
        torn = self._journal.torn
        await self._database.write(record_entries, entries, self._rules)
        self._journal.clear()
        # What a torn one would have said is doubtful, and settled as such.
        log.warning("journal_applied", extra={"answers": len(entries), "torn": torn})
