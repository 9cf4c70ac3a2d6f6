"""Work for which no daemon may run: on SQLite its lock is held, on PostgreSQL it is asked who says that they live."""

import contextlib
import time
from collections.abc import Iterator

import sqlalchemy as sa

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.daemon.lock import only_daemon
from outreach.database.engine import OUR_NAME, postgresql_engine, sqlite_path

#: A command that only looks is done within so many seconds, and what has just ended is forgotten by the server.
_PATIENCE = 5.0
_SHOWN = 5


@contextlib.contextmanager
def no_daemon(url: str) -> Iterator[None]:
    """Raise Refused where a daemon runs on the database; on SQLite none can start until the block ends."""
    path = sqlite_path(url)
    if path is None:
        engine = postgresql_engine(sa.make_url(url))
        try:
            with engine.connect() as connection:
                refuse_living(connection)
        finally:
            engine.dispose()
    with only_daemon(path):
        yield


def refuse_living(connection: sa.Connection) -> None:
    """Raise Refused where a daemon of this PostgreSQL database says that it lives."""
    # Asked in plain words: the schema may be an older one.
    if not sa.inspect(connection).has_table("daemon_presence"):
        return
    living = connection.execute(sa.text("SELECT owner FROM daemon_presence WHERE until > now()")).scalars()
    names = [one_line(str(name)) for name in living]
    if names:
        raise Refused(
            f"A daemon runs on this database ({', '.join(names)}). Stop it first; one that was killed is forgotten "
            "after a minute."
        )


def refuse_at_work(connection: sa.Connection, *, patience: float = _PATIENCE) -> None:
    """Raise Refused where a command of ours, or anybody in a transaction, is still there after so many seconds.

    A command that asks a person, or imports a long list, keeps numbers of rows between two transactions: in restored
    tables they are somebody else's. Idle connections of other programs, such as a monitor's, are in nobody's way. Of
    other accounts the server tells the name alone, unless ours is a member of pg_read_all_stats.
    """
    until = time.monotonic() + patience
    while others := _at_work(connection):
        if time.monotonic() > until:
            shown = "; ".join(others[:_SHOWN]) + ("; and more" if len(others) > _SHOWN else "")
            raise Refused(
                f"Somebody works in this database ({shown}), and would go on with what it knows of the old tables: "
                "nothing was changed. Wait until they have ended, or end them, and try again."
            )
        time.sleep(0.1)


#: Of another account all but the name and the address is null. A URL may name all of our connections otherwise.
_AT_WORK = sa.text(
    """
    SELECT pid, application_name, host(client_addr), usename
    FROM pg_stat_activity
    WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid <> pg_backend_pid()
      AND coalesce(backend_type, 'client backend') = 'client backend'
      AND (
        application_name LIKE :ours
        OR (application_name <> '' AND application_name = current_setting('application_name'))
        OR xact_start IS NOT NULL
      )
    ORDER BY pid
    """
)


def _at_work(connection: sa.Connection) -> list[str]:
    # What it says is kept until a transaction ends, and ours goes on.
    connection.execute(sa.text("SELECT pg_stat_clear_snapshot()"))
    rows = connection.execute(_AT_WORK, {"ours": f"{OUR_NAME}, process %"})
    return [
        f"{one_line(str(name or user or 'a program'), 80)}, connection {pid}"
        + (f" from {address}" if address else "")
        for pid, name, address, user in rows
    ]
