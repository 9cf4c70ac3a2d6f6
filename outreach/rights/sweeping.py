"""After an erasure: wherever else the person's address, number or name still stands, it is taken out as well.

The walk along the tables' ties knows what is about somebody. A colleague's remark about them, or the reason of a row
that was refused at an import, is tied to nobody: it is found by what stands in it.
"""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.rights.kept_columns import emptied_columns
from outreach.rights.mentions import Needles
from outreach.rights.person import Person
from outreach.rights.ties import NOT_ABOUT_PEOPLE, in_order, pointing

#: The audit is never changed and names nobody. A company may be called like its owner. The rest is what we wrote.
_NOT_SWEPT = frozenset(
    "audit_entry account account_domain account_name sequence_version learned_model workspace".split()
)


def sweep(session: Session, metadata: sa.MetaData, person: Person) -> dict[str, int]:
    """Take out what is left of a person; rows by table. Names only where their company is spoken of.

    Elsewhere somebody else may have the same.
    """
    swept: dict[str, int] = {}
    own, everything = person.needles_at(None), person.needles
    for table in metadata.sorted_tables:
        if table.name in _NOT_SWEPT:
            continue
        rows = _sweep(session, table, own, None)
        if rows:
            swept[table.name] = rows
    for table, where in _of_company(metadata, session, person):
        rows = _sweep(session, table, everything, where)
        if rows:
            swept[table.name] = swept.get(table.name, 0) + rows
    return swept


def _of_company(
    metadata: sa.MetaData, session: Session, person: Person
) -> list[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """The tables that speak of people at the person's account, and which rows of them do. Not the people themselves."""
    if person.account_id is None:
        return []
    contact = metadata.tables["contact"]
    rows: dict[str, frozenset[int]] = {
        "contact": _numbers(session, contact, contact.c.account_id == person.account_id)
    }
    found: list[tuple[sa.Table, sa.ColumnElement[bool]]] = []
    roots = [
        metadata.tables[name] for name in ("enrollment", "inbound_message", "outbound_message", "referral")
    ]
    for table in [*roots, *in_order(metadata)]:
        if table.name in NOT_ABOUT_PEOPLE or "id" not in table.c:
            continue
        where = (
            table.c.contact_id.in_(sorted(rows["contact"]))
            if table in roots and "contact_id" in table.c
            else pointing_without_contact(table, rows)
        )
        if where is None:
            continue
        rows[table.name] = _numbers(session, table, where)
        if table not in roots:
            found.append((table, table.c.id.in_(sorted(rows[table.name]))))
    return found


def pointing_without_contact(
    table: sa.Table, rows: dict[str, frozenset[int]]
) -> sa.ColumnElement[bool] | None:
    """Which rows point to these, whoever of them it is."""
    if "contact_id" in table.c and "lead" in table.name:
        return table.c.contact_id.in_(sorted(rows["contact"]))
    return pointing(table, rows, None)


def _numbers(session: Session, table: sa.Table, where: sa.ColumnElement[bool]) -> frozenset[int]:
    return frozenset(session.connection().execute(sa.select(table.c.id).where(where)).scalars())


def _sweep(session: Session, table: sa.Table, needles: Needles, where: Any) -> int:
    columns = [column for column in emptied_columns(table) if not isinstance(column.type, sa.LargeBinary)]
    if not columns or not needles.words:
        return 0
    keys = list(table.primary_key.columns)
    stands = sa.or_(*(_holds(column, text) for column in columns for text in needles.as_stored))
    chosen = sa.select(*keys, *columns).where(stands if where is None else sa.and_(stands, where))
    changed = 0
    for row in session.connection().execute(chosen).all():
        were = {column.name: row._mapping[column] for column in columns}
        values = {name: _without(value, needles) for name, value in were.items()}
        if values == were:
            continue
        this = sa.and_(*(key == row._mapping[key] for key in keys))
        session.connection().execute(sa.update(table).where(this).values(values))
        changed += 1
    return changed


def _holds(column: sa.Column[Any], text: str) -> sa.ColumnElement[bool]:
    as_text = sa.func.lower(sa.cast(column, sa.Text))
    # Word by word: there may be any white space between them. What is found is looked at once more.
    return sa.and_(*(as_text.contains(word, autoescape=True) for word in text.split()))


def _without(value: Any, needles: Needles) -> Any:
    """The value with nothing of the person in it; lists and objects are gone through."""
    if isinstance(value, str):
        return needles.taken_out_of(value)
    if isinstance(value, list):
        return [_without(each, needles) for each in value]
    if isinstance(value, dict):
        return {needles.taken_out_of(key): _without(each, needles) for key, each in value.items()}
    return value
