"""Which of the queued mails may go at this moment, and what they say; the others are moved, held, ended, withdrawn."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from outreach.core.untrusted import one_line
from outreach.database.columns import UtcDateTime
from outreach.database.statements import among, each_of
from outreach.prospects.account_policy import why_not
from outreach.prospects.law import Law, Ruling
from outreach.prospects.model import Account, Contact, SuppressionReason
from outreach.prospects.suppressing import suppressions_of
from outreach.prospects.suppression import SAID_BY_THEM
from outreach.sending import mailboxes, outbox
from outreach.sending.held_up import yield_to_lateness
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.law_gate import LOOK_AGAIN, keep_with, rulings_for
from outreach.sending.letters import Letters
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sending.outbox import Written
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

#: Queued mails looked at before a turn gives up on finding one that may go now.
_LOOK_AHEAD = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """A queued mail with whom and what it is for."""

    mail: OutboundMessage
    run: Enrollment
    contact: Contact
    account: Account


# Made once; what another daemon has just got hold of, its bytes not yet frozen, is passed over.
QUEUED = (
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
NOT_REHEARSED = QUEUED.where(col(OutboundMessage.rehearsed_at).is_(None))


def _next_of_each(dialect: str) -> Any:
    mailbox = each_of(dialect, "mailboxes")
    theirs: Any = OutboundMessage.__table__.alias("theirs")  # type: ignore[attr-defined]
    its_campaign: Any = Campaign.__table__.alias("its_campaign")  # type: ignore[attr-defined]
    first = (
        sa.select(theirs.c.id)
        .join(its_campaign, its_campaign.c.id == theirs.c.campaign_id)
        .where(
            theirs.c.mailbox == mailbox.c.value,
            theirs.c.state == OutboundState.QUEUED,
            theirs.c.due_at <= sa.bindparam("now", type_=UtcDateTime()),
            theirs.c.kind == OutboundKind.STEP,
            its_campaign.c.state == CampaignState.RUNNING,
        )
        .order_by(theirs.c.opening, theirs.c.due_at, theirs.c.id)
        .limit(1)
        .correlate(mailbox)
        .scalar_subquery()
    )
    return (
        sa.select(OutboundMessage, Enrollment, Contact, Account)
        .join(Enrollment, col(Enrollment.id) == col(OutboundMessage.enrollment_id))
        .join(Contact, col(Contact.id) == col(OutboundMessage.contact_id))
        .join(Account, col(Account.id) == col(OutboundMessage.account_id))
        .where(
            col(OutboundMessage.id).in_(sa.select(first).select_from(mailbox)),
            col(OutboundMessage.state) == OutboundState.QUEUED,
        )
        .order_by(col(OutboundMessage.id))
        .with_for_update(skip_locked=True, of=OutboundMessage)
    )


_NEXT_OF_EACH = {dialect: _next_of_each(dialect) for dialect in ("sqlite", "postgresql")}


def ready(
    session: Session,
    queued: sa.Select[OutboundMessage, Enrollment, Contact, Account],
    rules: SendingRules,
    mailbox: SendingMailbox,
    now: datetime,
    *,
    at_most: int,
) -> list[tuple[Candidate, Written | None]]:
    """Those that may go now and can be written, with what was written: None where the bytes are frozen already."""
    found: list[tuple[Candidate, Written | None]] = []
    seen: list[int] = []
    law = rules.law.current()
    while len(found) < at_most and len(seen) < _LOOK_AHEAD:
        asked = {"mailbox": mailbox.name, "now": now, "seen": seen, "at_most": at_most - len(found)}
        candidates = [Candidate(*row) for row in session.execute(queued, asked)]
        if not candidates:
            break
        seen += [candidate.mail.id or 0 for candidate in candidates]
        begun = Counter({mailbox.name: sum(candidate.mail.opening for candidate, _ in found)})
        found += _written(session, candidates, rules, law, now, begun=begun)
    return found


def next_of_each(
    session: Session, names: Sequence[str], rules: SendingRules, now: datetime
) -> list[tuple[Candidate, Written | None]]:
    """The next mail of each of these mailboxes, those that may go now and can be written.

    All of them are looked at together. Of a mailbox that is left out, the next mail may not go, and was seen to; or
    another daemon is at it.
    """
    rows = session.execute(_NEXT_OF_EACH[session.connection().dialect.name], {"mailboxes": names, "now": now})
    candidates = [Candidate(*row) for row in rows]
    return _written(session, candidates, rules, rules.law.current(), now, begun=Counter())


def _written(
    session: Session,
    candidates: Sequence[Candidate],
    rules: SendingRules,
    law: Law,
    now: datetime,
    *,
    begun: Counter[str],
) -> list[tuple[Candidate, Written | None]]:
    """Those of these that may go, with what was written. `begun`: first mails about to be claimed, by mailbox."""
    rulings = _rulings(session, law, candidates)
    open_ones = _ruled(session, _open(session, candidates, rules, now), rulings, now)
    limits = _Limits(session, rules, {each.mail.recipient_domain for each in open_ones}, begun, now)
    letters = Letters.about(session, [candidate.run for candidate in open_ones], rules.sender)
    found: list[tuple[Candidate, Written | None]] = []
    for candidate in open_ones:
        mail, written = candidate.mail, None
        full_until = limits.full_until(mail)
        if full_until is not None:
            _wait(session, candidate, full_until)
            continue
        if mail.raw is None:
            mailbox = rules.mailbox(mail.mailbox)
            written = _write(session, letters, candidate, mailbox, rulings[mail.id or 0], now)
            if written is None:
                continue
        # Only now: whoever waits, or cannot be written to, keeps no room from those behind them.
        limits.take(mail)
        found.append((candidate, written))
    return found


def _open(
    session: Session, candidates: Iterable[Candidate], rules: SendingRules, now: datetime
) -> list[Candidate]:
    """Without what is not wanted any more, may not be sent, or has to wait for its window; each is seen to."""
    wanted = _wanted(session, candidates)
    noes = suppressions_of(session, [candidate.mail.recipient for candidate in wanted])
    return [each for each in wanted if _is_open(session, each, noes.get(each.mail.recipient), rules, now)]


def _wanted(session: Session, candidates: Iterable[Candidate]) -> list[Candidate]:
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
    session: Session, candidate: Candidate, no: SuppressionReason | None, rules: SendingRules, now: datetime
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


def _rulings(session: Session, law: Law, candidates: Sequence[Candidate]) -> dict[int, Ruling]:
    """What the rules of their countries say about these mails, by mail."""
    ruled = rulings_for(session, law, [(each.run, each.contact) for each in candidates])
    return {each.mail.id or 0: ruling for each, ruling in zip(candidates, ruled, strict=True)}


def _ruled(
    session: Session, candidates: list[Candidate], rulings: Mapping[int, Ruling], now: datetime
) -> list[Candidate]:
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


class _Limits:
    """What recipient domains, and mailboxes for new people, may still get of this day; `begun` are about to be claimed.

    Planning has kept to both, but for what waited in the queue of a campaign that was paused meanwhile.
    """

    def __init__(
        self,
        session: Session,
        rules: SendingRules,
        domains: Iterable[str],
        begun: Mapping[str, int],
        now: datetime,
    ) -> None:
        self._session = session
        self._rules = rules
        self._now = now
        limited = {domain for domain in domains if rules.domain_allowance(domain) is not None}
        self._sent_to = mailboxes.sent_to(session, limited, now)
        self._begun = begun
        self._opened: dict[str, int] = {}

    def full_until(self, mail: OutboundMessage) -> datetime | None:
        """When the first of those that fill a limit is a day old; None where the mail may go as far as they go."""
        domain, name = mail.recipient_domain, mail.mailbox
        to_domain = self._rules.domain_allowance(domain)
        if to_domain is not None and self._sent_to[domain] >= to_domain:
            return mailboxes.domain_frees_at(self._session, domain, self._now)
        new = self._rules.mailbox(name).new_per_day
        if mail.opening and new is not None and self._openings_from(name) >= new:
            return mailboxes.opening_frees_at(self._session, name, self._now)
        return None

    def take(self, mail: OutboundMessage) -> None:
        """It is about to be claimed."""
        self._sent_to[mail.recipient_domain] += 1
        if mail.opening and self._rules.mailbox(mail.mailbox).new_per_day is not None:
            self._opened[mail.mailbox] = self._openings_from(mail.mailbox) + 1

    def _openings_from(self, name: str) -> int:
        if name not in self._opened:
            opened = mailboxes.openings_from(self._session, name, self._now)
            self._opened[name] = self._begun.get(name, 0) + opened
        return self._opened[name]


def _wait(session: Session, candidate: Candidate, until: datetime) -> None:
    candidate.mail.due_at = until
    session.add(candidate.mail)


def _write(
    session: Session,
    letters: Letters,
    candidate: Candidate,
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
