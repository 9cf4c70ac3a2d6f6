"""One turn of the hand-off's clock: reminders, offers that ran out, and leads that wait in the pool.

Whatever it does it does under the lead's lock, after looking again: two daemons on one database, or a turn that is
repeated after a crash, remind once and pass on once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zlib import crc32

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.handoff import lead_facts, service
from outreach.handoff.clock import WIND_EVERY, Due, due, read_clock
from outreach.handoff.mail_model import OfferTold
from outreach.handoff.model import OFFER_TRANSITIONS, Offer, OfferEvent, OfferState, RejectionReason
from outreach.handoff.rules import HandOffRules
from outreach.handoff.tasks import NOBODY_TAKES_IT
from outreach.handoff.telling import tell
from outreach.qualification.leads import service as leads
from outreach.qualification.leads.model import Lead, LeadEvent, LeadState
from outreach.sequences.model import Task, TaskState

#: Offers, and leads in the pool, that one turn looks at.
_AT_ONCE = 200
_DAEMON = "daemon"


class Turned(StrEnum):
    REMINDED = "reminded"
    UNTOUCHED = "untouched"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    #: Nobody is left who could get it: a manager has a task.
    WITH_NOBODY = "with_nobody"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One thing that a turn did."""

    lead_id: int
    what: Turned
    salesperson: str = ""


def clock_turn(session: Session, rules: HandOffRules, now: datetime) -> list[ClockEvent]:
    """Everything that is due, in one unit of work. Safe to repeat: what is done is not due any more."""
    return [
        each for lead_id in to_look_at(session, rules, now) for each in look_at(session, lead_id, rules, now)
    ]


def to_look_at(session: Session, rules: HandOffRules, now: datetime) -> list[int]:
    """Leads that may have to be moved, in the one order in which everybody takes their locks."""
    return sorted({*_with_offers(session, now), *_in_the_pool(session, rules, now)})


def look_at(session: Session, lead_id: int, rules: HandOffRules, now: datetime) -> list[ClockEvent]:
    """Do what is due for one lead; nothing where somebody else has done it meanwhile."""
    lead = service.locked(session, lead_id)
    withdrawn = service.settle(session, lead, now)
    if withdrawn:
        return [ClockEvent(lead_id, Turned.WITHDRAWN, each.salesperson) for each in withdrawn]
    if lead.state is LeadState.OFFERED and (waiting := lead_facts.open_offer(session, lead)) is not None:
        return _look_at_offer(session, lead, waiting, rules, now)
    return _look_at_pool(session, lead, rules, now)


def _with_offers(session: Session, now: datetime) -> Sequence[int]:
    """Leads with an offer that may change by itself: its time may have come, or its lead have gone elsewhere."""
    offer, lead = col(Offer.state), col(Lead.state)
    is_due = (
        (col(Offer.limit_at) <= now)
        | (col(Offer.reminded_at).is_(None) & (col(Offer.aim_at) <= now))
        # What has passed is written down now and then: see `clock`.
        | (col(Offer.clock_at) <= now - WIND_EVERY)
    )
    is_stale = ((offer == OfferState.OPEN) & (lead != LeadState.OFFERED)) | (
        (offer == OfferState.ACCEPTED) & (lead != LeadState.ACCEPTED)
    )
    statement = (
        select(Offer.lead_id)
        .join(Lead, col(Lead.id) == col(Offer.lead_id))
        .where(((offer == OfferState.OPEN) & is_due) | is_stale)
    )
    return session.exec(statement.order_by(col(Offer.limit_at)).limit(_AT_ONCE)).all()


def _look_at_offer(
    session: Session, lead: Lead, waiting: Offer, rules: HandOffRules, now: datetime
) -> list[ClockEvent]:
    session.refresh(waiting)
    reading = read_clock(
        waiting.salesperson,
        worked_seconds=waiting.worked_seconds,
        clock_at=waiting.clock_at,
        rules=rules,
        now=now,
    )
    asked = due(reading, rules, is_reminded=waiting.reminded_at is not None)
    service.wind(waiting, rules, now)
    session.add(waiting)
    match asked:
        case Due.LIMIT:
            return _run_out(session, lead, waiting, rules, now)
        case Due.REMINDER:
            return _remind(session, lead, waiting, now)
    session.flush()
    return []


def _remind(session: Session, lead: Lead, waiting: Offer, now: datetime) -> list[ClockEvent]:
    waiting.reminded_at = now
    session.add(waiting)
    session.flush()
    leads.remember(session, Happened.LEAD_REMINDED, lead, now, actor=_DAEMON, salesperson=waiting.salesperson)
    tell(session, waiting, OfferTold.REMINDED, now)
    return [ClockEvent(lead.id or 0, Turned.REMINDED, waiting.salesperson)]


def _run_out(
    session: Session, lead: Lead, over: Offer, rules: HandOffRules, now: datetime
) -> list[ClockEvent]:
    """Untouched: back to the pool, and to the next."""
    over.state = OFFER_TRANSITIONS[over.state, OfferEvent.TIME_RAN_OUT]
    over.answered_at, over.answered_by = now, _DAEMON
    session.add(over)
    hours = int(rules.limit.total_seconds() // 3_600)
    leads.move(
        session,
        lead,
        LeadEvent.TIME_RAN_OUT,
        actor=_DAEMON,
        now=now,
        why=f"{over.salesperson} let {hours} business hours pass",
        salesperson=over.salesperson,
    )
    service.note(session, lead, over, "lead_untouched", _DAEMON, now)
    tell(session, over, OfferTold.UNTOUCHED, now)
    passed_on = service.pass_on(session, lead, over, rules, actor=_DAEMON, now=now)
    done = [ClockEvent(lead.id or 0, Turned.UNTOUCHED, over.salesperson)]
    if passed_on.following is None:
        return [*done, ClockEvent(lead.id or 0, Turned.WITH_NOBODY)]
    return [*done, ClockEvent(lead.id or 0, Turned.OFFERED, passed_on.following.salesperson)]


def _in_the_pool(session: Session, rules: HandOffRules, now: datetime) -> list[int]:
    """Leads that nobody has and routing could give to somebody: who was absent is back, or a rule is new.

    Those that nobody could get before come after the others, and where they are many in an order that each minute
    shuffles anew: so none holds up another.
    """
    in_vain = col(Lead.contact_id).in_(
        select(col(Task.contact_id)).where(
            Task.step == NOBODY_TAKES_IT, Task.state == TaskState.OPEN, col(Task.contact_id).is_not(None)
        )
    )
    waiting = select(col(Lead.id)).where(_waits(rules))
    new = session.exec(
        waiting.where(~in_vain).order_by(col(Lead.qualified_at), col(Lead.id)).limit(_AT_ONCE)
    ).all()
    minute = int(now.timestamp()) // 60
    again = session.exec(waiting.where(in_vain)).all()
    again = sorted(again, key=lambda number: crc32(f"{number}:{minute}".encode()))[:_AT_ONCE]
    return [each for each in (*new, *again) if each is not None]


def _waits(rules: HandOffRules) -> ColumnElement[bool]:
    """What `_look_at_pool` can do something about. A rejection that its finder has to complete is none of it."""
    states = [LeadState.UNTOUCHED, *([LeadState.QUALIFIED] if rules.automatic else [])]
    last_reason = (
        select(Offer.reason)
        .where(Offer.lead_id == Lead.id)
        .order_by(col(Offer.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    misrouted = (col(Lead.state) == LeadState.REJECTED) & (last_reason == RejectionReason.PROCEDURAL)
    # Offered, and yet without an open offer: a decision that had withdrawn it was undone.
    without_offer = (col(Lead.state) == LeadState.OFFERED) & ~(
        select(Offer.id).where(Offer.lead_id == Lead.id, Offer.state == OfferState.OPEN).exists()
    )
    return col(Lead.state).in_(states) | misrouted | without_offer


def _look_at_pool(session: Session, lead: Lead, rules: HandOffRules, now: datetime) -> list[ClockEvent]:
    lead_id = lead.id or 0
    last = lead_facts.last_offer(session, lead)
    match lead.state:
        case LeadState.UNTOUCHED:
            pass
        case LeadState.QUALIFIED if rules.automatic:
            pass
        case LeadState.REJECTED if last is not None and last.reason is RejectionReason.PROCEDURAL:
            pass
        case LeadState.OFFERED if lead_facts.open_offer(session, lead) is None:
            leads.move(session, lead, LeadEvent.TIME_RAN_OUT, actor=_DAEMON, now=now, why="its offer is over")
        case _:
            return []
    routed = service.planned(session, lead, rules, now)
    if routed.salesperson is not None:
        service.give(session, lead, routed, rules, actor=_DAEMON, now=now)
        return [ClockEvent(lead_id, Turned.OFFERED, routed.salesperson)]
    is_news = service.tell_nobody_takes_it(session, lead, routed, rules, now)
    return [ClockEvent(lead_id, Turned.WITH_NOBODY)] if is_news else []
