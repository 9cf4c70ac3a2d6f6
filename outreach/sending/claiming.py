"""Which queued mails may go at this moment: looked at, written, claimed; or moved, held, ended, withdrawn."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from outreach.core.untrusted import one_line
from outreach.database.columns import UtcDateTime
from outreach.database.statements import among
from outreach.database.workspace import workspace_key
from outreach.prospects.account_policy import why_not
from outreach.prospects.law import Law, Ruling
from outreach.prospects.model import Account, Contact, SuppressionReason
from outreach.prospects.suppressing import suppressions_of
from outreach.prospects.suppression import SAID_BY_THEM, account_key, suppression_keys
from outreach.sending import conversation, mailboxes, opt_out_links, outbox
from outreach.sending.compose import copy_of
from outreach.sending.held_up import yield_to_lateness
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.law_gate import LOOK_AGAIN, keep_with, rulings_for
from outreach.sending.letters import Letters
from outreach.sending.limits import gap_after
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sending.outbox import Claim, Written
from outreach.sequences import enrolling
from outreach.sequences.lateness import lateness
from outreach.sequences.model import (
    Campaign,
    CampaignState,
    Enrollment,
    EnrollmentEvent,
    EnrollmentState,
    HoldReason,
)
from outreach.sequences.versions import definition_of

#: Claimed at once where a mailbox need not rest between two mails. Each has the whole lease.
AT_ONCE = 20

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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A queued mail with whom and what it is for."""

    mail: OutboundMessage
    run: Enrollment
    contact: Contact
    account: Account


def claim(
    session: Session,
    rules: SendingRules,
    mailbox_name: str,
    *,
    owner: str,
    now: datetime,
    at_most: int = AT_ONCE,
) -> list[Claim]:
    """The next mails that may go from this mailbox at this moment, claimed, their bytes frozen.

    One, where the mailbox rests between two mails; else up to `at_most`; empty where none may go. What people answer
    goes before what sequences say.
    """
    if not outbox.anything_queued(session, mailbox_name, now):
        return []
    mailbox = rules.mailbox(mailbox_name)
    answers = _claim_answers(session, rules, mailbox, owner=owner, now=now, at_most=at_most)
    if answers:
        return answers
    room = mailboxes.room(session, mailbox, now)
    if room <= 0:
        return []
    rests = mailbox.gap_seconds[1] > 0
    ready = _ready(session, _QUEUED, rules, mailbox, now, at_most=1 if rests else min(room, at_most))
    if not ready:
        return []
    if rests and not _rest(session, mailbox, ready[0][0].mail, rules, now):
        return []
    return _take(session, ready, rules, mailbox, owner=owner, now=now)


def _claim_answers(
    session: Session, rules: SendingRules, mailbox: SendingMailbox, *, owner: str, now: datetime, at_most: int
) -> list[Claim]:
    """People's answers that may go now. Their bytes are frozen: their authors have seen them."""
    rests = mailbox.gap_seconds[1] > 0
    ready = conversation.ready(session, mailbox, now, at_most=1 if rests else at_most)
    if not ready or (rests and not _rest(session, mailbox, ready[0][0], rules, now)):
        return []
    key = workspace_key(session)
    claims = []
    for mail, contact in ready:
        # They may have written from another address than that under which they once said no.
        keys = suppression_keys(key, mail.recipient) + suppression_keys(key, contact.address)
        keys += (account_key(key, mail.account_id),)
        allowance = conversation.most_a_day(mailbox)
        claims.append(
            _claim_of(mail, mail.raw, mailbox, now, keys=keys, allowance=allowance, domain_allowance=None)
        )
    outbox.take(
        session,
        [(claim.outbound_id, claim.token, None) for claim in claims],
        owner=owner,
        lease_until=now + timedelta(seconds=rules.lease_seconds),
        now=now,
    )
    return claims


def rehearse(session: Session, rules: SendingRules, mailbox_name: str, *, now: datetime) -> Rehearsed | None:
    """The next mail that would go now: written, marked as rehearsed, and left in the queue. Nothing is frozen."""
    mailbox = rules.mailbox(mailbox_name)
    for answer, _ in conversation.ready(session, mailbox, now, at_most=1, unrehearsed=True):
        return _rehearsed(session, answer, answer.subject, now)
    for candidate, written in _ready(session, _NOT_REHEARSED, rules, mailbox, now, at_most=1):
        mail = candidate.mail
        return _rehearsed(session, mail, mail.subject if written is None else written.subject, now)
    return None


def _rehearsed(session: Session, mail: OutboundMessage, subject: str, now: datetime) -> Rehearsed:
    mail.rehearsed_at = now
    session.add(mail)
    assert mail.id is not None
    return Rehearsed(mail.id, mail.enrollment_id, mail.step, mail.mailbox, mail.recipient, subject)


def _rest(
    session: Session, mailbox: SendingMailbox, mail: OutboundMessage, rules: SendingRules, now: datetime
) -> bool:
    """Let the mailbox rest after this mail; False while another daemon claims from it."""
    # By what the mail is, not by its id, which in a copy of the database may be another one.
    about = (mail.contact_id, mail.sequence, mail.step, mail.attempts)
    until = gap_after(mailbox, now, rules.timing.draws("gap", *about))
    return mailboxes.rest_mailbox(session, mailbox.name, now, until)


# Made once; what another daemon has just got hold of, its bytes not yet frozen, is passed over.
_QUEUED = (
    sa.select(OutboundMessage, Enrollment, Contact, Account)
    .join(Campaign, col(Campaign.id) == col(OutboundMessage.campaign_id))
    .join(Enrollment, col(Enrollment.id) == col(OutboundMessage.enrollment_id))
    .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
    .join(Account, col(Account.id) == col(OutboundMessage.account_id))
    .where(
        col(OutboundMessage.state) == OutboundState.QUEUED,
        col(OutboundMessage.mailbox) == sa.bindparam("mailbox"),
        col(OutboundMessage.due_at) <= sa.bindparam("now", type_=UtcDateTime()),
        ~among(col(OutboundMessage.id), "seen"),
        col(OutboundMessage.kind) == OutboundKind.STEP,
        col(Campaign.state) == CampaignState.RUNNING,
    )
    # Follow-ups before openings, oldest first.
    .order_by(col(OutboundMessage.opening), col(OutboundMessage.due_at), col(OutboundMessage.id))
    .limit(sa.bindparam("at_most"))
    .with_for_update(skip_locked=True, of=OutboundMessage)
)
_NOT_REHEARSED = _QUEUED.where(col(OutboundMessage.rehearsed_at).is_(None))


def _ready(
    session: Session,
    queued: sa.Select[OutboundMessage, Enrollment, Contact, Account],
    rules: SendingRules,
    mailbox: SendingMailbox,
    now: datetime,
    *,
    at_most: int,
) -> list[tuple[_Candidate, Written | None]]:
    """Those that may go now and can be written, with what was written: None where the bytes are frozen already."""
    ready: list[tuple[_Candidate, Written | None]] = []
    seen: list[int] = []
    law = rules.law.current()
    while len(ready) < at_most and len(seen) < _LOOK_AHEAD:
        asked = {"mailbox": mailbox.name, "now": now, "seen": seen, "at_most": at_most - len(ready)}
        candidates = [_Candidate(*row) for row in session.execute(queued, asked)]
        if not candidates:
            break
        seen += [candidate.mail.id or 0 for candidate in candidates]
        rulings = _rulings(session, law, candidates)
        open_ones = _ruled(session, _open(session, candidates, rules, now), rulings, now)
        open_ones = _within_domains(session, open_ones, rules, now)
        begun = sum(candidate.mail.opening for candidate, _ in ready)
        open_ones = _within_new(session, open_ones, mailbox, now, begun=begun)
        letters = Letters.about(session, [candidate.run for candidate in open_ones], rules.sender)
        for candidate in open_ones:
            written = None
            if candidate.mail.raw is None:
                ruling = rulings[candidate.mail.id or 0]
                written = _write(session, letters, candidate, mailbox, ruling, now)
                if written is None:
                    continue
            ready.append((candidate, written))
    return ready


def _open(
    session: Session, candidates: Iterable[_Candidate], rules: SendingRules, now: datetime
) -> list[_Candidate]:
    """Without what is not wanted any more, may not be sent, or has to wait for its window; each is seen to."""
    wanted = _wanted(session, candidates)
    noes = suppressions_of(session, [candidate.mail.recipient for candidate in wanted])
    return [each for each in wanted if _is_open(session, each, noes.get(each.mail.recipient), rules, now)]


def _wanted(session: Session, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Without what its run no longer wants, which is withdrawn."""
    wanted, unwanted = [], []
    for candidate in candidates:
        run, mail = candidate.run, candidate.mail
        if run.state is EnrollmentState.ACTIVE and run.next_step == mail.step_index:
            wanted.append(candidate)
        else:
            unwanted.append(mail.id or 0)
    outbox.withdraw(session, unwanted)
    return wanted


def _is_open(
    session: Session, candidate: _Candidate, no: SuppressionReason | None, rules: SendingRules, now: datetime
) -> bool:
    """Whether no avoid status, no suppression and no closed window is in the way.

    What the commit point would refuse for good ends the run here; else the mail would be claimed for ever.
    """
    run, contact = candidate.run, candidate.contact
    account = candidate.account
    kind = run.kind_of_mail(is_first=candidate.mail.opening)
    why = why_not(kind, account.status, since=account.has_status_since, now=now)
    if why is not None:
        enrolling.end(session, run, EnrollmentEvent.STOPPED, why=why, now=now)
        return False
    if no is not None:
        opted_out = no in SAID_BY_THEM
        event = EnrollmentEvent.OPTED_OUT if opted_out else EnrollmentEvent.STOPPED
        enrolling.end(session, run, event, why=f"suppressed: {no.value}", now=now)
        return False
    definition = definition_of(session, run.sequence_version_id)
    late = lateness(
        definition,
        run.next_step,
        contact,
        due_at=candidate.mail.due_at,
        now=now,
        timing=rules.timing,
        first_due_at=run.first_due_at,
    )
    if late is not None:
        outbox.withdraw(session, [candidate.mail.id or 0])
        yield_to_lateness(session, run, definition, late, now)
        return False
    if not rules.timing.is_open(now, definition, contact):
        _wait(session, candidate, rules.timing.opens(now, definition, contact))
        return False
    return True


def _rulings(session: Session, law: Law, candidates: Sequence[_Candidate]) -> dict[int, Ruling]:
    """What the rules of their countries say about these mails, by mail."""
    ruled = rulings_for(session, law, [(each.run, each.contact) for each in candidates])
    return {each.mail.id or 0: ruling for each, ruling in zip(candidates, ruled, strict=True)}


def _ruled(
    session: Session, candidates: list[_Candidate], rulings: Mapping[int, Ruling], now: datetime
) -> list[_Candidate]:
    """Without those whom their country's rule keeps us from, who wait a day; each keeps what was said of it."""
    allowed = []
    for candidate in candidates:
        mail, ruling = candidate.mail, rulings[candidate.mail.id or 0]
        if keep_with(mail, ruling):
            # What was written under another rule, and never taken, is written anew: it may have to say something else.
            mail.raw = None
            session.add(mail)
        if ruling.allowed:
            allowed.append(candidate)
        else:
            mail.answer_text = ruling.why
            _wait(session, candidate, now + LOOK_AGAIN)
    return allowed


def _within_domains(
    session: Session, candidates: list[_Candidate], rules: SendingRules, now: datetime
) -> list[_Candidate]:
    """Without those whose domain has got its mails of this day; they wait until the first of these is a day old."""
    limited = {
        each.mail.recipient_domain
        for each in candidates
        if rules.domain_allowance(each.mail.recipient_domain)
    }
    used = mailboxes.sent_to(session, limited, now)
    within = []
    for candidate in candidates:
        domain = candidate.mail.recipient_domain
        limit = rules.domain_allowance(domain)
        if limit is not None and used[domain] >= limit:
            _wait(session, candidate, mailboxes.domain_frees_at(session, domain, now))
            continue
        used[domain] += 1
        within.append(candidate)
    return within


def _within_new(
    session: Session, candidates: list[_Candidate], mailbox: SendingMailbox, now: datetime, *, begun: int
) -> list[_Candidate]:
    """Without first mails above the mailbox's limit for new people; `begun` are about to be claimed.

    Planning has kept to it, but for what waited in the queue of a campaign that was paused meanwhile.
    """
    limit = mailbox.new_per_day
    if limit is None or not any(each.mail.opening for each in candidates):
        return candidates
    used = begun + mailboxes.openings_from(session, mailbox.name, now)
    within = []
    for candidate in candidates:
        if candidate.mail.opening and used >= limit:
            _wait(session, candidate, mailboxes.opening_frees_at(session, mailbox.name, now))
            continue
        used += candidate.mail.opening
        within.append(candidate)
    return within


def _wait(session: Session, candidate: _Candidate, until: datetime) -> None:
    candidate.mail.due_at = until
    session.add(candidate.mail)


def _write(
    session: Session,
    letters: Letters,
    candidate: _Candidate,
    mailbox: SendingMailbox,
    ruling: Ruling,
    now: datetime,
) -> Written | None:
    """The mail, or None when it cannot be written for this contact: a person is asked, the others go on."""
    run, mail = candidate.run, candidate.mail
    try:
        return letters.write(
            run,
            candidate.contact,
            candidate.account,
            step_index=mail.step_index,
            mailbox=mailbox,
            now=now,
            ruling=ruling,
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
            forbids=False,
        )
        return None


def _take(
    session: Session,
    ready: list[tuple[_Candidate, Written | None]],
    rules: SendingRules,
    mailbox: SendingMailbox,
    *,
    owner: str,
    now: datetime,
) -> list[Claim]:
    key = workspace_key(session)
    allowance = mailboxes.allowed(mailboxes.status_of(session, mailbox.name), mailbox, now)
    claims = []
    copies = _copies(session, ready)
    for candidate, written in ready:
        mail = candidate.mail
        copy_to = copies.get(mail.id or 0)
        claims.append(
            _claim_of(
                mail,
                mail.raw if written is None else written.raw,
                mailbox,
                now,
                # A no of whoever gets the copy keeps the mail back until it goes without them.
                keys=(
                    *suppression_keys(key, mail.recipient),
                    account_key(key, mail.account_id),
                    *(suppression_keys(key, copy_to) if copy_to else ()),
                ),
                copy_to=copy_to,
                allowance=allowance,
                domain_allowance=rules.domain_allowance(mail.recipient_domain),
            )
        )
    if rules.sender.public_url:
        # Before the first byte goes out: whoever presses the button has to be known.
        opt_out_links.remember(
            session, [(each.contact.id or 0, each.contact.address) for each, _ in ready], now
        )
    outbox.take(
        session,
        [
            (claim.outbound_id, claim.token, written)
            for claim, (_, written) in zip(claims, ready, strict=True)
        ],
        owner=owner,
        lease_until=now + timedelta(seconds=rules.lease_seconds),
        now=now,
    )
    return claims


def _copies(session: Session, ready: list[tuple[_Candidate, Written | None]]) -> dict[int, str]:
    """Who gets a copy of which mail: the referrer whom its Cc names, unless they want no more mail."""
    named = {}
    for candidate, written in ready:
        raw = candidate.mail.raw if written is None else written.raw
        # Only who was named has a referrer; most mails need no look.
        copy_to = copy_of(raw or b"") if candidate.run.referrer_id is not None else None
        if copy_to is not None:
            named[candidate.mail.id or 0] = copy_to
    noes = suppressions_of(session, named.values()) if named else {}
    return {mail: address for mail, address in named.items() if address not in noes}


def _claim_of(
    mail: OutboundMessage,
    raw: bytes | None,
    mailbox: SendingMailbox,
    now: datetime,
    *,
    keys: tuple[str, ...],
    allowance: int,
    domain_allowance: int | None,
    copy_to: str | None = None,
) -> Claim:
    assert mail.id is not None
    assert raw is not None
    return Claim(
        outbound_id=mail.id,
        token=secrets.token_hex(16),
        mailbox=mailbox.name,
        sender=mailbox.address,
        recipient=mail.recipient,
        message=raw,
        keys=keys,
        allowance=allowance,
        domain=mail.recipient_domain,
        domain_allowance=domain_allowance,
        attempts=mail.attempts + 1,
        first_attempt_at=mail.first_attempt_at or now,
        copy_to=copy_to,
    )
