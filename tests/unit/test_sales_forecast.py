"""The sales forecast: shares of people who had the time, those in the line by their age, capacity, ranges, money."""

import random
from collections import Counter as Tally
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from outreach.reporting.forecast.assumptions import assumptions
from outreach.reporting.forecast.back_test import (
    Came,
    capacity_then,
    held_against,
    is_learned,
    known_before,
    months_before,
)
from outreach.reporting.forecast.capacity import Bound, Capacity, Pace, first_mails
from outreach.reporting.forecast.count_range import Ahead, Count, money
from outreach.reporting.forecast.known_so_far import KnownSoFar, Signed
from outreach.reporting.forecast.money_ahead import deal, due_ahead, signed_ahead
from outreach.reporting.forecast.months_ahead import FORESEEN, SalesForecast, forecast
from outreach.reporting.forecast.pace import observe
from outreach.reporting.forecast.passages import PASSAGES, Flow, Known, rate
from outreach.reporting.forecast.streams import delayed
from outreach.reporting.goals import Goals
from outreach.reporting.period import Period
from outreach.reporting.shown import in_words
from outreach.reporting.stage import Stage
from outreach.sequences.holidays import ClosedDays, DateRange
from tests.support.sales_year import box

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
REPLY = PASSAGES[0]
MEETING_TO_CONTRACT = PASSAGES[-1]
STEADY_PACE = Pace({}, used=1.0, mails_a_person=2.0, weekdays=range(5), reply_share=0.1)


def known(**about: object) -> KnownSoFar:
    return KnownSoFar(as_of=AS_OF, zone=ZONE, **about)  # type: ignore[arg-type]


def made(so_far: KnownSoFar, *boxes: str, months: int = 3, goals: Goals | None = None) -> SalesForecast:
    capacity = Capacity(tuple(box(name) for name in boxes))
    return forecast(so_far, capacity, goals or Goals(), months=months, rng=random.Random(1))


def a_hundred_a_day(days: int, *, answers_after: int, answers: int) -> Flow:
    """A hundred people came on each day; of each day's, so many went on after exactly so many days."""
    return Flow(
        entered=dict.fromkeys(range(days), 100),
        went_on={(came, came - answers_after): answers for came in range(answers_after, days)},
    )


# --- shares -----------------------------------------------------------------------------------------------------------


def test_who_came_lately_does_not_make_a_share_smaller() -> None:
    flow = a_hundred_a_day(60, answers_after=20, answers=10)

    rated = rate(REPLY, flow, Goals())

    naive = sum(flow.went_on.values()) / sum(flow.entered.values())
    assert naive == pytest.approx(0.067, abs=0.001)
    assert rated.share == pytest.approx(0.10, abs=0.0001)
    assert rated.median_days == 20
    assert rated.known is Known.OBSERVED
    assert rated.rate is not None
    assert (rated.rate.successes, rated.rate.trials) == (400, 4_000)


def test_the_bounds_of_an_observed_share_are_wilsons() -> None:
    rated = rate(REPLY, a_hundred_a_day(60, answers_after=20, answers=10), Goals())

    assert (rated.low, rated.high) == pytest.approx((0.0911, 0.1097), abs=0.0001)


def test_only_passages_of_the_last_ninety_days_are_observed() -> None:
    entered = dict.fromkeys(range(200), 100)
    lately = {(came, came): 10 for came in range(90)}
    before = {(came, came): 50 for came in range(90, 200)}

    rated = rate(REPLY, Flow(entered, lately | before), Goals())

    assert rated.share == pytest.approx(0.10)


def test_delays_that_nobody_could_have_had_yet_are_added_as_guessed() -> None:
    flow = Flow(entered=dict.fromkeys(range(30), 20), went_on={(came, 0): 1 for came in range(30)})

    rated = rate(MEETING_TO_CONTRACT, flow, Goals())

    assert len(rated.on_after) > 300
    assert sum(rated.on_after[28:]) > 0.3 * rated.share


@pytest.mark.parametrize(
    ("went_on", "goals", "share", "where"),
    [
        (4, Goals(), 0.25, Known.GUESS),
        (4, Goals({Stage.CONTRACT: 0.4}), 0.4, Known.GOAL),
        (5, Goals({Stage.CONTRACT: 0.4}), 0.5, Known.OBSERVED),
    ],
)
def test_a_share_of_too_few_is_the_goal_and_else_a_guess(
    went_on: int, goals: Goals, share: float, where: Known
) -> None:
    flow = Flow({10: 10}, {(10, 5): went_on})

    rated = rate(MEETING_TO_CONTRACT, flow, goals)

    assert rated.known is where
    if where is not Known.OBSERVED:
        assert sum(rated.on_after) == pytest.approx(rated.share)
        assert rated.share == pytest.approx(share)
        assert rated.low < share < rated.high


def test_that_nobody_of_many_went_on_is_observed_too() -> None:
    rated = rate(REPLY, Flow(dict.fromkeys(range(60), 10)), Goals())

    assert rated.known is Known.OBSERVED
    assert rated.share == 0
    assert 0 < rated.high < 0.01


def test_the_goal_of_a_passage_over_two_stages_is_the_product_of_both() -> None:
    goals = Goals({Stage.DELIVERED: 0.9, Stage.REPLIED: 0.1})

    assert rate(REPLY, Flow(), goals).share == pytest.approx(0.09)
    assert rate(REPLY, Flow(), Goals({Stage.REPLIED: 0.1})).known is Known.BOOK


# --- who is in the line -----------------------------------------------------------------------------------------------


def in_meeting(days_ago: int, count: int) -> Flow:
    """Long since, half of a hundred met each day signed after 10 days, the other half were lost after 40; and these."""
    days = range(60, 150)
    entered = dict.fromkeys(days, 100) | {days_ago: count}
    signed = {(day, day - 10): 50 for day in days}
    lost = {(day, day - 40): 50 for day in days}
    return Flow(entered, signed, lost)


def contracts_from(days_ago: int) -> Ahead:
    flow = in_meeting(days_ago, 100)
    so_far = known(flows={(Stage.MEETING, Stage.CONTRACT): flow})
    return made(so_far, months=3).whole.counts[Stage.CONTRACT]


def test_who_met_us_yesterday_signs_as_often_as_everybody() -> None:
    assert contracts_from(1).expected == pytest.approx(50, abs=1)


def test_who_has_waited_for_longer_than_anybody_who_signed_does_not_sign() -> None:
    assert contracts_from(20).expected == pytest.approx(0, abs=0.5)


def test_who_was_lost_does_not_sign() -> None:
    flow = in_meeting(1, 100)
    lost = replace(flow, left={**flow.left, (1, 0): 100})
    so_far = known(flows={(Stage.MEETING, Stage.CONTRACT): lost})

    assert made(so_far).whole.counts[Stage.CONTRACT].expected == pytest.approx(0)


def test_arrivals_are_delayed_each_by_its_own_days() -> None:
    assert delayed([10.0, 0.0, 4.0, 0.0], [0.0, 0.5, 0.25]) == [0.0, 5.0, 2.5, 2.0]


def test_a_share_is_an_eventual_one_and_the_rest_comes_after_the_months_that_are_asked_for() -> None:
    flow = in_meeting(1, 100)
    so_far = known(flows={(Stage.MEETING, Stage.CONTRACT): flow})
    at_the_end = replace(so_far, as_of=datetime(2026, 6, 28, tzinfo=UTC))

    rest_of_june, july = made(at_the_end, months=2).months

    assert rest_of_june.first == date(2026, 6, 28)
    assert rest_of_june.counts[Stage.CONTRACT].expected == pytest.approx(0, abs=0.1)
    assert july.counts[Stage.CONTRACT].expected == pytest.approx(50, abs=1)


# --- capacity ---------------------------------------------------------------------------------------------------------

JUNE = [date(2026, 6, 1) + timedelta(days=ahead) for ahead in range(30)]


def test_first_mails_are_what_the_mailboxes_may_send_less_the_reminders() -> None:
    capacity = Capacity((box("ann", 40), box("bob", 20)))
    pace = replace(STEADY_PACE, sending_days={"ann": 99, "bob": 99})

    planned = first_mails(capacity, pace, JUNE, stock=10_000, refill=0)

    assert sum(planned.mails) == 22 * (40 + 20) / 2


def test_a_new_mailbox_ramps_on_sending_days_only() -> None:
    planned = first_mails(Capacity((box("new", 40),)), STEADY_PACE, JUNE, stock=10_000, refill=0)

    assert [2 * count for count in planned.mails[:8]] == [5, 8, 11, 14, 17, 0, 0, 20]


def test_nothing_is_sent_on_closed_days_and_holidays() -> None:
    closed = ClosedDays("DE", (DateRange(date(2026, 5, 4), date(2026, 5, 8)),))
    capacity = Capacity((box("ann"),), closed=closed)
    may = [date(2026, 5, 1) + timedelta(days=ahead) for ahead in range(31)]

    planned = first_mails(capacity, STEADY_PACE, may, stock=10_000, refill=0)

    sent_on = {day for day, count in zip(may, planned.mails, strict=True) if count}
    # Labour Day, Ascension, Whit Monday; and the week of our own.
    assert sent_on.isdisjoint({date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 25), date(2026, 5, 6)})
    assert len(sent_on) == 21 - 5 - 3


def test_first_mails_stop_where_the_lists_end_and_the_day_is_told() -> None:
    pace = replace(STEADY_PACE, sending_days={"ann": 99})

    planned = first_mails(Capacity((box("ann"),)), pace, JUNE, stock=50, refill=0)

    assert sum(planned.mails) == 50
    assert planned.stock_ends == 2
    assert first_mails(Capacity((box("ann"),)), pace, JUNE, stock=50, refill=20).stock_ends is None


def test_no_more_people_are_written_to_than_their_replies_can_be_worked() -> None:
    pace = replace(STEADY_PACE, sending_days={"ann": 99})
    capacity = Capacity((box("ann", 400),), people=2, replies_per_person=5)

    planned = first_mails(capacity, pace, JUNE, stock=10_000, refill=0)

    # Ten replies a working day, of which one in ten who were written to sends one.
    assert planned.mails[0] == 100
    assert planned.bounds[0] is Bound.PEOPLE


def test_a_mailbox_that_only_follows_up_writes_no_first_mails() -> None:
    follows_up = replace(box("old"), new_per_day=0)

    planned = first_mails(Capacity((follows_up,)), STEADY_PACE, JUNE, stock=10_000, refill=0)

    assert sum(planned.mails) == 0


def test_the_pace_is_that_of_the_last_weeks() -> None:
    weekdays = [AS_OF.date() - timedelta(days=ago) for ago in range(1, 36)]
    sent = {("ann", day): 30 for day in weekdays if day.weekday() in (1, 2, 3)}
    flow = Flow(entered={5: 200})

    seen = observe(
        known(sent=sent, flows={(Stage.MAILED, Stage.REPLIED): flow}), Capacity((box("ann"),)), 0.1
    )

    assert seen.pace.weekdays == {1, 2, 3}
    assert seen.pace.mails_a_person == 15 * 30 / 200
    # From the first day on it sent 30: nine days must have gone before, and ten lead to forty.
    assert seen.pace.sending_days == {"ann": 9 + 15}
    assert seen.pace.used == pytest.approx(450 / (32 + 35 + 38 + 12 * 40))


# --- ranges and money -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mean", [0.3, 2.0, 9.5, 45.0, 300.0])
@pytest.mark.parametrize("spread", [0.6, 1.0, 2.5])
def test_a_range_holds_what_comes_at_least_as_often_as_it_claims(mean: float, spread: float) -> None:
    rng = random.Random(7)
    count = Count(mean, mean * spread)
    foreseen = count.ahead()

    inside = sum(_drawn(count, rng) in foreseen for _ in range(4_000)) / 4_000

    assert inside >= 0.78
    # Whole numbers make the range of a small count wider than it would have to be.
    assert mean < 100 or inside <= 0.84


def _drawn(count: Count, rng: random.Random) -> int:
    """By another way than the program's: trials, or a rate that is itself drawn."""
    if count.variance < count.mean:
        tried = round(count.mean**2 / (count.mean - count.variance)) or 1
        return sum(rng.random() < count.mean / tried for _ in range(tried))
    rate = count.mean
    if count.variance > count.mean:
        scale = (count.variance - count.mean) / count.mean
        rate = rng.gammavariate(count.mean / scale, scale)
    at, number = rng.expovariate(1.0), 0
    while at < rate:
        at, number = at + rng.expovariate(1.0), number + 1
    return number


def test_money_is_the_contracts_times_what_one_is_worth() -> None:
    ahead = money(Count(4.0, 4.0), [1_000_00], 0.0, random.Random(1))

    assert ahead.expected == 4_000_00
    assert (ahead.low, ahead.high) == (2_000_00, 7_000_00)


def test_currencies_are_never_added() -> None:
    contracts = [Signed(date(2026, 1, 1), 100_00, "EUR")] * 6 + [Signed(date(2026, 1, 1), 900_00, "USD")] * 2
    worth = deal(contracts, Goals())

    signed = signed_ahead(Count(8.0, 8.0), worth, random.Random(1))

    assert {currency: ahead.expected for currency, ahead in signed.items()} == {
        "EUR": 600_00,
        "USD": 1_800_00,
    }


def test_the_deal_of_the_configuration_goes_before_what_contracts_came_to() -> None:
    contracts = [Signed(date(2026, 1, 1), 100_00, "EUR")] * 6

    worth = deal(contracts, Goals(deal_cents=500_00, currency="USD"))

    assert list(worth.amounts) == ["USD"]
    assert worth.average("USD") == 500_00


def test_what_is_left_of_a_contract_falls_due_in_its_remaining_months() -> None:
    contract = Signed(
        date(2026, 3, 20), 600_00, "EUR", months=6, starts_on=date(2026, 4, 1), paid_cents=200_00
    )
    months = [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]

    due = due_ahead([contract], months, [{}] * 5, deal([contract], Goals()))

    assert [each["EUR"].expected for each in due] == [100_00, 100_00, 100_00, 100_00, 0]


def test_without_a_deal_there_is_no_money_and_that_is_said() -> None:
    foreseen = made(known(), "ann")

    assert foreseen.whole.signed == {}
    (row,) = (each for each in assumptions(foreseen) if each.key == "deal")
    assert in_words(row.source, "en") == "not known: set [reports] deal"


# --- the whole --------------------------------------------------------------------------------------------------------


def test_the_same_facts_make_the_same_forecast() -> None:
    contracts = tuple(Signed(date(2026, 1, 1), 100_00 * number, "EUR") for number in range(1, 9))
    so_far = known(stock=5_000, contracts=contracts)

    assert made(so_far, "ann").months == made(so_far, "ann").months


def test_with_nothing_observed_everything_is_marked_as_what_it_is() -> None:
    foreseen = made(known(stock=5_000), "ann", goals=Goals({Stage.ACCEPTED: 0.8}))

    sources = {each.key: each.known for each in assumptions(foreseen)}

    assert sources["mailed_to_replied"] == "book"
    assert sources["offered_to_accepted"] == "goal"
    assert sources["meeting_to_contract"] == "guess"
    assert sources["mailboxes"] == "configuration"
    assert Tally(sources.values())["observed"] == 2  # the stock, and that no lead came otherwise


def test_each_assumption_has_a_source_in_both_languages() -> None:
    for each in assumptions(made(known(stock=5_000), "ann")):
        assert in_words(each.source, "en")
        assert in_words(each.source, "ru") != in_words(each.source, "en")
        assert in_words(each.what, "ru")


def test_twice_the_mailboxes_make_twice_the_replies() -> None:
    pace = {(name, AS_OF.date() - timedelta(days=ago)): 40 for name in ("ann", "bob") for ago in range(1, 36)}
    flow = a_hundred_a_day(90, answers_after=3, answers=10)
    so_far = known(flows={(Stage.MAILED, Stage.REPLIED): flow}, sent=pace, stock=100_000)
    nobody_there = replace(
        so_far, flows={(Stage.MAILED, Stage.REPLIED): replace(flow, left={(day, 0): 90 for day in range(90)})}
    )

    one, two = (made(nobody_there, *names).whole.counts for names in (("ann",), ("ann", "bob")))

    assert two[Stage.MAILED].expected == pytest.approx(2 * one[Stage.MAILED].expected)
    assert two[Stage.REPLIED].expected > 1.5 * one[Stage.REPLIED].expected


def test_colleagues_who_are_named_answer_as_well() -> None:
    cold = a_hundred_a_day(90, answers_after=3, answers=10)
    replied = Flow(dict.fromkeys(range(87), 10))
    named = a_hundred_a_day(90, answers_after=2, answers=50)
    named = replace(
        named, entered=dict.fromkeys(range(90), 5), went_on={(day, day - 2): 2 for day in range(2, 90)}
    )
    flows = {(Stage.MAILED, Stage.REPLIED): cold, (Stage.REPLIED, Stage.CONVERSATION): replied}

    without = made(known(flows=flows, stock=10_000), "ann").whole.counts[Stage.REPLIED].expected
    with_them = made(known(flows=flows | {(Stage.REFERRED, Stage.REPLIED): named}, stock=10_000), "ann")

    assert with_them.rates.named_a_reply == pytest.approx(450 / 870)
    assert with_them.whole.counts[Stage.REPLIED].expected > 1.15 * without


# --- looking back -----------------------------------------------------------------------------------------------------


def test_it_looks_back_on_the_last_three_whole_months_and_knows_nothing_of_them() -> None:
    zone = ZoneInfo("Europe/Berlin")
    now = datetime(2026, 6, 17, 9, tzinfo=UTC)

    months = months_before(Period(None, now, now, zone))

    assert [each.first_day for each in months] == [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]
    assert months[-1].until == datetime(2026, 5, 31, 22, tzinfo=UTC)
    assert {each.as_of for each in months} == {now}
    assert known_before(months).as_of == datetime(2026, 2, 28, 23, tzinfo=UTC)


def test_mailboxes_that_had_not_sent_are_unknown_to_the_past() -> None:
    capacity = Capacity((box("ann"), box("bob")))

    then = capacity_then(capacity, known(sent={("ann", date(2026, 5, 5)): 3, ("gone", date(2026, 5, 5)): 3}))

    assert [each.name for each in then.mailboxes] == ["ann"]


@pytest.mark.parametrize(("days_ago", "enough"), [(29, False), (30, True)])
def test_it_takes_a_month_to_learn_from(days_ago: int, enough: bool) -> None:
    flow = Flow({days_ago: 1})

    assert is_learned(known(flows={(Stage.MAILED, Stage.REPLIED): flow})) is enough


def test_errors_are_parts_of_what_came_and_nothing_that_came_has_none() -> None:
    foreseen = made(known(stock=5_000), "ann")
    expected = foreseen.whole.counts[Stage.MAILED].expected
    came = [Came({Stage.MAILED: round(expected / 6)}, {"USD": 500_00}), Came({}, {}), Came({}, {})]

    tested = held_against(foreseen, came)

    *_, whole = tested.of(Stage.MAILED)
    assert whole.error == pytest.approx(5.0, rel=0.01)
    assert not whole.is_inside
    assert tested.of(Stage.MAILED)[1].error is None
    assert [each.came for each in tested.of("USD")] == [500_00, 0, 0, 500_00]
    assert len(tested.held) == 4 * (len(FORESEEN) + 1)
