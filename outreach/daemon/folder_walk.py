"""Walks through the folders of one mailbox: from the cursor on, each letter stored, none of them twice."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.core.clock import Clock
from outreach.daemon.folder_numbers import is_anew, last_uid_of
from outreach.daemon.mailbox_leases import UnitsOfWork
from outreach.database.faults import is_the_databases_own
from outreach.inbox import service as inbox
from outreach.inbox import unfetched
from outreach.inbox.mixed_folders import FIELDS, Glimpse, to_fetch
from outreach.inbox.read_back import oldest_concern_on
from outreach.inbox.storing import Incoming
from outreach.mail.imap import (
    CommandRefused,
    ConnectionLost,
    FetchedMessage,
    FetchedSummary,
    ImapSession,
    Selected,
)
from outreach.mail.imap_reading_plan import FolderToRead
from outreach.sending.leases import LeaseLost

log = logging.getLogger(__name__)

_BATCH = 50

#: How often it is noted that a folder was read when nothing new was in it.
NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Cursor:
    """How far a folder has been read, as the database has it."""

    uidvalidity: int
    last_uid: int
    noted_at: datetime


class FolderWalk:
    """What is known of the folders of one mailbox, over whatever connection there is."""

    def __init__(
        self, database: UnitsOfWork, mailbox: str, address: str, *, hold_account: bool, clock: Clock
    ) -> None:
        self._database = database
        self._mailbox = mailbox
        self._address = address
        self._hold_account = hold_account
        self._clock = clock
        self._cursors: dict[str, _Cursor] = {}
        #: Messages asked for at once. A message that breaks the line is found by asking for fewer.
        self._batch = _BATCH

    def forget(self) -> None:
        """How far the folders have been read is asked of the database again."""
        self._cursors.clear()

    async def catch_up(self, session: ImapSession, folder: FolderToRead) -> int:
        """Store what is new in the folder; how many letters that were. Raises ImapTrouble."""
        selected = await session.select(folder.name)
        after = await self._begin_after(session, folder.name, selected)
        uids = await session.uids_after(after)
        stored = 0
        while uids:
            batch, uids = uids[: self._batch], uids[self._batch :]
            stored += await self._store(session, folder, selected.uidvalidity, batch)
        stored += await self._try_again(session, folder.name, selected.uidvalidity)
        if self._is_due(folder.name):
            await self._keep(folder.name, selected.uidvalidity, [], self._cursors[folder.name].last_uid)
        if stored:
            facts = {"mailbox": self._mailbox, "folder": folder.name, "count": stored}
            log.info("messages_stored", extra=facts)
        return stored

    def _is_due(self, folder: str) -> bool:
        """Whether it is time to note that the folder was read, though there was nothing new."""
        return self._clock.now() - self._cursors[folder].noted_at >= NOTED_EVERY

    # --- where to begin ---------------------------------------------------------------------------------------------

    async def _begin_after(self, session: ImapSession, folder: str, selected: Selected) -> int:
        """The UID after which to read. A new or renumbered folder: from the day on that first concerns us."""
        known = self._cursors.get(folder) or await self._stored_cursor(folder)
        if known is not None and not await is_anew(session, selected, known.uidvalidity, known.last_uid):
            self._cursors[folder] = known
            return known.last_uid
        if known is not None:
            log.warning("folder_renumbered", extra={"mailbox": self._mailbox, "folder": folder})
        after = await self._first_uid_before_us(session, selected)
        await self._keep(folder, selected.uidvalidity, [], after, anew=True)
        return after

    async def _stored_cursor(self, folder: str) -> _Cursor | None:
        stored = await self._database.read(inbox.cursor_of, self._mailbox, folder)
        return None if stored is None else _Cursor(stored.uidvalidity, stored.last_uid, stored.read_at)

    async def _first_uid_before_us(self, session: ImapSession, selected: Selected) -> int:
        # Asked first: what arrives while we search is not before us.
        last = await last_uid_of(session, selected)
        since = await self._database.read(oldest_concern_on, self._mailbox)
        day = (since or self._clock.now().date()) - timedelta(days=1)
        uids = await session.uids_since(day)
        return min([last, *(uid - 1 for uid in uids)])

    # --- what is new ------------------------------------------------------------------------------------------------

    async def _store(
        self, session: ImapSession, folder: FolderToRead, uidvalidity: int, uids: list[int]
    ) -> int:
        """Store these messages, a few megabytes at a time; how many were new.

        Where handing them out breaks the line, fewer are asked for the next time, down to one; one that breaks it
        alone is passed over, noted and shown, so that it stops nobody else's mail.
        """
        stored = 0
        try:
            wanted = await self._letters(session, uids) if folder.is_mixed else uids
            async for fetched in session.batches(wanted):
                stored += await self._keep_fetched(folder.name, uidvalidity, fetched)
        except ConnectionLost as trouble:
            if len(uids) == 1 and self._batch == 1:
                await self._pass_over(folder.name, uidvalidity, uids[0], str(trouble))
            self._batch = max(1, self._batch // 2)
            raise
        self._batch = min(_BATCH, self._batch * 2)
        if self._cursors[folder.name].last_uid < uids[-1]:
            # The last of them are no longer there, or nothing for us.
            await self._keep(folder.name, uidvalidity, [], uids[-1])
        return stored

    async def _letters(self, session: ImapSession, uids: list[int]) -> list[int]:
        """Which of these are worth fetching: neither ours nor known. What nothing is told of is asked for itself."""
        summaries = await self._summaries(session, uids)
        glimpses = [Glimpse(each.uid, each.provider_id, each.labels, each.fields) for each in summaries]
        wanted = await self._database.read(to_fetch, self._mailbox, self._address, glimpses)
        untold = set(uids) - {each.uid for each in glimpses}
        return sorted({*wanted, *untold})

    async def _summaries(self, session: ImapSession, uids: list[int]) -> list[FetchedSummary]:
        """Of one that the server cannot summarise nothing is told, and of the others everything."""
        try:
            return await session.summaries(uids, FIELDS)
        except CommandRefused:
            if len(uids) == 1:
                return []
        half = len(uids) // 2
        return await self._summaries(session, uids[:half]) + await self._summaries(session, uids[half:])

    async def _keep_fetched(self, folder: str, uidvalidity: int, fetched: list[FetchedMessage]) -> int:
        if not fetched:
            return 0
        for message in fetched:
            if message.refused is not None:
                # The cursor moves with the rest of the batch, never before it.
                await self._note_unfetched(folder, uidvalidity, message.uid, message.refused)
        messages = [_incoming(message) for message in fetched if message.refused is None]
        try:
            return await self._keep(folder, uidvalidity, messages, fetched[-1].uid)
        except Exception as error:
            if _is_no_messages(error):
                raise
            stored = await self._keep_one_by_one(folder, uidvalidity, messages, error)
        await self._keep(folder, uidvalidity, [], fetched[-1].uid)
        return stored

    async def _keep_one_by_one(
        self, folder: str, uidvalidity: int, messages: list[Incoming], error: Exception
    ) -> int:
        """One of them cannot be stored, which must stop nobody else's mail: it is noted, shown, and tried again.

        Where none of several can be, the fault is no message's, and nothing is passed over.
        """
        stored = 0
        refused: list[tuple[int, str]] = []
        for message in messages:
            try:
                stored += await self._keep(folder, uidvalidity, [message], self._cursors[folder].last_uid)
            except Exception as why:
                if _is_no_messages(why):
                    raise
                refused.append((message.uid, type(why).__name__))
        if len(refused) == len(messages) > 1:
            raise error
        for uid, trouble in refused:
            await self._note_unfetched(folder, uidvalidity, uid, f"it could not be stored: {trouble}")
        return stored

    async def _keep(
        self,
        folder: str,
        uidvalidity: int,
        messages: list[Incoming],
        up_to: int,
        *,
        anew: bool = False,
    ) -> int:
        new = await self._database.write(
            inbox.store,
            mailbox=self._mailbox,
            folder=folder,
            uidvalidity=uidvalidity,
            messages=messages,
            up_to=up_to,
            hold_account=self._hold_account,
            now=self._clock.now(),
            anew=anew,
        )
        self._cursors[folder] = _Cursor(uidvalidity, up_to, self._clock.now())
        return len(new)

    # --- what is not handed out -------------------------------------------------------------------------------------

    async def _try_again(self, session: ImapSession, folder: str, uidvalidity: int) -> int:
        """Ask once more for what was not handed out earlier; how much of it was new."""
        where = {"mailbox": self._mailbox, "folder": folder}
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
            try:
                stored += await self._keep(folder, uidvalidity, messages, self._cursors[folder].last_uid)
            except Exception as error:
                if _is_no_messages(error):
                    raise
                continue
            await self._database.write(unfetched.forget, **where, uidvalidity=uidvalidity, uid=uid)

    async def _pass_over(self, folder: str, uidvalidity: int, uid: int, trouble: str) -> None:
        await self._note_unfetched(folder, uidvalidity, uid, trouble)
        await self._keep(folder, uidvalidity, [], uid)

    async def _note_unfetched(self, folder: str, uidvalidity: int, uid: int, trouble: str) -> None:
        await self._database.write(
            unfetched.note,
            mailbox=self._mailbox,
            folder=folder,
            uidvalidity=uidvalidity,
            uid=uid,
            trouble=trouble,
            now=self._clock.now(),
        )
        log.warning("message_not_fetched", extra={"mailbox": self._mailbox, "folder": folder, "uid": uid})


def _is_no_messages(error: Exception) -> bool:
    """Whether no message is at fault: the database cannot take anything, or the mailbox is no longer ours."""
    return is_the_databases_own(error) or isinstance(error, LeaseLost)


def _incoming(message: FetchedMessage) -> Incoming:
    return Incoming(message.uid, message.raw, message.received_at, message.truncated, message.provider_id)
