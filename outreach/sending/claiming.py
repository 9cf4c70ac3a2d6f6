"""Claims of queued mails, for one mailbox or for many at once; each mail's bytes are frozen by its first claim."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.database.workspace import workspace_key
from outreach.prospects.suppressing import suppressions_of
from outreach.prospects.suppression import account_key, suppression_keys
from outreach.sending import candidates, conversation, mailboxes, opt_out_links, outbox
from outreach.sending.candidates import Candidate
from outreach.sending.compose import copy_of
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.limits import gap_after
from outreach.sending.model import MailboxStatus, OutboundMessage
from outreach.sending.outbox import Claim, Written

#: Claimed at once where a mailbox need not rest between two mails. Each has the whole lease.
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A mail that would have gone out if the config said `live = true`."""

    outbound_id: int
    enrollment_id: int
    step: str
    mailbox: str
    recipient: str
    subject: str


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
    return _claim(session, rules, rules.mailbox(mailbox_name), owner=owner, now=now, at_most=at_most)


def claim_for(
    session: Session, rules: SendingRules, names: Sequence[str], *, owner: str, now: datetime
) -> dict[str, list[Claim]]:
    """The same for several mailboxes, each with what it claimed.

    Those that rest between two mails, as all do that send cold mail, are looked at together: of a thousand, some
    hundred have a mail at the same moment.
    """
    queued = sorted(outbox.with_queued(session, names, now))
    claims: dict[str, list[Claim]] = {name: [] for name in names}
    # Held until all have claimed, or the session would forget them and ask for each again.
    statuses = mailboxes.statuses(session, queued)
    answering = conversation.with_answers(session, queued)
    together = [name for name in queued if name not in answering and _rests(rules.mailbox(name))]
    seen = _claim_one_each(session, rules, together, statuses, owner=owner, now=now)
    for name in queued:
        claims[name] = (
            seen[name]
            if name in seen
            else _claim(session, rules, rules.mailbox(name), owner=owner, now=now, at_most=AT_ONCE)
        )
    del statuses
    return claims


def _claim_one_each(
    session: Session,
    rules: SendingRules,
    names: Sequence[str],
    statuses: Mapping[str, MailboxStatus],
    *,
    owner: str,
    now: datetime,
) -> dict[str, list[Claim]]:
    """One mail from each of these mailboxes, and none from those that may not send. Left out: whose next may not go."""
    names_that_may = names if rules.link_is_ours() else ()
    may_send = [
        name for name in names_that_may if mailboxes.may_send(statuses[name], rules.mailbox(name), now)
    ]
    spent = mailboxes.spent_by(session, set(may_send), now) if may_send else Counter[str]()
    allowed = {name: mailboxes.allowed(statuses[name], rules.mailbox(name), now) for name in may_send}
    open_ones = [name for name in may_send if spent[name] < allowed[name]]
    claims: dict[str, list[Claim]] = {name: [] for name in names if name not in open_ones}
    if not open_ones:
        return claims
    ready = candidates.next_of_each(session, open_ones, rules, now)
    until = {each.mail.mailbox: _rests_until(each.mail, rules, now) for each, _ in ready}
    resting = mailboxes.rest_mailboxes(session, until, now)
    claims |= {name: [] for name in until}
    taken = [each for each in ready if each[0].mail.mailbox in resting]
    for claimed in _take(session, taken, rules, owner=owner, now=now) if taken else ():
        claims[claimed.mailbox] = [claimed]
    return claims


def _rests(mailbox: SendingMailbox) -> bool:
    return mailbox.gap_seconds[1] > 0


def _claim(
    session: Session,
    rules: SendingRules,
    mailbox: SendingMailbox,
    *,
    owner: str,
    now: datetime,
    at_most: int,
) -> list[Claim]:
    answers = _claim_answers(session, rules, mailbox, owner=owner, now=now, at_most=at_most)
    if answers or not rules.link_is_ours():
        return answers
    room = mailboxes.room(session, mailbox, now)
    if room <= 0:
        return []
    rests = _rests(mailbox)
    ready = candidates.ready(
        session, candidates.QUEUED, rules, mailbox, now, at_most=1 if rests else min(room, at_most)
    )
    if not ready:
        return []
    if rests and not _rest(session, mailbox, ready[0][0].mail, rules, now):
        return []
    return _take(session, ready, rules, owner=owner, now=now)


def _claim_answers(
    session: Session, rules: SendingRules, mailbox: SendingMailbox, *, owner: str, now: datetime, at_most: int
) -> list[Claim]:
    """People's answers that may go now. Their bytes are frozen: their authors have seen them."""
    rests = _rests(mailbox)
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
    for candidate, written in candidates.ready(
        session, candidates.NOT_REHEARSED, rules, mailbox, now, at_most=1
    ):
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
    return mailboxes.rest_mailbox(session, mailbox.name, now, _rests_until(mail, rules, now))


def _rests_until(mail: OutboundMessage, rules: SendingRules, now: datetime) -> datetime:
    # By what the mail is, not by its id, which in a copy of the database may be another one.
    about = (mail.contact_id, mail.sequence, mail.step, mail.attempts)
    return gap_after(rules.mailbox(mail.mailbox), now, rules.timing.draws("gap", *about))


def _take(
    session: Session,
    ready: list[tuple[Candidate, Written | None]],
    rules: SendingRules,
    *,
    owner: str,
    now: datetime,
) -> list[Claim]:
    key = workspace_key(session)
    claims = []
    copies = _copies(session, ready)
    for candidate, written in ready:
        mail, mailbox = candidate.mail, rules.mailbox(candidate.mail.mailbox)
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
                allowance=mailboxes.allowed(mailboxes.status_of(session, mailbox.name), mailbox, now),
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


def _copies(session: Session, ready: list[tuple[Candidate, Written | None]]) -> dict[int, str]:
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
