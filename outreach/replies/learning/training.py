"""Makes a model out of lessons: the words' half, the weighing half, and what its shares are worth.

Every figure comes from letters of an author whom the half that judges them has not learned from: a random split
flatters, because one author's letters resemble each other.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from os import cpu_count

from outreach.replies.learning import combining, regression
from outreach.replies.learning.calibration import Calibration, calibrate
from outreach.replies.learning.combining import Combination, Opinion
from outreach.replies.learning.lessons import Lesson
from outreach.replies.learning.meanings import MEANINGS
from outreach.replies.learning.regression import Example, Weights
from outreach.replies.learning.trained import Judgement, judgement, to_bytes

#: Which group a lesson is left out with.
Group = Callable[[Lesson], str]


def by_author(lesson: Lesson) -> str:
    return lesson.author


def by_language(lesson: Lesson) -> str:
    return lesson.language


@dataclass(frozen=True, slots=True)
class Unseen:
    """A lesson, judged by a model that has not learned from its group."""

    lesson: Lesson
    judged: Judgement

    @property
    def is_right(self) -> bool:
        return MEANINGS[self.lesson.meaning].intent is self.judged.meaning.intent


@dataclass(frozen=True, slots=True)
class Trained:
    """A new model as bytes, and the lessons as judged by models without their author."""

    stored: bytes
    unseen: tuple[Unseen, ...]


def train(lessons: Sequence[Lesson], *, rules_version: str, processes: int | None = None) -> Trained:
    """Learns from all lessons that are not frozen. The same lessons give the same bytes."""
    learned = [lesson for lesson in lessons if not lesson.frozen]
    halves = _words_without(learned, by_author, ("", *_groups(learned, by_author)), processes)
    opinions = _opinions(learned, halves, by_author)
    plain = _judged(opinions, by_author, {})
    combination = _combination(opinions)
    calibration = _calibration(plain)
    made_of = {
        "rules_version": rules_version,
        "letters": len(opinions),
        "phrases": len(learned) - len(opinions),
        "frozen": sum(lesson.frozen for lesson in lessons),
        "right_on_unseen_authors": round(sum(one.is_right for one in plain) / max(1, len(plain)), 4),
    }
    stored = to_bytes(halves[""], combination, calibration, made_of)
    return Trained(stored, _judged(opinions, by_author, _calibrations(plain, by_author)))


def cross_checked(
    lessons: Sequence[Lesson], group: Group, *, processes: int | None = None
) -> tuple[Unseen, ...]:
    """Every lesson that has evidence, judged by a model made without its group: words, weighing and calibration.

    Frozen lessons take part: nothing is kept of these models.
    """
    halves = _words_without(lessons, group, _groups(lessons, group), processes)
    opinions = _opinions(lessons, halves, group)
    return _judged(opinions, group, _calibrations(_judged(opinions, group, {}), group))


def _groups(lessons: Sequence[Lesson], group: Group) -> tuple[str, ...]:
    return tuple(sorted({group(lesson) for lesson in lessons if lesson.evidence is not None}))


def _words_without(
    lessons: Sequence[Lesson], group: Group, groups: Sequence[str], processes: int | None
) -> dict[str, Weights]:
    """For each of `groups` the words' half that has learned from all others."""
    tasks = [
        [Example(one.features, one.meaning, one.weight) for one in lessons if group(one) != left_out]
        for left_out in groups
    ]
    workers = processes or min(len(tasks), cpu_count() or 1)
    if workers == 1:
        return dict(zip(groups, map(_fit, tasks), strict=True))
    with ProcessPoolExecutor(workers) as pool:
        return dict(zip(groups, pool.map(_fit, tasks), strict=True))


def _fit(examples: Sequence[Example]) -> Weights:
    return regression.fit(examples, len(MEANINGS))


_Heard = tuple[Lesson, Opinion]


def _opinions(lessons: Sequence[Lesson], halves: Mapping[str, Weights], group: Group) -> list[_Heard]:
    """What the words say of every lesson by the half that has not learned from it."""
    return [
        (lesson, Opinion(halves[group(lesson)].probabilities(lesson.features), lesson.evidence))
        for lesson in lessons
        if lesson.evidence is not None
    ]


def _combination(opinions: Sequence[_Heard]) -> Combination:
    return combining.fit([opinion for _, opinion in opinions], [lesson.meaning for lesson, _ in opinions])


def _judged(
    opinions: Sequence[_Heard], group: Group, calibrations: Mapping[str, Calibration]
) -> tuple[Unseen, ...]:
    """Each by a weighing that has not learned from its group; uncalibrated where there is no calibration."""
    found = []
    for left_out in sorted({group(lesson) for lesson, _ in opinions}):
        combination = _combination([one for one in opinions if group(one[0]) != left_out])
        calibration = calibrations.get(left_out, Calibration([], []))
        for lesson, opinion in opinions:
            if group(lesson) == left_out:
                judged = judgement(opinion.words, opinion.evidence, combination, calibration)
                found.append(Unseen(lesson, judged))
    return tuple(found)


def _calibrations(judged: Sequence[Unseen], group: Group) -> dict[str, Calibration]:
    groups = {group(one.lesson) for one in judged}
    return {
        left_out: _calibration([one for one in judged if group(one.lesson) != left_out])
        for left_out in groups
    }


def _calibration(judged: Sequence[Unseen]) -> Calibration:
    return calibrate([(one.judged.confidence, one.is_right) for one in judged])
