"""`outreach prospects`: lists of people whom we chose to write to."""

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from outreach.cli import workspace
from outreach.cli.arguments import ADDRESS, KNOWN, NAME, REMARK
from outreach.cli.groups import Group
from outreach.cli.output import emit_json, facts, is_terminal, json_option, say, table
from outreach.core.errors import Refused
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.database.engine import Database
    from outreach.prospects.reading import ImportRow, ListFile
    from outreach.prospects.rows import BadRow
    from outreach.prospects.service import Imported, OnDuplicate

#: Rows a transaction: short enough that a daemon beside us never waits long for the lock.
_BATCH = 200

#: Bad rows that are shown; the rest is counted.
_SHOWN = 10

#: What became of good rows, in words.
_RESULTS = (
    ("created", "new"),
    ("updated", "brought up to date"),
    ("skipped", "known already"),
    ("already_listed", "on it already"),
    ("suppressed", "left out because they said no"),
)

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

    importing = _Import(
        list_name=list_name or ("standard-input" if file == "-" else one_line(Path(file).stem)),
        source=Source(source),
        legal_basis=legal_basis,
        on_duplicate=OnDuplicate(on_duplicate),
        dry_run=dry_run,
    )
    _require_writable(errors_file, file)
    with _opened(file) as stream, workspace.database(workspace.config()) as database:
        listed = _open_list(stream, file, mapping)
        try:
            with _progress(file) as advance:
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


class _Import:
    """One import while it runs: what it was asked for, and what has come of it so far."""

    def __init__(
        self,
        *,
        list_name: str,
        source: Any,
        legal_basis: str | None,
        on_duplicate: "OnDuplicate",
        dry_run: bool,
    ) -> None:
        self._list_name = list_name
        self._source = source
        self._legal_basis = legal_basis
        self._on_duplicate = on_duplicate
        self._dry_run = dry_run
        self.counts: Counter[str] = Counter()
        self.bad: list[BadRow] = []
        #: In a rehearsal no batch finds what the batches before it would have left behind.
        self._rehearsed: set[str] = set()

    def run(self, database: "Database", listed: "ListFile", advance: Callable[[int], None]) -> None:
        """Import all rows. `advance` is told the line up to which they are in the database."""
        from outreach.prospects.rows import BadRow

        batch: list[ImportRow] = []
        for row in listed.rows():
            if isinstance(row, BadRow):
                self.bad.append(row)
                continue
            batch.append(row)
            if len(batch) >= _BATCH:
                self._keep(database, batch)
                advance(batch[-1].line)
                batch = []
        if batch:
            self._keep(database, batch)

    def _keep(self, database: "Database", batch: "list[ImportRow]") -> None:
        from outreach.prospects.rows import BadRow
        from outreach.prospects.service import Imported, import_contacts, new_contact, open_list

        now = workspace.now()
        with database.writing() as session:
            target = open_list(
                session, self._list_name, source=self._source, legal_basis=self._legal_basis, now=now
            )
            results = import_contacts(
                session,
                target,
                [new_contact(row) for row in batch],
                on_duplicate=self._on_duplicate,
                actor=workspace.actor(),
                now=now,
            )
            if self._dry_run:
                session.rollback()
        if self._dry_run:
            results = [self._rehearse(row, result) for row, result in zip(batch, results, strict=True)]
        for row, result in zip(batch, results, strict=True):
            self.counts[result.value] += 1
            if result is Imported.REFUSED:
                self.bad.append(BadRow(row.line, f"{row.address} is known already", (row.address,)))

    def _rehearse(self, row: "ImportRow", result: "Imported") -> "Imported":
        from outreach.prospects.service import Imported, OnDuplicate

        if row.address not in self._rehearsed:
            self._rehearsed.add(row.address)
            return result
        again = {OnDuplicate.UPDATE: Imported.UPDATED, OnDuplicate.REFUSE: Imported.REFUSED}
        known = result in (Imported.CREATED, Imported.SKIPPED)
        return again.get(self._on_duplicate, Imported.ALREADY_LISTED) if known else result

    def write_errors(self, path: Path, listed: "ListFile") -> None:
        from outreach.prospects.reading import write_bad_rows

        try:
            with path.open("w", newline="", encoding="utf-8-sig") as stream:
                write_bad_rows(stream, listed.header, self.bad)
        except OSError as error:
            raise Refused(
                f"The good rows are imported, but the bad ones cannot be kept in {path}: {error.strerror}. "
                "Import it again with another --errors: what is in stays in."
            ) from error

    def report(self, file: str, as_json: bool, errors_file: Path | None) -> None:
        if as_json:
            emit_json(
                {
                    "list": self._list_name,
                    "dry_run": self._dry_run,
                    "created": self.counts["created"],
                    "updated": self.counts["updated"],
                    "skipped": self.counts["skipped"] + self.counts["already_listed"],
                    "suppressed": self.counts["suppressed"],
                    "refused": len(self.bad),
                    "bad_rows": [{"line": row.line, "reason": row.reason} for row in self.bad],
                }
            )
            return
        for row in self.bad[:_SHOWN]:
            say(f"{_name_of(file)}, line {row.line}: {row.reason}.")
        if len(self.bad) > _SHOWN:
            say(f"… and {len(self.bad) - _SHOWN} more.")
        say(self._summary())
        if self.bad and errors_file is None:
            say("Run again with --errors bad.csv to keep the bad rows, mend them, and import that file.")
        elif self.bad:
            say(f"The bad rows are in {errors_file}: mend them and import that file.")

    def _summary(self) -> str:
        listed = sum(self.counts[name] for name in ("created", "updated", "skipped", "already_listed"))
        rows = sum(self.counts.values()) - self.counts["refused"] + len(self.bad)
        what_became = [f"{self.counts[name]} {words}" for name, words in _RESULTS if self.counts[name]]
        if self.bad:
            what_became.append(f"{len(self.bad)} refused")
        verb = "would be" if self._dry_run else "are"
        return f'{listed} of {rows} rows {verb} on the list "{self._list_name}": {", ".join(what_became)}.'


def _open_list(stream: BinaryIO, file: str, mapping: tuple[str, ...]) -> "ListFile":
    from outreach.prospects.reading import open_list

    pairs = {}
    for each in mapping:
        column, equals, field = each.partition("=")
        if not equals or not column or not field:
            raise click.UsageError(f"--map {each}: write it as COLUMN=FIELD.")
        pairs[column] = field
    return open_list(stream, name=_name_of(file), mapping=pairs)


def _name_of(file: str) -> str:
    return "standard input" if file == "-" else file


@contextlib.contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as stream:
        yield stream


def _require_writable(errors_file: Path | None, file: str) -> None:
    """Before a long import rather than after it."""
    if errors_file is None:
        return
    if not errors_file.parent.is_dir():
        raise click.UsageError(f"--errors {errors_file}: there is no folder {errors_file.parent}.")
    if file != "-" and errors_file.exists() and errors_file.samefile(file):
        raise click.UsageError(f"--errors {errors_file}: this is the list itself. Name another file.")


@contextlib.contextmanager
def _progress(file: str) -> Iterator[Callable[[int], None]]:
    """A bar of the lines whose rows are in the database; none where nobody is looking."""
    if not is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TextColumn("lines"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=_lines_in(file))
        yield lambda line: progress.update(task, completed=line)


def _lines_in(file: str) -> int | None:
    """How many lines there are; None for a pipe, which can be read but once."""
    path = Path(file)
    if file == "-" or not path.is_file():
        return None
    with path.open("rb") as stream:
        # An old Mac's list has no line feeds; one without an end of line is one line.
        feeds = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    return feeds or None
