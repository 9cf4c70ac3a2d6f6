"""An IMAP server on loopback that behaves, except where it was told to misbehave, or told what to say."""

import asyncio
import base64
import re
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
USERNAME = "ann@alpha.example"
PASSWORD = 'p"a\\ss word'
TOKEN = "ya29.fictional-token"
UIDVALIDITY, UIDNEXT = 1_700_000_001, 12

CAPABILITIES = "IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 LIST-EXTENDED SPECIAL-USE UIDPLUS IDLE"
FOLDERS = rb"""* LIST (\HasNoChildren) "/" INBOX
* LIST (\HasNoChildren \Sent) "/" "&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-"
* LIST (\HasNoChildren \Junk) "/" Spam
* LIST (\Noselect) "/" "Clients \"A & B\""
""".replace(b"\n", b"\r\n").replace(b"& B", b"&- B")

#: What one mail after the other would do to a reader that confuses mail with protocol.
MAILS: dict[int, bytes] = {
    3: b"Message-ID: <3@beta.example>\r\nSubject: Re: who handles sales?\r\n\r\n"
    b"* 2 EXPUNGE\r\n)\r\n* BYE\r\n* 1 FETCH (UID 9 BODY[] {4}\r\nevil)\r\nAsk Maria {12}\r\n* a * b\r\n",
    5: b"Message-ID: <5@beta.example>\r\n\r\n\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 \xff\xfe\r\n",
    8: b"Message-ID: <8@beta.example>\r\n\r\n" + b"A long reply (with a bracket. " * 40 + b"\r\n",
}
#: Arrives when a client begins to idle.
ARRIVAL = (11, b"Message-ID: <11@beta.example>\r\n\r\nWrite to maria.weber@beta.example.\r\n")

#: Seconds between two octets of a slow server.
DRIP = 0.05
FLOOD = 100_000
TWO_GIGABYTES = 2**31


class Phase(StrEnum):
    """What the server is about to say."""

    GREETING = "greeting"
    CAPABILITY = "capability"
    STARTTLS = "starttls"
    AUTH = "auth"
    LIST = "list"
    EXAMINE = "examine"
    SEARCH = "search"
    FETCH_SIZES = "fetch sizes"
    FETCH_HEADER = "fetch header"
    FETCH_LITERAL = "fetch literal"
    IDLE_BEFORE = "idle before +"
    IDLE_AFTER = "idle after +"
    DONE = "done"
    APPEND_BEFORE = "append before +"
    APPEND = "append"
    CREATE = "create"
    SUBSCRIBE = "subscribe"
    LOGOUT = "logout"


class Kind(StrEnum):
    """What goes wrong there."""

    DROP = "drop"
    BYE = "bye"
    STALL = "stall"
    DRIP = "drip"
    NO = "no"
    BAD = "bad"
    GARBAGE = "garbage"
    SHORT_LITERAL = "literal shorter than announced"
    LONG_LITERAL = "literal longer than announced"
    HUGE_LITERAL = "2 GB literal"
    FLOOD = "100,000 untagged lines"
    WRONG_TAG = "wrong tag"
    NOT_UTF8 = "not utf-8"
    EXPUNGE = "unsolicited expunge"


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour, the first time that the phase is reached, on the first connection."""

    phase: Phase
    kind: Kind

    def __str__(self) -> str:
        return f"{self.phase}: {self.kind}"


class MisbehavingImap:
    """`async with MisbehavingImap(fault) as server`: listens on `server.port` until the block ends.

    `script` says, by phase, what to say instead of the right thing, one answer after the other; `%t` is
    the tag.
    """

    def __init__(
        self,
        fault: Fault | None = None,
        *,
        script: Mapping[Phase, Sequence[bytes]] | None = None,
        mails: Mapping[int, bytes] = MAILS,
        capabilities: str = CAPABILITIES,
        password: str = PASSWORD,
        tls: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
    ) -> None:
        self.fault = fault
        self.script = {phase: list(answers) for phase, answers in (script or {}).items()}
        self.mails = dict(mails)
        self.arrivals = [ARRIVAL]
        #: Any can be opened; the same mails lie in each.
        self.has_all_folders = False
        self.uidnext = UIDNEXT
        self.capabilities = capabilities
        self.password = password
        self.tls = tls
        self.implicit_tls = implicit_tls
        self.port = 0
        self.connections = 0
        self.commands: list[str] = []
        self.appended: list[tuple[str, bytes]] = []
        #: Whenever one of these is asked for, the line breaks; one of those is refused; those vanish just before.
        self.breaks_at: set[int] = set()
        self.refuses: set[int] = set()
        self.vanishing: set[int] = set()
        #: Set when a client idles and was told so.
        self.idling = asyncio.Event()
        self.lines: list[_Line] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        context = self.tls if self.implicit_tls else None
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0, ssl=context, limit=2**22)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        line = _Line(self, reader, writer, faulty=self.connections == 1)
        self.lines.append(line)
        try:
            # Cancelled at the end of the block: in Python 3.11, asyncio complains of handlers that say so.
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
                await line.talk()
        finally:
            writer.transport.abort()
            self._tasks.discard(task)


class _Line:
    """One connection."""

    def __init__(
        self,
        server: MisbehavingImap,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        faulty: bool,
    ) -> None:
        self.server = server
        self.reader = reader
        self.writer = writer
        self.fault = server.fault if faulty else None
        self.tag = b"*"
        self.ended = False
        self._known: list[int] = []

    async def talk(self) -> None:
        await self.say(Phase.GREETING, b"* OK Ready.\r\n")
        while not self.ended and (line := await self.reader.readline()):
            text = line.decode("latin-1").rstrip("\r\n")
            self.server.commands.append(text)
            tag, _, command = text.partition(" ")
            self.tag = tag.encode("latin-1")
            name, _, rest = command.removeprefix("UID ").partition(" ")
            await _ANSWERS.get(name, _Line._be_silent)(self, rest)

    async def push(self, data: bytes) -> None:
        """Say something unasked."""
        self.writer.write(data)
        await self.writer.drain()

    async def say(self, phase: Phase, right: bytes, *, cut: int = 0) -> bool:
        """The right thing, or what the script or the fault makes of it from `cut` on; whether to go on."""
        if scripted := self.server.script.get(phase):
            await self.push(scripted.pop(0).replace(b"%t", self.tag))
        elif self.fault is not None and self.fault.phase is phase:
            kind, self.fault = self.fault.kind, None
            self.writer.write(right[:cut])
            await self._misbehave(kind, right[cut:])
            return not self.ended and kind not in (Kind.NO, Kind.BAD)
        else:
            await self.push(right)
        return True

    async def _misbehave(self, kind: Kind, rest: bytes) -> None:
        inserted = {
            Kind.BYE: b"* BYE Overloaded.\r\n",
            Kind.NO: self.tag + b" NO Not now, not you.\r\n",
            Kind.BAD: self.tag + b" BAD What?\r\n",
            Kind.GARBAGE: b"\x00\xff<html>502 Bad Gateway\x1b[2J\r\n" + rest,
            Kind.HUGE_LITERAL: b"* 1 FETCH (UID 3 BODY[] {%d}\r\n" % TWO_GIGABYTES + b"x" * 100_000,
            Kind.FLOOD: b"* OK Still here.\r\n* 3 FETCH (FLAGS ())\r\n" * (FLOOD // 2) + rest,
            Kind.WRONG_TAG: self._wrongly_tagged(rest),
            Kind.NOT_UTF8: b"* OK \xff\xfe\x80 \xc3(\r\n" + rest.replace(b"Done", b"D\xf6ne"),
            Kind.EXPUNGE: b"* 1 EXPUNGE\r\n" + rest,
            Kind.SHORT_LITERAL: _announced_wrong(rest, by=7),
            Kind.LONG_LITERAL: _announced_wrong(rest, by=-7),
        }
        if kind is Kind.DRIP:
            await self._drip(rest)
            return
        await self.push(inserted.get(kind, b""))
        self.ended = kind in (Kind.DROP, Kind.BYE)
        if kind in (Kind.STALL, Kind.HUGE_LITERAL):
            await self._be_silent()

    def _wrongly_tagged(self, rest: bytes) -> bytes:
        wrong, right = b"ZZZ99 OK ", self.tag + b" OK "
        return rest.replace(right, wrong) if right in rest else wrong + b"Done.\r\n" + rest

    async def _drip(self, rest: bytes) -> None:
        for octet in rest:
            await self.push(bytes([octet]))
            await asyncio.sleep(DRIP)

    async def _be_silent(self, rest: str = "") -> None:
        """Until the client has had enough."""
        await self.reader.read()
        self.ended = True

    # The right answers.

    async def _capability(self, rest: str) -> None:
        words = self.server.capabilities.encode("ascii")
        await self.say(Phase.CAPABILITY, b"* CAPABILITY " + words + b"\r\n" + self._done())

    async def _start_tls(self, rest: str) -> None:
        await self.say(Phase.STARTTLS, self.tag + b" OK Go ahead.\r\n")
        if self.server.tls is None:
            await self._be_silent(rest)
        else:
            await self.writer.start_tls(self.server.tls)

    async def _login(self, rest: str) -> None:
        quoted = self.server.password.replace("\\", "\\\\").replace('"', '\\"')
        right = rest == f'"{USERNAME}" "{quoted}"'
        await self.say(Phase.AUTH, self._done() if right else self.tag + b" NO Wrong.\r\n")

    async def _authenticate(self, rest: str) -> None:
        mechanism, _, coded = rest.partition(" ")
        if not coded:
            await self.push(b"+ \r\n")
            coded = (await self.reader.readline()).decode("ascii")
        message = base64.b64decode(coded)
        wanted = {
            "PLAIN": f"\0{USERNAME}\0{self.server.password}".encode(),
            "XOAUTH2": f"user={USERNAME}\x01auth=Bearer {TOKEN}\x01\x01".encode(),
        }
        if message == wanted[mechanism]:
            await self.say(Phase.AUTH, self._done())
            return
        reason = b'{"status":"401","schemes":"bearer","scope":"https://mail.example/"}'
        await self.push(b"+ " + base64.b64encode(reason) + b"\r\n")
        self.server.commands.append((await self.reader.readline()).decode("ascii").rstrip("\r\n"))
        await self.say(Phase.AUTH, self.tag + b" NO [AUTHENTICATIONFAILED] Invalid credentials.\r\n")

    async def _list(self, rest: str) -> None:
        await self.say(Phase.LIST, FOLDERS + self._done())

    async def _examine(self, rest: str) -> None:
        if rest.strip('"') != "INBOX" and not self.server.has_all_folders:
            await self.say(Phase.EXAMINE, self.tag + b" NO [NONEXISTENT] No such folder.\r\n")
            return
        self._known = sorted(self.server.mails)
        facts = b"* FLAGS (\\Seen)\r\n* %d EXISTS\r\n* 0 RECENT\r\n" % len(self._known)
        told = UIDVALIDITY, self.server.uidnext
        codes = b"* OK [UIDVALIDITY %d] Valid.\r\n* OK [UIDNEXT %d] Next.\r\n" % told
        await self.say(Phase.EXAMINE, facts + codes + self.tag + b" OK [READ-ONLY] Done.\r\n")

    async def _search(self, rest: str) -> None:
        uids = sorted(self.server.mails)
        if match := re.match(r"UID (\d+):\*", rest):
            # As RFC 3501 says: the last one always, whatever its UID.
            uids = [uid for uid in uids if uid >= int(match[1])] or uids[-1:]
        elif match := re.match(r'HEADER Message-ID "(.*)"', rest):
            uids = [uid for uid in uids if match[1].encode() in self.server.mails[uid]]
        grown = b"* %d EXISTS\r\n" % len(self.server.mails) if self._has_grown() else b""
        found = b"".join(b" %d" % uid for uid in uids)
        await self.say(Phase.SEARCH, b"* SEARCH" + found + b"\r\n" + grown + self._done())

    def _has_grown(self) -> bool:
        grown = len(self.server.mails) > len(self._known)
        self._known = sorted(self.server.mails)
        return grown

    async def _fetch(self, rest: str) -> None:
        wanted, _, items = rest.partition(" ")
        uids = [uid for uid in sorted(self.server.mails) if _is_in(uid, wanted)]
        if "RFC822.SIZE" in items:
            await self.say(Phase.FETCH_SIZES, b"".join(map(self._size, uids)) + self._done())
            return
        for uid in self.server.vanishing.intersection(uids):
            del self.server.mails[uid]
            uids.remove(uid)
        if self.server.breaks_at.intersection(uids):
            self.ended = True
            return
        if self.server.refuses.intersection(uids):
            await self.push(self.tag + b" NO [SERVERBUG] Cannot read the file.\r\n")
            return
        if "HEADER.FIELDS" in items:
            await self.say(Phase.FETCH_HEADER, b"".join(map(self._header, uids)) + self._done())
            return
        limit = int(match[1]) if (match := re.search(r"<0\.(\d+)>", items)) else None
        right = b"".join(self._body(uid, limit) for uid in uids) + self._done()
        if self.fault is None or self.fault.phase is not Phase.FETCH_LITERAL:
            await self.say(Phase.FETCH_HEADER, right)
        elif self.fault.kind in (Kind.SHORT_LITERAL, Kind.LONG_LITERAL, Kind.HUGE_LITERAL):
            # The last of the literals; in the other phase it is the first.
            await self.say(Phase.FETCH_LITERAL, right, cut=right.rfind(b"* "))
        else:
            await self.say(Phase.FETCH_LITERAL, right, cut=right.find(b"}") + 40)

    def _size(self, uid: int) -> bytes:
        number = sorted(self.server.mails).index(uid) + 1
        date = b'INTERNALDATE "07-Jul-2025 09:30:00 +0200"'
        return b"* %d FETCH (UID %d RFC822.SIZE %d %s)\r\n" % (number, uid, len(self.server.mails[uid]), date)

    def _header(self, uid: int) -> bytes:
        # All of it, whatever was asked for: some servers do.
        fields = self.server.mails[uid].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        return b"* 1 FETCH (UID %d BODY[HEADER.FIELDS (FROM)] {%d}\r\n%s)\r\n" % (uid, len(fields), fields)

    def _body(self, uid: int, limit: int | None) -> bytes:
        number = sorted(self.server.mails).index(uid) + 1
        raw = self.server.mails[uid][:limit]
        origin = b"" if limit is None else b"<0>"
        return b"* %d FETCH (UID %d BODY[]%s {%d}\r\n%s)\r\n" % (number, uid, origin, len(raw), raw)

    async def _idle(self, rest: str) -> None:
        for uid, raw in self.server.arrivals:
            self.server.mails[uid] = raw
        self.server.arrivals.clear()
        if not await self.say(Phase.IDLE_BEFORE, b"+ idling\r\n"):
            return
        news = b"* %d EXISTS\r\n" % len(self.server.mails) if self._has_grown() else b""
        if not await self.say(Phase.IDLE_AFTER, b"* OK Still here.\r\n" + news):
            return
        self.server.idling.set()
        self.server.commands.append((await self.reader.readline()).decode("ascii").rstrip("\r\n"))
        self.server.idling.clear()
        await self.say(Phase.DONE, self._done())

    async def _append(self, rest: str) -> None:
        match = re.search(r"\{(\d+)\}$", rest)
        assert match is not None, "a literal is announced"
        if self.server.script.get(Phase.APPEND_BEFORE):
            await self.say(Phase.APPEND_BEFORE, b"")
            return
        await self.say(Phase.APPEND_BEFORE, b"+ go ahead\r\n")
        raw = await self.reader.readexactly(int(match[1]))
        await self.reader.readline()
        self.server.appended.append((rest, raw))
        await self.say(Phase.APPEND, self.tag + b" OK [APPENDUID %d 77] Done.\r\n" % UIDVALIDITY)

    async def _create(self, rest: str) -> None:
        await self.say(Phase.CREATE, self._done())

    async def _subscribe(self, rest: str) -> None:
        await self.say(Phase.SUBSCRIBE, self._done())

    async def _logout(self, rest: str) -> None:
        await self.say(Phase.LOGOUT, b"* BYE Logging out.\r\n" + self._done())
        self.ended = True

    def _done(self) -> bytes:
        return self.tag + b" OK Done.\r\n"


_ANSWERS: dict[str, Callable[[_Line, str], Awaitable[None]]] = {
    "CAPABILITY": _Line._capability,
    "STARTTLS": _Line._start_tls,
    "LOGIN": _Line._login,
    "AUTHENTICATE": _Line._authenticate,
    "LIST": _Line._list,
    "EXAMINE": _Line._examine,
    "SEARCH": _Line._search,
    "FETCH": _Line._fetch,
    "IDLE": _Line._idle,
    "APPEND": _Line._append,
    "CREATE": _Line._create,
    "SUBSCRIBE": _Line._subscribe,
    "LOGOUT": _Line._logout,
}


def _announced_wrong(rest: bytes, *, by: int) -> bytes:
    """The answer with its first literal announced too large, or too small; one is put in if needed."""
    if not re.search(rb"\{\d+\}\r\n", rest):
        rest = b'* LIST () "/" {9}\r\nSent Mail\r\n' + rest
    return re.sub(rb"\{(\d+)\}\r\n", lambda match: b"{%d}\r\n" % (int(match[1]) + by), rest, count=1)


def _is_in(uid: int, wanted: str) -> bool:
    ranges = (part.partition(":") for part in wanted.split(","))
    return any(int(first) <= uid <= int(last or first) for first, _, last in ranges)
