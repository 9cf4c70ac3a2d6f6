"""When an absent person is back: the first working day, and whether that is sure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.replies.days import DayMention, Grain, day_mentions, next_working_day

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
    r"(?:\b(?:back|return\w*|re-?open\w*|resum\w+|reachable again|available again|in the office(?:"
    r" again)?|first (?:working )?day|(?:reply|respond|answer|read|deal with|get back to)(?:"
    r" (?:to )?(?:you|it|your \w+|them|e-?mails?|messages?))?(?: (?:on|from"
    r"|again))?)\b[^\n.]{0,36}"
    r"|\b(?:not|won'?t|n't) (?:be )?(?:return\w*|back|reopen\w*)[^\n.]{0,18}\b(?:until|till"
    r"|before)\b[^\n.]{0,12}"
    r"|\b(?:вернусь|вернется|вернемся|возвращаюсь|возвращаемся|возвращение|выйду|выхожу|выйдет"
    r"|выходим|буду (?:на (?:месте|связи|работе)|в офисе|доступ\w+)|приступ\w+|первый рабочий"
    r" день|возобнов\w+|снова (?:на|в|с)|откро\w+|работаем|отвечу|отвечаю)\b[^\n.]{0,30}"
    r"|\b(?:wieder|zurück\w*|rückkehr|ab(?= (?:dem|montag|dienstag|mittwoch|donnerstag|freitag|\d))"
    r"|erst (?:am|wieder)|ab)\b[^\n.]{0,30}"
    r"|\b(?:de retour|retour|repr\w+|rouvr\w+|réouverture|rouvre\w*|serai (?:là|présente?|disponible"
    r"|joignable)|à partir du|dès le|revien\w+)\b[^\n.]{0,30}"
    r"|\b(?:vuelv\w+|volver\w+|regres\w+|reincorpor\w+|reabri\w+|de vuelta|a partir del|estaré (?:de"
    r" vuelta|disponible|de regreso|de nuevo)|retorno|vuelta)\b[^\n.]{0,30})\Z"
)
_BACK_BEHIND = re.compile(
    r"\A[^\n.]{0,14}\b(?:i(?:'ll| will) be back|am back|wieder (?:für|da|im|zurück|erreichbar"
    r"|persönlich)|bin ich wieder|zurück|буду (?:на|в)|выхожу|выйду|на месте|je serai de retour"
    r"|de retour|estaré de vuelta|vuelvo|is (?:the|my) first|можно|снова)\b"
)
_END_BEFORE = re.compile(
    r"(?:\b(?P<until>until|till|til|up to|bis(?: zum| einschließlich| einschl\.| inkl\.| zu| und"
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
_AFTER_BEFORE = re.compile(r"\b(?:after|nach(?: dem)?|после|après(?: le)?|después del?|tras el) ?\Z")
_MAILBOX = re.compile(r"(?:mailbox|account|удал[её]н|ящик|deleted|gelöscht|supprim|elimin)[^\n]{0,40}\Z")
_THIS_WEEK = re.compile(
    r"\b(?:this week|all week|the week|diese woche|cette semaine|esta semana|эту неделю|на этой"
    r" неделе|the rest of the week)\b"
)


def return_day(plain: str, received: date, *, american: bool) -> ReturnDay:
    """What the text of an absence notice says. `plain` as rules read it; `received` in the recipient's zone."""
    mentions = [
        m for m in day_mentions(plain, received, american=american) if m.grain in (Grain.DAY, Grain.WEEK)
    ]
    backs, ends = [], []
    for mention in mentions:
        role = _role(plain, mention, mentions)
        if role is _Role.BACK:
            backs.append(_as_return(mention, plain))
        elif role is _Role.END:
            ends.append(_after_end(plain, mention, received))
    backs += list(_after_weeks(plain, mentions, received))
    backs = [found for found in backs if _plausible(found, received)]
    ends = [found for found in ends if _plausible(found, received)]
    if backs:
        return _agreed(backs, ends)
    if ends:
        return _latest(ends)
    return ReturnDay()


def _role(plain: str, mention: DayMention, mentions: list[DayMention]) -> _Role | None:
    before = plain[max(0, mention.start - 60) : mention.start]
    before = before[before.rfind("\n") + 1 :]
    behind = plain[mention.end : mention.end + 40].partition("\n")[0]
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
    if _BACK_BEFORE.search(before) or _BACK_BEHIND.match(behind):
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
    sure = not mention.contradicts and mention.other is None
    return ReturnDay(next_working_day(day), sure)


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
    for mention in mentions:
        if mention.grain is Grain.WEEK and _role(plain, mention, mentions) is None:
            this_week = bool(_THIS_WEEK.search(plain[mention.start : mention.end]))
            if this_week or not mention.counted:
                yield ReturnDay(mention.day + timedelta(days=7), sure=not mention.counted)


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
