"""The review queue in the database, and the turn that understands one inbound message and applies it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.core.untrusted import one_line
from outreach.database import locks
from outreach.database.events import record
from outreach.inbox import service as inbox
from outreach.inbox.message import Message, read_message
from outreach.inbox.model import InboundEvent, InboundMessage
from outreach.prospects.model import Contact
from outreach.qualification import effects
from outreach.qualification.deciding import Decided, last_believable_day
from outreach.qualification.effects import EffectRules
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.situation import settle_match, situation_of
from outreach.replies.model import StoredVerdict
from outreach.replies.understanding import SentMail, understand
from outreach.replies.verdict import Person, Verdict, verdict_from_dict, verdict_to_dict
from outreach.sequences import enrolling, versions
from outreach.sequences.consequences import Action, Consequence
from outreach.sequences.model import HoldReason


@dataclass(frozen=True, slots=True)
class Pending:
    """One stored message, with what understanding it takes; plain values, no session behind them."""

    inbound_id: int
    raw: bytes
    received_at: datetime
    sent: SentMail | None


def next_pending(session: Session, rules: EffectRules) -> Pending | None:
    """The next message to understand."""
    inbound = inbox.next_pending(session)
    if inbound is None or inbound.id is None:
        return None
    answered = inbox.answered_mail(session, inbound.id)
    sent = None
    if answered is not None:
        ours = rules.sending.mailboxes.get(answered.mailbox)
        sent = SentMail(
            message_id=answered.message_id or "",
            from_="" if ours is None else f"{ours.from_name} <{ours.address}>",
            to=answered.recipient,
            subject=answered.subject,
            text=answered.body,
            sent_at=answered.sent_at,
        )
    return Pending(inbound.id, inbound.raw, inbound.received_at, sent)


def read(pending: Pending) -> tuple[Message, Verdict]:
    """What the message says and means. Pure, and the only expensive part: never run inside a transaction."""
    return read_message(pending.raw), understand(
        pending.raw, sent=pending.sent, received_at=pending.received_at
    )


def apply(
    session: Session,
    inbound_id: int,
    message: Message,
    verdict: Verdict,
    rules: EffectRules,
    *,
    now: datetime,
) -> None:
    """Keep the verdict and take its consequences, in one transaction: after a crash, all of it or nothing.

    Does nothing where another daemon has applied the message, or a person assigned it, since it was read.
    """
    # It may mean no. First of all locks, before that on the message.
    locks.forbid(session)
    inbound = inbox.take_up(session, inbound_id)
    if inbound is None:
        return
    keep_verdict(session, inbound_id, verdict, now)
    inbox.move(inbound, InboundEvent.READ)
    if message.sender.address.lower() not in rules.referrals.own_addresses:
        settle_match(session, inbound, message, verdict, now)
        effects.apply(session, inbound, message, verdict, rules, now=now)
    enrolling.lift_for(session, inbound_id, HoldReason.UNREAD_REPLY, now)
    inbox.move(inbound, InboundEvent.EFFECTS_TAKEN)
    session.add(inbound)


def keep_verdict(session: Session, inbound_id: int, verdict: Verdict, now: datetime) -> None:
    session.add(
        StoredVerdict(
            inbound_id=inbound_id,
            rules_version=verdict.rules_version,
            intent=verdict.intent,
            confidence=verdict.confidence,
            needs_review=verdict.needs_review,
            language=verdict.language or None,
            visible_text=verdict.visible_text,
            findings=verdict_to_dict(verdict),
            created_at=now,
        )
    )
    session.flush()


def verdict_of(session: Session, inbound_id: int) -> Verdict | None:
    """The newest verdict on a message."""
    stored = session.exec(
        select(StoredVerdict)
        .where(StoredVerdict.inbound_id == inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()
    return None if stored is None else verdict_from_dict(stored.findings)


def set_aside(session: Session, inbound_id: int, trouble: str, rules: EffectRules, now: datetime) -> None:
    """A message could not be read. The third time it is out of the way; if it answers us, a person has to look."""
    locks.forbid(session)
    inbound = inbox.take_up(session, inbound_id)
    if inbound is None or not inbox.note_failure(session, inbound, trouble, now):
        return
    unread = Verdict(doubts=(f"it could not be read: {one_line(trouble)}",))
    situation = situation_of(session, inbound, Message(), unread, now)
    if situation is not None:
        effects.take(
            session,
            situation,
            Decided(Consequence(Action.REVIEW), unread.doubts[0]),
            rules,
            decided_by=None,
            people=None,
        )
    enrolling.lift_for(session, inbound_id, HoldReason.UNREAD_REPLY, now)


def find_review(session: Session, review_id: int) -> Review:
    """Raises NotFound."""
    found = session.get(Review, review_id)
    if found is None:
        raise NotFound(f"There is no review {review_id}. `outreach review list` shows the queue.")
    return found


def decide(
    session: Session,
    review_id: int,
    intent: Intent,
    rules: EffectRules,
    *,
    actor: str,
    people: tuple[Person, ...] | None,
    resume_on: date | None = None,
    note: str = "",
    now: datetime,
) -> Review:
    """A person says what a reply means; its consequences are taken in the same transaction.

    Raises Refused where it was decided already: of two reviewers the second sees what the first has said.
    """
    locks.forbid(session)
    review = find_review(session, review_id)
    # Of two who decide at the same time, one waits here for the other.
    session.refresh(review, with_for_update=True)
    if review.state is ReviewState.DECIDED:
        said = review.intent.value if review.intent else "nothing"
        raise Refused(f"Review {review_id} was decided already: {said}, by {review.decided_by}.")
    inbound = inbox.find(session, review.inbound_id)
    read_as = verdict_of(session, review.inbound_id) or Verdict()
    verdict = _as_decided(read_as, intent, people, resume_on, now)
    # Who wrote it is told by what it was read as: a machine stays one, whatever a person makes of its words.
    situation = situation_of(session, inbound, read_message(inbound.raw), read_as, now)
    if situation is None:
        raise Refused(
            f"Message {inbound.id} answers no mail of ours. `outreach inbox assign` says which it does."
        )
    situation = replace(situation, verdict=verdict)
    definition = versions.definition_of(session, situation.enrollment.sequence_version_id)
    consequence = definition.consequence(intent, decided=True)
    effects.take(session, situation, Decided(consequence), rules, decided_by=actor, people=people)
    enrolling.lift_for(session, review.inbound_id, HoldReason.REVIEW, now)
    review.state, review.intent, review.note = ReviewState.DECIDED, intent, note
    review.decided_by, review.decided_at = actor, now
    session.add(review)
    record(
        session,
        Happened.REVIEW_DECIDED,
        now,
        campaign_id=situation.enrollment.campaign_id,
        enrollment_id=situation.enrollment.id,
        contact_id=situation.contact.id,
        inbound_id=inbound.id,
        actor=actor,
        intent=intent.value,
        proposed=review.proposed.value,
    )
    return review


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


def waiting_reviews(
    session: Session, *, everything: bool = False
) -> list[tuple[Review, InboundMessage, Contact | None]]:
    """The queue, oldest first; with `everything` also what has been decided."""
    statement = (
        select(Review, InboundMessage, Contact)
        .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
        .join(Contact, col(Contact.id) == col(Review.contact_id), isouter=True)
        .order_by(col(InboundMessage.received_at), col(Review.id))
    )
    if not everything:
        statement = statement.where(Review.state == ReviewState.WAITING)
    return list(session.exec(statement).all())
