"""One turn of planning and claiming with 10,000, 100,000 and 1,000,000 enrollments: `python -m benchmarks.planning`.

Five campaigns, twenty mailboxes, and 200 mails that are due: 150 follow-ups and 50 first mails. Everybody else has
finished, has answered, or waits for a later day. With `--backlog`, half of the list has not been written to yet and is
due as well, as on the days after a large import. The aim is that the last size takes at most twice as long as the
first. Each turn is rolled back, so that the next finds the same; what a commit costs does not depend on the size.
"""

import argparse
import os
import re
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks.planned_world import MAILBOXES, fill
from outreach.database.engine import Database
from outreach.sending import claiming
from outreach.sending.identity import SendingRules
from outreach.sending.planning import plan
from tests.support.databases import NOW
from tests.support.desk import mailbox, rules

SIZES = (10_000, 100_000, 1_000_000)
TURNS = 20

#: The tables that grow with the list: a statement that reads one of them whole is not flat.
GROWING = ("enrollment", "outbound_message", "contact", "account", "prospect", "event")


def claim_all(session: Session, sending: SendingRules, now: datetime) -> int:
    """What the senders of one process claim when all of them are ready; how many mails."""
    return sum(
        len(claiming.claim(session, sending, name, owner="benchmark", now=now)) for name in sending.mailboxes
    )


@dataclass(slots=True)
class Statements:
    """What was said to the database: how often, for how long, with which values last."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    values: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def listening(self, engine: sa.Engine) -> Iterator[None]:
        began = [0.0]

        def before(_c: Any, _cursor: Any, _said: str, _values: Any, _context: Any, _many: bool) -> None:
            began[0] = time.perf_counter()

        def after(_c: Any, _cursor: Any, said: str, values: Any, _context: Any, many: bool) -> None:
            self.seconds[said] += time.perf_counter() - began[0]
            nested = many and isinstance(values[0], tuple | list)
            self.values[said] = tuple(values[0] if nested else values)

        sa.event.listen(engine, "before_cursor_execute", before)
        sa.event.listen(engine, "after_cursor_execute", after)
        try:
            yield
        finally:
            sa.event.remove(engine, "before_cursor_execute", before)
            sa.event.remove(engine, "after_cursor_execute", after)


@dataclass(slots=True)
class Turns:
    """Seconds of each part of each turn, and the statements of one."""

    planning: list[float] = field(default_factory=list)
    claiming: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    mails: int = 0
    statements: Statements = field(default_factory=Statements)

    @property
    def whole(self) -> float:
        return statistics.median(map(sum, zip(self.planning, self.claiming, strict=True)))


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="outreach-planning-") as folder, ExitStack() as ending:
        worlds: dict[int, Database] = {}
        for size in options.sizes:
            place = Path(folder) / str(size)
            place.mkdir()
            worlds[size] = ending.enter_context(closing(fill(place, size, backlog=options.backlog)))
        measured = measure(worlds, options.turns)
        for size, turns in measured.items():
            print(_line(size, turns))
        _compare(measured[options.sizes[0]], measured[options.sizes[-1]], options.sizes)
        _name_what_is_not_flat(worlds[options.sizes[-1]], measured)


def measure(worlds: dict[int, Database], count: int) -> dict[int, Turns]:
    """So many turns in each, alternating, so that the noise of the machine hits all sizes alike."""
    sending = rules(*(mailbox(name, per_day=40, ramp_start=40) for name in MAILBOXES))
    measured = {size: Turns() for size in worlds}
    for number in range(count + 2):
        for size, database in worlds.items():
            # The first finds nothing in memory, and is the one that is listened to.
            listening = measured[size].statements.listening(database.engine) if number == 1 else nullcontext()
            with listening:
                _turn(database, sending, measured[size] if number > 1 else Turns())
    return measured


def _turn(database: Database, sending: SendingRules, turns: Turns) -> None:
    with database.reading() as session:
        began = time.perf_counter()
        plan(session, sending, now=NOW)
        planned = time.perf_counter()
        turns.mails = claim_all(session, sending, NOW)
        claimed = time.perf_counter()
        session.rollback()
        # Before the first of them was written to, nothing is due.
        plan(session, sending, now=NOW - timedelta(days=400))
        idle = time.perf_counter()
    assert turns.mails, "nothing was claimed"
    turns.planning.append(planned - began)
    turns.claiming.append(claimed - planned)
    turns.idle.append(idle - claimed)


def _line(size: int, turns: Turns) -> str:
    planning, claimed, idle = (
        statistics.median(part) * 1_000 for part in (turns.planning, turns.claiming, turns.idle)
    )
    return (
        f"{size:>9,} enrollments: {turns.whole * 1_000:7.1f} ms a turn of {turns.mails} mails "
        f"(planning {planning:.1f}, claiming {claimed:.1f}); idle {idle:.2f} ms; "
        f"median of {len(turns.planning)}, load {os.getloadavg()[0]:.1f}"
    )


def _compare(first: Turns, last: Turns, sizes: Sequence[int]) -> None:
    print(
        f"{sizes[-1]:,} against {sizes[0]:,}: a turn takes {last.whole / first.whole:.2f} times as long "
        f"(aim: at most 2); planning {_ratio(first.planning, last.planning)}, claiming "
        f"{_ratio(first.claiming, last.claiming)}, an idle turn {_ratio(first.idle, last.idle)}"
    )


def _name_what_is_not_flat(database: Database, measured: dict[int, Turns]) -> None:
    """Statements that read a growing table whole, and those that take more than twice as long at the last size."""
    every = list(measured.values())
    first, last = every[0].statements, every[-1].statements
    found = 0
    for said, seconds in sorted(last.seconds.items(), key=lambda item: -item[1]):
        before = first.seconds.get(said, 0.0)
        steps = _query_plan(database, said, last.values[said])
        grew = seconds > 2 * before and seconds - before > 0.001
        if grew or any(_reads_all(step) for step in steps):
            found += 1
            print(
                f"{before * 1_000:9.2f} -> {seconds * 1_000:.2f} ms, {'; '.join(steps)}\n{'':11}{_short(said)}"
            )
    print(f"{found} of {len(last.seconds)} statements are not flat")


def _query_plan(database: Database, said: str, values: Any) -> list[str]:
    if not said.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT", "WITH")):
        return []
    with database.engine.connect() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)]


def _reads_all(step: str) -> bool:
    scanned = re.match(r"SCAN (\w+)", step)
    return scanned is not None and scanned[1] in GROWING


def _short(said: str) -> str:
    flat = " ".join(said.split())
    return re.sub(r"^SELECT .*? FROM", "SELECT … FROM", flat)[:230]


def _ratio(first: Sequence[float], last: Sequence[float]) -> str:
    return f"{statistics.median(last) / statistics.median(first):.2f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="numbers of enrollments")
    parser.add_argument("--turns", type=int, default=TURNS, help="how many are measured for each size")
    parser.add_argument("--backlog", action="store_true", help="half of the list is due and waits for room")
    return parser.parse_args()


if __name__ == "__main__":
    main()
