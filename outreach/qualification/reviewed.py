"""What reviewers decided, as the model learns from it: the mail and what a person said it means."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from outreach.core.intents import Intent
from outreach.inbox.model import InboundMessage
from outreach.qualification.effects import EffectRules
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.service import Pending, waiting_messages


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One message on which a person decided."""

    message: Pending
    #: What the program had thought.
    proposed: Intent
    decided: Intent


def reviewed_messages(session: Session, rules: EffectRules) -> Iterator[Reviewed]:
    """Every decision of a reviewer, the oldest first."""
    rows = session.exec(
        select(Review, InboundMessage)
        .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
        # What answers nothing of ours may mean anything: nothing is learned from it.
        .where(
            Review.state == ReviewState.DECIDED,
            col(Review.intent).is_not(None),
            col(Review.not_ours).is_(False),
        )
        .order_by(col(Review.id))
    )
    for review, inbound in rows:
        assert review.intent is not None
        [message] = waiting_messages(session, [inbound], rules)
        yield Reviewed(message, review.proposed, review.intent)
