"""Whom an answer to a reply goes to, from which mailbox, and whether it may go at all."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from outreach.core.addresses import NotAnAddress, domain_of, is_free_mail, normalise, registrable_domain
from outreach.core.errors import Refused
from outreach.core.intents import AUTOMATIC, Intent
from outreach.core.untrusted import one_line
from outreach.inbox import service as inbox
from outreach.inbox.automatic import SignKind, automatic_signs, nobody_reads
from outreach.inbox.message import Message
from outreach.inbox.model import InboundMessage
from outreach.inbox.other_addresses import person_behind
from outreach.prospects.model import Account, Contact
from outreach.prospects.service import account_at_domain, contact_at
from outreach.prospects.suppressing import suppressions_of
from outreach.qualification.model import Review, ReviewState
from outreach.replies.model import StoredVerdict
from outreach.sending import conversation
from outreach.sending.answer_letters import Recipient
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.model import OutboundMessage

#: How sure a sign must be to say that no person reads an answer. Gateways put weaker ones into what people write.
_SURE = 0.7
_ROBOTS: dict[SignKind, str] = {
    SignKind.AUTO_REPLIED: "a machine wrote it",
    SignKind.AUTO_GENERATED: "a machine wrote it",
    SignKind.SUBJECT_PREFIX: "a machine wrote it",
    SignKind.BULK: "it is bulk mail",
    SignKind.LIST: "it came through a mailing list",
    SignKind.NULL_RETURN_PATH: "its return path is empty",
    SignKind.DAEMON_SENDER: "a mail server wrote it",
    SignKind.ROBOT_SENDER: "nobody reads what comes to that address",
    SignKind.CHALLENGE: "a filter wrote it",
    SignKind.READ_RECEIPT: "it is a read receipt",
    SignKind.DELIVERY_REPORT: "it is a delivery report",
    SignKind.FEEDBACK_REPORT: "it is a complaint report",
}


@dataclass(frozen=True, slots=True)
class Conversation:
    """What an answer goes on with."""

    inbound: InboundMessage
    message: Message
    answered: OutboundMessage
    contact: Contact
    mailbox: SendingMailbox
    recipient: Recipient
    notes: tuple[str, ...]
    language: str


def conversation_about(session: Session, inbound_id: int, rules: SendingRules) -> Conversation:
    """What an answer to this reply goes on with. Raises Refused where nobody may be answered, or NotFound."""
    inbound = inbox.find(session, inbound_id)
    answered = inbox.answered_mail(session, inbound_id)
    if answered is None:
        raise Refused(
            f"Message {inbound_id} answers no mail of ours. `outreach inbox assign` says which it does."
        )
    message = inbox.message_of(inbound)
    _refuse_robots(session, inbound, message)
    contact = session.get_one(Contact, inbound.contact_id or answered.contact_id)
    recipient, notes = _recipient(session, inbound, message, contact, rules)
    return Conversation(
        inbound,
        message,
        answered,
        contact,
        _mailbox(inbound, answered, rules),
        recipient,
        notes,
        language_of(session, inbound_id),
    )


def _mailbox(inbound: InboundMessage, answered: OutboundMessage, rules: SendingRules) -> SendingMailbox:
    """The one that wrote first: a thread never changes its sender. Where it is gone, the one that got the reply."""
    found = rules.mailboxes.get(answered.mailbox) or rules.mailboxes.get(inbound.mailbox)
    if found is None:
        raise Refused(
            f"The mailbox {answered.mailbox}, which holds this conversation, is not in the configuration any more."
        )
    return found


def _recipient(
    session: Session, inbound: InboundMessage, message: Message, contact: Contact, rules: SendingRules
) -> tuple[Recipient, tuple[str, ...]]:
    """Who wrote the reply. Their Reply-To only where it leads to the same company, or to themselves."""
    own = {mailbox.address for mailbox in rules.mailboxes.values()}
    if not inbound.sender_address or inbound.sender_address in own:
        raise Refused(f"Message {inbound.id} does not say who wrote it: there is nobody to answer.")
    writer = Recipient(one_line(message.sender.name, 100), inbound.sender_address)
    notes = []
    if not _is_known(session, writer.address, contact):
        notes.append(f"{writer.address} is new to us: neither the contact's address nor at their company.")
    named = dict.fromkeys(address for each in message.reply_to if (address := _address(each.address)))
    others = [address for address in named if address != writer.address]
    if len(named) == 1 and others:
        (elsewhere,) = others
        may_be = elsewhere not in own and not nobody_reads(elsewhere)
        if may_be and _is_known(session, elsewhere, contact):
            notes.append(f"it goes to {elsewhere}, as their Reply-To asks.")
            return Recipient(one_line(message.reply_to[0].name or writer.name, 100), elsewhere), tuple(notes)
    if others:
        notes.append(f"their Reply-To ({', '.join(map(one_line, others[:3]))}) leads elsewhere: passed over.")
    return writer, tuple(notes)


def _address(text: str) -> str | None:
    try:
        return normalise(text)
    except NotAnAddress:
        return None


def _is_known(session: Session, address: str, contact: Contact) -> bool:
    """Whether an address is the contact's own, or at their company."""
    if address == contact.address:
        return True
    if not is_free_mail(registrable_domain(domain_of(address))):
        return account_at_domain(session, address) == contact.account_id
    behind = contact_at(session, address) or person_behind(session, address, None)
    return behind is not None and behind.id == contact.id


def _refuse_robots(session: Session, inbound: InboundMessage, message: Message) -> None:
    """Robots are never answered (invariant 5, RFC 3834): two programs that do never end."""
    sign = next(
        (each for each in automatic_signs(message) if each.kind in _ROBOTS and each.weight >= _SURE), None
    )
    if sign is not None:
        raise Refused(f"Message {inbound.id} is not answered: {_ROBOTS[sign.kind]} ({one_line(sign.where)}).")
    means = _meaning(session, inbound.id or 0)
    if means in AUTOMATIC:
        raise Refused(
            f"Message {inbound.id} is not answered: it is read as {means.value}. "
            "If a person wrote it, decide so first."
        )


def _meaning(session: Session, inbound_id: int) -> Intent | None:
    """What a person has decided that a message means, else what it was read as."""
    decided = session.exec(
        select(Review).where(Review.inbound_id == inbound_id, Review.state == ReviewState.DECIDED)
    ).first()
    if decided is not None:
        return decided.intent
    read = session.exec(
        select(StoredVerdict)
        .where(StoredVerdict.inbound_id == inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()
    return None if read is None else read.intent


def refuse_noes(session: Session, talk: Conversation) -> None:
    """Raise Refused where anybody in the conversation has said no, or their account gets no mail."""
    addresses = {
        talk.recipient.address,
        talk.inbound.sender_address,
        talk.contact.address,
        talk.answered.recipient,
    }
    for address, reason in sorted(suppressions_of(session, addresses).items()):
        raise Refused(f"{address} is suppressed ({reason.value}): nothing goes to them, an answer neither.")
    account = session.get_one(Account, talk.contact.account_id)
    if not conversation.may_be_answered(account.status):
        raise Refused(f"Their account is {account.status.value}: nothing goes to it, an answer neither.")


def language_of(session: Session, inbound_id: int) -> str:
    """In which language a reply is best answered: its own, else its contact's, else English."""
    verdict = session.exec(
        select(StoredVerdict.language)
        .where(StoredVerdict.inbound_id == inbound_id)
        .order_by(col(StoredVerdict.id).desc())
    ).first()
    answered = inbox.answered_mail(session, inbound_id)
    contact = None if answered is None else session.get(Contact, answered.contact_id)
    return verdict or (contact.language if contact is not None else None) or "en"
