"""A thousand mailboxes, a million prospects, thirty working days, with a clock that is set.

    python -m benchmarks.scale [--mailboxes 1000] [--prospects 1000000] [--days 30] [--folder F] [--database URL]

The daemon's own engine plans, claims, commits, records, stores, understands and applies; only the two ends of the
wire are made up (`world.py`). A line a day, each turn in `turns.jsonl`; at the end the cost of a turn at the beginning
and at the end, the rows and bytes of every table, and what must be true of it, counted in plain SQL.
"""

import argparse
import asyncio
import json
import logging
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import outreach.tables  # noqa: F401
from benchmarks.scale.checks import checked
from benchmarks.scale.figures import peak_mb, size_of
from benchmarks.scale.report import compared, table_sizes
from benchmarks.scale.simulation import Simulation, Size, prepare
from benchmarks.scale.workspace import PER_DAY, configured
from outreach.daemon.understanding_process import UnderstandingProcess
from outreach.database.engine import Database


def main() -> None:
    asked = _options()
    # Refusals are a part of it: what the daemon would log of each drowns the figures.
    logging.disable(logging.WARNING)
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="scale-"))
    folder.mkdir(parents=True, exist_ok=True)
    url = asked.database or f"sqlite:///{folder / 'outreach.db'}"
    began = time.perf_counter()
    size = Size(asked.mailboxes, asked.prospects, asked.days, timedelta(minutes=asked.step), asked.per_day)
    failed = asyncio.run(_run(folder, url, size, resume=asked.resume))
    say(f"whole run: {time.perf_counter() - began:.0f} s")
    sys.exit(failed)


async def _run(folder: Path, url: str, size: Size, *, resume: bool) -> bool:
    say(f"{size.mailboxes:,} mailboxes, {size.prospects:,} prospects, {size.days} working days, in {folder}")
    config = (
        configured(folder, url, size.mailboxes, size.per_day) if resume else prepare(folder, url, size, say)
    )
    database = Database(url)
    simulation = Simulation(config, database, folder, understanding=UnderstandingProcess())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, setattr, simulation, "stopping", True)
    if resume and not simulation.go_on(size.step):
        say("the outside has forgotten what it was sent before: nobody answers that any more")
    try:
        if not await simulation.run(size, say):
            say("stopped; the same command with --resume goes on")
            return False
        for line in (*compared(folder / "turns.jsonl"), *table_sizes(database)):
            say(line)
        say(f"most memory: {peak_mb()} MB, the outside included; database {size_of(database) / 1e6:.0f} MB")
        say(f"servers said: {json.dumps(simulation.world.answers_of_servers)}")
    finally:
        await simulation.close()
    faults = checked(folder / "witness.db", url)
    for name, count in faults.items():
        say(f"{count:>9,}  {name}")
    return any(faults.values())


def say(line: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {line}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mailboxes", type=int, default=1_000)
    parser.add_argument("--prospects", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=30, help="working days")
    parser.add_argument("--per-day", type=int, default=PER_DAY, help="mails a day from a mailbox")
    parser.add_argument("--step", type=int, default=5, help="minutes from turn to turn while something moves")
    parser.add_argument("--folder", type=Path, help="an empty folder; by default a temporary one")
    parser.add_argument(
        "--database", help="sqlite:///FILE or postgresql://…; by default SQLite in the folder"
    )
    parser.add_argument("--resume", action="store_true", help="go on with a run that SIGTERM has stopped")
    return parser.parse_args()


if __name__ == "__main__":
    main()
