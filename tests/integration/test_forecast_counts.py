"""What a forecast is made of, out of the database: against plain SQL, and as of days in the past."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.database.events import Event, record, take_back_these
from outreach.prospects.lists import open_list
from outreach.prospects.model import Account, Contact, Prospect, Source
from outreach.reporting.asked import Asked, ReportRules
from outreach.reporting.forecast.contract_counts import signed_in
from outreach.reporting.forecast.counts import known_at_each, known_so_far
from outreach.reporting.forecast.fields import FIELDS, OPTIONS
from outreach.reporting.forecast.known_so_far import KnownSoFar
from outreach.reporting.forecast.months_ahead import FORESEEN
from outreach.reporting.forecast.page import page
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage
from tests.support.databases import NOW
from tests.support.sales_year import STEADY, Counted, facts_of, known_at, month_from, months, write_year

UTC_ZONE = ZoneInfo("UTC")
DAY = timedelta(days=1)
COLD = (Stage.MAILED, Stage.REPLIED)
NAMED = (Stage.REFERRED, Stage.REPLIED)
TALK = (Stage.REPLIED, Stage.CONVERSATION)


def as_of(moment: datetime, zone: ZoneInfo = UTC_ZONE) -> Period:
    return Period(None, moment, moment, zone)


def happened(database: Database, kind: Happened, days_ago: float, who: int | None, **about: Any) -> None:
    with database.writing() as session:
        record(session, kind, NOW - days_ago * DAY, contact_id=who, **about)


def known(database: Database, moment: datetime = NOW, zone: ZoneInfo = UTC_ZONE) -> KnownSoFar:
    with database.reading() as session:
        return known_so_far(session, as_of(moment, zone))


def lead(database: Database, number: int, **days_ago: float) -> None:
    for kind, ago in days_ago.items():
        happened(database, Happened(f"lead_{kind}"), ago, number, lead=number)


# --- people -----------------------------------------------------------------------------------------------------------


def test_each_person_is_counted_once_from_their_first_mail_to_their_first_answer(database: Database) -> None:
    for ago in (9.5, 6.5):
        happened(database, Happened.MAIL_SENT, ago, 1)
    for ago in (5.5, 2.5):
        happened(database, Happened.REPLIED, ago, 1)
    happened(database, Happened.MAIL_SENT, 3.5, 2)

    flow = known(database).flow(*COLD)

    assert flow.entered == {9: 1, 3: 1}
    assert flow.went_on == {(9, 5): 1}
    assert flow.there() == {3: 1}


def test_who_said_no_or_is_dead_has_left_and_a_soft_bounce_has_not(database: Database) -> None:
    for who in (1, 2, 3):
        happened(database, Happened.MAIL_SENT, 8.5, who)
    happened(database, Happened.OPTED_OUT, 4.5, 1)
    happened(database, Happened.BOUNCED, 8.5, 2, bounce="bounce_hard")
    happened(database, Happened.BOUNCED, 8.5, 3, bounce="bounce_soft")

    flow = known(database).flow(*COLD)

    assert flow.left == {(8, 4): 1, (8, 8): 1}
    assert flow.there() == {8: 1}


def test_colleagues_who_were_named_are_counted_apart(database: Database) -> None:
    for who in (1, 2, 3):
        happened(database, Happened.MAIL_SENT, 8.5, who)
    happened(database, Happened.MAIL_SENT, 6.5, 4)
    for who in (3, 4):
        happened(database, Happened.REFERRED_ENROLLED, 9.5, who)
    happened(database, Happened.REPLIED, 1.5, 4)
    happened(database, Happened.REPLIED, 2.5, 1)

    found = known(database)

    assert found.flow(*COLD).entered == {8: 2}
    assert found.flow(*COLD).went_on == {(8, 2): 1}
    assert found.flow(*NAMED).entered == {8: 1, 6: 1}
    assert found.flow(*NAMED).went_on == {(6, 1): 1}


def test_what_is_taken_back_later_still_counted_then_and_what_came_later_did_not(database: Database) -> None:
    happened(database, Happened.MAIL_SENT, 9.5, 1)
    happened(database, Happened.REPLIED, 8.5, 1)
    with database.writing() as session:
        (number,) = session.execute(sa.select(Event.id).where(Event.kind == Happened.REPLIED)).scalars()  # type: ignore[call-overload,arg-type]
        take_back_these(session, [number], now=NOW - 2 * DAY)

    assert known(database).flow(*COLD).went_on == {}
    assert known(database, NOW - 3 * DAY).flow(*COLD).went_on == {(6, 5): 1}
    assert known(database, NOW - 9 * DAY).flow(*COLD).went_on == {}


def test_several_moments_are_known_at_once_as_they_are_one_by_one(database: Database) -> None:
    for who in (1, 2):
        happened(database, Happened.MAIL_SENT, 9.5, who)
        happened(database, Happened.MAIL_SENT, 6.5, who)
    happened(database, Happened.MAIL_SENT, 1.5, 3)
    lead(database, 1, opened=8.5, qualified=4.5)
    with database.writing() as session:
        # Of one person the first mail, and a fact of a lead, stood only until two days ago.
        gone = sa.select(Event.id).where(Event.at.in_([NOW - 9.5 * DAY, NOW - 8.5 * DAY]))  # type: ignore[call-overload,attr-defined]
        take_back_these(
            session, session.execute(gone.where(Event.contact_id == 1)).scalars(), now=NOW - 2 * DAY
        )
    moments = [as_of(NOW - ago * DAY) for ago in (0, 3, 7, 20)]

    with database.reading() as session:
        at_once = known_at_each(session, moments)
        one_by_one = tuple(known_so_far(session, each) for each in moments)

    assert at_once == one_by_one
    assert [each.flow(*COLD).entered for each in at_once] == [{6: 1, 9: 1, 1: 1}, {6: 2}, {2: 2}, {}]
    assert [each.flow(Stage.CONVERSATION, Stage.QUALIFIED).entered for each in at_once] == [
        {},
        {5: 1},
        {1: 1},
        {},
    ]


# --- leads ------------------------------------------------------------------------------------------------------------


def test_a_lead_that_is_confirmed_twice_is_one(database: Database) -> None:
    lead(database, 1, accepted=9.5, confirmed=8.5)
    lead(database, 1, confirmed=2.5)

    flow = known(database).flow(Stage.ACCEPTED, Stage.CONFIRMED)

    assert flow.entered == {9: 1}
    assert flow.went_on == {(9, 8): 1}


def test_a_lost_lead_has_left_the_stage_where_it_was(database: Database) -> None:
    lead(database, 1, accepted=9.5, confirmed=8.5, lost=4.5)

    found = known(database)

    assert found.flow(Stage.ACCEPTED, Stage.CONFIRMED).left == {}
    assert found.flow(Stage.CONFIRMED, Stage.PROPOSAL).left == {(8, 4): 1}


def test_leads_without_an_answer_to_a_mail_come_from_outside(database: Database) -> None:
    happened(database, Happened.REPLIED, 5.5, 1)
    lead(database, 1, opened=4.5)
    lead(database, 2, opened=4.5)
    lead(database, 3, opened=7.5)
    happened(database, Happened.REPLIED, 3.5, 3)

    found = known(database)

    assert found.flow(*TALK).went_on == {(5, 4): 1}
    assert found.outside == {4: 1, 7: 1}


# --- sending, lists and money -----------------------------------------------------------------------------------------


def test_mails_are_counted_by_the_local_day(database: Database) -> None:
    for hour in (21, 23):
        with database.writing() as session:
            at = datetime(2026, 3, 1, hour, 30, tzinfo=UTC)
            record(session, Happened.MAIL_SENT, at, contact_id=hour, mailbox="ann")

    found = known(database, zone=ZoneInfo("Europe/Berlin"))

    assert found.sent == {("ann", date(2026, 3, 1)): 1, ("ann", date(2026, 3, 2)): 1}


def test_people_on_several_lists_are_in_stock_once_and_who_was_mailed_is_not(database: Database) -> None:
    with database.writing() as session:
        _people(session, 4)
        _list(session, "old", {1: 200.0, 2: 200.0})
        _list(session, "new", {2: 5.0, 3: 5.0, 4: 5.0})
    happened(database, Happened.MAIL_SENT, 2.5, 1)

    now, then, long_ago = (known(database, NOW - ago * DAY) for ago in (0, 3, 201))

    assert (now.stock, now.joined) == (3, 2)
    assert (then.stock, then.joined) == (4, 2)
    assert (long_ago.stock, long_ago.joined) == (0, 0)


def test_a_contract_is_known_with_what_was_paid_of_it_until_then(database: Database) -> None:
    happened(database, Happened.LEAD_WON, 40, 1, lead=1, amount_cents=1_200_00, currency="EUR")
    for ago, cents in ((20, 100_00), (10, 300_00), (5, -50_00)):
        happened(database, Happened.PAYMENT_RECEIVED, ago, 1, lead=1, amount_cents=cents, currency="EUR")

    paid = [
        [each.paid_cents for each in known(database, NOW - ago * DAY).contracts] for ago in (0, 7, 15, 41)
    ]

    assert paid == [[350_00], [400_00], [100_00], []]


# --- a year -----------------------------------------------------------------------------------------------------------

STARTS = (date(2026, 3, 1), date(2026, 9, 1))


def test_a_year_is_counted_as_it_is_by_hand(sqlite_database: Database) -> None:
    small = replace(STEADY, list_size=4_000, mailboxes=STEADY.mailboxes[:1])
    by_hand = Counted(small, facts_of(small, 5))
    with sqlite_database.writing() as session:
        write_year(session, small, 5)

    with sqlite_database.reading() as session:
        found = {start: known_so_far(session, known_at(start)) for start in STARTS}

    for start, one in found.items():
        wanted = by_hand.known_at(start)
        assert dict(one.flows) == dict(wanted.flows)
        assert one.sent == wanted.sent
        assert one.stock == wanted.stock
        assert sorted(one.contracts, key=repr) == sorted(wanted.contracts, key=repr)


def test_what_came_is_what_plain_sql_counts(sqlite_database: Database) -> None:
    small = replace(STEADY, list_size=4_000, mailboxes=STEADY.mailboxes[:1])
    quarter = [month_from(month) for month in months(date(2026, 6, 1), date(2026, 8, 1))]
    with sqlite_database.writing() as session:
        write_year(session, small, 5)

    with sqlite_database.reading() as session:
        found = known_so_far(session, quarter[0], quarter).arrived
        money = signed_in(session, quarter[0], quarter)
        plain = [_plain(session, month) for month in quarter]

    assert list(found) == [counts for counts, _ in plain]
    assert [each.get("EUR", 0) for each in money] == [cents for _, cents in plain]
    assert sum(each[Stage.CONTRACT] for each in found) > 0


def _plain(session: Session, month: Period) -> tuple[Mapping[Stage, int], int]:
    between = {"since": f"{month.since:%Y-%m-%d %H:%M}", "until": f"{month.until:%Y-%m-%d %H:%M}"}
    kinds = dict(
        zip(
            FORESEEN,
            "mail_sent replied lead_opened lead_qualified lead_offered lead_accepted lead_confirmed lead_proposed"
            " lead_met lead_won".split(),
            strict=True,
        )
    )
    counts = {
        stage: session.execute(
            sa.text(
                "SELECT count(*) FROM (SELECT min(at) AS first FROM event WHERE kind = :kind"
                " AND taken_back_at IS NULL GROUP BY contact_id) WHERE first >= :since AND first < :until"
            ),
            {"kind": kind, **between},
        ).scalar_one()
        for stage, kind in kinds.items()
    }
    cents = session.execute(
        sa.text(
            "SELECT coalesce(sum(json_extract(details, '$.amount_cents')), 0) FROM event"
            " WHERE kind = 'lead_won' AND at >= :since AND at < :until"
        ),
        between,
    ).scalar_one()
    return counts, cents


@pytest.mark.parametrize("months_ahead", [1, 6])
def test_the_report_holds_all_that_its_fields_say(sqlite_database: Database, months_ahead: int) -> None:
    small = replace(STEADY, list_size=4_000, mailboxes=STEADY.mailboxes[:1])
    with sqlite_database.writing() as session:
        write_year(session, small, 5)
    day = date(2026, 9, 15)
    rules = ReportRules(zone=UTC_ZONE, capacity=small.capacity(day))
    asked = Asked(known_at(day), rules, options={"months": months_ahead, "refill": None})

    with sqlite_database.reading() as session:
        made = page(session, asked)

    assert set(made.document) == set(FIELDS)
    assert len(made.document["months"]) == months_ahead
    tested = made.document["back_test"]
    assert (tested["first"], tested["last"]) == ("2026-06-01", "2026-08-31")
    assert Counter(each["month"] for each in tested["figures"])[None] == len(FORESEEN) + 1
    whole = made.document["whole"]["counts"]["contract"]
    assert whole["low"] <= whole["expected"] <= whole["high"]


def test_an_empty_workspace_has_a_forecast_that_says_it_knows_nothing(database: Database) -> None:
    with database.reading() as session:
        made = page(session, Asked(as_of(NOW), ReportRules(zone=UTC_ZONE)))

    assert made.document["back_test"] is None
    assert made.document["whole"]["counts"]["contract"]["expected"] == 0
    assert {each["known"] for each in made.document["assumptions"]} >= {"book", "guess", "configuration"}
    assert [option.name for option in OPTIONS] == ["months", "refill"]


def _people(session: Session, count: int) -> None:
    account = Account(name="All", created_at=NOW - 300 * DAY)
    session.add(account)
    session.flush()
    for number in range(1, count + 1):
        session.add(
            Contact(id=number, account_id=account.id or 0, address=f"p{number}@all.example", created_at=NOW)
        )
    session.flush()


def _list(session: Session, name: str, joined: Mapping[int, float]) -> None:
    kept = open_list(session, name, source=Source.SPEAR, legal_basis=None, now=NOW - 250 * DAY)
    for line, (who, ago) in enumerate(joined.items()):
        session.add(Prospect(list_id=kept.id or 0, contact_id=who, line=line, created_at=NOW - ago * DAY))
    session.flush()
