"""What is kept for so long and no longer: the text goes, the row stays, and with it that it was sent, and every no."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from outreach.core.events import Happened
from outreach.core.intents import AUTOMATIC, Intent
from outreach.database import audit, locks
from outreach.database.events import STANDS, Event
from outreach.inbox.model import InboundMessage, InboundState
from outreach.prospects.model import Contact
from outreach.qualification.leads.model import Lead
from outreach.qualification.model import Review, ReviewState
from outreach.referrals.model import Referral, ReferralState
from outreach.replies.model import StoredVerdict
from outreach.rights.emptying import (
    empty_mails,
    empty_messages,
    empty_rows,
    empty_verdicts_on,
    empty_what_points,
)
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import UNDER_WAY, Enrollment

#: Messages, or people, in one unit of work.
_AT_ONCE = 200
_MONTH = timedelta(days=30)

#: What a machine wrote.
_BY_MACHINES = (*sorted(AUTOMATIC), Intent.BOUNCE_HARD, Intent.BOUNCE_SOFT)


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """For how long texts are kept; 0: for ever."""

    automatic_mail_days: int = 90
    unmatched_mail_days: int = 90
    silent_contacts_months: int = 24


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows have been kept for long enough, or were emptied."""

    automatic_mail: int = 0
    unmatched_mail: int = 0
    silent_contacts: int = 0

    @property
    def anything(self) -> bool:
        return bool(self.automatic_mail or self.unmatched_mail or self.silent_contacts)


def over(session: Session, rules: RetentionRules, now: datetime) -> Kept:
    """How many have been kept for long enough; changes nothing."""
    counts = {
        name: session.execute(sa.select(sa.func.count()).select_from(chosen.subquery())).scalar_one()
        for name, chosen in _chosen(rules, now).items()
    }
    return Kept(**counts)


def retain(session: Session, rules: RetentionRules, now: datetime, *, actor: str = "daemon") -> Kept:
    """Empty some of them, in the caller's unit of work; call it until nothing is left."""
    done: dict[str, int] = {}
    for name, chosen in _chosen(rules, now).items():
        if session.execute(chosen.limit(1)).first() is None:
            continue
        _prepare(session)
        # Chosen behind the lock: what another daemon has emptied meanwhile is not emptied, and not counted, again.
        ids = frozenset(session.execute(chosen.limit(_AT_ONCE)).scalars())
        if ids:
            _EMPTY[name](session, ids, now)
            done[name] = len(ids)
    kept = Kept(**done)
    if kept.anything:
        audit.note(session, "kept_long_enough", actor=actor, at=now, rows=done)
        session.expire_all()
    return kept


def _prepare(session: Session) -> None:
    locks.forbid(session)
    if session.connection().dialect.name == "sqlite":
        # What is written over is zeroed in the file at once.
        session.connection().exec_driver_sql("PRAGMA secure_delete=ON")


def _chosen(rules: RetentionRules, now: datetime) -> dict[str, sa.Select[Any]]:
    """Which rows have been kept for long enough, by rule; a rule of 0 chooses none."""
    chosen: dict[str, sa.Select[Any]] = {}
    if rules.automatic_mail_days:
        chosen["automatic_mail"] = _automatic(now - timedelta(days=rules.automatic_mail_days))
    if rules.unmatched_mail_days:
        chosen["unmatched_mail"] = _unmatched(now - timedelta(days=rules.unmatched_mail_days))
    if rules.silent_contacts_months:
        chosen["silent_contacts"] = _silent(now - rules.silent_contacts_months * _MONTH)
    return chosen


# --- mail ------------------------------------------------------------------------------------------------------------


def _settled(before: datetime) -> sa.Select[Any]:
    """Messages of that age for which nobody waits."""
    waiting = sa.exists().where(
        col(Review.inbound_id) == col(InboundMessage.id), col(Review.state) == ReviewState.WAITING
    )
    open_referral = sa.exists().where(
        col(Referral.inbound_id) == col(InboundMessage.id),
        col(Referral.state).in_((ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS)),
    )
    return sa.select(col(InboundMessage.id)).where(
        col(InboundMessage.emptied_at).is_(None),
        col(InboundMessage.received_at) < before,
        col(InboundMessage.state) == InboundState.APPLIED,
        ~waiting,
        ~open_referral,
    )


def _automatic(before: datetime) -> sa.Select[Any]:
    """What machines wrote, by the newest verdict and by whoever decided otherwise."""
    newest = (
        sa.select(col(StoredVerdict.intent))
        .where(col(StoredVerdict.inbound_id) == col(InboundMessage.id))
        .order_by(col(StoredVerdict.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    decided_otherwise = sa.exists().where(
        col(Review.inbound_id) == col(InboundMessage.id),
        col(Review.intent).is_not(None),
        col(Review.intent).not_in(_BY_MACHINES),
    )
    return _settled(before).where(newest.in_([each.value for each in _BY_MACHINES]), ~decided_otherwise)


def _unmatched(before: datetime) -> sa.Select[Any]:
    return _settled(before).where(
        col(InboundMessage.matched_by).is_(None), col(InboundMessage.contact_id).is_(None)
    )


def _empty_automatic(session: Session, ids: frozenset[int], now: datetime) -> None:
    empty_messages(session, ids, now, by_them=False)
    empty_verdicts_on(session, ids)


def _empty_unmatched(session: Session, ids: frozenset[int], now: datetime) -> None:
    empty_messages(session, ids, now, by_them=True)
    empty_verdicts_on(session, ids)


# --- people ----------------------------------------------------------------------------------------------------------


def _silent(before: datetime) -> sa.Select[Any]:
    """Who has never said anything since, and to whom nothing is under way: only their address is still needed."""
    of_contact = col(Contact.id)
    last = (
        sa.select(sa.func.max(col(OutboundMessage.in_flight_at)))
        .where(col(OutboundMessage.contact_id) == of_contact)
        .scalar_subquery()
    )
    answered = sa.exists().where(
        col(Event.contact_id) == of_contact,
        col(Event.kind).in_((Happened.REPLIED, Happened.REFERRED, Happened.OPTED_OUT)),
        STANDS,
    )
    under_way = sa.exists().where(
        col(Enrollment.contact_id) == of_contact, col(Enrollment.state).in_(UNDER_WAY)
    )
    is_lead = sa.exists().where(col(Lead.contact_id) == of_contact)
    has_named = sa.exists().where(col(Referral.referrer_id) == of_contact)
    return sa.select(of_contact).where(
        col(Contact.emptied_at).is_(None),
        col(Contact.created_at) < before,
        sa.or_(last.is_(None), last < before),
        ~answered,
        ~under_way,
        ~is_lead,
        ~has_named,
    )


def _empty_silent(session: Session, ids: frozenset[int], now: datetime) -> None:
    """All but the address: by that the same mail is never sent to them twice, whatever list they come back on."""
    mails = _numbers(session, col(OutboundMessage.id), col(OutboundMessage.contact_id).in_(ids))
    messages = _numbers(session, col(InboundMessage.id), col(InboundMessage.contact_id).in_(ids))
    roots = {
        "contact": ids,
        "enrollment": _numbers(session, col(Enrollment.id), col(Enrollment.contact_id).in_(ids)),
        "outbound_message": mails,
        "inbound_message": messages,
        "referral": frozenset[int](),
    }
    empty_what_points(session, SQLModel.metadata, roots, None)
    empty_messages(session, messages, now, by_them=True)
    empty_mails(session, mails)
    table: sa.Table = Contact.__table__  # type: ignore[attr-defined]
    empty_rows(session, table, ids, address=table.c.address, emptied_at=now)


def _numbers(session: Session, column: Any, where: Any) -> frozenset[int]:
    return frozenset(session.execute(sa.select(column).where(where)).scalars())


_EMPTY: Mapping[str, Callable[[Session, frozenset[int], datetime], None]] = {
    "automatic_mail": _empty_automatic,
    "unmatched_mail": _empty_unmatched,
    "silent_contacts": _empty_silent,
}
