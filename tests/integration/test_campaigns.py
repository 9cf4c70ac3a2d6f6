"""Campaigns: whom a start enrolls and leaves out, what a pause and a stop do."""

from dataclasses import replace

import pytest

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.sequences import campaigns
from outreach.sequences.model import (
    Campaign,
    CampaignEvent,
    CampaignState,
    EnrollmentState,
)
from tests.support.campaigns import a_campaign, a_list, sequence
from tests.support.desk import Desk

ANA, AMY, AL = "ana@acme.example", "amy@acme.example", "al@acme.example"
BEN, CID = "ben@beta.example", "cid@gamma.example"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


def states(desk: Desk, *addresses: str) -> list[EnrollmentState]:
    return [desk.run(address).state for address in addresses]


def spring_of(desk: Desk) -> Campaign:
    with desk.database.reading() as session:
        return campaigns.find(session, "spring")


def pause_by_guard(desk: Desk, why: str) -> bool:
    return desk.do(
        lambda session: campaigns.pause_by_guard(
            session, campaigns.find(session, "spring"), why=why, now=desk.now
        )
    )


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


def test_a_guard_pauses_with_its_reason_and_a_person_goes_on_from_there(desk: Desk) -> None:
    desk.campaign(ANA)

    paused = pause_by_guard(desk, "too many dead addresses")
    again = pause_by_guard(desk, "and another reason")
    shown = spring_of(desk)
    desk.later(days=1)
    desk.move_campaign(CampaignEvent.RESUMED)

    assert (paused, again) == (True, False)
    assert (shown.state, shown.paused_why) == (CampaignState.PAUSED, "too many dead addresses")
    resumed = spring_of(desk)
    assert (resumed.paused_why, resumed.guarded_since) == ("", desk.now)
    assert desk.send_all() == [ANA]


def test_a_pause_by_a_person_takes_nothing_from_what_a_guard_counts(desk: Desk) -> None:
    desk.campaign(ANA)
    desk.move_campaign(CampaignEvent.PAUSED)

    desk.move_campaign(CampaignEvent.RESUMED)

    assert spring_of(desk).guarded_since is None


def test_a_stop_in_batches_gives_no_turn_to_those_who_are_about_to_end(desk: Desk) -> None:
    desk.campaign(ANA, AMY, AL, BEN)
    spring = spring_of(desk)
    desk.do(lambda session: campaigns.stop(session, session.merge(spring), actor="tester", now=desk.now))

    batches = [
        desk.do(lambda session: campaigns.end_runs(session, session.merge(spring), now=desk.now, limit=2))
        for _ in range(3)
    ]

    assert batches == [2, 2, 0]
    assert states(desk, ANA, AMY, AL, BEN) == [EnrollmentState.STOPPED] * 4


def test_a_stop_that_was_cut_short_is_taken_up_again_and_then_refused(desk: Desk) -> None:
    desk.campaign(ANA, BEN)
    spring = spring_of(desk)
    desk.do(lambda session: campaigns.stop(session, session.merge(spring), actor="tester", now=desk.now))

    desk.move_campaign(CampaignEvent.STOPPED)

    assert states(desk, ANA, BEN) == [EnrollmentState.STOPPED] * 2
    assert desk.events(Happened.CAMPAIGN_STOPPED) == 1
    with pytest.raises(Refused, match="is stopped: it cannot be stopped"):
        desk.move_campaign(CampaignEvent.STOPPED)


def test_a_draft_has_enrolled_nobody(desk: Desk) -> None:
    desk.do(a_list, ANA)
    draft = desk.do(a_campaign)

    assert draft.state is CampaignState.DRAFT
    assert desk.plan().queued == 0
