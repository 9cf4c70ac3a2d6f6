"""How a lead begins: with a reply that somebody found good, or with an inquiry; and what later replies do to it."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.intents import AUTOMATIC, Intent
from outreach.database import audit
from outreach.prospects.model import Contact, ProspectList, Source
from outreach.qualification.deciding import named_day, snooze_until, why_not_on
from outreach.qualification.leads import nurturing, service
from outreach.qualification.leads.knowledge import CONFIRMS
from outreach.qualification.leads.model import LEAD_TRANSITIONS, Lead, LeadEvent, LeadMove, LeadState
from outreach.qualification.situation import Situation
from outreach.referrals.model import Referral, ReferralState
from outreach.sequences.consequences import Action
from outreach.sequences.model import Campaign

#: After these answers the conversation is over, unless sales has the lead: then it is theirs to see.
_ENDS: dict[Intent, str] = {
    Intent.NOT_INTERESTED: "they are not interested",
    Intent.LEFT_COMPANY: "they have left the company",
}
_WITH_US = (LeadState.OPEN, LeadState.QUALIFIED, LeadState.NURTURE)
#: Whom a referral really led us to.
_FOLLOWED = (ReferralState.ENROLLED, ReferralState.ANSWERED)
_LONGEST_CHAIN = 50


def after_message(
    session: Session, situation: Situation, action: Action, *, not_now_days: int, decided_by: str | None
) -> None:
    """What a reply means for the lead of its writer, once it is known what it leads to. The one call of `effects`.

    A lead is opened by a good answer, at level 2 where a person has read it; a referral opens none. Who is not ready
    goes into nurture until the day that they give. Whoever wants to be left alone is no lead any more.
    """
    intent, now = situation.verdict.intent, situation.now
    if action is Action.OPT_OUT:
        for contact in _concerned(situation, decided_by):
            end(
                session,
                contact,
                LeadEvent.SAID_NO,
                why="they said no for good",
                actor=decided_by or "daemon",
                now=now,
            )
        return
    if action is Action.REVIEW or intent in AUTOMATIC or intent is Intent.OTHER:
        return
    person = _whose(situation, decided_by)
    if intent in CONFIRMS:
        _answered_well(session, situation, person, decided_by)
    elif intent is Intent.NOT_NOW and (decided_by is not None or action is Action.NURTURE):
        _not_now(session, situation, person, not_now_days, decided_by)
    elif intent in _ENDS and decided_by is not None:
        lead = service.open_of(session, person.id or 0)
        if lead is not None and lead.state in _WITH_US:
            service.move(session, lead, LeadEvent.DISQUALIFIED, actor=decided_by, now=now, why=_ENDS[intent])
    else:
        _wrote_again(session, person, decided_by or "daemon", now)


def open_lead(
    session: Session,
    contact: Contact,
    *,
    source: Source,
    actor: str,
    now: datetime,
    level: int = 1,
    why: str,
    finder: str = "",
    list_id: int | None = None,
    campaign_id: int | None = None,
    inbound_id: int | None = None,
) -> Lead:
    """A new lead. The caller knows that the contact has none that is not over."""
    assert contact.id is not None
    referral = _referral_to(session, contact.id)
    lead = Lead(
        contact_id=contact.id,
        account_id=contact.account_id,
        source=source,
        list_id=list_id,
        campaign_id=campaign_id,
        inbound_id=inbound_id,
        referral_id=None if referral is None else referral.id,
        root_contact_id=None if referral is None else chain_to(session, contact.id)[0],
        finder=finder,
        owner=finder,
        level=level,
        level_since=now,
        created_at=now,
    )
    session.add(lead)
    session.flush()
    session.add(LeadMove(lead_id=lead.id or 0, at=now, actor=actor, state=lead.state, why=why))
    service.change_level(session, lead, level, why=why, actor=actor, now=now, begins=True)
    service.remember(session, Happened.LEAD_OPENED, lead, now, actor=actor, referral=lead.referral_id)
    subject = audit.subject_of(session, contact.address)
    audit.note(
        session, "lead_opened", actor=actor, at=now, subject=subject, lead=lead.id, source=source.value
    )
    return lead


def chain_to(session: Session, contact_id: int) -> list[int]:
    """Who sent us to whom until we came to this contact: contacts, whom we asked first of all first."""
    chain = [contact_id]
    while len(chain) < _LONGEST_CHAIN:
        referral = _referral_to(session, chain[0])
        if referral is None or referral.referrer_id in chain:
            break
        chain.insert(0, referral.referrer_id)
    return chain


def end(session: Session, contact: Contact, event: LeadEvent, *, why: str, actor: str, now: datetime) -> None:
    """Let a no reach the contact's lead, wherever it stands."""
    lead = service.open_of(session, contact.id or 0)
    if lead is not None and (lead.state, event) in LEAD_TRANSITIONS:
        service.move(session, lead, event, actor=actor, now=now, why=why)


def _answered_well(session: Session, situation: Situation, person: Contact, decided_by: str | None) -> None:
    actor, now = decided_by or "daemon", situation.now
    said = situation.verdict.intent.value.replace("_", " ")
    why = f"{decided_by} read their reply: {said}" if decided_by else f"their reply reads: {said}"
    level = 2 if decided_by else 1
    lead = service.open_of(session, person.id or 0)
    if lead is None:
        _open_by(session, situation, person, level=level, why=why, decided_by=decided_by)
        return
    service.move(session, lead, LeadEvent.REPLIED, actor=actor, now=now, why=why)
    lead.finder, lead.owner = lead.finder or decided_by or "", lead.owner or decided_by or ""
    if lead.level < level:
        service.change_level(session, lead, level, why=why, actor=actor, now=now)


def _not_now(
    session: Session, situation: Situation, person: Contact, not_now_days: int, decided_by: str | None
) -> None:
    actor, now = decided_by or "daemon", situation.now
    until = snooze_until(situation.verdict, now=now, default_days=not_now_days)
    day = named_day(situation.verdict)
    not_then = "" if day is None else why_not_on(day, now)
    has_named_day = day is not None and not not_then
    why = f"they said: not before {day}" if has_named_day else "they said: not now"
    if not_then:
        why = f"{why} ({not_then})"
    lead = service.open_of(session, person.id or 0)
    if lead is None:
        # They are the right person, or they would not have put us off; but only a person can say so.
        level = 2 if decided_by else 1
        lead = _open_by(session, situation, person, level=level, why=why, decided_by=decided_by)
    if (lead.state, LeadEvent.NURTURED) in LEAD_TRANSITIONS:
        nurturing.put(session, lead, until=until, why=why, quiet=has_named_day, actor=actor, now=now)


def _wrote_again(session: Session, person: Contact, actor: str, now: datetime) -> None:
    """Whatever they write wakes them: a person reads it, and has the lead before them."""
    lead = service.open_of(session, person.id or 0)
    if lead is not None and lead.state is LeadState.NURTURE:
        service.move(session, lead, LeadEvent.REPLIED, actor=actor, now=now, why="they wrote to us")


def _open_by(
    session: Session, situation: Situation, person: Contact, *, level: int, why: str, decided_by: str | None
) -> Lead:
    campaign = session.get_one(Campaign, situation.enrollment.campaign_id)
    source = session.get_one(ProspectList, campaign.list_id).source
    return open_lead(
        session,
        person,
        source=source,
        actor=decided_by or "daemon",
        now=situation.now,
        level=level,
        why=why,
        finder=decided_by or "",
        list_id=campaign.list_id,
        campaign_id=campaign.id,
        inbound_id=situation.inbound.id,
    )


def _whose(situation: Situation, decided_by: str | None) -> Contact:
    """Who wrote it, once a person has looked or where it is who we wrote to; else who we wrote to."""
    writer = situation.writer
    return writer if writer is not None and decided_by is not None else situation.contact


def _concerned(situation: Situation, decided_by: str | None) -> list[Contact]:
    """Whom a no concerns: who we wrote to; and, when a person has looked, who wrote it from another address."""
    writer = situation.writer
    if decided_by is None or writer is None or writer.id == situation.contact.id:
        return [situation.contact]
    return [situation.contact, writer]


def _referral_to(session: Session, contact_id: int) -> Referral | None:
    """The referral that led us to a contact, if one did."""
    return session.exec(
        select(Referral)
        .where(Referral.contact_id == contact_id, col(Referral.state).in_(_FOLLOWED))
        .order_by(col(Referral.id))
    ).first()
