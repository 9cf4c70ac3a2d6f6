"""One mail from the queue to its end, in units of work: claimed and written, committed, and what its answer does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of
from outreach.core.events import Happened
from outreach.core.untrusted import one_line
from outreach.database.events import record
from outreach.mail.outcomes import Answer, Outcome
from outreach.prospects.model import AVOIDED, Account, Contact, SuppressionReason
from outreach.prospects.service import suppress, suppression_of
from outreach.sending import outbox
from outreach.sending.answers import Action, Judgement, judge
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.letters import WrittenMail, write_mail
from outreach.sending.limits import gap_after
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sending.outbox import Claim
from outreach.sequences import enrolling
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentEvent, HoldReason
from outreach.sequences.versions import definition_of

#: What the commit point withheld is looked at again after this, should its run still want it.
_WITHHELD_WAIT = timedelta(minutes=10)

#: Queued mails looked at before a turn gives up on finding one that may go now.
_LOOK_AHEAD = 50


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A mail that would have gone out if the config said `live = true`."""

    outbound_id: int
    enrollment_id: int
    step: str
    mailbox: str
    recipient: str
    subject: str


def claim_next(
    session: Session,
    rules: SendingRules,
    mailbox_name: str,
    *,
    owner: str,
    now: datetime,
) -> Claim | None:
    """The next mail that may go from this mailbox at this moment, claimed, its bytes frozen; None if there is none."""
    if not outbox.anything_queued(session, mailbox_name, now):
        return None
    mailbox = rules.mailbox(mailbox_name)
    outbox.withdraw_unwanted(session, mailbox_name)
    if not outbox.may_send(session, mailbox, now):
        return None
    lease = timedelta(seconds=rules.lease_seconds)
    for mail in _queued(session, mailbox_name, now):
        if not _ready(session, mail, rules, mailbox, now):
            continue
        rests_until = gap_after(mailbox, now, rules.timing.draws("gap", mail.id, mail.attempts))
        token = outbox.take(session, mail, owner=owner, lease=lease, rests_until=rests_until, now=now)
        if token is not None:
            session.refresh(mail)
            return _claim(session, mail, token, mailbox, now)
    return None


def rehearse_next(
    session: Session, rules: SendingRules, mailbox_name: str, *, now: datetime
) -> Rehearsed | None:
    """The next mail that would go now: written, marked as rehearsed, and left in the queue. Nothing is frozen."""
    mailbox = rules.mailbox(mailbox_name)
    outbox.withdraw_unwanted(session, mailbox_name)
    for mail in _queued(session, mailbox_name, now, rehearsed=False):
        if not _is_open(session, mail, rules, now):
            continue
        written = _write(session, mail, rules, mailbox, now)
        if written is None:
            continue
        mail.rehearsed_at = now
        session.add(mail)
        assert mail.id is not None
        return Rehearsed(
            mail.id, mail.enrollment_id, mail.step, mailbox_name, mail.recipient, written.subject
        )
    return None


def record_answer(
    session: Session, claim: Claim, answer: Answer, rules: SendingRules, *, now: datetime
) -> None:
    """What the server's answer means for the mail, its enrollment, its contact and its mailbox."""
    mailbox = rules.mailbox(claim.mailbox)
    if answer.outcome is Outcome.SENT:
        mail = outbox.accepted(session, claim, answer, mailbox=mailbox, now=now)
        if mail is not None:
            go_on(session, mail, rules, now=now)
        return
    if answer.outcome is Outcome.WITHHELD:
        _withheld(session, claim, now)
        return
    if answer.outcome is Outcome.DOUBTFUL:
        outbox.doubtful(session, claim, answer, now)
        return
    _obey(session, claim, answer, rules, now)


def go_on(session: Session, mail: OutboundMessage, rules: SendingRules, *, now: datetime) -> None:
    """The mail is known to have gone out: its enrollment goes on to the next step."""
    enrollment = session.get_one(Enrollment, mail.enrollment_id)
    definition = definition_of(session, enrollment.sequence_version_id)
    contact = session.get_one(Contact, mail.contact_id)
    sent_at = mail.sent_at or now
    due_at = rules.timing.due_after(definition, mail.step_index + 1, contact, sent_at)
    enrolling.went_out(
        session, enrollment, step_index=mail.step_index, due_at=due_at, mailbox=mail.mailbox, now=sent_at
    )
    record(
        session,
        Happened.MAIL_SENT,
        sent_at,
        campaign_id=mail.campaign_id,
        enrollment_id=mail.enrollment_id,
        account_id=mail.account_id,
        contact_id=mail.contact_id,
        outbound_id=mail.id,
        mailbox=mail.mailbox,
        step=mail.step,
        tag=enrollment.tag,
        opening=mail.opening,
    )


def settle_as_sent(
    session: Session, outbound_id: int, rules: SendingRules, *, by: str, now: datetime
) -> bool:
    """Evidence, or a person, says that a doubtful mail did go out. False where it was settled already."""
    mail = outbox.settle_as_sent(session, outbound_id, by=by, now=now)
    if mail is None:
        return False
    go_on(session, mail, rules, now=now)
    return True


def _queued(
    session: Session, mailbox: str, now: datetime, *, rehearsed: bool | None = None
) -> list[OutboundMessage]:
    """What waits and is due, follow-ups before openings, oldest first."""
    statement = (
        select(OutboundMessage)
        .join(Campaign, col(Campaign.id) == col(OutboundMessage.campaign_id))
        .where(
            OutboundMessage.state == OutboundState.QUEUED,
            OutboundMessage.mailbox == mailbox,
            col(OutboundMessage.due_at) <= now,
            Campaign.state == CampaignState.RUNNING,
        )
        .order_by(col(OutboundMessage.opening), col(OutboundMessage.due_at), col(OutboundMessage.id))
        .limit(_LOOK_AHEAD)
        # What another daemon has just got hold of, its bytes not yet frozen, is passed over.
        .with_for_update(skip_locked=True, of=OutboundMessage)
    )
    if rehearsed is False:
        statement = statement.where(col(OutboundMessage.rehearsed_at).is_(None))
    return list(session.exec(statement).all())


def _ready(
    session: Session, mail: OutboundMessage, rules: SendingRules, mailbox: SendingMailbox, now: datetime
) -> bool:
    """Whether the mail may go now and can be written; freezes its bytes, or moves it, or takes it out."""
    if not _is_open(session, mail, rules, now):
        return False
    if mail.raw is not None:
        return True
    written = _write(session, mail, rules, mailbox, now)
    if written is None:
        return False
    mail.message_id, mail.subject = written.message_id, written.subject
    mail.raw, mail.body = written.raw, written.body
    session.add(mail)
    session.flush()
    return True


def _is_open(session: Session, mail: OutboundMessage, rules: SendingRules, now: datetime) -> bool:
    """Whether no avoid status, no suppression and no closed window is in the way.

    What the commit point would refuse for good ends the run here; else the mail would be claimed for ever.
    """
    enrollment = session.get_one(Enrollment, mail.enrollment_id)
    status = session.get_one(Account, mail.account_id).status
    if status in AVOIDED:
        why = f"account is {status.value}"
        enrolling.end(session, enrollment, EnrollmentEvent.STOPPED, why=why, now=now)
        return False
    no = suppression_of(session, mail.recipient)
    if no is not None:
        opted_out = no.reason in (SuppressionReason.OPTED_OUT, SuppressionReason.COMPLAINED)
        event = EnrollmentEvent.OPTED_OUT if opted_out else EnrollmentEvent.STOPPED
        enrolling.end(session, enrollment, event, why=f"suppressed: {no.reason.value}", now=now)
        return False
    contact = session.get_one(Contact, mail.contact_id)
    definition = definition_of(session, enrollment.sequence_version_id)
    if not rules.timing.is_open(now, definition, contact):
        mail.due_at = rules.timing.opens(now, definition, contact)
        session.add(mail)
        return False
    return True


def _write(
    session: Session, mail: OutboundMessage, rules: SendingRules, mailbox: SendingMailbox, now: datetime
) -> WrittenMail | None:
    """The mail, or None when it cannot be written for this contact: a person is asked, the others go on."""
    enrollment = session.get_one(Enrollment, mail.enrollment_id)
    try:
        return write_mail(
            session, enrollment, step_index=mail.step_index, sender=rules.sender, mailbox=mailbox, now=now
        )
    except SQLAlchemyError:
        raise
    except Exception as error:
        # Whatever it is, it is this mail's: it must not stop the mailbox, now or at the next turn.
        why = one_line(str(error) or type(error).__name__, 400)
        mail.answer_text = why
        session.add(mail)
        enrolling.hold(
            session,
            reason=HoldReason.BY_HAND,
            contact_id=mail.contact_id,
            note=f"cannot be written: {why}",
            now=now,
        )
        return None


def _claim(
    session: Session, mail: OutboundMessage, token: str, mailbox: SendingMailbox, now: datetime
) -> Claim:
    assert mail.id is not None
    assert mail.raw is not None
    return Claim(
        outbound_id=mail.id,
        token=token,
        mailbox=mailbox.name,
        sender=mailbox.address,
        recipient=mail.recipient,
        message=mail.raw,
        keys=outbox.keys_for(session, mail.recipient),
        allowance=outbox.allowed(outbox.status_of(session, mailbox.name), mailbox, now),
        attempts=mail.attempts,
        first_attempt_at=mail.first_attempt_at or now,
    )


def _withheld(session: Session, claim: Claim, now: datetime) -> None:
    """The commit point said no. It is queued again, and taken out where its run no longer wants it."""
    outbox.put_back(session, claim, None, due_at=now + _WITHHELD_WAIT, counts=False)
    outbox.withdraw_unwanted(session, claim.mailbox)


def _obey(session: Session, claim: Claim, answer: Answer, rules: SendingRules, now: datetime) -> None:
    judgement = judge(
        answer,
        attempts=claim.attempts,
        first_attempt_at=claim.first_attempt_at,
        now=now,
        rng=rules.timing.draws("retry", claim.outbound_id, claim.attempts),
    )
    match judgement.action:
        case Action.RETRY_LATER:
            outbox.put_back(session, claim, answer, due_at=judgement.retry_at or now, counts=judgement.counts)
        case Action.GIVE_UP:
            _give_up(session, claim, answer, judgement, now)
        case Action.CLOSE_MAILBOX:
            outbox.put_back(session, claim, answer, due_at=judgement.retry_at or now, counts=False)
            outbox.close_mailbox(
                session, claim.mailbox, until=judgement.closed_until or now, why=judgement.advice
            )
        case Action.PAUSE_MAILBOX | Action.PAUSE_DOMAIN:
            outbox.put_back(session, claim, answer, due_at=now, counts=False)
            for name in _concerned_mailboxes(claim, judgement, rules):
                outbox.pause_mailbox(session, name, why=judgement.advice, actor="daemon", now=now)
        case Action.SENT | Action.DOUBTFUL | Action.NOTHING:
            # Their outcomes never come here.
            raise AssertionError(f"{answer} was judged {judgement.action}")


def _concerned_mailboxes(claim: Claim, judgement: Judgement, rules: SendingRules) -> list[str]:
    if judgement.action is Action.PAUSE_MAILBOX:
        return [claim.mailbox]
    domain = domain_of(claim.sender)
    return [name for name, mailbox in rules.mailboxes.items() if domain_of(mailbox.address) == domain]


def _give_up(session: Session, claim: Claim, answer: Answer, judgement: Judgement, now: datetime) -> None:
    """The mail has failed. A dead address is suppressed; else the run ends, for what it needed cannot be sent."""
    if not outbox.refused(session, claim, answer, now):
        return
    mail = session.get_one(OutboundMessage, claim.outbound_id)
    enrollment = session.get_one(Enrollment, mail.enrollment_id)
    if not judgement.dead_address:
        enrolling.end(session, enrollment, EnrollmentEvent.STOPPED, why=f"not deliverable: {answer}", now=now)
        return
    suppress(
        session, claim.recipient, reason=SuppressionReason.BOUNCED, actor="daemon", note=str(answer), now=now
    )
    enrolling.end(session, enrollment, EnrollmentEvent.BOUNCED, why=f"dead address: {answer}", now=now)
    record(
        session,
        Happened.BOUNCED,
        now,
        campaign_id=mail.campaign_id,
        enrollment_id=mail.enrollment_id,
        account_id=mail.account_id,
        contact_id=mail.contact_id,
        outbound_id=mail.id,
        mailbox=mail.mailbox,
        bounce="bounce_hard",
        at_once=True,
        code=answer.code,
    )
