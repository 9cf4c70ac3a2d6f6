"""Accounts, contacts, lists and suppression in the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of, is_free_mail, normalise, registrable_domain
from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database import locks
from outreach.database.events import record
from outreach.database.statements import among
from outreach.database.workspace import workspace_key
from outreach.prospects.model import (
    Account,
    AccountDomain,
    AccountStatus,
    Contact,
    Prospect,
    ProspectList,
    Source,
    Suppression,
    SuppressionReason,
)
from outreach.prospects.rows import ImportRow
from outreach.prospects.suppression import suppressible, suppression_key, suppression_keys

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


#: What the recipient said, as against what happened or what we decided.
_SAID_BY_THEM = (SuppressionReason.OPTED_OUT, SuppressionReason.COMPLAINED)


class OnDuplicate(StrEnum):
    """What an import does with an address that the workspace knows already."""

    SKIP = "skip"
    UPDATE = "update"
    REFUSE = "refuse"


class Imported(StrEnum):
    """What became of one row."""

    CREATED = "created"
    UPDATED = "updated"
    #: Known already; it joined the list, nothing about it changed.
    SKIPPED = "skipped"
    #: Already on this very list.
    ALREADY_LISTED = "already_listed"
    SUPPRESSED = "suppressed"
    REFUSED = "refused"


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


def new_contact(row: ImportRow) -> NewContact:
    """A row of a list as somebody to be stored."""
    fields = dict(row.fields)
    if row.website:
        fields.setdefault("website", row.website)
    return NewContact(
        company=row.company,
        fields=fields,
        address=row.address,
        line=row.line,
        **{name: getattr(row, name) for name in CONTACT_FIELDS},
    )


def open_list(
    session: Session, name: str, *, source: Source, legal_basis: str | None, now: datetime
) -> ProspectList:
    """The list of that name, made if it is not there. What an earlier import said of it stands."""
    found = session.exec(select(ProspectList).where(ProspectList.name == name)).first()
    if found is None:
        found = ProspectList(name=name, source=source, legal_basis=legal_basis, created_at=now)
        session.add(found)
        session.flush()
    return found


def find_list(session: Session, name: str) -> ProspectList:
    """Raises NotFound, with the lists that there are."""
    found = session.exec(select(ProspectList).where(ProspectList.name == name)).first()
    if found is None:
        known = ", ".join(session.exec(select(ProspectList.name).order_by(ProspectList.name)).all())
        raise NotFound(
            f'There is no list "{name}". '
            + (f"Lists: {known}." if known else "Import one: `outreach prospects import FILE --list NAME`.")
        )
    return found


def import_contacts(
    session: Session,
    prospect_list: ProspectList,
    contacts: Iterable[NewContact],
    *,
    on_duplicate: OnDuplicate,
    actor: str,
    now: datetime,
) -> list[Imported]:
    """Put a batch on the list, one result a contact, in order. One unit of work: all of it or nothing."""
    key = workspace_key(session)
    return [_import_one(session, key, prospect_list, new, on_duplicate, actor, now) for new in contacts]


def _import_one(
    session: Session,
    key: bytes,
    prospect_list: ProspectList,
    new: NewContact,
    on_duplicate: OnDuplicate,
    actor: str,
    now: datetime,
) -> Imported:
    if suppressed_among(session, suppression_keys(key, new.address)):
        return Imported.SUPPRESSED
    contact = contact_at(session, new.address)
    if contact is None:
        contact = add_contact(session, new, now=now)
        result = Imported.CREATED
    elif on_duplicate is OnDuplicate.REFUSE:
        return Imported.REFUSED
    elif on_duplicate is OnDuplicate.UPDATE:
        _update(session, contact, new)
        result = Imported.UPDATED
    else:
        result = Imported.SKIPPED
    assert contact.id is not None
    assert prospect_list.id is not None
    if session.get(Prospect, (prospect_list.id, contact.id)) is not None:
        return Imported.ALREADY_LISTED if result is Imported.SKIPPED else result
    session.add(Prospect(list_id=prospect_list.id, contact_id=contact.id, line=new.line, created_at=now))
    record(
        session,
        Happened.PROSPECT_IMPORTED,
        now,
        contact_id=contact.id,
        account_id=contact.account_id,
        actor=actor,
        list=prospect_list.name,
    )
    session.flush()
    return result


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
    """The account of an address, by its registrable domain; a free-mail address has an account of its own."""
    domain = registrable_domain(domain_of(address))
    if is_free_mail(domain):
        return _add_account(session, name, now)
    known = session.get(AccountDomain, domain)
    if known is not None:
        account = session.get_one(Account, known.account_id)
        account.name = account.name or name
        return account
    account = _add_account(session, name, now)
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


def rate(session: Session, account_id: int, status: AccountStatus) -> None:
    """Where the company stands with us from now on; some of that forbids mail."""
    locks.forbid(session)
    account = session.get_one(Account, account_id, with_for_update=True)
    account.status = status
    session.add(account)
    session.flush()


def suppress(
    session: Session, text: str, *, reason: SuppressionReason, actor: str, now: datetime, note: str = ""
) -> bool:
    """Write down a no, for ever. True if it was new. Raises NotAnAddress.

    A person's own no takes the place of a bounce or of a colleague's entry, so that nobody lifts it as one of those.
    """
    locks.forbid(session)
    kind, value = suppressible(text)
    key = suppression_key(workspace_key(session), value)
    known = session.execute(_NOES, {"keys": [key]}).scalars().first()
    if known is None:
        known = Suppression(key=key, kind=kind, value=value, reason=reason, created_at=now)
    elif known.reason in _SAID_BY_THEM or reason not in _SAID_BY_THEM:
        return False
    known.reason, known.actor, known.note = reason, actor, note
    session.add(known)
    session.flush()
    record(session, Happened.SUPPRESSED, now, actor=actor, scope=kind.value, reason=reason.value)
    return True


def unsuppress(session: Session, text: str, *, actor: str, why: str, now: datetime) -> None:
    """Take a no back; who did it and why stays in the events. Nothing in the program does this by itself."""
    _, value = suppressible(text)
    found = session.exec(
        select(Suppression).where(Suppression.key == suppression_key(workspace_key(session), value))
    ).first()
    if found is None:
        raise NotFound(f"{value} is not suppressed.")
    if not why.strip():
        raise Refused(
            f"{value} said no ({found.reason.value}): taking that back needs a reason, --reason TEXT."
        )
    session.delete(found)
    record(session, Happened.UNSUPPRESSED, now, actor=actor, value=value, why=why)


def suppression_of(session: Session, address: str) -> Suppression | None:
    """The no that keeps us from writing to this address, if there is one."""
    keys = suppression_keys(workspace_key(session), address)
    return session.execute(_NOES, {"keys": keys}).scalars().first()


_NOES = select(Suppression).where(among(col(Suppression.key), "keys"))


def suppressions_of(session: Session, addresses: Iterable[str]) -> dict[str, SuppressionReason]:
    """Who of them is suppressed, and why; the others are left out."""
    key = workspace_key(session)
    keys_of = {address: suppression_keys(key, address) for address in addresses}
    asked = sorted({each for keys in keys_of.values() for each in keys})
    if not asked:
        return {}
    rows = session.execute(_REASONS, {"keys": asked})
    reasons = dict(rows.all())
    found = (
        (address, [reasons[each] for each in keys if each in reasons]) for address, keys in keys_of.items()
    )
    return {address: noes[0] for address, noes in found if noes}


_REASONS = sa.select(col(Suppression.key), col(Suppression.reason)).where(among(col(Suppression.key), "keys"))


def suppressed_among(session: Session, keys: Iterable[str]) -> bool:
    """Whether any of these keys (see `suppression_keys`) is suppressed."""
    return (
        session.exec(select(Suppression.id).where(col(Suppression.key).in_(list(keys)))).first() is not None
    )


def list_contacts(session: Session, *, list_name: str | None, limit: int | None) -> list[dict[str, Any]]:
    """Prospects as `outreach prospects list` shows them, by list and line."""
    statement = (
        sa.select(Contact, Account, ProspectList.name)  # type: ignore[call-overload]
        .join(Account, col(Account.id) == col(Contact.account_id))
        .join(Prospect, col(Prospect.contact_id) == col(Contact.id))
        .join(ProspectList, col(ProspectList.id) == col(Prospect.list_id))
        .order_by(col(ProspectList.name), col(Prospect.line), col(Contact.id))
        .limit(limit)
    )
    if list_name is not None:
        statement = statement.where(ProspectList.name == find_list(session, list_name).name)
    return [
        contact_summary(contact, account) | {"list": name}
        for contact, account, name in session.execute(statement)
    ]


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


def _update(session: Session, contact: Contact, new: NewContact) -> None:
    account = session.get_one(Account, contact.account_id)
    account.name = account.name or new.company
    for name in CONTACT_FIELDS:
        if getattr(new, name):
            setattr(contact, name, getattr(new, name))
    if new.fields:
        contact.fields = {**contact.fields, **new.fields}


def _add_account(session: Session, name: str, now: datetime) -> Account:
    account = Account(name=name, created_at=now)
    session.add(account)
    session.flush()
    return account
