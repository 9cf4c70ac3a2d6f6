"""From which day on somebody who said "not now" may be written to again."""

import re
from datetime import date, timedelta

from outreach.replies.days import DayMention, Grain, day_mentions

_AFTER = re.compile(
    r"\b(?:after|once|past|nach(?: dem)?|после|après(?: le)?|después del?|tras(?: el)?|pasado el"
    r"|until after|till after) ?(?:the |le |el )?(?:mon\w*|tue\w*|wed\w*|thu\w*|fri\w*)?,? ?\Z"
)
_NO_EARLIER = re.compile(
    r"\b(?:until|till|before|bis|до|avant|hasta|jusqu'(?:au|en)|vor)(?: (?:the|zum|dem|le|el|конца"
    r"|end of))? ?\Z"
)
_COME_BACK = re.compile(
    r"\b(?:try|ping|contact|call|write|chase|catch|hit|reach|back|check|circle|follow|touch|drop"
    r"|speak|talk|revisit|reconnect|then|again|opens|after|leave it|w/c|from|next|in"
    r"|напишите|пишите|вернитесь|вернемся|обратитесь|позвоните|свяжитесь|давайте|беспокоить|после"
    r"|через|с|готовы|актуально|ближе"
    r"|melden|schreiben|kommen|wieder|ab|nach|im|gern|recontact\w+|rappel\w+|reven\w+|relanc\w+"
    r"|après|partir|dès|reparl\w+"
    r"|escrib\w+|escríb\w+|contact\w+|llam\w+|vuelv\w+|después|partir|cuando|hacia|allá|retom\w+|a"
    r" partir)\b"
)
_FROM_THEN_ON = re.compile(r"(?:from|с|со|ab|à partir|a partir|dès|desde)\b")
_THEN = re.compile(
    r"\b(?:after that|after then|till after that|after it|this is over|после этого|давайте после"
    r"|danach|après cela|después de eso|afterwards)\b"
)


def resume_day(plain: str, received: date, *, american: bool) -> date | None:
    """The day named or implied; None where only a season or a vague "later" is."""
    mentions = day_mentions(plain, received, american=american)
    best: tuple[float, int, date] | None = None
    for mention in mentions:
        day = _first_day(plain, mention, received)
        if day is None or not received < day <= received + timedelta(days=800):
            continue
        score = _fit(plain, mention)
        # Of equals the later in the text: the first is often what keeps them busy.
        if best is None or (score, mention.start) >= (best[0], best[1]):
            best = (score, mention.start, day)
    return best[2] if best else None


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
    if mention.grain is Grain.MONTH and _AFTER.search(before):
        return (mention.day.replace(day=1) + timedelta(days=32)).replace(day=1)
    if mention.grain is Grain.YEAR:
        return (
            None
            if re.match(r"(?:the )?new year|нового года|nuevo|neue", plain[mention.start : mention.end])
            else mention.day
        )
    return mention.day
