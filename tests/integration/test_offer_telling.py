"""What salespeople and a CRM are told of leads: the brief, the webhook, the invitation, and the introduction."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.handoff import introducing
from outreach.qualification.answering import withdraw_answer
from outreach.qualification.leads.model import Lead
from outreach.qualification.leads.service import Talk
from outreach.sending.model import OutboundMessage
from tests.support.databases import Refillable
from tests.support.hand_off_desk import HandOffDesk
from tests.support.lead_definitions import GOOD
from tests.support.lead_desk import ANA
from tests.support.mailroom import MARIA, sure
from tests.support.offer_line import DORA, EMIL, OfferLine, offer_line, parsed, text_of
from tests.support.webhook_server import Request, webhook_server

MARIA_AT = MARIA.email or ""
EVIL = "Maria\r\nBcc: eve@elsewhere.example \x1b[31m=?utf-8?q?=0Ax?="


@pytest.fixture
def desk(migrated_sqlite: Refillable) -> HandOffDesk:
    """Ana was asked, and named Maria; Maria is interested, and Rita has qualified her."""
    desk = HandOffDesk(migrated_sqlite.refilled())
    desk.ask(ANA)
    desk.answered(ANA, sure(Intent.REFERRAL, MARIA, visible_text="Maria Weber handles that."))
    desk.later(days=1)
    desk.send_all()
    desk.reply(MARIA_AT, Intent.INTERESTED, visible_text="Yes, call me on Thursday.")
    call = Talk(
        answers=GOOD, next_step="call Maria at 15:30", next_step_on=(desk.now + timedelta(days=9)).date()
    )
    desk.qualify(MARIA_AT, talk=call)
    return desk


def accepted(desk: HandOffDesk, *, by: str = "dora") -> None:
    desk.offer(MARIA_AT, to=by)
    desk.accept(MARIA_AT, by=by)


# --- the brief -------------------------------------------------------------------------------------------------------


async def test_a_brief_tells_in_a_minute_who_how_what_and_what_next(
    desk: HandOffDesk, tmp_path: Path
) -> None:
    desk.offer(MARIA_AT, to="dora")
    async with offer_line(desk, tmp_path) as line:
        await line.turn()

        (mail,) = line.mails_to(DORA)
        text = text_of(mail)

    assert f"Maria Weber <{MARIA_AT}>" in text
    assert f"We asked {ANA}" in text
    assert f"2. Who named Maria Weber <{MARIA_AT}>." in text
    assert "PROMISED: call Maria at 15:30, 2026-03-1" in text
    assert "> Maria Weber handles that." in text
    assert "> Yes, call me on Thursday." in text
    assert "SCORE" in text
    assert len(text.split()) < 300


async def test_what_strangers_wrote_cannot_break_out(desk: HandOffDesk, tmp_path: Path) -> None:
    desk.sql("UPDATE contact SET name = :name WHERE address = :address", name=EVIL, address=MARIA_AT)
    desk.offer(MARIA_AT, to="dora")
    async with offer_line(desk, tmp_path) as line:
        await line.turn()

        (mail,) = line.mails_to(DORA)

    assert mail["Bcc"] is None
    assert set(mail.keys()) >= {"From", "To", "Subject", "Message-ID"}
    assert "\x1b" not in mail.as_string() + text_of(mail)


async def test_nothing_leaves_before_it_is_live(desk: HandOffDesk, tmp_path: Path) -> None:
    desk.offer(MARIA_AT, to="dora")
    async with offer_line(desk, tmp_path, live=False) as line:
        await line.turn()

        assert line.mails_to(DORA) == []
        assert ("offered", "mail", "waiting") in line.notices()


async def test_who_wants_no_mail_gets_none(desk: HandOffDesk, tmp_path: Path) -> None:
    desk.offer(MARIA_AT, to="dora")
    async with offer_line(desk, tmp_path, also="[hand_off]\nnotify_by_mail = false\n") as line:
        await line.turn()

        assert line.mails_to(DORA) == []
        assert line.notices() == [
            ("offered", "mail", "not_wanted"),
            ("offered", "webhook", "not_wanted"),
        ]


async def test_a_broken_template_holds_nothing_up(desk: HandOffDesk, tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "hand-off"
    folder.mkdir(parents=True)
    (folder / "offered.txt").write_text("Subject: x\n\n{{ nobody.knows }}\n")
    desk.offer(MARIA_AT, to="dora")
    async with offer_line(desk, tmp_path) as line:
        await line.turn()

        assert "HOW WE GOT HERE" in text_of(line.mails_to(DORA)[0])


async def test_the_invitation_comes_when_the_lead_is_theirs(desk: HandOffDesk, tmp_path: Path) -> None:
    desk.offer(MARIA_AT, to="dora")
    async with offer_line(desk, tmp_path) as line:
        await line.turn()
        desk.accept(MARIA_AT)
        await line.turn()

        offer, mine = line.mails_to(DORA)

    assert not offer.is_multipart()
    (attached,) = mine.iter_attachments()
    calendar = attached.get_content()
    assert "DTSTART:2026031" in str(calendar)
    assert "T153000Z" in str(calendar)
    assert mine["In-Reply-To"] == offer["Message-ID"]


# --- the webhook -----------------------------------------------------------------------------------------------------


async def test_a_webhook_is_signed_tried_again_and_keeps_its_id(desk: HandOffDesk, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("whsec_" + base64.b64encode(b"key of the crm").decode())
    statuses = iter([503, 200])
    with webhook_server(lambda _: (next(statuses, 200), {}, b"")) as server:
        also = (
            f'[hand_off]\nnotify_by_mail = false\nwebhook = "{server.url}/leads"\n'
            'webhook_secret = { file = "key" }\n[hand_off.crm]\nfields = ["Nr=lead", "Who=address"]\n'
        )
        desk.offer(MARIA_AT, to="dora")
        async with offer_line(desk, tmp_path, also=also) as line:
            await line.turn()
            assert ("offered", "webhook", "waiting") in line.notices()
            desk.later(minutes=5)
            await line.turn()

            assert ("offered", "webhook", "delivered") in line.notices()
        first, second = server.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert is_signed(second, b"key of the crm")
    told = json.loads(second.body)
    assert told["type"] == "lead.offered"
    assert told["data"]["fields"] == {"Nr": 1, "Who": MARIA_AT}


def is_signed(request: Request, key: bytes) -> bool:
    content = (
        f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body
    )
    signature = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return request.headers["webhook-signature"] == f"v1,{signature}"


# --- the introduction ------------------------------------------------------------------------------------------------


def introduced(line: OfferLine) -> OutboundMessage:
    def unit(session: Session, lead: Lead) -> OutboundMessage:
        drafted = draft(session, lead, line)
        effects, now = line.daemon.engine.effects, line.desk.now
        return introducing.introduce(session, lead, drafted, actor="rita", effects=effects, now=now)

    mail: OutboundMessage = line.desk.on_lead(MARIA_AT, unit)
    return mail


def draft(session: Session, lead: Lead, line: OfferLine) -> introducing.Introduction:
    return introducing.draft_introduction(
        session, lead, rules=line.desk.hand_off, effects=line.daemon.engine.effects, templates=None
    )


async def test_the_contact_is_introduced_in_their_thread_and_both_have_the_same_mail(
    desk: HandOffDesk, tmp_path: Path
) -> None:
    accepted(desk)
    async with offer_line(desk, tmp_path) as line:
        await line.turn()
        introduced(line)
        await line.turn()
        desk.later(minutes=2)
        await line.turn()

        (theirs,) = [raw for to, raw in line.daemon.smtp.mails if to == MARIA_AT]
        copies = [raw for to, raw in line.daemon.smtp.mails if to == DORA and raw == theirs]
        with desk.database.reading() as session, pytest.raises(Refused, match="already"):
            draft(session, session.get_one(Lead, 1), line)
    mail = parsed(theirs)
    assert DORA in str(mail["Cc"])
    assert str(mail["In-Reply-To"]) in {desk.inbounds()[-1].message_id}
    assert "May I introduce" in text_of(mail)
    assert len(copies) == 1


async def test_an_introduction_that_is_taken_back_reaches_nobody(desk: HandOffDesk, tmp_path: Path) -> None:
    accepted(desk)
    async with offer_line(desk, tmp_path) as line:
        await line.turn()
        mail = introduced(line)
        desk.do(withdraw_answer, mail.id or 0, actor="rita", now=desk.now)
        before = len(line.daemon.smtp.mails)
        desk.later(minutes=2)
        await line.turn()

        assert len(line.daemon.smtp.mails) == before
        assert ("introduced", "mail", "not_wanted") in line.notices()


async def test_nobody_is_introduced_before_they_accepted(desk: HandOffDesk, tmp_path: Path) -> None:
    desk.offer(MARIA_AT, to="dora")
    async with offer_line(desk, tmp_path) as line:
        with desk.database.reading() as session, pytest.raises(Refused, match="accepted by nobody"):
            draft(session, session.get_one(Lead, 1), line)


async def test_who_said_no_is_introduced_to_nobody(desk: HandOffDesk, tmp_path: Path) -> None:
    accepted(desk)
    desk.suppress(MARIA_AT)
    async with offer_line(desk, tmp_path) as line:
        with pytest.raises(Refused, match="suppressed"):
            introduced(line)


async def test_a_russian_salesperson_reads_russian(desk: HandOffDesk, tmp_path: Path) -> None:
    desk.offer(MARIA_AT, to="emil")
    async with offer_line(desk, tmp_path) as line:
        await line.turn()

        (mail,) = line.mails_to(EMIL)

    assert "КАК МЫ К НИМ ПРИШЛИ" in text_of(mail)
    assert str(mail["Subject"]).startswith("Лид 1: ")
