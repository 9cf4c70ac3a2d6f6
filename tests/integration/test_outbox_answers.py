"""What a server's answer, evidence or a person does to a mail, its run, its contact and its mailbox."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.core.errors import NotFound
from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.service import NewContact
from outreach.sending import listing, mailboxes, sent_folder
from outreach.sending.model import OutboundState
from outreach.sequences.model import EnrollmentEvent, EnrollmentState
from tests.support.campaigns import sequence
from tests.support.databases import NOW
from tests.support.desk import (
    ACCEPTED,
    LATER,
    LINE_BROKE,
    LOG_IN_REFUSED,
    NO_SUCH_USER,
    QUOTA,
    UNWANTED,
    Desk,
    mailbox,
    rules,
)

ANA, BEN = "ana@acme.example", "ben@beta.example"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    """Ana's first mail waits in the outbox."""
    desk = Desk(sqlite_database)
    desk.campaign(ANA)
    desk.plan()
    return desk


# --- what became of it ---------------------------------------------------------------------------------------------


def test_an_accepted_mail_moves_its_run_on(desk: Desk) -> None:
    desk.answer(desk.in_flight(), replace(ACCEPTED, message_id="<changed@provider.example>"))

    mail, run = desk.mail(), desk.run(ANA)
    assert (mail.state, mail.sent_at, mail.provider_message_id) == (
        OutboundState.SENT,
        desk.now,
        "<changed@provider.example>",
    )
    assert (run.next_step, run.mailbox, run.started_at) == (1, "ann", desk.now)
    assert run.due_at is not None
    assert run.due_at > desk.now + timedelta(days=1)
    assert desk.account_status(ANA) is AccountStatus.WORKING
    assert desk.events(Happened.MAIL_SENT) == 1


def test_a_follow_up_stands_in_the_thread_under_the_id_that_the_provider_gave(desk: Desk) -> None:
    desk.answer(desk.in_flight(), replace(ACCEPTED, message_id="<changed@provider.example>"))
    desk.later(days=3)

    assert desk.send_all() == [ANA]
    raw = desk.mail().raw or b""
    assert b"\r\nIn-Reply-To: <changed@provider.example>\r\n" in raw
    assert b"\r\nSubject: Re: Printers at acme.example\r\n" in raw


def test_a_broken_id_from_the_provider_does_not_get_into_the_thread(desk: Desk) -> None:
    desk.answer(desk.in_flight(), replace(ACCEPTED, message_id="<no end, é@provider"))
    first = desk.mail()
    desk.later(days=3)

    assert desk.send_all() == [ANA]
    assert f"\r\nReferences: {first.message_id}\r\n".encode() in (desk.mail().raw or b"")


def test_a_mail_put_off_keeps_its_bytes_and_counts_its_tries(desk: Desk) -> None:
    first = desk.claimed()
    desk.answer(first, LATER)
    put_off = desk.mail()
    desk.later(hours=2)

    again = desk.claimed()

    assert put_off.state is OutboundState.QUEUED
    assert put_off.due_at > NOW
    assert (put_off.answer_code, put_off.answer_text) == (451, "try again later")
    assert again.message == first.message
    assert (again.attempts, again.first_attempt_at) == (2, NOW)


def test_trouble_that_is_not_the_mails_own_is_no_try_of_it(desk: Desk) -> None:
    desk.answer(desk.in_flight(), QUOTA)
    desk.later(days=2)

    again = desk.claimed()

    assert (again.attempts, again.first_attempt_at) == (1, desk.now)


def test_a_quota_closes_the_mailbox_for_a_day_and_keeps_the_mail(desk: Desk) -> None:
    desk.answer(desk.in_flight(), QUOTA)

    before = desk.claim()
    desk.later(days=2)

    assert before is None
    assert desk.claim() is not None


def test_a_refused_log_in_pauses_the_mailbox_until_a_person_resumes_it(desk: Desk) -> None:
    desk.answer(desk.claimed(), LOG_IN_REFUSED)
    desk.later(days=30)

    paused = desk.claim()
    desk.do(mailboxes.resume_mailbox, "ann", actor="tester", now=desk.now)

    assert paused is None
    assert desk.mail().state is OutboundState.QUEUED
    assert desk.claim() is not None


def test_a_dead_address_fails_the_mail_ends_the_run_and_is_suppressed(desk: Desk) -> None:
    desk.answer(desk.claimed(), NO_SUCH_USER)

    assert desk.mail().state is OutboundState.FAILED
    assert desk.run(ANA).state is EnrollmentState.BOUNCED
    assert desk.suppressed(ANA) is SuppressionReason.BOUNCED
    assert desk.send_all() == []


def test_a_mail_that_is_not_wanted_ends_the_run_and_suppresses_nobody(desk: Desk) -> None:
    desk.answer(desk.in_flight(), UNWANTED)

    assert desk.mail().state is OutboundState.FAILED
    assert desk.run(ANA).state is EnrollmentState.STOPPED
    assert desk.suppressed(ANA) is None


def test_a_mail_that_was_put_off_for_three_days_is_given_up(desk: Desk) -> None:
    waits: list[timedelta] = []
    while desk.mail().state is OutboundState.QUEUED and len(waits) < 20:
        waits.append(desk.mail().due_at - desk.now)
        desk.now = desk.mail().due_at
        desk.answer(desk.claimed(), LATER)

    assert waits == [timedelta(hours=hours) for hours in (0, 0.25, 1, 4, 12, 24, 24)]
    assert desk.mail().state is OutboundState.FAILED
    assert desk.run(ANA).state is EnrollmentState.STOPPED


def test_a_mail_that_did_not_go_out_gives_its_place_back(desk: Desk) -> None:
    desk.answer(desk.in_flight(), UNWANTED)

    with desk.database.reading() as session:
        assert mailboxes.spent(session, "ann", desk.now) == 0


def test_a_reply_while_the_mail_is_on_its_way_leaves_no_step_due(desk: Desk) -> None:
    claim = desk.in_flight()
    desk.end(ANA, EnrollmentEvent.REPLIED)

    desk.answer(claim, ACCEPTED)

    assert desk.mail().state is OutboundState.SENT
    assert desk.run(ANA).due_at is None
    desk.later(days=30)
    assert desk.send_all() == []


# --- withdrawn and planned again -----------------------------------------------------------------------------------


def test_what_was_withdrawn_goes_out_when_the_run_goes_on(desk: Desk) -> None:
    desk.hold(ANA)
    assert desk.send_all() == []
    assert desk.mail().state is OutboundState.WITHDRAWN

    desk.release(ANA)

    assert desk.send_all() == [ANA]
    assert len(desk.mails()) == 1


def test_after_a_long_hold_a_mail_begins_anew(desk: Desk) -> None:
    desk.answer(desk.claimed(), LATER)
    old = desk.mail()
    desk.hold(ANA, until=desk.now + timedelta(days=20))
    desk.later(days=1)
    desk.claim()
    desk.later(days=20)

    desk.plan()
    new = desk.claimed()

    assert (new.attempts, new.first_attempt_at) == (1, desk.now), "else its first 4xx would end it"
    assert b"\r\nDate: Tue, 24 Mar 2026" in new.message
    assert desk.mail().message_id == old.message_id


def test_a_mail_that_cannot_be_written_is_set_aside_and_the_next_one_goes(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    desk.campaign(
        NewContact("bad@gamma.example", name="=?utf-8?q?=0ABcc:x@evil.example?=", line=1),
        NewContact(ANA, line=2),
    )

    assert desk.send_all() == [ANA]
    assert desk.run("bad@gamma.example").state is EnrollmentState.PAUSED
    [hold] = desk.holds()
    assert "cannot be written" in hold.note
    assert desk.send_all() == []


def test_a_fault_in_one_mail_does_not_stop_the_mailbox(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database)
    broken = sequence(name="broken")
    step = replace(broken.steps[0], variants=())
    desk.campaign(BEN, definition=replace(broken, steps=(step,)), name="broken")
    desk.campaign(ANA)

    assert desk.send_all() == [ANA]
    assert desk.run(BEN).state is EnrollmentState.PAUSED


# --- mailboxes -----------------------------------------------------------------------------------------------------


def test_a_mailbox_rests_after_each_mail(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, rules(mailbox(gap_seconds=(60.0, 90.0))))
    desk.campaign(ANA, BEN)

    assert desk.send_all() == [ANA]
    desk.later(seconds=59)
    assert desk.send() is None
    desk.later(seconds=31)
    assert desk.send() is not None


def test_a_mailbox_that_never_sent_is_asked_about_without_a_trace(desk: Desk) -> None:
    with desk.database.reading() as session:
        assert mailboxes.room(session, mailbox("new"), desk.now) == 100
        assert not session.new
        assert not session.dirty


def test_the_ramp_counts_days_on_which_the_mailbox_sent(sqlite_database: Database) -> None:
    desk = Desk(sqlite_database, rules(mailbox(per_day=40, ramp_start=2, ramp_step=3)))
    desk.campaign(*(f"p{number}@acme{number}.example" for number in range(20)))
    sent = []
    for _ in range(3):
        sent.append(len(desk.send_all()))
        sent.append(len(desk.send_all()))
        desk.later(days=1, seconds=1)

    assert sent == [2, 0, 5, 0, 8, 0]


def test_a_pause_of_the_domain_concerns_all_its_mailboxes(sqlite_database: Database) -> None:
    everybody = rules(mailbox(), mailbox("bob"), mailbox("eve", address="eve@omega.example"))
    desk = Desk(sqlite_database, everybody)
    desk.campaign(ANA)
    desk.plan()

    desk.answer(desk.in_flight(), replace(UNWANTED, enhanced="5.7.26", text="unauthenticated mail"))

    with desk.database.reading() as session:
        paused = [name for name in everybody.mailboxes if mailboxes.status_of(session, name).paused_at]
    assert paused == ["ann", "bob"]


# --- the Sent folder, and lists ------------------------------------------------------------------------------------


def test_the_sent_folder_is_asked_for_doubtful_mails_and_given_the_missing_ones(desk: Desk) -> None:
    desk.answer(desk.in_flight(), LINE_BROKE)
    [doubted] = desk.do(sent_folder.doubtful_in, "ann")
    desk.settle(sent=True, by="sent_folder")

    [unfiled] = desk.do(sent_folder.unfiled_in, "ann")
    desk.do(sent_folder.note_filed, unfiled.outbound_id, desk.now)

    assert doubted.message_id == unfiled.message_id
    assert unfiled.raw == desk.mail().raw
    assert not desk.do(sent_folder.doubtful_in, "ann")
    assert not desk.do(sent_folder.unfiled_in, "ann")
    assert desk.do(sent_folder.first_mail_on, "ann") == NOW.date()
    assert desk.do(sent_folder.first_mail_on, "bob") is None


def test_the_doubtful_ones_are_listed_first(desk: Desk) -> None:
    desk.campaign(BEN, "cid@gamma.example", name="other")
    desk.plan()
    desk.answer(desk.in_flight(), ACCEPTED)
    desk.answer(desk.in_flight(), LINE_BROKE)

    listed = [mail["state"] for mail in desk.do(listing.list_mails, state=None, limit=10)]

    assert listed == ["doubtful", "queued", "sent"]
    assert len(desk.do(listing.list_mails, state="queued", limit=10)) == 1
    with pytest.raises(NotFound, match='no state "gone"'):
        desk.do(listing.list_mails, state="gone", limit=10)
