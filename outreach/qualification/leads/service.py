"""Leads in the database: found, held against the definition, moved through their states, with who did it and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from outreach.core.addresses import NotAnAddress
from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database import audit
from outreach.database.events import record
from outreach.prospects.model import Contact
from outreach.prospects.service import find_contact
from outreach.qualification.leads import versions
from outreach.qualification.leads.definition import LeadDefinition
from outreach.qualification.leads.knowledge import known_of
from outreach.qualification.leads.model import (
    ENDED,
    LEAD_TRANSITIONS,
    Lead,
    LeadEvent,
    LeadLevel,
    LeadMove,
    LeadNote,
    LeadState,
)
from outreach.qualification.leads.scoring import Judged, judge

#: No next step is believed that is further away.
FURTHEST = timedelta(days=400)

#: Where a lead may be held against the definition: sales has it in none of these.
JUDGED_IN = (LeadState.OPEN, LeadState.QUALIFIED, LeadState.REJECTED, LeadState.UNTOUCHED)

_FACTS: Mapping[LeadEvent, Happened] = {
    LeadEvent.QUALIFIED: Happened.LEAD_QUALIFIED,
    LeadEvent.FELL_SHORT: Happened.LEAD_FELL_SHORT,
    LeadEvent.OFFERED: Happened.LEAD_OFFERED,
    LeadEvent.ACCEPTED: Happened.LEAD_ACCEPTED,
    LeadEvent.REJECTED: Happened.LEAD_REJECTED,
    LeadEvent.TIME_RAN_OUT: Happened.LEAD_UNTOUCHED,
    LeadEvent.RETURNED: Happened.LEAD_RETURNED,
    LeadEvent.CONFIRMED: Happened.LEAD_CONFIRMED,
    LeadEvent.DISQUALIFIED: Happened.LEAD_DISQUALIFIED,
    LeadEvent.SAID_NO: Happened.LEAD_DISQUALIFIED,
    LeadEvent.PROPOSED: Happened.LEAD_PROPOSED,
    LeadEvent.MET: Happened.LEAD_MET,
    LeadEvent.WON: Happened.LEAD_WON,
    LeadEvent.LOST: Happened.LEAD_LOST,
    LeadEvent.NURTURED: Happened.LEAD_NURTURED,
    LeadEvent.WOKEN: Happened.LEAD_WOKEN,
}
#: A fact each time, even where the lead stays where it is: asked again, a better proposal, another meeting.
_EACH_TIME = (LeadEvent.QUALIFIED, LeadEvent.PROPOSED, LeadEvent.MET)


@dataclass(frozen=True, slots=True)
class Talk:
    """What came of talking to a lead: answers, notes, and what comes next, or why nothing does."""

    answers: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""
    is_call: bool = True
    next_step: str = ""
    next_step_on: date | None = None
    no_next_step_why: str = ""


def find(session: Session, text: str) -> Lead:
    """The lead that a person means by its number, or by an address: the one that is not over, else the newest.

    Raises NotFound, or NotAnAddress.
    """
    if text.isdecimal():
        found = session.get(Lead, int(text)) if len(text) < 10 else None
        if found is None:
            raise NotFound(f"There is no lead {text}. `outreach leads list --all` shows them.")
        return found
    if "@" not in text:
        raise NotAnAddress(f'"{text}" is neither the number of a lead nor an address')
    contact = find_contact(session, text)
    found = newest_of(session, contact.id or 0)
    if found is None:
        raise NotFound(
            f"{contact.address} is no lead: one begins with a reply that a person has found good, or with"
            " `outreach leads import`."
        )
    return found


def newest_of(session: Session, contact_id: int) -> Lead | None:
    """The contact's lead that is not over, else the last one that was."""
    statement = select(Lead).where(Lead.contact_id == contact_id)
    return session.exec(statement.order_by(col(Lead.ended_at).is_(None).desc(), col(Lead.id).desc())).first()


def open_of(session: Session, contact_id: int) -> Lead | None:
    """The contact's lead that is not over."""
    return session.exec(
        select(Lead).where(Lead.contact_id == contact_id, col(Lead.ended_at).is_(None))
    ).first()


def last_move(session: Session, lead: Lead, event: LeadEvent) -> datetime | None:
    """When this last happened to it."""
    statement = select(LeadMove.at).where(LeadMove.lead_id == lead.id, LeadMove.event == event)
    return session.exec(statement.order_by(col(LeadMove.id).desc())).first()


def lock(session: Session, lead: Lead) -> None:
    """Of two who work on a lead at the same time, one waits here for the other and sees what they did."""
    session.refresh(lead, with_for_update=True)


def judged_now(session: Session, lead: Lead, definition: LeadDefinition, *, now: datetime) -> Judged:
    """What holding the lead against the definition would come to now. Nothing is written."""
    return judge(definition, lead.answers, known_of(session, [lead])[lead.id or 0], now=now)


def qualify(
    session: Session,
    lead: Lead,
    definition: LeadDefinition,
    talk: Talk,
    *,
    actor: str,
    now: datetime,
    in_part: bool = False,
) -> Judged:
    """Hold a lead against the definition, with what a person has found out.

    The answers are checked already (`answers.read_answers`). Raises Refused where sales has it, where a required
    answer lacks (not `in_part`: then it is judged by what is known, and is not qualified), or where neither a next
    step nor the reason why none is given.
    """
    lock(session, lead)
    _require_judgeable(lead)
    answers = {**lead.answers, **talk.answers}
    missing = [each.id for each in definition.questions if each.required and not answers.get(each.id)]
    wrong = list(_wrong_next_step(talk, now))
    if missing and not in_part:
        wrong.append(
            f"Lead {lead.id} lacks an answer to: {', '.join(missing)}. Give it with"
            f" --answer {missing[0]}=…, or without --answer to be asked."
        )
    if wrong:
        raise Refused("\n".join(wrong))
    lead.answers = answers
    lead.next_step, lead.next_step_on = talk.next_step, talk.next_step_on
    lead.no_next_step_why = "" if talk.next_step else talk.no_next_step_why
    if talk.notes:
        note(session, lead, talk.notes, is_call=talk.is_call, actor=actor, now=now)
    return rejudge(session, lead, definition, actor=actor, now=now)


def rejudge(session: Session, lead: Lead, definition: LeadDefinition, *, actor: str, now: datetime) -> Judged:
    """Hold a lead against the definition by the answers that it has, and write down what came of it."""
    session.flush()
    version = versions.freeze(session, definition, actor=actor, now=now)
    judged = judged_now(session, lead, definition, now=now)
    lead.definition_version_id, lead.judged_at = version.id, now
    lead.score, lead.score_lines = judged.score, [line.to_json() for line in judged.lines]
    session.add(lead)
    session.flush()
    change_level(session, lead, judged.level, why=_level_reason(judged), actor=actor, now=now)
    _take_judgement(session, lead, judged, actor=actor, now=now)
    _audit(
        session,
        lead,
        "lead_judged",
        actor,
        now,
        score=judged.score,
        level=judged.level,
        version=version.version,
    )
    return judged


def move(
    session: Session,
    lead: Lead,
    event: LeadEvent,
    *,
    actor: str,
    now: datetime,
    why: str = "",
    **details: object,
) -> LeadState:
    """Let something happen to a lead, and write it down; `details` go into the fact.

    Raises Refused where the table has no such move.
    """
    after = LEAD_TRANSITIONS.get((lead.state, event))
    if after is None:
        raise Refused(cannot(lead, event))
    if after not in ENDED and lead.ended_at is not None:
        _require_only_one(session, lead)
    before = lead.state
    lead.state = after
    lead.ended_at = (lead.ended_at or now) if after in ENDED else None
    if after in ENDED and before not in ENDED:
        lead.ended_why = why
    if after is LeadState.QUALIFIED:
        lead.qualified_at = now
    if before is LeadState.NURTURE and after is not LeadState.NURTURE:
        lead.wake_at, lead.nurture_why, lead.quiet = None, "", False
    session.add(lead)
    session.add(
        LeadMove(
            lead_id=lead.id or 0, at=now, actor=actor, event=event, state=after, score=lead.score, why=why
        )
    )
    session.flush()
    if event in _FACTS and (after is not before or event in _EACH_TIME):
        # A no that comes after sales has confirmed it is a loss.
        kind = Happened.LEAD_LOST if after is LeadState.LOST else _FACTS[event]
        remember(session, kind, lead, now, actor=actor, was=before.value, **details)
    return after


def change_level(
    session: Session, lead: Lead, level: int, *, why: str, actor: str, now: datetime, begins: bool = False
) -> None:
    """Put a lead on a level of the spectrum; nothing where it stands there. `begins`: it has had none."""
    if lead.level == level and not begins:
        return
    before, lead.level, lead.level_since = lead.level, level, now
    session.add(lead)
    session.add(LeadLevel(lead_id=lead.id or 0, at=now, actor=actor, level=level, why=why))
    session.flush()
    if not begins:
        remember(session, Happened.LEAD_LEVEL_CHANGED, lead, now, actor=actor, was=before, level=level)


def disqualify(session: Session, lead: Lead, *, why: str, actor: str, now: datetime) -> None:
    """It is no lead. Raises Refused without a reason, or where sales has confirmed it."""
    if not why:
        raise Refused("Why is it no lead? Say it with --reason: sources and definition are measured by it.")
    lock(session, lead)
    move(session, lead, LeadEvent.DISQUALIFIED, actor=actor, now=now, why=why)
    _audit(session, lead, "lead_disqualified", actor, now)


def note(session: Session, lead: Lead, text: str, *, is_call: bool, actor: str, now: datetime) -> None:
    """Keep what somebody wrote down about a lead."""
    session.add(LeadNote(lead_id=lead.id or 0, at=now, actor=actor, is_call=is_call, text=text))
    session.flush()


def assign(session: Session, lead: Lead, owner: str, *, actor: str, now: datetime) -> None:
    """Who works on it from now on; the finder stays who they were."""
    lead.owner = owner
    session.add(lead)
    session.flush()
    _audit(session, lead, "lead_assigned", actor, now)


def cannot(lead: Lead, event: LeadEvent) -> str:
    """Why this cannot happen to the lead, and what can."""
    can = sorted({each.value for state, each in LEAD_TRANSITIONS if state is lead.state} - _BY_THEM)
    next_steps = f" From there it can be: {', '.join(can)}." if can else " That is its end."
    return (
        f"Lead {lead.id} is {lead.state.value}: it cannot be {_DONE_TO.get(event, event.value)}.{next_steps}"
    )


#: What only they can do, or time: no person can be told to.
_BY_THEM = {LeadEvent.REPLIED.value, LeadEvent.SAID_NO.value, LeadEvent.TIME_RAN_OUT.value}
_DONE_TO: Mapping[LeadEvent, str] = {
    LeadEvent.NURTURED: "put into nurture",
    LeadEvent.MET: "met",
    LeadEvent.FELL_SHORT: "taken back",
}


def remember(
    session: Session, kind: Happened, lead: Lead, now: datetime, *, actor: str, **details: object
) -> None:
    """Write a fact about a lead."""
    record(
        session,
        kind,
        now,
        campaign_id=lead.campaign_id,
        account_id=lead.account_id,
        contact_id=lead.contact_id,
        inbound_id=lead.inbound_id,
        actor=actor,
        lead=lead.id,
        source=lead.source.value,
        finder=lead.finder,
        score=lead.score,
        **({"level": lead.level} | details),
    )


def _take_judgement(session: Session, lead: Lead, judged: Judged, *, actor: str, now: datetime) -> None:
    if judged.is_qualified:
        why = f"score {judged.score}, wanted {judged.threshold}; level {judged.level}"
        move(session, lead, LeadEvent.QUALIFIED, actor=actor, now=now, why=why)
    elif (lead.state, LeadEvent.FELL_SHORT) in LEAD_TRANSITIONS:
        move(session, lead, LeadEvent.FELL_SHORT, actor=actor, now=now, why="; ".join(judged.why_not))


def _level_reason(judged: Judged) -> str:
    """The tests that put it there; where it stands on the first, what the second would ask for."""
    met = judged.levels[judged.level - 1]
    if met.tests:
        return "; ".join(test.need for test in met.tests)
    lacking = [test.need for test in judged.levels[judged.level].tests if not test.is_met]
    return f"not met: {'; '.join(lacking)}"


def _require_judgeable(lead: Lead) -> None:
    if lead.state in JUDGED_IN:
        return
    remedy = {
        LeadState.NURTURE: f"Wake it first: `outreach leads nurture {lead.id} --wake`.",
        LeadState.DISQUALIFIED: "If that was wrong, `outreach leads nurture` brings it back.",
    }.get(lead.state, "Sales has it: it comes back with `outreach leads return`.")
    raise Refused(f"Lead {lead.id} is {lead.state.value}: it is not qualified now. {remedy}")


def _wrong_next_step(talk: Talk, now: datetime) -> Iterator[str]:
    """What is missing of the next step, or is wrong with it."""
    if not talk.next_step and not talk.no_next_step_why:
        example = "--next 'call Maria' --on 2027-03-01"
        yield f"What comes next? Give {example}, or --no-next-step with the reason why nothing."
    if talk.next_step and talk.next_step_on is None:
        yield f'When is "{talk.next_step}"? Give the day with --on 2027-03-01.'
    if talk.next_step_on is not None and not now.date() <= talk.next_step_on <= (now + FURTHEST).date():
        yield f"{talk.next_step_on} is no day for a next step: give one from today on, within a year."


def _require_only_one(session: Session, lead: Lead) -> None:
    other = open_of(session, lead.contact_id)
    if other is not None and other.id != lead.id:
        raise Refused(f"They have another lead that is not over: {other.id}. Work on that one.")


def _audit(
    session: Session, lead: Lead, action: str, actor: str, now: datetime, **details: int | str
) -> None:
    contact = session.get_one(Contact, lead.contact_id)
    subject = audit.subject_of(session, contact.address)
    audit.note(
        session, action, actor=actor, at=now, subject=subject, lead=lead.id, state=lead.state.value, **details
    )
