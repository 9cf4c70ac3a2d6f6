"""All that is known of one person, with where it comes from and what was decided: for who asks (GDPR, Art. 15)."""

import base64
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from outreach.database import audit
from outreach.database.audit import AuditEntry
from outreach.prospects.lists import inherited
from outreach.prospects.model import Account, AccountDomain, Contact, Prospect, ProspectList
from outreach.prospects.suppressing import suppression_of
from outreach.rights.person import About, Person
from outreach.rights.ties import ROOTS, in_order, pointing

#: How a sender holds a mail for a moment: nothing about anybody.
_LEFT_OUT = frozenset({"token", "owner", "lease_until", "taken_until"})


def told(session: Session, person: Person, found: About) -> dict[str, Any]:
    """Plain values, moments as they are. What others wrote about somebody else in the same mail is left out:
    of a message in which they are named, it says who named them and when (Art. 15, 4)."""
    return {
        "address": person.address,
        "addresses": list(person.addresses),
        "suppression": _no(session, person),
        "contact": _contact(session, person),
        "account": _account(session, person),
        "lists": list(_lists(session, person)),
        "named_by": list(_named_by(session, found)),
        "records": _records(session, person, found),
        "audit": list(_audit(session, person)),
    }


def _no(session: Session, person: Person) -> dict[str, Any] | None:
    no = suppression_of(session, person.address)
    if no is None:
        return None
    return {
        "reason": no.reason.value,
        "since": no.created_at,
        "by": no.actor,
        "note": no.note,
        "covers": no.kind.value,
    }


def _contact(session: Session, person: Person) -> dict[str, Any] | None:
    found = None if person.contact_id is None else session.get(Contact, person.contact_id)
    return None if found is None else found.model_dump(exclude={"id", "account_id"})


def _account(session: Session, person: Person) -> dict[str, Any] | None:
    found = None if person.account_id is None else session.get(Account, person.account_id)
    if found is None:
        return None
    domains = select(AccountDomain.domain).where(AccountDomain.account_id == found.id)
    return {
        "name": found.name,
        "domains": sorted(session.exec(domains).all()),
        "status": found.status.value,
    }


def _lists(session: Session, person: Person) -> Iterator[dict[str, Any]]:
    """Where we have them from: each list, with the import that brought them where that is kept."""
    imports = SQLModel.metadata.tables["list_import"]
    rows = session.exec(
        select(Prospect, ProspectList)
        .join(ProspectList, col(ProspectList.id) == col(Prospect.list_id))
        .where(Prospect.contact_id == (person.contact_id or 0))
        .order_by(col(Prospect.created_at))
    ).all()
    for prospect, listed in rows:
        brought = (
            session.execute(sa.select(imports).where(imports.c.id == prospect.import_id)).mappings().first()
        )
        yield {
            "list": listed.name,
            "source": listed.source.value if brought is None else brought["source"],
            "legal_basis": (brought and brought["legal_basis"])
            or inherited(listed.legal_basis, by_import=brought is not None),
            "file": brought and brought["file"],
            "imported_by": brought and brought["actor"],
            "line": prospect.line,
            "since": prospect.created_at,
        }


def _named_by(session: Session, found: About) -> Iterator[dict[str, Any]]:
    """Who has named them, when and how: a source like a list."""
    metadata = SQLModel.metadata
    referral, contact, inbound = (
        metadata.tables[name] for name in ("referral", "contact", "inbound_message")
    )
    rows = session.execute(
        sa.select(contact.c.address, inbound.c.received_at, referral.c.via, referral.c.name, referral.c.state)
        .join_from(referral, contact, contact.c.id == referral.c.referrer_id)
        .join(inbound, inbound.c.id == referral.c.inbound_id)
        .where(referral.c.id.in_(sorted(found.referrals)))
    ).mappings()
    for row in rows:
        yield {
            "by": row["address"],
            "at": row["received_at"],
            "how": row["via"],
            "as": row["name"],
            "state": row["state"],
        }


def _records(session: Session, person: Person, found: About) -> dict[str, list[dict[str, Any]]]:
    """Every row that is about them, by table: runs, mails with their bytes, verdicts, reviews, tasks, facts."""
    metadata = SQLModel.metadata
    rows: dict[str, frozenset[int]] = {
        "contact": frozenset(filter(None, [person.contact_id])),
        "enrollment": found.runs,
        "outbound_message": found.mails,
        "inbound_message": found.messages,
        "referral": found.referrals,
    }
    records = {
        name: _rows(session, metadata.tables[name], metadata.tables[name].c.id.in_(sorted(rows[name])))
        for name in ROOTS
        if name != "contact"
    }
    for table in in_order(metadata):
        where = pointing(table, rows, person.contact_id)
        if where is None:
            continue
        if "id" in table.c:
            numbers = session.execute(sa.select(table.c.id).where(where)).scalars()
            rows[table.name] = frozenset(numbers)
        records[table.name] = _rows(session, table, where)
    return {name: known for name, known in records.items() if known}


def _rows(session: Session, table: sa.Table, where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    keys = list(table.primary_key.columns)
    found = session.execute(sa.select(table).where(where).order_by(*keys)).mappings()
    return [{name: _plain(value) for name, value in row.items() if name not in _LEFT_OUT} for row in found]


def _plain(value: Any) -> Any:
    """Mail as it went over the wire: as text where it is plain, else in base64 (RFC 4648)."""
    if not isinstance(value, bytes):
        return value
    return value.decode() if value.isascii() else {"base64": base64.b64encode(value).decode()}


def _audit(session: Session, person: Person) -> Iterator[dict[str, Any]]:
    subjects = [audit.subject_of(session, address) for address in person.addresses]
    entries = session.exec(
        select(AuditEntry).where(col(AuditEntry.subject).in_(subjects)).order_by(col(AuditEntry.position))
    )
    for entry in entries:
        yield {"at": entry.at, "action": entry.action, "by": entry.actor, "details": entry.details}
