"""The review queue: what a person decides is done at once, once, and lets go of whom it held."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.model import SuppressionReason
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.queue import QueueItem
from outreach.qualification.queue import queue as whole_queue
from outreach.referrals.model import ReferralState
from outreach.replies.verdict import Person, Via
from outreach.sequences.model import EnrollmentState, HoldReason
from tests.support.databases import Refillable
from tests.support.mailroom import MARIA, Mailroom, a_reply, asked, sure

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
THOMAS = "thomas@acme.example"
MARIA_AT = MARIA.email or ""
ACTIVE, PAUSED, ANSWERED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED, EnrollmentState.ANSWERED


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana has asked something; nobody has looked at it."""
    return with_a_question(asked(migrated_sqlite, ANA, AMY, BEN))


def a_question(database: Database) -> Mailroom:
    room = Mailroom(database)
    room.ask(ANA, AMY, BEN)
    return with_a_question(room)


def with_a_question(room: Mailroom) -> Mailroom:
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True, doubts=("also says not_now",)))
    return room


def queue(room: Mailroom, *, everything: bool = False) -> list[QueueItem]:
    with room.database.reading() as session:
        return whole_queue(session, now=room.now, everything=everything)


# --- the queue ------------------------------------------------------------------------------------------------------


def test_the_queue_says_who_wrote_and_why_a_person_is_asked(room: Mailroom) -> None:
    (waiting,) = queue(room)

    assert (waiting.proposed, waiting.why, waiting.confidence) == (
        Intent.QUESTION,
        "also says not_now",
        0.97,
    )
    assert (waiting.sender, waiting.contact) == (f"<{ANA}>", ANA)
    assert [room.state(address) for address in (ANA, AMY, BEN)] == [PAUSED, PAUSED, ACTIVE]


def test_the_oldest_stands_first_and_what_is_decided_leaves_the_queue(room: Mailroom) -> None:
    room.later(hours=1)
    room.answered(BEN, sure(Intent.INTERESTED))
    first, second = (each.review_id for each in queue(room))

    room.decide(next(each for each in room.reviews() if each.id == first), Intent.QUESTION)

    assert [each.review_id for each in queue(room)] == [second]
    # What waits stands before what is decided.
    assert [each.state for each in queue(room, everything=True)] == [
        ReviewState.WAITING,
        ReviewState.DECIDED,
    ]


def test_every_message_has_a_question_of_its_own(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION), text="And how much is it?")

    assert len(queue(room)) == 2


def test_under_the_contact_rule_only_those_concerned_are_held(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database, hold_account=False)
    room.ask(ANA, BEN)
    room.receive(a_reply(room.mail(ANA), sender=BEN), sure(Intent.QUESTION))

    assert [room.state(address) for address in (ANA, BEN)] == [PAUSED, PAUSED]
    assert [(hold.reason, hold.account_id) for hold in room.holds()] == [(HoldReason.REVIEW, None)] * 2

    room.decide(room.review(), Intent.OTHER)
    assert [room.state(address) for address in (ANA, BEN)] == [ACTIVE, ACTIVE]


# --- decided --------------------------------------------------------------------------------------------------------


def test_a_decision_is_kept_with_who_when_and_what_the_program_thought(database: Database) -> None:
    room = a_question(database)

    decided = room.decide(room.review(), Intent.INTERESTED)

    assert (decided.state, decided.intent, decided.decided_by, decided.decided_at) == (
        ReviewState.DECIDED,
        Intent.INTERESTED,
        "rita",
        room.now,
    )
    assert decided.proposed is Intent.QUESTION
    assert room.state(ANA) is ANSWERED
    assert room.holds() == []


def test_a_decision_lifts_only_its_own_hold(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.QUESTION), text="And how much is it?")
    first, second = room.reviews()

    room.decide(first, Intent.OTHER)
    still_held = room.state(ANA)
    room.decide(second, Intent.OTHER)

    assert still_held is PAUSED
    assert room.state(ANA) is ACTIVE


def test_a_decision_does_not_lift_what_a_person_has_paused(room: Mailroom) -> None:
    room.hold(ANA)

    room.decide(room.review(), Intent.OTHER)

    assert room.state(ANA) is PAUSED
    assert room.held() == [HoldReason.BY_HAND]


def test_what_was_decided_is_not_decided_again(room: Mailroom) -> None:
    review = room.review()
    room.decide(review, Intent.INTERESTED)

    with pytest.raises(Refused, match="decided already: interested, by rita"):
        room.decide(review, Intent.UNSUBSCRIBE, actor="bob")

    assert room.suppressed(ANA) is None
    assert room.events(Happened.REVIEW_DECIDED) == 1


def test_a_review_that_is_not_there_is_said_not_to_be(room: Mailroom) -> None:
    with pytest.raises(NotFound, match="review list"):
        room.decide(
            Review(id=99, inbound_id=1, proposed=Intent.OTHER, confidence=0, created_at=room.now),
            Intent.OTHER,
        )


def test_of_two_reviewers_at_the_same_moment_one_decides(database: Database) -> None:
    room = a_question(database)
    review = room.review()
    together = threading.Barrier(2)

    def decide(actor: str, intent: Intent) -> str:
        together.wait(10)
        try:
            return room.decide(review, intent, actor=actor).decided_by or ""
        except Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(2) as reviewers:
        outcomes = list(reviewers.map(decide, ["rita", "bob"], [Intent.INTERESTED, Intent.UNSUBSCRIBE]))

    (winner,) = {"rita", "bob"} & set(outcomes)
    (refused,) = [outcome for outcome in outcomes if outcome != winner]
    assert f"by {winner}" in refused
    assert room.events(Happened.REVIEW_DECIDED) == 1
    said_no = SuppressionReason.OPTED_OUT if winner == "bob" else None
    assert room.suppressed(ANA) is said_no
    assert room.events(Happened.OPTED_OUT) == (1 if said_no else 0)


# --- with people ----------------------------------------------------------------------------------------------------


def test_whom_a_reviewer_names_is_written_to(room: Mailroom) -> None:
    room.decide(room.review(), Intent.REFERRAL, MARIA)

    referral = room.referral()
    assert (referral.state, referral.decided_by) == (ReferralState.ENROLLED, "rita")
    assert room.state(ANA) is EnrollmentState.REFERRED
    assert room.send_all() == [MARIA_AT]


def test_a_reviewer_may_confirm_what_the_program_would_not_follow_alone(room: Mailroom) -> None:
    elsewhere = Person(name="Maria Weber", email="maria@agency.example", via=Via.TEXT)

    room.decide(room.review(), Intent.REFERRAL, elsewhere)

    assert room.referral().state is ReferralState.ENROLLED


def test_not_even_a_reviewer_writes_to_who_said_no(room: Mailroom) -> None:
    room.suppress(MARIA_AT, SuppressionReason.OPTED_OUT)

    room.decide(room.review(), Intent.REFERRAL, MARIA)

    assert room.referral().state is ReferralState.REFUSED
    assert room.send_all() == []


def test_a_referral_needs_somebody(room: Mailroom) -> None:
    with pytest.raises(Refused, match="--referral"):
        room.decide(room.review(), Intent.REFERRAL)

    assert room.review().state is ReviewState.WAITING
    assert room.state(ANA) is PAUSED


def test_without_a_word_of_the_reviewer_the_people_of_the_verdict_count(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    room.answered(ANA, sure(Intent.REFERRAL, MARIA, needs_review=True))

    room.decide(room.review(), Intent.REFERRAL)

    assert room.referral().email == MARIA_AT


def test_whom_a_reviewer_names_beside_another_answer_is_written_to_as_well(room: Mailroom) -> None:
    room.decide(room.review(), Intent.WRONG_PERSON, MARIA)

    assert room.state(ANA) is ANSWERED
    assert room.referral().state is ReferralState.ENROLLED


def test_the_stand_in_of_an_absence_is_sent_by_whom_we_wrote_to_not_by_their_machine(room: Mailroom) -> None:
    stand_in = (Person(name="Maria Weber", email=MARIA_AT),)
    absence = sure(Intent.OUT_OF_OFFICE, alternates=stand_in, needs_review=True)
    room.receive(a_reply(room.mail(BEN), sender="no-reply@beta.example"), absence)
    _, review = room.reviews()

    room.decide(review, Intent.REFERRAL)

    assert room.referral().referrer_id == room.contact(BEN).id
    assert not room.is_known("no-reply@beta.example")


# --- with a day -----------------------------------------------------------------------------------------------------


def test_a_not_now_rests_until_the_reviewers_day(room: Mailroom) -> None:
    room.decide(room.review(), Intent.NOT_NOW, resume_on=date(2026, 6, 1))

    (hold,) = room.holds()
    assert (hold.reason, hold.until.date() if hold.until else None) == (
        HoldReason.NOT_NOW,
        date(2026, 6, 1),
    )


@pytest.mark.parametrize("day", [date(2026, 3, 3), date(2025, 6, 1), date(2029, 1, 1)])
def test_a_day_that_makes_no_sense_is_refused(room: Mailroom, day: date) -> None:
    with pytest.raises(Refused, match="no day to go on"):
        room.decide(room.review(), Intent.NOT_NOW, resume_on=day)

    assert room.review().state is ReviewState.WAITING


# --- who wrote it ---------------------------------------------------------------------------------------------------


def test_a_colleague_who_answers_is_known_from_then_on(room: Mailroom) -> None:
    room.receive(a_reply(room.mail(ANA), sender=THOMAS, name="Thomas Berg"), sure(Intent.QUESTION))

    thomas = room.contact(THOMAS)
    assert (thomas.name, thomas.account_id) == ("Thomas Berg", room.contact(ANA).account_id)


def test_a_machine_that_answers_is_nobody(room: Mailroom) -> None:
    room.receive(a_reply(room.mail(ANA), sender="no-reply@acme.example"), sure(Intent.AUTO_ACKNOWLEDGEMENT))

    assert not room.is_known("no-reply@acme.example")
