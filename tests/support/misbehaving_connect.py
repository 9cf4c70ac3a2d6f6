"""A door before an SMTP server that takes care of everything up to the first word: TCP, and TLS from the first byte.

It misbehaves on the first connection; the others, and all after `mend`, are passed through to the server behind it.
"""

import asyncio
import socket
import struct
from contextlib import suppress
from enum import StrEnum
from types import TracebackType
from typing import Self

from tests.support.misbehaving_smtp import LOOPBACK

#: Octets of a slow server that go together, and the seconds between them.
PIECE, PAUSE = 60, 0.002


class Door(StrEnum):
    """What goes wrong when somebody comes."""

    #: Nobody listens on the port.
    REFUSED = "refused"
    #: The system never answers: its queue is full.
    UNANSWERED = "unanswered"
    DROP = "drop"
    RESET = "reset"
    STALL = "stall"
    #: What the server says comes a few octets at a time.
    SLOW = "slow"
    #: Something in clear in place of the handshake.
    SPEAKS = "speaks"
    #: The same, before the client has said a word.
    SPEAKS_FIRST = "speaks first"
    #: The beginning of the server's handshake, then the end of the line, or silence.
    HALF_THEN_DROP = "half, then drop"
    HALF_THEN_STALL = "half, then stall"


class MisbehavingDoor:
    """`async with MisbehavingDoor(Door.DROP, behind=port) as door`: come to `door.port`."""

    def __init__(self, door: Door, *, behind: int, words: bytes = b"") -> None:
        self.misbehaved = asyncio.Event()
        self._door = door
        self._words = words
        self._behind = behind
        self._came = 0
        self._waiting: list[socket.socket] = []
        self._visits: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._socket = socket.socket()
        self._socket.bind((LOOPBACK, 0))
        self.port: int = self._socket.getsockname()[1]

    async def __aenter__(self) -> Self:
        match self._door:
            case Door.REFUSED:
                self.misbehaved.set()
            case Door.UNANSWERED:
                self._fill_the_queue()
                self.misbehaved.set()
            case _:
                await self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        self._socket.close()
        for visit in tuple(self._visits):
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        self._send_the_queue_home()

    async def mend(self) -> None:
        """From now on everybody is let in."""
        self._came = max(self._came, 1)
        if self._server is None:
            self._send_the_queue_home()
            await self._open()

    def _fill_the_queue(self) -> None:
        """Linux takes one more than it is told, and then drops every further SYN."""
        self._socket.listen(0)
        for _ in range(4):
            visitor = socket.socket()
            visitor.setblocking(False)
            visitor.connect_ex((LOOPBACK, self.port))
            self._waiting.append(visitor)

    def _send_the_queue_home(self) -> None:
        for visitor in self._waiting:
            visitor.close()
        self._waiting.clear()

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._visit, sock=self._socket)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._visits.add(task)
        self._came += 1
        try:
            with suppress(ConnectionError, asyncio.CancelledError):
                await self._receive(reader, writer, misbehaving=self._came == 1)
        finally:
            self._visits.discard(task)
            writer.close()

    async def _receive(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, misbehaving: bool
    ) -> None:
        if not misbehaving:
            await self._pass_through(reader, writer)
            return
        self.misbehaved.set()
        match self._door:
            case Door.SPEAKS_FIRST:
                writer.write(self._words)
                await reader.read()
            case Door.SPEAKS:
                await reader.read(1)
                writer.write(self._words)
                await reader.read()
            case Door.SLOW:
                await self._pass_through(reader, writer, slow=True)
            case Door.HALF_THEN_DROP | Door.HALF_THEN_STALL:
                await self._pass_through(reader, writer, stop_after=2)
            case Door.DROP:
                await reader.read(1)
            case Door.RESET:
                await reader.read(1)
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.transport.abort()
        if self._door in (Door.STALL, Door.HALF_THEN_STALL):
            # Until the client has had enough.
            await reader.read()

    async def _pass_through(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        slow: bool = False,
        stop_after: int | None = None,
    ) -> None:
        """Carry octets between the two until either has enough; `stop_after` so many of the server's."""
        inner_reader, inner_writer = await asyncio.open_connection(LOOPBACK, self._behind)
        outward = asyncio.create_task(_carry(inner_reader, writer, slow=slow, at_most=stop_after))
        inward = asyncio.create_task(_carry(reader, inner_writer))
        try:
            await asyncio.wait({outward, inward}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            outward.cancel()
            inward.cancel()
            await asyncio.gather(outward, inward, return_exceptions=True)
            inner_writer.close()


async def _carry(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    *,
    slow: bool = False,
    at_most: int | None = None,
) -> None:
    while octets := await reader.read(at_most or (PIECE if slow else 2**16)):
        writer.write(octets)
        await writer.drain()
        if at_most is not None:
            return
        if slow:
            await asyncio.sleep(PAUSE)
