"""Money is whole hundredths: nothing is lost in a share, nothing is made by rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.handoff.money import added, amount, in_words, part_of, shared_out, told
from outreach.prospects.costs import Cost, NotACost


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [("12000", 1_200_000, "EUR"), ("12,000.50", 1_200_050, "EUR"), ("99.9 usd", 9_990, "USD")],
)
def test_an_amount_has_its_own_currency_or_the_usual_one(text: str, cents: int, currency: str) -> None:
    assert amount(text, "EUR") == Cost(cents, currency)


@pytest.mark.parametrize("text", ["", "-5", "1e3", "12.345", "ten", "5 EUR USD"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotACost):
        amount(text, "EUR")


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(1, 100), min_size=1, max_size=3).map(tuple))
def test_the_shares_always_add_up(cents: int, weights: tuple[int, ...]) -> None:
    parts = shared_out(cents, weights)

    assert sum(parts) == cents
    assert all(
        abs(part * sum(weights) - cents * weight) <= 3 * sum(weights)
        for part, weight in zip(parts, weights, strict=True)
    )


def test_the_cent_that_is_left_over_goes_to_the_first() -> None:
    assert shared_out(101, (50, 50)) == (51, 50)
    assert shared_out(-101, (50, 50)) == (-51, -50)


@pytest.mark.parametrize(
    ("cents", "points", "part"), [(1_001, 5_000, 501), (999, 250, 25), (-1_001, 5_000, -501)]
)
def test_a_percentage_is_rounded_as_people_do(cents: int, points: int, part: int) -> None:
    assert part_of(cents, points) == part


def test_currencies_are_never_added_up() -> None:
    sums = added([Cost(100, "EUR"), Cost(50, "USD"), Cost(1, "EUR")])

    assert told(sums) == "1.01 EUR, 0.50 USD"
    assert in_words(-100, "EUR") == "-1.00 EUR"
