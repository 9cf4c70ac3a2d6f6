"""What the database knows and the file of noes does not, written into it: it was lost, or another host has said it.

And the other way round: what the file knows and the database does not is told. A database that somebody has put in
place by hand (a file that was copied, pg_restore) has forgotten it.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from outreach.database import locks, noes_beside
from outreach.database.engine import Database
from outreach.database.presence_of_data import keys_in_session, noes_in_session

log = logging.getLogger(__name__)

#: A no stands in the file a moment before it is committed.
_UNDER_WAY = timedelta(minutes=1)
#: What to do where the database has forgotten noes: also where it is as it should be, and only they are missing.
SAY_AGAIN = (
    "Stop the daemon, then `outreach db restored`: they are said again, and every mailbox waits for your word. Where "
    "one was taken back on another host, take it back once more."
)


def forgotten(session: Session, path: Path, now: datetime) -> int:
    """How many noes the file has and the database does not."""
    known = keys_in_session(session)
    return sum(key not in known and no.at < now - _UNDER_WAY for key, no in noes_beside.read(path).items())


def fill_up(database: Database) -> int:
    """How many were missing in the file. Done when a daemon starts.

    A file that cannot be read is said, and keeps nobody from starting: the database has every no.
    """
    try:
        return _fill_up(database)
    except OSError as error:
        log.error("noes_not_kept_beside", extra={"file": str(error.filename), "trouble": str(error.strerror)})
        return 0


def _fill_up(database: Database) -> int:
    if database.noes is None:
        return 0
    with database.reading() as session:
        if keys_in_session(session) == noes_beside.read(database.noes).keys():
            return 0
    with database.writing() as session:
        # Nobody takes one back between the look and the line.
        locks.forbid(session)
        known = noes_beside.read(database.noes)
        here = noes_in_session(session)
        missing = [no for key, no in here.items() if key not in known]
        lost = len(known.keys() - here.keys())
        for no in missing:
            noes_beside.said(session, no)
    if lost:
        log.warning("noes_forgotten_by_database", extra={"noes": lost, "advice": SAY_AGAIN})
    return len(missing)
