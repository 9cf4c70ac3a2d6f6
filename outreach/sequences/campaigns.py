"""Campaigns in the database: created, started, paused, resumed, stopped, and who was enrolled or left out, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database.events import record
from outreach.prospects.model import AVOIDED, Account, Contact, Prospect
from outreach.prospects.service import find_list, suppression_of
from outreach.sequences import enrolling, versions
from outreach.sequences.definition import SequenceDefinition, StepKind
from outreach.sequences.model import (
    CAMPAIGN_TRANSITIONS,
    UNDER_WAY,
    Campaign,
    CampaignEvent,
    CampaignState,
    Enrollment,
    EnrollmentEvent,
)
from outreach.sequences.timing import Timing

_FACTS = {
    CampaignEvent.STARTED: Happened.CAMPAIGN_STARTED,
    CampaignEvent.PAUSED: Happened.CAMPAIGN_PAUSED,
    CampaignEvent.RESUMED: Happened.CAMPAIGN_RESUMED,
    CampaignEvent.STOPPED: Happened.CAMPAIGN_STOPPED,
}


@dataclass(slots=True)
class Started:
    """Who was enrolled, and who was not, by reason."""

    enrolled: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    #: The last place of the list that was looked at: (line, contact).
    come_to: tuple[int, int] | None = None
    is_complete: bool = False

    def leave_out(self, why: str) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1


def create(
    session: Session,
    *,
    name: str,
    sequence: str,
    list_name: str,
    mailboxes: list[str],
    per_day: int | None,
    now: datetime,
) -> Campaign:
    """A campaign that nobody is enrolled in yet. Raises Refused for a name that is taken."""
    if session.exec(select(Campaign).where(Campaign.name == name)).first() is not None:
        raise Refused(f'There is a campaign "{name}" already. `outreach campaign status {name}` shows it.')
    prospect_list = find_list(session, list_name)
    assert prospect_list.id is not None
    campaign = Campaign(
        name=name,
        sequence=sequence,
        list_id=prospect_list.id,
        mailboxes=mailboxes,
        per_day=per_day,
        created_at=now,
    )
    session.add(campaign)
    session.flush()
    return campaign


def find(session: Session, name: str) -> Campaign:
    """Raises NotFound, with the campaigns that there are."""
    found = session.exec(select(Campaign).where(Campaign.name == name)).first()
    if found is None:
        known = ", ".join(session.exec(select(Campaign.name).order_by(Campaign.name)).all())
        raise NotFound(
            f'There is no campaign "{name}". '
            + (f"Campaigns: {known}." if known else "Create one: `outreach campaign create NAME …`.")
        )
    return found


def start(
    session: Session,
    campaign: Campaign,
    definitions: Mapping[str, SequenceDefinition],
    *,
    timing: Timing,
    actor: str,
    now: datetime,
    limit: int | None = None,
    only: int | None = None,
) -> Started:
    """Freeze the sequence, and those that its answers lead to, and enroll everybody on the list who may be.

    `definitions` has all of them by name. A later start of a running campaign takes up who was added to the list.
    With `limit` only so many contacts are looked at; `enroll_more` goes on, in transactions of its own, so that the
    daemon beside it never waits long. `only` is one contact's id, for a preview.
    """
    definition = definitions[campaign.sequence]
    if definition.requires_referral:
        raise Refused(f'"{definition.name}" can only be entered through a referral, not through a list.')
    for each in definitions.values():
        _require_mails_only(each)
    _move(session, campaign, CampaignEvent.STARTED, actor=actor, now=now)
    for each in definitions.values():
        version = versions.freeze(session, each, now)
        if each.name == campaign.sequence:
            campaign.sequence_version_id = version.id
    campaign.started_at = campaign.started_at or now
    session.add(campaign)
    started = Started()
    enroll_more(
        session,
        campaign,
        definition,
        started,
        timing=timing,
        now=now,
        limit=limit,
        only=only,
    )
    return started


def move(session: Session, campaign: Campaign, event: CampaignEvent, *, actor: str, now: datetime) -> None:
    """Pause, resume or stop. Stopping ends every run that is under way. Raises Refused."""
    _move(session, campaign, event, actor=actor, now=now)
    if event is CampaignEvent.STOPPED:
        runs = session.exec(
            select(Enrollment)
            .where(Enrollment.campaign_id == campaign.id, col(Enrollment.state).in_(UNDER_WAY))
            .order_by(col(Enrollment.waits_for_turn).desc())
        ).all()
        for run in runs:
            enrolling.end(session, run, EnrollmentEvent.STOPPED, why="the campaign was stopped", now=now)


def _move(session: Session, campaign: Campaign, event: CampaignEvent, *, actor: str, now: datetime) -> None:
    after = CAMPAIGN_TRANSITIONS.get((campaign.state, event))
    if after is None:
        raise Refused(
            f'The campaign "{campaign.name}" is {campaign.state.value}: it cannot be {event.value}.'
        )
    if after is not campaign.state or event is CampaignEvent.STARTED:
        record(session, _FACTS[event], now, campaign_id=campaign.id, actor=actor)
    campaign.state = after
    session.add(campaign)
    session.flush()


def _require_mails_only(definition: SequenceDefinition) -> None:
    by_hand = [step.name for step in definition.steps if step.kind is not StepKind.MAIL]
    if by_hand:
        raise Refused(
            f'"{definition.name}" has steps that are no mail ({", ".join(by_hand)}); they cannot be run yet. '
            "Take them out of the sequence file."
        )


def enroll_more(
    session: Session,
    campaign: Campaign,
    definition: SequenceDefinition,
    started: Started,
    *,
    timing: Timing,
    now: datetime,
    limit: int | None = None,
    only: int | None = None,
) -> None:
    """Look at the next contacts of the list, from where `started` has come to; what became of them is added to it."""
    assert campaign.sequence_version_id is not None
    place = sa.tuple_(col(Prospect.line), col(Prospect.contact_id))
    statement = (
        select(Contact, Account, Prospect.line)
        .join(Prospect, col(Prospect.contact_id) == col(Contact.id))
        .join(Account, col(Account.id) == col(Contact.account_id))
        .where(Prospect.list_id == campaign.list_id)
        .order_by(col(Prospect.line), col(Prospect.contact_id))
        .limit(limit)
    )
    if only is not None:
        statement = statement.where(Contact.id == only)
    if started.come_to is not None:
        statement = statement.where(place > sa.tuple_(*map(sa.literal, started.come_to)))
    rows = session.exec(statement).all()
    started.is_complete = limit is None or len(rows) < limit
    busy = _accounts_under_way(session, {contact.account_id for contact, _, _ in rows})
    for contact, account, line in rows:
        started.come_to = (line, contact.id or 0)
        why_not = _left_out(session, campaign, contact, account)
        if why_not is not None:
            started.leave_out(why_not)
            continue
        waits = definition.account.one_at_a_time and contact.account_id in busy
        busy.add(contact.account_id)
        due_at = timing.first_due(definition, contact, now)
        enrolling.begin(
            session,
            campaign,
            contact,
            sequence=definition.name,
            version_id=campaign.sequence_version_id,
            due_at=None if waits else due_at,
            position=line,
            waits_for_turn=waits,
            now=now,
        )
        started.enrolled += 1


def _accounts_under_way(session: Session, accounts: set[int]) -> set[int]:
    busy = select(Enrollment.account_id).where(
        col(Enrollment.account_id).in_(accounts), col(Enrollment.state).in_(UNDER_WAY)
    )
    return set(session.exec(busy).all())


def _left_out(session: Session, campaign: Campaign, contact: Contact, account: Account) -> str | None:
    """Why this contact is not enrolled; None where nothing speaks against it."""
    if account.status in AVOIDED:
        return f"account is {account.status.value}"
    if suppression_of(session, contact.address) is not None:
        return "suppressed"
    runs = session.exec(select(Enrollment).where(Enrollment.contact_id == contact.id)).all()
    if any(run.campaign_id == campaign.id for run in runs):
        return "enrolled already"
    if any(run.state in UNDER_WAY for run in runs):
        return "under way in another campaign"
    # A run from which nothing ever went out was none.
    if any(run.sequence == campaign.sequence and run.started_at is not None for run in runs):
        return "has had this sequence"
    return None


def running(session: Session) -> list[Campaign]:
    return list(
        session.exec(
            select(Campaign).where(Campaign.state == CampaignState.RUNNING).order_by(col(Campaign.id))
        ).all()
    )
