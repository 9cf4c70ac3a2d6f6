"""docs/first-campaign.md is followed to the letter: its `console` blocks are typed, and their output is seen."""

import os
import re
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest

from outreach.cli.main import COMMANDS, outreach
from tests.support.workspace import OUTREACH

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/first-campaign.md"
README = ROOT / "README.md"


@dataclass
class Typed:
    """What is typed at one prompt, and what is to be seen of its output."""

    command: str
    shown: list[str] = field(default_factory=list)


def typed_in(page: Path) -> list[Typed]:
    """The `console` blocks: a command after "$ ", up to its here-document's end; anything else is output."""
    found: list[Typed] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        ends_with: str | None = None
        for line in block.splitlines():
            if ends_with is not None:
                found[-1].command += "\n" + line
                ends_with = None if line == ends_with else ends_with
            elif line.startswith("$ "):
                found.append(Typed(line[2:]))
                here = re.search(r"<<'(\w+)'", line)
                ends_with = here[1] if here else None
            else:
                found[-1].shown.append(line)
    return found


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment as of somebody who has just installed it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "outreach"
    command.write_text(f'#!/bin/sh\nexec {shlex.join(OUTREACH)} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
        "OUTREACH_USER": "tester",
    }


def test_the_page_leads_to_a_rehearsal(shell: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path
    for typed in typed_in(PAGE):
        command = re.sub(r"^(outreach mailbox add .*) --write$", r"\1 --offline --write", typed.command)
        done = subprocess.run(
            ["bash", "-ec", f"{command}\nenv -0 > {tmp_path}/after; pwd > {tmp_path}/where"],
            cwd=folder,
            env=shell,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        said = " ".join((done.stdout + done.stderr).split())
        for line in typed.shown:
            pattern = ".*?".join(re.escape(" ".join(part.split())) for part in line.split("…"))
            assert re.search(pattern, said), (
                f"{command}\nsays nothing like {line!r}:\n{done.stdout}{done.stderr}"
            )
        exported = (tmp_path / "after").read_text(encoding="utf-8").split("\0")
        shell |= dict(each.split("=", 1) for each in exported if each.startswith("OUTREACH_"))
        folder = Path((tmp_path / "where").read_text(encoding="utf-8").strip())
    assert {each.name for each in folder.iterdir()} >= {"config.toml", "outreach.db", "spring.csv"}


def commands_in(page: Path) -> list[str]:
    """Every call of `outreach` that stands on a line of its own, in a block or between backquotes."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = re.findall(r"^(?: {4,}|\$ |)(outreach [a-z][^\n]*)$", text, re.MULTILINE)
    quoted = re.findall(r"`(outreach [a-z][^`]*)`", text)
    return [
        each.partition("  #")[0].strip() for each in [*lines, *(" ".join(each.split()) for each in quoted)]
    ]


def understand(words: list[str]) -> None:
    """Raises click.UsageError for a command, an option or a word too many that nobody knows."""
    command: click.Command = outreach
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            raise click.UsageError(f"{words[0]} is no command")
        command, words = found, words[1:]
    command.make_parser(click.Context(command)).parse_args(list(words))


@pytest.mark.parametrize("page", [README, PAGE, ROOT / "docs/operations.md"], ids=lambda page: page.name)
def test_every_command_on_the_page_is_one_that_there_is(page: Path) -> None:
    found = [each for each in commands_in(page) if each.split()[1] in COMMANDS]

    for each in found:
        words = shlex.split(each.partition(" && ")[0].partition(" < ")[0].partition(" > ")[0], comments=True)
        understand([word.strip("[]") for word in words[1:]])

    assert len(found) >= 10
    unknown = {each.split()[1] for each in commands_in(page)} - set(COMMANDS)
    assert unknown <= {"outreach"}, f"no such command: {sorted(unknown)}"


def test_the_links_of_the_pages_lead_somewhere() -> None:
    for page in (README, *sorted((ROOT / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
