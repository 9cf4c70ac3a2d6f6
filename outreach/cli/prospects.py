"""`outreach prospects`: lists of people whom we chose to write to."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import COST, KNOWN, LEGAL_BASIS, NAME
from outreach.cli.breaking_off import BreakingOff
from outreach.cli.groups import Group
from outreach.cli.importing import (
    look_through,
    name_of,
    open_mapped,
    opened,
    read_mapping,
    require_writable,
    rows_to_come,
    run_import,
)
from outreach.cli.output import emit_json, json_option, table
from outreach.cli.prospects_edit import edit
from outreach.cli.prospects_grade import grade
from outreach.cli.prospects_retain import retain
from outreach.cli.prospects_rights import erase, export
from outreach.cli.prospects_show import show
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.prospects.costs import Cost

IMPORT_FIELDS = {
    "list": "the list's name",
    "dry_run": "whether nothing was changed",
    "created": "people who were not known before",
    "updated": "people who were known, and of whom more is known now",
    "skipped": "people who were known, and stay as they are",
    "suppressed": "rows left out because that person or company said no",
    "refused": "bad rows",
    "bad_rows": "objects with line and reason, the first 10,000 of them",
    "offices": "addresses of offices, such as info@, among those on the list",
    "free_mail": "addresses at free-mail providers among those on the list",
    "resumed_behind": "the line behind which this went on with an import that was broken off, or 0",
    "columns": "an object: each column with what it is read as: address and so on, or the field that it becomes",
}

PROSPECT_FIELDS = {
    "address": "normalised",
    "name": "the whole of it",
    "given_name": "as given, or guessed from the name",
    "family_name": "as given, or guessed from the name",
    "title": "their position",
    "phone": "their number",
    "account": "the company",
    "account_status": "what it is to us",
    "language": "ISO 639-1, or null",
    "country": "ISO 3166, or null",
    "time_zone": "IANA, or null",
    "fields": "an object with every other column of the list",
}

LISTED_FIELDS = PROSPECT_FIELDS | {
    "is_office": "whether the address is an office's, such as info@",
    "is_free_mail": "whether it is at a free-mail provider",
    "list": "the list's name",
}


@click.group(cls=Group)
def prospects() -> None:
    """Import and list whom to write to."""


prospects.add_command(show)
prospects.add_command(edit)
prospects.add_command(grade)
prospects.add_command(export)
prospects.add_command(erase)
prospects.add_command(retain)


@prospects.command(
    "import",
    epilog="outreach prospects import spring.csv --list spring --dry-run\n"
    "outreach prospects import spring.csv --list spring --errors bad.csv\n"
    'outreach prospects import spring.xlsx --sheet "Qualified" --map "Ansprechpartner=name" --cost "250 EUR"',
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--list", "list_name", type=NAME, metavar="NAME", help="The list they join (default: the file's name)."
)
@click.option(
    "--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="What a column is; may be repeated."
)
@click.option(
    "--on-duplicate",
    type=click.Choice(["skip", "update", "refuse"]),
    default="skip",
    show_default=True,
    help="What to do with an address that is known already.",
)
@click.option(
    "--source",
    type=click.Choice(["seed", "net", "spear"]),
    default="spear",
    show_default=True,
    help="How they came: seed by word of mouth, net by marketing, spear by prospecting.",
)
@click.option(
    "--legal-basis",
    type=LEGAL_BASIS,
    metavar="TEXT",
    help='On what ground they may be written to: "consent: where and when"; so published, customer, inquiry, '
    "legitimate interest.",
)
@click.option("--sheet", type=KNOWN, metavar="NAME", help="Which sheet of a workbook (default: the first).")
@click.option("--cost", type=COST, metavar="AMOUNT", help="What the list has cost, such as 250 EUR.")
@click.option("--check-mx", is_flag=True, help="Ask DNS, and refuse addresses at domains that take no mail.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@click.option(
    "--errors",
    "errors_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where bad rows go, with their reasons, to be mended and imported.",
)
@json_option(IMPORT_FIELDS, shape="one object")
@click.pass_context
def import_(
    ctx: click.Context,
    file: str,
    list_name: str | None,
    mapping: tuple[str, ...],
    on_duplicate: str,
    source: str,
    legal_basis: str | None,
    sheet: str | None,
    cost: "Cost | None",
    check_mx: bool,
    dry_run: bool,
    errors_file: Path | None,
    as_json: bool,
) -> None:
    """Import a CSV, TSV, XLSX or JSON-lines list; `-` reads standard input.

    Bad rows never stop it: they are named, and with --errors kept in a file that can be mended and imported. So are
    people whom the rule of their country keeps you from (countries.toml). An import that was broken off is gone on
    with by the same command. Ends with 1 where rows were refused.
    """
    from outreach.daemon.rules import law_now
    from outreach.prospects.import_plan import OnDuplicate
    from outreach.prospects.import_progress import ImportOrder, fingerprint
    from outreach.prospects.law_at_import import country_rule
    from outreach.prospects.model import Source

    columns = read_mapping(mapping)
    require_writable(errors_file, file)
    name = list_name or ("standard-input" if file == "-" else one_line(Path(file).stem))
    config = workspace.config()
    law = law_now(config)
    with (
        opened(file) as stream,
        BreakingOff().watching() as breaking_off,
        workspace.database(config) as database,
    ):
        look = look_through(file, stream, breaking_off)
        asked = {"columns": columns, "sheet": sheet, "on_duplicate": on_duplicate, "check_mx": check_mx}
        asked |= {"source": source, "legal_basis": legal_basis}
        order = ImportOrder(
            list_name=name,
            file=one_line(Path(name_of(file)).name),
            actor=workspace.actor(),
            source=Source(source),
            legal_basis=legal_basis,
            on_duplicate=OnDuplicate(on_duplicate),
            cost=cost,
            fingerprint=look.digest and fingerprint(look.digest, **asked),
        )
        listed = open_mapped(breaking_off.reading(stream), file, columns, sheet)
        report = run_import(
            database,
            order,
            listed,
            file=file,
            errors_file=errors_file,
            dry_run=dry_run,
            check_mx=check_mx,
            total=rows_to_come(listed, look),
            breaking_off=breaking_off,
            refuses=country_rule(law, legal_basis),
        )
    if as_json:
        report.as_json()
    else:
        report.in_words()
    if report.bad.count:
        ctx.exit(1)


@prospects.command("list", epilog="outreach prospects list --list spring --json")
@click.option("--list", "list_name", type=KNOWN, metavar="NAME", help="Only this list.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@json_option(LISTED_FIELDS)
def list_prospects(list_name: str | None, limit: int | None, as_json: bool) -> None:
    """Who is on the lists."""
    from outreach.prospects.listing import list_contacts

    with workspace.reading() as session:
        rows = list_contacts(session, list_name=list_name, limit=limit)
    if as_json:
        emit_json(rows)
        return
    table(
        ("address", "kind", "name", "account", "status", "language", "list"),
        [
            (
                row["address"],
                _kind(row),
                row["name"],
                row["account"],
                row["account_status"],
                row["language"],
                row["list"],
            )
            for row in rows
        ],
        empty="Nobody yet. `outreach prospects import FILE --list NAME` brings a list in.",
    )


def _kind(row: Mapping[str, Any]) -> str:
    words = (("is_office", "office"), ("is_free_mail", "free mail"))
    return ", ".join(word for name, word in words if row[name])
