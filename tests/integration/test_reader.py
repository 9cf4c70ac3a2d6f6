"""One mailbox read: every folder that matters, nothing lost to a bad line, doubts settled, copies filed once."""

import asyncio
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from outreach.core.intents import Intent
from outreach.daemon.reader import Reader
from outreach.database.engine import Database
from outreach.inbox import service as inbox
from outreach.inbox import unfetched
from outreach.inbox.model import InboundMessage
from outreach.mail.imap import ConnectionLost, LoginRefused
from outreach.mail.servers import ImapServer, Password, Security
from outreach.sandbox.imap_server import INBOX, JUNK, SENT
from outreach.sending.model import MailboxStatus, OutboundState
from outreach.sequences.model import EnrollmentState
from tests.support.databases import NOW, Refillable
from tests.support.desk import LINE_BROKE
from tests.support.dovecot import Dovecot
from tests.support.imap_sessions import address
from tests.support.mailbox_reader import (
    ANN,
    a_reader,
    deliver,
    loopback,
    loopback_mailbox,
    read_through,
)
from tests.support.mailroom import Mailroom, a_reply, asked, sure
from tests.support.misbehaving_imap import ARRIVAL, MAILS, MisbehavingImap, Phase
from tests.support.waiting import eventually

ANA, BEN = "ana@acme.example", "ben@beta.example"
ACTIVE, PAUSED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED
#: What a server says of the folder that a first turn opens first.
NO_SENT = b"%t NO [NONEXISTENT] No such folder.\r\n"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail."""
    return asked(migrated_sqlite, ANA, BEN)


def subjects(room: Mailroom) -> list[tuple[str, str]]:
    return [(each.folder, each.subject) for each in room.inbounds()]


def letter(number: int) -> bytes:
    return a_reply(None, f"Text {number}.", sender=BEN, subject=f"Letter {number}")


# --- folders --------------------------------------------------------------------------------------------------------


async def test_what_lies_in_the_inbox_and_in_junk_is_stored_and_holds(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, a_reply(room.mail(ANA), sender=ANA))
        await deliver(server, room, a_reply(room.mail(BEN), sender=BEN), folder=JUNK)

        news = await reader.turn()
        nothing_new = await reader.turn()

    assert (news, nothing_new) == (True, False)
    assert [each.folder for each in room.inbounds()] == [INBOX, JUNK]
    assert (room.state(ANA), room.state(BEN)) == (PAUSED, PAUSED)
    assert room.inbounds()[0].received_at == NOW


async def test_a_letter_moved_to_junk_by_somebody_is_no_second_letter(room: Mailroom) -> None:
    raw = a_reply(room.mail(ANA), sender=ANA)
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, raw)
        await reader.turn()
        await deliver(server, room, raw, folder=JUNK)

        news = await reader.turn()

    assert news is False
    assert len(room.inbounds()) == 1


async def test_another_reader_goes_on_where_the_first_stopped(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, letter(1), letter(2))
        await reader.turn()
        await deliver(server, room, letter(3))
        second = a_reader(room, loopback(server))

        await second.turn()

        await second.close()
    cursor = room.cursor()
    assert [subject for _, subject in subjects(room)] == ["Letter 1", "Letter 2", "Letter 3"]
    assert cursor is not None
    assert cursor.last_uid == room.inbounds()[-1].uid


async def test_more_letters_than_fit_into_a_batch_are_all_stored(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, *map(letter, range(60)))

        await reader.turn()

    assert [subject for _, subject in subjects(room)] == [f"Letter {number}" for number in range(60)]


async def test_large_letters_are_stored_a_few_megabytes_at_a_time(room: Mailroom) -> None:
    large = {uid: letter(uid) + b"x" * 3_000_000 for uid in (3, 5, 8)}
    async with MisbehavingImap(mails=large) as server:
        server.breaks_at = {8}
        reader = a_reader(room, address(server))

        with pytest.raises(ConnectionLost):
            await reader.turn()

        await reader.close()
    cursor = room.cursor()
    assert [(each.uid, len(each.raw)) for each in room.inbounds()] == [(3, len(large[3])), (5, len(large[5]))]
    assert cursor is not None
    assert cursor.last_uid == 5


async def test_large_letters_are_not_all_held_in_memory_at_once(room: Mailroom) -> None:
    large = [letter(number) + b"x" * 3_000_000 for number in range(3)]
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, *large)
        tracemalloc.start()
        try:
            await reader.turn()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert [len(each.raw) for each in room.inbounds()] == [len(raw) for raw in large]
    cursor = room.cursor()
    assert cursor is not None
    assert cursor.last_uid == room.inbounds()[-1].uid
    assert peak < 45_000_000


async def test_a_letter_that_vanishes_before_it_is_fetched_holds_up_nothing(room: Mailroom) -> None:
    found = b"* SEARCH 3 5 9\r\n%t OK Done.\r\n"
    async with MisbehavingImap(
        script={Phase.SEARCH: [found, found]}, mails={3: letter(3), 5: letter(5)}
    ) as server:
        reader = a_reader(room, address(server))

        await reader.turn()

        await reader.close()
    cursor = room.cursor()
    assert [each.uid for each in room.inbounds()] == [3, 5]
    assert cursor is not None
    assert cursor.last_uid == 9


async def test_a_mailbox_is_said_to_be_read_though_nothing_came(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (_, reader):
        read_at = []
        for _ in range(3):
            await reader.turn()
            cursor = room.cursor()
            with room.database.reading() as session:
                status = session.get_one(MailboxStatus, "ann")
            read_at.append((cursor.read_at if cursor else None, status.read_at))
            room.later(minutes=3)

    assert read_at == [(NOW, NOW), (NOW, NOW), (NOW + timedelta(minutes=6), NOW + timedelta(minutes=6))]


async def test_junk_and_sent_may_be_missing_or_closed_to_us(room: Mailroom) -> None:
    # Of the folders that this server lists it opens the inbox only.
    async with MisbehavingImap(mails={3: letter(3)}) as server:
        server.arrivals.clear()
        reader = a_reader(room, address(server), files_copies=True)

        news = await reader.turn()

        await reader.close()
    assert news is True
    assert subjects(room) == [(INBOX, "Letter 3")]
    assert server.connections == 1


async def test_an_inbox_that_is_refused_is_trouble(room: Mailroom) -> None:
    refusal = b"%t NO [NOPERM] Not yours.\r\n"
    async with MisbehavingImap(script={Phase.EXAMINE: [NO_SENT, refusal]}) as server:
        reader = a_reader(room, address(server))

        with pytest.raises(Exception, match="Not yours"):
            await reader.turn()

        assert await read_through(reader) == 0
        await reader.close()


# --- where reading begins -------------------------------------------------------------------------------------------


async def test_of_an_old_mailbox_only_what_can_be_an_answer_is_read(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        for number in range(200):
            long_ago = NOW - timedelta(days=2_000 - number)
            await server.deliver(ANN, letter(number), long_ago)
        await deliver(server, room, letter(1_000))

        await reader.turn()

    assert subjects(room) == [(INBOX, "Letter 1000")]


async def test_reading_begins_with_our_first_mail_not_with_the_day_of_connecting(room: Mailroom) -> None:
    room.now = NOW + timedelta(days=30)
    async with loopback_mailbox(room) as (server, reader):
        await server.deliver(ANN, letter(1), NOW - timedelta(days=40))
        await server.deliver(ANN, letter(2), NOW + timedelta(days=1))
        await server.deliver(ANN, letter(3), NOW + timedelta(days=20))

        await reader.turn()

    assert subjects(room) == [(INBOX, "Letter 2"), (INBOX, "Letter 3")]


async def test_in_a_mailbox_with_nothing_but_old_mail_the_next_letter_is_read(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        for number in range(3):
            await server.deliver(ANN, letter(number), NOW - timedelta(days=100))
        await reader.turn()
        await deliver(server, room, letter(9))

        await reader.turn()

    assert subjects(room) == [(INBOX, "Letter 9")]


async def test_a_letter_that_arrives_while_the_beginning_is_looked_for_is_not_before_us(
    room: Mailroom,
) -> None:
    # The server was opened at UIDNEXT 12, finds nothing new enough, and then number 12 arrives.
    nothing_since = b"* SEARCH\r\n%t OK Done.\r\n"
    async with MisbehavingImap(
        script={Phase.SEARCH: [nothing_since]}, mails={3: letter(3), 12: letter(12)}
    ) as server:
        reader = a_reader(room, address(server))

        await reader.turn()

        await reader.close()
    assert subjects(room) == [(INBOX, "Letter 12")]


async def test_a_server_that_does_not_tell_uidnext_loses_nothing_either(room: Mailroom) -> None:
    opened = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] Valid.\r\n%t OK [READ-ONLY] Done.\r\n"
    first, since = b"* SEARCH 3\r\n%t OK Done.\r\n", b"* SEARCH\r\n%t OK Done.\r\n"
    async with MisbehavingImap(
        script={Phase.EXAMINE: [NO_SENT, opened], Phase.SEARCH: [first, since]},
        mails={3: letter(3), 4: letter(4)},
    ) as server:
        server.arrivals.clear()
        reader = a_reader(room, address(server))

        await reader.turn()

        await reader.close()
    assert subjects(room) == [(INBOX, "Letter 4")]


# --- numbers that change --------------------------------------------------------------------------------------------


class TestDovecot:
    def reader(self, room: Mailroom, dovecot: Dovecot) -> Reader:
        login = Password(ANN, dovecot.password(ANN))
        return a_reader(room, ImapServer("localhost", dovecot.imaps, Security.TLS, login, str(dovecot.cert)))

    async def test_a_folder_that_is_numbered_anew_brings_nothing_twice_and_loses_nothing(
        self, room: Mailroom, empty_mailboxes: Dovecot
    ) -> None:
        dovecot, room.now = empty_mailboxes, datetime.now(UTC)
        room.sql("UPDATE outbound_message SET in_flight_at = '2026-01-01 00:00:00'")
        reader = self.reader(room, dovecot)
        stored = []
        for number in range(4):
            dovecot.deliver(ANN, letter(number))
            await asyncio.to_thread(dovecot.uid_validity_reset, ANN)
            await read_through(reader)
            stored.append(len(room.inbounds()))
        cursor = room.cursor()
        await reader.close()

        assert stored == [1, 2, 3, 4]
        assert cursor is not None
        assert cursor.uidvalidity == dovecot.uid_validity(ANN)

    async def test_letters_that_are_moved_to_and_fro_are_read_once(
        self, room: Mailroom, empty_mailboxes: Dovecot
    ) -> None:
        dovecot, room.now = empty_mailboxes, datetime.now(UTC)
        room.sql("UPDATE outbound_message SET in_flight_at = '2026-01-01 00:00:00'")
        reader = self.reader(room, dovecot)
        for number in range(6):
            dovecot.deliver(ANN, letter(number))
            source, target = ("INBOX", "Junk") if number % 2 else ("Junk", "INBOX")
            await asyncio.to_thread(dovecot.move, ANN, source, target)
            await read_through(reader)
        await reader.close()

        assert sorted(subject for _, subject in subjects(room)) == [f"Letter {number}" for number in range(6)]


# --- a message that breaks the line ---------------------------------------------------------------------------------


def numbered(*uids: int) -> dict[int, bytes]:
    return {uid: letter(uid) for uid in uids}


def unfetched_uids(room: Mailroom) -> list[int]:
    with room.database.reading() as session:
        return [each.uid for each in unfetched.listed(session)]


async def test_a_message_that_breaks_the_line_is_passed_over_and_the_others_are_read(room: Mailroom) -> None:
    async with MisbehavingImap(mails=numbered(3, 5, 8, 9)) as server:
        server.breaks_at = {5}
        reader = a_reader(room, address(server))

        failed = await read_through(reader)

        await reader.close()
    assert 0 < failed < 10
    assert [each.uid for each in room.inbounds()] == [3, 8, 9]
    assert unfetched_uids(room) == [5]


async def test_several_that_break_the_line_cost_each_its_turns_only(room: Mailroom) -> None:
    async with MisbehavingImap(mails=numbered(*range(1, 61))) as server:
        server.breaks_at = {1, 30, 31, 60}
        reader = a_reader(room, address(server))

        await read_through(reader, within=40)

        await reader.close()
    assert len(room.inbounds()) == 56
    assert unfetched_uids(room) == [1, 30, 31, 60]


async def test_what_was_passed_over_is_asked_for_again_an_hour_later(room: Mailroom) -> None:
    async with MisbehavingImap(mails=numbered(3, 5, 8)) as server:
        server.breaks_at = {5}
        reader = a_reader(room, address(server))
        await read_through(reader)
        server.breaks_at.clear()

        too_early = await reader.turn()
        room.later(hours=1)
        in_time = await reader.turn()

        await reader.close()
    assert (too_early, in_time) == (False, True)
    assert [each.uid for each in room.inbounds()] == [3, 8, 5]
    assert unfetched_uids(room) == []
    cursor = room.cursor()
    assert cursor is not None
    assert cursor.last_uid == 8


async def test_one_that_still_breaks_the_line_does_not_keep_new_mail_away(room: Mailroom) -> None:
    async with MisbehavingImap(mails=numbered(3, 5)) as server:
        server.breaks_at = {5}
        reader = a_reader(room, address(server))
        await read_through(reader)
        server.mails |= numbered(8)
        room.later(hours=1)

        failed = await read_through(reader)

        await reader.close()
    assert failed == 1, "asked for once, and not again for an hour"
    assert [each.uid for each in room.inbounds()] == [3, 8]
    assert unfetched_uids(room) == [5]


async def test_a_message_that_the_server_refuses_is_noted_and_fetched_when_it_can_be(room: Mailroom) -> None:
    async with MisbehavingImap(mails=numbered(3, 5, 8)) as server:
        server.refuses = {5}
        reader = a_reader(room, address(server))
        failed = await read_through(reader)
        noted = unfetched_uids(room)
        room.later(hours=1)
        await reader.turn()
        still = unfetched_uids(room)
        server.refuses.clear()
        room.later(hours=1)

        await reader.turn()

        await reader.close()
    assert (failed, noted, still, unfetched_uids(room)) == (0, [5], [5], [])
    assert [each.uid for each in room.inbounds()] == [3, 8, 5]
    assert server.connections == 1


async def test_a_message_that_is_gone_when_it_is_asked_for_again_is_forgotten(room: Mailroom) -> None:
    async with MisbehavingImap(mails=numbered(3, 5)) as server:
        server.refuses = {5}
        reader = a_reader(room, address(server))
        await read_through(reader)
        del server.mails[5]
        room.later(hours=1)

        await reader.turn()

        await reader.close()
    assert unfetched_uids(room) == []


async def test_after_any_trouble_the_next_turn_begins_anew(room: Mailroom) -> None:
    async with MisbehavingImap(
        script={Phase.SEARCH: [b"* BYE Overloaded.\r\n"]}, mails=numbered(3)
    ) as server:
        reader = a_reader(room, address(server))

        with pytest.raises(ConnectionLost):
            await reader.turn()
        news = await reader.turn()

        await reader.close()
    assert news is True
    assert server.connections == 2


# --- the Sent folder ------------------------------------------------------------------------------------------------


def in_doubt(database: Database, *people: str) -> Mailroom:
    room = Mailroom(database)
    room.campaign(*(people or (ANA, BEN)))
    room.plan()
    for _ in people or (ANA, BEN):
        room.answer(room.in_flight(), LINE_BROKE)
    return room


async def test_a_doubtful_mail_that_lies_in_sent_was_sent(sqlite_database: Database) -> None:
    room = in_doubt(sqlite_database)
    to_ana, to_ben = room.mails()
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, to_ana.raw or b"", folder=SENT)

        await reader.turn()

    states = {mail.recipient: (mail.state, mail.settled_by) for mail in room.mails()}
    assert states == {
        to_ana.recipient: (OutboundState.SENT, "sent_folder"),
        to_ben.recipient: (OutboundState.DOUBTFUL, None),
    }
    assert room.run(to_ana.recipient).next_step == 1


async def test_many_doubtful_mails_cost_one_walk_over_the_headers_not_a_search_each(
    sqlite_database: Database,
) -> None:
    people = [f"p{number}@firm{number}.example" for number in range(14)]
    room = in_doubt(sqlite_database, *people)
    copies = {100 + number: mail.raw or b"" for number, mail in enumerate(room.mails()[:-1])}
    opened = b"* 13 EXISTS\r\n* OK [UIDVALIDITY 7] Valid.\r\n* OK [UIDNEXT 500] Next.\r\n%t OK Done.\r\n"
    room.do(
        inbox.store,
        mailbox="ann",
        folder="Отправленные",
        uidvalidity=7,
        messages=[],
        up_to=499,
        hold_account=False,
        now=room.now,
    )
    async with MisbehavingImap(script={Phase.EXAMINE: [opened]}, mails=copies) as server:
        reader = a_reader(room, address(server))

        await reader.turn()

        searched = [command for command in server.commands if "HEADER Message-ID" in command]
        fetched = [command for command in server.commands if "HEADER.FIELDS" in command]
        await reader.close()
    states = Counter(mail.state for mail in room.mails())
    assert (searched, len(fetched)) == ([], 1)
    assert states == {OutboundState.SENT: 13, OutboundState.DOUBTFUL: 1}


async def test_a_doubtful_mail_is_searched_for_now_and_then_not_at_every_turn(
    sqlite_database: Database,
) -> None:
    room = in_doubt(sqlite_database, ANA)
    opened = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] Valid.\r\n* OK [UIDNEXT 12] Next.\r\n%t OK Done.\r\n"
    inbox_opened = opened.replace(b"VALIDITY 7", b"VALIDITY 8")
    # Sent, Inbox and Junk at the first turn; then Sent comes last.
    script = [opened, inbox_opened, NO_SENT, *[inbox_opened, NO_SENT, opened] * 20]
    async with MisbehavingImap(script={Phase.EXAMINE: script}, mails={3: letter(3)}) as server:
        reader = a_reader(room, address(server))
        for _ in range(8):
            await reader.turn()
            room.later(seconds=40)

        searched = [command for command in server.commands if "HEADER Message-ID" in command]
        await reader.close()
    # At once, and after one and two minutes; five are not over.
    assert len(searched) == 3


async def test_a_copy_of_every_sent_mail_is_filed_once(room: Mailroom) -> None:
    async with loopback_mailbox(room, files_copies=True) as (server, reader):
        await reader.turn()
        await reader.turn()
        room.sql("UPDATE outbound_message SET filed_at = NULL")  # a crash before it was noted

        await reader.turn()

        filed = [mail.raw for mail in server.mails(ANN, SENT)]
    assert filed == [mail.raw for mail in room.mails()]
    assert all(mail.filed_at is not None for mail in room.mails())


async def test_a_copy_that_the_server_has_filed_itself_is_enough(room: Mailroom) -> None:
    async with loopback_mailbox(room, files_copies=True) as (server, reader):
        await deliver(server, room, room.mail(ANA).raw or b"", folder=SENT)

        await reader.turn()

        assert len(server.mails(ANN, SENT)) == 2


async def test_no_copy_is_filed_where_the_server_does_it(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await reader.turn()

        assert server.mails(ANN, SENT) == []


async def test_our_own_copies_are_nobodys_letters(room: Mailroom) -> None:
    async with loopback_mailbox(room, files_copies=True) as (_, reader):
        await reader.turn()
        await reader.turn()

    assert room.inbounds() == []


# --- watching -------------------------------------------------------------------------------------------------------


class Watched:
    """A reader that watches in a task of its own; `arrivals` counts how often it told of news."""

    def __init__(self, reader: Reader) -> None:
        self.arrivals = 0
        self.stop = asyncio.Event()
        self.task = asyncio.create_task(reader.watch(self.stop, self._arrived))

    async def _arrived(self) -> None:
        self.arrivals += 1

    async def __aenter__(self) -> "Watched":
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop.set()
        async with asyncio.timeout(20):
            await self.task


def stored(room: Mailroom, count: int) -> Callable[[], list[InboundMessage] | None]:
    return lambda: found if len(found := room.inbounds()) >= count else None


async def test_a_letter_is_stored_when_it_arrives_and_told_of(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader), Watched(reader) as watched:
        await eventually(lambda: server.is_watched(ANN), "the reader listens")

        await deliver(server, room, a_reply(room.mail(ANA), sender=ANA))

        await eventually(lambda: room.state(ANA) is PAUSED, "the reply holds")
        await eventually(lambda: watched.arrivals == 1, "the daemon is told")


async def test_a_lost_line_is_made_anew_and_nothing_is_missed(room: Mailroom) -> None:
    async with MisbehavingImap(mails=numbered(3)) as server:
        server.arrivals.clear()
        async with Watched(a_reader(room, address(server))):
            await asyncio.wait_for(server.idling.wait(), 20)
            server.mails |= numbered(5)

            server.lines[-1].writer.transport.abort()

            await eventually(stored(room, 2), "the second letter is stored")
            await eventually(lambda: len(server.lines) >= 2 and server.idling.is_set(), "it listens again")
    assert [each.uid for each in room.inbounds()] == [3, 5]


async def test_watching_reads_on_whatever_goes_wrong_on_the_way(room: Mailroom) -> None:
    script = {
        Phase.GREETING: [b"* BYE Not now.\r\n"],
        Phase.LIST: [b"garbage\r\n"],
        Phase.SEARCH: [b"%t BAD What?\r\n"],
        Phase.FETCH_SIZES: [b"* BYE Overloaded.\r\n"],
    }
    async with (
        MisbehavingImap(script=script, mails=MAILS) as server,
        Watched(a_reader(room, address(server))),
    ):
        await eventually(stored(room, len(MAILS) + 1), "all of them, and the one that arrives while idling")

    assert [each.uid for each in room.inbounds()] == [*sorted(MAILS), ARRIVAL[0]]


@pytest.mark.parametrize("moment", ["idling", "at the beginning"])
async def test_watching_ends_when_it_is_told_to(room: Mailroom, moment: str) -> None:
    async with loopback_mailbox(room) as (server, reader):
        watched = Watched(reader)
        if moment == "idling":
            await eventually(lambda: server.is_watched(ANN), "the reader listens")

        watched.stop.set()

        async with asyncio.timeout(20):
            await watched.task
        await eventually(lambda: not server.is_watched(ANN), "nobody listens any more")


async def test_a_watcher_that_is_cancelled_leaves_no_task_behind(room: Mailroom) -> None:
    before = asyncio.all_tasks()
    async with loopback_mailbox(room) as (server, reader):
        watched = Watched(reader)
        await eventually(lambda: server.is_watched(ANN), "the reader listens")

        watched.task.cancel()

        with pytest.raises(asyncio.CancelledError):
            await watched.task
        await eventually(lambda: not server.is_watched(ANN), "nobody listens any more")
        left = asyncio.all_tasks() - before
        assert not [task for task in left if "idle" in repr(task.get_coro())]


async def test_a_refused_login_is_not_tried_again_at_once_and_can_be_ended(room: Mailroom) -> None:
    async with MisbehavingImap(password="another") as server:
        reader = a_reader(room, address(server))
        with pytest.raises(LoginRefused):
            await reader.turn()
        async with Watched(reader):
            await eventually(lambda: server.connections == 2, "it has tried")

    assert server.connections == 2


# --- as the daemon does ---------------------------------------------------------------------------------------------


async def test_what_was_read_is_understood_with_what_it_answers(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        no = a_reply(room.mail(ANA), "Please remove me from your list.", sender=ANA, quoted=True)
        await deliver(server, room, no, folder=JUNK)
        await reader.turn()

    assert room.understand() == 1
    assert room.state(ANA) is EnrollmentState.OPTED_OUT
    assert room.state(BEN) is ACTIVE


async def test_a_second_turn_does_not_store_what_is_being_decided(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, a_reply(room.mail(ANA), sender=ANA))
        await reader.turn()
        room.apply(room.inbounds()[0].id or 0, sure(Intent.QUESTION))

        await reader.turn()

    assert len(room.inbounds()) == 1
    assert len(room.reviews()) == 1
