"""Inbound mail in the database: nothing lost, nothing twice, matched to what we sent, held before it is understood."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox import service as inbox
from outreach.inbox import unfetched
from outreach.inbox.model import InboundState, MatchedBy
from outreach.inbox.pending import MAX_ATTEMPTS, TAKEN_FOR, take_up
from outreach.mail.outcomes import Answer, Outcome, Phase
from outreach.qualification import service as qualification
from outreach.replies import assigning, listing
from outreach.sending.message_ids import message_id
from outreach.sequences.model import EnrollmentState, HoldReason
from tests.support.databases import KEY, NOW, Refillable
from tests.support.desk import mailbox, rules
from tests.support.mailroom import Mailroom, a_bounce, a_reply, asked, sure

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
THOMAS = "thomas@acme.example"
ACTIVE, PAUSED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail."""
    return asked(migrated_sqlite, ANA, BEN)


def matched(room: Mailroom, stored: int) -> tuple[str | None, str | None]:
    """By what a message was matched, and to whose mail."""
    mail = room.answers(stored)
    return room.inbound(stored).matched_by, None if mail is None else mail.recipient


# --- stored once, with the cursor -----------------------------------------------------------------------------------


def test_a_message_and_the_cursor_are_stored_together(database: Database) -> None:
    room = Mailroom(database)

    room.store(a_reply(None, "One.", sender=BEN), a_reply(None, "Two.", sender=BEN))

    cursor = room.cursor()
    assert [(each.uid, each.state) for each in room.inbounds()] == [
        (1, InboundState.STORED),
        (2, InboundState.STORED),
    ]
    assert cursor is not None
    assert (cursor.uidvalidity, cursor.last_uid, cursor.read_at) == (1, 2, NOW)


def test_a_crash_before_the_commit_leaves_neither_message_nor_cursor_nor_hold(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)
    raw = a_reply(room.mail(ANA), sender=ANA)

    def dies(session: Session) -> None:
        inbox.store(
            session,
            mailbox="ann",
            folder="INBOX",
            uidvalidity=1,
            messages=[inbox.Incoming(7, raw, NOW)],
            up_to=7,
            hold_account=True,
            now=NOW,
        )
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.do(dies)

    assert room.inbounds() == []
    assert room.cursor() is None
    assert room.state(ANA) is ACTIVE
    assert room.store(raw) != []


def test_the_bytes_are_kept_as_they_came(room: Mailroom) -> None:
    raw = b"From: ana@acme.example\nSubject: \xff\xfe=?x?q?broken\n\nnot utf-8: \x80\x00\r\r\n.\n"

    stored = room.store_one(raw)

    assert room.inbound(stored).raw == raw


def test_the_same_message_in_another_folder_is_known(room: Mailroom) -> None:
    raw = a_reply(room.mail(ANA), sender=ANA)
    room.store(raw)

    moved_to_junk = room.store(raw, folder="Junk")

    assert moved_to_junk == []
    assert len(room.inbounds()) == 1
    assert room.cursor("Junk") is not None


def test_a_folder_numbered_anew_brings_nothing_twice_and_begins_at_its_new_numbers(room: Mailroom) -> None:
    raws = [a_reply(None, f"Letter {number}.", sender=BEN) for number in range(3)]
    room.store(*raws)
    room._uid = 0

    again = room.store(*raws, a_reply(None, "The fourth.", sender=BEN), uidvalidity=2)

    cursor = room.cursor()
    assert len(again) == 1
    assert cursor is not None
    assert (cursor.uidvalidity, cursor.last_uid) == (2, 4)


def test_the_cursor_never_goes_back_under_the_same_numbers(room: Mailroom) -> None:
    room._uid = 9
    room.store(a_reply(None, "Ten.", sender=BEN))
    room._uid = 3

    room.store(a_reply(None, "Four.", sender=BEN))

    cursor = room.cursor()
    assert cursor is not None
    assert cursor.last_uid == 10


def test_the_same_message_id_with_another_content_is_another_message(room: Mailroom) -> None:
    first = a_reply(None, "Write to Maria.", sender=BEN, message_id="<same@beta.example>")
    second = a_reply(None, "Write to Mario.", sender=BEN, message_id="<same@beta.example>")

    stored = room.store(first, second)

    assert len(stored) == 2


def test_two_mailboxes_of_ours_each_keep_their_copy(room: Mailroom) -> None:
    raw = a_reply(None, "To both of you.", sender=BEN)

    assert room.store(raw) != []
    assert room.store(raw, mailbox="bob") != []


HOSTILE_HEADERS = [
    "Message-ID: <\x00nul@post.example>",
    "Message-ID: <\udcff\udcfe@post.example>",
    "Message-ID: <" + "x" * 5_000 + "@post.example>",
    "Subject: \x00\x1b]0;owned\x07 =?utf-8?b?AAAA?= \udc80",
    "From: =?utf-8?q?=00=ff?= <\x00ben@beta.example>",
    "From: ",
    "References: " + " ".join(f"<{number}@post.example>" for number in range(2_000)),
]


def test_no_header_keeps_a_batch_from_being_stored(database: Database) -> None:
    room = Mailroom(database)
    room.ask(BEN)
    hostile = [
        header.encode("utf-8", "surrogateescape") + b"\r\n\r\nHello.\x00\r\n" for header in HOSTILE_HEADERS
    ]

    stored = room.store(*hostile, a_reply(room.mail(BEN), sender=BEN))

    assert len(stored) == len(hostile) + 1
    assert room.understand() == len(stored)
    assert {each.state for each in room.inbounds()} == {InboundState.APPLIED}


# --- matched to what we sent ----------------------------------------------------------------------------------------


def test_a_reply_is_matched_by_our_message_id_whoever_writes_it(room: Mailroom) -> None:
    from_elsewhere = room.store_one(a_reply(room.mail(ANA), sender="ana@home.example"))

    assert matched(room, from_elsewhere) == (MatchedBy.MESSAGE_ID, ANA)


def test_a_mail_program_may_change_the_case_of_our_domain(room: Mailroom) -> None:
    ours = (room.mail(ANA).message_id or "").replace("alpha.example", "Alpha.EXAMPLE")

    stored = room.store_one(a_reply(None, sender="ana@home.example", references=[ours]))

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)


def test_any_of_the_references_will_do(room: Mailroom) -> None:
    ours = room.mail(ANA).message_id or ""

    stored = room.store_one(
        a_reply(None, sender="ana@home.example", references=[ours, "<between@home.example>"])
    )

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)


def test_the_id_that_the_provider_gave_our_mail_is_ours_too(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.campaign(ANA)
    room.plan()
    given = "<0100018e-provider@email.provider.example>"
    room.answer(room.in_flight(), Answer(Outcome.SENT, Phase.DOT, 250, text="Ok", message_id=given))

    stored = room.store_one(a_reply(None, sender="ana@home.example", references=[given]))

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)


def test_a_reply_without_any_id_is_matched_by_its_address_to_the_last_mail(room: Mailroom) -> None:
    room.later(days=3)
    room.send_all()

    stored = room.store_one(a_reply(None, sender=ANA))

    assert matched(room, stored) == (MatchedBy.ADDRESS, ANA)
    mail = room.answers(stored)
    assert mail is not None
    assert mail.step == "bump"


def test_a_colleague_in_a_new_thread_is_matched_by_the_account(room: Mailroom) -> None:
    stored = room.store_one(a_reply(None, sender="thomas@office.acme.example"))

    assert matched(room, stored) == (MatchedBy.ACCOUNT, ANA)


def test_a_colleague_who_writes_months_later_writes_about_something_else(room: Mailroom) -> None:
    room.later(days=61)

    stored = room.store_one(a_reply(None, sender=THOMAS))

    assert matched(room, stored) == (None, None)


def test_a_free_mail_address_belongs_to_no_account(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask("ana.prospect@gmail.com")

    stored = room.store_one(a_reply(None, sender="somebody.else@gmail.com"))

    assert matched(room, stored) == (None, None)


def test_an_unsubscribe_from_another_address_is_known_by_the_token_in_its_subject(room: Mailroom) -> None:
    token = (room.mail(ANA).message_id or "")[1:-1].partition("@")[0]

    stored = room.store_one(a_reply(None, sender="ana@home.example", subject=f"unsubscribe {token}"))

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)


def forged_ids(room: Mailroom) -> dict[str, str]:
    mail = room.mail(ANA)
    other_key = message_id(
        bytes(32), mailbox_address="ann@alpha.example", enrollment_id=mail.enrollment_id, step_index=0
    )
    right = message_id(
        KEY,
        mailbox_address="ann@alpha.example",
        enrollment_id=mail.enrollment_id,
        step_index=0,
        recipient=ANA,
    )
    assert right == mail.message_id
    return {
        "another key": other_key,
        "another enrollment": right.replace(f"o.{mail.enrollment_id}.", "o.2."),
        "another step": right.replace(f"o.{mail.enrollment_id}.0.", f"o.{mail.enrollment_id}.1."),
        "another domain": right.replace("@alpha.example", "@evil.example"),
        "a hash cut short": right.replace("@", "0@"),
        "never sent": message_id(
            KEY, mailbox_address="ann@alpha.example", enrollment_id=mail.enrollment_id, step_index=7
        ),
    }


@pytest.mark.parametrize(
    "forgery",
    ["another key", "another enrollment", "another step", "another domain", "a hash cut short", "never sent"],
)
def test_an_id_that_we_did_not_make_matches_nothing(room: Mailroom, forgery: str) -> None:
    forged = forged_ids(room)[forgery]

    by_reference = room.store_one(a_reply(None, sender="eve@evil.example", references=[forged]))
    in_subject = room.store_one(
        a_reply(None, sender="eve@evil.example", subject=f"unsubscribe {forged[1:-1]}")
    )

    assert matched(room, by_reference) == (None, None)
    assert matched(room, in_subject) == (None, None)


def test_an_empty_provider_id_matches_nothing(room: Mailroom) -> None:
    stored = room.store_one(a_reply(None, sender="eve@evil.example", references=["<>", "<@>", "< >"]))

    assert matched(room, stored) == (None, None)


def test_what_only_the_body_names_is_matched_when_it_has_been_read(room: Mailroom) -> None:
    body = f"Forwarded for you.\r\n\r\nMessage-ID: {room.mail(ANA).message_id}\r\n"
    stored = room.store_one(a_reply(None, body, sender="ana@home.example"))
    before = matched(room, stored)

    room.apply(stored, sure(Intent.QUESTION))

    assert before == (None, None)
    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)
    assert room.state(ANA) is PAUSED


def test_a_delivery_report_is_matched_by_what_it_returns(room: Mailroom) -> None:
    stored = room.receive(a_bounce(room.mail(ANA), ANA))

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)


def test_a_delivery_report_without_our_mail_is_matched_by_the_address_that_it_names(room: Mailroom) -> None:
    stored = room.receive(a_bounce(None, ANA))

    assert matched(room, stored) == (MatchedBy.BOUNCED_ADDRESS, ANA)


# --- held until it is understood ------------------------------------------------------------------------------------


def two_at_acme(database: Database, **effects: Any) -> Mailroom:
    from tests.support.campaigns import sequence

    room = Mailroom(database, **effects)
    room.ask(ANA, AMY, BEN, definition=sequence(one_at_a_time=False))
    return room


def test_a_reply_holds_the_whole_account_from_the_moment_that_it_is_stored(sqlite_database: Database) -> None:
    room = two_at_acme(sqlite_database)

    room.store(a_reply(room.mail(ANA), sender=ANA))

    assert [room.state(address) for address in (ANA, AMY, BEN)] == [PAUSED, PAUSED, ACTIVE]
    assert room.held() == [HoldReason.UNREAD_REPLY]


def test_a_mail_that_is_claimed_already_is_stopped_at_the_commit_point(database: Database) -> None:
    room = two_at_acme(database)
    room.later(days=3)
    room.plan()
    claims = [room.claimed() for _ in range(3)]

    room.store(a_reply(room.mails(ANA)[0], sender=ANA))

    assert {claim.recipient: room.commit(claim) for claim in claims} == {ANA: False, AMY: False, BEN: True}


def test_under_the_contact_rule_a_reply_holds_only_whom_we_wrote_to(sqlite_database: Database) -> None:
    room = two_at_acme(sqlite_database, hold_account=False)

    room.store(a_reply(room.mail(ANA), sender=ANA))

    assert [room.state(address) for address in (ANA, AMY, BEN)] == [PAUSED, ACTIVE, ACTIVE]


def test_under_the_contact_rule_a_colleague_who_answers_for_another_is_held_too(
    sqlite_database: Database,
) -> None:
    room = two_at_acme(sqlite_database, hold_account=False)

    room.store(a_reply(room.mail(ANA), sender=AMY))

    assert [room.state(address) for address in (ANA, AMY, BEN)] == [PAUSED, PAUSED, ACTIVE]


def test_somebody_of_another_account_who_answers_is_held_as_well(sqlite_database: Database) -> None:
    room = two_at_acme(sqlite_database)

    room.store(a_reply(room.mail(ANA), sender=BEN))

    assert [room.state(address) for address in (ANA, AMY, BEN)] == [PAUSED, PAUSED, PAUSED]


def test_the_hold_is_lifted_when_the_message_has_been_applied(room: Mailroom) -> None:
    stored = room.store_one(a_reply(room.mail(ANA), sender=ANA))

    room.apply(stored, sure(Intent.AUTO_ACKNOWLEDGEMENT))

    assert room.holds() == []
    assert room.state(ANA) is ACTIVE


def test_one_of_two_unread_messages_does_not_release_the_other(room: Mailroom) -> None:
    first, second = room.store(
        a_reply(room.mail(ANA), "One.", sender=ANA), a_reply(room.mail(ANA), "Two.", sender=ANA)
    )

    room.apply(first, sure(Intent.AUTO_ACKNOWLEDGEMENT))

    assert room.state(ANA) is PAUSED
    room.apply(second, sure(Intent.AUTO_ACKNOWLEDGEMENT))
    assert room.state(ANA) is ACTIVE


def test_mail_that_answers_nothing_holds_nobody_and_is_listed(room: Mailroom) -> None:
    stored = room.receive(a_reply(None, "Our new brochure.", sender="news@vendor.example"))

    assert room.holds() == []
    assert room.reviews() == []
    with room.database.reading() as session:
        (listed,) = listing.list_messages(session, unmatched=True, pending=False, set_aside=False, limit=9)
    assert (listed["id"], listed["state"]) == (stored, "applied")


def test_mail_of_our_own_address_is_nobodys_answer(room: Mailroom) -> None:
    stored = room.receive(a_reply(room.mail(ANA), "Please remove me.", sender="ann@alpha.example"))

    assert room.inbound(stored).state is InboundState.APPLIED
    assert room.state(ANA) is ACTIVE
    assert room.suppressed(ANA) is None


# --- assigned by a person -------------------------------------------------------------------------------------------


def assign(room: Mailroom, stored: int, address: str) -> None:
    room.do(assigning.assign, stored, address, hold_account=True, now=room.now)


def test_what_matched_nothing_is_assigned_held_and_read_anew(room: Mailroom) -> None:
    stored = room.receive(a_reply(None, "Please take me off your list.", sender="ana@home.example"))

    assign(room, stored, ANA)
    held_meanwhile = room.state(ANA)
    room.understand()

    assert held_meanwhile is PAUSED
    assert matched(room, stored) == (MatchedBy.BY_HAND, ANA)
    assert room.state(ANA) is EnrollmentState.OPTED_OUT
    assert room.holds() == []


def test_a_message_can_be_assigned_before_the_daemon_has_read_it(room: Mailroom) -> None:
    stored = room.store_one(a_reply(None, "Please take me off your list.", sender="ana@home.example"))

    assign(room, stored, ANA)
    room.understand()

    assert room.state(ANA) is EnrollmentState.OPTED_OUT


def test_a_message_that_was_set_aside_can_be_assigned(room: Mailroom) -> None:
    stored = room.store_one(a_reply(None, "Please take me off your list.", sender="ana@home.example"))
    for _ in range(MAX_ATTEMPTS):
        room.fails(stored)

    assign(room, stored, ANA)
    room.understand()

    assert room.inbound(stored).state is InboundState.APPLIED
    assert room.state(ANA) is EnrollmentState.OPTED_OUT


def test_what_answers_something_already_or_somebody_never_written_to_is_not_assigned(room: Mailroom) -> None:
    answer = room.store_one(a_reply(room.mail(ANA), sender=ANA))
    other = room.store_one(a_reply(None, sender="eve@evil.example"))
    room.do(lambda session: _a_contact(session, "never@delta.example"))

    with pytest.raises(Refused, match="already"):
        assign(room, answer, BEN)
    with pytest.raises(Refused, match="Nothing ever went"):
        assign(room, other, "never@delta.example")


def _a_contact(session: Session, address: str) -> None:
    from outreach.prospects.service import NewContact, add_contact

    add_contact(session, NewContact(address), now=NOW)


# --- what cannot be read --------------------------------------------------------------------------------------------


def test_after_three_failures_a_message_is_set_aside_and_shown(room: Mailroom) -> None:
    stored = room.store_one(a_reply(None, sender="eve@evil.example"))

    states = []
    for _ in range(MAX_ATTEMPTS):
        room.fails(stored, "ValueError('\x1b[2J bad')")
        states.append(room.inbound(stored).state)

    assert states == [InboundState.STORED, InboundState.STORED, InboundState.SET_ASIDE]
    assert "\x1b" not in room.inbound(stored).trouble
    with room.database.reading() as session:
        (listed,) = listing.list_messages(session, unmatched=False, pending=False, set_aside=True, limit=9)
    assert listed["id"] == stored
    assert room.reviews() == []
    assert room.events(Happened.MESSAGE_SET_ASIDE) == 1


def test_one_that_answers_us_goes_to_a_person_when_it_cannot_be_read(room: Mailroom) -> None:
    stored = room.store_one(a_reply(room.mail(ANA), sender=ANA))

    for _ in range(MAX_ATTEMPTS):
        room.fails(stored)

    assert room.review().inbound_id == stored
    assert "could not be read" in room.review().why
    assert room.state(ANA) is PAUSED
    assert room.held() == [HoldReason.REVIEW], "not by the unread message any more"

    room.decide(room.review(), Intent.UNSUBSCRIBE)
    assert room.state(ANA) is EnrollmentState.OPTED_OUT


def test_a_message_that_failed_lets_the_others_go_first(room: Mailroom) -> None:
    poison, other = room.store(a_reply(None, "One.", sender=BEN), a_reply(None, "Two.", sender=BEN))

    room.fails(poison)

    (waiting,) = room.do(qualification.next_pending, room.effects, now=room.now)
    assert waiting.inbound_id == other


def test_a_late_failure_changes_nothing_about_what_has_been_applied(room: Mailroom) -> None:
    stored = room.receive(a_reply(room.mail(ANA), sender=ANA), sure(Intent.INTERESTED))

    for _ in range(MAX_ATTEMPTS):
        room.fails(stored)

    assert room.inbound(stored).state is InboundState.APPLIED
    assert room.inbound(stored).attempts == 0


# --- one transaction a message --------------------------------------------------------------------------------------


def test_a_crash_while_applying_leaves_nothing_of_it(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)
    stored = room.store_one(a_reply(room.mail(ANA), sender=ANA))

    def dies(session: Session) -> None:
        from outreach.inbox.message import Message

        qualification.apply(session, stored, Message(), sure(Intent.UNSUBSCRIBE), room.effects, now=NOW)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        room.do(dies)

    assert room.inbound(stored).state is InboundState.STORED
    assert room.suppressed(ANA) is None
    assert room.state(ANA) is PAUSED
    assert room.events(Happened.REPLIED) == 0


def test_of_two_daemons_that_read_the_same_message_one_applies_it(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)
    stored = room.store_one(a_reply(room.mail(ANA), sender=ANA))
    (taken,) = room.do(qualification.next_pending, room.effects, now=room.now)
    assert room.do(qualification.next_pending, room.effects, now=room.now) == []
    (taken_over,) = room.do(qualification.next_pending, room.effects, now=room.now + TAKEN_FOR)
    assert taken == taken_over

    room.apply(stored, sure(Intent.QUESTION))
    room.apply(stored, sure(Intent.QUESTION))

    assert room.inbound(stored).state is InboundState.APPLIED
    assert len(room.reviews()) == 1
    assert room.events(Happened.REPLIED) == 1
    assert len(room.holds()) == 1


@pytest.mark.server("postgresql")
def test_a_message_that_another_daemon_is_applying_is_passed_over(postgresql_database: Database) -> None:
    room = Mailroom(postgresql_database)
    first, second = room.store(a_reply(None, "One.", sender=BEN), a_reply(None, "Two.", sender=BEN))

    with ThreadPoolExecutor(1) as another, room.database.writing() as applying:
        assert take_up(applying, first) is not None
        # In a thread of its own: if it waited for the lock, it would wait for us.
        unit = partial(qualification.next_pending, rules=room.effects, now=room.now)
        (waiting,) = another.submit(room.do, unit).result(timeout=10)

    assert waiting.inbound_id == second


def test_what_is_pending_is_counted(room: Mailroom) -> None:
    room.store(a_reply(None, "One.", sender=BEN), a_reply(None, "Two.", sender=BEN))

    with room.database.reading() as session:
        assert inbox.count_pending(session) == 2
    room.understand()
    with room.database.reading() as session:
        assert inbox.count_pending(session) == 0


# --- what the server would not hand out -----------------------------------------------------------------------------


def note(room: Mailroom, uid: int, *, folder: str = "INBOX") -> None:
    room.do(
        unfetched.note,
        mailbox="ann",
        folder=folder,
        uidvalidity=1,
        uid=uid,
        trouble="NO \x1b[31mbroken",
        now=room.now,
    )


def next_to_try(room: Mailroom) -> int | None:
    return room.do(unfetched.next_to_try, mailbox="ann", folder="INBOX", uidvalidity=1, now=room.now)


def unfetched_uids(room: Mailroom) -> list[int]:
    with room.database.reading() as session:
        return [each.uid for each in unfetched.listed(session)]


def test_a_message_that_was_not_handed_out_is_shown_and_asked_for_again_every_hour(room: Mailroom) -> None:
    note(room, 7)
    note(room, 9)
    note(room, 8, folder="Junk")

    at_once = next_to_try(room)
    room.later(hours=1)
    after_an_hour = [next_to_try(room) for _ in range(3)]
    room.later(minutes=59)

    assert at_once is None
    assert after_an_hour == [7, 9, None], "each has its turn, though one of them breaks the line every time"
    assert next_to_try(room) is None
    assert sorted(unfetched_uids(room)) == [7, 8, 9]


def test_what_has_come_after_all_is_no_longer_shown(room: Mailroom) -> None:
    note(room, 7)

    room.do(unfetched.forget, mailbox="ann", folder="INBOX", uidvalidity=1, uid=7)

    assert unfetched_uids(room) == []


def test_old_numbers_are_forgotten_when_the_folder_is_numbered_anew(room: Mailroom) -> None:
    room.store(a_reply(None, "One.", sender=BEN))
    note(room, 7)
    note(room, 8, folder="Junk")

    room.store(a_reply(None, "Two.", sender=BEN), uidvalidity=2)

    assert unfetched_uids(room) == [8]


# --- loops ----------------------------------------------------------------------------------------------------------


def test_messages_of_one_address_are_counted_by_the_hour_in_which_they_came(room: Mailroom) -> None:
    counts = []
    for number in range(4):
        stored = room.store_one(a_reply(None, f"Number {number}.", sender=BEN))
        with room.database.reading() as session:
            counts.append(inbox.messages_this_hour(session, room.inbound(stored)))
        room.now += timedelta(minutes=25)
    room.store(a_reply(None, "From somebody else.", sender=ANA))

    assert counts == [1, 2, 3, 3]


def test_a_mailbox_is_told_apart_from_another(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database, rules(mailbox(), mailbox("bob")))
    raw = a_reply(None, "To both.", sender=BEN)
    room.store(raw)

    (copy,) = room.store(raw, mailbox="bob")

    with room.database.reading() as session:
        assert inbox.messages_this_hour(session, room.inbound(copy)) == 1
