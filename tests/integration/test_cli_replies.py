"""`outreach replies`: messages explained and measured without a workspace, whatever is put in."""

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from outreach.cli.main import outreach as program
from outreach.cli.replies import EVALUATION_FIELDS, VERDICT_FIELDS
from tests.support.command_line import CommandLine
from tests.support.workspace import OUTREACH

MAIL = b"""\
From: Ana Ruiz <ana@acme.example>\r
To: ann@alpha.example\r
Subject: Re: Who handles sales?\r
Content-Type: text/plain; charset=utf-8\r
\r
Please take me off your list.\r
"""

LINE = {"id": "one", "raw_b64": base64.b64encode(MAIL).decode()}


@pytest.fixture
def outreach(tmp_path: Path) -> CommandLine:
    """Without any workspace: none of this needs one."""
    return CommandLine(tmp_path)


def test_a_message_is_explained_with_its_evidence(outreach: CommandLine) -> None:
    (outreach.folder / "mail.eml").write_bytes(MAIL)

    shown = outreach("replies", "explain", str(outreach.folder / "mail.eml")).stdout
    [document] = json.loads(
        outreach("replies", "explain", str(outreach.folder / "mail.eml"), "--json").stdout
    )

    assert "intent         unsubscribe" in shown
    assert "Please take me off your list." in shown
    assert list(document) == list(VERDICT_FIELDS | {"file": ""})
    assert all(hit["rule"] in shown for hit in document["evidence"])


def test_every_line_gets_a_line_whatever_stands_in_it(outreach: CommandLine) -> None:
    lines = [
        json.dumps(LINE),
        "",
        "not json",
        "[1, 2]",
        "null",
        "[" * 100_000,
        '{"id": 7}',
        '{"id": "bad", "raw_b64": "%%%"}',
        json.dumps(LINE | {"id": "last", "outbound": 3, "received_at": "yesterday"}),
    ]

    told = outreach("replies", "explain", "--jsonl", stdin="\n".join(lines) + "\n")

    answers = [json.loads(line) for line in told.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [
        *("one", "line-3", "line-4", "line-5", "line-6", 7, "bad", "last")
    ]
    assert [answer["intent"] for answer in answers[1:-1]] == ["other"] * 6
    assert all(answer["needs_review"] for answer in answers[1:-1])
    assert "standard input, line 3: this is not JSON" in told.stderr
    assert "standard input, line 4: this is not a JSON object." in told.stderr
    assert "standard input, line 6: this is not JSON" in told.stderr


def test_bytes_that_are_no_text_get_a_line_too(outreach: CommandLine) -> None:
    told = outreach(
        "replies", "explain", "--jsonl", stdin=b"\xff\xfe\x00\n" + json.dumps(LINE).encode() + b"\n"
    )

    assert [json.loads(line)["id"] for line in told.stdout.splitlines()] == ["line-1", "one"]


def test_each_answer_is_there_before_the_next_question_is_asked(outreach: CommandLine) -> None:
    talking = subprocess.Popen(
        [*OUTREACH, "replies", "explain", "--jsonl"],
        env=outreach.process_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert talking.stdin is not None
    assert talking.stdout is not None
    try:
        for name in ("first", "second"):
            talking.stdin.write(json.dumps(LINE | {"id": name}).encode() + b"\n")
            talking.stdin.flush()

            assert json.loads(talking.stdout.readline())["id"] == name
        talking.stdin.close()
        assert talking.wait(30) == 0
    finally:
        talking.kill()
        talking.stdout.close()
        talking.wait()


@pytest.mark.parametrize("content", [b"", b"\x00" * 1_000, os.urandom(2_000), b"Subject: x" * 10_000])
def test_a_file_that_is_no_mail_is_explained_all_the_same(outreach: CommandLine, content: bytes) -> None:
    (outreach.folder / "thing").write_bytes(content)

    shown = outreach("replies", "explain", str(outreach.folder / "thing"))

    assert "intent" in shown.stdout
    assert "\x1b" not in shown.output


def test_labelled_messages_are_measured(outreach: CommandLine) -> None:
    labelled = outreach.folder / "labelled.jsonl"
    rows = [
        LINE | {"language": "en", "expected": {"intent": intent}} for intent in ("unsubscribe", "question")
    ]
    labelled.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    document = json.loads(outreach("replies", "evaluate", str(labelled), "--json").stdout)
    shown = outreach("replies", "evaluate", str(labelled)).stdout

    assert list(document) == list(EVALUATION_FIELDS)
    assert (document["messages"], document["accuracy"]) == (2, 0.5)
    assert "question" in shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[1", "labelled.jsonl, line 1: this is not JSON"),
        ("[1]", "labelled.jsonl, line 1: this is not a JSON object."),
        (json.dumps(LINE), "has no label"),
        (json.dumps(LINE | {"expected": {"intent": "joy"}}), "has no label"),
    ],
)
def test_a_line_without_a_label_is_refused(outreach: CommandLine, content: str, said: str) -> None:
    (outreach.folder / "labelled.jsonl").write_text(content + "\n", encoding="utf-8")

    assert said in outreach("replies", "evaluate", str(outreach.folder / "labelled.jsonl"), status=1).stderr


def test_the_meaning_of_every_intent_can_be_read() -> None:
    from outreach.core.intents import Intent
    from outreach.qualification.meanings import NOT_OURS

    shown = CliRunner().invoke(program, ["review", "intents"]).stdout

    told = [line.split()[0] for line in shown.splitlines()]
    assert told == [*(intent.value for intent in Intent), NOT_OURS]


def test_what_each_layer_adds_is_told(outreach: CommandLine) -> None:
    labelled = outreach.folder / "labelled.jsonl"
    labelled.write_text(json.dumps(LINE | {"expected": {"intent": "unsubscribe"}}) + "\n", encoding="utf-8")

    document = json.loads(outreach("replies", "evaluate", str(labelled), "--layers", "--json").stdout)
    shown = outreach("replies", "evaluate", str(labelled), "--layers").stdout

    assert [(name, one["accuracy"]) for name, one in document.items()] == [
        ("structure alone", 0.0),
        ("and automatic replies", 0.0),
        ("and the rules", 1.0),
        ("and the model", 1.0),
        ("the model's words instead of the rules", 1.0),
    ]
    assert all(name in shown for name in document)
