"""One import while it runs: its batches, its bad rows, its bar, and what it says at its end."""

import contextlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from outreach.cli import workspace
from outreach.cli.output import emit_json, is_terminal, say
from outreach.core.errors import Refused

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


class Import:
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
                self._keep(database, listed, batch)
                advance(batch[-1].line)
                batch = []
        if batch:
            self._keep(database, listed, batch)

    def _keep(self, database: "Database", listed: "ListFile", batch: "list[ImportRow]") -> None:
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
                self.bad.append(_known_already(listed, row))

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


def _known_already(listed: "ListFile", row: "ImportRow") -> "BadRow":
    """The row as far as we still have it: its address, where the list has addresses."""
    from outreach.prospects.columns import ColumnField
    from outreach.prospects.delimited import DelimitedList
    from outreach.prospects.rows import BadRow

    if isinstance(listed, DelimitedList):
        cells = [""] * len(listed.header)
        cells[listed.columns.positions[ColumnField.ADDRESS]] = row.address
    else:
        cells = [json.dumps({"address": row.address})]
    return BadRow(row.line, f"{row.address} is known already", tuple(cells))


def open_mapped(stream: BinaryIO, file: str, mapping: tuple[str, ...]) -> "ListFile":
    """The list with its header read, `mapping` being COLUMN=FIELD. Raises UnreadableList and click.UsageError."""
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
def opened(file: str) -> Iterator[BinaryIO]:
    """The file, or standard input for `-`."""
    if file == "-":
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as stream:
        yield stream


def require_writable(errors_file: Path | None, file: str) -> None:
    """Before a long import rather than after it."""
    if errors_file is None:
        return
    if not errors_file.parent.is_dir():
        raise click.UsageError(f"--errors {errors_file}: there is no folder {errors_file.parent}.")
    if file != "-" and errors_file.exists() and errors_file.samefile(file):
        raise click.UsageError(f"--errors {errors_file}: this is the list itself. Name another file.")


@contextlib.contextmanager
def progress(file: str) -> Iterator[Callable[[int], None]]:
    """A bar of the lines whose rows are in the database; none where nobody is looking."""
    if not is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TextColumn("lines"))
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=_lines_in(file))
        yield lambda line: bar.update(task, completed=line)


def _lines_in(file: str) -> int | None:
    """How many lines there are; None for a pipe, which can be read but once."""
    path = Path(file)
    if file == "-" or not path.is_file():
        return None
    with path.open("rb") as stream:
        # An old Mac's list has no line feeds; one without an end of line is one line.
        feeds = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    return feeds or None
