"""Every figure that a report tells is counted once more in plain SQL, and none without is told.

The checks stand in `report_figures`, a module a report: `@checks("people.points")` above what counts it. A figure that
is new in a report makes these tests fail until somebody counts it there, and so does a check of what is not told.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from outreach.cli.report import REPORTS
from tests.acceptance.report_figures import (  # noqa: F401 - each brings its checks
    deliverability,
    digest,
    forecast,
    funnel,
    overview,
    people,
    referrals,
    sources,
    stages,
)
from tests.support import fact_tables
from tests.support.report_figures import CHECKS, Check, Place, Told, differences, is_claimed, numbers, steps

#: What is null or a number, and no figure, with why.
NO_FIGURES: Mapping[str, str] = {
    **{
        f"{name}.by": "by what groups are broken down: a word, or null"
        for name in REPORTS
        if name not in ("deliverability", "sources")
    },
    "digest.weak_link": "a sentence, or null; its figures are those of stages.weak_link",
    "stages.groups": "null without --by",
}

#: What is null, or 0, in both workspaces at every moment, with why.
NOTHING: Mapping[str, str] = {
    "people.people[*].*.results.account_manager": "has a part in contracts only",
    "people.people[*].*.results.finder.proposals": "is what the salesperson does",
    "people.people[*].*.results.finder.meetings": "is what the salesperson does",
    "people.people[*].*.results.salesperson.qualified": "is what the finder does",
    "overview.weak_link.more": "of a stage that is shown to fall short there are enough",
    "stages.weak_link.more": "of a stage that is shown to fall short there are enough",
    "overview.weak_link.before": "this one is held against a goal; that of stages.stages[*] is something",
    "stages.weak_link.before": "this one is held against a goal; that of stages.stages[*] is something",
    "overview.acceptance.before": "it is held against a goal; that of stages.stages[*] is something",
    "overview.acceptance.cost": "offers do not fall short here; that of stages.stages[*] is something",
    "stages.stages[*].against": "a word, or null",
    "deliverability.reading.mailboxes[*].read_at": "a moment, or null",
    "digest.mails[*].sent_at": "a moment, or null",
}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.pattern)
def test_a_figure_is_what_plain_sql_counts(told: tuple[Told, ...], check: Check) -> None:
    wrong = [each for world in told for each in differences(check, world)]

    assert wrong == []


def test_every_number_of_every_report_has_a_check(told: tuple[Told, ...]) -> None:
    claimed = [*(each.pattern for each in CHECKS), *NO_FIGURES]

    without = {
        f"{pattern} ({world.name})"
        for world in told
        for name, document in world.documents.items()
        for pattern, place, _ in numbers(name, document)
        if not is_claimed(place, claimed)
    }

    assert sorted(without) == []


def test_every_check_is_of_a_number_that_is_told(told: tuple[Told, ...]) -> None:
    """Or of a word: of a sentence that stands beside the numbers."""
    told_somewhere = {each.pattern for each in CHECKS if each.is_told_in(told)}

    assert [each.pattern for each in CHECKS if each.pattern not in told_somewhere] == []


def test_what_is_excepted_is_told_and_checked_by_nobody(told: tuple[Told, ...]) -> None:
    places = [place for _, place, _ in _numbers(told)]

    assert [each for each in NO_FIGURES if not any(is_claimed(place, [each]) for place in places)] == []
    assert set(NO_FIGURES) & {each.pattern for each in CHECKS} == set()


def test_whatever_is_told_is_something_somewhere(told: tuple[Told, ...]) -> None:
    """What is nothing everywhere is checked by nothing."""
    everything = {pattern for pattern, _, _ in _numbers(told)}
    something = {pattern for pattern, _, value in _numbers(told) if value}
    # What is null somewhere and a share, or money, elsewhere.
    something |= {
        pattern for pattern in everything if any(each.startswith(f"{pattern}.") for each in something)
    }

    nothing = everything - something - set(NO_FIGURES)

    assert {each for each in nothing if not is_claimed(tuple(steps(each)), NOTHING)} == set()


def _numbers(told: tuple[Told, ...]) -> Iterator[tuple[str, Place, Any]]:
    for world in told:
        for name, document in world.documents.items():
            yield from numbers(name, document)


# --- the machinery itself ---------------------------------------------------------------------------------------------


def test_checks_share_nothing_with_the_reports() -> None:
    modules = [Path(fact_tables.__file__), *Path(funnel.__file__).parent.glob("*.py")]

    imports = [line for each in modules for line in each.read_text("utf-8").splitlines() if _is_ours(line)]

    assert len(modules) > 10
    assert imports == []


def _is_ours(line: str) -> bool:
    return line.lstrip().startswith(("from outreach", "import outreach"))


def test_a_figure_that_nobody_counts_is_found() -> None:
    grown = {"total": {"leads": 3, "walked": 7}, "groups": [{"name": "spring", "leads": 3}]}

    found = {
        pattern
        for pattern, place, _ in numbers("sources", grown)
        if not is_claimed(place, ["sources.total.leads", "sources.groups[*]"])
    }

    assert found == {"sources.total.walked"}


def test_a_check_that_counts_otherwise_is_told_what_stands_there(told: tuple[Told, ...]) -> None:
    told_of = told[0].documents["people"]["points"]["found"]

    wrong = differences(Check("people.points.found", lambda _: told_of + 1, 2), told[0])

    assert wrong == [f"{told[0].name}: people.points.found : told {told_of}, counted {told_of + 1}"]


@pytest.mark.parametrize("counted", [{"found": 100}, {"walked": 1}])
def test_a_check_that_leaves_out_or_adds_a_figure_is_none(
    told: tuple[Told, ...], counted: dict[str, int]
) -> None:
    assert differences(Check("people.points", lambda _: counted, 2), told[0]) != []
