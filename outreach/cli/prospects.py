"""`outreach prospects`: lists of people whom we chose to write to."""

from pathlib import Path

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, KNOWN, NAME, REMARK
from outreach.cli.groups import Group
from outreach.cli.importing import Import, open_mapped, opened, progress, require_writable
from outreach.cli.output import emit_json, facts, json_option, say, table
from outreach.core.untrusted import one_line

IMPORT_FIELDS = {
    "list": "the list's name",
    "dry_run": "whether nothing was changed",
    "created": "people who were not known before",
    "updated": "people who were known, and of whom more is known now",
    "skipped": "people who were known, and stay as they are",
    "suppressed": "rows left out because that person or company said no",
    "refused": "bad rows",
    "bad_rows": "objects with line and reason",
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

PERSON_FIELDS = PROSPECT_FIELDS | {
    "suppressed": "why they are never written to, or null",
    "enrollments": "objects with id, sequence, state, next_step, due_at, tag, ended_why",
}


@click.group(cls=Group)
def prospects() -> None:
    """Import and list whom to write to."""


@prospects.command(
    "import",
    epilog="outreach prospects import spring.csv --list spring --dry-run\n"
    "outreach prospects import spring.csv --list spring --errors bad.csv",
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
    type=REMARK,
    metavar="TEXT",
    help="On what ground they may be written to; kept with the list.",
)
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
    dry_run: bool,
    errors_file: Path | None,
    as_json: bool,
) -> None:
    """Import a CSV, TSV or JSON-lines list; `-` reads standard input.

    Bad rows never stop it: they are named, and with --errors kept in a file that can be mended and imported.
    Ends with 1 where rows were refused.
    """
    from outreach.prospects.model import Source
    from outreach.prospects.service import OnDuplicate

    importing = Import(
        list_name=list_name or ("standard-input" if file == "-" else one_line(Path(file).stem)),
        source=Source(source),
        legal_basis=legal_basis,
        on_duplicate=OnDuplicate(on_duplicate),
        dry_run=dry_run,
    )
    require_writable(errors_file, file)
    with opened(file) as stream, workspace.database(workspace.config()) as database:
        listed = open_mapped(stream, file, mapping)
        try:
            with progress(file) as advance:
                importing.run(database, listed, advance)
        except KeyboardInterrupt:
            say(f"Stopped after {sum(importing.counts.values())} rows. Import it again: what is in stays in.")
            raise
    if errors_file is not None and importing.bad:
        importing.write_errors(errors_file, listed)
    importing.report(file, as_json, errors_file)
    if importing.bad:
        ctx.exit(1)


@prospects.command("list", epilog="outreach prospects list --list spring --json")
@click.option("--list", "list_name", type=KNOWN, metavar="NAME", help="Only this list.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@json_option(PROSPECT_FIELDS | {"list": "the list's name"})
def list_prospects(list_name: str | None, limit: int | None, as_json: bool) -> None:
    """Who is on the lists."""
    from outreach.prospects.service import list_contacts

    with workspace.reading() as session:
        rows = list_contacts(session, list_name=list_name, limit=limit)
    if as_json:
        emit_json(rows)
        return
    table(
        ("address", "name", "account", "status", "language", "list"),
        [
            (row["address"], row["name"], row["account"], row["account_status"], row["language"], row["list"])
            for row in rows
        ],
        empty="Nobody yet. `outreach prospects import FILE --list NAME` brings a list in.",
    )


@prospects.command(epilog="outreach prospects show ana@acme.example")
@click.argument("address", type=ADDRESS)
@json_option(PERSON_FIELDS, shape="one object")
def show(address: str, as_json: bool) -> None:
    """What is known of one person, and their runs through sequences."""
    from sqlmodel import col, select

    from outreach.prospects.model import Account
    from outreach.prospects.service import contact_summary, find_contact, suppression_of
    from outreach.sequences.model import Enrollment

    with workspace.reading() as session:
        contact = find_contact(session, address)
        known = contact_summary(contact, session.get_one(Account, contact.account_id))
        no = suppression_of(session, contact.address)
        known["suppressed"] = None if no is None else no.reason.value
        runs = session.exec(
            select(Enrollment).where(Enrollment.contact_id == contact.id).order_by(col(Enrollment.id))
        ).all()
        known["enrollments"] = [
            {
                "id": run.id,
                "sequence": run.sequence,
                "state": run.state.value,
                "next_step": run.next_step,
                "due_at": run.due_at,
                "tag": run.tag,
                "ended_why": run.ended_why,
            }
            for run in runs
        ]
    if as_json:
        emit_json(known)
        return
    runs_shown = known.pop("enrollments")
    facts(known)
    for run in runs_shown:
        click.echo(f"{run['sequence']}: {run['state']}" + (f" ({run['tag']})" if run["tag"] else ""))
