"""A `LineChart` drawn: values over time, each line with a dash and a mark of its own beside its colour."""

import re
from collections.abc import Sequence
from datetime import date
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from outreach.core.untrusted import one_line
from outreach.reporting.html.ink import LINES, Ink
from outreach.reporting.html.svg import WIDTH, drawing, markup
from outreach.reporting.page import LineChart, Unit, Word
from outreach.reporting.shown import in_words, shown, without_year

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PLOT = 190
#: Below the plot for the labels of the moments, above it for the highest value's own height.
_BELOW, _ABOVE = 24, 8
_KEY_ROW = 20
_CHARACTER = 7.2
_SMALL = 11
_LONGEST_NAME = 36
#: With more points than this a mark stands at some of them only.
_MARKS = 14
_DASHES = ("solid", (0, (6, 2.5)), (0, (1.5, 1.8)), (0, (8, 2, 1.5, 2)), (0, (3, 1.5)), (0, (12, 3)))
_SHAPES = ("o", "s", "^", "D", "v", "P")
_WHOLE = re.compile(r"[.,]0(?!\d)")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def draw_lines(chart: LineChart, *, name: str, language: str) -> Markup:
    """The chart as an `svg` element."""
    key = _key_of(chart, language)
    top = _KEY_ROW * len(key) + (6 if key else 0) + _ABOVE
    with drawing(top + _PLOT + _BELOW) as (sheet, axes):
        ticks = _ticks(chart)
        texts = _written(ticks, chart.unit, language)
        left = max(map(len, texts)) * _CHARACTER * 0.95 + 6
        _draw_grid(axes, ticks, texts, left=left, top=top)
        _draw_moments(axes, chart, left=left, top=top, language=language)
        for which, (_, values) in enumerate(chart.lines):
            across = [_across(place, len(chart.at), left) for place in range(len(values))]
            down = [nan if value is None else _down(value, ticks[-1], top) for value in values]
            axes.plot(across, down, **_style(which), markevery=max(1, len(values) // _MARKS), clip_on=False)
        _draw_key(axes, key)
        title, said = in_words(chart.title, language), _in_a_sentence(chart, language)
        return markup(sheet, name=name, title=title, description=said)


def name_of(label: str | Word, language: str) -> str:
    """Of a line or a moment: clean, and a day as people write it."""
    if isinstance(label, Word):
        return in_words(label, language)
    if _ISO_DAY.fullmatch(label):
        return shown(date.fromisoformat(label), Unit.DAY, language)
    return one_line(label)


def _style(which: int) -> dict[str, Any]:
    return {
        "color": LINES[which % len(LINES)],
        "linestyle": _DASHES[which % len(_DASHES)],
        "linewidth": 2.2,
        "marker": _SHAPES[which % len(_SHAPES)],
        "markersize": 5.5,
        "markeredgewidth": 0,
        "solid_capstyle": "round",
    }


def _ticks(chart: LineChart) -> Sequence[float]:
    """From nought to above the highest value, at round numbers."""
    from matplotlib.ticker import MaxNLocator

    values = [value for _, line in chart.lines for value in line if value is not None and isfinite(value)]
    highest = max(values, default=0) or 1
    size, steps = _step_of(chart.unit, highest)
    locator = MaxNLocator(nbins=4, steps=steps, integer=chart.unit in (Unit.COUNT, Unit.MONEY))
    ticks = [float(tick) * size for tick in locator.tick_values(0, highest / size) if tick >= 0]
    return ticks if ticks[-1] >= highest else [*ticks, 2 * ticks[-1] - ticks[-2]]


def _step_of(unit: Unit, highest: float) -> tuple[float, tuple[float, ...]]:
    """In what ticks are counted, and by which steps: each must be a number that `shown` writes without rounding."""
    if unit is Unit.DURATION:
        size = next((each for each in (86400, 3600) if highest >= 2 * each), 60)
        return size, (1, 2, 5, 10)
    if unit is Unit.SHARE:
        return 0.01, (1, 2, 2.5, 5, 10)
    return 1, (1, 2, 5, 10) if unit is Unit.NUMBER else (1, 2, 2.5, 5, 10)


def _written(ticks: Sequence[float], unit: Unit, language: str) -> list[str]:
    """5 % rather than 5.0 % where that is so of all of them."""
    texts = [shown(tick, unit, language) for tick in ticks]
    shorter = [_WHOLE.sub("", text) for text in texts]
    return shorter if all(_WHOLE.search(text) for text in texts) else texts


def _across(place: int, count: int, left: float) -> float:
    begin, end = left + 6, WIDTH - 8
    return (begin + end) / 2 if count == 1 else begin + (end - begin) * place / (count - 1)


def _down(value: float, highest: float, top: float) -> float:
    return top + _PLOT * (1 - value / highest)


def _draw_grid(
    axes: "Axes", ticks: Sequence[float], texts: Sequence[str], *, left: float, top: float
) -> None:
    for tick, text in zip(ticks, texts, strict=True):
        y = _down(tick, ticks[-1], top)
        ink, width = (Ink.MUTED, 1.2) if tick == 0 else (Ink.GRID, 1)
        axes.plot((left, WIDTH), (y, y), color=ink, linewidth=width)
        axes.text(left - 6, y + 4, text, color=Ink.MUTED, size=_SMALL, horizontalalignment="right")


def _draw_moments(axes: "Axes", chart: LineChart, *, left: float, top: float, language: str) -> None:
    for place, text, alignment in _moments(chart, left, language):
        axes.text(place, top + _PLOT + 18, text, color=Ink.MUTED, size=_SMALL, horizontalalignment=alignment)


def _moments(chart: LineChart, left: float, language: str) -> list[tuple[float, str, str]]:
    """As many labels as stand side by side: every second, every third ... from the first on."""
    texts = [_short(label, language) for label in chart.at]
    widest = max((len(text) for text in texts), default=1) * _CHARACTER * 0.92 + 16
    fitting = max(1, int((WIDTH - left) / widest))
    every = -(-len(texts) // fitting)
    found = []
    for place in range(0, len(texts), every):
        x, half = _across(place, len(texts), left), len(texts[place]) * _CHARACTER * 0.46
        alignment = "left" if x - half < 0 else "right" if x + half > WIDTH else "center"
        found.append((0.0 if alignment == "left" else min(x, WIDTH), texts[place], alignment))
    return found


def _short(label: str, language: str) -> str:
    return (
        without_year(date.fromisoformat(label), language)
        if _ISO_DAY.fullmatch(label)
        else one_line(label, 12)
    )


def _key_of(chart: LineChart, language: str) -> list[list[tuple[int, str]]]:
    """Rows of lines with their names; none where the one line is what the title says."""
    if len(chart.lines) < 2:
        return []
    rows: list[list[tuple[int, str]]] = [[]]
    room = float(WIDTH)
    for which, (label, _) in enumerate(chart.lines):
        name = name_of(label, language)
        name = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        if rows[-1] and room < _width_in_key(name):
            rows.append([])
            room = WIDTH
        rows[-1].append((which, name))
        room -= _width_in_key(name)
    return rows


def _width_in_key(name: str) -> float:
    return 36 + len(name) * _CHARACTER + 14


def _draw_key(axes: "Axes", rows: list[list[tuple[int, str]]]) -> None:
    for number, row in enumerate(rows):
        x, y = 1.0, _KEY_ROW * number + 8
        for which, name in row:
            axes.plot((x, x + 15, x + 30), (y, y, y), **_style(which), markevery=(1, 3))
            axes.text(x + 36, y + 4, name, color=Ink.TEXT)
            x += _width_in_key(name)


def _in_a_sentence(chart: LineChart, language: str) -> str:
    """Each line by its first and its last value: the table has the others."""
    moments = f"{name_of(chart.at[0], language)} – {name_of(chart.at[-1], language)}" if chart.at else ""
    each = []
    for label, values in chart.lines:
        there = [value for value in values if value is not None]
        first, last = (shown(there[end], chart.unit, language) for end in (0, -1)) if there else ("–", "–")
        each.append(f"{name_of(label, language)}: {first} → {last}")
    return f"{moments}. {'; '.join(each)}"
