"""What was sent lies in the Sent folder some seconds later, and before the daemon ends: a restore rests on it."""

import asyncio
import contextlib
import imaplib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from outreach.cli.run import _turns
from outreach.cli.status_work import mailbox_rows, of_the_rest
from outreach.daemon.reader import Reader
from outreach.daemon.run import Running
from outreach.database.engine import Database
from outreach.inbox.reading_state import reading_of
from outreach.mail.servers import ImapServer, Password, Security
from outreach.sandbox.imap_server import SENT
from outreach.sending import mailboxes, sent_folder
from outreach.sending.model import OutboundState
from outreach.sending.sent_folder import Awaited
from tests.support.databases import NOW, Refillable
from tests.support.desk import ACCEPTED, LINE_BROKE, mailbox, rules
from tests.support.dovecot import Dovecot
from tests.support.imap_sessions import address
from tests.support.mailbox_reader import ANN, a_reader, loopback, loopback_mailbox
from tests.support.mailroom import Mailroom, asked
from tests.support.misbehaving_imap import MisbehavingImap, Phase
from tests.support.misbehaving_smtp import Fault, Kind, MisbehavingSmtp
from tests.support.small_daemon import SmallDaemon, small_daemon
from tests.support.waiting import eventually

ANA, BEN, CID = "ana@acme.example", "ben@beta.example", "cid@gamma.example"
REFUSED = b"%t NO [CANNOT] Too many messages.\r\n"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail."""
    return asked(migrated_sqlite, ANA, BEN)


@pytest.fixture
def queued(sqlite_database: Database) -> Mailroom:
    """Their first mails wait in the queue."""
    room = Mailroom(sqlite_database)
    room.campaign(ANA, BEN)
    room.plan()
    return room


@contextlib.asynccontextmanager
async def watching(reader: Reader) -> AsyncIterator[None]:
    """A reader that waits for letters; none comes."""
    stop = asyncio.Event()

    async def arrived() -> None:
        raise AssertionError("nothing arrives")

    task = asyncio.create_task(reader.watch(stop, arrived))
    try:
        yield
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await task


def all_filed(room: Mailroom) -> bool:
    return all(mail.filed_at is not None for mail in room.mails())


# --- while nothing arrives ------------------------------------------------------------------------------------------


async def test_a_copy_is_filed_soon_though_no_letter_comes(queued: Mailroom) -> None:
    async with loopback_mailbox(queued) as (server, _):
        reader = a_reader(queued, loopback(server), files_copies=True, doubts_every=0.02)
        async with watching(reader):
            await eventually(lambda: server.is_watched(ANN), "the reader listens")

            queued.send_all()

            await eventually(lambda: all_filed(queued), "the copies are filed")
            await eventually(lambda: server.is_watched(ANN), "it listens again")
        filed = [mail.raw for mail in server.mails(ANN, SENT)]
    assert filed == [mail.raw for mail in queued.mails()]


async def test_where_the_server_files_nobody_is_woken_for_it(room: Mailroom) -> None:
    async with loopback_mailbox(room) as (server, reader):
        await reader.turn()

        assert not await reader._sent.should_look_again()
        assert server.mails(ANN, SENT) == []


async def test_a_full_folder_is_tried_ever_more_rarely_and_told_of(room: Mailroom) -> None:
    async with MisbehavingImap(script={Phase.APPEND: [REFUSED] * 20}) as server:
        server.has_all_folders = True
        reader = a_reader(room, address(server), files_copies=True, doubts_every=0.0)
        await reader.turn()
        first = len(server.appended)
        again = []
        for seconds in (10, 9, 1, 30, 10):
            room.later(seconds=seconds)
            again.append(await reader._sent.should_look_again())
            await reader.turn()

        await reader.close()
    assert first == 2, "a third and a fourth would be refused just the same"
    # Twenty seconds after the first attempt, and forty after the second.
    assert again == [False, False, True, False, True]
    assert len(server.appended) == 6
    assert "Too many messages" in reading_trouble(room)


async def test_a_full_folder_does_not_wake_a_reader_that_waits(room: Mailroom) -> None:
    async with MisbehavingImap(script={Phase.APPEND: [REFUSED] * 200}, mails={}) as server:
        server.has_all_folders = True
        server.arrivals.clear()
        reader = a_reader(room, address(server), files_copies=True, doubts_every=0.01)
        async with watching(reader):
            await asyncio.wait_for(server.idling.wait(), 20)
            room.later(seconds=20)
            await eventually(lambda: len(server.appended) >= 4, "it tries once more")
            await eventually(server.idling.is_set, "it listens again")

            room.later(seconds=39)
            for _ in range(20):
                assert not await reader._sent.should_look_again()

    assert len(server.appended) == 4


def reading_trouble(room: Mailroom) -> str:
    with room.database.reading() as session:
        return mailboxes.status_of(session, "ann").reading_trouble


async def test_one_copy_that_is_refused_does_not_keep_the_others_out(room: Mailroom) -> None:
    async with MisbehavingImap(script={Phase.APPEND: [REFUSED]}) as server:
        server.has_all_folders = True
        reader = a_reader(room, address(server), files_copies=True)
        await reader.turn()
        after_one = [mail.filed_at is not None for mail in room.mails()]
        room.later(seconds=20)

        await reader.turn()

        await reader.close()
    assert after_one == [False, True]
    assert all_filed(room)
    assert reading_trouble(room) == ""


async def test_a_line_that_breaks_at_every_copy_does_not_keep_letters_from_being_read(room: Mailroom) -> None:
    async with MisbehavingImap(script={Phase.APPEND: [b"* BYE Overloaded.\r\n"] * 20}) as server:
        server.has_all_folders = True
        reader = a_reader(room, address(server), files_copies=True)
        with pytest.raises(Exception, match="Overloaded"):
            await reader.turn()

        await reader.turn()

        await reader.close()
    assert len(room.inbounds()) == len(server.mails)
    assert reader.has_looked


# --- which mailboxes ------------------------------------------------------------------------------------------------


def awaited(room: Mailroom, *names: str) -> Awaited:
    return room.do(sent_folder.awaited, names)


def test_what_is_waited_for_in_all_mailboxes_is_one_question(database: Database) -> None:
    room = Mailroom(database, rules(mailbox(), mailbox("bob")))
    room.campaign(ANA, BEN, CID)
    room.plan()
    nothing = awaited(room, "ann", "bob")
    room.answer(room.in_flight(), ACCEPTED)
    one = awaited(room, "ann", "bob")
    room.answer(room.in_flight(), LINE_BROKE)

    both = awaited(room, "ann", "bob")

    assert nothing == Awaited()
    assert one == Awaited(unfiled=frozenset({"ann"}))
    assert both == Awaited(doubtful=frozenset({"ann"}), unfiled=frozenset({"ann"}))
    assert awaited(room, "bob") == Awaited(doubtful=frozenset({"ann"}))
    assert awaited(room).unfiled == frozenset()


def test_what_was_filed_or_emptied_is_waited_for_no_more(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    room.do(sent_folder.note_filed, room.mail(ANA).id or 0, room.now)
    with_one = awaited(room, "ann")
    room.sql("UPDATE outbound_message SET raw = NULL")

    emptied = awaited(room, "ann")

    assert with_one.unfiled == {"ann"}
    assert emptied.unfiled == frozenset()
    assert room.do(sent_folder.backlogs, ["ann"]) == {}


def test_what_is_unfiled_is_found_in_its_own_index(sqlite_database: Database) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []
    sa.event.listen(
        sqlite_database._engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, values, *_: asked.append((statement, values)),
    )
    with sqlite_database.reading() as session:
        sent_folder.awaited(session, ["ann"])
        sent_folder.unfiled_in(session, "ann")
        sent_folder.backlogs(session, ["ann", "bob"])
        statements = [each for each in asked if "filed_at IS NULL" in each[0]]

        plans = [_plan(session, *each) for each in statements]

    assert len(plans) == 3
    for steps in plans:
        assert "ix_outbound_message_unfiled (mailbox=? AND state=?" in steps
        assert "SCAN outbound_message" not in steps


def _plan(session: Session, statement: str, values: tuple[object, ...]) -> str:
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    return "; ".join(row[3] for row in rows)


# --- the end --------------------------------------------------------------------------------------------------------


def filed(daemon: SmallDaemon) -> list[bytes]:
    return [mail.raw for mail in daemon.imap.mails(ANN, SENT)]


def sent(room: Mailroom) -> list[bytes | None]:
    return [mail.raw for mail in room.mails() if mail.state is OutboundState.SENT]


async def test_what_is_handed_in_while_it_drains_is_filed_before_it_ends(
    queued: Mailroom, tmp_path: Path
) -> None:
    slow = MisbehavingSmtp(Fault("dot", Kind.SLOW))
    async with small_daemon(queued, tmp_path, smtp=slow, sent_copy="append") as daemon:
        running = Running(daemon.engine)
        task = asyncio.create_task(running.run())
        await asyncio.wait_for(slow.misbehaved.wait(), 20)

        running.stop()

        async with asyncio.timeout(30):
            await task
        assert filed(daemon) == sent(queued)
        assert len(filed(daemon)) == 1
        assert not daemon.imap.is_watched(ANN)
    assert [mail.filed_at for mail in queued.mails()] == [NOW, None]


async def test_who_is_cut_short_while_it_files_ends_at_once(queued: Mailroom, tmp_path: Path) -> None:
    async with small_daemon(queued, tmp_path, sent_copy="append") as daemon:
        running = Running(daemon.engine)
        task = asyncio.create_task(running.run())
        await eventually(lambda: len(sent(queued)) == 2, "both have their mail")
        folder = daemon.imap._folders[ANN].named(SENT)
        async with folder.messages_lock.write_lock():
            queued.sql("UPDATE outbound_message SET filed_at = NULL")
            running.stop()
            await eventually(
                lambda: "file copies" in {each.get_name() for each in asyncio.all_tasks()}, "it files"
            )

            running.cut()

            async with asyncio.timeout(10):
                await task


async def test_a_mailbox_that_cannot_be_reached_keeps_nobody_from_ending(
    queued: Mailroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with small_daemon(queued, tmp_path, sent_copy="append") as daemon:
        await daemon.engine.once()
        await daemon.imap.close()

        await daemon.engine.file_copies()

    assert {record.message for record in caplog.records} >= {"mailbox_not_read", "copies_not_filed"}
    assert not all_filed(queued)


@pytest.mark.parametrize("until_idle", [False, True])
async def test_what_was_sent_in_one_go_is_filed_before_it_ends(
    queued: Mailroom, tmp_path: Path, until_idle: bool
) -> None:
    # It closes its database in the end.
    room = Mailroom(Database(queued.database.url))
    async with small_daemon(room, tmp_path, sent_copy="append") as daemon:
        await _turns(daemon.engine, until_idle=until_idle)

        assert len(filed(daemon)) == 2
    assert all_filed(queued)


# --- what a person is told ------------------------------------------------------------------------------------------


def told(room: Mailroom, *files_copies: str) -> tuple[list[tuple[str, int]], list[str]]:
    """The copies that each mailbox has not filed, and what is wrong."""
    with room.database.reading() as session:
        known = room.rules.mailboxes
        read = reading_of(session, known, known, room.now, alarm_after=timedelta(days=9))
        rows = mailbox_rows(session, room.rules, read, files_copies, room.now)
        wrong = list(of_the_rest(session, rows, 1 << 40, room.now))
    return [(row["name"], row["unfiled"]) for row in rows], wrong


def test_status_counts_what_is_not_filed_and_says_so_where_it_is_old(room: Mailroom) -> None:
    fresh = told(room, "ann")
    room.later(minutes=6)

    old = told(room, "ann")
    where_the_server_files = told(room)

    assert fresh[0] == old[0]
    assert ("ann", 2) in fresh[0]
    assert fresh[1] == where_the_server_files[1] == []
    [said] = old[1]
    assert said.startswith("ann: 2 sent, and not in its Sent folder yet, the oldest since 20")
    assert said.endswith("`outreach doctor --mailbox ann`")


async def test_status_says_why(room: Mailroom) -> None:
    async with MisbehavingImap(script={Phase.APPEND: [REFUSED] * 2}) as server:
        server.has_all_folders = True
        reader = a_reader(room, address(server), files_copies=True)
        await reader.turn()
        await reader.close()
    room.later(minutes=6)

    [said] = told(room, "ann")[1]

    assert "Too many messages" in said


# --- a real server --------------------------------------------------------------------------------------------------


class TestDovecot:
    async def test_copies_are_filed_once_and_within_seconds(
        self, sqlite_database: Database, empty_mailboxes: Dovecot
    ) -> None:
        room = Mailroom(sqlite_database)
        room.campaign(ANA, BEN)
        room.now = datetime.now(UTC).replace(microsecond=0)
        room.plan()
        login = Password(ANN, empty_mailboxes.password(ANN))
        server = ImapServer(
            "localhost", empty_mailboxes.imaps, Security.TLS, login, str(empty_mailboxes.cert)
        )
        reader = a_reader(room, server, files_copies=True, doubts_every=0.05)
        async with watching(reader):
            await eventually(lambda: reader.has_looked, "the first look")
            room.send_all()
            await eventually(lambda: all_filed(room), "the copies are filed")
            room.sql("UPDATE outbound_message SET filed_at = NULL")  # a crash before it was noted

            await eventually(lambda: all_filed(room), "they are found there")

        await reader.file_copies()
        await reader.close()
        assert await asyncio.to_thread(ids_in_sent, empty_mailboxes) == sorted(
            mail.message_id for mail in room.mails() if mail.message_id
        )


def ids_in_sent(dovecot: Dovecot) -> list[str]:
    with imaplib.IMAP4("127.0.0.1", dovecot.imap, timeout=30) as line:
        line.login(ANN, dovecot.password(ANN))
        line.select("Sent", readonly=True)
        _, found = line.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
    fields = [each[1].decode("ascii") for each in found if isinstance(each, tuple)]
    return sorted(field.partition(":")[2].strip() for field in fields)
