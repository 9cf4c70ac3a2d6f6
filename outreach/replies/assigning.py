"""A person says whose answer a message is, where the program could not tell."""

from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.inbox.model import InboundEvent
from outreach.inbox.service import Match, MatchedBy, attach, find, last_mail_to, move
from outreach.prospects.service import find_contact


def assign(session: Session, inbound_id: int, address: str) -> None:
    """Attach the message to our last mail to `address`, and have it read anew.

    Raises Refused where it answers something already, or where nothing ever went to that address.
    """
    inbound = find(session, inbound_id)
    if inbound.matched_by is not None:
        raise Refused(f"Message {inbound_id} answers a mail of ours already (by {inbound.matched_by}).")
    contact = find_contact(session, address)
    outbound = last_mail_to(session, contact_id=contact.id)
    if outbound is None:
        raise Refused(f"Nothing ever went to {contact.address}, so nothing can answer it.")
    attach(session, inbound, Match(outbound, contact, MatchedBy.BY_HAND))
    move(inbound, InboundEvent.ASSIGNED)
    inbound.attempts = 0
    session.add(inbound)
