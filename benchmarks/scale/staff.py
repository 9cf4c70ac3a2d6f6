"""The people at our side: they say what replies mean, follow whom these name, and look after what paused itself.

They know what somebody means: they read it, as a person does. Everything goes through the services of the commands.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from benchmarks.scale.people import SEED, person_at
from benchmarks.scale.world import World
from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.database.engine import Database
from outreach.inbox.model import InboundMessage
from outreach.prospects.model import Contact
from outreach.qualification.effects import EffectRules
from outreach.qualification.meanings import NOT_OURS
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.reviewing import decide
from outreach.referrals import service as referrals
from outreach.referrals.model import Referral, ReferralState
from outreach.replies.verdict import Person, Via
from outreach.sandbox.draw import draw
from outreach.sandbox.scheduled import Named, Truth
from outreach.sending import mailboxes, outbox, service
from outreach.sending.model import MailboxStatus, OutboundMessage, OutboundState
from outreach.sequences import campaigns
from outreach.sequences.model import Campaign, CampaignEvent, CampaignState

#: Of those named without an address, how many the switchboard helps us to.
SWITCHBOARD_HELPS = 0.6
#: A mailbox or a campaign that paused itself is looked at on the next morning.
RESUMED_AFTER = timedelta(hours=12)

_ACTOR = "rita"
_VIA = {"cc": Via.CC, "forwarded": Via.FORWARDED}


class Staff:
    """All of them; whatever waits is done when `work` is called."""

    def __init__(self, database: Database, effects: EffectRules, world: World) -> None:
        self._database, self._effects, self._world = database, effects, world

    def work(self, now: datetime) -> int:
        """How many replies and referrals were decided."""
        self._settle_doubts(now)
        self._resume(now)
        return self._review(now) + self._refer(now)

    def _review(self, now: datetime) -> int:
        with self._database.reading() as session:
            waiting = session.execute(_WAITING_REVIEWS).all()
        for review_id, message_id in waiting:
            truth = self._world.truths.pop(message_id, None)
            meaning = NOT_OURS if truth is None or truth.intent is Intent.OTHER else truth.intent
            with self._database.writing() as session:
                decide(
                    session,
                    review_id,
                    meaning,
                    self._effects,
                    actor=_ACTOR,
                    people=_people(truth),
                    resume_on=_day_ahead(truth, now),
                    now=now,
                )
        return len(waiting)

    def _refer(self, now: datetime) -> int:
        with self._database.reading() as session:
            waiting = session.execute(_WAITING_REFERRALS).all()
        for referral_id, state, referrer in waiting:
            email = None
            if state is ReferralState.NEEDS_ADDRESS:
                person = person_at(referrer)
                helped = draw(SEED, "switchboard", referrer) < SWITCHBOARD_HELPS
                email = person.colleague.address if helped and person and person.colleague else ""
            self._follow(referral_id, email, now)
        return len(waiting)

    def _follow(self, referral_id: int, email: str | None, now: datetime) -> None:
        """`email`: None where the reply gave it, empty where nobody does."""
        reason = "nobody gives out the address"
        if email != "":
            try:
                with self._database.writing() as session:
                    referrals.approve(
                        session, referral_id, self._effects.referrals, email=email, actor=_ACTOR, now=now
                    )
                return
            except Refused as refused:
                reason = str(refused)
        with self._database.writing() as session:
            referrals.refuse(session, referral_id, reason=reason, actor=_ACTOR, now=now)

    def _settle_doubts(self, now: datetime) -> None:
        """What the Sent folder tells of mails whose line broke."""
        for doubt in self._world.settled_by_now():
            with self._database.writing() as session:
                found = session.exec(
                    select(OutboundMessage.id).where(
                        OutboundMessage.message_id == doubt.message_id,
                        OutboundMessage.state == OutboundState.DOUBTFUL,
                    )
                ).first()
                if found is None:
                    continue
                if doubt.arrived:
                    service.settle_as_sent(session, found, self._effects.sending, by="sent_folder", now=now)
                else:
                    outbox.settle_as_not_sent(session, found, by=_ACTOR, now=now)

    def _resume(self, now: datetime) -> None:
        with self._database.writing() as session:
            for name in session.exec(_PAUSED.where(col(MailboxStatus.paused_at) < now - RESUMED_AFTER)).all():
                mailboxes.resume_mailbox(session, name, actor=_ACTOR, now=now)
            _resume_campaigns(session, now)


def _resume_campaigns(session: Session, now: datetime) -> None:
    for campaign in session.exec(select(Campaign).where(Campaign.state == CampaignState.PAUSED)).all():
        campaigns.move(session, campaign, CampaignEvent.RESUMED, actor=_ACTOR, now=now)


def _people(truth: Truth | None) -> tuple[Person, ...] | None:
    if truth is None or truth.intent not in (Intent.REFERRAL, Intent.LEFT_COMPANY):
        return None
    return tuple(map(_person, truth.named)) or None


def _person(named: Named) -> Person:
    return Person(name=named.name, email=named.address, phone=named.phone, via=_VIA.get(named.via, Via.TEXT))


def _day_ahead(truth: Truth | None, now: datetime) -> date | None:
    day = None if truth is None else truth.resume_on or truth.return_on
    return day if day is not None and day > now.date() else None


_WAITING_REVIEWS = (
    select(Review.id, InboundMessage.message_id)
    .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
    .where(Review.state == ReviewState.WAITING)
    .order_by(col(Review.id))
)
_WAITING_REFERRALS = (
    select(Referral.id, Referral.state, Contact.address)
    .join(Contact, col(Contact.id) == col(Referral.referrer_id))
    .where(col(Referral.state).in_((ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS)))
    .order_by(col(Referral.id))
)
_PAUSED = select(MailboxStatus.name)
