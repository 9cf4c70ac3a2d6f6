"""Lists of noes as other programs write them: Mailchimp's audience exports, listmonk's subscribers, CSV, plain lines.

Only rows that mean no are taken; who is still subscribed there may want to hear from us, and is passed over.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, zip_longest
from typing import Any, BinaryIO

from outreach.core.addresses import NotAnAddress
from outreach.core.untrusted import one_line
from outreach.prospects.encodings import Lines
from outreach.prospects.model import SuppressionKind, SuppressionReason
from outreach.prospects.records import RecordReader, parse_line, recognise_delimiter
from outreach.prospects.suppression import No, suppressible


class NoFormat(StrEnum):
    """How a file says who wants no mail."""

    PLAIN = "plain"
    CSV = "csv"
    #: https://mailchimp.com/help/view-export-contacts/
    MAILCHIMP = "mailchimp"
    #: https://listmonk.app/docs/querying-and-segmentation/ : CSV, or the JSON of its interface.
    LISTMONK = "listmonk"


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that does not mean no."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that names neither an address nor a domain."""

    line: int
    entry: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that means no."""

    line: int
    no: No


Row = Taken | Passed | Unreadable
_Cells = Mapping[str, str]

#: Words of other programs, and ours → why somebody gets no mail.
_REASONS: Mapping[str, SuppressionReason] = {
    "unsubscribed": SuppressionReason.OPTED_OUT,
    "unsubscribe": SuppressionReason.OPTED_OUT,
    "opted_out": SuppressionReason.OPTED_OUT,
    "opted out": SuppressionReason.OPTED_OUT,
    "opt-out": SuppressionReason.OPTED_OUT,
    "blocklisted": SuppressionReason.OPTED_OUT,
    "blacklisted": SuppressionReason.OPTED_OUT,
    "blocked": SuppressionReason.OPTED_OUT,
    "cleaned": SuppressionReason.BOUNCED,
    "bounced": SuppressionReason.BOUNCED,
    "bounce": SuppressionReason.BOUNCED,
    "hard bounce": SuppressionReason.BOUNCED,
    "hard_bounce": SuppressionReason.BOUNCED,
    "invalid": SuppressionReason.BOUNCED,
    "complained": SuppressionReason.COMPLAINED,
    "complaint": SuppressionReason.COMPLAINED,
    "abuse": SuppressionReason.COMPLAINED,
    "spam": SuppressionReason.COMPLAINED,
    "spam complaint": SuppressionReason.COMPLAINED,
    "erased": SuppressionReason.ERASED,
    "by_hand": SuppressionReason.BY_HAND,
    "": SuppressionReason.BY_HAND,
}
#: Words by which others say that somebody may be written to, or that nobody knows.
_NO_NOES = frozenset(
    "subscribed enabled active confirmed unconfirmed disabled pending transactional non-subscribed".split()
)
_ADDRESS_COLUMNS = ("email address", "email", "e-mail", "email_address", "value", "address", "domain")
_REASON_COLUMNS = ("reason", "status", "state")
_REMARK = re.compile(r"(?:^|\s)#.*")
_FORMULA = re.compile(r"'([=+\-@])")
_ADDRESS = re.compile(r"[^\s@,;]+@[^\s@,;]+")
_SAMPLE = 50


class NoFile:
    """A file whose beginning has been read. Its rows can be read once."""

    def __init__(self, stream: BinaryIO, *, form: NoFormat | None = None, note: str = "") -> None:
        """`form` is how it must be read; None: as it looks. `note` is kept with each entry that has none."""
        lines = Lines(stream)
        blocks = lines.blocks()
        first = next(blocks, [])
        self._blocks = chain([first], blocks)
        self._note = note
        self._header, self._delimiter, self._above = _header(first)
        self._is_json = _begins(first).startswith(("{", "["))
        self.form = form or self._recognised()

    def rows(self) -> Iterator[Row]:
        """Its rows in order; blank lines and remarks are none."""
        if self.form is NoFormat.PLAIN:
            yield from self._plain()
        elif self._is_json:
            yield from self._of_json()
        else:
            judge = {NoFormat.MAILCHIMP: _mailchimp, NoFormat.LISTMONK: _listmonk}.get(self.form, _csv)
            yield from self._of_table(judge)

    def _recognised(self) -> NoFormat:
        columns = set(self._header)
        if self._is_json:
            return NoFormat.LISTMONK
        if "email address" in columns and columns & {
            "unsub_time",
            "clean_time",
            "member_rating",
            "leid",
            "euid",
        }:
            return NoFormat.MAILCHIMP
        if {"email", "status"} <= columns and columns & {"attributes", "uuid"}:
            return NoFormat.LISTMONK
        return NoFormat.CSV if columns & set(_ADDRESS_COLUMNS) else NoFormat.PLAIN

    def _plain(self) -> Iterator[Row]:
        for number, line in enumerate(chain.from_iterable(self._blocks), start=1):
            entry = _REMARK.sub("", line).strip()
            if entry:
                yield self._row(number, entry, SuppressionReason.BY_HAND, "")

    def _of_table(self, judge: "_Judge") -> Iterator[Row]:
        reader = RecordReader(self._delimiter, len(self._header), _place_of_address(self._header))
        rows = _without_first(self._blocks, self._above)
        for line, text, cells, refusal in reader.records(rows, after_line=self._above):
            if not any(cell.strip() for cell in cells):
                continue
            if refusal is not None:
                yield Unreadable(line, one_line(f"{refusal}: {text}", 80))
                continue
            yield self._judged(line, _cells(self._header, cells), judge)

    def _of_json(self) -> Iterator[Row]:
        for number, found in _objects("\n".join(chain.from_iterable(self._blocks))):
            if not isinstance(found, dict):
                yield Unreadable(number, "no JSON object")
                continue
            cells = {str(name).lower(): _text(value) for name, value in found.items()}
            cells["every list"] = _every_list(found.get("lists"))
            yield self._judged(number, cells, _listmonk)

    def _judged(self, line: int, cells: _Cells, judge: "_Judge") -> Row:
        entry = next((cells[name] for name in _ADDRESS_COLUMNS if cells.get(name)), "")
        found = judge(cells)
        if isinstance(found, str):
            return Passed(line, found)
        return self._row(line, entry, *found)

    def _row(self, line: int, entry: str, reason: SuppressionReason, note: str) -> Row:
        # An apostrophe before = + - @ is how careful programs keep spreadsheets from calculating.
        text = _FORMULA.sub(r"\1", entry, count=1) if entry.startswith("'") else entry
        try:
            kind, value = suppressible(text)
        except NotAnAddress:
            return Unreadable(line, one_line(entry, 60))
        return Taken(line, No(kind, value, reason, one_line(note or self._note)))


#: Why somebody gets no mail, with a note; or why the row is passed over.
_Judge = Callable[[_Cells], tuple[SuppressionReason, str] | str]


def _mailchimp(cells: _Cells) -> tuple[SuppressionReason, str] | str:
    """An export is of one kind each, subscribed, unsubscribed or cleaned: its columns tell which."""
    if cells.get("clean_time"):
        return SuppressionReason.BOUNCED, f"Mailchimp, cleaned {cells['clean_time']}"
    if not cells.get("unsub_time"):
        return "subscribed"
    said = cells.get("unsub_reason", "")
    reason = _REASONS.get(said.lower(), SuppressionReason.OPTED_OUT)
    if reason is not SuppressionReason.COMPLAINED:
        reason = SuppressionReason.OPTED_OUT
    return reason, f"Mailchimp, unsubscribed {cells['unsub_time']} {said}".strip()


def _listmonk(cells: _Cells) -> tuple[SuppressionReason, str] | str:
    """Blocklisted, or gone from every list that they were on."""
    status = cells.get("status", "").lower()
    if status == "blocklisted":
        return SuppressionReason.OPTED_OUT, "listmonk, blocklisted"
    if cells.get("every list") == "unsubscribed":
        return SuppressionReason.OPTED_OUT, "listmonk, unsubscribed from every list"
    return status or "no status"


def _csv(cells: _Cells) -> tuple[SuppressionReason, str] | str:
    said = next((cells[name] for name in _REASON_COLUMNS if cells.get(name)), "").strip().lower()
    if said in _NO_NOES:
        return said
    if cells.get("kind") == SuppressionKind.ACCOUNT:
        return "an account of the workspace that it was exported from"
    # Whatever else is said of somebody on a list of noes, it is a list of noes.
    return _REASONS.get(said, SuppressionReason.BY_HAND), cells.get("note", "") or (
        "" if said in _REASONS else said
    )


def _header(lines: Sequence[str]) -> tuple[tuple[str, ...], str, int]:
    """The columns' names in lower case, the delimiter, and how many lines stand above the first row."""
    sample = [line for line in lines[:_SAMPLE] if line.strip()]
    if not sample:
        return (), ",", 0
    delimiter = recognise_delimiter(sample)
    at = lines.index(sample[0])
    cells = parse_line(sample[0], delimiter) or []
    if any(_ADDRESS.search(cell) for cell in cells):
        return (), delimiter, at
    return tuple(" ".join(cell.strip().lower().split()) for cell in cells), delimiter, at + 1


def _begins(lines: Sequence[str]) -> str:
    return next((line.strip() for line in lines if line.strip()), "")


def _place_of_address(header: Sequence[str]) -> int | None:
    return next((header.index(name) for name in _ADDRESS_COLUMNS if name in header), None)


def _cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A row by its columns; cells that are missing at its end are empty."""
    return {name: cell.strip() for name, cell in zip_longest(header, cells[: len(header)], fillvalue="")}


def _without_first(blocks: Iterable[list[str]], lines: int) -> Iterator[list[str]]:
    left = lines
    for block in blocks:
        yield block[left:]
        left = max(0, left - len(block))


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    """The subscribers in a JSON document, or in one document a line, counted from 1."""
    try:
        found = json.loads(text)
    except ValueError:
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield number, _loaded(line)
        return
    for name in ("data", "results", "subscribers"):
        if isinstance(found, dict) and name in found:
            found = found[name]
    yield from enumerate(found if isinstance(found, list) else [found], start=1)


def _loaded(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _every_list(lists: Any) -> str:
    """What a subscriber is to all lists alike; "" where they differ, or there are none."""
    said = {str(each.get("subscription_status")) for each in lists or () if isinstance(each, dict)}
    return said.pop() if len(said) == 1 else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


# --- on its way out --------------------------------------------------------------------------------------------------


class NoExport(StrEnum):
    """How a list of noes is written."""

    PLAIN = "plain"
    CSV = "csv"
    MAILCHIMP = "mailchimp"
    LISTMONK = "listmonk"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class KeptNo:
    """One entry as it stands in the database; `value` is None where only a hash is left."""

    value: str | None
    kind: SuppressionKind
    reason: SuppressionReason
    note: str
    actor: str
    created_at: Any


#: What the programs' own imports of addresses that get no mail want, by format.
HEADERS: Mapping[NoExport, tuple[str, ...]] = {
    NoExport.CSV: ("value", "kind", "reason", "note", "actor", "created_at"),
    NoExport.MAILCHIMP: ("Email Address", "UNSUB_TIME", "CLEAN_TIME"),
    NoExport.LISTMONK: ("email", "name", "attributes", "status"),
}


def exported(kept: KeptNo, form: NoExport) -> list[str] | None:
    """The cells of one entry; None where the format has no place for it: others know only addresses."""
    if kept.value is None:
        return None
    since = f"{kept.created_at:%Y-%m-%d %H:%M:%S}"
    if form in (NoExport.CSV, NoExport.JSON):
        return [kept.value, kept.kind.value, kept.reason.value, kept.note, kept.actor, since]
    if form is NoExport.PLAIN:
        return None if kept.kind is SuppressionKind.ACCOUNT else [kept.value]
    if kept.kind is not SuppressionKind.ADDRESS:
        return None
    if form is NoExport.LISTMONK:
        return [kept.value, "", "{}", "blocklisted"]
    is_dead = kept.reason is SuppressionReason.BOUNCED
    return [kept.value, "" if is_dead else since, since if is_dead else ""]


def write_row(writer: Any, cells: Iterable[str]) -> None:
    """A row of CSV that no spreadsheet takes for a calculation."""
    writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells])


def csv_writer(stream: Any) -> Any:
    return csv.writer(stream, lineterminator="\n")
