"""Steps that a person does: when a task opens, what waits for it, and how the run goes on or ends."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.database.events import Event
from outreach.prospects.model import AccountStatus
from outreach.prospects.service import NewContact
from outreach.sequences import tasks
from outreach.sequences.definition import StepKind
from outreach.sequences.model import Enrollment, EnrollmentEvent, EnrollmentState, Task, TaskKind, TaskState
from tests.support.databases import NOW
from tests.support.desk import Desk
from tests.support.hand_work import NOTE, all_tasks, by_hand, do_task, go_on, open_tasks, sequence_of, task_of
from tests.support.mailroom import Mailroom, follow_up, sure, with_answers

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


def waiting_at_the_call(desk: Desk, *people: str | NewContact) -> None:
    """They have got the first mail, and the call that follows is open."""
    desk.campaign(*(people or (ANA,)), definition=sequence_of("ask", by_hand(), "bump"))
    go_on(desk)
    desk.later(days=2)
    open_tasks(desk)


def fact(desk: Desk, kind: Happened) -> Event:
    with desk.database.reading() as session:
        return session.exec(select(Event).where(Event.kind == kind)).one()


def come_to(desk: Desk, address: str, step_index: int) -> None:
    """The newest run of somebody has come to this step, whatever went before."""
    run_id = desk.run(address).id

    def unit(session: Session) -> None:
        run = session.get_one(Enrollment, run_id)
        run.next_step, run.due_at = step_index, desk.now
        session.add(run)

    desk.do(unit)


# --- opened ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"), [(StepKind.CALL, TaskKind.CALL), (StepKind.TASK, TaskKind.STEP)]
)
def test_a_step_that_a_person_does_opens_a_task_when_it_is_due(
    database: Database, kind: StepKind, expected: TaskKind
) -> None:
    desk = Desk(database)
    desk.campaign(ANA, definition=sequence_of("ask", by_hand("ring", kind=kind), "bump"))
    go_on(desk)
    before = open_tasks(desk)
    due_at = desk.run(ANA).due_at
    desk.later(days=3)

    opened = open_tasks(desk)

    assert (before, opened) == (0, 1)
    task = task_of(desk)
    assert (task.kind, task.state, task.step, task.step_index) == (expected, TaskState.OPEN, "ring", 1)
    assert (task.note, task.due_at, task.enrollment_id) == (NOTE, due_at, desk.run(ANA).id)
    assert desk.events(Happened.TASK_OPENED) == 1


def test_the_run_waits_for_the_person_however_long_it_takes(desk: Desk) -> None:
    waiting_at_the_call(desk)

    desk.later(days=60)

    assert go_on(desk) == []
    run = desk.run(ANA)
    assert (run.state, run.next_step, run.due_at) == (EnrollmentState.ACTIVE, 1, None)
    assert desk.events(Happened.TASK_OPENED) == 1


def test_a_task_is_opened_once_though_a_hold_makes_its_step_due_again(desk: Desk) -> None:
    waiting_at_the_call(desk)
    desk.hold(ANA)
    desk.release(ANA)

    assert desk.run(ANA).due_at == desk.now
    assert open_tasks(desk) == 0
    assert desk.run(ANA).due_at is None
    assert len(all_tasks(desk)) == 1


# --- done ------------------------------------------------------------------------------------------------------------


def test_when_it_is_done_the_run_goes_on_after_as_many_days_as_the_next_step_says(database: Database) -> None:
    desk = Desk(database)
    waiting_at_the_call(desk)
    desk.later(days=4)

    do_task(desk, "left a message")

    at_once = go_on(desk)
    desk.later(days=2)
    assert (at_once, go_on(desk)) == ([], [ANA])
    assert [mail.step for mail in desk.mails()] == ["ask", "bump"]
    task = task_of(desk)
    assert (task.state, task.done_by, task.outcome) == (TaskState.DONE, "rita", "left a message")
    done = fact(desk, Happened.TASK_DONE)
    assert (done.actor, done.details["outcome"], done.enrollment_id) == (
        "rita",
        "left a message",
        desk.run(ANA).id,
    )


def test_whoever_does_it_may_end_the_run(desk: Desk) -> None:
    waiting_at_the_call(desk, ANA, AMY)

    do_task(desk, "they have no printers", stop=True)

    run = desk.run(ANA)
    assert (run.state, run.ended_why) == (EnrollmentState.STOPPED, "call: they have no printers")
    assert go_on(desk) == [AMY], "the next at the account has their turn"


def test_a_call_may_be_the_first_step_and_the_account_stays_cold_until_the_mail(desk: Desk) -> None:
    desk.campaign(ANA, definition=sequence_of(by_hand(after=0), "ask"))
    assert go_on(desk) == []
    do_task(desk)
    called = (desk.account_status(ANA), desk.run(ANA).started_at)

    desk.later(days=2)

    assert go_on(desk) == [ANA]
    assert called == (AccountStatus.COLD, None)
    assert desk.account_status(ANA) is AccountStatus.WORKING
    assert desk.mail().opening


def test_who_begins_with_a_call_counts_as_a_new_person_of_that_day(desk: Desk) -> None:
    desk.campaign(ANA, BEN, definition=sequence_of(by_hand(after=0), "ask", by_hand("again")))
    open_tasks(desk)
    campaign_id = desk.run(ANA).campaign_id

    assert desk.do(tasks.begun_since, campaign_id, NOW - timedelta(hours=24)) == 2
    assert desk.do(tasks.begun_since, campaign_id, NOW) == 0
    assert desk.do(tasks.count_open, campaign_id) == 2


def test_after_a_last_call_the_run_finishes_in_silence_like_after_a_mail(desk: Desk) -> None:
    desk.campaign(ANA, AMY, definition=sequence_of("ask", by_hand()))
    go_on(desk)
    desk.later(days=2)
    open_tasks(desk)
    do_task(desk)

    desk.later(days=1)
    early = go_on(desk)
    desk.later(days=4)

    assert (early, desk.run(ANA).state) == ([], EnrollmentState.ACTIVE)
    assert go_on(desk) == [AMY]
    assert desk.run(ANA).state is EnrollmentState.FINISHED


def test_what_is_done_or_dropped_cannot_be_done(desk: Desk) -> None:
    waiting_at_the_call(desk, ANA, BEN)
    do_task(desk, "spoke to Ben")
    desk.end(ANA, EnrollmentEvent.STOPPED)
    of_ana, of_ben = all_tasks(desk)

    for task, words in ((of_ben, r"done since 2026-03-05, by rita \(spoke to Ben\)"), (of_ana, "dropped")):
        with pytest.raises(Refused, match=words):
            desk.do(
                tasks.done,
                task.id or 0,
                outcome="again",
                actor="otto",
                timing=desk.rules.timing,
                now=desk.now,
            )
    with pytest.raises(NotFound, match="no task 99"):
        desk.do(tasks.find, 99)
    assert desk.events(Happened.TASK_DONE) == 1


# --- what ends, and what holds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [
        EnrollmentEvent.STOPPED,
        EnrollmentEvent.REPLIED,
        EnrollmentEvent.NAMED_A_COLLEAGUE,
        EnrollmentEvent.BOUNCED,
        EnrollmentEvent.OPTED_OUT,
    ],
)
def test_a_run_that_ends_takes_its_open_task_with_it(desk: Desk, event: EnrollmentEvent) -> None:
    waiting_at_the_call(desk, ANA, BEN)

    desk.end(ANA, event)

    assert [task.state for task in all_tasks(desk)] == [TaskState.DROPPED, TaskState.OPEN]


def test_an_end_leaves_what_was_done_as_it_is(desk: Desk) -> None:
    waiting_at_the_call(desk)
    do_task(desk)

    desk.end(ANA, EnrollmentEvent.REPLIED)

    assert task_of(desk).state is TaskState.DONE


def test_a_hold_leaves_the_task_open_and_says_so(desk: Desk) -> None:
    waiting_at_the_call(desk)
    desk.hold(ANA)

    with desk.database.reading() as session:
        (shown,) = tasks.listed(session, now=desk.now)

    assert (task_of(desk).state, shown.held) == (TaskState.OPEN, True)


def test_what_is_done_while_held_goes_on_when_the_hold_is_gone(desk: Desk) -> None:
    waiting_at_the_call(desk)
    desk.hold(ANA)
    do_task(desk)
    desk.later(days=7)
    held = go_on(desk)

    desk.release(ANA)

    assert (held, go_on(desk)) == ([], [ANA])


# --- one task for a contact, a sequence and a step -----------------------------------------------------------------


def test_what_another_run_has_done_is_not_asked_for_again(desk: Desk) -> None:
    waiting_at_the_call(desk)
    do_task(desk)
    desk.end(ANA, EnrollmentEvent.STOPPED)
    desk.enroll_once_more(ANA)
    at_the_call = desk.run(ANA)
    come_to(desk, ANA, 1)

    assert open_tasks(desk) == 0
    run = desk.run(ANA)
    assert (run.id, run.next_step, run.state) == (at_the_call.id, 2, EnrollmentState.ACTIVE)
    assert run.due_at == datetime(2026, 3, 9, tzinfo=UTC), "a Monday, two working days after Thursday"


def test_what_waits_in_another_run_is_not_asked_for_twice(desk: Desk) -> None:
    waiting_at_the_call(desk)
    desk.enroll_once_more(ANA)
    come_to(desk, ANA, 1)

    assert open_tasks(desk) == 0
    run = desk.run(ANA)
    assert (run.state, run.ended_why) == (
        EnrollmentState.STOPPED,
        "the step call waits for a person in another run",
    )
    assert task_of(desk).state is TaskState.OPEN


def test_what_was_dropped_is_opened_again_as_the_same_task(desk: Desk) -> None:
    waiting_at_the_call(desk)
    dropped = task_of(desk)
    desk.end(ANA, EnrollmentEvent.STOPPED)
    desk.enroll_once_more(ANA)
    come_to(desk, ANA, 1)

    assert open_tasks(desk) == 1
    task = task_of(desk)
    assert (task.id, task.state, task.enrollment_id) == (dropped.id, TaskState.OPEN, desk.run(ANA).id)


# --- shown -----------------------------------------------------------------------------------------------------------


def test_the_list_says_who_to_call_where_and_for_how_long_it_has_waited(desk: Desk) -> None:
    ana = NewContact(ANA, company="Acme", given_name="Ana", family_name="Ruiz", phone="020 7946 0101", line=1)
    ben = NewContact(BEN, name="Ben Bell", fields={"Mobile phone": "01632 960 222"}, line=2)
    waiting_at_the_call(desk, ana, ben)
    desk.later(days=1, hours=2)
    do_task(desk, "spoke to Ben")

    with desk.database.reading() as session:
        waiting = tasks.listed(session, now=desk.now)
        everything = tasks.listed(session, now=desk.now, everything=True)

    (call,) = waiting
    assert (call.name, call.phone, call.account, call.campaign) == (
        "Ana Ruiz",
        "020 7946 0101",
        "Acme",
        "spring",
    )
    assert (call.kind, call.step, call.note, call.overdue_hours) == ("call", "call", NOTE, 36)
    assert [(each.name, each.phone, each.state) for each in everything] == [
        ("Ana Ruiz", "020 7946 0101", "open"),
        ("Ben Bell", "01632 960 222", "done"),
    ]


# --- from an answer into a sequence that begins with a call --------------------------------------------------------


def test_an_answer_may_lead_into_a_sequence_that_begins_with_a_call(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    calls = sequence_of(by_hand("ring", after=0), "recap", name="calls")
    room.ask(ANA, definition=with_answers(interested="enroll:calls"), targets=(follow_up(), calls))

    room.answered(ANA, sure(Intent.INTERESTED))

    assert go_on(room) == []
    task = task_of(room)
    assert (task.sequence, task.step, task.state) == ("calls", "ring", TaskState.OPEN)
    room.later(hours=3)
    do_task(room, "they want it in writing")
    room.later(days=5)
    assert go_on(room) == [ANA]
    assert [(mail.sequence, mail.step, mail.mailbox) for mail in room.mails()] == [
        ("who", "ask", "ann"),
        ("calls", "recap", "ann"),
    ]


def test_their_next_answer_takes_the_call_off_the_list(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    waiting_at_the_call(room)

    room.answered(ANA, sure(Intent.UNSUBSCRIBE))

    assert task_of(room).state is TaskState.DROPPED
    assert room.state(ANA) is EnrollmentState.OPTED_OUT


def test_the_database_itself_keeps_one_task_for_a_step(desk: Desk) -> None:
    waiting_at_the_call(desk)
    known = task_of(desk)

    with pytest.raises(IntegrityError):
        desk.do(
            lambda session: session.add(
                Task(
                    kind=known.kind,
                    contact_id=known.contact_id,
                    account_id=known.account_id,
                    sequence=known.sequence,
                    step=known.step,
                    due_at=desk.now,
                    created_at=desk.now,
                )
            )
        )
