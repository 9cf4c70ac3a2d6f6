"""Bonus line by line: what falls due when, by which rules and cap; and that a month that is over never changes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from outreach.handoff.bonus import (
    BonusEvent,
    BonusFacts,
    BonusRule,
    BonusRules,
    Earner,
    InForce,
    Line,
    Noted,
    PercentOf,
    Span,
    lines_of,
    not_due,
    totals,
)
from outreach.handoff.bonus_of import month_of
from outreach.prospects.costs import Cost

ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
FIFTY = BonusRule(1, BonusEvent.CONFIRMED, ((Earner.FINDER, 100),), fixed=Cost(5_000, "EUR"))
FIVE_PERCENT = BonusRule(
    2, BonusEvent.PAID, ((Earner.FINDER, 40), (Earner.SALESPERSON, 60)), basis_points=500
)
KEPT = BonusRule(
    3, BonusEvent.KEPT, ((Earner.ACCOUNT_MANAGER, 100),), basis_points=200, of=PercentOf.CONTRACT
)


def at(month: int, day: int = 10) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def rules(*each: BonusRule, version: int = 1, since: datetime = ALWAYS, **caps: Cost) -> InForce:
    return InForce(version, since, BonusRules(each, {Earner(name): cap for name, cap in caps.items()}))


def lead(number: int = 1, *spans: Span, **values: object) -> BonusFacts:
    known = BonusFacts(
        number,
        "Acme",
        "confirmed",
        finder="rita",
        salesperson="dora",
        confirmed=spans or (Span(at(3), None, "dora"),),
    )
    return replace(known, **values)  # type: ignore[arg-type]


def won(*payments: Noted) -> BonusFacts:
    return lead(
        state="won",
        account_manager="alma",
        contract=Cost(1_200_000, "EUR"),
        currency="EUR",
        payments=payments,
    )


def paid(month: int, cents: int = 100_000, *, noted: datetime | None = None) -> Noted:
    return Noted(noted or at(month), date(2026, month, 1), cents)


def in_month(month: int, facts: list[BonusFacts], *versions: InForce) -> list[Line]:
    months = [month_of(date(2026, each, 1), LONDON) for each in range(1, month + 1)]
    return lines_of(facts, versions, months)


def amounts(lines: list[Line]) -> list[tuple[str, int]]:
    return [(line.person, line.cents) for line in lines]


# --- what falls due -------------------------------------------------------------------------------------------------


def test_a_confirmed_lead_brings_its_finder_the_amount_once_and_in_that_month_only() -> None:
    year = [amounts(in_month(month, [lead()], rules(FIFTY))) for month in (2, 3, 4)]

    assert year == [[], [("rita", 5_000)], []]


def test_the_first_paid_month_is_shared_and_the_second_brings_the_next_event() -> None:
    facts = [won(paid(4), paid(5), paid(6))]
    year = [amounts(in_month(month, facts, rules(FIVE_PERCENT, KEPT))) for month in (4, 5, 6)]

    assert year == [[("dora", 3_000), ("rita", 2_000)], [("alma", 24_000)], []]


def test_a_second_payment_for_the_same_month_is_no_second_month() -> None:
    facts = [won(paid(4), paid(4, noted=at(5)))]

    assert in_month(5, facts, rules(KEPT)) == []


def test_without_rules_nobody_gets_any() -> None:
    assert in_month(3, [lead()]) == []


def test_whoever_confirmed_their_own_gets_nothing() -> None:
    facts = [lead(no_finder_why="they confirmed it themselves")]

    assert in_month(3, facts, rules(FIFTY)) == []


def test_the_month_is_that_of_the_clock_in_the_office() -> None:
    # Half past midnight in London, and still March in UTC.
    late = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)

    assert [len(in_month(month, [lead(1, Span(late))], rules(FIFTY))) for month in (3, 4)] == [0, 1]


# --- what turns out otherwise ---------------------------------------------------------------------------------------


def test_what_is_sent_back_later_is_taken_back_in_that_month_and_the_old_month_stands() -> None:
    facts = [lead(1, Span(at(3), at(5)))]
    year = [in_month(month, facts, rules(FIFTY)) for month in (3, 4, 5, 6)]

    assert [amounts(lines) for lines in year] == [[("rita", 5_000)], [], [("rita", -5_000)], []]
    assert year[2][0].why == "sent back on 2026-05-10"


def test_sent_back_in_the_same_month_it_is_shown_with_nothing_and_why() -> None:
    (line,) = in_month(3, [lead(1, Span(at(3), at(3, 20)))], rules(FIFTY))

    assert (line.cents, line.why) == (0, "sent back on 2026-03-20")


def test_confirmed_again_it_is_due_again() -> None:
    facts = [lead(1, Span(at(3), at(4)), Span(at(5), None, "emil"))]
    year = [amounts(in_month(month, facts, rules(FIFTY))) for month in (3, 4, 5)]

    assert year == [[("rita", 5_000)], [("rita", -5_000)], [("rita", 5_000)]]


def test_a_corrected_payment_corrects_the_percentage_when_it_is_corrected() -> None:
    facts = [won(paid(4), paid(4, -40_000, noted=at(6)))]
    april, june = (in_month(month, facts, rules(FIVE_PERCENT)) for month in (4, 6))

    assert amounts(april) == [("dora", 3_000), ("rita", 2_000)]
    assert amounts(june) == [("dora", -1_200), ("rita", -800)]
    assert june[0].why == "2026-04 corrected on 2026-06-10 to 600.00 EUR"


def test_new_rules_count_for_what_happens_from_then_on() -> None:
    hundred = replace(FIFTY, fixed=Cost(10_000, "EUR"))
    versions = (rules(FIFTY), rules(hundred, version=2, since=at(4, 1)))
    facts = [lead(1, Span(at(3), at(5))), lead(2, Span(at(4)))]
    year = [in_month(month, facts, *versions) for month in (3, 4, 5)]

    assert [amounts(lines) for lines in year] == [[("rita", 5_000)], [("rita", 10_000)], [("rita", -5_000)]]
    assert [line.version for lines in year for line in lines] == [1, 2, 1]


# --- caps -----------------------------------------------------------------------------------------------------------


def test_a_cap_pays_what_came_first_and_says_what_it_would_have_been() -> None:
    facts = [lead(number, Span(at(3, number))) for number in (1, 2, 3)]
    lines = in_month(3, facts, rules(FIFTY, finder=Cost(8_000, "EUR")))

    assert [(line.lead, line.cents, line.full_cents) for line in lines] == [
        (1, 5_000, 5_000),
        (2, 3_000, 5_000),
        (3, 0, 5_000),
    ]
    assert lines[1].why == "capped: at most 80.00 EUR a month as finder, it would be 50.00 EUR"
    assert totals(lines) == {"rita": {"EUR": 8_000}}


def test_what_a_cap_withheld_is_not_taken_back() -> None:
    facts = [lead(1, Span(at(3, 1))), lead(2, Span(at(3, 2), at(4)))]
    (line,) = in_month(4, facts, rules(FIFTY, finder=Cost(7_000, "EUR")))

    assert (line.lead, line.cents, line.full_cents) == (2, -2_000, -5_000)
    assert "a cap had withheld the rest" in line.why


def test_a_cap_in_another_currency_is_none() -> None:
    (line,) = in_month(3, [lead()], rules(FIFTY, finder=Cost(100, "USD")))

    assert line.cents == 5_000


# --- not due yet ----------------------------------------------------------------------------------------------------


def test_what_is_not_due_yet_says_what_it_waits_for() -> None:
    accepted = lead(1, state="accepted", confirmed=())
    sold = won(paid(4))
    told = {
        (each.lead, each.event, each.person): each.why
        for each in not_due([accepted, replace(sold, lead=2)], rules(FIFTY, FIVE_PERCENT, KEPT), at(5))
    }

    assert told[1, BonusEvent.CONFIRMED, "rita"] == "sales has not confirmed it (accepted)"
    assert told[1, BonusEvent.PAID, "rita"] == "there is no contract (accepted)"
    assert told[2, BonusEvent.KEPT, "alma"] == "one month is paid, a second one is not"
    assert (2, BonusEvent.CONFIRMED, "rita") not in told
    assert (2, BonusEvent.PAID, "rita") not in told


def test_what_is_lost_waits_for_nothing() -> None:
    assert list(not_due([lead(state="lost")], rules(FIFTY, FIVE_PERCENT), at(5))) == []
