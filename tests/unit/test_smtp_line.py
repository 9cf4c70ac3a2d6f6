"""The protocol under SmtpConnection notices what a server says out of turn."""

import asyncio
from dataclasses import fields

import pytest

from outreach.mail.outcomes import Phase
from outreach.mail.smtp_line import AttentiveProtocol, Timeouts


class Wire(asyncio.Transport):
    """A transport that holds back `unsent` octets of what was written."""

    unsent = 0

    def write(self, data: object) -> None:
        """Taken."""

    def is_closing(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return self.unsent


async def greeted() -> tuple[AttentiveProtocol, Wire]:
    protocol, wire = AttentiveProtocol(asyncio.get_running_loop()), Wire()
    protocol.connection_made(wire)
    protocol.data_received(b"220 hello\r\n")
    await protocol.read_response(timeout=None)
    return protocol, wire


async def test_an_answer_to_what_was_asked_is_in_turn() -> None:
    protocol, _ = await greeted()

    protocol.begin_mail()
    protocol.data_received(b"250 ")
    heard_half = protocol.heard
    protocol.data_received(b"queued\r\n")

    assert (heard_half, protocol.heard, protocol.unasked, protocol.early) == (False, True, False, False)


@pytest.mark.parametrize("said", [b"250 ok\r\n", b"4", b"\r\n"])
async def test_anything_between_two_commands_is_out_of_turn(said: bytes) -> None:
    protocol, _ = await greeted()

    protocol.data_received(said)

    assert protocol.unasked


@pytest.mark.parametrize("rest", [b"250 twice\r\n", b"2", b"\x00"])
@pytest.mark.parametrize("at_once", [True, False])
async def test_anything_behind_an_answer_is_out_of_turn(rest: bytes, at_once: bool) -> None:
    protocol, _ = await greeted()
    protocol.begin_mail()

    for said in [b"250 once\r\n" + rest] if at_once else [b"250 once\r\n", rest]:
        protocol.data_received(said)

    assert protocol.unasked
    assert await protocol.read_response(timeout=None) == (250, "once")


async def test_an_answer_to_a_mail_that_is_partly_still_here_is_too_early() -> None:
    protocol, wire = await greeted()
    protocol.begin_mail()
    wire.unsent = 1

    protocol.data_received(b"250 queued\r\n")

    assert (protocol.early, protocol.unasked) == (True, True)


async def test_the_end_of_the_line_counts_as_heard() -> None:
    protocol, _ = await greeted()
    protocol.begin_mail()

    protocol.connection_lost(None)

    assert protocol.heard


def test_every_phase_that_waits_for_the_server_has_a_limit() -> None:
    limited = {limit.name for limit in fields(Timeouts)}

    assert limited == {phase.value for phase in Phase} - {"envelope"}


def test_the_server_may_think_for_ten_minutes_about_a_mail_that_it_has() -> None:
    # RFC 5321, 4.5.3.2.6
    assert Timeouts().at(Phase.DOT) >= 600
