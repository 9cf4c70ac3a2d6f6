"""Dates in a text: "18 September", "10/12", "26-го", "KW 45", "Friday", "in six weeks", with or without a year.

Each mention becomes the day that the writer means as seen from the day of the message; where the spelling allows two
days (10/12), both are kept and the caller decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.replies.words.calendar import (
    DAY_UNITS,
    MONTH_UNITS,
    MONTHS,
    NUMBERS,
    QUARTERS,
    SHORT_WEEKDAYS,
    WEEK_UNITS,
    WEEKDAYS,
    YEAR_UNITS,
)


class Grain(StrEnum):
    """How much of the calendar the words cover."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DayMention:
    """One date as the writer means it. For a week, month or quarter `day` is its first day."""

    start: int
    end: int
    day: date
    grain: Grain = Grain.DAY
    #: The other reading of a numeric date, or None.
    other: date | None = None
    #: Only a weekday, a bare number or a span was written: the date was counted out.
    counted: bool = False
    #: The weekday that was written does not fit the date.
    contradicts: bool = False
    has_year: bool = False


def _alternatives(words: "dict[str, int]") -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_MONTH = rf"(?:{_alternatives(MONTHS)})"
_WEEKDAY = rf"(?:{_alternatives(WEEKDAYS)})"
_ORDINAL = r"(?:st|nd|rd|th|er|º|\.|-?го|-?е|-?ого|-?му)?"
_YEAR = r"(?:20\d\d)"
_YEAR_BEHIND = rf"(?:,? ?(?:of |de |del )?(?P<year>{_YEAR})\b(?! ?(?:h|uhr|:))(?: ?г(?:ода?|\.)?)?)?"

_ISO = re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d./:-])(?P<a>\d{1,2})(?P<sign>[./-])(?P<b>\d{1,2})(?:(?P=sign)(?P<year>(?:20)?\d\d)(?!\d)"
    r"|(?P=sign)?)(?![\d/:%]|-\d|\.\d)"
)
_DAY_MONTH = re.compile(
    rf"(?<![\d.,:/])(?P<day>\d{{1,2}}){_ORDINAL} ?(?:of |de |d')?(?P<month>{_MONTH})\b\.?{_YEAR_BEHIND}"
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d| ?(?:am|pm"
    rf"|uhr|h\b)){_YEAR_BEHIND}"
)
_BARE_DAY = re.compile(
    r"(?:\b(?:the|on|le|el|día|am|den|dem|vom|с|до|по|от)\b |\b)(?P<day>\d{1,2})(?:(?P<ord>st|nd|rd"
    r"|th)\b|(?P<ru>-?(?:го|ого|е|му)\b| (?:числа|число))|(?P<dot>\.)(?! ?\d))"
    r"|\b(?:le|el|día) (?P<plain>\d{1,2})(?= ?[,.!;\n]|$| (?:et|y|au|al)\b)"
)
_ALONE_WEEKDAY = re.compile(
    rf"\b(?P<next>next|nächste[nr]?|kommende[nr]?|следующ\w+|prochain|próximo|this coming|coming)"
    rf" ?(?P<weekday>{_WEEKDAY})\b|\b(?P<alone>{_WEEKDAY})\b(?P<behind> prochain\w*| que viene|"
    rf" próximo)?"
)
_WEEK = re.compile(
    r"\b(?:kw|kalenderwoche|cw|week|wk|semaine|semana|недел\w+) ?(?P<week>\d{1,2})\b(?! ?(?:недел"
    r"|days|weeks))"
)
_SPAN = re.compile(
    rf"\b(?:in|after|within|through|another|через|спустя|in etwa|in ca\.|nach|dans|d'ici|après"
    rf"|dentro de|en|tras|for|(?:give (?:it|me|us)|leave it)(?: for)?) (?:about |around "
    rf"|approximately |roughly |ungefähr |etwa |environ |unos |unas |примерно |где-то )?"
    rf"(?:(?P<count>\d{{1,2}}|{_alternatives(NUMBERS)}) (?:of )?)?(?:(?P<days>{DAY_UNITS})"
    rf"|(?P<weeks>{WEEK_UNITS})|(?P<months>{MONTH_UNITS})|(?P<years>{YEAR_UNITS})|(?P<half>half a"
    rf" year|halben jahr|полгода|medio año|six mois))\b"
)
_RELATIVE = re.compile(
    r"\b(?P<tomorrow>tomorrow|morgen|demain|завтра|mañana)\b|\b(?P<today>today|heute|aujourd'hui"
    r"|сегодня|hoy)\b"
    r"|\b(?P<next_week>next week|nächste[rn]? woche|kommende[rn]? woche|semaine prochaine|(?:próxima"
    r" semana|semana que viene)|следующ\w+ недел\w+)\b"
    r"|\b(?P<this_week>this week|diese[rn]? woche|cette semaine|esta semana|эт\w+ недел\w+)\b"
    r"|\b(?P<next_month>next month|nächsten monat|kommenden monat|mois prochain|(?:próximo mes|mes"
    r" que viene)|следующ\w+ месяц\w*)\b"
    r"|\b(?P<next_year>next year|nächste[ns]? jahr|kommende[ns]? jahr|(?:l')?an(?:née)? prochaine?"
    r"|(?:próximo año|año que viene)|следующ\w+ год\w*|the new year|new year|neue[ns]? jahr"
    r"|nuevo año|новом году|нового года)\b"
    r"|\b(?P<next_quarter>next quarter|nächste[ns]? quartal|prochain trimestre|trimestre prochain"
    r"|próximo trimestre|следующ\w+ квартал\w*)\b"
)
_QUARTER = re.compile(
    rf"\bq ?(?P<q>[1-4])\b|\b(?P<word>{_alternatives(QUARTERS)})(?:st|nd|rd|th|\.|-?(?:м|й|ем|ом))?"
    rf" (?:quarter|quartal|trimestre|квартал\w*)\b|\b(?:t|quartal|trimestre) ?(?P<t>[1-4])\b"
)
_MONTH_ALONE = re.compile(
    rf"(?P<part>\b(?:early|beginning of|start of|mid-?|middle of|late|end of|(?:зa|в |к )?начал\w+"
    rf"|середин\w+|кон[це]\w+|anfang|mitte|ende|début|mi-?|fin|courant|principios de|mediados de"
    rf"|finales de|primeros de) ?)?(?:\b|(?<=-))(?P<month>{_MONTH})\b\.?(?: (?:of |de"
    rf" )?(?P<year>{_YEAR})\b)?(?! ?\d)"
)
_MIDDLE = re.compile(r"mid|серед|mitte|mi-|mediados")
_LATE = re.compile(r"late|end|кон|ende|fin")
#: Words that are months only where a date is spoken of.
_DOUBTFUL_MONTHS = frozenset("may mar jan jun dec mai ago ene set mars мае мая маю мар май".split())
_MONTH_CUE = re.compile(
    r"(?:\b(?:in|im|en|in early|until|till|by|from|since|after|before|next|around|ab|bis|nach|vor"
    r"|seit|с|до|в|к|после|через|hasta|desde|para|hacia|por|a partir de|d'ici|avant|après|vers"
    r"|jusqu'en|fin|début|mi|of|de|this) ?)\Z"
)


def day_mentions(plain: str, received: date, *, american: bool) -> tuple[DayMention, ...]:
    """All dates in the order of the text; those inside a longer one are left out."""
    found: list[DayMention] = []
    for mention in _all(plain, received, american=american):
        # The weekday beside a date belongs to it and is no date of its own.
        whole = _with_weekday(plain, mention)
        if not any(whole.start < other.end and other.start < whole.end for other in found):
            found.append(whole)
    return tuple(sorted(found, key=lambda mention: mention.start))


def next_working_day(day: date) -> date:
    """`day` itself where it is Monday to Friday, else the Monday after."""
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() >= 5 else day


def _all(plain: str, received: date, *, american: bool) -> Iterator[DayMention]:
    yield from _iso_days(plain)
    yield from _ranges_in_one_month(plain, received)
    yield from _named_days(plain, received)
    yield from _numeric_days(plain, received, american=american)
    yield from _weeks(plain, received)
    yield from _relative(plain, received)
    yield from _quarters(plain, received)
    yield from _months_alone(plain, received)
    yield from _bare_days(plain, received)
    yield from _weekdays_alone(plain, received)


def _iso_days(plain: str) -> Iterator[DayMention]:
    for found in _ISO.finditer(plain):
        day = _date(int(found["year"]), int(found["month"]), int(found["day"]))
        if day:
            yield DayMention(found.start(), found.end(), day, has_year=True)


_RANGE_HEAD = re.compile(
    rf"(?<![\d.,:/-])(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|-?го|-?е|er)? ?(?:-|to|until|till|through"
    rf"|thru|and|&|bis|au|al|по|до|jusqu'au|hasta(?: el)?|и|y|et) ?(?:the |zum |el |le |am )?"
    rf"(?=\d{{1,2}}{_ORDINAL} ?(?:of |de )?{_MONTH}\b|\d{{1,2}}\.\d{{1,2}}\.)"
)
_RANGE_TAIL = re.compile(
    rf"\b(?P<month>{_MONTH})\.? (?P<first>\d{{1,2}})(?:st|nd|rd|th)? ?(?:-|to|until|till|through"
    rf"|thru|and|&) ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?! ?(?:{_MONTH})){_YEAR_BEHIND}"
)


def _ranges_in_one_month(plain: str, received: date) -> Iterator[DayMention]:
    """ "5th-9th October", "с 5 по 18 октября", "October 5-9": the day that has its month elsewhere."""
    for found in _RANGE_HEAD.finditer(plain):
        behind = _DAY_MONTH.match(plain, found.end())
        numeric = None if behind else _NUMERIC.match(plain, found.end())
        month = MONTHS[behind["month"]] if behind else int(numeric["b"]) if numeric else 0
        year = (behind["year"] if behind else numeric["year"] if numeric else None) or ""
        day = _near(received, month, int(found["day"]), _full_year(year))
        if day:
            yield DayMention(found.start(), found.start() + len(found["day"]), day, has_year=bool(year))
    for found in _RANGE_TAIL.finditer(plain):
        for group in ("first", "day"):
            day = _near(received, MONTHS[found["month"]], int(found[group]), _full_year(found["year"]))
            if day:
                start = found.start("month") if group == "first" else found.start(group)
                yield DayMention(start, found.end(group), day, has_year=bool(found["year"]))


def _named_days(plain: str, received: date) -> Iterator[DayMention]:
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for found in pattern.finditer(plain):
            day = _near(received, MONTHS[found["month"]], int(found["day"]), _full_year(found["year"]))
            if day:
                yield DayMention(found.start(), found.end(), day, has_year=bool(found["year"]))


def _numeric_days(plain: str, received: date, *, american: bool) -> Iterator[DayMention]:
    for found in _NUMERIC.finditer(plain):
        a, b, year = int(found["a"]), int(found["b"]), _full_year(found["year"])
        if found["sign"] == "-" and not found["year"]:
            continue
        day_first, month_first = _near(received, b, a, year), _near(received, a, b, year)
        if found["sign"] == "." or not month_first:
            first, other = day_first, None
        elif not day_first:
            first, other = month_first, None
        else:
            first, other = (month_first, day_first) if american else (day_first, month_first)
        if first:
            yield DayMention(
                found.start(),
                found.end(),
                first,
                other=other if other != first else None,
                has_year=bool(found["year"]),
            )


def _weeks(plain: str, received: date) -> Iterator[DayMention]:
    for found in _WEEK.finditer(plain):
        week = int(found["week"])
        this_year = received.isocalendar()
        year = this_year.year if week >= this_year.week - 8 else this_year.year + 1
        try:
            yield DayMention(found.start(), found.end(), date.fromisocalendar(year, week, 1), Grain.WEEK)
        except ValueError:
            continue


def _relative(plain: str, received: date) -> Iterator[DayMention]:
    for found in _SPAN.finditer(plain):
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
                _months_later(received.replace(day=1), 1),
                Grain.MONTH,
                counted=True,
            )
        elif kind == "next_quarter":
            first = received.replace(month=3 * ((received.month - 1) // 3) + 1, day=1)
            yield DayMention(found.start(), found.end(), _months_later(first, 3), Grain.QUARTER, counted=True)
        elif kind == "next_year":
            yield DayMention(
                found.start(), found.end(), date(received.year + 1, 1, 1), Grain.YEAR, counted=True
            )


def _after_span(found: "re.Match[str]", received: date) -> date | None:
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
        return _months_later(received, count) if written or found.group().startswith("через") else None
    if found["years"]:
        return _months_later(received, 12 * count) if written or found.group().startswith("через") else None
    return _months_later(received, 6)


def _quarters(plain: str, received: date) -> Iterator[DayMention]:
    for found in _QUARTER.finditer(plain):
        number = int(found["q"] or found["t"] or 0) or QUARTERS.get(found["word"] or "", 0)
        if not number:
            continue
        first = date(received.year, 3 * number - 2, 1)
        if first <= received:
            first = first.replace(year=received.year + 1)
        yield DayMention(found.start(), found.end(), first, Grain.QUARTER)


def _months_alone(plain: str, received: date) -> Iterator[DayMention]:
    for found in _MONTH_ALONE.finditer(plain):
        word = found["month"]
        if (
            word in _DOUBTFUL_MONTHS
            and not found["part"]
            and not _MONTH_CUE.search(plain, max(0, found.start("month") - 16), found.start("month"))
        ):
            continue
        month, year = MONTHS[word], _full_year(found["year"])
        first = date(year or received.year, month, 1)
        if year is None and (first.year, first.month) < (received.year, received.month):
            first = first.replace(year=received.year + 1)
        part = found["part"] or ""
        # "end of January" asks for patience: the last week rather than the first day.
        day = (
            first.replace(day=25)
            if _LATE.search(part)
            else first.replace(day=15)
            if _MIDDLE.search(part)
            else first
        )
        yield DayMention(found.start(), found.end(), day, Grain.MONTH, has_year=year is not None)


def _bare_days(plain: str, received: date) -> Iterator[DayMention]:
    for found in _BARE_DAY.finditer(plain):
        number = int(found["day"] or found["plain"])
        day = _next_day_of_month(received, number)
        if day:
            yield DayMention(found.start(), found.end(), day, counted=True)


def _weekdays_alone(plain: str, received: date) -> Iterator[DayMention]:
    for found in _ALONE_WEEKDAY.finditer(plain):
        word = found["weekday"] or found["alone"]
        if word in SHORT_WEEKDAYS or word.endswith("days"):
            continue
        ahead = (WEEKDAYS[word] - received.weekday()) % 7 or 7
        day = received + timedelta(days=ahead)
        yield DayMention(found.start(), found.end(), day, counted=True)


_WEEKDAY_BESIDE = re.compile(
    rf"\b(?P<before>{_WEEKDAY})\.?,?(?: (?:the|den|dem|der|le|el|am|dia|día|с|-))? ?\Z"
)
_WEEKDAY_BEHIND = re.compile(rf"\A ?[,(-]? ?(?:it's a |a |ein |это )?(?P<behind>{_WEEKDAY})\b")


def _with_weekday(plain: str, mention: DayMention) -> DayMention:
    """Holds the weekday written beside the date against it; of two readings the one that fits is taken."""
    if mention.grain is not Grain.DAY:
        return mention
    before = _WEEKDAY_BESIDE.search(plain, max(0, mention.start - 20), mention.start)
    behind = _WEEKDAY_BEHIND.match(plain[mention.end : mention.end + 24])
    word = before["before"] if before else behind["behind"] if behind else None
    if word is None or (mention.counted and not before):
        return mention
    start = before.start() if before else mention.start
    end = mention.end if before or not behind else mention.end + behind.end()
    return _held_against(mention, WEEKDAYS[word], start, end)


def _held_against(mention: DayMention, weekday: int, start: int, end: int) -> DayMention:
    fits = [day for day in (mention.day, mention.other) if day is not None and day.weekday() == weekday]
    day = fits[0] if fits else mention.day
    other = None if fits else mention.other
    return DayMention(
        start,
        end,
        day,
        mention.grain,
        other,
        mention.counted,
        not fits and not mention.counted,
        mention.has_year,
    )


def _near(received: date, month: int, day: int, year: int | None) -> date | None:
    """The date, in the year written, else in the year in which it lies nearest ahead (some weeks back allowed)."""
    if year is not None:
        return _date(year, month, day)
    for candidate in (received.year - 1, received.year, received.year + 1):
        found = _date(candidate, month, day)
        if found and found >= received - timedelta(days=62):
            return found
    return None


def _next_day_of_month(received: date, number: int) -> date | None:
    for months in range(3):
        first = _months_later(received.replace(day=1), months)
        day = _date(first.year, first.month, number)
        if day and day > received:
            return day
    return None


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        found = _date(year, month + 1, last)
        if found:
            return found
    return day


def _full_year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) if len(written) == 4 else 2000 + int(written)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
