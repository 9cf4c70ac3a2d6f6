"""Which lines of a reply the writer wrote, and which were only quoted or forwarded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from outreach.inbox.attributions import (
    attribution_start,
    header_block_end,
    is_arrowed,
    is_cut_off_end,
    is_dashed,
    is_header_field,
    is_lone_wrote,
    is_rule,
    is_you_wrote,
    marker_kind,
    shared_line_split,
)
from outreach.inbox.own_words import OwnWords

#: Lines that are looked at; the rest of a longer text is quoted text or no reply.
MAX_LINES = 2_000

_MARKED = re.compile(r"^\s{0,4}(?:>+(?![_:;(>][()DP]?)|»\s)")
# The Bat! and old Eudora put the writer's initials before the mark.
_INITIALS = re.compile(r"^\s{0,4}([^\W\d_]{1,5})>(?:[\s>]|$)")
_BAR = re.compile(r"^\s{0,4}\|(?:\s|$)")
_PREFIX = re.compile(r"^\s*(?:(?:[^\W\d_]{1,5})?>|\||»)[\s>|»]*")
_SEE_BELOW = re.compile(
    r"\b(?:below|in-?line|in (?:red|blue|green|bold)|in (?:the|your) text|unten|im text|(?:in )?rot|blau|"
    r"ниже|в тексте|красным|синим|"
    r"ci-dessous|plus bas|dans le texte|en (?:rouge|bleu|rojo|azul)|(?:más )?abajo|en el texto|нижче|"
    r"у тексті|червоним|sotto|in rosso)\b",
    re.IGNORECASE,
)
_TEMPLATE_GREETING = re.compile(
    r"^(?:hello|hi|dear|здравствуй(?:те)?|привет|приветствую|доброго дня|вітаю|hallo|bonjour|hola)\b.{0,40}[,.!]$",
    re.IGNORECASE,
)
#: A quoted line of at least this length may have lost its last words to a line of their own.
_WRAP_FROM = 55


class Label(StrEnum):
    """Whose line it is."""

    NEW = "new"
    QUOTED = "quoted"
    FORWARDED = "forwarded"


@dataclass(slots=True)
class Labelled:
    """The lines of a text with whose they are; `lines[i]` has `labels[i]`."""

    lines: list[str]
    labels: list[Label | None]
    marked: list[bool]
    ours: list[bool]
    own: OwnWords
    #: Every line before this one is known to be blank, ours or labelled.
    checked: int = 0

    def text_of(self, label: Label) -> str:
        chosen = (line for line, own in zip(self.lines, self.labels, strict=True) if own is label)
        return "\n".join(chosen).strip()


def label_lines(text: str, own: OwnWords) -> Labelled:
    """Every line of `text` as new, quoted or forwarded. A text without any new line stays without one."""
    lines = _split(text)
    marked = _marked(lines)
    ours = own.mark(
        [_PREFIX.sub("", line) if is_marked else line for line, is_marked in zip(lines, marked, strict=True)]
    )
    found = Labelled(lines, [None] * len(lines), marked, ours, own)
    for at, is_marked in enumerate(marked):
        if is_marked:
            found.labels[at] = Label.QUOTED
    _label_boundaries(found)
    _label_overflow(found)
    _label_ours(found)
    found.labels = [label or Label.NEW for label in found.labels]
    return found


def _split(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n", MAX_LINES)[:MAX_LINES]:
        at = shared_line_split(line)
        lines += [line[:at].rstrip(" -–—"), line[at:]] if at else [line]
    return lines


def _marked(lines: Sequence[str]) -> list[bool]:
    marked = [bool(_MARKED.match(line)) and not (line.startswith(">>") and "<<<" in line) for line in lines]
    for pattern in (_INITIALS, _BAR):
        hits = [at for at, line in enumerate(lines) if pattern.match(line)]
        # One such line is a table, an arrow or a smiley; a run of them is a quote.
        if len(hits) >= 3 or (pattern is _INITIALS and len(hits) == 2):
            for at in hits:
                marked[at] = True
    for at, line in enumerate(lines):
        if marked[at] and is_arrowed(line):
            marked[at] = False
    for at in range(1, len(lines)):
        if marked[at] and not marked[at - 1] and lines[at - 1].strip() and is_lone_wrote(lines[at]):
            marked[at] = False
    return marked


def _label_boundaries(found: Labelled) -> None:
    at = 0
    while at < len(found.lines):
        if found.labels[at] is not None or not found.lines[at].strip():
            at += 1
            continue
        end, label = _boundary(found, at)
        if end == at:
            at += 1
            continue
        _label_template_greeting(found, at, end)
        at = _label_one(found, at, end, label)


def _label_template_greeting(found: Labelled, start: int, end: int) -> None:
    """The Bat! and its like greet above the quote, "Hello Ann, ... you wrote:": a template, and no answer yet."""
    written = [at for at in range(start) if found.lines[at].strip()]
    if len(written) != 1 or not is_you_wrote(" ".join(found.lines[start:end])):
        return
    line = found.lines[written[0]].strip()
    answered = any(
        label is None and text.strip()
        for label, text in zip(found.labels[end:], found.lines[end:], strict=True)
    )
    if _TEMPLATE_GREETING.match(line) and _quote_follows(found, end) and answered:
        found.labels[written[0]] = Label.QUOTED


def _boundary(found: Labelled, at: int) -> tuple[int, Label]:
    """The line after a boundary that begins (or, for an attribution, ends) at `at`; `at` where there is none."""
    line = found.lines[at]
    kind = marker_kind(line)
    if kind:
        end = header_block_end(found.lines, _next_written(found, at + 1))
        return max(at + 1, end), Label.FORWARDED if kind == "forwarded" else Label.QUOTED
    end = header_block_end(found.lines, at)
    if end > at:
        return end, Label.QUOTED
    start = attribution_start(found.lines, at, quote_follows=_quote_follows(found, at + 1))
    if start is not None and all(found.labels[number] is None for number in range(start, at)):
        for number in range(start, at):
            found.labels[number] = Label.QUOTED
        return at + 1, Label.QUOTED
    return at, Label.QUOTED


def _label_one(found: Labelled, start: int, end: int, label: Label) -> int:
    """Labels a boundary and what hangs on it; gives the line where reading goes on."""
    for at in range(start, end):
        found.labels[at] = label
    _label_rule_above(found, start)
    following = _next_written(found, end)
    if following < len(found.lines) and found.marked[following] and label is Label.QUOTED:
        return end
    answered_below = _answers_stand_below(found, start, end)
    if _has_new(found, start) and not answered_below:
        return _label_rest(found, end, label)
    if label is Label.FORWARDED or found.ours[end:].count(True) == 0:
        # Nothing stands above: a forward without a comment, or an answer written below an unmarked quote.
        return _label_rest(found, end, label) if label is Label.FORWARDED else end
    last_ours = max(number for number in range(end, len(found.lines)) if found.ours[number])
    for at in range(end, len(found.lines) if answered_below else last_ours + 1):
        line = found.lines[at]
        if found.ours[at] or not line.strip() or (answered_below and found.own.has_line(line)):
            found.labels[at] = label
    return end


def _answers_stand_below(found: Labelled, start: int, end: int) -> bool:
    """Whether the writer says so ("see my answers in red"), and our text is there to tell them from."""
    above = " ".join(
        line for line, label in zip(found.lines[:start], found.labels, strict=False) if label is None
    )
    return len(above) < 400 and bool(_SEE_BELOW.search(above)) and any(found.ours[end:])


def _label_rest(found: Labelled, start: int, label: Label) -> int:
    for at in range(start, len(found.lines)):
        found.labels[at] = label
    return len(found.lines)


def _label_rule_above(found: Labelled, start: int) -> None:
    """What belongs to a boundary and stands above it: fields of a copied header, a drawn line, dashed words."""
    above = start - 1
    while above >= 0 and found.labels[above] is None and is_header_field(found.lines[above]):
        found.labels[above] = Label.QUOTED
        above -= 1
    while above >= 0 and not found.lines[above].strip():
        above -= 1
    if (
        above >= 0
        and found.labels[above] is None
        and (is_rule(found.lines[above]) or is_dashed(found.lines[above]))
    ):
        found.labels[above] = Label.QUOTED


def _next_written(found: Labelled, at: int) -> int:
    while at < len(found.lines) and not found.lines[at].strip():
        at += 1
    return at


def _quote_follows(found: Labelled, at: int) -> bool:
    following = _next_written(found, at)
    return following < len(found.lines) and (found.marked[following] or found.ours[following])


def _has_new(found: Labelled, before: int) -> bool:
    # Labels are only ever added, so that what was passed once need not be looked at again.
    while found.checked < before:
        at = found.checked
        if found.labels[at] is None and not found.ours[at] and found.lines[at].strip(" \t-_*=>"):
            return True
        found.checked += 1
    return False


def _label_overflow(found: Labelled) -> None:
    for at in range(1, len(found.lines) - 1):
        line = found.lines[at].strip()
        if found.labels[at] is None and found.marked[at - 1] and is_cut_off_end(line):
            found.labels[at] = Label.QUOTED
        if found.labels[at] is not None or not line or not (found.marked[at - 1] and found.marked[at + 1]):
            continue
        above = found.lines[at - 1]
        if (
            len(above) >= _WRAP_FROM
            and len(line) < len(above)
            and (line[0].islower() or len(line.split()) == 1)
        ):
            found.labels[at] = Label.QUOTED


def _label_ours(found: Labelled) -> None:
    """Our own sentences are quoted also where nothing marks them; what follows them unmarked is older still."""
    first = next((at for at, own in enumerate(found.ours) if own and found.labels[at] is None), None)
    for at, own in enumerate(found.ours):
        if own and found.labels[at] is None:
            found.labels[at] = Label.QUOTED
    if first is None or not _has_new(found, first) or sum(found.ours) < 2:
        return
    _label_unknown_attribution(found, first)
    _label_rest(found, first, Label.QUOTED)


def _label_unknown_attribution(found: Labelled, first: int) -> None:
    above = first - 1
    while above >= 0 and not found.lines[above].strip():
        above -= 1
    line = found.lines[above].strip() if above >= 0 else ""
    if line.endswith((":", "：")) and any(character.isdigit() for character in line) and len(line) < 200:
        found.labels[above] = Label.QUOTED
