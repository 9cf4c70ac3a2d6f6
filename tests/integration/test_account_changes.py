"""Two accounts that are one company, one that is two, and both taken back."""

import pytest
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import audit
from outreach.database.engine import Database
from outreach.prospects import suppressing
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.service import NewContact
from outreach.sequences import account_changes
from outreach.sequences.model import EnrollmentState
from tests.support.companies import Companies
from tests.support.desk import WITHHELD
from tests.support.mailroom import a_reply, sure

ANA, AMY, ALF = "ana@acme.example", "amy@acme.de", "alf@acme.de"
BEN = "ben@beta.example"


@pytest.fixture
def room(sqlite_database: Database) -> Companies:
    return Companies(sqlite_database)


# --- merging ---------------------------------------------------------------------------------------------------------


def test_everything_of_the_other_belongs_to_the_one_that_stays(database: Database) -> None:
    room = Companies(database)
    room.ask(ANA, AMY, BEN)
    kept = room.account_id(ANA)

    changed = room.merge(ANA, AMY)

    assert (changed.kept_id, changed.contacts, changed.domains) == (kept, 1, ("acme.de",))
    assert room.belongs() | {BEN: 0, "beta.example": 0} == dict.fromkeys(
        (ANA, AMY, "acme.example", "acme.de"), kept
    ) | {BEN: 0, "beta.example": 0}
    assert room.strays() == []
    assert room.account(changed.other_id).merged_into_id == kept


def test_facts_stay_with_the_company_that_it_was_then(room: Companies) -> None:
    room.ask(AMY, ANA)
    before = [fact.account_id for fact in room.facts(Happened.MAIL_SENT)]

    room.merge(ANA, AMY)

    assert [fact.account_id for fact in room.facts(Happened.MAIL_SENT)] == before


@pytest.mark.parametrize("avoided", ["kept", "other"])
def test_the_stricter_status_survives(avoided: str, room: Companies) -> None:
    room.campaign(ANA, AMY)
    room.give(ANA if avoided == "kept" else AMY, AccountStatus.AVOID_CUSTOMER)

    changed = room.merge(ANA, AMY)

    assert changed.status is AccountStatus.AVOID_CUSTOMER
    assert room.send_all() == []


@pytest.mark.parametrize("suppressed", ["kept", "other"])
def test_a_suppressed_company_makes_both_of_them_one(suppressed: str, room: Companies) -> None:
    room.campaign(ANA, AMY)
    account_id = room.account_id(ANA if suppressed == "kept" else AMY)
    room.do(
        suppressing.suppress_account,
        account_id,
        reason=SuppressionReason.BY_HAND,
        actor="rita",
        now=room.now,
    )

    room.merge(ANA, AMY)

    assert room.send_all() == []


def test_a_mail_that_is_claimed_already_is_refused_where_the_two_together_may_get_none(
    room: Companies,
) -> None:
    room.campaign(ANA, BEN)
    room.plan()
    claim = room.claimed()
    assert claim.recipient == ANA
    room.give(BEN, AccountStatus.AVOID_BAD_FIT)

    room.merge(ANA, BEN)

    assert not room.commit(claim)
    room.answer(claim, WITHHELD)


def test_a_mail_on_its_way_is_told_of_afterwards(room: Companies) -> None:
    room.campaign(ANA, AMY)
    room.plan()
    claim = room.in_flight()

    room.merge(AMY, ANA)
    room.recover(all_owners=True)

    assert room.settle_mail(room.mail(claim.recipient), by="rita")
    assert room.strays() == []


def test_one_of_the_two_is_written_to_at_a_time(room: Companies) -> None:
    room.campaign(ANA, AMY)

    room.merge(ANA, AMY)

    assert room.send_all() == [ANA]
    assert room.run(AMY).waits_for_turn


def test_what_holds_the_one_holds_both(room: Companies) -> None:
    room.campaign(ANA, AMY)
    room.hold(AMY, account=True)

    room.merge(ANA, AMY)

    assert room.state(ANA) is EnrollmentState.PAUSED
    assert room.send_all() == []


def test_where_somebody_at_the_one_has_answered_nobody_at_the_other_is_asked(room: Companies) -> None:
    room.ask(ANA)
    room.campaign(AMY, name="summer")
    asked = room.answered(ANA, sure(Intent.INTERESTED, needs_review=True))
    assert asked
    room.decide(room.review(), Intent.INTERESTED)

    changed = room.merge(ANA, AMY)

    assert changed.runs == 1
    assert room.state(AMY) is EnrollmentState.STOPPED


def test_a_reply_pauses_the_colleagues_whatever_the_domain_of_their_address(room: Companies) -> None:
    room.ask(ANA, BEN)
    room.campaign(NewContact(AMY, company="ACME GmbH"), name="summer")
    room.merge(ANA, AMY)

    room.store_one(_letter(room))

    assert room.state(AMY) is EnrollmentState.PAUSED
    assert room.state(BEN) is EnrollmentState.ACTIVE


def _letter(room: Companies) -> bytes:
    return a_reply(room.mail(ANA), "Thanks.", sender=ANA)


def test_what_was_merged_cannot_be_merged_again(room: Companies) -> None:
    room.campaign(ANA, AMY, BEN)
    changed = room.merge(ANA, AMY)

    with pytest.raises(Refused, match="part of account"):
        room.do(_merge_ids, room.account_id(BEN), changed.other_id, room)
    with pytest.raises(Refused, match="one account already"):
        room.merge(ANA, AMY)


def _merge_ids(session: Session, kept: int, other: int, room: Companies) -> None:
    account_changes.merge(session, kept, other, actor="rita", now=room.now)


# --- splitting -------------------------------------------------------------------------------------------------------


def test_a_domain_becomes_a_company_of_its_own(room: Companies) -> None:
    room.campaign(ANA, AMY, ALF)
    kept = room.account_id(ANA)
    room.merge(ANA, AMY)

    changed = room.split(ANA, "acme.de")

    assert room.account_id(ANA) == kept
    assert room.account_id(AMY) == room.account_id(ALF) == changed.other_id != kept
    assert room.strays() == []


def test_it_is_as_strict_as_the_one_that_it_comes_from(room: Companies) -> None:
    room.campaign(ANA, AMY)
    room.merge(ANA, AMY)
    room.give(ANA, AccountStatus.AVOID_CUSTOMER)
    room.hold(ANA, account=True)

    changed = room.split(ANA, "acme.de")

    assert room.account(changed.other_id).status is AccountStatus.AVOID_CUSTOMER
    room.give(AMY, AccountStatus.COLD)
    assert room.send_all() == [], "the hold is on both"


def test_nothing_is_split_where_nothing_would_stay(room: Companies) -> None:
    room.campaign(ANA, BEN)

    with pytest.raises(Refused, match="Nothing of account"):
        room.split(ANA, "acme.example")
    with pytest.raises(Refused, match="is no domain of account"):
        room.split(ANA, "beta.example")


# --- undoing ---------------------------------------------------------------------------------------------------------


def test_an_undo_restores_what_the_merge_has_moved(database: Database) -> None:
    room = Companies(database)
    room.ask(ANA, AMY, ALF, BEN)
    room.hold(AMY, account=True)
    room.give(AMY, AccountStatus.NURTURE_CHECK_QUARTERLY)
    before = (
        room.belongs(),
        room.account(room.account_id(ANA)),
        room.account(room.account_id(AMY)),
        room.holds(),
    )
    changed = room.merge(ANA, AMY)

    room.undo()

    kept, other = room.account(changed.kept_id), room.account(changed.other_id)
    after = room.belongs(), kept, other, room.holds()
    assert after[0] == before[0]
    for now, then in zip(after[1:3], before[1:3], strict=True):
        assert (now.status, now.has_status_since, now.status_why, now.name, now.merged_into_id) == (
            then.status,
            then.has_status_since,
            then.status_why,
            then.name,
            None,
        )
    assert [(hold.id, hold.account_id) for hold in after[3]] == [
        (hold.id, hold.account_id) for hold in before[3]
    ]
    assert room.strays() == []


def test_runs_that_the_merge_ended_go_on_where_they_were(room: Companies) -> None:
    room.ask(ANA)
    room.campaign(AMY, name="summer")
    room.plan()
    room.answered(ANA, sure(Intent.INTERESTED, needs_review=True))
    room.decide(room.review(), Intent.INTERESTED)
    room.merge(ANA, AMY)
    assert room.send_all() == []

    assert room.undo().runs == 1

    assert room.send_all() == [AMY]
    assert room.state(ANA) is EnrollmentState.ANSWERED


def test_who_came_since_goes_with_the_domain_of_their_address(room: Companies) -> None:
    room.campaign(ANA, AMY)
    changed = room.merge(ANA, AMY)
    room.campaign(ALF, "new@acme.example", name="summer")
    assert room.account_id(ALF) == changed.kept_id

    room.undo()

    assert room.account_id(ALF) == changed.other_id
    assert room.account_id("new@acme.example") == changed.kept_id
    assert room.strays() == []


def test_a_status_that_was_given_to_both_as_one_holds_for_both(room: Companies) -> None:
    room.campaign(ANA, AMY)
    room.merge(ANA, AMY)
    room.give(ANA, AccountStatus.AVOID_CUSTOMER)

    room.undo()

    assert {room.account_status(ANA), room.account_status(AMY)} == {AccountStatus.AVOID_CUSTOMER}


def test_a_hold_that_was_placed_on_both_as_one_holds_both(room: Companies) -> None:
    room.campaign(ANA, AMY)
    room.merge(ANA, AMY)
    room.hold(ANA, account=True)

    room.undo()

    assert room.state(ANA) is room.state(AMY) is EnrollmentState.PAUSED
    assert room.send_all() == []


def test_a_company_that_was_suppressed_as_one_stays_so_in_both_its_parts(room: Companies) -> None:
    room.campaign(ANA, AMY)
    changed = room.merge(ANA, AMY)
    room.do(
        suppressing.suppress_account,
        changed.kept_id,
        reason=SuppressionReason.BY_HAND,
        actor="rita",
        now=room.now,
    )

    room.undo()

    assert room.send_all() == []


def test_a_split_that_is_undone_brings_everybody_back(room: Companies) -> None:
    room.campaign(ANA, AMY)
    kept = room.account_id(ANA)
    room.merge(ANA, AMY)
    room.hold(ANA, account=True)
    room.split(ANA, "acme.de")
    room.campaign(ALF, name="summer")

    room.undo()

    assert {room.account_id(each) for each in (ANA, AMY, ALF)} == {kept}
    assert len(room.holds()) == 1


def test_changes_are_undone_from_the_last_on(room: Companies) -> None:
    room.campaign(ANA, AMY, BEN)
    first = room.merge(ANA, AMY)
    second = room.merge(BEN, ANA)

    with pytest.raises(Refused, match=f"{second.change_id} came after it"):
        room.undo(first)
    room.undo()
    room.undo()
    with pytest.raises(NotFound):
        room.undo()
    with pytest.raises(Refused, match="undone already"):
        room.undo(first)


def test_who_did_it_and_why_is_in_the_audit(room: Companies) -> None:
    room.campaign(ANA, AMY)
    room.merge(ANA, AMY)
    room.later(hours=1)
    room.undo()

    with room.database.reading() as session:
        verified = audit.verify(session)
        actions = session.exec(select(audit.AuditEntry.action).order_by(col(audit.AuditEntry.id))).all()
    assert verified.broken_at is None
    assert actions[-2:] == ["accounts_merged", "account_change_undone"]
