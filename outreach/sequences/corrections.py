"""A contact corrected by a person: their values, their company; what hangs on them follows."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.database import audit, locks
from outreach.prospects import accounts
from outreach.prospects.editing import checked
from outreach.prospects.model import Account, Contact
from outreach.sequences import moved_accounts


def correct(
    session: Session,
    contact: Contact,
    changes: Mapping[str, str],
    *,
    account: Account | None = None,
    actor: str,
    now: datetime,
) -> list[str]:
    """Change what is known of somebody; which fields that were. An empty value takes one away.

    With `account` they belong to that company from now on, whatever the domain of their address. Raises Refused.
    """
    assert contact.id is not None
    own, columns = checked(changes)
    changed = [name for name, value in own.items() if getattr(contact, name) != value]
    changed += [name for name, value in columns.items() if (contact.fields or {}).get(name, "") != value]
    for name, value in own.items():
        setattr(contact, name, value)
    if columns:
        fields = {**(contact.fields or {}), **columns}
        contact.fields = {name: value for name, value in fields.items() if value}
    session.add(contact)
    session.flush()
    # Which fields, and not what stands in them: the record holds no personal data.
    said = {"fields": sorted(changed)}
    if account is not None and account.id != contact.account_id:
        said["account"] = [accounts.subject_of(_move(session, contact, account, now))]
        changed.append("account")
    if not changed:
        raise Refused(f"Nothing about {contact.address} is changed by that.")
    audit.note(
        session,
        "contact_edited",
        actor=actor,
        at=now,
        subject=audit.subject_of(session, contact.address),
        **said,
    )
    return changed


def _move(session: Session, contact: Contact, account: Account, now: datetime) -> int:
    """Where they were before does not matter any more: what holds or forbids is asked of their company at each mail."""
    locks.forbid(session)
    assert account.id is not None
    was, to = contact.account_id, account.id
    moved_accounts.move_contacts(session, [contact.id or 0], to=to)
    moved_accounts.settle(session, (was, to), now)
    return to
