"""Offers by mail: the brief arrives, the answer is matched, and what only looks like an answer does nothing."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.database.engine import Database
from outreach.handoff import mail_answers, offer_notices
from outreach.handoff.mail_model import AnswerCame
from outreach.handoff.offer_notices import TellingRules
from outreach.qualification.leads.model import LeadState
from tests.support.databases import Refillable
from tests.support.hand_off_desk import HandOffDesk
from tests.support.lead_desk import ANA
from tests.support.mailroom import a_bounce, a_reply
from tests.support.offer_line import DORA, EMIL, OfferLine, offer_line, parsed, text_of

STRANGER = "eve@elsewhere.example"


@pytest.fixture
async def line(migrated_sqlite: Refillable, tmp_path: Path) -> AsyncIterator[OfferLine]:
    """Ana's lead is offered to Dora, who has got the mail."""
    desk = HandOffDesk(migrated_sqlite.refilled())
    desk.ask(ANA)
    desk.qualified(ANA)
    async with offer_line(desk, tmp_path) as line:
        await line.turn()
        desk.offer(ANA, to="dora")
        await line.turn()
        yield line


async def test_the_offer_is_told_by_a_brief(line: OfferLine) -> None:
    (mail,) = line.mails_to(DORA)

    assert str(mail["Subject"]).startswith("Lead 1: ")
    assert str(mail["Message-ID"]).startswith("<h.1.1.0.")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert ANA in text_of(mail)
    assert "reject: clerical, what is wrong" in text_of(mail)
    assert "SCORE" in text_of(mail)


async def test_accept_takes_the_lead(line: OfferLine) -> None:
    await line.answer("Accept", to=line.mails_to(DORA)[0])

    assert line.desk.lead().state is LeadState.ACCEPTED
    assert line.came() == [("accepted", "")]
    assert "is yours" in text_of(line.mails_to(DORA)[-1])


async def test_reject_says_why(line: OfferLine) -> None:
    await line.answer("reject: no budget owner", to=line.mails_to(DORA)[0])

    assert line.desk.lead().state is LeadState.REJECTED
    assert line.came() == [("rejected", "definitional")]
    assert line.desk.lead().owner == "rita"


async def test_nonsense_is_asked_back_once_a_day_and_a_manager_knows(line: OfferLine) -> None:
    (offer,) = line.mails_to(DORA)
    await line.answer("What is this about?", to=offer)
    await line.answer("I said: what is this about?", to=offer)

    assert line.desk.lead().state is LeadState.OFFERED
    assert [came for came, _ in line.came()] == ["not_understood", "not_understood"]
    assert "could not be read" in text_of(line.mails_to(DORA)[-1])
    assert len(line.mails_to(DORA)) == 2
    assert [owner for owner, note in line.tasks() if "could not be read" in note] == ["mona"]


async def test_an_answer_to_the_help_mail_counts(line: OfferLine) -> None:
    await line.answer("Hm?", to=line.mails_to(DORA)[0])
    await line.answer("accept", to=line.mails_to(DORA)[-1])

    assert line.desk.lead().state is LeadState.ACCEPTED
    assert [note for _, note in line.tasks() if "could not be read" in note] == []


async def test_her_name_alone_moves_nothing(line: OfferLine) -> None:
    await line.answer("accept", to=None, sender=DORA)

    assert line.desk.lead().state is LeadState.OFFERED
    assert line.came() == [("forged", "it answers no mail of ours")]
    assert len(line.mails_to(DORA)) == 1


@pytest.mark.parametrize("sender", [STRANGER, EMIL, ANA])
async def test_the_right_id_from_another_sender_moves_nothing(line: OfferLine, sender: str) -> None:
    await line.answer("accept", to=line.mails_to(DORA)[0], sender=sender)

    assert line.desk.lead().state is LeadState.OFFERED
    assert line.came() == [("forged", "it does not come from the address that the offer went to")]
    assert not any("could not be read" in text_of(mail) for mail in line.mails_to(sender))


async def test_an_id_that_somebody_made_up_moves_nothing(line: OfferLine) -> None:
    (offer,) = line.mails_to(DORA)
    digit = "0" if str(offer["Message-ID"])[12] != "0" else "1"
    forged = str(offer["Message-ID"])
    offer.replace_header("Message-ID", forged[:12] + digit + forged[13:])

    await line.answer("accept", to=offer)

    assert line.desk.lead().state is LeadState.OFFERED
    assert [came for came, _ in line.came()] == ["forged"]


async def test_what_the_server_calls_forged_moves_nothing(line: OfferLine) -> None:
    results = "Authentication-Results: mx.alpha.example; spf=fail; dmarc=fail header.from=alpha.example"
    await line.answer("accept", to=line.mails_to(DORA)[0], headers=(results,))

    assert line.desk.lead().state is LeadState.OFFERED
    assert line.came() == [("forged", "the server that took it says that its sender is forged (DMARC)")]


async def test_a_robot_is_neither_obeyed_nor_answered(line: OfferLine) -> None:
    away = ("Auto-Submitted: auto-replied",)
    await line.answer("I am out of office.", to=line.mails_to(DORA)[0], headers=away)

    assert line.desk.lead().state is LeadState.OFFERED
    assert [came for came, _ in line.came()] == ["automatic"]
    assert len(line.mails_to(DORA)) == 1


async def test_a_bounce_of_the_offer_is_no_forgery(line: OfferLine) -> None:
    bounce = a_bounce(None, DORA).replace(
        b"Subject: Undelivered",
        f"References: {line.mails_to(DORA)[0]['Message-ID']}\r\nSubject: Undelivered".encode(),
    )
    await line.daemon.receive(bounce)
    await line.turn()

    assert [came for came, _ in line.came()] == ["automatic"]


async def test_a_rejection_that_speaks_of_an_absence_is_no_absence_notice(line: OfferLine) -> None:
    text = "reject: clerical, she is out of office until 1 May and on parental leave then"
    await line.answer(text, to=line.mails_to(DORA)[0])

    assert line.came() == [("rejected", "clerical")]


def test_the_same_on_postgresql(postgresql_database: Database) -> None:
    desk = HandOffDesk(postgresql_database)
    desk.ask(ANA)
    desk.qualified(ANA)
    desk.offer(ANA, to="dora")
    rules = TellingRules(desk.hand_off.team, desk.rules)
    taken = desk.do(offer_notices.take_up, rules, desk.now)
    assert taken is not None
    assert taken.mail is not None
    desk.do(offer_notices.delivered, taken, desk.now)
    offer = parsed(taken.mail.raw)
    desk.receive(a_reply(None, "accept", sender=DORA, references=[str(offer["Message-ID"])]))

    (came,) = desk.do(mail_answers.look, desk.hand_off, desk.now)

    assert came.came is AnswerCame.ACCEPTED
    assert desk.lead().state is LeadState.ACCEPTED
    assert desk.do(mail_answers.look, desk.hand_off, desk.now) == []


async def test_accepting_twice_is_no_second_answer(line: OfferLine) -> None:
    (offer,) = line.mails_to(DORA)
    await line.answer("accept", to=offer)
    await line.answer("Accept!", to=offer)

    assert [came for came, _ in line.came()] == ["accepted", "repeated"]
    assert len(line.mails_to(DORA)) == 2


async def test_too_late_is_told(line: OfferLine) -> None:
    (offer,) = line.mails_to(DORA)
    line.desk.now += timedelta(days=14)
    await line.turn()
    await line.answer("accept", to=offer)

    assert line.desk.lead().owner != "dora"
    assert [came for came, _ in line.came()] == ["refused"]
    assert "nothing was done" in text_of(line.mails_to(DORA)[-1])


async def test_salespeople_are_no_prospects(line: OfferLine) -> None:
    await line.answer("accept", to=line.mails_to(DORA)[0])

    assert not line.desk.is_known(DORA)
    assert line.desk.reviews() == []
    assert line.desk.inbounds()[-1].matched_by == "own"


async def test_reminders_stand_in_the_same_thread_and_in_their_language(line: OfferLine) -> None:
    line.desk.reject(ANA)
    await line.turn()
    line.desk.now += timedelta(days=4)
    await line.turn()

    offer, reminder, *_ = line.mails_to(EMIL)
    assert "беру" in text_of(offer)
    assert reminder["References"] == offer["Message-ID"]
    assert "всё ещё ждёт" in text_of(reminder)
