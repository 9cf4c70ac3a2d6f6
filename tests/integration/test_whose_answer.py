"""The ladder by which a message finds the mail of ours that it answers; what nothing tells is never guessed."""

import pytest

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox.model import MatchedBy
from outreach.inbox.other_addresses import people_at
from outreach.inbox.suggestions import suggestions
from outreach.prospects.model import SuppressionReason
from outreach.prospects.service import NewContact
from outreach.replies import assigning
from outreach.sequences.model import EnrollmentState, HoldReason
from tests.support.campaigns import sequence
from tests.support.databases import Refillable
from tests.support.desk import mailbox, rules
from tests.support.mailroom import Mailroom, a_bounce, a_reply, sure

ANA, AMY, BEN = "ana.ruiz@acme.example", "amy@acme.example", "ben@beta.example"
AT_HOME, STRANGER = "ana@home.example", "max@agency.example"
ACTIVE, PAUSED = EnrollmentState.ACTIVE, EnrollmentState.PAUSED


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Ana Ruiz of Acme and Ben of Beta have had their first mail."""
    if not migrated_sqlite.keeps("ana-ruiz"):
        first = Mailroom(migrated_sqlite.refilled())
        first.ask(NewContact(ANA, company="Acme", name="Ana Ruiz"), NewContact(BEN, name="Ben Okoro"))
        migrated_sqlite.keep("ana-ruiz")
    return Mailroom(migrated_sqlite.refilled("ana-ruiz"))


def matched(room: Mailroom, stored: int) -> tuple[str | None, str | None]:
    """By what a message was matched, and to whose mail."""
    mail = room.answers(stored)
    return room.inbound(stored).matched_by, None if mail is None else mail.recipient


def writer(room: Mailroom, stored: int) -> int | None:
    return room.inbound(stored).contact_id


def test_every_rung_holds_on_each_database(database: Database) -> None:
    room = Mailroom(database)
    room.ask(NewContact(ANA, company="Acme", name="Ana Ruiz"), "ana.ruiz@gmail.com")
    proves_itself(room, sender=AT_HOME, name="Ana Ruiz")
    letters = {
        MatchedBy.MESSAGE_ID: a_reply(room.mail(ANA), sender=STRANGER),
        MatchedBy.ADDRESS: a_reply(None, sender=ANA),
        MatchedBy.ACCOUNT: a_reply(None, sender="thomas@acme.example"),
        MatchedBy.QUOTED: a_reply(None, forwarded(room, ANA), sender=STRANGER),
        MatchedBy.BOUNCED_ADDRESS: a_bounce(None, ANA),
    }
    other_addresses = (AT_HOME, "ana.ruiz+x@acme.example", "ana.ruiz@googlemail.com")

    found = {by: room.receive(raw) for by, raw in letters.items()}
    others = [room.receive(a_reply(None, sender=address)) for address in other_addresses]

    assert {by: matched(room, stored) for by, stored in found.items()} == {by: (by, ANA) for by in letters}
    assert [matched(room, stored) for stored in others] == [
        (MatchedBy.OTHER_ADDRESS, ANA),
        (MatchedBy.OTHER_ADDRESS, ANA),
        (MatchedBy.OTHER_ADDRESS, "ana.ruiz@gmail.com"),
    ]


# --- what only we could have made -----------------------------------------------------------------------------------


def token(room: Mailroom, address: str) -> str:
    return (room.mail(address).message_id or "")[1:-1].partition("@")[0]


@pytest.mark.parametrize("field", ["Cc", "Delivered-To", "X-Original-To", "Envelope-To"])
def test_a_token_in_the_address_that_it_went_to_names_our_mail(room: Mailroom, field: str) -> None:
    plus = f"{field}: ann+{token(room, ANA)}@alpha.example"

    stored = room.store_one(a_reply(None, sender=STRANGER, headers=[plus]))

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)


def test_a_token_is_known_behind_whatever_domain_forwards_to_us(room: Mailroom) -> None:
    stored = room.store_one(
        a_reply(
            None,
            sender=STRANGER,
            subject=f"unsubscribe {token(room, ANA)}",
            headers=["Cc: sales@alias.example"],
        )
    )

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)


def test_a_token_of_a_mail_that_we_never_sent_names_nothing(room: Mailroom) -> None:
    made_up = token(room, ANA)[:-1] + ("0" if token(room, ANA)[-1] != "0" else "1")
    huge = "o.999999999999999999.0." + "0" * 24

    by_subject = room.store_one(a_reply(None, sender=STRANGER, subject=f"unsubscribe {made_up}"))
    by_number = room.store_one(a_reply(None, sender=STRANGER, headers=[f"Cc: ann+{huge}@alpha.example"]))

    assert matched(room, by_subject) == (None, None)
    assert matched(room, by_number) == (None, None)


# --- another address of the same person -----------------------------------------------------------------------------


def proves_itself(room: Mailroom, *, sender: str, name: str, to: str = ANA) -> int:
    """An answer to our mail, by its Message-ID, from another address."""
    return room.receive(a_reply(room.mail(to), "From home.", sender=sender, name=name), sure(Intent.QUESTION))


def test_who_proves_themselves_from_another_address_is_known_there_from_then_on(room: Mailroom) -> None:
    proved = proves_itself(room, sender=AT_HOME, name="Ana Ruiz")

    later = room.store_one(a_reply(None, "One more thing.", sender=AT_HOME))

    assert matched(room, later) == (MatchedBy.OTHER_ADDRESS, ANA)
    assert writer(room, proved) == writer(room, later) == room.contact(ANA).id
    assert not room.is_known(AT_HOME), "no contact of its own"


def test_their_no_from_there_counts_at_once_and_for_all_addresses_of_theirs(room: Mailroom) -> None:
    proves_itself(room, sender=AT_HOME, name="Ana Ruiz")

    room.receive(a_reply(None, "Take me off your list.", sender=AT_HOME), sure(Intent.UNSUBSCRIBE))

    assert [room.suppressed(each) for each in (ANA, AT_HOME, BEN)] == [
        SuppressionReason.OPTED_OUT,
        SuppressionReason.OPTED_OUT,
        None,
    ]


def test_a_no_that_a_person_has_looked_at_counts_for_both_addresses(room: Mailroom) -> None:
    proves_itself(room, sender=AT_HOME, name="Ana Ruiz")

    room.decide(room.review(), Intent.UNSUBSCRIBE)

    assert [room.suppressed(each) for each in (ANA, AT_HOME)] == [SuppressionReason.OPTED_OUT] * 2


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        (AT_HOME, ""),
        (AT_HOME, "Ana"),
        (AT_HOME, "Tom Field"),
        (AT_HOME, "Acme Support"),
        ("info@home.example", "Ana Ruiz"),
    ],
)
def test_without_the_whole_name_or_from_an_office_nothing_is_learned(
    room: Mailroom, sender: str, name: str
) -> None:
    proves_itself(room, sender=sender, name=name)

    later = room.store_one(a_reply(None, "One more thing.", sender=sender))

    assert matched(room, later) == (None, None)


def test_a_name_without_our_message_id_teaches_nothing(room: Mailroom) -> None:
    room.receive(a_reply(None, "It is me.", sender=AT_HOME, name="Ana Ruiz"), sure(Intent.QUESTION))

    later = room.store_one(a_reply(None, "Really.", sender=AT_HOME, name="Ana Ruiz"))

    assert matched(room, later) == (None, None)


def test_an_address_that_we_write_to_is_somebody_of_their_own(room: Mailroom) -> None:
    proves_itself(room, sender=BEN, name="Ana Ruiz")

    later = room.store_one(a_reply(None, "About us.", sender=BEN))

    assert matched(room, later) == (MatchedBy.ADDRESS, BEN)
    with room.database.reading() as session:
        assert people_at(session, BEN) == []


def test_an_address_that_two_people_share_tells_neither(room: Mailroom) -> None:
    proves_itself(room, sender="family@home.example", name="Ana Ruiz")
    proves_itself(room, sender="family@home.example", name="Ben Okoro", to=BEN)

    later = room.store_one(a_reply(None, "It is one of us.", sender="family@home.example"))

    assert matched(room, later) == (None, None)
    with room.database.reading() as session:
        likely = suggestions(session, [room.inbound(later)])[later]
    assert [each.address for each in likely] == [ANA, BEN]


def test_learned_once_however_often_they_write(database: Database) -> None:
    room = Mailroom(database)
    room.ask(NewContact(ANA, name="Ana Ruiz"))

    for text in ("One.", "Two."):
        room.receive(
            a_reply(room.mail(ANA), text, sender=AT_HOME, name='"Ruiz, Ana"'),
            sure(Intent.AUTO_ACKNOWLEDGEMENT),
        )

    with room.database.reading() as session:
        assert [each.address for each in people_at(session, AT_HOME)] == [ANA]


@pytest.mark.parametrize(
    "sender",
    ["ana.ruiz+news@acme.example", "ana.ruiz@mail.acme.example", "Ana.Ruiz@ACME.example"],
)
def test_another_spelling_of_their_mailbox_is_theirs_without_learning(room: Mailroom, sender: str) -> None:
    room.ask(AMY, name="summer")

    stored = room.store_one(a_reply(None, sender=sender))

    by, recipient = matched(room, stored)
    assert recipient == ANA
    assert by in (MatchedBy.OTHER_ADDRESS, MatchedBy.ADDRESS)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("ana.ruiz@gmail.com", "ana.ruiz@googlemail.com"), ("ana@ya.ru", "ana+lists@yandex.ru")],
)
def test_a_providers_second_domain_is_the_same_mailbox(
    sqlite_database: Database, ours: str, theirs: str
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ours)

    same = room.store_one(a_reply(None, sender=theirs))
    other = room.store_one(a_reply(None, sender=theirs.replace("ana", "amy")))

    assert matched(room, same) == (MatchedBy.OTHER_ADDRESS, ours)
    assert matched(room, other) == (None, None)


# --- a colleague ----------------------------------------------------------------------------------------------------


def test_a_colleagues_new_thread_is_about_the_mail_that_it_quotes(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    at_once = sequence(one_at_a_time=False)
    room.ask(NewContact(ANA, company="Acme"), NewContact(AMY, company="Acme"), definition=at_once)
    first = room.mail(ANA)
    assert room.mails()[-1].recipient == AMY

    stored = room.receive(
        a_reply(
            None,
            f"Ana passed this on.\r\n\r\nFrom: Ann Roe <ann@alpha.example>\r\nTo: {ANA}\r\n"
            f"Subject: {first.subject}\r\n\r\n{first.body}",
            sender="thomas@acme.example",
            subject="Your question",
        ),
        sure(Intent.QUESTION),
    )

    assert matched(room, stored) == (MatchedBy.ACCOUNT, ANA)


def test_people_of_a_university_department_belong_to_the_university(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask("ana@physics.uni.co.uk")

    colleague = room.store_one(a_reply(None, sender="tom@maths.uni.co.uk"))
    stranger = room.store_one(a_reply(None, sender="tom@other.co.uk"))

    assert matched(room, colleague) == (MatchedBy.ACCOUNT, "ana@physics.uni.co.uk")
    assert matched(room, stranger) == (None, None)


# --- what is quoted -------------------------------------------------------------------------------------------------


def forwarded(room: Mailroom, to: str, *, words: str = "") -> str:
    mail = room.mail(to)
    return (
        "Ana asked me to answer you.\r\n\r\n-----Original Message-----\r\n"
        f"From: Ann Roe <ann@alpha.example>\r\nSent: Tuesday, 3 March 2026 10:00\r\nTo: Ana Ruiz <{to}>\r\n"
        f"Subject: {mail.subject}\r\n\r\n{words or mail.body}"
    )


def test_a_stranger_who_quotes_whom_we_wrote_to_answers_that_mail(room: Mailroom) -> None:
    stored = room.receive(
        a_reply(None, forwarded(room, ANA), sender=STRANGER, subject="Your question"), sure(Intent.QUESTION)
    )

    assert matched(room, stored) == (MatchedBy.QUOTED, ANA)
    assert set(room.held()) == {HoldReason.REVIEW}
    assert (room.state(ANA), room.state(BEN)) == (PAUSED, ACTIVE)


def test_a_mail_attached_to_a_letter_counts_as_quoted(room: Mailroom) -> None:
    raw = "\r\n".join(
        [
            f"From: {STRANGER}",
            "To: ann@alpha.example",
            "Subject: FW: hello",
            "Date: Tue, 3 Mar 2026 12:00:00 +0000",
            "Message-ID: <attached@agency.example>",
            "MIME-Version: 1.0",
            'Content-Type: multipart/mixed; boundary="edge"',
            "",
            "--edge",
            "Content-Type: text/plain",
            "",
            "I answer for Ana.",
            "--edge",
            "Content-Type: message/rfc822",
            "",
            "From: ann@alpha.example",
            f"To: {ANA}",
            "Subject: hello",
            "",
            "Hello.",
            "--edge--",
            "",
        ]
    ).encode()

    stored = room.receive(raw, sure(Intent.QUESTION))

    assert matched(room, stored) == (MatchedBy.QUOTED, ANA)


def test_our_own_words_under_our_subject_will_do_where_they_went_to_one_person(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    mail = room.mail(ANA)
    below = "".join(f"> {line}\r\n" for line in mail.body.splitlines())
    text = f"She is away.\r\n\r\nOn 3 Mar 2026, Ann Roe <ann@alpha.example> wrote:\r\n{below}"

    stored = room.receive(
        a_reply(None, text, sender=STRANGER, subject=f"AW: {mail.subject}"), sure(Intent.QUESTION)
    )
    only_the_subject = room.receive(
        a_reply(None, "She is away.", sender=STRANGER, subject=f"AW: {mail.subject}"), sure(Intent.QUESTION)
    )

    assert matched(room, stored) == (MatchedBy.QUOTED, ANA)
    assert matched(room, only_the_subject) == (None, None)


def two_namesakes(database: Database) -> Mailroom:
    """Two companies of one name: their people get the same words."""
    room = Mailroom(database)
    room.ask(NewContact(ANA, company="Acme"), NewContact(BEN, company="Acme"))
    return room


def test_words_that_several_people_got_tell_none_of_them(sqlite_database: Database) -> None:
    room = two_namesakes(sqlite_database)
    mail = room.mail(ANA)
    assert mail.subject == room.mail(BEN).subject
    below = "".join(f"> {line}\r\n" for line in mail.body.splitlines())

    stored = room.receive(
        a_reply(None, f"Away.\r\n\r\n{below}", sender=STRANGER, subject=f"Re: {mail.subject}"),
        sure(Intent.QUESTION),
    )

    assert matched(room, stored) == (None, None)


def test_an_old_mail_is_no_longer_answered_by_quoting_it(room: Mailroom) -> None:
    text = forwarded(room, ANA)
    room.later(days=61)

    stored = room.receive(
        a_reply(None, text, sender=STRANGER, subject="Your question"), sure(Intent.QUESTION)
    )

    assert matched(room, stored) == (None, None)


# --- our own mail ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sender", "by"),
    [
        ("ann@alpha.example", MatchedBy.OWN),
        ("ann+test@alpha.example", MatchedBy.OWN),
        ("boss@alpha.example", None),
        ("it@mail.alpha.example", None),
    ],
)
def test_what_we_write_ourselves_is_no_reply(room: Mailroom, sender: str, by: MatchedBy | None) -> None:
    stored = room.receive(a_reply(room.mail(ANA), "See below.", sender=sender), sure(Intent.INTERESTED))

    assert matched(room, stored) == (by, None)
    assert (room.holds(), room.reviews(), room.state(ANA)) == ([], [], ACTIVE)
    assert not room.is_known(sender)


def test_a_colleague_of_ours_whom_we_write_to_as_a_test_may_answer(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask("boss@alpha.example")

    stored = room.receive(
        a_reply(room.mail("boss@alpha.example"), "Works.", sender="boss@alpha.example"),
        sure(Intent.INTERESTED),
    )

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, "boss@alpha.example")
    assert len(room.reviews()) == 1


def test_what_the_server_at_our_domain_reports_is_believed(room: Mailroom) -> None:
    stored = room.receive(a_bounce(room.mail(ANA), ANA, sender="mailer-daemon@alpha.example"))

    assert matched(room, stored) == (MatchedBy.MESSAGE_ID, ANA)
    assert room.suppressed(ANA) is SuppressionReason.BOUNCED


def test_an_answer_that_a_colleague_of_ours_passes_on_is_listed_with_whose_it_is(room: Mailroom) -> None:
    text = f"Ana wrote to me.\r\n\r\n-----Original Message-----\r\nFrom: Ana Ruiz <{ANA}>\r\nTo: boss@alpha.example"
    passed_on = a_reply(None, f"{text}\r\nSubject: Yes\r\n\r\nYes!", sender="boss@alpha.example")

    assert likely(room, passed_on)[0] == (ANA, "their address stands in what is quoted")


def test_a_person_may_say_that_our_own_mail_tells_an_answer(room: Mailroom) -> None:
    stored = room.receive(
        a_reply(None, "Ana rang: no, thanks.", sender="boss@alpha.example"), sure(Intent.OTHER)
    )

    room.do(assigning.assign, stored, ANA, hold_account=True, now=room.now)
    room.apply(stored, sure(Intent.NOT_INTERESTED))

    assert matched(room, stored) == (MatchedBy.BY_HAND, ANA)
    assert len(room.reviews()) == 1


# --- what matches nothing -------------------------------------------------------------------------------------------


def likely(room: Mailroom, raw: bytes) -> list[tuple[str, str]]:
    stored = room.receive(raw, sure(Intent.QUESTION))
    assert matched(room, stored) == (None, None)
    with room.database.reading() as session:
        return [(each.address, each.why) for each in suggestions(session, [room.inbound(stored)])[stored]]


def test_the_same_name_is_a_suggestion_not_a_match(room: Mailroom) -> None:
    assert likely(room, a_reply(None, sender=AT_HOME, name="ana RUIZ")) == [(ANA, "the same name")]


def test_the_same_name_before_the_at_is_a_suggestion(room: Mailroom) -> None:
    assert likely(room, a_reply(None, sender="ana.ruiz@home.example")) == [
        (ANA, "the same name before the @")
    ]


def test_the_subject_of_our_mail_is_a_suggestion(sqlite_database: Database) -> None:
    room = two_namesakes(sqlite_database)

    found = likely(room, a_reply(None, sender=STRANGER, subject=f"Re: {room.mail(ANA).subject}"))

    assert {address for address, _ in found} == {ANA, BEN}
    assert {why for _, why in found} == {"the subject of our mail to them"}


def test_a_colleague_after_months_is_a_suggestion(room: Mailroom) -> None:
    room.later(days=90)

    assert likely(room, a_reply(None, sender="thomas@acme.example")) == [
        (ANA, "the last whom we wrote to at the same company")
    ]


def test_nobody_is_suggested_where_nothing_speaks_for_anybody(room: Mailroom) -> None:
    assert likely(room, a_reply(None, "Our new brochure.", sender="news@vendor.example")) == []


def test_names_of_any_script_are_compared(database: Database) -> None:
    room = Mailroom(database)
    room.ask(NewContact(ANA, name="Анна Петрова"))

    assert likely(room, a_reply(None, sender=AT_HOME, name="Анна Петрова")) == [(ANA, "the same name")]


def test_a_mailbox_that_never_sent_the_mail_suggests_nothing_by_its_subject(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database, rules(mailbox(), mailbox("bob")))
    room.ask(ANA)
    stored = room.store_one(
        a_reply(None, sender=STRANGER, subject=f"Re: {room.mail(ANA).subject}"), mailbox="bob"
    )

    with room.database.reading() as session:
        assert suggestions(session, [room.inbound(stored)]) == {stored: ()}
