"""Planning: who gets what when, how the contacts of a company take turns, and what holds them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.service import NewContact
from outreach.sending.planning import next_due_at
from outreach.sequences import campaigns, enrolling, versions
from outreach.sequences.definition import StepKind
from outreach.sequences.model import CampaignEvent, CampaignState, EnrollmentEvent, EnrollmentState
from outreach.sequences.window import HourRange, Window
from tests.support.campaigns import a_campaign, a_list, mail_step, sequence
from tests.support.databases import NOW
from tests.support.desk import LINE_BROKE, NO_SUCH_USER, Desk, mailbox, rules

ANA, AMY, AL = "ana@acme.example", "amy@acme.example", "al@acme.example"
BEN, CID = "ben@beta.example", "cid@gamma.example"

ACTIVE, PAUSED, FINISHED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED, EnrollmentState.FINISHED


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(sqlite_database)


def states(desk: Desk, *addresses: str) -> list[EnrollmentState]:
    return [desk.run(address).state for address in addresses]


# --- what goes first, and how much ---------------------------------------------------------------------------------


def test_a_sequence_runs_from_its_first_mail_to_silence(database: Database) -> None:
    desk = Desk(database)
    desk.campaign(ANA)

    sent = desk.run_for(days=15)

    assert sent == [(0, ANA), (1, ANA)], "the bump goes early on the second working day after the ask"
    assert desk.run(ANA).state is FINISHED
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


# --- windows -------------------------------------------------------------------------------------------------------


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


# --- the contacts of one account -----------------------------------------------------------------------------------


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


# --- holds ---------------------------------------------------------------------------------------------------------


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


# --- never twice ---------------------------------------------------------------------------------------------------


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


def test_the_same_definition_is_one_version(desk: Desk) -> None:
    def freeze_twice(*definitions: object) -> list[int]:
        return [
            desk.do(versions.freeze, definition, NOW).version  # type: ignore[arg-type]
            for definition in definitions
        ]

    assert freeze_twice(sequence(), sequence(), sequence(wording="Other?"), sequence()) == [1, 1, 2, 1]
    latest = desk.do(versions.latest, "who")
    assert latest is not None
    assert desk.do(versions.definition_of, latest.id or 0) == sequence(wording="Other?")
    assert desk.do(versions.latest, "nothing") is None


# --- campaigns -----------------------------------------------------------------------------------------------------


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
