"""Dates that are counted from today: "in six weeks", "tomorrow", "next quarter", "Q2"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from outreach.replies.day_mention import DayMention, Grain, alternatives, months_later
from outreach.replies.words.calendar import (
    DAY_UNITS,
    MONTH_UNITS,
    NUMBERS,
    QUARTERS,
    WEEK_UNITS,
    YEAR_UNITS,
)

_SPAN = re.compile(
    rf"\b(?:in|after|within|through|another|через|спустя|in etwa|in ca\.|nach|dans|d'ici|après"
    rf"|dentro de|en|tras|for|(?:give (?:it|me|us)|leave it)(?: for)?) (?:about |around "
    rf"|approximately |roughly |ungefähr |etwa |environ |unos |unas |примерно |где-то )?"
    rf"(?:(?:a |the |about )?(?P<count>\d{{1,2}}|{alternatives(NUMBERS)}) (?:of )?)?(?:(?P<days>{DAY_UNITS})"
    rf"|(?P<weeks>{WEEK_UNITS})|(?P<months>{MONTH_UNITS})|(?P<years>{YEAR_UNITS})|(?P<half>half a"
    rf" year|halben jahr|полгода|medio año|six mois))\b"
)
_RELATIVE = re.compile(
    r"\b(?P<tomorrow>tomorrow|(?<!guten )(?<!gute )morgen|demain|завтра|(?<!la )(?<!esta )mañana)\b"
    r"|\b(?P<today>today|heute|aujourd'hui"
    r"|сегодня|hoy)\b"
    r"|\b(?P<next_week>next week|nächste[rn]? woche|kommende[rn]? woche|semaine prochaine|(?:próxima"
    r" semana|semana que viene)|следующ\w+ недел\w+)\b"
    r"|\b(?P<this_week>this week|all (?:this )?week|(?:the )?whole week|(?:the )?rest of the week"
    r"|die ganze woche|toute la semaine|toda la semana|всю неделю|diese[rn]? woche|cette semaine"
    r"|esta semana|эт\w+ недел\w+)\b"
    r"|\b(?P<next_month>next month|nächsten monat|kommenden monat|mois prochain|(?:próximo mes|mes"
    r" que viene)|следующ\w+ месяц\w*)\b"
    r"|\b(?P<next_year>next year|nächste[ns]? jahr|kommende[ns]? jahr|(?:l')?an(?:née)? prochaine?"
    r"|(?:próximo año|año que viene)|следующ\w+ год\w*|the new year|new year|neue[ns]? jahr"
    r"|nuevo año|новом году|нового года)\b"
    r"|\b(?P<next_quarter>next quarter|nächste[ns]? quartal|prochain trimestre|trimestre prochain"
    r"|próximo trimestre|следующ\w+ квартал\w*)\b"
)
_QUARTER = re.compile(
    rf"\bq ?(?P<q>[1-4])\b|\b(?P<word>{alternatives(QUARTERS)})(?:st|nd|rd|th|\.|-?(?:м|й|ем|ом))?"
    rf" (?:quarter|quartal|trimestre|квартал\w*)\b|\b(?:t|quartal|trimestre) ?(?P<t>[1-4])\b"
)


def relative_days(plain: str, received: date) -> Iterator[DayMention]:
    for found in (*_SPAN.finditer(plain), *_FROM_NOW.finditer(plain)):
        day = _after_span(found, received)
        if day:
            yield DayMention(found.start(), found.end(), day, counted=True)
    for found in _RELATIVE.finditer(plain):
        monday = received - timedelta(days=received.weekday())
        kind = found.lastgroup
        if kind == "tomorrow":
            yield DayMention(found.start(), found.end(), received + timedelta(days=1), counted=True)
        elif kind == "today":
            yield DayMention(found.start(), found.end(), received, counted=True)
        elif kind in ("next_week", "this_week"):
            yield DayMention(
                found.start(),
                found.end(),
                monday + timedelta(days=7 if kind == "next_week" else 0),
                Grain.WEEK,
                counted=True,
            )
        elif kind == "next_month":
            yield DayMention(
                found.start(),
                found.end(),
                months_later(received.replace(day=1), 1),
                Grain.MONTH,
                counted=True,
            )
        elif kind == "next_quarter":
            first = received.replace(month=3 * ((received.month - 1) // 3) + 1, day=1)
            yield DayMention(found.start(), found.end(), months_later(first, 3), Grain.QUARTER, counted=True)
        elif kind == "next_year":
            yield DayMention(
                found.start(), found.end(), date(received.year + 1, 1, 1), Grain.YEAR, counted=True
            )


_FROM_NOW = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{alternatives(NUMBERS)}) (?:(?P<days>{DAY_UNITS})|(?P<weeks>{WEEK_UNITS})"
    rf"|(?P<months>{MONTH_UNITS})"
    rf"|(?P<years>{YEAR_UNITS})) (?:from (?:now|today)|hence)\b"
)


def _after_span(found: re.Match[str], received: date) -> date | None:
    written = found["count"] or ""
    count = int(written) if written.isdigit() else NUMBERS.get(written, 1)
    if found["days"]:
        return received + timedelta(days=count) if written else None
    if found["weeks"]:
        return (
            received + timedelta(weeks=count)
            if written or found.group().startswith(("через", "спустя"))
            else None
        )
    if found["months"]:
        return months_later(received, count) if written or found.group().startswith("через") else None
    if found["years"]:
        return months_later(received, 12 * count) if written or found.group().startswith("через") else None
    return months_later(received, 6)


_NEXT_YEAR = re.compile(
    r"(?: (?:of |of the |des |im |de l'|del |de |в )?(?:next year|nächsten jahres|nächstes jahr"
    r"|année prochaine|an prochain"
    r"|próximo año|año que viene|следующ\w+ год\w*|the following year))\b"
)
_YEAR_BEHIND = re.compile(r"(?: (?:of |de )?|/| ?')(?P<year>(?:20)?\d\d)\b(?![.:/])")
_HALF = re.compile(
    r"\bh(?P<h>[12])\b|\b(?P<first>first half|erste[sn]? halbjahr|1\. halbjahr|premier semestre"
    r"|primer semestre|перв\w+ полугоди\w+)\b"
    r"|\b(?P<second>second half|zweite[sn]? halbjahr|2\. halbjahr|(?:deuxième|second) semestre"
    r"|segundo semestre|втор\w+ полугоди\w+)\b"
)


def quarters(plain: str, received: date) -> Iterator[DayMention]:
    """ "Q2", "third quarter 2027", "the second half of next year": the first day."""
    for found in _QUARTER.finditer(plain):
        number = int(found["q"] or found["t"] or 0) or QUARTERS.get(found["word"] or "", 0)
        if number:
            yield _part_of_year(plain, found, 3 * number - 2, received)
    for found in _HALF.finditer(plain):
        yield _part_of_year(plain, found, 1 if found["first"] or found["h"] == "1" else 7, received)


def _part_of_year(plain: str, found: re.Match[str], month: int, received: date) -> DayMention:
    named = _YEAR_BEHIND.match(plain, found.end())
    following = _NEXT_YEAR.match(plain, found.end())
    end = named.end() if named else following.end() if following else found.end()
    first = date(received.year, month, 1)
    if named and int(named["year"]) % 100 >= received.year % 100:
        first = first.replace(year=2000 + int(named["year"]) % 100)
    elif following or first <= received:
        first = first.replace(year=received.year + 1)
    return DayMention(found.start(), end, first, Grain.QUARTER)
