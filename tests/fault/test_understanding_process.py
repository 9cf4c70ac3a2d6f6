"""Whatever a message does to the process that reads it: it costs its own reading, and everything else goes on."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from outreach.core.clock import SetClock
from outreach.core.intents import Intent
from outreach.daemon.understander import Understander, UnderstandingHere
from outreach.daemon.understanding_process import NotStarted, UnderstandingProcess
from outreach.database.engine import Database
from outreach.inbox import pending
from outreach.inbox.model import InboundState
from outreach.inbox.pending import MAX_ATTEMPTS
from outreach.qualification.service import Pending, Understood, Unread
from outreach.replies import service as models
from outreach.replies.learning.training import train
from tests.support import evil_letters
from tests.support.mailbox_reader import RoomClock
from tests.support.mailroom import Mailroom, a_reply, effect_rules
from tests.support.waiting import eventually
from tests.unit.test_learned_model import lessons as a_few_lessons

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GOOD = b"From: Ana <ana@acme.example>\nSubject: Re: Sales\n\nPlease unsubscribe me."


def waiting(*raws: bytes) -> list[Pending]:
    return [Pending(number, raw, NOW, None) for number, raw in enumerate(raws, start=1)]


@pytest.fixture
async def process() -> AsyncIterator[UnderstandingProcess]:
    process = UnderstandingProcess(program=evil_letters.PROGRAM, wall_seconds=60)
    yield process
    await process.close()


async def test_a_process_says_what_would_be_said_here(process: UnderstandingProcess) -> None:
    letters = waiting(GOOD, b"", b"\0" * 9_000, GOOD * 2_000)

    there = await process.understand(letters)

    here = await UnderstandingHere().understand(letters)
    assert [each.verdict for each in there if isinstance(each, Understood)] == [
        each.verdict for each in here if isinstance(each, Understood)
    ]
    assert isinstance(there[0], Understood)
    assert isinstance(here[0], Understood)
    assert there[0].message.sender == here[0].message.sender
    assert there[0].verdict.intent is Intent.UNSUBSCRIBE


async def test_one_process_serves_all_messages_and_ends_with_us(process: UnderstandingProcess) -> None:
    await process.understand(waiting(GOOD))
    first = process.pid
    await process.understand(waiting(GOOD, evil_letters.PRINTS))

    assert process.pid == first
    await process.close()
    assert first is not None
    await eventually(lambda: not Path(f"/proc/{first}").exists(), "it has ended")


@pytest.mark.parametrize(
    ("evil", "trouble"),
    [
        (evil_letters.HANGS, "2 seconds of processor time"),
        (evil_letters.CRASHES, "SIGSEGV"),
        (evil_letters.LEAVES, "SIGTERM"),
        (evil_letters.EATS, "MemoryError"),
        (evil_letters.RAISES, "ZeroDivisionError"),
    ],
)
async def test_what_one_message_does_is_not_felt_by_the_others(
    process: UnderstandingProcess, evil: bytes, trouble: str
) -> None:
    before, culprit, after = await process.understand(waiting(GOOD, evil, GOOD))

    assert isinstance(before, Understood)
    assert isinstance(culprit, Unread)
    assert trouble in culprit.trouble
    assert isinstance(after, Understood)
    assert [each.inbound_id for each in (before, culprit, after)] == [1, 2, 3]


async def test_one_that_waits_in_vain_is_ended_by_the_clock_on_the_wall() -> None:
    process = UnderstandingProcess(program=evil_letters.PROGRAM, wall_seconds=5)

    culprit, after = await process.understand(waiting(evil_letters.SLEEPS, GOOD))

    assert isinstance(culprit, Unread)
    assert "more than 5 seconds" in culprit.trouble
    assert isinstance(after, Understood)
    await process.close()


async def test_a_process_gets_nothing_of_our_secrets(
    process: UnderstandingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "a-secret-of-ours")
    await process.ready()

    assert b"a-secret-of-ours" not in Path(f"/proc/{process.pid}/environ").read_bytes()


async def test_a_model_of_the_workspace_reads_from_the_next_message_on(process: UnderstandingProcess) -> None:
    learned = train(a_few_lessons(2), rules_version="any", processes=1).stored
    (shipped,) = await process.understand(waiting(GOOD))

    await process.read_with(learned)
    (own,) = await process.understand(waiting(GOOD))
    await process.read_with(None)
    (again,) = await process.understand(waiting(GOOD))

    here = UnderstandingHere()
    await here.read_with(learned)
    (expected,) = await here.understand(waiting(GOOD))
    verdicts = [each.verdict for each in (shipped, own, again, expected) if isinstance(each, Understood)]
    assert verdicts[1] == verdicts[3]
    assert verdicts[0] == verdicts[2] != verdicts[1]


# --- with the database ----------------------------------------------------------------------------------------------

ANA = "ana@acme.example"


async def test_a_promoted_model_is_taken_up_and_let_go_of_without_a_restart(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    reading = UnderstandingHere()
    understander = Understander(
        sqlite_database, room.effects, clock=SetClock(room.now), understanding=reading
    )
    learned = train(a_few_lessons(2), rules_version="any", processes=1).stored

    used: list[bool] = []
    for change in (None, "promote", "roll back", "break"):
        if change == "promote":
            room.do(models.keep, learned, decisions=1, measured={}, promote=True, now=room.now)
        elif change == "roll back":
            room.do(models.roll_back)
        elif change == "break":
            room.do(models.keep, b"nonsense", decisions=1, measured={}, promote=True, now=room.now)
        room.store(a_reply(room.mail(ANA), f"Text {change}.", sender=ANA))
        await understander.turn()
        used.append(reading.learned)

    assert used == [False, True, False, False]


async def test_poison_is_set_aside_after_three_tries_and_the_others_are_applied(
    sqlite_database: Database, process: UnderstandingProcess
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    poison, other = room.store(
        evil_letters.CRASHES, a_reply(room.mail(ANA), "Please unsubscribe me.", sender=ANA)
    )
    one = Understander(room.database, effect_rules(room.rules), clock=RoomClock(room), understanding=process)

    turns = 0
    while await one.turn():
        turns += 1

    assert turns == MAX_ATTEMPTS
    assert room.inbound(poison).state is InboundState.SET_ASIDE
    assert "SIGSEGV" in room.inbound(poison).trouble
    assert room.inbound(other).state is InboundState.APPLIED


class Deadly(UnderstandingHere):
    """Takes the whole program down with one letter, as far as the database can see."""

    async def understand(self, waiting: Sequence[Pending]) -> list[Understood | Unread]:
        if any(each.raw == evil_letters.CRASHES for each in waiting):
            raise KeyboardInterrupt
        return await super().understand(waiting)


async def test_a_message_that_takes_the_whole_program_down_is_counted_and_set_aside(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    poison, other = room.store(
        evil_letters.CRASHES, a_reply(room.mail(ANA), "Please unsubscribe me.", sender=ANA)
    )

    deaths = 0
    while room.inbound(poison).state is InboundState.STORED:
        # A program that is started anew knows that it is alone, and nothing else.
        room.do(pending.let_go)
        one = Understander(
            room.database, effect_rules(room.rules), clock=RoomClock(room), understanding=Deadly()
        )
        try:
            while await one.turn():
                pass
        except KeyboardInterrupt:
            deaths += 1

    assert deaths == MAX_ATTEMPTS
    assert room.inbound(other).state is InboundState.APPLIED
    assert "each time the program ended" in room.inbound(poison).trouble


class Unwilling(UnderstandingHere):
    """Cannot be started."""

    async def ready(self) -> None:
        raise NotStarted("no memory for another process")


async def test_a_process_that_does_not_start_is_no_messages_fault(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    stored = room.store_one(a_reply(None, sender=ANA))
    one = Understander(
        room.database, effect_rules(room.rules), clock=RoomClock(room), understanding=Unwilling()
    )

    for _ in range(5):
        with pytest.raises(NotStarted):
            await one.turn()

    assert (room.inbound(stored).state, room.inbound(stored).attempts) == (InboundState.STORED, 0)


async def test_a_program_that_cannot_be_started_says_so() -> None:
    with pytest.raises(NotStarted, match="exit code 1"):
        await UnderstandingProcess(program=("/bin/false",)).ready()
    with pytest.raises(NotStarted):
        await UnderstandingProcess(program=("/nowhere/at/all",)).ready()


# --- when it is the database's fault ---------------------------------------------------------------------------------


def break_verdicts(room: Mailroom, *inbound_ids: int) -> None:
    """The database fails, as it might for want of room, whenever a verdict on one of these is written."""
    ids = ", ".join(map(str, inbound_ids))
    room.do(
        lambda session: session.connection().exec_driver_sql(
            f"CREATE TRIGGER broken BEFORE INSERT ON verdict WHEN NEW.inbound_id IN ({ids}) "
            "BEGIN SELECT abs(-9223372036854775808); END"
        )
    )


def mend(room: Mailroom) -> None:
    room.do(lambda session: session.connection().exec_driver_sql("DROP TRIGGER broken"))


async def test_a_database_that_takes_nothing_costs_no_message_a_try(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    stored = room.store(*(a_reply(None, f"{number}", sender=ANA) for number in range(4)))
    one = Understander(room.database, effect_rules(room.rules), clock=RoomClock(room))
    break_verdicts(room, *stored)

    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(OperationalError):
            await one.turn()
        assert await one.turn() == 0, "it rests"
        room.later(minutes=1)

    assert [room.inbound(each).attempts for each in stored] == [0] * 4
    mend(room)
    assert await one.turn() == 4
    assert {room.inbound(each).state for each in stored} == {InboundState.APPLIED}


async def test_one_message_that_the_database_cannot_take_holds_up_no_other(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    first, second, third = room.store(*(a_reply(None, f"{number}", sender=ANA) for number in range(3)))
    one = Understander(room.database, effect_rules(room.rules), clock=RoomClock(room))
    break_verdicts(room, second)

    for _ in range(MAX_ATTEMPTS + 1):
        with pytest.raises(OperationalError):
            await one.turn()
        room.later(minutes=1)

    assert room.inbound(first).state is room.inbound(third).state is InboundState.APPLIED
    assert (room.inbound(second).state, room.inbound(second).attempts) == (InboundState.STORED, 0)
