"""Planning: who gets what when, never more than the mailboxes may send, never the same step twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from outreach.database.engine import Database
from outreach.prospects.service import NewContact
from outreach.sending.planning import next_due_at
from outreach.sequences import enrolling, versions
from outreach.sequences.model import (
    CampaignEvent,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
)
from outreach.sequences.window import HourRange, Window
from tests.support.campaigns import a_list, sequence
from tests.support.databases import NOW
from tests.support.desk import LINE_BROKE, Desk, mailbox, rules

ANA, AMY, AL = "ana@acme.example", "amy@acme.example", "al@acme.example"
BEN, CID = "ben@beta.example", "cid@gamma.example"


@contextmanager
def looked_at(database: Database) -> Iterator[list[str]]:
    """The statements that read runs together with their people."""
    found: list[str] = []

    def note(_line: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM enrollment JOIN contact" in statement:
            found.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


# --- what goes first, and how much -----------------------------------------------------------------------------------


def test_a_sequence_runs_from_its_first_mail_to_silence(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(ANA)

    sent = desk.run_for(days=15)

    assert sent == [(0, ANA), (1, ANA)], "the bump goes early on the second working day after the ask"
    assert desk.run(ANA).state is EnrollmentState.FINISHED
    assert desk.run(ANA).ended_why == "nobody answered"


def test_follow_ups_go_before_openings(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, rules(mailbox(per_day=3, ramp_start=3)))
    desk.campaign(*(f"p{number}@acme{number}.example" for number in range(9)))
    first_day = desk.send_all()
    desk.later(days=2)

    third_day = desk.send_all()

    assert len(first_day) == 3
    assert third_day == first_day


def test_what_waits_already_leaves_follow_ups_the_first_place(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    desk.plan()
    desk.send()
    desk.later(days=3)

    assert desk.send_all() == [ANA, BEN], "Ben's opening has waited longer in the outbox"


def test_no_more_is_planned_than_the_mailbox_may_send(desk: Desk) -> None:
    desk.rules = rules(mailbox(per_day=2, ramp_start=2))
    desk.campaign(*(f"p{number}@acme{number}.example" for number in range(5)))

    planned = [desk.plan().queued for _ in range(3)]

    assert planned == [2, 0, 0]


def test_mails_that_wait_for_tomorrows_room_are_not_looked_at_one_by_one(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(ANA, BEN)
    desk.send_all()
    desk.later(days=3)
    desk.rules = rules(mailbox(per_day=1, ramp_start=1))
    assert len(desk.send_all()) == 1

    with looked_at(database) as people:
        assert desk.plan().queued == 0
    desk.later(hours=25)
    assert desk.plan().postponed == 1, "it was held up for so long that it is put off once more"

    assert people == []
    assert len(desk.send_all()) == 1


def test_what_needs_no_room_is_seen_to_in_a_full_mailbox(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(ANA)
    desk.send_all()
    desk.later(days=3)
    desk.send_all()
    desk.later(days=1)
    desk.rules = rules(mailbox(per_day=1, ramp_start=1))
    desk.campaign(BEN, name="second")
    assert desk.plan().queued == 1, "this mail takes the mailbox's only place"
    desk.later(days=30)

    planned = desk.plan()

    assert (planned.queued, planned.finished) == (0, 1)
    assert desk.run(ANA).state is EnrollmentState.FINISHED


def test_a_limit_is_one_of_any_24_hours_not_of_a_date(desk: Desk) -> None:
    desk.rules = rules(mailbox(per_day=2, ramp_start=2))
    desk.now = datetime(2026, 3, 3, 23, 50, tzinfo=UTC)
    desk.campaign(*(f"p{number}@acme{number}.example" for number in range(6)))
    before_midnight = len(desk.send_all())

    desk.later(minutes=20)
    after_midnight = len(desk.send_all())
    desk.later(hours=23, minutes=40)

    assert (before_midnight, after_midnight) == (2, 0)
    assert len(desk.send_all()) == 2


def test_a_campaign_writes_to_so_many_new_people_a_day(desk: Desk) -> None:
    desk.campaign(*(f"p{number}@acme{number}.example" for number in range(5)), per_day=2)

    days = []
    for _ in range(4):
        desk.plan()
        days.append((len(desk.send_all()), len(desk.send_all())))
        desk.later(days=1)

    assert days == [(2, 0), (2, 0), (3, 0), (2, 0)], "follow-ups do not count: the third day has two of them"


def test_new_people_go_to_the_mailbox_with_most_room_and_stay_with_it(desk: Desk) -> None:
    desk.rules = rules(mailbox(per_day=1, ramp_start=1), mailbox("bob", per_day=2, ramp_start=2))
    desk.campaign(ANA, BEN, CID, mailboxes=("ann", "bob"))
    desk.plan()

    by_mailbox = {mail.recipient: mail.mailbox for mail in desk.mails()}
    assert sorted(by_mailbox.values()) == ["ann", "bob", "bob"]
    while desk.send("ann") or desk.send("bob"):
        pass
    desk.later(days=3)
    desk.plan()
    assert {mail.recipient: mail.mailbox for mail in desk.mails() if mail.step == "bump"} == by_mailbox


def test_a_paused_mailbox_is_planned_nothing(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.pause_mailbox("ann")

    assert desk.plan().queued == 0


def test_the_queue_of_a_paused_campaign_keeps_no_room_from_another(desk: Desk) -> None:
    desk.rules = rules(mailbox(per_day=1, ramp_start=1))
    desk.campaign(ANA)
    desk.plan()
    desk.move_campaign(CampaignEvent.PAUSED)

    desk.campaign(BEN, name="other")

    assert desk.send_all() == [BEN]


def test_the_next_moment_is_the_earliest_of_what_is_to_come(desk: Desk) -> None:
    nothing = desk.do(next_due_at, desk.now)
    desk.campaign(ANA, BEN)
    desk.hold(BEN, until=NOW + timedelta(days=1))
    desk.send_all()

    assert nothing is None
    assert desk.do(next_due_at, desk.now) == NOW + timedelta(days=1)
    desk.release(BEN)
    desk.send_all()
    assert desk.do(next_due_at, desk.now) == desk.run(ANA).due_at == desk.run(BEN).due_at


# --- windows ---------------------------------------------------------------------------------------------------------


def test_a_closed_window_postpones_to_its_next_opening(desk: Desk) -> None:
    mornings = Window.of([1, 2, 3], [HourRange(7 * 60, 9 * 60)])
    desk.campaign(NewContact(ANA, time_zone="America/New_York"), definition=sequence(window=mornings))

    # Ten in London is five in New York.
    assert desk.run(ANA).due_at == datetime(2026, 3, 3, 12, tzinfo=UTC)
    desk.later(hours=5)
    planned = desk.plan()

    assert (planned.queued, planned.postponed) == (0, 1)
    assert desk.run(ANA).due_at == datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_a_mail_whose_window_closed_while_it_waited_is_moved(desk: Desk) -> None:
    mornings = Window.of([1, 2, 3], [HourRange(9 * 60, 11 * 60)])
    desk.campaign(ANA, BEN, definition=sequence(window=mornings))
    desk.plan()
    assert desk.send()

    desk.later(hours=1)

    assert desk.send() is None
    assert desk.mail(BEN).due_at == datetime(2026, 3, 4, 9, tzinfo=UTC)
    desk.later(hours=23)
    assert desk.send()


# --- never twice -----------------------------------------------------------------------------------------------------


def test_a_second_campaign_over_the_same_list_sends_the_same_step_to_nobody(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(ANA, BEN)
    desk.send_all()
    desk.end(ANA, EnrollmentEvent.STOPPED)

    started = desk.campaign(ANA, BEN, name="again", list_name="spring")

    assert started.enrolled == 0
    assert started.left_out == {"has had this sequence": 1, "under way in another campaign": 1}
    assert desk.send_all() == []


def test_starting_again_takes_up_only_who_is_new(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.send_all()
    desk.do(a_list, ANA, BEN)

    started = desk.start_again()

    assert (started.enrolled, started.left_out) == (1, {"enrolled already": 1})
    assert desk.send_all() == [BEN]


def test_an_edited_sequence_is_a_new_version_and_those_under_way_finish_theirs(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.send_all()
    desk.do(a_list, ANA, BEN)

    desk.start_again(sequence("ask", "third", "bump", wording="And the scanners?"))
    desk.later(days=3)

    assert desk.send_all() == [ANA, BEN]
    assert [(mail.recipient, mail.step) for mail in desk.mails()] == [
        (ANA, "ask"),
        (ANA, "bump"),
        (BEN, "ask"),
    ]
    assert b"printers" in (desk.mails(ANA)[-1].raw or b"")
    assert b"scanners" in (desk.mails(BEN)[-1].raw or b"")


def test_a_step_that_went_out_in_another_run_ends_the_run_that_comes_to_it(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.send_all()
    desk.end(ANA, EnrollmentEvent.STOPPED)
    desk.enroll_once_more(ANA)

    planned = desk.plan()

    assert planned.queued == 0
    assert desk.run(ANA).state is EnrollmentState.STOPPED
    assert desk.run(ANA).ended_why == "the step ask went to them in another run"
    assert len(desk.mails()) == 1


def test_a_doubtful_step_is_not_planned_again(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()
    desk.answer(desk.in_flight(), LINE_BROKE)

    desk.later(days=10)

    assert desk.plan().queued == 0


def test_the_same_definition_is_one_version_and_the_newest_the_one_that_was_frozen_last(desk: Desk) -> None:
    definitions = (sequence(), sequence(), sequence(wording="Other?"), sequence())

    frozen = [desk.do(versions.freeze, definition, NOW) for definition in definitions]

    first, same, other, again = (each.id for each in frozen)
    assert first == same == again != other
    assert [each.version for each in frozen] == [1, 1, 2, 3]
    latest = desk.do(versions.latest, "who")
    assert latest is not None
    assert desk.do(versions.definition_of, latest.id or 0) == sequence()
    assert desk.do(versions.latest, "nothing") is None


# --- several daemons -------------------------------------------------------------------------------------------------


def test_an_opt_out_that_comes_first_is_not_made_a_finished_run(postgresql_database: Database) -> None:
    desk = Desk(postgresql_database)
    desk.campaign(ANA)
    with postgresql_database.writing() as session:
        seen_before = session.get_one(Enrollment, desk.run(ANA).id)
        with ThreadPoolExecutor(1) as other_daemon:
            other_daemon.submit(desk.end, ANA, EnrollmentEvent.OPTED_OUT).result(timeout=20)

        moved = enrolling.end(session, seen_before, EnrollmentEvent.STEPS_DONE, why="silence", now=NOW)

    assert not moved
    assert desk.run(ANA).state is EnrollmentState.OPTED_OUT


def test_two_daemons_that_plan_at_once_queue_everybody_once(postgresql_database: Database) -> None:
    desk = Desk(postgresql_database)
    desk.campaign(*(f"p{number}@acme{number}.example" for number in range(20)))

    def plan(_: int) -> int:
        try:
            return desk.plan().queued
        except IntegrityError:
            # The second sees that the first was there, and its next turn finds nothing to do.
            return 0

    with ThreadPoolExecutor(2) as pool:
        planned = sum(pool.map(plan, range(2)))

    assert planned == len(desk.mails()) == 20
    assert desk.plan().queued == 0
