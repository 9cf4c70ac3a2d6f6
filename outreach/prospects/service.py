"""Accounts, contacts, lists and suppression in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of, is_free_mail, normalise, registrable_domain
from outreach.core.errors import NotFound
from outreach.prospects.accounts import newcomers_to
from outreach.prospects.model import Account, AccountDomain, Contact

#: What a list, or a referral, may say about a contact.
CONTACT_FIELDS = (
    "name",
    "given_name",
    "family_name",
    "title",
    "phone",
    "language",
    "country",
    "time_zone",
)


@dataclass(frozen=True, slots=True)
class NewContact:
    """What is known of somebody before they are stored. `address` is normalised."""

    address: str
    company: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    title: str = ""
    phone: str = ""
    language: str | None = None
    country: str | None = None
    time_zone: str | None = None
    fields: Mapping[str, str] | None = None
    line: int = 0


def contact_at(session: Session, address: str) -> Contact | None:
    """The contact with this normalised address."""
    return session.execute(_CONTACT_AT, {"address": address}).scalars().first()


_CONTACT_AT = select(Contact).where(col(Contact.address) == sa.bindparam("address"))


def find_contact(session: Session, text: str) -> Contact:
    """The contact whom a person means by `text`; raises NotFound or NotAnAddress."""
    address = normalise(text)
    contact = contact_at(session, address)
    if contact is None:
        raise NotFound(f"{address} is not known here. `outreach prospects list` shows who is.")
    return contact


def add_contact(session: Session, new: NewContact, *, now: datetime) -> Contact:
    """Store a contact under the account that their domain belongs to."""
    account = account_for(session, new.address, name=new.company, now=now)
    assert account.id is not None
    contact = Contact(
        account_id=account.id,
        address=new.address,
        fields=dict(new.fields or {}),
        created_at=now,
        **{name: getattr(new, name) for name in CONTACT_FIELDS},
    )
    session.add(contact)
    session.flush()
    return contact


def account_for(session: Session, address: str, *, name: str, now: datetime) -> Account:
    """The account of an address, by its registrable domain; a free-mail address has an account of its own.

    A company that is new to us, and is called as one that is known by name (a customer, say), is that one.
    """
    domain = registrable_domain(domain_of(address))
    known = None if is_free_mail(domain) else session.get(AccountDomain, domain)
    if known is not None:
        account = session.get_one(Account, known.account_id)
        account.name = account.name or name
        return account
    taker = newcomers_to(session, [name]).get(name)
    account = _add_account(session, name, now) if taker is None else session.get_one(Account, taker)
    if is_free_mail(domain):
        return account
    assert account.id is not None
    session.add(AccountDomain(domain=domain, account_id=account.id))
    session.flush()
    return account


def account_domains(session: Session, account_id: int) -> tuple[str, ...]:
    """Every registrable domain of an account, in order."""
    found = session.execute(_DOMAINS_OF, {"account": account_id}).scalars()
    return tuple(sorted(found))


_DOMAINS_OF = sa.select(col(AccountDomain.domain)).where(
    col(AccountDomain.account_id) == sa.bindparam("account")
)


def account_at_domain(session: Session, address: str) -> int | None:
    """The account to whose domain an address belongs, whether or not the address itself is known."""
    domain = registrable_domain(domain_of(address))
    found = session.get(AccountDomain, domain)
    return found.account_id if found else None


def contact_summary(contact: Contact, account: Account) -> dict[str, Any]:
    """What is known of a contact, as the documented JSON fields."""
    return {
        "address": contact.address,
        "name": contact.name or " ".join(part for part in (contact.given_name, contact.family_name) if part),
        "given_name": contact.given_name,
        "family_name": contact.family_name,
        "title": contact.title,
        "phone": contact.phone,
        "account": account.name,
        "account_status": account.status.value,
        "language": contact.language,
        "country": contact.country,
        "time_zone": contact.time_zone,
        "fields": contact.fields,
    }


def _add_account(session: Session, name: str, now: datetime) -> Account:
    account = Account(name=name, created_at=now)
    session.add(account)
    session.flush()
    return account
