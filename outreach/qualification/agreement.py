"""How often reviewers agree with what the program had thought: by intent, and by the rules that it went by."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.intents import Intent
from outreach.qualification.meanings import NOT_OURS, Meaning
from outreach.qualification.model import Review, ReviewState
from outreach.replies.model import StoredVerdict
from outreach.replies.verdict import Hit, verdict_from_dict

#: Of a rule with fewer cases nothing is said.
FEWEST_CASES = 5
#: A rule that is right less often misleads.
MISLEADING_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class OfIntent:
    """What became of the replies that the program took for one intent."""

    proposed: Intent
    decided: int
    agreed: int
    #: What reviewers said instead, the most frequent first.
    instead: tuple[tuple[Meaning, int], ...]


@dataclass(frozen=True, slots=True)
class OfRule:
    """What reviewers said where one rule had spoken for an intent."""

    rule: str
    intent: Intent
    cases: int
    right: int
    instead: tuple[tuple[Meaning, int], ...]

    @property
    def misleads(self) -> bool:
        return self.cases >= FEWEST_CASES and self.right < self.cases * MISLEADING_BELOW


@dataclass(frozen=True, slots=True)
class Agreement:
    """Over all decisions that stand. What was undone does not count."""

    decided: int
    agreed: int
    intents: tuple[OfIntent, ...]
    #: The most misleading first.
    rules: tuple[OfRule, ...]


def agreement(session: Session, *, since: datetime | None = None) -> Agreement:
    """Decisions of people against what the program thought when they decided, those since then or all."""
    statement = select(Review).where(Review.state == ReviewState.DECIDED, col(Review.intent).is_not(None))
    if since is not None:
        statement = statement.where(col(Review.decided_at) >= since)
    reviews = session.exec(statement.order_by(col(Review.id))).all()
    by_intent: dict[Intent, Counter[Meaning]] = {}
    by_rule: dict[tuple[str, Intent], Counter[Meaning]] = {}
    evidence = _evidence(session, since)
    for review in reviews:
        said = _said(review)
        by_intent.setdefault(review.proposed, Counter())[said] += 1
        for rule in {(hit.rule, hit.intent) for hit in evidence.get(review.inbound_id, ())}:
            by_rule.setdefault(rule, Counter())[said] += 1
    intents = tuple(_of_intent(proposed, said) for proposed, said in sorted(by_intent.items()))
    rules = tuple(sorted((_of_rule(*rule, said) for rule, said in by_rule.items()), key=_worst_first))
    return Agreement(len(reviews), sum(each.agreed for each in intents), intents, rules)


def _said(review: Review) -> Meaning:
    assert review.intent is not None
    return NOT_OURS if review.not_ours else review.intent


def _evidence(session: Session, since: datetime | None) -> dict[int, tuple[Hit, ...]]:
    """What each decided reply was read by, as it stood when it was decided."""
    statement = (
        sa.select(col(StoredVerdict.inbound_id), col(StoredVerdict.findings))
        .join(Review, col(Review.inbound_id) == col(StoredVerdict.inbound_id))
        .where(
            col(Review.state) == ReviewState.DECIDED,
            col(StoredVerdict.created_at) <= col(Review.decided_at),
        )
        .order_by(col(StoredVerdict.id))
    )
    if since is not None:
        statement = statement.where(col(Review.decided_at) >= since)
    return {inbound_id: verdict_from_dict(found).evidence for inbound_id, found in session.execute(statement)}


def _of_intent(proposed: Intent, said: Counter[Meaning]) -> OfIntent:
    return OfIntent(proposed, said.total(), said[proposed], _instead(said, proposed))


def _of_rule(rule: str, intent: Intent, said: Counter[Meaning]) -> OfRule:
    return OfRule(rule, intent, said.total(), said[intent], _instead(said, intent))


def _instead(said: Counter[Meaning], thought: Intent) -> tuple[tuple[Meaning, int], ...]:
    return tuple((meaning, count) for meaning, count in said.most_common() if meaning != thought)


def _worst_first(rule: OfRule) -> tuple[bool, float, int, str]:
    return not rule.misleads, rule.right / rule.cases, -rule.cases, rule.rule
