"""What came in: raw messages, how far each folder has been read, and which mail of ours each one answers."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word


class InboundState(StrEnum):
    STORED = "stored"
    APPLIED = "applied"
    SET_ASIDE = "set_aside"


class MatchedBy(StrEnum):
    """By what a message was recognised as an answer to one of ours, the surest first."""

    #: It names a Message-ID or a token that only we could have made, or the id that the provider gave our mail.
    MESSAGE_ID = "message_id"
    #: It comes from an address that we wrote to.
    ADDRESS = "address"
    #: It comes from another address of somebody whom we wrote to.
    OTHER_ADDRESS = "other_address"
    #: It comes from the domain of an account that we wrote to lately.
    ACCOUNT = "account"
    #: What it quotes went to an address that we wrote to lately.
    QUOTED = "quoted"
    #: A delivery report names a recipient of ours.
    BOUNCED_ADDRESS = "bounced_address"
    #: A person said so.
    BY_HAND = "by_hand"
    #: It comes from one of our own mailboxes, and answers nothing.
    OWN = "own"


class InboundEvent(StrEnum):
    EFFECTS_TAKEN = "effects_taken"
    #: Newer rules have read it again.
    READ = "read"
    FAILED_THREE_TIMES = "failed_three_times"
    #: A person wants it read once more.
    TRIED_AGAIN = "tried_again"
    #: It could not be read, and a person has decided what it means.
    DECIDED = "decided"
    #: A person said whose answer it is; it had no effects before.
    ASSIGNED = "assigned"


_S, _E = InboundState, InboundEvent

INBOUND_TRANSITIONS: dict[tuple[InboundState, InboundEvent], InboundState] = {
    (_S.STORED, _E.EFFECTS_TAKEN): _S.APPLIED,
    (_S.STORED, _E.FAILED_THREE_TIMES): _S.SET_ASIDE,
    (_S.STORED, _E.ASSIGNED): _S.STORED,
    (_S.SET_ASIDE, _E.TRIED_AGAIN): _S.STORED,
    (_S.SET_ASIDE, _E.DECIDED): _S.APPLIED,
    (_S.SET_ASIDE, _E.ASSIGNED): _S.STORED,
    (_S.APPLIED, _E.ASSIGNED): _S.STORED,
    # What has been done is never done twice.
    (_S.APPLIED, _E.READ): _S.APPLIED,
}

INBOUND_STATES: dict[InboundState, str] = {
    _S.STORED: "The raw bytes are safe, nothing is made of them yet. The daemon reads it; a crash changes nothing.",
    _S.APPLIED: "Its verdict, all effects of that and this mark were committed together.",
    _S.SET_ASIDE: "Reading it failed three times. A person looks (`outreach inbox list --set-aside`), decides what it "
    "means (`outreach review decide`), or has it tried again (`outreach inbox retry`).",
}


class InboundMessage(SQLModel, table=True):
    """One message of one mailbox, byte for byte. `content_hash` (SHA-256 of `raw`) knows it again in any folder."""

    __tablename__ = "inbound_message"
    __table_args__ = (
        sa.UniqueConstraint("mailbox", "content_hash"),
        # Lets an enrollment refer to a reply *and* its writer in one foreign key.
        sa.UniqueConstraint("id", "contact_id", name="uq_inbound_message_id_contact_id"),
        sa.Index("ix_inbound_message_state_attempts", "state", "attempts"),
        sa.Index("ix_inbound_message_contact_id", "contact_id"),
        sa.Index("ix_inbound_message_message_id", "message_id"),
        sa.Index("ix_inbound_message_provider_id", "provider_id"),
        sa.Index("ix_inbound_message_sender_address_received_at", "sender_address", "received_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    mailbox: str
    folder: str
    uidvalidity: int = Field(sa_type=sa.BigInteger)
    uid: int = Field(sa_type=sa.BigInteger)
    message_id: str | None = None
    content_hash: str
    raw: bytes = Field(sa_type=sa.LargeBinary)
    #: Larger than we take in: `raw` is its beginning.
    truncated: bool = False
    #: INTERNALDATE (RFC 3501, 2.3.3): when the server took it.
    received_at: datetime = Field(sa_type=UtcDateTime)
    stored_at: datetime = Field(sa_type=UtcDateTime)
    state: InboundState = Field(default=InboundState.STORED, sa_type=Word(InboundState))
    #: How often somebody has begun to read it and did not come to an end. Counted before, so that a message which
    #: takes the whole process down is counted too.
    attempts: int = 0
    #: Whoever reads it has until then; nobody else takes it up before.
    taken_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trouble: str = ""
    #: Normalised; "" where the sender gives no address.
    sender_address: str = ""
    #: Printable, for lists; the truth is in `raw`.
    sender: str = ""
    subject: str = ""
    #: The server's own id, which outlives a move to another folder (X-GM-MSGID, EMAILID), where it has one.
    provider_id: str | None = None
    #: Who wrote it, where we know them.
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    #: How it was matched to what we sent (MatchedBy); None: nothing of ours is known in it.
    matched_by: str | None = None
    #: When its text was taken out, by an erasure or because it was kept long enough: `raw` is empty since then.
    emptied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Answer(SQLModel, table=True):
    """Which mail of ours an inbound message speaks of."""

    __tablename__ = "answer"

    inbound_id: int = Field(foreign_key="inbound_message.id", primary_key=True)
    outbound_id: int = Field(foreign_key="outbound_message.id", index=True)


class FolderCursor(SQLModel, table=True):
    """How far a folder has been read. Moves only in the transaction that stores what was read."""

    __tablename__ = "folder_cursor"

    mailbox: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(sa_type=sa.BigInteger)
    last_uid: int = Field(sa_type=sa.BigInteger)
    read_at: datetime = Field(sa_type=UtcDateTime)


class UnfetchedMessage(SQLModel, table=True):
    """A message that the server would not hand out. The walk went on; it is shown, and tried again every hour."""

    __tablename__ = "unfetched_message"

    mailbox: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(primary_key=True, sa_type=sa.BigInteger)
    uid: int = Field(primary_key=True, sa_type=sa.BigInteger)
    trouble: str
    noticed_at: datetime = Field(sa_type=UtcDateTime)
    tried_at: datetime = Field(sa_type=UtcDateTime)
