"""Every figure of the report on deliverability, held against plain SQL over the same facts, on both databases."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.database.events import Event
from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.by import By
from outreach.reporting.deliverability import fields as deliverability_fields
from outreach.reporting.deliverability import page as deliverability_page
from outreach.reporting.mail_rules import MailRules
from outreach.reporting.page import Page
from outreach.reporting.period import Period
from outreach.reporting.shown import in_words
from outreach.sending.model import OutboundMessage
from tests.support.desk import LINE_BROKE, NO_SUCH_USER, UNWANTED, mailbox, rules
from tests.support.mailroom import Mailroom, a_bounce, a_reply, sure

LONDON = ZoneInfo("Europe/London")
PEOPLE = [f"p{number}@c{number:02}.example" for number in range(14)]


@pytest.fixture
def room(database: Database) -> Mailroom:
    """Ten mails went out, one was refused as dead, one as unwanted, two are in doubt; then came what came."""
    room = Mailroom(database, rules(mailbox(is_read=True)))
    room.campaign(*PEOPLE)
    room.plan()
    room.do(_read_now, room)
    for answer in (NO_SUCH_USER, UNWANTED, LINE_BROKE, LINE_BROKE):
        room.answer(room.in_flight(), answer)
    room.send_all()
    room.later(hours=4)
    room.do(_read_now, room)
    reached = [each.recipient for each in room.mails() if each.state.value == "sent"]
    room.answered(reached[0], sure(Intent.INTERESTED))
    room.answered(reached[0], sure(Intent.QUESTION), text="And the price?")
    room.receive(a_reply(room.mail(reached[1]), sender=reached[1]), sure(Intent.NOT_NOW), folder="Junk")
    _bounces(room, reached[2], Intent.BOUNCE_HARD, "dead_address")
    _bounces(room, reached[3], Intent.BOUNCE_SOFT, "mailbox_full")
    _bounces(room, reached[4], Intent.BOUNCE_SOFT, "blocked")
    room.answered(reached[5], sure(Intent.COMPLAINT))
    room.store_one(a_reply(room.mail(reached[7]), sender=reached[7]))
    room.later(hours=1)
    return room


def _read_now(session: Any, room: Mailroom) -> None:
    from outreach.sending import mailboxes

    mailboxes.note_read(session, "ann", room.now)


def _bounces(room: Mailroom, address: str, intent: Intent, reason: str) -> None:
    room.receive(
        a_bounce(room.mail(address), address), sure(intent, bounced_address=address, bounce_reason=reason)
    )


def asked(room: Mailroom, by: By | None = None, **period: Any) -> Page:
    values: dict[str, Any] = {"since": None, "until": room.now, "as_of": room.now, "zone": LONDON} | period
    report = ReportRules(LONDON, mail=MailRules(mailboxes=room.rules.mailboxes))
    with room.database.reading() as session:
        return deliverability_page.page(session, Asked(Period(**values), report, by))


def plain(room: Mailroom, statement: str) -> int:
    with room.database.reading() as session:
        return int(session.connection().execute(sa.text(statement)).scalar_one())


_SENT = "(SELECT outbound_id FROM event WHERE kind = 'mail_sent')"
_BOUNCE = 'CAST(details AS text) LIKE \'%"bounce": "{kind}"%\''
_HARD = _BOUNCE.format(kind="bounce_hard")
_SOFT = _BOUNCE.format(kind="bounce_soft")
PLAIN = {
    "sent": "SELECT count(*) FROM event WHERE kind = 'mail_sent'",
    "bounced": f"SELECT count(DISTINCT outbound_id) FROM event WHERE kind = 'bounced' AND {_HARD}",
    "soft_bounced": f"SELECT count(DISTINCT outbound_id) FROM event WHERE kind = 'bounced' AND {_SOFT}",
    "complaints": "SELECT count(DISTINCT outbound_id) FROM event WHERE kind = 'complained'",
    "refused": "SELECT count(DISTINCT outbound_id) FROM event WHERE kind = 'mail_refused'",
    "refused_dead": "SELECT count(*) FROM event WHERE kind = 'mail_refused' AND outbound_id IN"
    f" (SELECT outbound_id FROM event WHERE kind = 'bounced' AND {_HARD})",
    "doubtful": "SELECT count(*) FROM outbound_message WHERE state = 'doubtful'",
    "delivered": "SELECT count(*) FROM event WHERE kind = 'mail_sent' AND outbound_id NOT IN"
    " (SELECT outbound_id FROM event WHERE kind = 'bounced')",
    "replies_in_junk": "SELECT count(*) FROM event JOIN inbound_message ON inbound_message.id = event.inbound_id"
    " WHERE kind = 'replied' AND folder = 'Junk'",
}


@pytest.mark.parametrize("figure", PLAIN)
def test_each_figure_is_what_plain_sql_counts(room: Mailroom, figure: str) -> None:
    expected = plain(room, PLAIN[figure])

    assert asked(room).document["total"][figure] == expected
    assert expected > 0


def test_the_response_rate_is_one_of_people_who_were_reached(room: Mailroom) -> None:
    replied = plain(room, "SELECT count(DISTINCT contact_id) FROM event WHERE kind = 'replied'")
    reached = plain(
        room,
        "SELECT count(DISTINCT contact_id) FROM event WHERE kind = 'mail_sent' AND contact_id NOT IN"
        f" (SELECT contact_id FROM event WHERE kind = 'bounced' AND {_HARD})",
    )

    response = asked(room).document["total"]["response"]

    assert (response["successes"], response["trials"]) == (replied, reached) == (2, 9)


@pytest.mark.parametrize("by", deliverability_fields.BY)
def test_groups_add_up_to_the_whole(room: Mailroom, by: By) -> None:
    document = asked(room, by).document

    for figure in PLAIN:
        assert sum(each[figure] for each in document["groups"]) == document["total"][figure], figure


def test_groups_are_called_what_they_are(room: Mailroom) -> None:
    names = {
        by: {each["name"] for each in asked(room, by).document["groups"]} for by in deliverability_fields.BY
    }

    assert names[By.MAILBOX] == {"ann"}
    assert names[By.CAMPAIGN] == {"spring"}
    assert names[By.STEP] == {"who/ask"}
    assert names[By.DOMAIN] == {address.partition("@")[2] for address in PEOPLE}
    assert names[By.HOUR] == {"10"}
    assert names[By.DAY] == {"2026-03-03"}


def test_a_mail_is_of_the_domain_that_it_went_to_whatever_the_address_is_now(room: Mailroom) -> None:
    """The person of the second mail has moved since the first: they are one of each domain."""
    sent = room.do(_mail_to, "again.example")
    room.do(_everybody_moves)

    groups = {each["name"]: each for each in asked(room, By.DOMAIN).document["groups"]}

    assert {name: groups[name]["sent"] for name in (sent.recipient_domain, "again.example")} == {
        sent.recipient_domain: 1,
        "again.example": 1,
    }
    assert groups["again.example"]["response"]["trials"] == 1
    assert "moved.example" not in groups


def _mail_to(session: Any, domain: str) -> Any:
    """One more mail, to a person who got one, at another domain."""
    facts, mails = Event.__table__, OutboundMessage.__table__  # type: ignore[attr-defined]
    fact = session.execute(sa.select(facts).where(facts.c.kind == Happened.MAIL_SENT).limit(1)).one()
    mail = session.execute(sa.select(mails).where(mails.c.id == fact.outbound_id)).one()
    unlike = {"id": None, "message_id": None, "step": "again", "recipient_domain": domain}
    again = {name: each for name, each in (mail._asdict() | unlike).items() if name != "id"}
    number = session.execute(sa.insert(mails).values(**again)).inserted_primary_key[0]
    told = {name: each for name, each in (fact._asdict() | {"outbound_id": number}).items() if name != "id"}
    session.execute(sa.insert(facts).values(**told))
    return mail


def _everybody_moves(session: Any) -> None:
    session.execute(sa.text("UPDATE contact SET address = id || '@moved.example'"))


def test_reasons_are_told(room: Mailroom) -> None:
    reasons = {(each["kind"], each["reason"]): each["mails"] for each in asked(room).document["reasons"]}

    assert reasons == {
        ("hard", "dead_address"): 1,
        ("soft", "mailbox_full"): 1,
        ("soft", "blocked"): 1,
        ("refused", "550 5.1.1"): 1,
        ("refused", "554 5.7.1"): 1,
    }


def test_what_is_not_understood_yet_is_said_beside_the_rates(room: Mailroom) -> None:
    page = asked(room)

    said = [in_words(each.words, "en") for each in page.blocks if hasattr(each, "words")]

    assert any("1\u00a0message is not understood yet: replies may be missing." in each for each in said)
    assert page.document["reading"]["pending"] == 1
    assert page.document["reading"]["is_complete"] is False


def test_what_lay_in_junk_is_told(room: Mailroom) -> None:
    (junk,) = asked(room).document["junk"]

    assert (junk["mailbox"], junk["folder"], junk["stored"], junk["replies"]) == ("ann", "Junk", 1, 1)


def test_a_folder_that_is_overdue_is_told(room: Mailroom) -> None:
    later = room.later(hours=9)

    document = asked(room, as_of=later, until=later).document

    assert {each["folder"] for each in document["reading"]["late_folders"]} == {"INBOX", "Junk"}
    assert document["reading"]["mailboxes"][0]["is_alarm"] is True


def test_a_doubt_that_is_settled_counts_as_what_it_was(room: Mailroom) -> None:
    from outreach.sending import outbox, service

    first, second = [each for each in room.mails() if each.state.value == "doubtful"]
    before = room.now
    room.later(minutes=10)
    room.do(service.settle_as_sent, first.id or 0, room.rules, by="rita", now=room.now)
    room.do(outbox.settle_as_not_sent, second.id or 0, by="rita", now=room.now)
    room.later(minutes=10)

    total = asked(room).document["total"]

    assert (total["doubtful"], total["settled_sent"], total["settled_not_sent"]) == (0, 1, 1)
    assert asked(room, as_of=before, until=before).document["total"]["doubtful"] == 2


def test_an_earlier_day_says_what_was_known_then(room: Mailroom) -> None:
    then = room.now - timedelta(hours=3)

    total = asked(room, as_of=then, until=then).document["total"]

    assert (total["sent"], total["bounced"], total["response"]["successes"]) == (10, 1, 0)


def test_a_mail_of_before_the_period_is_not_in_it_though_its_answer_is(room: Mailroom) -> None:
    total = asked(room, since=room.now - timedelta(hours=3)).document["total"]

    assert (total["sent"], total["soft_bounced"], total["complaints"]) == (0, 0, 0)


def test_the_document_has_the_documented_fields(room: Mailroom) -> None:
    assert set(asked(room).document) == set(deliverability_fields.FIELDS)
