"""The tokens of mailboxes in the database: read, claimed for renewal, replaced, refused. Each is one short statement.

Whoever renews claims the row, commits, talks, and writes what came before using it. The write names the version that
it started from, so that a slow one never puts an old token over a new one.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database import audit
from outreach.sending import mailboxes
from outreach.sending.token_model import MailboxToken

#: How long a claim lasts whose holder says nothing more: longer than one exchange with a token server may take.
CLAIM = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database has of a mailbox."""

    sealed: bytes = field(repr=False)
    version: int
    expires_at: datetime
    trouble: str


def kept(session: Session, mailbox: str) -> Kept | None:
    """None where it was never authorised."""
    row = session.get(MailboxToken, mailbox)
    return None if row is None else Kept(row.sealed, row.version, row.expires_at, row.trouble)


def troubles(session: Session) -> dict[str, str]:
    """Every authorised mailbox, with what is wrong with its authorisation; empty where nothing is."""
    rows = session.connection().execute(sa.select(col(MailboxToken.mailbox), col(MailboxToken.trouble)))
    return {row.mailbox: row.trouble for row in rows}


def claim(session: Session, mailbox: str, version: int, *, owner: str, now: datetime) -> bool:
    """Whether we are the one who renews it now. The loser waits, and finds the tokens renewed."""
    free = col(MailboxToken.claimed_until).is_(None) | (col(MailboxToken.claimed_until) <= now)
    done = session.connection().execute(
        sa.update(MailboxToken)
        .where(_is(mailbox, version), free)
        .values(claimed_by=owner, claimed_until=now + CLAIM)
    )
    return done.rowcount == 1


def let_go(session: Session, mailbox: str, *, owner: str) -> None:
    """Nothing came of it; anybody may try."""
    session.connection().execute(
        sa.update(MailboxToken)
        .where(col(MailboxToken.mailbox) == mailbox, col(MailboxToken.claimed_by) == owner)
        .values(claimed_by=None, claimed_until=None)
    )


def renew(
    session: Session,
    mailbox: str,
    sealed: bytes,
    *,
    version: int,
    expires_at: datetime,
    rotated: bool,
    now: datetime,
) -> bool:
    """Keep renewed tokens. False where somebody else has replaced them meanwhile: theirs are the ones that count."""
    rotation = {"rotated_at": now} if rotated else {}
    done = session.connection().execute(
        sa.update(MailboxToken)
        .where(_is(mailbox, version))
        .values(
            sealed=sealed,
            version=version + 1,
            expires_at=expires_at,
            trouble="",
            claimed_by=None,
            claimed_until=None,
            **rotation,
        )
    )
    return done.rowcount == 1


def refused(session: Session, mailbox: str, version: int, words: str, *, now: datetime) -> bool:
    """A person has to authorise it again: that is noted, and nothing is sent from it until they have.

    False where somebody else has replaced the tokens meanwhile: then it was the old one that was refused.
    """
    done = session.connection().execute(
        sa.update(MailboxToken)
        .where(_is(mailbox, version))
        .values(trouble=words, claimed_by=None, claimed_until=None)
    )
    if done.rowcount != 1:
        return False
    mailboxes.pause_mailbox(session, mailbox, why=words, actor="daemon", now=now)
    return True


def never_authorised(session: Session, mailbox: str, words: str, *, now: datetime) -> None:
    """It is to log in with tokens, and there were never any: nothing is sent from it until there are."""
    mailboxes.pause_mailbox(session, mailbox, why=words, actor="daemon", now=now)


def authorised(
    session: Session, mailbox: str, sealed: bytes, *, expires_at: datetime, actor: str, now: datetime
) -> bool:
    """Keep the tokens that a person has just agreed to. True: the mailbox was paused for want of them, and goes on."""
    row = session.get(MailboxToken, mailbox, with_for_update=True)
    if row is None:
        row = MailboxToken(mailbox=mailbox, sealed=sealed, expires_at=expires_at, rotated_at=now)
        session.add(row)
    else:
        row.sealed, row.version, row.expires_at, row.rotated_at = sealed, row.version + 1, expires_at, now
        row.trouble, row.claimed_by, row.claimed_until = "", None, None
    audit.note(session, "mailbox_authorized", actor=actor, at=now, subject=f"mailbox:{mailbox}")
    status = mailboxes.status_of(session, mailbox)
    goes_on = status.paused_at is not None and f"outreach mailbox authorize {mailbox}" in status.paused_why
    if goes_on:
        mailboxes.resume_mailbox(session, mailbox, actor=actor, now=now)
    return goes_on


def _is(mailbox: str, version: int) -> sa.ColumnElement[bool]:
    return (col(MailboxToken.mailbox) == mailbox) & (col(MailboxToken.version) == version)
