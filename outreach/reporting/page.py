"""A report as it is shown, whatever shows it: sentences, tables and charts, without one word of a language in it.

Labels are `Word`s, which a language's table of words puts into words; every other text is a name that somebody else
wrote, and is cleaned by whoever shows it. Values keep their nature (a count, a share, money), so that a terminal, a
spreadsheet and a browser can each write them as it should.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from outreach.reporting.period import Period


@dataclass(frozen=True, slots=True)
class Word:
    """A label or sentence of ours by its name in `reporting/words`; `about` fills its places with names and values."""

    key: str
    about: Mapping[str, Any] = field(default_factory=dict)


#: What stands in a cell or a place of a sentence: None is shown as empty.
#: str (a name), Word, int, float (by its unit), datetime, date, timedelta, Rate, Money.
Value = Any


class Unit(StrEnum):
    """What the numbers of a column or a chart are."""

    NAME = "name"
    COUNT = "count"
    #: A fraction, shown in per cent: 0.071 is 7.1 %.
    SHARE = "share"
    #: A `Rate`: per cent with its interval.
    RATE = "rate"
    #: Hundredths by currency: {"EUR": 120000}.
    MONEY = "money"
    #: A timedelta.
    DURATION = "duration"
    #: A number with one decimal.
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it in CSV, and in the words as `column.KEY`. A narrow terminal may do without a spare one."""

    key: str
    unit: Unit = Unit.COUNT
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below columns. `bar`: the column of which a terminal draws a bar beside each row."""

    title: Word
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    #: What is said where there are no rows.
    empty: Word
    bar: str | None = None
    #: A sentence below it.
    note: Word | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart. `low` and `high` bound the value's interval, `goal` is a mark across it.

    `is_weak`: it is the weak link, which a browser writes beside it.
    """

    label: str | Word
    value: float | None
    low: float | None = None
    high: float | None = None
    goal: float | None = None
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars one below the other. Money is in whole units of one currency, named in the title."""

    title: Word
    unit: Unit
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Values over time, or by hour: `at` are the labels below, each line has as many values (None: a gap)."""

    title: Word
    unit: Unit
    at: tuple[str, ...]
    lines: tuple[tuple[str | Word, tuple[float | None, ...]], ...]


class Tone(StrEnum):
    PLAIN = "plain"
    #: What to look at first.
    BAD = "bad"
    GOOD = "good"
    #: How a figure came about.
    ARITHMETIC = "arithmetic"


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence."""

    words: Word
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that stands out, with what it is."""

    label: Word
    value: Value
    unit: Unit
    #: How it compares: a goal, the time before.
    beside: Word | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Some numbers side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    words: Word


Block = Table | BarChart | LineChart | Say | Figures | Heading


@dataclass(frozen=True, slots=True)
class Page:
    """One report. `document` is what `--json` prints; `sheet` is the table that `--csv` prints."""

    name: str
    period: Period
    blocks: tuple[Block, ...]
    document: Mapping[str, Any]
    sheet: Table
    by: str | None = None


def blocks(*parts: Block | Sequence[Block] | None) -> tuple[Block, ...]:
    """Blocks and sequences of blocks in one row; None is left out."""
    flat: list[Block] = []
    for part in parts:
        if part is None:
            continue
        flat.extend(part) if isinstance(part, Sequence) else flat.append(part)
    return tuple(flat)
