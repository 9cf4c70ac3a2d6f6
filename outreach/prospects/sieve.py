"""Whom `suppressions_of` has to be asked about: most lists have nobody on them who said no, and asking takes hashes."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.addresses import domain_of
from outreach.prospects.model import Suppression, SuppressionKind

#: With more entries than this, reading them all would take longer than asking about everybody.
_FEW = 5_000
_BY_SIGHT = (SuppressionKind.ADDRESS, SuppressionKind.DOMAIN)


def perhaps_suppressed(session: Session, addresses: Sequence[str]) -> Sequence[str]:
    """Those of them to whom an entry may apply. Everybody, unless all entries are few and can be seen by eye.

    An entry whose value was erased is known by its hash alone, and one of a company by whoever belongs to it.
    """
    entries, by_sight = session.execute(_HOW_MANY).one()
    if entries > _FEW or by_sight < entries:
        return addresses
    values = set(session.execute(_VALUES).scalars())
    domains = {domain_of(address) for address in addresses}
    closed = {domain for domain in domains if any(each in values for each in _and_above(domain))}
    return [address for address in addresses if address in values or domain_of(address) in closed]


def _and_above(domain: str) -> list[str]:
    """`mail.acme.example`, `acme.example`, `example`."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


_HOW_MANY = sa.select(
    sa.func.count(),
    sa.func.count(sa.case((col(Suppression.kind).in_(_BY_SIGHT), col(Suppression.value)))),
).select_from(Suppression)
_VALUES = sa.select(col(Suppression.value))
