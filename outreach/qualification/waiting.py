"""How much waits for people. Asked by many, so that it imports no more than it needs."""

import sqlalchemy as sa
from sqlmodel import Session, select

from outreach.qualification.model import Review, ReviewState


def waiting_for_person(session: Session) -> int:
    """How many replies wait for somebody to look at them: new first mails slow down by it."""
    waiting = select(sa.func.count()).where(Review.state == ReviewState.WAITING)
    return int(session.exec(waiting).one())
