"""The hand-off in the database: offered, accepted or rejected, returned, confirmed, disqualified; who may, and why.

Every command locks the lead first, so of two who act at the same time one sees what the other did. What follows from
an answer (the next offer, a task) is written in the same unit of work.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.core.errors import NotFound, Refused
from outreach.database import audit
from outreach.handoff import lead_facts
from outreach.handoff.clock import read_clock
from outreach.handoff.mail_model import OfferTold
from outreach.handoff.model import (
    OFFER_TRANSITIONS,
    TAKEN,
    Offer,
    OfferEvent,
    OfferState,
    RejectionReason,
)
from outreach.handoff.policy import Command, judge
from outreach.handoff.routing import Routed, route
from outreach.handoff.rules import HandOffRules
from outreach.handoff.tasks import ANSWER_UNCLEAR, NOBODY_TAKES_IT, QUALIFY_AGAIN, drop_tasks, open_task
from outreach.handoff.team import Role
from outreach.handoff.telling import tell
from outreach.handoff.working_hours import business_hours_after
from outreach.prospects.model import Contact
from outreach.qualification.leads import service as leads
from outreach.qualification.leads.model import Lead, LeadEvent, LeadState

#: Who is offered a lead next, and why nobody is, where nobody is left.
_BACK_TO_FINDER = (RejectionReason.CLERICAL, RejectionReason.DEFINITIONAL)


@dataclass(frozen=True, slots=True)
class Answered:
    """An offer that was turned down or let pass, and where the lead went: `following` is None where it stayed."""

    offer: Offer
    following: Offer | None
    #: In words: to whom and by which rule, or why to nobody.
    where: str


# --- offering -------------------------------------------------------------------------------------------------------


def planned(session: Session, lead: Lead, rules: HandOffRules, now: datetime) -> Routed:
    """To whom routing would give the lead now. Nothing is written."""
    return route(
        rules.routing,
        rules.team,
        lead_facts.traits_of(session, lead),
        work=lead_facts.work_of_everybody(session),
        finders=lead_facts.finders_of(session, lead),
        passed=lead_facts.passed_by(session, lead),
        now=now,
        knows_it=lead_facts.who_sent_it_back(session, lead),
    )


def offer(
    session: Session,
    lead_id: int,
    *,
    to: str | None = None,
    rules: HandOffRules,
    actor: str,
    now: datetime,
) -> Offer:
    """Offer a qualified lead to a salesperson: to whom routing says, or `to` whom a person says.

    Raises Refused where nobody is left, where `to` may not have it, or where it has to be completed first.
    """
    lead = locked(session, lead_id)
    require(session, lead, Command.OFFER, actor, rules, now)
    _require_complete(session, lead)
    routed = planned(session, lead, rules, now) if to is None else _chosen(session, lead, to, rules)
    if routed.salesperson is None:
        raise Refused(f"Lead {lead.id} stays where it is: {routed} {_mended_by(rules)}")
    return give(session, lead, routed, rules, actor=actor, now=now)


def give(
    session: Session, lead: Lead, routed: Routed, rules: HandOffRules, *, actor: str, now: datetime
) -> Offer:
    """Write the offer down and tell the salesperson. The caller has locked the lead, and knows that it may go."""
    assert routed.salesperson is not None
    settle(session, lead, now)
    hours = rules.hours_of(routed.salesperson)
    made = Offer(
        lead_id=lead.id or 0,
        salesperson=routed.salesperson,
        offered_at=now,
        offered_by=actor,
        routed=str(routed),
        rule=routed.rule,
        clock_at=now,
        aim_at=business_hours_after(now, rules.aim, hours),
        limit_at=business_hours_after(now, rules.limit, hours),
    )
    leads.move(
        session, lead, LeadEvent.OFFERED, actor=actor, now=now, why=str(routed), salesperson=made.salesperson
    )
    session.add(made)
    session.flush()
    drop_tasks(session, lead, now)
    note(session, lead, made, "lead_offered", actor, now)
    tell(session, made, OfferTold.OFFERED, now)
    return made


def pass_on(
    session: Session, lead: Lead, over: Offer, rules: HandOffRules, *, actor: str, now: datetime
) -> Answered:
    """After an offer came to nothing: to the next, or a task for a manager where nobody is left."""
    routed = planned(session, lead, rules, now)
    if routed.salesperson is not None:
        following = give(session, lead, routed, rules, actor=actor, now=now)
        return Answered(over, following, str(routed))
    tell_nobody_takes_it(session, lead, routed, rules, now)
    return Answered(over, None, str(routed))


def tell_nobody_takes_it(
    session: Session, lead: Lead, routed: Routed, rules: HandOffRules, now: datetime
) -> bool:
    """A task for a manager, once. True where it is a new one."""
    managers = rules.team.of(Role.MANAGER)
    owner = managers[0].name if managers else lead.finder
    text = f"lead {lead.id} is with nobody: {routed} `outreach leads offer {lead.id} --to NAME` gives it to somebody"
    return open_task(session, lead, NOBODY_TAKES_IT, text, owner=owner, now=now)


# --- answering ------------------------------------------------------------------------------------------------------


def accept(
    session: Session,
    lead_id: int,
    *,
    rules: HandOffRules,
    actor: str,
    now: datetime,
    offer_id: int | None = None,
) -> Offer:
    """Take a lead that was offered. `offer_id`: only if it is still this offer that waits."""
    lead, its_offer = _answerable(session, lead_id, Command.ACCEPT, rules, actor, now, offer_id)
    wind(its_offer, rules, now)
    _change(its_offer, OfferEvent.ACCEPTED)
    its_offer.answered_at, its_offer.answered_by = now, actor
    lead.owner = its_offer.salesperson
    who = its_offer.salesperson
    leads.move(
        session, lead, LeadEvent.ACCEPTED, actor=actor, now=now, why=_in_place_of(actor, who), salesperson=who
    )
    _written(session, lead, its_offer, "lead_accepted", actor, now)
    tell(session, its_offer, OfferTold.ACCEPTED, now)
    return its_offer


def reject(
    session: Session,
    lead_id: int,
    *,
    rules: HandOffRules,
    actor: str,
    reason: RejectionReason,
    note: str = "",
    now: datetime,
    offer_id: int | None = None,
) -> Answered:
    """Do not take a lead. Mis-routed it goes to the next salesperson, otherwise back to its finder with a task."""
    if not note:
        raise Refused(
            "Say in a few words what is wrong with it (--note): whoever gets it back needs to know."
        )
    lead, over = _answerable(session, lead_id, Command.REJECT, rules, actor, now, offer_id)
    wind(over, rules, now)
    _change(over, OfferEvent.REJECTED)
    over.answered_at, over.answered_by, over.reason, over.note = now, actor, reason, note
    leads.move(
        session,
        lead,
        LeadEvent.REJECTED,
        actor=actor,
        now=now,
        why=f"{reason.value}: {note}",
        reason=reason.value,
        salesperson=over.salesperson,
    )
    _written(session, lead, over, "lead_rejected", actor, now, reason=reason.value)
    tell(session, over, OfferTold.REJECTED, now)
    if reason not in _BACK_TO_FINDER:
        return pass_on(session, lead, over, rules, actor=actor, now=now)
    asked = "lacks something" if reason is RejectionReason.CLERICAL else "does not meet the definition"
    text = (
        f"{over.salesperson} says that lead {lead.id} {asked}: {note}. `outreach leads qualify {lead.id}`,"
        f" then `outreach leads offer {lead.id}`; or `outreach leads disqualify {lead.id}`"
    )
    back_to = _back_to_finder(session, lead, text, now) or "whoever qualifies"
    return Answered(over, None, f"goes back to {back_to}, to be completed.")


def return_(
    session: Session, lead_id: int, *, rules: HandOffRules, actor: str, why: str, now: datetime
) -> Offer:
    """Send an accepted lead back to be qualified once more, at any time before it is won or lost."""
    if not why:
        raise Refused("Why does it go back? Say it with --reason: its finder has to know what to ask.")
    lead = locked(session, lead_id)
    require(session, lead, Command.RETURN, actor, rules, now)
    returned = _taken(session, lead)
    _change(returned, OfferEvent.RETURNED)
    returned.ended_at = now
    leads.move(
        session,
        lead,
        LeadEvent.RETURNED,
        actor=actor,
        now=now,
        why=why,
        salesperson=returned.salesperson,
        was_confirmed=returned.confirmed_at is not None,
    )
    _written(session, lead, returned, "lead_returned", actor, now)
    tell(session, returned, OfferTold.RETURNED, now)
    text = f"{returned.salesperson} sends lead {lead.id} back: {why}. `outreach leads qualify {lead.id}` asks once more"
    _back_to_finder(session, lead, text, now)
    return returned


def confirm(
    session: Session, lead_id: int, *, rules: HandOffRules, actor: str, now: datetime, talk: str = ""
) -> Offer:
    """After talking to them: it is a lead. Only this gives its finder the credit. `talk` is kept as a call."""
    lead = locked(session, lead_id)
    require(session, lead, Command.CONFIRM, actor, rules, now)
    confirmed = _taken(session, lead)
    _change(confirmed, OfferEvent.CONFIRMED)
    confirmed.confirmed_at, confirmed.confirmed_by = now, actor
    if talk:
        leads.note(session, lead, talk, is_call=True, actor=actor, now=now)
    who = confirmed.salesperson
    leads.move(
        session,
        lead,
        LeadEvent.CONFIRMED,
        actor=actor,
        now=now,
        why=_in_place_of(actor, who),
        salesperson=who,
    )
    _written(session, lead, confirmed, "lead_confirmed", actor, now)
    tell(session, confirmed, OfferTold.CONFIRMED, now)
    return confirmed


def disqualify(
    session: Session, lead_id: int, *, rules: HandOffRules, actor: str, why: str, now: datetime
) -> Lead:
    """It is no lead: by anybody who works on it before sales has it, by its salesperson after that."""
    lead = locked(session, lead_id)
    require(session, lead, Command.DISQUALIFY, actor, rules, now)
    leads.disqualify(session, lead, why=why, actor=actor, now=now)
    settle(session, lead, now)
    return lead


# --- who and what ---------------------------------------------------------------------------------------------------


def locked(session: Session, lead_id: int) -> Lead:
    """The lead, held until this unit of work ends. Raises NotFound."""
    lead = session.get(Lead, lead_id)
    if lead is None:
        raise NotFound(f"There is no lead {lead_id}. `outreach leads list --all` shows them.")
    leads.lock(session, lead)
    return lead


def require(
    session: Session, lead: Lead, command: Command, actor: str, rules: HandOffRules, now: datetime
) -> None:
    """Raise Refused where this person may not do this to the lead, by `policy.MAY`."""
    current = lead_facts.current_offer(session, lead)
    salesperson = "" if current is None else current.salesperson
    one = rules.team.find(salesperson)
    part = lead_facts.part_of(
        actor,
        current,
        lead_facts.finders_of(session, lead),
        rules,
        absent=one is None or one.is_absent(now),
    )
    judgement = judge(command, lead.state, part, who=salesperson or "a salesperson")
    if not judgement.is_allowed:
        raise Refused(f"Lead {lead.id}: {actor} cannot {_DOING[command]}: {judgement.why_not}.")


_DOING = {
    Command.OFFER: "offer it",
    Command.ACCEPT: "accept it",
    Command.REJECT: "reject it",
    Command.RETURN: "return it",
    Command.CONFIRM: "confirm it",
    Command.DISQUALIFY: "disqualify it",
    Command.NURTURE: "put it into nurture",
    Command.PROPOSAL: "note a proposal",
    Command.MEETING: "note a meeting",
    Command.WON: "note that it is won",
    Command.LOST: "note that it is lost",
}


def wind(its_offer: Offer, rules: HandOffRules, now: datetime) -> None:
    """Write down what has passed of the salesperson's working time."""
    reading = read_clock(
        its_offer.salesperson,
        worked_seconds=its_offer.worked_seconds,
        clock_at=its_offer.clock_at,
        rules=rules,
        now=now,
    )
    its_offer.worked_seconds, its_offer.clock_at = reading.seconds, reading.at
    its_offer.aim_at, its_offer.limit_at = reading.aim_at, reading.limit_at


def settle(session: Session, lead: Lead, now: datetime) -> list[Offer]:
    """End the offers of a lead that has gone elsewhere: disqualified, put into nurture, or they have said no.

    Those moves are made where nobody knows of offers. It is looked again at each turn of the daemon, and before each
    new offer. Returns the offers that it has ended.
    """
    ended = []
    for each in lead_facts.offers_of(session, lead):
        is_stale = (each.state is OfferState.OPEN and lead.state is not LeadState.OFFERED) or (
            each.state is OfferState.ACCEPTED and lead.state is not LeadState.ACCEPTED
        )
        if is_stale:
            if each.state is OfferState.OPEN:
                each.answered_at, each.answered_by = now, "daemon"
            else:
                each.ended_at = now
            _change(each, OfferEvent.LEAD_LEFT)
            session.add(each)
            ended.append(each)
    session.flush()
    for each in ended:
        is_no_lead = lead.state is LeadState.DISQUALIFIED and each.state is OfferState.ENDED
        tell(session, each, OfferTold.DISQUALIFIED if is_no_lead else OfferTold.WITHDRAWN, now)
    if lead.ended_at is not None:
        drop_tasks(session, lead, now)
    return ended


def note(
    session: Session, lead: Lead, its_offer: Offer, action: str, actor: str, now: datetime, **details: str
) -> None:
    """An entry in the audit, without anything that was written about the person."""
    contact = session.get_one(Contact, lead.contact_id)
    audit.note(
        session,
        action,
        actor=actor,
        at=now,
        subject=audit.subject_of(session, contact.address),
        lead=lead.id,
        offer=its_offer.id,
        salesperson=its_offer.salesperson,
        **details,
    )


def _answerable(
    session: Session,
    lead_id: int,
    command: Command,
    rules: HandOffRules,
    actor: str,
    now: datetime,
    offer_id: int | None,
) -> tuple[Lead, Offer]:
    lead = locked(session, lead_id)
    waiting = lead_facts.open_offer(session, lead)
    if offer_id is not None and (waiting is None or waiting.id != offer_id):
        raise Refused(f"Offer {offer_id} of lead {lead.id} is over: it does not wait for an answer any more.")
    require(session, lead, command, actor, rules, now)
    if waiting is None:
        raise Refused(f"Lead {lead.id} has no open offer; the next turn of `outreach run` offers it again.")
    # What they answered by mail before need not be made out any more.
    drop_tasks(session, lead, now, ANSWER_UNCLEAR)
    return lead, waiting


def _taken(session: Session, lead: Lead) -> Offer:
    current = lead_facts.current_offer(session, lead)
    if current is None or current.state not in TAKEN:
        raise Refused(f"Lead {lead.id} was accepted by nobody: it was moved there by hand.")
    return current


def _mended_by(rules: HandOffRules) -> str:
    """What lets a lead go that routing has nobody for."""
    if not rules.team.of(Role.SALESPERSON):
        return 'Add one to config.toml: a section [[team]] with person, address and role = "salesperson".'
    return "Name somebody with --to, or change [hand_off]."


def _chosen(session: Session, lead: Lead, to: str, rules: HandOffRules) -> Routed:
    one = rules.team.find(to)
    if one is None or one.role is not Role.SALESPERSON:
        known = ", ".join(each.name for each in rules.team.of(Role.SALESPERSON)) or "none"
        raise Refused(f'"{to}" is no salesperson in [[team]]. There are: {known}.')
    if any(rules.team.are_one(one.name, finder) for finder in lead_facts.finders_of(session, lead)):
        raise Refused(f"Lead {lead.id} was found by {one.name}: somebody else has to accept it.")
    return Routed(one.name, None, "chosen by a person")


def _require_complete(session: Session, lead: Lead) -> None:
    last = lead_facts.last_offer(session, lead)
    if lead.state is LeadState.REJECTED and last is not None and last.reason in _BACK_TO_FINDER:
        raise Refused(
            f"Lead {lead.id} was rejected as {last.reason.value}: {last.note or 'no note'}. Complete it first:"
            f" `outreach leads qualify {lead.id}`."
        )


def _back_to_finder(session: Session, lead: Lead, text: str, now: datetime) -> str:
    lead.owner = lead.finder
    session.add(lead)
    open_task(session, lead, QUALIFY_AGAIN, text, owner=lead.finder, now=now)
    return lead.finder


def _written(
    session: Session, lead: Lead, its_offer: Offer, action: str, actor: str, now: datetime, **details: str
) -> None:
    session.add(lead)
    session.add(its_offer)
    session.flush()
    note(session, lead, its_offer, action, actor, now, **details)


def _change(its_offer: Offer, event: OfferEvent) -> None:
    its_offer.state = OFFER_TRANSITIONS[its_offer.state, event]


def _in_place_of(actor: str, salesperson: str) -> str:
    return "" if actor.casefold() == salesperson else f"in place of {salesperson}, who is absent"
