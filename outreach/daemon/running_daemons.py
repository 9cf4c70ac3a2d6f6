"""Which daemons run on a database: the kernel says it of a SQLite file's lock, the rows of the leases of PostgreSQL."""

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.config import Config
from outreach.daemon.heartbeat import STALE_AFTER, Beat, heartbeat_path, read_heartbeat
from outreach.daemon.lock import holder, process_of
from outreach.database.engine import sqlite_path
from outreach.sending.lease_model import DaemonPresence, MailboxLease


@dataclass(frozen=True, slots=True)
class RunningDaemon:
    """One that lives, with its last beat where there is one here."""

    name: str
    #: The machine it runs on; "" for this one.
    host: str
    pid: int | None
    started_at: datetime | None
    beat: Beat | None
    #: How many mailboxes it reads; None where it reads all of them.
    reads: int | None = None

    def hangs(self, now: datetime) -> bool:
        """It lives, and has not said so for too long; of who never writes a beat here nobody can tell."""
        return self.beat is not None and now - self.beat.at > STALE_AFTER

    @property
    def link_trouble(self) -> str:
        """Why the opt-out link of its mails leads to nobody of ours, as far as it has said so; "" where it does."""
        return "" if self.beat is None else self.beat.link_trouble


#: What is said of that, and what to do.
LINK_LEADS_ELSEWHERE = (
    "the opt-out link of our mails leads to nobody of ours, and no mail of a sequence goes out"
)
FREE_THE_PORT = "End that program: a daemon listens within five seconds, and mail goes on by itself."


def running_daemons(session: Session, config: Config, now: datetime) -> list[RunningDaemon]:
    """All of them; on SQLite at most one."""
    database = sqlite_path(config.database.url)
    beat = read_heartbeat(heartbeat_path(config.path, database))
    if database is None:
        return _on_postgresql(session, beat, now)
    held_by = holder(database)
    if held_by is None:
        return []
    pid = process_of(held_by)
    # Who was killed has left its last beat behind; and who has only just begun, or turns once, has none.
    own = beat if beat is not None and beat.pid == pid else None
    return [RunningDaemon(held_by, "", pid, None if own is None else own.started_at, own)]


def _on_postgresql(session: Session, beat: Beat | None, now: datetime) -> list[RunningDaemon]:
    living: Sequence[DaemonPresence] = session.exec(
        select(DaemonPresence).where(col(DaemonPresence.until) > now).order_by(col(DaemonPresence.started_at))
    ).all()
    leases = session.exec(
        select(MailboxLease.owner).where(col(MailboxLease.until) > now, MailboxLease.token != "")
    ).all()
    found = []
    for each in living:
        host, pid = _place_of(each.owner)
        own = beat if beat is not None and beat.owner == each.owner else None
        found.append(RunningDaemon(each.owner, host, pid, each.started_at, own, leases.count(each.owner)))
    return found


def _place_of(owner: str) -> tuple[str, int | None]:
    """Machine ("" for this one) and process in `node:pid:chance`."""
    host, _, rest = owner.partition(":")
    number = rest.partition(":")[0]
    return ("" if host == platform.node() else host), int(number) if number.isdecimal() else None
