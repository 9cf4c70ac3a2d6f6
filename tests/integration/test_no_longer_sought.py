"""Whoever was named without an address need not be looked for once they have written, or their address is known."""

import pytest

from outreach.core.intents import Intent
from outreach.qualification import reviewing, telling, undoing
from outreach.qualification.meanings import NOT_OURS
from outreach.referrals import finding
from outreach.referrals.model import ReferralState
from outreach.replies.verdict import Person, Via
from outreach.sequences.model import Task, TaskKind, TaskState
from outreach.sequences.tasks import listed
from tests.support.databases import Refillable
from tests.support.mailroom import Mailroom, a_reply, asked, sure
from tests.support.table_dumps import differences, everything_in

ANA, AMY = "ana@acme.example", "amy@acme.example"
MARIA_AT = "maria.weber@acme.example"
MARIA = Person(name="Maria Weber", via=Via.FORWARDED)


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana has passed our mail on to Maria Weber, whose address nobody knows."""
    room = asked(migrated_sqlite, ANA, AMY)
    room.answered(ANA, sure(Intent.REFERRAL, MARIA))
    room.later(days=1)
    return room


@pytest.fixture
def both(migrated_sqlite: Refillable) -> Mailroom:
    """Two at the same company have been written to."""
    room = asked(migrated_sqlite, ANA, AMY)
    room.run_for(10)
    room.answered(ANA, sure(Intent.REFERRAL, MARIA))
    room.later(days=1)
    return room


def maria_writes(room: Mailroom, sender: str = MARIA_AT, name: str = "Maria Weber") -> None:
    """A thread of her own: nothing in it proves that she has had our mail."""
    letter = a_reply(None, "Ana gave me your mail. What does it cost?", sender=sender, name=name)
    room.receive(letter, sure(Intent.QUESTION, needs_review=True))


def decide(room: Mailroom, intent: Intent = Intent.QUESTION) -> None:
    room.decide(room.reviews()[-1], intent)


def sought(room: Mailroom) -> list[str]:
    with room.database.reading() as session:
        return [each.note for each in listed(session, now=room.now, kind=TaskKind.FIND_CONTACT)]


def test_who_begins_a_thread_of_their_own_need_not_be_found_once_a_person_has_read_it(room: Mailroom) -> None:
    maria_writes(room)
    before = sought(room)

    decide(room)

    assert len(before) == 1
    assert sought(room) == []
    referral = room.referral()
    assert (referral.state, referral.email) == (ReferralState.ANSWERED, MARIA_AT)


def test_it_is_told_before_and_comes_back_when_the_decision_is_undone(room: Mailroom) -> None:
    maria_writes(room)
    before = everything_in(room.database)
    review = room.reviews()[-1].id or 0
    foretold = telling.foretell(room.database, review, Intent.QUESTION, None, None, room.effects, room.now)

    decide(room)
    room.later(minutes=1)
    room.do(undoing.undo, review, rules=room.effects, actor="rita", now=room.now)

    assert "Maria Weber has written to us: nobody need look for their address" in foretold
    assert differences(before, everything_in(room.database)) == {}


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("maria.weber@acme.example", "Marta Weber"),
        ("maria@acme.example", "Maria"),
        ("maria.weber@elsewhere.example", "Maria Weber"),
    ],
)
def test_somebody_else_of_a_similar_name_is_not_taken_for_them(
    room: Mailroom, sender: str, name: str
) -> None:
    letter = a_reply(room.mail(ANA), "What does it cost?", sender=sender, name=name)

    room.receive(letter, sure(Intent.QUESTION, needs_review=True))
    decide(room)

    assert len(sought(room)) == 1
    assert room.referral().state is ReferralState.NEEDS_ADDRESS


def test_what_is_decided_to_be_none_of_ours_finds_nobody(room: Mailroom) -> None:
    maria_writes(room)

    room.do(
        reviewing.decide,
        room.reviews()[-1].id or 0,
        NOT_OURS,
        room.effects,
        actor="rita",
        people=None,
        now=room.now,
    )

    assert len(sought(room)) == 1


def test_who_was_written_to_anyway_need_not_be_found_when_they_answer(both: Mailroom) -> None:
    both.sql("UPDATE contact SET name = 'Maria Weber' WHERE address = 'amy@acme.example'")

    both.answered(AMY, sure(Intent.QUESTION, needs_review=True))

    assert sought(both) == []
    # The referral did not lead us to her: it is none that was answered.
    assert both.referral().state is ReferralState.REFUSED
    assert both.referral().reason == "we had written to them ourselves, and they have answered"


def test_an_address_that_was_found_for_one_who_named_them_is_found_for_all(both: Mailroom) -> None:
    both.answered(AMY, sure(Intent.REFERRAL, MARIA))
    with both.database.reading() as session:
        first, second = listed(session, now=both.now, kind=TaskKind.FIND_CONTACT)

    both.do(
        finding.found,
        first.id,
        MARIA_AT,
        both.effects.referrals,
        outcome=MARIA_AT,
        actor="rita",
        now=both.now,
    )

    with both.database.reading() as session:
        assert session.get_one(Task, second.id).state is TaskState.DROPPED
    assert sought(both) == []
