"""Every command has a sentence, an example that can be copied, and the fields of its JSON; help stays quick."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from outreach.cli.main import COMMANDS, outreach
from outreach.cli.output import JsonOption
from tests.support.commands_page import PAGE, generated

ROOT = Path(__file__).parents[2]

#: What takes long to import, and is only needed by a command that works.
HEAVY = (
    *("sqlalchemy", "sqlmodel", "pydantic", "alembic", "apscheduler", "jinja2"),
    *("rich", "aiosmtplib", "aioimaplib", "aiosmtpd", "pymap", "email_validator", "outreach.config"),
)


def every_command(
    group: click.Group = outreach, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))
        else:
            yield (*path, name), command


ALL = dict(every_command())
NAMES = [" ".join(path) for path in ALL]


def examples_of(command: click.Command) -> list[str]:
    return (command.epilog or "").splitlines()


def help_of(*words: str) -> str:
    return CliRunner().invoke(outreach, [*words, "--help"], prog_name="outreach").output


@pytest.mark.parametrize("name", NAMES)
def test_every_command_says_what_it_does_in_whole_sentences(name: str) -> None:
    command = ALL[tuple(name.split())]

    first = (command.help or "").splitlines()[0]

    assert first[0].isupper()
    assert first.rstrip()[-1] in ".:"


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_an_example(name: str) -> None:
    examples = examples_of(ALL[tuple(name.split())])

    shown = help_of(*name.split())

    assert any(example.startswith(f"outreach {name}") for example in examples)
    assert all(f"\n  {example}\n" in shown for example in examples)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_a_call_that_is_understood(name: str) -> None:
    for example in examples_of(ALL[tuple(name.split())]):
        for call in example.split(" && "):
            words = shlex.split(call.partition(" < ")[0].partition(" > ")[0])
            if words[0] == "outreach":
                _parse(words[1:])


def _parse(words: list[str]) -> None:
    """Raises click.UsageError for a word that no command knows."""
    if words[0] == "--config":
        words = words[2:]
    depth = 2 if tuple(words[:2]) in ALL else 1
    command = ALL[tuple(words[:depth])]
    context = click.Context(command)
    command.make_parser(context).parse_args(words[depth:])


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_explained(name: str) -> None:
    options = [each for each in ALL[tuple(name.split())].params if isinstance(each, click.Option)]

    assert [each.opts for each in options if not each.help] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_help_lists_the_fields_of_json(name: str) -> None:
    shown = help_of(*name.split())

    for option in ALL[tuple(name.split())].params:
        if isinstance(option, JsonOption):
            assert f"Fields of --json, {option.shape}" in shown
            assert all(f"\n  {field} " in shown for field in option.fields)


#: Those that only say what they did, or show something that JSON does not suit.
TALK_ONLY = {
    *(
        "init",
        "run",
        "prospects import",
        "suppress add",
        "suppress import",
        "suppress remove",
        "inbox assign",
        "inbox export",
        "inbox retry",
    ),
    *(
        "campaign create",
        "campaign start",
        "campaign pause",
        "campaign resume",
        "campaign stop",
        "campaign release",
        "campaign enroll",
        "tasks done",
        "tasks assign",
        "tasks open",
    ),
    *("leads assign", "leads disqualify", "leads export", "leads nurture", "lists edit"),
    *("outbox resolve", "referrals approve", "referrals refuse", "referrals edit"),
    *(
        "notices test",
        "mailbox add",
        "mailbox authorize",
        "mailbox test",
        "mailbox pause",
        "mailbox resume",
        "review intents",
        "db upgrade",
        "db check",
        "db backup",
        "db restore",
        "db copy",
        "reload",
    ),
    # Each of them alone can be.
    "report all",
}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in TALK_ONLY])
def test_what_is_read_can_be_read_by_a_program(name: str) -> None:
    assert any(isinstance(each, JsonOption) for each in ALL[tuple(name.split())].params)


def test_the_overview_names_every_command_with_its_own_sentence() -> None:
    shown = help_of()

    for name, (_, _, line) in COMMANDS.items():
        assert f"\n  {name} " in shown
        assert line in " ".join(shown.split())


def test_the_overview_tells_the_exit_codes_and_how_to_switch_completion_on() -> None:
    shown = help_of()

    assert "0 when done, 1 when refused or not found, 2 when called wrongly" in shown
    assert 'eval "$(_OUTREACH_COMPLETE=bash_source outreach)"' in shown


@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_is_folded_for_eighty_columns(name: str) -> None:
    command = ALL.get(tuple(name.split()))

    shown = help_of(*name.split())

    too_long = [line for line in shown.splitlines() if len(line) > 80]
    assert [line for line in too_long if line.strip() not in examples_of(command or outreach)] == []


@pytest.mark.parametrize(
    ("words", "meant"), [(["campain"], "campaign"), (["campaign", "statsu"], "status"), (["revew"], "review")]
)
def test_a_slip_in_a_command_is_answered_with_the_one_that_was_meant(words: list[str], meant: str) -> None:
    done = CliRunner().invoke(outreach, words)

    assert done.exit_code == 2
    assert meant in done.stderr


def test_completion_knows_commands_subcommands_and_options() -> None:
    def completed(words: str, position: int) -> str:
        given = {"_OUTREACH_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(position)}
        return CliRunner().invoke(outreach, [], env=given, prog_name="outreach").stdout

    assert completed("outreach camp", 1).split() == ["plain,campaign"]
    assert completed("outreach campaign st", 2).split() == ["plain,start", "plain,status", "plain,stop"]
    assert "plain,--readable" in completed("outreach campaign preview --", 3)


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_imports_nothing_that_takes_long(words: list[str]) -> None:
    assert _imported_by([words]) == []


def test_no_help_of_any_command_imports_anything_that_takes_long() -> None:
    assert _imported_by([[*path, "--help"] for path in ALL]) == []


def _imported_by(calls: list[list[str]]) -> list[str]:
    """Which of the heavy modules a new process has imported after these calls."""
    program = (
        "import sys\n"
        "from outreach.cli.main import outreach\n"
        f"for words in {calls!r}:\n"
        "    outreach.main(words, standalone_mode=False, prog_name='outreach')\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return list(eval(done.stderr))


def test_the_commands_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == generated(), "run: python -m tests.support.commands_page"
