"""Steps that a person does, people taken up by hand, edited files and wordings, by the commands alone."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
from outreach.config import database_url, load_config
from outreach.daemon.rules import sending_rules, timing
from outreach.database.engine import Database
from outreach.prospects.model import Contact
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.service import settle_as_sent
from outreach.sequences import campaigns, tasks, versions
from outreach.sequences.model import Enrollment
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine

ANA, BO, CY = "ana@acme.example", "bo@other.example", "cy@third.example"

CALL_FIRST = """\
[[steps]]
kind = "call"
name = "ring"
note = "Ask who buys printers."

[[steps]]
template = "ask"
after = 1
"""
FOOTER = """
Thank you,
{{ sender.name }}

--
{{ sender.organisation }}, {{ sender.postal_address }}
Not interested? Just say so and I won't write again.
"""
ASK = "Subject: Who buys printers?\n\nHello,\n\nwho buys the printers at your company?\n" + FOOTER
BUMP = "Hello,\n\ncould you tell me who buys the printers?\n" + FOOTER


@pytest.fixture
def calls(outreach: CommandLine) -> CommandLine:
    """A workspace with a sequence that begins with a call, and a campaign of two people that has been started."""
    write_sequence(outreach, "calls", CALL_FIRST, ask=ASK)
    outreach.list_of(ANA, BO)
    create(outreach, "calls")
    outreach("campaign", "start", "spring")
    return outreach


def write_sequence(outreach: CommandLine, name: str, text: str, **templates: str) -> None:
    (outreach.folder / "sequences" / f"{name}.toml").write_text(text, encoding="utf-8")
    folder = outreach.folder / "templates" / name
    folder.mkdir(exist_ok=True)
    for stem, template in templates.items():
        (folder / f"{stem}.txt").write_text(template, encoding="utf-8")


def create(outreach: CommandLine, sequence: str, *options: str) -> None:
    created = ("campaign", "create", "spring", "--sequence", sequence, "--list", "spring")
    outreach(*created, "--mailbox", "ann", *options)


class Beside:
    """What the daemon beside the command line would do to the workspace's database."""

    def __init__(self, folder: Path) -> None:
        self.config = load_config(folder / "config.toml")
        self.database = Database(database_url(self.config.database))

    def open_task(self, address: str, *, hours_ago: int = 0) -> None:
        """The step of a person's run that is a call has come due, so long ago."""
        now = datetime.now(UTC)

        def unit(session: Session) -> None:
            run = run_of(session, address)
            run.due_at = now - timedelta(hours=hours_ago)
            definition = versions.definition_of(session, run.sequence_version_id)
            contact = session.get_one(Contact, run.contact_id)
            tasks.open_for(session, run, definition, contact, now, timing=timing(self.config))

        self._do(unit)

    def send(self, address: str) -> None:
        """The next mail of a person's run has gone out."""
        now = datetime.now(UTC)

        def unit(session: Session) -> None:
            run = run_of(session, address)
            definition = versions.definition_of(session, run.sequence_version_id)
            step = definition.steps[run.next_step]
            mail = OutboundMessage(
                enrollment_id=run.id or 0,
                campaign_id=run.campaign_id,
                contact_id=run.contact_id,
                account_id=run.account_id,
                sequence=run.sequence,
                step=step.name,
                step_index=run.next_step,
                mailbox="ann",
                recipient=address,
                opening=True,
                state=OutboundState.IN_FLIGHT,
                variant=step.variant_for(f"{run.id}").name,
                due_at=now,
                in_flight_at=now,
                created_at=now,
            )
            session.add(mail)
            session.flush()
            settle_as_sent(session, mail.id or 0, sending_rules(self.config), by="tester", now=now)

        self._do(unit)

    def guard(self, why: str) -> None:
        self._do(
            lambda session: campaigns.pause_by_guard(
                session, campaigns.find(session, "spring"), why=why, now=datetime.now(UTC)
            )
        )

    def _do(self, unit: object) -> None:
        with self.database.writing() as session:
            unit(session)  # type: ignore[operator]
        self.database.close()


def run_of(session: Session, address: str) -> Enrollment:
    return session.exec(
        select(Enrollment)
        .join(Contact, col(Contact.id) == col(Enrollment.contact_id))
        .where(Contact.address == address)
    ).one()


def status(outreach: CommandLine) -> dict[str, object]:
    found = json.loads(outreach("campaign", "status", "spring", "--json").stdout)
    assert isinstance(found, dict)
    return found


def listed(outreach: CommandLine, *words: str) -> list[dict[str, object]]:
    found = json.loads(outreach("tasks", "list", *words, "--json").stdout)
    assert isinstance(found, list)
    return found


# --- tasks -----------------------------------------------------------------------------------------------------------


def test_a_call_is_listed_done_and_its_run_goes_on(calls: CommandLine) -> None:
    Beside(calls.folder).open_task(ANA, hours_ago=50)

    [waiting] = listed(calls)
    shown = calls("tasks", "list").stdout
    told = calls("tasks", "done", "1", "--outcome", "left a\x1b[31m message").stderr

    assert (waiting["address"], waiting["note"], waiting["overdue_hours"]) == (
        ANA,
        "Ask who buys printers.",
        50,
    )
    assert "2 days" in shown
    assert told == "Done. The sequence goes on.\n"
    assert listed(calls) == []
    [done] = listed(calls, "--all")
    assert (done["state"], done["outcome"], done["done_by"]) == ("done", "left a\ufffd message", "tester")
    assert status(calls)["enrollments"] == {"active": 2}
    assert calls("tasks", "list").stderr == "No task waits for you.\n"


def test_a_call_may_end_the_run(calls: CommandLine) -> None:
    Beside(calls.folder).open_task(ANA)
    assert status(calls)["open_tasks"] == 1

    told = calls("tasks", "done", "1", "--outcome", "closed for good", "--stop").stderr

    assert told == "Done. The run has ended.\n"
    assert status(calls)["enrollments"] == {"active": 1, "stopped": 1}
    assert status(calls)["open_tasks"] == 0


def test_a_task_wants_to_hear_how_it_went(calls: CommandLine) -> None:
    Beside(calls.folder).open_task(ANA)

    assert "--outcome" in calls("tasks", "done", "1", status=2).stderr
    assert "--outcome" in calls("tasks", "done", "1", "--outcome", " ", status=2).stderr
    assert "There is no task 2." in calls("tasks", "done", "2", "--outcome", "x", status=1).stderr
    assert [task["state"] for task in listed(calls)] == ["open"]


def test_a_preview_shows_the_mail_behind_a_call(calls: CommandLine) -> None:
    shown = calls("campaign", "preview", "spring", "--prospect", ANA, "--readable").stdout

    assert re.search(r"^step +ask, version 1$", shown, re.MULTILINE)
    assert "who buys the printers" in shown


# --- one person by hand ----------------------------------------------------------------------------------------------


def test_one_person_is_put_into_a_running_campaign(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA)
    outreach.list_of(BO, name="other")
    refused = outreach("campaign", "enroll", "spring", BO, status=1).stderr
    outreach("campaign", "start", "spring")

    told = outreach("campaign", "enroll", "spring", BO).stderr

    assert "spring is draft: only a running campaign" in refused
    assert re.fullmatch(rf"{BO} begins at ask, from .* UTC on\.\n", told)
    assert status(outreach)["enrollments"] == {"active": 2}
    assert "under way in spring already" in outreach("campaign", "enroll", "spring", BO, status=1).stderr
    assert "is not known here" in outreach("campaign", "enroll", "spring", CY, status=1).stderr


def test_a_run_that_has_ended_goes_on_behind_what_was_sent(calls: CommandLine) -> None:
    Beside(calls.folder).open_task(ANA)
    calls("tasks", "done", "1", "--outcome", "no", "--stop")

    again = calls("campaign", "enroll", "spring", ANA, "--step", "ring", status=1).stderr
    told = calls("campaign", "enroll", "spring", ANA).stderr

    assert 'The step "ring" has been done with them.' in again
    assert re.fullmatch(rf"{ANA} goes on at ask, from .* UTC on\.\n", told)


# --- an edited file --------------------------------------------------------------------------------------------------


TWO_MAILS = '[[steps]]\ntemplate = "ask"\n\n[[steps]]\ntemplate = "bump"\nafter = 2\n'


def test_who_is_under_way_finishes_their_version_though_a_step_was_deleted(outreach: CommandLine) -> None:
    write_sequence(outreach, "plain", TWO_MAILS, ask=ASK, bump=BUMP)
    outreach.list_of(ANA)
    create(outreach, "plain")
    outreach("campaign", "start", "spring")
    Beside(outreach.folder).send(ANA)
    (outreach.folder / "templates" / "plain" / "bump.txt").unlink()
    write_sequence(outreach, "plain", '[[steps]]\ntemplate = "ask"\n')
    outreach.list_of(ANA, BO)

    told = outreach("campaign", "start", "spring").stderr

    assert "1 enrolled." in told
    assert "1 left out: enrolled already." in told
    now = status(outreach)
    assert (now["version"], now["on_older_versions"]) == (2, 1)
    assert (
        "plain, version 2 (1 under way finish an older one)"
        in outreach("campaign", "status", "spring").stdout
    )
    old = outreach("campaign", "preview", "spring", "--prospect", ANA, "--readable").stdout
    assert "could you tell me who buys the printers?" in old
    Beside(outreach.folder).send(BO)
    outreach("campaign", "preview", "spring", "--prospect", BO, status=1)


def test_before_its_start_a_campaign_has_no_version(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA)
    before = status(outreach)["version"]

    outreach("campaign", "start", "spring")

    assert (before, status(outreach)["version"], status(outreach)["on_older_versions"]) == (None, 1, 0)


# --- what a campaign says of itself ---------------------------------------------------------------------------------


def test_why_the_program_paused_it_is_shown_until_a_person_resumes_it(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA)
    outreach("campaign", "start", "spring")
    Beside(outreach.folder).guard("7 of the last 100 mails came back")

    assert "7 of the last 100 mails came back" in outreach("campaign", "status", "spring").stdout
    assert "7 of the last 100 mails came back" in outreach("campaign", "list").stdout
    assert status(outreach)["paused_why"] == "7 of the last 100 mails came back"
    told = outreach("campaign", "resume", "spring").stderr
    assert told == "spring is resumed.\nIt had paused itself: 7 of the last 100 mails came back\n"
    assert (status(outreach)["state"], status(outreach)["paused_why"]) == ("running", "")


def test_a_campaign_may_choose_its_mailbox_by_the_recipients_provider(outreach: CommandLine) -> None:
    outreach.list_of(ANA)

    create(outreach, "who-handles-sales", "--match-provider")

    assert status(outreach)["match_provider"] is True
    assert "by the recipient's provider" in outreach("campaign", "status", "spring").stdout


def test_a_stop_ends_more_runs_than_one_transaction_takes(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.cli.campaign_stop.BATCH", 2)
    outreach.campaign_over(ANA, BO, CY, "dee@fourth.example", "amy@acme.example")
    outreach("campaign", "start", "spring")

    told = outreach("campaign", "stop", "spring").stderr

    assert told == "spring is stopped.\n5 runs have ended.\n"
    assert status(outreach)["enrollments"] == {"stopped": 5}
    assert "cannot be stopped" in outreach("campaign", "stop", "spring", status=1).stderr


# --- wordings --------------------------------------------------------------------------------------------------------


def test_the_wordings_of_a_step_are_held_against_each_other(outreach: CommandLine) -> None:
    two = '[[steps]]\nname = "ask"\ntemplate = ["plain", "short"]\n'
    write_sequence(outreach, "tried", two, plain=ASK, short=ASK.replace("Hello", "Good morning"))
    outreach.list_of(ANA, BO, CY)
    create(outreach, "tried")
    outreach("campaign", "start", "spring")
    for address in (ANA, BO, CY):
        Beside(outreach.folder).send(address)

    [step] = json.loads(outreach("campaign", "variants", "spring", "--json").stdout)
    shown = outreach("campaign", "variants", "spring").stdout

    assert [each["name"] for each in step["variants"]] == ["plain", "short"]
    assert sum(each["sent"] for each in step["variants"]) == 3
    assert (step["verdict"], step["winner"]) == ("no_winner_yet", None)
    assert step["more_mails"] >= 97
    assert "No winner yet: about " in shown


def test_where_nothing_is_tried_it_says_so(outreach: CommandLine) -> None:
    outreach.campaign_over(ANA)
    outreach("campaign", "start", "spring")

    done = outreach("campaign", "variants", "spring")

    assert (done.stdout, done.stderr.startswith("No step of spring has several wordings.")) == ("", True)
