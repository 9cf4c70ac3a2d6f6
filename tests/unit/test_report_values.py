"""Numbers, money, days and sentences of reports, as an English and a Russian reader expect them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.reporting.page import Unit, Value, Word
from outreach.reporting.rates import Rate
from outreach.reporting.shown import PLAIN_SPACES, bounds_shown, in_words, pieces, shown
from outreach.reporting.words import all_words


def plain(value: Value, unit: Unit, language: str = "en") -> str:
    return shown(value, unit, language).translate(PLAIN_SPACES)


@pytest.fixture
def words() -> Iterator[dict[str, tuple[str, str]]]:
    """A word may be added to this dictionary; it is gone afterwards."""
    table = all_words()
    before = dict(table)
    yield table
    table.clear()
    table.update(before)


@pytest.mark.parametrize(
    ("value", "unit", "english", "russian"),
    [
        (0, Unit.COUNT, "0", "0"),
        (999, Unit.COUNT, "999", "999"),
        (1234567, Unit.COUNT, "1,234,567", "1 234 567"),
        (-1234, Unit.COUNT, "−1,234", "−1 234"),
        (12.5, Unit.COUNT, "12.5", "12,5"),
        (12.0, Unit.COUNT, "12", "12"),
        (1234.56, Unit.NUMBER, "1,234.6", "1 234,6"),
        (-0.04, Unit.NUMBER, "0.0", "0,0"),
        (0.1, Unit.SHARE, "10.0 %", "10,0 %"),
        (0.0712, Unit.SHARE, "7.1 %", "7,1 %"),
        # Where a tenth of a per cent decides, two places.
        (0.0005, Unit.SHARE, "0.05 %", "0,05 %"),
        (0.00994, Unit.SHARE, "0.99 %", "0,99 %"),
        (0.00996, Unit.SHARE, "1.0 %", "1,0 %"),
        (0, Unit.SHARE, "0.0 %", "0,0 %"),
        (Rate(10, 100), Unit.RATE, "10.0 % (5.5–17.4)", "10,0 % (5,5–17,4)"),
        (Rate(10, 100), Unit.SHARE, "10.0 %", "10,0 %"),
        (Rate(0, 0), Unit.RATE, "–", "–"),
        ({"EUR": 120000}, Unit.MONEY, "1,200 EUR", "1 200 EUR"),
        ({"USD": 150, "EUR": 5}, Unit.MONEY, "0.05 EUR, 1.50 USD", "0,05 EUR, 1,50 USD"),
        ({"EUR": -1050}, Unit.MONEY, "−10.50 EUR", "−10,50 EUR"),
        ({}, Unit.MONEY, "0", "0"),
        (36000.0, Unit.MONEY, "36,000", "36 000"),
        (timedelta(seconds=20), Unit.DURATION, "0 min", "0 мин"),
        (timedelta(minutes=59), Unit.DURATION, "59 min", "59 мин"),
        (timedelta(hours=1, minutes=30), Unit.DURATION, "1.5 h", "1,5 ч"),
        (timedelta(hours=47), Unit.DURATION, "47 h", "47 ч"),
        (timedelta(days=2), Unit.DURATION, "2 d", "2 дн"),
        (timedelta(days=12, hours=13), Unit.DURATION, "13 d", "13 дн"),
        (7200, Unit.DURATION, "2 h", "2 ч"),
        (date(2026, 3, 1), Unit.DAY, "1 Mar 2026", "01.03.2026"),
        (datetime(2026, 3, 1, 9, 5, tzinfo=UTC), Unit.DAY, "1 Mar 2026 09:05", "01.03.2026 09:05"),
        (2026, Unit.NAME, "2026", "2026"),
        (None, Unit.COUNT, "", ""),
        (True, Unit.NAME, "yes", "да"),
        (Word("stage.paid"), Unit.NAME, "paid", "оплата"),
        (Word("total"), Unit.COUNT, "total", "всего"),
    ],
)
def test_a_value_is_written_as_its_reader_writes_it(
    value: Value, unit: Unit, english: str, russian: str
) -> None:
    written = (plain(value, unit, "en"), plain(value, unit, "ru"))

    assert written == (english, russian)


def test_thousands_and_signs_are_not_parted_at_the_end_of_a_line() -> None:
    written = [
        shown(1234567, Unit.COUNT, "ru"),
        shown(0.5, Unit.SHARE, "en"),
        shown({"EUR": 100}, Unit.MONEY, "en"),
    ]

    assert not any(" " in text for text in written)


def test_what_a_stranger_wrote_is_cleaned_and_stays_on_one_line() -> None:
    assert shown("\x1b[31mred\u202e\nnext", Unit.NAME, "en") == "\ufffdred next"


def test_the_interval_stands_alone_too() -> None:
    assert bounds_shown(Rate(10, 100), "ru") == "5,5–17,4"
    assert bounds_shown(Rate(0, 0), "ru") == ""


@pytest.mark.parametrize(
    ("count", "english", "russian"),
    [
        (0, "0 mails", "0 писем"),
        (1, "1 mail", "1 письмо"),
        (2, "2 mails", "2 письма"),
        (5, "5 mails", "5 писем"),
        (11, "11 mails", "11 писем"),
        (12, "12 mails", "12 писем"),
        (21, "21 mails", "21 письмо"),
        (111, "111 mails", "111 писем"),
        (1022, "1,022 mails", "1 022 письма"),
    ],
)
def test_a_number_brings_its_noun_along(
    words: dict[str, tuple[str, str]], count: int, english: str, russian: str
) -> None:
    words["a.mail"] = ("{count:mail|mails}", "{count:письмо|письма|писем}")
    word = Word("a.mail", {"count": count})

    written = [in_words(word, language).translate(PLAIN_SPACES) for language in ("en", "ru")]

    assert written == [english, russian]


def test_a_number_may_only_choose_the_verb(words: dict[str, tuple[str, str]]) -> None:
    words["a.verb"] = ("{count} {count:=was|were} sent", "{count} {count:=отправлено|отправлены|отправлено}")

    assert in_words(Word("a.verb", {"count": 1}), "en") == "1 was sent"
    assert in_words(Word("a.verb", {"count": 3}), "ru") == "3 отправлены"


def test_places_take_words_values_and_names(words: dict[str, tuple[str, str]]) -> None:
    words["a.sentence"] = ("{stage}: {share:share} of {list}, {rate}, {cost:money}", "{list}")
    about = {
        "stage": Word("stage.paid"),
        "share": 0.25,
        "list": "fair {2026}",
        "rate": Rate(1, 4),
        "cost": {"EUR": 100},
    }

    written = in_words(Word("a.sentence", about), "en").translate(PLAIN_SPACES)

    assert written == "paid: 25.0 % of fair {2026}, 25.0 % (4.6–69.9), 1 EUR"


def test_names_that_others_wrote_are_told_apart_from_words_of_ours(words: dict[str, tuple[str, str]]) -> None:
    words["a.inner"] = ("the list {name}", "список {name}")
    words["a.outer"] = ("See {what}, {count}.", "Смотрите {what}, {count}.")
    word = Word("a.outer", {"what": Word("a.inner", {"name": "fair"}), "count": 3})

    foreign = [piece.text for piece in pieces(word, "en") if piece.is_foreign]

    assert foreign == ["fair"]


def test_a_word_that_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        in_words(Word("no.such.word"), "en")
