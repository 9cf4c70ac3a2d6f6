"""`outreach campaign forecast`, and what `why` and `campaign status` say beside it, by the commands alone."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine

ANA, BO = "ana@acme.example", "bo@other.example"
#: A Monday at noon in London; `who-handles-sales` writes on Tuesday mornings again.
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach.cli.workspace.now", lambda: NOON)


def database_of(outreach: CommandLine) -> bytes:
    (found,) = Path(outreach.folder).glob("*.db")
    return found.read_bytes()


def test_a_draft_is_forecast_by_day_and_mail_by_mail(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA, BO)

    told = outreach("campaign", "forecast", "spring")

    days, mails = told.stdout.split("\n\n")
    assert days.splitlines()[0] == "day (UTC)\tmailbox\tfirst mails\tfollow-ups\tfor a person"
    assert days.splitlines()[1] == "Tue 2026-03-03\tann\t2\t0\t0"
    assert mails.splitlines()[0] == "at (UTC)\ttheir clock\tstep\tmailbox\tto"
    assert {line.rpartition("\t")[2] for line in mails.splitlines()[1:]} == {ANA, BO}
    assert told.stderr.startswith("spring (draft), from 2026-03-02 12:00 to 2026-03-23 12:00 UTC.\n")
    assert "2 people: 2 first mails, " in told.stderr
    assert "live = false" in told.stderr


def test_a_forecast_changes_nothing(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA, BO)
    before = database_of(outreach)

    outreach("campaign", "forecast", "spring", "--json")

    assert database_of(outreach) == before


def test_every_moment_is_there_for_programs(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA)
    outreach("campaign", "start", "spring")

    told = json.loads(outreach("campaign", "forecast", "spring", "--days", "7", "--json").stdout)
    [explained] = json.loads(outreach("why", ANA, "--json").stdout)

    first = told["foreseen"][0]
    assert (first["step"], first["mailbox"], first["address"], first["first"]) == ("ask", "ann", ANA, True)
    assert first["at"] == explained["next_at"]
    assert (told["state"], told["live"], told["ends"]) == ("running", False, "2026-03-09T12:00:00+00:00")


def test_a_long_list_is_shown_when_asked_for(outreach: CommandLine) -> None:
    outreach.campaign_over(*(f"person{number}@company{number}.example" for number in range(45)))

    short, whole = (outreach("campaign", "forecast", "spring", *more) for more in ((), ("--all",)))

    assert "`--all` lists every mail." in short.stderr
    assert "person7@company7.example" not in short.stdout
    assert "person7@company7.example" in whole.stdout
    assert "Held back on " in whole.stderr
    assert "the mailbox ann had sent all it may" in whole.stderr


def test_what_waits_for_a_person_is_said(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA)
    outreach("campaign", "start", "spring")
    outreach("mailbox", "pause", "ann")

    told = outreach("campaign", "forecast", "spring").stderr

    assert "Nothing goes out by itself in these days." in told
    assert "1 wait for a person: mailbox ann is paused." in told


def test_the_status_says_what_waiting_replies_leave_of_the_first_mails(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA)

    shown = outreach("campaign", "status", "spring").stdout

    assert "0 replies wait for 1 person who works 10 a day: all new first mails may go" in shown
