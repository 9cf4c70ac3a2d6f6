"""The outbox: every mail that we mean to send, with its states, and what we know of each mailbox."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word


class OutboundState(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    FAILED = "failed"
    DOUBTFUL = "doubtful"
    WITHDRAWN = "withdrawn"


class OutboundKind(StrEnum):
    #: A step of a sequence, written by its template.
    STEP = "step"
    #: What a person answers to a reply.
    ANSWER = "answer"


class OutboundEvent(StrEnum):
    CLAIMED = "claimed"
    #: The commit point: the server said 354 and nothing forbids this mail.
    COMMITTED = "committed"
    ACCEPTED = "accepted"
    #: Nothing was transmitted, or the server refused for now.
    NOT_NOW = "not_now"
    REFUSED = "refused"
    LINE_BROKE = "line_broke"
    #: Its owner died or hung; the lease ran out.
    LEASE_ENDED = "lease_ended"
    #: Evidence, or a person, says that it did go out.
    FOUND_SENT = "found_sent"
    #: A person says that it did not go out.
    FOUND_NOT_SENT = "found_not_sent"
    #: A copy lies in the Sent folder though this database never sent it: it is older than the mailbox.
    ALREADY_OUT = "already_out"
    #: The enrollment no longer wants it.
    WITHDRAWN = "withdrawn"
    PLANNED_AGAIN = "planned_again"


_S, _E = OutboundState, OutboundEvent

OUTBOUND_TRANSITIONS: dict[tuple[OutboundState, OutboundEvent], OutboundState] = {
    (_S.QUEUED, _E.CLAIMED): _S.CLAIMED,
    (_S.QUEUED, _E.WITHDRAWN): _S.WITHDRAWN,
    # Its owner was only slow, and was refused before the commit point when the lease had ended already.
    (_S.QUEUED, _E.REFUSED): _S.FAILED,
    (_S.CLAIMED, _E.COMMITTED): _S.IN_FLIGHT,
    (_S.CLAIMED, _E.NOT_NOW): _S.QUEUED,
    (_S.CLAIMED, _E.REFUSED): _S.FAILED,
    # Nothing is transmitted before the commit point, so a dead owner's claim is simply open again.
    (_S.CLAIMED, _E.LEASE_ENDED): _S.QUEUED,
    (_S.IN_FLIGHT, _E.ACCEPTED): _S.SENT,
    (_S.IN_FLIGHT, _E.NOT_NOW): _S.QUEUED,
    (_S.IN_FLIGHT, _E.REFUSED): _S.FAILED,
    (_S.IN_FLIGHT, _E.LINE_BROKE): _S.DOUBTFUL,
    # Somebody died after the commit point: the body may have gone out. Never sent again by itself.
    (_S.IN_FLIGHT, _E.LEASE_ENDED): _S.DOUBTFUL,
    (_S.IN_FLIGHT, _E.FOUND_SENT): _S.SENT,
    (_S.DOUBTFUL, _E.FOUND_SENT): _S.SENT,
    (_S.DOUBTFUL, _E.FOUND_NOT_SENT): _S.QUEUED,
    # The owner was only slow, and its answer arrives after the lease: it is the better witness.
    (_S.DOUBTFUL, _E.ACCEPTED): _S.SENT,
    (_S.DOUBTFUL, _E.REFUSED): _S.FAILED,
    # A person has said "not sent" meanwhile, and was wrong.
    (_S.QUEUED, _E.ACCEPTED): _S.SENT,
    (_S.WITHDRAWN, _E.PLANNED_AGAIN): _S.QUEUED,
    # A backup was restored that knows these as waiting. They went out before, which settles them at once.
    (_S.QUEUED, _E.ALREADY_OUT): _S.DOUBTFUL,
    (_S.WITHDRAWN, _E.ALREADY_OUT): _S.DOUBTFUL,
    # Another daemon is about to send it: the commit point will refuse.
    (_S.CLAIMED, _E.ALREADY_OUT): _S.DOUBTFUL,
}

OUTBOUND_STATES: dict[OutboundState, str] = {
    _S.QUEUED: "Waits for its mailbox, window and limits. The sender claims it; a crash changes nothing.",
    _S.CLAIMED: "One sender holds it under a lease. Nothing has been transmitted: after a crash it is queued again.",
    _S.IN_FLIGHT: "The server asked for the body. After a crash nobody knows whether it arrived: it becomes doubtful.",
    _S.SENT: "The server took it. The enrollment goes on to its next step.",
    _S.FAILED: "The server refused it for good, or put it off for too long. It is not tried again.",
    _S.DOUBTFUL: "The line broke after the body began. Settled by the Sent folder, a bounce, a reply, or a person.",
    _S.WITHDRAWN: "Never transmitted; its enrollment was paused or ended meanwhile. Planned again if it goes on. "
    "An answer: its author took it back, or it may not, or could not for days, go out.",
}


_UNFILED = sa.text("filed_at IS NULL")
_IS_ANSWER = sa.text("answers_inbound_id IS NOT NULL")


class OutboundMessage(SQLModel, table=True):
    """One step for one contact: at most one row, whatever is imported, edited or started again. Or a person's answer.

    `raw` and `message_id` are frozen at the first claim; those of an answer when its author sends it off. `token`
    fences a claim: only who holds it may go on.
    """

    __tablename__ = "outbound_message"
    __table_args__ = (
        sa.UniqueConstraint("contact_id", "sequence", "step"),
        # Whole columns, not partial ones over a state: SQLite does not match a partial index with a parameter.
        sa.Index("ix_outbound_message_mailbox_state_opening_due_at", "mailbox", "state", "opening", "due_at"),
        sa.Index("ix_outbound_message_state_lease_until", "state", "lease_until"),
        sa.Index("ix_outbound_message_mailbox_in_flight_at", "mailbox", "in_flight_at"),
        sa.Index("ix_outbound_message_account_id_in_flight_at", "account_id", "in_flight_at"),
        sa.Index(
            "ix_outbound_message_campaign_id_opening_in_flight_at", "campaign_id", "opening", "in_flight_at"
        ),
        sa.Index(
            "ix_outbound_message_unfiled",
            "mailbox",
            "state",
            sqlite_where=_UNFILED,
            postgresql_where=_UNFILED,
        ),
        # Answers are few, and asked for before every claim.
        sa.Index(
            "ix_outbound_message_answers",
            "mailbox",
            "state",
            sqlite_where=_IS_ANSWER,
            postgresql_where=_IS_ANSWER,
        ),
        # With what reports tell mails apart by: a row is long, for it holds the mail.
        sa.Index(
            "ix_outbound_message_enrollment_id",
            "enrollment_id",
            "sequence",
            "step",
            "variant",
            "recipient_domain",
        ),
        sa.Index("ix_outbound_message_recipient", "recipient"),
        sa.Index("ix_outbound_message_recipient_domain_in_flight_at", "recipient_domain", "in_flight_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    enrollment_id: int = Field(foreign_key="enrollment.id")
    campaign_id: int = Field(foreign_key="campaign.id")
    contact_id: int = Field(foreign_key="contact.id")
    account_id: int = Field(foreign_key="account.id")
    kind: OutboundKind = Field(
        default=OutboundKind.STEP,
        sa_type=Word(OutboundKind),
        sa_column_kwargs={"server_default": OutboundKind.STEP.value},
    )
    #: The reply that an answer answers, and who wrote the answer.
    answers_inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    author: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: That of an answer is "": no sequence wrote it.
    sequence: str
    step: str
    #: The step's place in its sequence version, from 0; of an answer, what its Message-ID is numbered by.
    step_index: int
    mailbox: str
    recipient: str
    #: What follows the @, for the limit on mails to one domain.
    recipient_domain: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: Whether this is the first mail to this contact in this sequence; those are slowed down before follow-ups.
    opening: bool
    state: OutboundState = Field(default=OutboundState.QUEUED, sa_type=Word(OutboundState))
    due_at: datetime = Field(sa_type=UtcDateTime)
    #: The wording that this contact gets, where a step has several.
    variant: str = Field(default="", sa_column_kwargs={"server_default": ""})
    message_id: str | None = Field(default=None, unique=True)
    #: The id that the provider put in place of ours, where it does.
    provider_message_id: str | None = Field(default=None, index=True)
    subject: str = ""
    raw: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    #: The body as written, to be recognised when it comes back quoted.
    body: str = ""
    owner: str | None = None
    token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    first_attempt_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    in_flight_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer_phase: str | None = None
    answer_code: int | None = None
    answer_enhanced: str | None = None
    answer_text: str = ""
    #: When a copy of it was seen in, or put into, the mailbox's Sent folder.
    filed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: How a doubtful one was settled: `sent_folder`, `bounce`, `reply`, or a person's name.
    settled_by: str | None = None
    #: What the rule of the recipient's country said (`law.Stored`): when it was planned, then when it was claimed. The
    #: commit point asks again, and lets it go only where the answer is still this one.
    law_country: str = Field(default="", sa_column_kwargs={"server_default": ""})
    law_rule: str = Field(default="", sa_column_kwargs={"server_default": ""})
    law_decision: str = Field(default="", sa_column_kwargs={"server_default": ""})
    law_version: str = Field(default="", sa_column_kwargs={"server_default": ""})
    law_ground: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: When the log said that it would have gone out, in a rehearsal (`live = false`).
    rehearsed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class MailboxStatus(SQLModel, table=True):
    """What stands between a mailbox and its next mail. No row: nothing does."""

    __tablename__ = "mailbox_status"

    name: str = Field(primary_key=True)
    #: Paused until a person resumes it.
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_why: str = ""
    #: What guards count begins here: what a person has seen when they resumed it is not held against it again.
    guarded_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: Closed by a quota until then; opens by itself.
    closed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: The gap to the next mail, with its jitter, drawn when the last one went out.
    next_send_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: On how many days of its own zone it has sent, and which was the last; the ramp is reckoned from these.
    sending_days: int = 0
    last_sent_on: date | None = None
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trouble: str = ""
    #: The same of reading it.
    reading_trouble: str = Field(default="", sa_column_kwargs={"server_default": ""})


class SeenInSent(SQLModel, table=True):
    """A mail that lies in a mailbox's Sent folder and is not in our outbox.

    Written by a person: it counts against the mailbox's limit. Or, with `is_ours`, it carries a Message-ID of ours
    that this database knows nothing of: then this database is older than the mailbox (a restored backup, a copy).
    """

    __tablename__ = "seen_in_sent"
    __table_args__ = (
        sa.UniqueConstraint("mailbox", "message_id"),
        sa.Index("ix_seen_in_sent_mailbox_sent_at", "mailbox", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str
    message_id: str
    sent_at: datetime = Field(sa_type=UtcDateTime)
    is_ours: bool = False
    seen_at: datetime = Field(sa_type=UtcDateTime)


class MailDomain(SQLModel, table=True):
    """Who runs the mail of a domain, as its MX records said when they were asked last."""

    __tablename__ = "mail_domain"

    domain: str = Field(primary_key=True)
    #: The provider's name as in `providers.py`; empty for one that is not known.
    provider: str = ""
    looked_up_at: datetime = Field(sa_type=UtcDateTime)


class OptOutLink(SQLModel, table=True):
    """Whom the one-click link in a mail is for (see `one_click.py`): a row before the first mail that carries it."""

    __tablename__ = "opt_out_link"

    token: str = Field(primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
