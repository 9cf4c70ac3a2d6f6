"""Who may be written to: accounts, contacts, lists, and the suppression that stands above them all."""

from datetime import datetime
from enum import StrEnum

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
    created_at: datetime = Field(sa_type=UtcDateTime)


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


class ProspectList(SQLModel, table=True):
    """One import, or several under one name."""

    __tablename__ = "prospect_list"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    source: Source = Field(default=Source.SPEAR, sa_type=Word(Source))
    legal_basis: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class Prospect(SQLModel, table=True):
    """A contact whom we chose to write to, on one list. `line` keeps the list's own order."""

    __tablename__ = "prospect"
    __table_args__ = (sa.Index("ix_prospect_contact_id", "contact_id"),)

    list_id: int = Field(foreign_key="prospect_list.id", primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", primary_key=True)
    line: int
    created_at: datetime = Field(sa_type=UtcDateTime)


class SuppressionKind(StrEnum):
    ADDRESS = "address"
    #: The domain and everything below it.
    DOMAIN = "domain"


class SuppressionReason(StrEnum):
    OPTED_OUT = "opted_out"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BY_HAND = "by_hand"


class Suppression(SQLModel, table=True):
    """A no, for ever. `key` is the keyed hash of `value`, and stays when the value has to be erased."""

    __tablename__ = "suppression"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: SuppressionKind = Field(sa_type=Word(SuppressionKind))
    value: str | None
    reason: SuppressionReason = Field(sa_type=Word(SuppressionReason))
    note: str = ""
    actor: str = "daemon"
    created_at: datetime = Field(sa_type=UtcDateTime)
