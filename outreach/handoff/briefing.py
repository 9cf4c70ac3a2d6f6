"""What a brief tells of a lead, looked up: the chain of referrals, the mails, the answers, the notes."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from sqlmodel import Session, col, select

from outreach.core.untrusted import one_line
from outreach.handoff.brief import LeadFacts, Noted, Person, Quote, brief_of
from outreach.handoff.model import Offer
from outreach.handoff.team import Colleague
from outreach.inbox.model import InboundMessage
from outreach.inbox.service import answered_mail
from outreach.prospects.model import Account, AccountDomain, Contact, ProspectList
from outreach.qualification.leads import versions
from outreach.qualification.leads.definition import LeadDefinition
from outreach.qualification.leads.model import Lead, LeadNote
from outreach.qualification.leads.opening import chain_to
from outreach.referrals.model import Referral
from outreach.replies.model import StoredVerdict
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.letters import sender_names
from outreach.sequences.hand_off_names import LeadNames, OfferNames, SalespersonNames
from outreach.sequences.hand_off_templates import HandOffContext, hand_off_template
from outreach.sequences.merge_context import AccountNames, ContactNames, MergeContext
from outreach.sequences.rendering import Rendered, render
from outreach.sequences.tasks import phone_of

#: Names in a subject: together they have to fit into one.
_IN_SUBJECT = 60


def mailbox_of(session: Session, lead: Lead, sending: SendingRules) -> SendingMailbox | None:
    """The mailbox that holds the conversation with the lead; where that is gone or there is none, the first."""
    answered = None if lead.inbound_id is None else answered_mail(session, lead.inbound_id)
    inbound = None if lead.inbound_id is None else session.get(InboundMessage, lead.inbound_id)
    names = [getattr(each, "mailbox", "") for each in (answered, inbound)]
    found = (sending.mailboxes.get(name) for name in names)
    return next(filter(None, found), None) or next(iter(sending.mailboxes.values()), None)


def written(
    session: Session,
    lead: Lead,
    colleague: Colleague,
    mailbox: SendingMailbox,
    *,
    template: str,
    language: str | None,
    templates: Path | None,
    sending: SendingRules,
    offer: Offer | None = None,
    why: str = "",
) -> Rendered:
    """One mail of the hand-off. Raises CannotRender, NotFound or ConfigurationError where its template cannot."""
    contact = session.get_one(Contact, lead.contact_id)
    account = session.get_one(Account, lead.account_id)
    threshold = None if lead.definition_version_id is None else _definition(session, lead).threshold
    context = HandOffContext(
        mail=MergeContext(
            contact=ContactNames(
                address=_for_subject(contact.address),
                name=_for_subject(contact.name),
                given_name=contact.given_name,
                family_name=contact.family_name,
                title=contact.title,
                language=contact.language,
                fields=contact.fields,
            ),
            account=AccountNames(name=_for_subject(account.name)),
            sender=sender_names(sending.sender, mailbox),
        ),
        salesperson=SalespersonNames(
            name=colleague.shown_name, address=colleague.address, phone=colleague.phone
        ),
        lead=LeadNames(
            number=str(lead.id),
            finder=lead.finder,
            level=str(lead.level),
            score="" if lead.score is None else str(lead.score),
            threshold="" if threshold is None else str(threshold),
            source=lead.source.value,
            next_step=lead.next_step,
            next_on="" if lead.next_step_on is None else f"{lead.next_step_on}",
            why_no_next_step=lead.no_next_step_why,
        ),
        brief=brief_of(facts_of(session, lead, language), language),
        offer=OfferNames(
            number="" if offer is None else str(offer.id),
            aim="" if offer is None else _clock(offer.aim_at, colleague),
            limit="" if offer is None else _clock(offer.limit_at, colleague),
            routed="" if offer is None else offer.routed,
            why=why,
        ),
    )
    return render(hand_off_template(templates, template, language), context)


def _for_subject(name: str) -> str:
    """A stranger's name, short, and nothing that a mail program would decode: it must not hold up the mail."""
    return one_line(name, _IN_SUBJECT).replace("=?", "= ?")


def facts_of(session: Session, lead: Lead, language: str | None) -> LeadFacts:
    """Everything that a brief tells of the lead."""
    contact = session.get_one(Contact, lead.contact_id)
    account = session.get_one(Account, lead.account_id)
    listed = None if lead.list_id is None else session.get(ProspectList, lead.list_id)
    domains = select(AccountDomain.domain).where(AccountDomain.account_id == account.id)
    chain = [session.get_one(Contact, each) for each in chain_to(session, lead.contact_id)]
    return LeadFacts(
        contact=_person(contact, _number_that_they_gave(session, contact)),
        account=account.name,
        domains=session.exec(domains.order_by(AccountDomain.domain)).all(),
        country=contact.country or "",
        chain=[_person(each) for each in chain],
        quotes=list(_quotes(session, lead, chain)),
        answers=list(_answers(session, lead, language)),
        score_lines=lead.score_lines,
        notes=_notes(session, lead),
        source=lead.source.value,
        list_name="" if listed is None else listed.name,
    )


def _clock(moment: datetime, colleague: Colleague) -> str:
    return f"{moment.astimezone(colleague.hours.zone):%Y-%m-%d %H:%M}"


def _person(contact: Contact, phone: str = "") -> Person:
    name = contact.name or f"{contact.given_name} {contact.family_name}".strip()
    return Person(name, contact.address, contact.title, phone_of(contact) or phone)


def _number_that_they_gave(session: Session, contact: Contact) -> str:
    """The number that their newest reply asks to be called at."""
    readings = (
        select(StoredVerdict.findings)
        .join(InboundMessage, col(InboundMessage.id) == col(StoredVerdict.inbound_id))
        .where(InboundMessage.contact_id == contact.id)
        .order_by(col(StoredVerdict.id).desc())
        .limit(20)
    )
    numbers = (str(found.get("callback_phone") or "") for found in session.exec(readings).all())
    return next(filter(None, numbers), "")


def _quotes(session: Session, lead: Lead, chain: list[Contact]) -> Iterator[Quote]:
    """The replies that made each referral of the chain, then the one that opened the lead."""
    ids = []
    for referrer, named in pairwise(chain):
        made = select(Referral.inbound_id).where(
            Referral.referrer_id == referrer.id, Referral.contact_id == named.id
        )
        ids += list(session.exec(made.order_by(col(Referral.id)).limit(1)).all())
    ids += [] if lead.inbound_id is None else [lead.inbound_id]
    for inbound_id in dict.fromkeys(ids):
        quote = _quote(session, inbound_id)
        if quote is not None:
            yield quote


def _quote(session: Session, inbound_id: int) -> Quote | None:
    inbound = session.get_one(InboundMessage, inbound_id)
    text = session.exec(
        select(StoredVerdict.visible_text)
        .where(StoredVerdict.inbound_id == inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()
    if not text or not text.strip():
        return None
    writer = None if inbound.contact_id is None else session.get_one(Contact, inbound.contact_id)
    name = inbound.sender_address if writer is None else writer.name or writer.address
    return Quote(name, inbound.received_at.date(), text)


def _answers(session: Session, lead: Lead, language: str | None) -> Iterator[tuple[str, str]]:
    """In the order of the definition, as it asks; what it does not ask any more, by its id."""
    left = dict(lead.answers)
    if lead.definition_version_id is not None:
        for question in _definition(session, lead).questions:
            said = left.pop(question.id, "")
            if said:
                ask = question.ask.get((language or "en")[:2]) or next(
                    iter(question.ask.values()), question.id
                )
                yield ask, said
    yield from ((f"{question}:", said) for question, said in left.items() if said)


def _definition(session: Session, lead: Lead) -> LeadDefinition:
    assert lead.definition_version_id is not None
    return versions.definition_of(session, lead.definition_version_id)


def _notes(session: Session, lead: Lead) -> list[Noted]:
    rows = session.exec(select(LeadNote).where(LeadNote.lead_id == lead.id).order_by(col(LeadNote.id))).all()
    return [Noted(_day(row.at), row.actor, row.text) for row in rows]


def _day(moment: datetime) -> date:
    return moment.date()
