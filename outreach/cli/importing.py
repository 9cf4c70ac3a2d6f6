"""One import as a person sees it: what is asked for, the bar, the bad rows, and what is said at its end."""

import codecs
import contextlib
import gc
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click

from outreach.cli import workspace
from outreach.cli.breaking_off import BreakingOff
from outreach.cli.output import counted, emit_json, is_terminal, say
from outreach.core.errors import Refused

if TYPE_CHECKING:
    from outreach.database.engine import Database
    from outreach.prospects.bad_rows import BadRowsWriter
    from outreach.prospects.columns import Columns
    from outreach.prospects.encodings import ByteSource
    from outreach.prospects.import_progress import ImportOrder
    from outreach.prospects.import_run import DeadDomains, ImportRun, Rule
    from outreach.prospects.reading import ListFile
    from outreach.prospects.rows import BadRow

#: Bad rows that are shown; the rest is counted.
_SHOWN = 10
#: Bad rows that `--json` names; the rest is counted, and in the errors file.
_NAMED = 10_000

#: What became of good rows, in words.
_RESULTS = (
    ("created", "new"),
    ("updated", "brought up to date"),
    ("skipped", "known already"),
    ("already_listed", "on it already"),
    ("suppressed", "left out because they said no"),
)


class BadRows:
    """The bad rows as they come: the first ones are kept to be shown, and all go into the errors file, if there is one.

    A file that cannot be written stops nothing: it is told at the end.
    """

    def __init__(self, path: Path | None, header: tuple[str, ...]) -> None:
        self.path = path
        self._header = header
        self._stream: TextIO | None = None
        self._writer: BadRowsWriter | None = None
        self._error: OSError | None = None
        self.count = 0
        self.first: list[tuple[int, str]] = []

    def add(self, row: "BadRow") -> None:
        self.count += 1
        if len(self.first) < _NAMED:
            self.first.append((row.line, row.reason))
        if self.path is not None and self._error is None:
            with self._trying():
                self._opened(self.path).write(row)

    def close(self) -> None:
        """Raises Refused where not all of them could be written."""
        if self._stream is not None:
            with self._trying():
                self._stream.close()
        if self._error is not None:
            raise Refused(
                f"The good rows are imported, but the bad ones cannot be kept in {self.path}: {self._error.strerror}. "
                "Import it again with another --errors: what is in stays in."
            ) from self._error

    def _opened(self, path: Path) -> "BadRowsWriter":
        from outreach.prospects.bad_rows import BadRowsWriter

        if self._writer is None:
            self._stream = path.open("w", newline="", encoding="utf-8-sig")
            self._writer = BadRowsWriter(self._stream, self._header)
        return self._writer

    @contextlib.contextmanager
    def _trying(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._error = error


@dataclass(frozen=True, slots=True)
class Report:
    """What an import came to."""

    list_name: str
    file: str
    counts: Mapping[str, int]
    bad: BadRows
    dry_run: bool
    resumed_behind: int
    columns: "Columns"

    def as_json(self) -> None:
        emit_json(
            {
                "list": self.list_name,
                "dry_run": self.dry_run,
                "created": self.counts["created"],
                "updated": self.counts["updated"],
                "skipped": self.counts["skipped"] + self.counts["already_listed"],
                "suppressed": self.counts["suppressed"],
                "refused": self.bad.count,
                "bad_rows": [{"line": line, "reason": reason} for line, reason in self.bad.first],
                "offices": self.counts["offices"],
                "free_mail": self.counts["free_mail"],
                "resumed_behind": self.resumed_behind,
                "columns": {name: read_as for name, read_as, _ in read_columns(self.columns)},
            }
        )

    def in_words(self) -> None:
        if self.dry_run or (self.bad.count and self.columns.further):
            say(_columns_in_words(self.columns))
        for line, reason in self.bad.first[:_SHOWN]:
            say(f"{name_of(self.file)}, line {line}: {reason}.")
        if self.bad.count > _SHOWN:
            say(f"… and {self.bad.count - _SHOWN} more.")
        say(self._summary())
        if self.counts["offices"] or self.counts["free_mail"]:
            say(
                f"Among them {counted(self.counts['offices'], 'address', 'addresses')} of offices, such as info@, "
                f"and {self.counts['free_mail']} at free-mail providers."
            )
        if self.bad.count and self.bad.path is None:
            say("Run again with --errors bad.csv to keep the bad rows, mend them, and import that file.")
        elif self.bad.count:
            say(f"The bad rows are in {self.bad.path}: mend them and import that file.")

    @property
    def _verb(self) -> str:
        return "would be" if self.dry_run else "are"

    def _summary(self) -> str:
        listed = sum(self.counts[name] for name in ("created", "updated", "skipped", "already_listed"))
        rows = listed + self.counts["suppressed"] + self.bad.count
        if not rows and not self.resumed_behind:
            return f'{name_of(self.file)} has no rows below its header. Nothing comes onto the list "{self.list_name}".'
        what_became = [f"{self.counts[name]} {words}" for name, words in _RESULTS if self.counts[name]]
        if self.bad.count:
            what_became.append(f"{self.bad.count} refused")
        return (
            f'{listed} of {rows} rows {self._verb} on the list "{self.list_name}": {", ".join(what_became)}.'
        )


def read_columns(columns: "Columns") -> Iterator[tuple[str, str, bool]]:
    """Of each column its name, the field that it is read as, and whether that is one we know of ourselves.

    A column that is left out is read as `ignore`.
    """
    known = {at: field.value for field, at in columns.positions.items()}
    further = {at: name for name, at in columns.further}
    for at, name in enumerate(columns.header):
        yield name, known.get(at) or further.get(at) or "ignore", at in known


def _columns_in_words(columns: "Columns") -> str:
    read = tuple(read_columns(columns))
    told = ", ".join(f"{name} → {read_as}" for name, read_as, is_known in read if is_known)
    fields = ", ".join(name for name, read_as, is_known in read if not is_known and read_as != "ignore")
    kept = f"; kept as fields for templates: {fields} (--map COLUMN=FIELD says otherwise)" if fields else ""
    return f"Columns: {told}{kept}."


def run_import(
    database: "Database",
    order: "ImportOrder",
    listed: "ListFile",
    *,
    file: str,
    errors_file: Path | None,
    dry_run: bool,
    check_mx: bool,
    total: int | None,
    breaking_off: BreakingOff,
    refuses: "Rule | None" = None,
) -> Report:
    """Import it, showing how far it has come; `refuses` is a rule that rows are held against.

    Raises Refused where the bad rows could not be kept.
    """
    from outreach.prospects.import_run import ImportRun

    bad = BadRows(errors_file, listed.header)
    with progress(total) as shown:

        def advance(line: int) -> None:
            shown(line)
            # A batch is in the database, and counted.
            breaking_off.here()

        run = ImportRun(
            database,
            order,
            now=workspace.now,
            on_bad=bad.add,
            advance=advance,
            refuses=refuses,
            dead_domains=_dead_domains(database, breaking_off, keep=not dry_run) if check_mx else None,
            rehearse=dry_run,
        )
        try:
            with _few_collections():
                run.run(listed.rows())
        except KeyboardInterrupt:
            say(_broken_off(run, bad, order))
            raise
    bad.close()
    if run.resumed_behind:
        say(
            f"An earlier import of this file was broken off behind line {run.resumed_behind}; this one went on there."
        )
    return Report(
        order.list_name, file, Counter(run.counts), bad, dry_run, run.resumed_behind, listed.columns
    )


@contextlib.contextmanager
def _few_collections() -> Iterator[None]:
    """Millions of rows come and go without a cycle among them: to look for one all the time costs a tenth of it."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _broken_off(run: "ImportRun", bad: BadRows, order: "ImportOrder") -> str:
    rows = sum(run.counts[name] for name, _ in _RESULTS) + bad.count
    again = (
        "what is in stays in"
        if order.fingerprint is None
        else "the same command goes on where this one stopped"
    )
    return f"Stopped after {rows} rows. Import it again: {again}."


def _dead_domains(database: "Database", breaking_off: BreakingOff, *, keep: bool) -> "DeadDomains":
    import asyncio

    from outreach.mail.takes_mail import MailLookup
    from outreach.prospects.domain_mail import DeadDomainsFinder

    lookup = MailLookup()

    def ask(domains: Collection[str]) -> Mapping[str, bool]:
        with breaking_off.at_once():
            return asyncio.run(lookup.of_all(domains))

    return DeadDomainsFinder(database, ask, now=workspace.now, keep=keep)


@dataclass(frozen=True, slots=True)
class FileLook:
    """What is known of a file before it is imported: its SHA-256, and how many lines it has; None: nothing."""

    digest: str | None = None
    lines: int | None = None


def look_through(file: str, stream: BinaryIO, breaking_off: BreakingOff) -> FileLook:
    """Read a plain file once and go back to its beginning. A pipe can be read but once."""
    if file == "-" or not Path(file).is_file():
        return FileLook()
    digest, feeds = hashlib.sha256(), 0
    while block := stream.read(1 << 20):
        breaking_off.here()
        digest.update(block)
        feeds += block.count(b"\n")
    stream.seek(0)
    # An old Mac's list has no line feeds; one without an end of line is one line.
    return FileLook(digest.hexdigest(), feeds or None)


def rows_to_come(listed: "ListFile", look: FileLook) -> int | None:
    """What a bar counts up to: the last line of the file, or the last row of the sheet."""
    from outreach.prospects.spreadsheet import SpreadsheetList

    return listed.total if isinstance(listed, SpreadsheetList) else look.lines


def open_mapped(stream: "ByteSource", file: str, mapping: Mapping[str, str], sheet: str | None) -> "ListFile":
    """The list with its header read. Raises UnreadableList."""
    from outreach.prospects.reading import open_list

    return open_list(stream, name=name_of(file), mapping=mapping, sheet=sheet)


def read_mapping(written: tuple[str, ...]) -> dict[str, str]:
    """`--map COLUMN=FIELD`, each of them. Raises click.UsageError."""
    pairs = {}
    for each in written:
        column, equals, field = each.partition("=")
        if not equals or not column or not field:
            raise click.UsageError(f"--map {each}: write it as COLUMN=FIELD.")
        pairs[column] = field
    return pairs


def name_of(file: str) -> str:
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
    if errors_file.is_file() and not _is_errors_file(errors_file):
        raise click.UsageError(
            f"--errors {errors_file}: there is a file, and it is none of bad rows. Name another one."
        )


def _is_errors_file(path: Path) -> bool:
    """Whether an import has written it: only that may be written over, and no configuration or database."""
    from outreach.prospects.columns import REASON_COLUMN
    from outreach.prospects.json_lines import REMARK

    with path.open("rb") as stream:
        begins = stream.read(100).removeprefix(codecs.BOM_UTF8)
    return not begins or begins.startswith((REASON_COLUMN.encode(), f"{REMARK} line ".encode()))


@contextlib.contextmanager
def progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar of the lines whose rows are in the database; none where nobody is looking."""
    if not is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns: tuple[Any, ...] = (
        TextColumn("importing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("lines"),
    )
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda line: bar.update(task, completed=line)
