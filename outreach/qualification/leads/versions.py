"""Lead definitions as they were frozen into the database, so that a lead keeps the one that it was judged by."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.database import audit
from outreach.qualification.leads.definition import LeadDefinition
from outreach.qualification.leads.model import LeadDefinitionVersion


def freeze(
    session: Session, definition: LeadDefinition, *, actor: str, now: datetime
) -> LeadDefinitionVersion:
    """The version that holds exactly this definition: the one there is, or the next one."""
    known = session.exec(
        select(LeadDefinitionVersion).where(LeadDefinitionVersion.digest == definition.digest)
    ).first()
    if known is not None:
        return known
    newest = session.exec(select(sa.func.max(LeadDefinitionVersion.version))).one()
    version = LeadDefinitionVersion(
        version=(newest or 0) + 1,
        digest=definition.digest,
        definition=definition.to_json(),
        created_by=actor,
        created_at=now,
    )
    session.add(version)
    session.flush()
    audit.note(
        session,
        "lead_definition_taken_up",
        actor=actor,
        at=now,
        subject=f"lead-definition:{version.version}",
        digest=version.digest,
    )
    return version


def definition_of(session: Session, version_id: int) -> LeadDefinition:
    """The definition that a version froze."""
    return LeadDefinition.from_json(session.get_one(LeadDefinitionVersion, version_id).definition)


def numbers(session: Session) -> dict[int, int]:
    """The version's number by its id."""
    rows = session.exec(select(LeadDefinitionVersion.id, LeadDefinitionVersion.version)).all()
    return {known: number for known, number in rows if known is not None}


def newest(session: Session) -> LeadDefinitionVersion | None:
    """The one that was taken up last."""
    return session.exec(
        select(LeadDefinitionVersion).order_by(col(LeadDefinitionVersion.version).desc())
    ).first()
