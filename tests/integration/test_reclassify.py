"""Stored mail, read again by newer rules: a new no is honoured, everything else waits for a person, nothing is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox.message import read_message
from outreach.prospects.suppressing import suppression_of
from outreach.qualification import reclassify
from outreach.qualification.model import ReviewState
from outreach.qualification.rereading import Change, Follows
from outreach.qualification.service import Understood, verdict_of
from outreach.replies.verdict import Person, Verdict
from outreach.sequences.model import EnrollmentState, HoldReason
from tests.support.mailroom import Mailroom, a_reply, sure

ANA = "ana@acme.example"
TEXT = "Not for us, and that is final."
ABSENT = sure(Intent.OUT_OF_OFFICE)
OPT_OUT = sure(Intent.UNSUBSCRIBE, visible_text=TEXT)
QUESTION = Verdict(Intent.QUESTION, 0.8, visible_text=TEXT, doubts=("question is answered by people",))
CARL = Person("Carl Orr", "carl@acme.example")


def a_room(database: Database, verdict: Verdict) -> Mailroom:
    """Ana was written to, and answered something that was read so."""
    room = Mailroom(database)
    room.ask(ANA)
    room.receive(a_reply(room.mail(ANA), TEXT, sender=ANA), verdict)
    room.now += timedelta(days=10)
    return room


def reread(room: Mailroom, verdict: Verdict) -> reclassify.Reread | None:
    """Today's rules read Ana's message so."""
    read = Understood(1, read_message(room.inbound(1).raw), verdict)
    return room.do(reclassify.reread, read, room.effects, room.now)


def read_as(room: Mailroom) -> Intent:
    with room.database.reading() as session:
        verdict = verdict_of(session, 1)
    assert verdict is not None
    return verdict.intent


def is_suppressed(room: Mailroom) -> bool:
    return room.do(suppression_of, ANA) is not None


def test_what_reads_as_before_is_left_alone(database: Database) -> None:
    room = a_room(database, ABSENT)

    assert reread(room, replace(ABSENT, confidence=0.91)) is None
    assert room.facts(Happened.RECLASSIFIED) == []


def test_a_no_that_was_overlooked_is_honoured(database: Database) -> None:
    room = a_room(database, ABSENT)

    found = reread(room, OPT_OUT)

    assert found is not None
    assert found.follows is Follows.FORBIDS
    assert found.changes[0] == Change("intent", "out_of_office", "unsubscribe")
    assert is_suppressed(room)
    assert room.state(ANA) is EnrollmentState.OPTED_OUT
    assert read_as(room) is Intent.UNSUBSCRIBE


def test_a_no_is_never_taken_back(database: Database) -> None:
    room = a_room(database, OPT_OUT)

    found = reread(room, QUESTION)

    assert found is not None
    assert found.follows is Follows.ASKS
    assert is_suppressed(room)
    assert room.review().why == "read as unsubscribe before, as question now"


def test_what_was_passed_over_is_asked_about_and_held(database: Database) -> None:
    room = a_room(database, sure(Intent.AUTO_ACKNOWLEDGEMENT))

    found = reread(room, QUESTION)

    assert found is not None
    assert found.follows is Follows.ASKS
    assert HoldReason.REVIEW in room.held()
    assert room.review().proposed is Intent.QUESTION


def test_a_colleague_who_was_overlooked_is_not_written_to_without_a_person(database: Database) -> None:
    room = a_room(database, ABSENT)

    found = reread(room, sure(Intent.REFERRAL, CARL, visible_text=TEXT))

    assert found is not None
    assert found.follows is Follows.ASKS
    assert room.referrals() == []
    assert not room.is_known("carl@acme.example")


def test_what_waits_shows_the_new_reading(database: Database) -> None:
    room = a_room(database, QUESTION)

    found = reread(room, replace(QUESTION, intent=Intent.NOT_NOW))

    assert found is not None
    assert found.follows is Follows.SHOWN
    assert room.review().proposed is Intent.NOT_NOW


def test_a_persons_decision_stands(database: Database) -> None:
    room = a_room(database, QUESTION)
    room.decide(room.review(), Intent.WRONG_PERSON)

    found = reread(room, OPT_OUT)

    assert found is not None
    assert found.follows is Follows.STANDS
    assert not is_suppressed(room)
    assert room.reviews(ReviewState.DECIDED)[0].intent is Intent.WRONG_PERSON


def test_the_facts_are_those_of_the_day_on_which_it_came(database: Database) -> None:
    room = a_room(database, ABSENT)
    came = room.inbound(1).received_at
    assert len(room.facts(Happened.AUTO_REPLIED)) == 1

    reread(room, QUESTION)

    assert [fact for fact in room.facts(Happened.AUTO_REPLIED) if fact.taken_back_at is None] == []
    assert [fact.at for fact in room.facts(Happened.REPLIED)] == [came]
    assert [fact.details["after"] for fact in room.facts(Happened.RECLASSIFIED)] == ["question"]


def test_reading_twice_changes_nothing_more(database: Database) -> None:
    room = a_room(database, ABSENT)
    reread(room, OPT_OUT)

    assert reread(room, OPT_OUT) is None
    assert len(room.facts(Happened.OPTED_OUT)) == 1


@pytest.mark.parametrize("verdict", [OPT_OUT, QUESTION, sure(Intent.REFERRAL, CARL, visible_text=TEXT)])
def test_nothing_is_sent_by_it(sqlite_database: Database, verdict: Verdict) -> None:
    room = a_room(sqlite_database, ABSENT)
    sent = len(room.mails(ANA))

    reread(room, verdict)
    room.send_all()

    assert len(room.mails(ANA)) == sent
