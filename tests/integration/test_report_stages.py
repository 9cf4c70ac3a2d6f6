"""`report stages` over facts: each figure against plain SQL, the planted weak stage, and a day in the past."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.handoff.team import Role, Team
from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.by import By
from outreach.reporting.goals import Goals
from outreach.reporting.line.judged_line import judged_line
from outreach.reporting.line.line_groups import BY
from outreach.reporting.page import BarChart, Page, Say, Table, Tone
from outreach.reporting.period import Period
from outreach.reporting.shown import in_words, shown
from outreach.reporting.stage import Stage
from outreach.reporting.stages import fields as stages_fields
from outreach.reporting.stages import page as stages_page
from outreach.reporting.words import LANGUAGES
from tests.support.databases import NOW
from tests.support.hand_off_desk import colleague
from tests.support.plain_sql import counted, rows
from tests.support.report_world import DAY, SHARES, WEEK, ReportWorld

LONDON = ZoneInfo("Europe/London")
#: Twelve weeks in which everything happens, and some more until the report is made.
REPORTED = NOW + 16 * WEEK
TEAM = Team((colleague("ann", Role.PROSPECTOR), colleague("sam", Role.SALESPERSON)))
#: So that a few hundred people come to something at every stage.
LIVELY: Mapping[Stage, float] = {**SHARES, Stage.REPLIED: 0.5, Stage.POSITIVE: 0.8, Stage.CONTRACT: 0.6}
#: What the season is like: with these goals nothing is weak.
AS_PLANNED = Goals({stage: 0.9 * share for stage, share in LIVELY.items()})


def asked(days: int | None = 70, *, goals: Goals = AS_PLANNED, by: By | None = None) -> Asked:
    since = None if days is None else REPORTED - days * DAY
    rules = ReportRules(
        zone=LONDON,
        team=TEAM,
        people_of_mailboxes={"ann": "ann"},
        norms={"ann": {"mails": 50}},
        goals=goals,
    )
    return Asked(Period(since, REPORTED, REPORTED, LONDON), rules, by)


@pytest.fixture
def page_of(sqlite_database: Database) -> Callable[[Asked], Page]:
    return lambda question: made(sqlite_database, question)


def made(database: Database, question: Asked) -> Page:
    with database.reading() as session:
        return stages_page.page(session, question)


def work(page: Page, name: str) -> dict[str, Any]:
    return next(each for each in page.document["line"] if each["stage"] == name)


def stage(page: Page, name: Stage) -> dict[str, Any]:
    return next(each for each in page.document["stages"] if each["stage"] == name.value)


# --- against plain SQL ----------------------------------------------------------------------------------------------

_FIRST = """
    SELECT count(*) FROM (
        SELECT min(at) AS first FROM event WHERE kind = '{kind}' AND taken_back_at IS NULL
        GROUP BY {what}
    ) AS firsts WHERE first >= :since AND first < :until
"""
_LEAD = "details->>'lead'"


def test_what_was_done_at_each_stage_is_what_the_facts_say(database: Database) -> None:
    ReportWorld(database).season(300, shares=LIVELY)
    question = asked()
    bounds = {"since": question.period.since or NOW, "until": question.period.until}

    page = made(database, question)

    mails = "SELECT count(*) FROM event WHERE kind = 'mail_sent' AND at >= :since AND at < :until"
    assert work(page, "first_mail")["done"] == counted(database, mails, **bounds) > 0
    for name, kind, what in (
        ("gatekeeper", "replied", "contact_id"),
        ("decision_maker", "referral_answered", "details->>'referral'"),
        ("need", "lead_qualified", _LEAD),
        ("hand_off", "lead_accepted", _LEAD),
        ("proposal", "lead_proposed", _LEAD),
        ("meeting", "lead_met", _LEAD),
        ("contract", "lead_won", _LEAD),
        ("account", "payment_received", _LEAD),
    ):
        expected = counted(database, _FIRST.format(kind=kind, what=what), **bounds)
        assert work(page, name)["done"] == expected > 0, name


_WAY = """
    SELECT count(*), count(went.who) FROM
        (SELECT {what} AS who, min(at) AS at FROM event WHERE kind = '{one}' GROUP BY {what}) AS came
        LEFT JOIN (SELECT DISTINCT {what} AS who FROM event WHERE kind = '{other}') AS went ON went.who = came.who
    WHERE came.at >= :since AND came.at < :until
"""


def test_who_is_judged_at_the_stages_of_leads_is_who_had_the_time(database: Database) -> None:
    ReportWorld(database).season(300, shares=LIVELY)
    question = asked()
    with database.reading() as session:
        line = judged_line(session, question.period, question.rules)

    for name, one, other in (
        (Stage.QUALIFIED, "lead_opened", "lead_qualified"),
        (Stage.OFFERED, "lead_qualified", "lead_offered"),
        (Stage.ACCEPTED, "lead_offered", "lead_accepted"),
        (Stage.CONFIRMED, "lead_accepted", "lead_confirmed"),
        (Stage.PROPOSAL, "lead_confirmed", "lead_proposed"),
        (Stage.MEETING, "lead_proposed", "lead_met"),
        (Stage.CONTRACT, "lead_met", "lead_won"),
        (Stage.PAID, "lead_won", "payment_received"),
    ):
        judged = line.verdict.of(name)
        [(came, went)] = rows(
            database,
            _WAY.format(what=_LEAD, one=one, other=other),
            since=REPORTED - 70 * DAY - judged.wait,
            until=REPORTED - judged.wait,
        )
        assert (judged.rate.trials, judged.rate.successes) == (came, went), name
        assert came > 0


_REPLIED = """
    SELECT count(*), count(answer.who) FROM
        (SELECT contact_id AS who, min(at) AS at FROM event WHERE kind = 'mail_sent' GROUP BY contact_id) AS mailed
        LEFT JOIN (SELECT DISTINCT contact_id AS who FROM event WHERE kind = 'replied') AS answer
            ON answer.who = mailed.who
    WHERE mailed.at >= :since AND mailed.at < :until AND mailed.who NOT IN (
        SELECT contact_id FROM event WHERE kind = 'bounced' AND details->>'bounce' = 'bounce_hard'
    )
"""


def test_the_share_of_replies_is_that_of_people_whom_a_mail_reached(database: Database) -> None:
    ReportWorld(database).season(300, shares=LIVELY)
    question = asked()
    with database.reading() as session:
        judged = judged_line(session, question.period, question.rules).verdict.of(Stage.REPLIED)

    [(reached, answered)] = rows(
        database, _REPLIED, since=REPORTED - 70 * DAY - judged.wait, until=REPORTED - judged.wait
    )

    assert (judged.rate.trials, judged.rate.successes) == (reached, answered)
    assert answered > 0


def test_a_contract_is_worth_the_average_of_those_so_far(database: Database) -> None:
    ReportWorld(database).season(300, shares=LIVELY)

    page = made(database, asked())

    [(contracts, average)] = rows(database, "SELECT count(*), avg(amount_cents) FROM contract")
    assert page.document["contract"] == {
        "cents": round(average),
        "currency": "EUR",
        "from": "contracts",
        "contracts": contracts,
    }


def test_a_day_is_one_of_those_on_which_somebody_worked(
    sqlite_database: Database, page_of: Callable[[Asked], Page]
) -> None:
    world = ReportWorld(sqlite_database)
    list_id = world.a_list("spring")
    campaign = world.a_campaign("spring", list_id)
    monday = datetime(2026, 6, 1, 8, tzinfo=NOW.tzinfo)
    for hour in range(30):
        world.mailed(world.a_person(list_id), campaign, monday + timedelta(hours=hour / 10))
    world.save()
    friday_evening = datetime(2026, 6, 5, 20, tzinfo=NOW.tzinfo)
    week = replace(asked().period, since=monday, until=friday_evening, as_of=friday_evening)

    page = page_of(replace(asked(), period=week))

    assert work(page, "first_mail")["per_day"] == 30 / 5
    assert work(page, "first_mail")["norm"] == 50
    assert work(page, "account")["per_day"] is None


# --- the weak link --------------------------------------------------------------------------------------------------


def test_a_planted_weak_stage_is_named_first_with_its_arithmetic(
    sqlite_database: Database, page_of: Callable[[Asked], Page]
) -> None:
    ReportWorld(sqlite_database).season(700, shares={**LIVELY, Stage.REPLIED: 0.25})

    page = page_of(asked())

    first, *others = page.blocks
    assert isinstance(first, Say)
    assert first.tone is Tone.BAD
    assert in_words(first.words, "en").startswith("Weak link: replied.")
    assert [each.tone for each in others if isinstance(each, Say)][:2] == [Tone.ARITHMETIC] * 2
    assert page.document["weak_link"]["stage"] == "replied"
    assert [each["stage"] for each in page.document["line"] if each["is_weak"]] == ["gatekeeper"]
    [chart] = [each for each in page.blocks if isinstance(each, BarChart)]
    assert [bar.is_weak for bar in chart.bars].count(True) == 1


def test_the_cost_is_what_the_lines_of_the_arithmetic_come_to(
    sqlite_database: Database, page_of: Callable[[Asked], Page]
) -> None:
    ReportWorld(sqlite_database).season(700, shares={**LIVELY, Stage.REPLIED: 0.25})

    page = page_of(asked(goals=replace(AS_PLANNED, deal_cents=1_200_000)))

    weak = page.document["weak_link"]
    lost = weak["rate"]["trials"] * weak["expected_percent"] / 100 - weak["rate"]["successes"]
    for factor in weak["cost"]["factors"]:
        lost *= factor["percent"] / 100
    assert weak["cost"]["cents"] == pytest.approx(lost * 1_200_000, rel=0.01)


def test_a_handful_of_people_is_not_enough_data(
    sqlite_database: Database, page_of: Callable[[Asked], Page]
) -> None:
    ReportWorld(sqlite_database).season(8, shares={**LIVELY, Stage.REPLIED: 0.1})

    page = page_of(asked(None))

    assert page.document["verdict"] == "not_enough_data"
    assert page.document["weak_link"] is None


def test_an_empty_workspace_says_so(page_of: Callable[[Asked], Page]) -> None:
    page = page_of(asked(None, goals=Goals()))

    assert page.document["verdict"] == "no_measure"
    assert all(each["done"] == 0 for each in page.document["line"])


# --- a day in the past ----------------------------------------------------------------------------------------------


def test_what_came_to_be_known_later_changes_no_report_of_an_earlier_day(
    sqlite_database: Database, page_of: Callable[[Asked], Page]
) -> None:
    world = ReportWorld(sqlite_database)
    world.season(200, shares=LIVELY)
    then = NOW + 10 * WEEK
    question = replace(asked(), period=Period(then - 60 * DAY, then, then, LONDON))
    before = page_of(question).document

    list_id = world.a_list("later", at=then + DAY)
    campaign = world.a_campaign("later", list_id, at=then + DAY)
    for _ in range(20):
        sent = world.mailed(world.a_person(list_id, at=then + DAY), campaign, then + DAY)
        world.replied(sent, then + 2 * DAY)
    lead = world.a_lead(world.replied(sent, then + 3 * DAY))
    world.won(lead, then + 4 * DAY, cents=99_999_900)
    world.save()
    rows_taken_back(sqlite_database, Happened.LEAD_ACCEPTED, then + DAY)

    assert page_of(question).document == before


def rows_taken_back(database: Database, kind: Happened, at: datetime) -> None:
    from sqlmodel import col, update

    from outreach.database.events import Event

    with database.writing() as session:
        session.execute(update(Event).where(col(Event.kind) == kind).values(taken_back_at=at))


# --- broken down ----------------------------------------------------------------------------------------------------


def test_the_list_in_which_it_breaks_is_the_one_that_is_marked(
    sqlite_database: Database, page_of: Callable[[Asked], Page]
) -> None:
    world = ReportWorld(sqlite_database)
    world.season(500, shares=LIVELY, lists=1, name="good")
    world.season(500, shares={**LIVELY, Stage.REPLIED: 0.15}, lists=1, name="bad")

    page = page_of(asked(by=By.LIST))

    weak = {
        each["name"]: each["weak_link"] and each["weak_link"]["stage"] for each in page.document["groups"]
    }
    assert weak == {"good-0": None, "bad-0": "replied"}


@pytest.mark.parametrize("by", BY)
def test_groups_add_up_to_the_line(database: Database, by: By) -> None:
    ReportWorld(database).season(60, shares=LIVELY, mailboxes=("ann",))
    question = asked(None, by=by)

    page = made(database, question)

    whole = stage(page, Stage.ACCEPTED)["rate"]
    parts = [
        next(each for each in group["stages"] if each["stage"] == "delivered")["rate"]["successes"]
        for group in page.document["groups"]
    ]
    assert sum(parts) == stage(page, Stage.DELIVERED)["rate"]["successes"]
    assert whole["trials"] > 0


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_both_languages(
    sqlite_database: Database, page_of: Callable[[Asked], Page], language: str
) -> None:
    ReportWorld(sqlite_database).season(300, shares={**LIVELY, Stage.REPLIED: 0.25})

    page = page_of(asked(by=By.CAMPAIGN))

    said = [in_words(block.words, language) for block in page.blocks if isinstance(block, Say)]
    for table in (block for block in page.blocks if isinstance(block, Table)):
        for row in table.rows:
            said += [
                shown(value, column.unit, language) for value, column in zip(row, table.columns, strict=True)
            ]
    assert all("{" not in text for text in said)


def test_the_sheet_marks_the_weak_link_in_a_column_of_its_own(
    sqlite_database: Database, page_of: Callable[[Asked], Page]
) -> None:
    ReportWorld(sqlite_database).season(700, shares={**LIVELY, Stage.REPLIED: 0.25})

    sheet = page_of(asked()).sheet

    marked = [in_words(row[0], "en") for row in sheet.rows if row[-1]]
    assert (sheet.columns[-1].key, marked) == ("weak", ["past the gatekeeper"])


def test_broken_down_the_sheet_has_a_row_for_each_group(
    sqlite_database: Database, page_of: Callable[[Asked], Page]
) -> None:
    ReportWorld(sqlite_database).season(60, shares=LIVELY)

    sheet = page_of(asked(by=By.LIST)).sheet

    assert sorted(row[0] for row in sheet.rows) == ["season-0", "season-1", "season-2", "season-3"]


def test_the_document_holds_what_is_documented(page_of: Callable[[Asked], Page]) -> None:
    assert page_of(asked()).document.keys() == stages_fields.FIELDS.keys()
