"""Leads: who answered or asked, how ready they are, by which definition they were judged, and what became of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word
from outreach.prospects.model import Source


class LeadState(StrEnum):
    OPEN = "open"
    QUALIFIED = "qualified"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNTOUCHED = "untouched"
    CONFIRMED = "confirmed"
    PROPOSAL = "proposal"
    MEETING = "meeting"
    WON = "won"
    LOST = "lost"
    DISQUALIFIED = "disqualified"
    NURTURE = "nurture"


class LeadEvent(StrEnum):
    #: Held against the definition, and good enough.
    QUALIFIED = "qualified"
    #: Held against it again, or grown cold, and no longer good enough.
    FELL_SHORT = "fell_short"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    #: The salesperson let the time pass.
    TIME_RAN_OUT = "time_ran_out"
    #: Sales sends it back to be qualified once more.
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    PROPOSED = "proposed"
    MET = "met"
    WON = "won"
    LOST = "lost"
    DISQUALIFIED = "disqualified"
    NURTURED = "nurtured"
    #: The wake-up date has come, or a person does not wait for it.
    WOKEN = "woken"
    #: They wrote to us again.
    REPLIED = "replied"
    #: They asked to be left alone, for good.
    SAID_NO = "said_no"


_S, _E = LeadState, LeadEvent

LEAD_TRANSITIONS: dict[tuple[LeadState, LeadEvent], LeadState] = {
    (_S.OPEN, _E.QUALIFIED): _S.QUALIFIED,
    (_S.OPEN, _E.FELL_SHORT): _S.OPEN,
    (_S.OPEN, _E.DISQUALIFIED): _S.DISQUALIFIED,
    (_S.OPEN, _E.NURTURED): _S.NURTURE,
    (_S.OPEN, _E.REPLIED): _S.OPEN,
    (_S.OPEN, _E.SAID_NO): _S.DISQUALIFIED,
    # Asked once more: the newest answers count.
    (_S.QUALIFIED, _E.QUALIFIED): _S.QUALIFIED,
    (_S.QUALIFIED, _E.FELL_SHORT): _S.OPEN,
    (_S.QUALIFIED, _E.OFFERED): _S.OFFERED,
    (_S.QUALIFIED, _E.DISQUALIFIED): _S.DISQUALIFIED,
    (_S.QUALIFIED, _E.NURTURED): _S.NURTURE,
    (_S.QUALIFIED, _E.REPLIED): _S.QUALIFIED,
    (_S.QUALIFIED, _E.SAID_NO): _S.DISQUALIFIED,
    (_S.OFFERED, _E.ACCEPTED): _S.ACCEPTED,
    (_S.OFFERED, _E.REJECTED): _S.REJECTED,
    (_S.OFFERED, _E.TIME_RAN_OUT): _S.UNTOUCHED,
    (_S.OFFERED, _E.DISQUALIFIED): _S.DISQUALIFIED,
    (_S.OFFERED, _E.NURTURED): _S.NURTURE,
    (_S.OFFERED, _E.REPLIED): _S.OFFERED,
    (_S.OFFERED, _E.SAID_NO): _S.DISQUALIFIED,
    # Mis-routed: another salesperson. Incomplete, or short of the definition: held against it once more.
    (_S.REJECTED, _E.OFFERED): _S.OFFERED,
    (_S.REJECTED, _E.QUALIFIED): _S.QUALIFIED,
    (_S.REJECTED, _E.FELL_SHORT): _S.OPEN,
    (_S.REJECTED, _E.DISQUALIFIED): _S.DISQUALIFIED,
    (_S.REJECTED, _E.NURTURED): _S.NURTURE,
    (_S.REJECTED, _E.REPLIED): _S.REJECTED,
    (_S.REJECTED, _E.SAID_NO): _S.DISQUALIFIED,
    (_S.UNTOUCHED, _E.OFFERED): _S.OFFERED,
    (_S.UNTOUCHED, _E.QUALIFIED): _S.QUALIFIED,
    (_S.UNTOUCHED, _E.FELL_SHORT): _S.OPEN,
    (_S.UNTOUCHED, _E.DISQUALIFIED): _S.DISQUALIFIED,
    (_S.UNTOUCHED, _E.NURTURED): _S.NURTURE,
    (_S.UNTOUCHED, _E.REPLIED): _S.UNTOUCHED,
    (_S.UNTOUCHED, _E.SAID_NO): _S.DISQUALIFIED,
    (_S.ACCEPTED, _E.CONFIRMED): _S.CONFIRMED,
    (_S.ACCEPTED, _E.DISQUALIFIED): _S.DISQUALIFIED,
    (_S.ACCEPTED, _E.RETURNED): _S.OPEN,
    (_S.ACCEPTED, _E.NURTURED): _S.NURTURE,
    (_S.ACCEPTED, _E.REPLIED): _S.ACCEPTED,
    (_S.ACCEPTED, _E.SAID_NO): _S.DISQUALIFIED,
    (_S.CONFIRMED, _E.PROPOSED): _S.PROPOSAL,
    (_S.CONFIRMED, _E.LOST): _S.LOST,
    (_S.CONFIRMED, _E.RETURNED): _S.OPEN,
    (_S.CONFIRMED, _E.NURTURED): _S.NURTURE,
    (_S.CONFIRMED, _E.REPLIED): _S.CONFIRMED,
    # It was a lead, and worth its credit: it is lost, not disqualified.
    (_S.CONFIRMED, _E.SAID_NO): _S.LOST,
    # A better one.
    (_S.PROPOSAL, _E.PROPOSED): _S.PROPOSAL,
    (_S.PROPOSAL, _E.MET): _S.MEETING,
    (_S.PROPOSAL, _E.LOST): _S.LOST,
    (_S.PROPOSAL, _E.RETURNED): _S.OPEN,
    (_S.PROPOSAL, _E.NURTURED): _S.NURTURE,
    (_S.PROPOSAL, _E.REPLIED): _S.PROPOSAL,
    (_S.PROPOSAL, _E.SAID_NO): _S.LOST,
    (_S.MEETING, _E.PROPOSED): _S.MEETING,
    (_S.MEETING, _E.MET): _S.MEETING,
    (_S.MEETING, _E.WON): _S.WON,
    (_S.MEETING, _E.LOST): _S.LOST,
    (_S.MEETING, _E.RETURNED): _S.OPEN,
    (_S.MEETING, _E.NURTURED): _S.NURTURE,
    (_S.MEETING, _E.REPLIED): _S.MEETING,
    (_S.MEETING, _E.SAID_NO): _S.LOST,
    (_S.WON, _E.REPLIED): _S.WON,
    # A customer who wants no more mail of this kind is a customer all the same.
    (_S.WON, _E.SAID_NO): _S.WON,
    (_S.LOST, _E.NURTURED): _S.NURTURE,
    (_S.LOST, _E.REPLIED): _S.LOST,
    (_S.LOST, _E.SAID_NO): _S.LOST,
    # Who was no lead today may be one next year: nobody who fell out of the funnel is lost.
    (_S.DISQUALIFIED, _E.NURTURED): _S.NURTURE,
    (_S.DISQUALIFIED, _E.REPLIED): _S.DISQUALIFIED,
    (_S.DISQUALIFIED, _E.SAID_NO): _S.DISQUALIFIED,
    (_S.NURTURE, _E.WOKEN): _S.OPEN,
    (_S.NURTURE, _E.REPLIED): _S.OPEN,
    (_S.NURTURE, _E.NURTURED): _S.NURTURE,
    (_S.NURTURE, _E.DISQUALIFIED): _S.DISQUALIFIED,
    (_S.NURTURE, _E.SAID_NO): _S.DISQUALIFIED,
}

LEAD_STATES: dict[LeadState, str] = {
    _S.OPEN: "They answered, or asked. A person holds them against the lead definition (`outreach leads qualify`).",
    _S.QUALIFIED: "Meets the definition. It is offered to a salesperson; with decay, the daemon takes one back that "
    "has grown cold.",
    _S.OFFERED: "A salesperson has been asked and has not answered. They accept or reject; the daemon ends the wait.",
    _S.ACCEPTED: "A salesperson has it and talks to them. They confirm, disqualify or return it.",
    _S.REJECTED: "Sales did not take it, with a reason. The finder completes it, or it is offered to somebody else.",
    _S.UNTOUCHED: "Nobody answered the offer in time. It is offered to the next.",
    _S.CONFIRMED: "Sales has talked to them and says that it is one: the finder has the credit. A proposal follows.",
    _S.PROPOSAL: "They have a proposal. A meeting follows, or it is lost.",
    _S.MEETING: "They have been met. It is won or lost.",
    _S.WON: "A contract. The end of the lead.",
    _S.LOST: "It came to nothing, with a reason. The end, unless a person puts it into nurture.",
    _S.DISQUALIFIED: "No lead, with a reason. The end, unless a person puts it into nurture.",
    _S.NURTURE: "Not now. The daemon wakes it at its date, a reply wakes it at once; a crash changes nothing.",
}

#: A lead in one of these is over; whoever writes again opens another.
ENDED = (LeadState.WON, LeadState.LOST, LeadState.DISQUALIFIED)

_OPEN = sa.text("ended_at IS NULL")


class LeadDefinitionVersion(SQLModel, table=True):
    """The lead definition as it was when leads were judged by it. The digest stands for its meaning."""

    __tablename__ = "lead_definition_version"

    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(unique=True)
    digest: str = Field(unique=True)
    definition: dict[str, Any] = Field(sa_type=sa.JSON)
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class Lead(SQLModel, table=True):
    """One contact who has answered or asked: at most one a contact that is not over."""

    __tablename__ = "lead"
    __table_args__ = (
        sa.Index(
            "uq_lead_one_open_a_contact",
            "contact_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        sa.Index("ix_lead_state_wake_at", "state", "wake_at"),
        sa.Index("ix_lead_state_looked_at", "state", "looked_at"),
        sa.Index("ix_lead_account_id", "account_id"),
        sa.Index("ix_lead_contact_id", "contact_id"),
        sa.Index("ix_lead_inbound_id", "inbound_id"),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level_of_five"),
    )

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    account_id: int = Field(foreign_key="account.id")
    state: LeadState = Field(default=LeadState.OPEN, sa_type=Word(LeadState))
    # --- where from
    source: Source = Field(sa_type=Word(Source))
    list_id: int | None = Field(default=None, foreign_key="prospect_list.id")
    campaign_id: int | None = Field(default=None, foreign_key="campaign.id")
    #: The message that opened it; None for one that was imported.
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    #: The referral that named this contact, and whom we had asked first of all.
    referral_id: int | None = Field(default=None, foreign_key="referral.id")
    root_contact_id: int | None = Field(default=None, foreign_key="contact.id")
    #: Who found it: has the credit when it is confirmed, and may not confirm it.
    finder: str = ""
    owner: str = ""
    # --- how ready
    level: int = 1
    level_since: datetime = Field(sa_type=UtcDateTime)
    #: What the definition's questions were answered with, as text, by their ids.
    answers: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    definition_version_id: int | None = Field(default=None, foreign_key="lead_definition_version.id")
    score: int | None = None
    #: How the score came about: `what`, `said`, `points`, `why` a line.
    score_lines: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    judged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # --- what comes next
    next_step: str = ""
    next_step_on: date | None = None
    #: Why there is no next step, where there is none.
    no_next_step_why: str = ""
    #: Why it was disqualified, rejected or lost.
    ended_why: str = ""
    # --- nurture
    wake_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    nurture_why: str = ""
    #: They named the date themselves: nothing is sent to them before it.
    quiet: bool = False
    #: Their run through the slow sequence.
    enrollment_id: int | None = Field(default=None, foreign_key="enrollment.id")
    #: When the daemon last looked after it.
    looked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    qualified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LeadMove(SQLModel, table=True):
    """One step of a lead's life: what happened, which state it was in then, by whom and why."""

    __tablename__ = "lead_move"

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    #: None: it was opened.
    event: LeadEvent | None = Field(default=None, sa_type=Word(LeadEvent))
    state: LeadState = Field(sa_type=Word(LeadState))
    score: int | None = None
    why: str = ""


class LeadLevel(SQLModel, table=True):
    """One change of a lead's level."""

    __tablename__ = "lead_level"

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    level: int
    why: str = ""


class LeadNote(SQLModel, table=True):
    """What somebody wrote down about a lead. A call is a touch (see `nurture`)."""

    __tablename__ = "lead_note"

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    is_call: bool = False
    text: str
