"""Looks into one mailbox's Sent folder: what is new there, whether what is in doubt lies there; and files copies."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from outreach.core.clock import Clock
from outreach.core.untrusted import one_line
from outreach.daemon.folder_numbers import is_anew, last_uid_of
from outreach.daemon.mailbox_leases import FencedDatabase
from outreach.database.engine import Database
from outreach.inbox import service as inbox
from outreach.inbox.sent_headers import FIELDS, read_copy
from outreach.mail.imap import CommandRefused, ConnectionLost, FetchedHeader, ImapSession, Selected
from outreach.sending import sent_folder
from outreach.sending.identity import SendingRules
from outreach.sending.limits import DAY
from outreach.sending.sent_folder import Awaited, Doubted, Noted, SeenMail, Unfiled

log = logging.getLogger(__name__)

#: How often the folder is looked into where nothing in it is waited for.
LOOK_EVERY = timedelta(minutes=10)

#: Seconds between two questions, while nothing comes, whether a mail has become doubtful or has to be filed.
DOUBTS_EVERY = 10.0

#: How long after a mail became doubtful its copy is looked for: a provider may file it late.
LOOK_AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 2, 5, 10))

#: How soon filing is tried again after it failed, then twice as late each time, and how late at most.
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=20), LOOK_EVERY

#: One mail may be refused for what it is. Where a second one is too, it is the folder, and the others are spared.
_REFUSALS = 2

#: Where nothing is known of a folder, it is looked through from the newest mail we know of, but at most so far back.
_LONGEST = timedelta(days=30)

#: Headers fetched at once, and the most that one look takes in: the newest.
_BATCH, _MOST = 100, 50_000

#: So many doubtful mails are searched for one by one. For more, the headers of their days are read in one walk: a
#: search takes a server as long as reading hundreds of them.
_FEW = 10


def is_due(noticed_at: datetime, looked_at: datetime | None, now: datetime) -> bool:
    """Whether the folder should be looked into again for a mail that was noticed to be doubtful then."""
    moments = [noticed_at + wait for wait in LOOK_AGAIN_AFTER if noticed_at + wait <= now]
    return bool(moments) and (looked_at is None or looked_at < moments[-1])


class Doubts:
    """Which mailboxes have doubtful or unfiled mails: asked for all at once, where each would ask for itself."""

    def __init__(
        self, database: Database, *, files_copies: Sequence[str] = (), every: float = DOUBTS_EVERY / 2
    ) -> None:
        """`files_copies` names the mailboxes into whose Sent folder this program files."""
        self._database = database
        self._files_copies = files_copies
        self._every = every
        self._asking = asyncio.Lock()
        self._asked_at: float | None = None
        self._found = Awaited()

    async def found(self) -> Awaited:
        """As it was some seconds ago at most."""
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if self._asked_at is None or now - self._asked_at >= self._every:
                self._found = await self._database.read(sent_folder.awaited, self._files_copies)
                self._asked_at = now
        return self._found


class _Pause:
    """Between two attempts at filing, after one that failed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began_at: datetime | None = None
        self._length = timedelta()

    @property
    def is_over(self) -> bool:
        if self._began_at is None:
            return True
        # A clock that was set back counts as time gone by.
        return not timedelta() <= self._clock.now() - self._began_at < self._length

    def begin(self) -> None:
        """Of every attempt it is thought that it fails, however it ends, until it has gone well."""
        self._began_at = self._clock.now()
        self._length = min(max(self._length * 2, _FIRST_PAUSE), _LONGEST_PAUSE)

    def end(self) -> None:
        self._began_at, self._length = None, timedelta()


class SentLook:
    """What is looked for in one Sent folder, over whatever connection there is."""

    def __init__(
        self,
        database: FencedDatabase,
        rules: SendingRules,
        mailbox: str,
        *,
        files_copies: bool,
        clock: Clock,
        doubts: Doubts,
    ) -> None:
        self._database = database
        self._rules = rules
        self._mailbox = mailbox
        self._files_copies = files_copies
        self._clock = clock
        self._doubts = doubts
        self._looked_at: datetime | None = None
        #: Since when doubtful mails are known here, and when it was last looked whether a copy lies there from before.
        self._noticed: dict[int, datetime] = {}
        self._searched: dict[int, datetime] = {}
        #: Why copies cannot be filed; "" where they can, as far as is known.
        self.filing_trouble = ""
        self._filing_pause = _Pause(clock)
        #: Copies that were refused: they are tried last, so that they do not keep the others out.
        self._refused: set[int] = set()
        #: As for letters: a header that breaks the line is found by asking for fewer.
        self._batch = _BATCH

    async def turn(self, session: ImapSession, folder: str) -> int:
        """One look, where it is time for one; how many mails it was about."""
        doubtful = await self._doubtful()
        unfiled = await self._to_file()
        if not (doubtful or unfiled or self._is_time()):
            return 0
        if unfiled:
            self._filing_pause.begin()
        selected = await session.select(folder)
        seen = await self._look_at_new(session, folder, selected) if doubtful or self._is_time() else 0
        await self._search_for(session, self._to_search_for(doubtful))
        await self._file(session, folder, unfiled)
        return seen + len(doubtful) + len(unfiled)

    async def file_all(self, session: ImapSession, folder: str) -> int:
        """File all copies that are not filed yet, whatever came of it before; how many there were."""
        count = 0
        await session.select(folder)
        while unfiled := await self._database.read(sent_folder.unfiled_in, self._mailbox):
            self._filing_pause.begin()
            count += await self._file(session, folder, unfiled)
            if self.filing_trouble:
                break
        return count

    async def should_look_again(self) -> bool:
        """Whether a copy is to be filed, or a doubtful mail is waiting for the next look."""
        found = await self._doubts.found()
        if self._files_copies and self._mailbox in found.unfiled and self._filing_pause.is_over:
            return True
        if self._mailbox not in found.doubtful:
            return False
        await self._doubtful()
        now = self._clock.now()
        return any(is_due(noticed_at, self._looked_at, now) for noticed_at in self._noticed.values())

    async def _doubtful(self) -> list[Doubted]:
        doubtful = await self._database.read(sent_folder.doubtful_in, self._mailbox)
        now = self._clock.now()
        self._noticed = {each.outbound_id: self._noticed.get(each.outbound_id, now) for each in doubtful}
        return doubtful

    async def _to_file(self) -> list[Unfiled]:
        if not self._files_copies:
            return []
        unfiled = await self._database.read(sent_folder.unfiled_in, self._mailbox)
        if not unfiled:
            self.filing_trouble = ""
        return unfiled if self._filing_pause.is_over else []

    def _is_time(self) -> bool:
        if self._looked_at is None:
            return True
        # A clock that was set back counts as time gone by.
        return not timedelta() <= self._clock.now() - self._looked_at < LOOK_EVERY

    # --- what is new ------------------------------------------------------------------------------------------------

    async def _look_at_new(self, session: ImapSession, folder: str, selected: Selected) -> int:
        began_at = self._clock.now()
        uids, last = await self._new_uids(session, folder, selected)
        seen = len(uids)
        while uids:
            batch, uids = uids[: self._batch], uids[self._batch :]
            await self._take_in(session, folder, selected, batch)
        await self._move_cursor(folder, selected, last)
        self._looked_at = began_at
        return seen

    async def _new_uids(self, session: ImapSession, folder: str, selected: Selected) -> tuple[list[int], int]:
        """What came since the last look that this database knows of, ascending; and the last UID of all.

        A restored backup remembers an old look, so that all that went out since is seen.
        """
        cursor = await self._database.read(inbox.cursor_of, self._mailbox, folder)
        if cursor is not None and not await is_anew(session, selected, cursor.uidvalidity, cursor.last_uid):
            uids = await session.uids_after(cursor.last_uid)
            return uids[-_MOST:], max([cursor.last_uid, *uids[-1:]])
        # Asked first: what arrives while we search is seen the next time.
        last = await last_uid_of(session, selected)
        uids = [uid for uid in (await session.uids_since(await self._first_day()))[-_MOST:] if uid <= last]
        await self._move_cursor(folder, selected, uids[0] - 1 if uids else last, anew=True)
        return uids, last

    async def _first_day(self) -> date:
        now = self._clock.now()
        newest = await self._database.read(sent_folder.newest_mail_at, self._mailbox)
        since = max(now - _LONGEST, min(now - DAY, newest or now))
        # The day is the server's own, whatever its zone.
        return (since - DAY).date()

    async def _take_in(self, session: ImapSession, folder: str, selected: Selected, uids: list[int]) -> None:
        """Note these copies, and that they were looked at. One that cannot be had is passed over, as a letter is."""
        try:
            await self._note(self._read(await self._headers(session, uids)))
        except ConnectionLost:
            if len(uids) == 1 and self._batch == 1:
                log.warning("copy_not_fetched", extra={"mailbox": self._mailbox, "uid": uids[0]})
                await self._move_cursor(folder, selected, uids[0])
            self._batch = max(1, self._batch // 2)
            raise
        self._batch = min(_BATCH, self._batch * 2)
        await self._move_cursor(folder, selected, uids[-1])

    async def _headers(self, session: ImapSession, uids: list[int]) -> list[FetchedHeader]:
        try:
            return await session.headers(uids, FIELDS)
        except CommandRefused:
            if len(uids) == 1:
                log.warning("copy_not_fetched", extra={"mailbox": self._mailbox, "uid": uids[0]})
                return []
        half = len(uids) // 2
        return await self._headers(session, uids[:half]) + await self._headers(session, uids[half:])

    def _read(self, copies: Iterable[FetchedHeader]) -> list[SeenMail]:
        now, address = self._clock.now(), self._rules.mailbox(self._mailbox).address
        return [
            read_copy(copy.fields, mailbox_address=address, received_at=copy.received_at, now=now)
            for copy in copies
        ]

    async def _note(self, mails: Sequence[SeenMail]) -> None:
        if mails:
            noted = await self._database.write(
                sent_folder.note_seen, self._mailbox, mails, self._rules, now=self._clock.now()
            )
            self._report(noted)

    async def _move_cursor(self, folder: str, selected: Selected, up_to: int, *, anew: bool = False) -> None:
        await self._database.write(
            inbox.store,
            mailbox=self._mailbox,
            folder=folder,
            uidvalidity=selected.uidvalidity,
            messages=[],
            up_to=up_to,
            hold_account=False,
            now=self._clock.now(),
            anew=anew,
        )

    # --- what is waited for -----------------------------------------------------------------------------------------

    def _to_search_for(self, doubtful: list[Doubted]) -> list[Doubted]:
        """Those whose time has come again. What is filed meanwhile is new, and seen as such."""
        now = self._clock.now()
        due = [
            each
            for each in doubtful
            if is_due(self._noticed[each.outbound_id], self._searched.get(each.outbound_id), now)
        ]
        self._searched = {key: at for key, at in self._searched.items() if key in self._noticed}
        return due

    async def _search_for(self, session: ImapSession, doubtful: list[Doubted]) -> None:
        """Whether a copy of these lies there from before; what was new is noted already."""
        if len(doubtful) > _FEW:
            await self._walk_back(session, doubtful)
        else:
            for doubted in doubtful:
                uids = await session.uids_with_message_id(doubted.message_id)
                await self._note(self._read(await session.headers(uids[-_BATCH:], FIELDS)))
        self._searched |= {each.outbound_id: self._clock.now() for each in doubtful}

    async def _walk_back(self, session: ImapSession, doubtful: list[Doubted]) -> None:
        """Look for all of them in one walk over the copies since the first of them may have gone out."""
        wanted = {each.message_id for each in doubtful}
        # The day is the server's own, whatever its zone.
        since = min(each.in_flight_at for each in doubtful) - DAY
        uids = (await session.uids_since(since.date()))[-_MOST:]
        for start in range(0, len(uids), _BATCH):
            copies = self._read(await self._headers(session, uids[start : start + _BATCH]))
            await self._note([copy for copy in copies if {copy.message_id, copy.own_id} & wanted])

    async def _file(self, session: ImapSession, folder: str, unfiled: list[Unfiled]) -> int:
        """How many are filed now. What the server refuses waits for the next attempt, and is told."""
        troubles: list[CommandRefused] = []
        filed = 0
        for mail in sorted(unfiled, key=lambda each: each.outbound_id in self._refused):
            try:
                await self._file_one(session, folder, mail)
            except CommandRefused as trouble:
                self._refused.add(mail.outbound_id)
                troubles.append(trouble)
                if len(troubles) == _REFUSALS:
                    break
            else:
                self._refused.discard(mail.outbound_id)
                filed += 1
        if unfiled:
            self._note_filing(folder, troubles)
        return filed

    async def _file_one(self, session: ImapSession, folder: str, mail: Unfiled) -> None:
        if not await session.uids_with_message_id(mail.message_id):
            # Nothing fences the folder itself: who has lost the mailbox must not file a second copy.
            self._database.check()
            await session.append(folder, mail.raw, received_at=mail.sent_at, seen=True)
        await self._database.write(sent_folder.note_filed, mail.outbound_id, self._clock.now())

    def _note_filing(self, folder: str, troubles: list[CommandRefused]) -> None:
        if not troubles:
            self._filing_pause.end()
            self.filing_trouble = ""
            return
        log.warning("copy_not_filed", extra={"mailbox": self._mailbox, "trouble": str(troubles[-1])})
        self.filing_trouble = f'A copy cannot be filed in the folder "{one_line(folder)}": {troubles[-1]}'

    def _report(self, noted: Noted) -> None:
        if noted.settled:
            log.info("doubts_settled", extra={"mailbox": self._mailbox, "count": noted.settled})
        if noted.unknown:
            facts = {"mailbox": self._mailbox, "unknown": noted.unknown, "adopted": noted.adopted}
            log.error("database_is_older_than_mailbox", extra=facts)
