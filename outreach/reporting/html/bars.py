"""A `BarChart` drawn: a bar a row with its name and value, its interval as a whisker, its goal as a mark across."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from outreach.core.untrusted import one_line
from outreach.reporting.html.ink import Ink
from outreach.reporting.html.svg import WIDTH, drawing, markup
from outreach.reporting.page import Bar, BarChart, Word
from outreach.reporting.shown import in_words, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: About what a character of 12 units is wide at most in the typefaces of today's systems.
_CHARACTER = 7.2
_MANY = 7
_SHORT_NAME = 13
_SHORT_NAME_OF_MANY = 22
_LONGEST_NAME = 33


@dataclass(frozen=True, slots=True)
class _Room:
    """Where things stand in a row, in units from its upper left corner."""

    height: float
    left: float
    right: float
    top: float
    thick: float
    baseline: float
    is_beside: bool = False


def draw_bars(chart: BarChart, *, name: str, language: str) -> Markup:
    """The chart as an `svg` element."""
    room = _room_for(chart, language)
    key = _height_of_key(chart.bars)
    longest = _longest(chart.bars)
    with drawing(room.height * len(chart.bars) + key) as (sheet, axes):
        for row, bar in enumerate(chart.bars):
            _draw_bar(axes, chart, bar, room, y=row * room.height, longest=longest, language=language)
        if key:
            _draw_key(axes, chart.bars, y=room.height * len(chart.bars) + key / 2, language=language)
        return markup(
            sheet,
            name=name,
            title=in_words(chart.title, language),
            description=_in_a_sentence(chart, language),
        )


def name_of(bar: Bar, language: str) -> str:
    """Its label as one clean line."""
    return in_words(bar.label, language) if isinstance(bar.label, Word) else one_line(bar.label)


def interval_of(bar: Bar, chart: BarChart, language: str) -> str:
    """`5.2 % to 9.6 %`; empty where it has none."""
    if bar.low is None or bar.high is None:
        return ""
    low, high = (shown(value, chart.unit, language) for value in (bar.low, bar.high))
    return in_words(Word("page.interval_from_to", {"low": low, "high": high}), language)


def _room_for(chart: BarChart, language: str) -> _Room:
    """Short names stand left of their bars, long ones above them. Where there are many, more names count as short."""
    names = max((len(_mark(bar) + name_of(bar, language)) for bar in chart.bars), default=0)
    values = max((len(shown(bar.value, chart.unit, language)) for bar in chart.bars), default=0)
    if names > (_SHORT_NAME_OF_MANY if len(chart.bars) > _MANY else _SHORT_NAME):
        return _Room(height=44, left=1, right=WIDTH - 1, top=21, thick=12, baseline=13)
    right = WIDTH - values * _CHARACTER - 14
    return _Room(
        height=29, left=names * _CHARACTER + 8, right=right, top=7, thick=14, baseline=18.5, is_beside=True
    )


def _mark(bar: Bar) -> str:
    return "▼ " if bar.is_weak else ""


def _cut(name: str, length: int) -> str:
    return name if len(name) <= length else f"{name[: length - 1].rstrip()}…"


def _longest(bars: Sequence[Bar]) -> float:
    marks = [mark for bar in bars for mark in (bar.value, bar.high, bar.goal) if mark is not None]
    return max(marks, default=0) or 1


def _draw_bar(
    axes: "Axes", chart: BarChart, bar: Bar, room: _Room, *, y: float, longest: float, language: str
) -> None:
    middle = y + room.top + room.thick / 2
    scale = (room.right - room.left) / longest
    _write_names(axes, chart, bar, room, y=y, language=language)
    axes.barh(middle, room.right - room.left, room.thick, left=room.left, color=Ink.TRACK, linewidth=0)
    if bar.value is not None:
        weak: dict[str, Any] = {"hatch": "////", "edgecolor": Ink.GROUND} if bar.is_weak else {}
        colour = Ink.WEAK if bar.is_weak else Ink.BAR
        length = max(bar.value, 0) * scale
        axes.barh(middle, length, room.thick, left=room.left, color=colour, linewidth=0, **weak)
    if bar.low is not None and bar.high is not None:
        _draw_whisker(axes, room.left + bar.low * scale, room.left + bar.high * scale, middle, room.thick)
    if bar.goal is not None:
        _draw_goal(axes, room.left + bar.goal * scale, middle, room.thick)


def _write_names(axes: "Axes", chart: BarChart, bar: Bar, room: _Room, *, y: float, language: str) -> None:
    baseline = y + room.baseline
    weak = in_words(Word("page.weak"), language)
    name = _mark(bar) + name_of(bar, language)
    if bar.is_weak and room.is_beside:
        axes.text(0, baseline + 8, weak, color=Ink.WEAK_TEXT, size=10)
        baseline -= 5
    elif bar.is_weak:
        name = f"{_cut(name, _LONGEST_NAME - len(weak) - 3)} – {weak}"
    colour, weight = (Ink.WEAK_TEXT, "bold") if bar.is_weak else (Ink.TEXT, "normal")
    axes.text(0, baseline, _cut(name, _LONGEST_NAME), color=colour, weight=weight)
    value = shown(bar.value, chart.unit, language) or "–"
    axes.text(WIDTH - 1, y + room.baseline, value, color=Ink.TEXT, weight="bold", horizontalalignment="right")


def _draw_whisker(axes: "Axes", low: float, high: float, middle: float, thick: float) -> None:
    cap = thick * 0.28
    for colour, width in ((Ink.GROUND, 4.2), (Ink.TEXT, 1.6)):
        style: dict[str, Any] = {"color": colour, "linewidth": width, "solid_capstyle": "butt"}
        axes.plot((low, high), (middle, middle), **style)
        for end in (low, high):
            axes.plot((end, end), (middle - cap, middle + cap), **style)


def _draw_goal(axes: "Axes", x: float, middle: float, thick: float) -> None:
    # Less above than below: a name stands above.
    top, bottom = middle - thick / 2 - 1, middle + thick / 2 + 3
    x = min(x, WIDTH - 2)
    for colour, width, size in ((Ink.GROUND, 5, 8), (Ink.TEXT, 2.2, 5.5)):
        axes.plot((x, x), (top, bottom), color=colour, linewidth=width)
        axes.plot((x,), (bottom,), marker="D", markersize=size, color=colour, markeredgewidth=0)


def _height_of_key(bars: Sequence[Bar]) -> float:
    return 30 if any(bar.goal is not None or bar.low is not None for bar in bars) else 0


def _draw_key(axes: "Axes", bars: Sequence[Bar], *, y: float, language: str) -> None:
    """What the marks mean: below all rows."""
    x = 1.0
    if any(bar.low is not None for bar in bars):
        _draw_whisker(axes, x, x + 22, y, 12)
        words = in_words(Word("page.interval"), language)
        axes.text(x + 30, y + 4, words, color=Ink.MUTED, size=11)
        x += 30 + len(words) * _CHARACTER + 16
    if any(bar.goal is not None for bar in bars):
        _draw_goal(axes, x + 5, y - 1, 8)
        axes.text(x + 16, y + 4, in_words(Word("page.goal"), language), color=Ink.MUTED, size=11)


def _in_a_sentence(chart: BarChart, language: str) -> str:
    goal, weak = (in_words(Word(key), language) for key in ("page.goal", "page.weak"))
    each = []
    for bar in chart.bars:
        more = [interval_of(bar, chart, language)]
        more.append(f"{goal} {shown(bar.goal, chart.unit, language)}" if bar.goal is not None else "")
        more.append(weak if bar.is_weak else "")
        beside = ", ".join(filter(None, more))
        value = shown(bar.value, chart.unit, language) or "–"
        each.append(f"{name_of(bar, language)}: {value}" + (f" ({beside})" if beside else ""))
    return "; ".join(each)
