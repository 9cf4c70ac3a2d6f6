"""What was deleted still lies in the free pages of a file, until it is written anew."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

#: Seconds to wait for others who read or write.
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of it. `trouble`: what stood in the way, in words; empty where nothing did."""

    bytes_before: int
    bytes_after: int
    trouble: str = ""


def rewrite(path: Path) -> Rewritten:
    """Write a SQLite file anew without its free pages, and cut off its write-ahead log. Needs as much room once more.

    A daemon beside us waits meanwhile, and goes on. Safe to repeat.
    """
    before = path.stat().st_size
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        return Rewritten(before, path.stat().st_size, str(error))
    finally:
        connection.close()
    trouble = "somebody else is reading: the write-ahead log could not be cut off" if busy else ""
    return Rewritten(before, path.stat().st_size, trouble)
