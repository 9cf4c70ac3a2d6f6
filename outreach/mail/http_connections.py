"""Who may hold a connection to the web server, and for how long, so that slow clients do not keep out honest ones.

A connection waits (for a request, or the rest of one) or is being answered. Where there are too many, of one client or
in all, the one that has waited for longest is let go of for the newcomer: an honest request is whole within
milliseconds, so it is never that one.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from outreach.mail.client_address import Network, client_of, is_trusted

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

T = TypeVar("T")

_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds and connections. All together stay below the 1,024 open files that a process usually may have."""

    #: Until the headers are there, counted from the first moment of the connection or the last answer.
    head: float = 5.0
    #: From then on until the body is there.
    body: float = 5.0
    #: From then on until the answer has gone; a busy database may take its time.
    answer: float = 45.0
    in_all: int = 512
    per_client: int = 20


@dataclass(slots=True)
class Tally:
    """What became of connections since the server began."""

    opened: int = 0
    #: They were too slow, or gave way to another.
    let_go: int = 0
    #: Every other one was being answered.
    refused: int = 0


class Connections(Generic[T]):
    """The connections that are open, longest waiting first."""

    def __init__(self, patience: Patience, is_waiting: Callable[[T], bool]) -> None:
        self._patience = patience
        self._is_waiting = is_waiting
        self._all: dict[T, str | None] = {}
        self._of: dict[str, dict[T, None]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def admit(self, one: T, client: str | None) -> T | None:
        """Who must go for it; itself, where all others are being answered. `client` None: a proxy, for many."""
        goes = self._goes_for(one, client)
        if goes is not None:
            self.leave(goes)
        if goes is not one:
            self._keep(one, client)
        return goes

    def waits_anew(self, one: T) -> None:
        """It was answered: others have waited for longer."""
        if one in self._all:
            client = self._all[one]
            self.leave(one)
            self._keep(one, client)

    def leave(self, one: T) -> None:
        """It is closed, or about to be."""
        client = self._all.pop(one, None)
        if client is not None:
            own = self._of.get(client, {})
            own.pop(one, None)
            if not own:
                self._of.pop(client, None)

    def _keep(self, one: T, client: str | None) -> None:
        self._all[one] = client
        if client is not None:
            self._of.setdefault(client, {})[one] = None

    def _goes_for(self, one: T, client: str | None) -> T | None:
        own = {} if client is None else self._of.get(client, {})
        if len(own) >= self._patience.per_client:
            return next(self._waiting(own), one)
        if len(self._all) >= self._patience.in_all:
            return next(self._waiting(self._all), one)
        return None

    def _waiting(self, some: "dict[T, Any]") -> Iterator[T]:
        return (each for each in some if self._is_waiting(each))


def impatient_protocol(
    patience: Patience, proxies: Sequence[Network], tally: Tally
) -> "tuple[type[H11Protocol], Connections[Any]]":
    """uvicorn's own protocol, which waits for ever for a request that never ends; this one does not."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Impatient(H11Protocol):
        _give_up: asyncio.TimerHandle | None = None
        _phase = ""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            tally.opened += 1
            peer = self.client[0] if self.client else ""
            goes = connections.admit(
                self, None if is_trusted(peer, proxies) else client_of(peer, (), proxies)
            )
            if goes is self:
                tally.refused += 1
                transport.write(_FULL)
                transport.close()
                return
            if goes is not None:
                goes.let_go()
            self._note_phase()

        def connection_lost(self, exc: Exception | None) -> None:
            if self._give_up is not None:
                self._give_up.cancel()
            connections.leave(self)
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if not self.transport.is_closing():
                super().data_received(data)
                self._note_phase()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            connections.waits_anew(self)
            self._note_phase(anew=True)

        def phase(self) -> str:
            if self.cycle is None or self.cycle.response_complete:
                return "head"
            return "body" if self.cycle.more_body else "answer"

        def let_go(self) -> None:
            # What is being answered has had its time as well; an opt-out that was written stays written. Aborted, and
            # not closed: who does not read would keep what is still to be written.
            tally.let_go += 1
            self.transport.abort()

        def _note_phase(self, *, anew: bool = False) -> None:
            """A deadline a phase, and not a byte: who sends one now and then gets no more time by it."""
            phase = self.phase()
            if phase == self._phase and not anew:
                return
            self._phase = phase
            if self._give_up is not None:
                self._give_up.cancel()
            seconds = {"head": patience.head, "body": patience.body, "answer": patience.answer}[phase]
            self._give_up = self.loop.call_later(seconds, self.let_go)

    def is_waiting(one: Impatient) -> bool:
        return one.phase() != "answer"

    connections: Connections[Impatient] = Connections(patience, is_waiting)
    return Impatient, connections
