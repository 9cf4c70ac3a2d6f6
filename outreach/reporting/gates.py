"""Every gate between one person and their next mail, with its numbers, and when the next mail may go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound
from outreach.prospects.model import AVOIDED, Account, Contact
from outreach.prospects.service import find_contact, suppression_of
from outreach.sending import outbox
from outreach.sending.identity import SendingRules
from outreach.sending.limits import DAY
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import enrolling, versions
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentState
from outreach.sequences.schedule import in_window, next_opening

#: The gate that `live = false` shuts.
LIVE = "live"


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition. `opens_at` is when it opens by itself; None for one that only a person opens."""

    name: str
    is_open: bool
    says: str
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """One run's way to its next mail. `next_at` is None where nothing more goes out by itself."""

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
    return [_explain(session, contact, run, rules, now) for run in runs]


def _explain(
    session: Session, contact: Contact, run: Enrollment, rules: SendingRules, now: datetime
) -> Explained:
    campaign = session.get_one(Campaign, run.campaign_id)
    definition = versions.definition_of(session, run.sequence_version_id)
    over = run.next_step >= len(definition.steps)
    gates = [
        *_of_person(session, contact),
        *_of_run(session, run, campaign),
        *_of_holds(session, contact, run),
        *_of_time(session, contact, run, rules, now),
        *_of_mailbox(session, run, campaign, rules, now),
    ]
    shut = [gate for gate in gates if not gate.is_open]
    opens = [gate.opens_at for gate in shut if gate.opens_at is not None]
    # A rehearsal does not keep us from saying when the mail would go.
    for_good = any(gate.opens_at is None and gate.name != LIVE for gate in shut) or over
    return Explained(
        campaign=campaign.name,
        sequence=run.sequence,
        state=run.state.value,
        next_step=None if over else definition.steps[run.next_step].name,
        gates=tuple(gates),
        next_at=None if for_good else max([now, *opens]),
    )


def _of_person(session: Session, contact: Contact) -> list[Gate]:
    no = suppression_of(session, contact.address)
    account = session.get_one(Account, contact.account_id)
    said = (
        "not suppressed" if no is None else f"suppressed since {no.created_at:%Y-%m-%d} ({no.reason.value})"
    )
    return [
        Gate("suppression", no is None, said),
        Gate(
            "account", account.status not in AVOIDED, f"{account.name or 'account'} is {account.status.value}"
        ),
    ]


def _of_run(session: Session, run: Enrollment, campaign: Campaign) -> list[Gate]:
    under_way = run.state in (EnrollmentState.ACTIVE, EnrollmentState.PAUSED)
    ended = f"the run is {run.state.value}" + (f": {run.ended_why}" if run.ended_why else "")
    turn = "it is their turn at the account"
    if run.waits_for_turn:
        turn = "a colleague at the account has their turn first"
    return [
        Gate(
            "campaign", campaign.state is CampaignState.RUNNING, f"{campaign.name} is {campaign.state.value}"
        ),
        Gate("run", under_way, ended),
        Gate("turn", not run.waits_for_turn, turn),
    ]


def _of_holds(session: Session, contact: Contact, run: Enrollment) -> list[Gate]:
    if run.state is not EnrollmentState.PAUSED:
        return []
    gates = []
    for hold in enrolling.holds_on(session, contact):
        whom = "the account" if hold.account_id is not None else "they"
        until = "until a person decides" if hold.until is None else f"until {hold.until:%Y-%m-%d}"
        says = f"{whom} held since {hold.created_at:%Y-%m-%d} ({hold.reason.value}) {until}. {hold.note}"
        gates.append(Gate("hold", False, says.strip(), hold.until))
    return gates


def _of_time(
    session: Session, contact: Contact, run: Enrollment, rules: SendingRules, now: datetime
) -> list[Gate]:
    definition = versions.definition_of(session, run.sequence_version_id)
    zone = enrolling.zone_for(definition, contact, rules.default_zone)
    opens = next_opening(now, definition.window, zone)
    gates = [
        Gate(
            "window",
            in_window(now, definition.window, zone),
            f"{definition.window} in {zone.key}",
            opens,
        )
    ]
    if run.due_at is not None:
        gates.append(Gate("due", run.due_at <= now, f"due {run.due_at:%Y-%m-%d %H:%M} UTC", run.due_at))
    return gates + _of_outbox(session, run)


def _of_outbox(session: Session, run: Enrollment) -> list[Gate]:
    mail = session.exec(
        select(OutboundMessage).where(
            OutboundMessage.enrollment_id == run.id, OutboundMessage.step_index == run.next_step
        )
    ).first()
    if mail is None:
        return []
    waits = mail.state in (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.WITHDRAWN)
    says = f"mail {mail.id} is {mail.state.value}" + (f": {mail.answer_text}" if mail.answer_text else "")
    return [Gate("outbox", waits, says, mail.due_at if waits else None)]


def _of_mailbox(
    session: Session, run: Enrollment, campaign: Campaign, rules: SendingRules, now: datetime
) -> list[Gate]:
    name = run.mailbox or (campaign.mailboxes[0] if campaign.mailboxes else "")
    mailbox = rules.mailboxes.get(name)
    live = Gate(LIVE, rules.live, "live = true" if rules.live else "live = false in the configuration")
    if mailbox is None:
        return [live, Gate("mailbox", False, f"the configuration has no mailbox {name}")]
    status = outbox.status_of(session, name)
    used, limit = outbox.spent(session, name, now), outbox.allowed(status, mailbox, now)
    paused = status.paused_why or "not paused"
    return [
        live,
        Gate("mailbox", status.paused_at is None, f"{name}: {paused}"),
        Gate("limit", used < limit, f"{name}: {used} of {limit} in 24 hours", _frees_at(session, name, now)),
        *_rests(name, "quota", status.closed_until, now),
        *_rests(name, "gap", status.next_send_at, now),
    ]


def _rests(mailbox: str, name: str, until: datetime | None, now: datetime) -> list[Gate]:
    if until is None or until <= now:
        return []
    return [Gate(name, False, f"{mailbox}: until {until:%Y-%m-%d %H:%M} UTC", until)]


def _frees_at(session: Session, mailbox: str, now: datetime) -> datetime:
    oldest: Any = session.exec(
        select(sa.func.min(OutboundMessage.in_flight_at)).where(
            OutboundMessage.mailbox == mailbox, col(OutboundMessage.in_flight_at) > now - DAY
        )
    ).one()
    return now if oldest is None else oldest + DAY
