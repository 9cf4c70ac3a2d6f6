"""One daemon a SQLite database: the second refuses to start and says who holds it."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line


@contextlib.contextmanager
def only_daemon(database: Path | None) -> Iterator[None]:
    """Hold the lock beside the database file while the block runs. The kernel lets go of it when we die.

    None (PostgreSQL) needs no lock: there, leases tell the daemons apart.
    """
    if database is None:
        yield
        return
    path = database.with_name(database.name + ".daemon")
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = one_line(file.read(100)) or "another process"
            raise Refused(
                f"A daemon runs on {database} already ({holder}). Stop it first, or use PostgreSQL."
            ) from None
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}")
        file.flush()
        yield
