"""`outreach report`: every report, in every form, in both languages, over one season; and what is refused."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from outreach.cli.report import REPORTS
from outreach.cli.report_fields import breakdowns_of, fields_of
from outreach.database.engine import Database
from tests.support.cli_workspaces import initialised_once
from tests.support.command_line import CommandLine
from tests.support.report_world import ReportWorld

SINCE = ("--since", "2026-01-01", "--as-of", "2026-12-31")
ASKED = [(name, by) for name in REPORTS for by in (None, *breakdowns_of(name))]


@pytest.fixture(scope="module", name="outreach")
def workspace_with_a_season(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A workspace in which 300 people were written to, and all that came of it."""
    folder = tmp_path_factory.mktemp("season") / "workspace"
    command_line = CommandLine.initialised(folder)
    database = Database(f"sqlite:///{folder / 'outreach.db'}")
    try:
        ReportWorld(database).season(300)
    finally:
        database.close()
    return command_line


@pytest.mark.parametrize(("name", "by"), ASKED)
def test_a_report_is_told_in_words(outreach: CommandLine, name: str, by: str | None) -> None:
    broken_down = ("--by", by) if by else ()

    told = outreach("report", name, *SINCE, *broken_down)

    assert len(told.stdout.splitlines()) > 3
    # No place is left unfilled, and no key stands for a word.
    assert not re.search(r"\{\w*\}|\b(column|stage|report)\.\w", told.stdout)


@pytest.mark.parametrize("name", list(REPORTS))
def test_a_report_speaks_russian(outreach: CommandLine, name: str) -> None:
    told = outreach("report", name, *SINCE, "--language", "ru")

    assert re.search("[а-я]{4}", told.stdout)


@pytest.mark.parametrize(("name", "by"), ASKED)
def test_the_document_has_the_fields_that_help_promises(
    outreach: CommandLine, name: str, by: str | None
) -> None:
    broken_down = ("--by", by) if by else ()

    told = outreach("report", name, *SINCE, *broken_down, "--json")

    assert set(json.loads(told.stdout)) == set(fields_of(name))


@pytest.mark.parametrize(("name", "by"), ASKED)
def test_the_sheet_is_a_table_that_a_spreadsheet_reckons_with(
    outreach: CommandLine, name: str, by: str | None
) -> None:
    broken_down = ("--by", by) if by else ()

    told = outreach("report", name, *SINCE, *broken_down, "--csv")

    columns, *rows = list(csv.reader(io.StringIO(told.stdout)))
    assert len(set(columns)) == len(columns)
    assert all(len(row) == len(columns) for row in rows)
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t")]


def test_without_a_name_it_is_the_overview(outreach: CommandLine) -> None:
    assert outreach("report").stdout.startswith("Overview")


def test_without_a_name_its_options_are_those_of_the_overview(outreach: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "overview.html"

    outreach("report", *SINCE, "--html", str(file))

    assert json.loads(outreach("report", *SINCE, "--json").stdout)["report"] == "overview"
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "stages" in outreach("report", "--help").stdout


@pytest.mark.parametrize("name", list(REPORTS))
def test_a_report_is_one_file_for_a_browser(outreach: CommandLine, name: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"

    outreach("report", name, *SINCE, "--html", str(file))

    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_all_reports_are_one_file(outreach: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "report.html"

    outreach("report", "all", *SINCE, "--html", str(file), "--language", "ru")

    text = file.read_text(encoding="utf-8")
    assert 'lang="ru"' in text
    assert text.count("<h2") >= len(REPORTS) - 1


@pytest.mark.parametrize(
    ("words", "meant", "status"),
    [
        (("funnel", "--since", "yesteryear"), '"yesteryear" is no day', 2),
        (
            ("funnel", "--since", "2026-05-01", "--until", "2026-04-01"),
            "2026-05-01 is not before 2026-04-01",
            2,
        ),
        (("funnel", "--json", "--csv"), "choose one", 2),
        (("funnel", "--by", "moon"), "'moon' is not one of", 2),
        (("people", "--html", "/no/such/folder/report.html"), "/no/such/folder", 1),
        (("forecast", "--months", "99"), "99 is not in the range", 2),
        (("moonshine",), "No such command", 2),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    outreach: CommandLine, words: tuple[str, ...], meant: str, status: int
) -> None:
    told = outreach("report", *words, status=status)

    assert meant in told.stderr


def test_a_report_of_an_empty_workspace_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    outreach = initialised_once(tmp_path_factory.getbasetemp() / "empty-for-reports")

    for name in REPORTS:
        assert len(outreach("report", name).stdout.splitlines()) > 1
