"""What a company is to us, and which mail goes there: every status against every kind of mail."""

import re
from pathlib import Path

import pytest
from sqlmodel import Session

from outreach.core.intents import Intent
from outreach.prospects.account_policy import POLICY, MailKind, why_not
from outreach.prospects.accounts import rate
from outreach.prospects.model import AVOIDED, AccountStatus
from outreach.referrals.model import ReferralState
from outreach.sequences import enrolling
from outreach.sequences.model import EnrollmentEvent, EnrollmentState
from tests.support import account_statuses
from tests.support.account_statuses import ANA, CASES, Case, about_to_send, goes
from tests.support.databases import Refillable
from tests.support.mailroom import MARIA, Mailroom, sure

PAGE = Path(__file__).parents[2] / "docs" / "accounts.md"
CHECKED = AccountStatus.NURTURE_CHECK_QUARTERLY


@pytest.mark.parametrize("kind", MailKind, ids=[kind.name for kind in MailKind])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_table_is_what_the_commit_point_does(
    case: Case, kind: MailKind, migrated_sqlite: Refillable
) -> None:
    rule = POLICY[case.status][kind]
    may_go = rule.goes or (rule.after is not None and rule.after.days < case.days)

    went = goes(about_to_send(migrated_sqlite, kind), case, claimed_first=True)

    assert went is may_go


@pytest.mark.parametrize("kind", MailKind, ids=[kind.name for kind in MailKind])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_the_commit_point_would_refuse_is_never_claimed(
    case: Case, kind: MailKind, migrated_sqlite: Refillable
) -> None:
    room = about_to_send(migrated_sqlite, kind)

    went = goes(room, case, claimed_first=False)

    assert went is goes(about_to_send(migrated_sqlite, kind), case, claimed_first=True)


def test_the_page_shows_the_table(migrated_sqlite: Refillable) -> None:
    shown = re.search(
        r"^\| account \|.*?(?=\n\n)", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )

    assert shown is not None
    assert shown[0] == account_statuses.table(migrated_sqlite)


def test_every_status_has_a_rule_for_every_kind() -> None:
    assert {(status, kind) for status in POLICY for kind in POLICY[status]} == {
        (status, kind) for status in AccountStatus for kind in MailKind
    }


def test_what_must_be_avoided_gets_nothing_at_all() -> None:
    forbidden = {status for status in POLICY if not any(rule.goes for rule in POLICY[status].values())}

    assert forbidden == set(AVOIDED)


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    return Mailroom(migrated_sqlite.refilled())


def test_a_dead_opportunity_is_taken_up_by_a_campaign_after_six_months(room: Mailroom) -> None:
    room.campaign(ANA)
    room.do(rate, room.contact(ANA).account_id, AccountStatus.NURTURE_DEAD_OPPORTUNITY, now=room.now)

    def enrolled_by_another(name: str) -> int:
        room.do(_ended, room)
        return room.campaign(ANA, name=name, list_name="spring").enrolled

    assert enrolled_by_another("summer") == 0
    room.later(days=184)
    assert enrolled_by_another("winter") == 1


def _ended(session: Session, room: Mailroom) -> None:
    for run in enrolling.under_way(session, room.contact(ANA).id or 0):
        enrolling.end(session, run, EnrollmentEvent.STOPPED, why="for a test", now=room.now)


@pytest.mark.parametrize("status", [CHECKED, AccountStatus.NURTURE_ACTIVE_OPPORTUNITY])
def test_a_referral_into_a_nurtured_company_waits_for_a_person(status: AccountStatus, room: Mailroom) -> None:
    room.ask(ANA)
    room.do(rate, room.contact(ANA).account_id, status, now=room.now)

    room.answered(ANA, sure(Intent.REFERRAL, MARIA))

    referral = room.referral()
    assert referral.state is ReferralState.PROPOSED
    assert status.value in referral.reason
    room.approve(referral)
    assert room.send_all() == [MARIA.email]


def test_whoever_is_named_at_a_customer_is_refused_with_that_reason(room: Mailroom) -> None:
    room.ask(ANA)
    room.do(rate, room.contact(ANA).account_id, AccountStatus.AVOID_CUSTOMER, now=room.now)

    room.answered(ANA, sure(Intent.REFERRAL, MARIA))

    referral = room.referral()
    assert referral.state is ReferralState.REFUSED
    assert "customer" in referral.reason


def test_a_run_at_a_company_that_may_not_be_written_to_ends_with_the_reason(room: Mailroom) -> None:
    room.campaign(ANA)
    room.plan()
    room.do(rate, room.contact(ANA).account_id, CHECKED, now=room.now)

    assert room.send_all() == []
    run = room.run(ANA)
    assert run.state is EnrollmentState.STOPPED
    assert run.ended_why == why_not(MailKind.FIRST, CHECKED, since=room.now, now=room.now)
