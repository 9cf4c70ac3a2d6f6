"""A person's answer on its way through the daemon: read over IMAP, answered, sent over SMTP, answered again."""

import email
import email.policy
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.qualification import answering
from outreach.qualification.notice import NoticeState
from outreach.qualification.notices import listed
from outreach.sending import sent_folder
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sending.sent_folder import SeenMail
from tests.support.mailroom import Mailroom, a_reply
from tests.support.small_daemon import SmallDaemon, small_daemon

ANA, BEN = "ana@acme.example", "ben@beta.example"
QUESTION = "Before I say anything: what is this about, and what would it cost us?"


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    room = Mailroom(sqlite_database)
    room.campaign(ANA, BEN)
    return room


@pytest.fixture
async def daemon(room: Mailroom, tmp_path: Path) -> AsyncIterator[SmallDaemon]:
    async with small_daemon(room, tmp_path) as daemon:
        yield daemon


async def a_question(daemon: SmallDaemon) -> int:
    """Ana has got our mail and asks something; it has been read."""
    await daemon.engine.until_idle()
    await daemon.receive(a_reply(daemon.room.mail(ANA), QUESTION, sender=ANA, name="Ana Ruiz"))
    await daemon.engine.until_idle()
    return daemon.room.review().inbound_id


def answer(room: Mailroom, inbound_id: int) -> OutboundMessage:
    return room.do(
        answering.queue_answer,
        inbound_id,
        "Hello Ana,\n\nit is about printers.\n\nAnn\n",
        actor="rita",
        rules=room.effects,
        now=room.now,
    )


async def test_an_answer_goes_out_and_what_comes_back_is_known_as_its_answer(daemon: SmallDaemon) -> None:
    queued = answer(daemon.room, await a_question(daemon))

    await daemon.engine.until_idle()
    recipient, raw = daemon.smtp.mails[-1]
    await daemon.receive(
        a_reply(daemon.room.mail(ANA), "Thanks, and when could we talk about it?", sender=ANA)
    )
    await daemon.engine.until_idle()

    assert (recipient, raw.removesuffix(b".\r\n")) == (ANA, queued.raw)
    newest = daemon.room.reviews()[-1]
    answered = daemon.room.answers(newest.inbound_id)
    assert answered is not None
    assert (answered.id, answered.kind) == (queued.id, OutboundKind.ANSWER)
    assert "conversation" in newest.why
    assert daemon.sent_to() == [ANA, BEN, ANA]


async def test_an_answer_names_no_opt_out_link_and_goes_though_that_leads_elsewhere(
    daemon: SmallDaemon,
) -> None:
    answer(daemon.room, await a_question(daemon))
    daemon.engine.link_trouble = "port 8025 on 127.0.0.1 is taken by nginx, process 812."

    await daemon.engine.until_idle()

    assert daemon.sent_to() == [ANA, BEN, ANA]


async def test_it_leaves_as_it_was_frozen_and_reads_as_mail(daemon: SmallDaemon) -> None:
    answer(daemon.room, await a_question(daemon))

    await daemon.engine.until_idle()

    message = email.message_from_bytes(daemon.smtp.mails[-1][1], policy=email.policy.default)
    assert message["In-Reply-To"] == daemon.room.inbounds()[-1].message_id
    assert f"> {QUESTION}" in str(message.get_content())


async def test_a_rehearsal_logs_it_and_sends_nothing(
    room: Mailroom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    room.send_all()
    async with small_daemon(room, tmp_path, live=False) as daemon:
        await daemon.receive(a_reply(room.mail(ANA), QUESTION, sender=ANA))
        await daemon.engine.until_idle()
        queued = answer(room, room.review().inbound_id)
        await daemon.engine.until_idle()

    assert daemon.smtp.mails == []
    said = [record.__dict__ for record in caplog.records if record.message == "would_send"]
    assert queued.step in [each["step"] for each in said]
    assert room.mail().state is OutboundState.QUEUED


async def test_a_database_older_than_the_sent_folder_does_not_send_an_answer_again(
    daemon: SmallDaemon,
) -> None:
    room = daemon.room
    queued = answer(room, await a_question(daemon))
    next_step = room.run(ANA).next_step
    # As after a restored backup: it waits here, and lies in the Sent folder all the same.
    seen = SeenMail(queued.message_id or "", queued.message_id, frozenset({ANA}), room.now, queued.subject)

    noted = room.do(sent_folder.note_seen, "ann", [seen], room.rules, now=room.now)

    assert (noted.unknown, noted.adopted) == (1, 1)
    assert room.mail().state is OutboundState.SENT
    assert room.run(ANA).next_step == next_step
    assert room.events(Happened.ANSWER_SENT) == 1


async def test_the_team_is_told_in_the_turn_that_reads_the_reply(room: Mailroom, tmp_path: Path) -> None:
    also = '\n[[notices]]\nname = "team"\naddress = "team@alpha.example"\n'
    async with small_daemon(room, tmp_path, also=also) as daemon:
        room.effects = daemon.engine.effects

        await a_question(daemon)

    assert daemon.sent_to() == [ANA, BEN, "team@alpha.example"]
    with room.database.reading() as session:
        (notice,) = listed(session, everything=True, limit=10)
    assert notice.state is NoticeState.DELIVERED
