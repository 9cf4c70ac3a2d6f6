"""A backup was put in the place of the database: it has forgotten what went out since, so a person has to agree first.

Every mailbox is paused. Those whose Sent folder is read find out by themselves what has gone out (`sent_folder`), and
it is not sent again; of the others nobody here can tell, and not sending is the lesser harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database import audit
from outreach.database.events import STANDS, Event, record
from outreach.sending.mailboxes import pause_mailbox
from outreach.sending.model import MailboxStatus

_WHY = "this database was restored from a backup"


@dataclass(frozen=True, slots=True)
class Restored:
    """The newest restore that not every mailbox has been resumed after."""

    at: datetime
    #: The newest fact in the backup: what happened since, it does not know.
    knows_until: datetime | None
    #: The mailboxes that still wait for a person.
    waiting: tuple[str, ...]

    @property
    def says(self) -> str:
        until = (
            "nothing"
            if self.knows_until is None
            else f"what happened until {self.knows_until:%Y-%m-%d %H:%M} UTC"
        )
        return (
            f"the database was restored from a backup at {self.at:%Y-%m-%d %H:%M} UTC and knows {until}; nothing is "
            f"sent from {', '.join(self.waiting)} until a person agrees"
        )


#: What a person does about it.
NEXT_STEP = (
    "Let the daemon read once, look at `outreach outbox list --state sent`, then `outreach mailbox resume NAME` "
    "for each."
)


def note(session: Session, mailboxes: Iterable[str], *, noes: int, actor: str, now: datetime) -> None:
    """Write down that this database was restored, and pause these mailboxes and all that it knows.

    `noes`: how many it had forgotten and was told again.
    """
    until = newest_fact_at(session)
    known_until = None if until is None else until.isoformat()
    record(session, Happened.DATABASE_RESTORED, now, actor=actor, knows_until=known_until, noes=noes)
    audit.note(
        session,
        Happened.DATABASE_RESTORED.value,
        actor=actor,
        at=now,
        knows_until=known_until,
        noes=noes,
    )
    rows = session.exec(select(MailboxStatus.name)).all()
    for name in sorted({*mailboxes, *rows}):
        _pause(session, name, actor, now)


def _pause(session: Session, name: str, actor: str, now: datetime) -> None:
    status = session.get(MailboxStatus, name)
    if status is not None and status.paused_at is not None:
        # Whoever resumes it must hear both, and of the restore once, however often it was said.
        if status.paused_why.startswith(_WHY):
            return
        status.paused_why = f"{_WHY}; and before that: {status.paused_why or 'by hand'}"
        session.add(status)
        return
    pause_mailbox(session, name, why=_WHY, actor=actor, now=now)


def standing(session: Session) -> Restored | None:
    """The newest restore, while a mailbox waits for a person because of it."""
    waiting = session.exec(
        select(MailboxStatus.name)
        .where(col(MailboxStatus.paused_at).is_not(None), col(MailboxStatus.paused_why).startswith(_WHY))
        .order_by(MailboxStatus.name)
    ).all()
    if not waiting:
        return None
    fact = session.exec(
        select(Event)
        .where(Event.kind == Happened.DATABASE_RESTORED, STANDS)
        .order_by(col(Event.at).desc())
        .limit(1)
    ).first()
    if fact is None:
        return None
    until = fact.details.get("knows_until")
    return Restored(fact.at, None if until is None else datetime.fromisoformat(until), tuple(waiting))


def newest_fact_at(session: Session) -> datetime | None:
    """Up to when the database knows what happened."""
    return session.exec(select(Event.at).order_by(col(Event.id).desc()).limit(1)).first()
