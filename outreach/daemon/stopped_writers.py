"""Now and then, from before the engine is opened until after it is closed: end what was stopped in the midst of writing
and keeps all others waiting."""

import contextlib
import logging
import threading
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from outreach.database import engine
from outreach.database.engine import sqlite_path
from outreach.database.stopped_writers import StoppedWriters

log = logging.getLogger(__name__)


@contextlib.contextmanager
def ending_stopped_writers(url: str) -> Iterator[None]:
    """In a thread of its own: the event loop and the database's threads may be waiting for just these.

    On SQLite nobody else writes.
    """
    if sqlite_path(url) is not None:
        yield
        return
    over = threading.Event()
    # A daemon thread: a server that does not answer holds up nobody's end.
    threading.Thread(target=_keep_ending, args=(url, over), name="stopped writers", daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _keep_ending(url: str, over: threading.Event) -> None:
    writers = StoppedWriters(url)
    while not over.wait(engine.WRITER_PATIENCE / 3):
        try:
            for name in writers.end():
                log.warning("stopped_writer_ended", extra={"writer": name})
        except SQLAlchemyError as trouble:
            log.info("stopped_writers_not_looked_for", extra={"trouble": type(trouble).__name__})
        except Exception:
            # The turns go on without it, but not this for ever.
            log.exception("stopped_writers_not_looked_for")
