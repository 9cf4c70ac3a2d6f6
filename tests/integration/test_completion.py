"""What the Tab key offers: campaigns and mailboxes by name, and nothing where there is no workspace."""

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from outreach.cli.main import outreach as program
from tests.support.command_line import CommandLine


def offered(config: Path, *words: str, begun: str = "") -> list[str]:
    completion = ShellComplete(program, {}, "outreach", "_OUTREACH_COMPLETE")
    return [each.value for each in completion.get_completions(["--config", str(config), *words], begun)]


@pytest.fixture
def outreach(tmp_path: Path) -> CommandLine:
    line = CommandLine.initialised(tmp_path)
    line.campaign_over("bob@beta.example", name="spring")
    line.campaign_over("eve@gamma.example", name="autumn")
    return line


def test_a_campaign_and_a_mailbox_are_offered_by_name(outreach: CommandLine) -> None:
    config = outreach.folder / "config.toml"

    assert offered(config, "campaign", "status") == ["autumn", "spring"]
    assert offered(config, "campaign", "preview", begun="s") == ["spring"]
    assert offered(config, "mailbox", "test") == ["ann"]
    assert offered(config, "mailbox", "test", begun="x") == []


def test_without_a_workspace_nothing_is_offered_and_nothing_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert offered(tmp_path / "config.toml", "campaign", "status") == []
    assert offered(tmp_path / "config.toml", "mailbox", "test") == []
    assert capsys.readouterr() == ("", "")
