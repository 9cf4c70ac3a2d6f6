"""How often reviewers agree with the program, and which of its rules mislead."""

import pytest

from outreach.core.intents import Intent
from outreach.qualification import reviewing, undoing
from outreach.qualification.agreement import FEWEST_CASES, Agreement, agreement
from outreach.qualification.meanings import NOT_OURS
from outreach.qualification.reviewed import reviewed_messages
from outreach.replies.verdict import Hit
from tests.support.databases import Refillable
from tests.support.mailroom import Mailroom, sure

WHO = [f"person{number}@company{number}.example" for number in range(6)]
GOOD = Hit("question.price", Intent.QUESTION, "how much", 0.9)
BAD = Hit("question.mark", Intent.QUESTION, "?", 0.4)


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Six replies, taken for questions: the first three by a good rule, all of them by a bad one."""
    room = Mailroom(migrated_sqlite.refilled())
    room.ask(*WHO)
    for number, address in enumerate(WHO):
        hits = (GOOD, BAD) if number < 2 else (BAD,)
        room.answered(address, sure(Intent.QUESTION, needs_review=True, evidence=hits))
    return room


def decide_all(room: Mailroom) -> None:
    said = [
        Intent.QUESTION,
        Intent.QUESTION,
        Intent.INTERESTED,
        Intent.NOT_INTERESTED,
        Intent.INTERESTED,
        NOT_OURS,
    ]
    for review, meaning in zip(room.reviews(), said, strict=True):
        room.do(reviewing.decide, review.id or 0, meaning, room.effects, actor="rita", now=room.now)
        room.later(hours=1)


def reckoned(room: Mailroom, **asked: object) -> Agreement:
    with room.database.reading() as session:
        return agreement(session, **asked)  # type: ignore[arg-type]


def test_decisions_are_held_against_what_the_program_had_thought(room: Mailroom) -> None:
    decide_all(room)

    found = reckoned(room)

    (question,) = found.intents
    assert (found.decided, found.agreed) == (6, 2)
    assert (question.proposed, question.decided, question.agreed) == (Intent.QUESTION, 6, 2)
    assert dict(question.instead) == {Intent.INTERESTED: 2, Intent.NOT_INTERESTED: 1, NOT_OURS: 1}


def test_the_rule_that_misleads_stands_first(room: Mailroom) -> None:
    decide_all(room)

    bad, good = reckoned(room).rules

    assert (bad.rule, bad.cases, bad.right, bad.misleads) == ("question.mark", 6, 2, True)
    assert (good.rule, good.cases, good.right, good.misleads) == ("question.price", 2, 2, False)
    assert good.cases < FEWEST_CASES


def test_only_what_was_decided_since_counts(room: Mailroom) -> None:
    begin = room.now
    decide_all(room)

    later = reckoned(room, since=begin.replace(hour=begin.hour + 3))

    assert later.decided == 3


def test_what_was_undone_teaches_nothing(room: Mailroom) -> None:
    decide_all(room)
    room.do(undoing.undo, 4, rules=room.effects, actor="rita", now=room.now)

    found = reckoned(room)

    assert found.decided == 5
    with room.database.reading() as session:
        learned = [each.decided for each in reviewed_messages(session, room.effects)]
    # And nothing is learned from what is no answer to us.
    assert learned == [Intent.QUESTION, Intent.QUESTION, Intent.INTERESTED, Intent.INTERESTED]


def test_where_nobody_has_decided_there_is_nothing_to_say(room: Mailroom) -> None:
    assert reckoned(room) == Agreement(0, 0, (), ())
