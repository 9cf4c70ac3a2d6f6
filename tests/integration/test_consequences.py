"""What follows from each kind of answer: by itself, and after a person has said what it means."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from outreach.core.events import Happened
from outreach.core.intents import AUTOMATIC, Intent
from outreach.database.engine import Database
from outreach.inbox.model import MatchedBy
from outreach.prospects.model import SuppressionReason
from outreach.qualification.deciding import FROZEN
from outreach.qualification.model import ReviewState
from outreach.referrals.model import ReferralState
from outreach.replies.verdict import Person, Verdict
from outreach.sending.model import OutboundState
from outreach.sequences.model import EnrollmentState, HoldReason
from tests.support.campaigns import sequence
from tests.support.databases import NOW, Refillable
from tests.support.desk import LINE_BROKE
from tests.support.mailroom import MARIA, Mailroom, a_bounce, a_reply, asked, follow_up, sure, with_answers

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
THOMAS, ANA_AT_HOME = "thomas@acme.example", "ana@home.example"

ACTIVE, PAUSED, FINISHED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED, EnrollmentState.FINISHED
ANSWERED, REFERRED, BOUNCED = EnrollmentState.ANSWERED, EnrollmentState.REFERRED, EnrollmentState.BOUNCED
OPTED_OUT, STOPPED = EnrollmentState.OPTED_OUT, EnrollmentState.STOPPED
REVIEW, AWAY, NOT_NOW = [HoldReason.REVIEW], [HoldReason.AWAY], [HoldReason.NOT_NOW]
SAID_NO, DEAD, COMPLAINED = (
    SuppressionReason.OPTED_OUT,
    SuppressionReason.BOUNCED,
    SuppressionReason.COMPLAINED,
)


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail; Amy waits for her turn at Ana's company."""
    return asked(migrated_sqlite, ANA, AMY, BEN)


def verdict(intent: Intent, **values: Any) -> Verdict:
    """A sure verdict on an answer of Ana's, with what belongs to it."""
    bounces = (Intent.BOUNCE_HARD, Intent.BOUNCE_SOFT)
    known = {"bounced_address": ANA, "bounce_reason": "no_such_user"} if intent in bounces else {}
    people = (MARIA,) if intent is Intent.REFERRAL else ()
    return sure(intent, *people, **(known | values))


#: What is said of a message that came: one of these, once.
ARRIVALS = (Happened.REPLIED, Happened.AUTO_REPLIED, Happened.BOUNCED, Happened.COMPLAINED)

# --- each intent by itself ------------------------------------------------------------------------------------------

BY_ITSELF = [
    (Intent.REFERRAL, REFERRED, None, [], Happened.REPLIED),
    (Intent.RIGHT_PERSON, PAUSED, None, REVIEW, Happened.REPLIED),
    (Intent.INTERESTED, PAUSED, None, REVIEW, Happened.REPLIED),
    (Intent.QUESTION, PAUSED, None, REVIEW, Happened.REPLIED),
    (Intent.NOT_NOW, PAUSED, None, REVIEW, Happened.REPLIED),
    (Intent.NOT_INTERESTED, PAUSED, None, REVIEW, Happened.REPLIED),
    (Intent.UNSUBSCRIBE, OPTED_OUT, SAID_NO, [], Happened.REPLIED),
    (Intent.WRONG_PERSON, PAUSED, None, REVIEW, Happened.REPLIED),
    (Intent.LEFT_COMPANY, PAUSED, None, REVIEW, Happened.REPLIED),
    (Intent.OUT_OF_OFFICE, PAUSED, None, AWAY, Happened.AUTO_REPLIED),
    (Intent.AUTO_ACKNOWLEDGEMENT, ACTIVE, None, [], Happened.AUTO_REPLIED),
    (Intent.CHALLENGE, PAUSED, None, REVIEW, Happened.AUTO_REPLIED),
    (Intent.BOUNCE_HARD, BOUNCED, DEAD, [], Happened.BOUNCED),
    (Intent.BOUNCE_SOFT, ACTIVE, None, [], Happened.BOUNCED),
    (Intent.COMPLAINT, OPTED_OUT, COMPLAINED, [], Happened.COMPLAINED),
    (Intent.OTHER, PAUSED, None, REVIEW, Happened.REPLIED),
]


@pytest.mark.parametrize(
    ("intent", "state", "suppressed", "held", "happened"), BY_ITSELF, ids=[line[0] for line in BY_ITSELF]
)
def test_what_the_program_does_by_itself(
    room: Mailroom,
    intent: Intent,
    state: EnrollmentState,
    suppressed: SuppressionReason | None,
    held: list[HoldReason],
    happened: Happened,
) -> None:
    sender = "mailer-daemon@mx.example" if intent in (Intent.BOUNCE_HARD, Intent.BOUNCE_SOFT) else ANA

    room.answered(ANA, verdict(intent), sender=sender)

    assert room.state(ANA) is state
    assert room.suppressed(ANA) is suppressed
    assert room.held() == held
    assert len(room.reviews()) == len([each for each in held if each is HoldReason.REVIEW])
    assert [kind for kind in ARRIVALS for _ in room.facts(kind)] == [happened]
    assert (room.state(BEN), room.suppressed(BEN)) == (ACTIVE, None), "nobody else's business"


def test_every_intent_is_in_the_tables_of_this_file() -> None:
    assert {line[0] for line in BY_ITSELF} == set(Intent)
    assert {line[0] for line in AFTER_REVIEW} == set(Intent)


# --- each intent after review ---------------------------------------------------------------------------------------

AFTER_REVIEW = [
    (Intent.REFERRAL, REFERRED, None, []),
    (Intent.RIGHT_PERSON, ANSWERED, None, []),
    (Intent.INTERESTED, ANSWERED, None, []),
    (Intent.QUESTION, ANSWERED, None, []),
    (Intent.NOT_NOW, PAUSED, None, NOT_NOW),
    (Intent.NOT_INTERESTED, ANSWERED, None, []),
    (Intent.UNSUBSCRIBE, OPTED_OUT, SAID_NO, []),
    (Intent.WRONG_PERSON, ANSWERED, None, []),
    (Intent.LEFT_COMPANY, STOPPED, None, []),
    (Intent.OUT_OF_OFFICE, PAUSED, None, AWAY),
    (Intent.AUTO_ACKNOWLEDGEMENT, ACTIVE, None, []),
    (Intent.CHALLENGE, ACTIVE, None, []),
    (Intent.BOUNCE_HARD, BOUNCED, DEAD, []),
    (Intent.BOUNCE_SOFT, ACTIVE, None, []),
    (Intent.COMPLAINT, OPTED_OUT, COMPLAINED, []),
    (Intent.OTHER, ACTIVE, None, []),
]


@pytest.mark.parametrize(
    ("intent", "state", "suppressed", "held"), AFTER_REVIEW, ids=[line[0] for line in AFTER_REVIEW]
)
def test_what_a_persons_word_leads_to(
    room: Mailroom,
    intent: Intent,
    state: EnrollmentState,
    suppressed: SuppressionReason | None,
    held: list[HoldReason],
) -> None:
    room.answered(ANA, sure(Intent.OTHER, needs_review=True))

    room.decide(room.review(), intent, *((MARIA,) if intent is Intent.REFERRAL else ()))

    assert room.state(ANA) is state
    assert room.suppressed(ANA) is suppressed
    assert room.held() == held
    assert (room.state(BEN), room.suppressed(BEN)) == (ACTIVE, None)
    (decided,) = room.facts(Happened.REVIEW_DECIDED)
    assert (decided.actor, decided.details["intent"], decided.details["proposed"]) == (
        "rita",
        intent.value,
        "other",
    )


# --- what becomes of the colleagues ---------------------------------------------------------------------------------

HER_TURN, WAITS_ON, IS_STOPPED = "her turn", "waits on", "stopped"
COLLEAGUES = [
    (Intent.REFERRAL, IS_STOPPED),
    (Intent.RIGHT_PERSON, IS_STOPPED),
    (Intent.INTERESTED, IS_STOPPED),
    (Intent.QUESTION, IS_STOPPED),
    (Intent.UNSUBSCRIBE, IS_STOPPED),
    (Intent.COMPLAINT, IS_STOPPED),
    (Intent.NOT_INTERESTED, HER_TURN),
    (Intent.WRONG_PERSON, HER_TURN),
    (Intent.LEFT_COMPANY, HER_TURN),
    (Intent.BOUNCE_HARD, HER_TURN),
    (Intent.NOT_NOW, WAITS_ON),
    (Intent.OUT_OF_OFFICE, WAITS_ON),
    (Intent.OTHER, WAITS_ON),
]


def turn_of(room: Mailroom, address: str) -> str:
    run = room.run(address)
    if run.state is STOPPED:
        return IS_STOPPED
    assert run.state is ACTIVE
    return WAITS_ON if run.waits_for_turn else HER_TURN


@pytest.mark.parametrize(("intent", "becomes"), COLLEAGUES, ids=[line[0] for line in COLLEAGUES])
def test_what_an_answer_does_to_the_colleague_who_waits(room: Mailroom, intent: Intent, becomes: str) -> None:
    room.answered(ANA, sure(Intent.OTHER, needs_review=True))
    while_undecided = room.state(AMY)

    room.decide(room.review(), intent, *((MARIA,) if intent is Intent.REFERRAL else ()))

    assert while_undecided is PAUSED
    assert turn_of(room, AMY) == becomes


def test_whose_turn_it_is_gets_their_mail_at_once(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, AMY)

    room.answered(ANA, verdict(Intent.BOUNCE_HARD), sender="mailer-daemon@mx.example")

    assert room.send_all() == [AMY]


@pytest.mark.parametrize("intent", [Intent.INTERESTED, Intent.UNSUBSCRIBE, Intent.REFERRAL])
def test_under_the_contact_rule_no_colleague_is_stopped(sqlite_database: Database, intent: Intent) -> None:
    room = Mailroom(sqlite_database, hold_account=False)
    room.ask(ANA, AMY)
    room.answered(ANA, sure(Intent.OTHER, needs_review=True))

    room.decide(room.review(), intent, *((MARIA,) if intent is Intent.REFERRAL else ()))

    assert turn_of(room, AMY) == HER_TURN


# --- a no for good --------------------------------------------------------------------------------------------------


def test_a_no_is_honoured_at_once_in_whatever_way_it_comes(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    token = (room.mail(BEN).message_id or "")[1:-1].partition("@")[0]

    room.receive(a_reply(room.mail(ANA), "Please remove me from your list.", sender=ANA, quoted=True))
    room.receive(a_reply(None, "", sender=BEN, subject=f"unsubscribe {token}"))

    assert [room.suppressed(address) for address in (ANA, BEN)] == [SAID_NO, SAID_NO]
    assert [room.state(address) for address in (ANA, BEN)] == [OPTED_OUT, OPTED_OUT]
    room.later(days=9)
    assert room.send_all() == []


@pytest.mark.parametrize("sender", [THOMAS, ANA_AT_HOME, BEN])
def test_a_no_from_another_address_waits_for_a_person_and_suppresses_nobody(
    room: Mailroom, sender: str
) -> None:
    room.answered(ANA, sure(Intent.UNSUBSCRIBE), sender=sender)

    assert [room.suppressed(address) for address in (ANA, AMY, BEN, sender)] == [None] * 4
    assert room.state(ANA) is PAUSED
    assert "another address" in room.review().why


def test_our_button_pressed_elsewhere_stops_whom_we_wrote_to_and_nobody_else(room: Mailroom) -> None:
    token = (room.mail(ANA).message_id or "")[1:-1].partition("@")[0]

    room.receive(a_reply(None, "", sender=ANA_AT_HOME, subject=f"unsubscribe {token}"))

    assert [room.suppressed(address) for address in (ANA, ANA_AT_HOME, AMY, BEN)] == [
        SAID_NO,
        None,
        None,
        None,
    ]


def test_a_person_who_confirms_it_suppresses_both_addresses(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.UNSUBSCRIBE), sender=ANA_AT_HOME)

    room.decide(room.review(), Intent.UNSUBSCRIBE)

    assert [room.suppressed(address) for address in (ANA, ANA_AT_HOME)] == [SAID_NO, SAID_NO]
    assert [room.suppressed(address) for address in (AMY, BEN)] == [None, None]


def test_a_no_after_the_last_step_still_counts(room: Mailroom) -> None:
    room.run_for(days=20)
    assert room.state(ANA) is FINISHED

    room.answered(ANA, sure(Intent.UNSUBSCRIBE))

    assert room.state(ANA) is OPTED_OUT
    assert room.suppressed(ANA) is SAID_NO


@pytest.mark.parametrize("first", [Intent.INTERESTED, Intent.REFERRAL, Intent.BOUNCE_HARD])
def test_a_no_after_any_other_answer_still_counts(room: Mailroom, first: Intent) -> None:
    room.answered(ANA, sure(Intent.OTHER, needs_review=True))
    room.decide(room.review(), first, *((MARIA,) if first is Intent.REFERRAL else ()))

    room.answered(ANA, sure(Intent.UNSUBSCRIBE), text="And now leave me alone.")

    assert room.state(ANA) is OPTED_OUT
    assert room.suppressed(ANA) is SAID_NO


def test_a_no_ends_every_run_of_the_contact(room: Mailroom) -> None:
    room.enroll_once_more(ANA)

    room.answered(ANA, sure(Intent.UNSUBSCRIBE))

    assert room.state(ANA) is OPTED_OUT
    room.later(days=9)
    assert ANA not in room.send_all()


# --- what is forged -------------------------------------------------------------------------------------------------


def test_a_bounce_of_one_mail_says_nothing_about_another_address(room: Mailroom) -> None:
    for_ana = room.mail(ANA)

    room.receive(a_bounce(for_ana, BEN), replace(verdict(Intent.BOUNCE_HARD), bounced_address=BEN))

    assert [room.suppressed(address) for address in (ANA, BEN)] == [None, None]
    assert (room.state(ANA), room.state(BEN)) == (PAUSED, ACTIVE)
    assert "another address" in room.review().why
    assert room.events(Happened.BOUNCED) == 0, "a fact only when somebody believes it"


def test_a_bounce_that_a_person_believes_is_a_fact(room: Mailroom) -> None:
    room.receive(a_bounce(room.mail(ANA), BEN), replace(verdict(Intent.BOUNCE_HARD), bounced_address=BEN))

    room.decide(room.review(), Intent.BOUNCE_HARD)

    assert room.suppressed(ANA) is DEAD
    assert [fact.contact_id for fact in room.facts(Happened.BOUNCED)] == [room.contact(ANA).id]


def test_a_bounce_of_nothing_that_we_sent_is_nothing_to_us(room: Mailroom) -> None:
    room.receive(a_bounce(None, "stranger@delta.example"))

    assert room.holds() == []
    assert room.reviews() == []
    assert room.events(Happened.BOUNCED) == 0


def test_a_report_from_the_account_that_names_nobody_makes_nobody_dead(room: Mailroom) -> None:
    silent = a_reply(
        None,
        "Delivery has failed permanently. 550 5.1.1 no such user",
        sender="mailer-daemon@acme.example",
        subject="Undelivered Mail Returned to Sender",
    )

    room.receive(silent)

    assert room.suppressed(ANA) is None
    assert room.state(ANA) is not BOUNCED


def test_the_log_of_what_we_sent_is_no_witness_for_a_report(room: Mailroom) -> None:
    silent = a_reply(None, "It failed.", sender="mailer-daemon@acme.example", subject="failure notice")

    # The rules fill in the address from the mail that they take it to answer.
    room.receive(silent, verdict(Intent.BOUNCE_HARD))

    assert room.suppressed(ANA) is None
    assert room.state(ANA) is PAUSED


def test_a_complaint_without_our_message_id_suppresses_nobody(room: Mailroom) -> None:
    room.receive(a_reply(None, "This is spam.", sender=ANA), sure(Intent.COMPLAINT))

    assert room.suppressed(ANA) is None
    assert room.state(ANA) is PAUSED
    assert "Message-ID" in room.review().why
    assert room.events(Happened.COMPLAINED) == 0


def test_a_stranger_at_the_account_cannot_end_a_run_by_naming_somebody(room: Mailroom) -> None:
    evil = Person(name="Eve", email="eve@evil.example")

    room.receive(a_reply(None, "Ask Eve.", sender="anyone@acme.example"), sure(Intent.REFERRAL, evil))

    assert (room.state(ANA), room.state(AMY)) == (PAUSED, PAUSED)
    assert room.referrals() == []
    assert not room.is_known("eve@evil.example")
    assert len(room.reviews()) == 1


@pytest.mark.parametrize("intent", sorted(set(Intent) - {Intent.OUT_OF_OFFICE}))
def test_whatever_a_stranger_writes_nobody_is_suppressed_enrolled_or_written_to(
    room: Mailroom, intent: Intent
) -> None:
    eve = "eve@evil.example"
    named = (Person(name="Someone", email="someone@delta.example"),)
    forged = replace(verdict(intent), referrals=named, alternates=named, bounced_address=ANA)

    unmatched = room.receive(a_reply(None, "One.", sender=eve), forged)
    at_account = room.receive(a_reply(None, "Two.", sender="anyone@acme.example"), forged)

    assert room.inbound(unmatched).matched_by in (None, MatchedBy.BOUNCED_ADDRESS)
    assert room.inbound(at_account).matched_by == MatchedBy.ACCOUNT
    assert [room.suppressed(each) for each in (ANA, AMY, BEN, eve)] == [None] * 4
    assert room.state(BEN) is ACTIVE
    assert room.state(ANA) in (PAUSED, ACTIVE)
    assert all(each.state is not ReferralState.ENROLLED for each in room.referrals())
    assert not room.is_known("someone@delta.example")


# --- away -----------------------------------------------------------------------------------------------------------


def test_who_is_away_is_left_alone_until_they_are_back(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.OUT_OF_OFFICE, return_date=date(2026, 3, 16)))

    (hold,) = room.holds()
    assert hold.until == datetime(2026, 3, 16, tzinfo=UTC)
    assert (hold.contact_id, hold.account_id) == (room.contact(ANA).id, None)
    sent = room.run_for(days=16)
    assert [(day, address) for day, address in sent if address == ANA] == [(12, ANA)]


def test_without_a_day_they_are_left_alone_for_the_usual_time(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.OUT_OF_OFFICE))

    (hold,) = room.holds()
    assert hold.until == NOW + timedelta(days=10)


def test_a_second_notice_does_not_wake_them_earlier(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.OUT_OF_OFFICE, return_date=date(2026, 3, 20)), text="Until the 20th.")
    room.answered(ANA, sure(Intent.OUT_OF_OFFICE, return_date=date(2026, 3, 9)), text="Until the 9th.")

    room.later(days=8)
    room.send_all()

    assert room.state(ANA) is PAUSED


def test_an_absence_does_not_let_a_colleague_jump_the_queue(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.OUT_OF_OFFICE, return_date=date(2026, 3, 16)))

    assert turn_of(room, AMY) == WAITS_ON


def test_whom_a_notice_names_waits_for_a_person(room: Mailroom) -> None:
    stand_in = (Person(name="Maria Weber", email="maria.weber@acme.example"),)

    room.answered(ANA, sure(Intent.OUT_OF_OFFICE, alternates=stand_in))

    referral = room.referral()
    assert (referral.state, referral.via) == (ReferralState.PROPOSED, "automatic")
    assert "automatic reply" in referral.reason
    assert room.state(ANA) is PAUSED
    assert not room.is_known("maria.weber@acme.example")


def test_the_successor_of_somebody_who_left_is_kept_when_the_review_is_decided(room: Mailroom) -> None:
    successor = (Person(name="Maria Weber", email="maria.weber@acme.example"),)
    room.answered(ANA, sure(Intent.LEFT_COMPANY, alternates=successor, visible_text=None))

    room.decide(room.review(), Intent.LEFT_COMPANY)

    assert room.state(ANA) is STOPPED
    assert room.referral().state is ReferralState.PROPOSED


def test_a_reviewers_day_stands_before_the_one_in_the_message(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.OUT_OF_OFFICE, return_date=date(2026, 10, 3), needs_review=True))

    room.decide(room.review(), Intent.OUT_OF_OFFICE, resume_on=date(2026, 3, 10))

    (hold,) = room.holds()
    assert hold.until == datetime(2026, 3, 10, tzinfo=UTC)


# --- once more ------------------------------------------------------------------------------------------------------


def test_a_second_reply_after_an_answer_is_reviewed_and_changes_no_end(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))
    room.decide(room.review(), Intent.INTERESTED)

    room.answered(ANA, sure(Intent.QUESTION), text="One more thing.")

    assert room.state(ANA) is ANSWERED
    assert room.review().proposed is Intent.QUESTION
    assert len(room.reviews(ReviewState.DECIDED)) == 1


def test_a_reply_after_the_last_step_is_an_answer(room: Mailroom) -> None:
    room.run_for(days=20)

    room.answered(ANA, sure(Intent.INTERESTED))
    room.decide(room.review(), Intent.INTERESTED)

    assert room.state(ANA) is ANSWERED


def test_a_conversation_may_still_lead_to_a_colleague(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.INTERESTED))
    room.decide(room.review(), Intent.INTERESTED)

    room.answered(ANA, sure(Intent.REFERRAL, MARIA), text="Maria does it now.")

    assert room.state(ANA) is REFERRED
    assert room.referral().state is ReferralState.ENROLLED


def test_the_referred_persons_answer_marks_the_referral_once(room: Mailroom) -> None:
    room.answered(ANA, sure(Intent.REFERRAL, MARIA))
    room.send_all()
    maria = MARIA.email or ""

    room.answered(maria, sure(Intent.INTERESTED))
    first = room.referral().state
    room.answered(maria, sure(Intent.QUESTION), text="And one more thing.")

    assert (first, room.referral().state) == (ReferralState.ANSWERED, ReferralState.ANSWERED)
    assert room.events(Happened.REFERRAL_ANSWERED) == 1


@pytest.mark.parametrize(
    "letter",
    [
        sure(Intent.AUTO_ACKNOWLEDGEMENT),
        sure(Intent.OUT_OF_OFFICE),
        sure(Intent.OTHER, visible_text=None),
    ],
    ids=["receipt", "absence", "read receipt"],
)
def test_a_machines_answer_is_no_reply(room: Mailroom, letter: Verdict) -> None:
    room.answered(ANA, sure(Intent.REFERRAL, MARIA))
    room.send_all()
    replies = room.events(Happened.REPLIED)

    room.answered(MARIA.email or "", letter)

    assert room.events(Happened.REPLIED) == replies
    assert room.referral().state is ReferralState.ENROLLED


def test_the_newsletter_of_an_account_is_no_reply_of_anybody(room: Mailroom) -> None:
    room.receive(a_reply(None, "Our spring offers.", sender="news@acme.example"), sure(Intent.OTHER))

    assert room.events(Happened.REPLIED) == 0
    assert room.events(Happened.AUTO_REPLIED) == 0


# --- what settles a doubt -------------------------------------------------------------------------------------------


def in_doubt(database: Database) -> Mailroom:
    room = Mailroom(database)
    room.campaign(ANA, targets=(follow_up(),))
    room.plan()
    room.answer(room.in_flight(), LINE_BROKE)
    assert room.mail(ANA).state is OutboundState.DOUBTFUL
    return room


def test_whoever_answers_a_doubtful_mail_has_got_it(database: Database) -> None:
    room = in_doubt(database)

    room.answered(ANA, sure(Intent.QUESTION))

    mail = room.mail(ANA)
    assert (mail.state, mail.settled_by) == (OutboundState.SENT, "reply")
    assert room.run(ANA).next_step == 1
    assert room.events(Happened.MAIL_SENT) == 1


def test_a_doubtful_mail_that_bounces_was_sent_and_is_dead(sqlite_database: Database) -> None:
    room = in_doubt(sqlite_database)

    room.receive(a_bounce(room.mail(ANA), ANA))

    mail = room.mail(ANA)
    assert (mail.state, mail.settled_by) == (OutboundState.SENT, "bounce")
    assert room.state(ANA) is BOUNCED
    assert room.suppressed(ANA) is DEAD


def test_an_answer_without_the_mails_own_id_settles_nothing(sqlite_database: Database) -> None:
    room = in_doubt(sqlite_database)

    room.receive(a_reply(None, "Who are you?", sender=ANA), sure(Intent.QUESTION))

    assert room.mail(ANA).state is OutboundState.DOUBTFUL


def test_the_answer_to_a_mail_whose_sender_has_just_died_settles_it_too(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.campaign(ANA)
    room.plan()
    room.in_flight()

    room.answered(ANA, sure(Intent.INTERESTED))

    assert room.mail(ANA).state is OutboundState.SENT
    assert room.recover(all_owners=True) == (0, 0)


# --- what a sequence file may choose --------------------------------------------------------------------------------


def with_on(database: Database, **on: str) -> Mailroom:
    room = Mailroom(database)
    other = sequence("first", name="later")
    room.ask(ANA, definition=with_answers(**on), targets=(follow_up(), other))
    return room


def test_a_file_may_send_an_answer_over_to_another_sequence(sqlite_database: Database) -> None:
    room = with_on(sqlite_database, interested="enroll:later")

    room.answered(ANA, sure(Intent.INTERESTED))

    run = room.run(ANA)
    assert (run.sequence, run.state, run.mailbox) == ("later", ACTIVE, "ann")
    assert room.send_all() == [ANA]


def test_a_sequence_that_is_not_there_is_a_question_to_a_person(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA, definition=with_answers(interested="enroll:nowhere"))

    room.answered(ANA, sure(Intent.INTERESTED))

    assert room.state(ANA) is PAUSED
    assert "nowhere" in room.review().why


def test_a_file_may_pause_until_a_person_lets_it_go_on(sqlite_database: Database) -> None:
    room = with_on(sqlite_database, question="pause")

    room.answered(ANA, sure(Intent.QUESTION))

    assert (room.state(ANA), room.held(), room.reviews()) == (PAUSED, [HoldReason.BY_HAND], [])


def test_a_file_may_take_a_departure_for_a_dead_address(sqlite_database: Database) -> None:
    room = with_on(sqlite_database, left_company="bounce")

    room.answered(ANA, sure(Intent.LEFT_COMPANY))

    assert (room.state(ANA), room.suppressed(ANA)) == (BOUNCED, DEAD)


@pytest.mark.parametrize("on", [{"bounce_hard": "opt_out"}, {"out_of_office": "opt_out"}])
def test_a_file_cannot_make_a_forged_notice_suppress_anybody(
    sqlite_database: Database, on: dict[str, str]
) -> None:
    room = with_on(sqlite_database, **on)
    (intent,) = map(Intent, on)

    room.receive(a_reply(None, "Away.", sender="anyone@acme.example"), verdict(intent))

    assert room.suppressed(ANA) is None
    assert room.state(ANA) is PAUSED


# --- loops ----------------------------------------------------------------------------------------------------------


def test_a_flood_from_one_address_is_frozen_and_asked_about_once(room: Mailroom) -> None:
    for number in range(12):
        room.answered(ANA, sure(Intent.AUTO_ACKNOWLEDGEMENT), text=f"Ticket {number} was opened.")
        room.later(minutes=1)

    assert room.state(ANA) is PAUSED
    assert room.review().why == FROZEN
    room.later(days=9)
    assert ANA not in room.send_all()


def test_five_an_hour_are_no_flood(room: Mailroom) -> None:
    for number in range(10):
        room.answered(ANA, sure(Intent.AUTO_ACKNOWLEDGEMENT), text=f"Ticket {number} was opened.")
        room.later(minutes=12.1)

    assert room.state(ANA) is ACTIVE
    assert room.reviews() == []


def test_a_no_is_honoured_in_the_middle_of_a_flood(room: Mailroom) -> None:
    for number in range(8):
        room.answered(ANA, sure(Intent.AUTO_ACKNOWLEDGEMENT), text=f"Ticket {number} was opened.")

    room.answered(ANA, sure(Intent.UNSUBSCRIBE), text="Stop.")

    assert room.state(ANA) is OPTED_OUT
    assert room.suppressed(ANA) is SAID_NO


def test_when_a_person_has_decided_the_next_flood_is_a_new_question(room: Mailroom) -> None:
    for number in range(7):
        room.answered(ANA, sure(Intent.AUTO_ACKNOWLEDGEMENT), text=f"Ticket {number} was opened.")
    room.decide(room.review(), Intent.OTHER)
    released = room.state(ANA)

    room.answered(ANA, sure(Intent.AUTO_ACKNOWLEDGEMENT), text="Ticket 8 was opened.")

    assert released is ACTIVE
    assert room.state(ANA) is PAUSED
    assert len(room.reviews()) == 1


def test_the_intents_of_machines_are_what_this_file_takes_for_them() -> None:
    by_machine = {line[0] for line in BY_ITSELF if line[4] is not Happened.REPLIED}

    assert by_machine == AUTOMATIC
