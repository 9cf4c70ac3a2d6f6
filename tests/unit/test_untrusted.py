"""Nothing that a stranger wrote makes a terminal do anything, or a header become two."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.core.untrusted import one_line, printable, smuggles_a_header

#: What a stranger writes, and what of it is shown.
SHOWN = {
    "plain": ("Hello, Ana", "Hello, Ana"),
    "other scripts": ("Лебедева 王 🦊 é", "Лебедева 王 🦊 é"),
    "colours": ("\x1b[31mred\x1b[0m", "\ufffdred\ufffd"),
    "clear screen": ("\x1b[2J\x1b[Hgone", "\ufffd\ufffdgone"),
    "window title": ("\x1b]0;owned\x07text", "\ufffdtext"),
    "clipboard (OSC 52)": ("\x1b]52;c;ZWNobyBoaQ==\x07text", "\ufffdtext"),
    "clipboard, ended by ST": ("\x1b]52;c;ZWNobyBoaQ==\x1b\\text", "\ufffdtext"),
    "link (OSC 8)": ("\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\", "\ufffdhere\ufffd"),
    "device control string": ("\x1bP$q\x1b\\text", "\ufffdtext"),
    "eight-bit CSI": ("\x9b31mred", "\ufffdred"),
    "eight-bit OSC": ("\x9d0;owned\x9ctext", "\ufffdtext"),
    "a lone escape": ("a\x1b", "a\ufffd"),
    "an escape cut off": ("a\x1b[3", "a\ufffd"),
    "charset switch": ("a\x1b(0b", "a\ufffd0b"),
    "bell and backspace": ("a\x07b\x08c", "a\ufffdb\ufffdc"),
    "delete": ("a\x7fb", "a\ufffdb"),
    "NUL": ("a\0b", "a\ufffdb"),
    "right-to-left override": ("exe.\u202egpj", "exe.gpj"),
    "isolates": ("a\u2066b\u2069c", "abc"),
    "marks of direction": ("a\u200eb\u200fc\u061cd", "abcd"),
    "zero width": ("a\u200bb\u2060c\ufeffd", "abcd"),
    "unseen tags": ("a\U000e0069\U000e0067b", "ab"),
    "private use": ("a\ue000b", "a\ufffdb"),
    "a lone surrogate": ("a\ud800b", "a\ufffdb"),
    "not a character": ("a\uffffb", "a\ufffdb"),
    "stacked marks": ("e" + "\u0301" * 500, "e" + "\u0301" * 4),
    "stacked marks of other kinds": ("e" + "\u0489\u1ab0\ufe20" * 100, "e\u0489\u1ab0\ufe20\u0489"),
    "tab": ("a\tb", "a    b"),
    "CR LF": ("a\r\nb", "a\nb"),
    "CR": ("a\rb", "a\nb"),
    "line and paragraph separators": ("a\u2028b\u2029c", "a\nb\nc"),
}


@pytest.mark.parametrize(("text", "shown"), SHOWN.values(), ids=SHOWN)
def test_what_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(max_size=300))
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    shown = printable(text)

    assert all(
        character == "\n" or unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
        for character in shown
    )
    assert printable(shown) == shown


@given(st.text(max_size=300))
def test_one_line_is_one_line(text: str) -> None:
    line = one_line(text, 100)

    assert len(line) <= 100
    assert len(line.splitlines()) <= 1
    assert line == " ".join(line.split())


def test_a_line_break_can_be_shown_so_that_a_record_stays_one_line() -> None:
    assert printable("a\r\nb\u2028c", newlines=False) == "a\u23ceb\u23cec"


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert printable("a" * 30, limit=10) == "a" * 10 + " […]"
    assert printable("a" * 10, limit=10) == "a" * 10
    assert len(printable("e" + "\u0301" * 1_000_000)) < 10


@pytest.mark.parametrize(
    "text",
    [
        "a\rb",
        "a\nb",
        "a\tb",
        "a\0b",
        "a\x0bb",
        "a\x0cb",
        "a\x1cb",
        "a\x7fb",
        "a\x85b",
        "a\u2028b",
        "a\u2029b",
        "=?utf-8?q?=0ABcc:x?=",
        "=?UTF-8?B?CkJjYzo=?=",
        "=??q?=0A?=",
        "=?utf-8*en?Q?=0D?=",
        "=? utf-8 ?q?=0A?=",
        "Ana =?x?b?y",
    ],
)
def test_what_could_become_a_header(text: str) -> None:
    assert smuggles_a_header(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana Ruiz",
        "Лебедева",
        "50 % =? off",
        "a=b?q",
        "=?=?=?",
        "who? =) ?q?",
        "é\u00a0ü",
        "🦊",
        "a" * 5_000,
    ],
)
def test_what_could_not(text: str) -> None:
    assert not smuggles_a_header(text)


KEPT = "\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u0890\u0891\u08e2\U000110bd\U000110cd"


def test_of_all_characters_none_is_let_through_that_is_obeyed_or_not_seen() -> None:
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

    for number in range(0x110000):
        character = chr(number)
        if unicodedata.category(character) in hidden and character not in KEPT:
            assert character not in printable(f"a{character}b", newlines=False)


def test_what_words_and_emoji_need_stays() -> None:
    family, persian = "\U0001f468\u200d\U0001f469", "\u0645\u06cc\u200c\u0634\u0648\u062f"

    assert one_line(f"{family} {persian}") == f"{family} {persian}"


def test_joiners_do_not_come_in_crowds() -> None:
    assert one_line("a" + "\u200d" * 500 + "b") == "a\u200db"


@pytest.mark.parametrize("hidden", ["\u00ad", "\u070f", "\u180e", "\u2061", "\u206a", "\ufff9", "\U000e0041"])
def test_an_invisible_character_hides_no_word(hidden: str) -> None:
    assert one_line(f"un{hidden}subscribe") == "unsubscribe"
