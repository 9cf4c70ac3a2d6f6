"""What reaches a terminal, a pipe, a full disk and a foreign locale. Processes, where that makes a difference."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.cli_workspaces import Played, played_workspace  # noqa: F401 - the fixture `played`
from tests.support.command_line import CommandLine, Terminal
from tests.support.workspace import OUTREACH

#: Sets the title, clears the screen (in seven and in eight bits), turns the direction, hides what follows.
HOSTILE = "Ana\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnihsihp\u2066\x08\x7f\tx\nSubject: more\r\u2028\U000e0041"

#: Everything that a terminal would obey, or that hides what it shows.
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)

#: What others have written, by table. Every cell of these columns is made hostile.
FOREIGN = {
    "account": ("name",),
    "contact": ("name", "given_name", "family_name", "title", "phone"),
    "inbound_message": ("sender", "subject", "trouble"),
    "outbound_message": ("subject", "body", "answer_text"),
    "referral": ("name", "phone", "title", "reason"),
    "review": ("why", "note"),
    "task": ("note", "outcome", "phone"),
    "suppression": ("note", "actor"),
    "verdict": ("visible_text",),
    "enrollment": ("ended_why",),
    "hold": ("note",),
    "mailbox_status": ("paused_why",),
}

READING = (
    ("campaign", "status"),
    ("campaign", "preview", "demo", "--readable"),
    ("campaign", "preview", "demo"),
    ("prospects", "list"),
    ("prospects", "show", "{address}"),
    ("suppress", "list"),
    ("outbox", "list"),
    ("outbox", "show", "1"),
    ("inbox", "list"),
    ("inbox", "show", "1"),
    ("inbox", "show", "1", "--raw"),
    ("review", "list", "--all"),
    ("review", "show", "1"),
    ("referrals", "list", "--all"),
    ("referrals", "tree", "{address}"),
    ("tasks", "list", "--all"),
    ("mailbox", "list"),
    ("why", "{address}"),
    ("inbox", "list", "--json"),
    ("prospects", "list", "--json"),
    ("review", "show", "1", "--json"),
)

#: Several commands in one process, so that only one has to be started.
SEVERAL = """
import sys
import click
from outreach.cli.main import outreach
for words in {calls!r}:
    print("==", *words, flush=True)
    try:
        outreach.main(list(words), standalone_mode=False, prog_name="outreach")
    except click.ClickException as error:
        error.show()
    sys.stdout.flush()
"""


@pytest.fixture(scope="module")
def hostile(played: Played, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The same workspace, after somebody has put into it whatever terminals obey."""
    outreach = played.outreach.copied_to(tmp_path_factory.mktemp("hostile"))
    raw = f"From: {HOSTILE}\r\nSubject: =?utf-8?q?=1B[31m?=\r\n\r\n{HOSTILE}\r\n".encode() + b"\x9b2J\xff"
    with sqlite3.connect(outreach.folder / "outreach.db") as database:
        for table, columns in FOREIGN.items():
            for column in columns:
                database.execute(f"UPDATE {table} SET {column} = ?", (HOSTILE,))
        database.execute("UPDATE inbound_message SET raw = ?", (raw,))
        database.execute("UPDATE contact SET fields = ?", (json.dumps({HOSTILE: HOSTILE}),))
    return outreach


def calls(played: Played) -> list[tuple[str, ...]]:
    assert played.demo.story is not None
    address = played.demo.story.addresses[0]
    return [tuple(word.format(address=address) for word in words) for words in READING]


def several(outreach: CommandLine, words: Sequence[tuple[str, ...]]) -> list[str]:
    program = SEVERAL.format(calls=list(words))
    return [sys.executable, "-c", f"{program}"]


def test_nothing_that_a_terminal_would_obey_reaches_it(hostile: CommandLine, played: Played) -> None:
    terminal = Terminal.running(
        several(hostile, calls(played)),
        environment=hostile.process_environment({"TERM": "dumb"}),
        folder=hostile.folder,
        columns=100,
    )

    shown = terminal.to_the_end()

    assert terminal.process.returncode == 0, shown
    assert shown.count("gnihsihp") > len(READING)
    assert sorted({f"U+{ord(sign):04X}" for sign in OBEYED.findall(shown)}) == []


def test_colours_and_weights_are_the_only_sequences_that_we_write(
    hostile: CommandLine, played: Played
) -> None:
    terminal = Terminal.running(
        several(hostile, calls(played)),
        environment=hostile.process_environment({"TERM": "xterm-256color"}),
        folder=hostile.folder,
        columns=100,
    )

    shown = terminal.to_the_end()

    assert terminal.process.returncode == 0, shown
    assert set(re.findall(r"\x1b\[[0-9;]*m", shown)) == {"\x1b[1m", "\x1b[0m"}
    assert OBEYED.findall(re.sub(r"\x1b\[[01]m", "", shown)) == []


def test_a_pipe_gets_the_same_but_for_the_bytes_that_were_asked_for(
    hostile: CommandLine, played: Played
) -> None:
    for words in calls(played):
        # Such a name cannot stand in a header of a mail.
        shown = hostile(*words, status=1 if words[1] == "preview" else 0)
        obeyed = set(OBEYED.findall(shown.output)) - {"\t"}
        assert bool(obeyed) == (words[-1] == "--raw"), words


def test_the_escaped_json_says_the_same(hostile: CommandLine) -> None:
    [message, *_] = json.loads(hostile("inbox", "list", "--json").stdout)

    assert message["subject"] == HOSTILE


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(played: Played, columns: int) -> None:
    lists = [("outbox", "list"), ("prospects", "list"), ("referrals", "list", "--all"), ("campaign", "list")]
    terminal = Terminal.running(
        several(played.outreach, [*lists, ("campaign", "status")]),
        environment=played.outreach.process_environment({"TERM": "dumb"}),
        folder=played.outreach.folder,
        columns=columns,
    )

    shown = terminal.to_the_end()

    assert terminal.process.returncode == 0, shown
    too_wide = [line for line in shown.splitlines() if len(line.rstrip()) > columns and line[:2] != "=="]
    assert too_wide == []


def test_a_wide_terminal_has_a_line_for_each_row(played: Played) -> None:
    rows = json.loads(played.outreach("outbox", "list", "--json").stdout)

    shown = played.outreach.on_terminal("outbox", "list", columns=250)

    assert len(shown.splitlines()) == len(rows) + 1


def test_letters_of_all_alphabets_are_shown_as_they_are(played: Played) -> None:
    names = [row["name"] for row in json.loads(played.outreach("prospects", "list", "--json").stdout)]
    russian = [name for name in names if not name.isascii()]

    shown = played.outreach.on_terminal("prospects", "list", columns=250, environment={"LANG": "C.UTF-8"})

    assert russian
    assert all(name in shown for name in russian)


def test_where_a_letter_cannot_be_shown_its_number_is(played: Played) -> None:
    shown = played.outreach.process("prospects", "list", environment={"PYTHONIOENCODING": "latin-1"}).stdout

    assert "\\u041" in shown.decode("latin-1")


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "koi8-r", "utf-8"])
def test_json_is_json_in_every_encoding(played: Played, encoding: str) -> None:
    expected = json.loads(played.outreach("prospects", "list", "--json").stdout)

    given = {"PYTHONIOENCODING": encoding}
    shown = played.outreach.process("prospects", "list", "--json", environment=given).stdout

    assert json.loads(shown.decode(encoding)) == expected


def test_without_a_locale_letters_are_shown_all_the_same(played: Played) -> None:
    expected = played.outreach("prospects", "list").stdout_bytes

    shown = played.outreach.process("prospects", "list", environment={"LANG": "C", "LC_ALL": "C"}).stdout

    assert shown == expected


def test_a_reader_who_has_seen_enough_is_no_error(played: Played) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = played.outreach.process("prospects", "list", "--json", stdout=writing)
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_told(played: Played) -> None:
    with Path("/dev/full").open("wb") as full:
        done = played.outreach.process("prospects", "list", status=1, stdout=full)

    assert done.stderr == b"No space left on device.\n"


def test_a_closed_standard_output_is_no_error(played: Played) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" "$@" >&-', *OUTREACH, "campaign", "list"],
        env=played.outreach.process_environment(),
        cwd=played.outreach.folder,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_a_mail_is_previewed_byte_for_byte_in_a_pipe_and_readably_on_a_terminal(played: Played) -> None:
    document = json.loads(played.outreach("campaign", "preview", "demo", "--json").stdout)

    piped = played.outreach("campaign", "preview", "demo").stdout_bytes.decode("ascii")
    shown = played.outreach.on_terminal("campaign", "preview", "demo")

    assert without_date(piped) == without_date(document["raw"])
    assert without_date(shown).rstrip() == without_date(document["raw"]).replace("\r\n", "\n").rstrip()


def without_date(mail: str) -> str:
    """Two previews are not of the same second."""
    return re.sub(r"(?m)^Date: .*$", "", mail)
