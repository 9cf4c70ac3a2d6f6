"""Ends sessions of ours on PostgreSQL whose process was stopped in the midst of a statement or a batch.

A long statement, or a batch, goes to the server in several messages. Whose process is stopped between two of them is
not ended by `idle_in_transaction_session_timeout`, nor by `statement_timeout` (PostgreSQL 15): the server shows it as
active, or even as idle in its transaction, and waits for the rest as long as the line stands, all its locks held.
"""

import time
from typing import Any

import sqlalchemy as sa

from outreach.database import engine

#: What waits for its client, of ours by name and role, and holds something: whoever only reads may take their time, and
#: so may who fills a table from a file (COPY). Who sends an answer is not looked at either, unless others wait for it.
_WAITS = """
    datname = current_database() AND usename = current_user
    AND (application_name LIKE :ours OR application_name = current_setting('application_name'))
    AND pid <> pg_backend_pid()
    AND state IN ('active', 'idle in transaction')
    AND query NOT ILIKE 'copy %'
    AND (backend_xid IS NOT NULL OR pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted))
    AND (
        wait_event = 'ClientRead'
        OR wait_event = 'ClientWrite' AND pid IN (
            SELECT unnest(pg_blocking_pids(waiting.pid)) FROM pg_stat_activity AS waiting
            WHERE waiting.datname = current_database() AND waiting.wait_event_type = 'Lock'
        )
    )
"""
#: Any message that the server begins to work on, and any answer, changes one of these.
_SAME = "pid, wait_event, backend_start, query_start, state_change"
_WAITING = sa.text(f"SELECT state, application_name, {_SAME} FROM pg_stat_activity WHERE {_WAITS}")  # noqa: S608
_END = sa.text(
    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {_WAITS}"  # noqa: S608
    " AND pid = :pid AND query_start = :query_start AND state_change = :state_change"
)


class StoppedWriters:
    """Looks over a connection of its own: those of the pool may all be waiting for just these."""

    def __init__(self, url: str) -> None:
        self._engine = engine.postgresql_engine(sa.make_url(url))
        #: Since which moment of the steady clock each is seen to wait.
        self._since: dict[tuple[Any, ...], float] = {}

    def end(self) -> list[str]:
        """The names of the sessions that were ended, `outreach, process 12 on host`.

        One is ended when every look of `patience` seconds has seen it wait for the same thing.
        """
        about = {"ours": f"{engine.OUR_NAME}, %"}
        try:
            with self._engine.connect() as connection:
                now = time.monotonic()
                waiting = connection.execute(_WAITING, about).all()
                self._since = {each: self._since.get(each, now) for each in map(tuple, waiting)}
                late = [each for each in waiting if now - self._since[tuple(each)] >= patience(each.state)]
                return [each.application_name for each in late if _is_ended(connection, each, about)]
        finally:
            # A connection that is kept would be one more for each daemon, day and night.
            self._engine.dispose()


def patience(state: str) -> float:
    """Seconds. An active one may be handing in a letter of some megabytes over a slow line: it has four times as long,
    which is longer than a dead line is kept up."""
    return engine.WRITER_PATIENCE * (4 if state == "active" else 1)


def _is_ended(connection: sa.Connection, each: Any, about: dict[str, str]) -> bool:
    this = {"pid": each.pid, "query_start": each.query_start, "state_change": each.state_change}
    return bool(connection.execute(_END, about | this).scalar())
