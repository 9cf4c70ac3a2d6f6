"""`outreach why`: every gate between a person and their next mail, and when that mail may go."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from outreach.core.errors import NotFound
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.service import NewContact
from outreach.reporting.campaign.gates import Explained, Gate, explain
from outreach.sending import by_hand, mailboxes
from outreach.sequences import campaigns
from outreach.sequences.definition import Step, StepKind
from outreach.sequences.model import CampaignEvent, EnrollmentEvent
from outreach.sequences.window import PRESETS, HourRange, Window
from tests.support.campaigns import sequence
from tests.support.databases import NOW
from tests.support.desk import LATER, LINE_BROKE, QUOTA, mailbox, rules
from tests.support.mailroom import Mailroom, sure

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
OFFICE = PRESETS["office"]
#: Tuesday to Thursday, 8 to 9 in the morning in London.
MORNINGS = Window.of((1, 2, 3), [HourRange(480, 540)])


@pytest.fixture
def room(sqlite_database: Database) -> Mailroom:
    return Mailroom(sqlite_database)


def why(room: Mailroom, address: str = ANA) -> Explained:
    """The newest run of a person, explained as the command does."""
    with room.database.reading() as session:
        return explain(session, address, room.rules, room.now)[0]


def shut(room: Mailroom, address: str = ANA) -> dict[str, Gate]:
    return {gate.name: gate for gate in why(room, address).gates if not gate.is_open}


def only_gate(room: Mailroom, address: str = ANA) -> Gate:
    (gate,) = shut(room, address).values()
    return gate


# --- open -----------------------------------------------------------------------------------------------------------


def test_with_every_gate_open_the_mail_may_go_now(database: Database) -> None:
    room = Mailroom(database)
    room.campaign(ANA)

    explained = why(room)

    assert (explained.campaign, explained.sequence, explained.state, explained.next_step) == (
        "spring",
        "who",
        "active",
        "ask",
    )
    assert shut(room) == {}
    assert explained.next_at == NOW
    assert {gate.name for gate in explained.gates} >= {
        "suppression",
        "account",
        "campaign",
        "run",
        "turn",
        "window",
        "due",
        "live",
        "mailbox",
        "limit",
    }


def test_the_moment_that_it_names_is_when_the_mail_goes(room: Mailroom) -> None:
    room.campaign(ANA, definition=sequence(window=MORNINGS))

    named = []
    while (at := why(room).next_at) is not None:
        room.now = at
        assert room.send_all() == [ANA]
        named.append(at)

    assert [mail.sent_at for mail in room.mails()] == named
    assert len(named) == 2


def test_somebody_in_no_campaign_has_no_gates(room: Mailroom) -> None:
    room.campaign(ANA)

    with pytest.raises(NotFound, match="not known"):
        why(room, BEN)


# --- shut for good, until a person does something -------------------------------------------------------------------


def test_who_said_no(room: Mailroom) -> None:
    room.campaign(ANA)
    room.suppress("acme.example", SuppressionReason.OPTED_OUT)

    gate = only_gate(room)

    assert (gate.name, gate.says) == ("suppression", "suppressed since 2026-03-03 (opted_out)")
    assert why(room).next_at is None


def test_an_account_to_be_left_alone(room: Mailroom) -> None:
    room.campaign(ANA)
    room.rate(ANA, AccountStatus.AVOID_CUSTOMER)

    assert "avoid_customer" in only_gate(room).says
    assert why(room).next_at is None


def test_a_campaign_that_does_not_run(room: Mailroom) -> None:
    room.campaign(ANA)
    room.move_campaign(CampaignEvent.PAUSED)

    assert only_gate(room).says == "spring is paused"
    assert why(room).next_at is None


def test_a_run_that_has_ended(room: Mailroom) -> None:
    room.campaign(ANA)
    room.end(ANA, EnrollmentEvent.STOPPED, "the weather")

    assert only_gate(room).says == "the run is stopped: the weather"
    assert why(room).next_at is None


def test_a_colleague_whose_turn_it_is(room: Mailroom) -> None:
    room.campaign(ANA, AMY)

    gate, named = shut(room, AMY)["turn"], why(room, AMY).next_at

    assert "colleague" in gate.says
    assert gate.opens_at == named
    room.run_for(days=9)
    assert room.mails(AMY)[0].sent_at == named


def test_a_reply_that_nobody_has_decided_on(room: Mailroom) -> None:
    room.ask(ANA, AMY)
    room.answered(ANA, sure(Intent.QUESTION))

    gate = shut(room)["hold"]

    assert gate.says == "the account held since 2026-03-03 (review) until a person decides."
    assert (why(room).next_at, "hold" in shut(room, AMY)) == (None, True)


def test_a_paused_mailbox(room: Mailroom) -> None:
    room.campaign(ANA)
    room.pause_mailbox("ann")

    assert only_gate(room).says == "ann: for a test"
    assert why(room).next_at is None


def test_a_mailbox_that_the_configuration_no_longer_has(room: Mailroom) -> None:
    room.ask(ANA)
    room.rules = rules(mailbox("bob"))

    assert "no mailbox ann" in shut(room)["mailbox"].says


def test_a_mail_in_doubt(room: Mailroom) -> None:
    room.campaign(ANA)
    room.plan()
    room.answer(room.in_flight(), LINE_BROKE)

    assert "doubtful" in shut(room)["outbox"].says
    assert why(room).next_at is None


def test_a_sequence_that_is_over(room: Mailroom) -> None:
    room.campaign(ANA)
    room.run_for(days=20)

    assert (why(room).next_step, why(room).next_at) == (None, None)


# --- shut until a moment --------------------------------------------------------------------------------------------


def test_a_step_that_is_not_due_yet(room: Mailroom) -> None:
    room.ask(ANA)

    gate = only_gate(room)

    assert (gate.name, gate.says) == ("due", "due 2026-03-05 00:00 UTC")
    assert why(room).next_at == gate.opens_at == datetime(2026, 3, 5, tzinfo=UTC)


def test_a_window_that_is_closed(room: Mailroom) -> None:
    room.campaign(ANA, definition=sequence(window=MORNINGS))

    gate = shut(room)["window"]

    assert "Europe/London" in gate.says
    assert why(room).next_at == datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


def test_who_is_away_is_written_to_in_the_first_window_after_it(room: Mailroom) -> None:
    room.now = NOW - timedelta(hours=2)
    room.ask(ANA, definition=sequence(window=MORNINGS))
    room.answered(ANA, sure(Intent.OUT_OF_OFFICE, return_date=date(2026, 3, 20)))

    gate = shut(room)["hold"]

    assert gate.says == "they held since 2026-03-03 (away) until 2026-03-20."
    assert gate.opens_at == datetime(2026, 3, 20, tzinfo=UTC)
    # The 20th is a Friday.
    assert why(room).next_at == datetime(2026, 3, 24, 8, 0, tzinfo=UTC)


def test_a_mailbox_at_its_limit(room: Mailroom) -> None:
    room.rules = rules(mailbox(per_day=1, ramp_start=1))
    room.ask(ANA, BEN)

    gate = shut(room, BEN)["limit"]

    assert gate.says == "ann: 1 of 1 in 24 hours"
    assert why(room, BEN).next_at == NOW + timedelta(days=1)


def test_a_mailbox_between_two_mails(room: Mailroom) -> None:
    room.rules = rules(mailbox(gap_seconds=(90.0, 90.0)))
    room.campaign(ANA, BEN)
    room.plan()
    room.send()

    assert only_gate(room, BEN).name == "gap"
    assert why(room, BEN).next_at == NOW + timedelta(seconds=90)


def test_a_mailbox_that_its_provider_has_closed(room: Mailroom) -> None:
    room.campaign(ANA)
    room.plan()
    room.answer(room.in_flight(), QUOTA)

    assert "quota" in shut(room)
    next_at = why(room).next_at
    assert next_at is not None
    assert next_at >= NOW + timedelta(hours=20)


def test_a_mailbox_whose_replies_nobody_reads(room: Mailroom) -> None:
    room.rules = rules(mailbox(is_read=True))
    room.campaign(ANA)

    never = only_gate(room)
    room.do(mailboxes.note_read, "ann", NOW)
    read = shut(room)
    room.later(days=1)

    assert (never.name, never.says, read) == ("reading", "ann: never read", {})
    assert only_gate(room).says == "ann: read at 2026-03-03 10:00 UTC"
    assert why(room).next_at == room.now, "it opens as soon as the daemon looks"


def test_a_mail_that_was_put_off_by_the_server(room: Mailroom) -> None:
    room.campaign(ANA)
    room.plan()
    room.answer(room.in_flight(), LATER)

    gate = only_gate(room)

    assert gate.name == "outbox"
    assert "try again later" in gate.says
    assert why(room).next_at == room.mail(ANA).due_at > NOW


def test_a_campaign_that_has_written_to_enough_new_people(room: Mailroom) -> None:
    room.ask(ANA, BEN, per_day=1)

    gate = only_gate(room, BEN)

    assert (gate.name, gate.says) == ("new people", "spring: 1 of 1 new people in 24 hours")
    assert why(room, BEN).next_at == NOW + timedelta(days=1)
    assert "new people" not in {each.name for each in why(room, ANA).gates}, "she is not new"


def test_somebody_new_gets_the_mailbox_that_can_write_to_them(room: Mailroom) -> None:
    room.rules = rules(mailbox(), mailbox("bob"))
    room.campaign(ANA, mailboxes=("ann", "bob"))
    room.pause_mailbox("ann")

    assert shut(room) == {}
    assert why(room).next_at == NOW


def test_a_rehearsal_says_when_the_mail_would_go(room: Mailroom) -> None:
    room.rules = replace(room.rules, live=False)
    room.campaign(ANA)

    assert only_gate(room).says == "live = false in the configuration"
    assert why(room).next_at == NOW


def test_several_gates_are_all_named_and_the_last_to_open_counts(room: Mailroom) -> None:
    room.rules = rules(mailbox(per_day=1, ramp_start=1))
    room.ask(ANA, BEN, definition=sequence(window=MORNINGS))
    room.now = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)
    room.send_all()

    assert set(shut(room, BEN)) == {"limit"}
    room.later(hours=2)
    assert set(shut(room, BEN)) >= {"limit", "window"}
    assert why(room, BEN).next_at == datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


# --- limits and moments that others share -----------------------------------------------------------------------------


def gate(room: Mailroom, name: str, address: str = ANA) -> Gate:
    return next(each for each in why(room, address).gates if each.name == name)


def test_a_campaign_that_has_paused_itself_says_why(room: Mailroom) -> None:
    room.campaign(ANA)

    def pause(session: Session) -> None:
        campaigns.pause_by_guard(session, campaigns.find(session, "spring"), why="bounces", now=NOW)

    room.do(pause)

    assert only_gate(room).says == "spring is paused: bounces"


def test_a_holiday_is_called_by_its_name(room: Mailroom) -> None:
    room.now = datetime(2026, 4, 3, 8, 30, tzinfo=UTC)
    room.campaign(NewContact(ANA, country="GB"), definition=sequence(window=OFFICE))

    assert "Good Friday" in gate(room, "window").says


def test_a_step_that_an_outage_held_up_is_moved(room: Mailroom) -> None:
    room.campaign(ANA)
    room.send_all()
    room.later(days=7)

    moved = shut(room)["late"]

    assert moved.says.startswith("held up since 2026-03-05 00:00 UTC: it is moved to ")
    assert why(room).next_at == moved.opens_at
    room.plan()
    assert gate(room, "late").says == "was due 2026-03-05 00:00 UTC, held up, and moved once"


def test_a_step_that_is_too_late_ends_the_run(room: Mailroom) -> None:
    room.campaign(ANA)
    room.send_all()
    room.later(days=40)

    assert "too late: the run ends" in shut(room)["late"].says
    assert why(room).next_at is None


def test_a_domain_that_has_got_its_mails(room: Mailroom) -> None:
    room.rules = replace(room.rules, per_domain=1)
    room.campaign(ANA, AMY, definition=sequence(one_at_a_time=False))
    room.send_all()

    full = gate(room, "domain", AMY)

    assert full.says == "acme.example: 1 of 1 mails in 24 hours"
    assert why(room, AMY).next_at == NOW + timedelta(days=1)


def test_new_people_of_a_mailbox(room: Mailroom) -> None:
    room.rules = rules(mailbox(new_per_day=1))
    room.ask(ANA, BEN)

    full = shut(room, BEN)["new people"]

    assert full.says == "ann: 1 of 1 new people in 24 hours"
    assert why(room, BEN).next_at == NOW + timedelta(days=1)


def test_mails_by_hand_and_the_ramp_are_told_with_the_limit(room: Mailroom) -> None:
    room.rules = rules(mailbox(per_day=10, ramp_start=1, ramp_step=1))
    room.campaign(ANA)
    room.do(by_hand.note, "ann", "<own@alpha.example>", sent_at=NOW, is_ours=False, now=NOW)

    full = only_gate(room)

    assert full.says == (
        "ann: 1 of 1 in 24 hours, 1 of them by hand; its ramp has come to 1 of 10 after 0 sending days"
    )
    assert full.opens_at == datetime(2026, 3, 4, tzinfo=UTC)


def test_replies_that_wait_for_a_person_hold_new_people_back(room: Mailroom) -> None:
    room.ask(ANA)
    room.answered(ANA, sure(Intent.QUESTION))
    room.rules = replace(room.rules, replies_per_person=1)
    room.campaign(BEN, name="autumn")

    assert only_gate(room, BEN).says == "1 reply waits for 1 person who works 1 a day: no new first mails"
    assert why(room, BEN).next_at is None


def test_a_task_that_nobody_has_done(room: Mailroom) -> None:
    call = Step("call", StepKind.CALL, 0, note="Ask for the office.")
    plain = sequence()
    room.campaign(ANA, definition=replace(plain, steps=(call, *plain.steps)))

    before = only_gate(room)
    room.plan()

    assert before.says == "the next step, call, is a call: a person does it"
    assert only_gate(room).says == "task 1, call, waits for a person since 2026-03-03 10:00 UTC"
    assert why(room).next_at is None


def test_of_several_mailboxes_the_one_that_is_open_first_counts(room: Mailroom) -> None:
    room.rules = rules(mailbox(), mailbox("bob"))
    room.campaign(ANA, mailboxes=("ann", "bob"))
    room.pause_mailbox("ann")

    assert shut(room) == {}
    assert gate(room, "mailbox").says == "bob: not paused"
