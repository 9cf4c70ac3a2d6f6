"""Mails of which nobody knows whether they went out, and mail by hand, as the command line shows them."""

import contextlib
import json
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.cli_workspaces import new_workspace  # noqa: F401 - fixture
from tests.support.command_line import CommandLine

ANA, BEN = "ana@acme.example", "ben@beta.example"


def write(outreach: CommandLine, statement: str, **values: Any) -> None:
    with contextlib.closing(sqlite3.connect(outreach.folder / "outreach.db")) as database, database:
        database.execute(statement, values)


def stored(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


@pytest.fixture
def doubtful_for(outreach: CommandLine) -> timedelta:
    """The first of two mails has been doubtful for so long."""
    age = timedelta(hours=3, minutes=5)
    then = stored(datetime.now(UTC) - age)
    outreach.campaign_over(ANA, BEN)
    outreach("campaign", "start", "spring")
    write(
        outreach,
        "INSERT INTO outbound_message (enrollment_id, campaign_id, contact_id, account_id, sequence, step,"
        " step_index, mailbox, recipient, recipient_domain, opening, state, due_at, variant, subject, body,"
        " attempts, in_flight_at, answer_text, created_at)"
        " SELECT id, campaign_id, contact_id, account_id, sequence, 'ask', 0, 'ann', 'x@y.example', '', 1,"
        " CASE id WHEN 1 THEN 'doubtful' ELSE 'queued' END, :then, '', '', '', 1, :then, '', :then"
        " FROM enrollment",
        then=then,
    )
    write(
        outreach,
        "INSERT INTO event (at, kind, outbound_id, actor, details)"
        " VALUES (:then, 'mail_doubtful', 1, 'daemon', '{}')",
        then=then,
    )
    return age


def listed(outreach: CommandLine) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(outreach("outbox", "list", "--json").stdout)
    return rows


def test_the_doubtful_come_first_with_their_age_and_what_will_tell(
    outreach: CommandLine, doubtful_for: timedelta
) -> None:
    first, second = listed(outreach)
    shown = outreach("outbox", "list")

    age = datetime.now(UTC) - datetime.fromisoformat(first["doubtful_since"])
    assert (first["state"], second["state"]) == ("doubtful", "queued")
    assert doubtful_for <= age < doubtful_for + timedelta(minutes=5)
    assert "ann is not read, so only you can tell" in first["settles_by"]
    assert (second["doubtful_since"], second["settles_by"]) == (None, None)
    assert "\t3 h\t" in shown.stdout
    assert shown.stderr.startswith("In doubt: ann is not read, so only you can tell")


def test_of_a_mailbox_that_is_read_its_sent_folder_will_tell(
    outreach: CommandLine, doubtful_for: timedelta
) -> None:
    config = outreach.folder / "config.toml"
    imap = '[mailboxes.imap]\nhost = "127.0.0.1"\nsecurity = "none"\npassword = { env = "ANN" }\n'
    config.write_text(config.read_text(encoding="utf-8") + imap, encoding="utf-8")
    outreach.environment["ANN"] = "secret"

    shown = json.loads(outreach("outbox", "show", "1", "--json").stdout)

    assert shown["settles_by"].startswith("a copy in the Sent folder of ann, a bounce or a reply will tell")


@pytest.mark.parametrize(("verdict", "state"), [("sent", "sent"), ("not-sent", "queued")])
def test_what_is_resolved_is_in_doubt_no_more(
    outreach: CommandLine, doubtful_for: timedelta, verdict: str, state: str
) -> None:
    outreach("outbox", "resolve", "1", verdict)

    [resolved] = [row for row in listed(outreach) if row["id"] == 1]
    assert (resolved["state"], resolved["settled_by"]) == (state, "tester")
    assert (resolved["doubtful_since"], resolved["settles_by"]) == (None, None)


def test_mail_by_hand_is_shown_beside_what_the_program_sent(outreach: CommandLine) -> None:
    for hours in (1, 23, 25):
        moment = stored(datetime.now(UTC) - timedelta(hours=hours))
        write(
            outreach,
            "INSERT INTO seen_in_sent (mailbox, message_id, sent_at, is_ours, seen_at)"
            " VALUES ('ann', :moment, :moment, 0, :moment)",
            moment=moment,
        )

    [mailbox] = json.loads(outreach("mailbox", "list", "--json").stdout)

    assert mailbox["by_hand_24h"] == 2


def test_resuming_says_once_more_what_it_was_paused_for(outreach: CommandLine) -> None:
    outreach("mailbox", "pause", "ann", "--reason", "on holiday")

    first = outreach("mailbox", "resume", "ann").stderr
    again = outreach("mailbox", "resume", "ann").stderr

    assert first == "ann sends again. It was paused: on holiday.\n"
    assert again == "ann sends again. It was not paused.\n"
