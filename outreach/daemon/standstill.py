"""Work for which no daemon may run: on SQLite its lock is held, on PostgreSQL it is asked who says that they live."""

import contextlib
from collections.abc import Iterator

import sqlalchemy as sa

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line
from outreach.daemon.lock import only_daemon
from outreach.database.engine import postgresql_engine, sqlite_path


@contextlib.contextmanager
def no_daemon(url: str) -> Iterator[None]:
    """Raise Refused where a daemon runs on the database; on SQLite none can start until the block ends."""
    path = sqlite_path(url)
    if path is None:
        _refuse_living(url)
    with only_daemon(path):
        yield


def _refuse_living(url: str) -> None:
    engine = postgresql_engine(sa.make_url(url))
    try:
        with engine.connect() as connection:
            # Asked in plain words: the schema may be an older one.
            if not sa.inspect(connection).has_table("daemon_presence"):
                return
            living = connection.execute(
                sa.text("SELECT owner FROM daemon_presence WHERE until > now()")
            ).scalars()
            names = [one_line(str(name)) for name in living]
    finally:
        engine.dispose()
    if names:
        raise Refused(
            f"A daemon runs on this database ({', '.join(names)}). Stop it first; one that was killed is forgotten "
            "after a minute."
        )
