"""The outbox in the database: claim, commit point, what became of it, and what a crash left behind.

A mail goes `queued` → `claimed` → `in_flight` → `sent`. Each arrow is one statement that names the state it
starts from and the token of its claim, so that of two who try, one wins and the other sees that it lost.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.database import locks
from outreach.database.columns import UtcDateTime
from outreach.database.events import record
from outreach.database.statements import among, insert_if_absent
from outreach.mail.outcomes import Answer
from outreach.prospects.model import AVOIDED, Account, Suppression
from outreach.sending.by_hand import human_sent_by
from outreach.sending.identity import SendingMailbox
from outreach.sending.journal import Claimed
from outreach.sending.limits import DAY, allowance
from outreach.sending.model import (
    OUTBOUND_TRANSITIONS,
    MailboxStatus,
    OutboundEvent,
    OutboundMessage,
    OutboundState,
)
from outreach.sending.ramp import ramp_days, rested
from outreach.sequences.model import Campaign, CampaignState, Enrollment, EnrollmentState, Hold

#: A server may take ten minutes to answer the final dot (RFC 5321, 4.5.3.2.6), after three for the body.
IN_FLIGHT_LEASE = timedelta(minutes=15)

#: A mailbox that could not be read for so long sends nothing.
READ_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one mail until the lease ends. `keys` are those under which a no would stand."""

    outbound_id: int
    token: str
    mailbox: str
    sender: str
    recipient: str
    message: bytes
    keys: tuple[str, ...]
    #: Mails that the mailbox, and all of them to the recipient's domain, may send in a rolling day.
    allowance: int
    domain: str
    domain_allowance: int | None
    attempts: int
    first_attempt_at: datetime


class Settled(StrEnum):
    """How a doubtful mail came to be settled."""

    SENT_FOLDER = "sent_folder"
    BOUNCE = "bounce"
    REPLY = "reply"


def moved(state: OutboundState, event: OutboundEvent) -> OutboundState:
    """The state after `event`; raises Refused where the table has no such move."""
    after = OUTBOUND_TRANSITIONS.get((state, event))
    if after is None:
        raise Refused(f"a mail that is {state.value} cannot be {event.value}.")
    return after


def sources(event: OutboundEvent) -> tuple[OutboundState, ...]:
    """The states in which `event` may happen."""
    return tuple(state for state, known in OUTBOUND_TRANSITIONS if known is event)


# --- what a mailbox may do -----------------------------------------------------------------------------------------


def status_of(session: Session, mailbox: str) -> MailboxStatus:
    """The mailbox's row; where there is none yet, what it would say. Writes nothing, so reading units may ask."""
    return session.get(MailboxStatus, mailbox) or MailboxStatus(name=mailbox)


def statuses(session: Session, mailboxes: Iterable[str]) -> dict[str, MailboxStatus]:
    """The rows of these mailboxes, by name."""
    names = sorted(mailboxes)
    rows = session.execute(_STATUSES, {"names": names}).scalars()
    known = {row.name: row for row in rows}
    return {name: known.get(name) or MailboxStatus(name=name) for name in names}


def spent(session: Session, mailbox: str, now: datetime) -> int:
    """Mails of the last 24 hours that went out, or may have gone out."""
    return spent_by(session, {mailbox}, now)[mailbox]


def spent_by(session: Session, mailboxes: Set[str], now: datetime) -> Counter[str]:
    """The same for several mailboxes, with what people have sent from them by hand."""
    rows = session.connection().execute(_SPENT_BY, {"names": sorted(mailboxes), "since": now - DAY})
    return Counter(dict(rows.all())) + human_sent_by(session, mailboxes, now)


def sent_to(session: Session, domains: Set[str], now: datetime) -> Counter[str]:
    """Mails of the last 24 hours to recipients at each of these domains, from whatever mailbox."""
    if not domains:
        return Counter()
    rows = session.connection().execute(_SENT_TO, {"domains": sorted(domains), "since": now - DAY})
    return Counter(dict(rows.all()))


def allowed(status: MailboxStatus, mailbox: SendingMailbox, now: datetime) -> int:
    """The mailbox's limit for a rolling day, with its ramp."""
    today = _local_day(mailbox, now)
    # Later than today: the clock was put back. Its days were counted.
    counts_today = status.last_sent_on is not None and status.last_sent_on >= today
    before_today = max(status.sending_days - counts_today, 0)
    counts = rested(before_today, status.last_sent_on, today, ramp_days=ramp_days(mailbox))
    return allowance(mailbox, sending_days=counts)


def room(session: Session, mailbox: SendingMailbox, now: datetime) -> int:
    """How many mails the mailbox could send at this moment, as far as it is concerned.

    One that is read must have been read lately: a no that lies in it unread is a no all the same.
    """
    status = status_of(session, mailbox.name)
    if status.paused_at is not None or not read_lately(status, mailbox, now):
        return 0
    if any(until is not None and until > now for until in (status.closed_until, status.next_send_at)):
        return 0
    return max(allowed(status, mailbox, now) - spent(session, mailbox.name, now), 0)


def read_lately(status: MailboxStatus, mailbox: SendingMailbox, now: datetime) -> bool:
    """Whether nothing that lies in the mailbox can be older than READ_WITHIN and still be unread."""
    if not mailbox.is_read:
        return True
    return status.read_at is not None and now - status.read_at <= READ_WITHIN


def note_read(session: Session, mailbox: str, now: datetime) -> None:
    """The mailbox was read to its end."""
    _row_of(session, mailbox).read_at = now


def pause_mailbox(session: Session, mailbox: str, *, why: str, actor: str, now: datetime) -> None:
    """Stop sending from it until a person resumes it."""
    status = _row_of(session, mailbox)
    if status.paused_at is None:
        status.paused_at, status.paused_why = now, why
        record(session, Happened.MAILBOX_PAUSED, now, mailbox=mailbox, actor=actor, why=why)


def close_mailbox(session: Session, mailbox: str, *, until: datetime, why: str) -> None:
    """Nothing goes out of it until then; it opens by itself."""
    status = _row_of(session, mailbox)
    status.closed_until, status.trouble = until, why


def resume_mailbox(session: Session, mailbox: str, *, actor: str, now: datetime) -> None:
    status = _row_of(session, mailbox)
    status.paused_at, status.paused_why, status.closed_until = None, "", None
    status.guarded_since = now
    record(session, Happened.MAILBOX_RESUMED, now, mailbox=mailbox, actor=actor)


def _row_of(session: Session, mailbox: str) -> MailboxStatus:
    """The mailbox's row, made where there is none, and locked where the database has several writers."""
    status = session.get(MailboxStatus, mailbox, with_for_update=True)
    if status is not None:
        return status
    _insert_row(session, mailbox)
    return session.get_one(MailboxStatus, mailbox, with_for_update=True)


def _insert_row(session: Session, mailbox: str) -> None:
    insert_if_absent(session, MailboxStatus, name=mailbox, paused_why="", trouble="", sending_days=0)


def _row_if_free(session: Session, mailbox: str) -> MailboxStatus | None:
    """The mailbox's row, locked; None while another daemon claims a mail from it: it is left alone."""
    if session.get(MailboxStatus, mailbox) is None:
        _insert_row(session, mailbox)
    return session.get(MailboxStatus, mailbox, with_for_update={"skip_locked": True})


def openings_of(session: Session, mailbox: str, now: datetime) -> int:
    """First mails to new people of the last 24 hours, those that are claimed included."""
    openings = select(sa.func.count()).where(
        OutboundMessage.mailbox == mailbox, col(OutboundMessage.opening).is_(True)
    )
    # Two questions, each of which an index answers.
    went = session.exec(openings.where(col(OutboundMessage.in_flight_at) > now - DAY)).one()
    claimed = session.exec(openings.where(OutboundMessage.state == OutboundState.CLAIMED)).one()
    return int(went) + int(claimed)


def opening_frees_at(session: Session, mailbox: str, now: datetime) -> datetime:
    """When the first of these is a day old; soon, where none has gone out yet."""
    oldest = session.exec(
        select(sa.func.min(OutboundMessage.in_flight_at)).where(
            OutboundMessage.mailbox == mailbox,
            col(OutboundMessage.opening).is_(True),
            col(OutboundMessage.in_flight_at) > now - DAY,
        )
    ).one()
    return now + timedelta(minutes=10) if oldest is None else oldest + DAY


def domain_frees_at(session: Session, domain: str, now: datetime) -> datetime:
    """When the first of the domain's mails of the last 24 hours is a day old."""
    oldest = session.exec(
        select(sa.func.min(OutboundMessage.in_flight_at)).where(
            OutboundMessage.recipient_domain == domain, col(OutboundMessage.in_flight_at) > now - DAY
        )
    ).one()
    return now + DAY if oldest is None else oldest + DAY


_STATUSES = sa.select(MailboxStatus).where(among(col(MailboxStatus.name), "names"))
# What was refused or put back has no `in_flight_at`, so that these need no state and read the index alone.
_SINCE = sa.bindparam("since", type_=UtcDateTime())
_SPENT_BY = (
    sa.select(col(OutboundMessage.mailbox), sa.func.count())
    .where(
        among(col(OutboundMessage.mailbox), "names"),
        col(OutboundMessage.in_flight_at) > _SINCE,
    )
    .group_by(col(OutboundMessage.mailbox))
)
_SENT_TO = (
    sa.select(col(OutboundMessage.recipient_domain), sa.func.count())
    .where(
        among(col(OutboundMessage.recipient_domain), "domains"),
        col(OutboundMessage.in_flight_at) > _SINCE,
    )
    .group_by(col(OutboundMessage.recipient_domain))
)


def anything_queued(session: Session, mailbox: str, now: datetime) -> bool:
    """Whether any mail waits and is due. Asked every other second of every mailbox, so made once and kept cheap."""
    asked = session.connection().execute(_ANYTHING_QUEUED, {"mailbox": mailbox, "now": now})
    return asked.first() is not None


_ANYTHING_QUEUED = (
    sa.select(sa.literal(1))
    .where(
        col(OutboundMessage.state) == OutboundState.QUEUED,
        col(OutboundMessage.mailbox) == sa.bindparam("mailbox"),
        col(OutboundMessage.due_at) <= sa.bindparam("now", type_=UtcDateTime()),
    )
    .limit(1)
)


# --- claim and commit point ----------------------------------------------------------------------------------------


def rest_mailbox(session: Session, mailbox: str, now: datetime, until: datetime) -> bool:
    """Let a mailbox that is about to claim rest until then, whatever comes of it: a refusal is as loud as a mail.

    False while another daemon claims from it, or has done so a moment ago.
    """
    status = _row_if_free(session, mailbox)
    if status is None or (status.next_send_at is not None and status.next_send_at > now):
        return False
    status.next_send_at = until
    session.flush()
    return True


@dataclass(frozen=True, slots=True)
class Written:
    """What is frozen at a mail's first claim: its bytes, and what is kept beside them."""

    message_id: str
    subject: str
    body: str
    raw: bytes
    variant: str


def take(
    session: Session,
    ready: Sequence[tuple[int, str, Written | None]],
    *,
    owner: str,
    lease_until: datetime,
    now: datetime,
) -> None:
    """Claim queued mails, each with its token; what was written is frozen, None where it is already.

    Whoever calls has read them in this transaction, and holds them: nobody else can be quicker.
    """
    common = {"its_owner": owner, "until": lease_until, "at": now}
    known = [common | {"row": row, "its_token": token} for row, token, written in ready if written is None]
    fresh = [
        common
        | {
            "row": row,
            "its_token": token,
            "its_message_id": written.message_id,
            "its_subject": written.subject,
            "its_body": written.body,
            "its_raw": written.raw,
            "its_variant": written.variant,
        }
        for row, token, written in ready
        if written is not None
    ]
    for statement, rows in ((_TAKE, known), (_TAKE_AND_FREEZE, fresh)):
        if rows and session.connection().execute(statement, rows).rowcount != len(rows):
            raise Refused("a mail that is claimed was held by somebody else: nothing is claimed.")


def _word(state: OutboundState) -> ColumnElement[str]:
    """The state as it stands in the database, to be a part of a statement that is made once."""
    return sa.literal_column(f"'{state.value}'")


_ROW = OutboundMessage.__table__  # type: ignore[attr-defined]

_TAKE = (
    sa.update(_ROW)
    .where(_ROW.c.id == sa.bindparam("row"), _ROW.c.state == _word(OutboundState.QUEUED))
    .values(
        state=_word(moved(OutboundState.QUEUED, OutboundEvent.CLAIMED)),
        owner=sa.bindparam("its_owner"),
        token=sa.bindparam("its_token"),
        lease_until=sa.bindparam("until", type_=UtcDateTime()),
        attempts=_ROW.c.attempts + 1,
        first_attempt_at=sa.func.coalesce(_ROW.c.first_attempt_at, sa.bindparam("at", type_=UtcDateTime())),
    )
)
_TAKE_AND_FREEZE = _TAKE.values(
    message_id=sa.bindparam("its_message_id"),
    subject=sa.bindparam("its_subject"),
    body=sa.bindparam("its_body"),
    raw=sa.bindparam("its_raw"),
    variant=sa.bindparam("its_variant"),
)


def commit_points(session: Session, claims: Sequence[Claim], now: datetime) -> frozenset[str]:
    """The servers have said 354: which bodies may go? The tokens of those that may, now marked `in_flight`.

    In one transaction that nobody who forbids something can slip into, it asks of each for its claim (token,
    lease), the enrollment, the campaign, the account, every hold, every suppression, the mailbox and its limit,
    and the limit of the recipient's domain. Committed before the first byte: after a crash here the mail is
    doubtful, never lost and never sent again by itself.
    """
    # On SQLite a writer is alone as it is. On PostgreSQL a no that is being written is waited for.
    locks.share(session)
    open_ones = _not_suppressed(session, _mailbox_open(session, claims, now))
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
        },
    )
    return frozenset(went.scalars())


def _mailbox_open(session: Session, claims: Sequence[Claim], now: datetime) -> list[Claim]:
    """Without those whose mailbox is paused or closed. Two daemons on one mailbox ask one after the other."""
    names = sorted({claim.mailbox for claim in claims})
    rows = session.connection().execute(_MAILBOXES, {"names": names}).all()
    if len(rows) < len(names):
        for name in names:
            _insert_row(session, name)
        rows = session.connection().execute(_MAILBOXES, {"names": names}).all()
    shut = {
        row.name
        for row in rows
        if row.paused_at is not None or (row.closed_until is not None and row.closed_until > now)
    }
    return [claim for claim in claims if claim.mailbox not in shut]


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
    to_domain = sent_to(session, {claim.domain for claim in claims if claim.domain_allowance}, now)
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


def _wanted() -> Any:
    """The enrollment is active, this is its step, the campaign runs, the account may be written to."""
    return (
        sa.select(sa.literal(1))
        .select_from(Enrollment)
        .join(Campaign, col(Campaign.id) == col(Enrollment.campaign_id))
        .join(Account, col(Account.id) == col(Enrollment.account_id))
        .where(
            col(Enrollment.id) == _ROW.c.enrollment_id,
            col(Enrollment.state) == EnrollmentState.ACTIVE,
            col(Enrollment.next_step) == _ROW.c.step_index,
            col(Campaign.state) == CampaignState.RUNNING,
            # Not a list: SQLAlchemy would write the statement anew at every execution.
            *(col(Account.status) != avoided for avoided in AVOIDED),
            ~_held(),
        )
        .correlate(_ROW)
        .exists()
    )


_COMMIT = (
    sa.update(_ROW)
    .where(
        among(_ROW.c.id, "ids"),
        # The token is nobody else's: with it, the row is the claim's.
        among(_ROW.c.token, "tokens"),
        _ROW.c.state == _word(OutboundState.CLAIMED),
        _ROW.c.lease_until > sa.bindparam("at", type_=UtcDateTime()),
        _wanted(),
    )
    .values(
        state=_word(moved(OutboundState.CLAIMED, OutboundEvent.COMMITTED)),
        in_flight_at=sa.bindparam("at", type_=UtcDateTime()),
        # From here on nobody takes over before the longest answer could have come.
        lease_until=sa.bindparam("until", type_=UtcDateTime()),
    )
    .returning(_ROW.c.token)
)


# --- what became of it ---------------------------------------------------------------------------------------------


def accepted(session: Session, taken: Iterable[tuple[Claimed, Answer]], now: datetime) -> None:
    """The servers took these, whose state and token the caller has looked at."""
    rows = [
        {
            "row": claim.outbound_id,
            "at": now,
            "phase": answer.phase.value,
            "code": answer.code,
            "enhanced": answer.enhanced,
            "text": answer.text,
            "theirs": answer.message_id,
        }
        for claim, answer in taken
    ]
    if rows:
        session.connection().execute(_ACCEPT, rows)


def is_news(state: OutboundState, token: str | None, claim: Claimed) -> bool:
    """Whether an acceptance settles a mail in this state; else somebody else has settled it already."""
    return token == claim.token and (state, OutboundEvent.ACCEPTED) in OUTBOUND_TRANSITIONS


_ACCEPT = (
    sa.update(_ROW)
    .where(_ROW.c.id == sa.bindparam("row"))
    .values(
        state=_word(OutboundState.SENT),
        sent_at=sa.bindparam("at", type_=UtcDateTime()),
        # A person may have said "not sent" meanwhile, and was wrong: it counts against the limits all the same.
        in_flight_at=sa.func.coalesce(_ROW.c.in_flight_at, sa.bindparam("at", type_=UtcDateTime())),
        answer_phase=sa.bindparam("phase"),
        answer_code=sa.bindparam("code"),
        answer_enhanced=sa.bindparam("enhanced"),
        answer_text=sa.bindparam("text"),
        provider_message_id=sa.bindparam("theirs"),
    )
)


def put_back(
    session: Session, claim: Claimed, answer: Answer | None, *, due_at: datetime, counts: bool
) -> bool:
    """Nothing was taken; it waits until `due_at`. What was none of the mail's fault does not count as a try."""
    values = {} if counts else _try_taken_back()
    return _finish(session, claim, OutboundEvent.NOT_NOW, answer, due_at=due_at, in_flight_at=None, **values)


def _try_taken_back() -> dict[str, Any]:
    """What a row looks like when its last claim does not count as a try."""
    first = sa.case((col(OutboundMessage.attempts) > 1, col(OutboundMessage.first_attempt_at)))
    return {"attempts": col(OutboundMessage.attempts) - 1, "first_attempt_at": first}


def refused(session: Session, claim: Claimed, answer: Answer, now: datetime) -> bool:
    """It is not taken and not tried again."""
    won = _finish(session, claim, OutboundEvent.REFUSED, answer, in_flight_at=None)
    if won:
        _note(session, Happened.MAIL_REFUSED, claim.outbound_id, now, answer=str(answer))
    return won


def doubtful(session: Session, claim: Claimed, answer: Answer, now: datetime) -> bool:
    """Nobody knows whether it arrived."""
    won = _finish(session, claim, OutboundEvent.LINE_BROKE, answer)
    if won:
        _note(session, Happened.MAIL_DOUBTFUL, claim.outbound_id, now, answer=str(answer))
    return won


def withdraw(session: Session, outbound_ids: Sequence[int]) -> None:
    """Take back what is queued for enrollments that were paused, ended or moved on meanwhile."""
    if outbound_ids:
        _move_all(session, OutboundEvent.WITHDRAWN, col(OutboundMessage.id).in_(outbound_ids))


def count_sending_days(session: Session, mailboxes: Iterable[SendingMailbox], now: datetime) -> None:
    """These mailboxes have sent today, each in its own zone."""
    known = {mailbox.name: mailbox for mailbox in mailboxes}
    rows = session.connection().execute(_LAST_DAYS, {"names": sorted(known)}).all()
    last = {row.name: row.last_sent_on for row in rows}
    for name, mailbox in sorted(known.items()):
        today = _local_day(mailbox, now)
        if (last.get(name) or date.min) >= today:
            continue
        status = _row_of(session, name)
        # What a rest has taken from the ramp is gone, or the next day would give it back.
        before = rested(status.sending_days, status.last_sent_on, today, ramp_days=ramp_days(mailbox))
        status.last_sent_on, status.sending_days = today, before + 1


_LAST_DAYS = sa.select(col(MailboxStatus.name), col(MailboxStatus.last_sent_on)).where(
    among(col(MailboxStatus.name), "names")
)


def _local_day(mailbox: SendingMailbox, now: datetime) -> date:
    return now.astimezone(ZoneInfo(mailbox.zone)).date()


def _finish(
    session: Session, claim: Claimed, event: OutboundEvent, answer: Answer | None, **values: Any
) -> bool:
    if answer is not None:
        values |= {
            "answer_phase": answer.phase.value,
            "answer_code": answer.code,
            "answer_enhanced": answer.enhanced,
            "answer_text": answer.text,
        }
    return _move(
        session,
        event,
        OutboundMessage.id == claim.outbound_id,
        OutboundMessage.token == claim.token,
        **values,
    )


# --- after a crash, and by evidence --------------------------------------------------------------------------------


def recover(session: Session, now: datetime, *, all_owners: bool = False) -> tuple[int, int]:
    """Take over what a dead sender held: (queued again, doubtful now).

    `all_owners` is for the one daemon of a SQLite database at its start: whoever held something is dead.
    """
    ended = () if all_owners else (col(OutboundMessage.lease_until) < now,)
    fallen = session.exec(
        select(OutboundMessage.id).where(OutboundMessage.state == OutboundState.IN_FLIGHT, *ended)
    ).all()
    doubted = [each for each in fallen if each is not None and _lease_ended_in_flight(session, each, now)]
    reopened = _move_all(
        session,
        OutboundEvent.LEASE_ENDED,
        *ended,
        state_is=OutboundState.CLAIMED,
        **_try_taken_back(),
    )
    return reopened, len(doubted)


def _lease_ended_in_flight(session: Session, outbound_id: int, now: datetime) -> bool:
    """False when another daemon has seen to it, or its owner was only slow and has just answered."""
    won = _move(
        session,
        OutboundEvent.LEASE_ENDED,
        OutboundMessage.id == outbound_id,
        state_is=OutboundState.IN_FLIGHT,
    )
    if won:
        _note(
            session, Happened.MAIL_DOUBTFUL, outbound_id, now, answer="its sender died after the commit point"
        )
    return won


def settle_as_sent(session: Session, outbound_id: int, *, by: str, now: datetime) -> bool:
    """Evidence, or a person, says that it went out. False where there was nothing to settle."""
    won = _move(
        session,
        OutboundEvent.FOUND_SENT,
        OutboundMessage.id == outbound_id,
        settled_by=by,
        sent_at=sa.func.coalesce(col(OutboundMessage.in_flight_at), sa.literal(now, UtcDateTime)),
    )
    if won:
        session.expire_all()
        _note(session, Happened.MAIL_SETTLED, outbound_id, now, actor=by, sent=True)
    return won


def settle_as_not_sent(session: Session, outbound_id: int, *, by: str, now: datetime) -> None:
    """A person says that it did not go out: it is queued again. Raises Refused where it is not doubtful.

    Its tries begin anew: days may have gone by, and the first refusal for now must not be its last.
    """
    won = _move(
        session,
        OutboundEvent.FOUND_NOT_SENT,
        OutboundMessage.id == outbound_id,
        settled_by=by,
        due_at=now,
        in_flight_at=None,
        attempts=0,
        first_attempt_at=None,
    )
    if not won:
        state = find(session, outbound_id).state
        raise Refused(f"mail {outbound_id} is {state.value}, not doubtful: there is nothing to resolve.")
    _note(session, Happened.MAIL_SETTLED, outbound_id, now, actor=by, sent=False)


def find(session: Session, outbound_id: int) -> OutboundMessage:
    """Raises NotFound."""
    found = session.get(OutboundMessage, outbound_id)
    if found is None:
        raise NotFound(f"There is no mail {outbound_id} in the outbox. `outreach outbox list` shows them.")
    return found


def _note(session: Session, kind: Happened, outbound_id: int, now: datetime, **details: Any) -> None:
    mail = session.get_one(OutboundMessage, outbound_id)
    record(
        session,
        kind,
        now,
        campaign_id=mail.campaign_id,
        enrollment_id=mail.enrollment_id,
        account_id=mail.account_id,
        contact_id=mail.contact_id,
        outbound_id=outbound_id,
        mailbox=mail.mailbox,
        step=mail.step,
        **details,
    )


def _move(
    session: Session, event: OutboundEvent, *where: Any, state_is: OutboundState | None = None, **values: Any
) -> bool:
    return _move_all(session, event, *where, state_is=state_is, **values) > 0


def _move_all(
    session: Session, event: OutboundEvent, *where: Any, state_is: OutboundState | None = None, **values: Any
) -> int:
    """One UPDATE that makes `event` happen to every row that is in a state for it; how many there were."""
    befores_of: dict[OutboundState, list[OutboundState]] = {}
    for before in (state_is,) if state_is is not None else sources(event):
        befores_of.setdefault(moved(before, event), []).append(before)
    moved_rows = 0
    for after, befores in befores_of.items():
        result = session.execute(
            sa.update(OutboundMessage)
            .where(col(OutboundMessage.state).in_(befores), *where)
            .values(state=after, **values)
            .execution_options(synchronize_session=False)
        )
        moved_rows += int(result.rowcount)  # type: ignore[attr-defined]
    return moved_rows
