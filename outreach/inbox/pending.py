"""Which stored message is read next, by whom, and how often that has been tried."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database.events import record
from outreach.inbox.model import INBOUND_TRANSITIONS, InboundEvent, InboundMessage, InboundState
from outreach.inbox.service import move

#: A message that could not be read so often is set aside.
MAX_ATTEMPTS = 3

#: As long as whoever took messages up may need for them: so many that all hang and are cut off, one after the other.
TAKEN_FOR = timedelta(minutes=5)

#: Of raw mail, in one batch; a larger message comes alone. They are all held in memory.
MOST_BYTES = 4_000_000


def take_up_next(session: Session, *, most: int, now: datetime) -> list[InboundMessage]:
    """The oldest messages that nobody reads, taken up and counted as tried; what another daemon has is passed over.

    One that was tried before comes alone, after all others: should it take the process down, it is the only one
    that is counted again.
    """
    fresh = (
        _waiting(now).where(col(InboundMessage.attempts) == 0).limit(most).with_for_update(skip_locked=True)
    )
    again = _waiting(now).where(col(InboundMessage.attempts).between(1, MAX_ATTEMPTS - 1)).limit(1)
    tried = again.with_for_update(skip_locked=True)
    rows = session.connection().execute(fresh).all() or session.connection().execute(tried).all()
    ids = as_many_as_fit([(row.id, row.bytes) for row in rows])
    if not ids:
        return []
    count_attempt(session, ids, now=now)
    taken = select(InboundMessage).where(col(InboundMessage.id).in_(ids)).order_by(col(InboundMessage.id))
    return list(session.exec(taken).all())


def is_anything_waiting(session: Session, *, now: datetime) -> bool:
    """Whether there is a message that may be taken up now."""
    return session.connection().execute(_waiting(now).limit(1)).first() is not None


def never_came_back(session: Session, *, now: datetime) -> list[int]:
    """Messages that were taken up as often as may be, and whoever did so has not been heard of again.

    Not locked: whoever sets them aside needs the lock on noes first.
    """
    statement = (
        select(InboundMessage.id)
        .where(
            InboundMessage.state == InboundState.STORED,
            col(InboundMessage.attempts) >= MAX_ATTEMPTS,
            sa.or_(col(InboundMessage.taken_until).is_(None), col(InboundMessage.taken_until) <= now),
        )
        .limit(10)
    )
    return [each for each in session.exec(statement).all() if each is not None]


def count_attempt(session: Session, ids: Sequence[int], *, now: datetime) -> None:
    """Somebody begins to read these."""
    _update(session, ids, attempts=col(InboundMessage.attempts) + 1, taken_until=now + TAKEN_FOR)


def give_back(session: Session, ids: Sequence[int], *, again_at: datetime | None = None) -> None:
    """What kept these from being applied was not their fault: the try does not count."""
    fewer = sa.case((col(InboundMessage.attempts) > 0, col(InboundMessage.attempts) - 1), else_=0)
    _update(session, ids, attempts=fewer, taken_until=again_at)


def let_go(session: Session) -> None:
    """Whoever took messages up is gone, for certain: they may be read at once. Their tries stay counted."""
    session.connection().execute(
        sa.update(InboundMessage).where(col(InboundMessage.taken_until).is_not(None)).values(taken_until=None)
    )


def take_up(session: Session, inbound_id: int) -> InboundMessage | None:
    """The message, locked until the transaction ends; None where it has been applied or set aside meanwhile.

    Between reading a message and applying it nothing is locked, so of two daemons that read it one comes too late.
    """
    inbound = session.get(InboundMessage, inbound_id, with_for_update=True, populate_existing=True)
    return inbound if inbound is not None and inbound.state is InboundState.STORED else None


def take_up_all(session: Session, ids: Sequence[int]) -> dict[int, InboundMessage]:
    """The same for several at once, without the raw mail: nothing that follows looks at it."""
    statement = (
        select(InboundMessage)
        .where(col(InboundMessage.id).in_(ids), InboundMessage.state == InboundState.STORED)
        # Two who lock several rows lock them in one order.
        .order_by(col(InboundMessage.id))
        .with_for_update()
        .options(defer(col(InboundMessage.raw)))  # type: ignore[arg-type]
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in session.exec(statement).all() if each.id is not None}


def are_done(session: Session, ids: Sequence[int]) -> None:
    """All effects of these are taken, in this transaction."""
    if ids:
        applied = INBOUND_TRANSITIONS[InboundState.STORED, InboundEvent.EFFECTS_TAKEN]
        _update(session, ids, state=applied, attempts=0, taken_until=None, trouble="")


def note_failure(session: Session, inbound: InboundMessage, trouble: str, now: datetime) -> bool:
    """A try that has been counted came to nothing. True when it is set aside now; the loop never stops at it again."""
    inbound.trouble = one_line(trouble, 400)
    inbound.taken_until = None
    set_aside = inbound.attempts >= MAX_ATTEMPTS
    if set_aside:
        move(inbound, InboundEvent.FAILED_THREE_TIMES)
        record(
            session,
            Happened.MESSAGE_SET_ASIDE,
            now,
            inbound_id=inbound.id,
            contact_id=inbound.contact_id,
            mailbox=inbound.mailbox,
            trouble=inbound.trouble,
        )
    session.add(inbound)
    return set_aside


def _waiting(now: datetime) -> sa.Select[tuple[int, int]]:
    return (
        sa.select(col(InboundMessage.id), sa.func.length(InboundMessage.raw).label("bytes"))
        .where(
            col(InboundMessage.state) == InboundState.STORED,
            sa.or_(col(InboundMessage.taken_until).is_(None), col(InboundMessage.taken_until) <= now),
        )
        .order_by(col(InboundMessage.attempts), col(InboundMessage.id))
    )


def as_many_as_fit(sizes: Sequence[tuple[int, int]]) -> list[int]:
    """The first of these, and those after it as long as they are not too large together."""
    taken: list[int] = []
    total = 0
    for inbound_id, size in sizes:
        total += size
        if taken and total > MOST_BYTES:
            break
        taken.append(inbound_id)
    return taken


def _update(session: Session, ids: Sequence[int], **values: object) -> None:
    session.connection().execute(
        sa.update(InboundMessage)
        .where(col(InboundMessage.id).in_(ids), col(InboundMessage.state) == InboundState.STORED)
        .values(**values)
    )
