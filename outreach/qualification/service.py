"""The turn that understands one inbound message and applies it: pending, read, applied or set aside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database import locks
from outreach.database.events import record
from outreach.database.faults import is_the_databases_own
from outreach.inbox import pending
from outreach.inbox import service as inbox
from outreach.inbox.message import Message
from outreach.inbox.model import InboundEvent, InboundMessage, InboundState, MatchedBy
from outreach.inbox.whose_answer import Match
from outreach.prospects.model import Contact
from outreach.qualification import effects
from outreach.qualification.deciding import Decided
from outreach.qualification.effects import EffectRules
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.situation import (
    everything_about,
    is_own,
    settle_as_own,
    settle_match,
    situation_of,
)
from outreach.replies.learning.trained import TrainedModel
from outreach.replies.model import StoredVerdict
from outreach.replies.understanding import SentMail, read_and_understand
from outreach.replies.verdict import Verdict, verdict_from_dict, verdict_to_dict
from outreach.sending.model import OutboundMessage
from outreach.sequences import enrolling
from outreach.sequences.consequences import Action, Consequence
from outreach.sequences.model import HoldReason

#: Begins the reason of a review that was opened because nothing could read the message.
UNREAD = "it could not be read"


@dataclass(frozen=True, slots=True)
class Pending:
    """One stored message, with what understanding it takes; plain values, no session behind them."""

    inbound_id: int
    raw: bytes
    received_at: datetime
    sent: SentMail | None
    #: As the database has it since it was taken up for this reading; None: it was not taken up.
    taken_until: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Understood:
    """What came of reading one message."""

    inbound_id: int
    message: Message
    verdict: Verdict
    #: That of the reading (Pending). It is out of date where the message was let go of or assigned meanwhile.
    taken_until: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """Reading one message failed, or had to be ended."""

    inbound_id: int
    trouble: str


def next_pending(session: Session, rules: EffectRules, *, now: datetime, most: int = 1) -> list[Pending]:
    """The next messages to understand, each counted as tried before it is read; empty where none waits."""
    for lost in pending.never_came_back(session, now=now):
        trouble = "it was taken up three times, and each time the program ended before it was done"
        set_aside(session, lost, trouble, rules, now)
    return waiting_messages(session, pending.take_up_next(session, most=most, now=now), rules)


def waiting_messages(
    session: Session, messages: Sequence[InboundMessage], rules: EffectRules
) -> list[Pending]:
    """Stored messages with what understanding them takes."""
    answered = inbox.answered_mails(session, [each.id or 0 for each in messages])
    return [
        Pending(
            each.id or 0,
            each.raw,
            each.received_at,
            _as_sent(answered[each.id], rules) if each.id in answered else None,
            each.taken_until,
        )
        for each in messages
    ]


def _as_sent(answered: OutboundMessage, rules: EffectRules) -> SentMail:
    """The mail of ours that a stored message answers, as understanding wants it."""
    ours = rules.sending.mailboxes.get(answered.mailbox)
    return SentMail(
        message_id=answered.message_id or "",
        from_="" if ours is None else f"{ours.from_name} <{ours.address}>",
        to=answered.recipient,
        subject=answered.subject,
        text=answered.body,
        sent_at=answered.sent_at,
    )


def read(waiting: Pending, model: TrainedModel | None = None) -> Understood:
    """What the message says and means. Pure, and the only expensive part: never run inside a transaction.

    `model` is the one that the workspace has learned; None: the one that ships.
    """
    message, verdict = read_and_understand(
        waiting.raw, sent=waiting.sent, received_at=waiting.received_at, model=model
    )
    return Understood(waiting.inbound_id, message, verdict, waiting.taken_until)


def settle(
    session: Session, results: Sequence[Understood | Unread], rules: EffectRules, *, now: datetime
) -> list[Unread]:
    """Apply what was understood, note what was not: in one commit, but each message with a savepoint of its own.

    What fails because of its message is undone to there, noted, and returned. What fails because of the database
    is raised, and then nothing of the whole is done.
    """
    locks.forbid(session)
    taken = pending.take_up_all(session, [each.inbound_id for each in results])
    # Asked for together: one by one they would take most of the time. Held here, or the session would forget them.
    concerned = everything_about(session, taken.values())
    failed = []
    applied = []
    for result in results:
        message = taken.get(result.inbound_id)
        came_of_it = result if isinstance(result, Unread) else _applied(session, message, result, rules, now)
        if isinstance(came_of_it, Unread):
            set_aside(session, came_of_it.inbound_id, came_of_it.trouble, rules, now)
            failed.append(came_of_it)
        elif came_of_it:
            applied.append(result.inbound_id)
    _are_done(session, applied, now)
    del concerned
    return failed


def _applied(
    session: Session, inbound: InboundMessage | None, result: Understood, rules: EffectRules, now: datetime
) -> bool | Unread:
    """Whether it took effect: not where it came too late."""
    try:
        with session.begin_nested():
            return _take_effect(session, inbound, result, rules, now)
    except Exception as error:
        if is_the_databases_own(error):
            raise
        return Unread(result.inbound_id, repr(error))


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

    Does nothing where the message has been applied or set aside since it was read.
    """
    # It may mean no. First of all locks, before that on the message.
    locks.forbid(session)
    inbound = pending.take_up(session, inbound_id)
    if _take_effect(session, inbound, Understood(inbound_id, message, verdict), rules, now):
        _are_done(session, [inbound_id], now)


def _are_done(session: Session, applied: Sequence[int], now: datetime) -> None:
    enrolling.lift_for(session, applied, HoldReason.UNREAD_REPLY, now)
    session.flush()
    pending.are_done(session, applied)


def _take_effect(
    session: Session, inbound: InboundMessage | None, read: Understood, rules: EffectRules, now: datetime
) -> bool:
    """What one message leads to; its state, and the hold that it placed unread, are left to the caller.

    False where the reading comes too late: another daemon has applied the message (`inbound` is None then), it was
    set aside, or a person said meanwhile whose answer it is: then it is read anew, beside the mail that it answers.
    """
    if inbound is None or read.taken_until not in (None, inbound.taken_until):
        return False
    message, verdict = read.message, read.verdict
    keep_verdict(session, read.inbound_id, verdict, now)
    if is_own(session, inbound, verdict, rules.referrals.own_addresses):
        settle_as_own(session, inbound, rules.referrals.own_addresses)
    else:
        settle_match(session, inbound, message, verdict, now)
        effects.apply(session, inbound, message, verdict, rules, now=now)
    return True


def keep_verdict(session: Session, inbound_id: int, verdict: Verdict, now: datetime) -> None:
    told = {
        "inbound_id": inbound_id,
        "rules_version": verdict.rules_version,
        "intent": verdict.intent,
        "confidence": verdict.confidence,
        "needs_review": verdict.needs_review,
        "language": verdict.language or None,
        "visible_text": verdict.visible_text,
        "findings": verdict_to_dict(verdict),
        "created_at": now,
    }
    session.connection().execute(_INSERT_VERDICT, told)


_INSERT_VERDICT = sa.insert(StoredVerdict.__table__)  # type: ignore[attr-defined]


def verdict_of(session: Session, inbound_id: int) -> Verdict | None:
    """The newest verdict on a message."""
    stored = session.exec(
        select(StoredVerdict)
        .where(StoredVerdict.inbound_id == inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()
    return None if stored is None else verdict_from_dict(stored.findings)


def set_aside(session: Session, inbound_id: int, trouble: str, rules: EffectRules, now: datetime) -> None:
    """A try came to nothing. The third time it is out of the way; if it answers us, a person has to look."""
    locks.forbid(session)
    inbound = pending.take_up(session, inbound_id)
    if inbound is None or not pending.note_failure(session, inbound, trouble, now):
        return
    try:
        with session.begin_nested():
            _ask_about_unread(session, inbound, trouble, rules, now)
            enrolling.lift_for(session, inbound_id, HoldReason.UNREAD_REPLY, now)
    except Exception as error:
        if is_the_databases_own(error):
            raise
        # Whom it concerns stays held as by an unread reply: `outreach inbox list --set-aside` shows it.
        inbound.trouble = one_line(f"{trouble}; not even a review could be opened: {error!r}", 400)
        session.add(inbound)


def _ask_about_unread(
    session: Session, inbound: InboundMessage, trouble: str, rules: EffectRules, now: datetime
) -> None:
    unread = Verdict(doubts=(f"{UNREAD}: {one_line(trouble)}",))
    situation = situation_of(session, inbound, Message(), unread, now)
    if situation is not None:
        to_review = Decided(Consequence(Action.REVIEW), unread.doubts[0])
        effects.take(session, situation, to_review, rules, decided_by=None, people=None)


def try_again(session: Session, inbound_id: int, rules: EffectRules, *, actor: str, now: datetime) -> None:
    """A person wants a message that was set aside read once more. A review that waited because of it is withdrawn.

    Whom it concerns is held without a gap: by the review until now, by the unread reply from now on. Raises Refused
    where it was not set aside, or where a person has decided what it means.
    """
    locks.forbid(session)
    inbound = inbox.find(session, inbound_id)
    session.refresh(inbound, with_for_update=True)
    review = session.exec(select(Review).where(Review.inbound_id == inbound_id)).first()
    if review is not None and review.state is ReviewState.DECIDED:
        raise Refused(
            f"What message {inbound_id} means was decided by {review.decided_by}; it is not read again."
        )
    if inbound.state is not InboundState.SET_ASIDE:
        raise Refused(f"Message {inbound_id} was not set aside: it is {inbound.state.value}.")
    answered = inbox.answered_mail(session, inbound_id)
    if answered is not None:
        writer = None if inbound.contact_id is None else session.get_one(Contact, inbound.contact_id)
        found = Match(answered, writer, MatchedBy(inbound.matched_by or MatchedBy.BY_HAND))
        enrolling.lift_for(session, inbound_id, HoldReason.UNREAD_REPLY, now)
        inbox.hold_unread(session, inbound_id, found, hold_account=rules.hold_account, now=now)
    enrolling.lift_for(session, inbound_id, HoldReason.REVIEW, now)
    if review is not None:
        session.delete(review)
    inbox.move(inbound, InboundEvent.TRIED_AGAIN)
    inbound.attempts, inbound.taken_until = 0, None
    session.add(inbound)
    record(
        session,
        Happened.MESSAGE_TRIED_AGAIN,
        now,
        inbound_id=inbound_id,
        contact_id=inbound.contact_id,
        mailbox=inbound.mailbox,
        actor=actor,
    )


def all_set_aside(session: Session) -> list[int]:
    """Messages that were set aside and wait for a person, the oldest first."""
    statement = (
        select(InboundMessage.id)
        .where(InboundMessage.state == InboundState.SET_ASIDE)
        .order_by(col(InboundMessage.id))
    )
    return [each for each in session.exec(statement).all() if each is not None]
