"""Where reading goes on, and what is one letter: folders made anew, mails that vanish, letters that come twice."""

from datetime import timedelta
from typing import Any

import pytest

from outreach.sandbox.imap_server import INBOX, JUNK
from tests.support.databases import NOW, Refillable
from tests.support.imap_sessions import address
from tests.support.mailbox_reader import ANN, a_reader, deliver, loopback_mailbox
from tests.support.mailroom import Mailroom, a_reply, asked
from tests.support.misbehaving_imap import MisbehavingImap

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail."""
    return asked(migrated_sqlite, ANA, BEN)


def letter(number: int) -> bytes:
    return a_reply(None, f"Text {number}.", sender=BEN, subject=f"Letter {number}")


def subjects(room: Mailroom) -> list[str]:
    return [each.subject for each in room.inbounds()]


# --- folders that are made anew --------------------------------------------------------------------------------------


async def test_a_folder_made_anew_under_its_old_uidvalidity_is_read_from_the_beginning(
    room: Mailroom,
) -> None:
    async with MisbehavingImap(mails={3: letter(3), 5: letter(5)}) as server:
        server.arrivals.clear()
        first = a_reader(room, address(server))
        await first.turn()
        await first.close()
        server.mails, server.uidnext = {1: letter(5), 2: letter(6)}, 3

        second = a_reader(room, address(server))
        await second.turn()

        server.mails[3], server.uidnext = letter(7), 4
        await second.turn()
        await second.close()
    cursor = room.cursor()
    assert subjects(room) == ["Letter 3", "Letter 5", "Letter 6", "Letter 7"]
    assert cursor is not None
    assert cursor.last_uid == 3


async def test_a_uidnext_that_is_told_wrong_begins_nothing_anew(room: Mailroom) -> None:
    async with MisbehavingImap(mails={3: letter(3), 50: letter(50)}) as server:
        server.arrivals.clear()
        first = a_reader(room, address(server))
        await first.turn()
        await first.close()
        server.commands.clear()
        server.mails[51] = letter(51)

        second = a_reader(room, address(server))
        await second.turn()

        await second.close()
    asked_for = [command for command in server.commands if "BODY.PEEK[]" in command]
    assert subjects(room) == ["Letter 3", "Letter 50", "Letter 51"]
    assert ["FETCH 51 " in command for command in asked_for] == [True]


async def test_a_jump_of_uidnext_is_nothing(room: Mailroom) -> None:
    async with MisbehavingImap(mails={3: letter(3)}) as server:
        server.arrivals.clear()
        reader = a_reader(room, address(server))
        await reader.turn()
        server.mails[4_000_000_000], server.uidnext = letter(4), 4_000_000_001

        await reader.turn()
        nothing_new = await reader.turn()

        await reader.close()
    assert subjects(room) == ["Letter 3", "Letter 4"]
    assert nothing_new is False


async def test_a_letter_that_is_moved_away_while_it_is_fetched_stops_nothing(room: Mailroom) -> None:
    async with MisbehavingImap(mails={3: letter(3)}) as server:
        server.arrivals.clear()
        server.vanishing = {3}
        reader = a_reader(room, address(server))
        await reader.turn()
        server.mails[5] = letter(5)

        await reader.turn()

        await reader.close()
    cursor = room.cursor()
    assert subjects(room) == ["Letter 5"]
    assert server.connections == 1
    assert cursor is not None
    assert cursor.last_uid == 5


async def test_a_letter_that_comes_into_a_folder_already_passed_is_read_the_next_time(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, letter(1), folder=JUNK)
        await reader.turn()
        await deliver(server, room, letter(2), folder=INBOX)
        await deliver(server, room, letter(3), folder=JUNK)

        await reader.turn()

    assert sorted(subjects(room)) == ["Letter 1", "Letter 2", "Letter 3"]


# --- how far back ----------------------------------------------------------------------------------------------------


async def test_reading_goes_back_to_the_oldest_enrollment_though_its_mail_went_out_later(
    room: Mailroom,
) -> None:
    room.sql("UPDATE enrollment SET created_at = :at", at=f"{NOW - timedelta(days=9):%F %T}")
    async with loopback_mailbox(room) as (server, reader):
        for days in (20, 12, 8, 1):
            await server.deliver(ANN, letter(days), NOW - timedelta(days=days))

        await reader.turn()

    assert subjects(room) == ["Letter 8", "Letter 1"]


async def test_in_the_mailbox_of_somebody_who_wrote_to_nobody_old_mail_is_their_own_affair(
    migrated_sqlite: Refillable,
) -> None:
    room = Mailroom(migrated_sqlite.refilled())
    async with loopback_mailbox(room) as (server, reader):
        for days in (400, 5, 3):
            await server.deliver(ANN, letter(days), NOW - timedelta(days=days))

        await reader.turn()

    assert subjects(room) == []


# --- what is one letter ----------------------------------------------------------------------------------------------


async def test_two_letters_with_one_message_id_are_two_letters(room: Mailroom) -> None:
    one, other = (
        a_reply(room.mail(who), text, sender=who, message_id="<the-same@post.example>")
        for who, text in ((ANA, "Yes, please."), (BEN, "Remove me from your list."))
    )
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, one, other)

        await reader.turn()

    assert [each.sender_address for each in room.inbounds()] == [ANA, BEN]
    assert room.suppressed(BEN) is None
    assert room.understand() == 2
    assert room.suppressed(BEN) is not None


@pytest.mark.parametrize("change", ["text", "sender", "subject"])
async def test_whoever_uses_a_message_id_again_is_heard_again(room: Mailroom, change: str) -> None:
    said: dict[str, Any] = {"text": "Yes, please.", "sender": ANA, "subject": "Re: hello"}
    another = said | {change: {"text": "No.", "sender": BEN, "subject": "Re: the price"}[change]}
    async with loopback_mailbox(room) as (server, reader):
        for words in (said, another):
            raw = a_reply(None, message_id="<the-same@post.example>", **words)
            await deliver(server, room, raw)

        await reader.turn()

    assert len(room.inbounds()) == 2


async def test_a_letter_that_came_on_two_ways_is_one_letter(room: Mailroom) -> None:
    raw = a_reply(room.mail(ANA), "What does it cost?", sender=ANA)
    first = b"Delivered-To: ann@alpha.example\r\nReceived: from mx1.alpha.example\r\n" + raw
    second = b"Delivered-To: sales@alpha.example\r\nReceived: from mx2.alpha.example\r\nX-Spam: no\r\n" + raw
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, first)
        await deliver(server, room, second, folder=JUNK)

        await reader.turn()

    room.understand()
    assert len(room.inbounds()) == 1
    assert len(room.reviews()) == 1
