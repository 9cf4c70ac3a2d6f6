"""Somebody was named without an address, and it is known by now: they have written themselves, or somebody gave it.

The letter need not answer the mail that the one who named them got: whom something is passed on to begins a new
thread. So a name counts only as a whole, and within the account of whoever said it; one word alone is many people's.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.database.events import record
from outreach.inbox.answerable_mails import last_mail_to
from outreach.inbox.same_person import is_same_name
from outreach.prospects.model import Contact
from outreach.referrals import passed_on
from outreach.referrals.model import REFERRAL_TRANSITIONS, Referral, ReferralEvent, ReferralState
from outreach.sequences import reply_tasks

WE_HAD_ASKED = "we had written to them ourselves, and they have answered"
ADDRESS_KNOWN = "somebody else has given us their address"


def has_written(session: Session, writer: Contact, *, inbound_id: int, now: datetime) -> None:
    """They have written. To whom nobody had written it was passed on: then the referral led them to us."""
    sought = _sought(session, writer)
    if not sought:
        return
    if last_mail_to(session, contact_id=writer.id) is None:
        first, *others = sought
        passed_on.count_as_answered(session, first, writer, inbound_id=inbound_id, now=now)
        _let_go(session, others, writer, "they have written to us themselves", now)
    else:
        _let_go(session, sought, writer, WE_HAD_ASKED, now)


def is_known(session: Session, person: Contact, *, but: int | None, now: datetime) -> None:
    """Their address came by another referral, `but`."""
    sought = [each for each in _sought(session, person) if each.id != but]
    _let_go(session, sought, person, ADDRESS_KNOWN, now)


def _sought(session: Session, person: Contact) -> list[Referral]:
    """Whom colleagues of theirs named so, and whose address nobody has found; the first that was named first."""
    named = (
        select(Referral)
        .join(Contact, col(Contact.id) == col(Referral.referrer_id))
        .where(
            Referral.state == ReferralState.NEEDS_ADDRESS,
            Contact.account_id == person.account_id,
            Referral.referrer_id != person.id,
            Referral.name != "",
        )
        .order_by(col(Referral.id))
    )
    name = person.name or f"{person.given_name} {person.family_name}".strip()
    return [each for each in session.exec(named).all() if is_same_name(name, each.name)]


def _let_go(session: Session, referrals: list[Referral], person: Contact, why: str, now: datetime) -> None:
    for referral in referrals:
        referral.state = REFERRAL_TRANSITIONS[referral.state, ReferralEvent.REFUSED]
        referral.reason, referral.decided_at = why, now
        session.add(referral)
        session.flush()
        reply_tasks.drop_for_referral(session, referral.id or 0, now)
        record(
            session,
            Happened.REFERRAL_REFUSED,
            now,
            campaign_id=referral.campaign_id,
            contact_id=person.id,
            inbound_id=referral.inbound_id,
            referral=referral.id,
            reason=why,
        )
