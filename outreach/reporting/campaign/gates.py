"""Every gate between one person and their next mail, with its numbers, and when the next mail may go."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.errors import NotFound
from outreach.prospects.service import find_contact
from outreach.qualification.waiting import waiting_for_person
from outreach.reporting.campaign.gate import Gate
from outreach.reporting.campaign.gates_of_limits import LIVE, limit_gates
from outreach.reporting.campaign.gates_of_run import run_gates
from outreach.sending.identity import SendingRules
from outreach.sequences import versions
from outreach.sequences.model import Campaign, Enrollment

__all__ = ["LIVE", "Explained", "Gate", "explain"]


@dataclass(frozen=True, slots=True)
class Explained:
    """One run's way to its next mail. `next_at` is None where nothing more goes out by itself.

    It never goes before `next_at`, and goes then if the others who wait for the same limits leave room for it: what
    becomes of all of them together, the forecast says.
    """

    campaign: str
    sequence: str
    state: str
    next_step: str | None
    gates: tuple[Gate, ...]
    next_at: datetime | None


def explain(session: Session, text: str, rules: SendingRules, now: datetime) -> list[Explained]:
    """Every run of a person, the newest first. Raises NotFound for somebody who is in none."""
    contact = find_contact(session, text)
    runs = session.exec(
        select(Enrollment).where(Enrollment.contact_id == contact.id).order_by(col(Enrollment.id).desc())
    ).all()
    if not runs:
        raise NotFound(f"{contact.address} is in no campaign. `outreach campaign start` enrolls a list.")
    waiting = waiting_for_person(session)
    explained = []
    for run in runs:
        campaign = session.get_one(Campaign, run.campaign_id)
        definition = versions.definition_of(session, run.sequence_version_id)
        over = run.next_step >= len(definition.steps)
        gates = [
            *run_gates(session, contact, run, campaign, rules, now),
            *limit_gates(session, contact, run, campaign, rules, now, waiting=waiting),
        ]
        all_open = None if over else _all_open(gates, now)
        explained.append(
            Explained(
                campaign=campaign.name,
                sequence=run.sequence,
                state=run.state.value,
                next_step=None if over else definition.steps[run.next_step].name,
                gates=tuple(gates),
                next_at=None if all_open is None else rules.timing.opens(all_open, definition, contact),
            )
        )
    return explained


def _all_open(gates: list[Gate], now: datetime) -> datetime | None:
    """When the last of the gates has opened; None where one never does by itself."""
    # A rehearsal does not keep us from saying when the mail would go.
    shut = [gate for gate in gates if not gate.is_open and gate.name != LIVE]
    moments = [gate.opens_at for gate in shut if gate.opens_at is not None]
    return None if len(moments) < len(shut) else max([now, *moments])
