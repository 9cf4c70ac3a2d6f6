"""The daily digest as it is kept: which mail of which day went to whom, so that none goes twice."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word


class DigestState(StrEnum):
    CLAIMED = "claimed"
    WAITING = "waiting"
    SENT = "sent"
    UNSURE = "unsure"
    GIVEN_UP = "given_up"


class DigestEvent(StrEnum):
    #: Some daemon takes it up once more.
    CLAIMED = "claimed"
    GOT_THROUGH = "got_through"
    #: Nothing of it was taken; it is tried again later.
    FAILED = "failed"
    #: Refused for good, or the day is over.
    GAVE_UP = "gave_up"
    #: The line broke in the middle, or whoever had claimed it never came back.
    LOST = "lost"


_S, _E = DigestState, DigestEvent

DIGEST_TRANSITIONS: dict[tuple[DigestState, DigestEvent], DigestState] = {
    (_S.WAITING, _E.CLAIMED): _S.CLAIMED,
    (_S.WAITING, _E.GAVE_UP): _S.GIVEN_UP,
    (_S.CLAIMED, _E.GOT_THROUGH): _S.SENT,
    (_S.CLAIMED, _E.FAILED): _S.WAITING,
    (_S.CLAIMED, _E.GAVE_UP): _S.GIVEN_UP,
    (_S.CLAIMED, _E.LOST): _S.UNSURE,
    # A daemon that was only slow is the better witness.
    (_S.UNSURE, _E.GOT_THROUGH): _S.SENT,
    (_S.UNSURE, _E.GAVE_UP): _S.GIVEN_UP,
}

DIGEST_STATES: dict[DigestState, str] = {
    _S.CLAIMED: "A daemon is sending it. After a crash nobody knows whether it went out: it becomes unsure.",
    _S.WAITING: "No server has taken anything of it. The daemon tries again, on the same day only.",
    _S.SENT: "The server took it.",
    _S.UNSURE: "It may have gone out, and is not sent again: one digest too few does less harm than two. "
    "`outreach report digest` shows the same figures.",
    _S.GIVEN_UP: "Refused for good, or its day was over before a server took it.",
}


class Digest(SQLModel, table=True):
    """The digest of one day to one address of the team: at most one row, and the row is there before the mail goes."""

    __tablename__ = "digest"
    __table_args__ = (sa.UniqueConstraint("day", "address"), sa.Index("ix_digest_state", "state"))

    id: int | None = Field(default=None, primary_key=True)
    #: The day on whose morning it is sent, in the zone of the office.
    day: date
    address: str
    state: DigestState = Field(default=DigestState.CLAIMED, sa_type=Word(DigestState))
    attempts: int = 1
    claimed_at: datetime = Field(sa_type=UtcDateTime)
    #: Of one that waits: when it is tried again.
    due_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trouble: str = ""
