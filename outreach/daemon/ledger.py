"""One transaction for all that the senders ask at the same moment: a shared commit, and so a shared fsync.

A transaction is written when every sender that is at work waits for it, or a few milliseconds after the first one
began to wait. An answer of a server that nobody waits for rides in the next transaction. Nothing is told before it
is durable.
"""

import asyncio
import contextlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outreach.core.clock import Clock
from outreach.database.engine import Database
from outreach.mail.outcomes import Answer
from outreach.sending.identity import SendingRules
from outreach.sending.outbox import Claim
from outreach.sending.service import Asked, Told, tell

log = logging.getLogger(__name__)

#: Seconds that a sender waits for the others to come to the same point, and that an answer waits for company.
PATIENCE, ANSWERS_KEEP = 0.005, 0.05


@dataclass(frozen=True, slots=True)
class _Question:
    """What one sender asks, and where it waits for what is told."""

    asked: Asked
    told: "asyncio.Future[Told]"


class Ledger:
    """What all senders of one process ask the outbox. `owner` names the process in its claims."""

    def __init__(self, database: Database, rules: SendingRules, *, owner: str, clock: Clock) -> None:
        self._database = database
        self._rules = rules
        self._owner = owner
        self._clock = clock
        self._asked: list[_Question] = []
        self._at_work = 0
        #: Of those at work, how many can do nothing before they are told.
        self._waiting = 0
        self._due: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """While a sender sends: the others wait for it, briefly, at a commit point."""
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1
            self._write_if_all_wait()

    async def claim(self, mailbox: str) -> list[Claim]:
        """The next mails that may go from a mailbox, claimed; empty where none may."""
        told = await self._wait_for(Asked(mailboxes=(mailbox,)))
        return told.claims[mailbox]

    async def commit_point(self, claim: Claim) -> bool:
        """Whether the body may go; if so, that is on the disk."""
        told = await self._wait_for(Asked(commits=(claim,)))
        return claim.token in told.may_go

    async def give_back(self, claims: Sequence[Claim]) -> None:
        """Let go of claims that nothing was done with."""
        if claims:
            await self._wait_for(Asked(given_back=claims))

    def record(self, claim: Claim, answer: Answer) -> "asyncio.Future[Told]":
        """Have an answer written down. Done when it is on the disk; a commit point asked later is never before it."""
        told = self._ask(Asked(answers=((claim, answer),)))
        self._write_within(ANSWERS_KEEP)
        return told

    async def _wait_for(self, asked: Asked) -> Told:
        told = self._ask(asked)
        self._waiting += 1
        self._write_if_all_wait()
        self._write_within(PATIENCE)
        try:
            return await told
        finally:
            self._waiting -= 1

    def _ask(self, asked: Asked) -> "asyncio.Future[Told]":
        told: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        self._asked.append(_Question(asked, told))
        return told

    def _write_if_all_wait(self) -> None:
        if self._asked and self._waiting >= self._at_work:
            self._write_now()

    def _write_within(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if self._writing is not None or not self._asked:
            return
        if self._due is None or self._due.when() > loop.time() + seconds:
            self._cancel_timer()
            self._due = loop.call_later(seconds, self._write_now)

    def _write_now(self) -> None:
        self._cancel_timer()
        if self._writing is None and self._asked:
            questions, self._asked = self._asked, []
            self._writing = asyncio.create_task(self._write(questions))
            self._writing.add_done_callback(self._written)

    def _written(self, _done: "asyncio.Task[None]") -> None:
        self._writing = None
        # Whoever has been told goes on in this turn of the loop; who asked meanwhile has their time from now.
        self._write_within(PATIENCE)

    def _cancel_timer(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    async def _write(self, questions: Sequence[_Question]) -> None:
        asked = _together(questions)
        try:
            told = await self._database.write(
                tell, asked, self._rules, owner=self._owner, now=self._clock.now()
            )
        except Exception as error:
            if len(questions) == 1:
                _fail(questions[0], error)
                return
            # One of them is at fault, and the others must not suffer for it.
            log.warning("asked_one_by_one", extra={"questions": len(questions), "trouble": str(error)})
            for question in questions:
                await self._write([question])
        else:
            for question in questions:
                # Whoever asked may have been cancelled meanwhile.
                if not question.told.done():
                    question.told.set_result(told)


def _together(questions: Sequence[_Question]) -> Asked:
    return Asked(
        answers=[each for question in questions for each in question.asked.answers],
        given_back=[each for question in questions for each in question.asked.given_back],
        commits=[each for question in questions for each in question.asked.commits],
        mailboxes=[each for question in questions for each in question.asked.mailboxes],
    )


def _fail(question: _Question, error: Exception) -> None:
    if not question.told.done():
        question.told.set_exception(error)
