"""What a list has cost, as people write amounts."""

import pytest

from outreach.prospects.costs import Cost, NotACost, read_cost


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [
        ("250 EUR", 25_000, "EUR"),
        ("EUR 1,250.50", 125_050, "EUR"),
        ("1250,5 eur", 125_050, "EUR"),
        ("1 250 RUB", 125_000, "RUB"),
        ("0usd", 0, "USD"),
    ],
)
def test_an_amount_has_a_currency_before_or_behind_it(text: str, cents: int, currency: str) -> None:
    assert read_cost(text) == Cost(cents, currency)


@pytest.mark.parametrize(
    "text", ["", "250", "EUR", "EUR 1 EUR", "1,5,0 EUR", "-5 EUR", "1.234 567 EUR", "1 €"]
)
def test_anything_else_is_no_amount(text: str) -> None:
    with pytest.raises(NotACost, match="250 EUR"):
        read_cost(text)


def test_an_amount_is_shown_so_that_it_can_be_read_again() -> None:
    assert read_cost(str(Cost(123_456_789, "USD"))) == Cost(123_456_789, "USD")
