"""Dates in a text: "18 September", "10/12", "26-го", "KW 45", "Friday", "in six weeks", with or without a year.

Each mention becomes the day that the writer means as seen from the day of the message; where the spelling allows two
days (10/12), both are kept and the caller decides.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from outreach.replies.day_mention import (
    DayMention,
    Grain,
    alternatives,
    date_or_none,
    full_year,
    months_later,
    near,
    next_day_of_month,
)
from outreach.replies.relative_days import quarters, relative_days
from outreach.replies.words.calendar import (
    DAY_WORDS,
    MONTHS,
    SHORT_AFTER_CUE,
    SHORT_WEEKDAYS,
    WEEKDAYS,
    WHICH_WEEK,
)

_MONTH = rf"(?:{alternatives(MONTHS)})"
_WEEKDAY = rf"(?:{alternatives(WEEKDAYS)})"
_DAY_WORD = rf"(?:{alternatives(DAY_WORDS)})"
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
#: "двадцать третьего ноября", "first of December", "quinze janvier".
_WORD_MONTH = re.compile(
    rf"(?<![\w-])(?P<day>{_DAY_WORD}) (?:day )?(?:of |de )?(?P<month>{_MONTH})\b\.?{_YEAR_BEHIND}"
)
_MONTH_DAY = re.compile(
    rf"\b(?P<month>{_MONTH})(?:\.? (?:the )?|\.)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d| ?(?:am|pm"
    rf"|uhr|h\b)){_YEAR_BEHIND}"
)
_BARE_DAY = re.compile(
    r"(?:\b(?:the|on|le|el|día|am|den|dem|vom|с|до|по|от)\b "
    r"|(?<!\d[-.,:/])\b)(?P<day>\d{1,2})(?:(?P<ord>st|nd|rd"
    r"|th)\b|(?P<ru>-?(?:го|ого|е|му)\b| (?:числа|число))|(?P<dot>\.)(?! ?\d))"
    r"|\b(?:le|el|día|du|del|dès le) (?P<plain>\d{1,2})(?= ?[,.!;)\n]|$| (?:et|y|au|al)\b)"
    rf"|\b(?:{alternatives(WEEKDAYS)}),? (?:the )?(?P<beside>\d{{1,2}})(?![\d.:/%]*\d|[.:]?\d| ?(?:am|pm"
    rf"|uhr|h\b|ч\b|час))"
    r"|\b(?:до|после|с|к|от) (?P<word>[а-я]{5,9}цатого|десятого)(?= ?[,.!;)\n]|$| (?:числа|я|и|не)\b)"
)
_ALONE_WEEKDAY = re.compile(
    rf"\b(?P<next>next|nächste[nr]?|kommende[nr]?|следующ\w+|prochain|próximo|this coming|coming)"
    rf" ?(?P<weekday>{_WEEKDAY})\b"
    rf"|\b(?P<later>(?:a )?week on )?(?P<alone>{_WEEKDAY})\b(?P<behind> prochain\w*| que viene|"
    rf" próximo)?(?P<week> week\b)?"
)
_WEEK = re.compile(
    r"\b(?:kw|kalenderwochen?|cw|weeks?|wk|semaine|semana|недел\w+) ?(?P<week>\d{1,2})(?: ?(?:-|/|\+|&"
    r"|und|and|bis|to|et|y|и|au) ?(?:kw ?)?(?P<last>\d{1,2}))?\b(?! ?(?:недел"
    r"|days|weeks))"
)
_WEEK_OF_MONTH = re.compile(
    rf"\b(?P<which>{alternatives(WHICH_WEEK)}) (?:full |ganze |volle |полн\w+ )?(?:week|woche|semaine"
    rf"|semana|недел\w+)"
    rf" (?:of |in |im |de |en |des )?(?:the )?(?P<month>{_MONTH})\b|"
    rf"\b(?P<which2>{alternatives(WHICH_WEEK)}) (?P<month2>{_MONTH})woche\b"
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
_DOUBTFUL_MONTHS = frozenset(
    "лютий лютого лютому may mar jan jun dec mai ago ene set mars мае мая маю мар май".split()
)
_MONTH_CUE = re.compile(
    r"(?:\b(?:in|im|en|in early|until|till|by|from|since|after|before|next|around|ab|bis|nach|vor"
    r"|seit|с|до|в|к|после|через|hasta|desde|para|hacia|por|a partir de|d'ici|avant|après|vers"
    r"|jusqu'en|fin|début|mi|of|de|this) ?)\Z"
)


def day_mentions(plain: str, received: date, *, american: bool) -> tuple[DayMention, ...]:
    """All dates in the order of the text; those inside a longer one are left out."""
    found: list[DayMention] = []
    _add(plain, found, _with_month(plain, received, american=american))
    # "Closed on 7 and 8 December, back on Wednesday 9": a number without a month takes that of the date before it.
    _add(plain, found, _bare_days(plain, received, tuple(found)))
    _add(plain, found, _weekdays_alone(plain, received))
    return tuple(sorted(found, key=lambda mention: mention.start))


def _add(plain: str, found: list[DayMention], mentions: Iterator[DayMention]) -> None:
    for mention in mentions:
        # The weekday beside a date belongs to it and is no date of its own.
        whole = _with_weekday(plain, mention)
        if not any(whole.start < other.end and other.start < whole.end for other in found):
            found.append(whole)


def _with_month(plain: str, received: date, *, american: bool) -> Iterator[DayMention]:
    yield from _iso_days(plain)
    yield from _ranges_in_one_month(plain, received)
    yield from _named_days(plain, received)
    yield from _numeric_days(plain, received, american=american)
    yield from _weeks(plain, received)
    yield from _weeks_of_months(plain, received)
    yield from quarters(plain, received)
    yield from relative_days(plain, received)
    yield from _months_alone(plain, received)
    yield from _years_alone(plain, received)


def _iso_days(plain: str) -> Iterator[DayMention]:
    for found in _ISO.finditer(plain):
        day = date_or_none(int(found["year"]), int(found["month"]), int(found["day"]))
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
        day = near(received, month, int(found["day"]), full_year(year))
        if day:
            yield DayMention(found.start(), found.start() + len(found["day"]), day, has_year=bool(year))
    for found in _RANGE_TAIL.finditer(plain):
        for group in ("first", "day"):
            day = near(received, MONTHS[found["month"]], int(found[group]), full_year(found["year"]))
            if day:
                start = found.start("month") if group == "first" else found.start(group)
                yield DayMention(start, found.end(group), day, has_year=bool(found["year"]))


def _named_days(plain: str, received: date) -> Iterator[DayMention]:
    for pattern in (_DAY_MONTH, _WORD_MONTH, _MONTH_DAY):
        for found in pattern.finditer(plain):
            number = DAY_WORDS.get(found["day"]) or int(found["day"])
            day = near(received, MONTHS[found["month"]], number, full_year(found["year"]))
            if day:
                yield DayMention(found.start(), found.end(), day, has_year=bool(found["year"]))


def _numeric_days(plain: str, received: date, *, american: bool) -> Iterator[DayMention]:
    for found in _NUMERIC.finditer(plain):
        a, b, year = int(found["a"]), int(found["b"]), full_year(found["year"])
        if found["sign"] == "-" and not found["year"]:
            continue
        day_first, month_first = near(received, b, a, year), near(received, a, b, year)
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
        first = "week"
        for group in ("week", "last") if found["last"] else ("week",):
            monday = _monday_of(int(found[group]), received)
            start = found.start() if group == first else found.start(group)
            if monday:
                yield DayMention(start, found.end(group), monday, Grain.WEEK)


def _monday_of(week: int, received: date) -> date | None:
    this_year = received.isocalendar()
    year = this_year.year if week >= this_year.week - 8 else this_year.year + 1
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _weeks_of_months(plain: str, received: date) -> Iterator[DayMention]:
    """ "The second week of January" begins with its second Monday."""
    for found in _WEEK_OF_MONTH.finditer(plain):
        which, month = (
            WHICH_WEEK[found["which"] or found["which2"]],
            MONTHS[found["month"] or found["month2"]],
        )
        first = near(received, month, 28, None)
        if first is None:
            continue
        monday = first.replace(day=1) + timedelta(days=(-first.replace(day=1).weekday()) % 7)
        day = monday + timedelta(weeks=which - 1) if which > 0 else monday + timedelta(weeks=4)
        if day.month != month:
            day -= timedelta(weeks=1)
        yield DayMention(found.start(), found.end(), day, Grain.WEEK)


def _months_alone(plain: str, received: date) -> Iterator[DayMention]:
    for found in _MONTH_ALONE.finditer(plain):
        word = found["month"]
        if (
            word in _DOUBTFUL_MONTHS
            and not found["part"]
            and not _MONTH_CUE.search(plain, max(0, found.start("month") - 16), found.start("month"))
        ):
            continue
        month, year = MONTHS[word], full_year(found["year"])
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


_YEAR_ALONE = re.compile(r"\b(?:in|until|im jahr|ab|en|à partir de|para|в) (?P<year>20\d\d)\b(?![/-])")


def _years_alone(plain: str, received: date) -> Iterator[DayMention]:
    for found in _YEAR_ALONE.finditer(plain):
        first = date(int(found["year"]), 1, 1)
        if first > received:
            yield DayMention(found.start(), found.end(), first, Grain.YEAR, has_year=True)


def _bare_days(plain: str, received: date, dated: tuple[DayMention, ...]) -> Iterator[DayMention]:
    for found in _BARE_DAY.finditer(plain):
        written = found["day"] or found["plain"] or found["beside"] or ""
        number = int(written) if written else DAY_WORDS.get(found["word"] or "", 0)
        earlier = [m.day for m in dated if m.end <= found.start() and m.grain is Grain.DAY and not m.counted]
        day = next_day_of_month(max([received, *earlier[-1:]]), number) if number else None
        if day:
            beside = found["beside"] is not None
            start = found.start("beside") if beside else found.start()
            yield DayMention(start, found.end(), day, counted=True)


_SHORT_CUE = re.compile(
    r"\b(?:back|returning|return|on|until|till|til|by|from|next|this|wieder|bis|ab|am|в|до|с|к|на"
    r"|со)(?: the)? \Z"
)
_CLAUSE_ENDS = re.compile(
    r"\.?(?: ?[,;:!?)\n]| ?$|\.| (?:and|und|и|at|um|am|pm|morning|früh|wieder|then|if)\b)"
)


def _weekdays_alone(plain: str, received: date) -> Iterator[DayMention]:
    for found in _ALONE_WEEKDAY.finditer(plain):
        word = found["weekday"] or found["alone"]
        if word.endswith("days"):
            continue
        if word in SHORT_WEEKDAYS and not _is_a_short_weekday(plain, found, word):
            continue
        ahead = (WEEKDAYS[word] - received.weekday()) % 7 or 7
        ahead += 7 if found["later"] or found["week"] else 0
        day = received + timedelta(days=ahead)
        yield DayMention(found.start(), found.end(), day, counted=True)


def _is_a_short_weekday(plain: str, found: re.Match[str], word: str) -> bool:
    """ "Back Mon.", "до пт", "bis Do": the short form where only a day can stand."""
    return (
        word in SHORT_AFTER_CUE
        and _SHORT_CUE.search(plain, max(0, found.start() - 14), found.start()) is not None
        and _CLAUSE_ENDS.match(plain, found.end()) is not None
    )


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
    if not fits and mention.counted:
        # "Monday the 7th" said in November may be that of December.
        day = next((later for later in _same_number(mention.day) if later.weekday() == weekday), mention.day)
        fits = [day] if day.weekday() == weekday else []
    return replace(
        mention,
        start=start,
        end=end,
        day=day,
        other=None if fits else mention.other,
        contradicts=not fits,
    )


def _same_number(day: date) -> Iterator[date]:
    for months in (1, 2):
        later = months_later(day, months)
        if later.day == day.day:
            yield later
