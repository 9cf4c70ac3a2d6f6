"""A person says whose answer a message is, where the program could not tell."""

from datetime import datetime

from sqlmodel import Session

from outreach.core.errors import Refused
from outreach.database import locks
from outreach.inbox.answerable_mails import last_mail_to
from outreach.inbox.model import InboundEvent, InboundMessage, MatchedBy
from outreach.inbox.service import attach, find, hold_unread, move
from outreach.inbox.suggestions import Suggestion, suggestions
from outreach.inbox.whose_answer import Match
from outreach.prospects.service import find_contact


def likeliest(session: Session, inbound_id: int) -> Suggestion:
    """Whose answer the message most likely is. Raises Refused where nothing speaks for anybody."""
    inbound = find(session, inbound_id)
    _refuse_matched(inbound)
    found = suggestions(session, [inbound])[inbound_id]
    if not found:
        raise Refused(
            f"Nothing tells whose answer message {inbound_id} is. Say it: "
            f"`outreach inbox assign {inbound_id} --to ADDRESS`."
        )
    return found[0]


def assign(session: Session, inbound_id: int, address: str, *, hold_account: bool, now: datetime) -> None:
    """Attach the message to our last mail to `address`, and have it read anew; who it concerns is held until then.

    Raises Refused where it answers something already, or where nothing ever went to that address.
    """
    # First of all locks, before that on the message: it may be a no.
    locks.forbid(session)
    inbound = find(session, inbound_id)
    session.refresh(inbound, with_for_update=True)
    _refuse_matched(inbound)
    contact = find_contact(session, address)
    outbound = last_mail_to(session, contact_id=contact.id)
    if outbound is None:
        raise Refused(f"Nothing ever went to {contact.address}, so nothing can answer it.")
    found = Match(outbound, contact, MatchedBy.BY_HAND)
    attach(session, inbound, found)
    move(inbound, InboundEvent.ASSIGNED)
    inbound.attempts, inbound.taken_until = 0, None
    session.add(inbound)
    hold_unread(session, inbound_id, found, hold_account=hold_account, now=now)


def _refuse_matched(inbound: InboundMessage) -> None:
    # What we wrote ourselves answers nothing by itself; a person may know better.
    if inbound.matched_by not in (None, MatchedBy.OWN):
        raise Refused(f"Message {inbound.id} answers a mail of ours already (by {inbound.matched_by}).")
