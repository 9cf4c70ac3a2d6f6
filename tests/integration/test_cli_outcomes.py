"""`outreach leads` after the hand-off as a person types it: what it refuses, what it prints, and what it never does."""

import csv
import io
import json
from pathlib import Path

import pytest

from outreach.cli.leads_credit import BONUS_FIELDS, CREDIT_FIELDS
from outreach.cli.leads_learn import LEARN_FIELDS
from outreach.qualification.leads.definition_file import load_definition
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine
from tests.support.planted_leads import plant

RULES = '[[bonus]]\nname = "a good lead"\nevent = "accepted_and_confirmed"\npay = "{pay}"\nto = "finder"\n'
INQUIRY = "email,name,company\nmaria.weber@acme.example,Maria Weber,Acme\n"


@pytest.fixture
def judged(outreach: CommandLine) -> CommandLine:
    plant(outreach.folder, 240)
    return outreach


def definition_of(outreach: CommandLine) -> Path:
    return outreach.folder / "lead-definition.toml"


# --- what sales teaches ---------------------------------------------------------------------------------------------


def test_learning_shows_counts_and_interval_and_changes_nothing(judged: CommandLine) -> None:
    before = definition_of(judged).read_bytes()

    told = judged("leads", "learn")

    line = next(line for line in told.stdout.splitlines() if line.startswith("budget\tplanned"))
    assert line.endswith("15 → 5\ttells good from bad")
    assert "would move" in told.stderr
    assert "Nothing was changed" in told.stderr
    assert definition_of(judged).read_bytes() == before


def test_a_new_definition_is_written_beside_the_old_one_and_can_be_tried(judged: CommandLine) -> None:
    new = judged.folder / "new.toml"

    told = judged("leads", "learn", "--write", str(new), "--json")

    found = json.loads(told.stdout)
    assert set(found) == set(LEARN_FIELDS)
    question = load_definition(new).question("budget")
    assert question is not None
    assert question.points["planned"] == 5
    assert {each["lead"] for each in found["would_move"]} == {241, 242, 243}
    tried = json.loads(judged("leads", "score", "--definition", str(new), "--json").stdout)
    assert [each["lead"] for each in tried] == [241, 242, 243]
    assert "is there already" in judged("leads", "learn", "--write", str(new), status=1).stderr


def test_of_too_few_leads_it_says_so_and_writes_nothing(outreach: CommandLine) -> None:
    plant(outreach.folder, 12)
    new = outreach.folder / "new.toml"

    assert "Not enough data" in outreach("leads", "learn").stderr
    assert "Nothing is proposed" in outreach("leads", "learn", "--write", str(new), status=1).stderr
    assert not new.exists()


def test_a_definition_that_cannot_be_edited_is_said_to_be_so(judged: CommandLine) -> None:
    text = definition_of(judged).read_text(encoding="utf-8")
    old = 'points = { planned = 15, "could be found" = 5, none = -10 }'
    # A table of its own behind the question.
    moved = text.replace(old, 'points."could be found" = 5\n"points"."planned" = 15\npoints.none = -10')
    definition_of(judged).write_text(moved, encoding="utf-8")
    new = judged.folder / "new.toml"

    assert "change the numbers by hand" in judged("leads", "learn", "--write", str(new), status=1).stderr
    assert not new.exists()


# --- bonus ----------------------------------------------------------------------------------------------------------


def test_rules_count_from_when_somebody_takes_them_up(outreach: CommandLine) -> None:
    file = outreach.folder / "bonus.toml"
    file.write_text(RULES.format(pay="50 EUR"), encoding="utf-8")

    assert "--take-up" in outreach("leads", "bonus").stderr
    assert "50.00 EUR to the finder" in outreach("leads", "bonus", "--take-up").stderr
    assert "in force already" in outreach("leads", "bonus", "--take-up", status=1).stderr
    file.write_text(RULES.format(pay="60 EUR"), encoding="utf-8")
    assert "says something else" in outreach("leads", "bonus").stderr
    outreach("leads", "bonus", "--take-up")
    listed = outreach("leads", "bonus", "--rules").stdout.splitlines()
    assert [line.partition("\t")[0] for line in listed] == ["version", "1", "2"]


def test_a_broken_file_is_named_by_lint_and_never_taken_up(outreach: CommandLine) -> None:
    file = outreach.folder / "bonus.toml"
    file.write_text(RULES.format(pay="fifty"), encoding="utf-8")

    assert 'bonus.toml, line 4, bonus[1].pay: "fifty" is no amount.' in outreach("lint", status=1).output
    assert "line 4" in outreach("lint", str(file), status=1).output
    outreach("leads", "bonus", "--take-up", status=3)
    assert "`outreach lint` says why" in outreach("leads", "bonus").stderr


def test_what_waits_stands_there_with_why_for_programs_and_spreadsheets(outreach: CommandLine) -> None:
    (outreach.folder / "bonus.toml").write_text(RULES.format(pay="50 EUR"), encoding="utf-8")
    outreach("leads", "bonus", "--take-up")

    assert json.loads(outreach("leads", "bonus", "--waiting", "--json").stdout) == []
    rows = list(csv.reader(io.StringIO(outreach("leads", "bonus", "--csv").stdout)))
    assert rows == [list(BONUS_FIELDS)]


# --- credit ---------------------------------------------------------------------------------------------------------


def test_sums_are_for_programs_and_spreadsheets_too(outreach: CommandLine) -> None:
    outreach("leads", "import", "-", "--source", "net", "--list", "=website", stdin=INQUIRY)

    (row,) = json.loads(outreach("leads", "credit", "--by", "list", "--json").stdout)
    assert set(row) <= set(CREDIT_FIELDS)
    assert (row["name"], row["leads"], row["confirmed"]) == ("=website", 1, 0)
    assert "'=website" in outreach("leads", "credit", "--by", "list", "--csv").stdout
    owed = json.loads(outreach("leads", "credit", "1", "--json").stdout)
    assert [(each["to"], each["has_credit"]) for each in owed] == [("list", True), ("finder", False)]


# --- what makes no sense ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("outcome", "1", "won"),
        ("outcome", "1", "lost"),
        ("outcome", "1", "won", "--amount", "12000", "--reason", "price"),
        ("outcome", "1", "lost", "--reason", "price", "--to", "alma"),
        ("outcome", "1", "won", "--amount", "a lot"),
        ("meeting", "1", "--on", "2026-03-03", "--held", "--missed"),
        ("payment", "1", "--month", "2026-03"),
        ("payment", "1", "--month", "March", "--amount", "10"),
        ("proposal", "1"),
        ("credit",),
        ("credit", "1", "--by", "list"),
        ("bonus", "--since", "2026-01-01"),
    ],
)
def test_what_makes_no_sense_is_a_mistake_in_usage(outreach: CommandLine, words: tuple[str, ...]) -> None:
    outreach("leads", "import", "-", "--source", "net", "--list", "website", stdin=INQUIRY)

    outreach("leads", *words, status=2)


@pytest.mark.parametrize(
    "words",
    [
        ("outcome", "1", "won", "--amount", "12000"),
        ("outcome", "1", "lost", "--reason", "price"),
        ("meeting", "1", "--on", "2026-03-03", "--held"),
        ("payment", "1", "--month", "2026-03", "--amount", "10"),
        ("proposal", "1", "--file", "-"),
    ],
)
def test_nothing_follows_before_sales_has_confirmed_it(outreach: CommandLine, words: tuple[str, ...]) -> None:
    outreach("leads", "import", "-", "--source", "net", "--list", "website", stdin=INQUIRY)

    outreach("leads", *words, stdin="For Acme.", status=1)

    assert json.loads(outreach("leads", "show", "1", "--json").stdout)["state"] == "open"


def test_a_company_that_is_no_fit_is_left_alone(outreach: CommandLine) -> None:
    outreach("leads", "import", "-", "--source", "net", "--list", "website", stdin=INQUIRY)

    outreach("leads", "disqualify", "1", "--reason", "they have no shop", "--bad-fit")

    shown = json.loads(outreach("leads", "show", "1", "--json").stdout)
    assert (shown["state"], shown["account_status"]) == ("disqualified", "avoid_bad_fit")


def test_a_month_that_has_not_come_yet_has_no_bonus(outreach: CommandLine) -> None:
    assert "has not come yet" in outreach("leads", "bonus", "--month", "9999-12", status=1).stderr
