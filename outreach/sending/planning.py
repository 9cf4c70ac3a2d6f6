"""Planning: which due steps become mails in the outbox, or tasks; follow-ups first, and only where there is room."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of
from outreach.database.columns import UtcDateTime
from outreach.database.statements import among, each_of
from outreach.prospects.account_policy import why_not
from outreach.prospects.law import Ruling
from outreach.prospects.model import Account, Contact
from outreach.sending import mailboxes, outbox
from outreach.sending.capacity import share_of_openings
from outreach.sending.held_up import yield_to_lateness
from outreach.sending.identity import SendingRules
from outreach.sending.law_gate import LOOK_AGAIN, keep_with, rulings_for
from outreach.sending.mail_domains import providers_of
from outreach.sending.model import OutboundEvent, OutboundMessage, OutboundState
from outreach.sending.providers import UNKNOWN, preferred
from outreach.sending.room import Room
from outreach.sequences import enrolling, tasks
from outreach.sequences.campaigns import running
from outreach.sequences.definition import SequenceDefinition, StepKind
from outreach.sequences.lateness import lateness
from outreach.sequences.model import (
    UNDER_WAY,
    Campaign,
    CampaignState,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
    Hold,
)
from outreach.sequences.versions import definition_of

#: Due enrollments looked at in one turn, per mailbox and per campaign.
BATCH = 200

#: So many more first mails are looked at than there is room for: some recipients' windows are closed.
_LOOK_AHEAD = 50


@dataclass(slots=True)
class Planned:
    queued: int = 0
    #: Calls and tasks that somebody has to do now.
    tasks: int = 0
    finished: int = 0
    #: Moved to a later moment: the recipient's window is closed, their domain has its mails, they were held up, or the
    #: rule of their country asks for something that is not there.
    postponed: int = 0
    woken: int = 0
    #: Recipient domains that have got their mails of this day, and for which there were more.
    full_domains: set[str] = field(default_factory=set)

    @property
    def anything(self) -> bool:
        return bool(self.queued or self.tasks or self.finished or self.postponed or self.woken)


@dataclass(frozen=True, slots=True)
class _Due:
    """A run whose next step is due."""

    run: Enrollment
    contact: Contact
    definition: SequenceDefinition

    @property
    def is_through(self) -> bool:
        return self.run.next_step >= len(self.definition.steps)

    @property
    def is_new(self) -> bool:
        """Whether this would be the first mail to somebody whom nobody has named."""
        return self.run.started_at is None and self.run.tag is None


def plan(
    session: Session,
    rules: SendingRules,
    *,
    now: datetime,
    waiting: int = 0,
    follow_ups_of: Collection[str] | None = None,
    openings: bool = True,
) -> Planned:
    """One turn: wake who is due to wake, end what has run out, queue what is due and may go now.

    `waiting` is how many replies wait for a person: first mails to new people slow down with it. Who knows where
    nothing can have changed says of which mailboxes alone the follow-ups are looked at, and whether first mails are.
    """
    if session.connection().execute(_ANYTHING_DUE, {"now": now}).first() is None:
        return Planned()
    planned = Planned(woken=enrolling.wake(session, now))
    share = share_of_openings(waiting, rules.people, rules.replies_per_person)
    turn = _Turn(session, rules, Room(session, rules, now, share=share), planned, now)
    for name in turn.with_follow_ups(rules.mailboxes if follow_ups_of is None else follow_ups_of):
        turn.plan_follow_ups(name)
    for campaign in running(session) if openings else ():
        turn.plan_openings(campaign)
    session.flush()
    return planned


class _Turn:
    """One turn of planning, at one moment."""

    def __init__(
        self, session: Session, rules: SendingRules, room: Room, planned: Planned, now: datetime
    ) -> None:
        self._session = session
        self._rules = rules
        self._room = room
        self._planned = planned
        self._now = now
        self._law = rules.law.current()

    def with_follow_ups(self, mailboxes: Collection[str]) -> list[str]:
        """Those of these mailboxes of which something is due that can be seen to now.

        Of a thousand, most have nothing at any one moment; and where the day's mails are planned already, many have
        mails that wait for tomorrow, which are not looked at one by one, turn after turn.
        """
        due = _with_follow_ups(self._session, mailboxes, self._now)
        full = [name for name in due if self._room.left(name) <= 0]
        return sorted({*due} - {*full} | self._needing_no_room(full))

    def _needing_no_room(self, mailboxes: Sequence[str]) -> set[str]:
        """Of which a run has come to its end, or to a step that is no mail."""
        if not mailboxes:
            return set()
        connection = self._session.connection()
        asked = {"mailboxes": sorted(mailboxes), "now": self._now}
        steps = connection.execute(_DUE_STEPS[connection.dialect.name], asked).all()
        return {
            mailbox
            for mailbox, version, step in steps
            if version is not None and not _is_mail(definition_of(self._session, version), step)
        }

    def plan_follow_ups(self, mailbox: str) -> None:
        """What is due of the runs that this mailbox has begun."""
        rows = self._session.execute(_FOLLOW_UPS, {"mailbox": mailbox, "now": self._now, "limit": BATCH})
        due = self._due(rows)
        if mailbox in self._room.paused:
            # The steps of a paused mailbox are left as they are: what is too late is told when it goes on.
            due = [each for each in due if each.is_through]
        self._plan(due, {})

    def plan_openings(self, campaign: Campaign) -> None:
        """First steps of a campaign: as many as its mailboxes and its own limit have room for."""
        room = sum(max(self._room.left_for_new(name), 0) for name in campaign.mailboxes)
        if self._begins_by_hand(campaign):
            room = BATCH
        of_campaign = self._room.of_campaign(campaign)
        limit = min(BATCH, room if of_campaign is None else min(room, of_campaign))
        if limit <= 0:
            return
        asked = {"campaign": campaign.id, "now": self._now, "limit": limit + _LOOK_AHEAD}
        due = self._due(self._session.execute(_OPENINGS, asked))
        providers: Mapping[str, str] = {}
        if campaign.match_provider:
            providers = providers_of(self._session, {domain_of(each.contact.address) for each in due})
        self._plan(due, providers, campaign, at_most=limit)

    def _begins_by_hand(self, campaign: Campaign) -> bool:
        """Whether the first step is a person's: a call needs no mailbox."""
        if campaign.sequence_version_id is None:
            return False
        first, *_ = definition_of(self._session, campaign.sequence_version_id).steps
        return first.kind is not StepKind.MAIL

    def _due(self, rows: Any) -> list[_Due]:
        return [
            _Due(run, contact, definition_of(self._session, run.sequence_version_id)) for run, contact in rows
        ]

    def _plan(
        self,
        due: Sequence[_Due],
        providers: Mapping[str, str],
        campaign: Campaign | None = None,
        *,
        at_most: int = BATCH,
    ) -> None:
        """See to these runs, in this order, until `at_most` of them have got what they were due for."""
        known: dict[tuple[int, str, str], OutboundMessage] | None = None
        rulings: dict[int, Ruling] | None = None
        before = self._planned.queued + self._planned.tasks
        for each in due:
            if self._planned.queued + self._planned.tasks - before >= at_most:
                break
            if each.is_through:
                enrolling.end(
                    self._session, each.run, EnrollmentEvent.STEPS_DONE, why="nobody answered", now=self._now
                )
                self._planned.finished += 1
            elif each.definition.steps[each.run.next_step].kind is not StepKind.MAIL:
                self._open_task(each)
            elif self._is_late(each) or self._is_closed(each):
                self._planned.postponed += 1
            else:
                mailbox = self._mailbox_for(each, providers, campaign)
                if mailbox is not None and known is None:
                    self._room.look_at({domain_of(one.contact.address) for one in due})
                if mailbox is not None and self._domain_has_room(each):
                    # Asked for only where there is room: what waits for it is looked at again and again.
                    known = self._known(due) if known is None else known
                    rulings = self._rulings(due) if rulings is None else rulings
                    self._queue(each, mailbox, known, rulings[each.run.id or 0])

    def _is_late(self, due: _Due) -> bool:
        """Whether an outage or a pause has held the step up; it is seen to."""
        run, due_at = due.run, due.run.due_at
        assert due_at is not None
        late = lateness(
            due.definition,
            run.next_step,
            due.contact,
            due_at=due_at,
            now=self._now,
            timing=self._rules.timing,
            first_due_at=run.first_due_at,
        )
        if late is not None:
            yield_to_lateness(self._session, run, due.definition, late, self._now)
        return late is not None

    def _is_closed(self, due: _Due) -> bool:
        """Whether the recipient's window is closed: then the step is due when it opens."""
        if self._rules.timing.is_open(self._now, due.definition, due.contact):
            return False
        due.run.due_at = self._rules.timing.opens(self._now, due.definition, due.contact)
        return True

    def _open_task(self, due: _Due) -> None:
        account = self._session.get_one(Account, due.run.account_id)
        kind = due.run.kind_of_mail(is_first=due.run.started_at is None)
        why = why_not(kind, account.status, since=account.has_status_since, now=self._now)
        if why is not None:
            # Nobody is called where nobody is written to.
            enrolling.end(self._session, due.run, EnrollmentEvent.STOPPED, why=why, now=self._now)
            return
        timing = self._rules.timing
        if tasks.open_for(self._session, due.run, due.definition, due.contact, self._now, timing=timing):
            self._planned.tasks += 1

    def _mailbox_for(self, due: _Due, providers: Mapping[str, str], campaign: Campaign | None) -> str | None:
        """The mailbox with room that the step goes from: its thread's, else the roomiest; None where there is none."""
        left = self._room.left_for_new if due.is_new else self._room.left
        own = due.run.mailbox
        if own is not None or campaign is None:
            return own if own is not None and left(own) > 0 else None
        with_room = {
            name: self._rules.mailbox(name).provider for name in campaign.mailboxes if left(name) > 0
        }
        alike = preferred(with_room, providers.get(domain_of(due.contact.address), UNKNOWN))
        return max(alike, key=left, default=None)

    def _domain_has_room(self, due: _Due) -> bool:
        """Whether the recipient's domain may get one more today; else the step waits until one is a day old."""
        domain = domain_of(due.contact.address)
        left = self._room.of_domain(domain)
        if left is None or left > 0:
            return True
        due.run.due_at = mailboxes.domain_frees_at(self._session, domain, self._now)
        self._planned.postponed += 1
        self._planned.full_domains.add(domain)
        return False

    def _known(self, due: Sequence[_Due]) -> dict[tuple[int, str, str], OutboundMessage]:
        """The mails that there are for these contacts, by contact, sequence and step."""
        contacts = [each.run.contact_id for each in due]
        if not contacts:
            return {}
        mails = self._session.execute(_KNOWN, {"contacts": contacts}).scalars()
        return {(mail.contact_id, mail.sequence, mail.step): mail for mail in mails}

    def _rulings(self, due: Sequence[_Due]) -> dict[int, Ruling]:
        """What the rules of their countries say about these runs' next mails, by run."""
        ruled = rulings_for(self._session, self._law, [(each.run, each.contact) for each in due])
        return {each.run.id or 0: ruling for each, ruling in zip(due, ruled, strict=True)}

    def _queue(
        self,
        due: _Due,
        mailbox: str,
        known: Mapping[tuple[int, str, str], OutboundMessage],
        ruling: Ruling,
    ) -> None:
        """Put the step into the outbox, once: the row of an earlier attempt is taken up again, never doubled.

        Whom their country's rule keeps us from is looked at again tomorrow.
        """
        run, contact = due.run, due.contact
        assert run.id is not None
        if not ruling.allowed:
            run.due_at = self._now + LOOK_AGAIN
            self._planned.postponed += 1
            return
        step = due.definition.steps[run.next_step]
        run.due_at = None
        before = known.get((run.contact_id, run.sequence, step.name))
        if before is not None:
            if not _take_up(self._session, before, due, mailbox, self._now):
                return
            keep_with(before, ruling)
        else:
            mail = OutboundMessage(
                enrollment_id=run.id,
                campaign_id=run.campaign_id,
                contact_id=run.contact_id,
                account_id=run.account_id,
                sequence=run.sequence,
                step=step.name,
                step_index=run.next_step,
                mailbox=mailbox,
                recipient=contact.address,
                recipient_domain=domain_of(contact.address),
                opening=due.is_new,
                due_at=self._now,
                created_at=self._now,
            )
            keep_with(mail, ruling)
            self._session.add(mail)
        self._room.take(mailbox, domain_of(contact.address), opening=due.is_new)
        self._planned.queued += 1


def _with_follow_ups(session: Session, mailboxes: Collection[str], now: datetime) -> list[str]:
    """Those of these mailboxes of which a run is due: of a thousand, most have none at any one moment."""
    connection = session.connection()
    asked = {"mailboxes": sorted(mailboxes), "now": now}
    return sorted(connection.execute(_WITH_FOLLOW_UPS[connection.dialect.name], asked).scalars())


def _is_mail(definition: SequenceDefinition, step: int) -> bool:
    return step < len(definition.steps) and definition.steps[step].kind is StepKind.MAIL


def next_due_at(session: Session, now: datetime) -> datetime | None:
    """The next moment at which something becomes due; None when nothing will. What is due already waits for room."""
    moments = [
        session.exec(
            select(sa.func.min(Enrollment.due_at)).where(
                Enrollment.state == EnrollmentState.ACTIVE, col(Enrollment.due_at) > now
            )
        ).one(),
        session.exec(select(sa.func.min(Hold.until)).where(col(Hold.until) > now)).one(),
        session.exec(
            select(sa.func.min(OutboundMessage.due_at)).where(
                OutboundMessage.state == OutboundState.QUEUED, col(OutboundMessage.due_at) > now
            )
        ).one(),
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def orphaned(session: Session, rules: SendingRules) -> list[str]:
    """Mailboxes that something under way is to go from, and that the configuration no longer has."""
    wanted: Any = sa.union(
        sa.select(col(Enrollment.mailbox)).where(
            col(Enrollment.state).in_(UNDER_WAY), col(Enrollment.mailbox).is_not(None)
        ),
        sa.select(col(OutboundMessage.mailbox)).where(col(OutboundMessage.state) == OutboundState.QUEUED),
    )
    names = {str(row[0]) for row in session.execute(wanted)}
    return sorted(names - set(rules.mailboxes))


def _take_up(session: Session, known: OutboundMessage, due: _Due, mailbox: str, now: datetime) -> bool:
    """Queue the mail that there is for this step again, if nothing of it was ever transmitted."""
    run = due.run
    if known.state is OutboundState.WITHDRAWN:
        known.state = outbox.moved(known.state, OutboundEvent.PLANNED_AGAIN)
        # It begins anew: a date of weeks ago, tries of then, or another run's wording would be held against it.
        known.raw, known.message_id, known.attempts, known.first_attempt_at = None, None, 0, None
        known.enrollment_id, known.campaign_id, known.step_index = run.id or 0, run.campaign_id, run.next_step
        known.mailbox, known.opening, known.due_at = mailbox, due.is_new, now
        session.add(known)
        return True
    if known.enrollment_id != run.id:
        # This contact has had, or is about to get, this very step through another run.
        why = f"the step {known.step} went to them in another run"
        enrolling.end(session, run, EnrollmentEvent.STOPPED, why=why, now=now)
    return False


# Asked every few seconds, so made once and kept cheap.
_NOW = sa.bindparam("now", type_=UtcDateTime())
_ANYTHING_DUE = sa.union_all(
    sa.select(sa.literal(1)).where(
        col(Enrollment.state) == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= _NOW
    ),
    sa.select(sa.literal(1)).where(col(Hold.until) <= _NOW),
).limit(1)
_DUE = (
    sa.select(Enrollment, Contact)
    .join(Contact, col(Contact.id) == col(Enrollment.contact_id))
    .where(col(Enrollment.state) == EnrollmentState.ACTIVE, col(Enrollment.due_at) <= _NOW)
    .order_by(col(Enrollment.due_at), col(Enrollment.id))
    .limit(sa.bindparam("limit"))
)
_FOLLOW_UPS = _DUE.join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id)).where(
    col(Enrollment.mailbox) == sa.bindparam("mailbox"), col(Campaign.state) == CampaignState.RUNNING
)


def _is_due_from(mailbox: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(Enrollment.mailbox) == mailbox.c.value,
        col(Enrollment.state) == EnrollmentState.ACTIVE,
        col(Enrollment.due_at) <= _NOW,
    )


def _due_from(dialect: str) -> Any:
    mailbox = each_of(dialect, "mailboxes")
    return sa.select(mailbox.c.value).where(sa.exists().where(*_is_due_from(mailbox)).correlate(mailbox))


def _due_steps(dialect: str) -> Any:
    """Which steps are due from each mailbox, at least one row for each: so SQLite looks by mailbox, and not through all
    who are due."""
    mailbox = each_of(dialect, "mailboxes")
    version, step = col(Enrollment.sequence_version_id), col(Enrollment.next_step)
    runs = mailbox.outerjoin(Enrollment, sa.and_(*_is_due_from(mailbox)))
    return (
        sa.select(mailbox.c.value, version, step).select_from(runs).group_by(mailbox.c.value, version, step)
    )


_WITH_FOLLOW_UPS = {dialect: _due_from(dialect) for dialect in ("sqlite", "postgresql")}
_DUE_STEPS = {dialect: _due_steps(dialect) for dialect in ("sqlite", "postgresql")}
_OPENINGS = _DUE.where(
    col(Enrollment.mailbox).is_(None), col(Enrollment.campaign_id) == sa.bindparam("campaign")
)
_KNOWN = sa.select(OutboundMessage).where(among(col(OutboundMessage.contact_id), "contacts"))
