"""`outreach lint`: what is wrong in the files that people write, everything at once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say
from outreach.core.errors import ConfigurationError, Fault

if TYPE_CHECKING:
    from outreach.config import Config


@click.command(cls=Command, epilog="Example: `outreach lint`, or `outreach lint sequences/who-handles-sales.toml`.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@json_option
@click.pass_context
def lint(ctx: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Check sequences, templates and config (default: all of the workspace). Errors end with 1, warnings do not."""
    faults = _faults(paths)
    if as_json:
        emit_json([_as_json(fault) for fault in faults])
    else:
        for fault in faults:
            click.echo(f"{'warning' if fault.warning else 'error'}: {fault}")
        errors = sum(not fault.warning for fault in faults)
        say("Nothing is wrong." if not faults else f"{errors} errors, {len(faults) - errors} warnings.")
    if any(not fault.warning for fault in faults):
        ctx.exit(1)


def _faults(paths: tuple[Path, ...]) -> list[Fault]:
    from outreach.sequences.lint import Folders
    from outreach.sequences.lint import lint as lint_files
    from outreach.sequences.merge_context import SenderNames

    faults: list[Fault] = []
    config: Config | None = None
    try:
        config = workspace.config()
        faults += config.warnings
    except ConfigurationError as error:
        # Files that are named on the command line can be checked without a configuration.
        faults += [] if paths else list(error.faults)
    sender = None
    if config is not None:
        sender = SenderNames(
            name=config.sender.name,
            organisation=config.sender.organisation,
            postal_address=config.sender.postal_address,
        )
    where = paths or ((config.sequences, config.templates) if config is not None else ())
    folders = Folders(config.sequences, config.templates) if config is not None else Folders()
    return faults + lint_files(where, sender, folders)


def _as_json(fault: Fault) -> dict[str, object]:
    return {
        "file": fault.file,
        "line": fault.line,
        "key": fault.key,
        "severity": "warning" if fault.warning else "error",
        "problem": fault.problem,
        "remedy": fault.remedy,
    }
