"""What the simulated people and machines meant, beside what the program made of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from outreach.core.intents import Intent
from outreach.inbox.model import InboundMessage
from outreach.qualification.model import Review
from outreach.replies.listing import newest_verdict
from outreach.sandbox.facts import Delivery


@dataclass(frozen=True, slots=True)
class Reading:
    """One message of the world."""

    writer: str
    message_id: str
    at: datetime
    meant: Intent
    #: None where the program never saw it, or could not read it.
    understood: Intent | None
    #: What says which of our mails it answers; None where nothing does.
    matched_by: str | None
    #: Whether a person is asked, so that a misreading does no harm.
    asks: bool

    @property
    def misread(self) -> bool:
        return self.understood is not self.meant

    @property
    def acted(self) -> bool:
        """Whether something followed from it without a person being asked."""
        return self.matched_by is not None and not self.asks


def readings(session: Session, deliveries: Iterable[Delivery]) -> Iterator[Reading]:
    """Every message that was delivered, in that order."""
    seen = {message.message_id: message for message in session.exec(select(InboundMessage)).all()}
    asked = set(session.exec(select(Review.inbound_id)).all())
    for delivery in deliveries:
        mail = delivery.mail
        message = seen.get(mail.message_id)
        verdict = None if message is None else newest_verdict(session, message.id or 0)
        yield Reading(
            writer=mail.writer,
            message_id=mail.message_id,
            at=delivery.visible_at,
            meant=mail.truth.intent,
            understood=None if verdict is None else verdict.intent,
            matched_by=None if message is None else message.matched_by,
            asks=message is not None and message.id in asked,
        )
