"""docs/commands.md, made from the commands themselves. `python -m tests.support.commands_page` writes it."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import click

from outreach.cli.main import COMMANDS, outreach
from outreach.cli.output import JsonOption

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"

_INTRODUCTION = """\
# Commands

<!-- Written by `python -m tests.support.commands_page`; change the commands, not this page. -->

`outreach --help` is the overview, `outreach COMMAND --help` says what stands here.

- Data goes to standard output, talk to standard error. A list is a table on a terminal; in a pipe it is lines with a
  tab between the cells, the names of the columns first. With `--json` it is JSON. The fields below are a contract:
  more may be added, none changes its meaning. Moments are ISO 8601 in UTC.
- The exit code is 0 when it is done, 1 when it was refused or not found, 2 when the command was called wrongly, 3 when
  the configuration or the database has to be mended first, 130 after Ctrl-C.
- Long work shows a bar on a terminal, and none in a pipe. `NO_COLOR` is kept.
- Whatever others wrote is cleaned before it is shown: nothing in a name, a subject or a reply reaches the terminal as
  a command. In a pipe `--raw` and `campaign preview` give the bytes as they are.

Completion with the Tab key, in `~/.bashrc`, `~/.zshrc` or `~/.config/fish/completions/outreach.fish`:

    eval "$(_OUTREACH_COMPLETE=bash_source outreach)"      # bash
    eval "$(_OUTREACH_COMPLETE=zsh_source outreach)"       # zsh
    _OUTREACH_COMPLETE=fish_source outreach | source       # fish

Before the command:
"""


def generated() -> str:
    """The whole page."""
    context = click.Context(outreach, info_name="outreach")
    lines = [_INTRODUCTION, *_options(outreach)]
    for name in COMMANDS:
        command = outreach.get_command(context, name)
        assert command is not None
        lines += ["", *_section(command, f"outreach {name}")]
    return "\n".join(lines) + "\n"


def _section(command: click.Command, call: str) -> Iterator[str]:
    context = click.Context(command, info_name=call)
    yield f"## `{call}`"
    yield ""
    yield _sentences(command)
    if not isinstance(command, click.Group):
        yield from _body(command, call)
        return
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield ""
        yield f"### `{call} {name}`"
        yield ""
        yield _sentences(inner)
        yield from _body(inner, f"{call} {name}")


def _body(command: click.Command, call: str) -> Iterator[str]:
    usage = " ".join([call, *command.collect_usage_pieces(click.Context(command))])
    yield ""
    yield f"    {usage}"
    yield ""
    yield from (f"    {example}" for example in (command.epilog or "").splitlines())
    options = list(_options(command))
    if options:
        yield ""
        yield from options
    for option in command.params:
        if isinstance(option, JsonOption):
            yield ""
            yield f"`--json` gives {option.shape}:"
            yield ""
            yield from _rows("field", option.fields.items())


def _options(command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    records = [
        record
        for option in command.params
        if isinstance(option, click.Option) and not isinstance(option, JsonOption)
        if (record := option.get_help_record(context)) is not None
    ]
    if records:
        yield from _rows("option", records)


def _rows(heading: str, records: object) -> Iterator[str]:
    yield f"| {heading} | |"
    yield "| --- | --- |"
    for name, words in records:  # type: ignore[attr-defined]
        yield f"| `{_cell(name)}` | {_cell(words)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _sentences(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "")


if __name__ == "__main__":
    PAGE.write_text(generated(), encoding="utf-8")
