"""Whether the words around a name point to it: a name that only stands there is nobody we are referred to."""

import re
from collections.abc import Iterable, Sequence

from outreach.replies.cast import Cue
from outreach.replies.name_mention import NameMention
from outreach.replies.prose import Prose
from outreach.replies.titles import TitleMention
from outreach.replies.words.naming import (
    COPYING,
    DIRECTLY_BEFORE,
    DIRECTLY_BEHIND,
    HANDLES,
    IS_WHO,
    PASSED_ON,
    PLAINLY,
    RELATED_TO,
    STANDS_IN,
)

_CLOSE = 28
#: Characters beside a name in which the words that point to it stand.
_REACH = 64
_COULD_BE_A_NAME = 0.3
#: Characters of a text that says little else.
_A_SHORT_ANSWER = 260
_CLAUSE_BEGINS = re.compile(r"(?:\A|[,;:.!(-] ?|\b(?:and|und|et|y|и|а|but|aber|mais|pero|но) )\Z")


def cues_of_titles(titles: Sequence[TitleMention], names: Sequence[NameMention]) -> Iterable[Cue]:
    """A title directly beside a name: "Директор по продажам - Ефимов Сергей"."""
    for title in titles:
        if any(0 <= name.start - title.end <= 4 or 0 <= title.start - name.end <= 8 for name in names):
            yield Cue("referral.title", title.start, title.end)


_COPY_WORDS = (
    "cop", "cc", "loop", "add", "bring", "includ", "kopie", "boucle", "копи", "ставлю", "поставил", "подключ", "добав",
    "sumo", "rajout", "ajout",
)  # fmt: skip


def own_cues(prose: Prose, *, automatic: bool) -> Iterable[Cue]:
    """What points to somebody in any language: copied in, passed on, standing in."""
    for found in COPYING.finditer(prose.plain) if any(word in prose.plain for word in _COPY_WORDS) else ():
        yield Cue("referral.copying", found.start(), found.end())
    for found in PASSED_ON.finditer(prose.plain):
        yield Cue("referral.passed", found.start(), found.end())
    for found in STANDS_IN.finditer(prose.plain) if automatic else ():
        yield Cue("referral.stands_in", found.start(), found.end())


def is_pointed_to(prose: Prose, name: NameMention, cues: Sequence[Cue], *, automatic: bool) -> bool:
    if name.certainty < _COULD_BE_A_NAME:
        return False
    start, end = prose.sentence_at(name.start)
    before = prose.plain[max(start, name.start - _REACH) : name.start]
    behind = prose.plain[name.end : min(end, name.end + _REACH)]
    in_sentence = [cue for cue in cues if start <= cue.start < end]
    close = bool(DIRECTLY_BEFORE.search(before) or DIRECTLY_BEHIND.search(behind))
    near_cue = any(
        abs(cue.end - name.start) <= _CLOSE or abs(name.end - cue.start) <= _CLOSE for cue in in_sentence
    )
    if automatic:
        return name.certainty >= 0.7 and bool(in_sentence) and (close or near_cue or name.certainty >= 1.0)
    if name.certainty >= 0.7 and in_sentence and (close or near_cue or name.certainty >= 1.0):
        return True
    if name.certainty >= 0.3 and in_sentence and near_cue and close:
        return True
    if name.certainty >= 0.5 and len(prose.plain) < _A_SHORT_ANSWER and PLAINLY.search(before):
        return True
    if name.certainty >= 0.7 and len(prose.plain) < _A_SHORT_ANSWER and RELATED_TO.search(before):
        return True
    if name.certainty >= 0.6 and len(prose.plain) < _A_SHORT_ANSWER and IS_WHO.search(before):
        return True
    if name.certainty >= 0.7 and HANDLES.match(behind) and _CLAUSE_BEGINS.search(before):
        return True
    # "Kollege Yilmaz weiß mehr": framed on both sides.
    if name.certainty >= 0.7 and DIRECTLY_BEFORE.search(before) and DIRECTLY_BEHIND.search(behind):
        return True
    # "Sales is Mark Tims": nothing but the name and who is meant. "Tim Jarrold or, failing him": the answer itself.
    if name.certainty >= 1.0 and len(prose.plain) < 260:
        return close or _opens_the_text(prose, name)
    return name.certainty >= 0.7 and _opens_the_text(prose, name) and len(prose.plain) < 120


def _opens_the_text(prose: Prose, name: NameMention) -> bool:
    """Nothing but a greeting stands in front, and the name ends a sentence or a clause."""
    before = prose.plain[: name.start].strip()
    behind = prose.plain[name.end : name.end + 4]
    return (not before or (len(before) < 24 and before.endswith((",", "!", ".")))) and re.match(
        r"[.,;:!]|\Z| -| or| \(| und| oder| или| ou| o ", behind
    ) is not None


def pointed_closely(prose: Prose, name: NameMention) -> bool:
    start, end = prose.sentence_at(name.start)
    before = prose.plain[max(start, name.start - _REACH) : name.start]
    behind = prose.plain[name.end : min(end, name.end + _REACH)]
    return name.certainty >= 0.3 and bool(DIRECTLY_BEFORE.search(before) or DIRECTLY_BEHIND.search(behind))
