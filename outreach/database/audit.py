"""Who did what, for good: an append-only record in which every entry is chained to the one before it.

An entry says what a person, or the daemon, did to whom: imports, approvals, opt-outs, overrides, erasures. It holds
no personal data of those we write to: `subject` is a keyed hash of an address or a plain number, so that an entry
survives an erasure. Entries are chained when their unit of work commits (`seal`, called by the database itself): each
holds the SHA-256 of itself and the entry before it, so that one which is changed, taken out or put in between breaks
every hash from there on. Whoever keeps the newest hash elsewhere also sees when the end was cut off.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel

from outreach.core.addresses import without_local_parts
from outreach.database.columns import UtcDateTime
from outreach.database.workspace import keyed_hash, workspace_key

#: What the first entry is chained to.
BEGINNING = "0" * 64

#: Details that somebody has typed. An entry is never changed, so what stands there outlives an erasure.
_OWN_WORDS = frozenset({"why", "reason", "note", "legal_basis", "file", "name"})

_NOTED = "outreach.audit_noted"
# PostgreSQL's advisory lock of those who append; any number will do that no other program takes here.
_APPENDING = 7_264_303
_AT_ONCE = 1_000


class AuditEntry(SQLModel, table=True):
    """One entry. `position` and `hash` are given at the commit; both are then never empty."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    #: From 1, without gaps.
    position: int | None = Field(default=None, unique=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    #: What was done, in the past tense: `list_imported`, `person_erased`.
    action: str
    #: Whom or what it was done to; a person only as `subject_of` says.
    subject: str = Field(default="", index=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    hash: str | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking the chain has shown. `broken_at`: the first position at which it does not hold; None: it holds."""

    entries: int
    head: str
    broken_at: int | None = None


def note(
    session: Session, action: str, *, actor: str, at: datetime, subject: str = "", **details: Any
) -> None:
    """Write one entry in the caller's unit of work. `details` are plain JSON values without personal data; from what
    people have put into their own words (`_OWN_WORDS`) addresses are taken out."""
    said = {
        name: without_local_parts(value) if name in _OWN_WORDS and isinstance(value, str) else value
        for name, value in details.items()
    }
    entry = {"at": at, "actor": actor, "action": action, "subject": subject, "details": said}
    session.connection().execute(_INSERT, entry)
    session.info[_NOTED] = True


def subject_of(session: Session, address: str) -> str:
    """How the record calls a person: the same before and after they were erased, and no way back to the address."""
    return "person:" + keyed_hash(workspace_key(session), "audit", address)[:32]


def seal(session: Session) -> None:
    """Chain what this unit of work has noted. The last thing before its commit: others who append wait meanwhile."""
    if not session.info.pop(_NOTED, False):
        return
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_APPENDING)))
    last = connection.execute(_LAST).first()
    position, before = (0, BEGINNING) if last is None else (last.position, last.hash)
    for entry in connection.execute(_OPEN).all():
        position += 1
        before = _chained(before, position, entry)
        connection.execute(_CHAIN, {"entry": entry.id, "position": position, "hash": before})


def verify(session: Session) -> Verified:
    """Reckon the whole chain again, entry by entry."""
    position, before = 0, BEGINNING
    if session.connection().execute(_BEFORE_FIRST).first() is not None:
        return Verified(0, before, broken_at=1)
    for entry in _in_order(session):
        position += 1
        expected = _chained(before, position, entry)
        if entry.position != position or entry.hash != expected:
            return Verified(position - 1, before, broken_at=position)
        before = expected
    unsealed = session.connection().execute(_OPEN).first()
    return Verified(position, before, broken_at=None if unsealed is None else position + 1)


def holds_hash(session: Session, head: str) -> bool:
    """Whether the chain still has the entry whose hash somebody has kept: if not, its end was cut off, or all of it
    was written anew."""
    return head == BEGINNING or session.connection().execute(_BY_HASH, {"hash": head}).first() is not None


def entry_at(session: Session, position: int) -> AuditEntry | None:
    """The entry that stands at a place of the chain; None where one is missing."""
    found = sa.select(AuditEntry).where(_ENTRY.c.position == position)
    return session.execute(found).scalars().first()


def entries(
    session: Session,
    *,
    subjects: Sequence[str] = (),
    actor: str | None = None,
    action: str | None = None,
    since: datetime | None = None,
    newest: int | None = None,
) -> list[AuditEntry]:
    """Entries in the order of the chain; of many, the `newest` so many."""
    statement = sa.select(AuditEntry).order_by(_ENTRY.c.position.desc()).limit(newest)
    if subjects:
        statement = statement.where(_ENTRY.c.subject.in_(subjects))
    if actor is not None:
        statement = statement.where(_ENTRY.c.actor == actor)
    if action is not None:
        statement = statement.where(_ENTRY.c.action == action)
    if since is not None:
        statement = statement.where(_ENTRY.c.at >= since)
    return list(session.execute(statement).scalars())[::-1]


def _in_order(session: Session) -> Iterator[sa.Row[Any]]:
    after = 0
    while rows := session.connection().execute(_NEXT, {"after": after}).all():
        yield from rows
        after = rows[-1].position


def _chained(before: str, position: int, entry: Any) -> str:
    """SHA-256 over the hash before it and the entry as canonical JSON (sorted keys, no spaces, UTF-8)."""
    said = [before, position, entry.at.isoformat(), entry.actor, entry.action, entry.subject, entry.details]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


_ENTRY = AuditEntry.__table__  # type: ignore[attr-defined]
_INSERT = sa.insert(_ENTRY)
_LAST = (
    sa.select(_ENTRY.c.position, _ENTRY.c.hash)
    .where(_ENTRY.c.position.is_not(None))
    .order_by(_ENTRY.c.position.desc())
    .limit(1)
)
_BEFORE_FIRST = sa.select(_ENTRY.c.id).where(_ENTRY.c.position < 1).limit(1)
_BY_HASH = sa.select(_ENTRY.c.id).where(_ENTRY.c.hash == sa.bindparam("hash")).limit(1)
_OPEN = sa.select(_ENTRY).where(_ENTRY.c.position.is_(None)).order_by(_ENTRY.c.id)
_NEXT = (
    sa.select(_ENTRY)
    .where(_ENTRY.c.position > sa.bindparam("after"))
    .order_by(_ENTRY.c.position)
    .limit(_AT_ONCE)
)
_CHAIN = (
    sa.update(_ENTRY)
    .where(_ENTRY.c.id == sa.bindparam("entry"))
    .values(position=sa.bindparam("position"), hash=sa.bindparam("hash"))
)
