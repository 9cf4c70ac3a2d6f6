"""Two hundred hostile fields come in with a list: none reaches a header, a terminal, a spreadsheet or a query.

Each of them stands once in every kind of column. What may come in is literal text from then on.
"""

import csv
import email
import email.policy
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from outreach.core.untrusted import printable
from outreach.sending.compose import Letter, compose
from outreach.sequences.merge_context import AccountNames, ContactNames, MergeContext, SenderNames
from outreach.sequences.rendering import render
from outreach.sequences.template_file import TemplateText
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - the fixture `outreach`
from tests.support.command_line import CommandLine
from tests.support.hostile_fields import BY_AIM, HOSTILE

COLUMNS = ("given_name", "name", "company", "title", "phone", "note")
#: What no terminal may be sent: controls but line ends and tabs, and signs that turn or hide text.
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\U000e0041]"
)
FORMULA = re.compile(r"[=+@-]")
SENDER = SenderNames("Ann Roe", "Alpha Tools Ltd", "1 Harbour Row, Bristol", "ann@alpha.example")
HEADERS = {
    *(
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ),
    *("List-Unsubscribe",),
}
TEMPLATE = TemplateText(
    "demo/ask.txt",
    "en",
    "A question for {{ contact.given_name }} at {{ account.name }}",
    "Hello {{ contact.given_name }},\n\n{{ contact.name }}, {{ contact.title }} of {{ account.name }}: "
    "{{ contact.fields.note }}\n\n{{ sender.name }}\n",
    body_line=3,
)


@pytest.fixture
def imported(outreach: CommandLine) -> Result:
    """Every field in every column, as JSON lines: that format can carry all of them."""
    return outreach(
        "prospects", "import", "-", "--list", "spring", *errors(outreach), stdin=as_lines(), status=1
    )


def errors(outreach: CommandLine) -> tuple[str, str]:
    return "--errors", str(outreach.folder / "bad.csv")


def as_lines() -> str:
    people = (
        {"email": f"p{number}.{column}@acme{number}-{at}.example", "note": "", column: text}
        for number, text in enumerate(HOSTILE)
        for at, column in enumerate(COLUMNS)
    )
    return "".join(json.dumps(person) + "\n" for person in people)


def stored(outreach: CommandLine) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(outreach("prospects", "list", "--json").stdout)
    return rows


def mails(outreach: CommandLine) -> Iterator[tuple[dict[str, object], bytes]]:
    for row in stored(outreach):
        fields = row["fields"]
        assert isinstance(fields, dict)
        contact = ContactNames(
            str(row["address"]),
            name=str(row["name"]),
            given_name=str(row["given_name"]),
            title=str(row["title"]),
            fields={"note": ""} | fields,
        )
        made = render(TEMPLATE, MergeContext(contact, AccountNames(str(row["account"])), SENDER))
        yield (
            row,
            compose(
                Letter(
                    sender_name="Ann Roe",
                    sender="ann@alpha.example",
                    recipient_name=contact.name,
                    recipient=contact.address,
                    subject=made.subject or "",
                    body=made.body,
                    date=datetime(2026, 3, 3, 10, 0, tzinfo=UTC),
                    message_id="<o.1.0.abc@alpha.example>",
                    unsubscribe_mailto="ann@alpha.example?subject=unsubscribe",
                )
            ),
        )


def test_there_are_two_hundred_of_them() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 200


def test_none_becomes_a_header(outreach: CommandLine, imported: Result) -> None:
    checked = 0
    for row, raw in mails(outreach):
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        assert set(mail.keys()) == HEADERS, raw
        assert mail["To"].addresses[0].addr_spec == row["address"]
        assert len(mail["To"].addresses) == 1
        assert not OBEYED.search(str(mail["Subject"]) + mail.get_content().replace("\r\n", "\n"))
        checked += 1

    assert checked > len(HOSTILE)


@pytest.mark.parametrize("aim", ["template", "query", "path", "formula"])
def test_what_is_text_arrives_literally(outreach: CommandLine, imported: Result, aim: str) -> None:
    bodies = {
        str(row["address"]): email.message_from_bytes(raw, policy=email.policy.default).get_content()
        for row, raw in mails(outreach)
    }

    for number, text in enumerate(HOSTILE):
        if text in BY_AIM[aim]:
            body = " ".join(bodies[f"p{number}.note@acme{number}-5.example"].split())
            # An apostrophe before a formula is a spreadsheet's own sign, and is taken away.
            assert f" of : {text.removeprefix(chr(39) if text[1:2] == '=' else '')}" in body, text


def test_a_sum_in_braces_is_no_sum(outreach: CommandLine, imported: Result) -> None:
    [raw] = [raw for row, raw in mails(outreach) if row["fields"] == {"note": "{{7*7}}"}]

    body = email.message_from_bytes(raw, policy=email.policy.default).get_content()

    assert "{{7*7}}" in body
    assert "49" not in body


def test_none_reaches_a_terminal(outreach: CommandLine, imported: Result) -> None:
    addresses = [str(row["address"]) for row in stored(outreach)][:: len(COLUMNS) * 5]
    shown = [imported, outreach("prospects", "list"), outreach("prospects", "list", "--json")]
    shown += [outreach("prospects", "show", address) for address in addresses]
    shown += [outreach("lists", "show", "spring"), outreach("lists", "list")]

    for told in shown:
        assert not OBEYED.search(told.stdout + told.stderr)


def test_none_reaches_a_real_terminal(outreach: CommandLine, imported: Result) -> None:
    shown = outreach.on_terminal("prospects", "list", "--limit", "300")

    # What the terminal is sent by rich itself is no more than colours and where lines end.
    assert not OBEYED.search(re.sub(r"\x1b\[[0-9;]*m", "", shown))


def test_none_is_calculated_by_a_spreadsheet(outreach: CommandLine) -> None:
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(["email", "name", "note"])
    writer.writerows([f"nobody{number}@", "x", text.replace("\0", "")] for number, text in enumerate(HOSTILE))

    outreach("prospects", "import", "-", *errors(outreach), stdin=made.getvalue(), status=1)

    bad = (outreach.folder / "bad.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(bad)) for cell in row]
    assert len(cells) > 2 * len(HOSTILE)
    assert not [cell for cell in cells if FORMULA.match(cell)]


def test_none_is_a_query_or_a_path(outreach: CommandLine, imported: Result) -> None:
    files = {path.name for path in outreach.folder.rglob("*")}
    with closing(sqlite3.connect(outreach.folder / "outreach.db")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        titles = {title for (title,) in database.execute("SELECT title FROM contact")}
        [(check,)] = database.execute("PRAGMA integrity_check").fetchall()

    assert check == "ok"
    assert {"contact", "event", "suppression", "workspace"} <= tables
    assert set(BY_AIM["query"]) | set(BY_AIM["path"]) <= titles
    assert not {"owned", "x.db", "passwd"} & files
    assert not Path("owned").exists()


def test_every_row_is_in_or_refused_with_a_reason(outreach: CommandLine, imported: Result) -> None:
    told = json.loads(
        outreach("prospects", "import", "-", "--list", "again", "--json", stdin=as_lines(), status=1).stdout
    )

    assert told["skipped"] + told["refused"] == len(HOSTILE) * len(COLUMNS)
    assert all(row["reason"] == printable(row["reason"], newlines=False) for row in told["bad_rows"])
    assert told["skipped"] == len(stored(outreach)) // 2
