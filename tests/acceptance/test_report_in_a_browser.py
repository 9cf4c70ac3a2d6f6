"""The HTML of reports in a real browser: on a desk, on a phone, in the dark, on paper, without a network."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from outreach.reporting.html import document
from tests.support.browser import Browser, new_browser  # noqa: F401 - a fixture
from tests.support.report_pages import MADE_AT, hostile_page, sample_pages, sample_words

WIDTHS = (1280, 768, 375, 320)

#: Texts of drawings that reach out of them, by more than a hair.
OUTSIDE = """[...document.querySelectorAll('svg.drawing')].flatMap(drawing => {
    const box = drawing.getBoundingClientRect();
    return [...drawing.querySelectorAll('text')].filter(text => {
        const own = text.getBoundingClientRect();
        return own.left < box.left - 1 || own.right > box.right + 1
            || own.top < box.top - 1 || own.bottom > box.bottom + 1;
    }).map(text => text.textContent);
})"""

#: Pairs of texts in one drawing that lie on each other.
OVERLAPPING = """[...document.querySelectorAll('svg.drawing')].flatMap(drawing => {
    const all = [...drawing.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
    return all.flatMap(([one, a], at) => all.slice(at + 1)
        .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3)
        .map(([other]) => `${one} / ${other}`));
})"""

SMALLEST = """Math.min(...[...document.querySelectorAll('svg.drawing text')].map(text => {
    const drawing = text.ownerSVGElement;
    return parseFloat(getComputedStyle(text).fontSize) * drawing.clientWidth / drawing.viewBox.baseVal.width;
}))"""

GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHTNESS = "rgb => rgb.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0) / 3"


@pytest.fixture(scope="module", params=["en", "ru"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / f"{request.param}.html"
    with sample_words():
        pages = (*sample_pages(), hostile_page())
        written = document(pages, language=request.param, title="Northwind", made_at=MADE_AT)
    file.write_text(written, "utf-8")
    return file


@pytest.fixture(autouse=True)
def _nothing_was_asked_for(browser: Browser) -> Iterator[None]:
    """After every test: no request but for the file itself, no complaint of the browser."""
    browser.requests.clear()
    browser.complaints.clear()
    yield
    assert {url.split(":")[0] for url in browser.requests} == {"file"}
    assert all(url.endswith(".html") for url in browser.requests)
    assert browser.complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(browser: Browser, report: Path, width: int) -> None:
    browser.open(report, width=width)

    assert browser.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_of_a_chart_is_cut_off_or_lies_on_another(browser: Browser, report: Path, width: int) -> None:
    browser.open(report, width=width)

    assert browser.evaluate("document.querySelectorAll('svg.drawing text').length") > 80
    assert browser.evaluate(OUTSIDE) == []
    assert browser.evaluate(OVERLAPPING) == []


@pytest.mark.parametrize(("width", "least"), [(1280, 11), (375, 10), (360, 9.5)])
def test_text_of_charts_is_large_enough(browser: Browser, report: Path, width: int, least: float) -> None:
    browser.open(report, width=width)

    assert browser.evaluate(SMALLEST) >= least


def test_charts_stand_side_by_side_on_a_desk_and_one_below_the_other_on_a_phone(
    browser: Browser, report: Path
) -> None:
    columns = (
        "new Set([...document.querySelectorAll('.card')].map(card => card.getBoundingClientRect().left)).size"
    )

    browser.open(report, width=1280)
    on_a_desk = browser.evaluate(columns)
    browser.open(report, width=375)
    on_a_phone = browser.evaluate(columns)

    assert on_a_desk >= 3
    assert on_a_phone == 1


def test_wide_tables_scroll_in_their_box_and_by_keyboard(browser: Browser, report: Path) -> None:
    browser.open(report, width=375)

    boxes = browser.evaluate(
        "[...document.querySelectorAll('.scrolls')].filter(box => box.scrollWidth > box.clientWidth)"
        ".map(box => [box.tabIndex, getComputedStyle(box).overflowX, box.getAttribute('aria-label').length > 5])"
    )

    assert boxes
    assert {tuple(box) for box in boxes} == {(0, "auto", True)}


def test_it_is_light_or_dark_as_the_desktop_is(browser: Browser, report: Path) -> None:
    found = {}
    for is_dark in (False, True):
        browser.open(report, width=1280, is_dark=is_dark)
        found[is_dark] = (
            browser.evaluate(f"({LIGHTNESS})({GROUND})"),
            browser.evaluate(
                f"({LIGHTNESS})(getComputedStyle(document.querySelector('svg.drawing text')).fill)"
            ),
        )

    assert found[False][0] > 230 > 60 > found[False][1]
    assert found[True][1] > 200 > 60 > found[True][0]


def test_paper_is_white_and_the_text_on_it_dark_whatever_the_desktop_is(
    browser: Browser, report: Path
) -> None:
    browser.open(report, width=794, is_dark=True, is_paper=True)

    assert browser.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert browser.evaluate(f"({LIGHTNESS})(getComputedStyle(document.body).color)") < 60
    assert browser.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"


def test_on_paper_every_table_is_open_and_nothing_is_wider_than_the_sheet(
    browser: Browser, report: Path
) -> None:
    # A4 less its margins, in CSS pixels.
    browser.open(report, width=703, is_paper=True)

    closed = browser.evaluate(
        "[...document.querySelectorAll('details table')]"
        ".filter(table => table.getBoundingClientRect().height < 20).length"
    )
    wider = browser.evaluate("document.documentElement.scrollWidth")

    assert closed == 0
    assert wider == 703


def test_it_prints(browser: Browser, report: Path) -> None:
    browser.open(report, width=1280, is_dark=True)

    paper = browser.paper(is_dark=True)

    assert paper.startswith(b"%PDF-")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 9


def test_text_of_charts_can_be_selected_and_copied(browser: Browser, report: Path) -> None:
    browser.open(report, width=1280)

    copied = browser.evaluate(
        "(getSelection().selectAllChildren(document.querySelector('.chart svg')), getSelection().toString())"
    )

    assert "▼" in copied
    assert re.search(r"32[.,]6\s%", copied)


def test_what_strangers_wrote_is_no_element_and_runs_nowhere(browser: Browser, report: Path) -> None:
    browser.open(report, width=1280)

    assert (
        browser.evaluate("document.querySelectorAll('script, img, iframe, object, link, base, form').length")
        == 0
    )
    assert browser.evaluate("document.body.innerText.includes('<script>alert(1)</script>')") is True


def test_links_lead_to_their_sections(browser: Browser, report: Path) -> None:
    browser.open(report, width=1280)

    lost = browser.evaluate("[...document.links].filter(link => !document.querySelector(link.hash)).length")

    assert browser.evaluate("document.links.length") >= 6
    assert lost == 0


def test_a_picture_of_it_is_no_empty_sheet(browser: Browser, report: Path) -> None:
    browser.open(report, width=375)

    picture = browser.picture()

    width, height = struct.unpack(">II", picture[16:24])
    assert width == 375
    assert height > 3000
    assert len(picture) > 100_000
