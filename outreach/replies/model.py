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
