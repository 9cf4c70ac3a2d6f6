"""A process that sends the digest once, to be killed: `python -m tests.support.digest_process CONFIG MOMENT`."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

import outreach.tables  # noqa: F401 - tables refer to one another by name: all must be known
from outreach.config import database_url, load_config
from outreach.daemon.digest_turn import DigestTurn
from outreach.database.engine import Database


class Stopped:
    """A clock that stands."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


async def _send(path: Path, moment: datetime) -> None:
    config = load_config(path)
    database = Database(database_url(config.database))
    try:
        await DigestTurn(database, config, clock=Stopped(moment)).turn()
    finally:
        database.close()


if __name__ == "__main__":
    asyncio.run(_send(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])))
