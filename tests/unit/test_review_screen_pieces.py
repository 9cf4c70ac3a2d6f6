"""The pieces of the review screen by themselves: marks, days, drafts, rows, words, the gate, the door."""

from datetime import date
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.app import App
from textual.color import Color

from outreach.cli.review_screen.app import ReviewApp
from outreach.cli.review_screen.days import day_ahead
from outreach.cli.review_screen.drafts import ANSWER, DAY, NOTE, Drafts, drafts_file
from outreach.cli.review_screen.editor import editor_command
from outreach.cli.review_screen.keys import CHOICES, COMMANDS, MOVES
from outreach.cli.review_screen.last_gate import LastGate
from outreach.cli.review_screen.marking import MARK, marked, places
from outreach.cli.review_screen.serving import Door, command, is_loopback
from outreach.cli.review_screen.values import Changes, Sieve
from outreach.cli.review_screen.waiting_list import WaitingList
from outreach.cli.review_screen.words import WORDS, Words, language_of
from outreach.core.intents import Intent
from outreach.prospects.model import AccountStatus
from outreach.qualification.meanings import NOT_OURS
from outreach.replies.verdict import Person, Via
from tests.support.review_desk import a_row

TODAY = date(2026, 3, 3)


# --- marks -----------------------------------------------------------------------------------------------------------


def test_the_words_that_count_are_marked_whatever_their_case_and_breaks() -> None:
    text = "Please TALK\nto Maria. Talking to her is fun."

    assert places(text, ["talk to"]) == [(7, 14)]
    shown = marked(text, ["talk to"])
    assert shown.plain == text
    assert [(span.start, span.end, span.style) for span in shown.spans] == [(7, 14, MARK)]


def test_marks_that_overlap_are_one() -> None:
    assert places("talk to Maria Weber", ["talk to Maria", "Maria Weber"]) == [(0, 19)]


def test_a_mark_is_in_brackets_where_nothing_else_can_be_told_apart() -> None:
    assert marked("talk to Maria", ["talk"], brackets=True).plain == "[talk] to Maria"


def test_nothing_in_a_reply_is_read_as_markup() -> None:
    text = "[red]hello[/red] [@click=app.quit]x[/] \\[b]"

    shown = marked(text, ["hello"])

    assert shown.plain == text
    assert [span.style for span in shown.spans] == [MARK]


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        (" 31.3. ", date(2026, 3, 31)),
        ("1.2.", date(2027, 2, 1)),
        ("31.3.2027", date(2027, 3, 31)),
        ("+14", date(2026, 3, 17)),
        ("1", date(2026, 3, 4)),
        ("2026-03-03", None),
        ("3.3.2026", None),
        ("0", None),
        ("31.2.", None),
        ("29.2.", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_type_it_and_only_when_it_lies_ahead(typed: str, day: date | None) -> None:
    assert day_ahead(typed, TODAY) == day


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_what_is_kept_is_there_for_the_next_screen_and_for_its_owner_only(tmp_path: Path) -> None:
    path = drafts_file(tmp_path, "rita/../x")
    drafts = Drafts(path)
    drafts.keep(3, NOTE, "call her")
    drafts.keep(3, DAY, "2026-04-01")
    drafts.keep_people(3, (Person(name="Ана", email="ana@acme.example"),))

    again = Drafts(path)

    assert path.parent == tmp_path / ".review-drafts"
    assert path.stat().st_mode & 0o777 == 0o600
    assert again.text(3, NOTE) == "call her"
    assert again.changes(3) == Changes(
        (Person(name="Ана", email="ana@acme.example", via=Via.TEXT),), date(2026, 4, 1)
    )
    assert again.kinds(3) == [NOTE]


def test_what_is_done_is_forgotten(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "rita.json")
    drafts.keep(3, NOTE, "call her")
    drafts.keep(3, ANSWER, "Hello")

    drafts.forget(3, NOTE)
    drafts.keep(3, ANSWER, "")

    assert Drafts(drafts.path).kinds(3) == []


@pytest.mark.parametrize("content", ["{", "[]", '{"3": 4}', '{"3": {"people": [4], "day": "x", "note": 5}}'])
def test_a_file_that_makes_no_sense_is_no_draft(tmp_path: Path, content: str) -> None:
    path = tmp_path / "rita.json"
    path.write_text(content, encoding="utf-8")

    drafts = Drafts(path)

    assert (drafts.changes(3), drafts.text(3, NOTE)) == (Changes(), "")


def test_where_nothing_can_be_kept_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    drafts = Drafts(tmp_path / "file" / "rita.json")

    drafts.keep(3, NOTE, "call her")

    assert drafts.trouble
    assert drafts.text(3, NOTE) == "call her"


def test_the_editor_is_the_persons_own() -> None:
    assert editor_command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert editor_command({"VISUAL": "'", "EDITOR": "vi"}) == ["vi"]
    assert editor_command({}) == []


# --- the rows --------------------------------------------------------------------------------------------------------


def a_list(*numbers: int, current: int = 0) -> WaitingList:
    waiting = WaitingList()
    waiting.replace([a_row(number) for number in numbers], len(numbers))
    waiting.move_to(current)
    return waiting


@pytest.mark.parametrize(("taken", "current"), [(1, 2), (2, 3), (3, 2)])
def test_when_a_row_goes_the_cursor_stays_with_its_reply_or_gets_the_next(taken: int, current: int) -> None:
    waiting = a_list(1, 2, 3, current=1 if taken != 3 else 2)

    waiting.take_out(taken)

    assert waiting.row is not None
    assert (waiting.row.review_id, waiting.total) == (current, 2)


def test_new_rows_leave_the_cursor_on_its_reply() -> None:
    waiting = a_list(1, 2, current=1)

    waiting.replace([a_row(9), a_row(1), a_row(2)], 3)

    assert waiting.row is not None
    assert waiting.row.review_id == 2


def test_a_row_that_comes_with_two_pages_stands_once() -> None:
    waiting = a_list(1, 2)

    assert [row.review_id for row in waiting.extend([a_row(2), a_row(3)], 3)] == [3]


# --- words -----------------------------------------------------------------------------------------------------------


def test_every_word_that_is_asked_for_is_there_in_both_languages() -> None:
    meanings = [*Intent, NOT_OURS]
    asked = {f"{kind}.{each.value}" for kind in ("intent", "meaning") for each in meanings}
    asked |= {choice.word for choice in CHOICES} | {f"status.{status.value}" for status in AccountStatus}
    asked |= {word for _, word in (COMMANDS | MOVES).values()}

    assert asked <= set(WORDS)
    assert all(english and russian for english, russian in WORDS.values())


def test_both_languages_take_the_same_values() -> None:
    from string import Formatter

    for name, texts in WORDS.items():
        english, russian = ({field for _, field, _, _ in Formatter().parse(text) if field} for text in texts)
        assert english == russian, name


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "en"),
        ({"LC_MESSAGES": "ru_RU.UTF-8", "LANG": "en_GB.UTF-8"}, "ru"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_environments(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


def test_what_is_put_into_a_sentence_is_not_parsed() -> None:
    assert Words()("not.done", why="{0} {why} [b]") == "Not done: {0} {why} [b]"


# --- the last gate ---------------------------------------------------------------------------------------------------


def test_no_control_character_passes_the_last_gate() -> None:
    drawn = [Segment("a\x1b]52;c;x\x07\u202eb\x9b31m"), Segment("plain"), Segment("\x1b[2J", control=[])]

    passed = LastGate().apply(drawn, Color(0, 0, 0))

    assert [segment.text for segment in passed[:2]] == ["a\ufffd]52;c;x\ufffd\ufffdb\ufffd31m", "plain"]


def test_textual_has_what_the_gate_hangs_on() -> None:
    """A contract with a library: all lines of all widgets pass `get_line_filters`; `_fatal_error` ends a crash."""
    assert ReviewApp.get_line_filters is not App.get_line_filters
    assert callable(App._fatal_error)
    assert callable(App._close_messages_no_wait)


def test_a_sieve_that_lets_everything_through_is_open() -> None:
    assert Sieve().is_open
    assert not Sieve(snoozed=True).is_open


# --- the door of the page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "origin", "own"),
    [
        ("127.0.0.1:8000", None, True),
        ("localhost:8000", "http://localhost:8000", True),
        ("127.0.0.1:8000", "http://evil.example", False),
        ("127.0.0.1:8000", "null", False),
        ("evil.example:8000", None, False),
        ("127.0.0.1:8001", None, False),
    ],
)
def test_only_the_page_itself_is_let_in(host: str, origin: str | None, own: bool) -> None:
    assert Door("127.0.0.1", 8_000, "key").is_own(host, origin) is own


def test_nobody_comes_in_without_the_key() -> None:
    door = Door("127.0.0.1", 8_000, "key")

    assert [door.knows(told) for told in ("key", "kez", "", None, "ключ")] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_loopback_is_this_machine_only() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.0.0.1")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_browsers_session_is_this_workspace_and_this_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_USER", "rita")
    monkeypatch.setenv("OUTREACH_CONFIG", "/srv/a b/config.toml")

    assert "--config '/srv/a b/config.toml' --as rita review --lang ru" in command("ru")
