"""Where a campaign stands: counted from the enrollments, the outbox and the events."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database.events import STANDS, Event
from outreach.prospects.model import ProspectList
from outreach.qualification.model import Review, ReviewState
from outreach.referrals.model import Referral, ReferralState
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign, Enrollment


@dataclass(frozen=True, slots=True)
class CampaignStatus:
    """The figures of one campaign.

    `response_rate` is replies / (sent - bounced), counted in people, in per cent; None before anybody was reached.
    Whom a server refused before it took the mail is `bounced`, but was never `sent` to.
    """

    name: str
    state: str
    sequence: str
    list_name: str
    mailboxes: list[str]
    enrollments: dict[str, int]
    outbox: dict[str, int]
    sent: int
    bounced: int
    replied: int
    auto_replied: int
    opted_out: int
    referred: int
    referral_follow_ups_sent: int
    referral_answers: int
    awaiting_review: int
    referrals_waiting: int
    response_rate: float | None


#: A temporary failure is none.
_IS_DEAD = col(Event.details)["bounce"].as_string() == "bounce_hard"


def campaign_status(session: Session, campaign: Campaign) -> CampaignStatus:
    """Everything that `outreach campaign status` shows of one campaign."""
    happened = _happened(session, campaign)
    # A person who answers three times is one reply; a mailing list that bounces twice is one bounce.
    sent, bounced, replied = (
        happened.get(Happened.MAIL_SENT, 0),
        _people(session, campaign, Happened.BOUNCED),
        _people(session, campaign, Happened.REPLIED),
    )
    reached = _reached(session, campaign)
    prospect_list = session.get_one(ProspectList, campaign.list_id)
    return CampaignStatus(
        name=campaign.name,
        state=campaign.state.value,
        sequence=campaign.sequence,
        list_name=prospect_list.name,
        mailboxes=list(campaign.mailboxes),
        enrollments=_by_state(session, Enrollment, campaign),
        outbox=_by_state(session, OutboundMessage, campaign),
        sent=sent,
        bounced=bounced,
        replied=replied,
        auto_replied=happened.get(Happened.AUTO_REPLIED, 0),
        opted_out=_people(session, campaign, Happened.OPTED_OUT),
        referred=happened.get(Happened.REFERRED, 0),
        referral_follow_ups_sent=_follow_ups(session, campaign),
        referral_answers=happened.get(Happened.REFERRAL_ANSWERED, 0),
        awaiting_review=_awaiting_review(session, campaign),
        referrals_waiting=_referrals_waiting(session, campaign),
        response_rate=round(100 * replied / reached, 1) if reached > 0 else None,
    )


def _happened(session: Session, campaign: Campaign) -> dict[Happened, int]:
    rows = session.exec(
        select(Event.kind, sa.func.count())
        .where(Event.campaign_id == campaign.id, STANDS)
        .group_by(Event.kind)
    ).all()
    return {Happened(kind): int(count) for kind, count in rows}


def _people(session: Session, campaign: Campaign, kind: Happened, *besides: Any) -> int:
    statement = select(sa.func.count(sa.distinct(col(Event.contact_id)))).where(
        Event.campaign_id == campaign.id, Event.kind == kind, STANDS, *besides
    )
    if kind is Happened.BOUNCED:
        statement = statement.where(_IS_DEAD)
    return int(session.exec(statement).one())


def _reached(session: Session, campaign: Campaign) -> int:
    """People to whom a mail went whose address is not known to be dead."""
    dead = select(Event.contact_id).where(
        Event.campaign_id == campaign.id,
        Event.kind == Happened.BOUNCED,
        STANDS,
        _IS_DEAD,
        # NOT IN asks for every row, and says nothing at all where one of them is unknown.
        col(Event.contact_id).is_not(None),
    )
    return _people(session, campaign, Happened.MAIL_SENT, col(Event.contact_id).not_in(dead))


def _follow_ups(session: Session, campaign: Campaign) -> int:
    """Referred contacts to whom at least one follow-up went."""
    return int(
        session.exec(
            select(sa.func.count(sa.distinct(col(Event.contact_id)))).where(
                Event.campaign_id == campaign.id,
                Event.kind == Happened.MAIL_SENT,
                STANDS,
                col(Event.details)["tag"].as_string().is_not(None),
            )
        ).one()
    )


def _by_state(session: Session, table: Any, campaign: Campaign) -> dict[str, int]:
    rows = session.exec(
        select(table.state, sa.func.count()).where(table.campaign_id == campaign.id).group_by(table.state)
    ).all()
    return {state.value: int(count) for state, count in sorted(rows)}


def _awaiting_review(session: Session, campaign: Campaign) -> int:
    return int(
        session.exec(
            select(sa.func.count(sa.distinct(col(Review.id))))
            .join(Event, col(Event.inbound_id) == col(Review.inbound_id))
            .where(
                Review.state == ReviewState.WAITING,
                Event.kind == Happened.REVIEW_ASKED,
                Event.campaign_id == campaign.id,
            )
        ).one()
    )


def _referrals_waiting(session: Session, campaign: Campaign) -> int:
    return int(
        session.exec(
            select(sa.func.count())
            .select_from(Referral)
            .where(
                Referral.campaign_id == campaign.id,
                col(Referral.state).in_((ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS)),
            )
        ).one()
    )
