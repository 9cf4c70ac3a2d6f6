"""Where a recipient is: zone and country as the list says, else by domain, else as configured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sequences.zones import country_of, zone_of, zone_of_country

DEFAULT = "Europe/London"


def zone(time_zone: str | None = None, country: str | None = None, address: str = "a@acme.example") -> str:
    return zone_of(time_zone=time_zone, country=country, address=address, default=DEFAULT).key


def test_the_list_has_the_first_word_then_the_country_then_the_domain_then_the_default() -> None:
    assert zone("Asia/Tokyo", "FR", "a@acme.de") == "Asia/Tokyo"
    assert zone(None, "FR", "a@acme.de") == "Europe/Paris"
    assert zone(None, None, "a@acme.de") == "Europe/Berlin"
    assert zone() == DEFAULT


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("US", "America/New_York"),
        ("us", "America/New_York"),
        ("RU", "Europe/Moscow"),
        ("DE", "Europe/Berlin"),
        ("UA", "Europe/Kyiv"),
        ("GB", "Europe/London"),
        ("UK", "Europe/London"),
        ("PL", "Europe/Warsaw"),
        ("IN", "Asia/Kolkata"),
        ("XX", None),
        ("Germany", None),
        ("", None),
        (None, None),
    ],
)
def test_a_country_has_the_zone_where_most_of_its_business_is(
    country: str | None, expected: str | None
) -> None:
    assert zone_of_country(country) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a@acme.co.uk", "Europe/London"),
        ("a@acme.ru", "Europe/Moscow"),
        ("a@acme.su", "Europe/Moscow"),
        ("a@xn--e1afmkfd.xn--p1ai", "Europe/Moscow"),
        ("a@acme.jp", "Asia/Tokyo"),
        ("a@acme.com", DEFAULT),
        ("a@acme.io", DEFAULT),
        ("a@acme.ai", DEFAULT),
        ("a@acme.co", DEFAULT),
        ("a@acme.eu", DEFAULT),
        ("a@acme.museum", DEFAULT),
    ],
)
def test_a_national_domain_tells_the_country_and_a_fashionable_one_nothing(
    address: str, expected: str
) -> None:
    assert zone(address=address) == expected


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "Mars/Olympus",
        "../../etc/passwd",
        "/etc/passwd",
        "Europe",
        "Europe/",
        ".",
        "..",
        "zone.tab",
        "a\0b",
        "a" * 5_000,
        "Europe/Berlin\n",
        "+03:00",
        "\ud800",
    ],
)
def test_a_name_that_is_no_zone_counts_as_not_given(nonsense: str) -> None:
    assert zone(nonsense, "FR") == "Europe/Paris"


@pytest.mark.parametrize(
    ("country", "address", "default", "expected"),
    [
        ("FR", "a@acme.de", "US", "FR"),
        ("fr", "a@acme.de", "US", "FR"),
        ("Germany", "a@acme.fr", "US", "DE"),
        ("UK", "a@acme.fr", None, "GB"),
        (None, "a@acme.co.uk", "US", "GB"),
        (None, "a@acme.de", None, "DE"),
        (None, "a@acme.su", None, "RU"),
        (None, "a@xn--e1afmkfd.xn--p1ai", None, "RU"),
        ("Atlantis", "a@acme.de", None, "DE"),
        ("Atlantis", "a@acme.example", "US", "US"),
        (None, "a@acme.io", "US", "US"),
        (None, "a@acme.eu", None, None),
        ("", "a@acme.com", None, None),
    ],
)
def test_the_country_is_told_by_the_list_then_the_domain_then_the_default(
    country: str | None, address: str, default: str | None, expected: str | None
) -> None:
    assert country_of(country=country, address=address, default=default) == expected


@given(st.text(max_size=40), st.text(max_size=5))
def test_no_text_is_a_fault(time_zone: str, country: str) -> None:
    assert zone(time_zone, country)
    assert country_of(country=country, address=f"a@acme.{time_zone}", default="DE")
