"""Whether a new model may take the place of the one in use: held against it on letters that neither learned."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from outreach.core.intents import Intent
from outreach.replies.learning.lessons import Lesson
from outreach.replies.learning.meanings import MEANINGS
from outreach.replies.learning.trained import TrainedModel, judgement
from outreach.replies.settling import settle


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model does on the frozen letters."""

    letters: int
    right: int
    opt_outs: int
    opt_outs_found: int

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def standing(model: TrainedModel, lessons: Iterable[Lesson]) -> Standing:
    """Over the frozen ones among `lessons`."""
    letters = right = opt_outs = found = 0
    for lesson in lessons:
        if lesson.frozen and lesson.evidence is not None:
            wanted, given = MEANINGS[lesson.meaning].intent, _read(model, lesson)
            letters, right = letters + 1, right + (wanted is given)
            if wanted is Intent.UNSUBSCRIBE:
                opt_outs, found = opt_outs + 1, found + (given is wanted)
    return Standing(letters, right, opt_outs, found)


def share_right(model: TrainedModel, lessons: Iterable[Lesson]) -> tuple[int, int]:
    """(right, all) over any lessons."""
    results = [MEANINGS[lesson.meaning].intent is _read(model, lesson) for lesson in lessons]
    return sum(results), len(results)


def why_not(candidate: Standing, current: Standing) -> str:
    """Why the candidate may not be promoted; "" if it may. Not worse is enough: it knows this workspace."""
    if candidate.opt_outs_found < current.opt_outs_found:
        found, before = candidate.opt_outs_found, current.opt_outs_found
        return f"it finds {found} of {current.opt_outs} opt-outs, the one in use {before}"
    if candidate.right < current.right:
        return (
            f"it reads {candidate.right} of {current.letters} letters rightly, the one in use {current.right}"
        )
    return ""


def _read(model: TrainedModel, lesson: Lesson) -> Intent:
    assert lesson.evidence is not None
    said = model.by_words(lesson.features)
    meaning, _ = settle(
        lesson.evidence, judgement(said, lesson.evidence, model.combination, model.calibration)
    )
    return meaning.intent
