"""Messages that a server would not hand out: noted, shown, and asked for again an hour later."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.untrusted import one_line
from outreach.inbox.model import UnfetchedMessage

_TRY_AGAIN_AFTER = timedelta(hours=1)


def note(
    session: Session, *, mailbox: str, folder: str, uidvalidity: int, uid: int, trouble: str, now: datetime
) -> None:
    """Remember a message that the server would not hand out; the walk goes on without it."""
    known = session.get(UnfetchedMessage, (mailbox, folder, uidvalidity, uid))
    if known is None:
        known = UnfetchedMessage(
            mailbox=mailbox,
            folder=folder,
            uidvalidity=uidvalidity,
            uid=uid,
            trouble="",
            noticed_at=now,
            tried_at=now,
        )
    known.trouble, known.tried_at = one_line(trouble), now
    session.add(known)


def next_to_try(
    session: Session, *, mailbox: str, folder: str, uidvalidity: int, now: datetime
) -> int | None:
    """A UID in the folder that was not handed out an hour ago or earlier, marked as asked for again now.

    Marked first, and one at a time: where asking for it breaks the line, the others still have their turn.
    """
    due = session.exec(
        select(UnfetchedMessage)
        .where(
            UnfetchedMessage.mailbox == mailbox,
            UnfetchedMessage.folder == folder,
            UnfetchedMessage.uidvalidity == uidvalidity,
            col(UnfetchedMessage.tried_at) <= now - _TRY_AGAIN_AFTER,
        )
        .order_by(col(UnfetchedMessage.tried_at), col(UnfetchedMessage.uid))
    ).first()
    if due is None:
        return None
    due.tried_at = now
    session.add(due)
    return due.uid


def forget(session: Session, *, mailbox: str, folder: str, uidvalidity: int, uid: int) -> None:
    """It has been handed out after all, or is no longer there."""
    known = session.get(UnfetchedMessage, (mailbox, folder, uidvalidity, uid))
    if known is not None:
        session.delete(known)


def listed(session: Session) -> list[UnfetchedMessage]:
    """What the servers would not hand out, to be shown."""
    return list(session.exec(select(UnfetchedMessage).order_by(col(UnfetchedMessage.noticed_at))).all())


def forget_folder(session: Session, *, mailbox: str, folder: str) -> None:
    """The folder was numbered anew: what was not handed out under an old number comes by again under its new one."""
    session.execute(
        sa.delete(UnfetchedMessage).where(
            col(UnfetchedMessage.mailbox) == mailbox, col(UnfetchedMessage.folder) == folder
        )
    )
