"""Now and then, while the daemon runs: end what was stopped in the midst of writing and keeps all others waiting."""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from outreach.database import engine
from outreach.database.engine import Database
from outreach.database.stopped_writers import StoppedWriters

log = logging.getLogger(__name__)


async def keep_ending_stopped_writers(database: Database) -> None:
    """Until cancelled. On SQLite nobody else writes."""
    if database.is_sqlite:
        return
    writers = StoppedWriters(database.url)
    while True:
        try:
            # Not in one of the database's threads: these may all be waiting.
            for name in await asyncio.to_thread(writers.end):
                log.warning("stopped_writer_ended", extra={"writer": name})
        except SQLAlchemyError as trouble:
            log.info("stopped_writers_not_looked_for", extra={"trouble": type(trouble).__name__})
        await asyncio.sleep(engine.WRITER_PATIENCE / 3)
