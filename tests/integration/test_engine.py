"""The turns of the daemon in their order, a rehearsal, the lock of a SQLite database, and an orderly end."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.daemon.engine import guarded
from outreach.daemon.lock import only_daemon
from outreach.daemon.run import Running
from outreach.daemon.understander import Understander, UnderstandingHere
from outreach.database.engine import Database
from outreach.inbox.model import InboundState
from outreach.inbox.pending import MAX_ATTEMPTS
from outreach.qualification.service import Pending, Understood, Unread
from outreach.sending.model import OutboundState
from outreach.sequences.definition import REFERRED_TAG
from outreach.sequences.model import EnrollmentState
from tests.support.mailbox_reader import ANN, RoomClock
from tests.support.mailroom import Mailroom, a_bounce, a_reply, effect_rules, follow_up
from tests.support.misbehaving_smtp import Fault, Kind, MisbehavingSmtp
from tests.support.small_daemon import SmallDaemon, small_daemon
from tests.support.waiting import eventually

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
MARIA = "maria.weber@acme.example"
ACTIVE, PAUSED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    room = Mailroom(sqlite_database)
    room.campaign(ANA, BEN, targets=(follow_up(),))
    return room


@pytest.fixture
async def daemon(room: Mailroom, tmp_path: Path) -> AsyncIterator[SmallDaemon]:
    async with small_daemon(room, tmp_path) as daemon:
        yield daemon


# --- one turn of everything -----------------------------------------------------------------------------------------


async def test_a_turn_sends_what_is_due(daemon: SmallDaemon) -> None:
    happened = await daemon.engine.once()
    nothing_more = await daemon.engine.once()

    assert (happened, nothing_more) == (True, False)
    assert daemon.sent_to() == [ANA, BEN]
    assert daemon.room.events(Happened.MAIL_SENT) == 2


async def test_a_reply_that_lies_in_the_mailbox_stops_the_mail_that_is_due_in_the_same_turn(
    daemon: SmallDaemon,
) -> None:
    await daemon.engine.until_idle()
    question = a_reply(daemon.room.mail(ANA), "What is this about?", sender=ANA, quoted=True)
    daemon.room.later(days=3)
    await daemon.receive(question)

    await daemon.engine.once()

    assert daemon.sent_to() == [ANA, BEN, BEN], "Ben has his reminder, Ana is asked nothing more"
    assert daemon.room.state(ANA) is PAUSED
    assert len(daemon.room.reviews()) == 1


async def test_a_mail_that_is_queued_already_is_stopped_too(daemon: SmallDaemon) -> None:
    await daemon.engine.until_idle()
    daemon.room.later(days=3)
    daemon.room.plan()
    await daemon.receive(a_reply(daemon.room.mails(ANA)[0], "Stop.", sender=ANA))

    await daemon.engine.until_idle()

    assert daemon.sent_to() == [ANA, BEN, BEN]
    assert daemon.room.mail(ANA).state is OutboundState.WITHDRAWN
    assert daemon.room.state(ANA) is EnrollmentState.OPTED_OUT


async def test_a_referral_is_followed_in_the_turn_in_which_it_is_read(daemon: SmallDaemon) -> None:
    await daemon.engine.until_idle()
    answer = "Please talk to Maria Weber, maria.weber@acme.example, she runs sales."
    await daemon.receive(a_reply(daemon.room.mail(ANA), answer, sender=ANA, name="Ana Ruiz", quoted=True))

    await daemon.engine.once()

    assert daemon.sent_to() == [ANA, BEN, MARIA]
    assert f"X-Outreach-Tag: {REFERRED_TAG}".encode() in daemon.smtp.mails[-1][1]


async def test_until_idle_goes_on_until_nothing_is_due(daemon: SmallDaemon) -> None:
    await daemon.receive(*(a_reply(None, f"Letter {number}.", sender=BEN) for number in range(12)))

    await daemon.engine.until_idle()

    assert {each.state for each in daemon.room.inbounds()} == {InboundState.APPLIED}
    assert len(daemon.room.inbounds()) == 12
    assert daemon.sent_to() == [ANA, BEN]


async def test_a_mailbox_that_cannot_be_read_sends_nothing_and_stops_nobody(
    daemon: SmallDaemon, caplog: pytest.LogCaptureFixture
) -> None:
    await daemon.imap.close()

    with caplog.at_level(logging.WARNING, logger="outreach"):
        await daemon.engine.until_idle()

    assert daemon.sent_to() == []
    assert "mailbox_not_read" in [record.message for record in caplog.records]
    assert [mail.state for mail in daemon.room.mails()] == [OutboundState.QUEUED] * 2


async def test_a_turn_that_fails_is_logged_and_the_loop_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    async def refused() -> None:
        raise Refused("not today")

    async def broken() -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.WARNING, logger="outreach"):
        await guarded("plan", refused)
        await guarded("send", broken)

    assert [(record.levelname, record.__dict__["turn"]) for record in caplog.records] == [
        ("WARNING", "plan"),
        ("ERROR", "send"),
    ]


# --- a rehearsal ----------------------------------------------------------------------------------------------------


async def test_a_rehearsal_says_everything_and_sends_nothing(
    room: Mailroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with small_daemon(room, tmp_path, live=False) as daemon:
        with caplog.at_level(logging.INFO, logger="outreach"):
            await daemon.engine.until_idle()
        again = await daemon.engine.once()

        assert daemon.smtp.connections == 0
    said = [record.__dict__ for record in caplog.records if record.message == "would_send"]
    assert [each["step"] for each in said] == ["ask", "ask"]
    assert not any(ANA in str(each) for each in said), "addresses only at debug"
    assert again is False
    assert [mail.state for mail in room.mails()] == [OutboundState.QUEUED] * 2
    assert all(mail.message_id is None for mail in room.mails())
    assert room.events(Happened.MAIL_SENT) == 0


async def test_a_rehearsal_reads_and_understands_all_the_same(
    sqlite_database: Database, tmp_path: Path
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    async with small_daemon(room, tmp_path, live=False) as daemon:
        await daemon.receive(a_reply(room.mail(ANA), "Please remove me from your list.", sender=ANA))

        await daemon.engine.until_idle()

    assert room.state(ANA) is EnrollmentState.OPTED_OUT


# --- one daemon a database ------------------------------------------------------------------------------------------


def test_a_second_daemon_on_the_same_file_is_told_who_holds_it(tmp_path: Path) -> None:
    database = tmp_path / "outreach.db"

    with (
        only_daemon(database),
        pytest.raises(Refused, match=r"already \(process \d+\)"),
        only_daemon(database),
    ):
        pass


def test_the_next_daemon_may_start_when_the_first_has_ended(tmp_path: Path) -> None:
    database = tmp_path / "outreach.db"
    with contextlib.suppress(ZeroDivisionError), only_daemon(database):
        raise ZeroDivisionError

    with only_daemon(database):
        pass


def test_two_databases_have_a_daemon_each_and_postgresql_needs_no_lock(tmp_path: Path) -> None:
    with (
        only_daemon(tmp_path / "one.db"),
        only_daemon(tmp_path / "two.db"),
        only_daemon(None),
        only_daemon(None),
    ):
        pass


# --- the daemon while it runs ---------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def running(daemon: SmallDaemon) -> AsyncIterator[Running]:
    """The daemon, told to stop when the block ends; it must drain."""
    running = Running(daemon.engine)
    task = asyncio.create_task(running.run())
    try:
        yield running
    finally:
        running.stop()
        async with asyncio.timeout(30):
            await task


async def test_it_sends_reads_and_understands_by_itself(daemon: SmallDaemon) -> None:
    async with running(daemon):
        await eventually(lambda: len(daemon.smtp.mails) == 2, "both have their mail")
        await eventually(lambda: daemon.imap.is_watched(ANN), "it listens")
        await eventually(lambda: daemon.room.mail(ANA).state is OutboundState.SENT, "it is written down")

        await daemon.receive(a_bounce(daemon.room.mail(ANA), ANA))

        await eventually(lambda: daemon.room.state(ANA) is EnrollmentState.BOUNCED, "the bounce is heard")


async def test_what_a_dead_daemon_held_is_taken_over_at_the_start(daemon: SmallDaemon) -> None:
    daemon.room.plan()
    daemon.room.do(_note_read, daemon.room.now)
    claimed = daemon.room.claimed()

    async with running(daemon):
        await eventually(lambda: len(daemon.smtp.mails) == 2, "both have their mail")

    assert daemon.smtp.copies(claimed.recipient) == 1


def _note_read(session: object, now: object) -> None:
    from outreach.sending import mailboxes

    mailboxes.note_read(session, "ann", now)  # type: ignore[arg-type]


async def test_a_mail_that_is_being_handed_in_is_handed_in_to_its_end(room: Mailroom, tmp_path: Path) -> None:
    slow = MisbehavingSmtp(Fault("dot", Kind.SLOW))
    async with small_daemon(room, tmp_path, smtp=slow) as daemon:
        async with running(daemon) as process:
            await asyncio.wait_for(slow.misbehaved.wait(), 20)
            process.stop()

        states = {mail.recipient: mail.state for mail in room.mails()}
        assert states == {ANA: OutboundState.SENT, BEN: OutboundState.QUEUED}
        assert daemon.sent_to() == [ANA], "no new one was begun"
        assert not daemon.imap.is_watched(ANN)


async def test_it_ends_at_once_when_there_is_nothing_to_drain(daemon: SmallDaemon) -> None:
    async with running(daemon) as process:
        await eventually(lambda: daemon.imap.is_watched(ANN), "it listens")
        process.stop()
        process.stop()


# --- understanding in the daemon ------------------------------------------------------------------------------------


class Confused(UnderstandingHere):
    """Makes something of one letter that nothing can be done with."""

    async def understand(self, waiting: Sequence[Pending]) -> list[Understood | Unread]:
        return [
            replace(each, verdict=replace(each.verdict, confidence="poison"))  # type: ignore[arg-type]
            if isinstance(each, Understood) and each.message.sender.address == "poison@acme.example"
            else each
            for each in await super().understand(waiting)
        ]


def understander(room: Mailroom) -> Understander:
    rules = effect_rules(room.rules)
    return Understander(room.database, rules, clock=RoomClock(room), understanding=Confused())


async def test_a_poisonous_message_is_set_aside_after_three_tries_and_the_others_go_on(
    database: Database,
) -> None:
    room = Mailroom(database)
    room.ask(ANA)
    poison, other = room.store(
        a_reply(room.mail(ANA), "Hello.", sender="poison@acme.example"),
        a_reply(None, "Hello.", sender="eve@evil.example"),
    )
    one = understander(room)

    turns = 0
    while await one.turn():
        turns += 1

    assert turns == MAX_ATTEMPTS, "the other one was applied beside its first failure"
    assert room.inbound(poison).state is InboundState.SET_ASIDE
    assert "TypeError" in room.inbound(poison).trouble
    assert room.inbound(other).state is InboundState.APPLIED
    assert room.review().inbound_id == poison
    assert room.state(ANA) is PAUSED
    assert await one.turn() == 0


async def test_two_understanders_apply_every_message_once(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    room.store(*(a_reply(room.mail(ANA), f"Question {number}?", sender=ANA) for number in range(5)))
    both = [understander(room), understander(room)]

    async def work(one: Understander) -> None:
        while await one.turn():
            pass

    await asyncio.gather(*map(work, both))

    assert [each.attempts for each in room.inbounds()] == [0] * 5
    assert len(room.reviews()) == 5
    assert room.events(Happened.REPLIED) == 5
