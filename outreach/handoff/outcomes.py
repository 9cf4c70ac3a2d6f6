"""What becomes of a confirmed lead, in the database: met, won with its contract, paid month by month, or lost with a
reason; and what follows for the account.

Every one of them locks the lead first and goes through the one move of a lead. A won account is a customer and gets
no mail of a campaign any more; a lost one rests for half a year.
"""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database import locks
from outreach.handoff import account_follows
from outreach.handoff import service as hand_off
from outreach.handoff.money import in_words
from outreach.handoff.outcome_audit import note
from outreach.handoff.outcome_model import (
    MEETING_TRANSITIONS,
    Contract,
    Loss,
    LostReason,
    Meeting,
    MeetingEvent,
    MeetingState,
    Payment,
)
from outreach.handoff.policy import Command
from outreach.handoff.rules import HandOffRules
from outreach.handoff.team import Role
from outreach.prospects.costs import Cost
from outreach.qualification.leads import service as leads
from outreach.qualification.leads.model import Lead, LeadEvent, LeadState

#: Who notes payments: whoever sells, keeps the account or leads. A finder does not write their own bonus.
_COUNTS_MONEY = (Role.SALESPERSON, Role.ACCOUNT_MANAGER, Role.MANAGER)
_LONGEST_REFERENCE = 60


@dataclass(frozen=True, slots=True)
class Terms:
    """What was signed. `starts_on` is the first of a month."""

    amount: Cost
    starts_on: date | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Won:
    """A contract; whose the client is now, and why theirs."""

    contract: Contract
    account_manager: str
    why: str


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as it counts now. `change`: by how much it differs from what was known, in hundredths."""

    payment: Payment
    change: int


# --- meetings -------------------------------------------------------------------------------------------------------


def meet(
    session: Session,
    lead_id: int,
    day: date,
    event: MeetingEvent | None,
    *,
    rules: HandOffRules,
    actor: str,
    now: datetime,
    text: str = "",
) -> Meeting:
    """Agree on a meeting (`event` None), or say what came of it. Only one that was held moves the lead.

    Raises Refused for a meeting that was held in the future, or that lies in the past and is only agreed on.
    """
    lead = hand_off.locked(session, lead_id)
    hand_off.require(session, lead, Command.MEETING, actor, rules, now)
    _require_day(day, event, now)
    meeting = _planned(session, lead) or Meeting(lead_id=lead.id or 0, held_on=day, at=now, actor=actor)
    event = event or (MeetingEvent.MOVED if meeting.id is not None else None)
    if event is not None:
        meeting.state = MEETING_TRANSITIONS[meeting.state, event]
    meeting.held_on, meeting.at, meeting.actor = day, now, actor
    meeting.note = one_line(text, 500) or meeting.note
    session.add(meeting)
    session.flush()
    if meeting.state is MeetingState.HELD:
        why = f"met on {day}" + (f": {meeting.note}" if meeting.note else "")
        leads.move(session, lead, LeadEvent.MET, actor=actor, now=now, why=why, meeting=meeting.id)
    note(session, lead, f"meeting_{meeting.state.value}", actor, now, meeting=meeting.id, on=day.isoformat())
    return meeting


def meetings_of(session: Session, lead_id: int) -> list[Meeting]:
    return list(
        session.exec(select(Meeting).where(Meeting.lead_id == lead_id).order_by(col(Meeting.id))).all()
    )


def _planned(session: Session, lead: Lead) -> Meeting | None:
    return session.exec(
        select(Meeting).where(Meeting.lead_id == lead.id, Meeting.state == MeetingState.PLANNED)
    ).first()


def _require_day(day: date, event: MeetingEvent | None, now: datetime) -> None:
    # A day ahead is forgiven: it is tomorrow already where they met.
    days_ahead = (day - now.date()).days
    if event is MeetingEvent.HELD and days_ahead > 1:
        raise Refused(f"{day} has not come yet: leave out --held, and say it afterwards.")
    if event is None and days_ahead < -1:
        raise Refused(f"{day} is over: say --held or --missed.")


# --- won ------------------------------------------------------------------------------------------------------------


def win(
    session: Session,
    lead_id: int,
    terms: Terms,
    *,
    to: str | None = None,
    rules: HandOffRules,
    actor: str,
    now: datetime,
) -> Won:
    """A contract: an account manager takes over (`to`, or whoever keeps the fewest), and the account is a customer."""
    locks.forbid(session)
    lead = hand_off.locked(session, lead_id)
    hand_off.require(session, lead, Command.WON, actor, rules, now)
    if terms.amount.cents <= 0:
        raise Refused("A contract has an amount: give it with --amount 12000.")
    manager, why = _account_manager(session, lead, to, rules, now)
    contract = Contract(
        lead_id=lead.id or 0,
        amount_cents=terms.amount.cents,
        currency=terms.amount.currency,
        starts_on=terms.starts_on,
        months=terms.months,
        at=now,
        actor=actor,
        account_manager=manager,
    )
    session.add(contract)
    money: dict[str, int | str] = {
        "amount_cents": terms.amount.cents,
        "currency": terms.amount.currency,
    }
    moved_why = f"{terms.amount}" + (f" over {terms.months} months" if terms.months else "")
    leads.move(session, lead, LeadEvent.WON, actor=actor, now=now, why=moved_why, **money)
    note(session, lead, "lead_won", actor, now, **money)
    if manager:
        leads.assign(session, lead, manager, actor=actor, now=now)
    account_follows.won(session, lead, actor=actor, now=now)
    return Won(contract, manager, why)


def contract_of(session: Session, lead_id: int) -> Contract | None:
    return session.exec(select(Contract).where(Contract.lead_id == lead_id)).first()


def _account_manager(
    session: Session, lead: Lead, to: str | None, rules: HandOffRules, now: datetime
) -> tuple[str, str]:
    """Who takes a client over, and why they do; nobody where the team has no account manager at work."""
    managers = rules.team.of(Role.ACCOUNT_MANAGER)
    if to is not None:
        one = rules.team.find(to)
        if one is None or one.role is not Role.ACCOUNT_MANAGER:
            known = ", ".join(each.name for each in managers) or "none"
            raise Refused(f'"{to}" is no account manager in [[team]]. There are: {known}.')
        return one.name, "chosen by a person"
    there = [each for each in managers if not each.is_absent(now)]
    if not there:
        absent = "all account managers are absent" if managers else "there is no account manager in [[team]]"
        return "", f"{absent}: {lead.owner or 'its salesperson'} keeps the client"
    clients = _clients(session)
    # `min` takes the first of equals: then the order of the configuration decides.
    chosen = min(there, key=lambda each: clients.get(each.name, 0))
    count = clients.get(chosen.name, 0)
    return chosen.name, f"keeps the fewest clients: {count}"


def _clients(session: Session) -> dict[str, int]:
    statement = sa.select(col(Contract.account_manager), sa.func.count()).group_by(
        col(Contract.account_manager)
    )
    return {name: int(count) for name, count in session.execute(statement)}


# --- lost -----------------------------------------------------------------------------------------------------------


def lose(
    session: Session,
    lead_id: int,
    reason: LostReason,
    text: str,
    *,
    rules: HandOffRules,
    actor: str,
    now: datetime,
) -> Loss:
    """It came to nothing. Raises Refused where the reason is `other` and nothing says which."""
    if reason is LostReason.OTHER and not text:
        raise Refused("Which other reason? Say it with --note: what is counted as other teaches nobody.")
    locks.forbid(session)
    lead = hand_off.locked(session, lead_id)
    hand_off.require(session, lead, Command.LOST, actor, rules, now)
    loss = Loss(lead_id=lead.id or 0, reason=reason, note=one_line(text, 500), at=now, actor=actor)
    session.add(loss)
    why = f"{reason.value}: {loss.note}" if loss.note else reason.value
    leads.move(session, lead, LeadEvent.LOST, actor=actor, now=now, why=why, reason=reason.value)
    note(session, lead, "lead_lost", actor, now, reason=reason.value)
    account_follows.lost(session, lead, actor=actor, now=now)
    return loss


# --- paid -----------------------------------------------------------------------------------------------------------


def pay(
    session: Session,
    lead_id: int,
    month: date,
    amount: Cost,
    *,
    reference: str = "",
    correction: str = "",
    rules: HandOffRules,
    actor: str,
    now: datetime,
) -> Paid:
    """Note what was paid for a month. The same once more changes nothing; another amount is a correction, with why.

    Raises Refused for a lead that is not won, another currency, a second amount without `correction`.
    """
    lead = hand_off.locked(session, lead_id)
    contract = _require_payable(session, lead, amount, rules, actor)
    month, reference = month.replace(day=1), one_line(reference, _LONGEST_REFERENCE)
    known = _newest(session, lead, month, reference)
    if known is None and amount.cents == 0:
        raise Refused(f"Nothing was noted for {month:%Y-%m}, and nothing was paid: there is nothing to note.")
    if known is None and correction:
        raise Refused(f"Nothing is known yet for {month:%Y-%m}: there is nothing to correct.")
    if known is not None and known.amount_cents == amount.cents:
        return Paid(known, 0)
    if known is not None and not correction:
        raise Refused(
            f"{in_words(known.amount_cents, known.currency)} are noted for {month:%Y-%m} already. Was that wrong?"
            " --correct 'why'. Is it another payment? Give it a --reference."
        )
    kept = Payment(
        lead_id=lead.id or 0,
        month=month,
        reference=reference,
        revision=1 if known is None else known.revision + 1,
        amount_cents=amount.cents,
        currency=contract.currency,
        at=now,
        actor=actor,
        why=one_line(correction, 500),
    )
    session.add(kept)
    session.flush()
    change = amount.cents - (0 if known is None else known.amount_cents)
    _tell_paid(session, lead, kept, change, actor, now)
    return Paid(kept, change)


def payments_of(session: Session, lead_id: int) -> list[Payment]:
    """Everything that was ever noted, in the order in which it was."""
    return list(
        session.exec(select(Payment).where(Payment.lead_id == lead_id).order_by(col(Payment.id))).all()
    )


def standing(payments: list[Payment]) -> list[Payment]:
    """Of each month and reference what counts now, by month."""
    newest = {(each.month, each.reference): each for each in payments}
    return [newest[key] for key in sorted(newest)]


def _newest(session: Session, lead: Lead, month: date, reference: str) -> Payment | None:
    return session.exec(
        select(Payment)
        .where(Payment.lead_id == lead.id, Payment.month == month, Payment.reference == reference)
        .order_by(col(Payment.revision).desc())
    ).first()


def _require_payable(session: Session, lead: Lead, amount: Cost, rules: HandOffRules, actor: str) -> Contract:
    one = rules.team.find(actor)
    if one is None or one.role not in _COUNTS_MONEY:
        roles = ", ".join(role.value for role in _COUNTS_MONEY)
        raise Refused(
            f"{actor} cannot note payments: that is for {roles} in [[team]]. Say who you are with --as."
        )
    contract = contract_of(session, lead.id or 0)
    if lead.state is not LeadState.WON or contract is None:
        raise Refused(
            f"Lead {lead.id} is {lead.state.value}: there is no contract that anything is paid for."
        )
    if amount.currency != contract.currency:
        raise Refused(f"The contract of lead {lead.id} is in {contract.currency}, not in {amount.currency}.")
    if amount.cents < 0:
        raise Refused("A payment is not negative: money that went back is a correction of what was paid.")
    return contract


def _tell_paid(session: Session, lead: Lead, kept: Payment, change: int, actor: str, now: datetime) -> None:
    leads.remember(
        session,
        Happened.PAYMENT_RECEIVED,
        lead,
        now,
        actor=actor,
        payment=kept.id,
        month=kept.month.isoformat(),
        amount_cents=change,
        currency=kept.currency,
        is_correction=kept.revision > 1,
    )
    action = "payment_noted" if kept.revision == 1 else "payment_corrected"
    note(
        session,
        lead,
        action,
        actor,
        now,
        payment=kept.id,
        month=f"{kept.month:%Y-%m}",
        amount_cents=kept.amount_cents,
        change_cents=change,
        currency=kept.currency,
    )
