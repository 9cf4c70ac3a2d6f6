"""The team board: effort alone moves nobody up, and harm moves nobody up either."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from outreach.core.events import Happened
from outreach.reporting.people.activity import Activity
from outreach.reporting.people.board import Placed, Score, Scored, ranked
from outreach.reporting.people.figures import Known, people_of
from outreach.reporting.people.lead_work import LeadFact, deeds_of, stories_of
from outreach.reporting.people.spans import Span, spans_of
from outreach.reporting.people.whose import Whose
from outreach.reporting.period import Period
from outreach.reporting.rates import Rate
from tests.support.hand_off_desk import LONDON, TEAM

NAMES = [each.name for each in TEAM.members]
FINDERS = ("rita", "rolf")
COUNTED = st.dictionaries(st.sampled_from(Scored), st.integers(0, 40))
MONEY = st.dictionaries(st.sampled_from(("EUR", "USD")), st.integers(0, 10**7))
RATES = st.integers(0, 20).flatmap(lambda of: st.integers(0, of).map(lambda part: Rate(part, of)))
BOARD = st.lists(st.tuples(COUNTED, MONEY, RATES), min_size=2, max_size=6).map(
    lambda rows: [
        Score(name, counts, rate, money) for name, (counts, money, rate) in zip(NAMES, rows, strict=False)
    ]
)
HARM = st.sampled_from((Scored.BOUNCED, Scored.COMPLAINED, Scored.TURNED_DOWN, Scored.UNTOUCHED))
ACTIVITY = st.fixed_dictionaries({each: st.integers(0, 60) for each in Activity})
EFFORT = st.sampled_from((Activity.MAILS, Activity.CALLS, Activity.REPLIES, Activity.ANSWERS))
AT = datetime(2026, 3, 3, 10, tzinfo=UTC)
SPANS = spans_of(Period(None, datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC), LONDON))
ENDS = (Happened.LEAD_ACCEPTED, Happened.LEAD_REJECTED, Happened.LEAD_UNTOUCHED, Happened.LEAD_CONFIRMED)


def place_of(board: tuple[Placed, ...], name: str) -> int:
    return next(each.place for each in board if each.score.person == name)


def board_of(activities: Mapping[str, Mapping[Activity, int]], facts: list[LeadFact]) -> tuple[Placed, ...]:
    """The board of a team with so much activity, and these facts about leads."""
    spread = {name: dict.fromkeys(Span, counts) for name, counts in activities.items()}
    known = Known(spread, deeds_of(stories_of(facts, {})), {}, {})
    people = people_of(known, SPANS, Whose(TEAM, {}, LONDON), {}, since=None)
    return ranked((each.score for each in people if each.is_ranked), "EUR")


@st.composite
def facts(draw: st.DrawFn) -> list[LeadFact]:
    """Leads that went through various hands."""
    return [
        LeadFact(
            number,
            draw(st.sampled_from(ENDS)),
            AT,
            actor="dora",
            finder=draw(st.sampled_from(FINDERS)),
            salesperson=draw(st.sampled_from(("dora", "emil"))),
            reason="clerical",
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@given(facts(), st.fixed_dictionaries(dict.fromkeys(FINDERS, ACTIVITY)), EFFORT, st.integers(2, 100))
def test_many_times_the_mails_or_calls_leave_everybody_where_they_were(
    leads: list[LeadFact], activities: dict[str, dict[Activity, int]], what: Activity, times: int
) -> None:
    before = board_of(activities, leads)

    busier = activities | {"rolf": activities["rolf"] | {what: activities["rolf"][what] * times}}

    assert board_of(busier, leads) == before


@given(facts(), st.fixed_dictionaries(dict.fromkeys(FINDERS, ACTIVITY)), st.integers(1, 50))
def test_more_bounces_and_complaints_move_nobody_up(
    leads: list[LeadFact], activities: dict[str, dict[Activity, int]], more: int
) -> None:
    before = place_of(board_of(activities, leads), "rolf")

    for what in (Activity.BOUNCED, Activity.COMPLAINED):
        worse = activities | {"rolf": activities["rolf"] | {what: activities["rolf"][what] + more}}

        assert place_of(board_of(worse, leads), "rolf") >= before


@given(BOARD, HARM, st.integers(1, 30))
def test_harm_costs_points_and_moves_nobody_up(board: list[Score], what: Scored, more: int) -> None:
    first, *others = board

    worse = replace(first, counts={**first.counts, what: first.of(what) + more})

    assert worse.points < first.points
    assert place_of(ranked([worse, *others], "EUR"), first.person) >= place_of(
        ranked(board, "EUR"), first.person
    )


@given(BOARD, st.sampled_from((Scored.FOUND, Scored.SOLD)))
def test_one_more_confirmed_lead_moves_nobody_down(board: list[Score], what: Scored) -> None:
    first, *others = board

    better = replace(first, counts={**first.counts, what: first.of(what) + 1})

    assert place_of(ranked([better, *others], "EUR"), first.person) <= place_of(
        ranked(board, "EUR"), first.person
    )


@given(BOARD)
def test_places_do_not_depend_on_the_order_in_which_people_are_named(board: list[Score]) -> None:
    assert ranked(board, "EUR") == ranked(reversed(board), "EUR")
