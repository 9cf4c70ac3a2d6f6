"""Two workspaces, and what all reports told of each as of several moments: what every figure is checked on.

The demo's quarter is a line as it runs. The troubled season is drawn, larger, and has what seldom happens; a figure
that is nothing in one of them is something in the other.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from outreach.cli.report import REPORTS
from tests.support.command_line import CommandLine
from tests.support.demo_quarter import Quarter, once_a_run
from tests.support.report_figures import Told
from tests.support.troubled_season import troubled_season

LONDON = ZoneInfo("Europe/London")

#: What reports are asked: since when, until when (None: `as_of`), and as of which day.
ASKED: Mapping[str, tuple[str, str | None, str]] = {
    # The whole quarter; in the midst of it, on a Monday after the clocks changed; long after it, when a forecast can
    # look back.
    "demo, all of it": ("2026-01-01", None, "2026-06-30"),
    "demo, in its midst": ("2026-03-09", None, "2026-03-30"),
    "demo, long after": ("2026-05-01", None, "2026-07-31"),
    # A quarter with as much before it; two months that were over for two weeks, of which some is taken back since.
    "season, second half": ("2026-04-01", None, "2026-06-30"),
    "season, two months": ("2026-02-16", "2026-04-15", "2026-05-01"),
}


@pytest.fixture(scope="session", name="told")
def told_worlds(quarter: Quarter, tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, ...]:
    """Each of ASKED. Only read them."""
    _, season = once_a_run("season", tmp_path_factory, troubled_season)
    folders = {"demo": quarter.folder, "season": season}
    documents, _ = once_a_run("told", tmp_path_factory, lambda _folder: _all_documents(folders))
    return tuple(_told(name, folders[name.split(",")[0]], documents[name]) for name in ASKED)


def _all_documents(folders: Mapping[str, Path]) -> dict[str, dict[str, Any]]:
    return {name: documents_of(folders[name.split(",")[0]], *asked) for name, asked in ASKED.items()}


def documents_of(folder: Path, since: str, until: str | None, as_of: str) -> dict[str, Any]:
    outreach = CommandLine(folder)
    period = ("--since", since, "--as-of", as_of, *(() if until is None else ("--until", until)))
    return {name: json.loads(outreach("report", name, *period, "--json").stdout) for name in REPORTS}


def _told(name: str, folder: Path, documents: Mapping[str, Any]) -> Told:
    since, until, as_of = ASKED[name]
    return Told(
        name,
        folder,
        documents,
        midnight(date.fromisoformat(since)),
        midnight(date.fromisoformat(until or as_of) + timedelta(days=1)),
        midnight(date.fromisoformat(as_of) + timedelta(days=1)),
    )


def midnight(day: date) -> str:
    """When a day begins in the office, as the database writes moments."""
    return f"{datetime.combine(day, time(), LONDON).astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


@cache
def config_of(folder: Path) -> dict[str, Any]:
    """The configuration as its file says it. Do not change it."""
    return tomllib.loads((folder / "config.toml").read_text(encoding="utf-8"))


def goals_of(folder: Path) -> dict[str, float]:
    """Goals in per cent. Two come with the program: of those reached 7 answer, of the leads offered 90 are accepted."""
    said = config_of(folder).get("reports", {}).get("goals", {})
    return {stage: float(goal) for stage, goal in ({"replied": 7, "accepted": 90} | said).items() if goal}
