"""`outreach lint`: what is wrong in the files that people write, everything at once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say, text
from outreach.core.errors import ConfigurationError, Fault

if TYPE_CHECKING:
    from outreach.config import Config


FAULT_FIELDS = {
    "file": "its path",
    "line": "from 1, or null",
    "key": "of the configuration or sequence, or null",
    "severity": "error or warning",
    "problem": "what is wrong",
    "remedy": "what to do, or null",
}


@click.command(cls=Command, epilog="outreach lint\noutreach lint sequences/who-handles-sales.toml")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@json_option(FAULT_FIELDS)
@click.pass_context
def lint(ctx: click.Context, paths: tuple[Path, ...], as_json: bool) -> None:
    """Check sequences, templates and config (default: all of the workspace). Errors end with 1, warnings do not."""
    faults = _faults(paths)
    if as_json:
        emit_json([_as_json(fault) for fault in faults])
    else:
        for fault in faults:
            text(f"{'warning' if fault.warning else 'error'}: {fault}")
        say(_summary(faults))
    if any(not fault.warning for fault in faults):
        ctx.exit(1)


def _faults(paths: tuple[Path, ...]) -> list[Fault]:
    from outreach.sequences.lint import Folders
    from outreach.sequences.lint import lint as lint_files
    from outreach.sequences.merge_context import SenderNames

    file = workspace.config_file()
    others = tuple(path for path in paths if path.absolute() != file.absolute())
    config, faults = _config()
    if paths and len(others) == len(paths):
        # Files that are named on the command line can be checked without a sound configuration.
        faults = []
    if config is None:
        usual = () if paths or not (file.parent / "sequences").is_dir() else (file.parent,)
        return faults + lint_files(others or usual)
    sender = SenderNames(config.sender.name, config.sender.organisation, config.sender.postal_address)
    where = others if paths else (config.sequences, config.templates)
    return faults + lint_files(where, sender, Folders(config.sequences, config.templates))


def _config() -> "tuple[Config | None, list[Fault]]":
    """The configuration, if it is sound, and what is to be said about it."""
    try:
        config = workspace.config()
    except ConfigurationError as error:
        return None, list(error.faults)
    return config, list(config.warnings)


def _as_json(fault: Fault) -> dict[str, object]:
    return {
        "file": fault.file,
        "line": fault.line,
        "key": fault.key,
        "severity": "warning" if fault.warning else "error",
        "problem": fault.problem,
        "remedy": fault.remedy,
    }


def _summary(faults: list[Fault]) -> str:
    if not faults:
        return "Nothing is wrong."
    errors = sum(not fault.warning for fault in faults)
    warnings = len(faults) - errors
    return f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}."


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
