"""Proposed weights written into the text of a lead definition: its comments and its order stay. No file is read.

Only numbers change. Whoever calls this reads the new text again, and takes it only where it means what was proposed.
"""

import re
from collections.abc import Iterable

from outreach.handoff.lessons import ANSWERED, Lesson, Lessons

_QUESTION = re.compile(r"^[ \t]*\[\[\s*questions\s*\]\].*$", re.MULTILINE)
_NUMBER = r"[-+]?\d[\d_]*"


def edited(text: str, lessons: Lessons) -> str:
    """The text with every proposed number in its place; a place that is not found stays as it is."""
    for question in dict.fromkeys(each.question for each in lessons.lessons if each.is_proposal):
        start, end = _block(text, question)
        mine = [each for each in lessons.lessons if each.is_proposal and each.question == question]
        text = text[:start] + _weights(text[start:end], mine) + text[end:]
    threshold = lessons.threshold
    if threshold is not None and threshold.now != threshold.proposed:
        text = re.sub(
            rf"^([ \t]*threshold[ \t]*=[ \t]*){_NUMBER}",
            rf"\g<1>{threshold.proposed}",
            text,
            count=1,
            flags=re.MULTILINE,
        )
    return text


def _block(text: str, question: str) -> tuple[int, int]:
    """From where to where a question stands; an empty stretch where it does not."""
    starts = [each.end() for each in _QUESTION.finditer(text)]
    for start in starts:
        following = next((each.start() for each in _QUESTION.finditer(text, start)), len(text))
        levels = re.compile(r"^[ \t]*\[\[?\s*(?!questions)\w+", re.MULTILINE).search(text, start)
        end = min(following, levels.start() if levels else len(text))
        if re.search(
            rf"^[ \t]*id[ \t]*=[ \t]*[\"']{re.escape(question)}[\"']", text[start:end], re.MULTILINE
        ):
            return start, end
    return 0, 0


def _weights(block: str, lessons: Iterable[Lesson]) -> str:
    for each in lessons:
        block = _weight(block, each)
    return block


def _weight(block: str, lesson: Lesson) -> str:
    new = rf"\g<1>{lesson.proposed}"
    if lesson.answer == ANSWERED:
        return re.sub(rf"^([ \t]*points[ \t]*=[ \t]*){_NUMBER}", new, block, count=1, flags=re.MULTILINE)
    band = re.match(r"(?:at least|within) (-?\d+)", lesson.answer)
    if band is not None and "bands" in block:
        bound = "at_least" if lesson.answer.startswith("at") else "within_days"
        place = rf"({bound}[ \t]*=[ \t]*{re.escape(band[1])}\b[^}}]*?points[ \t]*=[ \t]*){_NUMBER}"
        return re.sub(place, new, block, count=1)
    quoted = re.escape(lesson.answer)
    key = rf"(?:\"{quoted}\"|'{quoted}'|(?<![\w-]){quoted}(?![\w-]))"
    place = rf"((?:^[ \t]*points[ \t]*=[ \t]*\{{[^}}]*?|^[ \t]*points\.){key}[ \t]*=[ \t]*){_NUMBER}"
    changed, count = re.subn(place, new, block, count=1, flags=re.MULTILINE)
    if count or lesson.points:
        return changed
    # An answer without points so far gets a place of its own in the table.
    entry = lesson.answer if re.fullmatch(r"[A-Za-z0-9_-]+", lesson.answer) else f'"{lesson.answer}"'
    return re.sub(
        r"(^[ \t]*points[ \t]*=[ \t]*\{[^}]*?)[ \t]*\}",
        lambda found: f"{found[1].rstrip()}, {entry} = {lesson.proposed} }}",
        block,
        count=1,
        flags=re.MULTILINE,
    )
