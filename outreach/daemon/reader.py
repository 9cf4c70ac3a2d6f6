"""Reads one mailbox: what is new in its folders, and a look into its Sent folder."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from outreach.core.clock import Clock
from outreach.core.untrusted import one_line
from outreach.daemon.folder_walk import NOTED_EVERY, FolderWalk
from outreach.daemon.mailbox_leases import FencedDatabase, Lease, everything
from outreach.daemon.sent_look import DOUBTS_EVERY, Doubts, SentLook
from outreach.database.engine import Database
from outreach.database.faults import is_the_databases_own
from outreach.mail.imap import (
    CommandRefused,
    ConnectionLost,
    FolderMissing,
    ImapSession,
    ImapTrouble,
    LoginRefused,
)
from outreach.mail.imap_advice import advice
from outreach.mail.imap_reading_plan import NamedFolders, reading_plan
from outreach.mail.imap_tokens import open_session
from outreach.mail.servers import ImapServer
from outreach.mail.token_source import TokenSource
from outreach.sending import mailboxes
from outreach.sending.identity import SendingRules
from outreach.sending.leases import LeaseLost

log = logging.getLogger(__name__)

#: Where a server falls, all its lines are lost at once: drawn so widely, they do not all come back in one second.
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 300.0
_JITTER = (0.25, 1.75)


class Reader:
    """One connection to one mailbox, made anew after any trouble. Ingestion is idempotent, so that is always safe."""

    def __init__(
        self,
        database: Database,
        rules: SendingRules,
        mailbox: str,
        server: ImapServer,
        *,
        hold_account: bool,
        files_copies: bool,
        clock: Clock,
        rng: random.Random,
        folders: NamedFolders | None = None,
        tokens: TokenSource | None = None,
        deadline: float = 60.0,
        doubts_every: float = DOUBTS_EVERY,
        doubts: Doubts | None = None,
        lease: Lease | None = None,
        note: Callable[[str, bool], Awaitable[None]] | None = None,
    ) -> None:
        """`note` is told that the mailbox was tried, and whether it was read to its end."""
        self.mailbox = mailbox
        self._tried = self._looked = False
        self._lease = lease or everything(mailbox, clock)
        self._lease.when_lost(self.abort)
        self._note = note
        self._database = FencedDatabase(database, self._lease)
        self._server = server
        self._tokens = tokens
        self._named = folders
        self._walk = FolderWalk(
            self._database, mailbox, rules.mailbox(mailbox).address, hold_account=hold_account, clock=clock
        )
        self._sent = SentLook(
            self._database,
            rules,
            mailbox,
            files_copies=files_copies,
            clock=clock,
            doubts=doubts
            or Doubts(database, files_copies=[mailbox] if files_copies else [], every=doubts_every / 2),
        )
        self._clock = clock
        self._rng = rng
        self._deadline = deadline
        self._doubts_every = doubts_every
        self._session: ImapSession | None = None
        self._noted_read_at: datetime | None = None
        #: What is said of the mailbox at the moment; None: nobody has looked yet.
        self._noted_trouble: str | None = None
        self._plan = reading_plan([], ())
        #: What is to be said of folders that could not be read in this turn.
        self._refused: list[str] = []

    @property
    def has_tried(self) -> bool:
        """Whether a first turn has ended, well or not: ours, or that of the daemon that has the mailbox."""
        return self._tried or self._lease.elsewhere.tried

    @property
    def has_looked(self) -> bool:
        """Whether the Sent folder, if there is one, was looked into, by us or by the daemon that has the mailbox."""
        return self._looked or self._lease.elsewhere.looked

    async def turn(self) -> bool:
        """Store what is new in every folder that is read, and look into Sent. True: something was new.

        Nothing is done where another daemon has the mailbox. Raises ImapTrouble, and LeaseLost where it went to
        another one meanwhile; the connection is given up then.
        """
        if not self._lease.is_held:
            self.abort()
            return False
        try:
            return await self._turn()
        finally:
            self._tried = True

    async def _turn(self) -> bool:
        self._refused = []
        try:
            session = await self._connected()
            if not self._looked:
                # Before any letter is read: one may answer a mail that only the Sent folder knows of.
                await self._look_into_sent(session)
            new = [
                await self._in_folder(folder.name, partial(self._walk.catch_up, session, folder))
                for folder in self._plan.read
            ]
            if self._looked:
                await self._look_into_sent(session)
        except (ImapTrouble, OSError) as trouble:
            self.abort()
            await self._note_trouble(f"{trouble} {advice(trouble)}")
            await self._say_so(looked=False)
            raise
        except BaseException:
            self.abort()
            raise
        # Only now: whatever lies in Sent may forbid the next mail.
        await self._note_read(is_news=any(new))
        filing = [self._sent.filing_trouble] if self._sent.filing_trouble else []
        await self._note_remarks((*session.alerts[-1:], *self._plan.remarks, *self._refused, *filing))
        self._looked = True
        await self._say_so(looked=True)
        return any(new)

    async def file_copies(self) -> int:
        """File what is not filed yet, in a connection of its own where there is none; how many copies.

        Raises as `turn` does. Nothing may watch meanwhile.
        """
        if not self._lease.is_held:
            self.abort()
            return 0
        try:
            session = await self._connected()
            sent = self._plan.sent
            return await self._in_folder(sent, partial(self._sent.file_all, session, sent or ""))
        except BaseException:
            self.abort()
            raise

    async def _say_so(self, *, looked: bool) -> None:
        if self._note is not None:
            await self._note(self.mailbox, looked)

    async def _note_remarks(self, remarks: Sequence[str]) -> None:
        """The mailbox was read, and yet there is something that a person should know; mostly there is nothing."""
        words = " ".join(remarks)
        if words and words != self._noted_trouble:
            log.warning("mailbox_remark", extra={"mailbox": self.mailbox, "remark": words})
        await self._note_trouble(words)

    async def _note_trouble(self, words: str) -> None:
        """Keep what a person should know about the mailbox where they look for it; "" when all is well again."""
        if words != self._noted_trouble:
            await self._database.write(mailboxes.note_reading_trouble, self.mailbox, words)
            self._noted_trouble = words

    async def _note_read(self, *, is_news: bool) -> None:
        """Say that the mailbox was read to its end: without that it soon sends nothing any more."""
        now = self._clock.now()
        # With news at once, or people see answers that came after the mailbox is said to have been read.
        if is_news or self._noted_read_at is None or now - self._noted_read_at >= NOTED_EVERY:
            await self._database.write(mailboxes.note_read, self.mailbox, now)
            self._noted_read_at = now

    async def watch(self, stop: asyncio.Event, arrived: Callable[[], Awaitable[None]]) -> None:
        """Read, then wait for news (IDLE), until `stop`. Lost connections are made anew after a jittered pause.

        While another daemon has the mailbox, nothing is done.
        """
        pause = _FIRST_PAUSE
        while await self._lease.wait(stop):
            try:
                if await self.turn():
                    await arrived()
                pause = _FIRST_PAUSE
                await self._wait_for_news(stop)
            except LeaseLost:
                log.info("mailbox_left_to_another", extra={"mailbox": self.mailbox})
            except LoginRefused as trouble:
                # Trying at once could lock the mailbox; the longest pause is short enough to notice a new password.
                self._report(trouble)
                pause = _LONGEST_PAUSE
                await _sleep(stop, pause)
            except (ImapTrouble, OSError) as trouble:
                if not self._lease.is_held:
                    # That is why the line broke.
                    continue
                self._report(trouble)
                await _sleep(stop, pause * self._rng.uniform(*_JITTER))
                pause = min(pause * 2, _LONGEST_PAUSE)
            except Exception as error:
                # It must not end the reading of this mailbox for good.
                log.exception("mailbox_not_read", extra={"mailbox": self.mailbox})
                # A database that was restarted is back soon; a fault of ours stays.
                is_brief = is_the_databases_own(error)
                await _sleep(stop, pause * self._rng.uniform(*_JITTER) if is_brief else _LONGEST_PAUSE)
                pause = min(pause * 2, _LONGEST_PAUSE)
        await self.close()

    async def close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def abort(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.abort()

    async def _wait_for_news(self, stop: asyncio.Event) -> None:
        session = await self._connected()
        await session.select(self._plan.watched)
        idling = asyncio.ensure_future(session.idle())
        stopping = asyncio.ensure_future(stop.wait())
        try:
            while not await _any_done(idling, stopping, within=self._doubts_every):
                if self._plan.sent is not None and await self._sent.should_look_again():
                    session.stir()
            if idling.done():
                idling.result()
        finally:
            stopping.cancel()
            if not idling.done():
                idling.cancel()
                self.abort()

    async def _connected(self) -> ImapSession:
        if self._session is None or not self._session.is_open:
            if self._database.begin():
                # Another daemon may have read on from where we were.
                self._walk.forget()
            self._database.check()
            self._session = await open_session(self._server, self._tokens, deadline=self._deadline)
            self._database.check()
            self._plan = reading_plan(await self._session.folders(), self._session.capabilities, self._named)
        return self._session

    async def _in_folder(self, folder: str | None, work: Callable[[], Awaitable[int]]) -> int:
        """Do the work in the folder, where there is one. Only the Inbox may not be refused."""
        if folder is None:
            return 0
        try:
            return await work()
        except CommandRefused as trouble:
            if folder == self._plan.inbox:
                raise
            # It can be deleted, or closed to us, at any time: that must not keep us from the others.
            facts = {"mailbox": self.mailbox, "folder": folder, "trouble": str(trouble)}
            log.warning("folder_not_read", extra=facts)
            if not isinstance(trouble, FolderMissing):
                # A reply in Junk is a reply: whoever looks must hear that it was not looked for there.
                self._refused.append(f'The folder "{one_line(folder)}" cannot be read: {trouble}')
            return 0

    async def _look_into_sent(self, session: ImapSession) -> None:
        sent = self._plan.sent
        await self._in_folder(sent, partial(self._sent.turn, session, sent or ""))

    def _report(self, trouble: Exception) -> None:
        event = "mailbox_login_refused" if isinstance(trouble, LoginRefused) else "mailbox_not_read"
        level = logging.INFO if isinstance(trouble, ConnectionLost) else logging.WARNING
        facts = {"mailbox": self.mailbox, "trouble": str(trouble), "advice": advice(trouble)}
        log.log(level, event, extra=facts)


def may_begin(readers: Sequence[Reader], mailbox: str) -> bool:
    """Whether sending from the mailbox may begin, after a start: its own Sent folder has been looked into.

    And every other was tried: what went out of it since a backup was made must not go out of this one again. One
    whose server is down keeps back only its own mail.
    """
    return all(each.has_tried and (each.has_looked or each.mailbox != mailbox) for each in readers)


async def _any_done(*tasks: "asyncio.Future[Any]", within: float) -> bool:
    done, _ = await asyncio.wait(tasks, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    return bool(done)


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass
