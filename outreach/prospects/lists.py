"""Lists: where they come from, what they cost, and on what ground those on them may be written to."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.database import audit, locks
from outreach.database.statements import among
from outreach.prospects.costs import Cost
from outreach.prospects.legal_basis import is_consent
from outreach.prospects.model import ListImport, Prospect, ProspectList, Source


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


def edit_list(
    session: Session,
    name: str,
    *,
    actor: str,
    now: datetime,
    new_name: str | None = None,
    source: Source | None = None,
    legal_basis: str | None = None,
    cost: Cost | None = None,
) -> ProspectList:
    """Change what is given, and leave an entry in the audit. Raises NotFound, and Refused for a name that is taken."""
    if legal_basis is not None:
        # A ground that is taken away forbids: no commit point slips past it.
        locks.forbid(session)
    found = find_list(session, name)
    if new_name is not None and new_name != name:
        _require_free(session, new_name)
        found.name = new_name
    if source is not None:
        found.source = source
    if legal_basis is not None:
        _give_ground(session, found, legal_basis or None)
    if cost is not None:
        found.cost_cents, found.cost_currency = cost.cents, cost.currency
    session.add(found)
    session.flush()
    changed = {
        "name": new_name,
        "source": source and source.value,
        "legal_basis": legal_basis,
        "cost": cost and str(cost),
    }
    said = {key: value for key, value in changed.items() if value is not None}
    audit.note(session, "list_edited", actor=actor, at=now, subject=f"list:{found.id}", **said)
    return found


def _give_ground(session: Session, found: ProspectList, legal_basis: str | None) -> None:
    """A list's ground is that of later imports as well, unless it is consent: that is said of the imports so far."""
    of_list, made = col(ListImport.list_id) == found.id, sa.update(ListImport)
    if is_consent(found.legal_basis):
        said_before = col(ListImport.legal_basis) == found.legal_basis
        session.execute(made.where(of_list, said_before).values(legal_basis=legal_basis))
    if is_consent(legal_basis):
        unsaid = col(ListImport.legal_basis).is_(None)
        session.execute(made.where(of_list, unsaid).values(legal_basis=legal_basis))
    found.legal_basis = legal_basis


def inherited(listed: str | None, *, by_import: bool) -> str | None:
    """What an import that named no ground has from its list. Consent each has given for themselves: nobody inherits
    it. Whom no import is known of was on the list before imports were kept: for them the list's is the record."""
    return None if by_import and is_consent(listed) else listed


def _require_free(session: Session, name: str) -> None:
    if session.exec(select(ProspectList.id).where(ProspectList.name == name)).first() is not None:
        raise Refused(f'There is a list "{name}" already. `outreach lists show "{name}"` shows it.')


def legal_basis_of(session: Session, contact_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """On what grounds each of them may be written to: what their imports have named, the newest first.

    An import that named none has its list's, unless that is consent. Whoever is on no list, or for whom nothing was
    named, has none.
    """
    asked = sorted(set(contact_ids))
    found: dict[int, dict[str, None]] = {contact_id: {} for contact_id in asked}
    if asked:
        for contact_id, *grounds in session.execute(_GROUNDS, {"contacts": asked}):
            renewed, named, of_list, import_id = grounds
            for ground in (renewed, named or inherited(of_list, by_import=import_id is not None)):
                if ground:
                    found[contact_id].setdefault(ground)
    return {contact_id: tuple(grounds) for contact_id, grounds in found.items()}


_BASIS, _FIRST = aliased(ListImport), aliased(ListImport)
_GROUNDS = (
    sa.select(
        col(Prospect.contact_id),
        col(_BASIS.legal_basis),
        col(_FIRST.legal_basis),
        col(ProspectList.legal_basis),
        col(Prospect.import_id),
    )
    .join(ProspectList, col(ProspectList.id) == col(Prospect.list_id))
    .outerjoin(_FIRST, col(_FIRST.id) == col(Prospect.import_id))
    .outerjoin(_BASIS, col(_BASIS.id) == col(Prospect.basis_import_id))
    .where(among(col(Prospect.contact_id), "contacts"))
    .order_by(sa.func.coalesce(col(Prospect.basis_import_id), col(Prospect.import_id), 0).desc())
)
