"""What has been kept for long enough loses its text; that it was sent, and every no, stays."""

import pytest

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox.model import InboundMessage
from outreach.prospects.model import SuppressionReason
from outreach.prospects.service import NewContact
from outreach.rights.retention import Kept, RetentionRules, over, retain
from outreach.sending.model import OutboundState
from tests.support.campaigns import sequence
from tests.support.mailroom import Mailroom, a_bounce, a_reply, sure

ANA = NewContact("ana@acme.example", company="Acme", name="Ana Ruiz", given_name="Ana", phone="+1 555 0142")
BEN, EVE = "ben@beta.example", "eve@gamma.example"
RULES = RetentionRules()
MAILS = sequence("ask", one_at_a_time=False, silence=1)


@pytest.fixture
def room(database: Database) -> Mailroom:
    room = Mailroom(database)
    room.ask(ANA, BEN, EVE, definition=MAILS)
    return room


def retained(room: Mailroom, rules: RetentionRules = RULES) -> Kept:
    with room.database.reading() as session:
        due = over(session, rules, room.now)
    done = room.do(retain, rules, room.now)
    assert done == due, "what is said beforehand is what is done"
    return done


def away(room: Mailroom, address: str) -> int:
    return room.receive(a_reply(room.mail(address), "I am away.", sender=address), sure(Intent.OUT_OF_OFFICE))


def kept(room: Mailroom, stored: int) -> InboundMessage:
    return room.inbound(stored)


def test_what_machines_wrote_goes_after_its_days_and_not_before(room: Mailroom) -> None:
    notice = away(room, BEN)
    bounce = room.receive(a_bounce(room.mail(EVE), EVE))
    answer = room.answered(ANA.address, sure(Intent.QUESTION))

    room.later(days=89)
    assert retained(room) == Kept()
    room.later(days=2)
    assert retained(room) == Kept(automatic_mail=2)

    assert (kept(room, notice).raw, kept(room, bounce).raw) == (b"", b"")
    assert kept(room, answer).raw != b""
    assert kept(room, notice).sender_address == BEN
    assert room.suppressed(EVE) is SuppressionReason.BOUNCED
    assert retained(room) == Kept()


def test_mail_that_answers_nothing_goes_unless_somebody_is_asked(room: Mailroom) -> None:
    stored = room.receive(a_reply(None, "Buy our pens!", sender="pens@else.example"), sure(Intent.OTHER))

    room.later(days=91)

    assert retained(room) == Kept(unmatched_mail=1)
    assert (kept(room, stored).raw, kept(room, stored).sender) == (b"", "")


def test_what_waits_for_a_person_waits_with_its_text(room: Mailroom) -> None:
    doubtful = sure(Intent.OUT_OF_OFFICE, needs_review=True)
    stored = room.receive(a_reply(room.mail(BEN), "I am away?", sender=BEN), doubtful)
    assert len(room.reviews()) == 1

    room.later(days=400)

    assert retained(room).automatic_mail == 0
    assert kept(room, stored).raw != b""


def test_who_never_answered_is_an_address_after_two_years(room: Mailroom) -> None:
    room.answered(BEN, sure(Intent.QUESTION))
    room.later(days=20)
    room.send_all()
    room.later(days=24 * 30 + 1)

    done = retained(room)

    assert done.silent_contacts == 2
    ana = room.contact(ANA.address)
    assert (ana.name, ana.given_name, ana.phone, ana.fields) == ("", "", "", {})
    mail = room.mail(ANA.address)
    assert (mail.state, mail.raw, mail.body) == (OutboundState.SENT, None, "")
    assert room.mail(BEN).body
    # By the address they are known again: what was sent is not sent a second time.
    assert room.campaign(ANA, name="again", definition=MAILS).enrolled == 0


def test_nothing_goes_where_the_file_says_for_ever(room: Mailroom) -> None:
    away(room, BEN)
    room.receive(a_reply(None, "Buy our pens!", sender="pens@else.example"), sure(Intent.OTHER))

    room.later(days=5_000)

    assert retained(room, RetentionRules(0, 0, 0)) == Kept()


def test_the_same_letter_does_not_come_back_from_another_folder(room: Mailroom) -> None:
    letter = a_reply(room.mail(BEN), "I am away.", sender=BEN)
    room.receive(letter, sure(Intent.OUT_OF_OFFICE))
    room.later(days=91)
    retained(room)

    assert room.store(b"X-Spam: no\r\n" + letter, folder="Archive", uidvalidity=2) == []
