"""The digest's mails in the database: claimed before they go, so that none goes twice; then sent, or not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from outreach.core.untrusted import one_line
from outreach.qualification.notice_retries import next_try
from outreach.reporting.digest.days import DigestRules, is_due
from outreach.reporting.digest.model import DIGEST_TRANSITIONS, Digest, DigestEvent, DigestState

#: Whoever has claimed one and has not been heard of since is dead: longer than any delivery may take.
LEASE = timedelta(minutes=5)

_ROW: Any = Digest.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A digest that is ours to send, and nobody else's."""

    row_id: int
    day: date
    address: str
    attempts: int


def anything_to_do(session: Session, rules: DigestRules, now: datetime) -> bool:
    """Whether `claim` has something to do: asked before a transaction that writes."""
    open_ones = session.exec(
        select(Digest.id).where(col(Digest.state).in_((DigestState.CLAIMED, DigestState.WAITING))).limit(1)
    ).first()
    return open_ones is not None or bool(_addresses(session, rules, now))


def claim(session: Session, rules: DigestRules, now: datetime) -> Claimed | None:
    """The next digest of today that is due, marked as ours before it is sent. Of two who ask at once one gets it."""
    day = now.astimezone(rules.office.zone).date()
    _end_what_is_over(session, day, now)
    for address in _addresses(session, rules, now):
        row_id = _inserted(session, day, address, now)
        if row_id is not None:
            return Claimed(row_id, day, address, 1)
    return _claimed_again(session, day, rules, now)


def sent(session: Session, claimed: Claimed, now: datetime) -> None:
    """The server has taken it."""
    _end(session, claimed, DigestEvent.GOT_THROUGH, sent_at=now, trouble="")


def failed(
    session: Session,
    claimed: Claimed,
    trouble: str,
    rules: DigestRules,
    now: datetime,
    *,
    for_good: bool = False,
) -> None:
    """Nothing of it was taken: it is tried again while its day lasts, with the waits of notices."""
    again = None if for_good else next_try(claimed.attempts, now)
    if again is None or again.astimezone(rules.office.zone).date() != claimed.day:
        _end(session, claimed, DigestEvent.GAVE_UP, trouble=one_line(trouble))
    else:
        _end(session, claimed, DigestEvent.FAILED, trouble=one_line(trouble), due_at=again)


def doubtful(session: Session, claimed: Claimed, trouble: str) -> None:
    """The line broke in the middle: it may have gone out."""
    _end(session, claimed, DigestEvent.LOST, trouble=one_line(trouble))


def _addresses(session: Session, rules: DigestRules, now: datetime) -> list[str]:
    """Who has no digest of today yet, where it is due."""
    day = now.astimezone(rules.office.zone).date()
    if not is_due(day, now, rules):
        return []
    known = set(session.exec(select(Digest.address).where(Digest.day == day)).all())
    return [each for each in rules.to if each not in known]


def _inserted(session: Session, day: date, address: str, now: datetime) -> int | None:
    """The number of the row; None where somebody else has made it a moment ago."""
    insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    row = {
        "day": day,
        "address": address,
        "state": DigestState.CLAIMED,
        "attempts": 1,
        "claimed_at": now,
        "due_at": now,
        "trouble": "",
    }
    made = insert(_ROW).values(row).on_conflict_do_nothing().returning(_ROW.c.id)
    return session.connection().execute(made).scalar()


def _claimed_again(session: Session, day: date, rules: DigestRules, now: datetime) -> Claimed | None:
    """One that waits for another try; nobody gets it any more who left the configuration."""
    waiting = session.exec(
        select(Digest)
        .where(Digest.day == day, Digest.state == DigestState.WAITING, col(Digest.due_at) <= now)
        .order_by(col(Digest.due_at), col(Digest.id))
    ).all()
    for row in waiting:
        if row.address not in rules.to:
            _move(session, DigestEvent.GAVE_UP, _ROW.c.id == row.id, trouble="no longer in digest_to")
            continue
        tries = row.attempts + 1
        number, address = row.id or 0, row.address
        ours = _move(
            session,
            DigestEvent.CLAIMED,
            _ROW.c.id == row.id,
            _ROW.c.attempts == row.attempts,
            attempts=tries,
            claimed_at=now,
        )
        if ours:
            return Claimed(number, day, address, tries)
    return None


def _end_what_is_over(session: Session, day: date, now: datetime) -> None:
    """Whoever died while sending one leaves it unsure; one that waited until its day was over is given up."""
    _move(
        session,
        DigestEvent.LOST,
        _ROW.c.claimed_at <= now - LEASE,
        trouble="whoever sent it did not come back",
    )
    _move(session, DigestEvent.GAVE_UP, _ROW.c.day < day, state_is=DigestState.WAITING)


def _end(session: Session, claimed: Claimed, event: DigestEvent, **values: Any) -> None:
    _move(session, event, _ROW.c.id == claimed.row_id, _ROW.c.attempts == claimed.attempts, **values)


def _move(
    session: Session, event: DigestEvent, *which: Any, state_is: DigestState | None = None, **values: Any
) -> bool:
    """Make `event` happen to every one of these that is in a state for it; whether there was one."""
    moved = 0
    for (before, happened), after in DIGEST_TRANSITIONS.items():
        if happened is event and state_is in (None, before):
            done = session.connection().execute(
                sa.update(_ROW).where(_ROW.c.state == before, *which).values(state=after, **values)
            )
            moved += done.rowcount
    session.expire_all()
    return moved > 0
