"""Must show: whoever was erased stands nowhere any more, and is never written to again."""

import json
import signal
import subprocess
from pathlib import Path

import pytest
from sqlmodel import Session, select

from outreach.core.addresses import domain_of
from outreach.database.engine import Database
from outreach.sending.model import OutboundMessage
from tests.support.canaries import Somebody, found_in, somebody_everywhere, told_by_database
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine
from tests.support.mailroom import Mailroom
from tests.support.waiting import wait_for
from tests.support.workspace import OUTREACH


@pytest.fixture
def ana(outreach: CommandLine) -> Somebody:
    database = Database(f"sqlite:///{outreach.folder / 'outreach.db'}")
    try:
        return somebody_everywhere(Mailroom(database))
    finally:
        database.close()


def mails(outreach: CommandLine) -> list[OutboundMessage]:
    database = Database(f"sqlite:///{outreach.folder / 'outreach.db'}")
    try:
        with database.reading() as session:
            return list(Session.exec(session, select(OutboundMessage)).all())
    finally:
        database.close()


def test_fifty_strings_are_in_no_file_after_an_erasure(outreach: CommandLine, ana: Somebody) -> None:
    words = ana.canaries.words
    assert len(words) == 50
    assert told_by_database(words, outreach.folder / "outreach.db") == set(words)
    assert {word for found in found_in(words, outreach.folder).values() for word in found} == set(words)

    told = outreach("prospects", "erase", ana.address, "--yes", "--reason", "a letter of 12 May").output

    assert found_in(words, outreach.folder) == {}
    assert told_by_database(words, outreach.folder / "outreach.db") == set()
    assert not any(word in told.replace(ana.address, "") for word in words)


def test_nor_beside_a_daemon_that_runs_and_logs(outreach: CommandLine, ana: Somebody) -> None:
    config = outreach.folder / "config.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("live = false", "live = true"), encoding="utf-8"
    )
    log = outreach.folder / "daemon.log"
    with log.open("wb") as stream:
        daemon = subprocess.Popen(
            [*OUTREACH, "run"],
            cwd=outreach.folder,
            env=outreach.process_environment(),
            stdout=stream,
            stderr=stream,
        )
    try:
        wait_for(lambda: b" running " in log.read_bytes(), "the daemon runs", within=60.0)

        outreach("prospects", "erase", ana.address, "--yes")

        assert daemon.poll() is None
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(60) == 0, log.read_text()
    finally:
        if daemon.poll() is None:
            daemon.kill()
            daemon.wait(10)
    assert (outreach.folder / "outreach.db.journal").exists()
    assert found_in(ana.canaries.words, outreach.folder) == {}


def test_the_address_stays_suppressed_and_nothing_is_sent_twice(outreach: CommandLine, ana: Somebody) -> None:
    before = {(each.contact_id, each.sequence, each.step): each.message_id for each in mails(outreach)}

    outreach("prospects", "erase", ana.address, "--yes")

    for address in (ana.address, ana.other):
        assert "suppressed" in outreach("suppress", "check", address, status=1).output
    again = outreach("prospects", "import", "-", "--list", "again", "--json", stdin=f"email\n{ana.address}\n")
    assert json.loads(again.stdout)["suppressed"] == 1
    assert {
        (each.contact_id, each.sequence, each.step): each.message_id for each in mails(outreach)
    } == before
    assert "the chain holds" in outreach("audit", "verify").output
    assert "sound" in outreach("db", "check").output
    entries = json.loads(outreach("audit", "list", "--subject", ana.address, "--json").stdout)
    assert entries[-1]["action"] == "person_erased"


def test_whoever_comes_back_by_their_own_wish_is_known_again(outreach: CommandLine, ana: Somebody) -> None:
    outreach("prospects", "erase", ana.address, "--yes")

    outreach("suppress", "remove", ana.address, "--reason", "a mail of 1 June", status=1)
    outreach("suppress", "remove", ana.address, "--they-asked", "--reason", "a mail of 1 June")

    outreach("prospects", "import", "-", "--list", "again", stdin=f"email\n{ana.address}\n")
    known = json.loads(outreach("prospects", "export", ana.address, "--json").stdout)
    assert [each["step"] for each in known["records"]["outbound_message"]] == ["ask"]
    assert domain_of(known["contact"]["address"]) == "acme.example"


def test_without_yes_nothing_is_changed(outreach: CommandLine, ana: Somebody) -> None:
    told = outreach("prospects", "erase", ana.address, "--json")

    (plan,) = json.loads(told.stdout)
    assert plan["erased"] is False
    assert plan["rows"]["inbound_message"] == 4
    assert told_by_database(ana.canaries.words, outreach.folder / "outreach.db") == set(ana.canaries.words)


def test_everything_is_told_to_who_asks(outreach: CommandLine, ana: Somebody, tmp_path: Path) -> None:
    file = tmp_path / "ana.json"

    outreach("prospects", "export", ana.address, "--out", str(file))

    told = json.loads(file.read_text(encoding="utf-8"))
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each["list"] for each in told["lists"]] == ["spring"]
    assert [each["by"] for each in told["named_by"]] == ["ben@acme.example"]
    assert told["suppression"]["reason"] == "by_hand"
    assert set(told["records"]) >= {
        "enrollment",
        "outbound_message",
        "inbound_message",
        "verdict",
        "review",
        "review_note",
        "task",
        "lead",
        "lead_note",
        "event",
    }
    text = file.read_text(encoding="utf-8").lower()
    # What a colleague said of her stays the colleague's; what a stranger wrote is in the stranger's mail.
    missing = [word for word in ana.canaries.words if word not in text]
    assert len(missing) <= 5, missing
    entries = json.loads(outreach("audit", "list", "--action", "person_exported", "--json").stdout)
    assert len(entries) == 1
