"""The figures of the demo's reports are the same in every report, on a terminal, for programs and in a browser.

That they are right is held by test_every_report_figure.py, which counts each in plain SQL.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from outreach.cli.report import REPORTS
from tests.support.browser import Browser, new_browser  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine
from tests.support.demo_quarter import Quarter

#: The demo's weeks are over by then; nothing of them was taken back after it.
WHEN = ("--since", "2026-01-01", "--as-of", "2026-06-30")


@pytest.fixture(scope="module", name="outreach")
def command_line(quarter: Quarter) -> CommandLine:
    return CommandLine(quarter.folder)


@pytest.fixture(scope="module", name="told")
def all_documents(outreach: CommandLine) -> dict[str, Any]:
    return {name: json.loads(outreach("report", name, *WHEN, "--json").stdout) for name in REPORTS}


def test_a_response_rate_is_the_same_in_every_report(told: dict[str, Any]) -> None:
    answers = told["funnel"]["answers"]

    assert told["overview"]["figures"]["response"]["now"] == answers["response"]
    assert told["deliverability"]["total"]["response"] == answers["response"]


def test_cohorts_add_up_to_everybody_who_was_mailed(told: dict[str, Any]) -> None:
    weeks = told["funnel"]["cohorts"]

    assert sum(each["counts"]["mailed"] for each in weeks) == told["funnel"]["answers"]["sent"]


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
