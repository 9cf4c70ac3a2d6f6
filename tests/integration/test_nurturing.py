"""Nurture in the database: a slow sequence like any other, wake-up dates, touches, companies looked at again."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.model import Account, AccountStatus
from outreach.qualification.leads import nurturing, service
from outreach.qualification.leads.model import LeadEvent, LeadState
from outreach.qualification.leads.nurture import Wakes
from outreach.sequences import campaigns
from outreach.sequences import tasks as waiting
from outreach.sequences.model import CampaignEvent, Enrollment, EnrollmentState, TaskState
from tests.support.databases import NOW, Refillable
from tests.support.lead_definitions import with_decay
from tests.support.lead_desk import ANA, BEN, LeadDesk, asked, slow
from tests.support.mailroom import sure, with_answers


@pytest.fixture
def desk(migrated_sqlite: Refillable) -> LeadDesk:
    """Rita has read that Ana is interested; Ben has not answered."""
    desk = asked(migrated_sqlite, ANA, BEN)
    desk.reply(ANA, Intent.INTERESTED)
    return desk


def nurture_run(desk: LeadDesk, address: str = ANA) -> Enrollment:
    enrollment_id = desk.lead(address).enrollment_id
    with desk.database.reading() as session:
        return session.get_one(Enrollment, enrollment_id)


def days_from_now(desk: LeadDesk, *, until: int) -> list[str]:
    """Send and nurture day after day; on which days Ana got a mail."""
    sent = []
    for _ in range(until):
        desk.later(days=1)
        desk.nurture()
        sent += [f"{desk.now:%m-%d}" for address in desk.send_all() if address == ANA]
    return sent


# --- into nurture --------------------------------------------------------------------------------------------------


def test_a_not_now_with_a_date_rests_until_that_day_and_gets_no_mail(migrated_sqlite: Refillable) -> None:
    desk = asked(migrated_sqlite, ANA, definition=with_answers(not_now="nurture"))
    desk.answered(ANA, sure(Intent.NOT_NOW, resume_date=date(2026, 6, 1)))

    desk.nurture()

    lead = desk.lead()
    assert (lead.state, lead.quiet, lead.level) == (LeadState.NURTURE, True, 1)
    assert lead.wake_at is not None
    assert lead.wake_at.date() == date(2026, 6, 1)
    assert lead.nurture_why == "they said: not before 2026-06-01"
    assert lead.enrollment_id is None
    assert desk.state(ANA) is EnrollmentState.ANSWERED


def test_a_not_now_that_a_person_has_read_rests_on_the_second_level(migrated_sqlite: Refillable) -> None:
    desk = asked(migrated_sqlite, ANA)
    desk.reply(ANA, Intent.NOT_NOW)

    lead = desk.lead()

    assert (lead.state, lead.level, lead.finder, lead.quiet) == (LeadState.NURTURE, 2, "rita", False)
    assert lead.wake_at == desk.now + timedelta(days=90)
    assert [fact.details["lead"] for fact in desk.facts(Happened.LEAD_NURTURED)] == [lead.id]


def test_a_snoozed_run_goes_on_by_itself_and_the_lead_wakes_beside_it(migrated_sqlite: Refillable) -> None:
    desk = asked(migrated_sqlite, ANA)
    desk.reply(ANA, Intent.NOT_NOW)
    desk.later(days=91)

    done = desk.nurture()

    assert done.woken == 1
    assert desk.lead().state is LeadState.OPEN
    assert desk.tasks() == []


@pytest.mark.parametrize("days", [-1, 0, 900])
def test_a_day_that_makes_no_sense_is_refused(desk: LeadDesk, days: int) -> None:
    with pytest.raises(Refused, match="is no day to wake up"):
        desk.rest(days=days)


def test_whoever_said_no_is_never_nurtured(desk: LeadDesk) -> None:
    desk.suppress(ANA)
    desk.on_lead(
        ANA,
        lambda session, lead: service.disqualify(session, lead, why="said no", actor="rita", now=desk.now),
    )

    with pytest.raises(Refused, match="nobody nurtures them"):
        desk.rest()


# --- the slow sequence ---------------------------------------------------------------------------------------------


def test_the_slow_sequence_runs_in_a_campaign_of_its_own_from_the_mailbox_that_they_know(
    desk: LeadDesk,
) -> None:
    desk.rest(days=None)

    done = desk.nurture()

    run = nurture_run(desk)
    assert done.enrolled == 1
    assert (run.sequence, run.state, run.is_nurture, run.mailbox) == (
        "nurture",
        EnrollmentState.ACTIVE,
        True,
        "ann",
    )
    with desk.database.reading() as session:
        assert campaigns.find(session, "nurture").id == run.campaign_id


def test_a_mail_a_month_goes_out_and_after_the_last_a_task_says_so_once(desk: LeadDesk) -> None:
    desk.rest(days=None)
    desk.nurture()

    sent = days_from_now(desk, until=90)

    assert sent == ["03-31", "04-28"]
    [task] = desk.tasks()
    assert task.note == "The nurture sequence of lead 1 is over. What now? `outreach leads show 1`."
    assert desk.lead().state is LeadState.NURTURE


def test_no_step_of_it_goes_out_twice_however_often_somebody_rests(desk: LeadDesk) -> None:
    desk.rest(days=None)
    desk.nurture()
    days_from_now(desk, until=30)
    desk.move(ANA, LeadEvent.WOKEN)
    desk.rest(days=None)

    sent = days_from_now(desk, until=60)

    subjects = [mail.step for mail in desk.mails() if mail.sequence == "nurture" and mail.sent_at]
    assert subjects == ["one", "two"]
    assert len(sent) == 1


def test_whoever_wakes_soon_or_named_a_day_gets_none(desk: LeadDesk) -> None:
    desk.rest(days=10)
    desk.nurture()
    assert desk.lead().enrollment_id is None

    desk.rest(days=200, quiet=True)
    desk.later(days=2)
    desk.nurture()

    assert desk.lead().enrollment_id is None


def test_a_day_that_they_name_later_ends_the_slow_sequence(desk: LeadDesk) -> None:
    desk.rest(days=None)
    desk.nurture()
    run = nurture_run(desk)

    desk.rest(days=100, quiet=True)

    with desk.database.reading() as session:
        ended = session.get_one(Enrollment, run.id)
    assert (ended.state, ended.ended_why) == (EnrollmentState.STOPPED, "they have named a day")


def test_it_obeys_suppressions_and_whoever_said_no_meanwhile_is_closed(desk: LeadDesk) -> None:
    desk.rest(days=None)
    desk.nurture()
    desk.suppress(ANA)

    sent = days_from_now(desk, until=40)

    assert sent == []
    lead = desk.lead()
    assert (lead.state, lead.ended_why) == (LeadState.DISQUALIFIED, "they are suppressed")


def test_it_obeys_the_companys_status(desk: LeadDesk) -> None:
    desk.rate(ANA, AccountStatus.AVOID_CUSTOMER)
    desk.rest(days=None)

    desk.nurture()

    assert desk.lead().state is LeadState.DISQUALIFIED
    assert desk.lead().ended_why == "the company is avoid_customer"


def test_a_paused_campaign_stops_it(desk: LeadDesk) -> None:
    desk.rest(days=None)
    desk.nurture()
    desk.move_campaign(CampaignEvent.PAUSED, "nurture")

    assert days_from_now(desk, until=40) == []


def test_a_reply_to_it_wakes_the_lead(desk: LeadDesk) -> None:
    desk.rest(days=None)
    desk.nurture()
    days_from_now(desk, until=30)

    desk.reply(ANA, Intent.QUESTION)

    assert desk.lead().state is LeadState.OPEN
    assert desk.moves()[-1] == ("replied", "open", "rita")
    assert len(desk.leads()) == 1


def test_without_a_mailbox_or_a_sound_sequence_nobody_is_enrolled(desk: LeadDesk) -> None:
    desk.rest(days=None)

    desk.nurture(desk.nurture_rules(slow(name="other")))

    assert desk.lead().enrollment_id is None
    assert desk.lead().looked_at == desk.now


# --- touches -------------------------------------------------------------------------------------------------------


def test_a_third_touch_within_a_week_is_put_off(desk: LeadDesk) -> None:
    desk.rest(days=None)
    desk.nurture()
    due = nurture_run(desk).due_at
    assert due is not None
    desk.now = due - timedelta(days=2)
    for _ in range(2):
        desk.on_lead(
            ANA,
            lambda session, lead: service.note(
                session, lead, "called", is_call=True, actor="rita", now=desk.now
            ),
        )
    desk.now = due

    done = desk.nurture()

    assert done.put_off == 1
    assert nurture_run(desk).due_at == due + timedelta(days=5)
    assert desk.send_all() == []
    desk.later(days=5)
    desk.nurture()
    assert desk.send_all() == [ANA]


def test_who_may_be_touched_hides_nobody_who_may_not(desk: LeadDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.reply(BEN, Intent.INTERESTED)
    for address in (ANA, BEN):
        desk.rest(address, days=None)
    monkeypatch.setattr(nurturing, "_AT_ONCE", 1)
    desk.nurture()
    desk.nurture()
    desk.now = nurture_run(desk, BEN).due_at or desk.now
    for _ in range(2):
        desk.on_lead(
            BEN,
            lambda session, lead: service.note(
                session, lead, "called", is_call=True, actor="rita", now=desk.now
            ),
        )

    desk.nurture()

    assert desk.send_all() == [ANA]


def test_after_a_month_without_a_touch_a_task_asks_for_a_call_once(desk: LeadDesk) -> None:
    desk.rest(days=None)
    no_mails = desk.nurture_rules(sequence="")
    for _ in range(40):
        desk.later(days=1)
        desk.nurture(no_mails)

    [task] = desk.tasks()

    assert task.note == ("Lead 1 is in nurture and has heard nothing from us for 30 days: call or write.")
    assert task.owner == "rita"


def test_the_task_says_why_no_mail_goes(desk: LeadDesk) -> None:
    desk.rest(days=None)
    broken = desk.nurture_rules(slow(name="other"))
    for _ in range(31):
        desk.later(days=1)
        desk.nurture(broken)

    [task] = desk.tasks()

    assert task.note.endswith('No mail goes by itself: there is no sequence "nurture" that could be used')


def test_whoever_named_a_day_is_not_called_before_it(desk: LeadDesk) -> None:
    desk.rest(days=200, quiet=True)
    for _ in range(60):
        desk.later(days=1)
        desk.nurture()

    assert desk.tasks() == []


# --- waking --------------------------------------------------------------------------------------------------------


def test_at_its_date_a_lead_is_open_again_and_a_task_says_why_it_rested(desk: LeadDesk) -> None:
    desk.rest(days=20, why="budget comes in March")
    desk.later(days=21)

    assert desk.nurture().woken == 1

    [task] = desk.tasks()
    assert task.note == "Lead 1 wakes up (budget comes in March): `outreach leads show 1`."
    assert desk.lead().state is LeadState.OPEN
    assert desk.lead().wake_at is None
    assert desk.nurture().woken == 0
    assert [fact.actor for fact in desk.facts(Happened.LEAD_WOKEN)] == ["daemon"]


def test_it_may_wake_into_a_sequence(desk: LeadDesk) -> None:
    rules = desk.nurture_rules(slow(), slow("hello", name="come-back"), wakes=Wakes("come-back"))
    desk.rest(days=20)
    desk.nurture(rules)
    desk.later(days=21)

    desk.nurture(rules)

    assert desk.lead().state is LeadState.OPEN
    assert desk.tasks() == []
    run = desk.run(ANA)
    assert (run.sequence, run.state) == ("come-back", EnrollmentState.ACTIVE)


def test_where_that_sequence_may_not_begin_a_person_is_asked_instead(desk: LeadDesk) -> None:
    rules = desk.nurture_rules(slow(), wakes=Wakes("come-back"))
    desk.rest(days=20, why="no money")
    desk.later(days=21)

    desk.nurture(rules)

    [task] = desk.tasks()
    assert 'no money; there is no sequence "come-back"' in task.note


def test_a_task_of_nurture_is_done_like_any_other(desk: LeadDesk) -> None:
    desk.rest(days=20)
    desk.later(days=21)
    desk.nurture()
    [task] = desk.tasks()

    desk.do(waiting.done, task.id, outcome="called her", actor="rita", timing=desk.rules.timing, now=desk.now)

    assert desk.tasks() == []
    with desk.database.reading() as session:
        assert waiting.find(session, task.id or 0).state is TaskState.DONE


# --- companies, and leads that grow cold ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "days"),
    [(AccountStatus.NURTURE_CHECK_QUARTERLY, 91), (AccountStatus.NURTURE_DEAD_OPPORTUNITY, 183)],
)
def test_a_company_is_looked_at_again_after_its_time_and_again_after_that(
    desk: LeadDesk, status: AccountStatus, days: int
) -> None:
    desk.rate(ANA, status)
    since(desk, ANA)
    desk.later(days=days - 1)
    assert desk.nurture().tasks == 0

    desk.later(days=1)
    assert desk.nurture().tasks == 1
    assert desk.nurture().tasks == 0
    [task] = desk.tasks()
    assert f"nothing has happened there for {days} days" in task.note

    desk.do(waiting.done, task.id, outcome="x", actor="rita", timing=desk.rules.timing, now=desk.now)
    desk.later(days=days)
    assert desk.nurture().tasks == 1


def since(desk: LeadDesk, address: str) -> None:
    """The company has had its status since now."""
    contact = desk.contact(address)

    def unit(session: Session) -> None:
        account = session.get_one(Account, contact.account_id)
        account.status_since = desk.now
        session.add(account)

    desk.do(unit)


def test_a_qualified_lead_that_grows_cold_is_taken_back_by_its_own_definition(desk: LeadDesk) -> None:
    desk.qualify(ANA, with_decay(5))
    desk.later(days=61)
    assert desk.nurture().cooled == 0

    desk.later(days=60)

    assert desk.nurture().cooled == 1
    lead = desk.lead()
    assert (lead.state, lead.score) == (LeadState.OPEN, 30)
    assert desk.moves()[-1] == ("fell_short", "open", "daemon")


def test_a_turn_with_nothing_to_do_writes_nothing(desk: LeadDesk) -> None:
    done = desk.nurture()

    with desk.database.reading() as session:
        assert not nurturing.wanted(session, desk.now).anything
    assert not done.anything


def test_the_runs_of_those_who_rest_are_looked_up_by_their_leads(sqlite_database: Database) -> None:
    """By themselves they would be found among everybody under way."""
    asked: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    sa.event.listen(sqlite_database.engine, "before_cursor_execute", note)
    with sqlite_database.reading() as session:
        nurturing.wanted(session, NOW)
        plans = [
            row[3]
            for statement, parameters in list(asked)
            for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]

    of_runs = [step for step in plans if "enrollment" in step]
    assert of_runs
    assert all("PRIMARY KEY" in step for step in of_runs), of_runs
