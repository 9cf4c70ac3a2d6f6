"""The parts of aioimaplib below its public surface that outreach/mail/imap_protocol.py leans on.

When one of these fails, another version is installed: read its source again before anything else.
"""

import asyncio
import inspect
from importlib.metadata import version
from typing import Any

import pytest
from aioimaplib import aioimaplib as library

from outreach.mail.imap_protocol import ImapProtocol


class Written:
    """A transport that only remembers."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> None:
        self.data += data


async def connected() -> tuple[Any, Written]:
    """The library's own protocol as it is after a log-in, with nothing of ours in it."""
    protocol = library.IMAP4ClientProtocol(asyncio.get_running_loop())
    transport = Written()
    protocol.connection_made(transport)
    protocol.state = library.SELECTED
    return protocol, transport


def test_it_is_the_version_that_was_mended() -> None:
    assert version("aioimaplib") == "2.0.3"


def test_the_methods_that_are_replaced_are_the_ones_that_the_library_calls() -> None:
    base = library.IMAP4ClientProtocol
    for name in ("data_received", "connection_lost", "execute", "send"):
        theirs, ours = inspect.signature(getattr(base, name)), inspect.signature(getattr(ImapProtocol, name))
        assert list(theirs.parameters) == list(ours.parameters)
    for name in ("_untagged_response", "_response_done", "_continuation"):
        assert len(inspect.signature(getattr(base, name)).parameters) == 2


async def test_a_command_carries_its_tag_and_arguments_and_ends_with_a_result() -> None:
    command = library.Command("SEARCH", "A7", "UID", "3:*", prefix="UID", loop=asyncio.get_running_loop())
    assert (str(command), command.name, command.tag) == ("A7 UID SEARCH UID 3:*", "SEARCH", "A7")

    command.append_to_resp((b"* SEARCH 3",))
    assert not command._event.is_set()
    command.close(b"OK Done.", result="OK")
    await command.wait()

    assert command.response == ("OK", [(b"* SEARCH 3",), b"OK Done."])


async def test_a_waiting_command_can_be_made_to_fail() -> None:
    command = library.Command("NOOP", "A7", loop=asyncio.get_running_loop())
    command._exception = OSError("gone")
    command._event.set()

    with pytest.raises(OSError, match="gone"):
        await command.wait()


@pytest.mark.parametrize("argument", ["a\r\nA8 LOGOUT", "a\0", "\n"])
async def test_a_command_refuses_arguments_that_would_begin_another(argument: str) -> None:
    with pytest.raises(ValueError):
        library.Command("EXAMINE", "A7", argument, loop=asyncio.get_running_loop())


async def test_tags_are_capital_letters_and_numbers_and_never_the_same() -> None:
    protocol, _ = await connected()

    tags = [protocol.new_tag() for _ in range(100)]

    assert len(set(tags)) == 100
    assert all(tag.isalnum() and tag.isascii() and tag.isupper() for tag in tags)


def test_the_states_in_which_our_commands_are_legal() -> None:
    before, after, opened = (library.NONAUTH,), (library.AUTH, library.SELECTED), (library.SELECTED,)
    legal = {name: library.Commands[name].valid_states for name in library.Commands}

    assert all(legal[name] == before for name in ("LOGIN", "AUTHENTICATE", "STARTTLS"))
    assert all(legal[name] == after for name in ("LIST", "EXAMINE", "APPEND", "CREATE", "SUBSCRIBE"))
    assert all(legal[name] == opened for name in ("SEARCH", "FETCH", "IDLE"))
    assert {library.NONAUTH, *after} <= set(legal["CAPABILITY"])
    assert {library.NONAUTH, *after} <= set(legal["LOGOUT"])


async def test_append_announces_its_literal_and_sends_it_when_asked() -> None:
    protocol, transport = await connected()
    appending = asyncio.create_task(
        protocol.append(b"Hello", '"Sent"', r"(\Seen)", '"07-Jul-2025 09:30:00 +0200"')
    )
    await asyncio.sleep(0)
    command = protocol.pending_sync_command
    assert command.name == "APPEND"
    assert transport.data == (
        f'{command.tag} APPEND "Sent" (\\Seen) "07-Jul-2025 09:30:00 +0200" {{5}}\r\n'.encode()
    )

    transport.data = b""
    assert protocol.literal_data == b"Hello"
    protocol._continuation(b"+ go ahead")

    assert transport.data == b"Hello\r\n"
    assert protocol.literal_data is None
    command.close(b"OK Done.", result="OK")
    await appending


async def test_idle_is_begun_by_the_go_ahead_and_ended_by_done() -> None:
    protocol, transport = await connected()
    protocol.capabilities = {"IDLE"}
    command = library.IdleCommand(protocol.new_tag(), protocol.idle_queue, loop=asyncio.get_running_loop())
    protocol.pending_sync_command = command
    assert (command.name, str(command)) == ("IDLE", f"{command.tag} IDLE")

    assert not protocol._idle_event.is_set()
    protocol._continuation(b"+ idling")
    assert protocol._idle_event.is_set()
    protocol.idle_done()

    assert transport.data == b"DONE\r\n"


def test_dates_are_spelled_in_english_with_their_zone() -> None:
    from datetime import UTC, datetime

    assert (
        library.time2internaldate(datetime(2025, 7, 7, 9, 30, tzinfo=UTC)) == '"07-Jul-2025 09:30:00 +0000"'
    )
