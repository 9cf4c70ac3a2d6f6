"""Sequences that run: versions, campaigns, enrollments with their states, and what holds an enrollment."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word
from outreach.prospects.account_policy import MailKind, kind_of


class SequenceVersion(SQLModel, table=True):
    """A sequence with its templates, frozen as it was when a campaign took it up. Who is under way finishes theirs."""

    __tablename__ = "sequence_version"
    __table_args__ = (sa.UniqueConstraint("name", "digest"), sa.UniqueConstraint("name", "version"))

    id: int | None = Field(default=None, primary_key=True)
    name: str
    version: int
    digest: str
    definition: dict[str, Any] = Field(sa_type=sa.JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)


class CampaignState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class CampaignEvent(StrEnum):
    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    STOPPED = "stopped"


CAMPAIGN_TRANSITIONS: dict[tuple[CampaignState, CampaignEvent], CampaignState] = {
    (CampaignState.DRAFT, CampaignEvent.STARTED): CampaignState.RUNNING,
    # Starting again takes up what was added to the list since.
    (CampaignState.RUNNING, CampaignEvent.STARTED): CampaignState.RUNNING,
    # An edited sequence is approved before anything of the old one goes out again.
    (CampaignState.PAUSED, CampaignEvent.STARTED): CampaignState.PAUSED,
    (CampaignState.RUNNING, CampaignEvent.PAUSED): CampaignState.PAUSED,
    (CampaignState.PAUSED, CampaignEvent.RESUMED): CampaignState.RUNNING,
    (CampaignState.DRAFT, CampaignEvent.STOPPED): CampaignState.STOPPED,
    (CampaignState.RUNNING, CampaignEvent.STOPPED): CampaignState.STOPPED,
    (CampaignState.PAUSED, CampaignEvent.STOPPED): CampaignState.STOPPED,
}

CAMPAIGN_STATES: dict[CampaignState, str] = {
    CampaignState.DRAFT: "Created, nobody enrolled. A person starts it.",
    CampaignState.RUNNING: "Mail goes out. A person pauses or stops it; a crash changes nothing.",
    CampaignState.PAUSED: "Nothing goes out, replies are still read. A person resumes or stops it.",
    CampaignState.STOPPED: "Nothing goes out any more, for good. Replies are still read.",
}


class Campaign(SQLModel, table=True):
    """A sequence running over a list from some mailboxes."""

    __tablename__ = "campaign"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    sequence: str
    sequence_version_id: int | None = Field(default=None, foreign_key="sequence_version.id")
    list_id: int = Field(foreign_key="prospect_list.id")
    mailboxes: list[str] = Field(sa_type=sa.JSON)
    #: New prospects a day, over all its mailboxes; None: as many as the mailboxes may send.
    per_day: int | None = None
    state: CampaignState = Field(default=CampaignState.DRAFT, sa_type=Word(CampaignState))
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: Why it is paused, where the program did it.
    paused_why: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: As for a mailbox: a guard counts what went out since then.
    guarded_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: Whether a first mail goes from a mailbox at the recipient's own mail provider, where there is one.
    match_provider: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    #: The worst grade by the ideal customer profile that it takes up; None: it takes everybody.
    min_grade: str | None = Field(default=None, sa_type=sa.String(40))


class EnrollmentState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    FINISHED = "finished"
    ANSWERED = "answered"
    REFERRED = "referred"
    BOUNCED = "bounced"
    OPTED_OUT = "opted_out"
    STOPPED = "stopped"


class EnrollmentEvent(StrEnum):
    HELD = "held"
    RELEASED = "released"
    STEPS_DONE = "steps_done"
    REPLIED = "replied"
    NAMED_A_COLLEAGUE = "named_a_colleague"
    BOUNCED = "bounced"
    OPTED_OUT = "opted_out"
    STOPPED = "stopped"
    #: A person takes it up again, at a step that has not gone out.
    RE_ENROLLED = "re_enrolled"


_S, _E = EnrollmentState, EnrollmentEvent

ENROLLMENT_TRANSITIONS: dict[tuple[EnrollmentState, EnrollmentEvent], EnrollmentState] = {
    (_S.ACTIVE, _E.HELD): _S.PAUSED,
    (_S.ACTIVE, _E.STEPS_DONE): _S.FINISHED,
    (_S.ACTIVE, _E.REPLIED): _S.ANSWERED,
    (_S.ACTIVE, _E.NAMED_A_COLLEAGUE): _S.REFERRED,
    (_S.ACTIVE, _E.BOUNCED): _S.BOUNCED,
    (_S.ACTIVE, _E.OPTED_OUT): _S.OPTED_OUT,
    (_S.ACTIVE, _E.STOPPED): _S.STOPPED,
    (_S.PAUSED, _E.RELEASED): _S.ACTIVE,
    (_S.PAUSED, _E.REPLIED): _S.ANSWERED,
    (_S.PAUSED, _E.NAMED_A_COLLEAGUE): _S.REFERRED,
    (_S.PAUSED, _E.BOUNCED): _S.BOUNCED,
    (_S.PAUSED, _E.OPTED_OUT): _S.OPTED_OUT,
    (_S.PAUSED, _E.STOPPED): _S.STOPPED,
    # A late reply, bounce or opt-out still counts after the last step.
    (_S.FINISHED, _E.REPLIED): _S.ANSWERED,
    (_S.FINISHED, _E.NAMED_A_COLLEAGUE): _S.REFERRED,
    (_S.FINISHED, _E.BOUNCED): _S.BOUNCED,
    (_S.FINISHED, _E.OPTED_OUT): _S.OPTED_OUT,
    # Who was stopped because a colleague answered may still answer themselves.
    (_S.STOPPED, _E.REPLIED): _S.ANSWERED,
    (_S.STOPPED, _E.NAMED_A_COLLEAGUE): _S.REFERRED,
    (_S.STOPPED, _E.BOUNCED): _S.BOUNCED,
    (_S.STOPPED, _E.OPTED_OUT): _S.OPTED_OUT,
    # A conversation may turn: an answer may later name a colleague, or end in a no for good.
    (_S.ANSWERED, _E.NAMED_A_COLLEAGUE): _S.REFERRED,
    (_S.ANSWERED, _E.OPTED_OUT): _S.OPTED_OUT,
    (_S.REFERRED, _E.OPTED_OUT): _S.OPTED_OUT,
    (_S.BOUNCED, _E.OPTED_OUT): _S.OPTED_OUT,
    # A delivery report for the first mail may be overtaken by an answer from another address of the same person.
    (_S.BOUNCED, _E.REPLIED): _S.ANSWERED,
    (_S.BOUNCED, _E.NAMED_A_COLLEAGUE): _S.REFERRED,
    # Only by a person's word, and never from a no or a dead address.
    (_S.FINISHED, _E.RE_ENROLLED): _S.ACTIVE,
    (_S.ANSWERED, _E.RE_ENROLLED): _S.ACTIVE,
    (_S.REFERRED, _E.RE_ENROLLED): _S.ACTIVE,
    (_S.STOPPED, _E.RE_ENROLLED): _S.ACTIVE,
}

ENROLLMENT_STATES: dict[EnrollmentState, str] = {
    _S.ACTIVE: "The next step comes when it is due; the daemon moves it on, or a person who does a task."
    " A crash changes nothing.",
    _S.PAUSED: "Held, until a date (the daemon wakes it) or until a person decides. Nothing is sent meanwhile.",
    _S.FINISHED: "All steps went out and nobody answered. The next contact of the account may have their turn.",
    _S.ANSWERED: "They wrote back; a person has the conversation. The program sends nothing more by itself.",
    _S.REFERRED: "They named a colleague; the colleague is written to, they are not.",
    _S.BOUNCED: "The address is dead. It is suppressed.",
    _S.OPTED_OUT: "They said no for good. They are suppressed for ever.",
    _S.STOPPED: "Ended by a person, by the company rule, or by an account that must be left alone.",
}

#: States from which mail may still come; everything else is an end.
UNDER_WAY = (_S.ACTIVE, _S.PAUSED)


class Enrollment(SQLModel, table=True):
    """One prospect's run through a sequence.

    `due_at` is when the next step is due (None while its mail is in the outbox, while its task waits for a person,
    or when it has ended). A referred one points to the stored reply that made the referral *and* to its writer: the
    database itself refuses a tag without a reply, and a reply that somebody else wrote.
    """

    __tablename__ = "enrollment"
    __table_args__ = (
        sa.UniqueConstraint("campaign_id", "contact_id", "sequence"),
        sa.ForeignKeyConstraint(
            ["referral_reply_id", "referrer_id"], ["inbound_message.id", "inbound_message.contact_id"]
        ),
        sa.CheckConstraint(
            "(tag IS NULL AND referral_reply_id IS NULL AND referrer_id IS NULL)"
            # Without "tag IS NOT NULL" the comparison is unknown, and a CHECK that is unknown passes.
            " OR (tag IS NOT NULL AND tag = 'referred-by-a-colleague'"
            " AND referral_reply_id IS NOT NULL AND referrer_id IS NOT NULL)",
            name="referred_by_a_stored_reply",
        ),
        # Planning asks "what is due now" of one mailbox, or of one campaign: these answer it at any size.
        sa.Index("ix_enrollment_state_due_at", "state", "due_at"),
        sa.Index("ix_enrollment_mailbox_state_due_at", "mailbox", "state", "due_at"),
        sa.Index(
            "ix_enrollment_campaign_id_mailbox_state_due_at", "campaign_id", "mailbox", "state", "due_at"
        ),
        sa.Index("ix_enrollment_contact_id", "contact_id"),
        sa.Index("ix_enrollment_account_id_state", "account_id", "state"),
    )

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaign.id")
    contact_id: int = Field(foreign_key="contact.id")
    account_id: int = Field(foreign_key="account.id")
    sequence: str
    sequence_version_id: int = Field(foreign_key="sequence_version.id")
    state: EnrollmentState = Field(default=EnrollmentState.ACTIVE, sa_type=Word(EnrollmentState))
    next_step: int = 0
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: When the next step was first due, where a pause or an outage has held it up and it was moved.
    first_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: The mailbox that wrote first; a thread never changes its sender.
    mailbox: str | None = None
    tag: str | None = None
    #: A slow sequence for who is not ready: its mails are no cold ones.
    is_nurture: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    #: How well they fitted when they were enrolled, and by which version of the profile.
    grade: str | None = Field(default=None, sa_type=sa.String(40))
    ideal_customer_version_id: int | None = Field(default=None, foreign_key="ideal_customer_version.id")
    referral_reply_id: int | None = None
    referrer_id: int | None = Field(default=None, foreign_key="contact.id")
    #: How many referrals led here: 0 for a prospect from a list.
    depth: int = 0
    #: The order within the account, and whether a colleague has their turn first.
    position: int = 0
    waits_for_turn: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_why: str = ""

    def kind_of_mail(self, *, is_first: bool) -> MailKind:
        """What its next mail is to its recipient; `is_first`: whether nothing of it went out yet."""
        return kind_of(is_referred=self.tag is not None, is_nurture=self.is_nurture, is_first=is_first)


class HoldReason(StrEnum):
    #: A message came in and has not been understood yet.
    UNREAD_REPLY = "unread_reply"
    #: A person has to decide what the reply means.
    REVIEW = "review"
    #: They are away until a date.
    AWAY = "away"
    #: They asked for another time.
    NOT_NOW = "not_now"
    #: A person at the command line holds it, or a mail to it could not be made.
    BY_HAND = "by_hand"


class Hold(SQLModel, table=True):
    """Why an enrollment is paused. It goes on when the last hold on its contact and account is gone."""

    __tablename__ = "hold"
    __table_args__ = (
        sa.CheckConstraint("contact_id IS NOT NULL OR account_id IS NOT NULL", name="holds_somebody"),
        sa.Index("ix_hold_until", "until"),
    )

    id: int | None = Field(default=None, primary_key=True)
    #: Exactly this contact, or everybody at the account.
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    reason: HoldReason = Field(sa_type=Word(HoldReason))
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id", index=True)
    note: str = ""
    created_at: datetime = Field(sa_type=UtcDateTime)


class TaskKind(StrEnum):
    #: A step of the sequence that a person does: to call.
    CALL = "call"
    #: A step of the sequence that a person does: what its note says.
    STEP = "task"
    #: A reply named somebody without an address: find it.
    FIND_CONTACT = "find_contact"
    #: A reply gave a number to call.
    CALL_BACK = "call_back"
    #: Nobody has answered somebody who wants to hear from us.
    ANSWER_OVERDUE = "answer_overdue"


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    #: Its run ended before anybody did it.
    DROPPED = "dropped"


class TaskEvent(StrEnum):
    DONE = "done"
    DROPPED = "dropped"
    #: A person has taken its run up again.
    OPENED_AGAIN = "opened_again"


TASK_TRANSITIONS: dict[tuple[TaskState, TaskEvent], TaskState] = {
    (TaskState.OPEN, TaskEvent.DONE): TaskState.DONE,
    (TaskState.OPEN, TaskEvent.DROPPED): TaskState.DROPPED,
    (TaskState.DROPPED, TaskEvent.OPENED_AGAIN): TaskState.OPEN,
}

TASK_STATES: dict[TaskState, str] = {
    TaskState.OPEN: "Waits for a person, and its run, if it has one, with it; a hold leaves it open. A crash changes "
    "nothing.",
    TaskState.DONE: "A person did it and said how it went. Its run has gone on, or ended if they said so.",
    TaskState.DROPPED: "Its run ended first, or what it asks for came about by itself: nobody need do it any more.",
}


class Task(SQLModel, table=True):
    """Something that only a person can do. A run that has come to such a step waits for it."""

    __tablename__ = "task"
    __table_args__ = (
        sa.UniqueConstraint("contact_id", "sequence", "step"),
        sa.Index("ix_task_state_due_at", "state", "due_at"),
        sa.Index("ix_task_enrollment_id", "enrollment_id"),
        sa.Index("ix_task_inbound_id", "inbound_id"),
        sa.Index("ix_task_referral_id", "referral_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: TaskKind = Field(sa_type=Word(TaskKind))
    state: TaskState = Field(default=TaskState.OPEN, sa_type=Word(TaskState))
    contact_id: int = Field(foreign_key="contact.id")
    account_id: int = Field(foreign_key="account.id")
    #: The run that waits for it; with its sequence, step and the step's place from 0.
    enrollment_id: int | None = Field(default=None, foreign_key="enrollment.id")
    sequence: str | None = None
    step: str | None = None
    step_index: int | None = None
    #: Of a task that a reply made: that reply; and the referral whose address is missing. Plain numbers.
    inbound_id: int | None = None
    referral_id: int | None = None
    #: The number to call, where the reply gave one.
    phone: str = Field(default="", sa_column_kwargs={"server_default": ""})
    note: str = ""
    owner: str = ""
    due_at: datetime = Field(sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: str = ""
    outcome: str = ""
