"""Ends sessions of ours on PostgreSQL whose process was stopped in the midst of a statement or a batch.

A long statement, or a batch, goes to the server in several messages. Whose process is stopped between two of them is
not ended by `idle_in_transaction_session_timeout`, nor by `statement_timeout` (PostgreSQL 15): the server shows it as
active, or even as idle in its transaction, and waits for the rest as long as the line stands, all its locks held.
"""

import sqlalchemy as sa

from outreach.database import engine

#: Ours by their name, for which the role need not be an administrator; and only who holds something: whoever reads may
#: take their time, and so may who fills a table from a file (COPY). Who sends an answer is not looked at either, unless
#: others wait: it may be long.
_END = sa.text(
    """
    SELECT stopped.application_name, pg_terminate_backend(stopped.pid)
    FROM pg_stat_activity AS stopped
    WHERE stopped.datname = current_database()
      AND stopped.application_name LIKE :ours
      AND stopped.state IN ('active', 'idle in transaction')
      AND stopped.query NOT ILIKE 'copy %'
      AND greatest(stopped.query_start, stopped.state_change) < clock_timestamp() - make_interval(secs => :patience)
      AND (
          stopped.backend_xid IS NOT NULL
          OR stopped.pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted)
      )
      AND (
          stopped.wait_event = 'ClientRead'
          OR stopped.wait_event = 'ClientWrite' AND stopped.pid IN (
              SELECT unnest(pg_blocking_pids(waiting.pid)) FROM pg_stat_activity AS waiting
              WHERE waiting.datname = current_database() AND waiting.wait_event_type = 'Lock'
          )
      )
    """
)


class StoppedWriters:
    """Looks over a connection of its own: those of the pool may all be waiting for just these."""

    def __init__(self, url: str) -> None:
        self._engine = engine.postgresql_engine(sa.make_url(url))

    def end(self) -> list[str]:
        """The names of the sessions that were ended, `outreach, process 12 on host`."""
        about = {"ours": f"{engine.OUR_NAME}, %", "patience": engine.WRITER_PATIENCE}
        try:
            with self._engine.connect() as connection:
                return [name for name, ended in connection.execute(_END, about) if ended]
        finally:
            # A connection that is kept would be one more for each daemon, day and night.
            self._engine.dispose()
