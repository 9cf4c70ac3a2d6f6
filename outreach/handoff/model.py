"""Offers: which salesperson was asked to take which lead, what they said, how long it took, and what became of it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNTOUCHED = "untouched"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    ENDED = "ended"


class OfferEvent(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    #: The business hours of the salesperson are over.
    TIME_RAN_OUT = "time_ran_out"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    #: Something else took the lead away: it was disqualified, put into nurture, or they said no.
    LEAD_LEFT = "lead_left"


class RejectionReason(StrEnum):
    """Why a salesperson does not take a lead. None of them is a disqualification."""

    #: It came to the wrong one of us.
    PROCEDURAL = "procedural"
    #: What is known of it is incomplete.
    CLERICAL = "clerical"
    #: It does not meet the lead definition.
    DEFINITIONAL = "definitional"


_S, _E = OfferState, OfferEvent

OFFER_TRANSITIONS: dict[tuple[OfferState, OfferEvent], OfferState] = {
    (_S.OPEN, _E.ACCEPTED): _S.ACCEPTED,
    (_S.OPEN, _E.REJECTED): _S.REJECTED,
    (_S.OPEN, _E.TIME_RAN_OUT): _S.UNTOUCHED,
    (_S.OPEN, _E.LEAD_LEFT): _S.WITHDRAWN,
    (_S.ACCEPTED, _E.CONFIRMED): _S.CONFIRMED,
    (_S.ACCEPTED, _E.RETURNED): _S.RETURNED,
    (_S.ACCEPTED, _E.LEAD_LEFT): _S.ENDED,
    (_S.CONFIRMED, _E.RETURNED): _S.RETURNED,
}

OFFER_STATES: dict[OfferState, str] = {
    _S.OPEN: "A salesperson has been asked. They accept or reject; the daemon reminds once, and ends the wait. A crash "
    "changes nothing: the next turn reckons from what is written.",
    _S.ACCEPTED: "They have the lead and talk to them. They confirm, return or disqualify it.",
    _S.REJECTED: "They did not take it, with a reason. The end of the offer; the lead goes on.",
    _S.UNTOUCHED: "They let the time pass. The end of the offer; the lead goes to the next.",
    _S.WITHDRAWN: "The lead went elsewhere before they answered. The end.",
    _S.CONFIRMED: "They have talked to them and say that it is a lead: its finder has the credit. It can still be "
    "returned.",
    _S.RETURNED: "They sent the lead back to be qualified once more, with a reason. The end.",
    _S.ENDED: "The lead turned out to be none after they had accepted it. The end.",
}

#: A salesperson has work with these.
LOAD = (OfferState.OPEN, OfferState.ACCEPTED)
#: Whose lead it is after they took it.
TAKEN = (OfferState.ACCEPTED, OfferState.CONFIRMED)

_IS_OPEN = sa.text("state = 'open'")


class Offer(SQLModel, table=True):
    """One lead, offered to one salesperson. A lead has at most one open offer."""

    __tablename__ = "offer"
    __table_args__ = (
        sa.Index(
            "uq_offer_one_open_a_lead",
            "lead_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        sa.Index("ix_offer_lead_id", "lead_id"),
        sa.Index("ix_offer_salesperson_state", "salesperson", "state"),
        sa.Index("ix_offer_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = Field(foreign_key="lead.id")
    #: As [[team]] calls them.
    salesperson: str
    state: OfferState = Field(default=OfferState.OPEN, sa_type=Word(OfferState))
    offered_at: datetime = Field(sa_type=UtcDateTime)
    offered_by: str
    #: How it came to them, in words; and the rule's place in the configuration, from 1 (None: a person chose).
    routed: str = ""
    rule: int | None = None
    # --- the clock
    #: Seconds of their working time that have passed until `clock_at`. What is written is not reckoned again: a change
    #: of hours or absences in the configuration counts from then on.
    worked_seconds: int = 0
    clock_at: datetime = Field(sa_type=UtcDateTime)
    #: When aim and limit are reached, as far as hours and absences are known now.
    aim_at: datetime = Field(sa_type=UtcDateTime)
    limit_at: datetime = Field(sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # --- the answer
    #: When it was accepted, rejected, let pass or withdrawn, and by whom (`daemon`: the clock).
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: str = ""
    reason: RejectionReason | None = Field(default=None, sa_type=Word(RejectionReason))
    #: Of a rejection.
    note: str = ""
    # --- after the answer
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_by: str = ""
    #: When it was returned, or the lead was taken away after all.
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
