"""The log is facts, one line each, and hands no terminal what a stranger wrote."""

import json
import logging
import sys

import pytest

from outreach.cli.logs import JsonFormatter, TextFormatter, log_to_stderr

HOSTILE = "250 ok\x1b[2J\x9b31m\u202e\r\n2026-01-01T00:00:00Z INFO mail_sent forged=1"


def record(message: str, error: BaseException | None = None, **facts: object) -> logging.LogRecord:
    made = logging.LogRecord("outreach.x", logging.WARNING, "x.py", 1, message, (), None)
    if error is not None:
        made.exc_info = (type(error), error, None)
    for name, value in facts.items():
        setattr(made, name, value)
    return made


def test_a_fact_is_a_line_with_its_names_and_values() -> None:
    line = TextFormatter().format(record("mail_sent", mailbox="ann", attempt=1, answer="250 ok"))

    assert line.endswith('Z WARNING mail_sent mailbox=ann attempt=1 answer="250 ok"')


@pytest.mark.parametrize("formatter", [TextFormatter(), JsonFormatter()], ids=["text", "json"])
def test_what_a_server_says_cannot_forge_a_line_or_move_the_cursor(formatter: logging.Formatter) -> None:
    line = formatter.format(record("refused", answer=HOSTILE))

    assert len(line.splitlines()) == 1
    assert not any(sign in line for sign in "\x1b\x9b\u202e\r")


def test_what_an_exception_quotes_is_cleaned_too() -> None:
    line = TextFormatter().format(record("turn_failed", ValueError(HOSTILE)))

    assert "ValueError: 250 ok" in line
    assert not any(sign in line for sign in "\x1b\x9b\u202e\r")


def test_json_keeps_numbers_and_says_the_same() -> None:
    document = json.loads(
        JsonFormatter().format(record("refused", attempt=2, live=True, answer=HOSTILE, at_=None))
    )

    assert (document["event"], document["level"]) == ("refused", "warning")
    assert (document["attempt"], document["live"], document["at_"]) == (2, True, None)
    assert document["answer"] == HOSTILE


def test_the_log_goes_to_standard_error_and_libraries_only_warn(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        log_to_stderr("text", verbose=False)
        logging.getLogger("outreach.daemon").info("planned", extra={"queued": 3})
        logging.getLogger("outreach.daemon").debug("too_much")
        logging.getLogger("some.library").info("chatter")
        sys.stderr.flush()
    finally:
        logging.getLogger().handlers[:], level = before
        logging.getLogger().setLevel(level)
        logging.getLogger("outreach").setLevel(logging.NOTSET)
        logging.getLogger("aioimaplib").setLevel(logging.NOTSET)

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.endswith("INFO planned queued=3\n")
    assert len(shown.err.splitlines()) == 1


@pytest.mark.parametrize(
    "answer",
    [
        '550 "Ann Lee"@x.example and "ann"@y.example unknown',
        '"\\"@x.example',
        'he said "no"@x.example\n"x"@y.example',
    ],
)
def test_what_is_left_out_of_an_address_breaks_no_json(answer: str) -> None:
    document = json.loads(JsonFormatter().format(record("refused", answer=answer)))

    assert "@x.example" in document["answer"]
    assert not any(name in document["answer"] for name in ("Ann Lee", '"ann"'))


def test_no_fact_takes_the_place_of_when_how_bad_and_what() -> None:
    document = json.loads(JsonFormatter().format(record("refused", event="sent", level="info", at="never")))

    assert (document["event"], document["level"]) == ("refused", "warning")
    assert document["at"] != "never"
