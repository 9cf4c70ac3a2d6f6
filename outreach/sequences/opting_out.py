"""Somebody says no for good: in a reply, by a button, to a colleague of ours. One consequence for all of these."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database.events import record
from outreach.prospects.model import Contact, SuppressionReason
from outreach.prospects.suppressing import addresses_beside, suppress
from outreach.sequences import enrolling, reply_tasks
from outreach.sequences.model import Enrollment, EnrollmentEvent


class How(StrEnum):
    """By which way a no came."""

    REPLY = "reply"
    ONE_CLICK = "one_click"
    BY_HAND = "by_hand"


def opt_out(
    session: Session,
    address: str,
    *,
    how: How,
    actor: str,
    now: datetime,
    note: str = "",
    colleagues: bool = False,
) -> bool:
    """Take a no that came by itself, without a message: suppress, end all runs, keep the fact. True if it was new.

    `address` is normalised. With `colleagues`, the cold runs of others at the account end as well (decision 4).
    Saying it twice changes nothing.
    """
    new = say_no(session, address, reason=SuppressionReason.OPTED_OUT, actor=actor, now=now, note=note)
    for contact in _people(session, address):
        if colleagues:
            why = "somebody at the account said no for good"
            enrolling.stop_colleagues(session, contact.account_id, but=contact.id or 0, why=why, now=now)
        if new:
            _note(session, contact, how, actor, now)
    return new


def say_no(
    session: Session,
    address: str,
    *,
    reason: SuppressionReason,
    actor: str,
    now: datetime,
    note: str = "",
) -> bool:
    """Suppress an address, and every other that the same person has; end all their runs. True if it was new."""
    new = suppress(session, address, reason=reason, actor=actor, note=note, now=now)
    for contact in _people(session, address):
        for run in _runs(session, contact):
            enrolling.end(session, run, EnrollmentEvent.OPTED_OUT, why="they said no for good", now=now)
        reply_tasks.drop_for_contact(session, contact.id or 0, now)
    return new


def _people(session: Session, address: str) -> list[Contact]:
    """Whose address it is, or one of whose."""
    addresses = [address, *addresses_beside(session, [address])]
    statement = select(Contact).where(col(Contact.address).in_(addresses)).order_by(col(Contact.id))
    return list(session.exec(statement).all())


def _runs(session: Session, contact: Contact) -> list[Enrollment]:
    statement = select(Enrollment).where(Enrollment.contact_id == contact.id).order_by(col(Enrollment.id))
    return list(session.exec(statement).all())


def _note(session: Session, contact: Contact, how: How, actor: str, now: datetime) -> None:
    """The fact, for the run that was written to last: the reports count it against that one."""
    runs = _runs(session, contact)
    begun = [run for run in runs if run.started_at is not None] or runs
    last = begun[-1] if begun else None
    record(
        session,
        Happened.OPTED_OUT,
        now,
        campaign_id=None if last is None else last.campaign_id,
        enrollment_id=None if last is None else last.id,
        account_id=contact.account_id,
        contact_id=contact.id,
        mailbox=None if last is None else last.mailbox,
        actor=actor,
        how=how.value,
    )
