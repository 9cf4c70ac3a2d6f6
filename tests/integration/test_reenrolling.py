"""One person taken up by hand: put into a running campaign, or again after an end, never at what went out."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.service import contact_at
from outreach.sending.past_mails import past_mails
from outreach.sequences import campaigns
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import CampaignEvent, EnrollmentEvent, EnrollmentState, HoldReason, TaskState
from outreach.sequences.reenrolling import Enrolled, enroll
from tests.support.campaigns import a_list, sequence
from tests.support.desk import LINE_BROKE, UNWANTED
from tests.support.hand_work import all_tasks, by_hand, do_task, go_on, open_tasks, sequence_of
from tests.support.mailroom import Mailroom

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"

ACTIVE, STOPPED, FINISHED = EnrollmentState.ACTIVE, EnrollmentState.STOPPED, EnrollmentState.FINISHED


@pytest.fixture
def desk(sqlite_database: Database) -> Mailroom:
    return Mailroom(sqlite_database)


def enrolled(desk: Mailroom, address: str, *, name: str = "spring", **how: object) -> Enrolled:
    def unit(session: Session) -> Enrolled:
        contact = contact_at(session, address)
        assert contact is not None
        return enroll(
            session,
            campaigns.find(session, name),
            contact,
            past_mails(session, contact.id or 0),
            timing=desk.rules.timing,
            actor="rita",
            now=desk.now,
            **how,  # type: ignore[arg-type]
        )

    return desk.do(unit)


def finished(desk: Mailroom, *steps: str, address: str = ANA) -> None:
    """The campaign has run to its end without an answer."""
    desk.campaign(address, definition=sequence(*steps))
    desk.run_for(days=30)
    assert desk.run(address).state is FINISHED


def steps(desk: Mailroom, address: str = ANA) -> list[str]:
    return [mail.step for mail in desk.mails(address)]


# --- somebody new ----------------------------------------------------------------------------------------------------


def test_somebody_who_is_on_no_list_of_it_is_put_into_a_running_campaign(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.do(a_list, BEN, name="other")

    came = enrolled(desk, BEN)

    assert (came.step, came.again) == ("ask", False)
    assert go_on(desk) == [ANA, BEN]
    assert [event.actor for event in desk.facts(Happened.ENROLLED)] == ["daemon", "rita"]


def test_a_colleague_who_is_under_way_has_their_turn_first(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.do(a_list, AMY, name="other")

    came = enrolled(desk, AMY)

    assert came.due_at is None
    assert go_on(desk) == [ANA]
    desk.end(ANA, EnrollmentEvent.STOPPED)
    assert go_on(desk) == [AMY]


@pytest.mark.parametrize("event", [None, CampaignEvent.PAUSED, CampaignEvent.STOPPED])
def test_only_a_running_campaign_takes_somebody_up(desk: Mailroom, event: CampaignEvent | None) -> None:
    desk.campaign(ANA)
    desk.do(a_list, BEN, name="other")
    if event is not None:
        desk.move_campaign(event)

    if event is None:
        assert enrolled(desk, BEN).step == "ask"
    else:
        with pytest.raises(Refused, match="only a running campaign"):
            enrolled(desk, BEN)


def test_who_is_under_way_elsewhere_is_refused_unless_a_person_says_otherwise(desk: Mailroom) -> None:
    desk.campaign(ANA, definition=sequence("ask", "bump", name="else"))
    desk.campaign(BEN, name="other")

    with pytest.raises(Refused, match="under way in another campaign"):
        enrolled(desk, ANA, name="other")

    assert enrolled(desk, ANA, name="other", even_if_under_way=True).due_at == desk.now
    assert go_on(desk) == [ANA, BEN, ANA]


def test_nobody_goes_through_one_sequence_for_two_campaigns_at_once(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.campaign(BEN, name="other")

    with pytest.raises(Refused, match='under way through "who" in another campaign'):
        enrolled(desk, ANA, name="other", even_if_under_way=True)


def test_who_is_under_way_in_this_campaign_cannot_be_enrolled_twice(desk: Mailroom) -> None:
    desk.campaign(ANA)

    with pytest.raises(Refused, match="under way in spring already"):
        enrolled(desk, ANA, even_if_under_way=True)


# --- again -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event", [EnrollmentEvent.STOPPED, EnrollmentEvent.REPLIED, EnrollmentEvent.NAMED_A_COLLEAGUE]
)
def test_a_run_that_has_ended_goes_on_behind_what_was_sent(
    database: Database, event: EnrollmentEvent
) -> None:
    desk = Mailroom(database)
    desk.campaign(ANA, definition=sequence("ask", "bump", "last"))
    desk.send_all()
    desk.end(ANA, event)
    before = desk.run(ANA)

    came = enrolled(desk, ANA)

    assert (came.step, came.again, came.enrollment.id) == ("bump", True, before.id)
    assert go_on(desk) == [ANA]
    assert steps(desk) == ["ask", "bump"]
    assert desk.mail().raw is not None
    assert b"In-Reply-To" in desk.mail().raw, "it goes on with its own thread"
    run = desk.run(ANA)
    assert (run.state, run.ended_at, run.ended_why) == (ACTIVE, None, "")


def test_its_history_is_kept_and_says_who_did_it(desk: Mailroom) -> None:
    desk.campaign(ANA, definition=sequence("ask", "bump", "last"))
    desk.send_all()
    desk.end(ANA, EnrollmentEvent.STOPPED)

    enrolled(desk, ANA, step="last")

    [fact] = desk.facts(Happened.RE_ENROLLED)
    assert (fact.actor, fact.details) == ("rita", {"was": "stopped", "step": "last"})
    assert desk.events(Happened.ENROLLED) == desk.events(Happened.MAIL_SENT) == 1
    go_on(desk)
    assert steps(desk) == ["ask", "last"]


def test_a_finished_run_takes_up_what_was_added_behind_its_last_step(desk: Mailroom) -> None:
    finished(desk, "ask", "bump")
    desk.start_again(sequence("ask", "bump", "news"))

    came = enrolled(desk, ANA)

    assert came.step == "news"
    assert go_on(desk) == [ANA]
    assert steps(desk) == ["ask", "bump", "news"]


def test_where_nothing_is_left_it_says_how_to_write_more(desk: Mailroom) -> None:
    finished(desk, "ask", "bump")

    with pytest.raises(Refused, match=r'every step of "who".*outreach campaign start'):
        enrolled(desk, ANA)


def test_a_step_that_was_sent_is_never_sent_again(desk: Mailroom) -> None:
    finished(desk, "ask", "bump")

    with pytest.raises(Refused, match='"bump" has been sent to them'):
        enrolled(desk, ANA, step="bump")

    assert desk.run(ANA).state is FINISHED


def test_a_run_never_goes_back_behind_a_step_that_was_sent(desk: Mailroom) -> None:
    desk.campaign(ANA, definition=sequence("ask", "bump", "last"))
    desk.send_all()
    desk.end(ANA, EnrollmentEvent.STOPPED)
    enrolled(desk, ANA, step="last")
    go_on(desk)
    desk.end(ANA, EnrollmentEvent.STOPPED)

    with pytest.raises(Refused, match='"last" comes after "bump", and it has been sent'):
        enrolled(desk, ANA, step="bump")


def test_a_step_that_is_not_there_is_refused_with_those_that_are(desk: Mailroom) -> None:
    desk.campaign(ANA, definition=sequence("ask", "bump"))
    desk.end(ANA, EnrollmentEvent.STOPPED)

    with pytest.raises(NotFound, match=r'no step "bumb" for them. Steps: ask, bump'):
        enrolled(desk, ANA, step="bumb")


@pytest.mark.parametrize(
    ("newer", "step"), [(("ask", "news", "bump"), "bump"), (("news",), "bump"), (("ask", "bump"), "bump")]
)
def test_where_the_file_has_moved_what_they_had_they_go_on_in_their_own_version(
    desk: Mailroom, newer: tuple[str, ...], step: str
) -> None:
    desk.campaign(ANA, definition=sequence("ask", "last", "bump"))
    desk.send_all()
    desk.later(days=2)
    desk.send_all()
    desk.end(ANA, EnrollmentEvent.STOPPED)
    desk.start_again(sequence(*newer))

    enrolled(desk, ANA, step=step)
    go_on(desk)

    assert steps(desk) == ["ask", "last", "bump"]
    assert len({mail.message_id for mail in desk.mails()}) == 3


def test_a_mail_that_was_taken_back_may_be_planned_again(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.plan()
    desk.end(ANA, EnrollmentEvent.STOPPED)
    assert desk.send_all() == []

    assert enrolled(desk, ANA).step == "ask"

    assert go_on(desk) == [ANA]
    assert steps(desk) == ["ask"]


def test_a_thread_cannot_be_begun_in_its_middle(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.end(ANA, EnrollmentEvent.STOPPED)

    with pytest.raises(Refused, match='"bump" goes on with the thread'):
        enrolled(desk, ANA, step="bump")


# --- what stays as it is --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", [EnrollmentEvent.OPTED_OUT, EnrollmentEvent.BOUNCED])
def test_a_no_and_a_dead_address_are_for_good(desk: Mailroom, event: EnrollmentEvent) -> None:
    desk.campaign(ANA)
    desk.send_all()
    desk.end(ANA, event)

    with pytest.raises(Refused, match="that is for good"):
        enrolled(desk, ANA, even_if_under_way=True)


def test_who_is_suppressed_or_to_be_left_alone_is_refused(desk: Mailroom) -> None:
    desk.campaign(ANA, BEN)
    desk.end(ANA, EnrollmentEvent.STOPPED)
    desk.end(BEN, EnrollmentEvent.STOPPED)
    desk.suppress(ANA, SuppressionReason.OPTED_OUT)
    desk.rate(BEN, AccountStatus.AVOID_CUSTOMER)

    for address, why in ((ANA, "suppressed"), (BEN, "avoid_customer")):
        with pytest.raises(Refused, match=why):
            enrolled(desk, address)


def test_a_doubtful_mail_is_to_be_resolved_first(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.plan()
    desk.answer(desk.in_flight(), LINE_BROKE)
    desk.end(ANA, EnrollmentEvent.STOPPED)
    number = desk.mail().id

    with pytest.raises(Refused, match=f"outreach outbox resolve {number} sent"):
        enrolled(desk, ANA)

    desk.settle(sent=True, by="rita")
    assert enrolled(desk, ANA).step == "bump"


def test_a_mail_that_is_just_going_out_is_waited_for(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.plan()
    desk.in_flight()
    desk.end(ANA, EnrollmentEvent.STOPPED)

    with pytest.raises(Refused, match="just going out"):
        enrolled(desk, ANA)


def test_a_mail_that_was_refused_for_good_is_not_tried_again(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.plan()
    desk.answer(desk.in_flight(), UNWANTED)

    with pytest.raises(Refused, match="refused for good"):
        enrolled(desk, ANA)


def test_who_is_held_goes_on_held(desk: Mailroom) -> None:
    desk.campaign(ANA)
    desk.send_all()
    desk.end(ANA, EnrollmentEvent.STOPPED)
    desk.hold(ANA)

    came = enrolled(desk, ANA)

    assert (came.enrollment.state, desk.held()) == (EnrollmentState.PAUSED, [HoldReason.BY_HAND])
    assert go_on(desk) == []
    desk.release(ANA)
    assert go_on(desk) == [ANA]


# --- with steps that a person does -----------------------------------------------------------------------------------


def test_a_call_that_was_dropped_is_opened_again(desk: Mailroom) -> None:
    desk.campaign(ANA, definition=with_a_call())
    go_on(desk)
    desk.later(days=2)
    open_tasks(desk)
    desk.end(ANA, EnrollmentEvent.STOPPED)

    came = enrolled(desk, ANA)

    assert (came.step, came.due_at) == ("call", desk.now)
    assert open_tasks(desk) == 1
    assert [task.state for task in all_tasks(desk)] == [TaskState.OPEN]


def test_a_call_that_was_made_is_not_made_again(desk: Mailroom) -> None:
    desk.campaign(ANA, definition=with_a_call())
    go_on(desk)
    desk.later(days=2)
    open_tasks(desk)
    do_task(desk, "no", stop=True)

    with pytest.raises(Refused, match='"call" has been done with them'):
        enrolled(desk, ANA, step="call")

    assert enrolled(desk, ANA).step == "bump"


def with_a_call() -> SequenceDefinition:
    return replace(sequence_of("ask", by_hand(), "bump"), description="with a call")


def test_a_list_leaves_out_the_same_people_as_before(desk: Mailroom) -> None:
    finished(desk, "ask")

    again = desk.campaign(ANA, name="other", definition=sequence("ask"))

    assert again.left_out == {"has had this sequence": 1}
