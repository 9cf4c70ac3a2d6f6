"""What an inbound message touches: the mail that it answers, whose run that was, and who wrote it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.core.addresses import NotAnAddress, normalise
from outreach.core.intents import AUTOMATIC
from outreach.database.workspace import workspace_key
from outreach.inbox.delivery_report import read_delivery_report
from outreach.inbox.matching import mentioned_ids
from outreach.inbox.message import Message
from outreach.inbox.model import InboundMessage
from outreach.inbox.service import Match, MatchedBy, answered_mail, attach, last_mail_to, match, match_ids
from outreach.prospects.model import Account, Contact
from outreach.prospects.service import NewContact, account_at_domain, add_contact, contact_at
from outreach.referrals.plausible_names import plausible_name
from outreach.replies.verdict import Verdict
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Enrollment


@dataclass(frozen=True, slots=True)
class Situation:
    """One message, with everything that its consequences touch."""

    inbound: InboundMessage
    message: Message
    verdict: Verdict
    outbound: OutboundMessage
    enrollment: Enrollment
    contact: Contact
    writer: Contact | None
    now: datetime


def settle_match(
    session: Session, inbound: InboundMessage, message: Message, verdict: Verdict, now: datetime
) -> None:
    """Match once more now that the body has been read: delivery reports name our mail only inside."""
    if inbound.matched_by in (MatchedBy.MESSAGE_ID, MatchedBy.BY_HAND):
        return
    found = _match_bounce(session, message, verdict) if verdict.intent in AUTOMATIC else None
    found = found or match(session, message, now)
    if found is not None:
        attach(session, inbound, found)


def situation_of(
    session: Session, inbound: InboundMessage, message: Message, verdict: Verdict, now: datetime
) -> Situation | None:
    """None for a message that answers nothing of ours."""
    assert inbound.id is not None
    outbound = answered_mail(session, inbound.id)
    if outbound is None:
        return None
    writer = None if inbound.contact_id is None else session.get_one(Contact, inbound.contact_id)
    if writer is None and verdict.intent not in AUTOMATIC:
        writer = _learn_writer(session, inbound, message, outbound, now)
    contact = session.get_one(Contact, outbound.contact_id)
    # Anybody can write under an address of theirs; only who had our mail may give it a name that we then use.
    proven = inbound.matched_by in (MatchedBy.MESSAGE_ID, MatchedBy.BY_HAND)
    name = _persons_name(session, message, outbound.account_id)
    if writer is not None and proven and not writer.name and name:
        writer.name = name
        session.add(writer)
    enrollment = session.get_one(Enrollment, outbound.enrollment_id)
    return Situation(inbound, message, verdict, outbound, enrollment, contact, writer, now)


def _match_bounce(session: Session, message: Message, verdict: Verdict) -> Match | None:
    key = workspace_key(session)
    report = read_delivery_report(message)
    ids = (*mentioned_ids(message), *(report.original_ids if report is not None else ()))
    outbound = match_ids(session, key, ids)
    if outbound is not None:
        return Match(outbound, None, MatchedBy.MESSAGE_ID)
    # Only what the report itself says: where it is silent, the verdict may have taken the address from our own log.
    reported = {failure.address.lower() for failure in report.failures} if report is not None else set()
    if verdict.bounced_address and verdict.bounced_address.lower() in reported:
        outbound = last_mail_to(session, recipient=verdict.bounced_address.lower())
        if outbound is not None:
            return Match(outbound, None, MatchedBy.BOUNCED_ADDRESS)
    return None


def _persons_name(session: Session, message: Message, account_id: int) -> str:
    """The display name, where it can be a person's: not an office that signs with the company's name."""
    name = plausible_name(message.sender.name)
    company = session.get_one(Account, account_id).name
    return "" if company and company.casefold() in name.casefold() else name


def _learn_writer(
    session: Session, inbound: InboundMessage, message: Message, outbound: OutboundMessage, now: datetime
) -> Contact | None:
    """Somebody whom we did not write to answers, a colleague behind info@ for instance: they are known from now on."""
    try:
        address = normalise(message.sender.address)
    except NotAnAddress:
        return None
    at_account = account_at_domain(session, address) == outbound.account_id
    company = session.get_one(Account, outbound.account_id).name if at_account else ""
    name = _persons_name(session, message, outbound.account_id)
    given, _, family = name.partition(" ")
    writer = contact_at(session, address) or add_contact(
        session,
        NewContact(address=address, company=company, name=name, given_name=given, family_name=family),
        now=now,
    )
    inbound.contact_id = writer.id
    session.add(inbound)
    session.flush()
    return writer
