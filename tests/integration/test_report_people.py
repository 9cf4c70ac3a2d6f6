"""The report of people: what it counts, for whom, and how the board ranks them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.handoff.credit import OwedTo, sums
from outreach.handoff.credit_of import all_leads, facts_of
from outreach.handoff.model import RejectionReason
from outreach.handoff.team import Role, Team
from outreach.reporting.page import Table
from outreach.reporting.shown import in_words, shown
from outreach.reporting.words import LANGUAGES
from tests.integration.test_outcomes import SellingDesk
from tests.support.databases import NOW, Refillable
from tests.support.hand_off_desk import TEAM, colleague, sales
from tests.support.lead_desk import ANA, BEN
from tests.support.people_world import (
    CONFIRMED,
    WON,
    PeopleWorld,
    asked_of,
    of,
    on_board,
    places,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world(sqlite_database: Database) -> PeopleWorld:
    return PeopleWorld(sqlite_database)


@pytest.fixture
def both(database: Database) -> PeopleWorld:
    """On each database: where figures come out of JSON and out of dates."""
    return PeopleWorld(database)


# --- the board ------------------------------------------------------------------------------------------------------


def test_who_mails_ten_times_as_much_without_more_confirmed_leads_stands_no_higher(
    world: PeopleWorld,
) -> None:
    world.mails("rita-1", 50)
    world.mails("rolf", 50)
    world.lead(*CONFIRMED, finder="rita")
    world.lead(*CONFIRMED, finder="rolf", seller="emil")
    before = places(world.report())

    world.mails("rolf", 450)
    for _ in range(30):
        world.call("rolf")

    page = world.report()
    assert of(page, "rolf")["period"]["activity"]["mails"] == 500
    assert of(page, "rolf")["period"]["activity"]["calls"] == 30
    assert places(page) == before
    assert [(place, name) for place, name, _ in before if name in ("rita", "rolf")] == [
        (1, "rita"),
        (1, "rolf"),
    ]


def test_with_their_bounces_and_complaints_they_stand_lower(world: PeopleWorld) -> None:
    world.lead(*CONFIRMED, finder="rita")
    world.lead(*CONFIRMED, finder="rolf", seller="emil")

    world.mails("rolf", 450)
    world.bounces("rolf", 14)
    world.complaint("rolf")

    page = world.report()
    assert on_board(page, "rita")["points"] == 100
    assert on_board(page, "rolf")["points"] == 100 - 14 - 50
    assert on_board(page, "rita")["place"] < on_board(page, "rolf")["place"]


def test_a_soft_bounce_costs_nothing_and_a_dead_address_once(world: PeopleWorld) -> None:
    world.bounces("rita-1", 3, bounce="bounce_soft")
    for _ in range(2):
        world.fact(Happened.BOUNCED, mailbox="rita-1", outbound_id=7, bounce="bounce_hard")

    row = on_board(world.report(), "rita")

    assert (row["bounced"], row["points"]) == (1, -1)


def test_a_lead_counts_for_whoever_found_it_and_whoever_sold_it(world: PeopleWorld) -> None:
    world.lead(*CONFIRMED, finder="rita", seller="dora")

    page = world.report()

    assert (on_board(page, "rita")["found"], on_board(page, "dora")["sold"]) == (1, 1)
    assert on_board(page, "rita")["points"] == on_board(page, "dora")["points"] == 100


def test_nobody_has_credit_for_a_lead_that_they_confirmed_themselves(world: PeopleWorld) -> None:
    world.lead("qualified", "offered", "accepted", "confirmed:Rita", finder="rita")

    page = world.report()

    assert on_board(page, "rita")["found"] == 0
    assert on_board(page, "dora")["sold"] == 0


def test_a_confirmation_that_was_returned_or_taken_back_counts_no_longer(world: PeopleWorld) -> None:
    world.lead(*CONFIRMED, "returned", finder="rita")
    *_, confirmed = world.lead(*CONFIRMED, finder="rita")
    world.take_back(confirmed, at=NOW + DAY)

    page = world.report()

    assert on_board(page, "rita")["found"] == 0
    assert of(page, "dora")["period"]["results"]["salesperson"]["returned"] == 1


def test_a_lead_that_is_confirmed_again_is_one_lead(world: PeopleWorld) -> None:
    world.lead(*CONFIRMED, "returned", "qualified", "offered", "accepted", "confirmed")

    page = world.report()

    assert on_board(page, "rita")["found"] == 1
    assert of(page, "rita")["period"]["results"]["finder"]["confirmed"] == 1


def test_between_equals_acceptance_decides_and_then_what_was_contracted(world: PeopleWorld) -> None:
    team = Team((*TEAM.members, colleague("rhea", Role.PROSPECTOR)))
    world.lead(*CONFIRMED, finder="rolf", seller="emil")
    world.lead(*WON, finder="rita", seller="emil", cents=50_000)
    world.lead(*WON, finder="rhea", seller="emil", cents=90_000)
    world.lead("qualified", "offered", "untouched", finder="rolf", seller="finn")

    finders = [
        name for _, name, _ in places(world.report(asked_of(team))) if name in ("rita", "rhea", "rolf")
    ]

    assert finders == ["rhea", "rita", "rolf"]


def test_who_lets_an_offer_pass_pays_for_it_and_not_its_finder(world: PeopleWorld) -> None:
    world.lead("qualified", "offered", "untouched", finder="rita", seller="dora")

    page = world.report()

    assert (on_board(page, "dora")["points"], on_board(page, "rita")["points"]) == (-20, 0)


# --- acceptance -----------------------------------------------------------------------------------------------------


def test_acceptance_is_told_with_reasons_and_a_mis_routed_lead_is_not_its_finders_fault(
    world: PeopleWorld,
) -> None:
    world.lead("qualified", "offered", "accepted")
    world.lead("qualified", "offered", "rejected:procedural")
    world.lead("qualified", "offered", "rejected:definitional", "qualified", "offered", "accepted")
    world.lead("qualified", "offered", "untouched")

    page = world.report()

    finder = of(page, "rita")["acceptance"]["finder"]
    seller = of(page, "dora")["acceptance"]["salesperson"]
    assert finder["rejected"] == {"procedural": 1, "definitional": 1}
    assert (finder["rate"]["successes"], finder["rate"]["trials"]) == (2, 4)
    assert (seller["rate"]["successes"], seller["rate"]["trials"]) == (2, 5)


# --- one person, many spellings -------------------------------------------------------------------------------------


def test_a_name_with_capitals_and_a_second_section_with_the_same_address_are_one_person(
    world: PeopleWorld,
) -> None:
    team = Team((*TEAM.members, colleague("rita-sales", Role.SALESPERSON, address="rita@alpha.example")))
    world.mails("rita-1", 2)
    world.mails("rita-2", 3)
    world.call("RITA")
    world.call("rita-sales")
    world.lead(*CONFIRMED, finder="Rita", seller="Dora")

    page = world.report(asked_of(team))

    rita = of(page, "rita")
    assert "rita-sales" not in {each["person"] for each in page.document["people"]}
    assert (rita["period"]["activity"]["mails"], rita["period"]["activity"]["calls"]) == (5, 2)
    assert on_board(page, "dora")["sold"] == 1


def test_a_reply_that_somebody_decided_under_two_spellings_of_their_name_is_one(both: PeopleWorld) -> None:
    reply = both.reply("rita-1", read=("Rita", HOUR))
    both.fact(Happened.REVIEW_DECIDED, NOW + DAY, actor="rita", inbound_id=reply, intent="interested")

    page = both.report()

    assert of(page, "rita")["period"]["activity"]["replies"] == 1


def test_whom_a_server_refused_at_once_is_not_taken_off_those_whom_mail_reached(both: PeopleWorld) -> None:
    both.mails("rita-1", 10)
    both.bounces("rita-1", 2)

    page = both.report()

    assert of(page, "rita")["period"]["activity"]["bounced"] == 2
    assert of(page, "rita")["response"]["trials"] == 10


def test_nobodys_mailboxes_and_no_decision_are_no_fault(both: PeopleWorld) -> None:
    both.mails("rita-1", 3)

    page = both.report(asked_of(mailboxes={}))

    assert page.document["mails_of_nobody"] == 3


def test_whoever_has_left_the_team_still_has_their_name(world: PeopleWorld) -> None:
    world.lead(*CONFIRMED, finder="olga", seller="dora")
    world.call("olga")

    page = world.report(asked_of(mailboxes={}))

    olga = of(page, "olga")
    assert (olga["role"], olga["part"], on_board(page, "olga")["points"]) == (None, "finder", 100)


def test_mails_of_mailboxes_that_are_nobodys_are_told(world: PeopleWorld) -> None:
    world.mails("info", 4)

    page = world.report()

    assert page.document["mails_of_nobody"] == 4
    assert "daemon" not in {each["person"] for each in page.document["people"]}


# --- three columns --------------------------------------------------------------------------------------------------


def test_the_month_and_the_year_are_those_of_the_last_day(world: PeopleWorld) -> None:
    for days in (-70, -40, -1, 0, 20):
        world.mails("rita-1", 1, at=NOW + timedelta(days=days))
        world.lead(*WON, at=NOW + timedelta(days=days))

    rita = of(world.report(asked_of(since="2026-02-20", until="2026-03-10")), "rita")

    mails = [rita[span]["activity"]["mails"] for span in ("period", "month", "year")]
    won = [rita[span]["results"]["finder"]["contracts"] for span in ("period", "month", "year")]
    assert mails == [2, 2, 3]
    assert won == [2, 2, 3]


# --- as of ----------------------------------------------------------------------------------------------------------


def test_a_report_of_an_earlier_day_says_what_was_known_then(both: PeopleWorld) -> None:
    *_, confirmed = both.lead(*CONFIRMED)
    both.lead(*CONFIRMED, "returned", at=NOW)
    both.fact(Happened.LEAD_RETURNED, NOW + 5 * DAY, lead=1, finder="rita", salesperson="dora")
    both.take_back(confirmed, at=NOW + 10 * DAY)

    then, later, now = (
        on_board(both.report(asked_of(as_of=day)), "rita")["found"]
        for day in ("2026-03-05", "2026-03-09", None)
    )

    assert (then, later, now) == (1, 0, 0)


def test_what_came_after_the_day_asked_for_is_in_no_column(both: PeopleWorld) -> None:
    both.mails("rita-1", 2)
    both.mails("rita-1", 5, at=NOW + 10 * DAY)

    rita = of(both.report(asked_of(as_of="2026-03-05")), "rita")

    assert [rita[span]["activity"]["mails"] for span in ("period", "month", "year")] == [2, 2, 2]


# --- norms ----------------------------------------------------------------------------------------------------------


def test_a_norm_counts_for_the_days_that_somebody_worked(world: PeopleWorld) -> None:
    world.mails("rita-1", 120, at=NOW)
    norms = {"Rita": {"mails": 30, "replies": 0}}

    rita = of(world.report(asked_of(since="2026-03-02", until="2026-03-08", norms=norms)), "rita")

    # The first fact is of Tuesday at ten: seven of eight hours, and three whole days.
    [norm] = rita["norms"]
    assert norm == {
        "norm": "mails",
        "a_day": 30,
        "working_days": 3.88,
        "expected": 116.2,
        "done": 120,
        "share": round(120 / (30 * 3.875), 4),
    }


# --- conversions ----------------------------------------------------------------------------------------------------


def test_conversions_are_shares_of_the_leads_that_came_so_far_in_the_period(world: PeopleWorld) -> None:
    world.lead(*WON, at=NOW)
    world.lead(*CONFIRMED, at=NOW)
    world.lead("qualified", "offered", "accepted", at=NOW)
    world.lead("qualified", at=NOW - 40 * DAY)

    page = world.report(asked_of(since="2026-03"))

    steps = {
        (name, each["from"], each["to"]): (each["successes"], each["trials"])
        for name in ("rita", "dora")
        for each in of(page, name)["conversions"]
        if each["trials"]
    }
    assert steps == {
        ("rita", "qualified", "accepted"): (3, 3),
        ("rita", "accepted", "confirmed"): (2, 3),
        ("dora", "accepted", "confirmed"): (2, 3),
        ("dora", "confirmed", "meetings"): (1, 2),
        ("dora", "confirmed", "contracts"): (1, 2),
    }


# --- time to answer -------------------------------------------------------------------------------------------------


def test_the_time_to_answer_is_working_time_of_whoever_answered(world: PeopleWorld) -> None:
    evening = NOW.replace(hour=16)
    world.reply("rita-1", at=evening, read=("rita", 18 * HOUR), answered=("dora", 19 * HOUR))
    world.reply("rita-1", at=NOW, read=("rita", 3 * HOUR))
    world.reply("rita-1", Intent.NOT_INTERESTED, at=NOW, read=("rita", 200 * HOUR))

    page = world.report()

    # From four to five, and from nine to ten on the next day: two hours; and three.
    assert of(page, "rita")["times"]["read_seconds"] == 2.5 * 3600
    assert of(page, "rita")["times"]["replies_read"] == 2
    assert of(page, "dora")["times"]["answered_seconds"] == 3 * 3600


def test_a_reply_means_what_somebody_said_last(world: PeopleWorld) -> None:
    number = world.reply("rita-1", Intent.OTHER, at=NOW)
    world.fact(
        Happened.REVIEW_DECIDED, NOW + HOUR, actor="rita", inbound_id=number, intent=Intent.QUESTION.value
    )

    assert of(world.report(), "rita")["times"]["replies_read"] == 1


# --- teams ----------------------------------------------------------------------------------------------------------


def test_pairs_that_work_well_together_stand_first(world: PeopleWorld) -> None:
    world.lead(*WON, finder="rita", seller="emil", cents=70_000)
    world.lead(*CONFIRMED, finder="rita", seller="emil")
    world.lead("qualified", "offered", "rejected:clerical", finder="rita", seller="dora")
    world.lead(*CONFIRMED, finder="rolf", seller="dora")

    pairs = world.report().document["pairs"]

    assert [(each["finder"], each["salesperson"]) for each in pairs] == [
        ("rita", "emil"),
        ("rolf", "dora"),
        ("rita", "dora"),
    ]
    assert (pairs[0]["confirmed"], pairs[0]["contracts"], pairs[0]["contracted"]) == (2, 1, {"EUR": 70_000})
    assert (pairs[2]["answered"], pairs[2]["accepted"]) == (1, 0)


# --- against plain SQL ----------------------------------------------------------------------------------------------

_JSON = {"sqlite": "json_extract(details, '$.{0}')", "postgresql": "details->>'{0}'"}


@pytest.fixture
def lively(both: PeopleWorld) -> PeopleWorld:
    """A bit of everything, in March and before."""
    for day in range(0, 20, 3):
        at = NOW + timedelta(days=day)
        both.mails("rita-1", 5 + day, at=at)
        both.mails("rolf", 2, at=at)
        both.bounces("rolf", 1 + day % 2, at=at)
        both.call("rita", at=at, kind="call" if day % 2 else "call_back")
        both.call("rolf", at=at, kind="find_contact")
        both.reply("rita-1", at=at, read=("rita", HOUR), answered=("rita", 2 * HOUR))
        both.lead(*WON[: 3 + day % 5], finder="rita" if day % 2 else "rolf", at=at)
    both.complaint("rolf")
    both.mails("rita-1", 9, at=NOW - timedelta(days=40))
    both.take_back(both.fact(Happened.MAIL_SENT, mailbox="rita-1", contact_id=1), at=NOW + DAY)
    return both


@pytest.mark.parametrize(
    ("activity", "whose", "kind", "more"),
    [
        ("mails", "mailbox = 'rita-1'", "mail_sent", ""),
        ("bounced", "mailbox = 'rolf'", "bounced", "AND {bounce} = 'bounce_hard'"),
        ("complained", "mailbox = 'rolf'", "complained", ""),
        ("calls", "actor = 'rita'", "task_done", "AND {kind_of_task} IN ('call', 'call_back')"),
        ("replies", "actor = 'rita'", "review_decided", ""),
        ("answers", "actor = 'rita'", "answer_sent", ""),
    ],
)
def test_activity_is_what_plain_sql_counts(
    lively: PeopleWorld, activity: str, whose: str, kind: str, more: str
) -> None:
    dialect = lively.database.engine.dialect.name
    keys = {name: _JSON[dialect].format(name) for name in ("bounce", "kind_of_task")}
    name = "rolf" if "rolf" in whose else "rita"

    [(count,)] = lively.plain(
        f"SELECT count(*) FROM event WHERE kind = :kind AND {whose} AND taken_back_at IS NULL"
        f" AND at >= :since {more.format(**keys)}",
        kind=kind,
        since="2026-03-01 00:00:00",
    )

    rita = of(lively.report(asked_of(since="2026-03-01")), name)
    assert count > 0
    assert rita["period"]["activity"][activity] == count
    assert rita["month"]["activity"][activity] == count


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        ("accepted", "lead_accepted"),
        ("confirmed", "lead_confirmed"),
        ("proposals", "lead_proposed"),
        ("meetings", "lead_met"),
        ("contracts", "lead_won"),
    ],
)
def test_results_are_what_plain_sql_counts(lively: PeopleWorld, result: str, kind: str) -> None:
    lead = _JSON[lively.database.engine.dialect.name].format("lead")

    [(count,)] = lively.plain(
        f"SELECT count(DISTINCT {lead}) FROM event WHERE kind = :kind AND actor = 'dora'"
        " AND taken_back_at IS NULL",
        kind=kind,
    )

    assert of(lively.report(), "dora")["period"]["results"]["salesperson"][result] == count


# --- the whole line -------------------------------------------------------------------------------------------------


def test_the_facts_of_the_real_hand_off_are_read(migrated_sqlite: Refillable) -> None:
    cleo = "cleo@gamma.example"
    desk = sales(migrated_sqlite, ANA, BEN, cleo)
    for address in (ANA, BEN, cleo):
        desk.qualified(address)
        desk.offer(address, to="dora")
    desk.at(desk.now + 2 * HOUR)
    desk.accept(ANA)
    desk.confirm(ANA)
    desk.reject(cleo, reason=RejectionReason.CLERICAL, note="no phone")
    desk.reject(BEN)

    page = PeopleWorld(desk.database).report(asked_of(mailboxes={"ann": "rita"}))

    rita, dora = of(page, "rita"), of(page, "dora")
    assert (on_board(page, "rita")["points"], on_board(page, "dora")["points"]) == (80, 100)
    assert (rita["period"]["activity"]["mails"], rita["period"]["activity"]["replies"]) == (3, 3)
    assert (rita["response"]["successes"], rita["response"]["trials"]) == (3, 3)
    assert rita["acceptance"]["finder"]["rejected"] == {"clerical": 1, "procedural": 1}
    assert dora["times"]["accepted_seconds"] == 2 * 3600
    assert [(each["finder"], each["salesperson"], each["confirmed"]) for each in page.document["pairs"]] == [
        ("rita", "dora", 1)
    ]


def test_a_client_is_told_of_all_three_who_won_and_keep_it(migrated_sqlite: Refillable) -> None:
    desk = SellingDesk(migrated_sqlite.refilled())
    desk.ask(ANA)
    desk.met()
    desk.win(1_200_000)
    desk.pay(100_000)
    desk.pay(80_000, correction="one user less")

    page = PeopleWorld(desk.database).report(asked_of(mailboxes={"ann": "rita"}))

    team = {"finder": "rita", "salesperson": "dora", "account_manager": "alma"}
    [chain] = page.document["chains"]
    assert {part: chain[part] for part in team} == team
    assert (chain["contracts"], chain["contracted"], chain["paid"]) == (
        1,
        {"EUR": 1_200_000},
        {"EUR": 80_000},
    )
    for part, name in team.items():
        results = of(page, name)["month"]["results"][part]
        assert (results["contracts"], results["paid"]) == (1, {"EUR": 80_000})
    assert on_board(page, "rita")["contracted"] == {"EUR": 1_200_000}


def test_who_found_what_is_what_leads_credit_says(migrated_sqlite: Refillable) -> None:
    desk = SellingDesk(migrated_sqlite.refilled())
    desk.ask(ANA, BEN)
    desk.confirmed(ANA)
    desk.confirmed(BEN)
    desk.send_back(BEN)

    page = PeopleWorld(desk.database).report(asked_of(mailboxes={}))

    with desk.database.reading() as session:
        [owed] = sums(facts_of(session, all_leads(session), team=TEAM), OwedTo.FINDER)
    assert (owed.name, owed.confirmed) == ("rita", on_board(page, "rita")["found"]) == ("rita", 1)


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_said_in_every_language(world: PeopleWorld, language: str) -> None:
    world.mails("info", 1)
    world.mails("rita-1", 4)
    world.reply("rita-1", read=("rita", HOUR))
    world.lead(*WON, "payment_received")
    world.lead("qualified", "offered", "rejected:clerical", finder="olga")

    page = world.report(asked_of(norms={"rita": {"mails": 10}}))

    tables = [each for each in page.blocks if isinstance(each, Table)]
    assert all(each.rows for each in tables)
    for table in tables:
        for row in table.rows:
            assert all(
                isinstance(shown(value, c.unit, language), str)
                for value, c in zip(row, table.columns, strict=True)
            )
    for block in page.blocks:
        word = getattr(block, "words", None) or getattr(block, "title", None)
        assert word is not None
        assert in_words(word, language)


def test_nothing_has_happened_and_nobody_is_in_the_team(world: PeopleWorld) -> None:
    page = world.report(replace(asked_of(Team()), by=None))

    assert (page.document["people"], page.document["board"]) == ([], [])
