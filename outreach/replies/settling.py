"""What the rules and the model say together: one meaning, how sure it is, and where they disagree."""

from dataclasses import dataclass

from outreach.core.intents import Intent
from outreach.replies.decision import SAID, Decision
from outreach.replies.heard import Heard, evidence_of, names_in
from outreach.replies.learning.evidence import Evidence
from outreach.replies.learning.features import text_features
from outreach.replies.learning.meanings import MEANINGS, Meaning
from outreach.replies.learning.trained import Judgement, TrainedModel
from outreach.replies.verdict import Hit

#: A message that the rules are so sure is an opt-out stays one, whatever the model says.
_A_CLEAR_OPT_OUT = 0.8
#: The risk of missing an opt-out is greater than that of asking once too often.
_OPT_OUT_FEARED = 0.35
#: When the words alone say another thing so firmly, the layers disagree.
_FIRMLY = 0.6
#: So sure are the rules of what they hear, and so sure must the model be of an opt-out that they do not hear at all.
_HEARD_PLAINLY, _SURELY = 0.7, 0.8
_OPT_OUT = Meaning(Intent.UNSUBSCRIBE)


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome of all layers for a message that its structure does not settle."""

    meaning: Meaning
    decision: Decision
    hits: tuple[Hit, ...] = ()


def by_rules(heard: Heard) -> Settled:
    """Without the model."""
    return Settled(Meaning(heard.decision.intent, by_machine=heard.by_machine_for_sure), heard.decision)


def with_model(heard: Heard, model: TrainedModel) -> Settled:
    """With the model, whose words are kept as evidence."""
    reading, evidence = heard.reading, evidence_of(heard)
    judgement = model.judge(reading.prose.plain, evidence, names=names_in(heard), language=reading.language)
    if judgement is None:
        return by_rules(heard)
    hit = Hit("model", judgement.meaning.intent, judgement.words, judgement.confidence)
    return Settled(*settle(evidence, judgement), (hit,))


def by_words(heard: Heard, model: TrainedModel) -> Settled:
    """By the words alone, to see what they are worth; nobody decides by it."""
    features = text_features(
        heard.reading.prose.plain, names=names_in(heard), language=heard.reading.language
    )
    shares = model.by_words(features)
    best = max(range(len(shares)), key=shares.__getitem__)
    return Settled(MEANINGS[best], Decision(MEANINGS[best].intent, shares[best]))


def settle(evidence: Evidence, judgement: Judgement) -> tuple[Meaning, Decision]:
    """The meaning that has the largest share, but for an opt-out that may not be lost."""
    opt_out = _opt_out(evidence, judgement)
    if opt_out is not None:
        return _OPT_OUT, opt_out
    meaning = judgement.meaning
    if _is_far_fetched(evidence, judgement):
        doubts = (f"may also mean {meaning}",)
        return evidence.decided, Decision(evidence.decided.intent, 0.5, doubts)
    return meaning, Decision(meaning.intent, judgement.confidence, _disagreements(evidence, judgement))


def _opt_out(evidence: Evidence, judgement: Judgement) -> Decision | None:
    """An opt-out that the largest share is not for, but that is too likely to be passed over."""
    if judgement.meaning == _OPT_OUT or evidence.headers_say_machine:
        return None
    by_rule = evidence.decided == _OPT_OUT and evidence.confidence >= _A_CLEAR_OPT_OUT
    share = judgement.share(_OPT_OUT)
    if not by_rule and share < _OPT_OUT_FEARED:
        return None
    # Somebody looks at it in any case, and sees both.
    return Decision(Intent.UNSUBSCRIBE, min(max(share, 0.3), 0.5), (f"may also mean {judgement.meaning}",))


def _is_far_fetched(evidence: Evidence, judgement: Judgement) -> bool:
    """The rules hear another thing plainly, and what the model hears is an opt-out or a referral that they do not see.

    "Please don't hesitate to call": no opt-out. "It's me, ring the shop": nobody is named.
    """
    if judgement.meaning == _OPT_OUT:
        unheard = not evidence.hinted.get(Intent.UNSUBSCRIBE) and judgement.share(_OPT_OUT) < _SURELY
        return unheard and evidence.confidence >= _HEARD_PLAINLY
    to_nobody = judgement.meaning.intent is Intent.REFERRAL and not evidence.names_somebody
    return to_nobody and evidence.confidence >= SAID and evidence.decided != judgement.meaning


def _disagreements(evidence: Evidence, judgement: Judgement) -> tuple[str, ...]:
    intent = judgement.meaning.intent
    doubts = list(evidence.doubts)
    if evidence.decided.intent is not intent:
        doubts = [f"the rules read {evidence.decided.intent.value}"]
    if judgement.by_words.intent is not intent and judgement.by_words_share >= _FIRMLY:
        doubts.append(f"the words alone sound like {judgement.by_words}")
    return tuple(doubts)
