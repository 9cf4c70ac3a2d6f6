"""The IMAP connection: aioimaplib 2.0.3 with its receiving half replaced.

From the library come the commands, which refuse line breaks in their arguments, their tags, the table of what
is legal in which state, and the literal of APPEND. Replaced is what hangs or corrupts as published: it calls
itself once a line, deletes every `* ` inside a line, waits for ever when the connection ends in a command or
in IDLE, leaves a refused XOAUTH2 unanswered, and logs what it reads. The parts that are leaned on are held by
tests/unit/test_library_contracts_imap.py.

One command at a time. Anything odd ends the connection; whoever waits learns why.
"""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from aioimaplib import aioimaplib as library

from outreach.core.untrusted import one_line
from outreach.mail.imap_advice import BY_CODE
from outreach.mail.imap_answers import number_of
from outreach.mail.imap_trouble import (
    ConnectionLost,
    ImapTrouble,
    InsecureConnection,
    ProtocolTrouble,
    TimedOut,
)
from outreach.mail.imap_wire import NotImap, Response, ResponseReader, Status, status_of

#: Bytes that the answers to one command may have where nobody asked for messages: a hundred thousand folders.
ROOM = 16_000_000
#: Responses that one command may bring, whether about it or not. IDLE runs for minutes and may see many.
MAX_RESPONSES = 250_000
#: Memory that a kept response takes beyond its bytes.
_OVERHEAD = 150
_MAX_ALERTS = 10

#: The untagged responses that belong to the answer of a command. All others are looked at and dropped.
_ANSWERS: dict[str, frozenset[str]] = {
    "CAPABILITY": frozenset({"CAPABILITY"}),
    "LIST": frozenset({"LIST"}),
    "EXAMINE": frozenset({"OK", "EXISTS"}),
    "SEARCH": frozenset({"SEARCH"}),
    "FETCH": frozenset({"FETCH"}),
}
_UNTAGGED = re.compile(rb"\* (?:([0-9]{1,10}) )?([A-Za-z][A-Za-z0-9.-]*)(?: |\Z)")
_TAGGED_KINDS = frozenset({"OK", "NO", "BAD"})
_STATUS_KINDS = _TAGGED_KINDS | {"BYE", "PREAUTH"}
_CAPABILITY = re.compile(rb"\* CAPABILITY ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended, OK, NO or BAD, and the untagged responses that belong to it."""

    status: Status
    responses: tuple[Response, ...]

    @property
    def is_ok(self) -> bool:
        return self.status.kind == "OK"


class ImapProtocol(library.IMAP4ClientProtocol):  # type: ignore[misc]
    """One connection. `lost` says why it has ended; `stirred` is set when IDLE should end."""

    def __init__(self, peer: str) -> None:
        super().__init__(asyncio.get_running_loop())
        self.transport: Any = None
        self.pending_sync_command: Any = None
        self.peer = peer
        self.lost: ImapTrouble | None = None
        self.alerts: deque[str] = deque(maxlen=_MAX_ALERTS)
        self.stirred = asyncio.Event()
        #: Messages in the open folder, None while none is open; `has_news` since it last grew unasked.
        self.exists: int | None = None
        self.has_news = False
        #: Of the open folder. When the server tells another one, the folder has been made anew.
        self.uidvalidity: int | None = None
        self._greeting: Status | None = None
        self._greeted = asyncio.Event()
        self._closed = asyncio.Event()
        self._reader = ResponseReader(ROOM)
        self._seen = 0
        self._sasl_answers: deque[str] = deque()
        self._handshake_is_due = False

    # What the session calls.

    @asynccontextmanager
    async def within(self, seconds: float, what: str) -> AsyncIterator[None]:
        """An absolute deadline for what is done inside; whatever is raised there has ended the connection."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            raise self.fail(TimedOut(f"{self.peer} did not end {what} within {seconds:g} seconds")) from None
        except ImapTrouble as trouble:
            raise self.fail(trouble) from None
        except NotImap as error:
            raise self.fail(self._nonsense(error)) from None
        except library.AioImapException as error:
            raise self.fail(
                ProtocolTrouble(f"{self.peer}: {what} went wrong: {one_line(str(error))}")
            ) from error
        except BaseException:
            # Cancelled half-way: the late answer must not be taken for the answer to the next command.
            self.abort()
            raise

    async def greeting(self) -> Status:
        await self._greeted.wait()
        self.raise_if_lost()
        assert self._greeting is not None
        return self._greeting

    async def ask(self, name: str, *arguments: str, prefix: str | None = None, room: int = ROOM) -> Answer:
        """Send a command and wait for its end. `room` is how many bytes the answers may have in all."""
        command = library.Command(name, self.new_tag(), *arguments, prefix=prefix, loop=self.loop)
        self._reader.room = room
        return _answer(await self.execute(command))

    async def authenticate(self, mechanism: str, *answers: str, initial: bool) -> Answer:
        """AUTHENTICATE with the coded answers to the server's questions; an empty line to each further one.

        The empty line is what a server waits for that has refused XOAUTH2 and said so in a question.
        """
        self._sasl_answers = deque(answers)
        first = [self._sasl_answers.popleft()] if initial else []
        try:
            return await self.ask("AUTHENTICATE", mechanism, *first)
        finally:
            self._sasl_answers.clear()

    async def ask_capabilities(self) -> None:
        answer = await self.ask("CAPABILITY")
        if not answer.is_ok or not answer.responses:
            raise ProtocolTrouble(f"{self.peer} does not tell what it can do", words=answer.status.words)
        words = b" ".join(_CAPABILITY.sub(b"", response[0]) for response in answer.responses)
        self.capabilities = {word.upper() for word in words.decode("ascii", "replace").split()}
        if not self.capabilities & {"IMAP4REV1", "IMAP4REV2"}:
            raise ProtocolTrouble(f"{self.peer} is no IMAP4 server", words=words.decode("ascii", "replace"))

    async def append_message(self, raw: bytes, folder: str, flags: str | None, date: str) -> Answer:
        """APPEND; `folder`, `flags` and `date` are spelled as they go over the wire."""
        self._reader.room = ROOM
        try:
            return _answer(await self.append(raw, folder, flags, date))
        finally:
            self.literal_data = None

    async def start_idle(self) -> Any:
        """IDLE as far as the server's go-ahead; the command, to be ended with `end_idle`."""
        command = library.IdleCommand(self.new_tag(), self.idle_queue, loop=self.loop)
        self._reader.room = ROOM
        self._idle_event.clear()
        self.begin(command)
        await self._idle_event.wait()
        self.raise_if_lost()
        return command

    async def end_idle(self, command: Any) -> Answer:
        if self.pending_sync_command is command:
            self.idle_done()
        await command.wait()
        return _answer(command.response)

    async def stir(self, seconds: float) -> None:
        """Wait until something happens, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self.stirred.wait()
        except TimeoutError:
            pass

    def raise_if_lost(self) -> None:
        if self.lost is not None:
            raise self.lost

    def fail(self, trouble: ImapTrouble) -> ImapTrouble:
        """End the connection and tell everybody who waits; what to raise."""
        if self.lost is not None:
            return trouble
        self.lost = trouble
        command = self.pending_sync_command
        if command is not None:
            command._exception = trouble
            command._event.set()
        for event in (self._greeted, self._idle_event, self.stirred):
            event.set()
        self.state = library.LOGOUT
        if self.transport is not None:
            self.transport.abort()
        return trouble

    def abort(self) -> None:
        self.fail(ConnectionLost(f"{self.peer}: the connection was given up"))

    async def closed(self, *, within: float) -> None:
        """Wait until the socket is closed, at most so many seconds."""
        try:
            async with asyncio.timeout(within):
                await self._closed.wait()
        except TimeoutError:
            pass

    def forget_folder(self) -> None:
        """No folder is open, or another will be."""
        self.exists = self.uidvalidity = None
        self.has_news = False

    # What the library's own methods rest on.

    def begin(self, command: Any) -> None:
        if self.lost is not None:
            raise ConnectionLost(f"{self.peer}: there is no connection any more. {self.lost}")
        if self.pending_sync_command is not None or self.state not in _legal_states(command.name):
            raise ProtocolTrouble(f"{self.peer}: {command.name} is not possible now")
        self._seen = 0
        self.pending_sync_command = command
        self.send(str(command))

    async def execute(self, command: Any, scrub: str | None = None) -> Any:
        self.begin(command)
        try:
            await command.wait()
        finally:
            if self.pending_sync_command is command:
                self.pending_sync_command = None
        return command.response

    def send(self, line: str, scrub: str | None = None) -> None:
        # The library's own logs the line; a log is no place for a password or a person's words.
        self.transport.write(line.encode("ascii") + library.CRLF)

    # What the network calls.

    def data_received(self, d: bytes) -> None:
        if self.lost is not None:
            return
        try:
            for response in self._reader.feed(d):
                self._dispatch(response)
            if self._handshake_is_due and not self._reader.is_between_responses:
                raise _injected(self.peer)
        except ImapTrouble as trouble:
            self.fail(trouble)
        except NotImap as error:
            self.fail(self._nonsense(error))
        except Exception as error:
            # Nothing here may leave a command waiting for ever.
            self.fail(ProtocolTrouble(f"{self.peer} sent what cannot be read: {type(error).__name__}"))

    def connection_lost(self, exc: Exception | None) -> None:
        reason = f": {one_line(str(exc))}" if exc else ""
        self.fail(ConnectionLost(f"{self.peer} closed the connection{reason}"))
        self._closed.set()

    def _dispatch(self, response: Response) -> None:
        self._seen += 1
        if self._handshake_is_due:
            raise _injected(self.peer)
        if self._seen > MAX_RESPONSES:
            raise ProtocolTrouble(f"{self.peer} does not stop talking")
        line = response[0]
        if self.state == library.CONNECTED:
            self._greet(line)
        elif line.startswith(b"* "):
            self._untagged_response(response)
        elif line.startswith(b"+"):
            self._continuation(line)
        elif line:
            # Some servers put an empty line behind a literal; it says nothing.
            self._response_done(line)

    def _greet(self, line: bytes) -> None:
        status = status_of(line[2:]) if line.startswith(b"* ") else None
        if status is None:
            raise ProtocolTrouble(f"{self.peer} does not greet like an IMAP server", words=_text(line))
        self._note(status)
        if status.kind != "OK":
            raise ProtocolTrouble(f"{self.peer} greets with {status.kind}", words=status.words)
        self._greeting = status
        self.state = library.NONAUTH
        self._greeted.set()

    def _untagged_response(self, response: Response) -> None:
        match = _UNTAGGED.match(response[0])
        if match is None:
            raise ProtocolTrouble(f"{self.peer} sent what is no response", words=_text(response[0]))
        name = match[2].decode("ascii").upper()
        if name == "EXISTS":
            self._count(number_of(match[1], least=0))
        elif name == "EXPUNGE" and self.exists:
            self.exists -= 1
        elif name in _STATUS_KINDS and (status := status_of(response[0][2:])) is not None:
            self._note(status)
        command = self.pending_sync_command
        if command is not None and name in _ANSWERS.get(command.name, ()):
            self._keep(command, response)

    def _keep(self, command: Any, response: Response) -> None:
        self._reader.room -= sum(map(len, response)) + _OVERHEAD
        if self._reader.room < 0:
            raise ProtocolTrouble(f"{self.peer} answers {command.name} with more than was asked for")
        command.append_to_resp(response)

    def _note(self, status: Status) -> None:
        """What a status says to everybody, whoever asked."""
        if status.code == "ALERT":
            self.alerts.append(one_line(status.words))
        elif status.code == "OVERQUOTA":
            # It may come with anything, and the command go well all the same (RFC 5530).
            self.alerts.append(f"{one_line(status.words)} {BY_CODE[status.code]}".strip())
        if status.code == "UIDVALIDITY" and self.uidvalidity not in (None, number_of(status.argument)):
            raise ConnectionLost(f"{self.peer}: the open folder has been made anew")
        if status.kind == "BYE" and not self._is_pending("LOGOUT"):
            raise ConnectionLost(f"{self.peer} says goodbye", words=status.words, code=status.code)

    def _count(self, exists: int) -> None:
        """A new number of messages. It may come with any answer, and then never again: IDLE would miss it."""
        if self.exists is not None and exists != self.exists:
            self.has_news = True
            self.stirred.set()
        self.exists = exists

    def _response_done(self, line: bytes) -> None:
        command = self.pending_sync_command
        tag, _, rest = line.partition(b" ")
        status = status_of(rest)
        if command is None or tag != command.tag.encode("ascii") or status is None:
            raise ProtocolTrouble(f"{self.peer} sent what answers nothing", words=_text(line))
        if status.kind not in _TAGGED_KINDS:
            raise ProtocolTrouble(f"{self.peer} ends {command.name} with {status.kind}", words=status.words)
        self._note(status)
        self.pending_sync_command = None
        self._handshake_is_due = command.name == "STARTTLS" and status.kind == "OK"
        if self._handshake_is_due:
            # What comes next belongs to TLS; what came along with this line was put there by somebody else.
            self.transport.pause_reading()
        command.close(rest, result=status.kind)
        if command.name == "IDLE":
            self._idle_event.set()
            self.stirred.set()

    def _continuation(self, line: bytes) -> None:
        if self._is_pending("AUTHENTICATE"):
            self._keep(self.pending_sync_command, (line,))
            self.send(self._sasl_answers.popleft() if self._sasl_answers else "")
        elif self._is_pending("IDLE") or (self._is_pending("APPEND") and self.literal_data is not None):
            super()._continuation(line)
        else:
            raise ProtocolTrouble(f"{self.peer} asks for more where nothing is to come", words=_text(line))

    def _nonsense(self, error: NotImap) -> ProtocolTrouble:
        return ProtocolTrouble(f"{self.peer} {error}", words=error.words)

    def _is_pending(self, name: str) -> bool:
        return self.pending_sync_command is not None and self.pending_sync_command.name == name

    def secured(self, transport: asyncio.BaseTransport) -> None:
        """TLS has begun: what was said before counts for nothing (RFC 3501, 6.2.1)."""
        self._handshake_is_due = False
        self.transport = transport
        self.capabilities = set()


def _answer(response: Any) -> Answer:
    *kept, last = response.lines
    status = status_of(last)
    assert status is not None
    return Answer(status, tuple(cast("Iterable[Response]", kept)))


def _legal_states(command: str) -> tuple[str, ...]:
    return cast("tuple[str, ...]", library.Commands[command].valid_states)


def _injected(peer: str) -> InsecureConnection:
    return InsecureConnection(
        f"{peer}: something was slipped in between the go-ahead for TLS and TLS itself. "
        "Somebody sits on the line, or the server is broken; use the port for implicit TLS (993)."
    )


def _text(line: bytes) -> str:
    return line[:200].decode("utf-8", "replace")
