"""What a run has cost: each turn a line in a file, each day a line for whoever watches."""

import contextlib
import json
import os
import resource
import statistics
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from outreach.database.engine import Database, sqlite_path

#: What a turn consists of, in the order of the daemon's `once`.
PARTS = ("read", "understand", "staff", "rest", "plan", "send")


@dataclass(slots=True)
class Turn:
    """One turn of everything. Seconds of wall time without those of the outside; `cpu` are this process's, which other
    work on the machine does not lengthen; statements and commits of the whole."""

    at: str
    day: int
    read: int = 0
    understood: int = 0
    decided: int = 0
    queued: int = 0
    sent: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    commits: dict[str, int] = field(default_factory=dict)
    outside: float = 0.0

    @property
    def ours(self) -> float:
        """Seconds of the program itself: what people decide is no part of a daemon's turn."""
        return sum(seconds for part, seconds in self.seconds.items() if part != "staff")


class Counting:
    """How many statements a database was given, and how many transactions it committed."""

    def __init__(self, database: Database) -> None:
        self.statements = self.commits = 0
        sa.event.listen(database.engine, "before_cursor_execute", self._statement)
        sa.event.listen(database.engine, "commit", self._commit)

    def _statement(self, *_: object) -> None:
        self.statements += 1

    def _commit(self, *_: object) -> None:
        self.commits += 1

    @contextlib.contextmanager
    def part(self, turn: Turn, name: str, outside: Any) -> Iterator[None]:
        """One part of a turn, measured; `outside` has `seconds` that are not ours."""
        statements, commits, theirs = self.statements, self.commits, outside.seconds
        began, worked = time.perf_counter(), time.process_time()
        yield
        took = time.perf_counter() - began
        turn.cpu[name] = time.process_time() - worked
        theirs = outside.seconds - theirs
        turn.outside += theirs
        turn.seconds[name] = took - theirs
        turn.statements[name] = self.statements - statements
        turn.commits[name] = self.commits - commits


class Diary:
    """The turns of a run: kept in a file, and summed up for each day."""

    def __init__(self, path: Path, database: Database) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._database = database
        self._today: list[Turn] = []
        self._began = self._day_began = time.perf_counter()

    def note(self, turn: Turn) -> None:
        self._file.write(json.dumps(asdict(turn)) + "\n")
        self._today.append(turn)

    def end_day(self, day: datetime, reader: int | None) -> str:
        """The day's figures as a line. `reader`: the process that reads foreign mail."""
        turns, self._today = self._today, []
        sending = [turn.ours for turn in turns if turn.sent]
        still = [turn.ours for turn in turns if not (turn.sent or turn.queued or turn.read)]
        now = time.perf_counter()
        told = {
            "day": f"{day:%a %d %b}",
            "mails": sum(turn.sent for turn in turns),
            "answers": sum(turn.read for turn in turns),
            "decided": sum(turn.decided for turn in turns),
            "wall_s": round(now - self._day_began),
            "total_s": round(now - self._began),
            "outside_s": round(sum(turn.outside for turn in turns)),
            **{f"{part}_s": round(sum(turn.seconds[part] for turn in turns), 1) for part in PARTS},
            "turns": len(turns),
            "sending_turn_p50_ms": _ms(_at(sending, 0.5)),
            "sending_turn_p99_ms": _ms(_at(sending, 0.99)),
            "idle_turn_p50_ms": _ms(_at(still, 0.5)),
            "plan_and_send_ms_a_mail": _a_mail(turns),
            "rss_mb": resident_mb(os.getpid()),
            "reader_rss_mb": 0 if reader is None else resident_mb(reader),
            "database_mb": round(size_of(self._database) / 1e6),
        }
        self._day_began = now
        return "  ".join(f"{name}={value}" for name, value in told.items())

    def close(self) -> None:
        self._file.close()


def _a_mail(turns: list[Turn]) -> float | None:
    busy = [turn for turn in turns if turn.sent]
    mails = sum(turn.sent for turn in busy)
    seconds = sum(turn.seconds["plan"] + turn.seconds["send"] for turn in busy)
    return round(seconds / mails * 1_000, 2) if mails else None


def _at(values: list[float], share: float) -> float | None:
    if not values:
        return None
    return statistics.median(values) if share == 0.5 else sorted(values)[int(share * (len(values) - 1))]


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1_000, 1)


def resident_mb(process: int) -> int:
    """What a process has in memory, in megabytes; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) // 1024


def peak_mb() -> int:
    """The most that this process has had in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def size_of(database: Database) -> int:
    """Bytes on the disk."""
    path = sqlite_path(database.url)
    if path is not None:
        return sum(each.stat().st_size for each in path.parent.glob(f"{path.name}*"))
    with database.engine.connect() as line:
        return int(line.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
