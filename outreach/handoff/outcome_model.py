"""What became of a confirmed lead: proposals, meetings, the contract, payments by month, or why it was lost.

Money is whole hundredths of a currency, never a fraction. What was paid is never overwritten: a correction is a row
of its own, so that a bonus that was reckoned once can be reckoned again.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word


class MeetingState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"


class MeetingEvent(StrEnum):
    #: It took place.
    HELD = "held"
    #: They, or we, did not come.
    MISSED = "missed"
    #: It is on another day.
    MOVED = "moved"


_S, _E = MeetingState, MeetingEvent

MEETING_TRANSITIONS: dict[tuple[MeetingState, MeetingEvent], MeetingState] = {
    (_S.PLANNED, _E.HELD): _S.HELD,
    (_S.PLANNED, _E.MISSED): _S.MISSED,
    (_S.PLANNED, _E.MOVED): _S.PLANNED,
}

MEETING_STATES: dict[MeetingState, str] = {
    _S.PLANNED: "A day is agreed. Afterwards a person says whether it was held (`outreach leads meeting --held`).",
    _S.HELD: "They have been met; the lead is in `meeting`. The end.",
    _S.MISSED: "Somebody did not come. The end; another one can be agreed.",
}


class LostReason(StrEnum):
    """Why a lead came to nothing after sales had confirmed it."""

    PRICE = "price"
    BUDGET = "budget"
    COMPETITOR = "competitor"
    #: They do it themselves, or leave it as it is.
    NO_NEED = "no_need"
    NO_FIT = "no_fit"
    TIMING = "timing"
    #: Whoever decides there did not want it.
    NO_DECISION = "no_decision"
    #: They do not answer any more.
    SILENCE = "silence"
    OTHER = "other"


class Proposal(SQLModel, table=True):
    """What one client was offered, word for word. A better one is a row of its own."""

    __tablename__ = "proposal"
    __table_args__ = (
        sa.Index("ix_proposal_lead_id", "lead_id"),
        sa.Index("ix_proposal_fingerprint", "fingerprint"),
    )

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id")
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    #: Its file below templates/proposals; empty where somebody wrote it freely.
    template: str = ""
    subject: str = ""
    text: str
    #: Of the text without the names in it: two clients never get the same one.
    fingerprint: str


class Meeting(SQLModel, table=True):
    """One meeting: agreed, and what came of it. A lead has at most one that is planned."""

    __tablename__ = "meeting"
    __table_args__ = (
        sa.Index(
            "uq_meeting_one_planned_a_lead",
            "lead_id",
            unique=True,
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        ),
        sa.Index("ix_meeting_lead_id", "lead_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id")
    state: MeetingState = Field(default=MeetingState.PLANNED, sa_type=Word(MeetingState))
    held_on: date
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str


class Contract(SQLModel, table=True):
    """What a won lead comes to: at most one a lead."""

    __tablename__ = "contract"

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id", unique=True)
    #: All of it, in hundredths of the currency.
    amount_cents: int = Field(sa_type=sa.BigInteger)
    currency: str
    #: The first of its first month; None: nobody has said.
    starts_on: date | None = None
    months: int | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    #: Whose the client is from then on; empty: the salesperson keeps it.
    account_manager: str = ""


class Payment(SQLModel, table=True):
    """What was paid for a month of a contract, as somebody noted it. The newest revision of a reference counts."""

    __tablename__ = "payment"
    __table_args__ = (sa.UniqueConstraint("lead_id", "month", "reference", "revision"),)

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id", index=True)
    #: The first of the month that it is for.
    month: date
    #: The invoice or the transfer; empty where a month has one payment only.
    reference: str = ""
    #: From 1; a correction is the next one.
    revision: int = 1
    amount_cents: int = Field(sa_type=sa.BigInteger)
    currency: str
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    #: Of a correction.
    why: str = ""


class Loss(SQLModel, table=True):
    """Why a lead was lost."""

    __tablename__ = "loss"

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id", index=True)
    reason: LostReason = Field(sa_type=Word(LostReason))
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str


class BonusRulesVersion(SQLModel, table=True):
    """The bonus rules as they were in force from a moment on. What happened then is reckoned by them for ever."""

    __tablename__ = "bonus_rules_version"

    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(unique=True)
    digest: str
    rules: dict[str, Any] = Field(sa_type=sa.JSON)
    in_force_since: datetime = Field(sa_type=UtcDateTime)
    actor: str
    at: datetime = Field(sa_type=UtcDateTime)
