"""One daemon a SQLite database: the second refuses to start and says who holds it."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line

#: Whoever asks whether it is held holds it for a moment: it is tried so often, and so many seconds apart.
_TRIES, _APART = 10, 0.02


@contextlib.contextmanager
def only_daemon(database: Path | None) -> Iterator[None]:
    """Hold the lock beside the database file while the block runs. The kernel lets go of it when we die.

    None (PostgreSQL) needs no lock: there, leases tell the daemons apart.
    """
    if database is None:
        yield
        return
    with _path(database).open("a+", encoding="utf-8") as file:
        if not _taken(file):
            file.seek(0)
            holder = one_line(file.read(100)) or "another process"
            raise Refused(f"A daemon runs on {database} already ({holder}). Stop it first.")
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def holder(database: Path) -> str | None:
    """Who holds the lock, as they wrote it; None where nobody does."""
    try:
        with _path(database).open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return one_line(file.read(100)) or "another process"
    except OSError:
        # Nobody has ever run here, or it is not ours to look at.
        return None
    return None


def process_of(held_by: str) -> int | None:
    """The process id in what the holder wrote."""
    word, _, number = held_by.partition(" ")
    return int(number) if word == "process" and number.isdecimal() else None


def _path(database: Path) -> Path:
    return database.with_name(database.name + ".daemon")


def _taken(file: IO[str]) -> bool:
    for again in range(_TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if again + 1 < _TRIES:
                time.sleep(_APART)
        else:
            return True
    return False
