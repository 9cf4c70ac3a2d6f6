"""The board's table of points, and places among equals."""

import re
from pathlib import Path

from outreach.reporting.page import Say
from outreach.reporting.people.board import POINTS, Score, Scored, ranked
from outreach.reporting.people.tables import policy
from outreach.reporting.rates import Rate
from outreach.reporting.shown import in_words

DOCS = Path(__file__).parents[2] / "docs" / "reports.md"


def test_everything_that_counts_has_points() -> None:
    assert set(POINTS) == set(Scored)


def test_the_documentation_has_the_same_points_in_the_same_order() -> None:
    _, _, section = DOCS.read_text().partition("### The board")
    told = re.findall(r"\| (−?\d+) \|$", section.partition("###")[0], re.MULTILINE)

    assert [int(each.replace("−", "-")) for each in told] == list(POINTS.values())


def test_the_sentence_below_the_board_says_all_of_them() -> None:
    said: Say = policy()

    for language in ("en", "ru"):
        numbers = [int(each) for each in re.findall(r"\d+", in_words(said.words, language))]
        assert numbers == [abs(points) for points in POINTS.values()]


def test_equals_share_a_place_and_the_next_is_left_out() -> None:
    scores = [
        Score("ana", {Scored.FOUND: 2}),
        Score("ben", {Scored.SOLD: 2}),
        Score("cleo", {Scored.FOUND: 1}),
    ]

    board = ranked(scores, "EUR")

    assert [(each.place, each.score.person) for each in board] == [(1, "ana"), (1, "ben"), (3, "cleo")]


def test_only_the_one_currency_decides_between_equals() -> None:
    same = {Scored.FOUND: 1}
    scores = [
        Score("ana", same, Rate(1, 1), {"USD": 9_000_000}),
        Score("ben", same, Rate(1, 1), {"EUR": 100}),
    ]

    board = ranked(scores, "EUR")

    assert [each.score.person for each in board] == ["ben", "ana"]
