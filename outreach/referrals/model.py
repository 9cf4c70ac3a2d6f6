"""Who named whom. A referral exists only beside the stored reply that made it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word


class ReferralState(StrEnum):
    PROPOSED = "proposed"
    NEEDS_ADDRESS = "needs_address"
    APPROVED = "approved"
    REFUSED = "refused"
    ENROLLED = "enrolled"
    ANSWERED = "answered"


class ReferralEvent(StrEnum):
    ADDRESS_MISSING = "address_missing"
    ADDRESS_FOUND = "address_found"
    APPROVED = "approved"
    REFUSED = "refused"
    ENROLLED = "enrolled"
    REPLIED = "replied"


_S, _E = ReferralState, ReferralEvent

REFERRAL_TRANSITIONS: dict[tuple[ReferralState, ReferralEvent], ReferralState] = {
    (_S.PROPOSED, _E.ADDRESS_MISSING): _S.NEEDS_ADDRESS,
    (_S.PROPOSED, _E.APPROVED): _S.APPROVED,
    (_S.PROPOSED, _E.REFUSED): _S.REFUSED,
    (_S.NEEDS_ADDRESS, _E.ADDRESS_FOUND): _S.PROPOSED,
    (_S.NEEDS_ADDRESS, _E.REFUSED): _S.REFUSED,
    # It was passed on to them, and they wrote before anybody wrote to them.
    (_S.PROPOSED, _E.REPLIED): _S.ANSWERED,
    (_S.NEEDS_ADDRESS, _E.REPLIED): _S.ANSWERED,
    (_S.APPROVED, _E.ENROLLED): _S.ENROLLED,
    (_S.APPROVED, _E.REFUSED): _S.REFUSED,
    (_S.ENROLLED, _E.REPLIED): _S.ANSWERED,
    (_S.ANSWERED, _E.REPLIED): _S.ANSWERED,
    # A person thought again.
    (_S.REFUSED, _E.APPROVED): _S.APPROVED,
}

REFERRAL_STATES: dict[ReferralState, str] = {
    _S.PROPOSED: "A reply named this person. A person approves or refuses it (`outreach referrals`).",
    _S.NEEDS_ADDRESS: "Named without an address. A person finds one (`outreach referrals edit`) or refuses it.",
    _S.APPROVED: "May be written to. Enrolled in the same transaction, so it is never seen for long.",
    _S.REFUSED: "Nobody writes to this person because of this reply; the reason is kept.",
    _S.ENROLLED: 'The follow-up "referred by a colleague" is under way.',
    _S.ANSWERED: "The referred person wrote back.",
}


class Referral(SQLModel, table=True):
    """One person whom one reply named. `email` is normalised; a second mention in the same reply is no second one."""

    __tablename__ = "referral"
    __table_args__ = (
        sa.UniqueConstraint("inbound_id", "email", "name"),
        sa.Index("ix_referral_state", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    inbound_id: int = Field(foreign_key="inbound_message.id")
    referrer_id: int = Field(foreign_key="contact.id", index=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    name: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    #: How they were named: `text`, `cc`, `forwarded`, or `automatic` (an absence or a departure notice).
    via: str = "text"
    state: ReferralState = Field(default=ReferralState.PROPOSED, sa_type=Word(ReferralState))
    #: Why it waits for a person, or why it was refused.
    reason: str = ""
    depth: int = 1
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    enrollment_id: int | None = Field(default=None, foreign_key="enrollment.id", index=True)
    decided_by: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
