"""The commit point: the server has said `354`; may the body go? Asked of everything that could forbid it.

A mail that passes is marked `in_flight`, and that is on the disk before its first byte goes: after a crash here it
is doubtful, never lost and never sent again by itself.
"""

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.database import locks
from outreach.database.columns import UtcDateTime
from outreach.database.statements import among
from outreach.prospects.account_policy import MailKind
from outreach.prospects.law import EVERYTHING_ALLOWED, Law
from outreach.prospects.model import Account, Suppression, SuppressionKind
from outreach.prospects.status_gate import may_get_one_of, moments
from outreach.prospects.suppression import account_value
from outreach.sending import conversation
from outreach.sending.law_gate import still_allowed
from outreach.sending.mailboxes import insert_row, sent_to, spent_by
from outreach.sending.model import (
    MailboxStatus,
    OutboundEvent,
    OutboundKind,
    OutboundState,
)
from outreach.sending.outbox import ROW, Claim, moved, word
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentState, Hold

#: A server may take ten minutes to answer the final dot (RFC 5321, 4.5.3.2.6), after three for the body.
IN_FLIGHT_LEASE = timedelta(minutes=15)


def commit_points(
    session: Session, claims: Sequence[Claim], now: datetime, law: Law = EVERYTHING_ALLOWED
) -> frozenset[str]:
    """The servers have said 354: which bodies may go? The tokens of those that may, now marked `in_flight`.

    In one transaction that nobody who forbids something can slip into, it asks of each for its claim (token,
    lease), the enrollment, the campaign, the account, every hold, every suppression, the mailbox and its limit,
    the limit of the recipient's domain, and the rule of the recipient's country, which must still say what it said
    when the mail was written; of a person's answer, what `conversation.py` says in place of the first
    five. Committed before the first byte: after a crash here the mail is doubtful, never lost and never sent again by
    itself.
    """
    # On SQLite a writer is alone as it is. On PostgreSQL a no that is being written is waited for.
    locks.share(session)
    open_ones = _not_suppressed(session, _mailbox_open(session, claims, now))
    open_ones = still_allowed(session, law, open_ones)
    within = _within_limits(session, open_ones, now)
    if not within:
        return frozenset()
    went = session.connection().execute(
        _COMMIT,
        {
            "ids": [claim.outbound_id for claim in within],
            "tokens": [claim.token for claim in within],
            "at": now,
            "until": now + IN_FLIGHT_LEASE,
            **moments(now),
        },
    )
    return frozenset(went.scalars())


def _mailbox_open(session: Session, claims: Sequence[Claim], now: datetime) -> list[Claim]:
    """Without those whose mailbox is paused or closed. Two daemons on one mailbox ask one after the other."""
    shut = {
        row.name
        for row in lock_mailboxes(session, {claim.mailbox for claim in claims})
        if row.paused_at is not None or (row.closed_until is not None and row.closed_until > now)
    }
    return [claim for claim in claims if claim.mailbox not in shut]


def lock_mailboxes(session: Session, mailboxes: Set[str]) -> Sequence[Any]:
    """The rows of these mailboxes, locked in the order of their names; made where there are none."""
    names = sorted(mailboxes)
    rows = session.connection().execute(_MAILBOXES, {"names": names}).all()
    if len(rows) < len(names):
        for name in names:
            insert_row(session, name)
        rows = session.connection().execute(_MAILBOXES, {"names": names}).all()
    return rows


def _not_suppressed(session: Session, claims: list[Claim]) -> list[Claim]:
    keys = sorted({key for claim in claims for key in claim.keys})
    if not keys:
        return claims
    noes = set(session.connection().execute(_SUPPRESSED, {"keys": keys}).scalars())
    return [claim for claim in claims if noes.isdisjoint(claim.keys)] if noes else claims


def _within_limits(session: Session, claims: list[Claim], now: datetime) -> list[Claim]:
    """As many of each mailbox, and to each domain, as its limit leaves room for."""
    if not claims:
        return []
    used = spent_by(session, {claim.mailbox for claim in claims}, now)
    limited = {claim.domain for claim in claims if claim.domain_allowance}
    # Another daemon may be sending to them from other mailboxes.
    locks.domains(session, limited)
    to_domain = sent_to(session, limited, now)
    within = []
    for claim in claims:
        full = claim.domain_allowance is not None and to_domain[claim.domain] >= claim.domain_allowance
        if used[claim.mailbox] >= claim.allowance or full:
            continue
        used[claim.mailbox] += 1
        to_domain[claim.domain] += 1
        within.append(claim)
    return within


_MAILBOXES = (
    sa.select(col(MailboxStatus.name), col(MailboxStatus.paused_at), col(MailboxStatus.closed_until))
    .where(among(col(MailboxStatus.name), "names"))
    .order_by(col(MailboxStatus.name))
    .with_for_update()
)
_SUPPRESSED = sa.select(col(Suppression.key)).where(among(col(Suppression.key), "keys"))


def _held() -> Any:
    """Something holds the contact or the account. `paused` says the same, but only the holds cannot be late."""
    of_contact = sa.select(sa.literal(1)).where(col(Hold.contact_id) == col(Enrollment.contact_id))
    of_account = sa.select(sa.literal(1)).where(col(Hold.account_id) == col(Enrollment.account_id))
    return sa.or_(of_contact.correlate(Enrollment).exists(), of_account.correlate(Enrollment).exists())


def _status_allows() -> Any:
    """The account's status lets such a mail go: `prospects/account_policy.py` has the table."""
    is_cold = sa.and_(col(Enrollment.tag).is_(None), col(Enrollment.is_nurture).is_(False))
    kinds = {
        MailKind.FIRST: sa.and_(is_cold, ROW.c.opening.is_(True)),
        MailKind.FOLLOW_UP: sa.and_(is_cold, ROW.c.opening.is_(False)),
        MailKind.REFERRED: col(Enrollment.tag).is_not(None),
        MailKind.NURTURE: sa.and_(col(Enrollment.tag).is_(None), col(Enrollment.is_nurture).is_(True)),
    }
    return may_get_one_of(kinds)


def _company_said_no() -> Any:
    """The whole account is suppressed: that to which the mail belongs now, whichever it was claimed for."""
    value = sa.literal(account_value("")).concat(sa.cast(ROW.c.account_id, sa.String))
    return (
        sa.select(sa.literal(1))
        .where(col(Suppression.kind) == SuppressionKind.ACCOUNT, col(Suppression.value) == value)
        .correlate(ROW)
        .exists()
    )


def _wanted() -> Any:
    """The enrollment is active, this is its step, the campaign runs, the account may be written to."""
    return (
        sa.select(sa.literal(1))
        .select_from(Enrollment)
        .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
        .join(Account, col(Account.id) == col(Enrollment.account_id))
        .where(
            ROW.c.kind == sa.literal_column(f"'{OutboundKind.STEP.value}'"),
            col(Enrollment.id) == ROW.c.enrollment_id,
            col(Enrollment.state) == EnrollmentState.ACTIVE,
            col(Enrollment.next_step) == ROW.c.step_index,
            col(Campaign.state) == CampaignState.RUNNING,
            _status_allows(),
            ~_held(),
        )
        .correlate(ROW)
        .exists()
    )


_COMMIT = (
    sa.update(ROW)
    .where(
        among(ROW.c.id, "ids"),
        # The token is nobody else's: with it, the row is the claim's.
        among(ROW.c.token, "tokens"),
        ROW.c.state == word(OutboundState.CLAIMED),
        ~_company_said_no(),
        ROW.c.lease_until > sa.bindparam("at", type_=UtcDateTime()),
        sa.or_(_wanted(), conversation.wanted(ROW)),
    )
    .values(
        state=word(moved(OutboundState.CLAIMED, OutboundEvent.COMMITTED)),
        in_flight_at=sa.bindparam("at", type_=UtcDateTime()),
        # From here on nobody takes over before the longest answer could have come.
        lease_until=sa.bindparam("until", type_=UtcDateTime()),
    )
    .returning(ROW.c.token)
)
