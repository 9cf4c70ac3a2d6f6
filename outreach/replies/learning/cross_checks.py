"""How much each layer is worth on letters of an author, or in a language, that the model has not learned from."""

from collections.abc import Callable, Iterable, Sequence

from outreach.core.intents import Intent
from outreach.replies.decision import DECIDED_ALONE
from outreach.replies.evaluate import Judged
from outreach.replies.learning.meanings import MEANINGS
from outreach.replies.learning.training import Unseen
from outreach.replies.settling import settle

#: What decides: the rules as they were before these letters were known, the words alone, or both.
Layer = Callable[[Unseen], Judged]


def rules_alone(one: Unseen) -> Judged:
    """Without the model."""
    evidence = one.lesson.evidence
    assert evidence is not None
    return _judged(one, evidence.decided.intent, evidence.confidence, evidence.doubts)


def words_alone(one: Unseen) -> Judged:
    """The model's first half; nobody decides by it."""
    return _judged(one, one.judged.by_words.intent, one.judged.by_words_share, ())


def both(one: Unseen) -> Judged:
    """As the program does."""
    assert one.lesson.evidence is not None
    meaning, decision = settle(one.lesson.evidence, one.judged)
    return _judged(one, meaning.intent, decision.confidence, decision.doubts)


LAYERS: dict[str, Layer] = {"rules alone": rules_alone, "words alone": words_alone, "both": both}


def judged_by(layer: Layer, unseen: Iterable[Unseen]) -> list[Judged]:
    """For `evaluate.measure`."""
    return [layer(one) for one in unseen]


def _judged(one: Unseen, intent: Intent, confidence: float, doubts: Sequence[str]) -> Judged:
    least = DECIDED_ALONE.get(intent)
    waits = bool(doubts) or least is None or confidence < least or intent is Intent.OTHER
    return Judged(
        id=one.lesson.id,
        language=one.lesson.language,
        expected=MEANINGS[one.lesson.meaning].intent,
        given=intent,
        confidence=confidence,
        needs_review=waits,
    )
