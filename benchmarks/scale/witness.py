"""What the outside has seen, in a database of its own: every mail that arrived, every answer, and when it was read.

The program under measurement never sees it. What has to be true of a run is counted from here, in plain SQL.
"""

import sqlite3
from datetime import datetime
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS arrived (
    message_id TEXT NOT NULL, recipient TEXT NOT NULL, mailbox TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS answer (
    message_id TEXT PRIMARY KEY, writer TEXT NOT NULL, intent TEXT NOT NULL, read_at REAL);
"""


class Witness:
    """Notes that are kept a turn at a time; nothing of them has to survive a power cut."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._line = sqlite3.connect(path)
        self._line.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        self._arrived: list[tuple[str, str, str, float]] = []
        self._answers: list[tuple[str, str, str, float]] = []

    def arrived(self, message_id: str, recipient: str, mailbox: str, at: datetime) -> None:
        self._arrived.append((message_id, recipient, mailbox, at.timestamp()))

    def read(self, message_id: str, writer: str, intent: str, at: datetime) -> None:
        """An answer lay in the mailbox, and the mailbox was read at this moment."""
        self._answers.append((message_id, writer, intent, at.timestamp()))

    def keep(self) -> None:
        """Write down what was noted since."""
        self._line.executemany("INSERT INTO arrived VALUES (?, ?, ?, ?)", self._arrived)
        self._line.executemany("INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?)", self._answers)
        self._line.commit()
        self._arrived, self._answers = [], []

    def close(self) -> None:
        self.keep()
        self._line.close()
