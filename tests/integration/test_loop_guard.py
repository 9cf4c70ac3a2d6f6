"""Robots are never answered: two that answer everything cannot make this program write to them without end."""

import pytest

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox.model import InboundState
from outreach.prospects.model import SuppressionReason
from outreach.qualification.deciding import FROZEN, MOST_MESSAGES_AN_HOUR
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import EnrollmentState, HoldReason
from tests.support.desk import mailbox, rules
from tests.support.mailroom import Mailroom, a_reply, sure

ANA, BEN = "ana@acme.example", "ben@acme.example"
PAUSED = EnrollmentState.PAUSED


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    return Mailroom(sqlite_database, rules(mailbox("ann"), mailbox("bea", address="bea@alpha.example")))


AUTOMATIC = ("Auto-Submitted: auto-replied", "Precedence: bulk")

#: What the two say to whatever comes, and whether it can be seen that nobody wrote it.
ROBOTS = {
    "each names the other, as a person would": ("Not me. Please talk to {other}, she handles sales.", ()),
    "each names the other, automatically": ("I have left. Please write to {other} instead.", AUTOMATIC),
    "each acknowledges": ("Thank you, ticket 4711 was opened. We will answer soon.", AUTOMATIC),
    "each acknowledges, without saying that it is a machine": ("Thanks! We have got your message.", ()),
    "each is away": ("I am out of office. In urgent cases write to {other}.", AUTOMATIC),
    "each asks back": ("Who are you, and what do you want?", ()),
}


@pytest.mark.parametrize("robots", ROBOTS)
def test_two_robots_that_answer_everything_get_no_more_than_their_steps(room: Mailroom, robots: str) -> None:
    text, headers = ROBOTS[robots]
    room.ask(ANA)
    answered: set[int] = set()

    for _ in range(40):
        for mail in unanswered(room, answered):
            other = BEN if mail.recipient == ANA else ANA
            letter = a_reply(mail, text.format(other=other), sender=mail.recipient, headers=headers)
            # A robot that is answered answers again, and once more to be sure.
            room.store(letter, letter + b"\r\nOnce more.")
            room.understand()
        room.later(days=1)
        room.send_all()

    mails = [(mail.recipient, mail.sequence, mail.step_index) for mail in room.mails()]
    assert len(mails) == len(set(mails)), "no step twice"
    assert {recipient for recipient, _, _ in mails} <= {ANA, BEN}
    assert len(mails) <= 4
    assert all(each.state is InboundState.APPLIED for each in room.inbounds())


def unanswered(room: Mailroom, answered: set[int]) -> list[OutboundMessage]:
    new = [mail for mail in room.mails() if mail.sent_at is not None and mail.id not in answered]
    answered.update(mail.id or 0 for mail in new)
    return new


def flood(room: Mailroom, count: int, text: str = "Question {}?", verdict: Intent = Intent.QUESTION) -> None:
    mail = room.mail(ANA)
    for number in range(count):
        letter = a_reply(mail, text.format(number), sender=ANA)
        room.receive(letter, sure(verdict, needs_review=True), mailbox=("ann", "bea")[number % 2])
        room.later(minutes=1)


def test_a_flood_to_all_mailboxes_together_is_one_question_to_a_person(room: Mailroom) -> None:
    room.ask(ANA)

    flood(room, 30)

    reasons = [review.why for review in room.reviews()]
    assert reasons.count(FROZEN) == 1
    assert len(reasons) == MOST_MESSAGES_AN_HOUR + 1
    assert room.state(ANA) is PAUSED


def test_a_person_lifts_the_freeze_and_is_shown_what_came_last_while_it_held(room: Mailroom) -> None:
    room.ask(ANA)
    flood(room, 9)
    newest = room.inbounds()[-1].id
    (frozen,) = (review for review in room.reviews() if review.why == FROZEN)

    room.decide(frozen, Intent.QUESTION)

    (shown,) = (review for review in room.reviews() if review.inbound_id == newest)
    assert "frozen" in shown.why
    assert len(room.reviews()) == MOST_MESSAGES_AN_HOUR + 1


def test_a_frozen_address_is_free_again_when_everything_is_decided(room: Mailroom) -> None:
    room.ask(ANA)
    for number in range(8):
        room.answered(ANA, sure(Intent.AUTO_ACKNOWLEDGEMENT), text=f"Ticket {number} was opened.")
    assert room.held() == [HoldReason.REVIEW]

    room.decide(room.review(), Intent.AUTO_ACKNOWLEDGEMENT)

    assert room.holds() == []
    assert [recipient for _, recipient in room.run_for(9)] == [ANA]


def test_a_no_counts_in_a_flood_too(room: Mailroom) -> None:
    room.ask(ANA)
    flood(room, 9)

    room.answered(ANA, sure(Intent.UNSUBSCRIBE), text="Please take me off your list.")

    assert room.suppressed(ANA) is SuppressionReason.OPTED_OUT


def test_a_postmaster_who_reports_on_many_mails_is_no_flood(room: Mailroom) -> None:
    people = [f"p{number}@firm{number}.example" for number in range(9)]
    room.ask(*people)

    for person in people:
        verdict = sure(Intent.BOUNCE_SOFT, bounced_address=person)
        room.receive(a_reply(room.mail(person), sender="mailer-daemon@alpha.example"), verdict)

    assert FROZEN not in {review.why for review in room.reviews()}
