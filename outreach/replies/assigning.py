"""A person says whose answer a message is, where the program could not tell."""

from datetime import datetime

from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.database import locks
from outreach.inbox.model import InboundEvent
from outreach.inbox.service import PENDING, Match, MatchedBy, attach, find, hold_unread, last_mail_to, move
from outreach.prospects.service import find_contact


def assign(session: Session, inbound_id: int, address: str, *, hold_account: bool, now: datetime) -> None:
    """Attach the message to our last mail to `address`, and have it read anew; who it concerns is held until then.

    Raises Refused where it answers something already, or where nothing ever went to that address.
    """
    # First of all locks, before that on the message: it may be a no.
    locks.forbid(session)
    inbound = find(session, inbound_id)
    session.refresh(inbound, with_for_update=True)
    if inbound.matched_by is not None:
        raise Refused(f"Message {inbound_id} answers a mail of ours already (by {inbound.matched_by}).")
    contact = find_contact(session, address)
    outbound = last_mail_to(session, contact_id=contact.id)
    if outbound is None:
        raise Refused(f"Nothing ever went to {contact.address}, so nothing can answer it.")
    found = Match(outbound, contact, MatchedBy.BY_HAND)
    attach(session, inbound, found)
    if inbound.state not in PENDING:
        move(inbound, InboundEvent.ASSIGNED)
    inbound.attempts = 0
    session.add(inbound)
    hold_unread(session, inbound_id, found, hold_account=hold_account, now=now)
