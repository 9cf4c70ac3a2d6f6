"""The stages of work: who answers for which, what was done a day, and which one is marked."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from outreach.handoff.team import Colleague, Role
from outreach.handoff.working_hours import WorkingHours
from outreach.reporting.funnel.figures import Answers, Funnel, StageFigures
from outreach.reporting.goals import Goals
from outreach.reporting.line.conveyor import LINE, Work, conveyor, hands_of
from outreach.reporting.people.norms import Norm
from outreach.reporting.rates import Rate
from outreach.reporting.stage import COMES_FROM, Stage
from outreach.sequences.holidays import DateRange

#: A Monday, and the Monday after the next.
SINCE, UNTIL = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 16, tzinfo=UTC)


def colleague(name: str, role: Role, *absent: DateRange) -> Colleague:
    hours = WorkingHours(ZoneInfo("UTC"), absent=absent)
    return Colleague(name, f"{name}@alpha.example", role, hours)


def line(*, counts: dict[Stage, int] | None = None) -> Funnel:
    figures = tuple(
        StageFigures(
            stage, (counts or {}).get(stage, 0), None if stage is Stage.PROSPECTS else Rate(1, 4), None
        )
        for stage in Stage
    )
    return Funnel(figures, Answers(0, 0, 0, 0, 0, 0), None)


def test_every_stage_is_somebodys_and_only_once() -> None:
    owned = [stage for station in LINE for stage in station.answers_for]

    assert sorted(owned) == sorted(COMES_FROM)


def test_the_line_is_that_of_the_process() -> None:
    assert [station.role for station in LINE] == [
        *[Role.PROSPECTOR] * 4,
        *[Role.SALESPERSON] * 4,
        Role.ACCOUNT_MANAGER,
    ]


def test_what_is_measured_belongs_to_who_answers_for_it() -> None:
    assert all(station.measures in station.answers_for for station in LINE)
    assert all(station.counts is None or station.counts in station.answers_for for station in LINE)


def test_a_day_is_a_working_day_of_one_person() -> None:
    # Ten working days of ann, and five of bob, who is away for the other week.
    team = [
        colleague("ann", Role.PROSPECTOR),
        colleague("bob", Role.PROSPECTOR, DateRange(date(2026, 3, 9), date(2026, 3, 15))),
        colleague("sam", Role.SALESPERSON),
    ]
    hands = hands_of(team, {}, SINCE, UNTIL)

    first, *_ = conveyor(line(), 300, hands, Goals(), None)

    assert hands[Role.PROSPECTOR].days == pytest.approx(15)
    assert first.done == 300
    assert first.a_day == pytest.approx(20)


def test_of_less_than_a_day_nobody_says_what_is_done_in_one() -> None:
    # Ten minutes of a Monday morning.
    since, until = datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 10, 10, tzinfo=UTC)
    hands = hands_of([colleague("ann", Role.PROSPECTOR)], {}, since, until)

    first, *_ = conveyor(line(), 2, hands, Goals(), None)

    assert 0 < hands[Role.PROSPECTOR].days < 1
    assert (first.done, first.a_day) == (2, None)


def test_the_norm_is_that_of_those_who_have_one() -> None:
    team = [colleague(name, Role.PROSPECTOR) for name in ("ann", "bob", "cat")]
    norms = {"ann": {"mails": 60}, "bob": {"mails": 40}, "cat": {"mails": 0}}

    first, second, *_ = conveyor(line(), 0, hands_of(team, norms, SINCE, UNTIL), Goals(), None)

    assert (first.norm, second.norm) == (50, None)
    assert hands_of(team, norms, SINCE, UNTIL)[Role.PROSPECTOR].norms[Norm.MAILS] == (100, 2)


def test_where_nobody_has_the_role_there_is_no_day_and_no_norm() -> None:
    figures = conveyor(line(counts={Stage.CONTRACT: 3}), 0, {}, Goals(), None)

    contract = next(each for each in figures if each.station.work is Work.CONTRACT)
    assert (contract.done, contract.a_day, contract.norm) == (3, None, None)


def test_the_weak_link_is_marked_where_somebody_answers_for_it() -> None:
    figures = conveyor(line(), 0, {}, Goals({Stage.ACCEPTED: 0.9}), Stage.CONFIRMED)

    [marked] = [each for each in figures if each.is_weak]
    assert (marked.station.work, marked.goal) == (Work.HAND_OFF, 0.9)


def test_a_healthy_line_has_no_mark() -> None:
    assert not any(each.is_weak for each in conveyor(line(), 0, {}, Goals(), None))
