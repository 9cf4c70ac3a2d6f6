"""Tables, and charts as tables: titles and cells as HTML."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from outreach.reporting.html import bars, lines
from outreach.reporting.html.texts import sentence, text
from outreach.reporting.page import Bar, BarChart, Column, LineChart, Table, Unit, Value, Word
from outreach.reporting.rates import Rate


@dataclass(frozen=True, slots=True)
class Cell:
    """`part`: how long its bar is, in per cent of the longest; None: it has none."""

    text: Markup
    #: Names and days stand left, numbers right.
    is_left: bool = False
    part: float | None = None

    @property
    def characters(self) -> int:
        """How much of a name stands in one line, however narrow the screen is: the box around the table scrolls."""
        return min(len(self.text.striptags()), 16)


@dataclass(frozen=True, slots=True)
class Grid:
    titles: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


def grid_of(block: Table | BarChart | LineChart, language: str) -> Grid:
    """A table as it is; of a chart, every number that it shows."""
    match block:
        case Table():
            return _of_table(block, language)
        case BarChart():
            return _of_bars(block, language)
    return _of_lines(block, language)


def _of_table(table: Table, language: str) -> Grid:
    longest = _longest(table)
    titles = tuple(
        Cell(sentence(Word(f"column.{column.key}"), language), _is_left(column)) for column in table.columns
    )
    rows = tuple(
        tuple(
            _cell(value, column, longest if column.key == table.bar else None, language)
            for column, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    )
    return Grid(titles, rows)


def _of_bars(chart: BarChart, language: str) -> Grid:
    has_interval = any(bar.low is not None for bar in chart.bars)
    has_goal = any(bar.goal is not None for bar in chart.bars)
    keys = ["page.value", *(["page.interval"] if has_interval else []), *(["page.goal"] if has_goal else [])]
    rows = []
    for bar in chart.bars:
        row = [Cell(_name_of_bar(bar, language), is_left=True), Cell(text(bar.value, chart.unit, language))]
        if has_interval:
            row.append(Cell(escape(bars.interval_of(bar, chart, language))))
        if has_goal:
            row.append(Cell(text(bar.goal, chart.unit, language)))
        rows.append(tuple(row))
    titles = (_title("page.what", language, is_left=True), *(_title(key, language) for key in keys))
    return Grid(titles, tuple(rows))


def _name_of_bar(bar: Bar, language: str) -> Markup:
    name = text(bar.label, Unit.NAME, language)
    weak = sentence(Word("page.weak"), language)
    return Markup('{} <strong class="weak">▼ {}</strong>').format(name, weak) if bar.is_weak else name


def _of_lines(chart: LineChart, language: str) -> Grid:
    titles = [_title("page.when", language, is_left=True)]
    titles += [Cell(text(label, Unit.NAME, language)) for label, _ in chart.lines]
    rows = tuple(
        (
            Cell(text(lines.name_of(moment, language), Unit.NAME, language), is_left=True),
            *(Cell(text(values[place], chart.unit, language)) for _, values in chart.lines),
        )
        for place, moment in enumerate(chart.at)
    )
    return Grid(tuple(titles), rows)


def _title(key: str, language: str, *, is_left: bool = False) -> Cell:
    return Cell(sentence(Word(key), language), is_left)


def _is_left(column: Column) -> bool:
    return column.unit in (Unit.NAME, Unit.DAY)


def _cell(value: Value, column: Column, longest: float | None, language: str) -> Cell:
    size = None if longest is None else _size(value)
    part = None if size is None or not longest else round(100 * max(size, 0) / longest, 1)
    return Cell(text(value, column.unit, language), _is_left(column), part)


def _longest(table: Table) -> float:
    """Of the values in the column that has bars."""
    place = next((at for at, column in enumerate(table.columns) if column.key == table.bar), None)
    if place is None:
        return 0
    return max((size for row in table.rows if (size := _size(row[place])) is not None), default=0)


def _size(value: Value) -> float | None:
    """What a bar can be as long as. Sums of several currencies cannot be compared."""
    if isinstance(value, Rate):
        return value.value
    if isinstance(value, Mapping):
        return float(next(iter(value.values()))) if len(value) == 1 else None
    return float(value) if isinstance(value, int | float) else None
