"""`outreach accounts`, and what `prospects` and `campaign` say of companies and of who fits."""

import json
from pathlib import Path

import pytest

from outreach.cli.shipped import shipped
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine

PEOPLE = (
    "email,company,title,employees,country,industry\n"
    "ana@acme.example,Acme Corp,CEO,50,GB,machine tools\n"
    "amy@acme.de,ACME GmbH,Einkäufer,,DE,\n"
    "ben@beta.example,Beta,VP Sales,5000,GB,recruiting\n"
)


@pytest.fixture
def line(outreach: CommandLine) -> CommandLine:
    outreach("prospects", "import", "-", "--list", "spring", stdin=PEOPLE)
    return outreach


def told(line: CommandLine, *words: str) -> object:
    return json.loads(line(*words, "--json").stdout)


def test_companies_are_listed_and_filtered(line: CommandLine) -> None:
    def names(*options: str) -> list[str]:
        rows = told(line, "accounts", "list", *options)
        assert isinstance(rows, list)
        return [row["name"] for row in rows]

    assert names() == ["Acme Corp", "ACME GmbH", "Beta"]
    assert names("--search", "ACME") == ["Acme Corp", "ACME GmbH"]
    assert names("--domain", "beta.example") == ["Beta"]
    assert names("--duplicates") == ["Acme Corp", "ACME GmbH"]
    assert names("--status", "working") == []
    assert names("--search", "%") == []


def test_two_are_merged_shown_and_parted_again(line: CommandLine) -> None:
    merged = line("accounts", "merge", "acme.example", "ACME GmbH", "--reason", "one company", status=1)
    assert "may be 1 (Acme Corp), 2 (ACME GmbH)" in merged.output

    line("accounts", "merge", "acme.example", "acme.de", "--reason", "one company")
    shown = told(line, "accounts", "show", "ACME")
    assert isinstance(shown, dict)
    assert (shown["domains"], shown["other_names"]) == (["acme.de", "acme.example"], ["ACME GmbH"])
    assert shown["changes"][0]["reason"] == "one company"

    line("accounts", "undo")
    assert "Nothing" not in line("accounts", "show", "acme.de").output
    assert line("accounts", "undo", status=1).output.strip() == "There is no merge or split to undo."


def test_a_domain_is_split_off(line: CommandLine) -> None:
    line("accounts", "merge", "1", "2")

    split = told(line, "accounts", "split", "1", "--domain", "acme.de", "--name", "ACME Deutschland")

    assert isinstance(split, dict)
    assert split["contacts"] == 1
    assert "ACME Deutschland" in line("accounts", "list").output


def test_a_status_says_which_mail_goes_there(line: CommandLine) -> None:
    line(
        "accounts",
        "edit",
        "beta.example",
        "--status",
        "nurture_check_quarterly",
        "--reason",
        "asked us to wait",
    )

    shown = told(line, "accounts", "show", "beta.example")
    assert isinstance(shown, dict)
    assert shown["status_why"] == "asked us to wait"
    assert {kind: rule["goes"] for kind, rule in shown["mail"].items()} == {
        "first mail": False,
        "follow-up": False,
        "referred follow-up": True,
        "nurture": True,
        "a person's answer": True,
    }


def test_a_domain_of_another_company_is_refused_with_what_to_do(line: CommandLine) -> None:
    refused = line("accounts", "edit", "1", "--add-domain", "beta.example", status=1)

    assert "outreach accounts merge 1 3" in refused.output
    assert (
        "split 1 --domain acme.example"
        in line("accounts", "edit", "1", "--remove-domain", "acme.example", status=1).output
    )
    assert "free-mail" in line("accounts", "edit", "1", "--add-domain", "gmail.com", status=1).output


def test_a_file_of_customers_is_tried_and_imported(line: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "customers.txt"
    file.write_text("Beta AG\nGamma\nAcme Inc\nfoo@@\n", encoding="utf-8")

    tried = json.loads(
        line("accounts", "import", str(file), "--kind", "customer", "--dry-run", "--json", status=1).stdout
    )
    assert [tried[name] for name in ("created", "rated", "ambiguous", "bad")] == [1, 1, 1, 1]
    assert "avoid" not in line("accounts", "list").output

    done = line("accounts", "import", str(file), "--kind", "customer", status=1)
    assert "line 4" in done.output
    assert "line 3" in done.output
    assert line("accounts", "list", "--status", "avoid_customer").output.count("avoid_customer") == 2


def test_a_file_needs_a_kind_or_a_status(line: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Beta\n", encoding="utf-8")

    assert "--kind" in line("accounts", "import", str(tmp_path / "x.txt"), status=2).output


def test_a_person_is_shown_with_their_grade(line: CommandLine) -> None:
    shown = told(line, "prospects", "show", "ben@beta.example")

    assert isinstance(shown, dict)
    assert (shown["decides"], shown["grade"]["grade"], shown["grade"]["fit"]) == (True, "D", "no")
    assert shown["lists"][0]["list"] == "spring"
    assert "FLAG   agency" in line("prospects", "show", "ben@beta.example").output


def test_lists_say_how_many_fit_and_what_is_not_known(line: CommandLine) -> None:
    rows = told(line, "prospects", "grade")
    assert isinstance(rows, list)
    (row,) = rows

    assert row["grades"] == {"A": 1, "B": 0, "C": 0, "D": 2}
    assert (row["share"], row["could_fit"], row["missing"]) == (33, 1, {"employees": 1, "industry": 1})


def test_a_person_is_corrected_and_the_audit_names_fields_only(line: CommandLine) -> None:
    line(
        "prospects",
        "edit",
        "amy@acme.de",
        "--title",
        "Geschäftsführerin",
        "--set",
        "employees=100",
        "--country",
        "Austria",
    )

    shown = told(line, "prospects", "show", "amy@acme.de")
    assert isinstance(shown, dict)
    assert (shown["title"], shown["country"], shown["fields"]["employees"]) == (
        "Geschäftsführerin",
        "AT",
        "100",
    )
    assert "no country" in line("prospects", "edit", "amy@acme.de", "--country", "Atlantis", status=1).output
    assert (
        "encoded word"
        in line("prospects", "edit", "amy@acme.de", "--name", "=?utf-8?q?=0ABcc:x?=", status=1).output
    )
    assert "FIELD=VALUE" in line("prospects", "edit", "amy@acme.de", "--set", "employees", status=2).output
    assert "Nothing about" in line("prospects", "edit", "amy@acme.de", "--country", "AT", status=1).output


def test_a_person_is_given_to_another_company(line: CommandLine) -> None:
    line("prospects", "edit", "amy@acme.de", "--account", "beta.example")

    shown = told(line, "prospects", "show", "amy@acme.de")
    assert isinstance(shown, dict)
    assert shown["account"] == "Beta"


def test_a_campaign_takes_up_only_who_fits_well_enough(line: CommandLine) -> None:
    create = (
        "campaign",
        "create",
        "spring",
        "--sequence",
        "who-handles-sales",
        "--list",
        "spring",
        "--mailbox",
        "ann",
    )
    line(*create, "--grade", "B")

    started = line("campaign", "start", "spring").output

    assert "1 enrolled." in started
    assert "1 left out: grade D, B or better is asked for." in started
    assert (
        "1 left out: grade D, B or better is asked for; could be one: employees, industry not known."
        in started
    )
    assert told(line, "campaign", "status", "spring")["min_grade"] == "B"  # type: ignore[index]
    assert told(line, "prospects", "show", "ana@acme.example")["enrollments"][0]["grade"] == "A"  # type: ignore[index]


def test_an_edited_wording_does_not_reach_who_fits_no_longer(line: CommandLine) -> None:
    create = ("campaign", "create", "spring", "--sequence", "who-handles-sales", "--list", "spring")
    line(*create, "--mailbox", "ann", "--grade", "B")
    line("campaign", "start", "spring")
    line("prospects", "edit", "ana@acme.example", "--set", "employees=5000")
    template = line.folder / "templates" / "who-handles-sales" / "ask.txt"
    template.write_text(template.read_text("utf-8").replace("Could you tell", "Would you tell"), "utf-8")

    again = line("campaign", "start", "spring").output

    assert "1 ended: grade D, B or better is asked for.\n" in again
    assert "moved" not in again
    assert told(line, "campaign", "status", "spring")["enrollments"] == {"stopped": 1}  # type: ignore[index]


def test_without_a_profile_no_grade_can_be_asked_for(line: CommandLine) -> None:
    (line.folder / "ideal-customer.toml").unlink()
    create = (
        "campaign",
        "create",
        "spring",
        "--sequence",
        "who-handles-sales",
        "--list",
        "spring",
        "--mailbox",
        "ann",
    )

    assert "ideal-customer.toml" in line(*create, "--grade", "B", status=1).output
    assert "ideal-customer.toml" in line("prospects", "grade", status=1).output
    assert json.loads(line("prospects", "show", "ana@acme.example", "--json").stdout)["grade"] is None


def test_lint_says_while_the_profile_is_as_shipped(line: CommandLine) -> None:
    file = line.folder / "ideal-customer.toml"
    file.write_bytes(shipped("ideal-customer.toml").read_bytes())
    before = line("lint").output

    file.write_text(file.read_text("utf-8").replace("[20, 200]", "[5, 50]"), "utf-8")

    assert "ideal-customer.toml: is still that of the example" in before
    assert "still that of the example: lists" not in line("lint").output


def test_lint_covers_the_profile(line: CommandLine) -> None:
    file = line.folder / "ideal-customer.toml"
    file.write_text('[[criteria]]\nfeild = "x"\n', encoding="utf-8")

    assert "ideal-customer.toml, line 2, criteria[1].feild: is no key here." in line("lint", status=1).output
    assert "line 2" in line("lint", str(file), status=1).output
