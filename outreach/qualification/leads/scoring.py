"""A lead held against the definition: its score line by line, its level, and what keeps it from being qualified.

The score is what the answers are worth, plus what they did in mail times how well the company fits, less what silence
has cost since. It can be explained to whoever asks, line by line.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from outreach.qualification.leads.decay import points_lost
from outreach.qualification.leads.definition import LeadDefinition, Question, QuestionKind
from outreach.qualification.leads.levels import TestedLevel, reached, tested
from outreach.qualification.leads.needs import FACTS


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a lead beside its answers. `grade` is that of the ideal customer profile; "": none."""

    facts: frozenset[str] = frozenset()
    grade: str = ""
    #: When they last wrote, or were spoken to.
    last_word_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of the score: the question or fact, what was said, the points, and what explains them."""

    what: str
    said: str
    points: int
    why: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"what": self.what, "said": self.said, "points": self.points, "why": self.why}


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of holding a lead against a definition."""

    score: int
    threshold: int
    level: int
    qualified_from: int
    lines: tuple[ScoreLine, ...]
    levels: tuple[TestedLevel, ...]
    #: Required questions without an answer.
    missing: tuple[str, ...] = ()
    #: Answers that disqualify, as sentences.
    red_flags: tuple[str, ...] = ()
    why_not: tuple[str, ...] = field(default=())

    @property
    def is_qualified(self) -> bool:
        return not self.why_not


def judge(definition: LeadDefinition, answers: Mapping[str, str], known: Known, *, now: datetime) -> Judged:
    """Hold a lead against the definition. `answers` are as `answers.read_answer` gives them; others are passed over."""
    today = now.date()
    answered = _that_fit(definition, answers)
    lines = (*_for_answers(definition, answered, today), *_for_behaviour(definition, known))
    lost = points_lost(definition.decay, last_word_at=known.last_word_at or now, now=now)
    if lost and known.last_word_at is not None:
        why = f"no word from them since {known.last_word_at:%Y-%m-%d}"
        lines = (*lines, ScoreLine("silence", f"{(now - known.last_word_at).days} days", -lost, why))
    levels = tested(definition, answered, known.facts, today)
    score, level = sum(line.points for line in lines), reached(levels)
    missing = tuple(each.id for each in definition.questions if each.required and each.id not in answered)
    flags = tuple(_red_flags(definition, answered))
    why_not = tuple(_why_not(definition, score, level, missing, flags))
    return Judged(
        score=score,
        threshold=definition.threshold,
        level=level,
        qualified_from=definition.qualified_from,
        lines=lines,
        levels=levels,
        missing=missing,
        red_flags=flags,
        why_not=why_not,
    )


def _that_fit(definition: LeadDefinition, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that this definition can read: one given under another may be no answer to its question."""
    fitting = {}
    for question in definition.questions:
        answer = answers.get(question.id, "")
        if answer and _can_be(question, answer):
            fitting[question.id] = answer
    return fitting


def _can_be(question: Question, answer: str) -> bool:
    try:
        match question.kind:
            case QuestionKind.YES_NO:
                return answer in ("yes", "no")
            case QuestionKind.CHOICE:
                return answer in question.choices
            case QuestionKind.NUMBER:
                float(answer)
            case QuestionKind.DATE:
                date.fromisoformat(answer)
    except ValueError:
        return False
    return True


def _for_answers(definition: LeadDefinition, answers: Mapping[str, str], today: date) -> Iterator[ScoreLine]:
    for question in definition.questions:
        answer = answers.get(question.id)
        if answer is not None:
            points, why = _worth(question, answer, today)
            yield ScoreLine(question.id, answer, points, why)


def _worth(question: Question, answer: str, today: date) -> tuple[int, str]:
    match question.kind:
        case QuestionKind.YES_NO | QuestionKind.CHOICE:
            return question.points.get(answer, 0), ""
        case QuestionKind.NUMBER:
            number = float(answer)
            bands = [band for band in question.bands if number >= band.bound]
            return (bands[-1].points, f"at least {bands[-1].bound}") if bands else (0, "")
        case QuestionKind.DATE:
            days = (date.fromisoformat(answer) - today).days
            band = next((band for band in question.bands if days <= band.bound), None)
            return (band.points, f"within {band.bound} days") if band else (0, "")
        case _:
            return question.if_answered, ""


def _for_behaviour(definition: LeadDefinition, known: Known) -> Iterator[ScoreLine]:
    """A line a fact, and one for what the fit makes of them, so that the lines always add up to the score."""
    did = [
        ScoreLine(fact, "yes", points, FACTS[fact])
        for fact, points in definition.behaviour.items()
        if fact in known.facts
    ]
    yield from did
    factor = definition.fit.get(known.grade)
    total = sum(line.points for line in did)
    if factor is None or not total:
        return
    change = _rounded(total * factor) - total
    if change:
        yield ScoreLine("profile", known.grade, change, f"what they did, {total}, times {factor:g}")


def _rounded(value: float) -> int:
    """To the nearest whole number, halves away from zero: as people reckon, and the same on every machine."""
    return int(value + 0.5) if value >= 0 else -int(-value + 0.5)


def _red_flags(definition: LeadDefinition, answers: Mapping[str, str]) -> Iterator[str]:
    for question in definition.questions:
        answer = answers.get(question.id)
        if answer is None:
            continue
        if answer in question.red_flags:
            yield f"{question.id} = {answer}"
        elif question.kind is QuestionKind.NUMBER:
            below, above = question.red_flag_below, question.red_flag_above
            if below is not None and float(answer) < below:
                yield f"{question.id} = {answer}, below {below}"
            if above is not None and float(answer) > above:
                yield f"{question.id} = {answer}, above {above}"


def _why_not(
    definition: LeadDefinition, score: int, level: int, missing: tuple[str, ...], flags: tuple[str, ...]
) -> Iterator[str]:
    if missing:
        yield f"not answered: {', '.join(missing)}"
    for flag in flags:
        yield f"red flag: {flag}"
    if level < definition.qualified_from:
        name = definition.level(definition.qualified_from).name
        yield f"level {level}, wanted {definition.qualified_from} ({name})"
    if score < definition.threshold:
        yield f"score {score}, wanted {definition.threshold}"
