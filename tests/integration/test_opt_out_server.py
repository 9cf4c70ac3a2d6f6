"""The web server of the one-click opt-out on a real port: RFC 8058, and clients that mean no good."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from outreach.mail.http_connections import Patience
from outreach.mail.opt_out_server import LARGEST_BODY, Misses, OptOutDesk, OptOutServer, application

OURS = "o" * 43
FOREIGN = "f" * 43


class Desk:
    """Keeps what was opted out; one token is ours."""

    def __init__(self) -> None:
        self.noes: list[str] = []
        self.trouble: Exception | None = None
        self.is_well = True

    def is_ours(self, token: str) -> bool:
        return token == OURS

    async def opt_out(self, token: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.noes.append(token)

    async def health(self) -> tuple[bool, dict[str, Any]]:
        return self.is_well, {"database": "ok" if self.is_well else "cannot be read"}


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def port(desk: Desk) -> AsyncIterator[int]:
    asked = OptOutDesk(desk.is_ours, desk.opt_out, desk.health)
    server = OptOutServer(application(asked, misses=Misses(limit=3)), host="127.0.0.1", port=0)
    yield await server.start()
    await server.stop()


@pytest.fixture
async def client(port: int) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as found:
        yield found


async def test_a_post_opts_out_at_once_without_a_redirect(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await client.post(f"/u/{OURS}", data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert desk.noes == [OURS]


async def test_a_post_as_multipart_opts_out(client: httpx.AsyncClient, desk: Desk) -> None:
    await client.post(f"/u/{OURS}", files={"List-Unsubscribe": (None, "One-Click")})

    assert desk.noes == [OURS]


async def test_a_post_needs_nothing_else(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await client.post(f"/u/{OURS}")

    assert answer.status_code == 200
    assert desk.noes == [OURS]


async def test_nothing_is_remembered_in_the_browser(client: httpx.AsyncClient) -> None:
    answer = await client.post(f"/u/{OURS}")

    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(client: httpx.AsyncClient, desk: Desk, method: str) -> None:
    answer = await client.request(method, f"/u/{OURS}")

    assert answer.status_code == 200
    assert desk.noes == []


async def test_the_page_has_a_button_that_posts_to_itself(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/u/{OURS}")).text

    assert '<form method="post">' in page
    assert 'name="List-Unsubscribe" value="One-Click"' in page


async def test_the_page_speaks_the_language_of_the_browser(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/u/{OURS}", headers={"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"})).text

    assert "Больше не писать" in page


async def test_a_foreign_token_gets_the_same_answers_without_effect(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    ours, foreign = await client.get(f"/u/{OURS}"), await client.get(f"/u/{FOREIGN}")
    foreign_post = await client.post(f"/u/{FOREIGN}")
    assert desk.noes == []
    ours_post = await client.post(f"/u/{OURS}")

    assert (ours.status_code, ours.text) == (foreign.status_code, foreign.text)
    assert (ours_post.status_code, ours_post.text) == (foreign_post.status_code, foreign_post.text)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_refused(client: httpx.AsyncClient, desk: Desk, method: str) -> None:
    answer = await client.request(method, f"/u/{OURS}")

    assert answer.status_code == 405
    assert desk.noes == []


async def test_who_guesses_too_often_has_to_wait_but_a_no_still_counts(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    guesses = [(await client.post(f"/u/{FOREIGN}")).status_code for _ in range(5)]
    own = await client.post(f"/u/{OURS}")

    assert guesses == [200, 200, 200, 429, 429]
    assert own.status_code == 200
    assert desk.noes == [OURS]


async def test_a_body_that_is_too_large_is_not_read_to_its_end(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await client.post(f"/u/{OURS}", content=b"x" * (LARGEST_BODY + 1))

    assert answer.status_code == 413
    assert desk.noes == []


async def test_a_no_that_cannot_be_written_is_not_confirmed(client: httpx.AsyncClient, desk: Desk) -> None:
    desk.trouble = OSError("disk full")

    answer = await client.post(f"/u/{OURS}")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"


async def test_health_says_how_it_is(client: httpx.AsyncClient, desk: Desk) -> None:
    well = await client.get("/health")
    desk.is_well = False
    ill = await client.get("/health")

    assert (well.status_code, well.json()) == (200, {"database": "ok"})
    assert (ill.status_code, ill.json()) == (503, {"database": "cannot be read"})


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"POST /u/",
        b"POST /u/x HTTP/1.1\r\nHost: x\r\n",
        b"POST /u/x HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n\r\nList",
    ],
)
async def test_a_client_that_never_ends_its_request_is_let_go_of(desk: Desk, begun: bytes) -> None:
    asked = OptOutDesk(desk.is_ours, desk.opt_out, desk.health)
    server = OptOutServer(application(asked), host="127.0.0.1", port=0, patience=Patience(head=0.2, body=0.2))
    reader, writer = await asyncio.open_connection("127.0.0.1", await server.start())
    writer.write(begun)

    async with asyncio.timeout(20):
        with contextlib.suppress(ConnectionResetError):
            await reader.read()

    assert server.tally.let_go == 1
    writer.close()
    await server.stop()


async def test_a_port_that_is_taken_is_an_error_and_not_the_end(desk: Desk, port: int) -> None:
    asked = OptOutDesk(desk.is_ours, desk.opt_out, desk.health)
    second = OptOutServer(application(asked), host="127.0.0.1", port=port)

    with pytest.raises(OSError, match="in use"):
        await second.start()
