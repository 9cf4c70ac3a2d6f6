"""When an absent person is back: the first working day, and whether that is sure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from outreach.replies.day_mention import DayMention, Grain, alternatives, months_later, next_working_day
from outreach.replies.days import day_mentions
from outreach.replies.words.calendar import DAY_UNITS, MONTHS, NUMBERS, WEEK_UNITS

#: Nobody's automatic reply speaks of more.
_LONGEST_ABSENCE = timedelta(days=430)


@dataclass(frozen=True, slots=True)
class ReturnDay:
    """The first working day back."""

    day: date | None = None
    #: False: there is a date, but the words allow another.
    sure: bool = True


class _Role(StrEnum):
    BACK = "back"
    END = "end"
    START = "start"


_BACK_BEFORE = re.compile(
    r"(?:\b(?:back|home|return\w*|re-?open\w*|(?:open|opens|up and running|in the office|online|at (?:my"
    r"|the) desk)"
    r"(?: up)?(?: again)?|resum\w+|(?:reachable|available|around|in) again|first (?:working )?day|see you"
    r"|normal service"
    r"|(?:speak|talk)(?: to you)?(?: again)?|reconnect\w*|(?:pick (?:it|this|them|things|e-?mails?) up"
    r"|catch up)"
    r"|(?:reply|respond|answer|read|deal with|get back to|attend to|look at|get to)(?:"
    r" (?:to )?(?:you|it|this|them|yours?(?: \w+)?|all \w+|e-?mails?|messages?))?(?: (?:on|from|again"
    r"|properly))?)\b[^\n.]{0,36}"
    r"|\b(?:not|won'?t|n't) (?:be )?(?:return\w*|back|reopen\w*)[^\n.]{0,18}\b(?:until|till"
    r"|before)\b[^\n.]{0,12}"
    r"|\b(?:вернусь|вернется|вернемся|возвращаюсь|возвращаемся|возвращение|возврат|выйду|выхожу|выйдет|выйдем"
    r"|выходим|выход на работу|(?:буду|будем|будет)(?! (?:отсутств|недоступ|не |в (?:отпуске|командировке"
    r"|отъезде|разъездах)|закрыт))"
    r"|приступ\w+|первый рабочий день|возобнов\w+|снова|опять|откро\w+|открыва\w+|работаем|появлюсь|появимся"
    r"|увидимся|до встречи|ждите|жду|на связи|на месте|в офисе|в строю|доступ\w+|прочту|прочитаю"
    r"|прочитать|ответить"
    r"|отвечу|отвечаю|ответим|отпишусь|перезвоню|приеду|прилечу|прилетаю"
    r"|повернус[ья]|повернемось|буду на роботі|вийду|відповім)\b[^\n.]{0,48}"
    r"|\b(?:wieder|zurück\w*|rückkehr|(?:sehen|lesen|hören|sprechen) uns|beantwort\w+|antworte\w*"
    r"|melde mich|lese ich|bearbeite\w*"
    r"|öffnen|geöffnet|ansprechbar|erreichen sie mich|erreichbar|im büro|im haus|am platz|im dienst"
    r"|an bord|retour|z'?rugg"
    r"|ab(?= (?:dem|montag|dienstag|mittwoch|donnerstag|freitag|\d))"
    r"|erst (?:am|wieder)|ab)\b[^\n.]{0,48}"
    r"|\b(?:de retour|retour|repr\w+|rouvr\w+|réouverture|rouvre\w*|rentr\w+|ouvr\w+|(?:se"
    r"|nous) (?:retrouv\w+|rever\w+)"
    r"|répond\w+|reviendr\w+|recontacter\w+|lirai|traiter\w+|de nouveau|à nouveau"
    r"|(?:serai|serons|sera) (?:là|au bureau|présente?s?|disponibles?|joignables?|opérationnel\w*"
    r"|de nouveau|à nouveau|sur pied)"
    r"|à partir du|dès le|revien\w+)\b[^\n.]{0,48}"
    r"|\b(?:vuelv\w+|volver\w+|volvemos|regres\w+|reincorpor\w+|incorpor\w+|reabri\w+|abri(?:mos|remos)"
    r"|retom\w+|reanud\w+"
    r"|nos vemos|atender\w+|responder\w+|contestar\w+|leeré|de vuelta|a partir del|de nuevo"
    r"|estoy de (?:vuelta|regreso)"
    r"|(?:estaré|estaremos|estará) (?:de vuelta|disponibles?|de regreso|de nuevo|otra vez|en la oficina"
    r"|operativ\w+)"
    r"|retorno|vuelta)\b[^\n.]{0,48})\Z"
)
_BACK_BEHIND = re.compile(
    r"\A[^\n.]{0,14}\b(?:i(?:'ll| will) be back|am back|wieder (?:für|da|im|zurück|erreichbar"
    r"|persönlich)|bin ich (?:wieder|zurück)|буду (?:на|в)|выхожу|выйду|на месте|je serai de retour"
    r"|de retour|estaré de vuelta|vuelvo|is (?:the|my) first|можно|снова)\b"
    r"|\A[^\n.]{0,44}\b(?:zurück|zurückkehren|wieder (?:da|im (?:büro|haus|einsatz|dienst)|erreichbar"
    r"|zurück|für sie da)|retour)\b"
    r"|\A[^\n.]{0,30}\b(?:(?:i'm|i am|i'll be|we're|we are) (?:back|in)|is when (?:i|we)|talk then"
    r"|speak then|see you then)\b"
)
#: The sentence says when somebody is away, or which days they work, not when they are back.
_AWAY = re.compile(
    r"\b(?:not (?:be )?(?:available|around|reachable|in|open|at)|won'?t be|unavailable|no estar\w+"
    r"|no atender\w+|no abrir\w+"
    r"|ne (?:sera|serai|serons) pas|nicht (?:erreichbar|im|da|geöffnet|besetzt|verfügbar)|не (?:буду"
    r"|будет|будем|работаем|доступ\w+|на связи))\b"
)
_WORKING_DAYS = re.compile(
    r"\b(?:(?:i|we) (?:only |usually |normally |generally |now |currently )?work|my (?:normal "
    r"|usual )?(?:working|office) (?:days|hours|week)"
    r"|working (?:pattern|hours|days)|part[- ]time|office hours|opening hours|(?:i'm"
    r"|i am) (?:only )?(?:in|here|at my desk)(?: the office)? (?:on )?\w+day"
    r"|i (?:don't|do not) work"
    r"|ich arbeite|arbeitstag\w*|arbeitszeit\w*|bürozeiten|öffnungszeiten|teilzeit"
    r"|erreichen sie mich (?:immer|jeweils|in der regel)|bin (?:immer|jeweils)"
    r"|je travaille|je (?:suis|ne suis) (?:présente?|là) (?:du|les|que)|temps partiel|mes jours|horaires"
    r"|trabajo (?:de|los|solo|sólo)|mi horario|horario|jornada"
    r"|я? ?работаю (?:с|по|только|пн|вт)|рабочие дни|часы работы|график)\b[^\n]{0,60}\Z"
)
#: Closed on one day only: back on the next.
_CLOSED_ON = re.compile(
    r"\b(?:closed|shut|holiday|day off|off|geschlossen|feiertag|frei|ferm[ée]\w*|férié|cerrad\w+|festivo"
    r"|feriado|закрыт\w*|выходной|не работаем"
    r"|не работает)\b"
)
#: The day after the date in front of it.
_DAY_AFTER = re.compile(
    r"\b(?:the (?:following|next)(?: working| business)? day|the day after(?! tomorrow)"
    r"|(?:am )?tag (?:darauf|danach)|darauf ?folgenden (?:werk|arbeits)?tag"
    r"|am (?:nächsten|folgenden) (?:werk|arbeits)?tag|lendemain|jour (?:ouvré |ouvrable )?suivant"
    r"|al día siguiente|(?:el )?día (?:hábil |laborable )?siguiente"
    r"|на следующий (?:рабочий )?день|на другой день)\b"
)
#: How long an absence lasts that began on the day in front of it or behind it.
_LASTS = re.compile(
    rf"\b(?:for|на|сроком на|für|pendant|pour|durant|por|durante|de) (?P<count>\d{{1,2}}"
    rf"|{alternatives(NUMBERS)}) (?:\w+ )?"
    rf"(?:(?P<days>{DAY_UNITS})|(?P<weeks>{WEEK_UNITS}))\b"
)
_UNTIL = r"(?:until|till|til|through|bis(?: zum)?|до|jusqu'(?:à|au)|hasta(?: el)?)"
#: "Until the end of the month".
_UNTIL_THE_END = re.compile(
    rf"\b{_UNTIL} (?:the )?(?:very )?(?:end of|ende|(?:la )?fin(?:al(?:es)?)? (?:de|du|des)|конца"
    rf"|кінця)(?: of)? (?:the |this |der |des |dieses |dieser |la |el |ce |cette |этой |этого |этого )?"
    rf"(?:(?P<week>week|woche|semaine|semana|недели|тижня)|(?P<month>month|monats|mois|mes|месяца|місяця)"
    rf"|(?P<year>year|jahres?|année|l'année|año|года|року)"
    rf"|(?P<named>{alternatives(MONTHS)}))\b|\b{_UNTIL} (?:zum )?(?:(?P<monatsende>monatsende)"
    rf"|(?P<jahresende>jahresende)|(?P<wochenende>wochenende))\b"
)
_END_BEFORE = re.compile(
    r"(?:\b(?P<until>(?:until|till|til)(?: and (?:with|including))?|up to(?: and including)?|bis(?: zum"
    r"| einschließlich| einschl\.| inkl\.| zu| und"
    r" mit)*|до(?: конца)?|jusqu'(?:au|à|en)|hasta(?: el)?|au|al|to|and|и|bis zum)"
    r"|\b(?P<through>through|thru|по|inclusive of)|(?P<dash>-))"
    r" ?(?:and including |including |the |le |el |den |dem |zum |am |einschließlich |einschl\. "
    r"|einschl |inkl\. |включительно |\w{2,10}, )?\Z"
)
_INCLUSIVE = re.compile(
    r"\b(?:inclusive|inclusively|incl|inkl|inklusive|einschließlich|einschl|включительно|inclus"
    r"|incluse|compris|incluido|inclusive|including|through|thru|по|close of (?:business|play)"
    r"|end of (?:the )?day|eod|cob)\b"
)
_EXCLUSIVE = re.compile(
    r"\bnot (?:\w+ )?(?:until|before|till)\b|\bне (?:ранее|раньше)\b|\bnicht vor\b|\bpas avant\b"
    r"|\bno antes\b"
)
_START_BEFORE = re.compile(
    r"\b(?:from|starting|beginning|since|as of|effective|between|of|vom|von|seit|ab|с|со|du|depuis"
    r"|dès|à partir du|del|desde(?: el)?|on|shut at noon on|closed on|started)(?: the| le| el|"
    r" dem| \w{2,10},)? ?\Z"
)
_START_BEFORE_ONLY = re.compile(
    r"\b(?:from|starting|beginning|since|as of|effective|vom|von|seit|ab|с|со|du|depuis|dès|à partir du"
    r"|del|desde(?: el)?)"
    r"(?: the| le| el| dem| \w{2,10},)? ?\Z"
)
_AFTER_BEFORE = re.compile(r"\b(?:after|nach(?: dem)?|после|après(?: le)?|después del?|tras el) ?\Z")
_MAILBOX = re.compile(r"(?:mailbox|account|удал[её]н|ящик|deleted|gelöscht|supprim|elimin)[^\n]{0,40}\Z")
_THIS_WEEK = re.compile(
    r"\b(?:this week|all (?:this )?week|(?:the )?whole week|the week|die ganze woche|toute la semaine"
    r"|toda la semana|всю неделю|diese woche|cette semaine|esta semana|эту неделю|на этой"
    r" неделе|the rest of the week)\b"
)


_AND_NEXT = re.compile(
    r" (?:and (?:the )?next|und (?:die )?nächste|et la (?:suivante|prochaine)|y la (?:próxima|siguiente"
    r"|que viene)|и (?:на )?следующ\w+)\b"
)


def return_day(plain: str, received: date, *, american: bool) -> ReturnDay:
    """What the text of an absence notice says. `plain` as rules read it; `received` in the recipient's zone."""
    mentions = [
        m for m in day_mentions(plain, received, american=american) if m.grain in (Grain.DAY, Grain.WEEK)
    ]
    mentions = [m for m in mentions if not _is_working_time(plain, m)]
    roles = [_role(plain, mention, mentions) for mention in mentions]
    backs, ends = [], []
    for mention, role in zip(mentions, roles, strict=True):
        if role is _Role.END:
            ends.append(_after_end(plain, mention, received))
    for mention, role in zip(mentions, roles, strict=True):
        if role is _Role.BACK:
            backs.append(_as_return(_counted_from(mention, mentions), plain))
    ends += [*_ends_of_periods(plain, received), *_after_spans(plain, mentions)]
    backs += [*_after_weeks(plain, mentions, received), *_days_after(plain, mentions)]
    backs = [found for found in backs if _plausible(found, received)]
    ends = [found for found in ends if _plausible(found, received)]
    if backs:
        return _agreed(backs, ends)
    if ends:
        return _latest(ends)
    return _after_one_day_off(plain, mentions, received)


def guessed_return_day(plain: str, received: date, *, american: bool) -> ReturnDay:
    """For what is known to be an absence notice: the only day ahead that it names, never sure."""
    ahead = [
        m
        for m in day_mentions(plain, received, american=american)
        if m.grain is Grain.DAY and m.day > received and not _is_working_time(plain, m)
    ]
    if len({m.day for m in ahead}) != 1 or _role(plain, ahead[0], ahead) is _Role.START:
        return ReturnDay()
    before, sentence = _before(plain, ahead[0]), plain[slice(*_sentence(plain, ahead[0].start))]
    if _AWAY.search(sentence) or _START_BEFORE.search(before) or _MAILBOX.search(before):
        return ReturnDay()
    return ReturnDay(next_working_day(ahead[0].day), sure=False)


def _sentence(plain: str, position: int) -> tuple[int, int]:
    end = plain.find("\n", position)
    return plain.rfind("\n", 0, position) + 1, len(plain) if end < 0 else end


def _before(plain: str, mention: DayMention) -> str:
    return plain[max(_sentence(plain, mention.start)[0], mention.start - 60) : mention.start]


def _is_working_time(plain: str, mention: DayMention) -> bool:
    """ "I work Tuesday to Thursday": weekdays of every week."""
    start = _sentence(plain, mention.start)[0]
    return mention.counted and _WORKING_DAYS.search(plain, start, mention.start) is not None


def _counted_from(mention: DayMention, mentions: list[DayMention]) -> DayMention:
    """ "Away from 2 to 13 November, back on Monday": the Monday behind the absence, not the next one."""
    dated = [m.day for m in mentions if not m.counted and m.grain is Grain.DAY and m.end <= mention.start]
    if not mention.counted or mention.grain is not Grain.DAY or not dated or mention.day > max(dated):
        return mention
    weeks = (max(dated) - mention.day).days // 7 + 1
    return replace(mention, day=mention.day + timedelta(weeks=weeks))


def _ends_of_periods(plain: str, received: date) -> Iterator[ReturnDay]:
    for found in _UNTIL_THE_END.finditer(plain):
        if found["week"] or found["wochenende"]:
            last = received + timedelta(days=6 - received.weekday())
        elif found["year"] or found["jahresende"]:
            last = date(received.year, 12, 31)
        else:
            month = MONTHS[found["named"]] if found["named"] else received.month
            year = received.year + (month < received.month)
            last = months_later(date(year, month, 1), 1) - timedelta(days=1)
        yield ReturnDay(_first_after(last), sure=True)


def _first_after(last: date) -> date:
    return next_working_day(last + timedelta(days=1))


def _after_spans(plain: str, mentions: list[DayMention]) -> Iterator[ReturnDay]:
    """ "С 16 ноября в отпуске на 14 календарных дней": the day named is the first of so many."""
    for found in _LASTS.finditer(plain):
        start, end = _sentence(plain, found.start())
        named = [m for m in mentions if start <= m.start < end and m.grain is Grain.DAY and not m.counted]
        if len(named) == 1:
            written = found["count"]
            count = int(written) if written.isdigit() else NUMBERS[written]
            last = named[0].day + timedelta(days=(count if found["days"] else 7 * count) - 1)
            yield ReturnDay(_first_after(last), sure=bool(found["weeks"]) or count >= 7)


def _days_after(plain: str, mentions: list[DayMention]) -> Iterator[ReturnDay]:
    for found in _DAY_AFTER.finditer(plain):
        before = [m for m in mentions if m.end <= found.start() and m.grain is Grain.DAY]
        if before:
            yield ReturnDay(_first_after(before[-1].day), sure=before[-1].other is None)


def _after_one_day_off(plain: str, mentions: list[DayMention], received: date) -> ReturnDay:
    """ "Our office is closed on Wednesday, 11 November"."""
    days = [m for m in mentions if m.grain is Grain.DAY and not m.counted and m.day >= received]
    if len(days) != 1 or days[0].other or days[0].contradicts:
        return ReturnDay()
    start, end = _sentence(plain, days[0].start)
    if not _CLOSED_ON.search(plain, start, end) or _START_BEFORE_ONLY.search(_before(plain, days[0])):
        return ReturnDay()
    return ReturnDay(_first_after(days[0].day), sure=False)


def _role(plain: str, mention: DayMention, mentions: list[DayMention]) -> _Role | None:
    before = _before(plain, mention)
    behind = plain[mention.end : mention.end + 64].partition("\n")[0]
    if _MAILBOX.search(before):
        return None
    until = _END_BEFORE.search(before)
    if until and (
        _EXCLUSIVE.search(before)
        or re.search(
            r"\b(?:not|won'?t|n't) (?:be )?(?:\w+ )?(?:return\w*|back|reopen\w*)\b[^\n]{0,20}\Z", before
        )
    ):
        return _Role.BACK
    if until and not re.search(r"\b(?:back|return\w*|вернусь|wieder|retour)\b[^\n]{0,8}\Z", before):
        alone = until["dash"] is not None or until.group().strip() in ("and", "to", "и", "al", "au")
        if alone and not any(
            0 <= mention.start - other.end <= 18 for other in mentions if other is not mention
        ):
            return _Role.BACK if _BACK_BEFORE.search(before) else None
        return _Role.END
    if (
        _START_BEFORE.search(before)
        and any(0 < other.start - mention.end <= 18 for other in mentions)
        and not _BACK_BEFORE.search(before)
    ):
        return _Role.START
    if (_BACK_BEFORE.search(before) and not _AWAY.search(before)) or _BACK_BEHIND.match(behind):
        return _Role.BACK
    if any(
        0 <= other.start - mention.end <= 6
        and plain[mention.end : other.start].strip() in ("-", "to", "bis", "по", "au", "al", "")
        for other in mentions
    ):
        return _Role.START
    return None


def _as_return(mention: DayMention, plain: str) -> ReturnDay:
    day = mention.day
    before = plain[max(0, mention.start - 20) : mention.start]
    if mention.grain is Grain.WEEK:
        return ReturnDay(next_working_day(day), sure=not mention.counted)
    if _AFTER_BEFORE.search(before):
        day += timedelta(days=1)
    # "Back in two weeks" was true on the day on which it was written.
    counted_out = mention.counted and _COUNTED_OUT.match(plain, mention.start) is not None
    sure = not mention.contradicts and mention.other is None and not counted_out
    return ReturnDay(next_working_day(day), sure)


_COUNTED_OUT = re.compile(
    r"(?:in|after|within|through|через|спустя|nach|dans|d'ici|après|dentro|en|tras|for|another)\b"
)


def _after_end(plain: str, mention: DayMention, received: date) -> ReturnDay:
    """A span ends the day before the return; one that "ends" on a Monday ends with the weekend before it."""
    start, end = plain.rfind("\n", 0, mention.start) + 1, plain.find("\n", mention.start)
    near = plain[max(start, mention.start - 28) : min(len(plain) if end < 0 else end, mention.end + 24)]
    inclusive = bool(_INCLUSIVE.search(near)) or plain[
        max(0, mention.start - 3) : mention.start
    ].strip().endswith("-")
    if mention.grain is Grain.WEEK:
        return ReturnDay(mention.day + timedelta(days=7), sure=not mention.counted)
    sure = not mention.contradicts and mention.other is None
    if mention.day.weekday() == 0 and not inclusive:
        return ReturnDay(mention.day, sure)
    day = next_working_day(mention.day + timedelta(days=1))
    # "Until Thursday" may mean that Thursday is the day back.
    return ReturnDay(day, sure and (inclusive or not mention.counted or mention.day.weekday() >= 4))


def _after_weeks(plain: str, mentions: list[DayMention], received: date) -> Iterator[ReturnDay]:
    """ "Bin in KW 45 auf Montage. Danach wieder da", "on vacation this week"."""
    away = [m for m in mentions if m.grain is Grain.WEEK and _role(plain, m, mentions) is None]
    for mention in away:
        this_week = bool(_THIS_WEEK.search(plain[mention.start : mention.end]))
        weeks = 2 if _AND_NEXT.match(plain, mention.end) else 1
        if any(other.day == mention.day + timedelta(weeks=1) for other in away):
            continue
        if this_week or not mention.counted:
            yield ReturnDay(mention.day + timedelta(weeks=weeks), sure=not mention.counted)


def _plausible(found: ReturnDay, received: date) -> bool:
    return found.day is not None and received - timedelta(days=1) <= found.day <= received + _LONGEST_ABSENCE


def _agreed(backs: list[ReturnDay], ends: list[ReturnDay]) -> ReturnDay:
    days = {found.day for found in backs}
    chosen = next((found for found in backs if found.sure), backs[0])
    if len(days) > 1:
        return ReturnDay(chosen.day, sure=False)
    # The named day wins over the span; where it lies before the span's end or long after it, somebody should look.
    for end in ends:
        if end.day and chosen.day and not (timedelta(days=-1) <= chosen.day - end.day <= timedelta(days=6)):
            return ReturnDay(chosen.day, sure=False)
    return chosen


def _latest(ends: list[ReturnDay]) -> ReturnDay:
    days = {found.day for found in ends}
    chosen = max(ends, key=lambda found: found.day or date.min)
    return chosen if len(days) == 1 else ReturnDay(chosen.day, sure=False)
