"""An erasure takes out what is about somebody and nothing about anybody else, and nothing brings it back."""

import pytest
from sqlmodel import Session, select

from outreach.core.errors import NotFound, Refused
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox.message import read_message
from outreach.inbox.model import InboundMessage, InboundState
from outreach.prospects.model import Account, Contact, Suppression, SuppressionReason
from outreach.prospects.service import NewContact
from outreach.qualification import reclassify
from outreach.qualification import service as qualification
from outreach.qualification.model import KeptDecision, Review, ReviewNote
from outreach.replies.model import StoredVerdict
from outreach.replies.verdict import Person, Via
from outreach.rights.erasing import Erased, erase
from outreach.rights.kept_columns import fact_words
from outreach.rights.person import about, find_person
from outreach.sending.model import OutboundState
from outreach.sequences.model import EnrollmentState
from tests.support.campaigns import sequence
from tests.support.databases import NOW
from tests.support.desk import LINE_BROKE, WITHHELD
from tests.support.mailroom import MARIA, Mailroom, a_bounce, a_reply, sure

ANA = NewContact(
    "ana@acme.example", company="Acme", name="Ana Ruiz", given_name="Ana", family_name="Ruiz", title="CTO"
)
BEN, EVE = "ben@acme.example", "eve@beta.example"
MAILS = sequence(one_at_a_time=False)


@pytest.fixture
def room(database: Database) -> Mailroom:
    room = Mailroom(database)
    room.ask(ANA, BEN, EVE, definition=MAILS)
    return room


def erased(room: Mailroom, address: str = ANA.address) -> Erased:
    def unit(session: Session) -> Erased:
        person = find_person(session, address)
        return erase(session, person, about(session, person), actor="rita", now=room.now)

    return room.do(unit)


def stub(room: Mailroom, contact_id: int | None) -> Contact:
    with room.database.reading() as session:
        return session.get_one(Contact, contact_id)


def test_a_stub_without_a_word_is_left_and_colleagues_keep_theirs(room: Mailroom) -> None:
    contact_id = room.contact(ANA.address).id

    erased(room)

    left = stub(room, contact_id)
    assert left.address.endswith("@erased.invalid")
    assert (left.name, left.title, left.fields, left.emptied_at) == ("", "", {}, room.now)
    (mail,) = [each for each in room.mails() if each.contact_id == contact_id]
    assert (mail.raw, mail.body, mail.subject, mail.recipient) == (None, "", "", left.address)
    assert (mail.state, mail.message_id is not None) == (OutboundState.SENT, True)
    assert room.mail(BEN).body
    assert room.contact(BEN).address == BEN


def test_nothing_goes_to_them_any_more_whoever_asks(room: Mailroom) -> None:
    room.later(days=3)
    room.plan()
    claims = [room.claimed() for _ in range(3)]

    erased(room)

    assert {claim.recipient for claim in claims if room.commit(claim)} == {BEN, EVE}
    assert room.suppressed(ANA.address) is SuppressionReason.ERASED
    room.later(days=1)
    room.recover()
    assert room.campaign(ANA, name="summer", definition=sequence(name="other")).enrolled == 0
    with room.database.reading() as session:
        (no,) = session.exec(select(Suppression).where(Suppression.kind == "address")).all()
    assert (no.value, no.note) == (None, "")


def test_an_erasure_waits_for_a_mail_that_is_being_handed_over(room: Mailroom) -> None:
    room.later(days=3)
    room.plan()
    while (claim := room.claimed()).recipient != ANA.address:
        room.commit(claim)
        room.answer(claim, WITHHELD)
    assert room.commit(claim)

    with pytest.raises(Refused, match="is being handed over"):
        erased(room)
    room.answer(claim, LINE_BROKE)
    erased(room)

    doubtful = [mail for mail in room.mails() if mail.state is OutboundState.DOUBTFUL]
    assert [mail.message_id is not None for mail in doubtful] == [True], "the Sent folder can still settle it"


def test_a_bounce_still_finds_its_mail(room: Mailroom) -> None:
    mail = room.mail(ANA.address)
    erased(room)

    stored = room.receive(a_bounce(mail, ANA.address))

    answered = room.answers(stored)
    assert answered is not None
    assert answered.id == mail.id


def test_their_letter_is_not_stored_again_by_another_way(room: Mailroom) -> None:
    letter = a_reply(room.mail(ANA.address), "Not me.", sender=ANA.address)
    room.receive(letter, sure(Intent.QUESTION))
    erased(room)

    same = room.store(letter, folder="Archive", uidvalidity=2)
    with_another_header = room.store(b"X-Spam: no\r\n" + letter, folder="Archive", uidvalidity=2)

    assert same + with_another_header == []


def test_who_is_reading_their_letter_comes_too_late(room: Mailroom) -> None:
    letter = a_reply(room.mail(ANA.address), "Ask Maria.", sender=ANA.address)
    stored = room.store_one(letter)

    erased(room)
    room.apply_read(stored, read_message(letter), sure(Intent.REFERRAL, MARIA))

    assert room.inbound(stored).state is InboundState.APPLIED
    assert room.inbound(stored).raw == b""
    assert room.referrals() == []
    with room.database.reading() as session:
        assert session.exec(select(StoredVerdict)).all() == []


def test_newer_rules_do_not_read_it_again(room: Mailroom) -> None:
    letter = a_reply(room.mail(ANA.address), "Not me.", sender=ANA.address)
    stored = room.receive(letter, sure(Intent.QUESTION))
    erased(room)
    late = qualification.Understood(stored, read_message(letter), sure(Intent.UNSUBSCRIBE))

    assert room.do(reclassify.count_applied, None) == 0
    assert room.do(reclassify.reread, late, room.effects, room.now) is None


def test_a_colleague_whom_they_named_hears_no_more_of_it(room: Mailroom) -> None:
    room.answered(ANA.address, sure(Intent.REFERRAL, MARIA))
    room.send_all()
    maria = MARIA.email or ""
    assert "Ana Ruiz" in room.mail(maria).body

    erased(room)

    assert room.mail(maria).body == ""
    assert room.state(maria) is EnrollmentState.STOPPED
    assert room.contact(maria).name == "Maria Weber"


def test_what_others_wrote_stays_unless_it_names_them(room: Mailroom) -> None:
    about_her = Person(name="Ana Ruiz", email=ANA.address, via=Via.TEXT)
    naming = room.answered(BEN, sure(Intent.REFERRAL, about_her), text="Ask Ana Ruiz, she is our CTO.")
    other = room.answered(EVE, sure(Intent.QUESTION), text="Ask banana@acme.example or ana@acme.example.org.")
    same_name = room.receive(
        a_reply(room.mail(EVE), "Ana Ruiz is our lawyer.", sender=EVE), sure(Intent.QUESTION)
    )

    erased(room)

    assert room.inbound(naming).raw == b""
    assert room.inbound(naming).sender_address == BEN
    assert b"banana@acme.example" in room.inbound(other).raw
    assert b"Ana Ruiz" in room.inbound(same_name).raw
    with room.database.reading() as session:
        person = find_person(session, EVE)
        assert person.address == EVE


@pytest.mark.parametrize("written", ["Иван Петров", "ИВАН ПЕТРОВ", "иван\nпетров", "Иван  Петров"])
def test_a_remark_about_them_is_found_however_it_is_written(written: str, database: Database) -> None:
    room = Mailroom(database)
    room.ask(NewContact("ivan@acme.example", company="Acme", name="Иван Петров"), BEN, definition=MAILS)
    stored = room.answered(BEN, sure(Intent.QUESTION, needs_review=True), text="What is this?")
    with database.writing() as session:
        review = session.exec(select(Review).where(Review.inbound_id == stored)).one()
        note = f"{written} is on leave"
        session.add(ReviewNote(review_id=review.id or 0, written_by="rita", text=note, written_at=NOW))

    erased(room, "ivan@acme.example")

    with database.reading() as session:
        assert session.exec(select(ReviewNote.text)).one() == "[erased] is on leave"


def test_no_undo_of_a_colleagues_decision_keeps_how_their_run_was(room: Mailroom) -> None:
    room.answered(BEN, sure(Intent.UNSUBSCRIBE, needs_review=True), text="Leave us alone.")
    room.decide(room.review(), Intent.UNSUBSCRIBE)
    with room.database.reading() as session:
        changes = session.exec(select(KeptDecision.changes)).one()
    assert room.contact(ANA.address).id in [
        each["after"].get("contact_id") for each in changes if each["after"]
    ]

    erased(room)

    with room.database.reading() as session:
        assert session.exec(select(KeptDecision)).all() == []


def test_of_a_fact_no_sentence_is_kept() -> None:
    told = {"reason": "Ana Ruiz has left", "bounce": "bounce_hard", "mails": 3, "note": "x"}

    assert fact_words(told) == {"bounce": "bounce_hard", "mails": 3}
    assert fact_words({"reason": "mailbox_full"}) == {"reason": "mailbox_full"}


def test_the_other_company_with_the_same_name_is_told_of(room: Mailroom) -> None:
    same_name = room.receive(
        a_reply(room.mail(EVE), "Ana Ruiz is our lawyer.", sender=EVE), sure(Intent.QUESTION)
    )

    with room.database.reading() as session:
        found = about(session, find_person(session, ANA.address))

    assert found.namesakes == {same_name}


def test_what_a_colleague_wrote_is_understood_and_decided_first(room: Mailroom) -> None:
    letter = a_reply(room.mail(BEN), f"Ask {ANA.address}.", sender=BEN)
    stored = room.store_one(letter)
    with pytest.raises(Refused, match="has not been understood yet"):
        erased(room)

    room.apply(stored, sure(Intent.QUESTION, needs_review=True))

    with pytest.raises(Refused, match="waits for a decision"):
        erased(room)


def test_their_own_open_questions_are_closed(room: Mailroom) -> None:
    room.answered(ANA.address, sure(Intent.QUESTION, needs_review=True))
    assert len(room.reviews()) == 1

    erased(room)

    assert room.reviews() == []


def test_a_company_stays_and_what_is_none_goes_with_its_person(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, NewContact("gil@gmail.com", company="Gil Fox", name="Gil Fox"), definition=MAILS)
    acme, gils = room.contact(ANA.address).account_id, room.contact("gil@gmail.com").account_id

    erased(room)
    erased(room, "gil@gmail.com")

    with room.database.reading() as session:
        assert session.get_one(Account, acme).name == "Acme"
        assert session.get_one(Account, gils).name == ""


def test_somebody_who_only_wrote_to_us_can_be_erased_too(room: Mailroom) -> None:
    stranger = "zoe@elsewhere.example"
    stored = room.receive(a_reply(None, "Who are you?", sender=stranger), sure(Intent.OTHER))

    erased(room, stranger)

    with room.database.reading() as session:
        message = session.get_one(InboundMessage, stored)
    assert (message.raw, message.sender, message.sender_address) == (b"", "", "")
    assert room.suppressed(stranger) is SuppressionReason.ERASED


def test_of_whom_nothing_is_known_nothing_is_erased(room: Mailroom) -> None:
    with pytest.raises(NotFound):
        erased(room, "nobody@elsewhere.example")
    erased(room)
    erased(room)
    assert room.suppressed(ANA.address) is SuppressionReason.ERASED
    assert room.now == NOW
