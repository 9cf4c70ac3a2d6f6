"""The queue a page at a time: its order from few columns, its rows only for the page that is shown.

Of ten thousand waiting replies the whole list takes two seconds, the order of their numbers a fraction of one, and
nobody looks at more than the first. A search has to look into all of them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.cli.review_screen.values import Sieve, Whose
from outreach.inbox.model import InboundMessage
from outreach.qualification import queue
from outreach.qualification.model import Review, ReviewNote, ReviewState
from outreach.qualification.queue import QueueItem
from outreach.qualification.ranking import rank

#: The order depends on the time of day, too.
_GOOD_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Order:
    """The numbers of the reviews in their order, and by what it is recognised that nothing has changed since."""

    sieve: Sieve
    stamp: tuple[Any, ...]
    at: datetime
    ids: list[int]


class QueuePages:
    """Pages of one person's queue."""

    def __init__(self, actor: str) -> None:
        self._actor = actor
        self._order: _Order | None = None

    def page(
        self, session: Session, sieve: Sieve, *, offset: int, most: int, now: datetime
    ) -> tuple[list[QueueItem], int]:
        """So many rows from there on, and how many there are in all."""
        ids = self._ids(session, sieve, now)
        wanted = ids[offset : offset + most]
        found = {each.review_id: each for each in queue.items_where(session, col(Review.id).in_(wanted))}
        return [found[number] for number in wanted if number in found], len(ids)

    def waiting(self, session: Session, *, now: datetime) -> int:
        """How many wait now, whatever a filter lets through."""
        asleep = col(Review.snoozed_until) > now
        statement = sa.select(sa.func.count()).where(
            col(Review.state) == ReviewState.WAITING, sa.or_(col(Review.snoozed_until).is_(None), ~asleep)
        )
        return int(session.execute(statement).scalar_one())

    def _ids(self, session: Session, sieve: Sieve, now: datetime) -> list[int]:
        stamp, known = _stamp(session), self._order
        if known is None or (known.sieve, known.stamp) != (sieve, stamp) or now - known.at > _GOOD_FOR:
            ids = self._found(session, sieve, now) if sieve.search else self._all(session, sieve, now)
            known = self._order = _Order(sieve, stamp, now, ids)
        return known.ids

    def _found(self, session: Session, sieve: Sieve, now: datetime) -> list[int]:
        items = queue.queue(
            session,
            now=now,
            search=sieve.search,
            intent=sieve.intent,
            assigned_to=self._assigned_to(sieve),
            snoozed=sieve.snoozed,
        )
        return [each.review_id for each in items]

    def _all(self, session: Session, sieve: Sieve, now: datetime) -> list[int]:
        """As `queue.queue` sorts and sifts, from the columns that this takes."""
        review_id, proposed, received_at = (
            col(Review.id),
            col(Review.proposed),
            col(InboundMessage.received_at),
        )
        statement = (
            sa.select(review_id, proposed, received_at)
            .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
            .where(col(Review.state) == ReviewState.WAITING)
        )
        if sieve.intent is not None:
            statement = statement.where(proposed == sieve.intent)
        if (person := self._assigned_to(sieve)) is not None:
            statement = statement.where(col(Review.assigned_to) == person)
        if not sieve.snoozed:
            until = col(Review.snoozed_until)
            statement = statement.where(sa.or_(until.is_(None), until <= now))
        ranked = [(rank(intent, at, now), number) for number, intent, at in session.execute(statement)]
        return [number for _, number in sorted(ranked)]

    def _assigned_to(self, sieve: Sieve) -> str | None:
        return {Whose.EVERYBODY: None, Whose.MINE: self._actor, Whose.NOBODY: ""}[sieve.whose]


def _stamp(session: Session) -> tuple[Any, ...]:
    """Differs when a review has come, was decided, undone, snoozed, handed over, or got a note."""
    of_reviews = sa.select(
        sa.func.count(),
        sa.func.max(col(Review.id)),
        sa.func.count(col(Review.decided_at)),
        sa.func.max(col(Review.decided_at)),
        sa.func.count(col(Review.snoozed_until)),
        sa.func.max(col(Review.snoozed_until)),
        sa.func.sum(sa.func.length(col(Review.assigned_to))),
        sa.func.max(col(Review.second_read_at)),
    )
    notes = session.execute(sa.select(sa.func.max(col(ReviewNote.id)))).scalar_one()
    return (*session.execute(of_reviews).one(), notes)
