"""One command at a time on one connection: who wants it waits in line, with a deadline for the own turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from outreach.mail.imap_protocol import Answer, ImapProtocol
from outreach.mail.imap_refusals import refusal
from outreach.mail.imap_trouble import CommandRefused

#: Beyond the deadline of a command, a line this slow (bytes a second) is waited for.
SLOWEST_LINE = 20_000


class Turns:
    """The line of those who want the connection. Whoever idles on it is asked to come to an end."""

    def __init__(self, protocol: ImapProtocol, *, deadline: float) -> None:
        self.protocol = protocol
        self.deadline = deadline
        self._lock = asyncio.Lock()
        self._waiting = 0

    @property
    def somebody_waits(self) -> bool:
        return self._waiting > 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """The connection for oneself, without a deadline."""
        self._waiting += 1
        self.protocol.stirred.set()
        try:
            await self._lock.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._lock.release()

    @asynccontextmanager
    async def command(self, name: str, *, bytes_to_move: int = 0) -> AsyncIterator[None]:
        """One command within its deadline, longer for many bytes; what is raised inside ends the session."""
        seconds = self.deadline + bytes_to_move / SLOWEST_LINE
        async with self.taken(), self.protocol.within(seconds, name):
            yield

    def demand_ok(self, answer: Answer, what: str) -> None:
        """Raise CommandRefused or ServerBusy, outside of `command`: a refusal does not end the connection."""
        if not answer.is_ok:
            raise refusal(CommandRefused, f"{self.protocol.peer} refuses {what}", answer.status)
