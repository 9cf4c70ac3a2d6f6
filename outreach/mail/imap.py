"""One IMAP session: a mailbox is read without leaving a trace, and our own copies are filed.

Ingestion is idempotent, so the cure for anything odd is to drop the connection and to begin again from the
cursor: every command has an absolute deadline, and any trouble but a refusal closes the session for good.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Self

from aioimaplib.aioimaplib import AUTH, SELECTED, time2internaldate

from outreach.mail.imap_answers import (
    LARGEST_NUMBER,
    Folder,
    Selected,
    appended_uid,
    folders_of,
    selected_of,
    uids_of,
)
from outreach.mail.imap_messages import FetchedHeader, FetchedMessage, FetchedSummary, MessageReader
from outreach.mail.imap_names import FolderRole, encode_name, is_quotable, quote
from outreach.mail.imap_opening import opened
from outreach.mail.imap_protocol import Answer, ImapProtocol
from outreach.mail.imap_refusals import folder_refusal
from outreach.mail.imap_trouble import (
    CommandRefused,
    ConnectionLost,
    FolderMissing,
    ImapTrouble,
    InsecureConnection,
    LoginRefused,
    ProtocolTrouble,
    ServerBusy,
    TimedOut,
)
from outreach.mail.imap_turns import Turns
from outreach.mail.line_security import Secured, secured
from outreach.mail.servers import ImapServer

__all__ = [
    "CommandRefused",
    "ConnectionLost",
    "FetchedHeader",
    "FetchedMessage",
    "FetchedSummary",
    "Folder",
    "FolderMissing",
    "FolderRole",
    "ImapSession",
    "ImapTrouble",
    "InsecureConnection",
    "LoginRefused",
    "ProtocolTrouble",
    "Selected",
    "ServerBusy",
    "TimedOut",
]

#: A message larger than this is cut: nobody writes a reply of that size, and memory is bounded.
LARGEST_MESSAGE = 10_000_000
_POLL_EVERY = 60.0
_GOODBYE = 5.0

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINE_END = re.compile(rb"\r\n|\r|\n")


class ImapSession:
    """One connection to one mailbox. Several tasks may use it: commands wait for each other and end `idle`.

    Every method raises ConnectionLost or a kind of it when the connection is gone, and the session with it.
    After CommandRefused and its kind, and after ServerBusy, it can be used on.
    """

    def __init__(self, protocol: ImapProtocol, *, deadline: float) -> None:
        self._protocol = protocol
        self._turns = Turns(protocol, deadline=deadline)
        self._reader = MessageReader(self._turns)
        self._spellings: dict[str, str] = {}
        self._opened: tuple[str, Selected] | None = None
        self._searched: dict[str, Selected] = {}
        self._idle_is_refused = False

    @classmethod
    async def open(cls, server: ImapServer, *, deadline: float = 60.0) -> Self:
        """Connect, secure the line and log in, all within `deadline` seconds; each later command has as many.

        Raises LoginRefused (a person must act), InsecureConnection (so must one), ServerBusy, ConnectionLost.
        """
        return cls(await opened(server, deadline=deadline), deadline=deadline)

    @property
    def is_open(self) -> bool:
        return self._protocol.lost is None

    @property
    def can_idle(self) -> bool:
        """Whether the server tells of new mail by itself; else `idle` is a pause."""
        return "IDLE" in self._protocol.capabilities and not self._idle_is_refused

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server says that it can do, in upper case."""
        return frozenset(self._protocol.capabilities)

    @property
    def secured(self) -> Secured | None:
        """What secures the line; None for plain text on this machine."""
        return secured(self._protocol.transport)

    @property
    def alerts(self) -> tuple[str, ...]:
        """What the server wants a person to read (RFC 3501, 7.1), the latest last, safe to show."""
        return tuple(self._protocol.alerts)

    async def folders(self) -> list[Folder]:
        """All folders, with what each is for."""
        answer, found = await self._list(marked={"SPECIAL-USE", "LIST-EXTENDED"} <= self.capabilities)
        if not answer.is_ok:
            answer, found = await self._list(marked=False)
        self._turns.demand_ok(answer, "LIST")
        for folder in found:
            spelling = folder.wire.decode("latin-1")
            if is_quotable(spelling):
                self._spellings.setdefault(folder.name, quote(spelling))
        return found

    async def select(self, folder: str) -> Selected:
        """Open a folder to read only (EXAMINE): nothing can mark a message as read. Raises FolderMissing."""
        protocol = self._protocol
        async with self._turns.command("EXAMINE"):
            protocol.forget_folder()
            self._opened = None
            answer = await protocol.ask("EXAMINE", self._spelled(folder))
            selected = selected_of(answer.responses) if answer.is_ok else None
            # A refused EXAMINE leaves no folder open (RFC 3501, 6.3.2).
            protocol.state = SELECTED if selected else AUTH
            protocol.uidvalidity = selected.uidvalidity if selected else None
        if selected is None:
            raise folder_refusal(f'{protocol.peer} does not open the folder "{folder}"', answer.status)
        self._opened = folder, selected
        # What arrived while another folder was open is told here, and never again: IDLE would sleep over it.
        protocol.has_news = _have_arrived(self._searched.get(folder, selected), selected)
        return selected

    async def uids_after(self, uid: int) -> list[int]:
        """The UIDs in the open folder that are greater than `uid`, ascending."""
        if uid >= LARGEST_NUMBER:
            return []
        # `n:*` always names the last message, also when its UID is below n (RFC 3501, 6.4.8).
        found = [found for found in await self._search(f"UID {uid + 1}:*") if found > uid]
        if self._opened is not None:
            folder, selected = self._opened
            self._searched[folder] = selected
        return found

    async def uids_since(self, day: date) -> list[int]:
        """The UIDs of what arrived on `day` in the server's own time zone, or later."""
        return await self._search(f"SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year:04}")

    async def uids_with_message_id(self, message_id: str) -> list[int]:
        """The UIDs of the messages with that Message-ID. An empty list is the server's word for none.

        Raises ValueError for an id with anything but printable ASCII in it.
        """
        return await self._search(f"HEADER Message-ID {quote(message_id)}")

    async def fetch(self, uids: Sequence[int], *, limit: int = LARGEST_MESSAGE) -> list[FetchedMessage]:
        """The messages, by ascending UID, without a mark being left on them. One that is gone is left out.

        Of a message larger than `limit` bytes only so many are fetched. All of them are held in memory: for
        more than a hundred or so, walk over `batches`. Trouble carries in `uids` the messages that were under
        way: where it ends the connection each time, as Dovecot does over a damaged file, fetch half of these,
        and so on, until the one is found that does it.
        """
        return [message async for batch in self.batches(uids, limit=limit) for message in batch]

    def batches(
        self, uids: Sequence[int], *, limit: int = LARGEST_MESSAGE
    ) -> AsyncIterator[list[FetchedMessage]]:
        """The same a batch at a time, each small enough to be stored at once (4 MB, or one message)."""
        return self._reader.batches(uids, limit=limit)

    async def headers(self, uids: Sequence[int], names: Sequence[str]) -> list[FetchedHeader]:
        """These header fields of up to a hundred or so messages, by ascending UID; what is gone is left out.

        Trouble carries in `uids` the messages that were asked for, as with `fetch`.
        """
        return await self._reader.headers(uids, names) if uids else []

    async def summaries(self, uids: Sequence[int], names: Sequence[str]) -> list[FetchedSummary]:
        """These header fields with the provider's id and labels, of up to a hundred or so messages, as `headers`."""
        return await self._reader.summaries(uids, names) if uids else []

    async def append(
        self, folder: str, raw: bytes, *, received_at: datetime, seen: bool = True
    ) -> int | None:
        """File a message; its UID where the server tells it (UIDPLUS). A missing folder is made.

        After ConnectionLost nobody knows whether it was filed: look for its Message-ID before trying again.
        """
        name, date_ = self._spelled(folder), time2internaldate(received_at)
        flags, whole = r"(\Seen)" if seen else None, _LINE_END.sub(b"\r\n", raw)
        answer = await self._append(whole, name, flags, date_)
        if not answer.is_ok and answer.status.code == "TRYCREATE":
            await self._create(name)
            answer = await self._append(whole, name, flags, date_)
        self._turns.demand_ok(answer, "APPEND")
        return appended_uid(answer.status.code, answer.status.argument)

    async def idle(self, *, renew_after: float = 540.0, poll_every: float = _POLL_EVERY) -> None:
        """Return when the open folder may have new mail, another task wants the session, or time is up.

        New is what came since the last `uids_after` in that folder, also while another one was open. It is a
        hint, no more: search after every return. Where the server has no IDLE, it pauses `poll_every` seconds.
        Raises ConnectionLost as soon as the connection is gone.
        """
        self._protocol.raise_if_lost()
        if not self.can_idle:
            self._protocol.stirred.clear()
            await self._protocol.stir(min(renew_after, poll_every))
            self._protocol.raise_if_lost()
            return
        async with self._turns.taken():
            self._protocol.stirred.clear()
            if not self._protocol.has_news and not self._turns.somebody_waits:
                await self._listen(renew_after)

    def stir(self) -> None:
        """Let whoever idles return soon, as if there were news."""
        self._protocol.stirred.set()

    async def close(self) -> None:
        """Log out and close; never raises, and never takes long."""
        seconds = min(self._turns.deadline, _GOODBYE)
        try:
            async with asyncio.timeout(seconds), self._turns.command("LOGOUT"):
                await self._protocol.ask("LOGOUT")
        except (ImapTrouble, TimeoutError):
            pass
        finally:
            self.abort()
        await self._protocol.closed(within=seconds)

    def abort(self) -> None:
        """Close at once, without a word to the server."""
        self._protocol.abort()

    def _spelled(self, folder: str) -> str:
        """The name as the server has listed it, else as it would have."""
        known = self._spellings.get(folder)
        return quote(encode_name(folder).decode("ascii")) if known is None else known

    async def _list(self, *, marked: bool) -> tuple[Answer, list[Folder]]:
        # Without being asked for it, a server need not say what a folder is for (RFC 6154, 2).
        extended = ["RETURN (SPECIAL-USE)"] if marked else []
        async with self._turns.command("LIST"):
            answer = await self._protocol.ask("LIST", '""', '"*"', *extended)
            return answer, folders_of(answer.responses) if answer.is_ok else []

    async def _search(self, criteria: str) -> list[int]:
        async with self._turns.command("SEARCH"):
            # What arrives from now on may be in the result or not; it is news until the next search.
            self._protocol.has_news = False
            answer = await self._protocol.ask("SEARCH", criteria, prefix="UID")
            found = uids_of(answer.responses) if answer.is_ok else []
        self._turns.demand_ok(answer, "SEARCH")
        return found

    async def _append(self, raw: bytes, name: str, flags: str | None, date_: str) -> Answer:
        async with self._turns.command("APPEND", bytes_to_move=len(raw)):
            return await self._protocol.append_message(raw, name, flags, date_)

    async def _create(self, name: str) -> None:
        async with self._turns.command("CREATE"):
            answer = await self._protocol.ask("CREATE", name)
        self._turns.demand_ok(answer, "CREATE")
        async with self._turns.command("SUBSCRIBE"):
            # Mail programs show the folders that are subscribed to. A refusal is no loss.
            await self._protocol.ask("SUBSCRIBE", name)

    async def _listen(self, renew_after: float) -> None:
        protocol, deadline = self._protocol, self._turns.deadline
        async with protocol.within(deadline, "the beginning of IDLE"):
            command = await protocol.start_idle()
        try:
            await protocol.stir(renew_after)
        except BaseException:
            # Cancelled: the server still believes that we listen.
            self.abort()
            raise
        async with protocol.within(deadline, "the end of IDLE"):
            answer = await protocol.end_idle(command)
        # A server that offers IDLE and then refuses it is polled instead.
        self._idle_is_refused = not answer.is_ok


def _have_arrived(before: Selected, now: Selected) -> bool:
    """Whether messages may have come into a folder between two openings."""
    if now.uidnext is None:
        return (before.uidvalidity, before.exists) != (now.uidvalidity, now.exists)
    return (before.uidvalidity, before.uidnext) != (now.uidvalidity, now.uidnext)
