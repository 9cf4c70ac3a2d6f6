"""One POST to a web server that takes it, refuses, is slow, or sends us elsewhere."""

import base64
import hashlib
import hmac
import logging
from datetime import UTC, datetime

import pytest

from outreach.mail.webhook import NotTaken, post, signed
from tests.support.webhook_server import Request, WebhookServer, webhook_server

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
KEY = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()


def takes(_request: Request) -> tuple[int, dict[str, str], bytes]:
    return 204, {}, b""


def says(status: int, body: bytes = b"", **headers: str) -> object:
    return lambda _request: (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


async def refusal(server: WebhookServer, *, seconds: float = 10.0) -> NotTaken:
    with pytest.raises(NotTaken) as caught:
        await post(f"{server.url}/hook", b"{}", {}, seconds=seconds)
    return caught.value


async def test_what_is_taken_arrives_as_it_was_signed() -> None:
    body = '{"text":"Да"}'.encode()
    with webhook_server(takes) as server:
        await post(f"{server.url}/hook", body, signed(KEY, "evt_1", NOW, body))

    (request,) = server.requests
    assert (request.path, request.body) == ("/hook", body)
    content = b"evt_1." + request.headers["webhook-timestamp"].encode() + b"." + body
    expected = hmac.new(b"0123456789abcdef0123456789abcdef", content, hashlib.sha256).digest()
    assert request.headers["webhook-id"] == "evt_1"
    assert request.headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"


def test_the_signature_is_that_of_the_conventions_own_example() -> None:
    # From the test vectors of the reference implementations.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)

    headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_a_redirect_is_not_followed() -> None:
    with webhook_server(takes) as elsewhere:
        redirects = says(307, Location=f"{elsewhere.url}/stolen")
        with webhook_server(redirects) as server:  # type: ignore[arg-type]
            trouble = await refusal(server)

    assert "307" in trouble.trouble
    assert elsewhere.requests == []


async def test_a_server_that_does_not_answer_is_left_after_a_while() -> None:
    def hangs(_request: Request) -> tuple[int, dict[str, str], bytes]:
        server.released.wait(30)
        return 200, {}, b""

    with webhook_server(hangs) as server:
        trouble = await refusal(server, seconds=0.2)

    assert "no answer within 0.2 s" in trouble.trouble
    assert not trouble.for_good


async def test_of_a_long_answer_little_is_read_and_less_is_kept() -> None:
    with webhook_server(says(500, b"\x1b[31m" + b"x" * 5_000_000)) as server:  # type: ignore[arg-type]
        trouble = await refusal(server)

    assert trouble.trouble.startswith("answers 500: ")
    assert len(trouble.trouble) < 200
    assert "\x1b" not in trouble.trouble


async def test_who_wants_to_be_left_alone_says_for_how_long_or_for_good() -> None:
    with webhook_server(says(429, Retry_After="120")) as server:  # type: ignore[arg-type]
        busy = await refusal(server)
    with webhook_server(says(410)) as server:  # type: ignore[arg-type]
        gone = await refusal(server)

    assert (busy.asked_for, busy.for_good) == (120.0, False)
    assert gone.for_good


@pytest.mark.parametrize("url", ["http://crm.example/x", "ftp://127.0.0.1/x", "nonsense", "http://[::1"])
async def test_plain_text_is_only_spoken_to_this_machine(url: str) -> None:
    with pytest.raises(NotTaken) as caught:
        await post(url, b"{}", {})

    assert caught.value.for_good


async def test_a_url_that_is_a_secret_stands_in_no_log_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with webhook_server(takes) as server:
        await post(f"{server.url}/bot123:SECRET/sendMessage", b"{}", {})
    with pytest.raises(NotTaken) as caught:
        # Nobody listens there any more.
        await post(f"{server.url}/bot123:SECRET/sendMessage", b"{}", {})

    assert "SECRET" not in caplog.text
    assert "SECRET" not in caught.value.trouble
