"""Who is meant by the keyed hash in an entry of the record: answered only where the person is still a contact.

Nothing is kept for it. The hashes of the addresses that are there now are reckoned anew, so whoever was erased stays
unknown; and so do those who were erased once and have come back since.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.audit import AuditEntry, subject_of
from outreach.prospects.model import Contact

_AT_ONCE = 2_000


def addresses_of(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """The address of each of these subjects (`audit.subject_of`) who is a contact."""
    sought = {each for each in subjects if each.startswith("person:")} - _erased(session)
    found: dict[str, str] = {}
    if not sought:
        return found
    for address in session.execute(_ADDRESSES).scalars():
        subject = subject_of(session, address)
        if subject in sought:
            found[subject] = address
            if len(found) == len(sought):
                break
    return found


def _erased(session: Session) -> set[str]:
    return set(session.execute(_ERASED).scalars())


_ADDRESSES = sa.select(col(Contact.address)).order_by(col(Contact.id)).execution_options(yield_per=_AT_ONCE)
_ERASED = sa.select(col(AuditEntry.subject)).where(col(AuditEntry.action) == "person_erased")
