"""Reads one mailbox: what is new in its folders, and a look into its Sent folder."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from outreach.core.clock import Clock
from outreach.daemon.sent_look import SentLook
from outreach.database.engine import Database
from outreach.inbox import service as inbox
from outreach.inbox import unfetched
from outreach.mail.imap import (
    CommandRefused,
    ConnectionLost,
    FetchedMessage,
    Folder,
    FolderRole,
    ImapSession,
    ImapTrouble,
    LoginRefused,
    Selected,
)
from outreach.mail.servers import ImapServer
from outreach.sending import mailboxes, sent_folder
from outreach.sending.identity import SendingRules

log = logging.getLogger(__name__)

#: A reply in Junk is a reply.
_READ = (FolderRole.INBOX, FolderRole.JUNK)

_BATCH = 50

#: How often it is noted that a folder was read when nothing new was in it.
_NOTED_EVERY = timedelta(minutes=5)

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0

#: Seconds between two questions, while nothing comes, whether a mail has become doubtful.
_DOUBTS_EVERY = 10.0


@dataclass(frozen=True, slots=True)
class _Cursor:
    """How far a folder has been read, as the database has it."""

    uidvalidity: int
    last_uid: int
    noted_at: datetime


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
        deadline: float = 60.0,
        doubts_every: float = _DOUBTS_EVERY,
    ) -> None:
        self.mailbox = mailbox
        #: Whether a first turn has ended, well or not; and whether the Sent folder, if there is one, was looked into.
        self.has_tried = self.has_looked = False
        self._database = database
        self._server = server
        self._hold_account = hold_account
        self._sent = SentLook(database, rules, mailbox, files_copies=files_copies, clock=clock)
        self._clock = clock
        self._rng = rng
        self._deadline = deadline
        self._doubts_every = doubts_every
        self._session: ImapSession | None = None
        self._cursors: dict[str, _Cursor] = {}
        #: Messages asked for at once. A message that breaks the line is found by asking for fewer.
        self._batch = _BATCH
        self._noted_read_at: datetime | None = None
        self._folders: dict[FolderRole, str] = {}

    async def turn(self) -> bool:
        """Store what is new in every folder that is read, and look into Sent. True: something was new.

        Raises ImapTrouble; the connection is given up then.
        """
        try:
            session = await self._connected()
            if not self.has_looked:
                # Before any letter is read: one may answer a mail that only the Sent folder knows of.
                await self._look_into_sent(session)
            new = [await self._in_folder(role, partial(self._catch_up, session)) for role in _READ]
            if self.has_looked:
                await self._look_into_sent(session)
        except BaseException:
            self.abort()
            raise
        finally:
            self.has_tried = True
        # Only now: whatever lies in Sent may forbid the next mail.
        await self._note_read()
        self.has_looked = True
        return any(new)

    async def _note_read(self) -> None:
        """Say that the mailbox was read to its end: without that it soon sends nothing any more."""
        now = self._clock.now()
        if self._noted_read_at is None or now - self._noted_read_at >= _NOTED_EVERY:
            await self._database.write(mailboxes.note_read, self.mailbox, now)
            self._noted_read_at = now

    async def watch(self, stop: asyncio.Event, arrived: Callable[[], Awaitable[None]]) -> None:
        """Read, then wait for news (IDLE), until `stop`. Lost connections are made anew after a jittered pause."""
        pause = _FIRST_PAUSE
        while not stop.is_set():
            try:
                if await self.turn():
                    await arrived()
                pause = _FIRST_PAUSE
                await self._wait_for_news(stop)
            except LoginRefused as trouble:
                # Trying at once could lock the mailbox; the longest pause is short enough to notice a new password.
                self._report(trouble)
                pause = _LONGEST_PAUSE
                await _sleep(stop, pause)
            except (ImapTrouble, OSError) as trouble:
                self._report(trouble)
                await _sleep(stop, pause * self._rng.uniform(0.7, 1.3))
                pause = min(pause * 2, _LONGEST_PAUSE)
            except Exception:
                # A fault of ours; it must not end the reading of this mailbox for good.
                log.exception("mailbox_not_read", extra={"mailbox": self.mailbox})
                await _sleep(stop, _LONGEST_PAUSE)
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
        await session.select(self._folders[FolderRole.INBOX])
        idling = asyncio.ensure_future(session.idle())
        stopping = asyncio.ensure_future(stop.wait())
        try:
            while not await _any_done(idling, stopping, within=self._doubts_every):
                if await self._sent.should_look_again():
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
            self._session = await ImapSession.open(self._server, deadline=self._deadline)
            self._folders = _by_role(await self._session.folders())
        return self._session

    async def _in_folder(self, role: FolderRole, work: Callable[[str], Awaitable[int]]) -> int:
        """Do the work in the folder for `role`, where there is one. Only the Inbox may not be refused."""
        folder = self._folders.get(role)
        if folder is None:
            return 0
        try:
            return await work(folder)
        except CommandRefused as trouble:
            if role is FolderRole.INBOX:
                raise
            # It can be deleted, or closed to us, at any time: that must not keep us from the others.
            facts = {"mailbox": self.mailbox, "folder": folder, "trouble": str(trouble)}
            log.warning("folder_not_read", extra=facts)
            return 0

    async def _catch_up(self, session: ImapSession, folder: str) -> int:
        selected = await session.select(folder)
        after = await self._begin_after(session, folder, selected)
        uids = await session.uids_after(after)
        stored = 0
        while uids:
            batch, uids = uids[: self._batch], uids[self._batch :]
            stored += await self._store(session, folder, selected.uidvalidity, batch)
        stored += await self._try_again(session, folder, selected.uidvalidity)
        if self._is_due(folder):
            await self._keep(folder, selected.uidvalidity, [], self._cursors[folder].last_uid)
        if stored:
            log.info("messages_stored", extra={"mailbox": self.mailbox, "folder": folder, "count": stored})
        return stored

    def _is_due(self, folder: str) -> bool:
        """Whether it is time to note that the folder was read, though there was nothing new."""
        return self._clock.now() - self._cursors[folder].noted_at >= _NOTED_EVERY

    async def _begin_after(self, session: ImapSession, folder: str, selected: Selected) -> int:
        """The UID after which to read. A new or renumbered folder: from the day of our first mail on."""
        known = self._cursors.get(folder) or await self._stored_cursor(folder)
        if known is not None and known.uidvalidity == selected.uidvalidity:
            self._cursors[folder] = known
            return known.last_uid
        if known is not None:
            log.warning("folder_renumbered", extra={"mailbox": self.mailbox, "folder": folder})
        after = await self._first_uid_before_us(session, selected)
        await self._keep(folder, selected.uidvalidity, [], after)
        return after

    async def _stored_cursor(self, folder: str) -> "_Cursor | None":
        stored = await self._database.read(inbox.cursor_of, self.mailbox, folder)
        return None if stored is None else _Cursor(stored.uidvalidity, stored.last_uid, stored.read_at)

    async def _first_uid_before_us(self, session: ImapSession, selected: Selected) -> int:
        # Asked first: what arrives while we search is not before us.
        last = await _last_uid(session, selected)
        since = await self._database.read(sent_folder.first_mail_on, self.mailbox)
        day = (since or self._clock.now().date()) - timedelta(days=1)
        uids = await session.uids_since(day)
        return min([last, *(uid - 1 for uid in uids)])

    async def _store(self, session: ImapSession, folder: str, uidvalidity: int, uids: list[int]) -> int:
        """Store these messages, a few megabytes at a time; how many were new.

        Where handing them out breaks the line, fewer are asked for the next time, down to one; one that breaks it
        alone is passed over, noted and shown, so that it stops nobody else's mail.
        """
        stored = 0
        try:
            async for fetched in session.batches(uids):
                stored += await self._keep_fetched(folder, uidvalidity, fetched)
        except ConnectionLost as trouble:
            if len(uids) == 1 and self._batch == 1:
                await self._pass_over(folder, uidvalidity, uids[0], str(trouble))
            self._batch = max(1, self._batch // 2)
            raise
        self._batch = min(_BATCH, self._batch * 2)
        if self._cursors[folder].last_uid < uids[-1]:
            # The last of them are no longer there.
            await self._keep(folder, uidvalidity, [], uids[-1])
        return stored

    async def _keep_fetched(self, folder: str, uidvalidity: int, fetched: list[FetchedMessage]) -> int:
        for message in fetched:
            if message.refused is not None:
                # The cursor moves with the rest of the batch, never before it.
                await self._note_unfetched(folder, uidvalidity, message.uid, message.refused)
        messages = [_incoming(message) for message in fetched if message.refused is None]
        return await self._keep(folder, uidvalidity, messages, fetched[-1].uid)

    async def _try_again(self, session: ImapSession, folder: str, uidvalidity: int) -> int:
        """Ask once more for what was not handed out earlier; how much of it was new."""
        where = {"mailbox": self.mailbox, "folder": folder}
        stored = 0
        while True:
            uid = await self._database.write(
                unfetched.next_to_try, **where, uidvalidity=uidvalidity, now=self._clock.now()
            )
            if uid is None:
                return stored
            fetched = await session.fetch([uid])
            if any(message.refused is not None for message in fetched):
                continue
            messages = [_incoming(message) for message in fetched]
            stored += await self._keep(folder, uidvalidity, messages, self._cursors[folder].last_uid)
            await self._database.write(unfetched.forget, **where, uidvalidity=uidvalidity, uid=uid)

    async def _pass_over(self, folder: str, uidvalidity: int, uid: int, trouble: str) -> None:
        await self._note_unfetched(folder, uidvalidity, uid, trouble)
        await self._keep(folder, uidvalidity, [], uid)

    async def _note_unfetched(self, folder: str, uidvalidity: int, uid: int, trouble: str) -> None:
        await self._database.write(
            unfetched.note,
            mailbox=self.mailbox,
            folder=folder,
            uidvalidity=uidvalidity,
            uid=uid,
            trouble=trouble,
            now=self._clock.now(),
        )
        log.warning("message_not_fetched", extra={"mailbox": self.mailbox, "folder": folder, "uid": uid})

    async def _keep(self, folder: str, uidvalidity: int, messages: list[inbox.Incoming], up_to: int) -> int:
        new = await self._database.write(
            inbox.store,
            mailbox=self.mailbox,
            folder=folder,
            uidvalidity=uidvalidity,
            messages=messages,
            up_to=up_to,
            hold_account=self._hold_account,
            now=self._clock.now(),
        )
        self._cursors[folder] = _Cursor(uidvalidity, up_to, self._clock.now())
        return len(new)

    async def _look_into_sent(self, session: ImapSession) -> None:
        await self._in_folder(FolderRole.SENT, partial(self._sent.turn, session))

    def _report(self, trouble: Exception) -> None:
        event = "mailbox_login_refused" if isinstance(trouble, LoginRefused) else "mailbox_not_read"
        level = logging.INFO if isinstance(trouble, ConnectionLost) else logging.WARNING
        log.log(level, event, extra={"mailbox": self.mailbox, "trouble": str(trouble)})


def may_begin(readers: Sequence[Reader], mailbox: str) -> bool:
    """Whether sending from the mailbox may begin, after a start: its own Sent folder has been looked into.

    And every other was tried: what went out of it since a backup was made must not go out of this one again. One
    whose server is down keeps back only its own mail.
    """
    return all(each.has_tried and (each.has_looked or each.mailbox != mailbox) for each in readers)


async def _any_done(*tasks: "asyncio.Future[Any]", within: float) -> bool:
    done, _ = await asyncio.wait(tasks, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    return bool(done)


async def _last_uid(session: ImapSession, selected: Selected) -> int:
    """The greatest UID that the folder had given out when it was opened, or a moment later."""
    if selected.uidnext is not None:
        return selected.uidnext - 1
    return max(await session.uids_after(0), default=0)


def _incoming(message: FetchedMessage) -> inbox.Incoming:
    return inbox.Incoming(message.uid, message.raw, message.received_at, message.truncated)


def _by_role(folders: list[Folder]) -> dict[FolderRole, str]:
    found = {FolderRole.INBOX: "INBOX"}
    for folder in folders:
        if folder.role is not None and folder.selectable:
            found.setdefault(folder.role, folder.name)
    return found


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass
