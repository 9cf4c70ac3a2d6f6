"""Stored messages on their way out: which ones, and each of them byte for byte, a few at a time."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.errors import NotFound
from outreach.database.statements import among
from outreach.inbox.model import InboundMessage

#: Ids that are looked up at once.
_BATCH = 500
#: Of raw mail, held in memory at once.
_MOST_BYTES = 2_000_000


class _Reading(Protocol):
    def reading(self) -> AbstractContextManager[Session]: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which messages. `ids` alone, or everything that all the other wishes leave."""

    ids: tuple[int, ...] = ()
    since: datetime | None = None
    mailbox: str | None = None
    unmatched: bool = False


class StoredMail(NamedTuple):
    """One message; `content_hash` is the SHA-256 of `raw`."""

    id: int
    raw: bytes
    content_hash: str
    sender_address: str
    received_at: datetime
    truncated: bool


def count(session: Session, chosen: Selection) -> int:
    """How many there are. Raises NotFound for a number that is none."""
    if chosen.ids:
        missing = sorted(set(chosen.ids) - set(_known(session, chosen.ids)))
        if missing:
            numbers = ", ".join(map(str, missing[:10]))
            raise NotFound(f"There is no message {numbers}. `outreach inbox list` shows what came in.")
        return len(set(chosen.ids))
    statement = sa.select(sa.func.count()).select_from(InboundMessage).where(*_wanted(chosen))
    return int(session.execute(statement).scalar_one())


def stored_mail(database: _Reading, chosen: Selection) -> Iterator[StoredMail]:
    """The messages in order, a few megabytes in memory at a time; what comes in meanwhile may be among them.

    The database is asked anew for each batch: one long view of it would keep its write-ahead log growing.
    """
    after = 0
    while True:
        with database.reading() as session:
            sizes = _next_sizes(session, chosen, after)
            for ids in _as_they_fit(sizes):
                for row in session.execute(_SOME, {"ids": ids}).all():
                    yield StoredMail(*row)
        if not sizes:
            return
        after = sizes[-1][0]


_SOME = (
    sa.select(
        col(InboundMessage.id),
        col(InboundMessage.raw),
        col(InboundMessage.content_hash),
        col(InboundMessage.sender_address),
        col(InboundMessage.received_at),
        col(InboundMessage.truncated),
    )
    .where(among(col(InboundMessage.id), "ids"))
    .order_by(col(InboundMessage.id))
)


def _next_sizes(session: Session, chosen: Selection, after: int) -> list[tuple[int, int]]:
    """The next ids, each with the bytes of its message."""
    statement = sa.select(col(InboundMessage.id), sa.func.length(InboundMessage.raw))
    if chosen.ids:
        ids = sorted(each for each in set(chosen.ids) if each > after)[:_BATCH]
        statement = statement.where(col(InboundMessage.id).in_(ids))
    else:
        statement = statement.where(col(InboundMessage.id) > after, *_wanted(chosen))
    rows = session.execute(statement.order_by(col(InboundMessage.id)).limit(_BATCH)).all()
    return [(int(number), int(size)) for number, size in rows]


def _as_they_fit(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The ids in groups, none of which is larger than _MOST_BYTES unless it is one message."""
    group: list[int] = []
    total = 0
    for number, size in sizes:
        if group and total + size > _MOST_BYTES:
            yield group
            group, total = [], 0
        group.append(number)
        total += size
    if group:
        yield group


def _known(session: Session, ids: Sequence[int]) -> Iterator[int]:
    for start in range(0, len(ids), _BATCH):
        batch = col(InboundMessage.id).in_(ids[start : start + _BATCH])
        yield from session.execute(sa.select(col(InboundMessage.id)).where(batch)).scalars()


def _wanted(chosen: Selection) -> list[Any]:
    # Of what was erased, or kept long enough, no byte is left.
    wanted: list[Any] = [col(InboundMessage.emptied_at).is_(None)]
    if chosen.since is not None:
        wanted.append(col(InboundMessage.received_at) >= chosen.since)
    if chosen.mailbox is not None:
        wanted.append(col(InboundMessage.mailbox) == chosen.mailbox)
    if chosen.unmatched:
        wanted.append(col(InboundMessage.matched_by).is_(None))
    return wanted
