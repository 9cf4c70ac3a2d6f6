"""What a CRM's file says is done here: by the same services and rules as the commands, each row once.

A row that was taken up is known again by what it says, so a file that is read twice, or grows and is read every night,
does nothing twice; and a lead that has been further since then does not fall back. Several steps that lie between
are taken in their order, in the name of the salesperson whose lead it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, select

from outreach.core.errors import OutreachError, Refused
from outreach.core.untrusted import one_line
from outreach.database import audit, locks
from outreach.database.statements import insert_if_absent
from outreach.database.workspace import keyed_hash, workspace_key
from outreach.handoff import lead_facts, outcomes, service
from outreach.handoff.crm_outcomes import LADDER, CrmOutcome, CrmStage
from outreach.handoff.mail_model import CrmRow
from outreach.handoff.model import OfferState
from outreach.handoff.outcome_audit import note
from outreach.handoff.outcome_model import LostReason, MeetingEvent
from outreach.handoff.outcomes import Terms
from outreach.handoff.policy import Command
from outreach.handoff.rules import HandOffRules
from outreach.handoff.team import Role
from outreach.qualification.leads import service as leads
from outreach.qualification.leads.model import Lead, LeadEvent, LeadMove, LeadState

#: Who may say in the name of sales what the CRM says.
_READS_BACK = (Role.SALESPERSON, Role.ACCOUNT_MANAGER, Role.MANAGER)

#: How far on the ladder a lead is. What sales does not have is not on it.
_STANDS_AT: Mapping[LeadState, int] = {
    LeadState.OFFERED: 0,
    LeadState.ACCEPTED: 1,
    LeadState.CONFIRMED: 2,
    LeadState.PROPOSAL: 3,
    LeadState.MEETING: 4,
    LeadState.WON: 5,
}
#: Where a lead stands that a row has ended before.
_ENDS: Mapping[CrmStage, LeadState] = {
    CrmStage.LOST: LeadState.LOST,
    CrmStage.DISQUALIFIED: LeadState.DISQUALIFIED,
}


class Became(StrEnum):
    TAKEN = "taken"
    #: It was taken up before, or is so already.
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TakenRow:
    """What became of one row: the steps that were taken, or why none was."""

    line: int
    lead_id: int
    became: Became
    steps: tuple[str, ...] = ()
    why: str = ""


def take(
    session: Session, outcome: CrmOutcome, *, rules: HandOffRules, actor: str, now: datetime
) -> TakenRow:
    """One row, all of it or nothing. What cannot be done is told, and undone to where it began."""
    locks.forbid(session)
    digest = _digest(session, outcome)
    if session.get(CrmRow, digest) is not None:
        return TakenRow(outcome.line, outcome.lead_id, Became.KNOWN, why="it was read before")
    try:
        with session.begin_nested():
            steps = _taken(session, outcome, rules, actor, now)
            insert_if_absent(session, CrmRow, digest=digest, lead_id=outcome.lead_id, at=now, actor=actor)
    except OutreachError as refusal:
        return TakenRow(outcome.line, outcome.lead_id, Became.REFUSED, why=one_line(str(refusal), 400))
    if not steps:
        return TakenRow(outcome.line, outcome.lead_id, Became.KNOWN, why="it is so already")
    audit.note(
        session, "outcome_read_from_crm", actor=actor, at=now, lead=outcome.lead_id, steps=", ".join(steps)
    )
    return TakenRow(outcome.line, outcome.lead_id, Became.TAKEN, steps)


def _taken(
    session: Session, outcome: CrmOutcome, rules: HandOffRules, actor: str, now: datetime
) -> tuple[str, ...]:
    lead = service.locked(session, outcome.lead_id)
    _require_reader(session, lead, rules, actor)
    if outcome.paid_month is not None:
        return _paid(session, outcome, rules, actor, now)
    assert outcome.stage is not None
    if outcome.stage in LADDER:
        return _climbed(session, lead, outcome, rules, now)
    return _ended(session, lead, outcome, rules, now)


def _require_reader(session: Session, lead: Lead, rules: HandOffRules, actor: str) -> None:
    one = rules.team.find(actor)
    if one is None or one.role not in _READS_BACK:
        roles = ", ".join(role.value for role in _READS_BACK)
        raise Refused(
            f"{actor} cannot read outcomes back: that is for {roles} in [[team]]. Say who you are with --as."
        )
    if any(rules.team.are_one(actor, finder) for finder in lead_facts.finders_of(session, lead)):
        raise Refused(f"{actor} found lead {lead.id}: somebody else has to say what became of it.")


# --- up the ladder --------------------------------------------------------------------------------------------------


def _climbed(
    session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules, now: datetime
) -> tuple[str, ...]:
    assert outcome.stage is not None
    wanted = LADDER.index(outcome.stage)
    at = _STANDS_AT.get(lead.state)
    if at is None:
        raise Refused(
            f"Lead {lead.id} is {lead.state.value}: nothing of {outcome.stage.value} can be noted there."
        )
    who = _whose(session, lead, outcome, rules)
    if at >= wanted:
        _require_same_contract(session, lead, outcome)
        return ()
    steps = LADDER[at + 1 : wanted + 1]
    for step in steps:
        _STEPS[step](session, lead, outcome, rules, who, now)
    return tuple(step.value for step in steps)


def _whose(session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules) -> str:
    """In whose name it is done. A row that names somebody else is about another hand-over of the lead."""
    current = lead_facts.current_offer(session, lead)
    if current is None:
        raise Refused(f"Lead {lead.id} is offered to nobody.")
    if outcome.salesperson and not rules.team.are_one(outcome.salesperson, current.salesperson):
        raise Refused(
            f"Lead {lead.id} is {current.salesperson}'s, not {one_line(outcome.salesperson, 40)}'s."
        )
    return current.salesperson


def _require_same_contract(session: Session, lead: Lead, outcome: CrmOutcome) -> None:
    contract = outcomes.contract_of(session, lead.id or 0)
    if outcome.stage is CrmStage.WON and contract is not None and outcome.amount is not None:
        known = (contract.amount_cents, contract.currency)
        if known != (outcome.amount.cents, outcome.amount.currency):
            raise Refused(f"Lead {lead.id} is won already, and with another amount than {outcome.amount}.")


def _accept(
    session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules, who: str, now: datetime
) -> None:
    service.accept(session, lead.id or 0, rules=rules, actor=who, now=now)


def _confirm(
    session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules, who: str, now: datetime
) -> None:
    service.confirm(session, lead.id or 0, rules=rules, actor=who, now=now)


def _propose(
    session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules, who: str, now: datetime
) -> None:
    """The proposal's text lies in the CRM: that there was one is noted, and nothing is kept as its text."""
    service.require(session, lead, Command.PROPOSAL, who, rules, now)
    why = "made in the CRM" + (f": {outcome.note}" if outcome.note else "")
    leads.move(session, lead, LeadEvent.PROPOSED, actor=who, now=now, why=why)
    note(session, lead, "lead_proposed", who, now)


def _meet(
    session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules, who: str, now: datetime
) -> None:
    day = outcome.on if outcome.on is not None and outcome.on <= now.date() else now.date()
    outcomes.meet(
        session, lead.id or 0, day, MeetingEvent.HELD, rules=rules, actor=who, now=now, text=outcome.note
    )


def _win(
    session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules, who: str, now: datetime
) -> None:
    assert outcome.amount is not None
    terms = Terms(outcome.amount, months=outcome.months)
    outcomes.win(session, lead.id or 0, terms, rules=rules, actor=who, now=now)


_Step = Callable[[Session, Lead, CrmOutcome, HandOffRules, str, datetime], None]
_STEPS: Mapping[CrmStage, _Step] = {
    CrmStage.ACCEPTED: _accept,
    CrmStage.CONFIRMED: _confirm,
    CrmStage.PROPOSAL: _propose,
    CrmStage.MEETING: _meet,
    CrmStage.WON: _win,
}


# --- off the ladder -------------------------------------------------------------------------------------------------


def _ended(
    session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules, now: datetime
) -> tuple[str, ...]:
    assert outcome.stage is not None
    if lead.state is _ENDS.get(outcome.stage):
        return ()
    if _rejected_so(session, lead, outcome, rules) or _returned_so(session, lead, outcome, rules):
        return ()
    who = _whose(session, lead, outcome, rules)
    number = lead.id or 0
    match outcome.stage:
        case CrmStage.REJECTED:
            assert outcome.rejection is not None
            service.reject(
                session,
                number,
                rules=rules,
                actor=who,
                reason=outcome.rejection,
                note=outcome.note,
                now=now,
            )
        case CrmStage.RETURNED:
            service.return_(session, number, rules=rules, actor=who, why=outcome.note, now=now)
        case CrmStage.DISQUALIFIED:
            service.disqualify(session, number, rules=rules, actor=who, why=outcome.note, now=now)
        case _:
            loss = outcome.loss or LostReason.OTHER
            outcomes.lose(session, number, loss, outcome.note, rules=rules, actor=who, now=now)
    return (outcome.stage.value,)


def _rejected_so(session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules) -> bool:
    """Whether this very rejection is known, by mail or command: whom the lead is with now has not rejected it."""
    return outcome.stage is CrmStage.REJECTED and any(
        offer.state is OfferState.REJECTED
        and offer.reason is outcome.rejection
        and (not outcome.salesperson or rules.team.are_one(offer.salesperson, outcome.salesperson))
        for offer in lead_facts.offers_of(session, lead)
    )


def _returned_so(session: Session, lead: Lead, outcome: CrmOutcome, rules: HandOffRules) -> bool:
    """Whether this very return is known: it was the last thing to happen to an offer, or was made in the same words."""
    if outcome.stage is not CrmStage.RETURNED:
        return False
    last = lead_facts.last_offer(session, lead)
    if last is not None and last.state is OfferState.RETURNED:
        return not outcome.salesperson or rules.team.are_one(last.salesperson, outcome.salesperson)
    known = select(LeadMove.id).where(
        LeadMove.lead_id == lead.id, LeadMove.event == LeadEvent.RETURNED, LeadMove.why == outcome.note
    )
    return session.exec(known).first() is not None


def _paid(
    session: Session, outcome: CrmOutcome, rules: HandOffRules, actor: str, now: datetime
) -> tuple[str, ...]:
    assert outcome.paid_month is not None
    assert outcome.amount is not None
    paid = outcomes.pay(
        session,
        outcome.lead_id,
        outcome.paid_month,
        outcome.amount,
        reference=outcome.reference,
        rules=rules,
        actor=actor,
        now=now,
    )
    return (f"paid {outcome.paid_month:%Y-%m}",) if paid.change else ()


def _digest(session: Session, outcome: CrmOutcome) -> str:
    """What the row says, but for its line: nothing of it can be read from the hash."""
    told = (
        outcome.lead_id,
        outcome.stage,
        outcome.salesperson,
        outcome.rejection,
        outcome.loss,
        outcome.note,
        outcome.on,
        outcome.amount,
        outcome.months,
        outcome.paid_month,
        outcome.reference,
    )
    return keyed_hash(workspace_key(session), "crm-row", "|".join(str(each) for each in told))
