"""The commands about noes, rights and the record, as a person types them."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from tests.support.cli_workspaces import new_workspace  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine

LISTMONK = (
    "uuid,email,name,attributes,status\n"
    "1,ana@acme.example,Ana,{},blocklisted\n"
    "2,ben@beta.example,Ben,{},enabled\n"
    "3,nobody at all,X,{},blocklisted\n"
)


@pytest.fixture
def noes(tmp_path: Path) -> Path:
    file = tmp_path / "subscribers.csv"
    file.write_text(LISTMONK, encoding="utf-8")
    return file


def listed(outreach: CommandLine) -> list[tuple[str, str]]:
    rows = json.loads(outreach("suppress", "list", "--json").stdout)
    return [(row["value"], row["reason"]) for row in rows]


def test_an_export_of_another_program_is_taken_as_far_as_it_means_no(
    outreach: CommandLine, noes: Path
) -> None:
    told = outreach("suppress", "import", str(noes), status=1)

    assert listed(outreach) == [("ana@acme.example", "opted_out")]
    assert "Not taken, since it means no no: 1 enabled." in told.stderr
    assert 'line 4: "nobody at all" is neither an address nor a domain.' in told.stderr
    assert "1 suppressed, 0 were already (read as listmonk)." in told.stderr


def test_a_rehearsal_counts_and_changes_nothing(outreach: CommandLine, noes: Path) -> None:
    told = json.loads(outreach("suppress", "import", str(noes), "--dry-run", "--json", status=1).stdout)

    assert (told["format"], told["new"], told["passed"]) == ("listmonk", 1, {"enabled": 1})
    assert listed(outreach) == []


def test_what_is_exported_can_be_imported_elsewhere(outreach: CommandLine, tmp_path: Path) -> None:
    outreach("suppress", "add", "ana@acme.example", "*.rival.example", "--note", "=HYPERLINK(1)")
    file = tmp_path / "noes.csv"

    outreach("suppress", "export", "--out", str(file))
    plain = outreach("suppress", "export", "--format", "plain").stdout
    as_json = json.loads(outreach("suppress", "export", "--format", "json").stdout)
    mailchimp = outreach("suppress", "export", "--format", "mailchimp")

    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [(row["value"], row["kind"], row["note"]) for row in rows] == [
        ("ana@acme.example", "address", "'=HYPERLINK(1)"),
        ("rival.example", "domain", "'=HYPERLINK(1)"),
    ]
    assert plain.splitlines() == ["ana@acme.example", "rival.example"]
    assert [each["value"] for each in as_json] == ["ana@acme.example", "rival.example"]
    assert "Left out: 1 of the kind domain." in mailchimp.stderr
    again = json.loads(outreach("suppress", "import", str(file), "--json").stdout)
    assert (again["format"], again["new"], again["known"]) == ("csv", 0, 2)


def test_a_whole_company_is_left_alone_and_written_to_again(outreach: CommandLine) -> None:
    outreach.list_of("ana@acme.example", "gil@gmail.com")

    outreach("suppress", "add", "--account", "acme.example", "--note", "a competitor")

    told = outreach("suppress", "check", "new@mail.acme.example", status=1)
    assert "by_hand (the account account:" in told.stderr
    outreach("suppress", "add", "--account", "nobody.example", status=1)
    outreach("suppress", "remove", "--account", "acme.example", "--reason", "no competitor any more")
    outreach("suppress", "check", "ana@acme.example")


def test_what_they_said_themselves_takes_more_than_a_reason(outreach: CommandLine, noes: Path) -> None:
    outreach("suppress", "import", str(noes), status=1)

    refused = outreach("suppress", "remove", "ana@acme.example", "--reason", "we miss her", status=1)
    outreach("suppress", "remove", "ana@acme.example", "--reason", "her mail of 12 May", "--they-asked")

    assert "--they-asked" in refused.stderr
    entries = json.loads(outreach("audit", "list", "--subject", "ana@acme.example", "--json").stdout)
    assert [(each["action"], each["actor"]) for each in entries] == [("unsuppressed", "tester")]


def test_the_record_is_listed_filtered_and_verified(outreach: CommandLine) -> None:
    outreach("suppress", "add", "ana@acme.example", "rival.example")

    rows = json.loads(outreach("audit", "list", "--action", "suppressed", "--json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(outreach("audit", "list", "--csv").stdout)))
    head = outreach("audit", "verify").stdout.strip()

    assert [row["subject"].partition(":")[0] for row in rows] == ["person", "domain"]
    assert as_csv[-1]["hash"] == head == rows[-1]["hash"]
    outreach("audit", "verify", "--head", head)
    outreach("audit", "verify", "--head", "f" * 64, status=1)
    assert json.loads(outreach("audit", "list", "--since", "2099-01-01", "--json").stdout) == []


def test_a_record_that_was_touched_is_told_with_the_entry(outreach: CommandLine) -> None:
    for value in ("ana@acme.example", "rival.example", "ben@beta.example"):
        outreach("suppress", "add", value)
    with sqlite3.connect(outreach.folder / "outreach.db") as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET actor = 'nobody' WHERE subject = 'domain:rival.example'")

    told = outreach("audit", "verify", status=1)

    assert "The chain does not hold from entry 2 on: suppressed, by nobody" in told.stderr


def test_retention_says_what_would_go(outreach: CommandLine) -> None:
    outreach.list_of("ana@acme.example")

    told = json.loads(outreach("prospects", "retain", "--json").stdout)
    outreach("prospects", "retain", "--apply")

    assert told == {"applied": False, "automatic_mail": 0, "unmatched_mail": 0, "silent_contacts": 0}


def test_the_side_journal_must_have_said_what_it_keeps(outreach: CommandLine) -> None:
    outreach.list_of("ana@acme.example")
    journal = outreach.folder / "outreach.db.journal"
    journal.write_bytes(b'{"recipient": "ana@acme.example"}\0\0')

    told = outreach("prospects", "erase", "ana@acme.example", "--yes", status=1)

    assert "`outreach run --once`" in told.stderr
    journal.write_bytes(bytes(8))
    outreach("prospects", "erase", "ana@acme.example", "--yes")


def test_what_reviewers_have_typed_about_them_goes_too(outreach: CommandLine) -> None:
    outreach("suppress", "add", "ana@acme.example")
    drafts = outreach.folder / ".review-drafts" / "rita.json"
    drafts.parent.mkdir()
    drafts.write_text(
        json.dumps({"3": {"note": "call Ana@Acme.example"}, "4": {"note": "ask Ben"}}), encoding="utf-8"
    )

    outreach("prospects", "erase", "ana@acme.example", "--yes")

    assert json.loads(drafts.read_text(encoding="utf-8")) == {"4": {"note": "ask Ben"}}


def test_several_are_erased_and_the_file_is_written_anew_once(outreach: CommandLine) -> None:
    outreach.list_of("ana@acme.example", "ben@beta.example")

    told = json.loads(
        outreach("prospects", "erase", "ana@acme.example", "ben@beta.example", "--yes", "--json").stdout
    )

    assert [each["erased"] for each in told] == [True, True]
    assert [each["trouble"] for each in told] == [None, None]
    outreach("prospects", "erase", "nobody@else.example", "--yes", status=1)
    outreach("prospects", "export", "nobody@else.example", status=1)


def test_what_is_known_is_shown_to_a_person_too(outreach: CommandLine) -> None:
    outreach("prospects", "import", "-", "--list", "spring", stdin="email,name\nana@acme.example,Ana Ruiz\n")

    shown = outreach("prospects", "export", "ana@acme.example")

    assert "Ana Ruiz" in shown.stdout
    assert "from: list spring" in shown.stdout
