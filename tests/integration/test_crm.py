"""Leads to a CRM and back: exported under its names, and what became of them read back, once."""

import csv
import io
import json
from typing import Any

import pytest

from outreach.cli.leads_crm import FIELD_NAMES, IMPORT_FIELDS, OUTCOME_FIELD_NAMES, STAGES
from outreach.handoff.crm_fields import CRM_FIELDS
from outreach.handoff.crm_outcomes import OUTCOME_FIELDS, CrmStage
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine

TEAM = """
[[team]]
person = "rita"
address = "rita@alpha.example"

[[team]]
person = "dora"
address = "dora@alpha.example"
role = "salesperson"

[[team]]
person = "mona"
address = "mona@alpha.example"
role = "manager"
"""
GOOD = ("--answer", "right_person=yes", "--answer", "fit=good", "--answer", "need=yes")
PEOPLE = (
    "email,name,company\n"
    "maria.weber@acme.example,Maria Weber,Acme\n"
    'otto.kern@beta.example,"=HYPERLINK(""x"")",Beta\n'
    "ida.holm@gamma.example,Ida Holm,Gamma\n"
)

DEALS = """\
Lead ID;Deal stage;Amount;Currency;Close date;Paid month;Comment
1;Closed won;12 000.00;EUR;2026-03-02;;signed
1;;1000.00;EUR;;2026-04;
1;;1000.00;EUR;;2026-05;
2;Rejected;;;;;we had them before
3;Proposal sent;;;;;
99;Closed won;5;EUR;;;
3;Dreaming;;;;;
x;Closed won;5;EUR;;;
"""


@pytest.fixture
def leads(outreach: CommandLine) -> CommandLine:
    """Three people asked us; Rita has qualified them, and Dora is asked about each."""
    config = outreach.folder / "config.toml"
    config.write_text(config.read_text(encoding="utf-8") + TEAM, encoding="utf-8")
    run(outreach, "rita", "leads", "import", "-", "--source", "net", "--list", "website", stdin=PEOPLE)
    for lead in ("1", "2", "3"):
        run(outreach, "rita", "leads", "qualify", lead, *GOOD, "--no-next-step", "they call us")
        run(outreach, "rita", "leads", "offer", lead, "--to", "dora")
    return outreach


def run(outreach: CommandLine, who: str, *words: str, status: int = 0, stdin: str = "") -> str:
    return outreach("--as", who, *words, status=status, stdin=stdin).output


def read_back(leads: CommandLine, text: str, *more: str, who: str = "mona", status: int = 0) -> Any:
    words = ("--as", who, "leads", "import-outcomes", "-", "--json", *more)
    return json.loads(leads(*words, status=status, stdin=text).stdout)


def exported(leads: CommandLine, *more: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(leads("leads", "export", "--all", *more).stdout)))


def test_help_names_what_there_is() -> None:
    assert tuple(CRM_FIELDS) == FIELD_NAMES
    assert tuple(OUTCOME_FIELDS) == OUTCOME_FIELD_NAMES
    assert tuple(CrmStage) == STAGES


def test_a_file_that_is_read_twice_does_everything_once(leads: CommandLine) -> None:
    first = read_back(leads, DEALS, status=1)
    after = exported(leads)
    second = read_back(leads, DEALS, status=1)

    assert set(first) == set(IMPORT_FIELDS)
    assert (first["taken"], first["known"], first["refused"]) == (4, 0, 4)
    assert (second["taken"], second["known"], second["refused"]) == (0, 4, 4)
    assert exported(leads) == after
    assert [(row["lead"], row["state"], row["amount"], row["paid"]) for row in after] == [
        ("1", "won", "12000.00", "2000.00"),
        ("2", "offered", "", ""),
        ("3", "proposal", "", ""),
    ]


def test_steps_that_lie_between_are_taken_in_order_in_the_name_of_the_salesperson(leads: CommandLine) -> None:
    told = read_back(leads, DEALS, status=1)

    assert told["rows"][0]["steps"] == ["accepted", "confirmed", "proposal", "meeting", "won"]
    life = json.loads(leads("leads", "audit", "1", "--json").stdout)
    assert {row["by"] for row in life if "accepted" in row["what"]} == {"dora"}


def test_bad_lines_are_named_with_the_reason(leads: CommandLine) -> None:
    told = {row["line"]: row["why"] for row in read_back(leads, DEALS, status=1)["rows"] if row["why"]}

    assert "procedural, clerical or definitional" in told[5]
    assert "There is no lead 99" in told[7]
    assert '"Dreaming" is no stage' in told[8]
    assert '"x" is no number of a lead' in told[9]


def test_a_rehearsal_changes_nothing(leads: CommandLine) -> None:
    before = exported(leads)
    told = read_back(leads, DEALS, "--dry-run", status=1)

    assert (told["dry_run"], told["taken"]) == (True, 4)
    assert exported(leads) == before
    assert read_back(leads, DEALS, status=1)["taken"] == 4


def test_a_rejection_is_no_second_one_when_it_is_read_again(leads: CommandLine) -> None:
    rejected = "lead,stage,reason,note\n2,rejected,clerical,no phone number\n"

    assert read_back(leads, rejected)["taken"] == 1
    run(leads, "rita", "leads", "qualify", "2", *GOOD, "--no-next-step", "they call us")
    run(leads, "rita", "leads", "offer", "2", "--to", "dora")

    assert read_back(leads, rejected)["known"] == 1
    assert exported(leads)[1]["state"] == "offered"


def test_a_second_amount_for_a_month_is_no_second_payment(leads: CommandLine) -> None:
    read_back(leads, DEALS, status=1)
    told = read_back(leads, "lead,month,amount\n1,2026-04,900.00\n", status=1)

    assert "are noted for 2026-04 already" in told["rows"][0]["why"]
    assert exported(leads)[0]["paid"] == "2000.00"


@pytest.mark.parametrize(
    ("who", "why"),
    [("rita", "cannot read outcomes back"), ("tester", "cannot read outcomes back")],
)
def test_whoever_found_it_does_not_say_what_became_of_it(leads: CommandLine, who: str, why: str) -> None:
    told = read_back(leads, "lead,stage\n1,confirmed\n", who=who, status=1)

    assert why in told["rows"][0]["why"]
    assert exported(leads)[0]["state"] == "offered"


def test_a_header_without_our_number_is_refused_with_the_way_out(leads: CommandLine) -> None:
    told = leads("--as", "mona", "leads", "import-outcomes", "-", status=1, stdin="Deal,Phase\n1,won\n")

    assert "say which has our number of the lead" in told.output
    read_back(leads, "Deal,Phase\n1,accepted\n", "--map", "Deal=lead", "--map", "Phase=stage")
    assert exported(leads)[0]["state"] == "accepted"


def test_a_crm_gets_its_own_names_and_no_formula(leads: CommandLine) -> None:
    fields = leads.folder / "crm.toml"
    fields.write_text('fields = { "Lead ID" = "lead", "Person" = "name", "Need" = "answer.need" }\n')

    rows = exported(leads, "--fields", str(fields))

    assert rows[0] == {"Lead ID": "1", "Person": "Maria Weber", "Need": "yes"}
    assert rows[1]["Person"].startswith("'=")


def test_the_configuration_names_fields_stages_and_columns(leads: CommandLine) -> None:
    config = leads.folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    crm = 'fields = ["Nr=lead", "Now=state"]\nstages = ["Verhandlung=proposal"]\n'
    config.write_text(f"{text}\n[hand_off.crm]\n{crm}", encoding="utf-8")

    read_back(leads, "Lead ID,Stage\n3,Verhandlung\n")

    assert exported(leads)[2] == {"Nr": "3", "Now": "proposal"}


def test_a_return_that_sales_made_here_is_no_second_one_when_it_is_read(leads: CommandLine) -> None:
    returned = "lead,stage,note\n2,returned,their budget was cut\n"
    run(leads, "dora", "leads", "accept", "2")
    run(leads, "dora", "leads", "return", "2", "--reason", "their budget was cut")
    run(leads, "rita", "leads", "qualify", "2", *GOOD, "--no-next-step", "they call us")
    run(leads, "rita", "leads", "offer", "2", "--to", "dora")
    run(leads, "dora", "leads", "accept", "2")

    assert read_back(leads, returned)["known"] == 1
    assert exported(leads)[1]["state"] == "accepted"


def test_a_number_of_months_that_no_database_holds_is_a_bad_line(leads: CommandLine) -> None:
    told = read_back(leads, "lead,stage,amount,months\n2,won,5,00000112345678901234567890\n", status=1)

    assert "is no number of months" in told["rows"][0]["why"]
