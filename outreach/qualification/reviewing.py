"""What a person decides on a reply in the review queue, and everything that follows, in one transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database import audit, locks
from outreach.database.events import record, take_back
from outreach.database.traces import Change, traced
from outreach.inbox import service as inbox
from outreach.inbox.model import InboundEvent, InboundMessage, InboundState
from outreach.prospects.model import Contact
from outreach.qualification import effects, history
from outreach.qualification.deciding import Decided, is_frozen, last_believable_day
from outreach.qualification.effects import EffectRules
from outreach.qualification.meanings import NOT_OURS, Meaning
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.queue import find_review
from outreach.qualification.service import verdict_of
from outreach.qualification.situation import Situation, situation_of
from outreach.replies.model import StoredVerdict
from outreach.replies.verdict import Person, Verdict, verdict_from_dict
from outreach.sequences import enrolling, versions
from outreach.sequences.model import HoldReason

#: Messages of one flood that are looked at, the newest first, when a person has decided on it.
_MOST_OF_A_FLOOD = 50


def decide(
    session: Session,
    review_id: int,
    intent: Meaning,
    rules: EffectRules,
    *,
    actor: str,
    people: tuple[Person, ...] | None = None,
    resume_on: date | None = None,
    note: str = "",
    now: datetime,
) -> Review:
    """A person says what a reply means; its consequences are taken in the same transaction, and kept for an undo.

    Raises Refused where it was decided already: of two reviewers the second sees what the first has said.
    """
    review, changes = decided(
        session,
        review_id,
        Said(intent, people, resume_on, note),
        rules,
        actor=actor,
        now=now,
    )
    history.keep(session, review, changes, actor=actor, now=now)
    _note_in_audit(session, review, intent, actor, now)
    return review


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about a reply."""

    meaning: Meaning
    #: Whom it names; None: whom the program has found in it.
    people: tuple[Person, ...] | None = None
    #: The day from which on to write again, for a not-now or an absence.
    resume_on: date | None = None
    note: str = ""


def decided(
    session: Session, review_id: int, said: Said, rules: EffectRules, *, actor: str, now: datetime
) -> tuple[Review, tuple[Change, ...]]:
    """Take a decision with all that follows; and every row that was changed by it."""
    locks.forbid(session)
    review = find_review(session, review_id)
    # Of two who decide at the same time, one waits here for the other.
    session.refresh(review, with_for_update=True)
    if review.state is ReviewState.DECIDED:
        before = "nothing" if review.intent is None else NOT_OURS if review.not_ours else review.intent
        raise Refused(f"Review {review_id} was decided already: {before}, by {review.decided_by}.")
    inbound = inbox.find(session, review.inbound_id)
    with traced(session) as trace:
        if isinstance(said.meaning, Intent):
            situation = _take(session, inbound, said.meaning, said, rules, actor, now)
            _note_decision(session, Happened.REVIEW_DECIDED, review, inbound, situation, said, actor, now)
        else:
            _let_go(session, inbound, now)
            _note_decision(session, Happened.REVIEW_DECIDED, review, inbound, None, said, actor, now)
        enrolling.lift_for(session, review.inbound_id, HoldReason.REVIEW, now)
        _close(session, review, inbound, said, actor, now)
        if is_frozen(review.why):
            _ask_about_newest_of_flood(session, inbound, rules, now)
    return review, trace.changes


def _take(
    session: Session,
    inbound: InboundMessage,
    intent: Intent,
    said: Said,
    rules: EffectRules,
    actor: str,
    now: datetime,
) -> Situation:
    """The consequences of an intent."""
    read_as = verdict_of(session, inbound.id or 0) or Verdict()
    verdict = _as_decided(read_as, intent, said.people, said.resume_on, now)
    # Who wrote it is told by what it was read as: a machine stays one, whatever a person makes of its words.
    situation = situation_of(session, inbound, inbox.message_of(inbound), read_as, now)
    if situation is None:
        raise Refused(
            f"Message {inbound.id} answers no mail of ours. `outreach inbox assign` says which it does."
        )
    situation = replace(situation, verdict=verdict)
    definition = versions.definition_of(session, situation.enrollment.sequence_version_id)
    consequence = definition.consequence(intent, decided=True)
    effects.take(session, situation, Decided(consequence), rules, decided_by=actor, people=said.people)
    return situation


def _let_go(session: Session, inbound: InboundMessage, now: datetime) -> None:
    """It answers nothing of ours: no reply came."""
    assert inbound.id is not None
    kinds = [Happened.REPLIED, Happened.AUTO_REPLIED, Happened.BOUNCED]
    take_back(session, kinds, inbound_id=inbound.id, now=now)
    inbox.detach(session, inbound)


def _close(
    session: Session, review: Review, inbound: InboundMessage, said: Said, actor: str, now: datetime
) -> None:
    review.state, review.note, review.snoozed_until = ReviewState.DECIDED, said.note, None
    review.intent = said.meaning if isinstance(said.meaning, Intent) else Intent.OTHER
    review.not_ours = said.meaning is NOT_OURS
    review.decided_by, review.decided_at = actor, now
    session.add(review)
    if inbound.state is InboundState.SET_ASIDE:
        # Nobody has to look at it any more, and no rate is incomplete because of it.
        inbox.move(inbound, InboundEvent.DECIDED)
        session.add(inbound)


def _note_decision(
    session: Session,
    kind: Happened,
    review: Review,
    inbound: InboundMessage,
    situation: Situation | None,
    said: Said,
    actor: str,
    now: datetime,
) -> None:
    record(
        session,
        kind,
        now,
        campaign_id=None if situation is None else situation.enrollment.campaign_id,
        enrollment_id=None if situation is None else situation.enrollment.id,
        contact_id=None if situation is None else situation.contact.id,
        inbound_id=inbound.id,
        actor=actor,
        intent=said.meaning.value,
        proposed=review.proposed.value,
    )


def _note_in_audit(session: Session, review: Review, meaning: Meaning, actor: str, now: datetime) -> None:
    contact = None if review.contact_id is None else session.get(Contact, review.contact_id)
    audit.note(
        session,
        "reply_decided",
        actor=actor,
        at=now,
        subject="" if contact is None else audit.subject_of(session, contact.address),
        review=review.id,
        decided=meaning.value,
        proposed=review.proposed.value,
    )


def _ask_about_newest_of_flood(
    session: Session, first: InboundMessage, rules: EffectRules, now: datetime
) -> None:
    """One question stood for all that came while the address was frozen: the last that seems written gets its own."""
    reviewed = select(Review.inbound_id)
    behind = (
        select(InboundMessage, StoredVerdict)
        .join(StoredVerdict, col(StoredVerdict.inbound_id) == col(InboundMessage.id))
        .where(
            InboundMessage.sender_address == first.sender_address,
            InboundMessage.state == InboundState.APPLIED,
            col(InboundMessage.id) > first.id,
            col(InboundMessage.id).not_in(reviewed),
            col(StoredVerdict.visible_text).is_not(None),
        )
        .order_by(col(InboundMessage.id).desc(), col(StoredVerdict.id).desc())
        .limit(_MOST_OF_A_FLOOD)
    )
    for inbound, stored in session.exec(behind).all():
        read_as = verdict_from_dict(stored.findings)
        situation = situation_of(session, inbound, inbox.message_of(inbound), read_as, now)
        # However sure it was read: what came after the flood has had its own consequences.
        if situation is not None and is_frozen(effects.decided_alone(session, situation).why):
            effects.ask_person(session, situation, "it came while this address was frozen", rules)
            return


def _as_decided(
    verdict: Verdict,
    intent: Intent,
    people: tuple[Person, ...] | None,
    resume_on: date | None,
    now: datetime,
) -> Verdict:
    """The verdict as a person says it should be. Raises Refused where something is missing or makes no sense."""
    if intent is Intent.REFERRAL and not (people or verdict.referrals or verdict.alternates):
        raise Refused(
            "Whom did they name? Say it with --referral 'Name <address>' (several times if need be)."
        )
    if resume_on is None:
        return replace(verdict, intent=intent, needs_review=False)
    if not now.date() < resume_on <= last_believable_day(now):
        raise Refused(
            f"{resume_on} is no day to go on: give one between tomorrow and {last_believable_day(now)}."
        )
    # The reviewer's date stands before the one that the message seems to give.
    return replace(verdict, intent=intent, needs_review=False, return_date=None, resume_date=resume_on)
