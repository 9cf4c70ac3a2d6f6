"""`outreach leads export` and `import-outcomes`: leads as a CRM wants them, and what became of them as it says."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import KNOWN
from outreach.cli.comma_separated import emit_csv
from outreach.cli.groups import Command
from outreach.cli.importing import name_of, opened, read_mapping
from outreach.cli.output import emit_json, emit_json_line, json_option, say
from outreach.core.errors import ConfigurationError, Fault
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from sqlmodel import Session

    from outreach.handoff.crm_file import BadOutcome
    from outreach.handoff.crm_import import TakenRow
    from outreach.handoff.crm_outcomes import CrmOutcome
    from outreach.handoff.rules import HandOffRules

#: Rows a transaction: short enough that a daemon beside us never waits long for the lock.
_BATCH = 50
_SHOWN = 20
_MOST_BYTES = 100_000

#: As `outreach.handoff.crm_fields.CRM_FIELDS` and `crm_outcomes.OUTCOME_FIELDS`, which help must not import; a test
#: compares them.
FIELD_NAMES = (
    *("lead", "state", "level", "score", "name", "given_name", "family_name", "title", "address", "phone"),
    *("language", "account", "domain", "account_status", "source", "list", "campaign", "finder", "owner"),
    *("salesperson", "offered_at", "answered_at", "answer", "reason", "note", "next_step", "next_step_on"),
    *("confirmed_at", "amount", "currency", "paid", "lost_reason", "created_at", "ended_at"),
)
OUTCOME_FIELD_NAMES = (
    *("lead", "stage", "salesperson", "reason", "note", "on", "amount", "currency", "months", "month"),
    "reference",
)
STAGES = (
    *("offered", "accepted", "confirmed", "proposal", "meeting", "won"),
    *("lost", "rejected", "returned", "disqualified"),
)

IMPORT_FIELDS = {
    "file": "its name",
    "dry_run": "whether nothing was changed",
    "taken": "rows that were done",
    "known": "rows that were read before, or are so already",
    "refused": "rows that cannot be read or done",
    "rows": "objects with line, lead, became (taken, known, refused), steps, why",
}


@click.command(
    cls=Command,
    epilog="outreach leads export > leads.csv\n"
    "outreach leads export --fields crm-fields.toml --all\n"
    "outreach leads export --format jsonl --state accepted",
)
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help="A table, or one JSON object a line.",
)
@click.option(
    "--fields",
    "fields_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help='A TOML file with `fields = { "Lead ID" = "lead" }`, in place of [hand_off.crm].',
)
@click.option("--state", "states", multiple=True, type=KNOWN, metavar="STATE", help="Only these; repeatable.")
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
def export(file_format: str, fields_file: Path | None, states: tuple[str, ...], everything: bool) -> None:
    """Write leads for a CRM, under the names that it has for their fields.

    The fields: {fields}, and answer.QUESTION of the lead definition. Cells that a spreadsheet would run are quoted.
    """
    from outreach.handoff.crm_fields import columns_of

    config = workspace.config()
    mapping = config.hand_off.crm.fields if fields_file is None else _fields_in(fields_file)
    with workspace.reading(config) as session:
        rows = list(_records(session, mapping, _states(states), everything))
    if file_format == "csv":
        emit_csv(list(columns_of(mapping)), rows)
        return
    for row in rows:
        emit_json_line(row)


export.help = (export.help or "").replace("{fields}", ", ".join(FIELD_NAMES))


def _records(
    session: "Session", mapping: Mapping[str, str], states: list[Any], everything: bool
) -> Iterator[dict[str, Any]]:
    from sqlmodel import col, select

    from outreach.handoff.crm_fields import record_of
    from outreach.qualification.leads.model import Lead

    statement = select(Lead).order_by(col(Lead.id))
    if states:
        statement = statement.where(col(Lead.state).in_(states))
    elif not everything:
        statement = statement.where(col(Lead.ended_at).is_(None))
    for lead in session.exec(statement):
        yield record_of(session, lead, mapping)


def _states(names: tuple[str, ...]) -> list[Any]:
    from outreach.qualification.leads.model import LeadState

    known = [each.value for each in LeadState]
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise click.UsageError(f'--state "{one_line(unknown, 40)}": there are {", ".join(known)}.')
    return [LeadState(name) for name in names]


def _fields_in(file: Path) -> dict[str, str]:
    """The table `fields` of a TOML file. Raises ConfigurationError."""
    from outreach.handoff.crm_fields import is_field

    try:
        written = tomllib.loads(file.read_bytes()[:_MOST_BYTES].decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError([Fault(str(file), f"is no TOML: {error}.")]) from None
    fields = written.get("fields")
    if not isinstance(fields, dict) or not fields:
        raise ConfigurationError([Fault(str(file), 'has no fields = { "Lead ID" = "lead" }.', key="fields")])
    faults = [
        Fault(str(file), f'"{one_line(str(ours), 60)}" is no field.', key=f"fields.{one_line(theirs, 60)}")
        for theirs, ours in fields.items()
        if not isinstance(ours, str) or not is_field(ours)
    ]
    if faults:
        raise ConfigurationError(faults)
    return fields


@click.command(
    "import-outcomes",
    cls=Command,
    epilog="outreach leads import-outcomes deals.csv --dry-run\n"
    "outreach leads import-outcomes deals.csv --map 'Deal ID=lead' --map Phase=stage",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="What a column is, in place of [hand_off.crm] outcomes.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@json_option(IMPORT_FIELDS, shape="one object")
@click.pass_context
def import_outcomes(
    ctx: click.Context, file: str, mapping: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:
    """Read back from a CRM's CSV what became of leads; `-` is standard input.

    The columns: {fields}. The stages: {stages}. A row with a month is a payment. Each row is taken up once, and moves
    a lead only the way that the commands allow; steps that lie between are taken in the name of its salesperson.
    """
    config = workspace.config()
    rules = _rules()
    from outreach.handoff.crm_file import OutcomeWords, read_outcomes

    crm = config.hand_off.crm
    words = OutcomeWords(read_mapping(mapping) or crm.outcomes, crm.stages, config.hand_off.currency)
    with opened(file) as stream:
        rows = list(read_outcomes(stream, words, name=name_of(file)))
    told = list(_take_all(rows, rules, dry_run))
    if as_json:
        emit_json(_as_json(file, told, dry_run))
    else:
        _tell(file, told, dry_run)
    if any(row["became"] == "refused" for row in told):
        ctx.exit(1)


import_outcomes.help = (
    (import_outcomes.help or "")
    .replace("{fields}", ", ".join(OUTCOME_FIELD_NAMES))
    .replace("{stages}", ", ".join(STAGES))
)


def _rules() -> "HandOffRules":
    from outreach.daemon.rules import hand_off_rules

    return hand_off_rules(workspace.config())


def _take_all(
    rows: "list[CrmOutcome | BadOutcome]", rules: "HandOffRules", dry_run: bool
) -> Iterator[dict[str, Any]]:
    """Each row in order. A rehearsal is one unit of work that is undone; in earnest some rows share one."""
    with workspace.database(workspace.config()) as database:
        if dry_run:
            with database.trying() as session:
                yield from _taken(session, rows, rules)
            return
        for at in range(0, len(rows), _BATCH):
            with database.writing() as session:
                batch = list(_taken(session, rows[at : at + _BATCH], rules))
            yield from batch


def _taken(
    session: "Session", rows: "Iterable[CrmOutcome | BadOutcome]", rules: "HandOffRules"
) -> Iterator[dict[str, Any]]:
    from outreach.handoff.crm_file import BadOutcome
    from outreach.handoff.crm_import import take

    for row in rows:
        if isinstance(row, BadOutcome):
            yield {"line": row.line, "lead": None, "became": "refused", "steps": [], "why": row.reason}
        else:
            yield _row(take(session, row, rules=rules, actor=workspace.actor(), now=workspace.now()))


def _row(taken: "TakenRow") -> dict[str, Any]:
    return {
        "line": taken.line,
        "lead": taken.lead_id,
        "became": taken.became.value,
        "steps": list(taken.steps),
        "why": taken.why,
    }


def _counts(told: list[dict[str, Any]]) -> Counter[str]:
    return Counter(row["became"] for row in told)


def _as_json(file: str, told: list[dict[str, Any]], dry_run: bool) -> dict[str, Any]:
    counts = {name: _counts(told)[name] for name in ("taken", "known", "refused")}
    return {"file": name_of(file), "dry_run": dry_run, **counts, "rows": told}


def _tell(file: str, told: list[dict[str, Any]], dry_run: bool) -> None:
    shown = [row for row in told if row["became"] != "known"]
    for row in shown[:_SHOWN]:
        if row["became"] == "refused":
            say(f"{name_of(file)}, line {row['line']}: {row['why'].removesuffix('.')}.")
        else:
            say(f"Lead {row['lead']}: {', '.join(row['steps'])}.")
    if len(shown) > _SHOWN:
        say(f"… and {len(shown) - _SHOWN} more.")
    counts = _counts(told)
    would = "would be" if dry_run else "are"
    say(
        f"{len(told)} rows {would} read: {counts['taken']} taken, {counts['known']} known already,"
        f" {counts['refused']} refused."
    )


COMMANDS = (export, import_outcomes)
