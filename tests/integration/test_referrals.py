"""Invariant 4: who is named by whom, who may be written to because of it, and what that mail says."""

import email
import email.policy
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.model import AccountStatus, SuppressionReason
from outreach.prospects.service import NewContact, add_contact
from outreach.referrals import listing, service
from outreach.referrals.approval import ReferralPolicy
from outreach.referrals.model import Referral, ReferralState
from outreach.referrals.tree import referral_tree
from outreach.replies.verdict import Person, Via
from outreach.sequences.definition import REFERRED_TAG
from outreach.sequences.model import CampaignEvent, EnrollmentState
from tests.support.campaigns import sequence
from tests.support.databases import NOW, Refillable
from tests.support.desk import mailbox, rules
from tests.support.mailroom import MARIA, Mailroom, a_reply, asked, effect_rules, follow_up, sure

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
INFO, THOMAS = "info@acme.example", "thomas@acme.example"
MARIA_AT = MARIA.email or ""

PROPOSED, NEEDS_ADDRESS = ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS
REFUSED, ENROLLED = ReferralState.REFUSED, ReferralState.ENROLLED
REFERRED = EnrollmentState.REFERRED


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana and Ben have had their first mail."""
    return asked(migrated_sqlite, ANA, BEN)


def named(room: Mailroom, *people: Person, **letter: Any) -> list[Referral]:
    """Ana names these people in an answer to our mail; what became of each."""
    room.answered(ANA, sure(Intent.REFERRAL, *people), **letter)
    return room.referrals()


def person(address: str | None = None, name: str | None = "Maria Weber", **more: Any) -> Person:
    return Person(name=name, email=address, via=Via.TEXT, **more)


def last_mail(room: Mailroom, address: str) -> email.message.EmailMessage:
    raw = room.mail(address).raw
    assert raw is not None
    return email.message_from_bytes(raw, policy=email.policy.default)


# --- approved by itself, exactly under the conditions ---------------------------------------------------------------


def test_a_colleague_named_in_an_answer_to_our_mail_is_written_to(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)

    (referral,) = named(room, replace(MARIA, phone="+44 20 7946 0123", title="Head of Sales"))

    assert (referral.state, referral.depth, referral.reason) == (ENROLLED, 1, "")
    assert room.state(ANA) is REFERRED
    maria, run = room.contact(MARIA_AT), room.run(MARIA_AT)
    assert (maria.name, maria.given_name, maria.family_name) == ("Maria Weber", "Maria", "Weber")
    assert (maria.title, maria.phone) == ("Head of Sales", "+44 20 7946 0123")
    assert maria.account_id == room.contact(ANA).account_id
    assert (run.tag, run.referral_reply_id, run.referrer_id) == (
        REFERRED_TAG,
        referral.inbound_id,
        room.contact(ANA).id,
    )
    assert room.send_all() == [MARIA_AT]


def test_what_a_reply_really_says_leads_there_too(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)

    room.receive(
        a_reply(
            room.mail(ANA),
            "Please talk to Maria Weber, maria.weber@acme.example, she runs sales.",
            sender=ANA,
            name="Ana Ruiz",
            quoted=True,
        )
    )

    assert room.referral().state is ENROLLED
    assert room.send_all() == [MARIA_AT]
    assert "Ana Ruiz named you." in last_mail(room, MARIA_AT).get_content()


def test_whoever_reads_the_general_mailbox_may_name_a_colleague(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(INFO)

    room.receive(a_reply(room.mail(INFO), sender=THOMAS, name="Thomas Berg"), sure(Intent.REFERRAL, MARIA))

    assert room.referral().state is ENROLLED
    assert (room.state(INFO), room.contact(THOMAS).name) == (REFERRED, "Thomas Berg")
    room.send_all()
    assert last_mail(room, MARIA_AT)["Subject"] == "Thomas Berg suggested I write to you"


def test_an_address_elsewhere_is_good_if_they_put_it_on_copy(room: Mailroom) -> None:
    agency = person("maria@agency.example")

    (referral,) = named(room, agency, cc=["Maria <Maria@Agency.example>"])

    assert referral.state is ENROLLED
    assert room.run("maria@agency.example").account_id != room.contact(ANA).account_id


@pytest.mark.parametrize(
    ("address", "letter", "why"),
    [
        ("maria@agency.example", {}, "not at the account's domain"),
        ("maria.weber@gmail.com", {}, "not at the account's domain"),
        ("maria@acme.example.evil.example", {}, "not at the account's domain"),
        (MARIA_AT, {"to_us": False}, "nothing proves"),
    ],
)
def test_everything_else_waits_with_its_reason(
    room: Mailroom, address: str, letter: dict[str, Any], why: str
) -> None:
    verdict = sure(Intent.REFERRAL, person(address))
    mail = room.mail(ANA) if letter.get("to_us", True) else None

    room.receive(a_reply(mail, sender=ANA), verdict)

    referral = room.referral()
    assert referral.state is PROPOSED
    assert why in referral.reason
    assert not room.is_known(address)
    assert room.send_all() == []
    with room.database.reading() as session:
        (waiting,) = listing.list_referrals(session, everything=False)
    assert (waiting["email"], waiting["reason"], waiting["referrer"]) == (address, referral.reason, ANA)


def test_a_reply_that_left_the_account_waits(room: Mailroom) -> None:
    consultant = a_reply(room.mail(ANA), sender="carl@consultant.example")

    room.receive(consultant, sure(Intent.REFERRAL, MARIA))

    assert room.referral().state is PROPOSED
    assert "does not come from the account" in room.referral().reason


def test_all_waits_where_the_configuration_wants_a_person(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    plain = effect_rules(room.rules)
    room.effects = replace(plain, referrals=replace(plain.referrals, policy=ReferralPolicy(automatic=False)))
    room.ask(ANA)

    (referral,) = named(room, MARIA)

    assert referral.state is PROPOSED
    assert "configuration" in referral.reason


def test_free_mail_is_no_company(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask("ana.ruiz@gmail.com")

    room.answered("ana.ruiz@gmail.com", sure(Intent.REFERRAL, person("stranger@gmail.com")))

    assert room.referral().state is PROPOSED


# --- at most three, and not for ever --------------------------------------------------------------------------------


def colleague(number: int) -> Person:
    return person(f"colleague{number}@acme.example", f"Colleague {'ABCDE'[number]}")


def test_at_most_three_people_are_taken_from_one_reply(room: Mailroom) -> None:
    referrals = named(room, *map(colleague, range(5)))

    assert [each.state for each in referrals] == [ENROLLED, ENROLLED, ENROLLED, PROPOSED, PROPOSED]
    assert "more people" in referrals[-1].reason


def test_reading_the_same_reply_again_neither_proposes_twice_nor_a_fourth(room: Mailroom) -> None:
    stored = room.answered(ANA, sure(Intent.REFERRAL, *map(colleague, range(3))))
    room.sql("UPDATE inbound_message SET state = 'stored' WHERE id = :id", id=stored)

    room.apply(stored, sure(Intent.REFERRAL, *map(colleague, range(4))))

    assert [each.state for each in room.referrals()] == [ENROLLED, ENROLLED, ENROLLED, PROPOSED]
    assert len(room.send_all()) == 3


def test_an_absence_notice_that_comes_again_proposes_nobody_twice(room: Mailroom) -> None:
    away = sure(Intent.OUT_OF_OFFICE, alternates=(MARIA,))
    room.answered(ANA, away, text="I am away, ask Maria.")
    room.do(service.refuse, room.referral().id or 0, reason="on leave too", actor="rita", now=room.now)

    room.answered(ANA, away, text="I am still away, ask Maria.")

    assert [each.state for each in room.referrals()] == [REFUSED], "what a person said stands"


def test_what_they_say_themselves_after_a_notice_is_another_proposal(room: Mailroom) -> None:
    away = sure(Intent.OUT_OF_OFFICE, alternates=(MARIA,))
    room.answered(ANA, away)

    room.answered(ANA, sure(Intent.REFERRAL, MARIA), text="Please write to Maria.")

    assert [(each.via, each.state) for each in room.referrals()] == [
        ("automatic", PROPOSED),
        ("text", ENROLLED),
    ]


def test_a_name_without_an_address_is_kept_once(room: Mailroom) -> None:
    stored = room.answered(ANA, sure(Intent.REFERRAL, person(None), person(None)))
    room.sql("UPDATE inbound_message SET state = 'stored' WHERE id = :id", id=stored)

    room.apply(stored, sure(Intent.REFERRAL, person(None)))

    assert room.referral().state is NEEDS_ADDRESS


def test_the_chain_has_an_end(room: Mailroom) -> None:
    writer, states = ANA, []
    for number in range(4):
        room.answered(writer, sure(Intent.REFERRAL, colleague(number)))
        states.append((room.referrals()[-1].depth, room.referrals()[-1].state))
        room.send_all()
        writer = colleague(number).email or ""

    assert states == [(1, ENROLLED), (2, ENROLLED), (3, ENROLLED), (4, PROPOSED)]
    assert "chain" in room.referrals()[-1].reason
    with room.database.reading() as session:
        told = list(referral_tree(session, room.contact(ANA)))
    assert [node.level for node in told] == [0, 1, 2, 3, 4]


# --- refused --------------------------------------------------------------------------------------------------------


def test_who_said_no_is_not_written_to_because_somebody_names_them(room: Mailroom) -> None:
    room.suppress(MARIA_AT, SuppressionReason.OPTED_OUT)

    (referral,) = named(room, MARIA)

    assert (referral.state, referral.reason) == (REFUSED, "this address said no, or is dead")
    with pytest.raises(Refused, match="said no"):
        room.approve(referral)


def test_a_suppressed_domain_counts(room: Mailroom) -> None:
    room.suppress("agency.example")

    (referral,) = named(room, person("maria@agency.example"), cc=["maria@agency.example"])

    assert referral.state is REFUSED


def test_an_account_to_be_left_alone_is(room: Mailroom) -> None:
    room.do(add_contact, NewContact("old@customer.example"), now=NOW)
    room.rate("old@customer.example", AccountStatus.AVOID_CUSTOMER)

    (referral,) = named(room, person("maria@customer.example"), cc=["maria@customer.example"])

    assert referral.state is REFUSED
    assert "must be left alone" in referral.reason or "customer" in referral.reason


def test_who_is_under_way_as_referred_is_not_written_to_twice(room: Mailroom) -> None:
    named(room, MARIA)

    room.answered(ANA, sure(Intent.REFERRAL, MARIA), text="As I said: Maria.")

    first, second = room.referrals()
    assert (first.state, second.state) == (ENROLLED, REFUSED)
    assert "under way" in second.reason


def test_who_had_the_follow_up_once_has_had_it(room: Mailroom) -> None:
    named(room, MARIA)
    room.run_for(days=20)
    assert room.state(MARIA_AT) is EnrollmentState.FINISHED

    room.answered(ANA, sure(Intent.REFERRAL, MARIA), text="Try Maria again.")

    assert room.referrals()[-1].reason == "they have been written to about a referral before"


def test_somebody_elsewhere_who_is_being_written_to_is_left_where_they_are(room: Mailroom) -> None:
    (referral,) = named(room, person(BEN), cc=[BEN])

    assert (referral.state, referral.reason) == (REFUSED, "they are under way in a sequence already")
    assert room.state(BEN) is EnrollmentState.ACTIVE


@pytest.mark.parametrize("address", ["ann@alpha.example", "Bob@Alpha.example"])
def test_our_own_addresses_are_no_referrals(sqlite_database: Database, address: str) -> None:
    room = Mailroom(sqlite_database, rules(mailbox(), mailbox("bob")))
    room.ask(ANA)

    (referral,) = named(room, person(address), cc=[address])

    assert (referral.state, referral.reason) == (REFUSED, "the address is one of our own mailboxes")


def test_another_address_of_the_writer_is_no_colleague(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(NewContact(ANA, name="Ana Ruiz"))
    home = "ana@home.example"

    letter = {"sender": home, "name": "Ana Ruiz", "cc": [home]}
    room.answered(ANA, sure(Intent.REFERRAL, person(home, "Ana Ruiz")), **letter)

    assert room.referral().state is REFUSED
    assert not room.is_known(home)


def test_nobody_refers_to_themselves(room: Mailroom) -> None:
    (referral,) = named(room, person("Ana@ACME.example", "Ana Ruiz"))

    assert (referral.state, referral.reason) == (REFUSED, "they named themselves")


def test_a_stopped_campaign_writes_to_nobody_new(room: Mailroom) -> None:
    room.move_campaign(CampaignEvent.STOPPED)

    (referral,) = named(room, MARIA)

    assert (referral.state, referral.reason) == (REFUSED, "the campaign was stopped")


def test_without_the_follow_ups_sequence_nobody_is_written_to_and_the_reply_still_counts(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA, targets=())

    (referral,) = named(room, MARIA)

    assert referral.state is REFUSED
    assert "start it again" in referral.reason
    assert room.state(ANA) is REFERRED


# --- a colleague of the list is named -------------------------------------------------------------------------------


def test_a_colleague_who_waits_for_a_cold_mail_gets_the_introduction_instead(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA, NewContact(MARIA_AT, name="Maria Weber", line=2))

    named(room, MARIA)

    with room.database.reading() as session:
        runs = session.execute(
            sa.text("SELECT sequence, state FROM enrollment WHERE contact_id = :id ORDER BY id"),
            {"id": room.contact(MARIA_AT).id},
        ).all()
    assert [tuple(run) for run in runs] == [("who", "stopped"), (REFERRED_TAG, "active")]
    assert room.send_all() == [MARIA_AT]
    assert room.mail(MARIA_AT).sequence == REFERRED_TAG


def test_a_colleague_who_has_had_a_cold_mail_goes_on_with_the_introduction_only(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA, MARIA_AT, definition=sequence(one_at_a_time=False))

    named(room, MARIA)

    assert room.run(MARIA_AT).tag == REFERRED_TAG
    sent = room.run_for(days=20)
    assert [address for _, address in sent if address == MARIA_AT] == [MARIA_AT, MARIA_AT]


# --- a person decides -----------------------------------------------------------------------------------------------


def test_a_person_approves_what_waits(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA)
    (referral,) = named(room, person("maria@agency.example"))

    approved = room.approve(referral)

    assert (approved.state, approved.decided_by, approved.reason) == (ENROLLED, "rita", "")
    assert room.send_all() == ["maria@agency.example"]
    (fact,) = room.facts(Happened.REFERRAL_APPROVED)
    assert fact.actor == "rita"


def test_a_missing_address_is_given_with_the_approval(room: Mailroom) -> None:
    (referral,) = named(room, person(None))
    assert (referral.state, referral.reason) == (NEEDS_ADDRESS, "named without an address")
    with pytest.raises(Refused, match="--email"):
        room.approve(referral)

    room.approve(referral, email=" Maria.Weber@ACME.example ")

    assert room.referral().state is ENROLLED
    assert room.run(MARIA_AT).tag == REFERRED_TAG


@pytest.mark.parametrize("given", ["not an address", "maria@", "maria@acme.example\nBcc: eve@evil.example"])
def test_what_is_no_address_is_refused_in_words(room: Mailroom, given: str) -> None:
    (referral,) = named(room, person(None))

    with pytest.raises(Refused, match=r"not an address|control characters"):
        room.approve(referral, email=given)

    assert room.referral().state is NEEDS_ADDRESS


def test_a_refused_one_is_written_to_only_if_a_person_thinks_again(room: Mailroom) -> None:
    (referral,) = named(room, person("maria@agency.example"))
    room.do(service.refuse, referral.id or 0, reason="a private address", actor="rita", now=room.now)
    assert (room.referral().state, room.referral().reason) == (REFUSED, "a private address")

    room.approve(referral)

    assert room.referral().state is ENROLLED


def test_what_has_been_decided_is_not_decided_again(room: Mailroom) -> None:
    (referral,) = named(room, MARIA)

    with pytest.raises(Refused):
        room.approve(referral)
    with pytest.raises(Refused, match="enrolled"):
        room.do(service.refuse, referral.id or 0, reason="late", actor="rita", now=room.now)
    with pytest.raises(Refused, match="under way already"):
        room.do(service.edit, referral.id or 0, email="other@acme.example", now=room.now)
    with pytest.raises(NotFound, match="referrals list"):
        room.do(service.find, 99)


def test_a_corrected_name_stands_in_the_mail(room: Mailroom) -> None:
    (referral,) = named(room, person("maria@agency.example", "Maria Wbeer"))

    room.do(service.edit, referral.id or 0, name="Maria  Weber", title="Head of Sales", now=room.now)
    room.approve(referral)

    assert room.contact("maria@agency.example").family_name == "Weber"


@pytest.mark.server("postgresql")
def test_of_two_who_approve_at_once_one_enrolls(postgresql_database: Database) -> None:
    from concurrent.futures import ThreadPoolExecutor

    room = Mailroom(postgresql_database)
    room.ask(ANA)
    (referral,) = named(room, person("maria@agency.example"))

    def approve(_: int) -> str:
        try:
            return room.approve(referral).state.value
        except Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(4) as people:
        outcomes = list(people.map(approve, range(4)))

    assert outcomes.count("enrolled") == 1
    assert room.run("maria@agency.example").tag == REFERRED_TAG
    assert room.events(Happened.REFERRED_ENROLLED) == 1


# --- the database itself --------------------------------------------------------------------------------------------

_COLUMNS = (
    "campaign_id, contact_id, account_id, sequence, sequence_version_id, state, next_step, depth, position,"
    " waits_for_turn, created_at, ended_why"
)
_INSERT = (
    f"INSERT INTO enrollment ({_COLUMNS}, tag, referral_reply_id, referrer_id)"
    " SELECT campaign_id, contact_id, account_id, 'forged', sequence_version_id, 'active', 0, 1, 0, waits_for_turn,"
    " created_at, '', :tag, :reply, :referrer FROM enrollment WHERE contact_id = :contact"
)


FORGED = [
    (REFERRED_TAG, None, None),
    (REFERRED_TAG, None, "writer"),
    (REFERRED_TAG, "stored", None),
    (REFERRED_TAG, "no reply at all", "writer"),
    (REFERRED_TAG, "stored", "somebody else"),
    (REFERRED_TAG, "unmatched", "writer"),
    (None, "stored", "writer"),
    ("recommended", "stored", "writer"),
]


def test_the_database_refuses_a_tag_without_the_referrers_stored_reply(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    stored = room.answered(ANA, sure(Intent.QUESTION))
    unmatched = room.store_one(a_reply(None, sender="eve@evil.example"))
    people = {"writer": room.contact(ANA).id, "somebody else": room.contact(BEN).id, None: None}
    replies = {"stored": stored, "unmatched": unmatched, "no reply at all": 999, None: None}

    for tag, reply, referrer in FORGED:
        values = {"tag": tag, "reply": replies[reply], "referrer": people[referrer]}
        with pytest.raises(IntegrityError):
            room.sql(_INSERT, contact=room.contact(BEN).id, **values)
            pytest.fail(f"taken: {tag}, {reply}, {referrer}")


def test_the_database_takes_the_tag_with_the_referrers_stored_reply(database: Database) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    stored = room.answered(ANA, sure(Intent.QUESTION))
    values = {"tag": REFERRED_TAG, "reply": stored, "referrer": room.contact(ANA).id}

    room.sql(_INSERT, contact=room.contact(BEN).id, **values)

    assert room.run(BEN).sequence == "forged"


def test_the_reply_behind_a_follow_up_cannot_be_given_another_writer_or_taken_away(
    database: Database,
) -> None:
    room = Mailroom(database)
    room.ask(ANA, BEN)
    (referral,) = named(room, MARIA)

    with pytest.raises(IntegrityError):
        room.sql(
            "UPDATE inbound_message SET contact_id = :ben WHERE id = :id",
            ben=room.contact(BEN).id,
            id=referral.inbound_id,
        )
    with pytest.raises(IntegrityError):
        room.sql("DELETE FROM inbound_message WHERE id = :id", id=referral.inbound_id)


# --- what the follow-up says ----------------------------------------------------------------------------------------


def test_the_follow_up_names_the_referrer_and_carries_the_tag(room: Mailroom) -> None:
    named(room, MARIA, name="Ana Ruiz")
    room.send_all()

    mail = last_mail(room, MARIA_AT)

    assert mail["Subject"] == "Ana Ruiz suggested I write to you"
    assert "Ana Ruiz named you." in mail.get_content()
    assert mail["X-Outreach-Tag"] == REFERRED_TAG
    assert mail["To"] == f"Maria Weber <{MARIA_AT}>"
    assert (mail["Cc"], mail["Bcc"], mail["In-Reply-To"]) == (None, None, None)
    assert room.mail(ANA).raw is not None
    assert b"X-Outreach-Tag" not in (room.mail(ANA).raw or b"")


def test_the_referrer_is_on_copy_of_the_first_mail_only_by_choice(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA, targets=(follow_up(cc_referrer=True),))
    named(room, MARIA, name="Ana Ruiz")

    room.send_all()
    first = last_mail(room, MARIA_AT)
    room.later(days=3)
    room.send_all()
    reminder = last_mail(room, MARIA_AT)

    assert first["Cc"] == f"Ana Ruiz <{ANA}>"
    assert (reminder["In-Reply-To"], reminder["Cc"]) == (first["Message-ID"], None)


def test_the_follow_up_comes_from_the_mailbox_that_the_referrer_knows(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database, rules(mailbox(), mailbox("bob")))
    room.ask(ANA, BEN, mailboxes=("ann", "bob"))
    while room.send("bob"):
        pass
    (with_bob,) = [mail.recipient for mail in room.mails() if mail.mailbox == "bob"]

    maria = person(f"maria@{with_bob.partition('@')[2]}")
    room.answered(with_bob, sure(Intent.REFERRAL, maria))
    room.plan()

    assert room.mail(maria.email).mailbox == "bob"


def test_a_second_reply_of_the_referrer_does_not_hold_the_colleague_for_ever(room: Mailroom) -> None:
    named(room, MARIA)

    room.answered(ANA, sure(Intent.AUTO_ACKNOWLEDGEMENT), text="Thanks.")

    assert room.send_all() == [MARIA_AT]


HOSTILE = [
    "Win a prize at www.evil.example now",
    "evil.example",
    "https://evil.example/x",
    "Ana\r\nBcc: eve@evil.example",
    "\x1b]8;;http://evil.example\x07Ana\x1b]8;;\x07",
    "\u202eelpmaxe.live",
    "=?utf-8?q?=0ABcc:_eve=40evil.example?=",
    "eve@evil.example",
    "{{ sender.address }}",
    "<b>Ana</b>",
    "You have won ten thousand pounds call this number now",
    "A" * 500,
    "1234567890",
]


# A real line break would end the header: then there is no such name.
@pytest.mark.parametrize("name", [name for name in HOSTILE if "\n" not in name])
def test_what_a_writer_calls_themselves_reaches_nobody_else_unless_it_is_a_name(
    room: Mailroom, name: str
) -> None:
    letter = a_reply(room.mail(ANA), sender=ANA).replace(
        b"From: ana@acme.example", f'From: "{name}" <{ANA}>'.encode("utf-8", "surrogateescape")
    )

    room.receive(letter, sure(Intent.REFERRAL, MARIA))
    room.send_all()

    mail = last_mail(room, MARIA_AT)
    said = f"{mail['Subject']}\n{mail['To']}\n{mail['Cc']}\n{mail.get_content()}"
    assert "evil" not in said
    assert "prize" not in said
    assert "won ten" not in said
    assert "AAAA" not in said
    assert mail["Bcc"] is None
    assert "ana@acme.example named you." in said or "\nAna named you." in said


# A real line break would end the header: then there is no such name.
@pytest.mark.parametrize("name", [name for name in HOSTILE if "\n" not in name])
def test_what_a_writer_calls_a_colleague_does_not_reach_them_unless_it_is_a_name(
    room: Mailroom, name: str
) -> None:
    named(room, person(MARIA_AT, name), cc=[MARIA_AT])
    room.send_all()

    mail = last_mail(room, MARIA_AT)

    said = f"{mail['Subject']}\n{mail['To']}\n{mail.get_content()}"
    assert "Hello there," in said
    assert mail["To"] == MARIA_AT


@pytest.mark.parametrize(
    "name", ["Ana Ruiz", "Dr. J. O'Neill-Smith", "María de los Ángeles García", "Анна Петрова", "李 明"]
)
def test_names_of_people_are_names(room: Mailroom, name: str) -> None:
    letter = a_reply(room.mail(ANA), sender=ANA, name=f'"{name}"')

    room.receive(letter, sure(Intent.REFERRAL, MARIA))
    room.send_all()

    assert f"{name} named you." in last_mail(room, MARIA_AT).get_content()


def test_a_name_that_the_list_gave_is_kept(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(NewContact(ANA, name="Ana Ruiz"))

    named(room, MARIA, name="Somebody Else")
    room.send_all()

    assert "Ana Ruiz named you." in last_mail(room, MARIA_AT).get_content()


def test_the_follow_up_is_due_when_the_reply_has_been_applied(room: Mailroom) -> None:
    named(room, MARIA)

    assert room.run(MARIA_AT).due_at == room.now
    assert room.state(MARIA_AT) is EnrollmentState.ACTIVE, "held by nothing any more"
    assert room.holds() == []
