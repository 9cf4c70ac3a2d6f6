"""A preview is the mail: the bytes that it shows are those that the server gets, if it is sent at that moment."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.service import NewContact
from outreach.reporting.campaign.preview import Preview, preview
from outreach.sequences import campaigns
from outreach.sequences.definition import SequenceDefinition, Variant
from outreach.sequences.template_file import TemplateText
from tests.support.campaigns import sequence
from tests.support.command_line import CommandLine
from tests.support.desk import LATER, mailbox, rules
from tests.support.mailroom import MARIA, Mailroom, follow_up, sure
from tests.support.small_daemon import SmallDaemon, small_daemon

ANA, PETR = "ana@acme.example", "petr@beta.example"
MARIA_AT = MARIA.email or ""

RUSSIAN = TemplateText(
    "who/ask.ru.txt",
    "ru",
    "Принтеры в {{ account.name or account.domain }}",
    "Здравствуйте, {{ contact.given_name }}!\n\n.Кто у вас отвечает за принтеры?\n\n{{ sender.name }}\n",
)


def in_two_languages() -> SequenceDefinition:
    plain = sequence()
    first = plain.steps[0]
    texts = (*first.variants[0].texts, RUSSIAN)
    return replace(plain, steps=(replace(first, variants=(Variant("a", texts),)), *plain.steps[1:]))


def shown(room: Mailroom, address: str) -> Preview | None:
    contact_id = room.contact(address).id
    with room.database.writing() as session:
        found = campaigns.find(session, "spring")
        told = preview(session, found, room.rules, room.now, contact_id=contact_id)
        session.rollback()
    return told


def previewed(room: Mailroom, address: str) -> bytes:
    told = shown(room, address)
    assert told is not None
    return told.written.raw


def received(daemon: SmallDaemon, address: str) -> bytes:
    """What the server got last for them, as it was before dots were doubled (RFC 5321, 4.5.2)."""
    content = [content for to, content in daemon.smtp.mails if to == address][-1]
    return content.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")


@pytest.fixture(name="room")
def empty_room(sqlite_database: Database) -> Iterator[Mailroom]:
    yield Mailroom(sqlite_database)


async def test_every_mail_of_a_run_is_what_its_preview_showed(room: Mailroom, tmp_path: Path) -> None:
    async with small_daemon(room, tmp_path) as daemon:
        petr = NewContact(PETR, given_name="Пётр", family_name="Иванов", language="ru", line=2)
        room.campaign(ANA, petr, definition=in_two_languages(), targets=(follow_up(cc_referrer=True),))

        first = {address: previewed(room, address) for address in (ANA, PETR)}
        await daemon.engine.until_idle()
        assert {address: received(daemon, address) for address in (ANA, PETR)} == first
        assert b"Date: Tue, 03 Mar 2026 10:00:00 +0000\r\n" in first[ANA]
        assert b"Subject: =?utf-8?" in first[PETR]

        room.later(days=2)
        reminder = previewed(room, PETR)
        await daemon.engine.until_idle()
        assert received(daemon, PETR) == reminder
        assert b"\r\nIn-Reply-To: <o." in reminder


async def test_the_command_line_writes_the_very_bytes_that_then_go_out(
    room: Mailroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.cli.workspace.now", lambda: room.now)
    async with small_daemon(room, tmp_path) as daemon:
        room.campaign(ANA, definition=in_two_languages())
        outreach = CommandLine(tmp_path)

        first = outreach("campaign", "preview", "spring").stdout_bytes
        await daemon.engine.until_idle()
        assert received(daemon, ANA) == first

        room.later(days=2)
        reminder = outreach("campaign", "preview", "spring", "--prospect", ANA).stdout_bytes
        await daemon.engine.until_idle()
        assert received(daemon, ANA) == reminder != first


async def test_the_mail_to_somebody_who_was_named_is_what_its_preview_showed(
    room: Mailroom, tmp_path: Path
) -> None:
    async with small_daemon(room, tmp_path) as daemon:
        room.campaign(ANA, targets=(follow_up(cc_referrer=True),))
        await daemon.engine.until_idle()
        room.answered(ANA, sure(Intent.REFERRAL, MARIA), name="Ana Ruiz")

        mail = previewed(room, MARIA_AT)
        await daemon.engine.until_idle()

        assert received(daemon, MARIA_AT) == mail
        assert f"\r\nCc: Ana Ruiz <{ANA}>\r\n".encode() in mail


def test_the_mailbox_of_a_preview_is_the_one_that_it_then_goes_from(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database, rules(mailbox("ann", per_day=2), mailbox("bob")))
    room.campaign(ANA, PETR, mailboxes=("ann", "bob"))

    told = shown(room, ANA)
    room.plan()

    assert told is not None
    assert told.mailbox == room.mail(ANA).mailbox == "bob"


def test_what_a_server_was_offered_before_is_shown_as_it_was_written_then(room: Mailroom) -> None:
    room.campaign(ANA)
    room.plan()
    room.answer(room.in_flight(), LATER)
    frozen = room.mail(ANA).raw

    room.later(hours=3)

    assert previewed(room, ANA) == frozen
