"""What follows from an inbound message, by itself or by a person's word: all of it in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.intents import AUTOMATIC, Intent
from outreach.database.events import record, take_back
from outreach.inbox.bounce_proof import BOUNCES_WITHIN, shows_our_mail
from outreach.inbox.message import Message
from outreach.inbox.model import InboundMessage, MatchedBy
from outreach.inbox.service import (
    hold_concerned,
    messages_this_hour,
)
from outreach.prospects.model import Contact, SuppressionReason
from outreach.prospects.suppressing import suppress
from outreach.qualification.closing import close_if_they_decide
from outreach.qualification.deciding import (
    FROZEN,
    Decided,
    ReplyFacts,
    decide,
    is_frozen,
    named_day,
    snooze_until,
    why_not_on,
)
from outreach.qualification.leads.opening import after_message
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.notice_ways import Channel
from outreach.qualification.notices import tell
from outreach.qualification.situation import PROVEN, Situation, situation_of
from outreach.referrals import no_longer_sought, passed_on
from outreach.referrals import service as referrals
from outreach.referrals.facts import ReferralRules, Reply
from outreach.replies.verdict import Person, Verdict
from outreach.sending import guards
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundKind, OutboundState
from outreach.sending.outbox import Settled
from outreach.sending.service import settle_as_sent
from outreach.sequences import enrolling, reply_tasks, versions
from outreach.sequences.consequences import Action, Consequence
from outreach.sequences.model import Campaign, Enrollment, EnrollmentEvent, HoldReason
from outreach.sequences.opting_out import say_no

#: Answers after which a conversation is on: nobody else at the account gets a cold mail.
_CONVERSATIONS = frozenset({Intent.RIGHT_PERSON, Intent.INTERESTED, Intent.QUESTION, Intent.REFERRAL})

#: Whoever they name, besides what else follows, is a source (Ross & Tyler): it waits for a person, or for invariant 4.
_NOTICES = frozenset({Intent.OUT_OF_OFFICE, Intent.AUTO_ACKNOWLEDGEMENT, Intent.LEFT_COMPANY})


@dataclass(frozen=True, slots=True)
class EffectRules:
    """What the configuration says about the consequences of replies."""

    sending: SendingRules
    referrals: ReferralRules
    #: A reply concerns the whole account (the default), or only its writer.
    hold_account: bool
    out_of_office_days: int
    not_now_days: int
    #: Who is told of replies.
    notices: tuple[Channel, ...] = ()


def apply(
    session: Session,
    inbound: InboundMessage,
    message: Message,
    verdict: Verdict,
    rules: EffectRules,
    *,
    now: datetime,
) -> None:
    """Everything that the verdict leads to without a person, or a place in the review queue."""
    situation = situation_of(session, inbound, message, verdict, now)
    if situation is None:
        return
    _note_arrival(session, situation)
    if verdict.intent is Intent.BOUNCE_SOFT:
        _guard(session, situation, rules)
    if situation.outbound.state in (OutboundState.DOUBTFUL, OutboundState.IN_FLIGHT):
        _settle_doubt(session, situation, rules)
    take(session, situation, decided_alone(session, situation), rules, decided_by=None, people=None)


def decided_alone(session: Session, situation: Situation) -> Decided:
    """What the message leads to by itself."""
    intent = situation.verdict.intent
    if situation.outbound.kind is OutboundKind.ANSWER and intent not in (*AUTOMATIC, Intent.UNSUBSCRIBE):
        # The campaign's questions are behind them: they are talking to one of us.
        return Decided(
            Consequence(Action.REVIEW), "it goes on with a conversation: a person has answered them"
        )
    consequence = _definition(session, situation).consequence(intent, decided=False)
    return decide(situation.verdict, consequence, _facts(session, situation))


def note_again(session: Session, situation: Situation, before: Verdict) -> None:
    """The fact that something came, now that it is read differently; what it was taken for before is taken back."""
    assert situation.inbound.id is not None
    kinds = [Happened.REPLIED, Happened.AUTO_REPLIED]
    if before.intent is Intent.BOUNCE_SOFT:
        kinds.append(Happened.BOUNCED)
    take_back(session, kinds, inbound_id=situation.inbound.id, now=situation.now)
    _note_arrival(session, situation)


def take(
    session: Session,
    situation: Situation,
    decided: Decided,
    rules: EffectRules,
    *,
    decided_by: str | None,
    people: tuple[Person, ...] | None,
) -> None:
    """Carry out one decision. `people` are those whom a reviewer confirmed; None: those of the verdict."""
    action = decided.consequence.action
    _settle_sought(session, situation, decided_by)
    match action:
        case Action.REVIEW:
            ask_person(session, situation, decided.why, rules)
        case Action.PAUSE:
            _hold(session, situation, HoldReason.BY_HAND, None, "paused, as the sequence file says")
        case Action.SNOOZE:
            _snooze(session, situation, rules)
        case Action.OPT_OUT:
            _opt_out(session, situation, rules, decided_by)
        case Action.BOUNCE:
            _bounce(session, situation, rules, decided_by)
        case Action.REFER:
            _refer(session, situation, rules, decided_by, people)
        case Action.FINISH | Action.STOP | Action.NURTURE:
            _end(session, situation, decided.consequence, rules, decided_by)
        case Action.ENROLL:
            _go_over(session, situation, decided.consequence.sequence or "", rules, decided_by)
        case Action.IGNORE:
            pass
    if action not in (Action.REVIEW, Action.REFER):
        _propose_besides(session, situation, rules, decided_by, people)
    if not is_frozen(decided.why):
        intent = situation.verdict.intent
        tell(session, situation.inbound, intent, rules.notices, decided_by=decided_by, now=situation.now)
    if action is not Action.REVIEW:
        _open_call_back(session, situation, decided_by)
    after_message(session, situation, action, not_now_days=rules.not_now_days, decided_by=decided_by)


def ask_person(session: Session, situation: Situation, why: str, rules: EffectRules) -> None:
    """Put the message into the review queue, once, and hold whom it concerns until it is decided."""
    assert situation.inbound.id is not None
    known = session.connection().execute(_REVIEW_OF, {"inbound": situation.inbound.id}).first()
    if known is not None or (is_frozen(why) and _is_asked_about(session, situation)):
        return
    review = {
        "inbound_id": situation.inbound.id,
        "contact_id": situation.contact.id,
        "proposed": situation.verdict.intent,
        "confidence": situation.verdict.confidence,
        "why": why,
        "state": ReviewState.WAITING,
        "created_at": situation.now,
    }
    session.connection().execute(_INSERT_REVIEW, review)
    hold_concerned(
        session,
        situation.outbound,
        situation.writer,
        reason=HoldReason.REVIEW,
        inbound_id=situation.inbound.id,
        hold_account=rules.hold_account,
        now=situation.now,
    )
    _note(session, Happened.REVIEW_ASKED, situation, proposed=situation.verdict.intent.value, why=why)


_REVIEW_OF = sa.select(col(Review.id)).where(col(Review.inbound_id) == sa.bindparam("inbound"))
_INSERT_REVIEW = sa.insert(Review.__table__)  # type: ignore[attr-defined]


def _is_asked_about(session: Session, situation: Situation) -> bool:
    """Whether a person has been asked about this flood already: of one address, one question is enough."""
    asked = (
        select(Review.id)
        .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
        .where(
            Review.contact_id == situation.contact.id,
            InboundMessage.sender_address == situation.inbound.sender_address,
            Review.state == ReviewState.WAITING,
            col(Review.why).startswith(FROZEN),
        )
    )
    return session.exec(asked).first() is not None


# --- the single consequences ---------------------------------------------------------------------------------------


def _snooze(session: Session, situation: Situation, rules: EffectRules) -> None:
    away = situation.verdict.intent in AUTOMATIC
    days = rules.out_of_office_days if away else rules.not_now_days
    until = snooze_until(situation.verdict, now=situation.now, default_days=days)
    day = named_day(situation.verdict)
    note = why_not_on(day, situation.now) if day is not None else ""
    _hold(session, situation, HoldReason.AWAY if away else HoldReason.NOT_NOW, until, note)


def _opt_out(session: Session, situation: Situation, rules: EffectRules, decided_by: str | None) -> None:
    complained = situation.verdict.intent is Intent.COMPLAINT
    reason = SuppressionReason.COMPLAINED if complained else SuppressionReason.OPTED_OUT
    concerned = _concerned(situation, decided_by)
    addresses = [contact.address for contact in concerned]
    if decided_by and situation.writer is not None and situation.inbound.sender_address:
        # Another address of the same person: when somebody has looked, they are left alone there too.
        addresses.append(situation.inbound.sender_address)
    for address in dict.fromkeys(addresses):
        say_no(
            session,
            address,
            reason=reason,
            actor=decided_by or "daemon",
            note=f"inbound message {situation.inbound.id}",
            now=situation.now,
        )
    if rules.hold_account:
        _stop_colleagues(session, situation, "somebody at the account said no for good")
    if complained:
        _note(session, Happened.COMPLAINED, situation)
        _guard(session, situation, rules)
    _note(session, Happened.OPTED_OUT, situation)


def _bounce(session: Session, situation: Situation, rules: EffectRules, decided_by: str | None) -> None:
    why = f"inbound message {situation.inbound.id}: {situation.verdict.bounce_reason or 'dead address'}"
    suppress(
        session,
        situation.contact.address,
        reason=SuppressionReason.BOUNCED,
        actor=decided_by or "daemon",
        note=why,
        now=situation.now,
    )
    for run in _runs(session, situation.contact):
        enrolling.end(session, run, EnrollmentEvent.BOUNCED, why="the address is dead", now=situation.now)
    reason = situation.verdict.bounce_reason
    _note(session, Happened.BOUNCED, situation, bounce=Intent.BOUNCE_HARD.value, reason=reason)
    _guard(session, situation, rules)


def _refer(
    session: Session,
    situation: Situation,
    rules: EffectRules,
    decided_by: str | None,
    people: tuple[Person, ...] | None,
) -> None:
    automatic = situation.verdict.intent in AUTOMATIC
    named = people if people is not None else situation.verdict.referrals or situation.verdict.alternates
    if rules.hold_account:
        _stop_colleagues(session, situation, "a colleague has named who to write to")
    _end_runs(session, situation, EnrollmentEvent.NAMED_A_COLLEAGUE, "they named a colleague", decided_by)
    _propose(session, situation, named, rules, automatic=automatic, decided_by=decided_by)


def _propose_besides(
    session: Session,
    situation: Situation,
    rules: EffectRules,
    decided_by: str | None,
    people: tuple[Person, ...] | None,
) -> None:
    """Keep whom a message names besides what else it says: by a reviewer's word, or as a notice does."""
    verdict = situation.verdict
    if people is not None:
        _propose(session, situation, people, rules, automatic=False, decided_by=decided_by)
    elif verdict.intent in _NOTICES:
        by_machine = verdict.visible_text is None
        named = verdict.alternates or verdict.referrals
        _propose(session, situation, named, rules, automatic=by_machine, decided_by=None)


def _propose(
    session: Session,
    situation: Situation,
    people: tuple[Person, ...],
    rules: EffectRules,
    *,
    automatic: bool,
    decided_by: str | None,
) -> None:
    # What a machine at their end wrote, or a person has looked at, counts as said by whom we wrote to.
    writer = situation.writer or (situation.contact if automatic or decided_by else None)
    if writer is None or not people:
        return
    if situation.inbound.contact_id is None:
        situation.inbound.contact_id = writer.id
        session.add(situation.inbound)
        session.flush()
    reply = Reply(
        inbound=situation.inbound,
        message=situation.message,
        writer=writer,
        answers=situation.outbound,
        sequence=referrals.follow_up_sequence(session, situation.enrollment),
    )
    referrals.propose(
        session,
        reply,
        people,
        rules.referrals,
        automatic=automatic,
        approved_by=decided_by,
        now=situation.now,
    )


def _end(
    session: Session,
    situation: Situation,
    consequence: Consequence,
    rules: EffectRules,
    decided_by: str | None,
) -> None:
    intent = situation.verdict.intent
    if intent in _CONVERSATIONS and rules.hold_account:
        _stop_colleagues(session, situation, "somebody at the account has answered")
    if intent is Intent.NOT_INTERESTED and rules.hold_account:
        close_if_they_decide(session, situation, decided_by=decided_by)
    event = EnrollmentEvent.STOPPED if consequence.action is Action.STOP else EnrollmentEvent.REPLIED
    _end_runs(session, situation, event, intent.value, decided_by)


def _end_runs(
    session: Session,
    situation: Situation,
    event: EnrollmentEvent,
    why: str,
    decided_by: str | None,
) -> None:
    """End the answered run, and all others under way of whom we asked and of who answered.

    The writer's come first: a colleague who has just answered must not get their turn by that.
    """
    people = [situation.contact]
    # The name above a letter proves nothing about somebody at another company.
    believed = decided_by is not None or _writes_from_the_account(situation)
    if (
        believed
        and event is not EnrollmentEvent.STOPPED
        and situation.writer not in (None, situation.contact)
    ):
        people.insert(0, situation.writer)
    for person in people:
        for run in enrolling.under_way(session, person.id or 0):
            if run.id != situation.enrollment.id:
                enrolling.end(session, run, event, why=why, now=situation.now)
    enrolling.end(session, situation.enrollment, event, why=why, now=situation.now)


def _go_over(
    session: Session, situation: Situation, sequence: str, rules: EffectRules, decided_by: str | None
) -> None:
    """The contact's run ends, and another one, in the sequence that the file names, begins."""
    version = versions.latest(session, sequence)
    if version is None or version.id is None:
        ask_person(
            session, situation, f'the sequence "{sequence}" was not there when the campaign started', rules
        )
        return
    definition = versions.definition_of(session, version.id)
    _end_runs(session, situation, EnrollmentEvent.REPLIED, f"on to {sequence}", decided_by)
    if _has_had(session, situation, sequence):
        return
    enrolling.begin(
        session,
        session.get_one(Campaign, situation.enrollment.campaign_id),
        situation.contact,
        sequence=sequence,
        version_id=version.id,
        due_at=rules.sending.timing.first_due(definition, situation.contact, situation.now),
        mailbox=situation.enrollment.mailbox,
        now=situation.now,
    )


def _has_had(session: Session, situation: Situation, sequence: str) -> bool:
    """Whether this campaign has taken the contact through that sequence already: once is enough."""
    had = select(Enrollment.id).where(
        Enrollment.campaign_id == situation.enrollment.campaign_id,
        Enrollment.contact_id == situation.contact.id,
        Enrollment.sequence == sequence,
    )
    return session.exec(had).first() is not None


def _open_call_back(session: Session, situation: Situation, decided_by: str | None) -> None:
    """Whoever wants to talk and gives a number is called by a person."""
    phone = situation.verdict.callback_phone
    if phone and situation.verdict.intent in _CONVERSATIONS and situation.inbound.id is not None:
        reply_tasks.open_call_back(
            session,
            situation.writer or situation.contact,
            phone=phone,
            inbound_id=situation.inbound.id,
            owner=decided_by or "",
            now=situation.now,
        )


# --- what the consequences share -----------------------------------------------------------------------------------


def _definition(session: Session, situation: Situation) -> Any:
    return versions.definition_of(session, situation.enrollment.sequence_version_id)


def _facts(session: Session, situation: Situation) -> ReplyFacts:
    bounced = situation.verdict.bounced_address
    return ReplyFacts(
        by_message_id=situation.inbound.matched_by == MatchedBy.MESSAGE_ID,
        from_recipient=situation.writer is not None and situation.writer.id == situation.contact.id,
        bounce_names_recipient=bounced is not None and bounced.lower() == situation.outbound.recipient,
        bounce_is_proven=_is_proven_bounce(situation),
        writer_is_known=situation.writer is not None,
        by_button=situation.inbound.matched_by == MatchedBy.MESSAGE_ID
        and any(hit.rule == "structure.opt_out" for hit in situation.verdict.evidence),
        messages_this_hour=messages_this_hour(session, situation.inbound),
    )


def _is_proven_bounce(situation: Situation) -> bool:
    """Whether it speaks of our very mail. Without our Message-ID anybody could have made it up (decision 10)."""
    mail, inbound = situation.outbound, situation.inbound
    if inbound.matched_by == MatchedBy.MESSAGE_ID:
        return True
    lately = mail.in_flight_at is not None and situation.now - mail.in_flight_at <= BOUNCES_WITHIN
    # Reports go to the envelope's sender, which is the mailbox that the mail went out of.
    came_back = inbound.mailbox == mail.mailbox
    return (
        lately
        and came_back
        and shows_our_mail(situation.message, raw=mail.raw or b"", subject=mail.subject, text=mail.body)
    )


def _writes_from_the_account(situation: Situation) -> bool:
    return situation.writer is not None and situation.writer.account_id == situation.contact.account_id


def _concerned(situation: Situation, decided_by: str | None) -> list[Contact]:
    """Whom a no concerns: who we wrote to; and, when a person has looked, who wrote it from another address."""
    both = [situation.contact]
    if decided_by and situation.writer is not None and situation.writer.id != situation.contact.id:
        both.append(situation.writer)
    return both


def _runs(session: Session, contact: Contact) -> list[Enrollment]:
    return list(session.exec(select(Enrollment).where(Enrollment.contact_id == contact.id)).all())


def _stop_colleagues(session: Session, situation: Situation, why: str) -> None:
    assert situation.contact.id is not None
    enrolling.stop_colleagues(
        session, situation.contact.account_id, but=situation.contact.id, why=why, now=situation.now
    )


def _hold(
    session: Session, situation: Situation, reason: HoldReason, until: datetime | None, note: str
) -> None:
    enrolling.hold(
        session,
        reason=reason,
        contact_id=situation.contact.id,
        until=until,
        inbound_id=situation.inbound.id,
        note=note,
        now=situation.now,
    )


def _settle_doubt(session: Session, situation: Situation, rules: EffectRules) -> None:
    """Whoever answers or bounces a mail has got it."""
    if situation.inbound.matched_by != MatchedBy.MESSAGE_ID or situation.outbound.id is None:
        return
    bounced = situation.verdict.intent in (Intent.BOUNCE_HARD, Intent.BOUNCE_SOFT)
    by = Settled.BOUNCE if bounced else Settled.REPLY
    settle_as_sent(session, situation.outbound.id, rules.sending, by=by.value, now=situation.now)


def _note_arrival(session: Session, situation: Situation) -> None:
    """The fact that something came. Dead addresses and complaints are facts when they are believed, not before."""
    intent, enrollment = situation.verdict.intent, situation.enrollment
    if intent in (Intent.BOUNCE_HARD, Intent.COMPLAINT) or _is_unrelated(situation):
        return
    if intent is Intent.BOUNCE_SOFT:
        _note(
            session, Happened.BOUNCED, situation, bounce=intent.value, reason=situation.verdict.bounce_reason
        )
    elif _is_written_by_machine(situation.verdict):
        _note(session, Happened.AUTO_REPLIED, situation, intent=intent.value)
    else:
        _note(session, Happened.REPLIED, situation, intent=intent.value, tag=enrollment.tag)
        if enrollment.tag is not None:
            assert situation.inbound.id is not None
            assert enrollment.id is not None
            referrals.answered(session, enrollment.id, situation.now, inbound_id=situation.inbound.id)
        if situation.writer is not None and situation.inbound.matched_by in PROVEN:
            passed_on.has_written(
                session,
                situation.writer,
                situation.outbound,
                inbound_id=situation.inbound.id or 0,
                now=situation.now,
            )


def _settle_sought(session: Session, situation: Situation, decided_by: str | None) -> None:
    """Whoever writes need not be looked for any more.

    Anybody may put a name above a letter: one that does not prove to answer our mail counts when a person has read it.
    """
    believed = decided_by is not None or situation.inbound.matched_by in PROVEN
    is_theirs = situation.verdict.intent not in (*AUTOMATIC, Intent.OTHER)
    if situation.writer is not None and believed and is_theirs:
        inbound_id = situation.inbound.id or 0
        no_longer_sought.has_written(session, situation.writer, inbound_id=inbound_id, now=situation.now)


def _guard(session: Session, situation: Situation, rules: EffectRules) -> None:
    """One mail more has failed: are they too many?"""
    guards.look(
        session,
        mailbox=situation.outbound.mailbox,
        campaign_id=situation.outbound.campaign_id,
        rules=rules.sending.guards,
        now=situation.now,
    )


def _is_unrelated(situation: Situation) -> bool:
    """Whether all that speaks for an answer is that it comes from the account: their newsletter, for instance."""
    by = situation.inbound.matched_by
    return situation.verdict.intent is Intent.OTHER and by in (MatchedBy.ACCOUNT, MatchedBy.QUOTED)


def _is_written_by_machine(verdict: Verdict) -> bool:
    """A read receipt and an accepted invitation are no replies, and neither is a departure notice."""
    if verdict.intent in AUTOMATIC:
        return True
    surely = verdict.intent is Intent.OTHER and not verdict.needs_review
    return verdict.visible_text is None and (surely or verdict.intent is Intent.LEFT_COMPANY)


def _note(session: Session, kind: Happened, situation: Situation, **details: Any) -> None:
    record(
        session,
        kind,
        situation.now,
        campaign_id=situation.enrollment.campaign_id,
        enrollment_id=situation.enrollment.id,
        account_id=situation.contact.account_id,
        contact_id=situation.contact.id,
        outbound_id=situation.outbound.id,
        inbound_id=situation.inbound.id,
        mailbox=situation.inbound.mailbox,
        **details,
    )
