"""The queue of replies that await a person."""

from datetime import datetime
from enum import StrEnum
from typing import Any

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
    #: Whoever is to look at it; "": whoever comes first.
    assigned_to: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: Until then it is not shown among what waits. Whom it concerns stays held.
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: A person said that it answers nothing of ours; `intent` is `other` then.
    not_ours: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class ReviewNote(SQLModel, table=True):
    """What somebody wrote down beside a review, for whoever looks at it next. It never leaves the workspace."""

    __tablename__ = "review_note"

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    written_by: str
    text: str
    written_at: datetime = Field(sa_type=UtcDateTime)


class KeptDecision(SQLModel, table=True):
    """One decision that stands, with every row that it wrote as it was before and after: what undoing it needs.

    The row goes when the decision is undone; that it was taken, and undone, stays in the audit.
    """

    __tablename__ = "kept_decision"

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", unique=True)
    decided_by: str
    decided_at: datetime = Field(sa_type=UtcDateTime)
    #: As `database/traces.py` writes it.
    changes: list[dict[str, Any]] = Field(sa_type=sa.JSON)
