"""The forecast of a campaign: who gets which step, when and from which mailbox, against all limits.

It equals what is then sent if nothing intervenes: nobody answers, no server refuses, no person does anything, and
the daemon runs. It says nothing about any of these; it sets nothing in motion.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.prospects.model import Contact
from outreach.reporting.campaign.copied_turns import CopiedTurns
from outreach.reporting.campaign.frozen_copy import frozen_copy
from outreach.reporting.campaign.held_back import HeldBack, Limit, limits_met
from outreach.reporting.campaign.standing_still import standing_still
from outreach.sending.capacity import share_of_openings
from outreach.sending.identity import SendingRules
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import campaigns
from outreach.sequences.model import Campaign, CampaignState, Enrollment, Task
from outreach.sequences.versions import definition_of


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One mail, call or task. `at` is in UTC, `local` the same moment on the recipient's clock."""

    at: datetime
    local: datetime
    kind: str
    step: str
    #: None for what a person does.
    mailbox: str | None
    address: str
    #: The first mail to somebody new, which is let out more slowly than follow-ups.
    first: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What happens by itself from `begins` on, until `ends`. `state` is the campaign's, as it is now."""

    campaign: str
    state: str
    begins: datetime
    ends: datetime
    foreseen: tuple[Foreseen, ...]
    #: Mails of other campaigns in the same days, which share the mailboxes and their limits.
    others: int
    #: How many runs wait for a person at the end, by what they wait for.
    waits: dict[str, int]
    #: Runs that go on by themselves after the end.
    goes_on: int
    held_back: tuple[HeldBack, ...]


def forecast(
    session: Session,
    name: str,
    rules: SendingRules,
    *,
    now: datetime,
    days: int,
    waiting: int,
    begin: Callable[[Session], object],
    advance: Callable[[int], None] = lambda _: None,
) -> Forecast:
    """What is sent if nothing intervenes. Raises NotFound for a campaign that there is none of.

    `waiting` replies wait for a person all along. `begin` starts the campaign in the session that it is given: a
    copy, in which a draft is forecast as if it were started now. `advance` is told of each day that is done.
    """
    campaign = campaigns.find(session, name)
    is_draft = campaign.state is CampaignState.DRAFT
    with frozen_copy(session, now, list_id=campaign.list_id if is_draft else None) as copy:
        if is_draft:
            begin(copy)
            copy.commit()
        return _Forecasting(copy, name, rules, now, days, waiting).told(campaign.state, advance)


class _Forecasting:
    """One forecast, on a copy that is there for it alone."""

    def __init__(
        self, copy: Session, name: str, rules: SendingRules, now: datetime, days: int, waiting: int
    ) -> None:
        self._copy = copy
        self._name = name
        self._now = now
        self._ends = now + timedelta(days=days)
        self._turns = CopiedTurns(copy, rules, waiting=waiting)
        self._share = share_of_openings(waiting, rules.people, rules.replies_per_person)
        #: Each limit with the days on which something waited for it.
        self._met: set[tuple[Limit, str, int]] = set()

    def told(self, state: CampaignState, advance: Callable[[int], None]) -> Forecast:
        self._turn(advance)
        campaign = campaigns.find(self._copy, self._name)
        still = standing_still(self._copy, campaign, self._turns.rules, share=self._share)
        return Forecast(
            campaign=self._name,
            state=state.value,
            begins=self._now,
            ends=self._ends,
            foreseen=tuple(sorted([*self._mails(campaign), *self._tasks(campaign)], key=_order)),
            others=self._others(campaign),
            waits=still.waits,
            goes_on=still.goes_on,
            held_back=self._held_back(),
        )

    def _turn(self, advance: Callable[[int], None]) -> None:
        looked_at, days_done = -1, 0
        for moment in self._turns.moments(self._now, self._ends):
            hour = int((moment - self._now).total_seconds() // 3_600)
            self._met.update((Limit.DOMAIN, domain, hour // 24) for domain in self._turns.full_domains)
            if hour > looked_at:
                self._note_limits(moment, hour // 24)
                looked_at = hour
            if hour // 24 > days_done:
                advance(hour // 24 - days_done)
                days_done = hour // 24

    def _note_limits(self, moment: datetime, day: int) -> None:
        campaign = campaigns.find(self._copy, self._name)
        met = limits_met(self._copy, campaign, self._turns.rules, moment, share=self._share)
        self._met.update((limit, whose, day) for limit, whose in met)

    def _mails(self, campaign: Campaign) -> Iterator[Foreseen]:
        rows = self._copy.execute(
            sa.select(OutboundMessage, Contact, col(Enrollment.sequence_version_id))
            .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
            .join(Enrollment, col(Enrollment.id) == col(OutboundMessage.enrollment_id))
            .where(*self._sent(), col(OutboundMessage.campaign_id) == campaign.id)
        )
        for mail, contact, version in rows:
            each = self._foreseen(
                mail.in_flight_at, contact, version, "mail", mail.step, mail.mailbox, mail.opening
            )
            queued_at = max(mail.created_at, self._now)
            if queued_at.astimezone(each.local.tzinfo).date() < each.local.date():
                self._met.add((Limit.WINDOW, mail.mailbox, (queued_at - self._now).days))
            yield each

    def _tasks(self, campaign: Campaign) -> list[Foreseen]:
        rows = self._copy.execute(
            sa.select(Task, Contact, col(Enrollment.sequence_version_id))
            .join(Contact, col(Contact.id) == col(Task.contact_id))
            .join(Enrollment, col(Enrollment.id) == col(Task.enrollment_id))
            .where(col(Enrollment.campaign_id) == campaign.id, col(Task.created_at) >= self._now)
        )
        return [
            self._foreseen(task.created_at, contact, version, task.kind.value, task.step, None, False)
            for task, contact, version in rows
        ]

    def _foreseen(
        self, at: Any, contact: Contact, version: int, kind: str, step: str, mailbox: str | None, first: bool
    ) -> Foreseen:
        zone = self._turns.rules.timing.zone(definition_of(self._copy, version), contact)
        return Foreseen(at, at.astimezone(zone), kind, step, mailbox, contact.address, first)

    def _others(self, campaign: Campaign) -> int:
        statement = sa.select(sa.func.count()).where(
            *self._sent(), col(OutboundMessage.campaign_id) != campaign.id
        )
        return int(self._copy.execute(statement).scalar_one())

    def _sent(self) -> tuple[Any, ...]:
        return (
            col(OutboundMessage.state) == OutboundState.SENT,
            col(OutboundMessage.in_flight_at) >= self._now,
        )

    def _held_back(self) -> tuple[HeldBack, ...]:
        days = Counter((limit, whose) for limit, whose, _ in self._met)
        return tuple(HeldBack(limit, whose, count) for (limit, whose), count in sorted(days.items()))


def _order(foreseen: Foreseen) -> tuple[datetime, str, str]:
    return foreseen.at, foreseen.mailbox or "", foreseen.address
