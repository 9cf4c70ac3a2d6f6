"""Nurture in the database: leads put to rest and woken, touched enough and not too much, companies looked at again.

`turn` does one bounded piece of it. Everything it does is kept in the rows themselves, so a turn that is missed, or
done by two daemons, changes nothing but the moment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.database import audit, locks
from outreach.database.unindexed import Unindexed
from outreach.prospects.model import AVOIDED, Account, Contact
from outreach.prospects.suppressing import suppression_of
from outreach.qualification.leads import service, versions
from outreach.qualification.leads.model import Lead, LeadEvent, LeadState
from outreach.qualification.leads.nurture import (
    WEEK,
    Wake,
    decide_wake,
    may_touch_from,
    must_touch,
    wants_mail,
)
from outreach.qualification.leads.nurture_campaign import NurtureRules, enroll
from outreach.qualification.leads.nurture_tasks import OVER, TOUCH, WOKEN, check_accounts, open_task
from outreach.qualification.leads.touches import touches_of
from outreach.sending import moving_up
from outreach.sequences import enrolling
from outreach.sequences.model import (
    UNDER_WAY,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
)

#: Leads and companies of each kind that one turn looks at.
_AT_ONCE = 50
#: People whose touches are asked for in one statement.
_TOGETHER = 500
#: How often a lead in nurture, or one that grows cold, is looked after.
LOOK_EVERY = timedelta(days=1)
#: Runs due within this time are looked at before they are planned.
_AHEAD = timedelta(minutes=15)
#: No date further away is believed.
FURTHEST = timedelta(days=800)


@dataclass(slots=True)
class Nurtured:
    """What a turn has done."""

    woken: int = 0
    enrolled: int = 0
    tasks: int = 0
    put_off: int = 0
    cooled: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.woken or self.enrolled or self.tasks or self.put_off or self.cooled)


def put(
    session: Session,
    lead: Lead,
    *,
    until: datetime | None,
    why: str,
    quiet: bool = False,
    actor: str,
    now: datetime,
) -> None:
    """Put a lead into nurture, until a day or for as long as it takes. `quiet`: they have named the day themselves.

    Raises Refused where its state, the day, or a no of theirs speaks against it.
    """
    if until is not None and not now < until <= now + FURTHEST:
        raise Refused(f"{until:%Y-%m-%d} is no day to wake up: give one from tomorrow on, within two years.")
    contact = session.get_one(Contact, lead.contact_id)
    if lead.ended_at is not None and suppression_of(session, contact.address) is not None:
        raise Refused(f"Lead {lead.id} said no for good: nobody nurtures them.")
    service.move(session, lead, LeadEvent.NURTURED, actor=actor, now=now, why=why)
    lead.wake_at, lead.nurture_why, lead.quiet, lead.looked_at = until, why, quiet, None
    session.add(lead)
    _keep_run(session, lead, now)
    subject = audit.subject_of(session, contact.address)
    day = None if until is None else until.date().isoformat()
    audit.note(session, "lead_nurtured", actor=actor, at=now, subject=subject, lead=lead.id, until=day)


def wake(session: Session, lead: Lead, rules: NurtureRules, *, why: str, actor: str, now: datetime) -> Wake:
    """Let a lead be worked on again, as the configuration says. Its slow run ends.

    It may enroll: call `moving_up.wait_to_enroll` before anything else.
    """
    service.lock(session, lead)
    account = session.get_one(Account, lead.account_id)
    contact = session.get_one(Contact, lead.contact_id)
    barred = _barred(session, account, contact)
    others = [run for run in enrolling.under_way(session, lead.contact_id) if run.id != lead.enrollment_id]
    decided = decide_wake(rules.wakes, is_barred=bool(barred), is_under_way=bool(others))
    if decided is Wake.CLOSED:
        _end_run(session, lead, why=barred, now=now)
        service.move(session, lead, LeadEvent.DISQUALIFIED, actor=actor, now=now, why=barred)
        return decided
    slept_for = lead.nurture_why
    _end_run(session, lead, why="the wake-up date has come", now=now)
    service.move(session, lead, LeadEvent.WOKEN, actor=actor, now=now, why=why)
    if decided is Wake.SEQUENCE:
        run = enroll(session, contact, rules.wakes.sequence or "", rules, now=now)
        if isinstance(run, Enrollment):
            return decided
        slept_for, decided = f"{slept_for}; {run}" if slept_for else run, Wake.REVIEW
    if decided is Wake.REVIEW:
        text = f"Lead {lead.id} wakes up{f' ({slept_for})' if slept_for else ''}: `outreach leads show {lead.id}`."
        open_task(session, lead.contact_id, lead.account_id, WOKEN, text, owner=lead.owner, now=now)
    return decided


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a turn would find to do. It costs one question; a turn costs the writer's lock, `rest` files to be read."""

    rest: bool
    runs: bool
    cold: bool

    @property
    def anything(self) -> bool:
        return self.rest or self.runs or self.cold


def wanted(session: Session, now: datetime) -> Wanted:
    """Whether leads rest that want to be looked after, their runs come due, or qualified ones may have grown cold."""
    rest = select(Lead.id).where(
        Lead.state == LeadState.NURTURE, sa.or_(_not_looked_at(now), col(Lead.wake_at) <= now)
    )
    runs = _runs_due(now)
    cold = select(Lead.id).where(Lead.state == LeadState.QUALIFIED, _not_looked_at(now))
    found = session.execute(sa.select(rest.exists(), runs.exists(), cold.exists())).one()
    return Wanted(*map(bool, found))


def turn(session: Session, rules: NurtureRules, *, now: datetime, looks_at_accounts: bool = True) -> Nurtured:
    """One bounded piece of nurture. Companies need not be looked at more than once a day."""
    done = Nurtured()
    # Two daemons would make the campaign of a sequence twice, and one of them fail.
    if not locks.alone(session, locks.Turn.NURTURE):
        return done
    # It enrolls: `campaign start` of a sequence of nurture would miss whom it could not see yet.
    moving_up.wait_to_enroll(session)
    _wake_due(session, rules, done, now)
    _look_after(session, rules, done, now)
    _put_off(session, rules, done, now)
    _cool(session, done, now)
    if looks_at_accounts:
        done.tasks += check_accounts(session, now)
    return done


def _not_looked_at(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(col(Lead.looked_at).is_(None), col(Lead.looked_at) <= now - LOOK_EVERY)


def _runs_due(now: datetime) -> Any:
    """The runs of those who rest whose next step comes within a few minutes.

    Looked up by their leads: of a million people under way those who rest are few.
    """
    return (
        select(Enrollment)
        .join(Lead, col(Lead.enrollment_id) == col(Enrollment.id))
        .where(
            Lead.state == LeadState.NURTURE,
            Unindexed(col(Enrollment.state)) == EnrollmentState.ACTIVE,
            Unindexed(col(Enrollment.due_at)) <= now + _AHEAD,
        )
    )


# --- waking --------------------------------------------------------------------------------------------------------


def _wake_due(session: Session, rules: NurtureRules, done: Nurtured, now: datetime) -> None:
    due = (
        select(Lead)
        .where(Lead.state == LeadState.NURTURE, col(Lead.wake_at) <= now)
        .order_by(col(Lead.wake_at), col(Lead.id))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for lead in session.exec(due).all():
        wake(session, lead, rules, why="the wake-up date has come", actor="daemon", now=now)
        done.woken += 1


def _barred(session: Session, account: Account, contact: Contact) -> str:
    """Why nobody works on them any more; "" where they may be worked on."""
    if suppression_of(session, contact.address) is not None:
        return "they are suppressed"
    return f"the company is {account.status.value}" if account.status in AVOIDED else ""


def _end_run(session: Session, lead: Lead, *, why: str, now: datetime) -> None:
    if lead.enrollment_id is None:
        return
    run = session.get_one(Enrollment, lead.enrollment_id)
    if run.state in UNDER_WAY:
        enrolling.end(session, run, EnrollmentEvent.STOPPED, why=why, now=now)
    lead.enrollment_id = None
    session.add(lead)
    session.flush()


def _keep_run(session: Session, lead: Lead, now: datetime) -> None:
    """A run of an earlier rest is none of this one; one that goes on ends where they have named a day themselves."""
    run = None if lead.enrollment_id is None else session.get_one(Enrollment, lead.enrollment_id)
    if run is not None and (lead.quiet or run.state not in UNDER_WAY):
        _end_run(session, lead, why="they have named a day", now=now)
    session.flush()


# --- those who rest ------------------------------------------------------------------------------------------------


def _look_after(session: Session, rules: NurtureRules, done: Nurtured, now: datetime) -> None:
    """Once a day each: a run for who has none, a task where a run is over or where they have heard nothing for long."""
    resting = (
        select(Lead)
        .where(Lead.state == LeadState.NURTURE, _not_looked_at(now))
        .order_by(col(Lead.looked_at).is_not(None), col(Lead.looked_at), col(Lead.id))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    leads = session.exec(resting).all()
    since = now - max(WEEK, rules.touches.longest_silence)
    touches = touches_of(session, [lead.contact_id for lead in leads], since=since)
    for lead in leads:
        _look_at(session, lead, touches[lead.contact_id], rules, done, now)
        lead.looked_at = now
        session.add(lead)
    session.flush()


def _look_at(
    session: Session, lead: Lead, touches: list[datetime], rules: NurtureRules, done: Nurtured, now: datetime
) -> None:
    account = session.get_one(Account, lead.account_id)
    barred = _barred(session, account, session.get_one(Contact, lead.contact_id))
    if barred:
        _end_run(session, lead, why=barred, now=now)
        service.move(session, lead, LeadEvent.DISQUALIFIED, actor="daemon", now=now, why=barred)
        return
    ended = _tell_of_ended_run(session, lead, done, now)
    why_no_mail = ""
    if lead.enrollment_id is None and not ended and rules.sequence:
        why_no_mail = _begin_run(session, lead, touches, rules, done, now)
    if lead.quiet or _is_active(session, lead):
        return
    if must_touch(touches, now, rules.touches, since=_resting_since(session, lead)):
        days = rules.touches.longest_silence.days
        text = f"Lead {lead.id} is in nurture and has heard nothing from us for {days} days: call or write."
        text += f" No mail goes by itself: {why_no_mail}" if why_no_mail else ""
        done.tasks += open_task(
            session, lead.contact_id, lead.account_id, TOUCH, text, owner=lead.owner, now=now
        )


def _begin_run(
    session: Session, lead: Lead, touches: list[datetime], rules: NurtureRules, done: Nurtured, now: datetime
) -> str:
    """Why they get no slow sequence, where something speaks against it; "" where one begins, or is not for them."""
    if not wants_mail(quiet=lead.quiet, wake_at=lead.wake_at, now=now):
        return ""
    contact = session.get_one(Contact, lead.contact_id)
    run = enroll(session, contact, rules.sequence, rules, now=now)
    if isinstance(run, str):
        return run
    earliest = may_touch_from(touches, now, rules.touches)
    if run.due_at is not None and run.due_at < earliest:
        run.due_at = earliest
    lead.enrollment_id = run.id
    session.add_all((lead, run))
    session.flush()
    done.enrolled += 1
    return ""


def _tell_of_ended_run(session: Session, lead: Lead, done: Nurtured, now: datetime) -> bool:
    """After its last mail, or where something else has ended it, a person hears so; once."""
    if lead.enrollment_id is None:
        return False
    run = session.get_one(Enrollment, lead.enrollment_id)
    if run.state in UNDER_WAY:
        return False
    how = "is over" if run.state is EnrollmentState.FINISHED else f"has ended: {run.ended_why}"
    text = f"The nurture sequence of lead {lead.id} {how}. What now? `outreach leads show {lead.id}`."
    done.tasks += open_task(session, lead.contact_id, lead.account_id, OVER, text, owner=lead.owner, now=now)
    lead.enrollment_id = None
    session.add(lead)
    session.flush()
    return True


def _is_active(session: Session, lead: Lead) -> bool:
    return any(run.state is EnrollmentState.ACTIVE for run in enrolling.under_way(session, lead.contact_id))


def _resting_since(session: Session, lead: Lead) -> datetime:
    return service.last_move(session, lead, LeadEvent.NURTURED) or lead.created_at


def _put_off(session: Session, rules: NurtureRules, done: Nurtured, now: datetime) -> None:
    """Nobody in nurture gets a third touch in a week: their next step waits until one more may be."""
    # All of them: most may go, and must not keep from sight those behind them that may not.
    due = session.exec(_runs_due(now).with_only_columns(Enrollment.contact_id).distinct()).all()
    earliest: dict[int, datetime] = {}
    for at in range(0, len(due), _TOGETHER):
        touches = touches_of(session, due[at : at + _TOGETHER], since=now - WEEK)
        allowed = {each: may_touch_from(moments, now, rules.touches) for each, moments in touches.items()}
        earliest |= {each: moment for each, moment in allowed.items() if moment > now}
    for run in _locked_runs(session, sorted(earliest), now):
        run.due_at = earliest[run.contact_id]
        session.add(run)
        done.put_off += 1
    session.flush()


def _locked_runs(session: Session, contact_ids: list[int], now: datetime) -> list[Enrollment]:
    found: list[Enrollment] = []
    for at in range(0, len(contact_ids), _TOGETHER):
        theirs = col(Enrollment.contact_id).in_(contact_ids[at : at + _TOGETHER])
        locked = _runs_due(now).where(theirs).with_for_update(skip_locked=True, of=Enrollment)
        found += session.exec(locked).all()
    return found


# --- cold leads --------------------------------------------------------------------------------------


def _cool(session: Session, done: Nurtured, now: datetime) -> None:
    """A qualified lead that silence has taken below the threshold, by its own definition, is qualified no longer."""
    qualified = (
        select(Lead)
        .where(
            Lead.state == LeadState.QUALIFIED,
            col(Lead.definition_version_id).is_not(None),
            _not_looked_at(now),
        )
        .order_by(col(Lead.looked_at).is_not(None), col(Lead.looked_at), col(Lead.id))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    for lead in session.exec(qualified).all():
        lead.looked_at = now
        session.add(lead)
        definition = versions.definition_of(session, lead.definition_version_id or 0)
        judged = service.judged_now(session, lead, definition, now=now)
        if definition.decay is None or judged.is_qualified:
            continue
        service.rejudge(session, lead, definition, actor="daemon", now=now)
        done.cooled += 1
    session.flush()
