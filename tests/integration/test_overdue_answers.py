"""Whoever wants to hear from us and does not is a task, until somebody answers."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.qualification import overdue, undoing
from outreach.qualification.overdue import AnswerRules
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sequences import tasks
from outreach.sequences.model import TaskKind
from outreach.sequences.opting_out import How, opt_out
from outreach.sequences.tasks import ListedTask
from tests.support.databases import Refillable
from tests.support.mailroom import Mailroom, asked, sure
from tests.support.table_dumps import differences, everything_in

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana is interested, and a person has said so, on a Tuesday at ten."""
    room = asked(migrated_sqlite, ANA, BEN)
    room.answered(ANA, sure(Intent.INTERESTED, needs_review=True))
    room.decide(room.review(), Intent.INTERESTED)
    return room


def see_to(room: Mailroom) -> int:
    rules = AnswerRules(8, room.rules.timing)
    with room.database.reading() as session:
        due = overdue.is_anything_due(session, rules, now=room.now)
    opened = room.do(overdue.see_to, rules, now=room.now)
    assert due or not opened
    return opened


def waiting(room: Mailroom) -> list[ListedTask]:
    with room.database.reading() as session:
        return tasks.listed(session, now=room.now, kind=TaskKind.ANSWER_OVERDUE)


def answer(room: Mailroom) -> None:
    """Somebody answers from here."""
    mail = room.mails(ANA)[0]

    def unit(session: Session) -> None:
        session.add(
            OutboundMessage(
                enrollment_id=mail.enrollment_id,
                campaign_id=mail.campaign_id,
                contact_id=mail.contact_id,
                account_id=mail.account_id,
                kind=OutboundKind.ANSWER,
                answers_inbound_id=1,
                sequence="",
                step="answer-1-1",
                step_index=100,
                mailbox="ann",
                recipient=ANA,
                opening=False,
                state=OutboundState.SENT,
                due_at=room.now,
                created_at=room.now,
            )
        )

    room.do(unit)


def test_a_day_of_work_without_an_answer_is_a_task(room: Mailroom) -> None:
    assert see_to(room) == 0
    room.later(days=1)

    assert see_to(room) == 1

    (task,) = waiting(room)
    assert (task.address, task.owner) == (ANA, "rita")
    assert task.note == "interested, message 1: nobody has answered yet"
    assert task.due_at == room.now


def test_it_is_opened_once(room: Mailroom) -> None:
    room.later(days=2)

    assert [see_to(room), see_to(room)] == [1, 0]
    (task,) = waiting(room)
    room.do(tasks.done, task.id, outcome="rang her", actor="rita", timing=room.rules.timing, now=room.now)
    assert see_to(room) == 0


def test_on_either_database_it_is_a_task_once_and_goes(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    room.answered(ANA, sure(Intent.INTERESTED, needs_review=True))
    room.decide(room.review(), Intent.INTERESTED)
    room.later(days=2)

    assert [see_to(room), see_to(room)] == [1, 0]
    room.suppress(ANA)
    assert see_to(room) == 0
    assert waiting(room) == []


def test_who_has_been_answered_is_no_task(room: Mailroom) -> None:
    answer(room)
    room.later(days=2)

    assert see_to(room) == 0


def test_who_has_said_no_since_waits_for_no_answer(room: Mailroom) -> None:
    room.do(opt_out, ANA, how=How.ONE_CLICK, actor="button", now=room.now)
    room.later(days=2)

    assert see_to(room) == 0
    assert waiting(room) == []


def test_a_no_by_hand_ends_the_task(room: Mailroom) -> None:
    room.later(days=2)
    see_to(room)
    room.suppress(ANA)

    see_to(room)

    assert waiting(room) == []


def test_the_task_goes_when_they_are_answered(room: Mailroom) -> None:
    room.later(days=2)
    see_to(room)
    answer(room)

    see_to(room)

    assert waiting(room) == []


def test_who_goes_on_writing_has_been_answered_by_hand(room: Mailroom) -> None:
    room.later(days=2)
    see_to(room)
    room.answered(ANA, sure(Intent.QUESTION, needs_review=True), text="Thursday at three?")

    see_to(room)

    assert waiting(room) == []


def test_over_a_weekend_nobody_is_overdue(room: Mailroom) -> None:
    room.later(days=3)
    room.answered(BEN, sure(Intent.QUESTION, needs_review=True))
    room.decide(room.review(), Intent.QUESTION)
    answer(room)
    room.later(days=2)
    on_sunday = [task.address for task in waiting(room)] + [see_to(room)]

    room.later(days=1, hours=1)

    assert on_sunday == [0]
    assert see_to(room) == 1


def test_who_does_not_want_to_talk_waits_for_no_answer(migrated_sqlite: Refillable) -> None:
    room = asked(migrated_sqlite, ANA, BEN)
    room.answered(ANA, sure(Intent.NOT_NOW, needs_review=True))
    room.decide(room.review(), Intent.NOT_NOW)
    room.later(days=5)

    assert see_to(room) == 0


def test_the_task_goes_with_the_decision_that_is_undone(migrated_sqlite: Refillable) -> None:
    room = asked(migrated_sqlite, ANA, BEN)
    room.answered(ANA, sure(Intent.INTERESTED, needs_review=True))
    before = everything_in(room.database)
    room.decide(room.review(), Intent.INTERESTED)
    room.now += timedelta(days=2)
    see_to(room)

    room.do(undoing.undo, 1, rules=room.effects, actor="rita", now=room.now)

    after = everything_in(room.database)
    # That it was opened stands among the facts; nobody need do it any more.
    assert differences(before, after).keys() <= {"event"}
