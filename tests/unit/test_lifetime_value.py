"""What a client is worth: how long clients pay, where most of them still do."""

from datetime import date

import pytest

from outreach.reporting.sources.lifetime_value import (
    LEAST_CLIENTS,
    LEAST_FOR_MONTHS_TO_COME,
    Client,
    Reckoned,
    client,
    lifetime_values,
    mean_months,
    seen_up_to,
)

KNOWN_ON = date(2026, 9, 20)


def clients(*months: int, gone: bool = False, currency: str = "EUR", monthly: int = 10_000) -> list[Client]:
    return [Client(currency, each, each * monthly, gone) for each in months]


def paid(*months: int, cents: int = 10_000) -> dict[date, int]:
    return {date(2026, month, 1): cents for month in months}


def test_the_mean_is_that_of_a_published_trial() -> None:
    """6-MP of Freireich et al. 1963, Blood 21:699: R's survfit gives a restricted mean of 23.3 weeks."""
    ended = clients(6, 6, 6, 7, 10, 13, 16, 22, 23, gone=True)
    go_on = clients(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)

    assert mean_months(ended + go_on, 35) == pytest.approx(23.29, abs=0.01)


def test_where_all_are_gone_the_mean_is_the_plain_one() -> None:
    found = clients(0, 2, 4, 10, gone=True)

    assert mean_months(found, 10) == pytest.approx(4.0)


def test_whoever_still_pays_makes_clients_worth_more_than_what_was_paid_so_far() -> None:
    found = clients(*range(1, 11), gone=True) + clients(*range(2, 22))

    [worth] = lifetime_values(found)

    so_far = sum(each.months for each in found) / len(found)
    assert worth.how is Reckoned.KAPLAN_MEIER
    assert worth.months is not None
    assert worth.months > so_far
    assert worth.value_cents == round(worth.months * 10_000)


def test_nothing_is_reckoned_beyond_what_five_clients_were_seen_for() -> None:
    found = clients(30, 12, 11, 10, 9, *([3] * 20))

    assert seen_up_to(found) == 9
    [worth] = lifetime_values(found)
    assert worth.up_to == 9
    assert worth.months == pytest.approx(9.0)


def test_few_clients_are_worth_what_they_paid_and_fewer_nothing_that_can_be_said() -> None:
    [few] = lifetime_values(clients(*[3] * LEAST_CLIENTS))
    [fewer] = lifetime_values(clients(*[3] * (LEAST_CLIENTS - 1)))
    [many] = lifetime_values(clients(*[3] * LEAST_FOR_MONTHS_TO_COME))

    assert (few.how, few.value_cents, few.up_to) == (Reckoned.SO_FAR, 30_000, None)
    assert (fewer.how, fewer.value_cents, fewer.months) == (Reckoned.NOT_ENOUGH_DATA, None, None)
    assert many.how is Reckoned.KAPLAN_MEIER


def test_clients_who_have_not_paid_yet_say_nothing_of_a_month() -> None:
    [worth] = lifetime_values(clients(*[0] * 30))

    assert worth.how is Reckoned.NOT_ENOUGH_DATA


def test_each_currency_is_reckoned_by_itself() -> None:
    found = clients(*[3] * 6) + clients(*[5] * 7, currency="USD", monthly=50_000)

    euro, dollar = lifetime_values(found)

    assert (euro.currency, euro.clients, euro.value_cents) == ("EUR", 6, 30_000)
    assert (dollar.currency, dollar.clients, dollar.value_cents) == ("USD", 7, 250_000)


@pytest.mark.parametrize(
    ("months", "is_gone"), [((4, 5, 6), True), ((5, 6, 7), False), ((), True), ((12,), False)]
)
def test_a_client_is_gone_after_two_whole_months_of_silence(months: tuple[int, ...], is_gone: bool) -> None:
    """July and August are over without a payment, September is not over."""
    found = client(paid(*months), "EUR", won_on=date(2026, 3, 10), known_on=KNOWN_ON)

    assert found.is_gone is is_gone


def test_a_month_that_was_paid_back_is_no_paid_month() -> None:
    found = client(paid(4, 5) | paid(6, cents=0), "EUR", won_on=date(2026, 3, 10), known_on=KNOWN_ON)

    assert (found.months, found.paid_cents) == (2, 20_000)
