"""Which limits are in the way of a campaign's steps that are due at one moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.columns import UtcDateTime
from outreach.sending.identity import SendingRules
from outreach.sending.room import Room
from outreach.sequences.model import Campaign, Enrollment, EnrollmentState


class Limit(StrEnum):
    """What holds mail back though it is due."""

    MAILBOX = "mailbox"
    #: First mails to new people, of a mailbox or a campaign.
    NEW_PEOPLE = "new_people"
    #: Replies wait for a person: fewer first mails may go.
    REPLIES = "replies_waiting"
    DOMAIN = "domain"
    #: It stood in a mailbox's queue when its recipient's hours were over.
    WINDOW = "window"


@dataclass(frozen=True, slots=True, order=True)
class HeldBack:
    """On how many days of a forecast something waited for a limit; `whose` it is."""

    limit: Limit
    whose: str
    days: int


def limits_met(
    session: Session, campaign: Campaign, rules: SendingRules, now: datetime, *, share: float
) -> set[tuple[Limit, str]]:
    """The limits that the campaign's due steps wait for, each with whose it is; none where nothing is due."""
    follow_ups = {name for name in rules.mailboxes if _is_due(session, campaign, now, mailbox=name)}
    openings = _is_due(session, campaign, now, mailbox=None)
    if not follow_ups and not openings:
        return set()
    room = Room(session, rules, now, share=share)
    met = {(Limit.MAILBOX, name) for name in follow_ups - room.paused if room.left(name) <= 0}
    return met | (set(_of_openings(campaign, room, rules, share)) if openings else set())


def _of_openings(
    campaign: Campaign, room: Room, rules: SendingRules, share: float
) -> Iterator[tuple[Limit, str]]:
    of_campaign = room.of_campaign(campaign)
    slowed = share < 1
    if of_campaign is not None and of_campaign <= 0:
        yield (Limit.REPLIES, campaign.name) if slowed else (Limit.NEW_PEOPLE, campaign.name)
        return
    for name in campaign.mailboxes:
        if name not in rules.mailboxes or name in room.paused:
            continue
        if room.left(name) <= 0:
            yield Limit.MAILBOX, name
        elif room.left_for_new(name) <= 0:
            yield (Limit.REPLIES, name) if slowed else (Limit.NEW_PEOPLE, name)


def _is_due(session: Session, campaign: Campaign, now: datetime, *, mailbox: str | None) -> bool:
    asked: dict[str, Any] = {"campaign": campaign.id, "now": now}
    if mailbox is None:
        return session.connection().execute(_DUE_OPENING, asked).first() is not None
    return session.connection().execute(_DUE_FROM, asked | {"mailbox": mailbox}).first() is not None


_DUE = (
    sa.select(sa.literal(1))
    .where(
        col(Enrollment.campaign_id) == sa.bindparam("campaign"),
        col(Enrollment.state) == EnrollmentState.ACTIVE,
        col(Enrollment.due_at) <= sa.bindparam("now", type_=UtcDateTime()),
    )
    .limit(1)
)
_DUE_OPENING = _DUE.where(col(Enrollment.mailbox).is_(None))
_DUE_FROM = _DUE.where(col(Enrollment.mailbox) == sa.bindparam("mailbox"))
