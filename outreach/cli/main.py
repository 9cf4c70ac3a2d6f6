"""`outreach`: the commands, each in a module of its own that is imported when it is called."""

import gc
import os
import sys
from importlib import import_module
from io import StringIO
from typing import Any

import click

from outreach import __version__
from outreach.cli.failures import told_in_words
from outreach.core.untrusted import printable

#: Command → (module, attribute, one line for the overview). The overview must not import the modules.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("outreach.cli.init", "init", "Write a configuration, templates, sequences and the database."),
    "demo": ("outreach.cli.demo", "demo", "Show the whole process on this machine, in simulated weeks."),
    "run": ("outreach.cli.run", "run", "The daemon: plan, send, read, understand."),
    "status": ("outreach.cli.status", "status", "Whether the daemon runs, and all is well."),
    "reload": ("outreach.cli.reload", "reload", "The daemon takes up changed files."),
    "lint": (
        "outreach.cli.lint",
        "lint",
        "Check sequences, templates and configuration, everything at once.",
    ),
    "doctor": ("outreach.cli.doctor", "doctor", "What stands in the way of sending, all of it."),
    "prospects": ("outreach.cli.prospects", "prospects", "Import and list whom to write to."),
    "lists": ("outreach.cli.lists", "lists", "Where prospects come from, at what cost, with what outcome."),
    "accounts": ("outreach.cli.accounts", "accounts", "Companies: their status; merge, split, import."),
    "suppress": ("outreach.cli.suppress", "suppress", "Addresses and domains that are never written to."),
    "campaign": ("outreach.cli.campaign", "campaign", "Create, start, pause and watch campaigns."),
    "why": ("outreach.cli.why", "why", "Everything between a person and their next mail."),
    "outbox": ("outreach.cli.outbox", "outbox", "What goes out, the doubtful first."),
    "inbox": ("outreach.cli.inbox", "inbox", "What came in."),
    "replies": ("outreach.cli.replies", "replies", "Understand messages, measure how well."),
    "review": ("outreach.cli.review", "review", "Replies that await a person."),
    "referrals": ("outreach.cli.referrals", "referrals", "Who named whom; approve or refuse."),
    "leads": ("outreach.cli.leads", "leads", "Who answered or asked: qualify, nurture, import."),
    "report": ("outreach.cli.report", "report", "What happened, where it breaks, what will happen."),
    "tasks": ("outreach.cli.tasks", "tasks", "Calls to make, and what else only a person can do."),
    "notices": ("outreach.cli.notices", "notices", "Who was told of which replies; try a channel."),
    "mailbox": ("outreach.cli.mailbox", "mailbox", "Our sending identities: list, test, pause, resume."),
    "audit": ("outreach.cli.audit", "audit", "Who did what, and whether the record was touched."),
    "db": ("outreach.cli.db", "db", "The database: backup, restore, upgrade, check, copy."),
}

_EPILOG = """\
\b
Example:
  outreach demo
  outreach init ~/campaigns

\b
Ends with 0 when done, 1 when refused or not found, 2 when called wrongly,
3 when the configuration has to be mended.

\b
Completion with the Tab key, for bash (zsh and fish alike):
  eval "$(_OUTREACH_COMPLETE=bash_source outreach)"
"""


class LazyGroup(click.Group):
    """The commands, imported when one of them is called. Whatever goes wrong in them is told in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        with told_in_words(verbose=bool(ctx.params.get("verbose"))):
            return super().invoke(ctx)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="The configuration (default: $OUTREACH_CONFIG, else ./config.toml).",
)
@click.option(
    "--as", "actor", metavar="NAME", help="Who is acting, for the record (default: your user name)."
)
@click.option(
    "--verbose", "-v", is_flag=True, help="Log more, addresses included; show where a fault came from."
)
@click.version_option(__version__, prog_name="outreach")
@click.pass_context
def outreach(ctx: click.Context, config_path: str | None, actor: str | None, verbose: bool) -> None:
    """Cold outreach that asks who handles it, follows the referral, and never sends twice.

    Nothing leaves until the configuration says `live = true`.
    """
    ctx.obj = {"config": config_path, "actor": actor, "verbose": verbose}


def main() -> None:
    """The entry point: every error ends with a message and an exit code, never with a stack trace."""
    for stream in (sys.stdout, sys.stderr):
        # Where a terminal cannot show a letter, its number is better than an error.
        if stream is not None:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    status = _run()
    # The process ends: to look for cycles among everything that was imported would take a fifth of its time.
    gc.freeze()
    sys.exit(status)


def _run() -> int:
    try:
        # Not standalone, click hands back what `ctx.exit` was given, and what a command returned: none does.
        return _flushed(int(outreach.main(standalone_mode=False) or 0))
    except click.Abort:
        click.echo("Aborted.", err=True)
        return _flushed(130)
    except click.ClickException as error:
        return _flushed(_shown(error))


def _flushed(status: int) -> int:
    """Writes what is left here rather than at the end of the interpreter, where nobody can say what went wrong."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _write_no_more()
    except OSError as error:
        if status == 0:
            click.echo(f"standard output: {error.strerror}.", err=True)
        _write_no_more()
        return status or 1
    return status


def _shown(error: click.ClickException) -> int:
    """Says what click would say, cleaned: it quotes what stood on the command line."""
    said = StringIO()
    error.show(said)
    click.echo(printable(said.getvalue().rstrip("\n")), err=True)
    return error.exit_code


def _write_no_more() -> None:
    """Lets what is still in the buffer of standard output go nowhere, or it would fail once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
