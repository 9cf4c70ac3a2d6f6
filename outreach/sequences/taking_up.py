"""An edited sequence is taken up by running campaigns: newcomers get it, who is under way finishes theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.database import audit
from outreach.sequences import campaigns, versions
from outreach.sequences.definition import SequenceDefinition


@dataclass(frozen=True, slots=True)
class TakenUp:
    """One campaign, and the version that its newcomers get from now on."""

    campaign: str
    sequence: str
    version: int


def sequences_of_running(session: Session) -> list[str]:
    """The sequences whose files the running campaigns were started from."""
    return sorted({campaign.sequence for campaign in campaigns.running(session)})


def take_up(
    session: Session,
    definitions: Mapping[str, SequenceDefinition],
    *,
    actor: str,
    now: datetime,
) -> list[TakenUp]:
    """Freeze what has changed, for every running campaign; nobody is enrolled by it.

    `definitions` has the running campaigns' sequences by name, and those that their answers lead to. A sequence that
    only a referral may enter now stays as it was for a campaign over a list.
    """
    frozen = {name: versions.freeze(session, each, now) for name, each in definitions.items()}
    taken = []
    for campaign in campaigns.running(session):
        version = frozen.get(campaign.sequence)
        if version is None or version.id == campaign.sequence_version_id:
            continue
        if definitions[campaign.sequence].requires_referral:
            continue
        campaign.sequence_version_id = version.id
        session.add(campaign)
        audit.note(
            session,
            "sequence_taken_up",
            actor=actor,
            at=now,
            subject=f"campaign:{campaign.id}",
            sequence=campaign.sequence,
            version=version.version,
        )
        taken.append(TakenUp(campaign.name, campaign.sequence, version.version))
    session.flush()
    return taken
