"""The review queue: what waits for a person, in the order in which it is worth looking at, and whose it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from outreach.core.errors import NotFound, Refused
from outreach.core.intents import Intent
from outreach.core.untrusted import one_line
from outreach.database import audit
from outreach.database.statements import among
from outreach.inbox.model import Answer, InboundMessage
from outreach.prospects.model import Account, Contact
from outreach.qualification.meanings import NOT_OURS, Meaning
from outreach.qualification.model import Review, ReviewNote, ReviewState
from outreach.qualification.ranking import rank, value_of
from outreach.replies.model import StoredVerdict
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign

_LONGEST_NOTE = 2_000
_LONGEST_NAME = 60
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One review as the list shows it. Every foreign text in it is one printable line."""

    review_id: int
    inbound_id: int
    state: ReviewState
    received_at: datetime
    #: As the reply says it.
    sender: str
    subject: str
    #: Whom we wrote to; "" where the message answers nothing of ours.
    contact: str
    contact_name: str
    account: str
    account_status: str
    campaign: str
    sequence: str
    proposed: Intent
    confidence: float
    why: str
    #: 1 to 3: how much is lost by letting it lie.
    value: int
    assigned_to: str
    snoozed_until: datetime | None
    #: The newest note, or the one that was kept with the decision.
    note: str
    #: The first line of what the writer newly wrote.
    first_line: str
    #: What was decided, by whom and when; None where it waits.
    decided: Meaning | None
    decided_by: str | None
    decided_at: datetime | None


def queue(
    session: Session,
    *,
    now: datetime,
    search: str = "",
    intent: Intent | None = None,
    assigned_to: str | None = None,
    everything: bool = False,
    snoozed: bool = False,
    limit: int | None = None,
) -> list[QueueItem]:
    """What waits, the most valuable and the oldest first; decided ones behind it with `everything`.

    `search` finds words in sender, subject, people, account, campaign and text. `assigned_to=""` is what nobody has;
    None: whoever has it. Snoozed ones are left out unless `snoozed` or `everything` asks for them.
    """
    words = search.casefold().split()
    wanted = _wanted(intent, assigned_to, everything)
    rows = [
        row
        for row in session.execute(_ROWS.where(*wanted))
        if snoozed or everything or not _is_asleep(row[0], now)
    ]
    texts = _texts(session, [row[1].id for row in rows])
    items = _items(session, rows, texts)
    if words:
        items = [each for each in items if _has(each, texts.get(each.inbound_id, ""), words)]
    return sorted(items, key=lambda each: _order(each, now))[:limit]


def find_review(session: Session, review_id: int) -> Review:
    """Raises NotFound."""
    found = session.get(Review, review_id)
    if found is None:
        raise NotFound(f"There is no review {review_id}. `outreach review list` shows the queue.")
    return found


def item_of(session: Session, review_id: int) -> QueueItem:
    """One review as the list shows it, decided or not. Raises NotFound."""
    find_review(session, review_id)
    [found] = items_where(session, col(Review.id) == review_id)
    return found


def items_where(session: Session, *wanted: Any) -> list[QueueItem]:
    """Reviews by conditions on review, message, contact, account, campaign; the oldest first."""
    rows = session.execute(_ROWS.where(*wanted).order_by(col(Review.id))).all()
    return _items(session, rows, _texts(session, [row[1].id for row in rows]))


def _items(session: Session, rows: Sequence[Any], texts: Mapping[int | None, str]) -> list[QueueItem]:
    notes = _notes(session, [row[0].id for row in rows])
    return [_item(row, texts.get(row[1].id, ""), notes.get(row[0].id, "")) for row in rows]


def _is_asleep(review: Review, now: datetime) -> bool:
    return review.snoozed_until is not None and review.snoozed_until > now


_ROWS: Any = (
    sa.select(Review, InboundMessage, Contact, Account, Campaign, OutboundMessage)
    # A hundred raw messages may be a gigabyte, and a list shows none of it.
    .options(defer(InboundMessage.raw), defer(OutboundMessage.raw))  # type: ignore[arg-type]
    .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
    .outerjoin(Answer, col(Answer.inbound_id) == col(InboundMessage.id))
    .outerjoin(OutboundMessage, col(OutboundMessage.id) == col(Answer.outbound_id))
    .outerjoin(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
    .outerjoin(Account, col(Account.id) == col(Contact.account_id))
    .outerjoin(Campaign, col(Campaign.id) == col(OutboundMessage.campaign_id))
)


def _wanted(intent: Intent | None, assigned_to: str | None, everything: bool) -> list[Any]:
    wanted: list[Any] = []
    if not everything:
        wanted.append(col(Review.state) == ReviewState.WAITING)
    if intent is not None:
        wanted.append(sa.func.coalesce(col(Review.intent), col(Review.proposed)) == intent)
    if assigned_to is not None:
        wanted.append(col(Review.assigned_to) == assigned_to)
    return wanted


def _texts(session: Session, inbound_ids: Sequence[int | None]) -> dict[int | None, str]:
    """What each message newly says, by its newest reading."""
    statement = (
        sa.select(col(StoredVerdict.inbound_id), col(StoredVerdict.visible_text))
        .where(among(col(StoredVerdict.inbound_id), "messages"))
        .order_by(col(StoredVerdict.id))
    )
    rows = session.execute(statement, {"messages": list(inbound_ids)})
    return {inbound_id: text or "" for inbound_id, text in rows}


def _notes(session: Session, review_ids: Sequence[int | None]) -> dict[int | None, str]:
    statement = (
        sa.select(col(ReviewNote.review_id), col(ReviewNote.text))
        .where(among(col(ReviewNote.review_id), "reviews"))
        .order_by(col(ReviewNote.id))
    )
    rows = session.execute(statement, {"reviews": list(review_ids)})
    return {review_id: text for review_id, text in rows}  # noqa: C416 - rows are no pairs


def _item(row: Any, text: str, note: str) -> QueueItem:
    review, inbound, contact, account, campaign, outbound = row
    return QueueItem(
        review_id=review.id,
        inbound_id=inbound.id,
        state=review.state,
        received_at=inbound.received_at,
        sender=inbound.sender,
        subject=inbound.subject,
        contact="" if contact is None else contact.address,
        contact_name="" if contact is None else name_of(contact),
        account="" if account is None else one_line(account.name),
        account_status="" if account is None else account.status.value,
        campaign="" if campaign is None else campaign.name,
        sequence="" if outbound is None else outbound.sequence,
        proposed=review.proposed,
        confidence=review.confidence,
        why=one_line(review.why, 400),
        value=value_of(review.proposed),
        assigned_to=review.assigned_to,
        snoozed_until=review.snoozed_until,
        note=one_line(note or review.note),
        first_line=_first_line(text),
        decided=decided_as(review),
        decided_by=review.decided_by,
        decided_at=review.decided_at,
    )


def decided_as(review: Review) -> Meaning | None:
    """What a person said that it means; None where nobody has."""
    return NOT_OURS if review.not_ours else review.intent


def name_of(contact: Contact) -> str:
    """The person's name as one printable line; "" where it is not known."""
    return one_line(contact.name or f"{contact.given_name} {contact.family_name}", 100).strip()


def _first_line(text: str) -> str:
    return next((line for each in text[:4_000].splitlines() if (line := one_line(each, _LONGEST_LINE))), "")


def _has(item: QueueItem, text: str, words: Iterable[str]) -> bool:
    seen = (
        *(item.sender, item.subject, item.contact, item.contact_name, item.account, item.campaign),
        *(item.note, item.assigned_to, text),
    )
    where = "\n".join(seen).casefold()
    return all(word in where for word in words)


def _order(item: QueueItem, now: datetime) -> tuple[bool, int, float, int]:
    """What waits by its rank; what is decided behind it, the newest first."""
    if item.state is ReviewState.DECIDED:
        at = item.decided_at or item.received_at
        return True, 0, -at.timestamp(), item.review_id
    urgent, received_at = rank(item.proposed, item.received_at, now)
    return False, urgent, received_at.timestamp(), item.review_id


# --- whose it is, and when it is looked at ---------------------------------------------------------------------------


def snooze(session: Session, review_id: int, until: datetime | None, *, actor: str, now: datetime) -> Review:
    """Show it again from `until` on; None: at once. Whom it concerns stays held. Raises Refused or NotFound."""
    review = _waiting(session, review_id)
    if until is not None and until <= now:
        raise Refused(f"{until:%Y-%m-%d %H:%M} is past: a review is put off until a later moment.")
    review.snoozed_until = until
    session.add(review)
    audit.note(
        session,
        "review_snoozed",
        actor=actor,
        at=now,
        subject=f"review:{review_id}",
        until=None if until is None else until.isoformat(),
    )
    return review


def assign(session: Session, review_id: int, to: str, *, actor: str, now: datetime) -> Review:
    """Say who is to look at it; "": whoever comes first. Raises Refused or NotFound."""
    review = _waiting(session, review_id)
    review.assigned_to = one_line(to, _LONGEST_NAME)
    session.add(review)
    audit.note(
        session,
        "review_assigned",
        actor=actor,
        at=now,
        subject=f"review:{review_id}",
        to=review.assigned_to,
    )
    return review


def add_note(session: Session, review_id: int, text: str, *, actor: str, now: datetime) -> ReviewNote:
    """Keep a remark beside the review, decided or not. Raises Refused where it says nothing."""
    find_review(session, review_id)
    kept = text.strip()[:_LONGEST_NOTE]
    if not kept:
        raise Refused("A note has to say something.")
    note = ReviewNote(review_id=review_id, written_by=actor, text=kept, written_at=now)
    session.add(note)
    session.flush()
    return note


def drop_note(session: Session, note_id: int, *, actor: str) -> None:
    """Take a remark of one's own away again. Raises Refused for somebody else's."""
    note = session.get(ReviewNote, note_id)
    if note is None or note.written_by != actor:
        raise Refused("There is no such note of yours.")
    session.delete(note)


def _waiting(session: Session, review_id: int) -> Review:
    """The review, locked; of two who change it at the same time, one waits here for the other."""
    review = find_review(session, review_id)
    session.refresh(review, with_for_update=True)
    if review.state is ReviewState.DECIDED:
        raise Refused(f"Review {review_id} was decided by {review.decided_by}: nothing waits there any more.")
    return review
