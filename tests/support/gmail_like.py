"""An IMAP server on loopback that files mail as Gmail does: one message, several folders, All Mail with them all."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
USERNAME, PASSWORD = "ann@alpha.example", "pw-ann"
INBOX, ALL, SPAM, SENT, CLIENTS = (
    "INBOX",
    "[Gmail]/Alle Nachrichten",
    "[Gmail]/Spam",
    "[Gmail]/Gesendet",
    "Clients",
)
_MARKS = {INBOX: "", ALL: "\\All", SPAM: "\\Junk", SENT: "\\Sent", CLIENTS: ""}
_LABELS = {INBOX: '"\\\\Inbox"', SENT: '"\\\\Sent"', CLIENTS: "Clients"}
_DRAFT = '"\\\\Draft"'
_UIDVALIDITY = 7


@dataclass(slots=True)
class Mail:
    """One message, wherever it is shown."""

    msgid: int
    raw: bytes
    #: Where it is shown, All Mail included.
    folders: set[str]
    #: Gmail's own mark of a draft.
    is_draft: bool = False


@dataclass(slots=True)
class _Folder:
    """What a folder shows, by UID."""

    mails: dict[int, Mail] = field(default_factory=dict)
    uidnext: int = 1


class GmailLike:
    """`async with GmailLike() as server`: `shows_all=False` hides All Mail, as a setting of Gmail's does."""

    def __init__(self, *, shows_all: bool = True) -> None:
        self.shown = [name for name in _MARKS if shows_all or name != ALL]
        self.folders = {name: _Folder() for name in _MARKS}
        self.port = 0
        #: The X-GM-MSGID of every message whose body was handed out.
        self.handed_out: list[int] = []
        #: The X-GM-MSGID of messages whose header it says no to.
        self.keeps_header_of: set[int] = set()
        #: The folder in which a client idles.
        self.watched: str | None = None
        self._msgid = 1_278_455_344_230_334_865
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- what people and filters do ---------------------------------------------------------------------------------

    def deliver(self, raw: bytes, *folders: str, is_draft: bool = False) -> Mail:
        """A mail comes in and is shown in these folders; in All Mail too, unless it is spam."""
        self._msgid += 1
        mail = Mail(self._msgid, raw, set(), is_draft)
        for folder in (*folders, *(() if SPAM in folders else (ALL,))):
            self._show(mail, folder)
        return mail

    def move(self, mail: Mail, source: str, target: str) -> None:
        """Take it out of one folder and show it in another; what is no spam is in All Mail."""
        self._hide(mail, source)
        self._show(mail, target)
        if SPAM in mail.folders:
            self._hide(mail, ALL)
        elif ALL not in mail.folders:
            self._show(mail, ALL)

    def archive(self, mail: Mail) -> None:
        self._hide(mail, INBOX)

    def _show(self, mail: Mail, name: str) -> None:
        folder = self.folders[name]
        folder.mails[folder.uidnext] = mail
        folder.uidnext += 1
        mail.folders.add(name)
        self._news.set()

    def _hide(self, mail: Mail, name: str) -> None:
        shown = self.folders[name].mails
        for uid in [uid for uid, each in shown.items() if each is mail]:
            del shown[uid]
        mail.folders.discard(name)

    # --- what it says -----------------------------------------------------------------------------------------------

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(ConnectionError, asyncio.CancelledError):
                writer.write(b"* OK Gimap ready.\r\n")
                opened = INBOX
                while line := (await reader.readline()).decode().rstrip("\r\n"):
                    tag, name, rest = [*line.replace("UID ", "", 1).split(" ", 2), ""][:3]
                    if name == "EXAMINE":
                        opened = rest.strip('"')
                    status = "OK Success"
                    if name == "IDLE":
                        await self._idle(reader, writer, opened)
                    elif "HEADER.FIELDS" in rest and self._keeps_one_of(opened, rest):
                        status = "NO [SERVERBUG] Some messages could not be fetched"
                    else:
                        writer.write(b"".join(self._answers(name, rest, opened)))
                    writer.write(f"{tag} {status}\r\n".encode())
                    await writer.drain()
        finally:
            writer.transport.abort()
            self._tasks.discard(task)

    async def _idle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, opened: str) -> None:
        before = len(self.folders[opened].mails)
        writer.write(b"+ idling\r\n")
        self.watched = opened
        done = asyncio.ensure_future(reader.readline())
        try:
            while not done.done():
                self._news.clear()
                if len(self.folders[opened].mails) != before:
                    before = len(self.folders[opened].mails)
                    writer.write(b"* %d EXISTS\r\n" % before)
                news = asyncio.ensure_future(self._news.wait())
                await asyncio.wait({done, news}, return_when=asyncio.FIRST_COMPLETED)
                news.cancel()
        finally:
            done.cancel()
            self.watched = None

    def _keeps_one_of(self, opened: str, rest: str) -> bool:
        folder = self.folders[opened]
        return any(folder.mails[uid].msgid in self.keeps_header_of for uid in self._named(folder, rest))

    def _answers(self, name: str, rest: str, opened: str) -> list[bytes]:
        folder = self.folders[opened]
        if name == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1 IDLE SPECIAL-USE X-GM-EXT-1\r\n"]
        if name == "LIST":
            return [
                f'* LIST (\\HasNoChildren{" " + _MARKS[each] if _MARKS[each] else ""}) "/" "{each}"\r\n'.encode()
                for each in self.shown
            ]
        if name == "EXAMINE":
            return [
                b"* %d EXISTS\r\n" % len(folder.mails),
                b"* OK [UIDVALIDITY %d]\r\n* OK [UIDNEXT %d]\r\n" % (_UIDVALIDITY, folder.uidnext),
            ]
        if name == "SEARCH":
            return [b"* SEARCH", *(b" %d" % uid for uid in self._found(folder, rest)), b"\r\n"]
        return (
            [self._fetched(uid, folder, rest) for uid in self._named(folder, rest)] if name == "FETCH" else []
        )

    def _found(self, folder: _Folder, rest: str) -> list[int]:
        uids = sorted(folder.mails)
        if after := re.match(r"UID (\d+):\*", rest):
            return [uid for uid in uids if uid >= int(after[1])] or uids[-1:]
        if named := re.match(r'HEADER Message-ID "(.*)"', rest):
            return [uid for uid in uids if named[1].encode() in folder.mails[uid].raw]
        return uids

    def _named(self, folder: _Folder, rest: str) -> list[int]:
        ranges = [part.partition(":") for part in rest.partition(" ")[0].split(",")]
        return [
            uid
            for uid in sorted(folder.mails)
            if any(int(first) <= uid <= int(last or first) for first, _, last in ranges)
        ]

    def _fetched(self, uid: int, folder: _Folder, rest: str) -> bytes:
        mail = folder.mails[uid]
        items = [f"UID {uid}".encode()]
        if "X-GM-MSGID" in rest:
            items.append(b"X-GM-MSGID %d" % mail.msgid)
        if "X-GM-LABELS" in rest:
            labels = [_LABELS[each] for each in sorted(mail.folders) if each in _LABELS]
            labels += [_DRAFT] if mail.is_draft else []
            items.append(f"X-GM-LABELS ({' '.join(labels)})".encode())
        if "RFC822.SIZE" in rest:
            items.append(b"RFC822.SIZE %d" % len(mail.raw))
        if "INTERNALDATE" in rest:
            items.append(b'INTERNALDATE "03-Mar-2026 12:00:00 +0000"')
        if wanted := re.search(r"BODY\.PEEK\[HEADER\.FIELDS \((.*?)\)\]", rest):
            fields = _fields(mail.raw, wanted[1].split())
            items.append(f"BODY[HEADER.FIELDS ({wanted[1]})] {{{len(fields)}}}\r\n".encode() + fields)
        elif "BODY.PEEK[]" in rest:
            self.handed_out.append(mail.msgid)
            items.append(b"BODY[] {%d}\r\n" % len(mail.raw) + mail.raw)
        return b"* 1 FETCH (" + b" ".join(items) + b")\r\n"


def _fields(raw: bytes, names: list[str]) -> bytes:
    header = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    wanted = tuple(f"{name.lower()}:".encode() for name in names)
    return b"".join(line + b"\r\n" for line in header if line.lower().startswith(wanted)) + b"\r\n"
