"""To whom a lead goes, and what is said about it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from outreach.handoff.routing import Choose, Routed, RoutingRule, Traits, Work, route
from outreach.handoff.team import Role, Team
from outreach.sequences.holidays import DateRange
from tests.support.hand_off_desk import TEAM, colleague, works

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
GERMAN_STEEL = Traits(
    {"industry": "Steel", "title": "Head of Sales"},
    language="de",
    country="AT",
    source="spear",
    list="spring",
)


def routed(*rules: RoutingRule, traits: Traits = GERMAN_STEEL, team: Team = TEAM, **values: Any) -> Routed:
    known: dict[str, Any] = {"work": {}, "finders": {"rita"}, "passed": {}, "now": NOW}
    return route(rules, team, traits, **(known | values))


def test_without_a_rule_it_goes_to_whoever_has_the_least_to_do() -> None:
    found = routed(work={"dora": Work(2), "emil": Work(1), "finn": Work(3)})

    assert str(found) == "goes to emil: any salesperson, 1 open lead."


def test_the_first_rule_that_fits_counts() -> None:
    found = routed(
        RoutingRule(to=("finn",), language=("fr",)),
        RoutingRule(to=("dora",), language=("de", "nl")),
        RoutingRule(to=("emil",)),
    )

    assert (found.salesperson, found.rule) == ("dora", 2)
    assert str(found) == "goes to dora: rule 2 (language de or nl), 0 open leads."


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (RoutingRule(), True),
        (RoutingRule(segment=(("industry", ("steel", "metal")),)), True),
        (RoutingRule(segment=(("industry", ("food",)),)), False),
        (RoutingRule(segment=(("title", ("head of sales",)), ("industry", ("steel",)))), True),
        (RoutingRule(segment=(("size", ("10",)),)), False),
        (RoutingRule(language=("de",)), True),
        (RoutingRule(country=("DE", "AT")), True),
        (RoutingRule(country=("DE",)), False),
        (RoutingRule(source=("net",)), False),
        (RoutingRule(list=("spring",), source=("spear",), language=("de",)), True),
        (RoutingRule(list=("spring",), source=("net",), language=("de",)), False),
    ],
)
def test_all_conditions_of_a_rule_have_to_hold(rule: RoutingRule, fits: bool) -> None:
    assert rule.fits(GERMAN_STEEL) is fits


def test_what_is_not_known_fits_no_condition() -> None:
    assert not RoutingRule(language=("de",)).fits(Traits())
    assert not RoutingRule(country=("DE",)).fits(Traits())


def test_where_no_rule_fits_it_stays() -> None:
    found = routed(RoutingRule(to=("dora",), language=("fr",)))

    assert found.salesperson is None
    assert str(found) == "no routing rule fits it; a last rule without conditions would take the rest."


def test_in_turn_it_goes_to_whoever_was_offered_one_longest_ago() -> None:
    rule = RoutingRule(to=("dora", "emil", "finn"), choose=Choose.ROUND_ROBIN)
    work = {
        "dora": Work(0, NOW - timedelta(days=1)),
        "emil": Work(9, NOW - timedelta(days=3)),
        "finn": Work(0, NOW - timedelta(days=2)),
    }

    found = routed(rule, work=work)

    assert str(found) == "goes to emil: rule 1 (any lead), in turn: last offered 2026-02-28."
    assert routed(rule, work=work | {"finn": Work()}).salesperson == "finn"


def test_of_equals_the_first_that_is_named_comes_first() -> None:
    assert routed(RoutingRule(to=("finn", "dora"))).salesperson == "finn"
    assert routed(RoutingRule()).salesperson == "dora"


def test_who_is_absent_has_had_it_found_it_or_does_not_speak_it_is_passed_over_and_named() -> None:
    away = works(DateRange(date(2026, 3, 1), date(2026, 3, 6)))
    team = Team(
        (
            colleague("dora", hours=away),
            colleague("emil"),
            colleague("finn", languages=("en", "fr")),
            colleague("greta"),
            colleague("hugo"),
            colleague("mona", Role.MANAGER),
        )
    )

    found = routed(team=team, passed={"emil": "let it pass"}, finders={"greta"})

    assert str(found) == (
        "goes to hugo: any salesperson, 0 open leads. Passed over: dora is absent until 2026-03-06; "
        "emil let it pass; finn does not sell in de; greta found it."
    )


def test_a_team_without_a_salesperson_says_so() -> None:
    found = routed(team=Team((colleague("mona", Role.MANAGER),)))

    assert (found.salesperson, str(found)) == (None, "[[team]] has no salesperson.")


def test_without_a_rule_nobody_may_be_left_either() -> None:
    found = routed(team=Team((colleague("dora"),)), passed={"dora": "let it pass"})

    assert str(found) == "no salesperson in [[team]] can take it. Passed over: dora let it pass."


def test_nobody_is_left_and_it_is_said_why() -> None:
    found = routed(RoutingRule(to=("dora",)), passed={"dora": "rejected it as mis-routed"})

    assert found.salesperson is None
    assert str(found) == (
        "nobody is left whom rule 1 (any lead) could give it to. Passed over: dora rejected it as mis-routed."
    )


def test_an_absence_is_one_by_the_clock_of_who_is_absent() -> None:
    only_today = works(DateRange(date(2026, 3, 3), date(2026, 3, 3)))
    team = Team((colleague("dora", hours=only_today),))

    assert routed(team=team, now=NOW.replace(hour=23)).salesperson is None
    assert routed(team=team, now=NOW + timedelta(days=1)).salesperson == "dora"


def test_whoever_found_it_does_not_get_it_under_another_name_with_the_same_address() -> None:
    team = Team((colleague("rita", Role.PROSPECTOR, address="r@alpha.example"), colleague("rita-sells")))
    same = Team((team.members[0], replace(team.members[1], address="r@alpha.example")))

    assert routed(team=team).salesperson == "rita-sells"
    assert routed(team=same).salesperson is None


def test_the_same_question_has_the_same_answer() -> None:
    rule = RoutingRule(choose=Choose.ROUND_ROBIN)

    assert len({routed(rule).salesperson for _ in range(20)}) == 1


def test_who_sent_it_back_to_be_completed_gets_it_again_where_they_are_there() -> None:
    team = Team(
        (colleague("dora", hours=works(DateRange(date(2026, 3, 1), date(2026, 3, 6)))), *TEAM.members[3:])
    )
    busy = {"finn": Work(9)}

    assert str(routed(work=busy, knows_it="finn")) == (
        "goes to finn: any salesperson, who sent it back to be completed."
    )
    assert routed(work=busy, knows_it="dora", team=team).salesperson == "emil"
