"""What servers answered, and what follows for the mail, its run, its contact and its mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.addresses import domain_of
from outreach.core.events import Happened
from outreach.database import locks
from outreach.database.columns import UtcDateTime
from outreach.database.events import record, record_many
from outreach.database.statements import among
from outreach.mail.outcomes import Answer, Outcome
from outreach.prospects.model import Account, Contact, SuppressionReason
from outreach.prospects.suppressing import suppress
from outreach.sending import claiming, commit_point, guards, mailboxes, outbox
from outreach.sending.answers import Action, Judgement, judge
from outreach.sending.identity import SendingRules
from outreach.sending.journal import Claimed, Entry
from outreach.sending.model import OutboundKind, OutboundMessage
from outreach.sending.outbox import Claim
from outreach.sequences import enrolling
from outreach.sequences.model import UNDER_WAY, Enrollment, EnrollmentEvent
from outreach.sequences.versions import definition_of

#: What the commit point withheld is looked at again after this, should its run still want it.
_WITHHELD_WAIT = timedelta(minutes=10)

#: What may end in a suppression, or in a pause by a guard.
_MAY_FORBID = frozenset({Outcome.REFUSED, Outcome.REFUSED_FOR_NOW, Outcome.NOT_SENT})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the senders of one process ask at one moment: all of it is done in one transaction, in this order."""

    answers: Sequence[tuple[Claimed, Answer]] = ()
    #: Claims that are not wanted any more: nothing was done with them.
    given_back: Sequence[Claim] = ()
    #: Mails whose servers have said 354.
    commits: Sequence[Claim] = ()
    #: Mailboxes that are ready for their next mail.
    mailboxes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """The tokens of the mails that may go, and what was claimed for each mailbox."""

    may_go: frozenset[str] = frozenset()
    claims: dict[str, list[Claim]] = field(default_factory=dict)


def tell(session: Session, asked: Asked, rules: SendingRules, *, owner: str, now: datetime) -> Told:
    """Write down what servers answered, pass the commit points, claim what is next."""
    _lock(session, asked.answers)
    if asked.answers and asked.commits:
        # Both lock mailboxes: all at once and in one order, or two daemons would wait for one another.
        commit_point.lock_mailboxes(
            session,
            {claim.mailbox for claim, _ in asked.answers} | {claim.mailbox for claim in asked.commits},
        )
    if asked.answers:
        record_answers(session, asked.answers, rules, now=now)
    for claim in asked.given_back:
        outbox.put_back(session, claim, None, due_at=now, counts=False)
    may_go = (
        commit_point.commit_points(session, asked.commits, now, rules.law.current())
        if asked.commits
        else frozenset()
    )
    claims = (
        claiming.claim_for(session, rules, asked.mailboxes, owner=owner, now=now) if asked.mailboxes else {}
    )
    return Told(may_go, claims)


def _lock(session: Session, answers: Sequence[tuple[Claimed, Answer]]) -> None:
    """First of all locks. A refusal may become a no, a dead address or a guard's pause: then it is ours alone.

    Two daemons that share it first and want it alone later would wait for one another.
    """
    if any(answer.outcome in _MAY_FORBID for _, answer in answers):
        locks.forbid(session)
    else:
        locks.share(session)


def record_answers(
    session: Session, answers: Sequence[tuple[Claimed, Answer]], rules: SendingRules, *, now: datetime
) -> None:
    """What these answers mean, each for its own mail."""
    taken = [(claim, answer) for claim, answer in answers if answer.outcome is Outcome.SENT]
    _record_sent(session, taken, rules, now)
    for claim, answer in answers:
        match answer.outcome:
            case Outcome.SENT:
                pass
            case Outcome.WITHHELD:
                outbox.put_back(session, claim, None, due_at=now + _WITHHELD_WAIT, counts=False)
            case Outcome.DOUBTFUL:
                outbox.doubtful(session, claim, answer, now)
            case _:
                _obey(session, claim, answer, rules, now)


def record_entries(session: Session, entries: Sequence[Entry], rules: SendingRules) -> None:
    """Answers from the side journal, which the database could not take when they came. Twice is as good as once."""
    locks.forbid(session)
    for entry in entries:
        record_answers(session, [(entry, entry.answer)], rules, now=entry.at)


def settle_as_sent(
    session: Session, outbound_id: int, rules: SendingRules, *, by: str, now: datetime
) -> bool:
    """Evidence, or a person, says that a doubtful mail did go out. False where it was settled already."""
    if not outbox.settle_as_sent(session, outbound_id, by=by, now=now):
        return False
    session.flush()
    mails = session.execute(_WENT_OUT, {"ids": [outbound_id]}).all()
    _go_on(session, mails, rules, mails[0].sent_at)
    return True


def _record_sent(
    session: Session, taken: Sequence[tuple[Claimed, Answer]], rules: SendingRules, now: datetime
) -> None:
    """The servers took these. What somebody else has settled meanwhile is left as it is."""
    if not taken:
        return
    claims = {claim.outbound_id: claim for claim, _ in taken}
    session.flush()
    mails = [
        mail
        for mail in session.execute(_WENT_OUT, {"ids": list(claims)})
        if outbox.is_news(mail.mail_state, mail.token, claims[mail.id])
    ]
    news = {mail.id for mail in mails}
    outbox.accepted(session, (each for each in taken if each[0].outbound_id in news), now)
    _go_on(session, mails, rules, now)
    names = {claim.mailbox for claim, _ in taken} & rules.mailboxes.keys()
    mailboxes.count_sending_days(session, map(rules.mailbox, names), now)


def _go_on(session: Session, mails: Sequence[Any], rules: SendingRules, sent_at: datetime) -> None:
    """These mails are known to have gone out: their runs go on to the next step, and their accounts are not cold.

    Statements for all of them at once: this is where every mail that is ever sent comes by.
    """
    if not mails:
        return
    steps = [mail for mail in mails if mail.kind is OutboundKind.STEP]
    answers = [mail for mail in mails if mail.kind is OutboundKind.ANSWER]
    moved_on = [
        _moved_on(session, mail, rules, sent_at) for mail in steps if mail.next_step == mail.step_index
    ]
    if moved_on:
        session.connection().execute(_MOVE_ON, moved_on)
    warm = {
        mail.account_id: mail.status.once_mailed
        for mail in mails
        if mail.status.once_mailed is not mail.status
    }
    if warm:
        rows = [{"account": account, "warm": status} for account, status in sorted(warm.items())]
        session.connection().execute(_WARM, rows)
    record_many(session, Happened.MAIL_SENT, [_sent_fact(mail, sent_at) for mail in steps])
    # What a person answers is no mail of a sequence: no rate counts it.
    record_many(session, Happened.ANSWER_SENT, [_answer_fact(mail, sent_at) for mail in answers])
    # What was read of these before is not what they are now.
    session.expire_all()


class _Recipient(NamedTuple):
    """What moments are reckoned by, of a contact."""

    id: int
    address: str
    country: str | None
    time_zone: str | None


def _moved_on(session: Session, mail: Any, rules: SendingRules, sent_at: datetime) -> dict[str, Any]:
    """The run of a mail that went out, one step on. It may have ended while its mail was on its way."""
    due_at = None
    if mail.state in UNDER_WAY:
        definition = definition_of(session, mail.sequence_version_id)
        recipient: Any = _Recipient(mail.contact_id, mail.address, mail.country, mail.time_zone)
        due_at = rules.timing.due_after(definition, mail.step_index + 1, recipient, sent_at)
    return {
        "run": mail.enrollment_id,
        "done": mail.step_index,
        "following": mail.step_index + 1,
        "due": due_at,
        "its_mailbox": mail.mailbox,
        "sent": sent_at,
    }


def _sent_fact(mail: Any, sent_at: datetime) -> dict[str, Any]:
    return {
        "at": sent_at,
        "campaign_id": mail.campaign_id,
        "enrollment_id": mail.enrollment_id,
        "account_id": mail.account_id,
        "contact_id": mail.contact_id,
        "outbound_id": mail.id,
        "mailbox": mail.mailbox,
        "details": {"step": mail.step, "tag": mail.tag, "opening": mail.opening},
    }


def _answer_fact(mail: Any, sent_at: datetime) -> dict[str, Any]:
    about = {"inbound_id": mail.answers_inbound_id, "actor": mail.author, "details": {}}
    return _sent_fact(mail, sent_at) | about


_WENT_OUT = (
    sa.select(
        col(OutboundMessage.id),
        col(OutboundMessage.kind),
        col(OutboundMessage.answers_inbound_id),
        col(OutboundMessage.author),
        col(OutboundMessage.enrollment_id),
        col(OutboundMessage.campaign_id),
        col(OutboundMessage.account_id),
        col(OutboundMessage.contact_id),
        col(OutboundMessage.step),
        col(OutboundMessage.step_index),
        col(OutboundMessage.mailbox),
        col(OutboundMessage.opening),
        col(OutboundMessage.sent_at),
        col(OutboundMessage.token),
        col(OutboundMessage.state).label("mail_state"),
        col(Enrollment.next_step),
        col(Enrollment.state),
        col(Enrollment.sequence_version_id),
        col(Enrollment.tag),
        col(Contact.address),
        col(Contact.country),
        col(Contact.time_zone),
        col(Account.status),
    )
    .join(Enrollment, col(Enrollment.id) == col(OutboundMessage.enrollment_id))
    .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
    .join(Account, col(Account.id) == col(OutboundMessage.account_id))
    .where(among(col(OutboundMessage.id), "ids"))
    .order_by(col(OutboundMessage.id))
    .with_for_update(of=(OutboundMessage, Enrollment))
)
_RUN = Enrollment.__table__  # type: ignore[attr-defined]
_MOVE_ON = (
    sa.update(_RUN)
    .where(_RUN.c.id == sa.bindparam("run"), _RUN.c.next_step == sa.bindparam("done"))
    .values(
        next_step=sa.bindparam("following"),
        due_at=sa.bindparam("due", type_=UtcDateTime()),
        first_due_at=None,
        # The mailbox that wrote first stays: a thread never changes its sender.
        mailbox=sa.func.coalesce(_RUN.c.mailbox, sa.bindparam("its_mailbox")),
        started_at=sa.func.coalesce(_RUN.c.started_at, sa.bindparam("sent", type_=UtcDateTime())),
    )
)
_ACCOUNT = Account.__table__  # type: ignore[attr-defined]
_WARM = (
    sa.update(_ACCOUNT)
    .where(_ACCOUNT.c.id == sa.bindparam("account"))
    .values(status=sa.bindparam("warm", type_=_ACCOUNT.c.status.type))
)


def _obey(session: Session, claim: Claimed, answer: Answer, rules: SendingRules, now: datetime) -> None:
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
            _give_up(session, claim, answer, judgement, rules, now)
        case Action.CLOSE_MAILBOX:
            outbox.put_back(session, claim, answer, due_at=judgement.retry_at or now, counts=False)
            mailboxes.close_mailbox(
                session, claim.mailbox, until=judgement.closed_until or now, why=judgement.advice
            )
        case Action.PAUSE_MAILBOX | Action.PAUSE_DOMAIN:
            outbox.put_back(session, claim, answer, due_at=now, counts=False)
            for name in _concerned_mailboxes(claim, judgement, rules):
                mailboxes.pause_mailbox(session, name, why=judgement.advice, actor="daemon", now=now)
        case Action.SENT | Action.DOUBTFUL | Action.NOTHING:
            # Their outcomes never come here.
            raise AssertionError(f"{answer} was judged {judgement.action}")


def _concerned_mailboxes(claim: Claimed, judgement: Judgement, rules: SendingRules) -> list[str]:
    if judgement.action is Action.PAUSE_MAILBOX:
        return [claim.mailbox]
    domain = domain_of(claim.sender)
    return [name for name, mailbox in rules.mailboxes.items() if domain_of(mailbox.address) == domain]


def _give_up(
    session: Session, claim: Claimed, answer: Answer, judgement: Judgement, rules: SendingRules, now: datetime
) -> None:
    """The mail has failed. A dead address is suppressed; else the run ends, for what it needed cannot be sent."""
    if not outbox.refused(session, claim, answer, now):
        return
    mail = session.get_one(OutboundMessage, claim.outbound_id)
    if mail.kind is OutboundKind.ANSWER and not judgement.dead_address:
        # The run is not what it was for. Whoever wrote it sees it in the outbox.
        return
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
    guards.look(session, mailbox=mail.mailbox, campaign_id=mail.campaign_id, rules=rules.guards, now=now)
