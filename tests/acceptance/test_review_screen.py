"""Twenty replies triaged with the keyboard, in the real program on a real terminal, and all of it undone again."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import CommandLine
from tests.support.review_workspace import TWENTY, Correspondent, workspace_of_replies
from tests.support.tmux import Tmux, new_tmux  # noqa: F401 - a fixture
from tests.support.workspace import OUTREACH

Tables = dict[str, list[tuple[Any, ...]]]

#: What only grows: that something was decided, and undone, is never forgotten.
_GROWS = {"audit_entry", "sqlite_sequence"}


@pytest.fixture
def line(tmp_path: Path) -> Iterator[CommandLine]:
    yield workspace_of_replies(tmp_path / "workspace")


def test_twenty_replies_are_decided_a_key_each_and_all_of_it_is_undone(
    line: CommandLine, tmux: Tmux, record_property: Any
) -> None:
    before = tables_of(line.folder)
    opened(tmux, line)

    seconds = [decide_what_is_in_sight(tmux) for _ in TWENTY]

    tmux.until("Nothing awaits you.")
    record_property("seconds_a_decision", round(sum(seconds) / len(seconds), 3))
    print(f"\n{len(seconds)} decisions, {sum(seconds) / len(seconds):.3f} s each on average,")
    print(f"the slowest {max(seconds):.3f} s: {60 * len(seconds) / sum(seconds):.0f} a minute")
    assert decisions_in(line.folder) == {each.address: MEANINGS[each.key] for each in TWENTY}
    assert suppressed_in(line.folder) == {"gil@eta.example", "belova@rho.example"}
    assert referred_in(line.folder) == {
        "maria.weber@acme.example",
        "ivanov@nu.example",
        "petra.klein@sigma.example",
    }

    for _ in TWENTY:
        undo_once(tmux)
    tmux.press("u")
    tmux.until("You have nothing to undo.")
    assert differences(before, tables_of(line.folder)) == {}


def test_what_was_decided_stays_when_the_terminal_dies(line: CommandLine, tmux: Tmux) -> None:
    opened(tmux, line)
    decide_what_is_in_sight(tmux)
    tmux.press("c")
    tmux.until("Note about")
    tmux.type("half a thought")
    tmux.until("half a thought")

    tmux.end()

    assert len(decisions_in(line.folder)) == 1
    drafts = line.folder / ".review-drafts" / "tester.json"
    assert "half a thought" in drafts.read_text(encoding="utf-8")
    assert drafts.stat().st_mode & 0o777 == 0o600


def test_an_answer_is_written_in_the_persons_own_editor_and_goes_into_the_outbox(
    line: CommandLine, tmux: Tmux, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    script = f'cp "$1" {seen}; stat -c %a "$1" >> {seen}; printf "Thank you, Ana.\\n# not this\\n" > "$1"'
    opened(tmux, line, editor=an_editor(tmp_path, script))

    tmux.press("y")
    tmux.until("Begin the answer with")
    tmux.press("End", "Enter")
    asked = tmux.until("Send this to")
    tmux.press("Enter")
    tmux.until("is in the outbox")

    assert "Ana Ruiz <ana.ruiz@acme.example>" in asked
    assert "ann@alpha.example" in asked
    shown = seen.read_text(encoding="utf-8")
    assert "# please talk to Maria Weber (maria.weber@acme.example), she runs sales." in shown
    assert shown.endswith("600\n")
    [(recipient, author, body)] = asked_of(
        line.folder, "SELECT recipient, author, body FROM outbound_message WHERE kind = 'answer'"
    )
    assert (recipient, author) == ("ana.ruiz@acme.example", "tester")
    assert body.startswith("Thank you, Ana.")
    assert "not this" not in body


def test_when_the_editor_fails_what_was_written_is_kept(
    line: CommandLine, tmux: Tmux, tmp_path: Path
) -> None:
    opened(tmux, line, editor=an_editor(tmp_path, 'echo "Half an answ" > "$1"; exit 3'))

    tmux.press("y")
    tmux.until("Begin the answer with")
    tmux.press("End", "Enter")
    tmux.until("The text is kept, but editor ended badly: exit 3.")
    # While something is being written the screen takes no key.
    for _ in range(50):
        tmux.press("y")
        if "that you have begun" in tmux.until(
            lambda screen: "One moment" in screen or "that you have begun" in screen
        ):
            break
    tmux.until("that you have begun")

    drafts = line.folder / ".review-drafts" / "tester.json"
    assert "Half an answ" in drafts.read_text(encoding="utf-8")


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (140, 40)])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("20 waiting", "The program thinks", "Enter takes it", "opt-out")),
     ("ru", ("ждут: 20", "Программа думает", "Enter примет", "не писать"))],
)  # fmt: skip
def test_everything_to_decide_on_is_in_sight(
    line: CommandLine, tmux: Tmux, columns: int, lines: int, language: str, words: tuple[str, ...]
) -> None:
    opened(tmux, line, "--lang", language, columns=columns, lines=lines)

    shown = tmux.until(lambda screen: all(word in screen for word in words))

    assert "please talk to Maria Weber (maria.weber@acme.example)" in shown
    assert max(map(len, shown.splitlines())) <= columns


# --- what the reviewer does ------------------------------------------------------------------------------------------

MEANINGS = {
    "r": "referral",
    "i": "interested",
    "m": "right_person",
    "a": "question",
    "l": "not_now",
    "n": "not_interested",
    "o": "unsubscribe",
    "w": "wrong_person",
    "g": "left_company",
    "v": "out_of_office",
    "b": "auto_acknowledgement",
    "x": "other",
}
_TOO_QUICK = "press it again"


def an_editor(folder: Path, script: str) -> str:
    """A program that does this to the file that it is given."""
    program = folder / "editor"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o700)
    return str(program)


def opened(
    tmux: Tmux, line: CommandLine, *options: str, columns: int = 80, lines: int = 24, editor: str = ""
) -> None:
    environment = line.process_environment({"TERM": "screen-256color", "LANG": "C.UTF-8", "EDITOR": editor})
    tmux.start(
        [*OUTREACH, "review", *options],
        environment=environment,
        folder=line.folder,
        columns=columns,
        lines=lines,
    )
    tmux.until(lambda screen: in_sight(screen) is not None)


def decide_what_is_in_sight(tmux: Tmux) -> float:
    """Press the key for the reply in sight; seconds until the next one is there to be decided on."""
    shown = in_sight(tmux.until(lambda screen: in_sight(screen) is not None))
    assert shown is not None
    begun = time.monotonic()
    tmux.press(shown.key)
    while in_sight(tmux.until(lambda screen: _TOO_QUICK in screen or is_next(screen, shown))) is shown:
        tmux.until(lambda screen: _TOO_QUICK not in screen)
        tmux.press(shown.key)
    return time.monotonic() - begun


def is_next(screen: str, before: Correspondent) -> bool:
    """Whether another reply is there to be decided on, or none is left."""
    return "Nothing awaits you." in screen or in_sight(screen) not in (None, before)


def undo_once(tmux: Tmux) -> None:
    def waiting(screen: str) -> int:
        return int(screen.partition(" waiting")[0].rpartition(" ")[2])

    before = waiting(tmux.screen())
    tmux.press("u")
    tmux.until(lambda screen: waiting(screen) == before + 1 and "Taken back" in screen)


def in_sight(screen: str) -> Correspondent | None:
    """Whose reply is opened, with what its decision would do."""
    if "Enter takes it" not in screen and "Enter примет" not in screen:
        return None
    return next((each for each in TWENTY if f"<{each.address}>" in screen.replace("\n", "")), None)


# --- what stands in the database -------------------------------------------------------------------------------------


def asked_of(folder: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "outreach.db")) as connection:
        return connection.execute(question).fetchall()


def tables_of(folder: Path) -> Tables:
    """Every row of every table; of facts those that stand: that one was said and taken back is never forgotten."""
    names = [name for (name,) in asked_of(folder, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    questions = {name: f'SELECT * FROM "{name}"' for name in names if name not in _GROWS}
    questions["event"] += " WHERE taken_back_at IS NULL"
    return {name: sorted(asked_of(folder, question), key=repr) for name, question in questions.items()}


def differences(before: Tables, after: Tables) -> Mapping[str, Any]:
    return {name: set(before[name]) ^ set(after[name]) for name in before if before[name] != after[name]}


def decisions_in(folder: Path) -> dict[str, str]:
    """What was decided, by the address of whoever wrote."""
    question = (
        "SELECT inbound_message.sender_address, review.intent FROM review "
        "JOIN inbound_message ON inbound_message.id = review.inbound_id WHERE review.state = 'decided'"
    )
    return dict(asked_of(folder, question))


def suppressed_in(folder: Path) -> set[str]:
    return {value for (value,) in asked_of(folder, "SELECT value FROM suppression")}


def referred_in(folder: Path) -> set[str]:
    """Whom a referred enrollment was begun for."""
    question = (
        "SELECT contact.address FROM enrollment JOIN contact ON contact.id = enrollment.contact_id "
        "WHERE enrollment.tag = 'referred-by-a-colleague'"
    )
    return {address for (address,) in asked_of(folder, question)}
