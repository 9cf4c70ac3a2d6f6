"""Prospects as `outreach prospects list` shows them."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.addresses import domain_of, is_free_mail, is_role_address
from outreach.prospects.lists import find_list
from outreach.prospects.model import Account, Contact, Prospect, ProspectList
from outreach.prospects.service import contact_summary


def list_contacts(session: Session, *, list_name: str | None, limit: int | None) -> list[dict[str, Any]]:
    """By list and line."""
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
        contact_summary(contact, account) | what_kind(contact.address) | {"list": name}
        for contact, account, name in session.execute(statement)
    ]


def what_kind(address: str) -> dict[str, bool]:
    """What an address tells of itself: whether it is an office's, and whether it is at a free-mail provider."""
    return {"is_office": is_role_address(address), "is_free_mail": is_free_mail(domain_of(address))}
