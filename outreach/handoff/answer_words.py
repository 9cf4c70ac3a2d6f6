"""What a salesperson's answer to an offer says: accept, or reject with kind and note. Tables; decisions only.

Only the first line with words decides, and only where it says nothing else: who writes "I would accept if…" has not
accepted. In doubt it is not understood, and they are asked.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from outreach.core.untrusted import one_line
from outreach.handoff.model import RejectionReason

MAX_NOTE = 400


class Unclear(StrEnum):
    """Why nobody can tell what an answer says."""

    #: No word of it is one that we know.
    NO_WORD = "no_word"
    #: A rejection, but nothing says of which kind.
    NO_KIND = "no_kind"
    #: A rejection of a kind, but not what is wrong.
    NO_NOTE = "no_note"
    #: It accepts in one line and rejects in another.
    BOTH = "both"
    #: It accepts, and goes on with a condition or a denial.
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Accepts:
    """They take the lead."""


@dataclass(frozen=True, slots=True)
class Rejects:
    """They do not take it."""

    reason: RejectionReason
    note: str


_ACCEPTS = (
    r"(?:(?:i|we)(?:'ll| will)? )?(?:accept|accepted|take|taken|taking)"
    r"(?: (?:it|this|her|him|them|the lead|this lead))?"
    r"|yes|yes please|ok|okay|mine|ja|ja bitte|angenommen|akzeptiert|akzeptiere(?: ich)?|ich nehme (?:ihn|es|an)"
    r"|nehme ich|ich nehme den lead"
    r"|да|беру|возьму|принимаю|принято|я (?:беру|принимаю|возьму)(?: (?:его|её|ее|лид))?|берём|беру (?:лид|его|её|ее)"
)
_TAIL = r"(?:(?:lead|лид)?\s*#?\d{1,9})?(?:thanks|thank you|many thanks|danke|vielen dank|спасибо|thx|pls|please)?"
_ACCEPTED = re.compile(rf"(?:{_ACCEPTS})\s*[.,!]*\s*{_TAIL}\s*[.!]*")
_REJECTED = re.compile(
    r"(?:(?:i|we|я|ich) )?(?:reject(?:ed|ing)?|decline[d]?|refuse[d]?|ablehnen|abgelehnt|lehne(?: ich)? ab|"
    r"отказ(?:ываюсь)?|отклоняю|отклонено|не беру|не принимаю)"
    # "Rejection would be wrong", "reject?" and "I decline to say" reject nothing.
    r"(?!\w|\s*\?|\s+(?:to|nothing|none)\b)"
    r"(?: (?:it|this|the lead|this lead|ihn|лид|его|её|ее))?(?:\s*(?:lead|лид)?\s*#?\d{1,9})?"
    r"(?:\s*[:;,.–—-]\s*|\s+(?:because|since|weil|потому что|так как)\s+|\s+)?(?P<why>.*)"
)
#: How a line goes on that takes back the acceptance above it; "if you are not the intended recipient" does not.
_TAKES_IT_BACK = re.compile(
    r"(?:but|only|unless|however|except|not|no wait|do not|don't|cannot|can't|aber|nur|nicht|nein|но|только|не|нет)\b"
    r"|no[,.!]|(?:if|wenn|falls|если)\s+(?!you\b|sie\b|вы\b)"
)
_KIND = re.compile(r"(?P<kind>\w+)\s*(?:[:;,.–—-]\s*|\s+|$)(?P<note>.*)", re.DOTALL)

_P, _C, _D = RejectionReason.PROCEDURAL, RejectionReason.CLERICAL, RejectionReason.DEFINITIONAL
#: The kinds by name.
_NAMED = {
    "procedural": _P, "misrouted": _P, "prozedural": _P, "процедурная": _P, "процедурно": _P, "процедура": _P,
    "clerical": _C, "incomplete": _C, "formal": _C, "unvollständig": _C, "формальная": _C, "формально": _C,
    "неполная": _C, "неполно": _C,
    "definitional": _D, "definition": _D, "inhaltlich": _D, "определение": _D, "несоответствие": _D,
    "несоответствует": _D,
}  # fmt: skip
#: What people write instead. One that speaks for two kinds speaks for none.
_HINTS: tuple[tuple[RejectionReason, re.Pattern[str]], ...] = (
    (_P, re.compile(r"mis-?routed|not mine|wrong (?:region|territory|segment|language|person of us|salesperson)|"
                    r"my colleague'?s|belongs to|not my (?:region|territory|segment|language)|nicht mein|"
                    r"не мо[йяё]|не ко мне|не мой (?:регион|сегмент)|другому менеджеру")),
    (_C, re.compile(r"no (?:phone|number|name|address|contact details)|phone (?:is )?missing|"
                    r"wrong (?:number|phone|address)|"
                    r"number (?:is )?wrong|incomplete|missing (?:phone|name|number|address)|"
                    r"keine (?:telefonnummer|nummer)|"
                    r"нет (?:телефона|номера|имени|адреса)|не указан|не хватает|неверный (?:номер|телефон)")),
    (_D, re.compile(r"no budget|budget owner|no authority|no need|no timing|not a fit|no fit|too small|does not fit|"
                    r"doesn'?t fit|not a decision|no decision|kein budget|kein bedarf|passt nicht|нет бюджета|"
                    r"не подходит|нет потребности|не принимает решени|слишком мал")),
)  # fmt: skip

#: Where what they wrote is over, though nobody has taken the quoted mail out: a mark, a header, words of our own mail.
_NOT_THEIRS = re.compile(
    r"\s*(?:>|-{4,}|_{6,}|From: |Von: |От: |On .{5,200} wrote:|Am .{5,200} schrieb|.{5,200} пишет:|"
    r"TO ANSWER, |Reply with one line|ЧТОБЫ ОТВЕТИТЬ|Напишите в ответ)"
)


def read_answer(text: str) -> Accepts | Rejects | Unclear:
    """What the newly written text of a mail says, without quotes and signature."""
    own = takewhile(lambda line: not _NOT_THEIRS.match(line), text.replace("\r\n", "\n").strip().split("\n"))
    lines = [plain for line in own if (plain := _plain(line))]
    if not lines:
        return Unclear.NO_WORD
    read = [_line(line) for line in lines[:12]]
    first = read[0]
    if first is None:
        return Unclear.NO_WORD
    if any(other is not None and type(other) is not type(first) and _is_sure(other) for other in read[1:]):
        return Unclear.BOTH
    if first is Unclear.NO_NOTE or first is Unclear.NO_KIND:
        return _with_more(lines, first)
    if isinstance(first, Accepts) and len(lines) > 1 and _TAKES_IT_BACK.match(lines[1].casefold()):
        return Unclear.CONDITION
    return first


def _plain(line: str) -> str:
    text = one_line(line, MAX_NOTE + 100).strip(" *_>\"'«»“”„.!-–—")
    return re.sub(r"[’`´]", "'", text)


def _line(line: str) -> Accepts | Rejects | Unclear | None:
    """None: neither the one nor the other."""
    small = line.casefold()
    if _ACCEPTED.fullmatch(small):
        return Accepts()
    match = _REJECTED.fullmatch(small)
    # Casefolding may change lengths; then the note is kept small.
    if match is None:
        return None
    why = line[match.start("why") :] if len(small) == len(line) else match["why"]
    return _rejection(why.strip(" :;,.–—-"))


def _rejection(why: str) -> Rejects | Unclear:
    match = _KIND.match(why)
    named = None if match is None else _NAMED.get(match["kind"].casefold())
    if named is not None and match is not None:
        note = match["note"].strip(" :;,.–—-")
        return Rejects(named, note[:MAX_NOTE]) if note else Unclear.NO_NOTE
    hinted = {kind for kind, pattern in _HINTS if pattern.search(why.casefold())}
    if len(hinted) == 1:
        return Rejects(hinted.pop(), why[:MAX_NOTE])
    return Unclear.NO_KIND


def _with_more(lines: list[str], unclear: Unclear) -> Rejects | Unclear:
    """The reason may stand on the line below."""
    if len(lines) < 2:
        return unclear
    read = _line(f"{lines[0].rstrip(':, ')}: {lines[1]}")
    return read if isinstance(read, Rejects) else unclear


def _is_sure(read: Accepts | Rejects | Unclear) -> bool:
    return isinstance(read, Accepts | Rejects)
