"""Whose answer a message that matched nothing is most likely: for a person, who decides with one key."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import is_role_address
from outreach.inbox.answerable_mails import last_mail_to, mails_with_subject
from outreach.inbox.matching import bare_subject, quoted_addresses
from outreach.inbox.message import Message
from outreach.inbox.model import InboundMessage
from outreach.inbox.other_addresses import people_at
from outreach.inbox.same_person import main_local
from outreach.inbox.service import message_of
from outreach.prospects.model import Contact
from outreach.prospects.service import account_at_domain, contact_at

MOST = 3
#: How old a mail may be whose subject is answered.
_SUBJECT_WITHIN = timedelta(days=365)
#: A shorter name before the @ is many people's.
_LEAST_LOCAL = 5
_MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody whom we wrote to, the last mail to them, and what speaks for it that this is their answer."""

    address: str
    outbound_id: int
    why: str


def suggestions(session: Session, inbounds: Sequence[InboundMessage]) -> dict[int, tuple[Suggestion, ...]]:
    """For each of these messages up to three people, the likeliest first."""
    messages = {inbound.id or 0: message_of(inbound) for inbound in inbounds}
    namesakes = _namesakes(session, {message.sender.name for message in messages.values()})
    return {
        inbound.id or 0: _of_one(session, inbound, messages[inbound.id or 0], namesakes)
        for inbound in inbounds
    }


def _of_one(
    session: Session, inbound: InboundMessage, message: Message, namesakes: Mapping[str, list[Contact]]
) -> tuple[Suggestion, ...]:
    found: dict[int, Suggestion] = {}
    for contact, why in _candidates(session, inbound, message, namesakes):
        if contact.id in found or contact.id is None:
            continue
        last = last_mail_to(session, contact_id=contact.id)
        if last is not None and last.id is not None:
            found[contact.id] = Suggestion(contact.address, last.id, why)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _candidates(
    session: Session, inbound: InboundMessage, message: Message, namesakes: Mapping[str, list[Contact]]
) -> Iterator[tuple[Contact, str]]:
    sender = inbound.sender_address
    for contact in people_at(session, sender):
        yield contact, "has answered from this address, as somebody else has too"
    for address in quoted_addresses(message):
        quoted = contact_at(session, address)
        if quoted is not None:
            yield quoted, "their address stands in what is quoted"
    for contact in namesakes.get(_folded(message.sender.name), ()):
        yield contact, "the same name"
    for contact in _alike(session, sender):
        yield contact, "the same name before the @"
    subject = bare_subject(message.subject)
    if subject != message.subject:
        since = inbound.received_at - _SUBJECT_WITHIN
        for mail in mails_with_subject(session, inbound.mailbox, subject, since)[:MOST]:
            yield session.get_one(Contact, mail.contact_id), "the subject of our mail to them"
    account_id = account_at_domain(session, sender) if sender else None
    last = None if account_id is None else last_mail_to(session, account_id=account_id)
    if last is not None:
        yield session.get_one(Contact, last.contact_id), "the last whom we wrote to at the same company"


def _namesakes(session: Session, names: set[str]) -> dict[str, list[Contact]]:
    """Contacts by their name, for all names in one question: it reads every contact."""
    wanted = {name for name in names if " " in name.strip()}
    if not wanted:
        return {}
    # SQLite's lower() knows ASCII only, so that a name may be asked for as it is written.
    asked = sorted({*wanted, *map(_folded, wanted)})
    found: dict[str, list[Contact]] = {}
    statement = select(Contact).where(sa.func.lower(Contact.name).in_(asked)).order_by(col(Contact.id))
    for contact in session.exec(statement.limit(1_000)).all():
        found.setdefault(_folded(contact.name), []).append(contact)
    return found


def _folded(name: str) -> str:
    return " ".join(name.lower().split())


def _alike(session: Session, sender: str) -> list[Contact]:
    """Contacts elsewhere with the same name before the @."""
    local = main_local(sender)
    if len(local) < _LEAST_LOCAL or is_role_address(sender):
        return []
    # "A" is what follows "@": a range, which the index on addresses answers.
    statement = select(Contact).where(col(Contact.address) >= f"{local}@", col(Contact.address) < f"{local}A")
    return list(session.exec(statement.limit(_MOST_ALIKE)).all())
