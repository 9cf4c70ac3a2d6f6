"""The overview: each figure against plain SQL and beside the time before, what waits, and mailboxes in trouble."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.handoff.model import Offer, OfferState
from outreach.qualification.model import Review, ReviewState
from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.goals import Goals
from outreach.reporting.mail_rules import MailRules
from outreach.reporting.overview import fields as overview_fields
from outreach.reporting.overview import page as overview_page
from outreach.reporting.page import Figures, Page, Say, Table, Tone
from outreach.reporting.period import Period
from outreach.reporting.shown import in_words, shown
from outreach.reporting.stage import Stage
from outreach.reporting.words import LANGUAGES
from outreach.sending import mailboxes
from outreach.sending.identity import SendingMailbox
from outreach.sequences.model import Task, TaskKind, TaskState
from tests.support.databases import NOW
from tests.support.plain_sql import counted, rows
from tests.support.report_world import DAY, HOUR, SHARES, WEEK, ReportWorld

LONDON = ZoneInfo("Europe/London")
REPORTED = NOW + 14 * WEEK
LIVELY = {**SHARES, Stage.REPLIED: 0.4, Stage.POSITIVE: 0.8, Stage.CONTRACT: 0.7}
ANN = SendingMailbox(
    name="ann",
    from_name="Ann",
    address="ann@alpha.example",
    zone="UTC",
    per_day=30,
    ramp_start=5,
    ramp_step=3,
    gap_seconds=(90, 240),
    is_read=True,
)
MONTHS = {"now": (REPORTED - 45 * DAY, REPORTED), "before": (REPORTED - 90 * DAY, REPORTED - 45 * DAY)}


def asked(days: int | None = 45) -> Asked:
    rules = ReportRules(
        zone=LONDON,
        goals=Goals({Stage.REPLIED: 0.07, Stage.ACCEPTED: 0.9}),
        mail=MailRules(mailboxes={"ann": ANN}),
    )
    since = None if days is None else REPORTED - days * DAY
    return Asked(Period(since, REPORTED, REPORTED, LONDON), rules)


def made(database: Database, question: Asked | None = None) -> Page:
    with database.reading() as session:
        return overview_page.page(session, question or asked())


def figure(page: Page, name: str, when: str = "now") -> Any:
    return page.document["figures"][name][when]


# --- against plain SQL ----------------------------------------------------------------------------------------------

_FIRST = """
    SELECT count(*) FROM (
        SELECT min(at) AS first FROM event WHERE kind = '{kind}' AND taken_back_at IS NULL GROUP BY {what}
    ) AS firsts WHERE first >= :since AND first < :until
"""
_MONEY = """
    SELECT coalesce(sum(CAST(details->>'amount_cents' AS INTEGER)), 0) FROM event
    WHERE kind = '{kind}' AND at >= :since AND at < :until
"""


@pytest.mark.parametrize("when", ["now", "before"])
def test_replies_leads_and_money_are_what_the_facts_say(database: Database, when: str) -> None:
    ReportWorld(database).season(400, shares=LIVELY)
    since, until = MONTHS[when]

    page = made(database)

    for name, kind, what in (
        ("replies", "replied", "contact_id"),
        ("qualified", "lead_qualified", "details->>'lead'"),
        ("accepted", "lead_accepted", "details->>'lead'"),
        ("confirmed", "lead_confirmed", "details->>'lead'"),
        ("contracts", "lead_won", "details->>'lead'"),
    ):
        expected = counted(database, _FIRST.format(kind=kind, what=what), since=since, until=until)
        assert figure(page, name, when) == expected > 0, name
    for name, kind in (("contracted", "lead_won"), ("revenue", "payment_received")):
        expected = counted(database, _MONEY.format(kind=kind), since=since, until=until)
        assert figure(page, name, when).get("EUR", 0) == expected, name
        # What is sold takes weeks to be paid.
        assert expected > 0 or when == "before"


_RESPONSE = """
    SELECT count(*), count(answer.who) FROM
        (SELECT contact_id AS who, min(at) AS at FROM event
         WHERE kind = 'mail_sent' AND at >= :since AND at < :until GROUP BY contact_id) AS mailed
        LEFT JOIN (SELECT contact_id AS who, max(at) AS at FROM event WHERE kind = 'replied' AND at < :known
                   GROUP BY contact_id) AS answer
            ON answer.who = mailed.who AND answer.at >= mailed.at
    WHERE mailed.who NOT IN (
        SELECT contact_id FROM event WHERE kind = 'bounced' AND details->>'bounce' = 'bounce_hard' AND at < :known
    )
"""


@pytest.mark.parametrize("when", ["now", "before"])
def test_the_response_rate_is_replies_of_those_who_were_reached(database: Database, when: str) -> None:
    ReportWorld(database).season(400, shares=LIVELY)
    since, until = MONTHS[when]

    page = made(database)

    # The time before as it was known when it was as old: what they answered later is not held against today's people.
    [(reached, answered)] = rows(database, _RESPONSE, since=since, until=until, known=until)
    response = figure(page, "response", when)
    assert (response["trials"], response["successes"]) == (reached, answered)
    assert answered > 0


def test_150_sent_50_bounced_10_replies_are_ten_per_cent(sqlite_database: Database) -> None:
    world = ReportWorld(sqlite_database)
    list_id = world.a_list("spring")
    campaign = world.a_campaign("spring", list_id)
    sent = [
        world.mailed(world.a_person(list_id), campaign, NOW + number * HOUR / 10) for number in range(150)
    ]
    for each in sent[:50]:
        world.bounced(each)
    for each in sent[50:60]:
        world.replied(each, intent=Intent.NOT_NOW)
    world.save()

    page = made(sqlite_database, asked(None))

    assert figure(page, "response")["percent"] == 10.0


def test_a_lead_that_is_confirmed_twice_is_one(sqlite_database: Database) -> None:
    world = ReportWorld(sqlite_database)
    list_id = world.a_list("spring")
    sent = world.mailed(world.a_person(list_id), world.a_campaign("spring", list_id), REPORTED - 80 * DAY)
    lead = world.a_lead(world.replied(sent))
    for days in (60, 20, 10):
        world.lead_did(lead, Happened.LEAD_CONFIRMED, REPORTED - days * DAY)
    world.save()

    page = made(sqlite_database)

    assert page.document["figures"]["confirmed"] == {"now": 0, "before": 1}


def test_without_a_beginning_there_is_nothing_before(sqlite_database: Database) -> None:
    ReportWorld(sqlite_database).season(50, shares=LIVELY)

    page = made(sqlite_database, asked(None))

    assert all(each["before"] is None for each in page.document["figures"].values())


# --- what waits -----------------------------------------------------------------------------------------------------


def waiting_rows(database: Database) -> None:
    """A review, a task and an offer that have ended, and each twice that have not; some of them later."""
    world = ReportWorld(database)
    list_id = world.a_list("spring")
    campaign = world.a_campaign("spring", list_id)
    came = [
        world.replied(world.mailed(world.a_person(list_id), campaign, REPORTED - 9 * DAY)) for _ in range(4)
    ]
    leads = [world.a_lead(each) for each in came]
    world.save()
    with database.writing() as session:
        for each, lead, (state, at, ended_at) in zip(came, leads, _ENDS, strict=True):
            _review(session, each.id, state, at, ended_at)
            _task(session, each.answers.contact_id, each.answers.account_id, state, at, ended_at)
            _offer(session, lead.id, state, at, ended_at)


#: Whether it is over, since when it is there, and when it ended.
_ENDS = (
    (False, REPORTED - 5 * DAY, None),
    (False, REPORTED - 2 * DAY, None),
    (True, REPORTED - 5 * DAY, REPORTED - 4 * DAY),
    (True, REPORTED - 5 * DAY, REPORTED - DAY),
)


def _review(session: Session, inbound: int, over: bool, at: datetime, ended_at: datetime | None) -> None:
    session.add(
        Review(
            inbound_id=inbound,
            state=ReviewState.DECIDED if over else ReviewState.WAITING,
            proposed=Intent.OTHER,
            confidence=0.5,
            created_at=at,
            decided_at=ended_at,
        )
    )


def _task(
    session: Session, contact: int, account: int, over: bool, at: datetime, ended_at: datetime | None
) -> None:
    for kind in (TaskKind.ANSWER_OVERDUE, TaskKind.CALL_BACK):
        session.add(
            Task(
                kind=kind,
                state=TaskState.DROPPED if over else TaskState.OPEN,
                contact_id=contact,
                account_id=account,
                due_at=at,
                created_at=at,
                done_at=ended_at,
            )
        )


def _offer(session: Session, lead: int, over: bool, at: datetime, ended_at: datetime | None) -> None:
    session.add(
        Offer(
            lead_id=lead,
            salesperson="sam",
            state=OfferState.ACCEPTED if over else OfferState.OPEN,
            offered_at=at - DAY,
            offered_by="rita",
            clock_at=at,
            aim_at=at,
            limit_at=at + 9 * DAY,
            answered_at=ended_at,
        )
    )


@pytest.mark.parametrize(("days_ago", "count"), [(0, 2), (1.5, 3), (3, 2), (4.5, 3), (6, 0)])
def test_what_waits_for_a_person_is_what_waited_then(
    sqlite_database: Database, days_ago: float, count: int
) -> None:
    waiting_rows(sqlite_database)
    then = REPORTED - timedelta(days=days_ago)
    question = replace(asked(), period=Period(then - 30 * DAY, then, then, LONDON))

    page = made(sqlite_database, question)

    assert page.document["waiting"] == {"reviews": count, "overdue_answers": count, "late_offers": count}


def test_what_waits_is_told_with_the_command_that_ends_it(sqlite_database: Database) -> None:
    waiting_rows(sqlite_database)

    page = made(sqlite_database)

    [table] = [block for block in page.blocks if isinstance(block, Table)]
    told = [
        [in_words(cell, "en") if not isinstance(cell, int) else cell for cell in row] for row in table.rows
    ]
    assert told == [
        ["replies to review", 2, "outreach review"],
        ["people without an answer", 2, "outreach tasks list"],
        ["offers past their aim", 2, "outreach leads offers"],
    ]


def test_a_mailbox_that_is_paused_or_unread_is_named(sqlite_database: Database) -> None:
    world = ReportWorld(sqlite_database)
    list_id = world.a_list("spring")
    world.mailed(world.a_person(list_id), world.a_campaign("spring", list_id), REPORTED - 9 * DAY)
    world.save()
    with sqlite_database.writing() as session:
        mailboxes.note_read(session, "ann", REPORTED - 5 * HOUR)
        mailboxes.pause_mailbox(session, "ann", why="too many bounces", actor="guard", now=REPORTED - HOUR)

    page = made(sqlite_database)

    assert page.document["mailboxes"] == {"paused": {"ann": "too many bounces"}, "unread": ["ann"]}
    assert [block.tone for block in page.blocks if isinstance(block, Say)][1:] == [Tone.BAD, Tone.BAD]


def test_a_mailbox_that_sends_again_and_was_read_is_not(sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        mailboxes.note_read(session, "ann", REPORTED - HOUR)
        mailboxes.pause_mailbox(
            session, "ann", why="too many bounces", actor="guard", now=REPORTED - 2 * HOUR
        )
        mailboxes.resume_mailbox(session, "ann", actor="rita", now=REPORTED - HOUR)

    page = made(sqlite_database)

    assert page.document["mailboxes"] == {"paused": {}, "unread": []}


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_in_both_languages(sqlite_database: Database, language: str) -> None:
    waiting_rows(sqlite_database)

    page = made(sqlite_database)

    said = [in_words(block.words, language) for block in page.blocks if isinstance(block, Say)]
    for block in page.blocks:
        if isinstance(block, Figures):
            said += [shown(each.value, each.unit, language) for each in block.items]
            said += [in_words(each.label, language) for each in block.items]
            said += [in_words(each.beside, language) for each in block.items if each.beside is not None]
    assert all("{" not in text for text in said)


def test_the_document_holds_what_is_documented(sqlite_database: Database) -> None:
    assert made(sqlite_database).document.keys() == overview_fields.FIELDS.keys()


def test_the_sheet_is_numbers_with_a_row_for_each_currency(sqlite_database: Database) -> None:
    ReportWorld(sqlite_database).season(300, shares=LIVELY)

    page = made(sqlite_database)

    assert "contracted_EUR" in [row[0] for row in page.sheet.rows]
    assert all(isinstance(value, int | float) for row in page.sheet.rows for value in row[1:])
