"""A batch of a list into the database: one unit of work, a handful of statements however many rows it has."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.database.bulk import Rows, next_ids
from outreach.database.events import record
from outreach.database.statements import among
from outreach.prospects.import_plan import Imported, ImportPlan, OnDuplicate, Person, plan_import
from outreach.prospects.model import Contact, Prospect, ProspectList
from outreach.prospects.placing import name_nameless, place
from outreach.prospects.service import CONTACT_FIELDS
from outreach.prospects.sieve import perhaps_suppressed
from outreach.prospects.suppressing import suppressions_of


def import_contacts(
    session: Session,
    prospect_list: ProspectList,
    people: Iterable[Person],
    *,
    on_duplicate: OnDuplicate,
    actor: str,
    now: datetime,
    import_id: int | None = None,
    names_basis: bool = False,
) -> list[Imported]:
    """Put a batch on the list, one result a person, in order: all of it or nothing.

    `names_basis`: the import says on what ground they may be written to, which counts for those who stay as well.
    """
    assert prospect_list.id is not None
    people = list(people)
    contacts = known_contacts(session, people, prospect_list.id)
    known = {address: listed for address, (_, _, listed) in contacts.items()}
    noes = suppressions_of(session, perhaps_suppressed(session, [person.address for person in people]))
    plan = plan_import(people, noes=noes, known=known, on_duplicate=on_duplicate)
    of = {address: (contact_id, account_id) for address, (contact_id, account_id, _) in contacts.items()}
    of |= _create(session, plan.created, now)
    _update(session, plan.updated, of)
    name_nameless(session, ((of[each.address][1], each.company) for each in (*plan.created, *plan.updated)))
    _join(session, prospect_list, plan, of, import_id, actor, now)
    if names_basis and import_id is not None:
        _renew_basis(session, prospect_list.id, [of[each.address][0] for each in plan.staying], import_id)
    return plan.fates


def known_contacts(
    session: Session, people: Iterable[Person], list_id: int | None
) -> dict[str, tuple[int, int, bool]]:
    """Those of them who are known, by address: contact, account, whether they are on that list."""
    asked = {"addresses": sorted({person.address for person in people}), "list": list_id}
    return {
        address: (contact_id, account_id, on_list is not None)
        for address, contact_id, account_id, on_list in session.execute(_KNOWN, asked)
    }


def _create(session: Session, people: Sequence[Person], now: datetime) -> dict[str, tuple[int, int]]:
    accounts = place(session, people, now=now)
    ids = next_ids(session, Contact, len(people))
    columns = ("id", "account_id", "address", *CONTACT_FIELDS, "fields")
    rows = [
        (
            contact_id,
            account_id,
            person.address,
            person.name,
            person.given_name,
            person.family_name,
            person.title,
            person.phone,
            person.language,
            person.country,
            person.time_zone,
            _as_json(person.fields),
        )
        for contact_id, account_id, person in zip(ids, accounts, people, strict=True)
    ]
    Rows(session, Contact, columns, {"created_at": now}).insert(rows)
    return {row[2]: (row[0], row[1]) for row in rows}


def _as_json(fields: Mapping[str, str] | None) -> str:
    """What `json.dumps` makes of texts, in a third of its time."""
    if not fields:
        return "{}"
    return "{" + ", ".join([f"{_quoted(name)}: {_quoted(text)}" for name, text in fields.items()]) + "}"


def _update(session: Session, people: Sequence[Person], of: Mapping[str, tuple[int, int]]) -> None:
    """What is said takes the place of what was known; what is not said stays."""
    if not people:
        return
    asked = {"contacts": sorted({of[person.address][0] for person in people})}
    rows = {row["id"]: dict(row) for row in session.execute(_WHOLE, asked).mappings()}
    for person in people:
        row = rows[of[person.address][0]]
        row |= {name: said for name in CONTACT_FIELDS if (said := getattr(person, name))}
        row["fields"] = {**row["fields"], **(person.fields or {})}
    changes = [{f"new_{name}": value for name, value in row.items()} for row in rows.values()]
    session.connection().execute(_CHANGE, changes)
    # Who holds one of them as an object sees the new values.
    for contact_id in rows:
        loaded = session.identity_map.get(session.identity_key(Contact, contact_id))
        if loaded is not None:
            session.expire(loaded)


def _join(
    session: Session,
    prospect_list: ProspectList,
    plan: ImportPlan,
    of: Mapping[str, tuple[int, int]],
    import_id: int | None,
    actor: str,
    now: datetime,
) -> None:
    joining = [of[person.address] for person in plan.joining]
    same = {"list_id": prospect_list.id, "import_id": import_id, "created_at": now}
    Rows(session, Prospect, ("contact_id", "line"), same).insert(
        [(ids[0], person.line) for ids, person in zip(joining, plan.joining, strict=True)]
    )
    if joining:
        # One fact for all: who it was, and when, stands in `prospect`. A fact each would take as long as the rest.
        about = {"list": prospect_list.name, "people": len(joining), "import": import_id}
        record(session, Happened.PROSPECT_IMPORTED, now, actor=actor, **about)


def _renew_basis(session: Session, list_id: int, contact_ids: Sequence[int], import_id: int) -> None:
    if contact_ids:
        session.connection().execute(
            _RENEW, {"contacts": list(contact_ids), "list": list_id, "basis": import_id}
        )


_CONTACT: sa.Table = Contact.__table__  # type: ignore[attr-defined]
_PROSPECT: sa.Table = Prospect.__table__  # type: ignore[attr-defined]
_KNOWN = (
    sa.select(col(Contact.address), col(Contact.id), col(Contact.account_id), col(Prospect.line))
    .outerjoin(
        Prospect,
        sa.and_(col(Prospect.contact_id) == col(Contact.id), col(Prospect.list_id) == sa.bindparam("list")),
    )
    .where(among(col(Contact.address), "addresses"))
)
_CHANGED: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in (*CONTACT_FIELDS, "fields")}
_WHOLE = sa.select(_CONTACT.c.id, *(_CONTACT.c[name] for name in _CHANGED)).where(
    among(_CONTACT.c.id, "contacts")
)
_CHANGE = sa.update(_CONTACT).where(_CONTACT.c.id == sa.bindparam("new_id")).values(_CHANGED)
_RENEW = (
    sa.update(_PROSPECT)
    .where(_PROSPECT.c.list_id == sa.bindparam("list"), among(_PROSPECT.c.contact_id, "contacts"))
    .values(basis_import_id=sa.bindparam("basis"))
)
