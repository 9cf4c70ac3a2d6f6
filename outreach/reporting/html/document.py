"""Reports in one HTML file: the frame, and how blocks stand side by side on a wide screen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from importlib.resources import files
from itertools import count, groupby

import jinja2
from markupsafe import Markup

from outreach.core.untrusted import one_line
from outreach.reporting.html import texts
from outreach.reporting.html.bars import draw_bars
from outreach.reporting.html.grids import grid_of
from outreach.reporting.html.lines import draw_lines
from outreach.reporting.page import (
    BarChart,
    Block,
    Figure,
    Figures,
    Heading,
    LineChart,
    Page,
    Say,
    Table,
    Unit,
    Word,
)
from outreach.reporting.shown import shown

Chart = BarChart | LineChart


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks that stand beside each other where there is room. `kind`: their class in the style sheet."""

    kind: str
    blocks: tuple[Block, ...]
    #: Of a heading: by what links find it.
    name: str = ""

    @property
    def is_lone_chart(self) -> bool:
        """Then its table stands beside it; else it opens on demand."""
        return len(self.blocks) == 1 and isinstance(self.blocks[0], BarChart | LineChart)


@dataclass(frozen=True, slots=True)
class Section:
    """One page. `name`: by what links find it."""

    name: str
    page: Page
    period: Word
    rows: tuple[Row, ...]


def document(pages: Sequence[Page], *, language: str, title: str, made_at: datetime) -> str:
    """One HTML file with all `pages`, in `language` (en, ru). Raises MissingExtra where a page has charts.

    Charts are drawn with settings that the whole process shares: one document at a time.
    """
    moment = made_at.astimezone(pages[0].period.zone) if pages else made_at
    numbers = count(1)
    return _frame(language).render(
        language=language,
        title=one_line(title),
        made_at=moment,
        sections=tuple(_sections(pages, made_at)),
        has_contents=len(pages) > 1,
        style=_style(),
        next_name=lambda: f"chart-{next(numbers)}",
    )


@cache
def _style() -> Markup:
    return Markup(files(__package__).joinpath("look.css").read_text("utf-8"))  # noqa: S704 - our own file


@cache
def _frame(language: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("outreach.reporting.html", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "Word": Word,
        "say": lambda key, **about: texts.sentence(Word(key, about), language),
        "sentence": partial(texts.sentence, language=language),
        "value": partial(texts.text, language=language),
        "grid": partial(grid_of, language=language),
        "size": partial(_size, language=language),
        "draw": partial(_draw, language=language),
    }
    kinds = (Table, BarChart, LineChart, Say, Figures, Heading)
    environment.tests |= {kind.__name__.lower(): _is_a(kind) for kind in kinds}
    return environment.get_template("page.html.j2")


def _is_a(kind: type) -> Callable[[object], bool]:
    return lambda block: isinstance(block, kind)


def _draw(chart: Chart, name: str, language: str) -> Markup:
    if isinstance(chart, BarChart):
        return draw_bars(chart, name=name, language=language)
    return draw_lines(chart, name=name, language=language)


def _size(figure: Figure, language: str) -> str:
    """The class of a number that needs more room than others."""
    unit = Unit.SHARE if figure.unit is Unit.RATE else figure.unit
    length = len(shown(figure.value, unit, language))
    return "" if length <= 8 else " long" if length <= 12 else " longer"


def _sections(pages: Sequence[Page], made_at: datetime) -> Iterator[Section]:
    """A page that stands there twice gets a number."""
    for place, page in enumerate(pages):
        before = sum(page.name == other.name for other in pages[:place])
        name = f"{page.name}-{before + 1}" if before else page.name
        yield Section(name, page, _period(page, made_at), tuple(_rows(page.blocks, name)))


def _period(page: Page, made_at: datetime) -> Word:
    """What it speaks of, and as of when, where that is not now."""
    period = page.period
    until = period.last_day
    if period.since is None:
        spoken = Word("period.all", {"until": until})
    else:
        spoken = Word("period.between", {"since": period.first_day, "until": until})
    known = (period.as_of - timedelta(microseconds=1)).astimezone(period.zone).date()
    if known >= made_at.astimezone(period.zone).date():
        return spoken
    return Word("page.two", {"first": spoken, "second": Word("period.as_of", {"day": known})})


def _rows(blocks: Iterable[Block], section: str) -> Iterator[Row]:
    headings = count(1)
    for kind, run in groupby(blocks, _goes_with):
        if kind in ("heading", "figures"):
            for block in run:
                yield Row(kind, (block,), f"{section}-{next(headings)}" if kind == "heading" else "")
        else:
            yield Row(kind, tuple(run))


def _goes_with(block: Block) -> str:
    match block:
        case Heading():
            return "heading"
        case Figures():
            return "figures"
        case Say():
            return "sayings"
    return "beside"
