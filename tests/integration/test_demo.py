"""The demo in small: two runs agree, what it tells is what happened, and nobody is written to who said no.

In these weeks nobody of us works; tests/acceptance/test_demo_whole_process.py is about those in which we do.
"""

import dataclasses
import functools
import json
import os
import shlex
import signal
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from outreach.cli.demo import DEMO_FIELDS, as_called
from outreach.cli.demo_text import next_steps, report
from outreach.cli.main import outreach
from outreach.core.intents import Intent
from outreach.sandbox.demo import play
from outreach.sandbox.demo_report import Letter, Story
from tests.support.cli_workspaces import PROSPECTS, Played, played_in, played_workspace  # noqa: F401 - `played`
from tests.support.command_line import TRACES, CommandLine, Terminal
from tests.support.workspace import OUTREACH

#: What a person means who writes to us, as opposed to what machines send.
BY_HAND = {
    *(Intent.REFERRAL, Intent.RIGHT_PERSON, Intent.INTERESTED, Intent.QUESTION, Intent.NOT_NOW),
    *(Intent.NOT_INTERESTED, Intent.UNSUBSCRIBE, Intent.WRONG_PERSON),
}


def test_two_runs_with_one_seed_agree_in_everything(played: Played, tmp_path: Path) -> None:
    again = played_in(tmp_path / "again")

    assert again.demo == played.demo


def test_a_short_run_has_something_of_everything(played: Played) -> None:
    told = played.demo.figures

    assert told.prospects == PROSPECTS
    assert 0 < told.people_written_to <= told.mails_sent
    assert min(told.bounces, told.opt_outs, told.replies, told.referrals) > 0
    assert min(told.referred_follow_ups_sent, told.referred_follow_ups_answered) > 0
    assert told.replies_awaiting_review > 0
    assert (told.messages_set_aside, told.doubtful_mails) == (0, 0)


def test_nobody_gets_a_mail_after_a_no_or_a_bounce(played: Played) -> None:
    forbidden_since = {
        reading.writer: reading.at
        for reading in reversed(played.demo.readings)
        if reading.meant in (Intent.UNSUBSCRIBE, Intent.BOUNCE_HARD)
    }

    sent = _rows(played, "SELECT recipient, sent_at FROM outbound_message WHERE sent_at IS NOT NULL")

    assert forbidden_since
    assert played.demo.wrongly_mailed == 0
    for recipient, sent_at in sent:
        if recipient in forbidden_since:
            assert _moment(sent_at) <= forbidden_since[recipient]


def test_everybody_who_wrote_is_counted_once(played: Played) -> None:
    wrote = {reading.writer for reading in played.demo.readings if reading.meant in BY_HAND}

    counted = _contacts_with(played, "replied")

    assert len(wrote) == played.demo.figures.people_who_wrote
    assert len(counted) == played.demo.figures.replies
    assert counted <= wrote | {reading.writer for reading in played.demo.readings}
    for reading in played.demo.readings:
        if reading.writer in wrote - counted:
            # To whom our mail was passed on, and who is not known as a contact: it counts for the colleague.
            assert reading.matched_by in ("account", None)


def test_who_said_no_for_good_is_opted_out_or_awaits_a_person(played: Played) -> None:
    said_no = {reading for reading in played.demo.readings if reading.meant is Intent.UNSUBSCRIBE}
    asked = {reading.writer for reading in said_no if reading.asks}

    opted_out = _contacts_with(played, "opted_out")

    assert played.demo.figures.people_who_said_no_for_good == len({each.writer for each in said_no})
    assert played.demo.figures.opt_outs == len(opted_out)
    assert opted_out == {each.writer for each in said_no} - asked


def test_whatever_was_done_without_asking_was_understood_rightly(played: Played) -> None:
    acted = [reading for reading in played.demo.readings if reading.acted]

    assert [reading for reading in acted if reading.misread] == []
    assert played.demo.figures.decided_alone == len(acted) > 0


def test_no_unrelated_mail_is_taken_for_an_answer(played: Played) -> None:
    unrelated = [reading for reading in played.demo.readings if reading.meant is Intent.OTHER]

    assert unrelated
    assert {reading.matched_by for reading in unrelated} == {None}


def test_the_story_begins_with_our_mail_and_ends_with_the_answer_of_who_was_named(played: Played) -> None:
    story = played.demo.story

    assert story is not None
    assert [letter.at for letter in story.letters] == sorted(letter.at for letter in story.letters)
    first, *_, last = story.letters
    assert (first.sender[:4], first.recipient) == ("us (", story.people[0])
    assert (last.sender, last.recipient[:4]) == (story.people[-1], "us (")
    assert last.understood
    assert any(story.people[-1] == letter.recipient for letter in story.letters)


def test_the_report_tells_every_figure_and_fits_into_eighty_columns(played: Played) -> None:
    lines = report(played.demo).splitlines()

    told = dataclasses.asdict(played.demo.figures)
    assert lines[0] == "One week from Monday 2 March 2026, seed 7"
    assert max(map(len, lines)) < 80
    assert f" {told['prospects']}  people on our lists" in "\n".join(lines)
    for name in ("accounts", "mails_sent", "bounces", "replies", "referrals", "replies_awaiting_review"):
        assert any(f" {told[name]}  " in line for line in lines), name


def test_long_and_hostile_letters_are_folded_and_cleaned(played: Played) -> None:
    long = "Подскажите, пожалуйста, кто у Вас в компании отвечает за продажи и закупки? " * 4
    letter = Letter(
        at=datetime(2026, 3, 3, 9, 30),
        sender="Тамара Полянская\x1b[31m <polyanskaya.t@taezhsoft.example>",
        recipient="us (nora)",
        subject=f"RE: {long}",
        text=f"{long}\n\nhttps://taezhsoft.example/{'x' * 90}\n\x1b]0;owned\x07{long}",
        understood="question, 99% sure",
    )
    story = Story(
        people=(letter.sender,),
        addresses=("polyanskaya.t@taezhsoft.example",),
        account="Т",
        letters=(letter,),
    )

    lines = report(dataclasses.replace(played.demo, story=story)).splitlines()

    assert "\x1b" not in "\n".join(lines)
    too_long = [line for line in lines if len(line) >= 80]
    assert [line.strip(" |") for line in too_long] == [f"https://taezhsoft.example/{'x' * 90}"]
    assert "  | Подскажите, пожалуйста, кто у Вас в компании отвечает за продажи и закупки?" in lines


def test_a_world_without_an_answered_referral_has_no_story_and_says_so(played: Played) -> None:
    told = report(dataclasses.replace(played.demo, story=None))

    assert "Nobody whom a colleague named has answered yet" in told


def test_every_next_step_can_be_taken(
    played: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    steps = next_steps(played.demo, str(played.outreach.folder)).splitlines()
    commands = [shlex.split(step) for step in steps if step.startswith("  outreach ")]

    assert len(commands) >= 5
    assert ["review"] in [words[-1:] for words in commands]
    for _, *words in commands:
        if words[-1] == "review":
            # The full screen wants a terminal; tests/acceptance/test_review_screen.py opens it on one.
            continue
        done = CliRunner().invoke(outreach, words)
        # The mailboxes of the played world are gone, and nobody reads them any more: that is said, rightly.
        said = [line for line in done.stderr.splitlines() if not line.startswith("ALARM: ")]
        if "--html" in words:
            written = (tmp_path / words[-1]).read_text(encoding="utf-8")
            assert (done.exit_code, len(said), done.stdout) == (0, 1, "")
            assert "</html>" in written
            continue
        assert (done.exit_code, said) == (0, []), words
        assert done.stdout


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command plays a world of four people for a week instead of 120 for a quarter."""
    monkeypatch.setattr("outreach.sandbox.demo.play", functools.partial(play, weeks=1, prospects=4))


@pytest.mark.usefixtures("small")
def test_the_command_tells_the_documented_fields_and_keeps_the_workspace(tmp_path: Path) -> None:
    kept = tmp_path / "kept here"

    done = CliRunner().invoke(outreach, ["demo", "--seed", "3", "--json", "--keep", str(kept)])

    document = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(document) == list(DEMO_FIELDS)
    assert (document["seed"], document["prospects"], document["mails_after_no_or_bounce"]) == (3, 4, 0)
    assert f"  outreach --config '{kept}'/config.toml campaign status" in done.stderr
    assert CommandLine(kept)("campaign", "status").stdout
    assert (kept / "outreach.db").stat().st_mode & 0o777 == 0o600


def test_the_next_steps_call_the_program_as_it_can_be_called_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "my venv/bin/outreach"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", [str(program), "demo"])

    monkeypatch.setenv("PATH", "/nowhere")
    by_path = as_called()
    monkeypatch.setenv("PATH", str(program.parent))
    by_name = as_called()

    assert (by_path, by_name) == ("'my venv/bin/outreach'", "outreach")


def test_without_keep_the_next_step_is_to_keep_it(played: Played) -> None:
    told = next_steps(played.demo, None)

    assert "Nothing of this was kept." in told
    assert "  outreach demo --seed 7 --keep demo\n" in told


def test_a_folder_with_something_in_it_is_not_played_into(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    done = CliRunner().invoke(outreach, ["demo", "--keep", str(tmp_path)])

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"{tmp_path} is not empty. Name a new folder.\n"


def test_control_c_ends_the_demo_and_takes_its_folder_along(tmp_path: Path) -> None:
    terminal = Terminal.running(
        [*OUTREACH, "demo"],
        environment=CommandLine(tmp_path).process_environment({"TERM": "xterm", "TMPDIR": str(tmp_path)}),
        folder=tmp_path,
        columns=80,
    )

    terminal.read_until(b" March")
    assert os.listdir(tmp_path) != []
    terminal.process.send_signal(signal.SIGINT)
    shown = terminal.to_the_end()

    assert terminal.process.returncode == 130, shown[-500:]
    assert "Aborted." in shown
    assert not any(trace in shown for trace in TRACES)
    assert os.listdir(tmp_path) == []


def _contacts_with(played: Played, kind: str) -> set[str]:
    return {
        address
        for (address,) in _rows(
            played,
            "SELECT DISTINCT contact.address FROM event JOIN contact ON contact.id = event.contact_id "
            f"WHERE event.kind = '{kind}'",
        )
    }


def _rows(played: Played, statement: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(played.outreach.folder / "outreach.db") as database:
        return database.execute(statement).fetchall()


def _moment(stored: str) -> datetime:
    return datetime.fromisoformat(f"{stored}+00:00")
