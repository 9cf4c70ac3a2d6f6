"""A German, a Russian, a Canadian and an American prospect through import, planning and sending, as a user does it."""

import asyncio
import csv
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from outreach.core.shipped import shipped
from tests.support.misbehaving_smtp import MisbehavingSmtp
from tests.support.waiting import eventually
from tests.support.workspace import Workspace

_CONFIG = """
live = true

[sender]
name = "Ann Roe"
organisation = "Alpha Tools Ltd"
postal_address = "1 Harbour Row, Bristol BS1 4XX, United Kingdom"

[policy]
public_holidays = false

[[mailboxes]]
name = "ann"
from = "Ann Roe <ann@alpha.example>"
per_day = 100
gap_seconds = [0, 0]
sent_copy = "server"

[mailboxes.ramp]
start = 100
add = 0

[mailboxes.smtp]
host = "127.0.0.1"
port = {port}
security = "none"
"""

GERMAN, RUSSIAN = "kurt.sommer@sonne.example", "o.petrova@lotos.example"
CANADIAN, AMERICAN = "june.park@maple.example", "sam.hill@prairie.example"
LIST = f"""\
email,first name,last name,company,country,language
{GERMAN},Kurt,Sommer,Sonne GmbH,Germany,en
{RUSSIAN},Ольга,Петрова,Лотос,Россия,ru
{CANADIAN},June,Park,Maple Works,Canada,en
{AMERICAN},Sam,Hill,Prairie Inc,USA,en
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace whose windows are always open, with the rules that come with the program."""
    made = Workspace.create(
        tmp_path / "workspace",
        address="ann@alpha.example",
        password="unused",
        ca_file=tmp_path,
        smtp_port=25,
        imap_port=143,
    )
    rules = shipped("countries.toml").read_text(encoding="utf-8")
    (made.folder / "countries.toml").write_text(rules, encoding="utf-8")
    (made.folder / "spring.csv").write_text(LIST, encoding="utf-8")
    (made.folder / "config.toml").write_text(_CONFIG.format(port=25), encoding="utf-8")
    return made


@asynccontextmanager
async def sending(workspace: Workspace) -> AsyncIterator[MisbehavingSmtp]:
    """`outreach run` against a server that keeps every mail, while the block runs."""
    async with MisbehavingSmtp() as sink:
        (workspace.folder / "config.toml").write_text(_CONFIG.format(port=sink.port), encoding="utf-8")
        daemon = workspace.launch("run")
        try:
            yield sink
        finally:
            daemon.send_signal(signal.SIGTERM)
            await asyncio.to_thread(daemon.wait, 30)


def bodies(sink: MisbehavingSmtp) -> dict[str, str]:
    mails = ((to, raw.removesuffix(b".\r\n")) for to, raw in sink.mails)
    return {to: message_from_bytes(raw, policy=default).get_content() for to, raw in mails}


def law_of(workspace: Workspace) -> dict[str, Any]:
    return {mail["recipient"]: mail["law"] for mail in workspace.json("outbox", "list")}


def imported(workspace: Workspace, *words: str) -> subprocess.CompletedProcess[str]:
    return workspace.outreach("prospects", "import", *words, may_fail=True)


async def test_four_countries_through_import_planning_and_sending(workspace: Workspace) -> None:
    bare = imported(workspace, "spring.csv", "--list", "spring", "--errors", "bad.csv")
    published = imported(
        *(workspace, "bad.csv", "--list", "spring", "--errors", "worse.csv"),
        *("--legal-basis", "published: their team page, seen 2026-11-20"),
    )
    consented = imported(
        *(workspace, "worse.csv", "--list", "spring"),
        *("--legal-basis", "consent: stand 12 at the fair in Hanover, 2026-04-21"),
    )
    create = ("campaign", "create", "spring", "--sequence", "who-handles-sales", "--list", "spring")
    workspace.outreach(*create, "--mailbox", "ann")
    started = workspace.outreach("campaign", "start", "spring")

    async with sending(workspace) as sink:
        await eventually(lambda: len(sink.mails) == 4 or None, "four mails", within=60)

    assert (bare.returncode, published.returncode, consented.returncode) == (1, 1, 0)
    assert "Germany (UWG, § 7 Abs. 2 Nr. 2; GDPR, Article 14): recorded consent is missing" in bare.stderr
    assert "1 of 4 rows are on the list" in bare.stderr
    assert "1 of 3 rows are on the list" in published.stderr
    assert "2 of 2 rows are on the list" in consented.stderr
    assert "4 enrolled." in started.stderr
    law = await asyncio.to_thread(law_of, workspace)
    assert {who: (kept["country"], kept["decision"], kept["ground"]) for who, kept in law.items()} == {
        GERMAN: ("DE", "consent", "consent"),
        RUSSIAN: ("RU", "consent", "consent"),
        CANADIAN: ("CA", "consent", "published"),
        AMERICAN: ("US", "conditions", None),
    }
    assert all(kept["version"].startswith("1-") for kept in law.values())
    said = bodies(sink)
    assert "We have your address from: stand 12 at the fair in Hanover, 2026-04-21." in said[GERMAN]
    assert "Реклама. Alpha Tools Ltd, 1 Harbour Row, Bristol BS1 4XX" in said[RUSSIAN]
    assert said[AMERICAN].rstrip().endswith("This is a commercial message from Alpha Tools Ltd.")
    assert all("Alpha Tools Ltd" in body and "1 Harbour Row" in body for body in said.values())


async def test_a_stricter_rule_stops_what_was_enrolled_and_a_record_lets_it_go(workspace: Workspace) -> None:
    american = f"email,company,country\n{AMERICAN},Prairie Inc,USA\n"
    workspace.start_campaign(american)
    rules = workspace.folder / "countries.toml"
    text = rules.read_text(encoding="utf-8")
    strict = text.replace('name = "United States"\ndecision = "conditions"', 'decision = "consent"')
    rules.write_text(strict.replace("version = 1\n[US.text]", "version = 2\n[US.text]"), encoding="utf-8")

    linted = workspace.outreach("lint")
    doctor = workspace.json("doctor", "--offline")
    async with sending(workspace) as sink:
        stopped = await eventually(lambda: _why_shut(workspace), "the law gate to be shut", within=30)
        rules.write_text(text, encoding="utf-8")

    assert sink.mails == []
    assert (
        "US (CAN-SPAM Act, 15 U.S.C. 7704(a); 16 CFR 316): recorded consent is missing for 1."
        in linted.stdout
    )
    law = [each for each in doctor if each["check"] == "law"]
    assert [each["severity"] for each in law] == ["warning", "ok"]
    assert "recorded consent is missing" in stopped


def _why_shut(workspace: Workspace) -> str | None:
    (run,) = workspace.json("why", AMERICAN)
    due = [gate for gate in run["gates"] if gate["name"] == "due" and not gate["is_open"]]
    law = next(gate for gate in run["gates"] if gate["name"] == "law")
    return law["says"] if due and not law["is_open"] else None


def test_a_word_that_names_no_ground_is_refused_before_anything_is_read(workspace: Workspace) -> None:
    refused = imported(workspace, "spring.csv", "--legal-basis", "they will not mind")

    assert refused.returncode == 2
    assert 'names no ground. It begins with "consent", "published"' in refused.stderr


def test_a_refused_row_keeps_its_cells_and_its_reason_in_the_errors_file(workspace: Workspace) -> None:
    imported(workspace, "spring.csv", "--list", "spring", "--errors", "bad.csv")

    with (workspace.folder / "bad.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert {GERMAN, RUSSIAN, CANADIAN} == {row[rows[0].index("email")] for row in rows[1:]}
    assert any("Canada (CASL" in cell for row in rows for cell in row)
