"""One measured run of our side, in a process of its own: `python -m benchmarks.read_turn FOLDER store|all`.

Prints one JSON object: messages, wall and CPU seconds (children included), peak memory in MB.
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path

import outreach.tables  # noqa: F401
from outreach.config import load_config
from outreach.daemon.engine import Engine


async def run(folder: Path, wanted: str) -> int:
    """Read the mailbox to its end; with `all` understand and apply everything too. How many messages."""
    config = load_config(folder / "config.toml")
    engine = Engine.open(config)
    try:
        await engine.read_all()
        if wanted == "all":
            await engine.understand()
        with engine.database.reading() as session:
            counted = session.connection().exec_driver_sql(
                "SELECT count(*), sum(state = 'applied') FROM inbound_message"
            )
            stored, applied = counted.one()
    finally:
        await engine.close()
    if wanted == "all" and applied != stored:
        raise RuntimeError(f"{applied} of {stored} messages were applied")
    return int(stored)


def main() -> None:
    began, used = time.perf_counter(), time.process_time()
    messages = asyncio.run(run(Path(sys.argv[1]), sys.argv[2]))
    wall = time.perf_counter() - began
    cpu = time.process_time() - used
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children.ru_maxrss) / 1024
    told = {
        "messages": messages,
        "wall": wall,
        "cpu": cpu + children.ru_utime + children.ru_stime,
        "peak_mb": peak,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
