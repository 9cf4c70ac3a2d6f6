"""An SMTP server on loopback that behaves, except at the one point where it was told to misbehave.

It takes the worst view of a fault after the final dot: unless it refused the mail with a 4xx or 5xx, it has
kept it. So a client that sends again what was in doubt is caught with a double.
"""

import asyncio
import base64
import re
import socket
import ssl
import struct
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"

USERNAME = "ann@alpha.example"
PASSWORD = "correct horse"
TOKEN = "ya29.fictional-token"

EXTENSIONS = ("8BITMIME", "SIZE 20000000", "ENHANCEDSTATUSCODES", "AUTH PLAIN LOGIN XOAUTH2")

#: What a good server says. A fault of the kind REPLY says something else instead.
REPLIES = {
    "greeting": "220 misbehaving.example ESMTP",
    "starttls": "220 2.0.0 Go ahead",
    "auth": "235 2.7.0 Welcome",
    "mail": "250 2.1.0 Sender ok",
    "rcpt": "250 2.1.5 Recipient ok",
    "data": "354 Go ahead",
    "dot": "250 2.0.0 Ok: queued as 3F2A1C0D",
    "rset": "250 2.0.0 Forgotten",
    "quit": "221 2.0.0 Bye",
}
END = b"\r\n.\r\n"
#: Seconds between two pieces of a slow reply.
PAUSE = 0.002


class Kind(StrEnum):
    """What goes wrong."""

    DROP = "drop"
    RESET = "reset"
    #: Nothing more comes; the line stays open.
    STALL = "stall"
    #: The right reply, a few octets at a time.
    SLOW = "slow"
    #: Another reply than a good server's.
    REPLY = "reply"
    #: Another reply, then silence.
    REPLY_THEN_STALL = "reply, then stall"
    #: Octets that are no reply.
    GARBAGE = "garbage"
    #: The beginning of the right reply, then the end of the line, or silence.
    HALF_THEN_DROP = "half a line, then drop"
    HALF_THEN_STALL = "half a line, then stall"
    #: The right reply, together with the reply before, to what was not yet asked.
    EARLY = "early"


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour: in which phase, the how manieth time that this phase is reached on that connection.

    The phase "body" is in the middle of the mail, when `share` of it has been read (at least one octet);
    "tls" is the handshake.
    """

    phase: str
    kind: Kind
    reply: str = ""
    share: float = 0.0
    occasion: int = 1
    #: The connection that it happens on, counted from 1; None for every one.
    connection: int | None = 1
    #: For an EARLY reply, the phase together with whose reply it comes; `occasion` then counts that phase.
    glued_to: str = ""


class MisbehavingSmtp:
    """`async with MisbehavingSmtp(*faults) as server`: listens on `server.port` until the block ends."""

    def __init__(
        self,
        *faults: Fault,
        extensions: tuple[str, ...] = EXTENSIONS,
        tls: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        receive_buffer: int | None = None,
        host: str = LOOPBACK,
    ) -> None:
        self.faults = faults
        self.extensions = extensions
        self.tls = tls
        self.implicit_tls = implicit_tls
        self.port = 0
        #: Every mail that the server has kept: recipient and content, dots and line ends as they came.
        self.mails: list[tuple[str, bytes]] = []
        self.commands: list[str] = []
        self.connections = 0
        #: Set when the fault happens.
        self.misbehaved = asyncio.Event()
        self._receive_buffer = receive_buffer
        self._host = host
        self._ending = asyncio.Event()
        self._sessions: set[asyncio.Task[None]] = set()
        self._latest: asyncio.StreamWriter | None = None

    async def __aenter__(self) -> Self:
        listening = socket.socket()
        if self._receive_buffer is not None:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._receive_buffer)
        listening.bind((self._host, 0))
        self.port = listening.getsockname()[1]
        self._server = await asyncio.start_server(
            self._serve,
            sock=listening,
            ssl=self.tls if self.implicit_tls else None,
            limit=self._receive_buffer or 2**16,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        self._ending.set()
        for session in tuple(self._sessions):
            session.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    def copies(self, recipient: str) -> int:
        """How many mails for `recipient` the server has kept."""
        return Counter(to for to, _ in self.mails)[recipient]

    def keep(self, recipient: str, content: bytes) -> None:
        """A mail has come whole; the answer to it has not been given yet."""
        self.mails.append((recipient, content))

    def speak_out_of_turn(self, octets: bytes) -> None:
        """Say something on the newest connection that nobody asked for."""
        assert self._latest is not None
        self._latest.write(octets)

    def hang_up(self) -> None:
        """Close the newest connection."""
        assert self._latest is not None
        self._latest.close()

    async def stall(self) -> None:
        await self._ending.wait()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._sessions.add(task)
        self.connections += 1
        self._latest = writer
        try:
            with suppress(
                _Over, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError
            ):
                await _Session(self, self.connections, reader, writer).run()
        finally:
            self._sessions.discard(task)
            writer.close()


class _Over(Exception):
    """This connection has ended."""


class _Session:
    def __init__(
        self,
        server: MisbehavingSmtp,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._server = server
        self._number = number
        self._reader = reader
        self._writer = writer
        self._reached: Counter[str] = Counter()
        self._secure = server.implicit_tls
        self._size = 0
        self._recipients: list[str] = []

    async def run(self) -> None:
        await self._reply("greeting")
        commands: dict[str, Callable[[str], Awaitable[None]]] = {
            "EHLO": self._ehlo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "QUIT": self._quit,
        }
        while line := await self._line():
            self._server.commands.append(line)
            await commands.get(line.partition(" ")[0].upper(), self._unknown)(line)

    async def _line(self) -> str:
        return (await self._reader.readline()).decode("latin-1").strip()

    async def _unknown(self, _: str) -> None:
        self._writer.write(b"502 5.5.1 What?\r\n")

    async def _ehlo(self, _: str) -> None:
        offered = [*self._server.extensions]
        if self._server.tls is not None and not self._secure:
            offered = ["STARTTLS", *(name for name in offered if not name.startswith("AUTH"))]
        lines = ["misbehaving.example", *offered]
        await self._reply("ehlo", "\r\n".join([f"250-{name}" for name in lines[:-1]] + [f"250 {lines[-1]}"]))

    async def _starttls(self, _: str) -> None:
        assert self._server.tls is not None
        await self._reply("starttls")
        fault = self._fault("tls")
        if fault is not None:
            await self._misbehave(fault, "")
        await self._writer.start_tls(self._server.tls)
        self._secure = True

    async def _auth(self, line: str) -> None:
        _, method, *initial = line.split(" ", 2)
        given = base64.b64decode(initial[0])
        match method.upper():
            case "PLAIN":
                good = given == f"\0{USERNAME}\0{PASSWORD}".encode()
            case "XOAUTH2":
                good = given == f"user={USERNAME}\x01auth=Bearer {TOKEN}\x01\x01".encode()
            case _:
                self._writer.write(b"334 UGFzc3dvcmQ6\r\n")
                good = (
                    given == USERNAME.encode() and base64.b64decode(await self._line()) == PASSWORD.encode()
                )
        if not good and method.upper() == "XOAUTH2":
            # What is wrong is said as a challenge, to be answered with an empty line.
            self._writer.write(b"334 " + base64.b64encode(b'{"status":"400"}') + b"\r\n")
            await self._line()
        await self._reply("auth", "" if good else "535 5.7.8 Username and Password not accepted")

    async def _mail(self, line: str) -> None:
        size = re.search(r"SIZE=(\d+)", line)
        self._size = int(size[1]) if size else 0
        self._recipients = []
        await self._reply("mail")

    async def _rcpt(self, line: str) -> None:
        said = await self._reply("rcpt")
        if said[:1] not in ("4", "5"):
            self._recipients.append(line.partition("<")[2].partition(">")[0])

    async def _data(self, _: str) -> None:
        opened = await self._reply("data")
        if not opened.startswith("354"):
            return
        fault = self._fault("body")
        if fault is not None:
            await self._fail_in_the_body(fault)
        else:
            await self._conclude(await self._rest(b""))

    async def _fail_in_the_body(self, fault: Fault) -> None:
        begun = await self._reader.readexactly(max(1, int(self._size * fault.share)))
        if fault.kind is Kind.SLOW:
            self._server.misbehaved.set()
            while not begun.endswith(END):
                begun += await self._reader.read(100)
                await asyncio.sleep(PAUSE)
            await self._conclude(begun)
            return
        if fault.reply.startswith("2"):
            self._keep(begun)
        await self._misbehave(fault, REPLIES["dot"])
        # What was said in the middle of the mail was the last word on it.
        content = await self._rest(begun)
        if not fault.reply:
            self._keep(content)

    async def _rest(self, begun: bytes) -> bytes:
        """The mail, of which `begun` was read, to its end. By lines, for it may be larger than the buffer."""
        content = bytearray(begun)
        while not content.endswith(END):
            line = await self._reader.readline()
            if not line:
                raise _Over
            content += line
        return bytes(content)

    async def _conclude(self, content: bytes) -> None:
        fault = self._fault("dot")
        if fault is None or fault.reply[:1] not in ("4", "5"):
            self._keep(content)
        await self._say("dot", fault)

    async def _rset(self, _: str) -> None:
        await self._reply("rset")

    async def _quit(self, _: str) -> None:
        await self._reply("quit")
        raise _Over

    def _keep(self, content: bytes) -> None:
        for recipient in self._recipients:
            self._server.keep(recipient, content)

    def _fault(self, phase: str) -> Fault | None:
        """The fault that belongs here, if any. To be asked once each time that a phase is reached."""
        self._reached[phase] += 1
        for fault in self._server.faults:
            if fault.kind is not Kind.EARLY and self._is_here(fault, fault.phase, phase):
                return fault
        return None

    def _is_here(self, fault: Fault, place: str, phase: str) -> bool:
        here = place == phase and fault.connection in (None, self._number)
        return here and fault.occasion == self._reached[phase]

    async def _reply(self, phase: str, usual: str = "") -> str:
        """Give the usual reply of this phase, or misbehave. Returns what was said."""
        return await self._say(phase, self._fault(phase), usual)

    async def _say(self, phase: str, fault: Fault | None, usual: str = "") -> str:
        usual = usual or REPLIES[phase]
        if fault is not None:
            return await self._misbehave(fault, usual)
        self._writer.write(usual.encode() + b"\r\n" + self._too_early(phase))
        return usual

    def _too_early(self, phase: str) -> bytes:
        for fault in self._server.faults:
            if fault.kind is Kind.EARLY and self._is_here(fault, fault.glued_to, phase):
                self._server.misbehaved.set()
                return REPLIES.get(fault.phase, "250 misbehaving.example").encode() + b"\r\n"
        return b""

    async def _misbehave(self, fault: Fault, usual: str) -> str:
        self._server.misbehaved.set()
        match fault.kind:
            case Kind.DROP:
                raise _Over
            case Kind.RESET:
                self._reset()
            case Kind.STALL:
                await self._server.stall()
            case Kind.SLOW:
                await self._trickle(usual)
            case Kind.REPLY:
                self._writer.write(fault.reply.encode("latin-1") + b"\r\n")
            case Kind.REPLY_THEN_STALL:
                self._writer.write(fault.reply.encode("latin-1") + b"\r\n")
                await self._server.stall()
            case Kind.GARBAGE:
                self._writer.write(b"\xff\x1b]52;c;b3V0\x07 no reply at all\r\n")
            case Kind.HALF_THEN_DROP:
                self._writer.write(usual.encode()[:2])
                raise _Over
            case Kind.HALF_THEN_STALL:
                self._writer.write(usual.encode()[:2])
                await self._server.stall()
        if fault.reply.startswith("421"):
            raise _Over
        return fault.reply or usual

    async def _trickle(self, usual: str) -> None:
        octets = usual.encode() + b"\r\n"
        for start in range(0, len(octets), 5):
            self._writer.write(octets[start : start + 5])
            await asyncio.sleep(PAUSE)

    def _reset(self) -> None:
        connection = self._writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()
        raise _Over
