"""A copy of what sending needs, in memory: what is tried out there happens nowhere else.

Whatever the database is, the copy is a SQLite one. Bytes and texts of mails are left out; what has ended is left
out too, except where it counts against a limit or was said to somebody who may still be written to.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel, col

from outreach.database.workspace import Workspace, workspace_key
from outreach.prospects.model import (
    Account,
    AccountDomain,
    Contact,
    ListImport,
    Prospect,
    ProspectList,
    Suppression,
)
from outreach.prospects.suppression import account_key, suppression_keys
from outreach.sending.limits import DAY
from outreach.sending.model import (
    MailboxStatus,
    MailDomain,
    OutboundKind,
    OutboundMessage,
    OutboundState,
    SeenInSent,
)
from outreach.sequences.model import UNDER_WAY, Campaign, Enrollment, Hold, SequenceVersion, Task

#: Rows read and written at once.
_AT_ONCE = 1_000

#: Mails that something may still become of.
_OPEN = (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.IN_FLIGHT, OutboundState.DOUBTFUL)
_WHOLE = (Workspace, Campaign, SequenceVersion, Hold, MailboxStatus, MailDomain, ProspectList, ListImport)
_HEAVY = {"raw", "body"}
# What goes out in the copy is not kept: months of mail would fill the memory.
_FORGET = """
CREATE TRIGGER forget AFTER UPDATE OF state ON outbound_message WHEN NEW.state = 'sent'
BEGIN UPDATE outbound_message SET raw = NULL, body = '' WHERE id = NEW.id; END
"""


@contextlib.contextmanager
def frozen_copy(session: Session, now: datetime, *, list_id: int | None = None) -> Iterator[Session]:
    """A session on a copy of the database as it is now. `list_id`: with a list on which nobody is enrolled yet."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    try:
        SQLModel.metadata.create_all(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql(_FORGET)
        with Session(engine) as copy:
            _Copying(session, copy, now, list_id).everything()
            copy.commit()
            yield copy
    finally:
        engine.dispose()


class _Copying:
    def __init__(self, session: Session, copy: Session, now: datetime, list_id: int | None) -> None:
        self._source = session.connection()
        self._target = copy.connection()
        self._key = workspace_key(session)
        self._now = now
        self._list_id = list_id

    def everything(self) -> None:
        for table in _WHOLE:
            self._rows(table)
        runs = _runs()
        contacts = self._contacts(runs)
        accounts = sa.select(col(Contact.account_id)).where(col(Contact.id).in_(contacts))
        self._rows(Enrollment, sa.or_(runs, col(Enrollment.contact_id).in_(self._listed())))
        self._rows(Contact, col(Contact.id).in_(contacts))
        self._rows(Account, col(Account.id).in_(accounts))
        self._rows(AccountDomain, col(AccountDomain.account_id).in_(accounts))
        # Which lists they are on says on what ground they may be written to.
        self._rows(
            Prospect, sa.or_(col(Prospect.list_id) == self._list_id, col(Prospect.contact_id).in_(contacts))
        )
        self._rows(Task, col(Task.contact_id).in_(contacts))
        self._rows(SeenInSent, col(SeenInSent.sent_at) > self._now - DAY)
        counts = col(OutboundMessage.in_flight_at) > self._now - DAY
        is_step = col(OutboundMessage.kind) == OutboundKind.STEP
        theirs = sa.and_(col(OutboundMessage.contact_id).in_(contacts), is_step)
        # A person's answer that waits is not forecast: it goes before everything else.
        self._rows(OutboundMessage, sa.or_(theirs, counts))
        self._suppressions()

    def _listed(self) -> Any:
        return sa.select(col(Prospect.contact_id)).where(col(Prospect.list_id) == self._list_id)

    def _contacts(self, runs: Any) -> Any:
        """Who may be written to, and who has referred them."""
        return sa.union(
            sa.select(col(Enrollment.contact_id)).where(runs),
            sa.select(col(Enrollment.referrer_id)).where(runs, col(Enrollment.referrer_id).is_not(None)),
            self._listed(),
        )

    def _rows(self, table: type[SQLModel], *where: Any) -> None:
        known = SQLModel.metadata.tables[str(table.__tablename__)]
        columns = [column for column in known.columns if column.name not in _HEAVY]
        statement = sa.select(*columns).where(*where).execution_options(yield_per=_AT_ONCE)
        rows = self._source.execute(statement)
        for some in rows.mappings().partitions(_AT_ONCE):
            self._target.execute(sa.insert(known), [dict(row) for row in some])

    def _suppressions(self) -> None:
        """The noes to those who were copied: there may be very many others."""
        addresses = self._target.execute(sa.select(col(Contact.address))).scalars().all()
        accounts = self._target.execute(sa.select(col(Account.id))).scalars().all()
        of_addresses = {key for address in addresses for key in suppression_keys(self._key, address)}
        keys = sorted(of_addresses | {account_key(self._key, each) for each in accounts if each})
        for start in range(0, len(keys), _AT_ONCE):
            self._rows(Suppression, col(Suppression.key).in_(keys[start : start + _AT_ONCE]))


def _runs() -> Any:
    """Runs from which mail may still come, or of which something is in the outbox."""
    in_outbox = sa.select(col(OutboundMessage.enrollment_id)).where(col(OutboundMessage.state).in_(_OPEN))
    return sa.or_(col(Enrollment.state).in_(UNDER_WAY), col(Enrollment.id).in_(in_outbox))
