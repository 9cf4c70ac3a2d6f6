"""The append-only table of facts. A fact is written in the transaction that made it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from outreach.core.events import Happened
from outreach.database.columns import UtcDateTime, Word


class Event(SQLModel, table=True):
    """One fact: what happened, when, to whom. The ids are kept plain: a fact outlives what it speaks of.

    Nothing is ever deleted or changed here. What turns out not to be so (a misreading, a decision that is undone) is
    taken back at a moment, so that a report of an earlier day still says what was known then.
    """

    __tablename__ = "event"
    __table_args__ = (
        # With what tells whether a fact stands, so that counts over time read the index alone.
        sa.Index("ix_event_kind_at", "kind", "at", "taken_back_at"),
        sa.Index("ix_event_contact_id", "contact_id"),
        # Reports count people and mails, by kind and by whatever mails are told apart by, out of the index alone.
        sa.Index(
            "ix_event_kind_contact_id",
            "kind",
            "contact_id",
            "at",
            "taken_back_at",
            "mailbox",
            "campaign_id",
            "enrollment_id",
            "outbound_id",
        ),
        sa.Index("ix_event_campaign_id_kind_contact_id", "campaign_id", "kind", "contact_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    kind: Happened = Field(sa_type=Word(Happened))
    campaign_id: int | None = None
    enrollment_id: int | None = None
    account_id: int | None = None
    contact_id: int | None = None
    outbound_id: int | None = None
    inbound_id: int | None = None
    mailbox: str | None = None
    #: Who or what did it: `daemon`, or the name of the person at the command line.
    actor: str = "daemon"
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    #: Since when it no longer counts; None: it stands.
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


#: What a count of facts has to ask for.
STANDS: sa.ColumnElement[bool] = Event.__table__.c.taken_back_at.is_(None)  # type: ignore[attr-defined]


def record(session: Session, kind: Happened, at: datetime, **about: Any) -> None:
    """Write one fact. `about` names the columns of Event; everything else goes into `details`."""
    fact = {"kind": kind, "at": at, **{name: about.pop(name, unsaid) for name, unsaid in _ABOUT.items()}}
    # Not through the session's unit of work: facts are most of what is written, and nobody changes one.
    session.connection().execute(_INSERT, fact | {"details": about})


def record_many(session: Session, kind: Happened, facts: Sequence[dict[str, Any]]) -> None:
    """Write several facts of one kind, each with `at`, `details` and columns of Event, all with the same ones."""
    if facts:
        session.connection().execute(_INSERT, [{"kind": kind, "actor": "daemon"} | fact for fact in facts])


def take_back(session: Session, kinds: Sequence[Happened], *, inbound_id: int, now: datetime) -> None:
    """Let the facts that a misreading of this message had written count no longer."""
    _take_back(session, Event.inbound_id == inbound_id, Event.kind.in_(kinds), now=now)  # type: ignore[attr-defined]


def take_back_these(session: Session, event_ids: Sequence[int], *, now: datetime) -> None:
    """Let these facts count no longer: what had made them was undone."""
    _take_back(session, Event.id.in_(event_ids), now=now)  # type: ignore[union-attr]


def _take_back(session: Session, *which: Any, now: datetime) -> None:
    session.execute(
        sa.update(Event)
        .where(*which, STANDS)
        .values(taken_back_at=now)
        .execution_options(synchronize_session=False)
    )


_INSERT = sa.insert(Event.__table__)  # type: ignore[attr-defined]
#: What a fact may speak of, with what it says where nothing is given.
_ABOUT = {
    name: "daemon" if name == "actor" else None
    for name in Event.__table__.columns.keys()  # type: ignore[attr-defined]  # noqa: SIM118 - no plain dict
    if name not in {"id", "at", "kind", "details", "taken_back_at"}
}
