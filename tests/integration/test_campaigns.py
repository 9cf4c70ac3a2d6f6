"""Campaigns: whom a start enrolls and leaves out, what a pause and a stop do."""

from dataclasses import replace

import pytest

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.sequences import campaigns
from outreach.sequences.definition import StepKind
from outreach.sequences.model import (
    CampaignEvent,
    CampaignState,
    EnrollmentState,
)
from tests.support.campaigns import a_campaign, a_list, mail_step, sequence
from tests.support.desk import Desk

ANA, AMY, AL = "ana@acme.example", "amy@acme.example", "al@acme.example"
BEN, CID = "ben@beta.example", "cid@gamma.example"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


def states(desk: Desk, *addresses: str) -> list[EnrollmentState]:
    return [desk.run(address).state for address in addresses]


def test_a_paused_campaign_sends_nothing_and_goes_on_where_it_was(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    desk.plan()
    desk.move_campaign(CampaignEvent.PAUSED)

    paused = [desk.send_all()]
    desk.later(days=30)
    paused.append(desk.send_all())
    desk.move_campaign(CampaignEvent.RESUMED)

    assert paused == [[], []]
    assert desk.send_all() == [ANA, BEN]
    assert desk.events(Happened.CAMPAIGN_PAUSED) == desk.events(Happened.CAMPAIGN_RESUMED) == 1


def test_a_stopped_campaign_ends_every_run_and_cannot_be_started_again(desk: Desk) -> None:
    desk.campaign(ANA, AMY, BEN)
    desk.plan()

    desk.move_campaign(CampaignEvent.STOPPED)

    assert states(desk, ANA, AMY, BEN) == [EnrollmentState.STOPPED] * 3
    assert desk.send_all() == []
    with pytest.raises(Refused, match="is stopped: it cannot be started"):
        desk.start_again()


def test_a_stop_gives_the_turn_to_another_campaign(desk: Desk) -> None:
    desk.campaign(ANA, AMY)
    desk.campaign(AL, name="other", definition=sequence(name="else"))

    desk.move_campaign(CampaignEvent.STOPPED)

    assert desk.send_all() == [AL]


def test_who_may_not_be_written_to_is_left_out_and_the_reason_is_counted(desk: Desk) -> None:
    desk.do(a_list, ANA, AMY, BEN, CID)
    desk.rate(ANA, AccountStatus.AVOID_BAD_FIT)
    desk.suppress("beta.example")

    started = desk.campaign(ANA, AMY, BEN, CID)

    assert started.enrolled == 1
    assert started.left_out == {"account is avoid_bad_fit": 2, "suppressed": 1}


def test_who_is_suppressed_after_the_start_is_ended_by_the_next_claim(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    desk.plan()
    desk.suppress(ANA, SuppressionReason.OPTED_OUT)
    desk.suppress("beta.example")

    assert desk.send_all() == []
    assert states(desk, ANA, BEN) == [EnrollmentState.OPTED_OUT, EnrollmentState.STOPPED]


def test_a_campaigns_name_is_taken_once(desk: Desk) -> None:
    desk.campaign(ANA)

    with pytest.raises(Refused, match='a campaign "spring" already'):
        desk.do(a_campaign)


def test_what_is_not_there_is_said_with_what_there_is(desk: Desk) -> None:
    with pytest.raises(NotFound, match="Create one"):
        desk.do(campaigns.find, "spring")
    with pytest.raises(NotFound, match="Import one"):
        desk.do(a_campaign)
    desk.campaign(ANA)
    with pytest.raises(NotFound, match="Campaigns: spring"):
        desk.do(campaigns.find, "sping")
    with pytest.raises(NotFound, match="Lists: spring"):
        desk.do(a_campaign, name="other", list_name="sping")


def test_a_sequence_for_referred_people_has_no_list(desk: Desk) -> None:
    with pytest.raises(Refused, match="only be entered through a referral"):
        desk.campaign(ANA, definition=replace(sequence(), requires_referral=True))


@pytest.mark.parametrize("kind", [StepKind.CALL, StepKind.TASK])
def test_steps_that_are_no_mail_are_refused_even_in_a_sequence_that_answers_lead_to(
    kind: StepKind, desk: Desk
) -> None:
    call = replace(mail_step("call"), kind=kind, variants=(), note="ring them")
    target = replace(sequence(name="follow"), steps=(call,), requires_referral=True)

    with pytest.raises(Refused, match=r'"follow" has steps that are no mail \(call\)'):
        desk.campaign(ANA, targets=(target,))


def test_a_draft_has_enrolled_nobody(desk: Desk) -> None:
    desk.do(a_list, ANA)
    draft = desk.do(a_campaign)

    assert draft.state is CampaignState.DRAFT
    assert desk.plan().queued == 0
