"""What was made of an inbound message, by which rules, on what evidence. Kept for ever beside the raw bytes."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.core.intents import Intent
from outreach.database.columns import UtcDateTime, Word


class StoredVerdict(SQLModel, table=True):
    """One reading of one message. A newer reading is a new row; the latest counts."""

    __tablename__ = "verdict"
    __table_args__ = (sa.Index("ix_verdict_inbound_id", "inbound_id"),)

    id: int | None = Field(default=None, primary_key=True)
    inbound_id: int = Field(foreign_key="inbound_message.id")
    rules_version: str
    intent: Intent = Field(sa_type=Word(Intent))
    confidence: float
    needs_review: bool
    language: str | None = None
    visible_text: str | None = None
    #: The whole verdict as `outreach replies explain` prints it.
    findings: dict[str, Any] = Field(sa_type=sa.JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)


class LearnedModel(SQLModel, table=True):
    """A model that has learned from the decisions of this workspace's reviewers, beside the one that ships.

    At most one is promoted; none: the shipped one reads. Rolled back: `promoted_at` is taken away again.
    """

    __tablename__ = "learned_model"

    id: int | None = Field(default=None, primary_key=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    #: The rules whose evidence it has learned on; it is not used with others.
    rules_version: str
    #: Reviewers' decisions among what it has learned from.
    decisions: int
    #: Its figures on the frozen set, beside those of the model that it is to replace.
    measured: dict[str, Any] = Field(sa_type=sa.JSON)
    weights: bytes = Field(sa_type=sa.LargeBinary)
    promoted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
