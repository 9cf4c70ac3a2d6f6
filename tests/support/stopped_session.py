"""A session on PostgreSQL whose client was stopped between two messages of one statement, as the server sees it."""

import socket
import struct
from enum import Enum
from types import TracebackType
from typing import Self

from tests.support.ports import LOOPBACK

_PROTOCOL = 3 << 16


class Then(Enum):
    """The first message of a statement (Parse): the session is active. Or one that asks for what was answered so far
    (Flush), as in the midst of a batch: it stays idle in its transaction."""

    PARSE = b"P" + struct.pack("!i", 16) + b"\0SELECT 1\0" + struct.pack("!h", 0)
    FLUSH = b"H" + struct.pack("!i", 4)


class StoppedSession:
    """`with StoppedSession(port, database, name=…, first=…)`: does `first` in a transaction, then sends one message of
    what would be several, and nothing more. PostgreSQL's protocol, chapter 55 of its documentation."""

    def __init__(
        self,
        port: int,
        database: str,
        *,
        name: str,
        first: str,
        then: Then = Then.PARSE,
        user: str = "outreach",
    ) -> None:
        self._line = socket.create_connection((LOOPBACK, port), 10)
        self._read = self._line.makefile("rb")
        about = {"user": user, "database": database, "application_name": name}
        pairs = b"".join(word.encode() + b"\0" for pair in about.items() for word in pair)
        self._line.sendall(_with_length(struct.pack("!i", _PROTOCOL) + pairs + b"\0"))
        self._until_ready()
        for statement in ("BEGIN", "SET LOCAL idle_in_transaction_session_timeout = 200", first):
            self._line.sendall(b"Q" + _with_length(statement.encode() + b"\0"))
            self._until_ready()
        self._line.sendall(then.value)

    def go_on(self) -> None:
        """One more message of the batch."""
        self._line.sendall(Then.PARSE.value)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._read.close()
        self._line.close()

    def _until_ready(self) -> None:
        kind = b""
        while kind != b"Z":
            kind = self._read.read(1)
            (length,) = struct.unpack("!i", self._read.read(4))
            said = self._read.read(length - 4)
            assert kind != b"E", said


def _with_length(message: bytes) -> bytes:
    return struct.pack("!i", len(message) + 4) + message
