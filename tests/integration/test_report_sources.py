"""The report of sources: every figure against plain SQL over the same database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.handoff.credit import OwedTo, Sum, sums
from outreach.handoff.credit_of import all_leads, costs_of_lists, facts_of
from outreach.prospects.costs import Cost
from outreach.prospects.lists import edit_list
from outreach.prospects.model import Source
from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.by import By
from outreach.reporting.page import Page
from outreach.reporting.period import Period
from outreach.reporting.shown import in_words
from outreach.reporting.sources import fields as sources_fields
from outreach.reporting.sources import page as sources_page
from outreach.reporting.stage import Stage
from outreach.reporting.words import LANGUAGES
from tests.integration.test_outcomes import SellingDesk
from tests.support.databases import NOW, Refillable
from tests.support.hand_off_desk import TEAM
from tests.support.lead_desk import AMY, ANA, BEN
from tests.support.report_world import ReportWorld

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
END = datetime(2027, 1, 1, tzinfo=UTC)
ALL = Period(None, END, END, LONDON)

#: Many go on, so that few people come to figures everywhere.
MANY = {
    Stage.REPLIED: 0.5,
    Stage.POSITIVE: 0.8,
    Stage.CONVERSATION: 0.9,
    Stage.QUALIFIED: 0.8,
    Stage.CONTRACT: 0.9,
}


def report(database: Database, by: By = By.LIST, period: Period = ALL, **rules: Any) -> Page:
    asked = Asked(period, ReportRules(zone=LONDON, **rules), by)
    with database.reading() as session:
        return sources_page.page(session, asked)


def group(page: Page, name: str | None) -> dict[str, Any]:
    [found] = [each for each in page.document["groups"] if each["name"] == name]
    return dict(found)


def plain(database: Database, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        return [tuple(row) for row in session.execute(sa.text(statement), values)]


def season(database: Database, people: int = 300) -> ReportWorld:
    world = ReportWorld(database)
    world.season(people, shares=MANY)
    return world


# --- against plain SQL ---------------------------------------------------------------------------------------------

_GROUPS = {
    By.LIST: ("l.name", "season-0"),
    By.SOURCE: ("l.source", "seed"),
    By.CAMPAIGN: ("c.name", "season-2"),
    By.SEGMENT: ("k.fields ->> 'industry'", "metal"),
}
_PROSPECTS_OF = """
    FROM prospect p JOIN prospect_list l ON l.id = p.list_id JOIN contact k ON k.id = p.contact_id
    JOIN campaign c ON c.list_id = l.id
"""
_MAILED_OR = """
    AND EXISTS (SELECT 1 FROM event e WHERE e.kind = :kind AND e.contact_id = p.contact_id AND e.campaign_id = c.id
                AND e.taken_back_at IS NULL)
"""
_LEADS_OF = """
    FROM lead d JOIN prospect_list l ON l.id = d.list_id JOIN contact k ON k.id = d.contact_id
    JOIN campaign c ON c.id = d.campaign_id
    JOIN event e ON CAST(e.details ->> 'lead' AS INTEGER) = d.id AND e.kind = :kind
"""


@pytest.mark.parametrize("by", list(_GROUPS))
def test_people_and_leads_of_a_group_are_those_of_plain_sql(database: Database, by: By) -> None:
    season(database)
    column, name = _GROUPS[by]

    found = group(report(database, by), name)

    def counted(statement: str, **values: Any) -> int:
        [(number,)] = plain(database, f"{statement} AND {column} = :name", name=name, **values)
        return int(number)

    people = f"SELECT count(*) {_PROSPECTS_OF} WHERE true"
    assert found["prospects"] == counted(people)
    assert found["mailed"] == counted(people + _MAILED_OR, kind="mail_sent")
    assert found["replied"] == counted(people + _MAILED_OR, kind="replied") > 0
    for key, kind in (
        ("leads", "lead_opened"),
        ("qualified", "lead_qualified"),
        ("confirmed", "lead_confirmed"),
        ("won", "lead_won"),
    ):
        assert found[key] == counted(f"SELECT count(DISTINCT d.id) {_LEADS_OF} WHERE true", kind=kind) > 0
    for key, kind in (("contracted", "lead_won"), ("paid", "payment_received")):
        cents = f"SELECT sum(CAST(e.details ->> 'amount_cents' AS INTEGER)) {_LEADS_OF} WHERE true"
        assert found[key] == {"EUR": counted(cents, kind=kind)}


_OF_MAILS = {
    By.SEQUENCE: ("o.sequence", "season"),
    By.STEP: ("o.sequence || '/' || o.step", "season/bump"),
    By.TEMPLATE: ("o.sequence || '/' || o.variant", "season/a"),
    By.MAILBOX: ("o.mailbox", "bob"),
    By.PERSON: ("CASE o.mailbox WHEN 'bob' THEN 'rolf' WHEN 'ann' THEN 'rita' END", "rolf"),
}


@pytest.mark.parametrize("by", list(_OF_MAILS))
def test_who_got_and_answered_a_mail_is_what_plain_sql_says(database: Database, by: By) -> None:
    season(database)
    column, name = _OF_MAILS[by]

    page = report(database, by, people_of_mailboxes={"ann": "Rita", "bob": "rolf"})

    statement = f"""SELECT count(DISTINCT e.contact_id) FROM event e JOIN outbound_message o ON o.id = e.outbound_id
        WHERE e.kind = :kind AND {column} = :name"""
    found = group(page, name)
    assert found["prospects"] is None
    assert found["mailed"] == plain(database, statement, kind="mail_sent", name=name)[0][0] > 0
    assert found["replied"] == plain(database, statement, kind="replied", name=name)[0][0] > 0


@pytest.mark.parametrize("by", [By.SEQUENCE, By.STEP, By.TEMPLATE, By.MAILBOX])
def test_a_lead_belongs_to_the_mail_whose_answer_opened_it(database: Database, by: By) -> None:
    season(database)
    column, name = _OF_MAILS[by]

    found = group(report(database, by), name)

    [(leads,)] = plain(
        database,
        f"""SELECT count(*) FROM lead d JOIN answer a ON a.inbound_id = d.inbound_id
        JOIN outbound_message o ON o.id = a.outbound_id WHERE {column} = :name""",
        name=name,
    )
    assert found["leads"] == leads > 0


def test_a_person_has_the_leads_that_they_found(database: Database) -> None:
    season(database)

    found = group(report(database, By.PERSON), "rolf")

    [(leads,)] = plain(database, "SELECT count(*) FROM lead WHERE finder = 'rolf'")
    assert found["leads"] == leads > 0


# --- what a group is -----------------------------------------------------------------------------------------------


@pytest.fixture
def world(sqlite_database: Database) -> ReportWorld:
    return ReportWorld(sqlite_database)


def test_an_inquiry_counts_for_its_list_and_its_source_and_for_no_campaign(
    world: ReportWorld, sqlite_database: Database
) -> None:
    net = world.a_list("webinar", source=Source.NET, cost_cents=50_000, currency="EUR")
    person = world.a_person(net)
    lead = world.an_imported_lead(person, NOW + DAY, list_id=net)
    world.won(lead, NOW + 2 * DAY, cents=900_000)
    world.save()

    by_list, by_source, by_campaign = (
        report(sqlite_database, by) for by in (By.LIST, By.SOURCE, By.CAMPAIGN)
    )

    for page, name in ((by_list, "webinar"), (by_source, "net")):
        found = group(page, name)
        assert (found["leads"], found["won"], found["mailed"]) == (1, 1, 0)
        assert found["cost_a_lead"] == {"EUR": 50_000}
    assert group(by_campaign, None)["leads"] == 1


def test_whom_an_answer_led_on_to_is_no_prospect_and_their_lead_is_the_lists(
    world: ReportWorld, sqlite_database: Database
) -> None:
    spring = world.a_list("spring")
    campaign = world.a_campaign("spring", spring)
    came = world.replied(world.mailed(world.a_person(spring), campaign, NOW))
    referral = world.referred(came)
    follow_up = world.follow_up(referral, came, NOW + 2 * DAY)
    world.a_lead(world.colleague_replied(referral, follow_up, NOW + 3 * DAY))
    world.save()

    found = group(report(sqlite_database), "spring")

    assert (found["prospects"], found["mailed"], found["replied"], found["leads"]) == (1, 1, 1, 1)


def test_whoever_stands_on_two_lists_counts_for_the_one_that_had_them_written_to(
    world: ReportWorld, sqlite_database: Database
) -> None:
    spring, autumn = world.a_list("spring"), world.a_list("autumn")
    campaign = world.a_campaign("spring", spring)
    world.a_campaign("autumn", autumn)
    person = world.a_person(spring)
    world.on_list(person, autumn, at=NOW)
    world.replied(world.mailed(person, campaign, NOW))
    world.save()

    page = report(sqlite_database)

    assert [(each["name"], each["prospects"], each["mailed"]) for each in page.document["groups"]] == [
        ("spring", 1, 1),
        ("autumn", 1, 0),
    ]


def test_two_currencies_are_never_added(world: ReportWorld, sqlite_database: Database) -> None:
    spring = world.a_list("spring", cost_cents=10_000, currency="EUR")
    autumn = world.a_list("autumn", cost_cents=20_000, currency="USD")
    for list_id, currency in ((spring, "EUR"), (autumn, "USD"), (spring, "USD")):
        lead = world.an_imported_lead(world.a_person(list_id), NOW + DAY, list_id=list_id)
        world.won(lead, NOW + 2 * DAY, cents=120_000, currency=currency)
        world.paid(lead, NOW + 3 * DAY, cents=10_000, currency=currency)
    world.save()

    page = report(sqlite_database)

    spring_row, autumn_row = group(page, "spring"), group(page, "autumn")
    assert spring_row["paid"] == spring_row["contracted"] | {"EUR": 10_000, "USD": 10_000}
    # Half of what came in is in another currency than the cost.
    assert spring_row["return_percent"] is None
    assert autumn_row["return_percent"] == -50
    total = page.document["total"]
    assert total["cost"] == {"EUR": 10_000, "USD": 20_000}
    assert total["paid"] == {"EUR": 10_000, "USD": 20_000}
    assert total["return_percent"] is None
    assert [each["currency"] for each in page.document["lifetime"]] == ["EUR", "USD"]


def test_a_segment_bears_as_much_of_a_lists_cost_as_it_has_people_on_it(
    world: ReportWorld, sqlite_database: Database
) -> None:
    spring = world.a_list("spring", cost_cents=10_000, currency="EUR")
    for industry in ("metal", "metal", "food"):
        world.a_person(spring, industry=industry)
    world.save()

    page = report(sqlite_database, By.SEGMENT)

    # To the cent, and not a cent more than the list.
    assert {each["name"]: each["cost"]["EUR"] for each in page.document["groups"]} == {
        "food": 3_334,
        "metal": 6_666,
    }


def test_a_confirmed_lead_that_was_sent_back_is_not_confirmed_until_it_is_so_again(
    world: ReportWorld, sqlite_database: Database
) -> None:
    spring = world.a_list("spring")
    lead = world.an_imported_lead(world.a_person(spring), NOW, list_id=spring)
    world.offered(lead, NOW, accepted_at=NOW + DAY, confirmed_at=NOW + 2 * DAY)
    world.lead_did(lead, Happened.LEAD_RETURNED, NOW + 4 * DAY)
    world.lead_did(lead, Happened.LEAD_CONFIRMED, NOW + 6 * DAY)
    world.save()

    def confirmed(day: int) -> int:
        known = NOW + day * DAY
        return int(
            group(report(sqlite_database, period=Period(None, known, known, LONDON)), "spring")["confirmed"]
        )

    assert [confirmed(day) for day in (1, 3, 5, 7)] == [0, 1, 0, 1]


# --- time ----------------------------------------------------------------------------------------------------------


def test_a_report_of_an_earlier_day_says_what_was_known_then(database: Database) -> None:
    world = ReportWorld(database)
    spring = world.a_list("spring", cost_cents=10_000, currency="EUR")
    campaign = world.a_campaign("spring", spring)
    came = world.replied(world.mailed(world.a_person(spring), campaign, NOW), NOW + DAY, Intent.INTERESTED)
    lead = world.a_lead(came)
    world.won(lead, NOW + 10 * DAY, cents=120_000)
    world.paid(lead, NOW + 11 * DAY, cents=20_000)
    world.paid(lead, NOW + 20 * DAY, cents=-5_000)
    world.take_back(came, Happened.REPLIED, Happened.LEAD_OPENED, at=NOW + 15 * DAY)
    world.save()

    def at(day: int) -> tuple[Any, ...]:
        known = NOW + day * DAY
        found = group(report(database, period=Period(None, known, known, LONDON)), "spring")
        return found["replied"], found["leads"], found["won"], found["paid"], found["return_percent"]

    assert at(5) == (1, 1, 0, {}, -100)
    assert at(12) == (1, 1, 1, {"EUR": 20_000}, 100)
    assert at(16) == (0, 0, 1, {"EUR": 20_000}, 100)
    assert at(21) == (0, 0, 1, {"EUR": 15_000}, 50)


def test_only_what_happened_in_the_period_counts(world: ReportWorld, sqlite_database: Database) -> None:
    spring = world.a_list("spring", cost_cents=10_000, currency="EUR")
    campaign = world.a_campaign("spring", spring)
    early, late = world.a_person(spring), world.a_person(spring, at=NOW + 30 * DAY)
    world.mailed(early, campaign, NOW)
    came = world.replied(world.mailed(late, campaign, NOW + 31 * DAY), NOW + 32 * DAY)
    world.a_lead(came)
    world.save()

    page = report(sqlite_database, period=replace(ALL, since=NOW + 20 * DAY))

    found = group(page, "spring")
    assert (found["prospects"], found["mailed"], found["replied"], found["leads"]) == (1, 1, 1, 1)
    # The list was made before.
    assert (found["cost"], found["cost_a_lead"], found["return_percent"]) == ({}, {}, None)


# --- the same as `leads credit` ------------------------------------------------------------------------------------

_SAME = {
    By.LIST: OwedTo.LIST,
    By.SEGMENT: OwedTo.SEGMENT,
    By.CAMPAIGN: OwedTo.CAMPAIGN,
    By.SEQUENCE: OwedTo.SEQUENCE,
    By.STEP: OwedTo.STEP,
    By.TEMPLATE: OwedTo.TEMPLATE,
    By.MAILBOX: OwedTo.MAILBOX,
}


@pytest.fixture(scope="module")
def sold(migrated_sqlite: Refillable) -> SellingDesk:
    """Ana pays, Ben was sent back, Amy is open."""
    desk = SellingDesk(migrated_sqlite.refilled())
    desk.ask(ANA, AMY, BEN)
    desk.do(
        lambda session: edit_list(session, "spring", cost=Cost(30_000, "EUR"), actor="rita", now=desk.now)
    )
    desk.met()
    desk.win()
    desk.pay(100_000)
    desk.pay(80_000, correction="a discount")
    desk.confirmed(BEN)
    desk.send_back(BEN)
    desk.later(hours=1)
    return desk


@pytest.mark.parametrize("by", list(_SAME))
def test_sums_are_those_of_leads_credit(sold: SellingDesk, by: By) -> None:
    page = report(sold.database, by, segment="country")

    with sold.database.reading() as session:
        facts = facts_of(session, all_leads(session), team=TEAM, segment="country")
        costs = costs_of_lists(session) if by is By.LIST else {}
    owed = [row for row in sums(facts, _SAME[by], costs=costs) if row.name]
    found = [each for each in page.document["groups"] if each["name"] and each["leads"]]
    assert [_of_report(each, by) for each in found] == [_of_credit(row, by) for row in owed]
    assert by is By.SEGMENT or found


def _of_report(row: dict[str, Any], by: By) -> tuple[Any, ...]:
    keys = ("name", "leads", "confirmed", "won", "contracted", "paid")
    cost = (row["cost"], row["return_percent"]) if by is By.LIST else ()
    return (*(row[key] for key in keys), *cost)


def _of_credit(row: Sum, by: By) -> tuple[Any, ...]:
    cost = (row.cost, row.return_percent) if by is By.LIST else ()
    return (row.name, row.leads, row.confirmed, row.won, row.contracted, row.paid, *cost)


# --- the page ------------------------------------------------------------------------------------------------------


def test_what_clients_are_worth_is_what_they_paid_so_far_and_only_of_those_won_in_the_period(
    world: ReportWorld, sqlite_database: Database
) -> None:
    spring = world.a_list("spring")
    for number in range(5):
        lead = world.an_imported_lead(world.a_person(spring), NOW, list_id=spring)
        world.won(lead, NOW + DAY, cents=120_000)
        for month in range(4, 4 + number):
            world.paid(lead, NOW + (30 * month) * DAY, cents=10_000, month=date(2026, month, 1))
    world.save()
    known = NOW + 300 * DAY

    all_five, none_of_them = (
        report(sqlite_database, period=Period(since, known, known, LONDON)).document["lifetime"]
        for since in (None, NOW + 2 * DAY)
    )

    assert none_of_them == []
    # Ten paid months of five clients: two each, of 100 EUR.
    assert [(each["how"], each["months"], each["value_cents"]) for each in all_five] == [
        ("so_far", 2.0, 20_000)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", sources_fields.BY)
def test_the_page_can_be_said_in_every_language(
    world: ReportWorld, sqlite_database: Database, by: By, language: str
) -> None:
    world.season(120, shares=MANY)
    world.an_imported_lead(world.a_person(None), NOW + DAY)
    world.save()

    page = report(sqlite_database, by)

    assert set(page.document) == set(sources_fields.FIELDS)
    for block in page.blocks:
        for word in _words_of(block):
            assert in_words(word, language)


def _words_of(block: Any) -> list[Any]:
    found = [getattr(block, "title", None), getattr(block, "words", None), getattr(block, "note", None)]
    rows = [cell for row in getattr(block, "rows", ()) for cell in row]
    labels = [each.label for each in (*getattr(block, "items", ()), *getattr(block, "bars", ()))]
    return [each for each in (*found, *rows, *labels) if type(each).__name__ == "Word"]
