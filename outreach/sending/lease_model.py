"""Several daemons on one database: which of them live, and which of them reads which mailbox."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime


class DaemonPresence(SQLModel, table=True):
    """One daemon. It lives until `until`, which it puts off; what a dead one had claimed is free again."""

    __tablename__ = "daemon_presence"

    owner: str = Field(primary_key=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)


class MailboxLease(SQLModel, table=True):
    """Who reads a mailbox over IMAP. `token` is made anew whenever it changes hands: with an old one nothing is stored.

    A row stays when its lease has ended.
    """

    __tablename__ = "mailbox_lease"

    mailbox: str = Field(primary_key=True)
    owner: str
    token: str
    until: datetime = Field(sa_type=UtcDateTime)
    #: A daemon with fewer mailboxes that would like to have this one.
    asked_by: str | None = None
    #: When, under this token, the mailbox was first tried; and when it was read to its end, the Sent folder included.
    tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    looked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
