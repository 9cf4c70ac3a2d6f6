"""Mails and calls about offers as they are kept: who is told of what, what came back by mail, and how far both got."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word


class OfferTold(StrEnum):
    """What is told of an offer. Salespeople get a mail of some of these, the webhook of all but the last three."""

    OFFERED = "offered"
    REMINDED = "reminded"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNTOUCHED = "untouched"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    DISQUALIFIED = "disqualified"
    #: What they answered by mail cannot be read.
    HELP = "help"
    #: What they answered by mail cannot be done.
    NOT_DONE = "not_done"
    #: The mail to the contact that introduces them: the same bytes, once those have gone out.
    INTRODUCED = "introduced"


class OfferWay(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"


class OfferNoticeState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    NOT_WANTED = "not_wanted"
    GIVEN_UP = "given_up"


class OfferNoticeEvent(StrEnum):
    GOT_THROUGH = "got_through"
    #: Nobody took it; it is tried again later.
    FAILED = "failed"
    #: The configuration wants no mail, or no webhook.
    SPARED = "spared"
    #: It was tried for days, or there is nobody to tell any more.
    GAVE_UP = "gave_up"


_S, _E = OfferNoticeState, OfferNoticeEvent

OFFER_NOTICE_TRANSITIONS: dict[tuple[OfferNoticeState, OfferNoticeEvent], OfferNoticeState] = {
    (_S.WAITING, _E.GOT_THROUGH): _S.DELIVERED,
    (_S.WAITING, _E.FAILED): _S.WAITING,
    (_S.WAITING, _E.SPARED): _S.NOT_WANTED,
    (_S.WAITING, _E.GAVE_UP): _S.GIVEN_UP,
    # A daemon that was only slow: whoever took the notice has it.
    (_S.GIVEN_UP, _E.GOT_THROUGH): _S.DELIVERED,
}

OFFER_NOTICE_STATES: dict[OfferNoticeState, str] = {
    _S.WAITING: "Written with the fact that it tells of. The daemon delivers it; after a crash it is delivered again, "
    "with the same Message-ID or event id.",
    _S.DELIVERED: "The mail server or the webhook has taken it.",
    _S.NOT_WANTED: "The configuration wants no mail, or no webhook, of it.",
    _S.GIVEN_UP: "Nobody took it for two days, or there is nobody to tell any more. `outreach leads mails` shows why.",
}


class OfferNotice(SQLModel, table=True):
    """One fact about one offer, told one way, at least once. `event_id` and `message_id` stay however often."""

    __tablename__ = "offer_notice"
    __table_args__ = (
        sa.Index("ix_offer_notice_state_due_at", "state", "due_at"),
        sa.Index("ix_offer_notice_offer_id", "offer_id"),
        sa.Index("ix_offer_notice_lead_id", "lead_id"),
        sa.Index("ix_offer_notice_inbound_id", "inbound_id"),
        sa.Index("ix_offer_notice_outbound_id", "outbound_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: str = Field(unique=True)
    offer_id: int = Field(foreign_key="offer.id")
    lead_id: int = Field(foreign_key="lead.id")
    kind: OfferTold = Field(sa_type=Word(OfferTold))
    way: OfferWay = Field(sa_type=Word(OfferWay))
    #: Whom it is for, as [[team]] calls them.
    salesperson: str
    #: Their answer by mail that this one is about.
    inbound_id: int | None = Field(default=None, foreign_key="inbound_message.id")
    #: Of an introduction: the mail to the contact of which this one is the copy.
    outbound_id: int | None = Field(default=None, foreign_key="outbound_message.id")
    #: Why their answer was not done.
    why: str = ""
    #: From which mailbox and with which Message-ID it goes, since it was first tried.
    mailbox: str = ""
    message_id: str = ""
    state: OfferNoticeState = Field(default=OfferNoticeState.WAITING, sa_type=Word(OfferNoticeState))
    attempts: int = 0
    due_at: datetime = Field(sa_type=UtcDateTime)
    #: Whoever delivers it has until then.
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trouble: str = ""
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AnswerCame(StrEnum):
    """What became of a mail that is, or says that it is, an answer to an offer."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    #: It says what has been done already.
    REPEATED = "repeated"
    #: It was understood, and cannot be done: too late, or not theirs to do.
    REFUSED = "refused"
    NOT_UNDERSTOOD = "not_understood"
    #: A machine wrote it.
    AUTOMATIC = "automatic"
    #: It does not come from whom we asked, or does not answer what we wrote.
    FORGED = "forged"


ANSWERS_CAME: dict[AnswerCame, str] = {
    AnswerCame.ACCEPTED: "the lead is theirs",
    AnswerCame.REJECTED: "the lead is rejected, with their reason",
    AnswerCame.REPEATED: "it had been done already",
    AnswerCame.REFUSED: "understood, and not done",
    AnswerCame.NOT_UNDERSTOOD: "nobody can tell what it says: they were told how to answer",
    AnswerCame.AUTOMATIC: "a machine wrote it: nothing was done",
    AnswerCame.FORGED: "not from whom we asked, or not to what we wrote: nothing was done",
}


class OfferAnswer(SQLModel, table=True):
    """One message that was looked at as an answer to an offer, once. Nothing of its text is kept here."""

    __tablename__ = "offer_answer"
    __table_args__ = (
        sa.Index("ix_offer_answer_offer_id", "offer_id"),
        sa.Index("ix_offer_answer_lead_id", "lead_id"),
    )

    inbound_id: int = Field(foreign_key="inbound_message.id", primary_key=True)
    #: Which offer it names, where it names one.
    offer_id: int | None = Field(default=None, foreign_key="offer.id")
    lead_id: int | None = Field(default=None, foreign_key="lead.id")
    #: Who says that they wrote it, as [[team]] calls them; "" for an address of nobody in the team.
    salesperson: str = ""
    came: AnswerCame = Field(sa_type=Word(AnswerCame))
    why: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


class OfferReading(SQLModel, table=True):
    """How far the readings of messages have been looked through for answers to offers. One row."""

    __tablename__ = "offer_reading"

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    last_verdict_id: int


class CrmRow(SQLModel, table=True):
    """One row of a CRM's file that was taken up, known by a keyed hash of what it says. Never taken up again."""

    __tablename__ = "crm_row"
    __table_args__ = (sa.Index("ix_crm_row_lead_id", "lead_id"),)

    digest: str = Field(primary_key=True)
    lead_id: int = Field(foreign_key="lead.id")
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
