"""A mailbox or a campaign whose mails fail too often pauses itself, and goes on only when a person says so."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.qualification.waiting import waiting_for_person
from outreach.sending import guards, mailboxes
from outreach.sending.identity import GuardRules
from outreach.sending.model import MailboxStatus
from outreach.sequences import campaigns
from outreach.sequences.model import Campaign, CampaignEvent, CampaignState
from tests.support.desk import NO_SUCH_USER, mailbox, rules
from tests.support.mailroom import Mailroom, a_bounce, a_reply, sure

#: More than a quarter of the last eight, from four on; a second complaint among the last eight.
SMALL = GuardRules(bounce_share=25, bounce_window=8, bounce_least=4, complaints=2, complaint_window=8)
PEOPLE = [f"p{number}@acme{number}.example" for number in range(12)]


def a_room(database: Database, *mailboxes: str) -> Mailroom:
    return Mailroom(
        database, replace(rules(*(mailbox(name) for name in mailboxes or ("ann",))), guards=SMALL)
    )


@pytest.fixture
def room(database: Database) -> Mailroom:
    return a_room(database)


def status(room: Mailroom, name: str = "ann") -> MailboxStatus:
    return room.do(mailboxes.status_of, name)


def campaign(room: Mailroom, name: str = "spring") -> Campaign:
    return room.do(campaigns.find, name)


def comes_back(room: Mailroom, *people: str, status: str = "5.1.1") -> None:
    """The newest mail to each of them comes back, and its report is read by the real rules."""
    for person in people:
        room.receive(a_bounce(room.mail(person), person, status=status))


def resume(room: Mailroom) -> None:
    """A person lets both go on."""

    def unit(session: Session) -> None:
        mailboxes.resume_mailbox(session, "ann", actor="rita", now=room.now)
        session.get_one(MailboxStatus, "ann").guarded_since = room.now
        campaigns.move(
            session, campaigns.find(session, "spring"), CampaignEvent.RESUMED, actor="rita", now=room.now
        )

    room.do(unit)


def test_too_many_dead_addresses_pause_mailbox_and_campaign_and_say_so(room: Mailroom) -> None:
    room.ask(*PEOPLE[:8])

    comes_back(room, *PEOPLE[:2])
    before = (status(room).paused_at, campaign(room).state)
    comes_back(room, PEOPLE[2])

    assert before == (None, CampaignState.RUNNING)
    assert status(room).paused_at == room.now
    assert campaign(room).state is CampaignState.PAUSED
    numbers = "paused: 3 of the last 8 mails bounced (37.5 %, the limit is 25 %)."
    assert status(room).paused_why == f"{numbers} See to the list, then `outreach mailbox resume ann`."
    assert campaign(room).paused_why == f"{numbers} See to the list, then `outreach campaign resume spring`."


def test_nothing_more_goes_out_until_a_person_resumes_it(room: Mailroom) -> None:
    room.ask(*PEOPLE[:8])
    comes_back(room, *PEOPLE[:3])
    room.later(days=3)

    stopped = room.send_all()
    resume(room)

    assert stopped == []
    assert sorted(room.send_all()) == sorted(PEOPLE[3:8])


def test_among_too_few_mails_nothing_is_paused(room: Mailroom) -> None:
    room.ask(*PEOPLE[:3])

    comes_back(room, *PEOPLE[:3])

    assert status(room).paused_at is None


def test_a_mail_counts_once_however_often_it_comes_back(room: Mailroom) -> None:
    room.ask(*PEOPLE[:8])

    for host in ("mx1", "mx2", "mx3"):
        room.receive(a_bounce(room.mail(PEOPLE[0]), PEOPLE[0], sender=f"mailer-daemon@{host}.gamma.example"))

    assert room.events(Happened.BOUNCED) == 3
    assert status(room).paused_at is None


@pytest.mark.parametrize(
    ("reason", "pauses"), [("mailbox_full", False), ("network", False), ("blocked", True), ("policy", True)]
)
def test_a_refusal_for_what_we_are_counts_and_a_full_mailbox_does_not(
    sqlite_database: Database, reason: str, pauses: bool
) -> None:
    room = a_room(sqlite_database)
    room.ask(*PEOPLE[:8])

    for person in PEOPLE[:3]:
        room.answered(person, sure(Intent.BOUNCE_SOFT, bounced_address=person, bounce_reason=reason))

    assert room.events(Happened.BOUNCED) == 3
    assert (status(room).paused_at is not None) is pauses


def test_what_has_fallen_behind_the_last_mails_is_forgotten(room: Mailroom) -> None:
    room.ask(*PEOPLE[:4])
    room.later(hours=1)
    room.ask(*PEOPLE[4:], name="summer")

    comes_back(room, PEOPLE[0], PEOPLE[1], PEOPLE[4], PEOPLE[5])

    assert status(room).paused_at is None, "two of the last eight"
    assert campaign(room).state is CampaignState.PAUSED, "two of the first campaign's four"


def test_after_a_resumption_only_what_went_out_since_counts(room: Mailroom) -> None:
    room.ask(*PEOPLE[:8])
    comes_back(room, *PEOPLE[:3])
    room.later(hours=1)
    resume(room)

    comes_back(room, *PEOPLE[3:6])
    late = (status(room).paused_at, campaign(room).state)
    room.later(hours=1)
    room.ask(*PEOPLE[8:], name="summer")
    comes_back(room, *PEOPLE[8:10])

    assert late == (None, CampaignState.RUNNING), "late reports of what a person has seen"
    assert "2 of the last 4 mails" in status(room).paused_why


def test_a_paused_mailbox_keeps_its_first_reason(sqlite_database: Database) -> None:
    room = a_room(sqlite_database)
    room.ask(*PEOPLE[:8])
    room.pause_mailbox("ann")

    comes_back(room, *PEOPLE[:3])

    assert status(room).paused_why == "for a test"
    assert room.events(Happened.MAILBOX_PAUSED) == 1
    assert room.events(Happened.CAMPAIGN_PAUSED) == 1


def test_what_failed_from_one_mailbox_is_not_held_against_another(database: Database) -> None:
    room = a_room(database, "ann", "bob")
    room.ask(*PEOPLE[:6], mailboxes=("ann",))
    room.ask(*PEOPLE[6:], name="summer", mailboxes=("bob",))
    room.send_all("bob")

    comes_back(room, *PEOPLE[:3])

    assert status(room).paused_at is not None
    assert (status(room, "bob").paused_at, campaign(room, "summer").state) == (None, CampaignState.RUNNING)


def test_a_campaign_is_judged_over_all_its_mailboxes(database: Database) -> None:
    room = a_room(database, "ann", "bob")
    room.ask(*PEOPLE[:8], mailboxes=("ann", "bob"))
    room.send_all("bob")
    anns, bobs = (
        [mail.recipient for mail in room.mails() if mail.mailbox == name] for name in ("ann", "bob")
    )

    comes_back(room, *anns[:2])
    before = campaign(room).state
    comes_back(room, bobs[0])

    assert before is CampaignState.RUNNING
    assert "paused: 3 of the last 8 mails" in campaign(room).paused_why
    assert status(room, "bob").paused_at is None, "one of its four"


def test_follow_ups_are_mails_like_others(sqlite_database: Database) -> None:
    room = a_room(sqlite_database)
    room.ask(*PEOPLE[:3])
    room.later(days=3)
    room.send_all()

    comes_back(room, *PEOPLE[:2])

    assert "2 of the last 6 mails" in status(room).paused_why
    assert "2 of the last 6 mails" in campaign(room).paused_why


def test_the_second_complaint_pauses(room: Mailroom) -> None:
    room.ask(*PEOPLE[:5])

    room.answered(PEOPLE[0], sure(Intent.COMPLAINT))
    first = status(room).paused_at
    room.answered(PEOPLE[1], sure(Intent.COMPLAINT))

    assert first is None
    assert "paused: 2 of the last 5 mails were called spam" in status(room).paused_why
    assert "paused: 2 of the last 5 mails were called spam" in campaign(room).paused_why


def test_two_complaints_that_are_many_mails_apart_do_not_pause(sqlite_database: Database) -> None:
    room = a_room(sqlite_database)
    room.ask(*PEOPLE[:4])
    room.later(hours=1)
    room.ask(*PEOPLE[4:], name="summer")

    room.answered(PEOPLE[0], sure(Intent.COMPLAINT))
    room.answered(PEOPLE[4], sure(Intent.COMPLAINT))

    assert status(room).paused_at is None


def test_a_person_who_decides_that_it_bounced_counts_as_well(sqlite_database: Database) -> None:
    room = a_room(sqlite_database)
    room.ask(*PEOPLE[:4])
    comes_back(room, PEOPLE[0])
    room.answered(PEOPLE[1], sure(Intent.OTHER, needs_review=True, doubts=("unclear",)))

    room.decide(room.review(), Intent.BOUNCE_HARD)

    assert status(room).paused_at is not None


def test_dead_addresses_that_a_server_refuses_at_once_count(room: Mailroom) -> None:
    room.campaign(*PEOPLE[:5])
    room.plan()
    for _ in range(2):
        room.send()
        room.answer(room.claimed(), NO_SUCH_USER)

    room.do(guards.look, mailbox="ann", campaign_id=1, rules=SMALL, now=room.now)

    assert "2 of the last 4 mails" in status(room).paused_why
    assert "2 of the last 4 mails" in campaign(room).paused_why


def test_a_mailbox_of_which_every_mail_is_refused_at_once_pauses(room: Mailroom) -> None:
    room.campaign(*PEOPLE[:4])
    room.plan()
    for _ in range(4):
        room.answer(room.claimed(), NO_SUCH_USER)

    room.do(guards.look, mailbox="ann", campaign_id=1, rules=SMALL, now=room.now)

    assert "4 of the last 4 mails" in status(room).paused_why


def test_what_was_refused_at_once_before_the_resumption_is_forgotten(sqlite_database: Database) -> None:
    room = a_room(sqlite_database)
    room.campaign(*PEOPLE[:4])
    room.plan()
    for _ in range(4):
        room.answer(room.claimed(), NO_SUCH_USER)
    room.do(guards.look, mailbox="ann", campaign_id=1, rules=SMALL, now=room.now)
    resume(room)

    room.do(guards.look, mailbox="ann", campaign_id=1, rules=SMALL, now=room.now)

    assert status(room).paused_at is None


def test_looking_at_who_never_sent_finds_nothing(room: Mailroom) -> None:
    room.do(guards.look, mailbox="zed", campaign_id=None, rules=SMALL, now=room.now)

    assert status(room, "zed").paused_at is None


# --- how much waits for a person -------------------------------------------------------------------------------------


def test_replies_wait_for_a_person_until_they_are_decided(room: Mailroom) -> None:
    room.ask(*PEOPLE[:2])
    for person in PEOPLE[:2]:
        room.receive(a_reply(room.mail(person), "Hm.", sender=person), sure(Intent.OTHER, needs_review=True))
    before = room.do(waiting_for_person)

    room.decide(room.reviews()[0], Intent.NOT_INTERESTED)

    assert (before, room.do(waiting_for_person)) == (2, 1)
