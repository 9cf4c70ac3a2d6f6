"""The gates that a run has of its own: who it is for, what holds it, whose turn it is, and its recipient's hours."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, select

from outreach.prospects.account_policy import POLICY, why_not
from outreach.prospects.model import Account, Contact
from outreach.prospects.suppressing import suppression_of
from outreach.reporting.campaign.gate import Gate, shown
from outreach.reporting.campaign.turn import turn_comes
from outreach.sending.identity import SendingRules
from outreach.sending.law_gate import rulings_for
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import enrolling, tasks
from outreach.sequences.definition import SequenceDefinition, StepKind
from outreach.sequences.lateness import Expired, Late, Moved, lateness
from outreach.sequences.model import UNDER_WAY, Campaign, CampaignState, Enrollment, EnrollmentState
from outreach.sequences.versions import definition_of

#: What is in the outbox like this goes on by itself.
_GOES_ON = (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.WITHDRAWN)


def run_gates(
    session: Session,
    contact: Contact,
    run: Enrollment,
    campaign: Campaign,
    rules: SendingRules,
    now: datetime,
) -> Iterator[Gate]:
    """In the order in which one would ask."""
    definition = definition_of(session, run.sequence_version_id)
    yield from _of_person(session, contact, run, now)
    yield _of_campaign(campaign)
    yield _of_state(run)
    yield _of_turn(session, run, rules, now)
    yield from _of_holds(session, contact, run)
    yield from _of_task(session, run, definition)
    yield _of_window(contact, definition, rules, now)
    if run.due_at is not None:
        yield Gate("due", run.due_at <= now, f"due {shown(run.due_at)}", run.due_at)
    yield _of_law(session, contact, run, rules)
    mail = mail_of(session, run)
    yield from _of_lateness(contact, run, definition, mail, rules, now)
    yield from _of_outbox(mail, now)


def mail_of(session: Session, run: Enrollment) -> OutboundMessage | None:
    """The mail of the run's next step, where it stands in the outbox already."""
    return session.exec(
        select(OutboundMessage).where(
            OutboundMessage.enrollment_id == run.id, OutboundMessage.step_index == run.next_step
        )
    ).first()


def _of_person(session: Session, contact: Contact, run: Enrollment, now: datetime) -> list[Gate]:
    no = suppression_of(session, contact.address)
    account = session.get_one(Account, contact.account_id)
    said = (
        "not suppressed" if no is None else f"suppressed since {no.created_at:%Y-%m-%d} ({no.reason.value})"
    )
    return [Gate("suppression", no is None, said), _of_account(account, run, now)]


def _of_account(account: Account, run: Enrollment, now: datetime) -> Gate:
    """Whether its status lets such a mail go."""
    kind, since = run.kind_of_mail(is_first=run.started_at is None), account.has_status_since
    says = f"{account.name or 'account'} is {account.status.value}"
    if why_not(kind, account.status, since=since, now=now) is None:
        return Gate("account", True, says)
    says += f": {POLICY[account.status][kind].why}"
    return Gate("account", False, says + (f" ({account.status_why})" if account.status_why else ""))


def _of_law(session: Session, contact: Contact, run: Enrollment, rules: SendingRules) -> Gate:
    """What the rule of their country says now, and what would mend it."""
    (ruling,) = rulings_for(session, rules.law.current(), [(run, contact)])
    if ruling.rule.code == "":
        return Gate("law", True, "no country has a rule here")
    return Gate("law", ruling.allowed, f"{ruling.why}. {ruling.remedy}".strip())


def _of_campaign(campaign: Campaign) -> Gate:
    why = f": {campaign.paused_why}" if campaign.paused_why else ""
    says = f"{campaign.name} is {campaign.state.value}{why}"
    return Gate("campaign", campaign.state is CampaignState.RUNNING, says)


def _of_state(run: Enrollment) -> Gate:
    says = f"the run is {run.state.value}" + (f": {run.ended_why}" if run.ended_why else "")
    return Gate("run", run.state in UNDER_WAY, says)


def _of_turn(session: Session, run: Enrollment, rules: SendingRules, now: datetime) -> Gate:
    if not run.waits_for_turn:
        return Gate("turn", True, "it is their turn at the account")
    comes = turn_comes(session, run, rules.timing, now)
    says = "a colleague at the account has their turn first"
    if comes is None:
        return Gate("turn", False, f"{says}, and waits for a person")
    return Gate("turn", False, f"{says}, until {shown(comes)} at least", comes)


def _of_holds(session: Session, contact: Contact, run: Enrollment) -> Iterator[Gate]:
    if run.state not in UNDER_WAY:
        return
    for hold in enrolling.holds_on(session, contact):
        whom = "the account" if hold.account_id is not None else "they"
        until = "until a person decides" if hold.until is None else f"until {hold.until:%Y-%m-%d}"
        says = f"{whom} held since {hold.created_at:%Y-%m-%d} ({hold.reason.value}) {until}. {hold.note}"
        yield Gate("hold", False, says.strip(), hold.until)


def _of_task(session: Session, run: Enrollment, definition: SequenceDefinition) -> Iterator[Gate]:
    """A call or a task comes before the next mail, and only a person does it."""
    if run.state not in UNDER_WAY or run.next_step >= len(definition.steps):
        return
    step = definition.steps[run.next_step]
    if step.kind is StepKind.MAIL:
        return
    task = tasks.open_of(session, run.id or 0)
    if task is None:
        yield Gate("task", False, f"the next step, {step.name}, is a {step.kind.value}: a person does it")
    else:
        says = f"task {task.id}, {step.name}, waits for a person since {shown(task.due_at)}"
        yield Gate("task", False, says)


def _of_window(contact: Contact, definition: SequenceDefinition, rules: SendingRules, now: datetime) -> Gate:
    timing = rules.timing
    zone = timing.zone(definition, contact)
    closed = timing.why_closed(now, definition, contact)
    says = f"{definition.window} in {zone.key}" + (f"; today is {closed}" if closed else "")
    is_open = timing.is_open(now, definition, contact)
    return Gate("window", is_open, says, timing.opens(now, definition, contact))


def _of_lateness(
    contact: Contact,
    run: Enrollment,
    definition: SequenceDefinition,
    mail: OutboundMessage | None,
    rules: SendingRules,
    now: datetime,
) -> Iterator[Gate]:
    """A step that a pause or an outage has held up does not go at once when the daemon looks at it again."""
    due_at = mail.due_at if mail is not None and mail.state is OutboundState.QUEUED else run.due_at
    if run.state is not EnrollmentState.ACTIVE or due_at is None:
        return
    late = lateness(
        definition,
        run.next_step,
        contact,
        due_at=due_at,
        now=now,
        timing=rules.timing,
        first_due_at=run.first_due_at,
    )
    if late is not None:
        yield _late(late)
    elif run.first_due_at is not None:
        yield Gate("late", True, f"was due {shown(run.first_due_at)}, held up, and moved once")


def _late(late: Late) -> Gate:
    if isinstance(late, Expired):
        return Gate("late", False, f"{late.working_days} working days late, which is too late: the run ends")
    if isinstance(late, Moved):
        says = f"held up since {shown(late.first_due_at)}: it is moved to {shown(late.due_at)}"
        return Gate("late", False, says, late.due_at)
    says = f"{late.working_days} working days late, which is too late: it is left out"
    return Gate("late", False, f"{says}, the step after it comes {shown(late.due_at)}", late.due_at)


def _of_outbox(mail: OutboundMessage | None, now: datetime) -> Iterator[Gate]:
    if mail is None:
        return
    says = f"mail {mail.id} is {mail.state.value}" + (f": {mail.answer_text}" if mail.answer_text else "")
    if mail.state is OutboundState.QUEUED and mail.due_at > now:
        yield Gate("outbox", False, f"{says}, until {shown(mail.due_at)}", mail.due_at)
    elif mail.state is OutboundState.IN_FLIGHT:
        yield Gate("outbox", False, f"{says}: it is being handed in", now)
    else:
        yield Gate("outbox", mail.state in _GOES_ON, says)
