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
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.limits import DAY
from outreach.sending.model import MailboxStatus, OutboundMessage, OutboundState
from outreach.sequences import enrolling, versions
from outreach.sequences.model import UNDER_WAY, Campaign, CampaignState, Enrollment

#: The gate that `live = false` shuts.
LIVE = "live"

#: What is in the outbox like this goes on by itself.
_GOES_ON = (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.WITHDRAWN)


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
        *_of_campaign_limit(session, run, campaign, now),
        *_of_mailbox(session, run, campaign, rules, now),
    ]
    return Explained(
        campaign=campaign.name,
        sequence=run.sequence,
        state=run.state.value,
        next_step=None if over else definition.steps[run.next_step].name,
        gates=tuple(gates),
        next_at=None if over else _next_at(session, contact, run, gates, rules, now),
    )


def _next_at(
    session: Session, contact: Contact, run: Enrollment, gates: list[Gate], rules: SendingRules, now: datetime
) -> datetime | None:
    """When the last of the gates has opened and the recipient's window is open too; None where one never opens."""
    shut = [gate for gate in gates if not gate.is_open]
    # A rehearsal does not keep us from saying when the mail would go.
    if any(gate.opens_at is None and gate.name != LIVE for gate in shut):
        return None
    all_open = max([now, *(gate.opens_at for gate in shut if gate.opens_at is not None)])
    definition = versions.definition_of(session, run.sequence_version_id)
    return rules.timing.opens(all_open, definition, contact)


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
    under_way = run.state in UNDER_WAY
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
    if run.state not in UNDER_WAY:
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
    zone = rules.timing.zone(definition, contact)
    gates = [
        Gate(
            "window",
            rules.timing.is_open(now, definition, contact),
            f"{definition.window} in {zone.key}",
            rules.timing.opens(now, definition, contact),
        )
    ]
    if run.due_at is not None:
        gates.append(Gate("due", run.due_at <= now, f"due {_shown(run.due_at)}", run.due_at))
    return gates + _of_outbox(session, run, now)


def _of_outbox(session: Session, run: Enrollment, now: datetime) -> list[Gate]:
    mail = _mail_of(session, run)
    if mail is None:
        return []
    says = f"mail {mail.id} is {mail.state.value}" + (f": {mail.answer_text}" if mail.answer_text else "")
    if mail.state is OutboundState.QUEUED and mail.due_at > now:
        return [Gate("outbox", False, f"{says}, until {_shown(mail.due_at)}", mail.due_at)]
    return [Gate("outbox", mail.state in _GOES_ON, says)]


def _mail_of(session: Session, run: Enrollment) -> OutboundMessage | None:
    """The mail of the run's next step, where it stands in the outbox already."""
    return session.exec(
        select(OutboundMessage).where(
            OutboundMessage.enrollment_id == run.id, OutboundMessage.step_index == run.next_step
        )
    ).first()


def _of_campaign_limit(session: Session, run: Enrollment, campaign: Campaign, now: datetime) -> list[Gate]:
    """How many new prospects the campaign may write to in a day; what is in the outbox has passed this gate."""
    is_new = run.mailbox is None and run.started_at is None
    if campaign.per_day is None or not is_new or _mail_of(session, run) is not None:
        return []
    waiting = col(OutboundMessage.state).in_((OutboundState.QUEUED, OutboundState.CLAIMED))
    used, oldest = session.exec(
        select(sa.func.count(), sa.func.min(OutboundMessage.in_flight_at)).where(
            OutboundMessage.campaign_id == campaign.id,
            col(OutboundMessage.opening).is_(True),
            sa.or_(col(OutboundMessage.in_flight_at) > now - DAY, waiting),
        )
    ).one()
    says = f"{campaign.name}: {used} of {campaign.per_day} new people in 24 hours"
    return [Gate("new people", used < campaign.per_day, says, now if oldest is None else oldest + DAY)]


def _of_mailbox(
    session: Session, run: Enrollment, campaign: Campaign, rules: SendingRules, now: datetime
) -> list[Gate]:
    name = run.mailbox or _likeliest(session, campaign, rules, now)
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
        *_of_reading(mailbox, status, now),
        Gate("limit", used < limit, f"{name}: {used} of {limit} in 24 hours", _frees_at(session, name, now)),
        *_rests(name, "quota", status.closed_until, now),
        *_rests(name, "gap", status.next_send_at, now),
    ]


def _of_reading(mailbox: SendingMailbox, status: MailboxStatus, now: datetime) -> list[Gate]:
    """A mailbox sends only while its replies are read; the daemon's next look into it opens this gate."""
    if not mailbox.is_read:
        return []
    since = "never read" if status.read_at is None else f"read at {_shown(status.read_at)}"
    return [Gate("reading", outbox.read_lately(status, mailbox, now), f"{mailbox.name}: {since}", now)]


def _likeliest(session: Session, campaign: Campaign, rules: SendingRules, now: datetime) -> str:
    """The mailbox that planning would take for somebody new: open, and with most room."""

    def room(name: str) -> tuple[bool, int]:
        status = outbox.status_of(session, name)
        is_open = status.paused_at is None and (status.closed_until is None or status.closed_until <= now)
        return is_open, outbox.allowed(status, rules.mailboxes[name], now) - outbox.spent(session, name, now)

    known = [name for name in campaign.mailboxes if name in rules.mailboxes]
    return max(known, key=room, default=campaign.mailboxes[0] if campaign.mailboxes else "")


def _rests(mailbox: str, name: str, until: datetime | None, now: datetime) -> list[Gate]:
    if until is None or until <= now:
        return []
    return [Gate(name, False, f"{mailbox}: until {_shown(until)}", until)]


def _shown(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _frees_at(session: Session, mailbox: str, now: datetime) -> datetime:
    oldest: Any = session.exec(
        select(sa.func.min(OutboundMessage.in_flight_at)).where(
            OutboundMessage.mailbox == mailbox, col(OutboundMessage.in_flight_at) > now - DAY
        )
    ).one()
    return now if oldest is None else oldest + DAY
