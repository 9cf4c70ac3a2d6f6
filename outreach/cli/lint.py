"""`outreach lint`: what is wrong in the files that people write, everything at once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach.cli import workspace
from outreach.cli.groups import Command
from outreach.cli.output import counted, emit_json, json_option, say, text
from outreach.core.errors import ConfigurationError, Fault, OutreachError

if TYPE_CHECKING:
    from outreach.config import Config
    from outreach.prospects.law import Law


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
    """Check sequences, templates, countries, leads and config (default: all of the workspace). Errors end with 1."""
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
    from outreach.config import BONUS, COUNTRIES, IDEAL_CUSTOMER
    from outreach.qualification.leads.definition_file import FILE_NAME
    from outreach.sequences.lint import Folders
    from outreach.sequences.lint import lint as lint_files
    from outreach.sequences.merge_context import SenderNames

    file = workspace.config_file()
    named = [path for path in paths if path.name == COUNTRIES]
    leads = [path for path in paths if path.name == FILE_NAME]
    profiles = [path for path in paths if path.name == IDEAL_CUSTOMER]
    bonuses = [path for path in paths if path.name == BONUS]
    special = (*named, *leads, *profiles, *bonuses)
    others = tuple(path for path in paths if path.absolute() != file.absolute() and path not in special)
    config, faults = _config()
    if paths and len(others) + len(special) == len(paths):
        # Files that are named on the command line can be checked without a sound configuration.
        faults = []
    if config is None:
        usual = () if paths or not (file.parent / "sequences").is_dir() else (file.parent,)
        faults += lint_files(others or usual) + _law(named, None)
        return faults + _leads(leads) + _profiles(profiles) + _bonus(bonuses)
    sender = SenderNames(config.sender.name, config.sender.organisation, config.sender.postal_address)
    where = others if paths else (config.sequences, config.templates)
    faults += lint_files(where, sender, Folders(config.sequences, config.templates))
    faults += _law(named or ([] if paths else [config.policy.countries]), config)
    faults += _profiles(profiles or ([] if paths else [config.policy.ideal_customer]))
    faults += _bonus(bonuses or ([] if paths else [config.hand_off.bonus]))
    faults += [] if paths else _proposals(config)
    return faults + _leads(leads or ([] if paths else [config.root / FILE_NAME]))


def _bonus(files: list[Path]) -> list[Fault]:
    """What is wrong in bonus rules; a workspace may do without any."""
    from outreach.handoff.bonus_file import read_bonus

    return [fault for file in files if file.exists() for fault in read_bonus(file)[1]]


def _proposals(config: "Config") -> list[Fault]:
    """Answers that a proposal names though the lead definition has no such question. The rest is told already."""
    from outreach.qualification.leads.definition_file import FILE_NAME, read_definition
    from outreach.sequences.proposal_templates import FOLDER, unknown_questions

    definition, _ = read_definition(config.root / FILE_NAME)
    if definition is None:
        return []
    return list(unknown_questions(config.templates / FOLDER, [each.id for each in definition.questions]))


def _leads(files: list[Path]) -> list[Fault]:
    """What is wrong in lead definitions; a workspace may do without one."""
    from outreach.qualification.leads.definition_file import read_definition

    return [fault for file in files if file.exists() for fault in read_definition(file)[1]]


def _profiles(files: list[Path]) -> list[Fault]:
    """What is wrong in ideal customer profiles; a workspace may do without one."""
    from outreach.sequences.ideal_customer_file import as_shipped, read_profile

    return [fault for file in files if file.exists() for fault in [*read_profile(file)[1], *as_shipped(file)]]


def _law(files: list[Path], config: "Config | None") -> list[Fault]:
    """What is wrong in the countries' rules, and what they still ask of the people of our campaigns."""
    from outreach.settings.countries_file import read_law, stale

    faults: list[Fault] = []
    for file in files:
        law, wrong = read_law(file)
        faults += wrong if law is None else stale(file, law, workspace.now().date())
        if law is not None and config is not None and file == config.policy.countries:
            faults += _needed(law, file, config)
    return faults


def _needed(law: "Law", file: Path, config: "Config") -> list[Fault]:
    """A warning for each country of a campaign; none where there is no database to look into yet."""
    from outreach.reporting.campaign.law_needs import law_needs

    try:
        with workspace.reading(config) as session:
            told = [said for needs in law_needs(session, law) for said in needs.in_words]
    except OutreachError:
        return []
    return [Fault(str(file), said, warning=True) for said in told]


def _config() -> "tuple[Config | None, list[Fault]]":
    """The configuration, if it is sound, and what is to be said about it."""
    try:
        config = workspace.config()
    except ConfigurationError as error:
        return None, list(error.faults)
    return config, [*config.warnings, *config.examples]


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
    return f"{counted(errors, 'error')}, {counted(warnings, 'warning')}."
