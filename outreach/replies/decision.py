"""The last layer: of everything that was found, one intent, how sure it is, and whether a person looks first.

Where somebody says several things, the order of PRECEDENCE holds: the risk of missing an opt-out is greater than
that of missing a referral. Whatever the layers disagree about waits for a person; a wrong reading costs a delay.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from outreach.core.intents import PRECEDENCE, Intent
from outreach.replies.automatic_reply import AutomaticReply
from outreach.replies.verdict import Hit

#: From here on an intent counts as said.
SAID = 0.6
#: Below, it is a guess.
HINTED = 0.3

#: Acted on without a person, from this confidence on. What is not in the table always waits: a yes, a question or a
#: "not now" wants an answer that only people write. The confidence is calibrated on letters by authors
#: whom neither rules nor model knew; docs/understanding.md has the curve from which these were chosen.
DECIDED_ALONE: dict[Intent, float] = {
    Intent.BOUNCE_HARD: 0.9,
    Intent.BOUNCE_SOFT: 0.9,
    Intent.COMPLAINT: 0.9,
    Intent.CHALLENGE: 0.85,
    Intent.OUT_OF_OFFICE: 0.9,
    Intent.AUTO_ACKNOWLEDGEMENT: 0.85,
    Intent.LEFT_COMPANY: 0.92,
    Intent.OTHER: 0.9,
    Intent.UNSUBSCRIBE: 0.92,
    Intent.REFERRAL: 0.9,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One intent out of many hits."""

    intent: Intent
    confidence: float
    doubts: tuple[str, ...] = ()


def decide(hits: Sequence[Hit]) -> Decision:
    """What a person's message means, from the hits of all layers that looked at its words."""
    spoken = [hit for hit in hits if not hit.rule.startswith("hint.")]
    scores = adjusted(combined(spoken), spoken)
    if _is_unrelated(spoken):
        return _sure(Intent.OTHER, scores)
    said = [intent for intent in _ORDER if scores.get(intent, 0.0) >= SAID]
    if said:
        return _sure(said[0], scores)
    return _guess(adjusted(combined(hits), hits))


def _guess(scores: dict[Intent, float]) -> Decision:
    """The strongest hint, with less confidence than anything that was said."""
    hinted = sorted((i for i in _ORDER if scores.get(i, 0.0) >= HINTED), key=lambda i: -scores[i])
    if hinted:
        return Decision(hinted[0], min(0.45, 0.7 * scores[hinted[0]]), ("only a hint in the words",))
    return Decision(Intent.OTHER, 0.2, ("no rule speaks for anything",))


#: A colleague who writes that somebody has left says so before anything else, but for an opt-out.
_ORDER: tuple[Intent, ...] = (PRECEDENCE[0], Intent.LEFT_COMPANY, *PRECEDENCE[1:], Intent.OTHER)


def _is_unrelated(hits: Sequence[Hit]) -> bool:
    """A pitch or a newsletter that answers nothing of ours; an opt-out in it is its own."""
    rules = {hit.rule for hit in hits}
    return "other.no_answer" in rules and bool(rules & {"other.pitch", "other.newsletter", "other.private"})


def combined(hits: Iterable[Hit]) -> dict[Intent, float]:
    """For each intent the chance that at least one of its hits is right, were they independent; at most 0.99."""
    missed: defaultdict[Intent, float] = defaultdict(lambda: 1.0)
    for hit in hits:
        missed[hit.intent] *= 1.0 - hit.weight
    return {intent: min(0.99, 1.0 - left) for intent, left in missed.items()}


#: Where the first is said firmly, the second is what its words look like, and counts for less.
_OVERSHADOWED: tuple[tuple[Intent, Intent, float], ...] = (
    (Intent.NOT_INTERESTED, Intent.INTERESTED, 0.3),
    (Intent.NOT_NOW, Intent.INTERESTED, 0.35),
    (Intent.WRONG_PERSON, Intent.RIGHT_PERSON, 0.2),
    (Intent.NOT_NOW, Intent.NOT_INTERESTED, 0.6),
    (Intent.WRONG_PERSON, Intent.NOT_INTERESTED, 0.6),
)
_FIRM = 0.8


def adjusted(scores: dict[Intent, float], hits: Sequence[Hit]) -> dict[Intent, float]:
    """The scores, less for what another thing that is said explains."""
    found = dict(scores)
    pointed = any(hit.rule in _PEOPLE for hit in hits)
    if not any(hit.rule in _WITH_ADDRESS for hit in hits) and found.get(Intent.UNSUBSCRIBE, 0.0) >= _FIRM:
        # An opt-out that names a colleague is an opt-out; an address beside it may mean "write there instead".
        found[Intent.REFERRAL] = min(found.get(Intent.REFERRAL, 0.0), 0.55)
    if not pointed:
        # Words like "talk to" and "the right person" without anybody named are no referral.
        found[Intent.REFERRAL] = min(found.get(Intent.REFERRAL, 0.0) * 0.6, 0.55)
    elif _only_roles(hits) and found.get(Intent.RIGHT_PERSON, 0.0) >= _FIRM:
        # "I run partner sales": the title is the writer's own.
        found[Intent.REFERRAL] *= 0.5
    for firm, shadowed, left in _OVERSHADOWED:
        if (
            scores.get(firm, 0.0) >= (_FIRM if firm is not Intent.NOT_NOW else 0.7)
            and scores.get(shadowed, 0.0) <= scores[firm]
        ):
            found[shadowed] = found.get(shadowed, 0.0) * left
    return found


_PEOPLE = frozenset(
    {
        "referral.cc",
        "referral.forwarded",
        "referral.address",
        "referral.phone",
        "referral.named",
        "referral.role",
    }
)


_WITH_ADDRESS = frozenset({"referral.cc", "referral.address"})


def _only_roles(hits: Sequence[Hit]) -> bool:
    return not any(hit.rule in _PEOPLE and hit.rule != "referral.role" for hit in hits)


def _sure(intent: Intent, scores: dict[Intent, float]) -> Decision:
    """The confidence is the score, less for every other thing that is said and does not go with it."""
    doubts = []
    confidence = scores[intent]
    for other, score in scores.items():
        if other is not intent and score >= SAID and (intent, other) not in _GO_TOGETHER:
            confidence -= 0.12 * score
            doubts.append(f"also says {other.value}")
    return Decision(intent, max(0.3, confidence), tuple(doubts))


def held_against_machine(decision: Decision, automatic: AutomaticReply | None) -> Decision:
    """The decision, less sure where a machine may have written it."""
    if automatic is None or automatic.written_by_machine < 0.6:
        return decision
    doubts = (*decision.doubts, "may be an automatic reply")
    if decision.confidence < 0.55:
        return Decision(automatic.intent, 0.55 * automatic.weight, doubts)
    return Decision(decision.intent, decision.confidence * 0.85, doubts)


#: Said together often enough that the one does not put the other in doubt.
_GO_TOGETHER = frozenset(
    {
        (Intent.REFERRAL, Intent.WRONG_PERSON),
        (Intent.REFERRAL, Intent.NOT_INTERESTED),
        (Intent.REFERRAL, Intent.NOT_NOW),
        (Intent.LEFT_COMPANY, Intent.REFERRAL),
        (Intent.LEFT_COMPANY, Intent.WRONG_PERSON),
        (Intent.INTERESTED, Intent.RIGHT_PERSON),
        (Intent.INTERESTED, Intent.QUESTION),
        (Intent.QUESTION, Intent.RIGHT_PERSON),
        (Intent.RIGHT_PERSON, Intent.NOT_NOW),
        (Intent.RIGHT_PERSON, Intent.NOT_INTERESTED),
        (Intent.NOT_NOW, Intent.NOT_INTERESTED),
        (Intent.UNSUBSCRIBE, Intent.NOT_INTERESTED),
        (Intent.UNSUBSCRIBE, Intent.WRONG_PERSON),
        (Intent.UNSUBSCRIBE, Intent.QUESTION),
        (Intent.UNSUBSCRIBE, Intent.RIGHT_PERSON),
        (Intent.LEFT_COMPANY, Intent.NOT_INTERESTED),
    }
)
