"""The web server beside clients that only hold on: honest ones get through, whoever they stand next to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from outreach.mail.http_connections import Connections, Patience
from outreach.mail.opt_out_server import OptOutDesk, OptOutServer, application

OURS = "o" * 43
#: Time never runs out here: who gets through does so since there is room.
PATIENCE = Patience(head=600, body=600, in_all=40, per_client=8)
BEGUN = b"POST /u/x HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n\r\nList"


@pytest.fixture
async def server() -> AsyncIterator[tuple[OptOutServer, int, list[str]]]:
    noes: list[str] = []

    async def opt_out(token: str) -> None:
        noes.append(token)

    async def health() -> tuple[bool, dict[str, Any]]:
        return True, {}

    desk = OptOutDesk(lambda token: token == OURS, opt_out, health)
    server = OptOutServer(application(desk), host="127.0.0.1", port=0, patience=PATIENCE)
    yield server, await server.start(), noes
    await server.stop()


@contextlib.asynccontextmanager
async def slow_clients(port: int, addresses: list[str]) -> AsyncIterator[None]:
    held = []
    for address in addresses:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
        writer.write(BEGUN)
        held.append((reader, writer))
    yield
    for _, writer in held:
        writer.close()


async def press(port: int, address: str = "127.0.0.1") -> int:
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
        return (await client.post(f"http://127.0.0.1:{port}/u/{OURS}")).status_code


async def test_honest_clients_get_through_beside_many_slow_ones(
    server: tuple[OptOutServer, int, list[str]],
) -> None:
    serving, port, noes = server

    async with slow_clients(port, [f"127.0.1.{number}" for number in range(1, 101)]):
        status = [await press(port, f"127.0.2.{number}") for number in range(1, 6)]

    assert status == [200] * 5
    assert noes == [OURS] * 5
    assert serving.tally.let_go >= 60


async def test_one_address_holds_only_its_share(server: tuple[OptOutServer, int, list[str]]) -> None:
    serving, port, _ = server

    async with slow_clients(port, ["127.0.1.1"] * 30):
        own, other = await press(port, "127.0.1.1"), await press(port, "127.0.2.1")

        assert (own, other) == (200, 200)
        assert len(serving.connections) <= PATIENCE.per_client + 1


class Line:
    def __init__(self, *, waits: bool = True) -> None:
        self.waits = waits


def connections(**limits: int) -> Connections[Line]:
    return Connections(Patience(**limits), lambda line: line.waits)


def test_the_one_that_has_waited_for_longest_goes() -> None:
    some = connections(in_all=2)
    first, second, third = Line(), Line(), Line()
    some.admit(first, "a")
    some.admit(second, "b")
    some.waits_anew(first)

    goes = some.admit(third, "c")

    assert goes is second
    assert len(some) == 2


def test_what_is_being_answered_never_gives_way() -> None:
    some = connections(in_all=1)
    some.admit(Line(waits=False), "a")
    newcomer = Line()

    goes = some.admit(newcomer, "b")

    assert goes is newcomer
    assert len(some) == 1


def test_a_proxy_speaks_for_many() -> None:
    some = connections(per_client=1)

    goes = [some.admit(Line(), None) for _ in range(5)]

    assert goes == [None] * 5
