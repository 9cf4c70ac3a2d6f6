"""How many more mails may be planned at this moment: by mailbox, by campaign, by recipient domain. The smallest
wins."""

from collections import Counter
from collections.abc import Set
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database.columns import UtcDateTime
from outreach.database.statements import among
from outreach.sending import mailboxes
from outreach.sending.capacity import openings_allowed
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.limits import DAY
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import tasks
from outreach.sequences.model import Campaign, CampaignState

_WAITING = (OutboundState.QUEUED, OutboundState.CLAIMED)


class Room:
    """What is left of each limit, counted down as mails are planned. `share` of the openings may go (capacity.py)."""

    def __init__(self, session: Session, rules: SendingRules, now: datetime, *, share: float) -> None:
        self._session = session
        self._rules = rules
        self._now = now
        self._share = share
        statuses = mailboxes.statuses(session, rules.mailboxes)
        #: Mailboxes that a person or a guard has paused.
        self.paused = {name for name, status in statuses.items() if status.paused_at is not None}
        open_ones = {
            name: status
            for name, status in statuses.items()
            if name not in self.paused and (status.closed_until is None or status.closed_until <= now)
        }
        spent = mailboxes.spent_by(session, open_ones.keys(), now)
        queued = _queued_by_mailbox(session, open_ones.keys())
        allowed = {
            name: mailboxes.allowed(status, rules.mailbox(name), now) for name, status in open_ones.items()
        }
        self._left = {name: limit - spent[name] - queued[name] for name, limit in allowed.items()}
        opened = _openings_by_mailbox(session, open_ones.keys(), now)
        self._new_left = {
            name: openings_allowed(min(new_limit(rules.mailbox(name)), allowed[name]), share) - opened[name]
            for name in open_ones
        }
        self._domain_left: dict[str, int | None] = {}

    def left(self, mailbox: str) -> int:
        """Mails of any kind that the mailbox may take into its queue."""
        return self._left.get(mailbox, 0)

    def left_for_new(self, mailbox: str) -> int:
        """First mails to new people among these."""
        return min(self.left(mailbox), self._new_left.get(mailbox, 0))

    def of_campaign(self, campaign: Campaign) -> int | None:
        """First mails to new people that the campaign may plan; None where only its mailboxes limit it."""
        if campaign.per_day is None:
            return None
        used = openings_of(self._session, campaign, self._now)
        return openings_allowed(campaign.per_day, self._share) - used

    def look_at(self, domains: Set[str]) -> None:
        """Ask for all of these at once: they are about to be planned for, one by one."""
        limited = {
            domain: limit
            for domain in domains - self._domain_left.keys()
            if (limit := self._rules.domain_allowance(domain)) is not None
        }
        used = _planned_to_each(self._session, limited.keys(), self._now) if limited else Counter[str]()
        self._domain_left |= {domain: limit - used[domain] for domain, limit in limited.items()}

    def of_domain(self, domain: str) -> int | None:
        """Mails to this domain; None: as many as there are."""
        if domain not in self._domain_left:
            self.look_at({domain})
        return self._domain_left.setdefault(domain, None)

    def take(self, mailbox: str, domain: str, *, opening: bool) -> None:
        """A mail was planned."""
        self._left[mailbox] -= 1
        if opening:
            self._new_left[mailbox] -= 1
        left = self.of_domain(domain)
        if left is not None:
            self._domain_left[domain] = left - 1


def new_limit(mailbox: SendingMailbox) -> int:
    """First mails to new people in a day, as far as the configuration says; 0 leaves follow-ups only."""
    return mailbox.per_day if mailbox.new_per_day is None else mailbox.new_per_day


def openings_of(session: Session, campaign: Campaign, now: datetime) -> int:
    """New people of a campaign whose first mail or task was within a day, or is about to be."""
    assert campaign.id is not None
    mails = session.execute(_OPENINGS_OF, {"campaign": campaign.id, "since": now - DAY}).scalar_one()
    return int(mails) + tasks.begun_since(session, campaign.id, now - DAY)


def _queued_by_mailbox(session: Session, names: Set[str]) -> Counter[str]:
    # What a paused campaign has in the queue goes nowhere, and keeps no room from the others.
    return _counted(session, _QUEUED, {"names": sorted(names)})


def _openings_by_mailbox(session: Session, names: Set[str], now: datetime) -> Counter[str]:
    asked = {"names": sorted(names), "since": now - DAY}
    return _counted(session, _OPENED, asked) + _counted(session, _OPENINGS_QUEUED, asked)


def _planned_to_each(session: Session, domains: Set[str], now: datetime) -> Counter[str]:
    queued = _counted(session, _QUEUED_TO, {"domains": sorted(domains)})
    return queued + mailboxes.sent_to(session, domains, now)


def _counted(session: Session, statement: Any, asked: dict[str, Any]) -> Counter[str]:
    return Counter(dict(session.execute(statement, asked).all()))


_SINCE = sa.bindparam("since", type_=UtcDateTime())
_BY_MAILBOX = (
    sa.select(col(OutboundMessage.mailbox), sa.func.count())
    .where(among(col(OutboundMessage.mailbox), "names"))
    .group_by(col(OutboundMessage.mailbox))
)
_QUEUED = _BY_MAILBOX.join(Campaign, col(Campaign.id) == col(OutboundMessage.campaign_id)).where(
    col(OutboundMessage.state).in_(_WAITING), col(Campaign.state) == CampaignState.RUNNING
)
_OPENINGS_QUEUED = _QUEUED.where(col(OutboundMessage.opening).is_(True))
_OPENED = _BY_MAILBOX.where(
    col(OutboundMessage.in_flight_at) > _SINCE, col(OutboundMessage.opening).is_(True)
)
_QUEUED_TO = (
    sa.select(col(OutboundMessage.recipient_domain), sa.func.count())
    .where(
        among(col(OutboundMessage.recipient_domain), "domains"),
        col(OutboundMessage.in_flight_at).is_(None),
        col(OutboundMessage.state).in_(_WAITING),
    )
    .group_by(col(OutboundMessage.recipient_domain))
)
_OPENINGS_OF = sa.select(sa.func.count()).where(
    col(OutboundMessage.campaign_id) == sa.bindparam("campaign"),
    col(OutboundMessage.opening).is_(True),
    sa.or_(col(OutboundMessage.in_flight_at) > _SINCE, col(OutboundMessage.state).in_(_WAITING)),
)
