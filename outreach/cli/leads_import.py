"""`outreach leads import`: who asked us, and who was told of us, as leads."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

import click

from outreach.cli import workspace
from outreach.cli.arguments import NAME, REMARK
from outreach.cli.groups import Command
from outreach.cli.importing import name_of, opened, read_mapping
from outreach.cli.output import emit_json, json_option, say

if TYPE_CHECKING:
    from outreach.qualification.leads.definition import LeadDefinition
    from outreach.qualification.leads.importing import Inquiry

#: Rows a transaction: short enough that a daemon beside us never waits long for the lock.
_BATCH = 200
_SHOWN = 10

IMPORT_FIELDS = {
    "list": "the list's name",
    "dry_run": "whether nothing was changed",
    "opened": "new leads",
    "opened_suppressed": "new leads of people who once said no to our mail; they asked us themselves",
    "woken": "leads that rested in nurture",
    "known": "people who have a lead that is not over",
    "suppressed": "rows left out: they said no, and it is not they who asked",
    "refused": "bad rows",
    "bad_rows": "objects with line and reason",
}

#: What became of rows, in words.
_CAME = (
    ("opened", "new"),
    ("opened_suppressed", "new, though they said no to our mail once"),
    ("woken", "woken from nurture"),
    ("known", "known as leads already"),
    ("suppressed", "left out because they said no"),
)


class _Rehearsed(Exception):
    """Ends a unit of work of which nothing is to be kept."""


class _Bad:
    """The rows that cannot be imported, by line."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, str]] = []

    def add(self, line: int, reason: str) -> None:
        self.rows.append((line, reason))


@click.command(
    cls=Command,
    epilog="outreach leads import website.csv --source net --list website-2027 --dry-run\n"
    "outreach leads import fair.csv --source net --list fair-berlin --legal-basis 'asked at our stand'",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--source",
    type=click.Choice(["net", "seed"]),
    required=True,
    help="net: they asked us (marketing). seed: word of mouth.",
)
@click.option("--list", "list_name", type=NAME, required=True, metavar="NAME", help="Where they came from.")
@click.option("--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="What a column is.")
@click.option("--legal-basis", type=REMARK, metavar="TEXT", help="On what ground they may be written to.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@json_option(IMPORT_FIELDS, shape="one object")
@click.pass_context
def import_(
    ctx: click.Context,
    file: str,
    source: str,
    list_name: str,
    mapping: tuple[str, ...],
    legal_basis: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import inbound leads from a CSV, TSV, XLSX or JSON-lines file; `-` is standard input.

    A column that is called like a question of the lead definition answers it; `message` or `notes` is kept as a note.
    No campaign writes to them: a person holds each against the definition (`leads qualify`).
    """
    bad, counts = _Bad(), Counter[str]()
    with opened(file) as stream:
        batches = _batches(stream, file, mapping, bad)
        _import_all(batches, file, source, list_name, legal_basis, dry_run, counts)
    if as_json:
        told = {name: counts[name] for name, _ in _CAME}
        rows = [{"line": line, "reason": reason} for line, reason in bad.rows]
        emit_json({"list": list_name, "dry_run": dry_run, **told, "refused": len(rows), "bad_rows": rows})
    else:
        _tell(file, list_name, dry_run, counts, bad)
    if bad.rows:
        ctx.exit(1)


def _import_all(
    batches: "Iterator[list[Inquiry]]",
    file: str,
    source: str,
    list_name: str,
    legal_basis: str | None,
    dry_run: bool,
    counts: Counter[str],
) -> None:
    from outreach.prospects.lists import open_list
    from outreach.prospects.model import Source
    from outreach.qualification.leads import importing

    with workspace.database(workspace.config()) as database:
        origin = None
        for batch in batches:
            now = workspace.now()
            with suppress(_Rehearsed), database.writing() as session:
                listed = open_list(
                    session, list_name, source=Source(source), legal_basis=legal_basis, now=now
                )
                if origin is None or dry_run:
                    origin = importing.begin_import(
                        session,
                        listed,
                        file=name_of(file),
                        source=Source(source),
                        legal_basis=legal_basis,
                        actor=workspace.actor(),
                        now=now,
                    )
                came = importing.import_leads(session, listed, batch, origin, now=now)
                counts.update(each.value for each in came)
                importing.end_import(session, origin, counts, now=now)
                if dry_run:
                    raise _Rehearsed


def _batches(stream: BinaryIO, file: str, mapping: tuple[str, ...], bad: _Bad) -> "Iterator[list[Inquiry]]":
    from outreach.prospects.reading import BadRow, open_list
    from outreach.qualification.leads.importing import inquiry_from

    definition = _definition()
    seen: dict[str, int] = {}
    batch: list[Inquiry] = []
    for row in open_list(stream, name=name_of(file), mapping=read_mapping(mapping)).rows():
        if isinstance(row, BadRow):
            bad.add(row.line, row.reason)
            continue
        inquiry, wrong = inquiry_from(row, definition)
        if row.address in seen:
            bad.add(row.line, f"{row.address} stands on line {seen[row.address]} already")
        elif wrong:
            bad.add(row.line, " ".join(wrong))
        else:
            seen[row.address] = row.line
            batch.append(inquiry)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _definition() -> "LeadDefinition | None":
    """The definition, where there is one; a fault in it is told before anything is imported."""
    from outreach.qualification.leads.definition_file import FILE_NAME, load_definition

    path = workspace.config().root / FILE_NAME
    return load_definition(path) if path.exists() else None


def _tell(file: str, list_name: str, dry_run: bool, counts: Counter[str], bad: _Bad) -> None:
    for line, reason in bad.rows[:_SHOWN]:
        say(f"{name_of(file)}, line {line}: {reason.removesuffix('.')}.")
    if len(bad.rows) > _SHOWN:
        say(f"… and {len(bad.rows) - _SHOWN} more.")
    became = [f"{counts[name]} {words}" for name, words in _CAME if counts[name]]
    became += [f"{len(bad.rows)} refused"] if bad.rows else []
    would = "would be" if dry_run else "are"
    say(
        f'{counts.total() + len(bad.rows)} rows {would} read into "{list_name}": {", ".join(became) or "none"}.'
    )
    if not dry_run and counts["opened"] + counts["opened_suppressed"]:
        say("`outreach leads list --state open` shows them.")
