"""The figures of the demo's reports: on a terminal, for programs and in a browser, each counted again in plain SQL."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach.cli.report import REPORTS
from tests.acceptance.test_demo_whole_process import Quarter, played_quarter  # noqa: F401 - a fixture
from tests.support.browser import Browser, new_browser  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine

#: The demo's weeks are over by then; nothing of them was taken back after it.
WHEN = ("--since", "2026-01-01", "--as-of", "2026-06-30")
STANDS = "taken_back_at IS NULL"
HARD = "kind = 'bounced' AND json_extract(details, '$.bounce') = 'bounce_hard'"
LEAD = "json_extract(details, '$.lead')"
OF_OUR_MAIL = (
    f"{LEAD} IN (SELECT {LEAD} FROM event WHERE kind = 'lead_opened' AND inbound_id IS NOT NULL AND {STANDS})"
)


@pytest.fixture(scope="module", name="outreach")
def command_line(quarter: Quarter) -> CommandLine:
    return CommandLine(quarter.folder)


@pytest.fixture(scope="module", name="told")
def all_documents(outreach: CommandLine) -> dict[str, Any]:
    return {name: json.loads(outreach("report", name, *WHEN, "--json").stdout) for name in REPORTS}


def one(quarter: Quarter, what: str, where: str, table: str = "event") -> int:
    """The one number that `SELECT what FROM table WHERE where` comes to."""
    [[number]] = quarter.rows(f"SELECT {what} FROM {table} WHERE {where}")
    return int(number or 0)


def people(quarter: Quarter, where: str) -> int:
    return one(quarter, "count(DISTINCT contact_id)", f"{where} AND {STANDS}")


def leads(quarter: Quarter, kind: str, also: str = "1") -> int:
    return one(quarter, f"count(DISTINCT {LEAD})", f"kind = '{kind}' AND {also} AND {STANDS}")


FACT_OF_STAGE = {
    "conversation": "lead_opened",
    "qualified": "lead_qualified",
    "offered": "lead_offered",
    "accepted": "lead_accepted",
    "confirmed": "lead_confirmed",
    "proposal": "lead_proposed",
    "meeting": "lead_met",
    "contract": "lead_won",
    "paid": "payment_received",
}


def test_funnel(quarter: Quarter, told: dict[str, Any]) -> None:
    counts = {each["stage"]: each["count"] for each in told["funnel"]["stages"]}
    bounced = f"contact_id NOT IN (SELECT contact_id FROM event WHERE {HARD} AND {STANDS})"

    assert counts["prospects"] == one(quarter, "count(DISTINCT contact_id)", "1", "prospect")
    assert counts["mailed"] == people(quarter, "kind = 'mail_sent'")
    assert counts["delivered"] == people(quarter, f"kind = 'mail_sent' AND {bounced}")
    assert counts["replied"] == people(quarter, "kind = 'replied'")
    assert counts["referred"] == one(quarter, "count(*)", f"kind = 'referred' AND {STANDS}")
    assert {stage: counts[stage] for stage in FACT_OF_STAGE} == {
        stage: leads(quarter, kind, OF_OUR_MAIL) for stage, kind in FACT_OF_STAGE.items()
    }


def test_response_rate(quarter: Quarter, told: dict[str, Any]) -> None:
    answers = told["funnel"]["answers"]
    mailed = f"SELECT contact_id FROM event WHERE kind = 'mail_sent' AND {STANDS}"
    sent = people(quarter, "kind = 'mail_sent'")
    bounced = people(quarter, f"{HARD} AND contact_id IN ({mailed})")
    replied = people(quarter, f"kind = 'replied' AND contact_id IN ({mailed})")

    assert (answers["sent"], answers["bounced"], answers["replied"]) == (sent, bounced, replied)
    assert answers["positive"] + answers["neutral"] + answers["negative"] == replied
    assert answers["response"]["percent"] == round(100 * replied / (sent - bounced), 2)
    # The same rate wherever it stands.
    assert told["overview"]["figures"]["response"]["now"] == answers["response"]
    assert told["deliverability"]["total"]["response"] == answers["response"]


def test_cohorts_add_up_to_everybody_who_was_mailed(quarter: Quarter, told: dict[str, Any]) -> None:
    weeks = told["funnel"]["cohorts"]

    assert sum(each["counts"]["mailed"] for each in weeks) == people(quarter, "kind = 'mail_sent'")


def test_stages(quarter: Quarter, told: dict[str, Any]) -> None:
    done = {each["stage"]: each["done"] for each in told["stages"]["line"]}

    assert done["first_mail"] == one(quarter, "count(*)", f"kind = 'mail_sent' AND {STANDS}")
    assert done["proposal"] == leads(quarter, "lead_proposed", OF_OUR_MAIL)
    assert done["contract"] == leads(quarter, "lead_won", OF_OUR_MAIL)


def test_overview(quarter: Quarter, told: dict[str, Any]) -> None:
    now = {name: figure["now"] for name, figure in told["overview"]["figures"].items()}

    assert now["replies"] == people(quarter, "kind = 'replied'")
    assert now["qualified"] == leads(quarter, "lead_qualified")
    assert now["accepted"] == leads(quarter, "lead_accepted")
    assert now["confirmed"] == leads(quarter, "lead_confirmed")
    assert now["contracts"] == leads(quarter, "lead_won")
    assert now["contracted"] == {"EUR": money(quarter, "lead_won")}
    assert now["revenue"] == {"EUR": money(quarter, "payment_received")}
    waiting = one(quarter, "count(*)", "state = 'waiting'", "review")
    assert told["overview"]["waiting"]["reviews"] == waiting


def money(quarter: Quarter, kind: str, also: str = "1") -> int:
    return one(
        quarter, "sum(json_extract(details, '$.amount_cents'))", f"kind = '{kind}' AND {also} AND {STANDS}"
    )


def test_people(quarter: Quarter, told: dict[str, Any]) -> None:
    found = {each["person"]: each for each in told["people"]["people"]}

    assert {"rita", "pavel", "dora", "emil"} <= set(found)
    for person in ("rita", "pavel"):
        activity = found[person]["period"]["activity"]
        mailbox = f"mailbox = '{person}' AND {STANDS}"
        assert activity["mails"] == one(quarter, "count(*)", f"kind = 'mail_sent' AND {mailbox}")
        assert activity["replies"] == one(
            quarter, "count(*)", f"kind = 'review_decided' AND actor = '{person}' AND {STANDS}"
        )
    board = {each["person"]: each for each in told["people"]["board"]}
    assert sum(each["found"] for each in board.values()) == leads(quarter, "lead_confirmed")
    assert sum(each["sold"] for each in board.values()) == leads(quarter, "lead_confirmed")


def test_sources(quarter: Quarter, told: dict[str, Any]) -> None:
    groups = {each["name"]: each for each in told["sources"]["groups"]}
    lists = quarter.rows("SELECT id, name, cost_cents FROM prospect_list")

    assert len(lists) >= 3
    for number, name, cost in lists:
        on_it = f"contact_id IN (SELECT contact_id FROM prospect WHERE list_id = {number})"
        assert groups[name]["prospects"] == one(quarter, "count(*)", f"list_id = {number}", "prospect")
        assert groups[name]["mailed"] == people(quarter, f"kind = 'mail_sent' AND {on_it}")
        of_list = f"{LEAD} IN (SELECT id FROM lead WHERE list_id = {number})"
        assert groups[name]["leads"] == leads(quarter, "lead_opened", of_list)
        assert groups[name]["won"] == leads(quarter, "lead_won", of_list)
        paid = money(quarter, "payment_received", of_list)
        assert groups[name]["paid"] == ({"EUR": paid} if paid else {})
        assert groups[name]["cost"] == ({"EUR": cost} if cost else {})


def test_referrals(quarter: Quarter, told: dict[str, Any]) -> None:
    total = told["referrals"]["total"]

    assert total["named"] == one(quarter, "count(*)", f"kind = 'referred' AND {STANDS}")
    assert total["naming"]["trials"] == people(quarter, "kind = 'replied'")
    fates = total["fates"]
    assert sum(fates.values()) == total["named"]
    assert fates["answered"] == one(
        quarter,
        "count(DISTINCT json_extract(details, '$.referral'))",
        f"kind = 'referral_answered' AND {STANDS}",
    )


def test_deliverability(quarter: Quarter, told: dict[str, Any]) -> None:
    total = told["deliverability"]["total"]

    assert total["sent"] == one(quarter, "count(*)", f"kind = 'mail_sent' AND {STANDS}")
    assert total["refused"] == one(quarter, "count(*)", f"kind = 'mail_refused' AND {STANDS}")
    assert total["complaints"] == one(quarter, "count(*)", f"kind = 'complained' AND {STANDS}")
    by_mailbox = {each["name"]: each["sent"] for each in told["deliverability"]["groups"]}
    assert by_mailbox == dict(
        quarter.rows(f"SELECT mailbox, count(*) FROM event WHERE kind = 'mail_sent' AND {STANDS} GROUP BY 1")
    )
    assert sum(each["sent"] for each in told["deliverability"]["days"]) == total["sent"]
    assert sum(each["sent"] for each in told["deliverability"]["hours"]) == total["sent"]


# --- the same figures, wherever one looks -----------------------------------------------------------------------------

TABLES = """[...document.querySelectorAll('table')].map(table => [...table.querySelectorAll('tr')]
    .map(row => [...row.cells].map(cell => cell.textContent.trim())))"""


@pytest.fixture(scope="module", name="page")
def opened_page(
    outreach: CommandLine, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    file = tmp_path_factory.mktemp("html") / "report.html"
    outreach("report", "all", *WHEN, "--html", str(file))
    browser.open(file, width=1280)
    yield browser


def test_the_browser_shows_every_stage_with_the_count_of_the_document(
    page: Browser, told: dict[str, Any]
) -> None:
    shown = [[cells(row) for row in table] for table in page.evaluate(TABLES)]

    stages = [each["stage"].replace("_", " ") for each in told["funnel"]["stages"]]
    [table] = [table for table in shown if [row[0] for row in table[1:]] == stages and "count" in table[0]]
    at = table[0].index("count")
    assert [row[at] for row in table[1:]] == [str(each["count"]) for each in told["funnel"]["stages"]]


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "digest"])
def test_a_browser_and_a_terminal_show_the_same_rows(outreach: CommandLine, page: Browser, name: str) -> None:
    lines = outreach("report", name, *WHEN).stdout.splitlines()
    on_terminal = {bare(line.split("\t")) for line in lines if "\t" in line}
    in_browser = {bare(row) for table in page.evaluate(TABLES) for row in table}

    assert len(on_terminal) >= 2
    assert on_terminal - in_browser == set()


def test_nothing_is_wider_than_a_phone(outreach: CommandLine, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    outreach("report", "all", *WHEN, "--html", str(file), "--language", "ru")

    browser.open(file, width=375)

    assert browser.evaluate("document.documentElement.scrollWidth") == 375
    assert [url for url in browser.requests if not url.startswith("file:")] == []


def cells(row: list[str]) -> list[str]:
    """The words of a row, however their spaces are made."""
    return [re.sub(r"\s+", " ", cell).strip() for cell in row]


def bare(row: list[str]) -> tuple[str, ...]:
    """A row without the spaces and brackets between a share and its bounds, which a browser puts apart otherwise."""
    return tuple(re.sub(r"[\s()]+", "", cell) for cell in row)


def test_the_sheet_has_the_figures_of_the_document(outreach: CommandLine, told: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO(outreach("report", "funnel", *WHEN, "--csv").stdout)))

    assert [int(row["count"]) for row in rows] == [each["count"] for each in told["funnel"]["stages"]]
