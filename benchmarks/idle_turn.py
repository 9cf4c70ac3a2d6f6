"""The reading side of `benchmarks.idle`, in a process of its own: `python -m benchmarks.idle_turn FOLDER SECONDS`.

Says, a JSON object a line: memory and CPU once all mailboxes idle; then, after a line on standard input, when each
has read a second message.
"""

import asyncio
import json
import logging
import sys
import time
from pathlib import Path

import outreach.tables  # noqa: F401
from outreach.config import load_config
from outreach.daemon.engine import Engine
from outreach.database.engine import Database
from outreach.database.schema import upgrade
from outreach.database.workspace import found

WITHIN = 240


async def run(folder: Path, seconds: float) -> None:
    config = load_config(folder / "config.toml")
    _make_database(config.database.url)
    engine = Engine.open(config)
    before = _resident_kb()
    stop = asyncio.Event()
    watching = [asyncio.create_task(reader.watch(stop, _nothing)) for reader in engine.readers]
    await _stored(engine.database, len(engine.readers))
    # Whoever has read goes on to IDLE; their first batches are garbage by then.
    await asyncio.sleep(3)
    used, began = time.process_time(), time.monotonic()
    await asyncio.sleep(seconds)
    cpu = (time.process_time() - used) / (time.monotonic() - began)
    kb = _resident_kb()
    _say(kb_each=(kb - before) / len(engine.readers), mb=kb / 1024, cpu=cpu)
    await asyncio.to_thread(sys.stdin.readline)
    await _stored(engine.database, 2 * len(engine.readers))
    _say(done=True)
    stop.set()
    await asyncio.gather(*watching)
    await engine.close()


def _make_database(url: str) -> None:
    from datetime import UTC, datetime, timedelta

    upgrade(url)
    database = Database(url)
    with database.writing() as session:
        found(session, datetime.now(UTC) - timedelta(days=30))
    database.close()


async def _stored(database: Database, wanted: int) -> None:
    async with asyncio.timeout(WITHIN):
        while _count(database) < wanted:
            await asyncio.sleep(0.1)


def _count(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM inbound_message").scalar_one())


def _resident_kb() -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])


async def _nothing() -> None:
    """Nobody waits for what has arrived."""


def _say(**told: object) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    # The cut is meant: what the readers report of it would drown the figures.
    logging.disable(logging.CRITICAL)
    asyncio.run(run(Path(sys.argv[1]), float(sys.argv[2])))
