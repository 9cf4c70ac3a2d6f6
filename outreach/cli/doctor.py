"""`outreach doctor`: what stands in the way of sending, all of it, each with the next step."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import emit_json, json_option, say, table
from outreach.core.errors import ConfigurationError, Fault, OutreachError

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.cli.doctor_checks import Patient
    from outreach.config import Config

FINDING_FIELDS = {
    "check": "configuration, files, clock, disk, database, sequences, law, mailboxes or reading",
    "severity": "ok, warning, or error: nothing should be sent, or can be, until it is mended",
    "says": "what was found",
    "next_step": "what to do, or null",
}


@click.command(cls=Command, epilog="outreach doctor\noutreach doctor --json")
@json_option(FINDING_FIELDS)
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Look at everything that sending rests on; errors end with 1. Nothing is changed, and nobody is connected to.

    What it says of the law of countries is a tool and no legal advice.
    """
    from outreach.cli.doctor_checks import CHECKS, examine
    from outreach.reporting.findings import Severity

    with _patient() as patient:
        looked = examine(patient, CHECKS)
    found = [(each.check, finding) for each in looked for finding in each.findings]
    if as_json:
        emit_json(
            [
                {
                    "check": check,
                    "severity": finding.severity.value,
                    "says": finding.says,
                    "next_step": finding.remedy or None,
                }
                for check, finding in found
            ]
        )
    else:
        rows = [(check, finding.severity, finding.says, finding.remedy) for check, finding in found]
        table(("check", "state", "found", "next step"), rows, empty="Nothing was looked at.")
        say(_summary([finding.severity for _, finding in found]))
    if any(finding.severity is Severity.ERROR for _, finding in found):
        ctx.exit(1)


def _summary(severities: list[str]) -> str:
    errors, warnings = severities.count("error"), severities.count("warning")
    if errors:
        return f"{errors} in the way of sending, {warnings} to look at."
    return f"Nothing is in the way of sending; {warnings} to look at." if warnings else "All is well."


@contextlib.contextmanager
def _patient() -> "Iterator[Patient]":
    from outreach.cli.doctor_checks import Patient

    config, faults = _config()
    with contextlib.ExitStack() as stack:
        session: Session | None = None
        trouble = "the configuration has faults"
        if config is not None:
            try:
                session = stack.enter_context(workspace.reading(config))
            except OutreachError as error:
                trouble = str(error)
        yield Patient(
            config_file=workspace.config_file(),
            config=config,
            faults=tuple(faults),
            session=session,
            database_trouble=trouble,
            now=workspace.now(),
        )


def _config() -> "tuple[Config | None, list[Fault]]":
    """The configuration, if it is sound, and what is to be said about it."""
    try:
        config = workspace.config()
    except ConfigurationError as error:
        return None, list(error.faults)
    return config, list(config.warnings)
