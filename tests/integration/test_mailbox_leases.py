"""Which of several daemons reads a mailbox; and that one which has lost it, and does not know, stores nothing."""

import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from outreach.core.clock import SetClock, SystemClock
from outreach.daemon.mailbox_leases import Leases
from outreach.daemon.reader import Reader, may_begin
from outreach.database.clock import DatabaseClock
from outreach.database.engine import Database
from outreach.mail.imap import ImapSession
from outreach.sandbox.imap_server import LoopbackImapServer
from outreach.sending import leases
from outreach.sending.leases import LEASE, Elsewhere, LeaseLost, Turn
from tests.support.databases import NOW
from tests.support.held_units import HeldUnit
from tests.support.mailbox_reader import ANN, SECRET, RoomClock, a_reader, deliver, loopback
from tests.support.mailroom import Mailroom, a_reply

ANA = "ana@acme.example"
AFTERWARDS = NOW + LEASE + timedelta(seconds=1)


def turn(
    database: Database,
    owner: str,
    *mailboxes: str,
    held: dict[str, str] | None = None,
    now: datetime = NOW,
    started_at: datetime | None = None,
) -> Turn:
    with database.writing() as session:
        return leases.turn(
            session, mailboxes or ("ann",), held or {}, owner=owner, started_at=started_at or now, now=now
        )


def require(database: Database, token: str) -> None:
    with database.writing() as session:
        leases.require(session, "ann", token)


# --- in the database -------------------------------------------------------------------------------------------------


def test_one_daemon_has_a_mailbox_and_the_others_leave_it_alone(database: Database) -> None:
    first = turn(database, "first")

    assert set(first.tokens) == {"ann"}
    assert turn(database, "second").tokens == {}


def test_a_lease_that_is_renewed_goes_on_and_keeps_its_token(database: Database) -> None:
    first = turn(database, "first")
    later = turn(database, "first", held=dict(first.tokens), now=NOW + timedelta(seconds=40))

    assert later.tokens == first.tokens
    assert turn(database, "second", now=AFTERWARDS).tokens == {}


def test_a_lease_that_nobody_renews_is_taken_over_and_its_token_counts_no_more(database: Database) -> None:
    first = turn(database, "first")

    second = turn(database, "second", now=AFTERWARDS)

    require(database, second.tokens["ann"])
    with pytest.raises(LeaseLost, match="another daemon reads ann now"):
        require(database, first.tokens["ann"])
    woken = turn(database, "first", held=dict(first.tokens), now=AFTERWARDS)
    assert woken.tokens == {}


def test_what_is_being_stored_under_a_lease_is_committed_before_another_daemon_takes_it(
    postgresql_database: Database,
) -> None:
    first = turn(postgresql_database, "first")
    token = first.tokens["ann"]
    storing = HeldUnit(postgresql_database, lambda session: leases.require(session, "ann", token))
    storing.come_as_far_as_it_can()
    taking = HeldUnit(
        postgresql_database,
        lambda session: leases.turn(
            session, ["ann"], {}, owner="second", started_at=AFTERWARDS, now=AFTERWARDS
        ),
    )

    taking.come_as_far_as_it_can()
    waited = taking.waits
    storing.end()

    assert waited
    assert set(taking.end().tokens) == {"ann"}


def test_a_newcomer_is_given_its_share(database: Database) -> None:
    mailboxes = ("ann", "ben", "eve", "joe")
    held = dict(turn(database, "first", *mailboxes).tokens)
    turn(database, "second", *mailboxes)

    asked_for = turn(database, "first", *mailboxes, held=held).asked_for
    given = {name: held.pop(name) for name in asked_for}
    with database.writing() as session:
        leases.give_up(session, given, NOW)
    kept = turn(database, "first", *mailboxes, held=held).tokens
    second = turn(database, "second", *mailboxes).tokens

    assert len(kept) == len(second) == 2
    assert set(kept) | set(second) == set(mailboxes)


def test_a_daemon_that_ends_leaves_its_mailboxes_at_once(database: Database) -> None:
    first = turn(database, "first")

    with database.writing() as session:
        leases.leave(session, "first", first.tokens, NOW)

    assert set(turn(database, "second").tokens) == {"ann"}


def test_what_the_other_daemon_has_looked_into_is_heard_once_it_has_shown_that_it_lives(
    database: Database,
) -> None:
    first = turn(database, "first")
    with database.writing() as session:
        leases.note_tried(session, "ann", first.tokens["ann"], looked=True, now=NOW)
    later = NOW + timedelta(seconds=20)

    # As it would be in a backup that was restored within the minute: its daemon is not there.
    assert turn(database, "second", now=NOW + timedelta(seconds=10)).elsewhere == {}
    turn(database, "first", held=dict(first.tokens), now=later)
    heard = turn(database, "second", now=later, started_at=NOW + timedelta(seconds=10))

    assert heard.elsewhere == {"ann": Elsewhere(tried=True, looked=True)}


# --- the reader ------------------------------------------------------------------------------------------------------


class World:
    """Ann's mailbox, a database that several daemons share, and a daemon with a clock of its own."""

    def __init__(self, room: Mailroom, server: LoopbackImapServer) -> None:
        self.room = room
        self.server = server

    def daemon(self, owner: str) -> tuple[Leases, SetClock, Reader]:
        clock = SetClock(NOW)
        shared = Leases(self.room.database, ["ann"], owner=owner, clock=clock)
        return shared, clock, a_reader(self.room, loopback(self.server), lease=shared.of("ann"))


@pytest.fixture
async def world(postgresql_database: Database) -> AsyncIterator[World]:
    room = Mailroom(postgresql_database)
    server = LoopbackImapServer(RoomClock(room))
    server.add_account(ANN, SECRET)
    await server.start()
    yield World(room, server)
    await server.close()


async def test_a_mailbox_that_another_daemon_has_is_not_even_connected_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, _ = world.daemon("first")
    second, _, reader = world.daemon("second")
    await first.turn()
    await second.turn()
    opened: list[object] = []
    monkeypatch.setattr(ImapSession, "open", lambda *about, **more: opened.append(about))

    assert not await reader.turn()

    assert opened == []


async def test_a_daemon_that_was_stopped_and_wakes_too_late_stores_nothing(world: World) -> None:
    first, _, asleep = world.daemon("first")
    second, its_clock, awake = world.daemon("second")
    world.room.ask(ANA)
    await first.turn()
    await asleep.turn()
    before = world.room.cursor()
    # The first one's clock stands still with it: it does not know better.
    its_clock.set(AFTERWARDS)
    await second.turn()
    await deliver(world.server, world.room, a_reply(world.room.mail(ANA), "Not me.", sender=ANA))

    with pytest.raises(LeaseLost):
        await asleep.turn()

    assert world.room.inbounds() == []
    assert world.room.cursor() == before
    assert await awake.turn()
    assert len(world.room.inbounds()) == 1
    await asleep.close()
    await awake.close()


async def test_a_daemon_that_cannot_renew_its_lease_drops_its_connection_in_time(world: World) -> None:
    first, clock, reader = world.daemon("first")
    await first.turn()
    await reader.turn()

    clock.set(NOW + LEASE - timedelta(seconds=5))
    first._lose_what_has_ended()

    assert reader._session is None
    assert not await reader.turn()


async def test_sending_begins_when_the_other_daemon_has_looked_into_the_sent_folder(world: World) -> None:
    first, its_clock, theirs = world.daemon("first")
    second, clock, ours = world.daemon("second")
    await first.turn()
    await second.turn()
    await ours.turn()
    assert not may_begin([ours], "ann")

    await theirs.turn()
    await first.note("ann", looked=theirs.has_looked)
    its_clock.set(NOW + timedelta(seconds=10))
    await first.turn()
    clock.set(NOW + timedelta(seconds=10))
    await second.turn()

    assert may_begin([ours], "ann")
    await theirs.close()


async def test_on_sqlite_everything_is_ours_and_nobody_is_asked(sqlite_database: Database) -> None:
    alone = Leases(sqlite_database, ["ann"], owner="first", clock=SetClock(NOW))

    await alone.turn()
    await alone.leave()

    assert alone.of("ann").is_held
    with sqlite_database.reading() as session:
        assert session.connection().execute(sa.text("SELECT count(*) FROM daemon_presence")).scalar() == 0


# --- whose time ------------------------------------------------------------------------------------------------------


def an_hour_off(monkeypatch: pytest.MonkeyPatch) -> None:
    true_time = time.time
    monkeypatch.setattr(time, "time", lambda: true_time() + 3600)
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime.now(UTC) + timedelta(hours=1))


def stays(_monkeypatch: pytest.MonkeyPatch) -> None:
    pass


@pytest.mark.parametrize("happens", [stays, an_hour_off])
async def test_the_time_is_the_databases_whatever_this_machine_says(
    postgresql_database: Database,
    happens: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happens(monkeypatch)

    clock = DatabaseClock(postgresql_database)

    await clock.measure()
    before = database_time(postgresql_database)
    told = clock.now()
    assert before - timedelta(minutes=1) < told < database_time(postgresql_database) + timedelta(minutes=1)
    assert not clock.is_stale


def database_time(database: Database) -> datetime:
    with database.reading() as session:
        told: datetime = session.connection().execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return told
