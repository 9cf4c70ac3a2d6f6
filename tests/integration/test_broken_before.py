"""What a review has broken once: hostile letters, late readings, floods, and two daemons at the same moment."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.intents import Intent
from outreach.database import locks
from outreach.database.engine import Database
from outreach.database.faults import is_the_databases_own
from outreach.inbox import pending
from outreach.inbox.model import InboundMessage, InboundState
from outreach.inbox.pending import MAX_ATTEMPTS, MOST_BYTES, TAKEN_FOR
from outreach.inbox.service import message_of
from outreach.qualification import service as qualification
from outreach.qualification.deciding import FROZEN, MOST_MESSAGES_AN_HOUR, is_frozen
from outreach.qualification.reclassify import applied_after
from outreach.qualification.second_opinions import keep_opinion
from outreach.replies.assigning import assign
from outreach.replies.listing import list_messages
from outreach.replies.second_reader import SecondOpinion
from outreach.sending import mailboxes
from outreach.sequences import enrolling
from outreach.sequences.model import EnrollmentState, HoldReason
from tests.support.databases import NOW, Refillable
from tests.support.held_units import HeldUnit
from tests.support.imap_sessions import address
from tests.support.mailbox_reader import a_reader, deliver, loopback_mailbox
from tests.support.mailroom import MARIA, Mailroom, a_reply, asked, sure, with_answers
from tests.support.misbehaving_imap import MisbehavingImap, Phase

ANA, VIC, EVE = "ana@acme.example", "vic@other.example", "eve@stranger.example"

#: UTF-7 gives out half a character, which neither database takes.
HALF = "=?utf-7?q?+2AA-?="


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    return asked(migrated_sqlite, ANA)


# --- letters that no database takes ---------------------------------------------------------------------------------

ODD_LETTERS = {
    "half a character in every field": (
        f"From: {HALF} Ana <ana@acme.example>\r\nSubject: Re: {HALF}\r\nMessage-ID: <{HALF}@x.example>\r\n"
        f"In-Reply-To: <{HALF}@y.example>\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n"
        "Please talk to Maria +2AA- Weber, maria+2AA-@acme.example. +AAA-\r\nMessage-ID: <a+2AA-b@c.example>\r\n"
    ).encode(),
    "zero bytes in every field": (
        b"From: \x00 Ana <ana@acme.example>\r\nSubject: Re: \x00\r\nMessage-ID: <\x00@x.example>\r\n"
        b"In-Reply-To: <\x00@y.example>\r\n\r\nPlease talk to Maria \x00 Weber, maria\x00@acme.example.\r\n"
        b"Message-ID: <a\x00b@c.example>\r\n"
    ),
    "zeros and halves as entities": (
        b"From: ana@acme.example\r\nSubject: Re: hello\r\nContent-Type: text/html\r\n\r\n"
        b"<p>Talk to Maria &#0;&#xD800; Weber, <a href='mailto:b&#0;c@acme.example'>maria&#0;@acme.example</a></p>"
    ),
    "a Message-ID longer than any line": (
        b"From: ana@acme.example\r\nMessage-ID: <" + b"a" * 5_000 + b"@x.example>\r\n\r\nYes.\r\n"
    ),
    "a Message-ID of four bytes a character": (
        b"From: ana@acme.example\r\nMessage-ID: <" + "\U0001f600".encode() * 390 + b"@x>\r\n\r\nYes.\r\n"
    ),
    "a name and an address without end": (
        b'From: "' + b"n" * 9_000 + b'" <' + b"a" * 300 + b"@" + b"b" * 300 + b".example>\r\n\r\nYes.\r\n"
    ),
    "nothing at all": b"",
    "a line's end": b"\r\n",
    "one zero": b"\x00",
}


@pytest.mark.parametrize("odd", ODD_LETTERS)
def test_no_letter_keeps_itself_or_another_from_being_stored_and_understood(
    database: Database, odd: str
) -> None:
    room = Mailroom(database)
    room.ask(ANA)

    stored = room.store(ODD_LETTERS[odd], a_reply(room.mail(ANA), sender=ANA))

    failed = settle_all(room)
    with database.reading() as session:
        shown = list_messages(session, unmatched=False, pending=False, set_aside=False, limit=10)
    assert failed == []
    assert len(stored) == len(shown) == 2
    assert {room.inbound(each).state for each in stored} == {InboundState.APPLIED}


def settle_all(room: Mailroom) -> list[qualification.Unread]:
    """Read and settle what waits, as the daemon does; what failed."""
    waiting = room.do(qualification.next_pending, room.effects, now=room.now, most=16)
    return room.do(
        qualification.settle, [qualification.read(each) for each in waiting], room.effects, now=room.now
    )


def refuse_to_store(room: Mailroom, condition: str) -> None:
    room.sql(
        f"CREATE TRIGGER refusal BEFORE INSERT ON inbound_message WHEN {condition} "
        "BEGIN SELECT RAISE(ABORT, 'not this one'); END"
    )


async def test_a_letter_that_the_database_refuses_stops_nobody_elses_and_is_tried_again(
    room: Mailroom,
) -> None:
    refuse_to_store(room, "NEW.subject = 'Poison'")
    letters = [a_reply(room.mail(ANA), subject=each, sender=ANA) for each in ("One", "Poison", "Two")]
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, *letters)

        await reader.turn()
        before = [each.subject for each in room.inbounds()]
        room.sql("DROP TRIGGER refusal")
        room.later(hours=2)
        await reader.turn()

    assert before == ["One", "Two"]
    assert [each.subject for each in room.inbounds()] == ["One", "Two", "Poison"]


async def test_where_no_letter_can_be_stored_none_is_passed_over(room: Mailroom) -> None:
    refuse_to_store(room, "TRUE")
    async with loopback_mailbox(room) as (server, reader):
        await deliver(server, room, *(a_reply(None, f"Letter {n}", sender=ANA) for n in range(3)))

        with pytest.raises(sa.exc.IntegrityError):
            await reader.turn()

        room.sql("DROP TRIGGER refusal")
        await reader.turn()
    assert len(room.inbounds()) == 3


def test_what_a_database_refuses_is_not_told_with_what_stood_in_it(database: Database) -> None:
    room = Mailroom(database)

    with pytest.raises(sa.exc.DBAPIError) as refused:
        room.sql("INSERT INTO answer (inbound_id, outbound_id) VALUES (:secret, 1)", secret=4711_4711)

    assert not is_the_databases_own(refused.value)
    assert "47114711, 1" not in str(refused.value)
    assert "parameters hidden" in str(refused.value)


# --- folders --------------------------------------------------------------------------------------------------------


async def test_a_folder_that_is_closed_to_us_is_told_and_one_that_is_gone_is_not(room: Mailroom) -> None:
    refusal = b"%t NO [NOPERM] Not yours.\r\n"
    told = []
    async with MisbehavingImap(script={Phase.EXAMINE: [refusal]}, mails={}) as server:
        reader = a_reader(room, address(server))
        for _ in range(2):
            await reader.turn()
            with room.database.reading() as session:
                told.append(mailboxes.status_of(session, "ann").reading_trouble)
        await reader.close()

    assert "cannot be read" in told[0]
    assert "Not yours" in told[0]
    assert told[1] == ""


# --- readings that come late ----------------------------------------------------------------------------------------


def test_a_reading_from_before_a_message_was_assigned_decides_nothing(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)
    stored = room.store_one(a_reply(None, "Please take me off your list.", sender=EVE))
    (waiting,) = room.do(qualification.next_pending, room.effects, now=room.now)
    room.do(assign, stored, ANA, hold_account=True, now=room.now)

    room.do(qualification.settle, [qualification.read(waiting)], room.effects, now=room.now)

    assert room.inbound(stored).state is InboundState.STORED
    assert room.held() == [HoldReason.UNREAD_REPLY]
    assert settle_all(room) == []
    assert room.suppressed(ANA) or room.reviews()


def test_a_reading_that_comes_too_late_lifts_no_hold(room: Mailroom) -> None:
    stored = room.store_one(a_reply(room.mail(ANA), sender=ANA))
    (waiting,) = room.do(qualification.next_pending, room.effects, now=room.now)
    room.sql("CREATE TRIGGER refusal BEFORE INSERT ON review BEGIN SELECT RAISE(ABORT, 'no'); END")
    for _ in range(MAX_ATTEMPTS):
        room.fails(stored)
    assert room.inbound(stored).state is InboundState.SET_ASIDE

    room.do(qualification.settle, [qualification.read(waiting)], room.effects, now=room.now)

    assert room.held() == [HoldReason.UNREAD_REPLY]


def test_of_what_could_not_be_read_only_the_header_is_looked_at_in_lists(room: Mailroom) -> None:
    stored = room.store_one(a_reply(None, "What broke the reading.", sender=EVE))
    whole = message_of(room.inbound(stored))
    for _ in range(MAX_ATTEMPTS):
        room.fails(stored)

    header = message_of(room.inbound(stored))

    assert "broke" in whole.text
    assert (header.text, header.sender.address) == ("", EVE)


# --- forged replies -------------------------------------------------------------------------------------------------


def test_a_machine_under_a_strangers_name_ends_nobody_elses_run(room: Mailroom) -> None:
    room.campaign(VIC, definition=with_answers(out_of_office="finish"), name="summer")
    room.campaign("bo@acme2.example", definition=with_answers(out_of_office="finish"), name="autumn")
    room.send_all()

    # Bo had our mail, and answers it automatically in the name of somebody at another company.
    letter = a_reply(room.mail("bo@acme2.example"), sender=VIC)
    room.receive(letter, sure(Intent.OUT_OF_OFFICE))

    assert room.state("bo@acme2.example") is EnrollmentState.ANSWERED
    assert room.state(VIC) is EnrollmentState.ACTIVE


# --- floods ---------------------------------------------------------------------------------------------------------


def flood(room: Mailroom, sender: str = ANA) -> None:
    """As many acknowledgements as freeze the address, and one question to a person about them."""
    for number in range(MOST_MESSAGES_AN_HOUR + 1):
        letter = a_reply(room.mail(ANA), f"Ticket {number}.", sender=sender)
        room.receive(letter, sure(Intent.AUTO_ACKNOWLEDGEMENT))


def test_what_a_person_wrote_clearly_within_a_flood_is_asked_about_when_it_is_over(room: Mailroom) -> None:
    flood(room)
    clear = room.answered(ANA, sure(Intent.REFERRAL, MARIA), text="Please talk to Maria Weber.")
    assert room.review().inbound_id != clear

    room.decide(room.review(), Intent.AUTO_ACKNOWLEDGEMENT)

    assert room.review().inbound_id == clear
    assert room.held() == [HoldReason.REVIEW]


def test_what_came_after_a_flood_is_not_asked_about_again(room: Mailroom) -> None:
    flood(room)
    room.later(hours=2)
    room.answered(ANA, sure(Intent.OUT_OF_OFFICE, visible_text="Away."), text="Away.")

    room.decide(room.review(), Intent.AUTO_ACKNOWLEDGEMENT)

    assert room.reviews() == []
    assert room.held() == [HoldReason.AWAY]


def test_a_second_reader_does_not_hide_that_a_review_stands_for_a_flood(room: Mailroom) -> None:
    flood(room)
    clear = room.answered(ANA, sure(Intent.REFERRAL, MARIA), text="Please talk to Maria Weber.")
    opinion = SecondOpinion(Intent.AUTO_ACKNOWLEDGEMENT, "Ticket")
    room.do(keep_opinion, room.review().id or 0, opinion, room.now)
    assert room.review().why != FROZEN

    room.decide(room.review(), Intent.AUTO_ACKNOWLEDGEMENT)

    assert room.review().inbound_id == clear


def test_two_addresses_that_flood_one_contact_are_two_questions(room: Mailroom) -> None:
    flood(room)

    flood(room, sender="bo@acme.example")

    frozen = [review for review in room.reviews() if is_frozen(review.why)]
    writers = {room.inbound(review.inbound_id).sender_address for review in frozen}
    assert writers == {ANA, "bo@acme.example"}


# --- two daemons ----------------------------------------------------------------------------------------------------


def test_a_hold_that_is_placed_while_another_runs_out_keeps_its_contact(
    postgresql_database: Database,
) -> None:
    room = Mailroom(postgresql_database)
    room.ask(ANA)
    room.hold(ANA, until=room.now)
    contact = room.contact(ANA)
    placing = HeldUnit(
        room.database,
        lambda session: enrolling.hold(
            session, reason=HoldReason.UNREAD_REPLY, contact_id=contact.id, now=NOW
        ),
    )
    placing.come_as_far_as_it_can()

    waking = HeldUnit(room.database, lambda session: enrolling.wake(session, NOW))
    waking.come_as_far_as_it_can()
    waking.let_go()
    placing.end()
    waking.end()

    assert room.held() == [HoldReason.UNREAD_REPLY]
    assert room.state(ANA) is EnrollmentState.PAUSED


def test_whoever_waits_to_set_a_message_aside_keeps_it_from_nobody(postgresql_database: Database) -> None:
    room = Mailroom(postgresql_database)
    room.ask(ANA)
    stored = room.store_one(a_reply(room.mail(ANA), sender=ANA))
    for _ in range(MAX_ATTEMPTS):
        room.do(pending.count_attempt, [stored], now=room.now)
    late = room.now + TAKEN_FOR + timedelta(minutes=1)
    settling = HeldUnit(room.database, locks.forbid)
    settling.come_as_far_as_it_can()
    looking = HeldUnit(room.database, lambda session: taken_up(session, room, late))
    looking.come_as_far_as_it_can()

    # Else the one who settles it would wait for the one who looks, who waits for them.
    room.do(lambda session: session.get_one(InboundMessage, stored, with_for_update={"nowait": True}))

    settling.end()
    looking.end()
    assert room.inbound(stored).state is InboundState.SET_ASIDE


def taken_up(session: Session, room: Mailroom, late: datetime) -> list[qualification.Pending]:
    return qualification.next_pending(session, room.effects, now=late)


def test_a_reading_counts_whatever_the_clock_has_behind_the_second(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)
    room.later(microseconds=987_654)
    stored = room.store_one(a_reply(room.mail(ANA), sender=ANA))

    assert settle_all(room) == []

    assert room.inbound(stored).state is InboundState.APPLIED


# --- more than memory should hold -----------------------------------------------------------------------------------


def test_of_many_letters_under_one_message_id_each_is_stored_and_known_again(room: Mailroom) -> None:
    letters = [
        a_reply(room.mail(ANA), f"Letter {number}.", sender=ANA, message_id="<same@post.example>")
        for number in range(30)
    ]

    stored = room.store(*letters)

    assert len(stored) == 30
    assert room.store(*letters, folder="Junk") == []
    # The spam filter has written above it what it thinks of it.
    assert room.store(b"X-Spam-Flag: YES\r\n" + letters[-1], folder="Junk") == []


def test_large_letters_are_read_again_a_few_at_a_time(room: Mailroom) -> None:
    for number in range(3):
        letter = a_reply(room.mail(ANA), f"Letter {number}." + " " * (MOST_BYTES // 2), sender=ANA)
        room.receive(letter, sure(Intent.AUTO_ACKNOWLEDGEMENT))

    turns, last = [], 0
    while found := room.do(applied_after, last, room.effects, since=None, most=50):
        turns.append(len(found))
        last = found[-1].inbound_id

    assert turns == [1, 1, 1]
