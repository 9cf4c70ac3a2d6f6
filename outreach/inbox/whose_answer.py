"""Which mail of ours a message answers: the ladder, from what only we could have made down to what is quoted.

docs/decisions/0010-whose-answer-it-is.md says what each rung proves, and what may follow from it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.addresses import NotAnAddress, domain_of, is_free_mail, normalise, registrable_domain
from outreach.database.workspace import workspace_key
from outreach.inbox.answerable_mails import (
    last_mail_to,
    mail_with_id,
    mail_with_token,
    mails_to_account,
    mails_with_subject,
    written_to_among,
)
from outreach.inbox.matching import (
    bare_subject,
    mentioned_ids,
    quoted_addresses,
    quotes_text,
    tokens_of,
    written_addresses,
)
from outreach.inbox.message import Message
from outreach.inbox.model import MatchedBy
from outreach.inbox.other_addresses import person_behind
from outreach.prospects.model import Contact
from outreach.prospects.service import account_at_domain
from outreach.sending.model import OutboundMessage

#: A colleague who writes on their own, or who passes our mail on, answers it only if it is as young as this.
COLLEAGUE_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Match:
    """Which mail of ours a message answers, and who wrote it, where we know them."""

    outbound: OutboundMessage
    writer: Contact | None
    by: MatchedBy


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message with who wrote it: the normalised address, and the contact who has it."""

    message: Message
    mailbox: str
    address: str
    writer: Contact | None
    #: The account at whose domain the address is.
    account_id: int | None
    now: datetime


def match(session: Session, message: Message, *, mailbox: str, now: datetime) -> Match | None:
    """What the message, which came to `mailbox`, answers: the first rung that holds.

    Of a message whose header alone was read, the rungs that need a body do not hold yet.
    """
    address = address_of(message)
    writer = _contact_at(session, address) if address else None
    outbound = mail_named_by(session, message)
    if outbound is not None:
        return Match(outbound, writer, MatchedBy.MESSAGE_ID)
    letter = _Letter(message, mailbox, address, writer, _account_of(session, address), now)
    found = (rung(session, letter) for rung in _RUNGS)
    return next((each for each in found if each is not None), None)


def mail_named_by(session: Session, message: Message, more_ids: Sequence[str] = ()) -> OutboundMessage | None:
    """The mail that the message names by a Message-ID, ours or the provider's, or by a token of ours."""
    ids = (*mentioned_ids(message), *more_ids)
    return mail_with_id(session, workspace_key(session), ids) or mail_with_token(session, tokens_of(message))


def address_of(message: Message) -> str:
    """Who wrote it, normalised; "" where it gives no address."""
    try:
        return normalise(message.sender.address)
    except NotAnAddress:
        return ""


def _contact_at(session: Session, address: str) -> Contact | None:
    # Most mail is from people whom we do not know: to hear that must not cost much.
    found = session.connection().execute(_CONTACT_AT, {"address": address}).scalar_one_or_none()
    return None if found is None else session.get_one(Contact, found)


_CONTACT_AT = sa.select(col(Contact.id)).where(col(Contact.address) == sa.bindparam("address"))


def _account_of(session: Session, address: str) -> int | None:
    # At a free-mail domain people have nothing in common, whatever a list may have made of it once.
    if not address or is_free_mail(registrable_domain(domain_of(address))):
        return None
    return account_at_domain(session, address)


def _by_address(session: Session, letter: _Letter) -> Match | None:
    if letter.writer is None:
        return None
    last = last_mail_to(session, contact_id=letter.writer.id)
    return None if last is None else Match(last, letter.writer, MatchedBy.ADDRESS)


def _by_other_address(session: Session, letter: _Letter) -> Match | None:
    person = person_behind(session, letter.address, letter.account_id) if letter.address else None
    last = None if person is None else last_mail_to(session, contact_id=person.id)
    return None if last is None else Match(last, person, MatchedBy.OTHER_ADDRESS)


def _by_account(session: Session, letter: _Letter) -> Match | None:
    """A new thread from a colleague: about the mail that it quotes or is headed by, else about the newest."""
    if letter.account_id is None:
        return None
    mails = mails_to_account(session, letter.account_id, letter.now - COLLEAGUE_WITHIN)
    return Match(_likeliest(mails, letter.message), letter.writer, MatchedBy.ACCOUNT) if mails else None


def _likeliest(mails: Sequence[OutboundMessage], message: Message) -> OutboundMessage:
    if len({mail.contact_id for mail in mails}) == 1:
        return mails[0]
    quoted, subject = quoted_addresses(message), bare_subject(message.subject)
    by_quote = (mail for mail in mails if mail.recipient in quoted)
    by_subject = (mail for mail in mails if subject and mail.subject == subject)
    return next(by_quote, None) or next(by_subject, None) or mails[0]


def _by_quoted_address(session: Session, letter: _Letter) -> Match | None:
    """From a stranger: our mail was passed on to them, and who had it stands in what they quote."""
    if not written_to_among(session, written_addresses(letter.message)):
        # Which lines are quoted is seldom worth asking: it takes long.
        return None
    for address in quoted_addresses(letter.message):
        last = last_mail_to(session, recipient=address)
        if last is not None and _is_young(last, letter.now):
            return Match(last, letter.writer, MatchedBy.QUOTED)
    return None


def _by_quoted_words(session: Session, letter: _Letter) -> Match | None:
    """From a stranger who quotes our own words under our subject, where that went to one person only."""
    subject = bare_subject(letter.message.subject)
    if not letter.message.text or subject == letter.message.subject:
        # Neither answered nor forwarded.
        return None
    mails = mails_with_subject(session, letter.mailbox, subject, letter.now - COLLEAGUE_WITHIN)
    if len({mail.contact_id for mail in mails}) != 1 or not quotes_text(letter.message, mails[0].body):
        return None
    return Match(mails[0], letter.writer, MatchedBy.QUOTED)


def _is_young(mail: OutboundMessage, now: datetime) -> bool:
    return mail.in_flight_at is not None and mail.in_flight_at > now - COLLEAGUE_WITHIN


_RUNGS: tuple[Callable[[Session, _Letter], Match | None], ...] = (
    _by_address,
    _by_other_address,
    _by_account,
    _by_quoted_address,
    _by_quoted_words,
)
