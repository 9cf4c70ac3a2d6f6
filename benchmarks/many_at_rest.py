"""The daemon at rest with many mailboxes: `python -m benchmarks.many_at_rest [100 300 1000]`.

Nothing is due and no mailbox is read: what is left is what the ticks of the daemon itself cost. Processor time as a
share of one core over half a minute, statements and commits a second, memory, and how far its ticks are behind.
"""

import argparse
import asyncio
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import outreach.tables  # noqa: F401
from benchmarks.scale.figures import Counting, resident_mb
from benchmarks.scale.workspace import configured
from outreach.config import load_config
from outreach.daemon.engine import Engine
from outreach.daemon.run import Running
from outreach.database.engine import Database
from outreach.database.schema import upgrade
from outreach.database.workspace import found

SETTLE, MEASURED = 5.0, 30.0
_IMAP = re.compile(r"\n\[mailboxes\.imap\]\n(?:.+\n)+")


async def rest(folder: Path, mailboxes: int) -> dict[str, float]:
    """The figures of one daemon."""
    url = f"sqlite:///{folder / 'outreach.db'}"
    configured(folder, url, mailboxes)
    path = folder / "config.toml"
    path.write_text(_IMAP.sub("\n", path.read_text(encoding="utf-8")), encoding="utf-8")
    began = time.process_time()
    config = load_config(path)
    read = time.process_time() - began
    upgrade(url)
    database = Database(url)
    engine = Engine(config, database)
    with database.writing() as session:
        found(session, engine.clock.now())
    counting = Counting(database)
    running = Running(engine)
    task = asyncio.create_task(running.run())
    await asyncio.sleep(SETTLE)
    used, wall, statements, commits = (
        time.process_time(),
        time.monotonic(),
        counting.statements,
        counting.commits,
    )
    await asyncio.sleep(MEASURED)
    took = time.monotonic() - wall
    now = engine.turns.clock()
    told = {
        "mailboxes": mailboxes,
        "configuration_cpu_s": round(read, 2),
        "cpu_share": round((time.process_time() - used) / took, 3),
        "statements_s": round((counting.statements - statements) / took, 1),
        "commits_s": round((counting.commits - commits) / took, 1),
        "worst_lag_s": round(max(turn.lag(now) for turn in engine.turns.turns.values()), 1),
        "rss_mb": resident_mb(os.getpid()),
    }
    running.stop()
    await task
    await engine.close()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 300, 1_000])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    if not asked.one:
        for size in asked.sizes:
            # Each in a process of its own, for its memory.
            subprocess.run(
                [sys.executable, "-m", "benchmarks.many_at_rest", "--one", str(size)], check=True, timeout=300
            )
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(rest(Path(folder), *asked.sizes))), flush=True)


if __name__ == "__main__":
    main()
