"""Folders that are numbered anew and letters that are moved about: no effect twice, none missed (real Dovecot)."""

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.database.engine import Database, sqlite_path
from outreach.mail.servers import ImapServer, Password, Security
from tests.support.answers_of_all_kinds import Effects, Kind, answer_of, effects_in, expected, person
from tests.support.databases import Refillable, founded_sqlite
from tests.support.dovecot import Dovecot
from tests.support.human_mail_program import MailProgram
from tests.support.mailbox_reader import ANN, a_reader, read_through
from tests.support.mailroom import Mailroom

LETTERS, MOVES, RESETS = 48, 100, 20
INBOX, JUNK = "INBOX", "Junk"


@pytest.fixture
def undisturbed(tmp_path: Path) -> Iterator[Mailroom]:
    """The same mailroom once more, with the same people and Message-IDs, whose letters nobody moves."""
    with founded_sqlite(tmp_path / "undisturbed.db") as database:
        yield asked_all(database)


def asked_all(database: Database) -> Mailroom:
    """Everybody has had their first mail, half a day ago."""
    room = Mailroom(database)
    room.ask(*map(person, range(LETTERS)))
    room.now = datetime.now(UTC)
    room.sql("UPDATE outbound_message SET in_flight_at = :at", at=f"{room.now - timedelta(hours=12):%F %T}")
    room.sql("UPDATE enrollment SET created_at = :at", at=f"{room.now - timedelta(hours=13):%F %T}")
    return room


def effects(room: Mailroom) -> Effects:
    path = sqlite_path(room.database.url)
    assert path is not None
    return effects_in(path)


async def test_whatever_is_moved_or_numbered_anew_every_effect_comes_exactly_once(
    migrated_sqlite: Refillable, undisturbed: Mailroom, empty_mailboxes: Dovecot
) -> None:
    dovecot, rng, room = empty_mailboxes, random.Random(4), asked_all(migrated_sqlite.refilled())
    letters = [answer_of(number, room.mail(person(number))) for number in range(LETTERS)]
    server = ImapServer(
        "localhost", dovecot.imaps, Security.TLS, Password(ANN, dovecot.password(ANN)), str(dovecot.cert)
    )
    reader = a_reader(room, server)
    moved = resets = 0

    with MailProgram(dovecot, ANN) as program:
        waiting = list(letters)
        while moved < MOVES or waiting:
            if waiting and rng.random() < 0.6:
                await asyncio.to_thread(dovecot.deliver, ANN, waiting.pop(0))
            source, target = rng.choice([(INBOX, JUNK), (JUNK, INBOX)])
            moving = asyncio.to_thread(program.move_some, source, target, rng)
            if rng.random() < 0.7:
                # While the reader is at it.
                count, _ = await asyncio.gather(moving, read_through(reader))
                room.understand()
            else:
                count = await moving
            moved += count
            if resets < RESETS and moved * RESETS > resets * MOVES:
                await asyncio.to_thread(dovecot.uid_validity_reset, ANN, rng.choice([INBOX, JUNK]))
                resets += 1
        await read_through(reader)
        room.understand()
        flags = program.flags(INBOX) + program.flags(JUNK)
    await reader.close()
    for raw in letters:
        undisturbed.store(raw)
    undisturbed.understand()

    found = effects(room)
    assert (moved >= MOVES, resets) == (True, RESETS)
    assert found == effects(undisturbed)
    assert len(flags) == LETTERS
    assert not [each for each in flags if b"Seen" in each]


def test_the_letters_of_this_test_have_effects_of_every_kind(undisturbed: Mailroom) -> None:
    for number in range(LETTERS):
        undisturbed.store(answer_of(number, undisturbed.mail(person(number))))

    undisturbed.understand()

    kinds, found = expected(range(LETTERS)), effects(undisturbed)
    assert found.events_of("message_stored", "bounced", "auto_replied", "opted_out", "referred") == {
        "message_stored": LETTERS,
        "bounced": kinds[Kind.BOUNCE],
        "auto_replied": kinds[Kind.ABSENCE],
        "opted_out": kinds[Kind.OPT_OUT],
        "referred": kinds[Kind.REFERRAL],
    }
    assert len(found.referrals) == kinds[Kind.REFERRAL]
    assert sum(found.suppressions.values()) == kinds[Kind.BOUNCE] + kinds[Kind.OPT_OUT]
    assert set(found.letters.values()) == {1}
