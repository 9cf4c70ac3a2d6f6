"""Sequence definitions as they were frozen into the database."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import SequenceVersion

_MOST_KEPT = 200
#: Under which a session keeps what it has read: one unit of work asks for the same version again and again.
_READ = "outreach.definitions"
_parsed: dict[str, SequenceDefinition] = {}


def freeze(session: Session, definition: SequenceDefinition, now: datetime) -> SequenceVersion:
    """The version that holds exactly this definition: the one there is, or the next one.

    Files that go back to an older wording make that one the newest again: its number is the next one, too.
    """
    digest = definition.digest
    known = session.exec(
        select(SequenceVersion).where(
            SequenceVersion.name == definition.name, SequenceVersion.digest == digest
        )
    ).first()
    newest = session.exec(
        select(sa.func.max(SequenceVersion.version)).where(SequenceVersion.name == definition.name)
    ).one()
    if known is not None:
        if known.version != newest:
            known.version = (newest or 0) + 1
            session.add(known)
            session.flush()
        return known
    version = SequenceVersion(
        name=definition.name,
        version=(newest or 0) + 1,
        digest=digest,
        definition=definition.to_json(),
        created_at=now,
    )
    session.add(version)
    session.flush()
    return version


def definition_of(session: Session, version_id: int) -> SequenceDefinition:
    """The definition that a version froze. A digest stands for its content, so what was read once is kept."""
    known: dict[int, SequenceDefinition] = session.info.setdefault(_READ, {})
    if version_id not in known:
        known[version_id] = _read(session, version_id)
    return known[version_id]


def _read(session: Session, version_id: int) -> SequenceDefinition:
    digest = session.exec(select(SequenceVersion.digest).where(col(SequenceVersion.id) == version_id)).one()
    if digest not in _parsed:
        if len(_parsed) >= _MOST_KEPT:
            _parsed.clear()
        _parsed[digest] = SequenceDefinition.from_json(
            session.get_one(SequenceVersion, version_id).definition
        )
    return _parsed[digest]


def is_known(session: Session, name: str) -> bool:
    """Whether any version of a sequence was frozen."""
    return session.execute(_WITH_NAME, {"name": name}).first() is not None


_WITH_NAME = (
    sa.select(col(SequenceVersion.id)).where(col(SequenceVersion.name) == sa.bindparam("name")).limit(1)
)


def latest(session: Session, name: str) -> SequenceVersion | None:
    """The newest frozen version of a sequence."""
    return session.exec(
        select(SequenceVersion)
        .where(SequenceVersion.name == name)
        .order_by(col(SequenceVersion.version).desc())
    ).first()
