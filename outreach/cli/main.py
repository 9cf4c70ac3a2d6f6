"""`outreach`: the commands, each in a module of its own that is imported when it is called."""

import sys
from importlib import import_module
from typing import Any

import click

from outreach import __version__
from outreach.core.errors import OutreachError

#: Command → (module, attribute, one line for the overview). The overview must not import the modules.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("outreach.cli.init", "init", "Write a configuration, templates, sequences and the database."),
    "demo": ("outreach.cli.demo", "demo", "Show the whole process on this machine, in simulated weeks."),
    "run": ("outreach.cli.run", "run", "The daemon: plan, send, read, understand."),
    "lint": (
        "outreach.cli.lint",
        "lint",
        "Check sequences, templates and configuration, everything at once.",
    ),
    "prospects": ("outreach.cli.prospects", "prospects", "Import and list whom to write to."),
    "suppress": ("outreach.cli.suppress", "suppress", "Addresses and domains that are never written to."),
    "campaign": ("outreach.cli.campaign", "campaign", "Create, start, pause and watch campaigns."),
    "why": ("outreach.cli.why", "why", "Everything between a person and their next mail."),
    "outbox": ("outreach.cli.outbox", "outbox", "What goes out, the doubtful first."),
    "inbox": ("outreach.cli.inbox", "inbox", "What came in."),
    "replies": ("outreach.cli.replies", "replies", "Understand messages, measure how well."),
    "review": ("outreach.cli.review", "review", "Replies that await a person."),
    "referrals": ("outreach.cli.referrals", "referrals", "Who named whom; approve or refuse."),
    "mailbox": ("outreach.cli.mailbox", "mailbox", "Our sending identities: list, test, resume."),
    "db": ("outreach.cli.db", "db", "The database: upgrade, check."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when one of them is called."""

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
            raise click.UsageError(f"{error.message} Did you mean {near[0]}?", ctx) from None


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: `outreach init`, then `outreach prospects import list.csv --list spring`.",
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
@click.option("--verbose", "-v", is_flag=True, help="Log more, addresses included.")
@click.version_option(__version__, prog_name="outreach")
@click.pass_context
def outreach(ctx: click.Context, config_path: str | None, actor: str | None, verbose: bool) -> None:
    """Cold outreach that asks who handles it, follows the referral, and never sends twice.

    Nothing leaves until the configuration says `live = true`.
    """
    ctx.obj = {"config": config_path, "actor": actor, "verbose": verbose}


def main() -> None:
    """The entry point: every expected error ends with its message and its exit code, never a stack trace."""
    try:
        # Not standalone, click hands back what `ctx.exit` was given, and what a command returned: none does.
        sys.exit(outreach.main(standalone_mode=False) or 0)
    except click.Abort:
        click.echo("Aborted.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except OutreachError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); there is nobody left to tell.
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
