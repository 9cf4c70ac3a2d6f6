"""`outreach leads` as a person uses it: imported, asked, scored, tried, put to rest; and as programs read it."""

import csv
import io
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.cli.leads import STATES
from outreach.cli.leads_handoff import AUDIT_FIELDS
from outreach.cli.leads_score import SCORE_FIELDS
from outreach.cli.leads_text import JUDGED_FIELDS, LEAD_FIELDS, SHOWN_FIELDS
from outreach.qualification.leads.model import LeadState
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine, Terminal
from tests.support.workspace import OUTREACH

INQUIRIES = """\
email,name,company,need,message
maria.weber@acme.example,Maria Weber,Acme,yes,"We need it by May."
ben@beta.example,Ben Roe,=Beta,,
"""
GOOD = ("--answer", "right_person=yes", "--answer", "fit=good", "--answer", "need=yes")
NEXT = ("--next", "call Maria", "--on", "2099-03-04")
MARIA = "maria.weber@acme.example"


@pytest.fixture
def leads(outreach: CommandLine) -> CommandLine:
    """Maria and Ben have asked us."""
    outreach("leads", "import", "-", "--source", "net", "--list", "website", stdin=INQUIRIES)
    return outreach


def shown(outreach: CommandLine, lead: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outreach("leads", "show", lead, "--json").stdout)
    return found


def soon() -> str:
    return (datetime.now(UTC) + timedelta(days=7)).date().isoformat()


# --- inbound -------------------------------------------------------------------------------------------------------


def test_inquiries_become_leads_with_their_answers_and_their_message(leads: CommandLine) -> None:
    maria = shown(leads, MARIA)

    assert (maria["state"], maria["level"], maria["source"], maria["list"]) == ("open", 1, "net", "website")
    assert maria["answers"] == {"need": "yes"}
    assert [note["text"] for note in maria["notes"]] == ["We need it by May."]
    assert (maria["finder"], maria["owner"]) == ("tester", "tester")


def test_an_import_says_what_became_of_each_row_and_where_the_errors_are(leads: CommandLine) -> None:
    leads("suppress", "add", "eve@gamma.example")
    rows = (
        "email,need\nmaria.weber@acme.example,\neve@gamma.example,\nno-address,\n"
        "jo@delta.example,perhaps\nkim@delta.example,no\nkim@delta.example,no\n"
    )

    told = leads("leads", "import", "-", "--source", "net", "--list", "fair", "--json", stdin=rows, status=1)

    report = json.loads(told.stdout)
    assert {name: report[name] for name in ("opened", "opened_suppressed", "known", "refused")} == {
        "opened": 1,
        "opened_suppressed": 1,
        "known": 1,
        "refused": 3,
    }
    assert [row["line"] for row in report["bad_rows"]] == [4, 5, 7]
    assert report["bad_rows"][1]["reason"] == 'need: "perhaps" is neither yes nor no.'


def test_word_of_mouth_leaves_out_who_said_no(outreach: CommandLine) -> None:
    outreach("suppress", "add", "eve@gamma.example")

    told = outreach(
        "leads", "import", "-", "--source", "seed", "--list", "friends", stdin="email\neve@gamma.example\n"
    )

    assert '1 rows are read into "friends": 1 left out because they said no.' in told.stderr
    assert outreach("leads", "list", "--json").stdout.strip() == "[]"


def test_a_rehearsal_changes_nothing(outreach: CommandLine) -> None:
    told = outreach(
        "leads", "import", "-", "--source", "net", "--list", "website", "--dry-run", stdin=INQUIRIES
    )

    assert '2 rows would be read into "website": 2 new.' in told.stderr
    assert json.loads(outreach("leads", "list", "--json").stdout) == []


# --- qualified -----------------------------------------------------------------------------------------------------


def test_a_lead_is_qualified_by_options_and_its_score_is_shown_line_by_line(leads: CommandLine) -> None:
    told = leads("leads", "qualify", MARIA, *GOOD, "--next", "call Maria", "--on", soon())

    assert "Lead 1 is qualified (definition version 1)." in told.stderr
    assert "need\tyes\t+15" in told.stdout
    assert "score\twanted 40\t45" in told.stdout
    assert "3 ◀\tneed confirmed\t+ right_person = yes; + fit = good | partly; + need = yes" in told.stdout


def test_json_has_the_lines_and_what_is_lacking(leads: CommandLine) -> None:
    answers = json.dumps({"right_person": True, "fit": "partly", "need": "no"})

    told = leads(
        *("leads", "qualify", "2", "--answers", "-", "--no-next-step", "they call us", "--json"),
        stdin=answers,
    )

    report = json.loads(told.stdout)
    assert (report["qualified"], report["score"], report["level"], report["state"]) == (False, 10, 2, "open")
    assert sum(line["points"] for line in report["lines"]) == 10
    assert report["why_not"] == ["level 2, wanted 3 (need confirmed)", "score 10, wanted 40"]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        ((*GOOD,), 1, "What comes next? Give --next"),
        ((*GOOD, "--next", "call"), 1, 'When is "call"?'),
        (("--answer", "need=yes", "--no-next-step", "x"), 1, "lacks an answer to: right_person, fit"),
        (("--answer", "need=yes"), 1, "lacks an answer to: right_person, fit"),
        (("--answer", "need", *NEXT), 2, "write it as QUESTION=ANSWER"),
        (("--answer", "need=perhaps", "--answer", "neeed=yes", *NEXT), 2, 'Did you mean "need"?'),
        ((*GOOD, *NEXT, "--no-next-step", "x"), 2, "either --next or --no-next-step"),
        ((*GOOD, *NEXT), 1, "is no day for a next step"),
        (("--answers", "-", *NEXT), 2, "this is no JSON"),
    ],
)
def test_what_is_missing_is_said_with_the_next_step(
    leads: CommandLine, words: tuple[str, ...], status: int, says: str
) -> None:
    assert says in leads("leads", "qualify", MARIA, *words, status=status).output


def test_on_a_terminal_the_questions_are_asked_and_explained(leads: CommandLine) -> None:
    terminal = Terminal.running(
        [*OUTREACH, "leads", "qualify", "1", "--language", "en"],
        environment=leads.process_environment({"TERM": "dumb"}),
        folder=leads.folder,
        columns=100,
    )

    for question, answer in (
        (b"handle this at their company?", "y"),
        (b"Are we a fit", "?"),
        (b"Not a fit is a good answer", "go"),
        (b"need of their own? (yes/no) * [yes]", ""),
        (b"How much does it matter", "enormously"),
        (b"is none of nice to have, a problem, a priority", "a pri"),
        (b"their say in it", ""),
        (b"must a solution do", "speak to their CRM"),
        (b"money for it", ""),
        (b"want to have it", "soon"),
        (b"Write it as 2027-03-01", ""),
        (b"sell the same", ""),
        (b"Notes", "?"),
        (b"What was said, in your words", "three people, one printer"),
        (b"What comes next?", "?"),
        (b"What you do next, in a few words", ""),
        (b"Why does nothing come next?", "?"),
        (b"Why nothing is to be done now", "they call us on Monday"),
    ):
        terminal.read_until(question)
        os.write(terminal.descriptor, f"{answer}\n".encode())
    screen = terminal.to_the_end()

    assert terminal.process.returncode == 0, screen
    assert "Lead 1 is qualified" in screen
    maria = shown(leads, "1")
    assert maria["answers"] == {
        "right_person": "yes",
        "fit": "good",
        "need": "yes",
        "need_level": "a priority",
        "requirements": "speak to their CRM",
    }
    assert maria["no_next_step_why"] == "they call us on Monday"
    assert maria["notes"][-1]["text"] == "three people, one printer"


def test_who_hangs_up_half_way_keeps_what_was_said_and_hears_what_is_missing(leads: CommandLine) -> None:
    terminal = Terminal.running(
        [*OUTREACH, "leads", "qualify", "1", "--language", "en"],
        environment=leads.process_environment({"TERM": "dumb"}),
        folder=leads.folder,
        columns=100,
    )

    for question, answer in (
        (b"handle this at their company?", "y"),
        (b"Are we a fit", ""),
        (b"need of their own?", ""),
        (b"How much does it matter", ""),
        (b"their say in it", ""),
        (b"must a solution do", ""),
        (b"money for it", ""),
        (b"want to have it", ""),
        (b"sell the same", ""),
        (b"Notes", "the line broke"),
        (b"What comes next?", ""),
    ):
        terminal.read_until(question)
        os.write(terminal.descriptor, f"{answer}\n".encode())
    screen = terminal.to_the_end()

    assert terminal.process.returncode == 1, screen
    assert "lead 1 is open. Nobody is qualified before these are answered: fit" in " ".join(screen.split())
    maria = shown(leads, "1")
    assert (maria["state"], maria["answers"]) == ("open", {"right_person": "yes", "need": "yes"})
    assert maria["no_next_step_why"].startswith("still to be asked: fit")
    assert maria["notes"][-1]["text"] == "the line broke"


def test_a_list_of_leads_fits_the_terminal_and_breaks_no_address(leads: CommandLine) -> None:
    for columns in (80, 100):
        screen = leads.on_terminal("leads", "list", columns=columns)

        assert MARIA in screen
        assert max(map(len, screen.splitlines())) <= columns


def test_a_question_is_asked_in_the_language_of_the_terminal(leads: CommandLine) -> None:
    terminal = Terminal.running(
        [*OUTREACH, "leads", "qualify", "1"],
        environment=leads.process_environment({"TERM": "dumb", "LC_ALL": "ru_RU.UTF-8"}),
        folder=leads.folder,
        columns=100,
    )

    terminal.read_until("Этот вопрос в их ведении? (да/нет) *".encode())
    terminal.process.terminate()
    terminal.to_the_end()


# --- a changed definition ------------------------------------------------------------------------------------------


def changed(leads: CommandLine, **replaced: str) -> Path:
    """lead-definition.toml with some of it replaced, beside it."""
    text = (leads.folder / "lead-definition.toml").read_text(encoding="utf-8")
    for before, after in (("threshold = 40", replaced.get("threshold", "threshold = 40")),):
        text = text.replace(before, after)
    new = leads.folder / "new.toml"
    new.write_text(
        text.replace("yes = 15, no = -10", replaced.get("need", "yes = 15, no = -10")), encoding="utf-8"
    )
    return new


def test_a_changed_definition_is_tried_on_the_leads_and_nothing_is_written(leads: CommandLine) -> None:
    leads("leads", "qualify", "1", *GOOD, "--no-next-step", "they call us")
    before = shown(leads, "1")
    new = changed(leads, need="yes = 5, no = -10")

    told = leads("leads", "score", "--definition", str(new))
    report = json.loads(leads("leads", "score", "--definition", str(new), "--json").stdout)

    assert (
        "1\tMaria Weber\tAcme\tqualified\t45 → 35\t3\tyes → no\tneed = yes: 15 → 5; score 35, wanted 40"
        in told.stdout
    )
    assert "1 of 2 would move: 0 become qualified, 1 no longer; 1 never judged." in told.stderr
    assert (report[0]["before"]["score"], report[0]["after"]["score"]) == (45, 35)
    assert shown(leads, "1") == before


def test_applied_it_is_the_version_of_all_who_were_judged(leads: CommandLine) -> None:
    leads("leads", "qualify", "1", *GOOD, "--no-next-step", "they call us")
    changed(leads, threshold="threshold = 60").rename(leads.folder / "lead-definition.toml")

    told = leads("leads", "score", "--apply")

    assert "All are judged again, and keep this version." in told.stderr
    maria = shown(leads, "1")
    assert (maria["state"], maria["definition_version"]) == ("open", 2)
    assert maria["moves"][-1]["why"] == "score 45, wanted 60"


def test_only_the_definition_of_the_workspace_can_be_applied(leads: CommandLine) -> None:
    new = changed(leads, threshold="threshold = 60")

    told = leads("leads", "score", "--definition", str(new), "--apply", status=2)

    assert "put the new definition there first" in told.stderr


def test_a_faulty_definition_is_told_by_line_by_lint_and_by_every_command_that_needs_it(
    leads: CommandLine,
) -> None:
    file = leads.folder / "lead-definition.toml"
    file.write_text(file.read_text(encoding="utf-8") + "\n[colour]\nx = 1\n", encoding="utf-8")

    linted = leads("lint", str(file), status=1)
    refused = leads("leads", "qualify", "1", *GOOD, *NEXT, status=3)

    assert "colour: is no key here." in linted.stdout
    assert f"line {len(file.read_text(encoding='utf-8').splitlines()) - 1}" in refused.stderr


# --- listed, rested, ended -----------------------------------------------------------------------------------------


def test_leads_are_listed_by_state_level_and_person(leads: CommandLine) -> None:
    leads("leads", "qualify", "1", *GOOD, "--no-next-step", "they call us")
    leads("leads", "assign", "2", "ben")

    def ids(*words: str) -> list[int]:
        return [row["id"] for row in json.loads(leads("leads", "list", *words, "--json").stdout)]

    assert ids() == [1, 2]
    assert ids("--state", "qualified") == [1]
    assert ids("--level", "2") == [1]
    assert ids("--mine") == [1, 2]
    leads("leads", "disqualify", "2", "--reason", "too small")
    assert ids() == [1]
    assert ids("--all") == [1, 2]


def test_csv_is_for_spreadsheets_and_runs_no_formula(leads: CommandLine) -> None:
    told = leads("leads", "list", "--csv").stdout

    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["address"] for row in rows] == [MARIA, "ben@beta.example"]
    assert rows[1]["account"] == "'=Beta"


def test_a_lead_is_put_to_rest_and_woken(leads: CommandLine) -> None:
    rested = leads("leads", "nurture", "1", "--until", soon(), "--reason", "budget comes then", "--quiet")
    in_list = leads("leads", "list", "--state", "nurture").stdout
    refused = leads("leads", "qualify", "1", *GOOD, *NEXT, status=1)
    woken = leads("leads", "nurture", "1", "--wake", "--reason", "in the news")

    assert f"Lead 1 rests until {soon()}." in rested.stderr
    assert f"wakes {soon()}" in in_list
    assert "Wake it first: `outreach leads nurture 1 --wake`." in refused.stderr
    assert "Lead 1 is open. `outreach leads qualify 1`" in woken.stderr
    assert [move["event"] for move in shown(leads, "1")["moves"]] == ["opened", "nurtured", "woken"]
    assert "budget comes then" in leads("tasks", "list", "--json").stdout


def test_the_daemon_puts_who_rests_into_the_shipped_sequence(outreach: CommandLine) -> None:
    basis = ("--legal-basis", "consent: asked on our site")
    outreach("leads", "import", "-", "--source", "net", "--list", "website", *basis, stdin=INQUIRIES)
    outreach("leads", "nurture", "1", "--reason", "no budget")
    outreach("leads", "nurture", "2", "--reason", "asked us to wait", "--until", soon(), "--quiet")

    outreach("run", "--once")

    maria, ben = shown(outreach, "1"), shown(outreach, "2")
    assert maria["nurture_run"].startswith("nurture, step 1: active, due ")
    assert ben["nurture_run"] is None
    assert "nurture" in outreach("campaign", "list").stdout


def test_a_sequence_that_may_not_be_sent_is_not_used_and_nobody_is_enrolled(leads: CommandLine) -> None:
    template = leads.folder / "templates" / "nurture" / "still-yours.txt"
    template.write_text(template.read_text(encoding="utf-8") + "{{ nothing }}\n", encoding="utf-8")
    leads("leads", "nurture", "1", "--reason", "no budget")

    leads("run", "--once")

    assert shown(leads, "1")["nurture_run"] is None


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--wake", "--until", "2027-01-01"), "--wake needs no day"),
        (("--quiet",), "until which day?"),
    ],
)
def test_nurture_is_asked_for_in_one_way(leads: CommandLine, words: tuple[str, ...], says: str) -> None:
    assert says in leads("leads", "nurture", "1", "--reason", "x", *words, status=2).stderr


def test_one_lead_is_shown_on_a_page_with_nothing_that_a_terminal_obeys(leads: CommandLine) -> None:
    evil = "ring \x1b]52;c;ZXZpbA==\x07 me \u202e now"
    leads("leads", "qualify", "1", *GOOD, "--notes", evil, "--no-next-step", evil)

    page = leads("leads", "show", "1").stdout
    life = leads("leads", "audit", "1").stdout

    for text in (page, life, leads("leads", "show", "1", "--json").stdout):
        assert not any(sign in text for sign in ("\x1b", "\x07", "\u202e"))
    assert "lead           1: Maria Weber <maria.weber@acme.example>" in page
    assert "Level history:" in page
    assert "qualified → qualified" in life


def test_what_is_not_there_is_said_with_the_next_step(leads: CommandLine) -> None:
    assert "There is no lead 99." in leads("leads", "show", "99", status=1).stderr
    assert (
        "is neither the number of a lead nor an address" in leads("leads", "show", "maria", status=2).stderr
    )
    assert "--reason" in leads("leads", "disqualify", "1", status=2).stderr


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("list",), LEAD_FIELDS),
        (("show", "1"), SHOWN_FIELDS),
        (("audit", "1"), AUDIT_FIELDS),
        (("score", "--all"), SCORE_FIELDS),
        (("qualify", "1", *GOOD, "--no-next-step", "they call us"), JUDGED_FIELDS),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_the_fields_of_json_are_those_that_the_help_documents(
    leads: CommandLine, words: tuple[str, ...], fields: dict[str, str]
) -> None:
    document = json.loads(leads("leads", *words, "--json").stdout)

    for each in document if isinstance(document, list) else [document]:
        assert set(each) == set(fields)


def test_the_states_in_the_help_are_those_that_there_are() -> None:
    assert list(STATES) == [state.value for state in LeadState]
