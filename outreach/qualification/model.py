"""The queue of replies that await a person."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.core.intents import Intent
from outreach.database.columns import UtcDateTime, Word


class ReviewState(StrEnum):
    WAITING = "waiting"
    DECIDED = "decided"


REVIEW_STATES: dict[ReviewState, str] = {
    ReviewState.WAITING: "Its contact is paused until a person decides (`outreach review`).",
    ReviewState.DECIDED: "A person said what it means; the consequences were committed with the decision.",
}


class Review(SQLModel, table=True):
    """One inbound message that a person has to look at, at most once in the queue."""

    __tablename__ = "review"
    __table_args__ = (sa.Index("ix_review_state", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    inbound_id: int = Field(foreign_key="inbound_message.id", unique=True)
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    state: ReviewState = Field(default=ReviewState.WAITING, sa_type=Word(ReviewState))
    #: What the program thought, kept beside what the person said.
    proposed: Intent = Field(sa_type=Word(Intent))
    confidence: float
    why: str = ""
    intent: Intent | None = Field(default=None, sa_type=Word(Intent))
    note: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    #: When the second reader, where one is configured, was asked about it; None: not yet.
    second_read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
