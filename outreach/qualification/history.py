"""The decisions that stand, each kept with what it changed; the last ones can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.database import traces
from outreach.database.traces import Change
from outreach.qualification.meanings import Meaning
from outreach.qualification.model import KeptDecision, Review
from outreach.qualification.queue import items_where


@dataclass(frozen=True, slots=True)
class Undoable:
    """A decision that stands."""

    review_id: int
    decided_by: str
    decided_at: datetime
    decided: Meaning | None
    #: As the reply says it, and whom we had written to.
    sender: str
    contact: str


def keep(
    session: Session, review: Review, changes: Sequence[Change], *, actor: str, now: datetime
) -> KeptDecision:
    """Keep what a decision changed, beside it."""
    assert review.id is not None
    kept = KeptDecision(
        review_id=review.id, decided_by=actor, decided_at=now, changes=traces.as_json(changes)
    )
    session.add(kept)
    session.flush()
    return kept


def kept_of(session: Session, review_id: int) -> KeptDecision | None:
    """The decision on a review, where it stands and can be undone."""
    return session.exec(select(KeptDecision).where(KeptDecision.review_id == review_id)).first()


def undoable(session: Session, *, actor: str | None = None, limit: int = 20) -> list[Undoable]:
    """The last decisions that stand, the newest first; `actor`: only theirs."""
    statement = (
        select(KeptDecision.review_id, KeptDecision.decided_by, KeptDecision.decided_at)
        .order_by(col(KeptDecision.decided_at).desc(), col(KeptDecision.id).desc())
        .limit(limit)
    )
    if actor is not None:
        statement = statement.where(KeptDecision.decided_by == actor)
    rows = session.exec(statement).all()
    items = {
        each.review_id: each
        for each in items_where(session, col(Review.id).in_([review_id for review_id, _, _ in rows]))
    }
    return [
        Undoable(
            review_id,
            by,
            at,
            items[review_id].decided,
            items[review_id].sender,
            items[review_id].contact,
        )
        for review_id, by, at in rows
    ]


def last_of(session: Session, actor: str) -> int | None:
    """The review that somebody decided last, where that stands."""
    found = undoable(session, actor=actor, limit=1)
    return found[0].review_id if found else None


def later_on(session: Session, kept: KeptDecision, change: Change) -> KeptDecision | None:
    """A later decision that wrote the same row."""
    key = [*change.key]
    later = (
        select(KeptDecision)
        .where(col(KeptDecision.id) > kept.id)
        .order_by(col(KeptDecision.id).desc())
        .limit(200)
    )
    for each in session.exec(later).all():
        if any(row["table"] == change.table and row["key"] == key for row in each.changes):
            return each
    return None
