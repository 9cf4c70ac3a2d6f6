"""Which waiting replies a second reader has still to be asked about, and what it said, kept beside our own reading."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.database import locks
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.service import keep_verdict, verdict_of
from outreach.replies.second_reader import SecondOpinion, wants_second_opinion, with_opinion


@dataclass(frozen=True, slots=True)
class Unsure:
    """A review that waits, and the new text of its reply."""

    review_id: int
    text: str


#: Reviews that are looked at in one turn.
_MOST = 50


def next_unsure(session: Session, now: datetime) -> Unsure | None:
    """The oldest one on which an opinion is wanted; those on which none is are marked as seen on the way.

    It is marked as well before anybody is asked, so that of two daemons one asks: a reply is handed out once. Should
    that one die meanwhile, the reply waits for a person without an opinion.
    """
    if not locks.alone(session, locks.Turn.SECOND_READER):
        return None
    waiting = session.exec(
        select(Review)
        .where(Review.state == ReviewState.WAITING, col(Review.second_read_at).is_(None))
        .order_by(col(Review.id))
        .limit(_MOST)
    ).all()
    for review in waiting:
        review.second_read_at = now
        session.add(review)
        verdict = verdict_of(session, review.inbound_id)
        if verdict is not None and wants_second_opinion(verdict):
            assert review.id is not None
            return Unsure(review.id, verdict.visible_text or "")
    return None


def ask_again(session: Session, review_id: int) -> None:
    """Nobody could be reached: the next turn asks about the same one."""
    review = session.get(Review, review_id, with_for_update=True)
    if review is not None and review.state is ReviewState.WAITING:
        review.second_read_at = None
        session.add(review)


def keep_opinion(session: Session, review_id: int, opinion: SecondOpinion | None, now: datetime) -> None:
    """Note what it said. A review that a person has decided meanwhile stays as it is."""
    review = session.get(Review, review_id, with_for_update=True)
    if review is None:
        return
    review.second_read_at = now
    session.add(review)
    verdict = verdict_of(session, review.inbound_id)
    if opinion is None or verdict is None or review.state is not ReviewState.WAITING:
        return
    told = with_opinion(verdict, opinion)
    keep_verdict(session, review.inbound_id, told, now)
    review.proposed = told.intent
    review.why = "; ".join(filter(None, (review.why, told.doubts[-1])))
