"""What a run says at its end: a turn at the beginning against one at the end, and what each table weighs."""

import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outreach.database.engine import Database
from outreach.tables import METADATA

#: Days that are held against one another: with mail, at the beginning and at the end.
A_FEW = 5
#: A turn is alike where it sends about as much: from so many mails on, in so wide steps.
_WIDE = 100


def compared(turns_file: Path) -> Iterator[str]:
    """What a turn costs in the last days against the first, in processor time: idle ones, and those that send about as
    much."""
    with turns_file.open(encoding="utf-8") as lines:
        turns = [json.loads(line) for line in lines]
    days = sorted({turn["day"] for turn in turns if turn["sent"]})
    first, last = (
        [turn for turn in turns if turn["day"] in set(some)] for some in (days[:A_FEW], days[-A_FEW:])
    )
    idle = [[_ours(turn) for turn in some if _is_idle(turn)] for some in (first, last)]
    yield _ratio("an idle turn", *idle)
    sizes = [_by_size(some) for some in (first, last)]
    for size in sorted(sizes[0].keys() & sizes[1].keys()):
        name = f"planning and sending {size} to {size + _WIDE - 1} mails"
        yield _ratio(name, sizes[0][size], sizes[1][size])


def _by_size(turns: list[dict[str, Any]]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for turn in turns:
        if turn["sent"]:
            worked: dict[str, float] = turn["cpu"]
            found.setdefault(turn["sent"] // _WIDE * _WIDE, []).append(worked["plan"] + worked["send"])
    return found


def _is_idle(turn: dict[str, Any]) -> bool:
    return not any(turn[what] for what in ("sent", "queued", "read", "decided"))


def _ours(turn: dict[str, Any]) -> float:
    worked: dict[str, float] = turn["cpu"]
    return sum(took for part, took in worked.items() if part != "staff")


def _ratio(name: str, before: list[float], after: list[float]) -> str:
    if not before or not after:
        return f"{name}: not seen at both ends"
    first, last = statistics.median(before) * 1_000, statistics.median(after) * 1_000
    return (
        f"{name}: {first:.0f} ms in the first {A_FEW} days ({len(before)} turns), {last:.0f} ms in the last"
        f" ({len(after)}): {last / first:.2f} x"
    )


def table_sizes(database: Database) -> Iterator[str]:
    """Rows and bytes of every table that has any, with its indexes."""
    with database.engine.connect() as line:
        weights = _sqlite_bytes(line) if database.is_sqlite else _postgresql_bytes(line)
        for name, weight in sorted(weights.items(), key=lambda each: -each[1]):
            rows = line.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            if rows:
                yield f"{name}: {rows:,} rows, {weight / 1e6:.1f} MB, {weight / rows:.0f} bytes a row with indexes"


def _sqlite_bytes(line: Any) -> dict[str, int]:
    """By table, its indexes with it (the virtual table `dbstat`)."""
    said = """
        SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_schema m ON m.name = s.name
        WHERE s.aggregate = TRUE GROUP BY m.tbl_name
    """
    known = {str(row[0]): int(row[1]) for row in line.exec_driver_sql(said)}
    return {name: known[name] for name in METADATA.tables if name in known}


def _postgresql_bytes(line: Any) -> dict[str, int]:
    said = "SELECT pg_total_relation_size(%(name)s::regclass)"
    return {
        name: int(line.exec_driver_sql(said, {"name": f'"{name}"'}).scalar_one()) for name in METADATA.tables
    }
