"""Telephone numbers: the country told by their spelling, the extension kept, everything else left alone."""

import pytest

from outreach.replies.phones import phone_mentions


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "T: +44 (0)1632 960 331", "+441632960331"),
        ("en", "call 020 7946 0318 ext. 214", "+442079460318 ext. 214"),
        ("en", "(617) 555-0144.", "+16175550144"),
        ("en", "ext. 214, main line is 216-555-0107.", "+12165550107 ext. 214"),
        ("en", "0491 570 156", "+61491570156"),
        ("ru", "8 (863) 000-45-10", "+78630004510"),
        ("ru", "+7 (495) 000-18-44 доб. 27", "+74950001844 ext. 27"),
        ("ru", "внутренний 305, через коммутатор (347) 000-60-60", "+73470006060 ext. 305"),
        ("de", "030 23125 144", "+493023125144"),
        ("de", "0049 30 23125 144", "+493023125144"),
        ("fr", "06 39 98 12 45", "+33639981245"),
        ("es", "91 000 45 67", "+34910004567"),
        ("fr", "01.99.00.45.12", "+33199004512"),
        ("fr", "514 555-0142", "+15145550142"),
        ("de", "+49 (0) 30 / 23125 – 118", "+493023125118"),
        ("ru", "8 029 000-77-31", "+375290007731"),
        ("ru", "044 000-21-12", "+380440002112"),
        ("de", "Fr. Bogdanski, Durchwahl 214", "ext. 214"),
        ("de", "intern 4417", "ext. 4417"),
        ("fr", "voyez Marie, poste 208", "ext. 208"),
        ("ru", "доб. 305", "ext. 305"),
        ("es", "hable con él, anexo 12", "ext. 12"),
        ("en", "just dial x214", "ext. 214"),
    ],
)
def test_a_number_in_a_national_spelling(language: str, text: str, shown: str):
    assert [mention.shown for mention in phone_mentions(text, language=language)] == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "on 13.10.2026",
        "2026-10-13",
        "case 00184421",
        "between 9.15 and 12",
        "10/12/2026",
        "ИНН 7701234567",
        "1,250,000",
    ],
)
def test_a_date_or_an_identifier_is_no_number(text: str):
    assert phone_mentions(text, language="ru" if "ИНН" in text else "en") == ()


def test_a_spelling_of_no_known_country_stays_as_written():
    (mention,) = phone_mentions("ring 555 01 99 please", language="de")

    assert mention.number == "555 01 99"


def test_the_groups_tell_a_country_apart_where_the_digits_do_not():
    (mention,) = phone_mentions("ask for Bernd at 030/23125-77", language="en")

    assert mention.number == "030/23125-77"


def test_the_domain_tells_the_country_where_the_language_does_not():
    (mention,) = phone_mentions("my number is 030 23125 144", language="en", domain="werk.de")

    assert mention.number == "+493023125144"
