"""Dora and Emil: they take offers or do not, talk, propose, meet, win or lose. Alma notes what is paid.

One stage is weak on purpose, so that reports have something to find: few proposals lead to a meeting.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from sqlmodel import Session, col, select

from outreach.core.errors import OutreachError, Refused
from outreach.handoff import outcomes, proposals
from outreach.handoff import service as hand_off
from outreach.handoff.model import RejectionReason
from outreach.handoff.money import in_words
from outreach.handoff.outcome_model import LostReason, Meeting, MeetingEvent, MeetingState
from outreach.handoff.proposals import Draft
from outreach.prospects.costs import Cost
from outreach.qualification import answering
from outreach.qualification.leads import service as leads
from outreach.qualification.leads.model import LeadState
from outreach.sandbox.lead_desk import Desk
from outreach.sandbox.office import Hours, Job, Office
from outreach.sandbox.written_by_us import FREE_PROPOSAL, filled
from outreach.sequences.merge_context import SenderNames
from outreach.sequences.proposal_templates import proposal_templates

ANSWERED_WITHIN: Hours = (1, 26)
CONFIRMED_WITHIN: Hours = (8, 70)
PROPOSED_WITHIN: Hours = (10, 90)
AGREED_WITHIN: Hours = (16, 110)
SIGNED_WITHIN: Hours = (60, 280)
#: Until nobody hopes any more for a word on a proposal.
GIVEN_UP_WITHIN: Hours = (280, 520)
PAID_WITHIN: Hours = (60, 200)
LATE: Hours = (400, 600)

#: Of the offers, so many are rejected, or let pass.
REJECTED, LET_PASS = 0.12, 0.08
#: Of the accepted, so many turn out to be none, or go back to be asked once more.
NO_LEAD, RETURNED = 0.06, 0.06
#: The weak stage.
MEETING_FOLLOWS = 0.4
MISSED = 0.12
WON = 0.6
PAYS_LATE = 0.15

_REASONS: Mapping[RejectionReason, tuple[str, ...]] = {
    RejectionReason.PROCEDURAL: ("not my region", "my colleague knows them already"),
    RejectionReason.CLERICAL: ("no word on what they need it for", "it is not clear who decides"),
    RejectionReason.DEFINITIONAL: ("the need is ours, not theirs",),
}
_LOST_AFTER_PROPOSAL = (LostReason.SILENCE, LostReason.SILENCE, LostReason.NO_DECISION, LostReason.PRICE)
_LOST_AFTER_MEETING = (LostReason.PRICE, LostReason.COMPETITOR, LostReason.BUDGET, LostReason.TIMING)
#: A year of it, in hundredths.
_PRICES = (480_000, 720_000, 960_000, 1_200_000, 1_800_000)
MONTHS = 12


def jobs(session: Session, desk: Desk, office: Office) -> Iterator[Job]:
    """What comes next for one lead that sales has."""
    step = _STEPS.get(desk.state)
    if step is not None:
        yield from step(session, desk, office)


# --- the hand-off ---------------------------------------------------------------------------------------------------


def _offered(session: Session, desk: Desk, office: Office) -> Iterator[Job]:
    mark = office.chance("offer", desk.key)
    if mark >= REJECTED + LET_PASS:
        do = partial(_accept, office, desk)
    elif mark < REJECTED:
        do = partial(_reject, office, desk)
    else:
        # The clock of the hand-off passes it on.
        return
    yield Job(office.after(desk.since, ANSWERED_WITHIN, "offer", desk.key), f"offer {desk.key}", do)


def _accept(office: Office, desk: Desk, now: datetime) -> None:
    with office.database.writing() as session:
        hand_off.accept(session, desk.lead_id, rules=office.hand_off, actor=desk.salesperson, now=now)


def _reject(office: Office, desk: Desk, now: datetime) -> None:
    reason = RejectionReason(office.pick(RejectionReason, "reason", desk.key))
    note = office.pick(_REASONS[reason], "note", desk.key)
    with office.database.writing() as session:
        hand_off.reject(
            session,
            desk.lead_id,
            rules=office.hand_off,
            actor=desk.salesperson,
            reason=reason,
            note=note,
            now=now,
        )


def _accepted(session: Session, desk: Desk, office: Office) -> Iterator[Job]:
    at = office.after(desk.since, CONFIRMED_WITHIN, "confirm", desk.key)
    yield Job(at, f"confirm {desk.key}", partial(_talk, office, desk))


def _talk(office: Office, desk: Desk, now: datetime) -> None:
    mark, rules, actor = office.chance("talk", desk.key), office.hand_off, desk.salesperson
    with office.database.writing() as session:
        if mark < NO_LEAD:
            why = "they have bought elsewhere in the meantime"
            hand_off.disqualify(session, desk.lead_id, rules=rules, actor=actor, why=why, now=now)
        elif mark < NO_LEAD + RETURNED:
            why = "they did not know what it is about"
            hand_off.return_(session, desk.lead_id, rules=rules, actor=actor, why=why, now=now)
        else:
            talk = "They know what they need, and want an offer."
            hand_off.confirm(session, desk.lead_id, rules=rules, actor=actor, now=now, talk=talk)


# --- the sale -------------------------------------------------------------------------------------------------------


def _confirmed(session: Session, desk: Desk, office: Office) -> Iterator[Job]:
    at = office.after(desk.since, PROPOSED_WITHIN, "proposal", desk.key)
    yield Job(at, f"propose {desk.key}", partial(_propose, office, desk))


def _propose(office: Office, desk: Desk, now: datetime) -> None:
    """As `leads proposal`, and then as `review answer`: in the thread that they know, where there is one."""
    actor, signed = desk.salesperson, office.hand_off.team.find(desk.salesperson)
    with office.database.reading() as session:
        made = _draft(session, office, desk, "" if signed is None else signed.shown_name)
    with office.database.writing() as session:
        kept = proposals.propose(session, desk.lead_id, made, rules=office.hand_off, actor=actor, now=now)
        lead = leads.find(session, str(desk.lead_id))
        text, review, inbound_id = kept.text, proposals.review_of(session, lead), lead.inbound_id
    if review is None or inbound_id is None:
        return
    try:
        with office.database.writing() as session:
            answering.queue_answer(session, inbound_id, text, actor=actor, rules=office.effects, now=now)
    except Refused:
        # They wrote from where nothing may be sent to: it is read to them on the phone.
        return


def _draft(session: Session, office: Office, desk: Desk, signed: str) -> Draft:
    cents = _price(office, desk)
    # No two clients get the same: each has a number, as every office's have.
    price = f"{in_words(cents, office.config.hand_off.currency)} for {MONTHS} months (our number {desk.lead_id}/26)"
    lead = leads.find(session, str(desk.lead_id))
    language = proposals.language_of(session, lead)
    known = {each.name: each for each in proposal_templates(office.config.templates, language)}
    sender = office.config.sender
    names = SenderNames(signed, sender.organisation, sender.postal_address)
    try:
        made = proposals.draft(session, lead, known["first-offer"], names)
    except OutreachError:
        # They never said what they need: then it is written freely.
        name = desk.name or desk.account
        return Draft(FREE_PROPOSAL.format(name=name, account=desk.account, price=price, us=signed))
    return Draft(filled(made.text, price=price), made.subject, made.template, made.asks)


def _price(office: Office, desk: Desk) -> int:
    return int(office.pick(map(str, _PRICES), "price", desk.address))


def _proposed(session: Session, desk: Desk, office: Office) -> Iterator[Job]:
    planned = session.exec(
        select(Meeting).where(Meeting.lead_id == desk.lead_id, Meeting.state == MeetingState.PLANNED)
    ).first()
    if planned is not None:
        yield from _meeting(desk, office, planned.held_on)
        return
    before = session.exec(
        select(Meeting.at).where(Meeting.lead_id == desk.lead_id).order_by(col(Meeting.id).desc())
    ).first()
    if before is not None or office.chance("meeting", desk.address) < MEETING_FOLLOWS:
        at = office.after(before or desk.since, AGREED_WITHIN, "agree", desk.key, before is None)
        yield Job(at, f"agree {desk.key} {before}", partial(_agree, office, desk))
    else:
        at = office.after(desk.since, GIVEN_UP_WITHIN, "give up", desk.key)
        yield Job(at, f"give up {desk.key}", partial(_lose, office, desk, _LOST_AFTER_PROPOSAL))


def _agree(office: Office, desk: Desk, now: datetime) -> None:
    day = office.after(now, (48, 190), "meeting", desk.key).date()
    _meet(office, desk, day, None, "", now)


def _meeting(desk: Desk, office: Office, day: date) -> Iterator[Job]:
    evening = datetime(day.year, day.month, day.day, 15, 30, tzinfo=desk.since.tzinfo)
    is_missed = office.chance("missed", desk.key, day) < MISSED
    event = MeetingEvent.MISSED if is_missed else MeetingEvent.HELD
    note = "" if is_missed else "they showed us how they work today"
    do = partial(_meet, office, desk, day, event, note)
    yield Job(evening, f"meeting {desk.key} {day}", do)


def _meet(
    office: Office, desk: Desk, day: date, event: MeetingEvent | None, note: str, now: datetime
) -> None:
    with office.database.writing() as session:
        outcomes.meet(
            session,
            desk.lead_id,
            day,
            event,
            rules=office.hand_off,
            actor=desk.salesperson,
            now=now,
            text=note,
        )


def _met(session: Session, desk: Desk, office: Office) -> Iterator[Job]:
    at = office.after(desk.since, SIGNED_WITHIN, "sign", desk.key)
    if office.chance("won", desk.address) < WON:
        yield Job(at, f"win {desk.key}", partial(_win, office, desk))
    else:
        yield Job(at, f"lose {desk.key}", partial(_lose, office, desk, _LOST_AFTER_MEETING))


def _win(office: Office, desk: Desk, now: datetime) -> None:
    begins = (now.replace(day=1) + timedelta(days=31 * (office.chance("begins", desk.address) < 0.5))).date()
    terms = outcomes.Terms(
        Cost(_price(office, desk), office.config.hand_off.currency), begins.replace(day=1), MONTHS
    )
    with office.database.writing() as session:
        outcomes.win(session, desk.lead_id, terms, rules=office.hand_off, actor=desk.salesperson, now=now)


def _lose(office: Office, desk: Desk, reasons: tuple[LostReason, ...], now: datetime) -> None:
    reason = LostReason(office.pick(reasons, "lost", desk.address))
    with office.database.writing() as session:
        outcomes.lose(
            session, desk.lead_id, reason, "", rules=office.hand_off, actor=desk.salesperson, now=now
        )


# --- the account ----------------------------------------------------------------------------------------------------


def _won(session: Session, desk: Desk, office: Office) -> Iterator[Job]:
    contract = outcomes.contract_of(session, desk.lead_id)
    if contract is None or contract.starts_on is None or not contract.account_manager:
        return
    paid = {each.month for each in outcomes.payments_of(session, desk.lead_id)}
    month = next((each for each in _months(contract.starts_on) if each not in paid), None)
    if month is None:
        return
    # Nothing is paid for before it is signed.
    since = max(contract.at, datetime(month.year, month.month, 1, 9, tzinfo=contract.at.tzinfo))
    hours = LATE if office.chance("late", desk.address, month) < PAYS_LATE else PAID_WITHIN
    at = office.after(since, hours, "paid", desk.address, month)
    do = partial(
        _pay, office, desk.lead_id, contract.account_manager, month, contract.amount_cents, contract.currency
    )
    yield Job(at, f"pay {desk.address} {month}", do)


def _months(first: date) -> Iterator[date]:
    for ahead in range(MONTHS):
        index = first.month - 1 + ahead
        yield date(first.year + index // 12, index % 12 + 1, 1)


def _pay(
    office: Office, lead_id: int, actor: str, month: date, amount_cents: int, currency: str, now: datetime
) -> None:
    with office.database.writing() as session:
        amount = Cost(amount_cents // MONTHS, currency)
        outcomes.pay(session, lead_id, month, amount, rules=office.hand_off, actor=actor, now=now)


_STEPS = {
    LeadState.OFFERED: _offered,
    LeadState.ACCEPTED: _accepted,
    LeadState.CONFIRMED: _confirmed,
    LeadState.PROPOSAL: _proposed,
    LeadState.MEETING: _met,
    LeadState.WON: _won,
}
