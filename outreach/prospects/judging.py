"""Rulings for people in the database: what is known of them is read again in the unit of work that asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.statements import among
from outreach.prospects.law import Facts, Kind, Law, Ruling, facts_of, judge
from outreach.prospects.lists import legal_basis_of
from outreach.prospects.model import Account, Contact
from outreach.prospects.whereabouts import country_of


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail of ours is for. `country` as it is stored; `referred`: a stored reply named them."""

    contact_id: int
    address: str
    country: str | None
    account_id: int
    referred: bool = False

    @classmethod
    def of(cls, contact: Contact, *, referred: bool = False) -> Self:
        return cls(contact.id or 0, contact.address, contact.country, contact.account_id, referred)


def rulings_on(session: Session, law: Law, recipients: Sequence[Recipient]) -> list[Ruling]:
    """The ruling about a mail of ours to each of them, in order."""
    if law.asks_nothing:
        return [Ruling(law.default, None)] * len(recipients)
    return [judge(law, facts) for facts in facts_about(session, recipients)]


def facts_about(session: Session, recipients: Sequence[Recipient]) -> list[Facts]:
    """What a ruling about each of them depends on, as it stands in the database at this moment."""
    if not recipients:
        return []
    bases = legal_basis_of(session, {each.contact_id for each in recipients})
    accounts = sorted({each.account_id for each in recipients})
    names = dict(session.execute(_NAMES, {"accounts": accounts}).all())
    return [
        facts_of(
            each.address,
            country_of(each.country, each.address),
            names.get(each.account_id, ""),
            bases.get(each.contact_id, ()),
            Kind.REFERRED if each.referred else Kind.COLD,
        )
        for each in recipients
    ]


_NAMES = sa.select(col(Account.id), col(Account.name)).where(among(col(Account.id), "accounts"))
