"""An answer ends every run of who gave it and of whom we asked; what a stranger writes names nobody."""

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.prospects.model import SuppressionReason
from outreach.prospects.service import NewContact
from outreach.sequences.model import EnrollmentState
from tests.support.campaigns import sequence
from tests.support.mailroom import Mailroom, a_reply, sure, with_answers

ANA, AMY, BEN = "ana@acme.example", "amy@acme.example", "ben@beta.example"
OFFICE = "info@acme.example"


def test_an_answer_to_an_older_mail_ends_the_newer_run_too(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    first = room.mail(ANA)
    room.later(days=30)
    room.send_all()
    room.later(days=30)
    room.send_all()
    room.ask(ANA, name="summer", definition=sequence("hello", "again", name="another"))

    room.receive(a_reply(first, "No, thank you.", sender=ANA), sure(Intent.NOT_INTERESTED))
    room.decide(room.review(), Intent.NOT_INTERESTED)

    room.later(days=30)
    assert room.send_all() == []


def test_the_colleague_who_says_no_for_the_office_does_not_get_their_turn_by_it(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database)
    room.ask(OFFICE, AMY)
    room.receive(a_reply(room.mail(OFFICE), "No, thank you.", sender=AMY), sure(Intent.NOT_INTERESTED))

    room.decide(room.review(), Intent.NOT_INTERESTED)

    assert room.state(AMY) is EnrollmentState.ANSWERED
    room.later(days=9)
    assert room.send_all() == []


def test_the_second_answer_that_leads_to_another_sequence_begins_it_once(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    targets = (sequence("slow", name="nurture"),)
    room.ask(ANA, definition=with_answers(interested="enroll:nurture"), targets=targets)
    first = room.mail(ANA)
    room.receive(a_reply(first, "Tell me more.", sender=ANA), sure(Intent.INTERESTED))

    room.receive(a_reply(first, "Are you still there?", sender=ANA), sure(Intent.INTERESTED))

    assert room.reviews() == []
    assert room.run(ANA).sequence == "nurture"


def test_our_unsubscribe_button_counts_from_whatever_address_it_is_pressed(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)
    token = (room.mail(ANA).message_id or "")[1:-1].partition("@")[0]

    room.receive(a_reply(None, "", sender="ana@home.example", subject=f"unsubscribe {token}"))

    assert room.suppressed(ANA) is SuppressionReason.OPTED_OUT
    assert room.state(ANA) is EnrollmentState.OPTED_OUT


def test_a_made_up_button_mail_suppresses_nobody(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)

    room.receive(a_reply(None, "", sender="eve@elsewhere.example", subject="unsubscribe o.1.0." + "0" * 24))

    assert room.suppressed(ANA) is None
    assert room.state(ANA) is EnrollmentState.ACTIVE


def test_an_answer_from_another_company_gives_that_company_no_name(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(NewContact(address=ANA, company="Acme Ltd"), NewContact(address=BEN))

    room.receive(
        a_reply(room.mail(ANA), "I am their agency.", sender="tom@beta.example"), sure(Intent.WRONG_PERSON)
    )

    with sqlite_database.reading() as session:
        from outreach.prospects.model import Account

        assert session.get_one(Account, room.contact(BEN).account_id).name == ""


def test_a_name_is_learned_only_from_who_had_our_mail(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(ANA)

    room.receive(a_reply(None, "Hello.", sender=ANA, name="Cheap Pills"), sure(Intent.QUESTION))
    forged = room.contact(ANA).name
    room.receive(a_reply(room.mail(ANA), "Hello.", sender=ANA, name="Ana Ruiz"), sure(Intent.QUESTION))

    assert forged == ""
    assert room.contact(ANA).name == "Ana Ruiz"


def test_an_office_that_signs_with_the_companys_name_is_no_person(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.ask(NewContact(address=OFFICE, company="Acme Ltd"))

    room.answered(OFFICE, sure(Intent.QUESTION), name="Acme Ltd Office")

    assert room.contact(OFFICE).name == ""
