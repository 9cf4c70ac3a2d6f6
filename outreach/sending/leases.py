"""Leases in the database: a daemon says that it lives, renews what it has, takes what is free, gives up what is asked.

Each is one statement that names the token it starts from. Whoever has lost a lease finds its token gone: `require`,
called in the transaction that stores what was read, lets nothing of it be committed.
"""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from outreach.core.errors import OutreachError
from outreach.database import locks
from outreach.database.columns import UtcDateTime
from outreach.database.statements import among
from outreach.sending.lease_model import DaemonPresence, MailboxLease
from outreach.sending.lease_share import Standing, wish

#: How long a lease lasts that nobody renews. A dead daemon's mailboxes are read again after that: no no waits longer
#: than a minute for it. And a database that is restarted, or goes over to its stand-by, costs nobody their lease.
LEASE = timedelta(seconds=60)


class LeaseLost(OutreachError):
    """Another daemon has the mailbox now: what this one has read of it is not stored."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is known of a mailbox that another daemon reads: whether it was tried, and its Sent folder looked into."""

    tried: bool
    looked: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """What a daemon has after a turn: its tokens by mailbox, those it is to give up, and what others do."""

    tokens: Mapping[str, str]
    asked_for: frozenset[str]
    elsewhere: Mapping[str, Elsewhere]
    until: datetime


def turn(
    session: Session,
    mailboxes: Collection[str],
    held: Mapping[str, str],
    *,
    owner: str,
    started_at: datetime,
    now: datetime,
    lease: timedelta = LEASE,
) -> Turn:
    """Say that we live, renew what we hold, take what is free, ask for our share. `held`: tokens by mailbox."""
    locks.lease_alone(session)
    until = now + lease
    _live(session, owner, started_at, until)
    kept = _renew(session, held, until)
    living = set(session.connection().execute(_LIVING, {"now": now}).scalars())
    rows = session.connection().execute(_ALL).all()
    standings = [Standing(row.mailbox, row.owner, row.until, row.asked_by) for row in rows]
    wanted = wish(sorted(mailboxes), standings, living, me=owner, now=now)
    tokens = kept | _take(session, wanted.take, owner, until, now)
    if wanted.ask:
        session.connection().execute(_ASK, {"names": list(wanted.ask), "me": owner})
    asked_for = frozenset(
        each.mailbox for each in standings if each.mailbox in kept and each.asked_by in living - {owner}
    )
    elsewhere = {
        row.mailbox: Elsewhere(row.tried_at is not None, row.looked_at is not None)
        for row in rows
        # A row of a restored backup may look as if its daemon lived: only what was renewed since we began counts.
        if row.mailbox not in tokens and row.until > now and row.until - lease > started_at
    }
    return Turn(tokens, asked_for, elsewhere, until)


def require(session: Session, mailbox: str, token: str) -> None:
    """Raise LeaseLost unless the mailbox is still ours; until this transaction ends nobody else can take it."""
    if session.connection().execute(_OURS, {"name": mailbox, "its_token": token}).first() is None:
        raise LeaseLost(f"another daemon reads {mailbox} now")


def give_up(session: Session, held: Mapping[str, str], now: datetime) -> None:
    """These are not read any more: whoever wants them may take them at once."""
    for mailbox, token in sorted(held.items()):
        session.connection().execute(_GIVE_UP, {"name": mailbox, "its_token": token, "now": now})


def leave(session: Session, owner: str, held: Mapping[str, str], now: datetime) -> None:
    """The daemon ends: nobody waits for it."""
    give_up(session, held, now)
    session.connection().execute(sa.delete(DaemonPresence).where(col(DaemonPresence.owner) == owner))


def note_tried(session: Session, mailbox: str, token: str, *, looked: bool, now: datetime) -> None:
    """The mailbox was tried under this token; or read to its end, Sent folder included."""
    values = {"tried_at": now} | ({"looked_at": now} if looked else {})
    session.connection().execute(
        sa.update(_LEASE).where(_LEASE.c.mailbox == mailbox, _LEASE.c.token == token).values(**values)
    )


def _live(session: Session, owner: str, started_at: datetime, until: datetime) -> None:
    insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    session.connection().execute(
        insert(DaemonPresence)
        .values(owner=owner, started_at=started_at, until=until)
        .on_conflict_do_update(index_elements=["owner"], set_={"until": until})
    )
    # Nobody asks for the dead any more once their claims are free; the rows would grow with every restart.
    session.connection().execute(
        sa.delete(DaemonPresence).where(col(DaemonPresence.until) < until - _FORGOTTEN_AFTER)
    )


def _renew(session: Session, held: Mapping[str, str], until: datetime) -> dict[str, str]:
    """Those of our leases that are still ours, put off."""
    if not held:
        return {}
    asked = {"names": sorted(held), "tokens": sorted(held.values()), "new_end": until}
    rows = session.connection().execute(_RENEW, asked).all()
    return {row.mailbox: row.token for row in rows if held.get(row.mailbox) == row.token}


def _take(
    session: Session, mailboxes: Collection[str], owner: str, until: datetime, now: datetime
) -> dict[str, str]:
    """Those of these that nobody else was quicker to take, with their new tokens."""
    insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    taken = {}
    for mailbox in mailboxes:
        fresh = {"owner": owner, "token": secrets.token_hex(8), "until": until}
        fresh |= {"asked_by": None, "tried_at": None, "looked_at": None}
        statement = (
            insert(MailboxLease)
            .values(mailbox=mailbox, **fresh)
            .on_conflict_do_update(
                index_elements=["mailbox"], set_=fresh, where=col(MailboxLease.until) <= now
            )
            .returning(_LEASE.c.token)
        )
        token = session.connection().execute(statement).scalar()
        if token is not None:
            taken[mailbox] = str(token)
    return taken


_FORGOTTEN_AFTER = timedelta(days=1)
_LEASE = MailboxLease.__table__  # type: ignore[attr-defined]
_AT = sa.bindparam("now", type_=UtcDateTime())
_LIVING = sa.select(col(DaemonPresence.owner)).where(col(DaemonPresence.until) > _AT)
_ALL = sa.select(_LEASE).order_by(_LEASE.c.mailbox)
_OURS = (
    sa.select(_LEASE.c.mailbox)
    .where(_LEASE.c.mailbox == sa.bindparam("name"), _LEASE.c.token == sa.bindparam("its_token"))
    .with_for_update(read=True)
)
_RENEW = (
    sa.update(_LEASE)
    .where(among(_LEASE.c.mailbox, "names"), among(_LEASE.c.token, "tokens"))
    .values(until=sa.bindparam("new_end", type_=UtcDateTime()))
    .returning(_LEASE.c.mailbox, _LEASE.c.token)
)
_ASK = sa.update(_LEASE).where(among(_LEASE.c.mailbox, "names")).values(asked_by=sa.bindparam("me"))
_GIVE_UP = (
    sa.update(_LEASE)
    .where(_LEASE.c.mailbox == sa.bindparam("name"), _LEASE.c.token == sa.bindparam("its_token"))
    # The token goes with it: what is still on its way to be stored is not.
    .values(until=_AT, token="")
)
