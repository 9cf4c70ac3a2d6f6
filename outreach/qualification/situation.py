"""What an inbound message touches: the mail that it answers, whose run that was, and who wrote it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from outreach.core.addresses import NotAnAddress, domain_of, is_free_mail, normalise, registrable_domain
from outreach.core.intents import AUTOMATIC
from outreach.database.statements import among
from outreach.inbox import other_addresses
from outreach.inbox.answerable_mails import last_mail_to, mails_to
from outreach.inbox.bounce_proof import BOUNCES_WITHIN, shows_our_mail
from outreach.inbox.delivery_report import read_delivery_report
from outreach.inbox.message import Message
from outreach.inbox.model import Answer, InboundMessage, MatchedBy
from outreach.inbox.names_learned import PersonsName, learned_name
from outreach.inbox.new_text import new_text
from outreach.inbox.same_person import main_address
from outreach.inbox.service import answered_mail, attach, detach
from outreach.inbox.whose_answer import Match, mail_named_by, match
from outreach.prospects.model import Account, AccountDomain, Contact
from outreach.prospects.person_names import split_name
from outreach.prospects.service import NewContact, account_at_domain, add_contact, contact_at
from outreach.referrals.plausible_names import plausible_name
from outreach.replies.verdict import Verdict
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign, Enrollment

Row = TypeVar("Row", bound=SQLModel)

#: Only who had our mail can do this, or a person has looked.
PROVEN = (MatchedBy.MESSAGE_ID, MatchedBy.BY_HAND)


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


def everything_about(session: Session, messages: Collection[InboundMessage]) -> list[object]:
    """What consequences look at of these messages, asked for a table at a time: the session has it at hand then."""
    answers = _those(session, _ANSWERS, (message.id for message in messages))
    mails = _those(session, _MAILS, (answer.outbound_id for answer in answers))
    people = {mail.contact_id for mail in mails} | {message.contact_id for message in messages}
    contacts = _those(session, _CONTACTS, people)
    companies = {contact.account_id for contact in contacts}
    accounts, domains = _those(session, _ACCOUNTS, companies), _those(session, _DOMAINS, companies)
    runs = _those(session, _RUNS, (mail.enrollment_id for mail in mails))
    campaigns = _those(session, _CAMPAIGNS, (mail.campaign_id for mail in mails))
    return [*answers, *mails, *contacts, *accounts, *domains, *runs, *campaigns]


def _those(session: Session, rows: sa.Select[Row], wanted: Iterable[int | None]) -> list[Row]:
    ids = sorted({each for each in wanted if each is not None})
    return list(session.execute(rows, {"ids": ids}).scalars().all()) if ids else []


_ANSWERS = sa.select(Answer).where(among(col(Answer.inbound_id), "ids"))
_MAILS = sa.select(OutboundMessage).where(among(col(OutboundMessage.id), "ids"))
_CONTACTS = sa.select(Contact).where(among(col(Contact.id), "ids"))
_ACCOUNTS = sa.select(Account).where(among(col(Account.id), "ids"))
_DOMAINS = sa.select(AccountDomain).where(among(col(AccountDomain.account_id), "ids"))
_RUNS = sa.select(Enrollment).where(among(col(Enrollment.id), "ids"))
_CAMPAIGNS = sa.select(Campaign).where(among(col(Campaign.id), "ids"))


def is_own(
    session: Session, inbound: InboundMessage, verdict: Verdict, own_addresses: Collection[str]
) -> bool:
    """Whether we wrote it ourselves: from one of our mailboxes, or a colleague at our domain whom we never wrote to.

    What a server at our domain reports is no letter of a colleague; and a person who says whose answer it is knows.
    """
    address = inbound.sender_address
    if not address or inbound.matched_by == MatchedBy.BY_HAND:
        return False
    if _is_one_of(address, own_addresses):
        return True
    domain = registrable_domain(domain_of(address))
    ours = {registrable_domain(domain_of(own)) for own in own_addresses}
    if domain not in ours or is_free_mail(domain) or verdict.intent in AUTOMATIC:
        return False
    return last_mail_to(session, recipient=address) is None


def settle_as_own(session: Session, inbound: InboundMessage, own_addresses: Collection[str]) -> None:
    """It is no reply, whatever it names.

    A colleague may have passed on an answer that we see nowhere else: theirs is listed with what matched nothing.
    """
    detach(session, inbound)
    if _is_one_of(inbound.sender_address, own_addresses):
        inbound.matched_by = MatchedBy.OWN.value
        session.add(inbound)


def _is_one_of(address: str, own_addresses: Collection[str]) -> bool:
    return main_address(address) in map(main_address, own_addresses)


def settle_match(
    session: Session, inbound: InboundMessage, message: Message, verdict: Verdict, now: datetime
) -> None:
    """Match once more now that the body has been read: what is returned or quoted names our mail only inside."""
    if inbound.matched_by in PROVEN:
        return
    found = _match_bounce(session, message, verdict, now) if verdict.intent in AUTOMATIC else None
    found = found or match(session, message, mailbox=inbound.mailbox, now=now)
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
    contact = session.get_one(Contact, outbound.contact_id)
    writer = _writer(session, inbound, message, verdict, outbound, now)
    # Anybody can write under an address of theirs; only who had our mail may give it a name that we then use.
    if writer is not None and inbound.matched_by in PROVEN:
        _learn_name(session, writer, message, outbound)
    enrollment = session.get_one(Enrollment, outbound.enrollment_id)
    return Situation(inbound, message, verdict, outbound, enrollment, contact, writer, now)


def _writer(
    session: Session,
    inbound: InboundMessage,
    message: Message,
    verdict: Verdict,
    outbound: OutboundMessage,
    now: datetime,
) -> Contact | None:
    """Who wrote it; from an address that is new to us it may be who we wrote to, or somebody else whom we now know."""
    contact = session.get_one(Contact, outbound.contact_id)
    known = None if inbound.contact_id is None else session.get_one(Contact, inbound.contact_id)
    is_contact = inbound.matched_by in PROVEN and other_addresses.learn(
        session, inbound, contact, message.sender.name, now
    )
    if known is None and is_contact:
        inbound.contact_id = contact.id
        session.add(inbound)
        session.flush()
        return contact
    if known is None and verdict.intent not in AUTOMATIC:
        return _learn_writer(session, inbound, message, outbound, now)
    return known


def _match_bounce(session: Session, message: Message, verdict: Verdict, now: datetime) -> Match | None:
    report = read_delivery_report(message)
    outbound = mail_named_by(session, message, report.original_ids if report is not None else ())
    if outbound is not None:
        return Match(outbound, None, MatchedBy.MESSAGE_ID)
    # Only what the report itself says: where it is silent, the verdict may have taken the address from our own log.
    reported = {failure.address.lower() for failure in report.failures} if report is not None else set()
    address = (verdict.bounced_address or "").lower()
    outbound = _bounced_mail(session, message, address, now) if address in reported else None
    return None if outbound is None else Match(outbound, None, MatchedBy.BOUNCED_ADDRESS)


def _bounced_mail(session: Session, report: Message, address: str, now: datetime) -> OutboundMessage | None:
    """Of the mails that may just have bounced, the one that the report shows; else the last."""
    for mail in mails_to(session, address, now - BOUNCES_WITHIN) if address else ():
        if shows_our_mail(report, raw=mail.raw or b"", subject=mail.subject, text=mail.body):
            return mail
    return last_mail_to(session, recipient=address)


def _persons_name(session: Session, message: Message, account_id: int) -> str:
    """The display name, where it can be a person's: not an office that signs with the company's name."""
    return _without_company(session, plausible_name(message.sender.name), account_id)


def _without_company(session: Session, name: str, account_id: int) -> str:
    company = session.get_one(Account, account_id).name
    return "" if company and company.casefold() in name.casefold() else name


def _learn_name(session: Session, writer: Contact, message: Message, outbound: OutboundMessage) -> None:
    """Somebody who was named as "Denise" signs as Denise Inchbold."""
    known = PersonsName(writer.name, writer.given_name, writer.family_name)
    if known.family or len(known.name.split()) > 1:
        return
    shown = _persons_name(session, message, outbound.account_id)
    learned = learned_name(known, shown=shown)
    if learned == known and (known.name or known.given):
        signed = new_text(message, sent_text=outbound.body).signature.split("\n")
        lines = [_without_company(session, plausible_name(line), outbound.account_id) for line in signed]
        learned = learned_name(known, shown="", signed=lines)
    if learned != known:
        writer.name, writer.given_name, writer.family_name = learned.name, learned.given, learned.family
        session.add(writer)


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
    parts = split_name(name)
    writer = contact_at(session, address) or add_contact(
        session,
        NewContact(
            address=address, company=company, name=name, given_name=parts.given, family_name=parts.family
        ),
        now=now,
    )
    inbound.contact_id = writer.id
    session.add(inbound)
    session.flush()
    return writer
