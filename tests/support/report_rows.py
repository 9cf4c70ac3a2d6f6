"""Rows planted by the ten thousand, with numbers that are known before they are written."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from outreach.database.engine import Database
from outreach.database.events import Event
from outreach.handoff.model import Offer
from outreach.handoff.outcome_model import Contract, Payment
from outreach.inbox.model import Answer, InboundMessage
from outreach.prospects.model import Account, Contact, Prospect, ProspectList
from outreach.qualification.leads.model import Lead
from outreach.referrals.model import Referral
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign, Enrollment

_BATCH = 20_000
#: Rows are written parents first.
_ORDER: tuple[type[SQLModel], ...] = (
    Account,
    Contact,
    ProspectList,
    Prospect,
    Campaign,
    # An enrollment of somebody who was named refers to the reply.
    InboundMessage,
    Enrollment,
    OutboundMessage,
    Answer,
    Referral,
    Lead,
    Offer,
    Contract,
    Payment,
)
Row = dict[str, Any]


class PlantedRows:
    """Rows that wait to be written, by their tables; numbers go on from those that are in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[type[SQLModel], list[Row]] = defaultdict(list)
        with database.reading() as session:
            self._last = {model: _last_id(session, model) for model in _ORDER if "id" in model.model_fields}

    def next_id(self, model: type[SQLModel]) -> int:
        """The number that the next row gets."""
        return self._last[model] + 1

    def add(self, model: type[SQLModel], **values: Any) -> int:
        """One row, by its number."""
        self._last[model] += 1
        self._waiting[model].append({"id": self._last[model], **values})
        return self._last[model]

    def add_without_id(self, model: type[SQLModel], values: Row) -> None:
        self._waiting[model].append(values)

    def change(self, model: type[SQLModel], number: int, **values: Any) -> None:
        """Change a row, written already or not."""
        for row in reversed(self._waiting[model]):
            if row["id"] == number:
                row.update(values)
                return
        table = model.__table__  # type: ignore[attr-defined]
        # What the values refer to has to be there before.
        self.save()
        with self._database.writing() as session:
            session.execute(sa.update(table).where(table.c.id == number).values(**values))

    def save(self) -> None:
        """Write what waits."""
        for model in _ORDER:
            self.insert(model, self._waiting.pop(model, []))
        if not self._database.is_sqlite:
            self._count_on()

    def insert(self, model: type[SQLModel], rows: Iterable[Row]) -> None:
        """Write these rows now."""
        table = model.__table__  # type: ignore[attr-defined]
        unsaid = _unsaid(model)
        waiting = iter(rows)
        # Batch by batch, so that the write-ahead log stays as small as it is in life.
        while batch := [{**unsaid, **row} for row in itertools.islice(waiting, _BATCH)]:
            with self._database.writing() as session:
                session.connection().execute(sa.insert(table), batch)

    def _count_on(self) -> None:
        """PostgreSQL does not see numbers that others give."""
        with self._database.writing() as session:
            for model in (*self._last, Event):
                name = str(model.__table__.name)  # type: ignore[attr-defined]
                newest = f"(SELECT coalesce(max(id), 1) FROM {name})"
                session.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {newest})"))


_UNSAID: dict[type[SQLModel], Row] = {}


def _unsaid(model: type[SQLModel]) -> Row:
    """What stands in a column of which nothing is said: an INSERT of many rows names the same columns in all."""
    if model not in _UNSAID:
        _UNSAID[model] = {
            name: field.get_default(call_default_factory=True)
            for name, field in model.model_fields.items()
            if not field.is_required() and name != "id"
        }
    return _UNSAID[model]


def _last_id(session: Session, model: type[SQLModel]) -> int:
    table = model.__table__  # type: ignore[attr-defined]
    return int(session.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0))).scalar_one())
