"""A port to listen on; and where somebody else has it, who that is."""

import asyncio
import contextlib
import errno
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: An answer of `/health` is small; whoever says more is not one of ours.
_LARGEST = 16_384
#: Where one listens on every address, one is reached at this one.
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked, not listened on
#: In /proc/net/tcp: the state of a socket that listens (TCP_LISTEN in the kernel's tcp_states.h).
_LISTENS = "0A"
#: So many connections wait to be taken.
_BACKLOG = 512
#: What is said of an address that this machine does not have.
_NOT_HERE = frozenset({errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL})
#: Seconds for an answer of one of ours: on a machine that is busy, at the start of all its services, it takes a while.
_PATIENCE = 10.0


def bound(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen on every address of the host. Raises OSError: EADDRINUSE where somebody else does.

    An address of a kind that this machine does not have is passed over, where there is another: `localhost` is ::1 in
    many a hosts file though IPv6 is switched off. One that stands there twice is one.
    """
    found: list[socket.socket] = []
    lacking: OSError | None = None
    named = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    try:
        for family, kind, protocol, _, address in dict.fromkeys(named):
            try:
                found.append(_listener(family, kind, protocol, address))
            except OSError as error:
                if error.errno not in _NOT_HERE:
                    raise
                lacking = error
        if lacking is not None and not found:
            raise lacking
    except OSError:
        for one in found:
            one.close()
        raise
    return found


def _listener(family: int, kind: int, protocol: int, address: Any) -> socket.socket:
    one = socket.socket(family, kind, protocol)
    try:
        # What the last daemon has left in TIME_WAIT is in nobody's way.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
        one.listen(_BACKLOG)
        one.setblocking(False)
    except OSError:
        one.close()
        raise
    return one


def is_taken(error: OSError) -> bool:
    return error.errno == errno.EADDRINUSE


async def health_at(host: str, port: int, *, within: float = _PATIENCE) -> dict[str, Any] | None:
    """What one of ours says at `/health` there; None where nobody answers so."""
    asked = f"GET /health HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
    try:
        async with asyncio.timeout(within):
            reader, writer = await asyncio.open_connection(_ANYWHERE.get(host, host), port)
            try:
                writer.write(asked.encode("ascii"))
                answer = await _all_of(reader)
            finally:
                writer.close()
        said = json.loads(answer.partition(b"\r\n\r\n")[2])
    except (OSError, TimeoutError, ValueError):
        return None
    return said if isinstance(said, dict) else None


async def _all_of(reader: asyncio.StreamReader) -> bytes:
    answer = b""
    while len(answer) < _LARGEST and (some := await reader.read(_LARGEST)):
        answer += some
    return answer


def holder_of(port: int) -> str | None:
    """Who listens on the port, as far as this account may know (Linux): `nginx, process 812`."""
    sockets = set(_listening(port))
    if not sockets:
        return None
    for process in Path("/proc").glob("[0-9]*"):
        # Processes come and go, and those of other accounts are closed to us.
        with contextlib.suppress(OSError):
            if any(os.readlink(each) in sockets for each in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text().strip()}, process {process.name}"
    return None


def _listening(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path("/proc/net", table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == _LISTENS and int(fields[1].rpartition(":")[2], 16) == port:
                    yield f"socket:[{fields[9]}]"
