"""What sales made of the leads that it was given, held against the lines of the lead definition: which answers told a
good lead from a bad one, and which weights would have told them better. Decisions only; a proposal, never a change.

Each answer is compared with all other answers to its question: of the leads with it, how many did sales confirm, and
of those without. The interval of the difference is Newcombe's (1998, method 10) at 99 %, because some two dozen answers
are looked at and one in twenty would seem to matter by chance. Where it leaves out nothing, nothing is proposed. The
proposed weight goes halfway from what it is to what the cases say: their weight of evidence (Good 1950), the logarithm
of how much more often good leads give this answer than bad ones, in the scale of the points that the definition has.

What fell short of the definition was never offered, so nothing here can say that it should have been.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from outreach.qualification.leads.definition import Band, LeadDefinition, Question, QuestionKind

#: Below so many leads in all, of either kind, or with and without an answer, nothing is said.
LEAST_IN_ALL, LEAST_OF_A_KIND, LEAST_ON_A_SIDE = 30, 8, 8
#: Of the good ones so many have to stay above a proposed threshold.
KEEPS = 0.95
#: A difference that surely lies within this is none.
NO_DIFFERENCE = 0.10
#: By so many points a weight changes at once, at most.
_FURTHEST = 10
_Z = 2.5758
_USUAL_SCALE, _SCALES = 8.0, (3.0, 15.0)

#: What any answer to a question of free text is called.
ANSWERED = "answered"
NO_BAND = "beyond all bands"


@dataclass(frozen=True, slots=True)
class Case:
    """One lead that sales has judged: `is_good` where it was confirmed, and not lost afterwards."""

    lead: int
    answers: Mapping[str, str]
    is_good: bool
    judged_on: date
    score: int


@dataclass(frozen=True, slots=True)
class Rate:
    """So many good ones of so many."""

    good: int
    of: int

    @property
    def share(self) -> float:
        return self.good / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.good, self.of)

    def __str__(self) -> str:
        return f"{self.good} of {self.of} ({self.share:.0%})" if self.of else "none"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One answer: how it went with and without it. `proposed` is what it is worth now where nothing is proposed."""

    question: str
    answer: str
    having: Rate
    others: Rate
    difference: tuple[float, float]
    points: int
    proposed: int
    why: str

    @property
    def is_enough(self) -> bool:
        """Whether there are cases enough on both sides."""
        return min(self.having.of, self.others.of) >= LEAST_ON_A_SIDE

    @property
    def is_proposal(self) -> bool:
        return self.points != self.proposed


@dataclass(frozen=True, slots=True)
class ThresholdLesson:
    """Where the line should be, with the proposed weights: how many good and bad ones would be below it."""

    now: int
    proposed: int
    why: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """All of it. `why_none`: why nothing is said at all."""

    good: int
    bad: int
    lessons: tuple[Lesson, ...] = ()
    threshold: ThresholdLesson | None = None
    why_none: str = ""

    @property
    def has_proposals(self) -> bool:
        moved = self.threshold is not None and self.threshold.now != self.threshold.proposed
        return moved or any(each.is_proposal for each in self.lessons)


def learn(definition: LeadDefinition, cases: Sequence[Case]) -> Lessons:
    """What these leads say about the definition."""
    good = sum(case.is_good for case in cases)
    bad = len(cases) - good
    if len(cases) < LEAST_IN_ALL or min(good, bad) < LEAST_OF_A_KIND:
        why = (
            f"not enough data: {good} good and {bad} bad leads; it takes {LEAST_IN_ALL} in all, and"
            f" {LEAST_OF_A_KIND} of each"
        )
        return Lessons(good, bad, why_none=why)
    counted = [each for question in definition.questions for each in _counted(question, cases)]
    scale = _scale(counted)
    lessons = tuple(_lesson(each, scale) for each in counted)
    return Lessons(good, bad, lessons, _threshold(definition, cases, lessons))


def changed(definition: LeadDefinition, lessons: Lessons) -> LeadDefinition:
    """The definition with everything that is proposed."""
    proposed = {(each.question, each.answer): each.proposed for each in lessons.lessons if each.is_proposal}
    questions = tuple(_changed(question, proposed) for question in definition.questions)
    threshold = definition.threshold if lessons.threshold is None else lessons.threshold.proposed
    return replace(definition, questions=questions, threshold=threshold)


# --- counting -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Counted:
    question: str
    answer: str
    points: int
    having: Rate
    others: Rate

    @property
    def is_enough(self) -> bool:
        return min(self.having.of, self.others.of) >= LEAST_ON_A_SIDE

    @property
    def evidence(self) -> float:
        """Weight of evidence; half a case is added to each count, so that none is infinite."""
        good, bad = self.having.good + self.others.good, self._bad(self.having) + self._bad(self.others)
        of_good = (self.having.good + 0.5) / (good + 1)
        of_bad = (self._bad(self.having) + 0.5) / (bad + 1)
        return math.log(of_good / of_bad)

    @staticmethod
    def _bad(rate: Rate) -> int:
        return rate.of - rate.good


def _counted(question: Question, cases: Sequence[Case]) -> Iterator[_Counted]:
    said = [(line_of(question, case), case.is_good) for case in cases]
    if question.kind is not QuestionKind.TEXT:
        # Who was not asked says nothing about an answer; that a text was given or not does.
        said = [(line, is_good) for line, is_good in said if line is not None]
    for line, points in lines_of(question):
        having, others = _rate(said, line, True), _rate(said, line, False)
        if having.of or points:
            yield _Counted(question.id, line, points, having, others)


def _rate(said: Iterable[tuple[str | None, bool]], line: str, is_having: bool) -> Rate:
    chosen = [is_good for told, is_good in said if (told == line) is is_having]
    return Rate(sum(chosen), len(chosen))


def lines_of(question: Question) -> Iterator[tuple[str, int]]:
    """Every line that a question can bring, with its points."""
    match question.kind:
        case QuestionKind.YES_NO:
            yield from ((answer, question.points.get(answer, 0)) for answer in ("yes", "no"))
        case QuestionKind.CHOICE:
            yield from ((answer, question.points.get(answer, 0)) for answer in question.choices)
        case QuestionKind.TEXT:
            yield ANSWERED, question.if_answered
        case _:
            yield from ((band_name(question, band), band.points) for band in question.bands)
            yield NO_BAND, 0


def line_of(question: Question, case: Case) -> str | None:
    """Which line an answer falls under; None where the question was not answered, or cannot be read so."""
    answer = case.answers.get(question.id, "")
    if not answer:
        return None
    try:
        match question.kind:
            case QuestionKind.NUMBER:
                fitting = [band for band in question.bands if float(answer) >= band.bound]
                return band_name(question, max(fitting, key=lambda band: band.bound)) if fitting else NO_BAND
            case QuestionKind.DATE:
                days = (date.fromisoformat(answer) - case.judged_on).days
                near = [band for band in question.bands if days <= band.bound]
                return band_name(question, min(near, key=lambda band: band.bound)) if near else NO_BAND
            case QuestionKind.TEXT:
                return ANSWERED
            case _:
                return answer
    except ValueError:
        return None


def band_name(question: Question, band: Band) -> str:
    return f"at least {band.bound}" if question.kind is QuestionKind.NUMBER else f"within {band.bound} days"


# --- weights --------------------------------------------------------------------------------------------------------


def _scale(counted: Sequence[_Counted]) -> float:
    """Points for one unit of evidence, as the definition has them on the whole."""
    ratios = [
        abs(each.points) / abs(each.evidence)
        for each in counted
        if each.is_enough and each.points and abs(each.evidence) > 0.2
    ]
    least, most = _SCALES
    return min(most, max(least, median(ratios))) if ratios else _USUAL_SCALE


def _lesson(counted: _Counted, scale: float) -> Lesson:
    low, high = newcombe(counted.having, counted.others)
    proposed, why = counted.points, ""
    if not counted.is_enough:
        why = f"not enough data: it takes {LEAST_ON_A_SIDE} with and without"
    elif low > 0 or high < 0:
        proposed = _halfway(counted.points, counted.evidence * scale)
        why = "tells good from bad" if proposed != counted.points else "is weighed as it should be"
    elif low > -NO_DIFFERENCE and high < NO_DIFFERENCE and counted.points:
        proposed = _halfway(counted.points, 0.0)
        why = "makes no difference"
    else:
        why = "not clear: the interval holds none"
    if counted.question and counted.answer == NO_BAND:
        # There is no weight in the file that could be changed.
        proposed = counted.points
    return Lesson(
        counted.question,
        counted.answer,
        counted.having,
        counted.others,
        (low, high),
        counted.points,
        proposed,
        why,
    )


def _halfway(points: int, target: float) -> int:
    change = max(-_FURTHEST, min(_FURTHEST, (target - points) / 2))
    return points + round(change)


def _changed(question: Question, proposed: Mapping[tuple[str, str], int]) -> Question:
    def worth(line: str, points: int) -> int:
        return proposed.get((question.id, line), points)

    if question.kind is QuestionKind.TEXT:
        return replace(question, if_answered=worth(ANSWERED, question.if_answered))
    bands = tuple(Band(each.bound, worth(band_name(question, each), each.points)) for each in question.bands)
    known = dict(question.points)
    for (asked, line), points in proposed.items():
        if asked == question.id and question.kind in (QuestionKind.YES_NO, QuestionKind.CHOICE):
            known[line] = points
    return replace(question, points=known, bands=bands)


# --- threshold ------------------------------------------------------------------------------------------------------


def _threshold(
    definition: LeadDefinition, cases: Sequence[Case], lessons: Iterable[Lesson]
) -> ThresholdLesson:
    """The highest line above which nearly all good ones stay. Not moved where that would keep out hardly a bad one."""
    moved = {(each.question, each.answer): each.proposed - each.points for each in lessons}
    scores = [(_rescored(definition, case, moved), case.is_good) for case in cases]
    good = sorted(score for score, is_good in scores if is_good)
    bad = [score for score, is_good in scores if not is_good]
    now, line = definition.threshold, good[int(len(good) * (1 - KEEPS))]
    kept_now = sum(score >= now for score in good)
    kept, out = sum(score >= line for score in good), sum(score < line for score in bad)
    told = f"at {line}, {kept} of {len(good)} good ones stay and {out} of {len(bad)} bad ones fall away"
    more = out - sum(score < now for score in bad)
    is_worth_it = more >= max(3, len(bad) // 10)
    if (line > now and is_worth_it) or kept_now < KEEPS * len(good):
        return ThresholdLesson(now, line, told)
    return ThresholdLesson(now, now, f"{told}: too few to move it")


def _rescored(definition: LeadDefinition, case: Case, moved: Mapping[tuple[str, str], int]) -> int:
    lines = ((question.id, line_of(question, case)) for question in definition.questions)
    return case.score + sum(moved.get((asked, line), 0) for asked, line in lines if line is not None)


# --- intervals ------------------------------------------------------------------------------------------------------


def wilson(good: int, of: int) -> tuple[float, float]:
    """The score interval of a share (Wilson 1927); all of it where there are no cases."""
    if not of:
        return 0.0, 1.0
    share, square = good / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(one: Rate, other: Rate) -> tuple[float, float]:
    """The interval of the difference of two shares."""
    (low, high), (other_low, other_high) = one.interval, other.interval
    difference = one.share - other.share
    down = math.hypot(one.share - low, other_high - other.share)
    up = math.hypot(high - one.share, other.share - other_low)
    return max(-1.0, difference - down), min(1.0, difference + up)
