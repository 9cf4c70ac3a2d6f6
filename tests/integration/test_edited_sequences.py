"""An edited sequence that is started again: whom it reaches, who finishes an older version, and what is never sent."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import Session, col, select

from outreach.daemon.engine import plan_turn
from outreach.database.audit import AuditEntry
from outreach.database.engine import Database
from outreach.sending import claiming, moving_up, outbox
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.moving_up import MovedUp
from outreach.sequences import campaigns, enrolling, taking_up, tasks, versions
from outreach.sequences.definition import AccountRule, SequenceDefinition, Step, StepKind
from outreach.sequences.model import (
    CampaignEvent,
    CampaignState,
    EnrollmentEvent,
    EnrollmentState,
    Task,
    TaskState,
)
from outreach.sequences.window import HourRange, Window
from tests.support.campaigns import a_list, sequence, start_and_move
from tests.support.databases import NOW
from tests.support.desk import ACCEPTED, LATER, LINE_BROKE, Desk
from tests.support.held_units import HeldUnit

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
SCANNERS = sequence(wording="And who looks after the scanners?")
#: NOW is in the morning: these hours begin later on the same day.
EVENING = Window.of(range(7), [HourRange(20 * 60, 22 * 60)])


@pytest.fixture
def desk(database: Database) -> Desk:
    """On both databases."""
    return Desk(database)


def start_again(
    desk: Desk, definition: SequenceDefinition = SCANNERS, *targets: SequenceDefinition, name: str = "spring"
) -> list[MovedUp]:
    def unit(session: Session) -> list[MovedUp]:
        found = campaigns.find(session, name)
        return start_and_move(session, found, definition, *targets, now=desk.now)[1]

    return desk.do(unit)


def words(desk: Desk, address: str) -> bytes:
    return desk.mail(address).raw or b""


def a_call(note: str = "Ring them.", name: str = "call") -> Step:
    return Step(name=name, kind=StepKind.CALL, after=0, note=note)


# --- whom it reaches -------------------------------------------------------------------------------------------------


def test_who_waits_in_the_outbox_gets_the_new_wording_once(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    desk.plan()

    (told,) = start_again(desk)

    assert (told.moved, told.version, told.kept) == (2, 2, {})
    assert [mail.state for mail in desk.mails()] == [OutboundState.WITHDRAWN] * 2
    assert desk.send_all() == [ANA, BEN]
    assert [mail.step for mail in desk.mails()] == ["ask", "ask"]
    assert all(b"scanners" in words(desk, each) for each in (ANA, BEN))


def test_who_is_not_due_yet_and_who_waits_for_a_colleague_get_it_too(desk: Desk) -> None:
    desk.campaign(ANA, AMY)

    (told,) = start_again(desk, replace(SCANNERS, account=AccountRule(True, 1)))

    assert told.moved == 2
    assert desk.send_all() == [ANA]
    assert desk.run(AMY).waits_for_turn
    assert desk.run_for(14)
    assert b"scanners" in words(desk, AMY)


def test_who_is_held_gets_it_when_they_are_let_go(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.hold(ANA)

    start_again(desk)

    assert desk.run(ANA).state is EnrollmentState.PAUSED
    assert desk.send_all() == []
    desk.release(ANA)
    assert desk.send_all() == [ANA]
    assert b"scanners" in words(desk, ANA)


def test_other_hours_hold_for_who_has_had_nothing(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()

    start_again(desk, sequence(window=EVENING))

    assert desk.send_all() == []
    due_at = desk.run(ANA).due_at
    assert due_at is not None
    assert due_at.date() == NOW.date()
    assert 19 <= due_at.hour <= 22
    desk.now = due_at
    assert desk.send_all() == [ANA]


def test_a_change_of_words_takes_nobody_out_of_the_line(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    before = [desk.run(each).due_at for each in (ANA, BEN)]
    desk.later(minutes=5)

    start_again(desk)

    assert [desk.run(each).due_at for each in (ANA, BEN)] == before


def test_another_first_step_goes_out_in_place_of_the_old_one(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()

    start_again(desk, sequence("hello", "bump"))
    desk.send_all()

    assert [(mail.step, mail.state) for mail in desk.mails(ANA)] == [
        ("ask", OutboundState.WITHDRAWN),
        ("hello", OutboundState.SENT),
    ]


def test_steps_that_change_places_are_each_sent_once(desk: Desk) -> None:
    """A Message-ID is made of the step's place, and is given once."""
    desk.campaign(ANA)
    desk.plan()
    desk.do(outbox.put_back, desk.claimed(), None, due_at=desk.now, counts=False)
    assert desk.mail(ANA).message_id is not None

    start_again(desk, sequence("bump", "ask"))
    sent = desk.run_for(10)

    assert [to for _, to in sent] == [ANA, ANA]
    # The row of a step is taken up again, so `ask` stands first.
    assert {mail.step: mail.step_index for mail in desk.mails(ANA)} == {"bump": 0, "ask": 1}


def test_going_back_to_the_first_wording_makes_it_the_newest_version(desk: Desk) -> None:
    desk.campaign(ANA)
    start_again(desk)

    (told,) = start_again(desk, sequence())

    assert (told.moved, told.version) == (1, 3)
    desk.send_all()
    assert b"printers" in words(desk, ANA)


def test_nothing_is_said_where_nothing_was_edited(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()

    assert start_again(desk, sequence()) == []
    assert desk.mail(ANA).state is OutboundState.QUEUED


def test_runs_through_a_sequence_that_answers_lead_to_move_as_well(desk: Desk) -> None:
    target = sequence(name="slow")
    desk.campaign(ANA, targets=(target,))
    desk.do(a_list, BEN, name="others")
    contact = desk.contact(BEN)

    def enroll(session: Session) -> None:
        found, version = campaigns.find(session, "spring"), versions.latest(session, "slow")
        assert version is not None
        assert version.id is not None
        enrolling.begin(
            session, found, contact, sequence="slow", version_id=version.id, due_at=desk.now, now=desk.now
        )

    desk.do(enroll)

    told = start_again(desk, sequence(), replace(SCANNERS, name="slow"))

    assert [(each.sequence, each.moved) for each in told] == [("slow", 1)]
    desk.send_all()
    assert b"scanners" in words(desk, BEN)
    assert b"printers" in words(desk, ANA)


def test_a_paused_campaign_takes_it_up_before_anything_goes_out_again(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()
    desk.move_campaign(CampaignEvent.PAUSED)

    (told,) = start_again(desk)

    assert told.moved == 1
    assert desk.send_all() == []
    desk.move_campaign(CampaignEvent.RESUMED)
    assert desk.send_all() == [ANA]
    assert b"scanners" in words(desk, ANA)
    with desk.database.reading() as session:
        assert campaigns.find(session, "spring").state is CampaignState.RUNNING


def test_what_was_rehearsed_is_rehearsed_again(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()

    def rehearsed(session: Session) -> None:
        session.exec(select(OutboundMessage)).one().rehearsed_at = desk.now

    desk.do(rehearsed)

    start_again(desk)
    desk.plan()

    assert desk.mail(ANA).rehearsed_at is None


# --- who finishes an older version -----------------------------------------------------------------------------------


def claimed(desk: Desk) -> None:
    desk.claimed()


def in_flight(desk: Desk) -> None:
    desk.in_flight()


def doubtful(desk: Desk) -> None:
    desk.answer(desk.in_flight(), LINE_BROKE)


def said_not_sent(desk: Desk) -> None:
    desk.answer(desk.in_flight(), LINE_BROKE)
    desk.settle(sent=False, by="ann")


def sent(desk: Desk) -> None:
    desk.send()


@pytest.mark.parametrize("happened", [claimed, in_flight, doubtful, said_not_sent, sent])
def test_what_may_have_gone_out_keeps_its_version(desk: Desk, happened: Callable[[Desk], None]) -> None:
    desk.campaign(ANA)
    desk.plan()
    happened(desk)
    before = desk.mail(ANA).state

    (told,) = start_again(desk)

    assert (told.moved, told.kept) == (0, {1: 1})
    assert desk.mail(ANA).state is before
    assert b"scanners" not in words(desk, ANA)


def test_a_mail_that_was_claimed_at_that_moment_goes_out_as_it_was_and_once(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    desk.plan()
    claim = desk.claimed()

    (told,) = start_again(desk)

    assert (told.moved, told.kept) == (1, {1: 1})
    assert desk.commit(claim)
    desk.answer(claim, ACCEPTED)
    assert desk.send_all() == [BEN]
    assert [b"scanners" in words(desk, each) for each in (ANA, BEN)] == [False, True]


def test_who_was_refused_for_now_gets_the_new_wording_under_the_same_id(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()
    desk.answer(desk.claimed(), LATER)
    before = desk.mail(ANA).message_id

    (told,) = start_again(desk)

    assert told.moved == 1
    assert desk.send_all() == [ANA]
    assert desk.mail(ANA).message_id == before
    assert b"scanners" in words(desk, ANA)


def test_who_answered_or_ended_is_left_alone(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    desk.end(ANA, EnrollmentEvent.STOPPED)

    (told,) = start_again(desk)

    assert (told.moved, told.kept) == (1, {})


def test_a_reload_leaves_them_where_they_are_and_the_next_start_moves_them(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    desk.plan()
    desk.claimed()
    desk.do(taking_up.take_up, {"who": SCANNERS}, actor="daemon", now=desk.now)
    with desk.database.reading() as session:
        left_behind = moving_up.unsent_on_older(session, campaigns.find(session, "spring"))

    (told,) = start_again(desk)

    assert left_behind == 1
    assert (told.moved, told.kept) == (1, {1: 1})


# --- steps of people -------------------------------------------------------------------------------------------------


def with_calls(*before: Step, wording: str = "Who looks after the printers?") -> SequenceDefinition:
    mails = sequence("ask", wording=wording)
    return replace(mails, steps=(*before, replace(mails.steps[0], after=1)))


def open_tasks(desk: Desk) -> list[Task]:
    with desk.database.reading() as session:
        return list(session.exec(select(Task).where(col(Task.state) == TaskState.OPEN)).all())


def test_a_call_that_waits_has_the_newer_note(desk: Desk) -> None:
    desk.campaign(ANA, definition=with_calls(a_call()))
    desk.plan()

    start_again(desk, with_calls(a_call("Ring them before noon.")))

    assert [task.note for task in open_tasks(desk)] == ["Ring them before noon."]
    assert desk.plan().tasks == 0


def test_a_call_that_is_not_wanted_any_more_is_dropped_and_the_mail_goes(desk: Desk) -> None:
    desk.campaign(ANA, definition=with_calls(a_call()))
    desk.plan()

    start_again(desk, SCANNERS)

    assert open_tasks(desk) == []
    assert desk.send_all() == [ANA]


def test_after_a_call_the_new_wording_goes_where_the_call_still_stands(desk: Desk) -> None:
    desk.campaign(ANA, definition=with_calls(a_call()))
    desk.plan()
    (task,) = open_tasks(desk)
    desk.do(
        tasks.done, task.id or 0, outcome="nobody there", actor="ann", timing=desk.rules.timing, now=desk.now
    )

    moved = start_again(desk, with_calls(a_call(), wording="And who looks after the scanners?"))
    (kept,) = start_again(desk, with_calls(wording="Something else?"))
    desk.run_for(5)

    assert [each.moved for each in moved] == [1]
    assert (kept.moved, kept.kept) == (0, {2: 1})
    assert b"scanners" in words(desk, ANA)


# --- turns -----------------------------------------------------------------------------------------------------------


def test_colleagues_who_may_be_written_to_at_once_now_need_not_wait(desk: Desk) -> None:
    desk.campaign(ANA, AMY)

    start_again(desk, sequence(one_at_a_time=False))

    assert desk.send_all() == [ANA, AMY]


def test_colleagues_who_must_wait_now_do(desk: Desk) -> None:
    desk.campaign(ANA, AMY, definition=sequence(one_at_a_time=False))
    desk.plan()

    start_again(desk, sequence())

    assert desk.send_all() == [ANA]
    assert desk.run(AMY).waits_for_turn


# --- on the record, and at the same moment ---------------------------------------------------------------------------


def test_it_is_on_the_record(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    desk.plan()
    desk.send()

    start_again(desk)

    with desk.database.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "runs_moved_up")).one()
    assert (entry.actor, entry.details["moved"], entry.details["kept"]) == ("tester", 1, 1)


def test_who_dies_before_the_end_has_changed_nothing(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.plan()

    def dies(session: Session) -> None:
        start_and_move(session, campaigns.find(session, "spring"), SCANNERS, now=desk.now)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.do(dies)

    assert desk.mail(ANA).state is OutboundState.QUEUED
    assert desk.send_all() == [ANA]
    assert b"printers" in words(desk, ANA)


def test_a_claim_at_the_same_moment_keeps_its_version(postgresql_database: Database) -> None:
    desk = Desk(postgresql_database)
    desk.campaign(ANA, BEN)
    desk.plan()
    claims: list[object] = []
    claim = HeldUnit(
        postgresql_database,
        lambda session: claims.extend(_claim(session, desk)),
    )
    claim.come_as_far_as_it_can()
    edit = HeldUnit(
        postgresql_database,
        lambda session: start_and_move(session, campaigns.find(session, "spring"), SCANNERS, now=desk.now)[1],
    )
    edit.come_as_far_as_it_can()

    waited = edit.waits
    claim.end()
    (told,) = edit.end()

    assert waited
    assert len(claims) == 1
    assert (told.moved, told.kept) == (1, {1: 1})


def test_a_plan_at_the_same_moment_is_made_of_one_version(postgresql_database: Database) -> None:
    desk = Desk(postgresql_database)
    desk.campaign(ANA, BEN)
    edit = HeldUnit(
        postgresql_database,
        lambda session: start_and_move(
            session, campaigns.find(session, "spring"), sequence("hello", "bump"), now=desk.now
        )[1],
    )
    edit.come_as_far_as_it_can()

    # Another daemon's turn of planning: it leaves it to whoever is at it.
    planned = desk.do(plan_turn, desk.rules, now=desk.now)
    edit.end()

    assert not planned.anything
    desk.send_all()
    assert {mail.step for mail in desk.mails()} == {"hello"}


def _claim(session: Session, desk: Desk) -> list[object]:
    return list(claiming.claim(session, desk.rules, "ann", owner="first", now=desk.now, at_most=1))


def test_thousands_move_in_one_go(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    desk.campaign(*(f"p{number}@acme{number}.example" for number in range(2_100)))

    (told,) = start_again(desk, sequence(window=EVENING))

    assert told.moved == 2_100
    with desk.database.reading() as session:
        assert moving_up.unsent_on_older(session, campaigns.find(session, "spring")) == 0
