"""Which rows refer to a row, by the foreign keys of the schema."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from outreach.database.traces import Change, Key


def referring(
    session: Session, change: Change, changes: Sequence[Change]
) -> Iterator[tuple[sa.Table, Key, bool]]:
    """Rows of any table that refer to this one; and whether, before the decision, they did not."""
    before = {(each.table, each.key): each.before for each in changes if each.before is not None}
    for table in SQLModel.metadata.tables.values():
        for constraint in table.foreign_key_constraints:
            if constraint.referred_table.name != change.table:
                continue
            pairs = [(element.parent, element.column.name) for element in constraint.elements]
            if any(change.now.get(name) is None for _, name in pairs):
                continue
            refers = [column == change.now[name] for column, name in pairs]
            for row in session.connection().execute(sa.select(*table.primary_key).where(*refers)).all():
                was = before.get((table.name, tuple(row)))
                bound = was is not None and all(
                    was.get(column.name) == change.now[name] for column, name in pairs
                )
                yield table, tuple(row), not bound
