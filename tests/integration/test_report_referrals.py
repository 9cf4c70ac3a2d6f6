"""The report of referrals: every figure against plain SQL over the same database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.qualification.leads.model import Lead
from outreach.referrals import service as referral_service
from outreach.replies.verdict import Person
from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.by import By
from outreach.reporting.page import Page
from outreach.reporting.period import Period
from outreach.reporting.referrals import fields as referrals_fields
from outreach.reporting.referrals import page as referrals_page
from outreach.reporting.shown import in_words
from outreach.reporting.stage import Stage
from outreach.reporting.words import LANGUAGES
from tests.integration.test_report_sources import _words_of, plain
from tests.support.campaigns import sequence
from tests.support.databases import NOW, Refillable
from tests.support.lead_desk import ANA, LeadDesk
from tests.support.mailroom import sure
from tests.support.report_world import Received, ReportWorld, Sent

LONDON = ZoneInfo("Europe/London")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
END = datetime(2027, 1, 1, tzinfo=UTC)
ALL = Period(None, END, END, LONDON)
MANY = {Stage.REPLIED: 0.5, Stage.POSITIVE: 0.8, Stage.REFERRED: 0.5, Stage.REFERRAL_REPLIES: 0.5}


def report(database: Database, by: By | None = None, period: Period = ALL) -> Page:
    with database.reading() as session:
        return referrals_page.page(session, Asked(period, ReportRules(zone=LONDON), by))


def group(page: Page, name: str) -> dict[str, Any]:
    [found] = [each for each in page.document["groups"] if each["name"] == name]
    return dict(found)


def known_at(moment: datetime) -> Period:
    return Period(None, moment, moment, LONDON)


def shares(rate: dict[str, Any]) -> tuple[int, int]:
    return rate["successes"], rate["trials"]


class Office:
    """One campaign over one list; people are asked, and name colleagues."""

    def __init__(self, database: Database) -> None:
        self.world = ReportWorld(database)
        self.list = self.world.a_list("spring")
        self.campaign = self.world.a_campaign("spring", self.list)

    def asked(self, **mail: Any) -> Sent:
        return self.world.mailed(self.world.a_person(self.list), self.campaign, NOW, **mail)

    def naming(self) -> tuple[Received, int]:
        came = self.world.replied(self.asked(), NOW + DAY, Intent.REFERRAL)
        return came, self.world.referred(came)


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office(sqlite_database)


# --- against plain SQL ---------------------------------------------------------------------------------------------


def season(database: Database) -> None:
    world = ReportWorld(database)
    world.season(300, shares=MANY)


def test_people_and_colleagues_are_those_of_plain_sql(database: Database) -> None:
    season(database)

    total = report(database).document["total"]

    def count(statement: str, **values: Any) -> int:
        return int(plain(database, statement, **values)[0][0])

    people = "SELECT count(DISTINCT e.contact_id) FROM event e WHERE e.kind = 'replied'"
    naming = f"{people} AND e.inbound_id IN (SELECT r.inbound_id FROM event r WHERE r.kind = 'referred')"
    assert shares(total["naming"]) == (count(naming), count(people))
    assert total["named"] == count("SELECT count(*) FROM referral") > 0
    assert total["written_to"] == count("SELECT count(*) FROM event WHERE kind = 'referred_enrolled'") > 0
    assert (
        total["fates"]["answered"] == count("SELECT count(*) FROM event WHERE kind = 'referral_answered'") > 0
    )


_RATE = """
    SELECT count(DISTINCT n.contact_id) FROM enrollment n {join} WHERE n.tag IS {tag} NULL {where}
    AND EXISTS (SELECT 1 FROM event e WHERE e.enrollment_id = n.id AND e.kind = 'mail_sent')
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.enrollment_id = n.id AND e.kind = 'bounced'
                    AND e.details ->> 'bounce' = 'bounce_hard')
"""
_ANSWERED = " AND EXISTS (SELECT 1 FROM event e WHERE e.enrollment_id = n.id AND e.kind = 'replied')"


def test_referred_and_cold_rates_are_those_of_plain_sql(database: Database) -> None:
    season(database)

    answers = report(database).document["total"]["answers"]

    for name, tag in (("referred", "NOT"), ("cold", "")):
        reached = _RATE.format(join="", tag=tag, where="")
        [(trials,)] = plain(database, reached)
        [(successes,)] = plain(database, reached + _ANSWERED)
        assert shares(answers[name]) == (successes, trials)
        assert successes > 0
    assert answers["verdict"] in ("more", "less", "alike", "not_enough_data")


_COLD_OF = {
    By.LIST: ("l.name", "season-1"),
    By.CAMPAIGN: ("c.name", "season-2"),
    By.SEQUENCE: ("n.sequence", "season"),
    By.MAILBOX: ("n.mailbox", "bob"),
}


@pytest.mark.parametrize("by", list(_COLD_OF))
def test_cold_rates_of_a_group_are_those_of_plain_sql(database: Database, by: By) -> None:
    season(database)
    column, name = _COLD_OF[by]
    join = "JOIN campaign c ON c.id = n.campaign_id JOIN prospect_list l ON l.id = c.list_id"

    found = group(report(database, by), name)

    reached = _RATE.format(join=join, tag="", where=f"AND {column} = :name")
    [(trials,)] = plain(database, reached, name=name)
    [(successes,)] = plain(database, reached + _ANSWERED, name=name)
    assert shares(found["answers"]["cold"]) == (successes, trials)


_ANSWERED_MAIL = {
    By.LIST: ("l.name", "season-1"),
    By.CAMPAIGN: ("c.name", "season-2"),
    By.SEQUENCE: ("o.sequence", "season"),
    By.TEMPLATE: ("o.sequence || '/' || o.variant", "season/a"),
    By.MAILBOX: ("o.mailbox", "bob"),
}


@pytest.mark.parametrize("by", list(_ANSWERED_MAIL))
def test_a_colleague_belongs_to_the_mail_whose_answer_named_them(database: Database, by: By) -> None:
    season(database)
    column, name = _ANSWERED_MAIL[by]

    found = group(report(database, by), name)

    origin = f"""FROM event e JOIN outbound_message o ON o.id = e.outbound_id JOIN campaign c ON c.id = o.campaign_id
        JOIN prospect_list l ON l.id = c.list_id WHERE e.kind = 'replied' AND {column} = :name"""
    [(people,)] = plain(database, f"SELECT count(DISTINCT e.contact_id) {origin}", name=name)
    [(named,)] = plain(
        database,
        f"SELECT count(*) FROM referral r WHERE r.inbound_id IN (SELECT e.inbound_id {origin})",
        name=name,
    )
    assert (found["naming"]["trials"], found["named"]) == (people, named)
    assert named > 0


# --- what became of them -------------------------------------------------------------------------------------------


def test_what_became_of_a_colleague_is_what_was_known_on_that_day(database: Database) -> None:
    office = Office(database)
    came, referral = office.naming()
    follow_up = office.world.follow_up(referral, came, NOW + 3 * DAY)
    office.world.colleague_replied(referral, follow_up, NOW + 5 * DAY)
    office.world.save()

    def fate(day: int) -> list[str]:
        fates = report(database, period=known_at(NOW + day * DAY)).document["total"]["fates"]
        return [name for name, count in fates.items() if count]

    assert [fate(day) for day in (1, 2, 4, 6)] == [[], ["waiting"], ["written_to"], ["answered"]]


def test_why_somebody_was_refused_and_that_a_person_thought_again(
    office: Office, sqlite_database: Database
) -> None:
    came, referral = office.naming()
    about: dict[str, Any] = {"contact_id": came.answers.contact_id, "inbound_id": came.id}
    refused = {"referral": referral, "reason": "they named themselves"}
    office.world.happened(Happened.REFERRAL_REFUSED, NOW + 2 * DAY, **about, details=refused)
    office.world.happened(Happened.REFERRAL_APPROVED, NOW + 4 * DAY, **about, details={"referral": referral})
    office.world.save()

    before, after = (report(sqlite_database, period=known_at(NOW + day * DAY)).document for day in (3, 5))

    assert before["refusals"] == [{"reason": "they named themselves", "count": 1}]
    assert (before["total"]["fates"]["refused"], after["total"]["fates"]["approved"]) == (1, 1)
    assert after["refusals"] == []


def test_an_address_is_looked_for_until_it_is_found(migrated_sqlite: Refillable) -> None:
    desk = LeadDesk(migrated_sqlite.refilled())
    desk.ask(ANA, targets=(sequence(name="referred-by-a-colleague"),))
    desk.answered(ANA, sure(Intent.REFERRAL, Person(name="Maria Weber", title="Head of sales")))
    named = desk.later(hours=1)
    [(referral,)] = plain(desk.database, "SELECT id FROM referral")
    found = desk.later(days=2)
    desk.do(referral_service.edit, referral, email="maria.weber@acme.example", now=found)
    later = desk.later(hours=1)

    before, after = (
        report(desk.database, period=known_at(moment)).document["total"]["fates"] for moment in (named, later)
    )

    assert (before["needs_address"], before["waiting"]) == (1, 0)
    assert (after["needs_address"], after["waiting"]) == (0, 1)


def test_notices_name_people_and_are_no_answers(office: Office, sqlite_database: Database) -> None:
    office.world.referred(office.world.auto_replied(office.asked(), NOW + HOUR), via="automatic")
    office.naming()
    office.world.save()

    page = report(sqlite_database, By.MAILBOX)

    total = page.document["total"]
    assert (shares(total["naming"]), total["named"], total["by_machines"]) == ((1, 1), 2, 1)
    assert {each["via"]: each["named"] for each in page.document["ways"]} == {"automatic": 1, "text": 1}
    assert group(page, "ann")["named"] == 2


def test_what_was_taken_back_counts_until_then(office: Office, sqlite_database: Database) -> None:
    came, _ = office.naming()
    office.world.take_back(came, Happened.REPLIED, Happened.REFERRED, at=NOW + 4 * DAY)
    office.world.save()

    before, after = (
        report(sqlite_database, period=known_at(NOW + day * DAY)).document["total"] for day in (3, 5)
    )

    assert (shares(before["naming"]), before["named"]) == ((1, 1), 1)
    assert (shares(after["naming"]), after["named"]) == ((0, 0), 0)


# --- whom a mail reached -------------------------------------------------------------------------------------------


def test_dead_addresses_and_slow_sequences_are_not_reached_by_cold_mail(
    office: Office, sqlite_database: Database
) -> None:
    office.world.replied(office.asked())
    office.asked()
    office.world.bounced(office.asked())
    # A full mailbox is none that is dead.
    office.world.bounced(office.asked(), hard=False)
    slow = office.asked()
    office.world.save()
    with sqlite_database.writing() as session:
        statement = sa.text("UPDATE enrollment SET is_nurture = true WHERE id = :run")
        session.execute(statement, {"run": slow.enrollment_id})

    by_all, by_list = report(sqlite_database), report(sqlite_database, By.LIST)

    assert shares(by_all.document["total"]["answers"]["cold"]) == (1, 3)
    assert shares(group(by_list, "spring")["answers"]["cold"]) == (1, 3)


def test_only_mails_of_the_period_count_and_answers_since(office: Office, sqlite_database: Database) -> None:
    world = office.world
    world.replied(office.asked(), NOW + 40 * DAY)
    late = world.a_person(office.list)
    world.replied(world.mailed(late, office.campaign, NOW + 31 * DAY), NOW + 35 * DAY)
    world.mailed(world.a_person(office.list), office.campaign, NOW + 32 * DAY)
    world.save()
    period = replace(ALL, since=NOW + 30 * DAY, until=NOW + 33 * DAY)

    by_all, by_campaign = (report(sqlite_database, by, period) for by in (None, By.CAMPAIGN))

    assert shares(by_all.document["total"]["answers"]["cold"]) == (1, 2)
    assert shares(group(by_campaign, "spring")["answers"]["cold"]) == (1, 2)


def test_that_referred_people_answer_more_often_is_said_where_it_shows(
    office: Office, sqlite_database: Database
) -> None:
    for number in range(200):
        sent = office.asked()
        if number % 5 == 0:
            came = office.world.replied(sent, NOW + DAY, Intent.REFERRAL)
            referral = office.world.referred(came)
            follow_up = office.world.follow_up(referral, came, NOW + 2 * DAY)
            if number % 10 == 0 or number > 150:
                office.world.colleague_replied(referral, follow_up, NOW + 3 * DAY)
    office.world.save()

    page = report(sqlite_database)

    answers = page.document["total"]["answers"]
    assert (shares(answers["referred"]), shares(answers["cold"])) == ((25, 40), (40, 200))
    assert (answers["verdict"], answers["times"]) == ("more", 3.12)
    said = [in_words(each.words, "en") for each in page.blocks if hasattr(each, "words")]
    assert any("answer 3.1 times as often" in sentence for sentence in said)


# --- how far -------------------------------------------------------------------------------------------------------


def test_how_many_referrals_it_took_to_a_confirmed_lead(office: Office, sqlite_database: Database) -> None:
    world = office.world
    came, first = office.naming()
    to_first = world.follow_up(first, came, NOW + 2 * DAY)
    second_came = world.colleague_replied(first, to_first, NOW + 3 * DAY, Intent.REFERRAL)
    second = world.referred(second_came, depth=2)
    to_second = world.follow_up(second, second_came, NOW + 4 * DAY)
    far = world.a_lead(world.colleague_replied(second, to_second, NOW + 5 * DAY))
    near = world.a_lead(world.replied(office.asked(), NOW + DAY))
    inquiry = world.an_imported_lead(world.a_person(None), NOW + DAY)
    for lead in (far, near, inquiry):
        world.lead_did(lead, Happened.LEAD_QUALIFIED, NOW + 6 * DAY)
        world.lead_did(lead, Happened.LEAD_CONFIRMED, NOW + 7 * DAY)
    world.save()
    with sqlite_database.writing() as session:
        session.execute(sa.update(Lead).where(sa.column("id") == far.id).values(referral_id=second))

    found = report(sqlite_database).document

    assert [(each["hops"], each["qualified"], each["confirmed"]) for each in found["hops"]] == [
        (0, 1, 1),
        (2, 1, 1),
    ]
    assert found["mean_hops"] == 1.0
    assert [(each["depth"], each["named"], each["ends"]) for each in found["depths"]] == [
        (1, 1, 0),
        (2, 1, 1),
    ]
    [company] = found["referrers"]
    assert (company["named"], company["answered"], company["qualified"]) == (2, 2, 1)


# --- the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", [None, *referrals_fields.BY])
def test_the_page_can_be_said_in_every_language(
    sqlite_database: Database, by: By | None, language: str
) -> None:
    season(sqlite_database)

    page = report(sqlite_database, by)

    assert set(page.document) == set(referrals_fields.FIELDS)
    for block in page.blocks:
        for word in _words_of(block):
            assert in_words(word, language)


def test_a_workspace_without_a_mail_has_a_report(sqlite_database: Database) -> None:
    page = report(sqlite_database)

    assert page.document["total"]["named"] == 0
    assert page.document["total"]["answers"]["verdict"] == "not_enough_data"
