"""A no from somebody who decides closes the company; a no from anybody else closes them."""

import pytest

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus
from outreach.prospects.service import NewContact
from outreach.qualification.undoing import undo
from outreach.sequences.model import EnrollmentState
from tests.support.campaigns import sequence
from tests.support.mailroom import MARIA, Mailroom, sure, with_answers

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
NO = Intent.NOT_INTERESTED


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    return Mailroom(sqlite_database)


def asked(room: Mailroom, title: str, *, one_at_a_time: bool = True) -> None:
    room.ask(
        NewContact(ANA, title=title, line=1),
        NewContact(AMY, line=2),
        NewContact(BEN, line=3),
        definition=sequence(one_at_a_time=one_at_a_time),
    )


def says_no(room: Mailroom, address: str = ANA) -> None:
    room.answered(address, sure(NO, needs_review=True))
    room.decide(room.review(), NO)


def test_the_no_of_a_clerk_closes_only_them(room: Mailroom) -> None:
    asked(room, "Sales Assistant")

    says_no(room)

    assert room.state(ANA) is EnrollmentState.ANSWERED
    assert room.account_status(ANA) is AccountStatus.WORKING
    assert room.send_all() == [AMY], "the next at the company has their turn"


def test_the_no_of_who_decides_closes_the_company(room: Mailroom) -> None:
    asked(room, "CEO")

    says_no(room)

    assert room.account_status(ANA) is AccountStatus.NURTURE_CHECK_QUARTERLY
    assert (room.state(ANA), room.state(AMY)) == (EnrollmentState.ANSWERED, EnrollmentState.STOPPED)
    assert room.state(BEN) is EnrollmentState.ACTIVE
    assert room.send_all() == []


def test_no_campaign_takes_anybody_up_there_until_a_person_says_otherwise(room: Mailroom) -> None:
    asked(room, "Geschäftsführer")
    says_no(room)

    started = room.campaign("new@acme.example", name="summer")
    assert started.left_out == {"account is nurture_check_quarterly": 1}

    room.rate(ANA, AccountStatus.COLD)
    assert room.start_again(name="summer").enrolled == 1


def test_even_a_colleague_who_was_named_gets_no_more(room: Mailroom) -> None:
    asked(room, "Owner", one_at_a_time=False)
    room.answered(AMY, sure(Intent.REFERRAL, MARIA))
    assert room.state(MARIA.email or "") is EnrollmentState.ACTIVE

    room.answered(ANA, sure(NO, needs_review=True))
    room.decide(room.review(), NO)

    assert room.state(MARIA.email or "") is EnrollmentState.STOPPED


def test_where_the_sequence_says_so_a_sure_no_does_it_by_itself(room: Mailroom) -> None:
    room.ask(NewContact(ANA, title="Директор", line=1), definition=with_answers(not_interested="finish"))

    room.answered(ANA, sure(NO))

    assert room.account_status(ANA) is AccountStatus.NURTURE_CHECK_QUARTERLY
    assert [fact.actor for fact in room.facts(Happened.ACCOUNT_RATED)] == ["daemon"]


@pytest.mark.parametrize("status", [AccountStatus.NURTURE_ACTIVE_OPPORTUNITY, AccountStatus.AVOID_CUSTOMER])
def test_what_is_stricter_or_in_talks_stays_as_it_is(status: AccountStatus, room: Mailroom) -> None:
    asked(room, "CEO")
    room.rate(ANA, status)

    says_no(room)

    assert room.account_status(ANA) is status
    assert room.state(AMY) is EnrollmentState.STOPPED


def test_by_the_rule_of_the_contact_alone_it_closes_only_them(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database, hold_account=False)
    asked(room, "CEO")

    says_no(room)

    assert room.account_status(ANA) is AccountStatus.WORKING


def test_no_other_answer_of_theirs_does(room: Mailroom) -> None:
    asked(room, "CEO")
    room.answered(ANA, sure(Intent.NOT_NOW, needs_review=True))

    room.decide(room.review(), Intent.NOT_NOW)

    assert room.account_status(ANA) is AccountStatus.WORKING


def test_a_decision_that_is_taken_back_opens_the_company_again(room: Mailroom) -> None:
    asked(room, "CEO")
    room.answered(ANA, sure(NO, needs_review=True))
    review = room.review()
    room.decide(review, NO)

    room.do(undo, review.id or 0, rules=room.effects, actor="rita", now=room.now)

    assert room.account_status(ANA) is AccountStatus.WORKING
    assert room.state(AMY) is EnrollmentState.PAUSED, "held by the review, which waits again"
