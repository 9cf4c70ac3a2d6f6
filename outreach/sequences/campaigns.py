"""Campaigns in the database: created, started, paused, resumed, stopped, and who was enrolled or left out, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database import audit, locks
from outreach.database.events import record
from outreach.prospects.account_policy import MailKind
from outreach.prospects.grading import KeptProfile, grade_contact
from outreach.prospects.ideal_customer import Letter
from outreach.prospects.judging import Recipient, rulings_on
from outreach.prospects.law import EVERYTHING_ALLOWED, Law
from outreach.prospects.lists import find_list
from outreach.prospects.model import Account, Contact, Prospect
from outreach.prospects.suppressing import suppressions_of
from outreach.sequences import admission, enrolling, versions
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.model import (
    CAMPAIGN_TRANSITIONS,
    UNDER_WAY,
    Campaign,
    CampaignEvent,
    CampaignState,
    Enrollment,
    EnrollmentEvent,
    SequenceVersion,
)
from outreach.sequences.timing import Timing

#: A statement names so many people or runs: databases do not take any number of names.
_AT_ONCE = 1_000

_FACTS = {
    CampaignEvent.STARTED: Happened.CAMPAIGN_STARTED,
    CampaignEvent.PAUSED: Happened.CAMPAIGN_PAUSED,
    CampaignEvent.RESUMED: Happened.CAMPAIGN_RESUMED,
    CampaignEvent.STOPPED: Happened.CAMPAIGN_STOPPED,
}
#: After which no mail of the campaign may go.
_NOES = frozenset({CampaignEvent.PAUSED, CampaignEvent.STOPPED})


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


@dataclass(frozen=True, slots=True)
class VersionsInUse:
    """Which version of its sequence a campaign gives to newcomers, and how many under way are on older ones.

    `current` is None before the first start.
    """

    current: int | None
    on_older: int


def create(
    session: Session,
    *,
    name: str,
    sequence: str,
    list_name: str,
    mailboxes: list[str],
    per_day: int | None,
    match_provider: bool = False,
    min_grade: Letter | None = None,
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
        match_provider=match_provider,
        min_grade=None if min_grade is None else min_grade.value,
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
    law: Law = EVERYTHING_ALLOWED,
    profile: KeptProfile | None = None,
) -> Started:
    """Freeze the sequence, and those that its answers lead to, and enroll everybody on the list who may be.

    `definitions` has all of them by name. A later start of a running campaign takes up who was added to the list.
    Whom the rule of their country keeps us from writing to is left out. With `limit` only so many are looked at;
    `enroll_more` goes on, in transactions of its own, so that the daemon beside it never waits long.
    """
    definition = definitions[campaign.sequence]
    if definition.requires_referral:
        raise Refused(f'"{definition.name}" can only be entered through a referral, not through a list.')
    if campaign.min_grade is not None and profile is None:
        raise Refused(
            f"{campaign.name} takes up grade {campaign.min_grade} or better, and there is no ideal customer profile:"
            " write ideal-customer.toml, or say in [policy] ideal_customer where it is."
        )
    _move(session, campaign, CampaignEvent.STARTED, actor=actor, now=now)
    for each in definitions.values():
        version = versions.freeze(session, each, now)
        if each.name == campaign.sequence:
            campaign.sequence_version_id = version.id
    campaign.started_at = campaign.started_at or now
    session.add(campaign)
    started = Started()
    while not started.is_complete:
        enroll_more(
            session,
            campaign,
            definition,
            started,
            timing=timing,
            now=now,
            limit=limit or _AT_ONCE,
            law=law,
            profile=profile,
        )
        if limit is not None:
            break
    return started


def move(session: Session, campaign: Campaign, event: CampaignEvent, *, actor: str, now: datetime) -> None:
    """Pause, resume or stop, by a person. Raises Refused.

    Stopping ends every run that is under way: all of them here, or, where that would hold others up for long, with
    `stop` and `end_runs` in transactions of their own.
    """
    if event is CampaignEvent.STOPPED:
        stop(session, campaign, actor=actor, now=now)
        while end_runs(session, campaign, now=now, limit=_AT_ONCE):
            pass
        return
    was_guarded = bool(campaign.paused_why)
    _move(session, campaign, event, actor=actor, now=now)
    if event is CampaignEvent.RESUMED and was_guarded:
        # What the guard counted has been seen by a person, and is not held against it again.
        campaign.paused_why, campaign.guarded_since = "", now
        session.flush()


def pause_by_guard(session: Session, campaign: Campaign, *, why: str, now: datetime) -> bool:
    """The program pauses it, and says why; only a person resumes it. False where it does not run."""
    locks.forbid(session)
    session.refresh(campaign, with_for_update=True)
    if (campaign.state, CampaignEvent.PAUSED) not in CAMPAIGN_TRANSITIONS:
        return False
    _move(session, campaign, CampaignEvent.PAUSED, actor="daemon", now=now, why=why)
    campaign.paused_why = why
    session.flush()
    return True


def stop(session: Session, campaign: Campaign, *, actor: str, now: datetime) -> None:
    """Nothing of it goes out any more; its runs are ended by `end_runs`. Again: who died between the two goes on."""
    if campaign.state is CampaignState.STOPPED and runs_left(session, campaign):
        return
    _move(session, campaign, CampaignEvent.STOPPED, actor=actor, now=now)
    campaign.paused_why = ""
    session.flush()


def end_runs(session: Session, campaign: Campaign, *, now: datetime, limit: int) -> int:
    """End runs of a stopped campaign that are under way, at most `limit` of them; how many."""
    return enrolling.end_many(
        session,
        col(Enrollment.campaign_id) == campaign.id,
        EnrollmentEvent.STOPPED,
        why="the campaign was stopped",
        now=now,
        limit=limit,
    )


def runs_left(session: Session, campaign: Campaign) -> int:
    """How many of its runs are under way."""
    statement = select(sa.func.count()).where(
        Enrollment.campaign_id == campaign.id, col(Enrollment.state).in_(UNDER_WAY)
    )
    return int(session.exec(statement).one())


def versions_in_use(session: Session, campaign: Campaign) -> VersionsInUse:
    """Of the campaign's own sequence; those that its answers lead to have versions of their own."""
    if campaign.sequence_version_id is None:
        return VersionsInUse(None, 0)
    statement = select(sa.func.count()).where(
        Enrollment.campaign_id == campaign.id,
        Enrollment.sequence == campaign.sequence,
        Enrollment.sequence_version_id != campaign.sequence_version_id,
        col(Enrollment.state).in_(UNDER_WAY),
    )
    current = session.get_one(SequenceVersion, campaign.sequence_version_id)
    return VersionsInUse(current.version, int(session.exec(statement).one()))


def _move(
    session: Session, campaign: Campaign, event: CampaignEvent, *, actor: str, now: datetime, **details: str
) -> None:
    if event in _NOES:
        locks.forbid(session)
    after = CAMPAIGN_TRANSITIONS.get((campaign.state, event))
    if after is None:
        raise Refused(
            f'The campaign "{campaign.name}" is {campaign.state.value}: it cannot be {event.value}.'
        )
    if after is not campaign.state or event is CampaignEvent.STARTED:
        record(session, _FACTS[event], now, campaign_id=campaign.id, actor=actor, **details)
        subject = f"campaign:{campaign.id}"
        audit.note(session, _FACTS[event].value, actor=actor, at=now, subject=subject, **details)
    campaign.state = after
    session.add(campaign)
    session.flush()


def enroll_more(
    session: Session,
    campaign: Campaign,
    definition: SequenceDefinition,
    started: Started,
    *,
    timing: Timing,
    now: datetime,
    limit: int,
    only: int | None = None,
    law: Law = EVERYTHING_ALLOWED,
    profile: KeptProfile | None = None,
) -> None:
    """Look at the next contacts of the list, from where `started` has come to; what became of them is added to it.

    With `profile` each is graded, and the grade kept with their run.
    """
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
    started.is_complete = len(rows) < limit
    busy = _accounts_under_way(session, {contact.account_id for contact, _, _ in rows})
    suppressed = suppressions_of(session, [contact.address for contact, _, _ in rows])
    runs = enrolling.runs_of(session, [contact.id or 0 for contact, _, _ in rows])
    ruled = rulings_on(session, law, [Recipient.of(contact) for contact, _, _ in rows])
    newcomers: list[enrolling.Newcomer] = []
    for (contact, account, line), ruling in zip(rows, ruled, strict=True):
        started.come_to = (line, contact.id or 0)
        is_suppressed = contact.address in suppressed
        graded = None if profile is None else grade_contact(profile.profile, contact, account)
        why_not = admission.left_out(
            campaign,
            account,
            runs.get(contact.id or 0, []),
            is_suppressed=is_suppressed,
            now=now,
            kind=MailKind.NURTURE if definition.is_nurture else MailKind.FIRST,
            grade=graded,
        )
        if why_not is not None:
            started.leave_out(why_not)
            continue
        if not ruling.allowed:
            started.leave_out(ruling.briefly)
            continue
        waits = definition.account.one_at_a_time and contact.account_id in busy
        busy.add(contact.account_id)
        due_at = timing.first_due(definition, contact, now)
        newcomers.append(
            enrolling.Newcomer(
                contact.id or 0,
                contact.account_id,
                due_at=None if waits else due_at,
                position=line,
                waits_for_turn=waits,
                graded=None
                if graded is None or profile is None
                else enrolling.Graded(graded.letter, profile.version_id),
            )
        )
    enrolling.begin_many(
        session,
        campaign,
        newcomers,
        sequence=definition.name,
        version_id=campaign.sequence_version_id,
        now=now,
    )
    started.enrolled += len(newcomers)


def _accounts_under_way(session: Session, accounts: set[int]) -> set[int]:
    busy = select(Enrollment.account_id).where(
        col(Enrollment.account_id).in_(accounts), col(Enrollment.state).in_(UNDER_WAY)
    )
    return set(session.exec(busy).all())


def running(session: Session) -> list[Campaign]:
    return list(
        session.exec(
            select(Campaign).where(Campaign.state == CampaignState.RUNNING).order_by(col(Campaign.id))
        ).all()
    )
