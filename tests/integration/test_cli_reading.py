"""What the reading commands show of a workspace with something in every table: for people, for programs, in a pipe."""

import json
from pathlib import Path
from typing import Any

import click
import pytest

from outreach.cli.main import outreach as program
from outreach.cli.output import JsonOption
from tests.support.cli_workspaces import Played, played_workspace  # noqa: F401 - the fixture `played`

LISTS = (
    "campaign list",
    "prospects list",
    "suppress list",
    "outbox list",
    "inbox list",
    "review list --all",
    "referrals list --all",
    "mailbox list",
)

#: Every command that reads, with something that it finds; {…} is filled in from the workspace.
READING = (
    *LISTS,
    "campaign status",
    "campaign status demo",
    "campaign preview demo",
    "prospects show {address}",
    "suppress check {address}",
    "why {address}",
    "outbox show {mail}",
    "inbox show {message}",
    "review show {review}",
    "review foretell {review} not_interested",
    "referrals tree {address}",
    "replies agreement",
)


@pytest.fixture(scope="module")
def known(played: Played) -> dict[str, str]:
    """What the workspace has: somebody who is in a sequence, a mail, a message, a review."""

    def first(words: str, field: str) -> str:
        return str(json.loads(played.outreach(*words.split(), "--json").stdout)[0][field])

    assert played.demo.story is not None
    return {
        "address": played.demo.story.addresses[0],
        "mail": first("outbox list --state sent", "id"),
        "message": first("inbox list", "id"),
        "review": first("review list", "id"),
    }


@pytest.mark.parametrize("words", READING)
def test_the_fields_of_json_are_those_that_the_help_documents(
    played: Played, known: dict[str, str], words: str
) -> None:
    call = words.format(**known).split()

    document = json.loads(played.outreach(*call, "--json").stdout)

    objects = document if isinstance(document, list) else [document]
    assert objects
    for each in objects:
        assert list(each) == list(_documented(call))


def test_what_is_decided_is_told_with_the_documented_fields(played: Played, tmp_path: Path) -> None:
    outreach = played.outreach.copied_to(tmp_path)
    [waiting, *_] = json.loads(outreach("review", "list", "--json").stdout)

    decided = outreach("review", "decide", str(waiting["id"]), "not_interested", "--json").stdout

    outcome = json.loads(decided)
    assert list(outcome) == list(_documented(["review", "decide"]))
    assert outcome["intent"] == "not_interested"
    assert str(waiting["id"]) not in [
        str(each["id"]) for each in json.loads(outreach("review", "list", "--json").stdout)
    ]


@pytest.mark.parametrize("words", LISTS)
def test_in_a_pipe_a_list_is_lines_of_cells_with_tabs_between(played: Played, words: str) -> None:
    shown = played.outreach(*words.split()).stdout

    header, *rows = [line.split("\t") for line in shown.splitlines()]
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    assert len(rows) == len(json.loads(played.outreach(*words.split(), "--json").stdout))


@pytest.mark.parametrize("words", READING)
def test_data_stands_alone_on_standard_output(played: Played, known: dict[str, str], words: str) -> None:
    call = words.format(**known).split()

    shown = played.outreach(*call, "--json")

    assert shown.stdout
    assert shown.stderr == ""


def test_where_nothing_is_found_it_is_said_and_standard_output_is_empty(played: Played) -> None:
    shown = played.outreach("outbox", "list", "--state", "doubtful")

    assert (shown.stdout, shown.stderr) == ("", "The outbox is empty.\n")


def test_reading_changes_nothing(played: Played, known: dict[str, str]) -> None:
    before = (played.outreach.folder / "outreach.db").read_bytes()

    for words in READING:
        played.outreach(*words.format(**known).split())

    assert (played.outreach.folder / "outreach.db").read_bytes() == before


def test_the_bytes_of_a_message_come_out_as_they_came_in(played: Played, known: dict[str, str]) -> None:
    shown = played.outreach("inbox", "show", known["message"], "--raw")

    assert shown.stdout_bytes.startswith(b"Return-Path: ")
    assert b"\r\n\r\n" in shown.stdout_bytes


def test_a_message_is_shown_with_what_was_made_of_it(played: Played) -> None:
    [answered] = [
        each
        for each in json.loads(played.outreach("inbox", "list", "--json").stdout)
        if each["intent"] == "unsubscribe"
    ][:1]

    shown = played.outreach("inbox", "show", str(answered["id"])).stdout

    told = dict(line.split(maxsplit=1) for line in shown.splitlines()[:8])
    assert told["from"] == answered["from"]
    assert told["intent"] == "unsubscribe"


def test_a_review_shows_the_words_that_the_program_went_by(played: Played, known: dict[str, str]) -> None:
    review = json.loads(played.outreach("review", "show", known["review"], "--json").stdout)

    shown = played.outreach("review", "show", known["review"])

    assert review["text"].splitlines()[0] in shown.stdout
    assert f"The program thinks: {review['proposed']}" in shown.stdout
    assert all(hit["rule"] in shown.stdout for hit in review["evidence"])
    decide = f"`outreach review decide {known['review']} INTENT`"
    assert shown.stderr == f"Decide: {decide}; `outreach review intents` lists them.\n"


def test_the_tree_of_referrals_begins_with_who_was_asked(played: Played) -> None:
    assert played.demo.story is not None
    asked, *named = played.demo.story.addresses

    lines = played.outreach("referrals", "tree", asked).stdout.splitlines()

    assert f"<{asked}>" in lines[0]
    assert any(line.startswith("  ") and f"<{named[0]}>" in line for line in lines[1:])


def test_why_names_every_gate_and_which_is_shut(played: Played, known: dict[str, str]) -> None:
    [run, *_] = json.loads(played.outreach("why", known["address"], "--json").stdout)

    shown = played.outreach("why", known["address"]).stdout

    for gate in run["gates"]:
        assert f"  {'open' if gate['is_open'] else 'SHUT'}  {gate['name']:<11}  " in shown


def test_who_said_no_is_suppressed_and_the_check_ends_with_one(played: Played) -> None:
    [no, *_] = [
        each
        for each in json.loads(played.outreach("suppress", "list", "--json").stdout)
        if each["reason"] == "opted_out"
    ]

    told = played.outreach("suppress", "check", no["value"], "--json", status=1)

    assert json.loads(told.stdout) == {
        "address": no["value"],
        "suppressed": True,
        "reason": "opted_out",
        "by": "address",
    }


def test_the_database_of_a_demo_is_sound(played: Played) -> None:
    assert played.outreach("db", "check").stderr == "The database is sound.\n"


def test_the_workspace_of_a_demo_can_send_nothing_more(played: Played) -> None:
    config = (played.outreach.folder / "config.toml").read_text(encoding="utf-8")

    assert "\nlive = false\n" in config
    assert "live = true" not in config
    assert played.outreach("lint").stderr.endswith("Nothing is wrong.\n")


def _documented(call: list[str]) -> dict[str, Any]:
    command: click.Command = program
    while isinstance(command, click.Group):
        inner = command.get_command(click.Context(command), call[0])
        assert inner is not None
        command, call = inner, call[1:]
    [option] = [each for each in command.params if isinstance(each, JsonOption)]
    return dict(option.fields)
