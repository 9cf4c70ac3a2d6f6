"""A CRM's CSV, row by row: any encoding that our lists may have, commas, semicolons or tabs, a header with names."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.handoff.crm_outcomes import CrmOutcome, columns_by_field, read_row
from outreach.prospects.encodings import Lines

_DELIMITERS = (",", ";", "\t")
#: Rows of one file; whoever has more reads it back in parts.
MOST_ROWS = 100_000
_MOST_CELL = 10_000


@dataclass(frozen=True, slots=True)
class BadOutcome:
    """A row that cannot be read, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """How a CRM says it: its columns with our fields, its stages with ours, the currency where it names none."""

    columns: Mapping[str, str]
    stages: Mapping[str, str]
    currency: str


def read_outcomes(source: BinaryIO, words: OutcomeWords, *, name: str) -> Iterator[CrmOutcome | BadOutcome]:
    """Every row, read or refused, with its line. Raises Refused where the header says too little."""
    lines = Lines(source)
    texts = (line for block in lines.blocks() for line in block)
    first = next((line for line in texts if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_MOST_CELL * 10)
    rows = csv.reader(chain([f"{first}\n"], (f"{line}\n" for line in texts)), delimiter=delimiter)
    header = [cell.strip() for cell in next(rows, [])]
    found, wrong = columns_by_field(header, words.columns)
    if wrong:
        raise Refused(f"{name}: {'; '.join(wrong)}. Give --map COLUMN=FIELD, or [hand_off.crm] outcomes.")
    places = {field: header.index(column) for field, column in found.items()}
    yield from _rows(rows, places, len(header), words)


def _rows(
    rows: Any, places: Mapping[str, int], width: int, words: OutcomeWords
) -> Iterator[CrmOutcome | BadOutcome]:
    count = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield BadOutcome(rows.line_num, f"it is no CSV: {one_line(str(error), 80)}")
            return
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        count += 1
        if count > MOST_ROWS:
            yield BadOutcome(rows.line_num, f"the file has more than {MOST_ROWS} rows: the rest is not read")
            return
        yield _one(rows.line_num, row, places, width, words)


def _one(
    line: int, row: list[str], places: Mapping[str, int], width: int, words: OutcomeWords
) -> CrmOutcome | BadOutcome:
    if len(row) != width:
        return BadOutcome(line, f"it has {len(row)} cells under {width} columns")
    values = {field: row[at][:_MOST_CELL] for field, at in places.items()}
    read = read_row(line, values, stages=words.stages, currency=words.currency)
    return BadOutcome(line, read) if isinstance(read, str) else read
