"""A report on a terminal, in 80 columns and without a colour that means anything; in a pipe, lines with tabs."""

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from outreach.cli.cell_widths import cell_width, cut, folded, to_width
from outreach.cli.comma_separated import emit_csv
from outreach.cli.output import is_terminal, speaks_unicode, table
from outreach.core.untrusted import one_line
from outreach.reporting.page import (
    Bar,
    BarChart,
    Figures,
    Heading,
    LineChart,
    Page,
    Say,
    Table,
    Tone,
    Unit,
    Word,
)
from outreach.reporting.rates import Rate
from outreach.reporting.shown import PLAIN_SPACES, in_words, shown

_WIDEST = 100
#: A bar beside a table, and one of a chart.
_BESIDE, _OF_CHART = 12, 28
_NUMBERS = frozenset(Unit) - {Unit.NAME, Unit.DAY}
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SPARKS = "▁▂▃▄▅▆▇█"
_PER_CENT = " %"
#: What stands before a sentence, so that it needs no colour.
_MARKS = {Tone.PLAIN: "", Tone.BAD: "! ", Tone.GOOD: "+ ", Tone.ARITHMETIC: "  "}


def show(page: Page, language: str) -> None:
    """The whole report."""
    _title(page, language)
    before: Any = None
    for block in page.blocks:
        # A sum and the lines that it is made of are read as one.
        if not (isinstance(block, Say) and isinstance(before, Say) and block.tone is Tone.ARITHMETIC):
            click.echo()
        _SHOWS[type(block)](block, language)
        before = block


def emit_sheet(page: Page) -> None:
    """The main table as CSV: its columns by their keys, numbers as numbers, so that a spreadsheet reckons with them."""
    keys, rows = _sheet(page.sheet)
    emit_csv(keys, rows)


def _title(page: Page, language: str) -> None:
    period = page.period
    about = {"since": period.first_day, "until": period.last_day}
    span = Word("period.between", about) if period.since is not None else Word("period.all", about)
    title = f"{in_words(Word(f'report.{page.name}'), language)}: {in_words(span, language)}"
    if is_terminal(sys.stdout):
        click.secho(title, bold=True)
    else:
        click.echo(title)


# --- blocks ---------------------------------------------------------------------------------------------------------


def _heading(block: Heading, language: str) -> None:
    click.secho(in_words(block.words, language), bold=is_terminal(sys.stdout) or None)


def _say(block: Say, language: str) -> None:
    _echo_folded(in_words(block.words, language), _MARKS[block.tone])


def _figures(block: Figures, language: str) -> None:
    labels = [in_words(each.label, language) for each in block.items]
    values = [_cell(each.value, each.unit, language) for each in block.items]
    wide, far = max(map(cell_width, labels), default=0), max(map(cell_width, values), default=0)
    for each, label, value in zip(block.items, labels, values, strict=True):
        head = f"{to_width(label, wide)}  {value:>{far}}  "
        beside = "" if each.beside is None else in_words(each.beside, language)
        _echo_folded(beside, head)


def _table(block: Table, language: str) -> None:
    _heading(Heading(block.title), language)
    names = [in_words(Word(f"column.{each.key}"), language) for each in block.columns]
    rows = [
        [
            _cell(value, column.unit, language).translate(PLAIN_SPACES)
            for value, column in zip(row, block.columns, strict=True)
        ]
        for row in block.rows
    ]
    right = [name for name, column in zip(names, block.columns, strict=True) if column.unit in _NUMBERS]
    if block.bar is not None and is_terminal(sys.stdout):
        names.append(" ")
        for row, drawn in zip(rows, _bars_beside(block), strict=True):
            row.append(drawn)
    spare = [name for name, column in zip(names, block.columns, strict=False) if column.is_spare]
    table(
        names,
        rows,
        empty=in_words(block.empty, language),
        # The bar says again what stands beside it.
        spare=[*([" "] if block.bar is not None else []), *spare],
        right=right,
        left_out=in_words(Word("page.left_out"), language),
    )
    if block.note is not None:
        _say(Say(block.note), language)


def _bar_chart(block: BarChart, language: str) -> None:
    """Bars with their values behind them; the goal is a mark across."""
    if not block.bars:
        return
    _heading(Heading(block.title), language)
    most = max((max(_known(each.value, each.goal)) for each in block.bars), default=0.0)
    labels = [_label(each.label, language) for each in block.bars]
    words = [_bar_words(each, block.unit, language) for each in block.bars]
    wide = min(max(map(cell_width, labels)), 28)
    room = max(8, min(_OF_CHART, _width() - wide - max(map(len, words)) - 4))
    for each, label, said in zip(block.bars, labels, words, strict=True):
        drawn = _with_goal(_bar(each.value or 0.0, most, room), each.goal, most, room)
        _echo_folded(f"{drawn:<{room}}  {said}", f"{to_width(cut(label, wide), wide)}  ")


def _line_chart(block: LineChart, language: str) -> None:
    """One line of small columns each, the highest as high as the line is."""
    if not block.at or not speaks_unicode(sys.stdout):
        return
    _heading(Heading(block.title), language)
    click.echo(f"{block.at[0]} … {block.at[-1]}")
    labels = [_label(name, language) for name, _ in block.lines]
    wide = min(max(map(cell_width, labels), default=0), 28)
    room = max(10, _width() - wide - 14)
    for label, (_, values) in zip(labels, block.lines, strict=True):
        kept = values[-room:]
        most = max((value for value in kept if value is not None), default=0.0)
        drawn = "".join(_spark(value, most) for value in kept)
        _echo(f"{to_width(cut(label, wide), wide)}  {drawn}  {_cell(most, block.unit, language)}")


_SHOWS: Mapping[type, Callable[[Any, str], None]] = {
    Heading: _heading,
    Say: _say,
    Figures: _figures,
    Table: _table,
    BarChart: _bar_chart,
    LineChart: _line_chart,
}


# --- drawing --------------------------------------------------------------------------------------------------------


def _bars_beside(block: Table) -> list[str]:
    at = next(index for index, column in enumerate(block.columns) if column.key == block.bar)
    values = [_number(row[at]) for row in block.rows]
    most = max(values, default=0.0)
    return [_bar(value, most, _BESIDE) for value in values]


def _bar(value: float, most: float, width: int) -> str:
    if most <= 0 or value <= 0:
        return ""
    if not speaks_unicode(sys.stdout):
        return "#" * max(1, round(width * value / most))
    whole, rest = divmod(max(1, round(8 * width * value / most)), 8)
    return ("█" * whole + _EIGHTHS[rest]).rstrip()


def _with_goal(drawn: str, goal: float | None, most: float, width: int) -> str:
    if goal is None or most <= 0:
        return drawn
    at = min(width - 1, round(width * goal / most))
    padded = drawn.ljust(width)
    return padded[:at] + "|" + padded[at + 1 :]


def _spark(value: float | None, most: float) -> str:
    if value is None:
        return " "
    return _SPARKS[0 if most <= 0 else min(7, int(8 * max(value, 0) / most))]


def _bar_words(bar: Bar, unit: Unit, language: str) -> str:
    said = "" if bar.value is None else _cell(bar.value, unit, language)
    if bar.low is not None and bar.high is not None:
        low, high = (_cell(each, unit, language).translate(PLAIN_SPACES) for each in (bar.low, bar.high))
        said += f" ({low.removesuffix(_PER_CENT)}–{high.removesuffix(_PER_CENT)})"
    if bar.goal is not None:
        said += f" | {_cell(bar.goal, unit, language)}"
    return f"{said} !" if bar.is_weak else said


# --- values ---------------------------------------------------------------------------------------------------------


def _cell(value: Any, unit: Unit, language: str) -> str:
    return one_line(shown(value, unit, language), 400)


def _label(label: str | Word, language: str) -> str:
    return in_words(label, language) if isinstance(label, Word) else one_line(label, 60)


def _known(*values: float | None) -> list[float]:
    return [value for value in values if value is not None] or [0.0]


def _number(value: Any) -> float:
    if isinstance(value, Rate):
        return value.value or 0.0
    if isinstance(value, Mapping):
        return float(sum(value.values())) if len(value) == 1 else 0.0
    return float(value) if isinstance(value, int | float) else 0.0


def _echo_folded(text: str, head: str) -> None:
    """Behind the head; on a terminal what does not fit stands below, as far to the right, but never in a gutter."""
    if not is_terminal(sys.stdout):
        _echo(head + text)
        return
    indent = " " * min(cell_width(head), _width() // 2)
    for line in folded(text, _width(), head=head, indent=indent) or [head]:
        _echo(line)


def _echo(line: str) -> None:
    """Only now the spaces that hold a number and its sign together become plain ones."""
    click.echo(line.translate(PLAIN_SPACES).rstrip())


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


# --- spreadsheet ----------------------------------------------------------------------------------------------------


def _sheet(sheet: Table) -> tuple[Sequence[str], list[dict[str, Any]]]:
    """The columns and rows. A rate has its count, its trials and its bounds in columns of their own; money one of
    each currency."""
    rows = [
        {
            key: value
            for column, cell in zip(sheet.columns, row, strict=True)
            for key, value in _spread(column.key, column.unit, cell).items()
        }
        for row in sheet.rows
    ]
    keys: dict[str, None] = {}
    for column in sheet.columns:
        own = [key for row in rows for key in row if key == column.key or key.startswith(f"{column.key}_")]
        keys |= dict.fromkeys(own or [column.key])
    return list(keys), rows


def _spread(key: str, unit: Unit, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, Rate):
        return {f"{key}_{name}": each for name, each in value.to_json().items()}
    match unit:
        case Unit.MONEY:
            return {f"{key}_{currency}": cents / 100 for currency, cents in value.items()}
        case Unit.DURATION:
            return {f"{key}_hours": round(value.total_seconds() / 3600, 2)}
        case Unit.SHARE:
            return {f"{key}_percent": round(100 * value, 2)}
    return {key: in_words(value, "en") if isinstance(value, Word) else value}
