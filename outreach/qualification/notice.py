"""Notices of replies as they are kept: who is told of what, and how far that has got."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.core.intents import Intent
from outreach.database.columns import UtcDateTime, Word
from outreach.qualification.notice_ways import NoticeWay


class NoticeState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class NoticeEvent(StrEnum):
    GOT_THROUGH = "got_through"
    #: Nobody took it; it is tried again later.
    FAILED = "failed"
    #: It was tried for days, or nobody wants it there any more.
    GAVE_UP = "gave_up"


_S, _E = NoticeState, NoticeEvent

NOTICE_TRANSITIONS: dict[tuple[NoticeState, NoticeEvent], NoticeState] = {
    (_S.WAITING, _E.GOT_THROUGH): _S.DELIVERED,
    (_S.WAITING, _E.FAILED): _S.WAITING,
    (_S.WAITING, _E.GAVE_UP): _S.GIVEN_UP,
    # A daemon that was only slow: whoever took the notice has it.
    (_S.GIVEN_UP, _E.GOT_THROUGH): _S.DELIVERED,
}

NOTICE_STATES: dict[NoticeState, str] = {
    _S.WAITING: "Written with the fact that it tells of. The daemon delivers it; after a crash it is delivered again, "
    "with the same event id.",
    _S.DELIVERED: "Whoever is told has taken it.",
    _S.GIVEN_UP: "Nobody took it for two days, or its channel is gone. `outreach notices list` shows why.",
}


class Notice(SQLModel, table=True):
    """One fact that one channel is told of, at least once. `event_id` stays the same however often it is tried."""

    __tablename__ = "notice"
    __table_args__ = (sa.Index("ix_notice_state_due_at", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    event_id: str = Field(unique=True)
    channel: str
    way: NoticeWay = Field(sa_type=Word(NoticeWay))
    intent: Intent = Field(sa_type=Word(Intent))
    #: The person who said so; "" where the program reads it that way.
    decided_by: str = ""
    inbound_id: int = Field(foreign_key="inbound_message.id", index=True)
    state: NoticeState = Field(default=NoticeState.WAITING, sa_type=Word(NoticeState))
    attempts: int = 0
    due_at: datetime = Field(sa_type=UtcDateTime)
    #: Whoever delivers it has until then.
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trouble: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
