"""From which day on somebody who said "not now" may be written to again."""

import re
from datetime import date, timedelta

from outreach.replies.day_mention import DayMention, Grain, months_later
from outreach.replies.days import day_mentions

_AFTER = re.compile(
    r"\b(?:after|once|past|nach(?: dem)?|после|après(?: le)?|después del?|tras(?: el)?|pasado el"
    r"|until after|till after) ?(?:the |le |el )?(?:mon\w*|tue\w*|wed\w*|thu\w*|fri\w*)?,? ?\Z"
)
_NO_EARLIER = re.compile(
    r"\b(?:until|till|before|bis|до|avant|hasta|jusqu'(?:au|en)|vor)(?: (?:the|zum|dem|le|el|конца"
    r"|end of))? ?\Z"
)
_COME_BACK = re.compile(
    r"\b(?:try|ping|contact|call|write|chase|catch|hit|reach|back|check|circle|follow|touch|drop|nudge"
    r"|ask|remind"
    r"|e-?mail|ring|poke|shout|message|knock|come|look|pick|send|meet|free|resume|reopen|earliest|sooner"
    r"|soonest"
    r"|speak|talk|revisit|reconnect|then|again|opens|after|leave it|w/c|from|next|in"
    r"|напишите|пишите|вернитесь|вернемся|обратитесь|позвоните|свяжитесь|давайте|беспокоить|после"
    r"|через|с|готовы|актуально|ближе|позовите|наберите|спросите|напомните|ждем|ждите|стучите\w*|заходите"
    r"|созвон\w+|поговорим|обсудим"
    r"|посмотрим|раньше|вспомните|возвращайтесь|приходите|дергайте|маякните|черкните|пните|звоните"
    r"|melden|schreiben|kommen|wieder|ab|nach|im|gern|meld\w*|schreib\w*|frag\w*|anruf\w*|rufen|sprechen"
    r"|reden|frühestens|hören|nochmals?"
    r"|anklopfen|recontact\w+|rappel\w+|reven\w+|relanc\w+|(?:ré)?écri\w+|repass\w+|reprend\w*|reparl\w+"
    r"|reli\w+|sollicit\w+|contactez|plus tôt"
    r"|après|partir|dès|reparl\w+"
    r"|escrib\w+|escríb\w+|contact\w+|llam\w+|vuelv\w+|después|partir|cuando|hacia|allá|retom\w+|a"
    r" partir)\b"
)
_FROM_THEN_ON = re.compile(r"(?:from|с|со|ab|à partir|a partir|dès|desde)\b")
_THEN = re.compile(
    r"\b(?:after that|after then|till after that|after it|this is over|после этого|давайте после"
    r"|danach|après cela|después de eso|afterwards)\b"
)


_VAGUE_YEAR = re.compile(r"(?:the )?new year|нового года|новом году|nuevo|neue")
_UP_TO = re.compile(
    r"\b(?:until|till|through|bis(?: zum)?|до|jusqu'(?:à|en|au)|hasta) ?(?:the |la |le |el )?\Z"
)
_NOT_BEFORE = re.compile(r"\b(?:not|nicht|kein\w*|не|pas|no)\b[^\n]{0,20}\Z")
_LATE = re.compile(r"(?:the )?(?:late|end of|кон[це]|ende|fin)")
#: "The budget for next year is fixed", "in autumn next year": the year is no day to come back on.
_ONLY_ITS_PLAN = re.compile(
    r"\b(?:(?:plans?|budgets?|plan\w*|budget\w*|presupuesto\w*|план\w*|бюджет\w*|fully booked|set|sorted"
    r"|covered) (?:for|für|pour|para|на)"
    r"|spring|summer|autumn|fall|winter|frühjahr|frühling|sommer|herbst|printemps|été|automne|hiver"
    r"|primavera|verano|otoño|invierno"
    r"|весн\w+|лет\w*|осен\w+|зим\w+)(?: (?:of|the|de|des|del|l'|al|im|на))? ?\Z"
)


def resume_day(plain: str, received: date, *, american: bool) -> date | None:
    """The day named or implied; None where only a season or a vague "later" is."""
    mentions = day_mentions(plain, received, american=american)
    best: tuple[float, int, date] | None = None
    for mention in mentions:
        day = _first_day(plain, mention, received)
        day = _so_long_before(plain, mention, day)
        if day is None or not received < day <= received + timedelta(days=800):
            continue
        score = _fit(plain, mention)
        # Of equals the later in the text: the first is often what keeps them busy.
        if best is None or (score, mention.start) >= (best[0], best[1]):
            best = (score, mention.start, day)
    return best[2] if best else None


_BEFORE_THAT = re.compile(
    r"[^\n]{0,60}?\b(?P<count>a|one|two|three|einen|eine|zwei|un|une|deux|una|dos|за|за две|за пару) ?"
    r"(?:(?P<weeks>weeks?|wochen?|semaines?|semanas?|недел\w+)|(?P<months>months?|monat\w*|mois"
    r"|mes(?:es)?|месяц\w*)) "
    r"(?:before(?:hand)?|earlier|prior|ahead|vorher|zuvor|davor|avant|antes|до(?: этого)?)\b"
)
_COUNTS = {"two": 2, "zwei": 2, "deux": 2, "dos": 2, "за две": 2, "за пару": 2, "three": 3}


def _so_long_before(plain: str, mention: DayMention, day: date | None) -> date | None:
    """ "We open in March, write a month before"."""
    found = _BEFORE_THAT.match(plain, mention.end) if day else None
    if day is None or found is None:
        return day
    count = _COUNTS.get(found["count"], 1)
    return day - timedelta(weeks=count) if found["weeks"] else months_later(day, -count)


def _fit(plain: str, mention: DayMention) -> float:
    start = plain.rfind("\n", 0, mention.start) + 1
    before = plain[max(start, mention.start - 70) : mention.start]
    whole = plain[mention.start : mention.end]
    score = 1.0 if _COME_BACK.search(before) or _FROM_THEN_ON.match(whole) else 0.0
    if _AFTER.search(plain[max(start, mention.start - 24) : mention.start]):
        score += 0.6
    if _NO_EARLIER.search(before):
        score -= 0.2
    if (
        mention.counted
        and mention.grain is Grain.DAY
        and not re.match(r"(?:in|after|через|dans|in|dentro|nach)\b", plain[mention.start : mention.end])
    ):
        score -= 0.1
    return score


def _first_day(plain: str, mention: DayMention, received: date) -> date | None:
    before = plain[max(0, mention.start - 24) : mention.start]
    if mention.grain is Grain.DAY:
        after = _AFTER.search(before) or (
            _THEN.search(plain[mention.end : mention.end + 90]) and not mention.counted
        )
        return mention.day + timedelta(days=1) if after else mention.day
    if mention.grain is Grain.MONTH and (
        _AFTER.search(before)
        or (_UP_TO.search(before) and _LATE.match(plain, mention.start) and not _NOT_BEFORE.search(before))
    ):
        return (mention.day.replace(day=1) + timedelta(days=32)).replace(day=1)
    if mention.grain is Grain.YEAR:
        return (
            None if _VAGUE_YEAR.match(plain, mention.start) or _ONLY_ITS_PLAN.search(before) else mention.day
        )
    return mention.day
