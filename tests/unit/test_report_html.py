"""Reports as one HTML file: complete in itself, safe whatever strangers wrote, readable without colour or picture."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from outreach.core.errors import MissingExtra
from outreach.core.untrusted import one_line
from outreach.reporting.html import document
from outreach.reporting.html.ink import LINES, Ink
from outreach.reporting.page import BarChart, LineChart, Page, Say, Unit, Word
from outreach.reporting.shown import shown
from outreach.reporting.words import all_words
from tests.support.report_pages import HOSTILE, MADE_AT, hostile_page, sample_pages, sample_words

#: Elements that end themselves (HTML, 13.1.2), and those of SVG that are written so.
_VOID = frozenset({"meta", "br", "img", "link", "input", "hr", "base", "col", "source", "embed"})
_ALLOWED = frozenset(
    """a bdi body caption clippath dd defs desc details div dl dt figcaption figure footer g h1 h2 h3 head header html
    li main meta code nav p path pattern rect section small span strong style summary svg table tbody td text th thead
    title tr ul use""".split()
)


@dataclass
class Seen(HTMLParser):
    """Every element with its attributes, and the text in each."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> in {self._open}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self._open), data))

    def all_of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def said(self) -> str:
        return " ".join(text for open_, text in self.texts if "style" not in open_)


@pytest.fixture(autouse=True, scope="module")
def _words() -> Iterator[None]:
    with sample_words():
        yield


def html_of(*pages: Page, language: str = "en", made_at: datetime = MADE_AT) -> str:
    return document(pages, language=language, title="Northwind, spring", made_at=made_at)


def seen_of(*pages: Page, language: str = "en", made_at: datetime = MADE_AT) -> Seen:
    seen = Seen()
    seen.feed(html_of(*pages, language=language, made_at=made_at))
    seen.close()
    return seen


@pytest.fixture(params=["en", "ru"], scope="module")
def language(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def sample(language: str) -> Seen:
    return seen_of(*sample_pages(), language=language)


@pytest.fixture(scope="module")
def hostile() -> Seen:
    return seen_of(hostile_page())


def test_elements_are_closed_in_the_order_in_which_they_were_opened(sample: Seen, hostile: Seen) -> None:
    assert sample.faults == []
    assert hostile.faults == []


def test_names_of_strangers_add_no_element_and_no_attribute(hostile: Seen) -> None:
    tags = {tag for tag, _ in hostile.elements}
    handlers = {key for _, attributes in hostile.elements for key in attributes if key.startswith("on")}

    assert tags <= _ALLOWED
    assert handlers == set()


def test_names_of_strangers_stand_there_as_text_and_apart_from_the_text_around(hostile: Seen) -> None:
    isolated = [text for open_, text in hostile.texts if "bdi" in open_]
    drawn = [text for open_, text in hostile.texts if open_[-1:] == ("text",)]

    for name in HOSTILE:
        # The table twice, both charts as tables, the sentence.
        assert isolated.count(one_line(name)) >= 5
        assert any(text.rstrip("…") and one_line(name).startswith(text.rstrip("…")) for text in drawn)


def test_names_of_strangers_stand_nowhere_without_being_set_apart(hostile: Seen) -> None:
    beside = ("bdi", "svg")

    bare = [
        text
        for open_, text in hostile.texts
        if "alert(1)" in text and not any(each in open_ for each in beside)
    ]

    assert bare == []


def test_nothing_that_turns_text_around_or_a_terminal_would_obey_is_left(hostile: Seen) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x07]", html_of(hostile_page()))


def test_a_title_is_somebodys_text_too() -> None:
    written = document([], language="en", title="</title><script>alert(1)</script>\u202e", made_at=MADE_AT)

    assert "<script" not in written
    assert written.count("&lt;script&gt;") == 2


def test_the_file_asks_for_nothing_outside_itself(sample: Seen, hostile: Seen) -> None:
    for seen in (sample, hostile):
        attributes = [(key, value) for _, each in seen.elements for key, value in each.items()]
        links = [
            value for key, value in attributes if key in ("href", "src", "srcset", "action", "xlink:href")
        ]
        placed = [where for _, value in attributes for where in re.findall(r"url\(([^)]*)\)", value)]
        style = "".join(text for open_, text in seen.texts if "style" in open_)

        assert links
        assert all(link.startswith("#") for link in links)
        assert all(where.startswith("#") for where in placed)
        assert not re.search(r"url\(|@import|https?:", style)


def test_a_policy_in_the_file_forbids_what_it_does_not_need(sample: Seen) -> None:
    policy = next(each["content"] for each in sample.all_of("meta") if "http-equiv" in each)

    assert policy == "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def test_every_address_of_another_host_is_a_strangers_text() -> None:
    assert re.findall(r"https?://[^\s<]*", html_of(*sample_pages())) == []


def test_names_within_the_file_are_there_once_and_every_link_finds_one(sample: Seen) -> None:
    ids = Counter(each["id"] for _, each in sample.elements if "id" in each)
    wanted = [each["href"][1:] for _, each in sample.elements if "href" in each]
    wanted += [name for _, each in sample.elements for name in each.get("aria-labelledby", "").split()]
    wanted += [
        name
        for _, each in sample.elements
        for value in each.values()
        for name in re.findall(r"url\(#(.*?)\)", value)
    ]

    assert [name for name, times in ids.items() if times > 1] == []
    assert [name for name in wanted if name not in ids] == []


def test_the_same_report_twice_in_a_file_is_found_apart() -> None:
    page = sample_pages()[0]

    sections = [each["id"] for each in seen_of(page, page).all_of("section")]

    assert sections == ["funnel", "funnel-2"]


def test_the_same_report_is_the_same_file() -> None:
    assert html_of(*sample_pages()) == html_of(*sample_pages())


def test_the_file_says_its_language_and_writes_numbers_in_it() -> None:
    english, russian = (seen_of(*sample_pages(), language=language) for language in ("en", "ru"))

    assert (english.all_of("html"), russian.all_of("html")) == ([{"lang": "en"}], [{"lang": "ru"}])
    assert "3,871 people" in english.said().replace("\u00a0", " ")
    assert "3\u202f871 человека" in russian.said().replace("\u00a0", " ")
    assert "10.6\u00a0%" in english.said()
    assert "10,6\u00a0%" in russian.said()


def test_nothing_english_is_left_in_russian_but_names() -> None:
    russian = seen_of(*sample_pages(), language="ru")

    ours = [text for open_, text in russian.texts if not {"bdi", "head", "svg"} & set(open_)]

    assert [text for text in ours if re.search("[a-z]{3,}", text)] == []


def test_every_chart_has_a_name_and_says_in_words_what_it_shows(sample: Seen) -> None:
    drawings = sample.all_of("svg")

    titles = [text for open_, text in sample.texts if open_[-2:] == ("svg", "title")]
    descriptions = [text for open_, text in sample.texts if open_[-2:] == ("svg", "desc")]

    assert len(drawings) == len(titles) == len(descriptions) == 5
    assert all(each["role"] == "img" for each in drawings)
    assert all(re.search(r"\d", description) for description in descriptions)


@pytest.mark.parametrize("place", range(5))
def test_a_table_says_every_number_of_a_chart(place: int) -> None:
    charts = [
        block for page in sample_pages() for block in page.blocks if isinstance(block, BarChart | LineChart)
    ]
    chart = [each for each in charts if not (isinstance(each, BarChart) and not each.bars)][place]
    bars = [(bar.value, bar.goal) for bar in chart.bars] if isinstance(chart, BarChart) else []
    lines = [line for _, line in chart.lines] if isinstance(chart, LineChart) else []
    values = [value for group in (*bars, *lines) for value in group if value is not None]

    seen = seen_of(replace(sample_pages()[0], blocks=(chart,)))

    cells = Counter(text for open_, text in seen.texts if "td" in open_)
    assert values
    assert Counter(shown(value, chart.unit, "en") for value in values) <= cells


def test_the_weak_link_is_marked_and_named_not_only_coloured(sample: Seen, language: str) -> None:
    words = {"en": "weak link", "ru": "слабое звено"}[language]

    drawn = [text for open_, text in sample.texts if open_[-1:] == ("text",) and words in text]
    listed = [
        text for open_, text in sample.texts if "td" not in open_ and "strong" in open_ and words in text
    ]

    assert len(drawn) == 1
    assert drawn[0].startswith("▼ ")
    assert listed == [f"▼ {words}"]


def test_tables_have_captions_and_titles_of_columns_and_rows(sample: Seen) -> None:
    scopes = Counter(each["scope"] for each in sample.all_of("th"))
    rows = len(sample.all_of("tr")) - len(sample.all_of("thead"))

    assert len(sample.all_of("caption")) == len(sample.all_of("table")) > 5
    assert scopes["row"] == rows
    assert scopes["col"] + scopes["row"] == len(sample.all_of("th"))


def test_headings_go_down_without_a_gap(sample: Seen) -> None:
    levels = [int(tag[1]) for tag, _ in sample.elements if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_what_is_empty_says_so(sample: Seen, language: str) -> None:
    words = {
        "en": ("Nobody has been paid for yet.", "There is nothing to draw yet."),
        "ru": ("Оплат пока нет.", "Рисовать пока нечего."),
    }[language]

    assert all(each in sample.said() for each in words)


def test_a_report_of_an_earlier_day_says_as_of_when_it_knew() -> None:
    page = sample_pages()[0]
    known = page.period.as_of - timedelta(days=30)
    earlier = replace(page, period=replace(page.period, as_of=known, until=known))

    now, then = (seen_of(each).said().replace("\u00a0", " ") for each in (page, earlier))

    assert "as it was known" not in now
    assert "as it was known at the end of 2 May 2026" in then


def test_moments_are_those_of_the_office() -> None:
    made_at = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)

    assert "2 Jun 2026 00:30" in seen_of(*sample_pages(), made_at=made_at).said().replace("\u00a0", " ")


def test_charts_need_an_extra_and_the_error_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(MissingExtra, match=r"pip install 'outreach\[charts\]'"):
        html_of(*sample_pages())


def test_a_report_without_charts_does_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    page = replace(sample_pages()[0], blocks=(Say(Word("nothing")),))

    assert "Nothing yet." in seen_of(page).said()


def colours(is_dark: bool) -> dict[str, str]:
    """The custom properties of the style sheet in light or dark, each down to its hexadecimal value."""
    style = files("outreach.reporting.html").joinpath("look.css").read_text("utf-8")
    light, dark = re.split(r"prefers-color-scheme: dark", style, maxsplit=1)
    found = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", light))
    if is_dark:
        found |= dict(re.findall(r"(--[\w-]+):\s*([^;]+);", dark.split("* { box-sizing")[0]))
    while any(value.startswith("var(") for value in found.values()):
        found = {key: found.get(value[4:-1], value) for key, value in found.items()}
    return found


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *(
            (text, ground)
            for text in ("--text", "--muted", "--accent")
            for ground in ("--ground", "--card", "--stripe")
        ),
        ("--text", "--bad-ground"),
        ("--text", "--good-ground"),
        ("--text", "--cell-bar"),
        ("--bad", "--card"),
        ("--bad", "--bad-ground"),
        ("--good", "--good-ground"),
        ("--ink-text", "--card"),
        ("--ink-muted", "--card"),
        ("--ink-weak-text", "--card"),
    ],
)
def test_text_can_be_read_on_its_ground(text: str, ground: str, is_dark: bool) -> None:
    found = colours(is_dark)

    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("ink", [*LINES, Ink.BAR, Ink.WEAK], ids=lambda ink: ink.name.lower())
def test_what_is_drawn_stands_out_from_the_ground(ink: Ink, is_dark: bool) -> None:
    found = colours(is_dark)

    assert contrast(found[ink.variable], found["--card"]) >= 3
    if ink in (Ink.BAR, Ink.WEAK):
        assert contrast(found[ink.variable], found["--ink-track"]) >= 3


def test_no_colour_of_a_chart_is_its_own() -> None:
    drawings = re.findall(r"<svg.*?</svg>", html_of(*sample_pages()), re.DOTALL)

    own = {
        colour
        for drawing in drawings
        for colour in re.findall(r"#[0-9a-f]{6}\b", re.sub(r"url\(.*?\)|href=\S+", "", drawing))
    }

    assert own == set()
    assert all("var(--ink-" in drawing for drawing in drawings)


def in_one_unit(text: str) -> float:
    number, _, unit = text.replace(",", "").partition("\u00a0")
    return float(number) * {"min": 1, "h": 60, "d": 24 * 60}.get(unit, 1)


@pytest.mark.parametrize(
    ("unit", "highest"),
    [
        (Unit.NUMBER, 0.38),
        (Unit.NUMBER, 0.9),
        (Unit.NUMBER, 31.0),
        (Unit.COUNT, 1),
        (Unit.COUNT, 7),
        (Unit.COUNT, 41234),
        (Unit.MONEY, 2.5),
        (Unit.SHARE, 0.004),
        (Unit.SHARE, 0.07),
        (Unit.SHARE, 1.0),
        (Unit.DURATION, 50 * 60.0),
        (Unit.DURATION, 30 * 3600.0),
        (Unit.DURATION, 9 * 86400.0),
    ],
)
def test_the_numbers_beside_the_lines_of_a_grid_are_as_far_apart_as_the_lines(
    unit: Unit, highest: float
) -> None:
    chart = LineChart(Word("sample.answers"), unit, ("a", "b"), ((Word("total"), (0.0, highest)),))

    seen = seen_of(replace(sample_pages()[0], blocks=(chart,)))

    drawn = [text for open_, text in seen.texts if open_[-1:] == ("text",)]
    numbers = [in_one_unit(text) for text in drawn if text[0].isdigit()]
    steps = [after - before for before, after in pairwise(numbers)]
    assert len(numbers) >= 2
    assert steps == pytest.approx([steps[0]] * len(steps))


def test_what_stands_between_backticks_is_code_and_a_name_with_some_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sentence = "For {name}: `outreach review`, then ` alone."
    monkeypatch.setitem(all_words(), "sample.code", (sentence, sentence))
    monkeypatch.setitem(all_words(), "sample.once", ("Say `outreach review`.", "Say `outreach review`."))
    page = sample_pages()[0]
    said = (Say(Word("sample.code", {"name": "`x`"})), Say(Word("sample.once")))

    seen = seen_of(replace(page, blocks=said))

    assert [text for open_, text in seen.texts if "code" in open_] == ["outreach review"]
    assert "`outreach review`, then ` alone." in seen.said()
    assert [text for open_, text in seen.texts if "bdi" in open_ and "p" in open_] == ["`x`"]
