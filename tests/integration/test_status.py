"""Where a campaign stands: counted from what happened, people once however often they wrote."""

import pytest

from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.replies.verdict import Person
from outreach.reporting.campaign.status import CampaignStatus, campaign_status
from outreach.sequences import campaigns
from tests.support.databases import Refillable
from tests.support.desk import NO_SUCH_USER
from tests.support.mailroom import MARIA, Mailroom, a_bounce, a_reply, asked, sure

PEOPLE = [f"p{number}@acme{number}.example" for number in range(8)]


@pytest.fixture
def room(migrated_sqlite: Refillable) -> Mailroom:
    """Eight people of eight companies have had their first mail."""
    return asked(migrated_sqlite, *PEOPLE)


def status(room: Mailroom, name: str = "spring") -> CampaignStatus:
    with room.database.reading() as session:
        return campaign_status(session, campaigns.find(session, name))


def bounces(room: Mailroom, address: str) -> None:
    room.receive(a_bounce(room.mail(address), address))


def test_a_campaign_that_has_not_begun_has_no_rate(sqlite_database: Database) -> None:
    room = Mailroom(sqlite_database)
    room.campaign(*PEOPLE)

    figures = status(room)

    assert (figures.sent, figures.replied, figures.response_rate) == (0, 0, None)
    assert figures.enrollments == {"active": 8}
    assert (figures.state, figures.sequence, figures.list_name, figures.mailboxes) == (
        "running",
        "who",
        "spring",
        ["ann"],
    )


def test_the_response_rate_is_replies_by_what_was_sent_less_what_bounced(database: Database) -> None:
    room = Mailroom(database)
    room.ask(*PEOPLE)
    bounces(room, PEOPLE[0])
    bounces(room, PEOPLE[1])
    room.answered(PEOPLE[2], sure(Intent.INTERESTED))
    room.answered(PEOPLE[3], sure(Intent.NOT_INTERESTED))
    room.answered(PEOPLE[4], sure(Intent.UNSUBSCRIBE))

    figures = status(room)

    assert (figures.sent, figures.bounced, figures.replied) == (8, 2, 3)
    assert figures.response_rate == 50.0
    assert (figures.opted_out, figures.awaiting_review) == (1, 2)
    assert figures.enrollments == {"active": 3, "paused": 2, "bounced": 2, "opted_out": 1}
    assert figures.outbox == {"sent": 8}


def test_whom_the_server_refused_was_never_sent_to_and_is_not_taken_off_twice(
    sqlite_database: Database,
) -> None:
    room = Mailroom(sqlite_database)
    room.campaign(*PEOPLE[:5])
    room.plan()
    for _ in range(3):
        room.answer(room.in_flight(), NO_SUCH_USER)
    room.send_all()

    room.answered(PEOPLE[4], sure(Intent.INTERESTED))

    figures = status(room)
    assert (figures.sent, figures.bounced, figures.replied) == (2, 3, 1)
    assert figures.response_rate == 50.0


def test_somebody_who_writes_three_times_has_replied_once(room: Mailroom) -> None:
    for number in range(3):
        room.answered(PEOPLE[0], sure(Intent.QUESTION), text=f"Question {number}?")

    assert (status(room).replied, status(room).response_rate) == (1, 12.5)


def test_a_second_mail_to_the_same_people_does_not_thin_the_rate(room: Mailroom) -> None:
    room.answered(PEOPLE[0], sure(Intent.INTERESTED))
    room.later(days=3)
    room.send_all()

    assert (status(room).sent, status(room).response_rate) == (15, 12.5)


def test_machines_and_temporary_failures_are_no_replies_and_no_bounces(room: Mailroom) -> None:
    room.answered(PEOPLE[0], sure(Intent.OUT_OF_OFFICE))
    room.answered(PEOPLE[1], sure(Intent.AUTO_ACKNOWLEDGEMENT))
    room.answered(PEOPLE[2], sure(Intent.OTHER, visible_text=None), text="Read.")
    room.receive(
        a_bounce(room.mail(PEOPLE[3]), PEOPLE[3], status="4.4.1"),
        sure(Intent.BOUNCE_SOFT, bounced_address=PEOPLE[3]),
    )

    figures = status(room)

    assert (figures.replied, figures.auto_replied, figures.bounced) == (0, 3, 0)
    assert figures.response_rate == 0.0


def test_a_bounce_that_nobody_believes_yet_is_not_counted(room: Mailroom) -> None:
    room.receive(
        a_bounce(room.mail(PEOPLE[0]), PEOPLE[1]), sure(Intent.BOUNCE_HARD, bounced_address=PEOPLE[1])
    )

    assert (status(room).bounced, status(room).awaiting_review) == (0, 1)


def test_referrals_and_their_follow_ups_are_counted(database: Database) -> None:
    room = Mailroom(database)
    room.ask("ana@acme.example", *PEOPLE[:3])
    elsewhere = Person(name="Max Berg", email="max@agency.example")
    room.answered("ana@acme.example", sure(Intent.REFERRAL, MARIA, elsewhere))
    room.send_all()
    room.later(days=4)
    room.send_all()
    room.answered(MARIA.email or "", sure(Intent.INTERESTED))

    figures = status(room)

    assert (figures.referred, figures.referrals_waiting) == (2, 1)
    assert (figures.referral_follow_ups_sent, figures.referral_answers) == (1, 1), "people, not mails"
    assert (figures.replied, figures.response_rate) == (2, 40.0)


def test_one_campaign_does_not_count_for_another(room: Mailroom) -> None:
    room.ask("ana@delta.example", name="autumn")
    room.answered("ana@delta.example", sure(Intent.INTERESTED))

    assert (status(room).replied, status(room).awaiting_review) == (0, 0)
    assert (status(room, "autumn").sent, status(room, "autumn").response_rate) == (1, 100.0)


def test_a_message_that_matched_nothing_is_in_no_campaign(room: Mailroom) -> None:
    room.receive(a_reply(None, sender="eve@evil.example"), sure(Intent.INTERESTED))

    assert status(room).replied == 0
