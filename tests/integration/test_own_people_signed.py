"""Mail to our own people (the digest, offers of leads, the mail to oneself) is signed like that to prospects."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest

from outreach.config import load_config
from outreach.daemon.digest_turn import DigestTurn
from outreach.database.engine import Database
from outreach.mail.dkim_signing import new_key, read_key
from tests.support.configuration import config_text
from tests.support.databases import Refillable
from tests.support.hand_off_desk import HandOffDesk
from tests.support.lead_desk import ANA
from tests.support.mailbox_reader import RoomClock
from tests.support.mailroom import Mailroom
from tests.support.misbehaving_smtp import MisbehavingSmtp
from tests.support.offer_line import DORA, OfferLine, offer_line, parsed

BOSS = "boss@alpha.example"
MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
SECTION = '\n[mailboxes.dkim]\nselector = "s1"\nkey = { file = "dkim.pem" }\n'

MAILBOX = """\
sent_copy = "server"
smtp = {{ host = "127.0.0.1", port = {port}, security = "none" }}
{signing}
[reports]
digest_to = ["{boss}"]
digest_at = "08:00"
"""


class Signing:
    """A key in a file beside the configuration, and what DNS has for it."""

    def __init__(self, folder: Path) -> None:
        pem = new_key("ed25519")
        self.file = folder / "dkim.pem"
        self.file.write_text(pem)
        self.file.chmod(0o600)
        self.record = read_key(pem).record.encode()

    def holds(self, raw: bytes) -> bool:
        """The signature by alpha.example, over the bytes as the server got them."""
        # dkimpy wants what was transmitted, without the dot that ends it.
        message = raw.removesuffix(b".\r\n")
        return b" d=alpha.example; s=s1;" in message and bool(
            dkim.verify(message, dnsfunc=lambda _name, timeout=5: self.record)
        )


@pytest.fixture
def signing(tmp_path: Path) -> Signing:
    return Signing(tmp_path)


def digest_turn(room: Mailroom, folder: Path, port: int, signing: str) -> DigestTurn:
    path = folder / "config.toml"
    mailbox = MAILBOX.format(port=port, boss=BOSS, signing=signing)
    path.write_text(config_text(mailbox, live=True), encoding="utf-8")
    return DigestTurn(room.database, load_config(path), clock=RoomClock(room))


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    room.now = MORNING
    return room


async def test_the_digest_is_signed(room: Mailroom, tmp_path: Path, signing: Signing) -> None:
    async with MisbehavingSmtp() as smtp:
        await digest_turn(room, tmp_path, smtp.port, SECTION).turn()

    ((recipient, raw),) = smtp.mails
    assert recipient == BOSS
    assert signing.holds(raw)
    assert not signing.holds(raw.replace(b"Subject: ", b"Subject: Not "))


async def test_a_digest_whose_key_is_gone_waits_and_is_never_sent_unsigned(
    room: Mailroom, tmp_path: Path, signing: Signing
) -> None:
    async with MisbehavingSmtp() as smtp:
        turn = digest_turn(room, tmp_path, smtp.port, SECTION)
        signing.file.rename(tmp_path / "elsewhere.pem")
        await turn.turn()
        sent_without = list(smtp.mails)
        (tmp_path / "elsewhere.pem").rename(signing.file)
        room.later(hours=1)
        await turn.turn()

    assert sent_without == []
    assert [signing.holds(raw) for _, raw in smtp.mails] == [True]


async def test_where_nothing_is_configured_nothing_is_signed(room: Mailroom, tmp_path: Path) -> None:
    async with MisbehavingSmtp() as smtp:
        await digest_turn(room, tmp_path, smtp.port, "").turn()

    assert [parsed(raw)["DKIM-Signature"] for _, raw in smtp.mails] == [None]


@pytest.fixture
async def line(migrated_sqlite: Refillable, tmp_path: Path, signing: Signing) -> AsyncIterator[OfferLine]:
    """Ana's lead is offered to Dora, with a key for Ann's mailbox."""
    desk = HandOffDesk(migrated_sqlite.refilled())
    desk.ask(ANA)
    desk.qualified(ANA)
    # The last mailbox of the file is Ann's, and the team's tables are no mailboxes: the section goes with her.
    async with offer_line(desk, tmp_path, also=SECTION) as line:
        await line.turn()
        desk.offer(ANA, to="dora")
        await line.turn()
        yield line


def raws_to(line: OfferLine, address: str) -> list[bytes]:
    return [raw for recipient, raw in line.daemon.smtp.mails if recipient == address]


async def test_an_offer_and_what_follows_it_is_signed(line: OfferLine, signing: Signing) -> None:
    await line.answer("Accept", to=line.mails_to(DORA)[0])

    raws = raws_to(line, DORA)
    assert len(raws) >= 2
    assert all(signing.holds(raw) for raw in raws)


async def test_a_key_that_goes_missing_while_the_daemon_runs_costs_no_offer(
    migrated_sqlite: Refillable, tmp_path: Path, signing: Signing
) -> None:
    desk = HandOffDesk(migrated_sqlite.refilled())
    desk.ask(ANA)
    desk.qualified(ANA)
    async with offer_line(desk, tmp_path, also=SECTION) as line:
        signing.file.unlink()
        await line.turn()
        desk.offer(ANA, to="dora")
        await line.turn()
        raws = raws_to(line, DORA)

    assert [signing.holds(raw) for raw in raws] == [True]


async def test_an_invitation_is_under_the_signature(
    migrated_sqlite: Refillable, tmp_path: Path, signing: Signing
) -> None:
    desk = HandOffDesk(migrated_sqlite.refilled())
    desk.ask(ANA)
    desk.qualified(ANA)
    desk.sql("UPDATE lead SET next_step = 'a call', next_step_on = '2026-03-20'")
    async with offer_line(desk, tmp_path, also=SECTION) as line:
        await line.turn()
        desk.offer(ANA, to="dora")
        await line.turn()
        await line.answer("Accept", to=line.mails_to(DORA)[0])
        invited = [raw for raw in raws_to(line, DORA) if b"text/calendar" in raw]

    assert [signing.holds(raw) for raw in invited] == [True]
    assert not signing.holds(re.sub(rb"filename=\"invite.ics\"", b'filename="invoice.ics"', invited[0]))
