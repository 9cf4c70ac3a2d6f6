"""The parts of aiosmtplib below its public surface that outreach/mail/smtp_line.py stands on.

Where one of these fails after an upgrade, the fault matrix says what it breaks; this says what has changed.
"""

import asyncio
import inspect
from importlib.metadata import version

import aiosmtplib
import pytest
from aiosmtplib.protocol import MAX_RESPONSE_LENGTH, SMTPProtocol


class Wire(asyncio.Transport):
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False

    def write(self, data: object) -> None:
        assert isinstance(data, bytes)
        self.written += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True


async def connected() -> tuple[aiosmtplib.SMTP, SMTPProtocol, Wire]:
    """A client on a wire, put together as our own connecting does, its greeting read."""
    client = aiosmtplib.SMTP(hostname="smtp.alpha.example", port=587, start_tls=False, timeout=None)
    protocol = SMTPProtocol(asyncio.get_running_loop(), connection_lost_callback=client._on_connection_lost)
    wire = Wire()
    protocol.connection_made(wire)
    client.protocol, client.transport = protocol, wire
    protocol.data_received(b"220 smtp.alpha.example\r\n")
    await protocol.read_response(timeout=None)
    return client, protocol, wire


def test_the_version_is_the_one_that_was_read() -> None:
    assert version("aiosmtplib").split(".")[:2] == ["5", "1"]


async def test_a_client_can_be_given_a_protocol_and_a_transport_instead_of_connecting() -> None:
    client, protocol, wire = await connected()

    saying = asyncio.create_task(client.execute_command(b"NOOP", timeout=None))
    await asyncio.sleep(0)
    protocol.data_received(b"250 2.0.0 Ok\r\n")

    assert await saying == (250, "2.0.0 Ok")
    assert wire.written == b"NOOP\r\n"
    assert client.is_connected


async def test_the_end_of_the_line_is_reported_by_the_private_callback() -> None:
    client, protocol, _ = await connected()

    protocol.connection_lost(None)

    assert not client.is_connected
    assert client.protocol is None


async def test_an_answer_is_only_expected_while_the_private_flag_says_so() -> None:
    _, protocol, _ = await connected()

    protocol.data_received(b"250 unasked\r\n")
    waiter = protocol._response_waiter
    not_taken = waiter is not None and not waiter.done()
    protocol._response_pending = True
    protocol.data_received(b"250 asked\r\n")

    assert not_taken
    assert await protocol.read_response(timeout=None) == (250, "asked")


async def test_what_follows_an_answer_stays_in_the_private_buffer_and_would_answer_the_next_command() -> None:
    client, protocol, _ = await connected()

    first = asyncio.create_task(client.execute_command(b"NOOP", timeout=None))
    await asyncio.sleep(0)
    protocol.data_received(b"250 first\r\n250 surplus\r\n")
    await first
    kept = bytes(protocol._buffer)
    second = asyncio.create_task(client.execute_command(b"NOOP", timeout=None))
    await asyncio.sleep(0)
    protocol.data_received(b"550 second\r\n")

    assert kept == b"250 surplus\r\n"
    assert await second == (250, "surplus")


async def test_the_waiter_is_done_as_soon_as_an_answer_or_the_end_came() -> None:
    _, protocol, _ = await connected()
    protocol._response_pending = True

    protocol.data_received(b"250 done\r\n")

    assert protocol._response_waiter is not None
    assert protocol._response_waiter.done()


async def test_an_answer_that_came_before_the_end_of_the_line_can_still_be_read() -> None:
    _, protocol, _ = await connected()
    protocol._response_pending = True
    protocol.data_received(b"552 5.3.4 Too large\r\n")
    protocol.connection_lost(ConnectionResetError())

    assert await protocol.read_response(timeout=None) == (552, "5.3.4 Too large")
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await protocol.read_response(timeout=None)


@pytest.mark.parametrize("said", [b"\xff no reply\r\n", b"250" + b"-" * MAX_RESPONSE_LENGTH])
async def test_what_is_no_reply_has_the_code_minus_one(said: bytes) -> None:
    _, protocol, _ = await connected()
    protocol._response_pending = True
    protocol.data_received(said)

    with pytest.raises(aiosmtplib.SMTPResponseException) as caught:
        await protocol.read_response(timeout=None)

    assert caught.value.code == -1


async def test_a_cancelled_command_neither_closes_the_line_nor_is_answered_for() -> None:
    # Why a line is dropped after every time-out and cancellation: the late answer would be the next one's.
    client, protocol, _ = await connected()
    saying = asyncio.create_task(client.execute_command(b"NOOP", timeout=None))
    await asyncio.sleep(0)

    saying.cancel()
    await asyncio.wait([saying])

    assert client.is_connected
    assert protocol._response_waiter is not None
    assert not protocol._response_waiter.done()


async def test_the_drain_waits_while_writing_is_paused() -> None:
    _, protocol, _ = await connected()
    protocol.pause_writing()
    draining = asyncio.create_task(protocol._drain_helper())
    await asyncio.sleep(0)
    waited = not draining.done()

    protocol.resume_writing()
    await draining

    assert waited


async def test_the_answer_to_ehlo_is_taken_apart_by_assigning_it() -> None:
    client, _, _ = await connected()

    client.last_ehlo_response = aiosmtplib.SMTPResponse(250, "alpha\nSIZE 1000\nAUTH PLAIN XOAUTH2\n8BITMIME")

    assert client.esmtp_extensions["size"] == "1000"
    assert client.server_auth_methods == ["plain", "xoauth2"]
    assert client.supports_extension("8bitmime")


@pytest.mark.parametrize("method", ["auth_plain", "auth_login", "auth_xoauth2"])
def test_the_log_in_methods_take_a_name_a_secret_and_a_timeout(method: str) -> None:
    parameters = inspect.signature(getattr(aiosmtplib.SMTP, method)).parameters

    kinds = [parameter.kind for parameter in parameters.values()]
    assert kinds == [inspect.Parameter.POSITIONAL_ONLY] * 3 + [inspect.Parameter.KEYWORD_ONLY]
    assert list(parameters)[-1] == "timeout"


async def test_a_command_with_a_line_break_in_it_is_never_written() -> None:
    client, _, wire = await connected()

    with pytest.raises(ValueError):
        await client.execute_command(b"RCPT", b"TO:<a@b.example>\r\nRCPT TO:<c@d.example>", timeout=None)

    assert wire.written == b""
