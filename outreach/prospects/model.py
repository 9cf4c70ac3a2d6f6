"""Who may be written to: accounts, contacts, lists, and the suppression that stands above them all."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from outreach.database.columns import UtcDateTime, Word


class AccountStatus(StrEnum):
    """Where a company stands with us (Ross & Tyler, Predictable Revenue); three of the eight forbid mail."""

    COLD = "cold"
    WORKING = "working"
    NURTURE_ACTIVE_OPPORTUNITY = "nurture_active_opportunity"
    NURTURE_CHECK_QUARTERLY = "nurture_check_quarterly"
    NURTURE_DEAD_OPPORTUNITY = "nurture_dead_opportunity"
    AVOID_CUSTOMER = "avoid_customer"
    AVOID_BAD_FIT = "avoid_bad_fit"
    AVOID_DUPLICATE = "avoid_duplicate"

    @property
    def once_mailed(self) -> "AccountStatus":
        """What it is after the first mail: no longer cold."""
        return AccountStatus.WORKING if self is AccountStatus.COLD else self


#: No mail of any kind goes to a contact of an account in one of these.
AVOIDED = (AccountStatus.AVOID_CUSTOMER, AccountStatus.AVOID_BAD_FIT, AccountStatus.AVOID_DUPLICATE)


class Source(StrEnum):
    """How a prospect came to us (Ross & Tyler): word of mouth, marketing, or this outbound process."""

    SEED = "seed"
    NET = "net"
    SPEAR = "spear"


class Account(SQLModel, table=True):
    """A company: one or more domains. A contact at a free-mail domain has an account of their own, without any."""

    __tablename__ = "account"

    id: int | None = Field(default=None, primary_key=True)
    name: str = ""
    status: AccountStatus = Field(default=AccountStatus.COLD, sa_type=Word(AccountStatus))
    #: Since when it has this status; None: since it is known. Six months after a dead opportunity count from here.
    status_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    #: By whose word, or because of which message. No personal data: it outlives an erasure.
    status_why: str = Field(default="", sa_column_kwargs={"server_default": ""})
    #: The account that this one was merged into; it is empty then, and kept so that old facts still name a company.
    merged_into_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def has_status_since(self) -> datetime:
        return self.status_since or self.created_at


class AccountName(SQLModel, table=True):
    """Another name of an account: an earlier spelling, that of a company merged into it, or one from a file.

    With `takes_newcomers` a company that is new to us and is called alike belongs to this account: so customers and
    competitors of whom only the name is known are recognised when somebody there appears on a list.
    """

    __tablename__ = "account_name"
    __table_args__ = (sa.UniqueConstraint("account_id", "canonical"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    name: str
    #: As `account_names.canonical` makes it.
    canonical: str = Field(index=True)
    takes_newcomers: bool = False


class AccountChangeKind(StrEnum):
    MERGE = "merge"
    SPLIT = "split"


class AccountChange(SQLModel, table=True):
    """A merge (`other` went into `kept`) or a split (`other` was taken out of `kept`), with what it has moved."""

    __tablename__ = "account_change"

    id: int | None = Field(default=None, primary_key=True)
    kind: AccountChangeKind = Field(sa_type=Word(AccountChangeKind))
    kept_id: int = Field(foreign_key="account.id")
    other_id: int = Field(foreign_key="account.id")
    #: As `sequences/account_changes.py` writes and reads it: an undo moves exactly this back.
    moved: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    actor: str
    reason: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AccountDomain(SQLModel, table=True):
    """One registrable domain of an account. A domain belongs to one account."""

    __tablename__ = "account_domain"

    domain: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)


class Contact(SQLModel, table=True):
    """A person, or an office, with an address. The address is normalised and unique in the workspace."""

    __tablename__ = "contact"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    address: str = Field(unique=True)
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    title: str = ""
    phone: str = ""
    language: str | None = None
    country: str | None = None
    time_zone: str | None = None
    fields: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    #: When all that we knew of them but their address was taken out, or, for an erasure, that as well.
    emptied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OtherAddress(SQLModel, table=True):
    """Another address of a contact: they answered a mail of ours from it, under their own name.

    An address with several contacts is shared: nobody is told by it.
    """

    __tablename__ = "other_address"

    address: str = Field(primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", primary_key=True, index=True)
    inbound_id: int = Field(foreign_key="inbound_message.id", index=True)
    learned_at: datetime = Field(sa_type=UtcDateTime)


class ProspectList(SQLModel, table=True):
    """One import, or several under one name."""

    __tablename__ = "prospect_list"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    source: Source = Field(default=Source.SPEAR, sa_type=Word(Source))
    #: Of those whose own import named none.
    legal_basis: str | None = None
    #: What the list has cost, in hundredths of the currency; None: nobody has said.
    cost_cents: int | None = Field(default=None, sa_type=sa.BigInteger)
    #: As people write it: EUR, USD; empty where there is no cost.
    cost_currency: str = Field(default="", sa_column_kwargs={"server_default": ""})
    created_at: datetime = Field(sa_type=UtcDateTime)


class ListImport(SQLModel, table=True):
    """One import into a list: who, when, on what ground, and how far it has come.

    `line` and `counts` are written in the transaction that stores the rows up to there. So whoever repeats the
    command after a crash goes on behind that line, and the counts are in the end those of the whole.
    """

    __tablename__ = "list_import"

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="prospect_list.id", index=True)
    file: str
    #: SHA-256 of the file and of what was asked for; None for a pipe, which cannot be read twice.
    fingerprint: str | None = None
    source: Source = Field(sa_type=Word(Source))
    legal_basis: str | None = None
    actor: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    #: None: it runs, or was broken off.
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    line: int = 0
    #: Rows by what became of them (see `importing.Imported`).
    counts: dict[str, int] = Field(default_factory=dict, sa_type=sa.JSON)


class ListImportRefusal(SQLModel, table=True):
    """A row that could be read, and was refused for what we know. It is gone when its import has ended.

    What cannot be read is found again by reading; this could not be, since the database has changed. The row itself
    is not kept: it is in the file.
    """

    __tablename__ = "list_import_refusal"

    import_id: int = Field(foreign_key="list_import.id", primary_key=True)
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    reason: str


class DomainMail(SQLModel, table=True):
    """Whether a domain takes mail at all, as DNS said when it was asked last. What DNS did not answer is not kept."""

    __tablename__ = "domain_mail"

    domain: str = Field(primary_key=True)
    takes_mail: bool
    looked_up_at: datetime = Field(sa_type=UtcDateTime)


class Prospect(SQLModel, table=True):
    """A contact whom we chose to write to, on one list. `line` keeps the list's own order."""

    __tablename__ = "prospect"
    __table_args__ = (sa.Index("ix_prospect_contact_id", "contact_id", "created_at"),)

    list_id: int = Field(foreign_key="prospect_list.id", primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", primary_key=True)
    line: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    #: Which import brought them; None: it was before imports were kept.
    import_id: int | None = None
    #: The newest import that named a legal basis for somebody who was on the list already.
    basis_import_id: int | None = None


class IdealCustomerVersion(SQLModel, table=True):
    """An ideal customer profile as it was when somebody was graded by it."""

    __tablename__ = "ideal_customer_version"

    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(unique=True)
    digest: str = Field(unique=True)
    profile: dict[str, Any] = Field(sa_type=sa.JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)


class SuppressionKind(StrEnum):
    ADDRESS = "address"
    #: The domain and everything below it.
    DOMAIN = "domain"
    #: A company: its domains and its people at whatever address, also those who come later.
    ACCOUNT = "account"


class SuppressionReason(StrEnum):
    OPTED_OUT = "opted_out"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BY_HAND = "by_hand"
    #: They wanted everything about them to be erased.
    ERASED = "erased"


class Suppression(SQLModel, table=True):
    """A no, for ever. `key` is the keyed hash of `value`, and stays when the value has to be erased."""

    __tablename__ = "suppression"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: SuppressionKind = Field(sa_type=Word(SuppressionKind), index=True)
    value: str | None
    reason: SuppressionReason = Field(sa_type=Word(SuppressionReason))
    note: str = ""
    actor: str = "daemon"
    created_at: datetime = Field(sa_type=UtcDateTime)
