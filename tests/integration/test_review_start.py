"""`outreach review` where there is no screen to be had, and what is wrong is said in words."""

import sys
from pathlib import Path

import pytest

from outreach.cli.review_screen.app import ReviewApp
from outreach.cli.review_screen.drafts import Drafts
from tests.support.cli_workspaces import new_workspace  # noqa: F401 - a fixture
from tests.support.command_line import CommandLine
from tests.support.review_desk import DeskInMemory, a_letter, a_row, an_app, settled


def test_in_a_pipe_it_says_which_commands_are_for_pipes(outreach: CommandLine) -> None:
    done = outreach("review", status=2)

    assert "outreach review list" in done.output


def test_options_of_the_screen_do_not_go_with_other_commands(outreach: CommandLine) -> None:
    assert "no subcommand" in outreach("review", "--lang", "ru", "list", status=2).output
    assert "go with --serve" in outreach("review", "--port", "8001", status=2).output


def test_without_the_extra_it_says_which_one_is_needed(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)

    assert "pip install 'outreach[serve]'" in outreach("review", "--serve", status=1).output


def test_before_the_screen_is_there_it_says_that_it_is_being_opened(
    outreach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach.cli.review_screen.opening._has_terminal", lambda _environment: True)
    monkeypatch.setattr(ReviewApp, "run", lambda _app: print("the screen"))

    assert outreach("review").stdout.splitlines() == ["opening …", "the screen"]


async def test_a_crash_of_the_screen_shows_nobodys_mail(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "what Ana wrote"
    app = an_app(DeskInMemory(a_letter(a_row(1), secret)), Drafts(tmp_path / "rita.json"))

    def breaks(*_arguments: object) -> None:
        raise ZeroDivisionError("boom")

    with pytest.raises(ZeroDivisionError):
        async with app.run_test() as pilot:
            await settled(pilot)
            app.call_later(breaks)
            await settled(pilot)

    assert isinstance(app.failure, ZeroDivisionError)
    said = capfd.readouterr()
    assert secret not in said.out + said.err
