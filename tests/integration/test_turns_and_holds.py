"""Who at a company is written to when: their turns, and what holds them."""

from datetime import timedelta

import pytest

from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus
from outreach.prospects.service import NewContact
from outreach.sequences import enrolling
from outreach.sequences.model import (
    EnrollmentEvent,
    EnrollmentState,
)
from tests.support.campaigns import a_list, sequence
from tests.support.databases import NOW
from tests.support.desk import NO_SUCH_USER, Desk

ANA, AMY, AL = "ana@acme.example", "amy@acme.example", "al@acme.example"
BEN, CID = "ben@beta.example", "cid@gamma.example"

ACTIVE, PAUSED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


def states(desk: Desk, *addresses: str) -> list[EnrollmentState]:
    return [desk.run(address).state for address in addresses]


# --- the contacts of one account -------------------------------------------------------------------------------------


def test_one_contact_at_a_time_at_an_account(desk: Desk) -> None:
    desk.campaign(ANA, AMY, AL, BEN)

    assert desk.send_all() == [ANA, BEN]
    assert [desk.run(address).waits_for_turn for address in (ANA, AMY, AL)] == [False, True, True]


def test_after_silence_the_next_contact_has_their_turn(desk: Desk) -> None:
    desk.campaign(ANA, AMY)

    sent = desk.run_for(days=20)

    # Thursday's bump, then three working days of silence.
    assert sent == [(0, ANA), (1, ANA), (6, AMY), (8, AMY)]


@pytest.mark.parametrize(
    "event", [EnrollmentEvent.BOUNCED, EnrollmentEvent.OPTED_OUT, EnrollmentEvent.STOPPED]
)
def test_when_a_run_ends_the_next_on_the_list_has_their_turn(event: EnrollmentEvent, desk: Desk) -> None:
    desk.campaign(ANA, AMY, AL)
    desk.send_all()

    desk.end(ANA, event)

    assert desk.send_all() == [AMY]
    assert desk.run(AL).waits_for_turn


def test_a_dead_address_gives_the_turn_on_at_once(desk: Desk) -> None:
    desk.campaign(ANA, AMY)
    desk.plan()

    desk.answer(desk.claimed(), NO_SUCH_USER)

    assert desk.send_all() == [AMY]


def test_the_turn_goes_by_the_order_of_the_list(desk: Desk) -> None:
    desk.campaign(NewContact(ANA, line=7), NewContact(AMY, line=9), NewContact(AL, line=8))

    desk.end(ANA, EnrollmentEvent.BOUNCED)

    assert desk.send_all() == [AL]


def test_ending_one_who_waits_gives_nobody_a_turn(desk: Desk) -> None:
    desk.campaign(ANA, AMY, AL)

    desk.end(AMY, EnrollmentEvent.STOPPED)

    assert desk.send_all() == [ANA]
    assert desk.run(AL).waits_for_turn


def test_a_late_answer_of_one_whose_run_is_over_gives_nobody_a_second_turn(desk: Desk) -> None:
    desk.campaign(ANA, AMY, AL)
    desk.end(ANA, EnrollmentEvent.STOPPED)
    assert desk.send_all() == [AMY]

    desk.end(ANA, EnrollmentEvent.REPLIED)

    assert desk.run(ANA).state is EnrollmentState.ANSWERED
    assert desk.send_all() == [], "Amy's next step is not due, and Al still waits"


def test_who_is_held_keeps_their_turn(desk: Desk) -> None:
    desk.campaign(ANA, AMY)
    desk.hold(ANA)

    assert desk.send_all() == []
    desk.release(ANA)
    assert desk.send_all() == [ANA]


def test_when_a_colleague_answers_the_others_are_stopped_and_nobody_gets_a_turn(desk: Desk) -> None:
    desk.campaign(ANA, AMY, AL)
    desk.send_all()
    ana = desk.contact(ANA)

    stopped = desk.do(
        enrolling.stop_colleagues, ana.account_id, but=ana.id or 0, why="a colleague answered", now=desk.now
    )
    desk.end(ANA, EnrollmentEvent.REPLIED)

    assert stopped == 2
    assert states(desk, ANA, AMY, AL) == [
        EnrollmentState.ANSWERED,
        EnrollmentState.STOPPED,
        EnrollmentState.STOPPED,
    ]
    desk.later(days=30)
    assert desk.send_all() == []


def test_a_second_campaign_waits_for_the_account_too(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.campaign(AMY, name="other", definition=sequence(name="else"))

    assert desk.send_all() == [ANA]
    desk.end(ANA, EnrollmentEvent.BOUNCED)
    assert desk.send_all() == [AMY]


def test_a_sequence_may_write_to_all_at_once(desk: Desk) -> None:
    desk.campaign(ANA, AMY, definition=sequence(one_at_a_time=False))

    assert desk.send_all() == [ANA, AMY]


def test_an_account_to_be_avoided_gets_nothing_and_its_runs_end_one_after_the_other(desk: Desk) -> None:
    desk.campaign(ANA, AMY)
    desk.rate(ANA, AccountStatus.AVOID_CUSTOMER)

    assert [desk.send_all() for _ in range(3)] == [[], [], []]
    assert states(desk, ANA, AMY) == [EnrollmentState.STOPPED] * 2
    assert desk.run(AMY).ended_why == "account is avoid_customer"


# --- holds -----------------------------------------------------------------------------------------------------------


def test_of_two_holds_the_last_one_counts(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    desk.campaign(ANA)
    desk.hold(ANA)
    desk.hold(ANA)

    desk.release(ANA)
    after_one = desk.run(ANA).state
    desk.release(ANA)

    assert (after_one, desk.run(ANA).state) == (PAUSED, ACTIVE)
    assert desk.send_all() == [ANA]


def test_a_hold_on_the_account_outlasts_one_on_the_contact(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    desk.campaign(ANA, AMY, definition=sequence(one_at_a_time=False))
    desk.hold(ANA)
    desk.hold(ANA, account=True)

    desk.release(ANA)

    assert states(desk, ANA, AMY) == [PAUSED, PAUSED]
    desk.release(AMY)
    assert states(desk, ANA, AMY) == [ACTIVE, ACTIVE]


def test_lifting_the_accounts_hold_leaves_the_contacts_own(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    desk.campaign(ANA, AMY, definition=sequence(one_at_a_time=False))
    desk.hold(ANA, account=True)
    desk.hold(ANA)

    desk.release(ANA)

    assert states(desk, ANA, AMY) == [PAUSED, ACTIVE]


def test_a_hold_until_a_date_ends_by_itself(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(ANA, BEN)
    desk.hold(ANA, until=NOW + timedelta(days=3))

    first_day = desk.send_all()
    desk.now = NOW + timedelta(days=3, seconds=-1)
    just_before = desk.send_all()
    desk.later(seconds=1)

    assert (first_day, just_before) == ([BEN], [BEN])
    assert desk.send_all() == [ANA]
    assert desk.holds() == []


def test_a_date_does_not_end_the_other_holds(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.hold(ANA, until=NOW + timedelta(days=3))
    desk.hold(ANA)
    desk.later(days=4)

    assert desk.plan().woken == 1
    assert desk.run(ANA).state is PAUSED


def test_a_hold_before_the_next_step_does_not_lose_it(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.send_all()
    desk.hold(ANA, until=NOW + timedelta(days=20))
    desk.later(days=20)

    assert desk.send_all() == [ANA]
    assert [mail.step for mail in desk.mails()] == ["ask", "bump"]


def test_who_is_enrolled_while_held_begins_held(desk: Desk) -> None:
    desk.do(a_list, ANA)
    desk.hold(ANA, account=True)
    desk.campaign(ANA, AMY, BEN, definition=sequence(one_at_a_time=False))

    assert states(desk, ANA, AMY, BEN) == [PAUSED, PAUSED, ACTIVE]
    desk.release(ANA)
    assert desk.send_all() == [ANA, AMY, BEN]


def test_a_release_starts_nobody_who_waits_for_their_turn(desk: Desk) -> None:
    desk.campaign(ANA, AMY)
    desk.hold(ANA, account=True)

    desk.release(ANA)

    assert states(desk, ANA, AMY) == [ACTIVE, ACTIVE]
    assert desk.run(AMY).due_at is None
    assert desk.send_all() == [ANA]


def test_a_hold_does_not_bring_an_ended_run_back(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.end(ANA, EnrollmentEvent.OPTED_OUT)

    desk.hold(ANA)
    desk.release(ANA)

    assert desk.run(ANA).state is EnrollmentState.OPTED_OUT
