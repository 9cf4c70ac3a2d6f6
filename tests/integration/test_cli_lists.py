"""`outreach lists`: where people come from, what it has cost, what came of it; and workbooks on the command line."""

import json
from pathlib import Path

import pytest

from outreach.cli.lists import LIST_FIELDS
from tests.support.cli_workspaces import (  # noqa: F401 - fixtures
    Played,
    new_workspace,
    played_workspace,
)
from tests.support.command_line import CommandLine
from tests.support.spreadsheets import workbook

PEOPLE = "email\nana@acme.example\ninfo@acme.example\nbo@gmail.com\n"


def test_a_list_says_where_it_comes_from_and_what_it_has_cost(outreach: CommandLine) -> None:
    outreach(
        *("prospects", "import", "-", "--list", "spring", "--source", "net", "--cost", "250 EUR"),
        *("--legal-basis", "inquiry: the form on our site"),
        stdin=PEOPLE,
    )

    [found] = json.loads(outreach("lists", "list", "--json").stdout)

    assert set(found) == set(LIST_FIELDS)
    assert (found["name"], found["source"], found["prospects"], found["mailed"]) == ("spring", "net", 3, 0)
    assert found["cost"] == {"amount": "250.00", "currency": "EUR"}
    assert found["bounce_share"] is None
    [run] = found["imports"]
    assert (run["actor"], run["counts"]["created"]) == ("tester", 3)
    assert run["legal_basis"] == "inquiry: the form on our site"


def test_later_imports_into_a_list_keep_who_when_and_why(outreach: CommandLine) -> None:
    outreach.list_of("ana@acme.example")
    outreach("--as", "ben", "prospects", "import", "-", "--list", "spring", stdin="email\nbo@acme.example\n")

    shown = outreach("lists", "show", "spring").stdout

    assert "import 1" in shown
    assert "by tester, spear: 1 created" in shown
    assert "by ben, spear: 1 created" in shown


def test_a_list_without_a_ground_points_to_those_of_its_imports(outreach: CommandLine) -> None:
    outreach.list_of("ana@acme.example")
    bare = outreach("lists", "show", "spring").stdout
    outreach(
        *(
            "prospects",
            "import",
            "-",
            "--list",
            "spring",
            "--legal-basis",
            "published: beta.example, 2026-03-01",
        ),
        stdin="email\nbo@beta.example\n",
    )

    shown = outreach("lists", "show", "spring").stdout

    assert "its imports name theirs" not in bare
    assert "none of its own; its imports name theirs, below" in shown
    assert "published: beta.example, 2026-03-01" in shown


def test_what_is_known_of_a_list_can_be_changed(outreach: CommandLine) -> None:
    outreach.list_of("ana@acme.example")

    outreach("lists", "edit", "spring", "--rename", "autumn", "--cost", "USD 12.5", "--source", "seed")
    found = json.loads(outreach("lists", "show", "autumn", "--json").stdout)

    assert (found["source"], found["cost"]) == ("seed", {"amount": "12.50", "currency": "USD"})
    assert 'There is no list "spring". Lists: autumn.' in outreach("lists", "show", "spring", status=1).stderr


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        (("edit", "spring"), "Say what to change", 2),
        (("edit", "spring", "--cost", "much"), '"much" is no amount', 2),
        (("edit", "nowhere", "--source", "net"), 'There is no list "nowhere"', 1),
        (("edit", "spring", "--rename", "autumn"), 'There is a list "autumn" already', 1),
    ],
)
def test_what_cannot_be_changed_is_said(
    outreach: CommandLine, words: tuple[str, ...], said: str, status: int
) -> None:
    outreach.list_of("ana@acme.example")
    outreach.list_of("bo@acme.example", name="autumn")

    assert said in " ".join(outreach("lists", *words, status=status).stderr.split())


def test_no_list_says_how_to_bring_one_in(outreach: CommandLine) -> None:
    assert "No list yet." in outreach("lists", "list").stderr


def test_what_came_of_a_list_is_counted_in_people(played: Played) -> None:
    [found] = json.loads(played.outreach("lists", "list", "--json").stdout)
    status = json.loads(played.outreach("campaign", "status", "--json").stdout)

    assert found["prospects"] >= found["mailed"] > 0
    assert found["replied"] > 0
    assert found["bounce_share"] == found["bounced"] / found["mailed"]
    assert status


def test_offices_and_free_mail_are_told_apart(outreach: CommandLine) -> None:
    told = outreach("prospects", "import", "-", "--list", "spring", stdin=PEOPLE).stderr
    listed = json.loads(outreach("prospects", "list", "--json").stdout)

    assert "Among them 1 address of offices, such as info@, and 1 at free-mail providers." in told
    assert [(row["is_office"], row["is_free_mail"]) for row in listed] == [
        (False, False),
        (True, False),
        (False, True),
    ]


def test_a_workbook_is_imported_from_a_file_and_from_standard_input(outreach: CommandLine) -> None:
    content = workbook(
        {"Notes": [("nothing",)], "People": [("Kontakt", "Wer"), ("ana@acme.example", "Ana Ruiz")]}
    )
    path: Path = outreach.folder / "people.xlsx"
    path.write_bytes(content)
    words = ("--sheet", "People", "--map", "Wer=name", "--list", "spring")

    first = outreach("prospects", "import", str(path), *words).stderr
    again = outreach("prospects", "import", "-", *words, stdin=content).stderr

    assert '1 of 1 rows are on the list "spring": 1 new.' in first
    assert "1 on it already" in again
    [ana] = json.loads(outreach("prospects", "list", "--json").stdout)
    assert ana["given_name"] == "Ana"


def test_an_import_that_was_broken_off_says_where_it_goes_on(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = outreach.folder / "list.csv"
    path.write_text("email\n" + "".join(f"p{n}@acme.example\n" for n in range(30)), encoding="utf-8")
    monkeypatch.setattr("outreach.prospects.import_run.BATCH", 10)
    monkeypatch.setattr("outreach.cli.importing.is_terminal", lambda _: False)
    taken = 0

    def interrupted(*_: object) -> bool:
        nonlocal taken
        taken += 1
        if taken > 15:
            raise KeyboardInterrupt
        return False

    with monkeypatch.context() as patched:
        patched.setattr("outreach.prospects.import_run.is_role_address", interrupted)
        stopped = outreach("prospects", "import", str(path), status=1)
    told = outreach("prospects", "import", str(path))

    assert "the same command goes on where this one stopped" in stopped.stderr
    assert "was broken off behind line 11; this one went on there." in told.stderr
    assert '30 of 30 rows are on the list "list": 30 new.' in told.stderr
