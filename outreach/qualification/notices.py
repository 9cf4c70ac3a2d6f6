"""Notices of replies in the database: written with the fact that they tell of, taken up, delivered or given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.intents import AUTOMATIC, Intent
from outreach.core.untrusted import one_line, printable
from outreach.database.columns import UtcDateTime
from outreach.database.events import record
from outreach.database.statements import insert_if_absent
from outreach.database.workspace import keyed_hash, workspace_key
from outreach.inbox.model import InboundMessage
from outreach.inbox.service import answered_mail
from outreach.prospects.model import Account, Contact
from outreach.qualification.model import Review
from outreach.qualification.notice import (
    NOTICE_TRANSITIONS,
    Notice,
    NoticeEvent,
    NoticeState,
)
from outreach.qualification.notice_retries import next_try
from outreach.qualification.notice_ways import Channel, NoticeWay
from outreach.replies.model import StoredVerdict
from outreach.sequences.model import Campaign

#: A reply that came longer ago is no news: old mail is read again when the rules change.
_NEWS_WITHIN = timedelta(days=7)

#: For how long whoever delivers a notice has it to themselves: longer than any delivery may take.
LEASE = timedelta(minutes=2)

_MOST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice may tell. Whoever is not to know the person is not told their part (`without_person`)."""

    event_id: str
    intent: Intent
    #: The person who said so; "" where the program reads it that way.
    decided_by: str
    at: datetime
    received_at: datetime
    company: str
    campaign: str
    mailbox: str
    inbound_id: int
    review_id: int | None = None
    name: str = ""
    address: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice that is ours to deliver until its lease ends."""

    notice_id: int
    channel: str
    way: NoticeWay
    attempts: int
    told: Told


def tell(
    session: Session,
    inbound: InboundMessage,
    intent: Intent,
    channels: Sequence[Channel],
    *,
    decided_by: str | None,
    now: datetime,
) -> None:
    """Write what the channels are to be told of this reply, in the transaction that makes it so. Once each."""
    if intent in AUTOMATIC or inbound.received_at < now - _NEWS_WITHIN:
        return
    for channel in channels:
        if intent in channel.on:
            _write(session, inbound, intent, channel, decided_by or "", now)


def _write(
    session: Session,
    inbound: InboundMessage,
    intent: Intent,
    channel: Channel,
    decided_by: str,
    now: datetime,
) -> None:
    about = f"{channel.name}|{inbound.id}|{intent.value}"
    insert_if_absent(
        session,
        Notice,
        event_id=f"evt_{keyed_hash(workspace_key(session), 'notice', about)[:32]}",
        channel=channel.name,
        way=channel.way,
        intent=intent,
        decided_by=decided_by,
        inbound_id=inbound.id,
        state=NoticeState.WAITING,
        attempts=0,
        due_at=now,
        trouble="",
        created_at=now,
    )


def take_up(session: Session, now: datetime) -> Taken | None:
    """The next notice that is due, counted as tried and ours until the lease ends; None where none is."""
    found = session.execute(_NEXT, {"now": now}).scalars().first()
    if found is None or found.id is None:
        return None
    ours = session.connection().execute(
        _TAKE, {"row": found.id, "tries": found.attempts, "until": now + LEASE}
    )
    if ours.rowcount != 1:
        return None
    session.refresh(found)
    return Taken(found.id, found.channel, found.way, found.attempts, _told(session, found))


def delivered(session: Session, taken: Taken, now: datetime) -> None:
    """Whoever is told has taken it."""
    _end(session, taken, NoticeEvent.GOT_THROUGH, Happened.NOTICE_DELIVERED, "", now)


def failed(
    session: Session,
    taken: Taken,
    trouble: str,
    now: datetime,
    *,
    asked_for: float | None = None,
    for_good: bool = False,
) -> None:
    """Nobody took it: it is tried again, or given up."""
    again = None if for_good else next_try(taken.attempts, now, asked_for=asked_for)
    if again is None:
        _end(session, taken, NoticeEvent.GAVE_UP, Happened.NOTICE_GIVEN_UP, trouble, now)
        return
    notice = session.get_one(Notice, taken.notice_id, with_for_update=True)
    if notice.state is NoticeState.WAITING and notice.attempts == taken.attempts:
        notice.due_at, notice.lease_until, notice.trouble = again, None, one_line(trouble)
        session.add(notice)


def listed(session: Session, *, everything: bool, limit: int) -> list[Notice]:
    """Notices that wait or were given up, with `everything` also those that got through; the newest first."""
    statement = select(Notice).order_by(col(Notice.id).desc()).limit(limit)
    if not everything:
        statement = statement.where(Notice.state != NoticeState.DELIVERED)
    return list(session.exec(statement).all())


def _end(
    session: Session, taken: Taken, event: NoticeEvent, happened: Happened, trouble: str, now: datetime
) -> None:
    notice = session.get_one(Notice, taken.notice_id, with_for_update=True)
    after = NOTICE_TRANSITIONS.get((notice.state, event))
    if after is None:
        return
    notice.state, notice.ended_at, notice.lease_until, notice.trouble = after, now, None, one_line(trouble)
    session.add(notice)
    record(
        session, happened, now, inbound_id=notice.inbound_id, channel=notice.channel, tries=notice.attempts
    )


def _told(session: Session, notice: Notice) -> Told:
    inbound = session.get_one(InboundMessage, notice.inbound_id)
    answered = answered_mail(session, notice.inbound_id)
    contact = None
    if inbound.contact_id is not None or answered is not None:
        contact = session.get_one(Contact, inbound.contact_id or getattr(answered, "contact_id", None))
    account = None if contact is None else session.get_one(Account, contact.account_id)
    campaign = None if answered is None else session.get_one(Campaign, answered.campaign_id)
    review = session.exec(select(Review.id).where(Review.inbound_id == notice.inbound_id)).first()
    text = session.exec(
        select(StoredVerdict.visible_text)
        .where(StoredVerdict.inbound_id == notice.inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()
    return Told(
        event_id=notice.event_id,
        intent=notice.intent,
        decided_by=notice.decided_by,
        at=notice.created_at,
        received_at=inbound.received_at,
        company=one_line(account.name if account is not None else ""),
        campaign="" if campaign is None else campaign.name,
        mailbox=inbound.mailbox,
        inbound_id=notice.inbound_id,
        review_id=review,
        name=one_line(contact.name if contact is not None else ""),
        address=inbound.sender_address,
        text=printable(text or "", limit=_MOST_TEXT),
    )


_DUE = sa.bindparam("now", type_=UtcDateTime())
_NEXT = (
    sa.select(Notice)
    .where(
        col(Notice.state) == NoticeState.WAITING,
        col(Notice.due_at) <= _DUE,
        sa.or_(col(Notice.lease_until).is_(None), col(Notice.lease_until) <= _DUE),
    )
    .order_by(col(Notice.due_at), col(Notice.id))
    .limit(1)
    .with_for_update(skip_locked=True)
)
_ROW: Any = Notice.__table__  # type: ignore[attr-defined]
_TAKE = (
    sa.update(_ROW)
    .where(_ROW.c.id == sa.bindparam("row"), _ROW.c.attempts == sa.bindparam("tries"))
    .values(attempts=_ROW.c.attempts + 1, lease_until=sa.bindparam("until", type_=UtcDateTime()))
)
