"""One person put into a running campaign by hand, or taken up again there, at a step that never went out to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.prospects.account_policy import MailKind
from outreach.prospects.judging import Recipient, rulings_on
from outreach.prospects.law import EVERYTHING_ALLOWED, Law
from outreach.prospects.model import Account, Contact
from outreach.prospects.suppressing import suppression_of
from outreach.sequences import admission, enrolling, versions
from outreach.sequences.definition import SequenceDefinition, StepKind, Thread
from outreach.sequences.model import (
    ENROLLMENT_TRANSITIONS,
    UNDER_WAY,
    Campaign,
    CampaignState,
    Enrollment,
    EnrollmentEvent,
    Task,
    TaskState,
)
from outreach.sequences.timing import Timing


class Reached(StrEnum):
    """How far a mail of the outbox came."""

    SENT = "sent"
    #: It went out or it did not: nobody knows.
    DOUBTFUL = "doubtful"
    #: It is going out at this moment.
    GOING_OUT = "going_out"
    #: Refused for good.
    FAILED = "failed"
    #: Nothing of it was transmitted.
    UNSENT = "unsent"


@dataclass(frozen=True, slots=True)
class PastMail:
    """A mail that stands in the outbox for a contact: which it is, and how far it came."""

    outbound_id: int
    enrollment_id: int
    step_index: int
    reached: Reached


#: What stands in the outbox for one contact, by sequence and step.
PastMails = Mapping[tuple[str, str], PastMail]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What came of it. `due_at` is None where a colleague at the account has their turn first."""

    enrollment: Enrollment
    step: str
    due_at: datetime | None
    again: bool


def enroll(
    session: Session,
    campaign: Campaign,
    contact: Contact,
    past: PastMails,
    *,
    timing: Timing,
    actor: str,
    now: datetime,
    step: str | None = None,
    even_if_under_way: bool = False,
    law: Law = EVERYTHING_ALLOWED,
) -> Enrolled:
    """Enroll a contact at `step`, else behind the last step that they have had; a run that has ended goes on.

    Raises Refused with what is in the way: a no, a run under way, a step that went out or may have, a country's rule.
    """
    runs = enrolling.runs_of(session, [contact.id or 0]).get(contact.id or 0, [])
    _require_admitted(session, campaign, contact, runs, even_if_under_way, now)
    _require_law(session, contact, law)
    run = next((each for each in runs if each.campaign_id == campaign.id), None)
    version_id = _version_for(session, campaign, run, past)
    definition = versions.definition_of(session, version_id)
    _require_other_sequence(definition, contact, runs)
    had = _had(session, contact, definition, past)
    index = _behind_last(definition, had) if step is None else _position(definition, step)
    _require_new(definition, index, had)
    _require_thread(definition, index, run, past)
    waits = definition.account.one_at_a_time and _colleague_under_way(session, contact)
    due_at = None if waits else _due(definition, index, contact, timing, now)
    name = definition.steps[index].name
    if run is not None:
        taken_up = enrolling.take_up_again(
            session,
            run,
            version_id=version_id,
            step_index=index,
            due_at=due_at,
            waits_for_turn=waits,
            now=now,
            step=name,
            actor=actor,
        )
        if not taken_up:
            raise Refused(f"{contact.address} is {run.state.value} in {campaign.name} since a moment ago.")
        return Enrolled(run, name, due_at, again=True)
    begun = enrolling.begin(
        session,
        campaign,
        contact,
        sequence=definition.name,
        version_id=version_id,
        step_index=index,
        due_at=due_at,
        waits_for_turn=waits,
        actor=actor,
        now=now,
    )
    return Enrolled(begun, name, due_at, again=False)


# --- who -----------------------------------------------------------------------------------------------------------


def _require_law(session: Session, contact: Contact, law: Law) -> None:
    (ruling,) = rulings_on(session, law, [Recipient.of(contact)])
    if not ruling.allowed:
        raise Refused(f"{contact.address} is not enrolled: {ruling.why}. {ruling.remedy}")


def _require_admitted(
    session: Session,
    campaign: Campaign,
    contact: Contact,
    runs: list[Enrollment],
    even_if_under_way: bool,
    now: datetime,
) -> None:
    who = contact.address
    if campaign.state is not CampaignState.RUNNING:
        raise Refused(
            f"{campaign.name} is {campaign.state.value}: only a running campaign takes somebody up."
        )
    account = session.get_one(Account, contact.account_id)
    own = next((run for run in runs if run.campaign_id == campaign.id), None)
    why = admission.barred(
        account,
        is_suppressed=suppression_of(session, contact.address) is not None,
        kind=MailKind.FIRST if own is None else own.kind_of_mail(is_first=own.started_at is None),
        now=now,
    )
    if why is not None:
        raise Refused(f"{who} is not enrolled: {why}. `outreach why {who}` says more.")
    for run in runs:
        if run.campaign_id != campaign.id:
            continue
        if run.state in UNDER_WAY:
            raise Refused(f"{who} is under way in {campaign.name} already. `outreach why {who}` says where.")
        if (run.state, EnrollmentEvent.RE_ENROLLED) not in ENROLLMENT_TRANSITIONS:
            raise Refused(f"{who} is {run.state.value} in {campaign.name}: that is for good.")
    if admission.under_way_elsewhere(runs, campaign) and not even_if_under_way:
        raise Refused(
            f"{who} is under way in another campaign. Wait until that has ended, or say --even-if-under-way."
        )


def _require_other_sequence(definition: SequenceDefinition, contact: Contact, runs: list[Enrollment]) -> None:
    """Two runs through one sequence would come to the same steps, and no step goes out twice."""
    if any(run.sequence == definition.name and run.state in UNDER_WAY for run in runs):
        raise Refused(
            f'{contact.address} is under way through "{definition.name}" in another campaign: nobody gets the'
            " same mails from two."
        )


def _colleague_under_way(session: Session, contact: Contact) -> bool:
    found = select(Enrollment.id).where(
        Enrollment.account_id == contact.account_id,
        Enrollment.contact_id != contact.id,
        col(Enrollment.state).in_(UNDER_WAY),
    )
    return session.exec(found).first() is not None


# --- where ---------------------------------------------------------------------------------------------------------


def _version_for(session: Session, campaign: Campaign, run: Enrollment | None, past: PastMails) -> int:
    """The version that runs now; their own, where steps that they have had stand elsewhere in the new one.

    A step's place is part of its mail's Message-ID and of its thread, so what went out must keep its place.
    """
    assert campaign.sequence_version_id is not None
    if run is None:
        return campaign.sequence_version_id
    newest = versions.latest(session, run.sequence)
    in_campaign = campaign.sequence_version_id if run.sequence == campaign.sequence else None
    current = in_campaign or (newest.id if newest is not None else None) or run.sequence_version_id
    definition = versions.definition_of(session, current)
    places = {place: step.name for place, step in enumerate(definition.steps)}
    moved = any(
        places.get(mail.step_index) != step
        for (_, step), mail in past.items()
        if mail.enrollment_id == run.id
    )
    return run.sequence_version_id if moved else current


def _had(
    session: Session, contact: Contact, definition: SequenceDefinition, past: PastMails
) -> dict[str, str]:
    """For each step that may not go out (again), why; only the last words of the sentence."""
    had = {
        step: _why_not(mail)
        for (sequence, step), mail in past.items()
        if sequence == definition.name and mail.reached is not Reached.UNSENT
    }
    tasks = select(Task).where(
        Task.contact_id == contact.id,
        Task.sequence == definition.name,
        sa.or_(col(Task.state) == TaskState.DONE, col(Task.state) == TaskState.OPEN),
    )
    for task in session.exec(tasks).all():
        is_done = task.state is TaskState.DONE
        had[task.step or ""] = _DONE if is_done else f"is open as task {task.id} in another run."
    return had


_DONE = "has been done with them. What was done is not done again."
_SENT = "has been sent to them. What went out is never sent again."


def _why_not(mail: PastMail) -> str:
    number = mail.outbound_id
    match mail.reached:
        case Reached.SENT:
            return _SENT
        case Reached.FAILED:
            return f"was refused for good (`outreach outbox show {number}`). Begin behind it: --step STEP."
        case Reached.GOING_OUT:
            return f"is just going out (mail {number}). Ask again in a quarter of an hour."
        case _:
            return (
                f"may have arrived: mail {number} is doubtful. Look into the mailbox, then say"
                f" `outreach outbox resolve {number} sent` or `not-sent`."
            )


def _behind_last(definition: SequenceDefinition, had: Mapping[str, str]) -> int:
    """The first step behind all that went out or were done."""
    over = [at for at, step in enumerate(definition.steps) if had.get(step.name) in (_SENT, _DONE)]
    index = max(over, default=-1) + 1
    if index >= len(definition.steps):
        raise Refused(
            f'They have had every step of "{definition.name}". Write another behind the last one, and say'
            " `outreach campaign start` to take it up."
        )
    return index


def _position(definition: SequenceDefinition, step: str) -> int:
    try:
        return definition.position(step)
    except KeyError:
        known = ", ".join(each.name for each in definition.steps)
        raise NotFound(f'"{definition.name}" has no step "{step}" for them. Steps: {known}.') from None


def _require_new(definition: SequenceDefinition, index: int, had: Mapping[str, str]) -> None:
    name = definition.steps[index].name
    if name in had:
        raise Refused(f'The step "{name}" {had[name]}')
    later = [
        step.name for step in definition.steps[index:] if step.kind is StepKind.MAIL and step.name in had
    ]
    if later:
        raise Refused(
            f'The step "{later[0]}" comes after "{name}", and it {had[later[0]]} A run never goes back.'
        )


def _require_thread(
    definition: SequenceDefinition, index: int, run: Enrollment | None, past: PastMails
) -> None:
    """The next mail must begin a thread, or have one of this very run to go on."""
    mails = (step for step in definition.steps[index:] if step.kind is StepKind.MAIL)
    following = next(mails, None)
    began = run is not None and any(
        mail.enrollment_id == run.id and mail.reached is Reached.SENT for mail in past.values()
    )
    if following is not None and following.thread is Thread.SAME and not began:
        raise Refused(
            f'The step "{following.name}" goes on with the thread of an earlier mail, and this run has sent none.'
            " Begin at a step that starts a thread."
        )


def _due(
    definition: SequenceDefinition, index: int, contact: Contact, timing: Timing, now: datetime
) -> datetime:
    """At once; a mail in the next open moment of the recipient's window."""
    if definition.steps[index].kind is not StepKind.MAIL:
        return now
    return timing.opens(now, definition, contact)
