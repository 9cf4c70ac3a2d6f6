"""`outreach suppress import` and `export`: lists of noes from other programs, and for them."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from outreach.cli import workspace
from outreach.cli.arguments import REMARK
from outreach.cli.groups import Command
from outreach.cli.importing import opened
from outreach.cli.output import emit_json, json_option, say
from outreach.cli.progress import progress
from outreach.core.errors import Refused
from outreach.core.untrusted import one_line

if TYPE_CHECKING:
    from outreach.database.engine import Database
    from outreach.prospects.suppression_files import KeptNo, NoExport, Row, Taken, Unreadable

#: Entries a transaction: short enough that a daemon beside us never waits long for the lock.
_BATCH = 1_000
#: Bad lines that are shown; the rest is counted.
_SHOWN = 10

IMPORT_FIELDS = {
    "format": "how the file was read: plain, csv, mailchimp or listmonk",
    "dry_run": "whether nothing was changed",
    "new": "entries that were not suppressed before",
    "known": "entries that were",
    "passed": "object with how many rows do not mean no, by what they say",
    "bad_rows": "objects with line and entry: neither an address nor a domain",
}

EXPORT_FIELDS = {
    "value": "the address, domain or account",
    "kind": "address, domain or account",
    "reason": "by_hand, opted_out, complained, bounced or erased",
    "note": "what was said of it",
    "actor": "who wrote it down",
    "created_at": "since when, UTC",
}


@click.command(
    "import",
    cls=Command,
    epilog="outreach suppress import nevers.txt\n"
    "outreach suppress import unsubscribed_email_audience_export_1a2b3c.csv --dry-run",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(["auto", "plain", "csv", "mailchimp", "listmonk"]),
    default="auto",
    show_default=True,
    help="How it is written; auto looks at its first lines.",
)
@click.option("--note", type=REMARK, default="", help="Where the file comes from; kept with each.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing.")
@json_option(IMPORT_FIELDS, shape="one object")
@click.pass_context
def import_(ctx: click.Context, file: str, form: str, note: str, dry_run: bool, as_json: bool) -> None:
    """Suppress everybody whom FILE names as one who wants no mail; `-` reads standard input.

    Plain: an address or domain a line, `#` begins a remark. Of an export of Mailchimp or listmonk, or a CSV, only rows
    that mean no are taken (unsubscribed, cleaned, blocklisted). A bad line is named and keeps nobody out: ends with 1.
    """
    from outreach.prospects.suppression_files import NoFile, NoFormat

    name = "standard input" if file == "-" else Path(file).name
    with opened(file) as stream, workspace.database(workspace.config()) as database:
        read = NoFile(
            stream,
            form=None if form == "auto" else NoFormat(form),
            note=note or one_line(f"from {name}"),
        )
        done = _Import(database, one_line(name), dry_run)
        with progress("suppressing", _lines_of(file)) as advance:
            for row in read.rows():
                if done.add(row):
                    advance(_BATCH)
            done.flush()
    told = done.as_facts(read.form.value)
    if as_json:
        emit_json(told)
    else:
        done.report(name, read.form.value)
    if done.bad:
        ctx.exit(1)


class _Import:
    """One file on its way into the database, a batch a transaction."""

    def __init__(self, database: "Database", name: str, dry_run: bool) -> None:
        self._database, self._name, self._dry_run = database, name, dry_run
        self._batch: list[Taken] = []
        self._seen: set[str] = set()
        self.new = self.known = 0
        self.passed: Counter[str] = Counter()
        self.bad: list[Unreadable] = []

    def add(self, row: "Row") -> bool:
        """Whether a batch is in the database by this."""
        from outreach.prospects.suppression_files import Passed, Unreadable

        if isinstance(row, Passed):
            self.passed[row.why] += 1
        elif isinstance(row, Unreadable):
            self.bad.append(row)
        else:
            self._batch.append(row)
            if len(self._batch) >= _BATCH:
                self.flush()
                return True
        return False

    def flush(self) -> None:
        from outreach.database import audit
        from outreach.prospects.suppressing import suppress_many

        if not self._batch:
            return
        rows, self._batch = self._batch, []
        now, actor = workspace.now(), workspace.actor()
        with self._database.trying() if self._dry_run else self._database.writing() as session:
            new = suppress_many(session, [row.no for row in rows], actor=actor, now=now)
            lines = [rows[0].line, rows[-1].line]
            audit.note(
                session, "suppressions_imported", actor=actor, at=now, file=self._name, lines=lines, new=new
            )
        if self._dry_run:
            # In a rehearsal no batch finds what those before it would have left behind.
            new -= sum(value in self._seen for value in {row.no.value for row in rows})
            self._seen |= {row.no.value for row in rows}
        self.new += max(0, new)
        self.known += len(rows) - max(0, new)

    def as_facts(self, form: str) -> dict[str, Any]:
        return {
            "format": form,
            "dry_run": self._dry_run,
            "new": self.new,
            "known": self.known,
            "passed": dict(self.passed),
            "bad_rows": [{"line": row.line, "entry": row.entry} for row in self.bad],
        }

    def report(self, name: str, form: str) -> None:
        for row in self.bad[:_SHOWN]:
            say(f'{name}, line {row.line}: "{row.entry}" is neither an address nor a domain.')
        if len(self.bad) > _SHOWN:
            say(f"… and {len(self.bad) - _SHOWN} more.")
        if self.passed:
            said = ", ".join(f"{number} {why}" for why, number in self.passed.most_common())
            say(f"Not taken, since it means no no: {said}.")
        would = "would be " if self._dry_run else ""
        say(f"{self.new} {would}suppressed, {self.known} were already (read as {form}).")


def _lines_of(file: str) -> int | None:
    if file == "-":
        return None
    with Path(file).open("rb") as stream:
        return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) or None


@click.command(
    cls=Command,
    epilog="outreach suppress export > nevers.csv\n"
    "outreach suppress export --format mailchimp --out unsubscribed.csv",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "plain", "mailchimp", "listmonk", "json"]),
    default="csv",
    show_default=True,
    help="For whom.",
)
@click.option(
    "--out",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it there (default: standard output).",
)
@json_option(EXPORT_FIELDS)
def export(form: str, file: Path | None, as_json: bool) -> None:
    """Every no, for another program: also that somebody else's tool honours it.

    What is kept as a hash only, after an erasure, cannot be written out; how many those are is said.
    """
    from outreach.prospects.suppression_files import NoExport

    chosen = NoExport.JSON if as_json else NoExport(form)
    with workspace.reading() as session:
        if file is None:
            left_out = _write(sys.stdout, _kept(session), chosen)
        else:
            try:
                with file.open("w", newline="", encoding="utf-8") as stream:
                    left_out = _write(stream, _kept(session), chosen)
            except OSError as error:
                raise Refused(f"{file} cannot be written: {error.strerror}.") from None
    for why, number in left_out.items():
        say(f"Left out: {number} {why}.")


def _kept(session: Any) -> "Iterator[KeptNo]":
    import sqlalchemy as sa
    from sqlmodel import col

    from outreach.prospects.model import Suppression
    from outreach.prospects.suppression import ERASED_DOMAIN
    from outreach.prospects.suppression_files import KeptNo

    columns = ("value", "kind", "reason", "note", "actor", "created_at")
    statement = sa.select(*(getattr(Suppression, name) for name in columns)).order_by(col(Suppression.id))
    for row in session.execute(statement.execution_options(yield_per=_BATCH)):
        if row.value != ERASED_DOMAIN:
            yield KeptNo(*row)


def _write(stream: Any, kept: "Iterable[KeptNo]", form: "NoExport") -> Counter[str]:
    """Write them all; why which were left out."""
    from outreach.cli.output import as_json
    from outreach.prospects.suppression_files import HEADERS, NoExport, csv_writer, exported, write_row

    left_out: Counter[str] = Counter()
    writer, count = csv_writer(stream), 0
    if form in HEADERS:
        write_row(writer, HEADERS[form])
    for each in kept:
        cells = exported(each, form)
        if cells is None:
            left_out[
                "of which only a hash is left" if each.value is None else f"of the kind {each.kind.value}"
            ] += 1
        elif form is NoExport.PLAIN:
            stream.write(f"{cells[0]}\n")
        elif form is NoExport.JSON:
            told = as_json(dict(zip(HEADERS[NoExport.CSV], cells, strict=True)), stream=stream)
            stream.write(f"{',' if count else '['}\n{told}")
        else:
            write_row(writer, cells)
        count += cells is not None
    if form is NoExport.JSON:
        stream.write("\n]\n" if count else "[]\n")
    return left_out
