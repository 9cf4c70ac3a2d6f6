"""What a hostile reply sends to the terminal of whoever reviews it: letters, and nothing that a terminal obeys."""

import contextlib
import os
import re
import select
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from outreach.database.engine import Database
from tests.support.command_line import CommandLine, Terminal
from tests.support.mailroom import Mailroom, a_reply
from tests.support.review_workspace import Correspondent, fill, let_wait
from tests.support.workspace import OUTREACH

#: What a terminal would obey → what of it must never reach one.
ATTACKS: dict[str, str] = {
    "\x1b]52;c;SGVsbG8=\x07": "\x1b]52",
    "\x1b]0;owned\x07": "\x1b]0",
    "\x1b[38;2;1;2;3mred": "\x1b[38;2;1;2;3",
    "\x1b[5n": "\x1b[5n",
    "\x1b[3J": "\x1b[3J",
    "\x1bc": "\x1bc",
    "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\": "\x1b]8",
    "\x1bP$qm\x1b\\": "\x1bP$",
    "\x1b_Gf=100;AAAA\x1b\\": "\x1b_G",
    "\u009b38;2;4;5;6m": "\u009b",
    "\u009d52;c;SGVsbG8=\u009c": "\u009d",
    "\u202egnp.exe\u202c": "\u202e",
    "\u2066hidden\u2069": "\u2066",
    "a\u200bb": "\u200b",
    "beep\x07": "\x07",
    "back\x08\x08\x08": "\x08",
    "\x0e\x0f": "\x0e",
}
#: What a library might take for its own language, and must be shown as it is.
MARKUP = ("[red]markup[/red]", "[@click=app.quit]leave[/]", "[link=http://evil.example]go[/link]")

EVERYTHING = " ".join(ATTACKS)

#: How textual sets the shape of the mouse pointer.
_POINTER = re.compile(r"\x1b\]22;\w*\x07")
#: That, and how it draws: control sequences (ECMA-48, 5.4) without any text in them.
_ITS_OWN = re.compile(r"\x1b\]22;\w*\x07|\x1b\[[0-?]*[ -/]*[@-~]")
#: Whatever else a terminal might obey.
_OBEYED = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ANA = Correspondent("r", "Ana Ruiz", "ana@acme.example", "Acme Ltd", "Please talk to Maria Weber.")


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    made = CommandLine.initialised(tmp_path / "workspace")
    with _database(made.folder) as database:
        room = fill(database, [ANA])
        _receive(room, f"{EVERYTHING}\n{' '.join(MARKUP)}\nPlease talk to Maria Weber, maria@acme.example.")
        _receive(room, "x\u202e" * 500_000)
        _receive(room, f"Please talk to Maria {MARKUP[0]} Weber <maria@acme.example>.\n{EVERYTHING * 20}")
    # What no door of ours would let in stands in the database all the same.
    with closing(sqlite3.connect(made.folder / "outreach.db")) as connection:
        connection.execute("UPDATE account SET name = ?", (f"Acme {MARKUP[1]} {EVERYTHING}",))
        connection.execute("UPDATE contact SET name = ?, title = ?", (f"Ana {EVERYTHING}", EVERYTHING))
        connection.execute("UPDATE review SET why = ?, assigned_to = ?", (EVERYTHING, f"[b]{EVERYTHING}"))
        connection.execute(
            "INSERT INTO review_note (review_id, written_by, text, written_at) SELECT id, ?, ?, created_at FROM review",
            (EVERYTHING, f"{MARKUP[2]} {EVERYTHING}"),
        )
        connection.commit()
    return made


@pytest.fixture
def screen(line: CommandLine) -> Iterator["Screen"]:
    screen = Screen(line)
    yield screen
    screen.end()


def test_no_control_byte_of_a_reply_reaches_the_terminal_of_the_screen(screen: "Screen") -> None:
    screen.until("Enter takes it:")

    for _ in range(4):
        # Every view of it, what each of three decisions would do, and on to the next.
        screen.press("t", "\t", " ", "\t", "R", "O", "X", "j")
    screen.press("p", "\x1b", "c", "\x1b", "y", "\x1b", "f", "\x1b", "e", "\x1b", "?", "\x1b")
    screen.press_until("/", "Search: name")
    screen.paste("\u202e\u009d52;c;QQ==\u009c[red]pasted[/red]")
    screen.until("pasted")
    sent = screen.leave()

    assert obeyed_in(sent) == []
    assert all(words in sent for words in (MARKUP[0], MARKUP[1]))


def test_the_screen_ends_with_its_terminal(screen: "Screen") -> None:
    screen.until("Enter takes it:")

    screen.close_terminal()

    assert screen.process.wait(60) == -signal.SIGHUP


@pytest.mark.parametrize("words", [("list",), ("show", "2"), ("show", "3"), ("show", "4")])
def test_nor_that_of_the_commands(line: CommandLine, words: tuple[str, ...]) -> None:
    shown = line.on_terminal("review", *words, columns=200)
    piped = line("review", *words).stdout + line("review", *words, "--json").stdout

    assert obeyed_in(shown) == []
    assert obeyed_in(piped) == []


def obeyed_in(sent: str) -> list[str]:
    """What of the attacks stands in what a terminal was sent."""
    others = _ITS_OWN.sub("", sent)
    obeyed = [attack for attack, sign in ATTACKS.items() if sign in _POINTER.sub("", sent)]
    return obeyed + _OBEYED.findall(others)


class Screen:
    """The review screen on a pseudo-terminal; every byte that it sends is kept."""

    def __init__(self, line: CommandLine) -> None:
        self._terminal = Terminal.running(
            [*OUTREACH, "review"],
            environment=line.process_environment({"TERM": "xterm-256color", "LANG": "C.UTF-8"}),
            folder=line.folder,
            columns=100,
        )

    @property
    def process(self) -> subprocess.Popen[bytes]:
        return self._terminal.process

    def close_terminal(self) -> None:
        """Without a word: it was never the process's controlling terminal, so no SIGHUP comes."""
        os.close(self._terminal.descriptor)

    def end(self) -> None:
        """Whatever became of it."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def until(self, words: str) -> None:
        self._terminal.read_until(words.encode())

    def press(self, *keys: str) -> None:
        for key in keys:
            os.write(self._terminal.descriptor, key.encode())
            self._read_until_quiet()

    def press_until(self, key: str, words: str) -> None:
        """Again and again: while something is being written the screen takes no key."""
        until = time.monotonic() + 60
        while words.encode() not in self._terminal.shown:
            assert time.monotonic() < until, f"{words!r} was not shown"
            self.press(key)

    def paste(self, text: str) -> None:
        self.press(f"\x1b[200~{text}\x1b[201~")

    def leave(self) -> str:
        """Everything that was sent, up to the end. Ctrl+Q leaves from everywhere."""
        os.write(self._terminal.descriptor, b"\x11")
        return self._terminal.to_the_end()

    def _read_until_quiet(self) -> None:
        """Longer than textual waits to tell the Escape key from the beginning of another key's sequence."""
        while select.select([self._terminal.descriptor], [], [], 0.25)[0]:
            self._terminal.shown += os.read(self._terminal.descriptor, 65_536)


def _receive(room: Mailroom, text: str) -> None:
    room.later(minutes=5)
    raw = a_reply(
        room.mail(ANA.address),
        text,
        sender=ANA.address,
        name=f'"Ana {MARKUP[0]} {EVERYTHING}"',
        subject=f"Re: {EVERYTHING} {MARKUP[1]}",
    )
    let_wait(room, raw)


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{folder / 'outreach.db'}")
    try:
        yield database
    finally:
        database.close()
