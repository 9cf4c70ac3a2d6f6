"""Stored mail, read again by today's rules: what would change, and the repair. Nothing is ever sent again by it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from outreach.core.events import Happened
from outreach.database import locks
from outreach.database.events import record
from outreach.inbox import pending
from outreach.inbox import service as inbox
from outreach.inbox.model import InboundEvent, InboundMessage, InboundState
from outreach.qualification import effects
from outreach.qualification.deciding import Decided, is_frozen
from outreach.qualification.effects import EffectRules
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.rereading import Change, Follows, changes, what_follows
from outreach.qualification.service import Pending, Understood, keep_verdict, verdict_of, waiting_messages
from outreach.qualification.situation import Situation, is_own, settle_match, situation_of
from outreach.replies.verdict import Verdict
from outreach.sequences.consequences import Action, Consequence


@dataclass(frozen=True, slots=True)
class Reread:
    """One message that today's rules read differently."""

    inbound_id: int
    received_at: datetime
    sender: str
    changes: tuple[Change, ...]
    follows: Follows


def count_applied(session: Session, since: datetime | None) -> int:
    """Messages that have been understood and applied, and that came since then."""
    return int(session.exec(select(sa.func.count()).select_from(_applied(since).subquery())).one())


def applied_after(
    session: Session, inbound_id: int, rules: EffectRules, *, since: datetime | None, most: int
) -> list[Pending]:
    """The next of these by number, as understanding takes them: not more than memory should hold at once."""
    following = _applied(since).where(col(InboundMessage.id) > inbound_id).order_by(col(InboundMessage.id))
    sizes = following.with_only_columns(col(InboundMessage.id), sa.func.length(InboundMessage.raw)).limit(
        most
    )
    ids = pending.as_many_as_fit([(row[0], row[1]) for row in session.connection().execute(sizes)])
    found = session.exec(following.where(col(InboundMessage.id).in_(ids))).all()
    return waiting_messages(session, found, rules)


def reread(session: Session, read: Understood, rules: EffectRules, now: datetime) -> Reread | None:
    """Take a new reading in place of the old one; None where both say the same, or it was assigned meanwhile.

    Everything is written into the caller's transaction: who only wants to know does not commit it.
    """
    # The new reading may mean no.
    locks.forbid(session)
    inbound = session.get(InboundMessage, read.inbound_id, with_for_update=True)
    before = verdict_of(session, read.inbound_id)
    if inbound is None or inbound.state is not InboundState.APPLIED or before is None:
        return None
    if inbound.emptied_at is not None:
        # Its text was erased since it was read.
        return None
    changed = changes(before, read.verdict)
    if not changed:
        return None
    keep_verdict(session, read.inbound_id, read.verdict, now)
    inbox.move(inbound, InboundEvent.READ)
    session.add(inbound)
    follows = _follow(session, inbound, before, read, rules)
    record(
        session,
        Happened.RECLASSIFIED,
        now,
        inbound_id=inbound.id,
        contact_id=inbound.contact_id,
        mailbox=inbound.mailbox,
        before=before.intent.value,
        after=read.verdict.intent.value,
        follows=follows.value,
    )
    session.flush()
    return Reread(read.inbound_id, inbound.received_at, inbound.sender, changed, follows)


def _follow(
    session: Session, inbound: InboundMessage, before: Verdict, read: Understood, rules: EffectRules
) -> Follows:
    ours = is_own(session, inbound, read.verdict, rules.referrals.own_addresses)
    set_apart = session.exec(
        select(Review.id).where(Review.inbound_id == inbound.id, col(Review.not_ours))
    ).first()
    if inbound.matched_by is None and not ours and set_apart is None:
        settle_match(session, inbound, read.message, read.verdict, inbound.received_at)
    review = session.exec(select(Review).where(Review.inbound_id == inbound.id)).first()
    # What follows is dated when the message came: history is mended, not made.
    situation = (
        None if ours else situation_of(session, inbound, read.message, read.verdict, inbound.received_at)
    )
    decided = None if situation is None else effects.decided_alone(session, situation)
    follows = what_follows(
        before, read.verdict, review=None if review is None else review.state, decided=decided
    )
    if situation is not None and read.verdict.intent is not before.intent:
        effects.note_again(session, situation, before)
    if situation is not None and decided is not None:
        _carry_out(session, follows, situation, decided, before, rules)
    if review is not None and review.state is ReviewState.WAITING:
        _show(session, review, read)
    return follows


def _carry_out(
    session: Session,
    follows: Follows,
    situation: Situation,
    decided: Decided,
    before: Verdict,
    rules: EffectRules,
) -> None:
    if follows is Follows.FORBIDS:
        effects.take(session, situation, decided, rules, decided_by=None, people=())
    elif follows is Follows.ASKS:
        why = f"read as {before.intent.value} before, as {situation.verdict.intent.value} now"
        asked = Decided(Consequence(Action.REVIEW), why)
        effects.take(session, situation, asked, rules, decided_by=None, people=None)


def _show(session: Session, review: Review, read: Understood) -> None:
    review.proposed, review.confidence = read.verdict.intent, read.verdict.confidence
    if not is_frozen(review.why):
        review.why = "; ".join(read.verdict.doubts) or review.why
    session.add(review)


def _applied(since: datetime | None) -> SelectOfScalar[InboundMessage]:
    statement = select(InboundMessage).where(
        InboundMessage.state == InboundState.APPLIED, col(InboundMessage.emptied_at).is_(None)
    )
    return statement if since is None else statement.where(col(InboundMessage.received_at) >= since)
