"""Referrals in the database: proposed by a stored reply, approved or refused, enrolled in the follow-up."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import NotAnAddress, normalise
from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database import audit, locks
from outreach.database.events import record
from outreach.inbox.model import InboundMessage
from outreach.prospects.model import Account, Contact
from outreach.prospects.service import (
    NewContact,
    add_contact,
    contact_at,
)
from outreach.referrals import no_longer_sought, passed_on
from outreach.referrals.approval import (
    ANSWER_THEM,
    Decision,
    Judged,
    judge_by_hand,
    judge_referral,
)
from outreach.referrals.facts import AUTOMATIC, ReferralRules, Reply, normalised, referral_facts
from outreach.referrals.model import REFERRAL_TRANSITIONS, Referral, ReferralEvent, ReferralState
from outreach.referrals.plausible_names import plausible_name
from outreach.replies.verdict import Person, Via
from outreach.sending.model import OutboundMessage
from outreach.sequences import enrolling, reply_tasks, versions
from outreach.sequences.definition import REFERRED_TAG
from outreach.sequences.model import Campaign, Enrollment, EnrollmentEvent


def propose(
    session: Session,
    reply: Reply,
    people: tuple[Person, ...],
    rules: ReferralRules,
    *,
    automatic: bool,
    approved_by: str | None = None,
    now: datetime,
) -> list[Referral]:
    """Keep everybody whom a reply names; enroll at once those who may be written to without anybody looking.

    `approved_by` is the person who has just confirmed these very people in a review.
    """
    proposed = []
    for person in people:
        referral = _keep(session, reply, person, automatic, now)
        if referral is None:
            continue
        proposed.append(referral)
        if passed_on.wrote_before(session, referral, reply.answers, now=now):
            continue
        facts = referral_facts(session, reply, referral, rules)
        judged = judge_by_hand(facts) if approved_by else judge_referral(facts, rules.policy)
        _follow(session, referral, judged, reply.sequence, rules, decided_by=approved_by, now=now)
    return proposed


def approve(
    session: Session,
    referral_id: int,
    rules: ReferralRules,
    *,
    email: str | None,
    actor: str,
    now: datetime,
) -> Referral:
    """A person says that this one may be written to. Raises Refused where not even a person may."""
    # A run of theirs that nobody has named them for ends, while a mail of it may be on its way.
    locks.forbid(session)
    referral = _find_for_change(session, referral_id)
    if email is not None:
        edit(session, referral_id, email=email, now=now)
    reply = _reply_of(session, referral)
    facts = referral_facts(session, reply, referral, rules)
    judged = judge_by_hand(facts)
    if judged.decision is not Decision.APPROVE:
        raise Refused(f"Referral {referral_id} cannot be approved: {judged.reason}.{_hint(judged)}")
    _follow(session, referral, judged, reply.sequence, rules, decided_by=actor, now=now)
    _note_in_audit(session, "referral_approved", referral, actor, now)
    return referral


def refuse(session: Session, referral_id: int, *, reason: str, actor: str, now: datetime) -> Referral:
    """Nobody writes to them because of this reply."""
    referral = _find_for_change(session, referral_id)
    _move(referral, ReferralEvent.REFUSED)
    referral.reason, referral.decided_by, referral.decided_at = reason, actor, now
    session.add(referral)
    reply_tasks.drop_for_referral(session, referral_id, now)
    _note(session, Happened.REFERRAL_REFUSED, referral, now, actor=actor, reason=reason)
    _note_in_audit(session, "referral_refused", referral, actor, now)
    return referral


def _note_in_audit(session: Session, action: str, referral: Referral, actor: str, now: datetime) -> None:
    whom = audit.subject_of(session, referral.email) if referral.email else ""
    audit.note(session, action, actor=actor, at=now, subject=whom, referral=referral.id)


def edit(
    session: Session,
    referral_id: int,
    *,
    email: str | None = None,
    name: str | None = None,
    phone: str | None = None,
    title: str | None = None,
    now: datetime,
) -> Referral:
    """Correct what is known of a person who has not been enrolled yet. Raises Refused."""
    referral = _find_for_change(session, referral_id)
    if referral.state in (ReferralState.ENROLLED, ReferralState.ANSWERED):
        raise Refused(
            f"Referral {referral_id} is {referral.state.value}: the follow-up is under way already."
        )
    if email is not None:
        referral.email = _address(email)
        if referral.state is ReferralState.NEEDS_ADDRESS:
            _move(referral, ReferralEvent.ADDRESS_FOUND)
            reply_tasks.drop_for_referral(session, referral_id, now)
    for field, value in (("name", name), ("phone", phone), ("title", title)):
        if value is not None:
            setattr(referral, field, one_line(value))
    session.add(referral)
    session.flush()
    return referral


def answered(session: Session, enrollment_id: int, now: datetime, *, inbound_id: int) -> None:
    """The person behind a referred enrollment wrote back."""
    referral = session.exec(select(Referral).where(Referral.enrollment_id == enrollment_id)).first()
    if referral is None or (referral.state, ReferralEvent.REPLIED) not in REFERRAL_TRANSITIONS:
        return
    first_time = referral.state is not ReferralState.ANSWERED
    _move(referral, ReferralEvent.REPLIED)
    session.add(referral)
    if first_time:
        _note(session, Happened.REFERRAL_ANSWERED, referral, now, inbound_id=inbound_id)


def find(session: Session, referral_id: int) -> Referral:
    """Raises NotFound."""
    found = session.get(Referral, referral_id)
    if found is None:
        raise NotFound(f"There is no referral {referral_id}. `outreach referrals list` shows them.")
    return found


def _find_for_change(session: Session, referral_id: int) -> Referral:
    """Of two who decide on it at the same time, one waits here for the other."""
    referral = find(session, referral_id)
    session.refresh(referral, with_for_update=True)
    return referral


def _address(text: str) -> str:
    try:
        return normalise(text)
    except NotAnAddress as error:
        raise Refused(f"{error}.") from None


def _keep(session: Session, reply: Reply, person: Person, automatic: bool, now: datetime) -> Referral | None:
    assert reply.inbound.id is not None
    assert reply.writer.id is not None
    email = normalised(person.email)
    name = one_line(person.name or "")
    if _is_kept(session, reply, email, name, automatic):
        return None
    # "I passed it on" names nobody, and still leads to somebody.
    if not (email or name or person.phone or person.title or person.via is Via.FORWARDED):
        return None
    referral = Referral(
        inbound_id=reply.inbound.id,
        referrer_id=reply.writer.id,
        campaign_id=reply.answers.campaign_id,
        name=name,
        email=email,
        phone=one_line(person.phone or "", 60),
        title=one_line(person.title or "", 120),
        via=AUTOMATIC if automatic else (person.via.value if person.via else "text"),
        depth=_depth(session, reply) + 1,
        created_at=now,
    )
    session.add(referral)
    session.flush()
    _note(session, Happened.REFERRED, referral, now, via=referral.via)
    return referral


def _is_kept(session: Session, reply: Reply, email: str, name: str, automatic: bool) -> bool:
    """Whether this reply has named the same person before; or, for a notice, its writer has, in the same campaign.

    An absence notice comes again with every mail of ours, and says nothing new.
    """
    asked: dict[str, object] = {"known_as": email or name}
    if automatic:
        asked |= {"referrer": reply.writer.id, "campaign": reply.answers.campaign_id}
    else:
        asked["inbound"] = reply.inbound.id
    return session.execute(_KEPT[bool(email), automatic], asked).first() is not None


def _kept(by_email: bool, automatic: bool) -> Any:
    known = (col(Referral.email) if by_email else col(Referral.name)) == sa.bindparam("known_as")
    by_the_same = (
        sa.and_(
            col(Referral.referrer_id) == sa.bindparam("referrer"),
            col(Referral.campaign_id) == sa.bindparam("campaign"),
        )
        if automatic
        else col(Referral.inbound_id) == sa.bindparam("inbound")
    )
    return sa.select(col(Referral.id)).where(known, by_the_same).limit(1)


#: By whether the person has an address, and whether a machine names them.
_KEPT = {
    (by_email, automatic): _kept(by_email, automatic)
    for by_email in (True, False)
    for automatic in (True, False)
}


def _depth(session: Session, reply: Reply) -> int:
    return session.get_one(Enrollment, reply.answers.enrollment_id).depth


def _follow(
    session: Session,
    referral: Referral,
    judged: Judged,
    sequence: str,
    rules: ReferralRules,
    *,
    decided_by: str | None,
    now: datetime,
) -> None:
    referral.reason = judged.reason
    match judged.decision:
        case Decision.NEEDS_ADDRESS:
            _move(referral, ReferralEvent.ADDRESS_MISSING)
            _open_task(session, referral, decided_by, now)
        case Decision.REFUSE:
            _move(referral, ReferralEvent.REFUSED)
            referral.decided_by, referral.decided_at = decided_by, now
            _note(session, Happened.REFERRAL_REFUSED, referral, now, reason=judged.reason)
            if judged.reason == ANSWER_THEM:
                _open_answer(session, referral, decided_by, now)
        case Decision.APPROVE:
            _move(referral, ReferralEvent.APPROVED)
            referral.decided_by, referral.decided_at = decided_by, now
            _note(session, Happened.REFERRAL_APPROVED, referral, now, actor=decided_by or "daemon")
            _enroll(session, referral, sequence, rules, now)
        case Decision.WAIT:
            pass
    session.add(referral)
    session.flush()


def _open_task(session: Session, referral: Referral, owner: str | None, now: datetime) -> None:
    """Somebody has to find their address."""
    assert referral.id is not None
    unnamed = "whoever it was passed on to" if referral.via == Via.FORWARDED else "whoever has this number"
    whom = ", ".join(part for part in (referral.name, referral.title) if part) or unnamed
    reply_tasks.open_find_contact(
        session,
        session.get_one(Contact, referral.referrer_id),
        whom=whom,
        phone=referral.phone,
        inbound_id=referral.inbound_id,
        referral_id=referral.id,
        owner=owner or "",
        now=now,
    )


def _open_answer(session: Session, referral: Referral, owner: str | None, now: datetime) -> None:
    """Whom we asked is no longer the one to talk to; who writes in their place waits for a person."""
    reply_tasks.open_answer_overdue(
        session,
        session.get_one(Contact, referral.referrer_id),
        inbound_id=referral.inbound_id,
        note=f"they write in place of whom we had asked (message {referral.inbound_id})",
        owner=owner or "",
        due_at=now,
        now=now,
    )


def _enroll(
    session: Session,
    referral: Referral,
    sequence: str,
    rules: ReferralRules,
    now: datetime,
) -> None:
    """Begin the follow-up, from the mailbox that the referrer knows."""
    version = versions.latest(session, sequence)
    assert version is not None, "asked for in the facts"
    assert version.id is not None
    contact = contact_at(session, referral.email) or add_contact(
        session, _new_contact(session, referral), now=now
    )
    campaign = session.get_one(Campaign, referral.campaign_id)
    answered = _answered_mail(session, referral)
    for run in enrolling.under_way(session, contact.id or 0):
        enrolling.end(session, run, EnrollmentEvent.STOPPED, why="a colleague has named them", now=now)
    definition = versions.definition_of(session, version.id)
    enrollment = enrolling.begin(
        session,
        campaign,
        contact,
        sequence=sequence,
        version_id=version.id,
        due_at=rules.timing.first_due(definition, contact, now),
        mailbox=answered.mailbox,
        referred_by=enrolling.ReferredBy(referral.inbound_id, referral.referrer_id, referral.depth),
        now=now,
    )
    referral.contact_id, referral.enrollment_id = contact.id, enrollment.id
    _move(referral, ReferralEvent.ENROLLED)
    no_longer_sought.is_known(session, contact, but=referral.id, now=now)
    _note(session, Happened.REFERRED_ENROLLED, referral, now, enrollment_id=enrollment.id, tag=REFERRED_TAG)


def _new_contact(session: Session, referral: Referral) -> NewContact:
    """The colleague as the reply describes them, as far as it may be believed; language and country of the referrer."""
    referrer = session.get_one(Contact, referral.referrer_id)
    name = plausible_name(referral.name)
    given, _, family = name.partition(" ")
    account = session.get_one(Account, referrer.account_id)
    return NewContact(
        address=referral.email,
        company=account.name,
        name=name,
        given_name=given,
        family_name=family.rpartition(" ")[2],
        title=referral.title,
        phone=referral.phone,
        language=referrer.language,
        country=referrer.country,
        time_zone=referrer.time_zone,
    )


def _answered_mail(session: Session, referral: Referral) -> OutboundMessage:
    from outreach.inbox.service import answered_mail

    answered = answered_mail(session, referral.inbound_id)
    if answered is None:
        raise Refused(f"Referral {referral.id}: the reply behind it answers no mail of ours any more.")
    return answered


def _reply_of(session: Session, referral: Referral) -> Reply:
    from outreach.inbox.service import message_of

    inbound = session.get_one(InboundMessage, referral.inbound_id)
    answered = _answered_mail(session, referral)
    enrollment = session.get_one(Enrollment, answered.enrollment_id)
    return Reply(
        inbound=inbound,
        message=message_of(inbound),
        writer=session.get_one(Contact, referral.referrer_id),
        answers=answered,
        sequence=follow_up_sequence(session, enrollment),
    )


def follow_up_sequence(session: Session, enrollment: Enrollment) -> str:
    """The sequence that a referral out of this run leads to, as its own sequence file says."""
    from outreach.core.intents import Intent
    from outreach.sequences.consequences import REFERRED_SEQUENCE

    definition = versions.definition_of(session, enrollment.sequence_version_id)
    return definition.consequence(Intent.REFERRAL, decided=True).sequence or REFERRED_SEQUENCE


def _hint(judged: Judged) -> str:
    if judged.decision is Decision.NEEDS_ADDRESS:
        return " Give one: `outreach referrals approve ID --email ADDRESS`."
    return ""


def _move(referral: Referral, event: ReferralEvent) -> None:
    after = REFERRAL_TRANSITIONS.get((referral.state, event))
    if after is None:
        raise Refused(f"Referral {referral.id} is {referral.state.value}: it cannot be {event.value}.")
    referral.state = after


def _note(session: Session, kind: Happened, referral: Referral, now: datetime, **about: Any) -> None:
    record(
        session,
        kind,
        now,
        **{
            "campaign_id": referral.campaign_id,
            "contact_id": referral.contact_id or referral.referrer_id,
            "inbound_id": referral.inbound_id,
            "enrollment_id": referral.enrollment_id,
            "referral": referral.id,
            **about,
        },
    )


def waiting(session: Session) -> int:
    """Referrals that wait for a person."""
    states = (ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS)
    return int(
        session.exec(
            select(sa.func.count()).select_from(Referral).where(col(Referral.state).in_(states))
        ).one()
    )
