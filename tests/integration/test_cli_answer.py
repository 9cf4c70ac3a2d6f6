"""`outreach review answer` and `outreach notices`, as a person and a script use them."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from outreach.cli.review_answer import without_comments
from tests.support.cli_workspaces import Played, played_workspace  # noqa: F401 - the fixture `played`
from tests.support.command_line import CommandLine, Terminal
from tests.support.webhook_server import webhook_server
from tests.support.workspace import OUTREACH

BODY = "Hello,\n\nthank you. Shall we talk on Thursday?\n\nDemo\n"


@pytest.fixture
def outreach(played: Played, tmp_path: Path) -> CommandLine:
    """The played workspace, to be changed."""
    return played.outreach.copied_to(tmp_path / "workspace")


@pytest.fixture
def review(outreach: CommandLine) -> str:
    """A reply that a person is to decide on and may answer."""
    for waiting in json.loads(outreach("review", "list", "--json").stdout):
        number = str(waiting["id"])
        try:
            outreach("review", "answer", number, "--file", "-", "--json", stdin=BODY)
        except AssertionError:
            continue
        return number
    raise AssertionError("nobody can be answered in the played workspace")


def answers(outreach: CommandLine) -> list[dict[str, Any]]:
    mails = json.loads(outreach("outbox", "list", "--limit", "10000", "--json").stdout)
    return [mail for mail in mails if mail["kind"] == "answer"]


def test_in_a_pipe_nothing_goes_without_yes_and_the_very_mail_is_shown(
    outreach: CommandLine, review: str
) -> None:
    done = outreach("review", "answer", review, "--file", "-", stdin=BODY)

    assert "Nothing is sent. Run it again with --yes" in done.stderr
    assert done.stdout.startswith("From: ")
    assert "\r\nIn-Reply-To: <" in done.stdout_bytes.decode()
    assert answers(outreach) == []


def test_it_can_be_shown_as_its_reader_sees_it(outreach: CommandLine, review: str) -> None:
    body = (
        "Grüße: a line so long that no mail has it as it is, "
        + "and so it goes on and on, " * 8
        + "to its end.\n"
    )

    raw = outreach("review", "answer", review, "--file", "-", stdin=body).stdout
    readable = outreach("review", "answer", review, "--file", "-", "--readable", stdin=body).stdout

    assert body.strip() not in raw
    assert body.strip() in readable
    assert "In-Reply-To" not in readable
    assert "subject" in readable.partition("\n\n")[0]


def test_a_gap_that_is_left_is_named_with_its_line(outreach: CommandLine, review: str) -> None:
    refused = outreach(
        "review", "answer", review, "--file", "-", stdin="Hello\n\nwe do <<what?>>\n", status=1
    )

    assert "still has a gap in it: line 3, <<what?>>." in " ".join(refused.stderr.split())


def test_with_yes_it_is_queued_once_and_can_be_taken_back(outreach: CommandLine, review: str) -> None:
    told = json.loads(
        outreach("review", "answer", review, "--file", "-", "--yes", "--json", stdin=BODY).stdout
    )
    again = outreach("review", "answer", review, "--file", "-", "--yes", stdin=BODY, status=1)
    (mail,) = answers(outreach)
    outreach("review", "answer", review, "--withdraw")
    nothing_left = outreach("review", "answer", review, "--withdraw", status=1)

    assert (told["id"], told["state"]) == (mail["id"], "queued")
    assert (mail["author"], mail["sequence"]) == ("tester", "")
    assert "by tester" in again.stderr
    assert "The last one is withdrawn." in nothing_left.stderr


def test_it_decides_only_where_that_is_said(outreach: CommandLine, review: str) -> None:
    outreach("review", "answer", review, "--file", "-", "--yes", "--decide", "question", stdin=BODY)

    shown = json.loads(outreach("review", "show", review, "--json").stdout)
    assert (shown["state"], shown["intent"]) == ("decided", "question")


def test_a_template_with_gaps_is_not_sent_as_it_is(outreach: CommandLine, review: str) -> None:
    listed = outreach("review", "answer", review, "--templates").stdout
    refused = outreach("review", "answer", review, "--template", "suggest-a-call", "--yes", status=1)
    unknown = outreach("review", "answer", review, "--template", "nonsense", status=1)

    assert "suggest-a-call" in listed
    told = " ".join(refused.stderr.split())
    assert "The template suggest-a-call has a gap for you to fill in (line " in told
    assert "<<" in told
    assert "--file" in told
    assert "$EDITOR" in told
    assert "There are: not-now-thanks" in unknown.stderr


def test_on_a_terminal_the_editor_opens_with_the_draft_and_the_reply(
    outreach: CommandLine, review: str, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    # Keeps what it was given, and fills the gap.
    editor.write_text(
        f'#!/bin/sh\ncp "$1" {tmp_path}/draft.txt\nsed -i "s/<<.*>>/tomorrow at 10:00/" "$1"\n',
        encoding="utf-8",
    )
    editor.chmod(0o700)
    terminal = Terminal.running(
        [*OUTREACH, "review", "answer", review, "--template", "suggest-a-call"],
        environment=outreach.process_environment(
            {"TERM": "dumb", "EDITOR": str(editor), "VISUAL": str(editor)}
        ),
        folder=outreach.folder,
        columns=100,
    )

    terminal.read_until(b"[y/N]")
    os.write(terminal.descriptor, b"y\n")
    shown = terminal.to_the_end()

    draft = (tmp_path / "draft.txt").read_text(encoding="utf-8")
    assert "# From: " in draft
    assert "<<" in draft
    assert "is queued" in shown
    (mail,) = answers(outreach)
    raw = outreach("outbox", "show", str(mail["id"])).stdout
    assert "tomorrow at 10:00" in raw
    assert "# From" not in raw


@pytest.mark.parametrize(
    ("meaning", "begins"),
    [("interested", "the template suggest-a-call"), ("question", "only a greeting")],
)
def test_a_draft_begins_with_what_fits_the_meaning(
    outreach: CommandLine, review: str, tmp_path: Path, meaning: str, begins: str
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\ncp "$1" {tmp_path}/draft.txt\n', encoding="utf-8")
    editor.chmod(0o700)
    terminal = Terminal.running(
        [*OUTREACH, "review", "answer", review, "--decide", meaning],
        environment=outreach.process_environment(
            {"TERM": "dumb", "EDITOR": str(editor), "VISUAL": str(editor)}
        ),
        folder=outreach.folder,
        columns=100,
    )

    shown = terminal.to_the_end()

    draft = (tmp_path / "draft.txt").read_text(encoding="utf-8")
    assert "nothing is sent" in shown
    assert f"# Begun with {begins}" in draft
    assert "come back to you" not in draft


def test_lines_that_begin_with_a_hash_are_left_out() -> None:
    assert without_comments("# a\nHello # not this\n\n#b\nBye\n") == "Hello # not this\n\nBye\n"


# --- notices ----------------------------------------------------------------------------------------------------------


def test_a_channel_is_tried_and_says_what_is_wrong(outreach: CommandLine, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("nobody guesses this", encoding="utf-8")
    statuses = iter([204, 404])
    config = outreach.folder / "config.toml"
    with webhook_server(lambda _: (next(statuses), {}, b"")) as server:
        config.write_text(
            config.read_text(encoding="utf-8")
            + f'\n[[notices]]\nname = "crm"\nto = "webhook"\nurl = "{server.url}/x"\nsecret = {{ file = "{key}" }}\n',
            encoding="utf-8",
        )

        taken = outreach("notices", "test", "crm")
        refused = outreach("notices", "test", "crm", status=1)
        unknown = outreach("notices", "test", "nobody", status=1)

    assert "crm has taken it." in taken.stderr
    assert "crm did not take it: answers 404" in refused.stderr
    assert "There are: crm." in unknown.stderr
    assert json.loads(outreach("notices", "list", "--json").stdout) == []
