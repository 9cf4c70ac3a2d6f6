"""A relay between a mail client and a real SMTP server that follows the conversation and can hold it up anywhere.

The line must be unencrypted. Whatever the relay has passed on, the server has: when the client dies, only what
a network may lose is lost. It writes down which mails the server has taken, and that settles every doubt.
"""

import asyncio
import email.parser
import email.policy
import random
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Self

from tests.support.ports import LOOPBACK
from tests.support.waiting import wait_for

END = b"\r\n.\r\n"

_LARGEST_MAIL = 2**22
_STUFFED_DOT = re.compile(rb"(?m)^\.\.")


class Place(StrEnum):
    """Where a conversation can be held up: what the client knows by then, and what the server."""

    #: Connected; the greeting is withheld.
    GREETING = "greeting"
    #: The server has answered to the command; the answer is withheld.
    MAIL = "mail"
    RCPT = "rcpt"
    #: 354 is withheld.
    DATA = "data"
    #: The client has written the mail; a share of it is passed on, the rest withheld.
    BODY = "body"
    #: The server has taken the mail; its answer is withheld.
    DOT = "dot"
    #: The client has been told.
    TOLD = "told"


_COMMANDS = {b"MAIL": Place.MAIL, b"RCPT": Place.RCPT, b"DATA": Place.DATA}


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad the network is: every choice is drawn anew at every place."""

    rng: random.Random = field(default_factory=random.Random)
    #: Seconds that something may take at most.
    delay: float = 0.0
    #: How probable it is, at each place of each mail, that the line breaks there.
    breaks: float = 0.0
    #: How probable it is that the rest of a mail is lost when its writer dies in the middle of it.
    loses: float = 0.0


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that the server has said yes to."""

    recipient: str
    message_id: str


@dataclass(frozen=True, slots=True)
class _Hold:
    place: Place
    #: For BODY: how much of the mail is passed on before.
    share: float


class SmtpProxy:
    """`with SmtpProxy(port) as proxy`: listens on `proxy.port` and relays to `port` until the block ends.

    `files` is what a provider does with each mail that it takes, before its answer is passed on.
    """

    def __init__(
        self,
        upstream: int,
        *,
        weather: Weather | None = None,
        files: Callable[[bytes], None] | None = None,
    ) -> None:
        self.port = 0
        self.taken: list[Taken] = []
        #: How many places were passed so far, over all conversations.
        self.passed = 0
        #: How often the line was broken on purpose, and how often of these the mail was on its way already.
        self.breaks = self.breaks_in_doubt = 0
        self.upstream = upstream
        self.weather = weather or Weather()
        self.files = files
        self.hold: _Hold | None = None
        self.held = threading.Event()
        self.sessions: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp-proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    def hold_at(self, place: Place, *, share: float = 0.0) -> None:
        """Hold up the next conversation that comes there, until its client is gone."""
        self.held.clear()
        self.hold = _Hold(place, share)

    def wait_until_held(self, *, within: float = 30.0) -> None:
        if not self.held.wait(within):
            raise AssertionError(f"Waited {within:g} seconds in vain for a conversation at {self.hold}.")

    def wait_until_quiet(self) -> None:
        """Until every conversation is over, and with it every doubt about what the server has taken."""
        wait_for(lambda: not self.sessions, "the conversations to end", within=60)

    async def _listen(self) -> int:
        self._server = await self._loop.create_server(self._conversation, LOOPBACK, 0)
        return int(self._server.sockets[0].getsockname()[1])

    def _conversation(self) -> asyncio.StreamReaderProtocol:
        client = _Attentive(limit=_LARGEST_MAIL, loop=self._loop)

        async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self.sessions.add(task)
            try:
                with suppress(_Over, OSError, asyncio.IncompleteReadError):
                    await _serve(self, client, writer)
            finally:
                writer.transport.abort()
                self.sessions.discard(task)

        return asyncio.StreamReaderProtocol(client, serve, loop=self._loop)

    async def _end(self) -> None:
        self._server.close()
        for session in tuple(self.sessions):
            session.cancel()
        await asyncio.gather(*self.sessions, return_exceptions=True)
        await self._loop.shutdown_default_executor()


class _Over(Exception):
    """This conversation has ended."""


class _Attentive(asyncio.StreamReader):
    """A reader that notices at once that the other side has gone, however much is left to read."""

    def __init__(self, *, limit: int, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(limit=limit, loop=loop)
        self.gone = asyncio.Event()

    def feed_eof(self) -> None:
        super().feed_eof()
        self.gone.set()

    def set_exception(self, exc: BaseException) -> None:
        # A reset by a process that was killed; what it had written before is still there to be read.
        super().feed_eof()
        self.gone.set()


async def _serve(proxy: SmtpProxy, client: _Attentive, writer: asyncio.StreamWriter) -> None:
    reader, server = await asyncio.open_connection(LOOPBACK, proxy.upstream, limit=_LARGEST_MAIL)
    try:
        await _Conversation(proxy, client, writer, reader, server).run()
    finally:
        server.transport.abort()


class _Conversation:
    """One client, one server, one at a time speaking: our client never sends a command before its answer."""

    def __init__(
        self,
        proxy: SmtpProxy,
        client: _Attentive,
        to_client: asyncio.StreamWriter,
        server: asyncio.StreamReader,
        to_server: asyncio.StreamWriter,
    ) -> None:
        self._proxy = proxy
        self._weather = proxy.weather
        self._client = client
        self._to_client = to_client
        self._server = server
        self._to_server = to_server
        self._recipient = ""
        self._was_held = False

    async def run(self) -> None:
        await self._pass_on(await self._answer(), Place.GREETING)
        while (line := await self._client.readline()).endswith(b"\n"):
            self._to_server.write(line)
            answer = await self._answer()
            word = line[:4].upper()
            if word == b"RCPT":
                self._recipient = line.partition(b"<")[2].partition(b">")[0].decode()
            await self._pass_on(answer, _COMMANDS.get(word))
            if word == b"DATA" and answer.startswith(b"354"):
                await self._mail()

    async def _mail(self) -> None:
        mail = await self._client.readuntil(END)
        await self._pass_body(mail)
        # From here on the server has the mail whole, and its answer counts whether or not anybody is left to hear.
        answer = await self._answer()
        if answer.startswith(b"2"):
            await self._taken(mail)
        await self._pass_on(answer, Place.DOT, in_doubt=True)
        await self._at(Place.TOLD)

    async def _pass_body(self, mail: bytes) -> None:
        share = self._share()
        first = int(len(mail) * share)
        self._to_server.write(mail[:first])
        await self._at(Place.BODY)
        if self._is_gone(mid_mail=True):
            raise _Over
        self._break_perhaps(in_doubt=True)
        self._to_server.write(mail[first:])

    def _share(self) -> float:
        hold = self._proxy.hold
        if hold is not None and hold.place is Place.BODY:
            return hold.share
        return self._weather.rng.random() if self._weather.delay else 0.0

    def _is_gone(self, *, mid_mail: bool) -> bool:
        """Whether the client's end ends this conversation. Of a mail in the middle, the network may lose the rest."""
        if not self._client.gone.is_set():
            return False
        return not mid_mail or self._was_held or self._weather.rng.random() < self._weather.loses

    async def _taken(self, mail: bytes) -> None:
        raw = _STUFFED_DOT.sub(b".", mail[: -len(END)] + b"\r\n")
        headers = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(raw)
        self._proxy.taken.append(Taken(self._recipient, str(headers["Message-ID"])))
        if self._proxy.files is not None:
            await asyncio.get_running_loop().run_in_executor(None, self._proxy.files, raw)

    async def _answer(self) -> bytes:
        """The server's next reply with all its lines (RFC 5321, 4.2.1)."""
        reply = line = await self._server.readline()
        while line[3:4] == b"-":
            line = await self._server.readline()
            reply += line
        if not line.endswith(b"\n"):
            raise _Over
        return reply

    async def _pass_on(self, answer: bytes, place: Place | None, *, in_doubt: bool = False) -> None:
        if place is not None:
            await self._at(place)
            if self._is_gone(mid_mail=False):
                raise _Over
            self._break_perhaps(in_doubt=in_doubt)
        self._to_client.write(answer)

    async def _at(self, place: Place) -> None:
        """Be slow, or stand still until the client is gone, where that was asked for."""
        proxy = self._proxy
        proxy.passed += 1
        if proxy.hold is not None and proxy.hold.place is place:
            proxy.hold, self._was_held = None, True
            proxy.held.set()
            await self._client.gone.wait()
        elif self._weather.delay and place is not Place.TOLD:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._weather.rng.uniform(0, self._weather.delay)):
                    await self._client.gone.wait()

    def _break_perhaps(self, *, in_doubt: bool) -> None:
        if self._weather.rng.random() < self._weather.breaks:
            self._proxy.breaks += 1
            self._proxy.breaks_in_doubt += in_doubt
            raise _Over
