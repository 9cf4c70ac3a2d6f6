"""Values and words of a report as text in a language: 12,345 and 7.1 %, 12 345 and 7,1 %.

Thousands and signs are held together by no-break spaces, since a browser would break a line there; a terminal may
translate them with `PLAIN_SPACES`.

Places in words: `{name}` is shown by its kind. `{name:share}` is shown by that unit. `{count:mail|mails}` is the number
with the word that goes with it; Russian has three: `{count:письмо|письма|писем}`. `{count:=was|were}` is only the word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import Formatter
from typing import Any

from outreach.core.untrusted import one_line
from outreach.reporting.page import Unit, Value, Word
from outreach.reporting.rates import Rate
from outreach.reporting.words import LANGUAGES, all_words

#: Before signs and names of units, and between thousands in Russian.
NO_BREAK = "\u00a0"
_NARROW = "\u202f"
PLAIN_SPACES = {ord(NO_BREAK): " ", ord(_NARROW): " "}
#: A share of nobody: nothing to divide by.
NOBODY = "–"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: The decimal sign and what stands between thousands.
_SIGNS = {"en": (".", ","), "ru": (",", _NARROW)}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence: ours, or a name that somebody else wrote."""

    text: str
    is_foreign: bool = False


def shown(value: Value, unit: Unit, language: str) -> str:
    """One value. A number under `DURATION` is seconds, one under `MONEY` whole units; a moment stays in its zone."""
    match value:
        case None:
            return ""
        case Word():
            return in_words(value, language)
        case bool():
            return in_words(Word("yes" if value else "no"), language)
        case str():
            return one_line(value)
        case Rate():
            return _rate(value, unit, language)
        case Mapping():
            return _money(value, language)
        case datetime():
            return f"{_day(value, language)}{NO_BREAK}{value:%H:%M}"
        case date():
            return _day(value, language)
        case timedelta():
            return _duration(value, language)
        case int() | float():
            return _number(value, unit, language)
    return one_line(str(value))


def without_year(day: date, language: str) -> str:
    """`2 Mar`, `02.03`: below charts, where room is short."""
    return f"{day:%d.%m}" if language == "ru" else f"{day.day}{NO_BREAK}{_MONTHS[day.month - 1]}"


def bounds_shown(rate: Rate, language: str) -> str:
    """The interval alone, in per cent: `5.2–9.6`; empty of nobody."""
    if not rate.trials:
        return ""
    bounds = rate.interval()
    places = _places(rate.value or 0)
    return "–".join(_digits(100 * bound, places, language) for bound in (bounds.low, bounds.high))


def in_words(word: Word, language: str) -> str:
    """A label or sentence with its places filled. Raises KeyError where a word or a value for a place is missing."""
    return "".join(piece.text for piece in pieces(word, language))


def pieces(word: Word, language: str) -> Iterator[Piece]:
    """The same in parts, for whoever must mark names that others wrote."""
    template = all_words()[word.key][LANGUAGES.index(language)]
    for text, place, spec, _ in Formatter().parse(template):
        if text:
            yield Piece(text)
        if place is not None:
            yield from _filled(word.about[place], spec or "", language)


def _filled(value: Value, spec: str, language: str) -> Iterator[Piece]:
    if isinstance(value, Word):
        yield from pieces(value, language)
    elif "|" in spec:
        yield Piece(_with_its_noun(value, spec, language))
    else:
        yield Piece(shown(value, Unit(spec or _kind(value)), language), is_foreign=isinstance(value, str))


def _kind(value: Value) -> Unit:
    return Unit.NUMBER if isinstance(value, float) else Unit.RATE if isinstance(value, Rate) else Unit.COUNT


def _with_its_noun(count: int, spec: str, language: str) -> str:
    forms = spec.removeprefix("=").split("|")
    form = forms[_russian_form(count) if language == "ru" else int(count != 1)]
    return form if spec.startswith("=") else f"{_number(count, Unit.COUNT, language)}{NO_BREAK}{form}"


def _russian_form(count: int) -> int:
    """Which of письмо, письма, писем (Unicode CLDR, plural rules of ru)."""
    last, last_two = abs(count) % 10, abs(count) % 100
    if last == 1 and last_two != 11:
        return 0
    return 1 if 2 <= last <= 4 and not 12 <= last_two <= 14 else 2


def _number(value: float, unit: Unit, language: str) -> str:
    match unit:
        case Unit.SHARE | Unit.RATE:
            return f"{_percent(value, language)}{NO_BREAK}%"
        case Unit.DURATION:
            return _duration(timedelta(seconds=value), language)
        case Unit.NUMBER:
            return _digits(value, 1, language)
        case Unit.NAME:
            # The number of a step, an hour: names, never grouped.
            return str(value)
        case Unit.MONEY:
            return _digits(value, 0, language)
    return _digits(value, 0 if float(value).is_integer() else 1, language)


def _digits(value: float, places: int, language: str) -> str:
    point, thousands = _SIGNS[language]
    written = f"{abs(value):,.{places}f}".translate({ord(","): thousands, ord("."): point})
    return f"−{written}" if value < 0 and written.strip(f"0{point}") else written


def _percent(share: float, language: str) -> str:
    return _digits(100 * share, _places(share), language)


def _places(share: float) -> int:
    """One; two below one per cent, where complaints are decided: 0.1 and 0.3 % are limits of providers."""
    return 2 if 0 < abs(share) < 0.00995 else 1


def _rate(rate: Rate, unit: Unit, language: str) -> str:
    if rate.value is None:
        return NOBODY
    value = f"{_percent(rate.value, language)}{NO_BREAK}%"
    if unit is Unit.SHARE:
        return value
    return f"{value} ({bounds_shown(rate, language)})"


def _money(hundredths: Mapping[str, int], language: str) -> str:
    """Each currency apart; hundredths only where there are some."""
    amounts = (
        f"{_digits(cents / 100, 2 if cents % 100 else 0, language)}{NO_BREAK}{one_line(currency, 10)}"
        for currency, cents in sorted(hundredths.items())
    )
    return ", ".join(amounts) or "0"


def _duration(length: timedelta, language: str) -> str:
    """In the largest unit of which there are two, hours from one on."""
    minutes = length.total_seconds() / 60
    if minutes >= 2 * 24 * 60:
        key, count = "duration.days", minutes / 60 / 24
    elif minutes >= 60:
        key, count = "duration.hours", minutes / 60
    else:
        key, count = "duration.minutes", round(minutes)
    places = 1 if count < 10 and not float(count).is_integer() else 0
    written: dict[str, Any] = {"count": _digits(count, places, language)}
    return in_words(Word(key, written), language).replace(" ", NO_BREAK)


def _day(day: date, language: str) -> str:
    if language == "ru":
        return f"{day:%d.%m.%Y}"
    return f"{day.day}{NO_BREAK}{_MONTHS[day.month - 1]}{NO_BREAK}{day.year}"
