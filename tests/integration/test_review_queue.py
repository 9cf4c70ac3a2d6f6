"""The queue at work: what it shows and hides, whose it is, and what is seen when a review is opened."""

from datetime import timedelta
from typing import Any

import pytest

from outreach.core.errors import NotFound, Refused
from outreach.core.intents import Intent
from outreach.prospects.service import NewContact
from outreach.qualification.model import ReviewState
from outreach.qualification.opened import Opened, item
from outreach.qualification.queue import QueueItem, add_note, assign, queue, snooze
from outreach.replies.verdict import Hit, Person
from tests.support.databases import Refillable
from tests.support.mailroom import MARIA, Mailroom, a_reply, sure

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana (Acme) has asked something two hours ago, Ben (Бета) is a robot of now."""
    room = Mailroom(migrated_sqlite.refilled())
    room.ask(
        NewContact(address=ANA, name="Ana Ruiz", company="Acme", title="Office Manager"),
        NewContact(address=AMY, name="Amy Lee", company="Acme"),
        NewContact(address=BEN, name="Бен Ортис", company="Бета"),
    )
    room.answered(
        ANA,
        unsure(Intent.QUESTION, text="What is it about?\nAnd what does it cost?", evidence=(HIT,)),
        text="What is it about?",
    )
    room.later(hours=2)
    room.answered(BEN, unsure(Intent.AUTO_ACKNOWLEDGEMENT, text="Ваша заявка принята."), text="Ticket 1")
    return room


HIT = Hit("question.what_about", Intent.QUESTION, "What is it about", 0.8)


def unsure(intent: Intent, *people: Person, text: str = "What they wrote.", **values: Any) -> Any:
    return sure(intent, *people, needs_review=True, visible_text=text, doubts=("not sure enough",), **values)


def amy_answers(room: Mailroom, verdict: Any, **letter: Any) -> int:
    """Amy, who waits for her turn, answers what Ana got."""
    text = letter.pop("text", "I am the one.")
    return room.receive(a_reply(room.mail(ANA), text, sender=AMY, **letter), verdict)


def shown(room: Mailroom, **asked: Any) -> list[QueueItem]:
    with room.database.reading() as session:
        return queue(session, now=room.now, **asked)


def who(room: Mailroom, **asked: Any) -> list[str]:
    return [each.contact for each in shown(room, **asked)]


def opened(room: Mailroom, review_id: int = 1) -> Opened:
    with room.database.reading() as session:
        return item(session, review_id)


# --- the list -------------------------------------------------------------------------------------------------------


def test_a_line_of_the_queue_says_what_it_takes_to_choose(room: Mailroom) -> None:
    ana, _ = shown(room)

    assert (ana.contact, ana.contact_name, ana.account, ana.account_status) == (
        ANA,
        "Ana Ruiz",
        "Acme",
        "working",
    )
    assert (ana.campaign, ana.sequence, ana.proposed, ana.value) == ("spring", "who", Intent.QUESTION, 3)
    assert (ana.first_line, ana.why) == ("What is it about?", "not sure enough")


def test_who_wants_to_talk_stands_before_a_robot(room: Mailroom) -> None:
    room.later(hours=-3)
    amy_answers(room, unsure(Intent.INTERESTED))
    room.later(hours=3)

    assert [each.sender for each in shown(room)] == [f"<{address}>" for address in (AMY, ANA, BEN)]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("acme", [ANA]),
        ("БЕТА", [BEN]),
        ("заявка", [BEN]),
        ("what cost", [ANA]),
        ("spring ruiz", [ANA]),
        ("nothing", []),
    ],
)
def test_words_are_found_in_people_companies_and_text(room: Mailroom, search: str, found: list[str]) -> None:
    assert who(room, search=search) == found


def test_the_queue_is_sieved_by_intent_and_cut_off(room: Mailroom) -> None:
    assert who(room, intent=Intent.QUESTION) == [ANA]
    assert who(room, limit=1) == [ANA]


def test_what_is_put_off_comes_back_at_its_time_and_holds_until_then(room: Mailroom) -> None:
    room.do(snooze, 1, room.now + timedelta(hours=5), actor="rita", now=room.now)

    assert who(room) == [BEN]
    assert who(room, snoozed=True) == [ANA, BEN]
    assert room.state(ANA).value == "paused"
    room.later(hours=5)
    assert who(room) == [ANA, BEN]


def test_what_is_put_off_may_be_decided_all_the_same(room: Mailroom) -> None:
    room.do(snooze, 1, room.now + timedelta(hours=5), actor="rita", now=room.now)

    decided = room.decide(room.reviews()[0], Intent.INTERESTED)

    assert (decided.state, decided.snoozed_until) == (ReviewState.DECIDED, None)


def test_what_is_given_to_somebody_is_theirs_until_it_is_given_back(room: Mailroom) -> None:
    room.do(assign, 1, "rita", actor="bob", now=room.now)

    assert who(room, assigned_to="rita") == [ANA]
    assert who(room, assigned_to="") == [BEN]
    room.do(assign, 1, "", actor="bob", now=room.now)
    assert who(room, assigned_to="rita") == []


def test_nothing_is_put_off_into_the_past_or_once_it_is_decided(room: Mailroom) -> None:
    with pytest.raises(Refused, match="is past"):
        room.do(snooze, 1, room.now, actor="rita", now=room.now)
    room.decide(room.reviews()[0], Intent.INTERESTED)
    with pytest.raises(Refused, match="was decided by rita"):
        room.do(snooze, 1, room.now + timedelta(days=1), actor="bob", now=room.now)
    with pytest.raises(Refused, match="was decided by rita"):
        room.do(assign, 1, "bob", actor="bob", now=room.now)
    with pytest.raises(NotFound, match="review list"):
        room.do(assign, 99, "bob", actor="bob", now=room.now)


# --- opened ---------------------------------------------------------------------------------------------------------


def test_an_opened_review_holds_everything_to_decide_on(room: Mailroom) -> None:
    amy_answers(room, unsure(Intent.REFERRAL, MARIA, callback_phone="+442079460123"))

    ana, amy = opened(room), opened(room, 3)

    assert ana.new_text == "What is it about?\nAnd what does it cost?"
    assert ana.evidence == (HIT,)
    assert ana.doubts == ("not sure enough",)
    assert ana.contact_title == "Office Manager"
    assert [(mail.ours, mail.is_this) for mail in ana.thread] == [
        (True, False),
        (False, True),
        (False, False),
    ]
    assert [(each.address, each.runs, each.is_recipient) for each in ana.colleagues] == [
        (ANA, ("who in spring: paused",), True),
        (AMY, ("who in spring: paused",), False),
    ]
    assert [each.review_id for each in ana.other_reviews] == [3]
    assert (amy.people, amy.callback_phone) == ((MARIA,), "+442079460123")


def test_notes_stand_beside_the_review_the_newest_in_the_list(room: Mailroom) -> None:
    for text in ("call her", "called; on leave until Monday"):
        room.do(add_note, 1, text, actor="rita", now=room.now)

    assert [note.text for note in opened(room).notes] == ["call her", "called; on leave until Monday"]
    assert shown(room)[0].note == "called; on leave until Monday"
    with pytest.raises(Refused, match="say something"):
        room.do(add_note, 1, "  ", actor="rita", now=room.now)


def test_a_hostile_reply_shows_no_control_byte_in_the_list(room: Mailroom) -> None:
    evil = "\x1b]52;c;aGk=\x07\u202eEVIL [bold]x[/bold] " + "A" * 100_000

    amy_answers(room, unsure(Intent.QUESTION, text=evil), text="x", name="=?utf-8?q?=1b[31mAmy?=")

    (amy,) = shown(room, search="evil")
    for text in (amy.first_line, amy.sender, amy.subject, amy.note, amy.why):
        assert text.isprintable()
        assert len(text) <= 400


def test_what_answers_nothing_of_ours_can_be_opened_and_said_to_be_so(room: Mailroom) -> None:
    from outreach.qualification import reviewing
    from outreach.qualification.meanings import NOT_OURS

    room.do(reviewing.decide, 1, NOT_OURS, room.effects, actor="rita", now=room.now)

    told = opened(room)
    assert (told.item.decided, told.answers, told.item.contact) == (NOT_OURS, "", "")
    assert room.state(ANA).value == "active"
    assert room.inbounds()[0].matched_by is None
