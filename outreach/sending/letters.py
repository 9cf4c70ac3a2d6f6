"""What a mail of the outbox says: its template, filled in for its contact, in its thread, from its mailbox."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.database.workspace import workspace_key
from outreach.prospects.model import Account, Contact
from outreach.prospects.service import account_domains
from outreach.sending.compose import Letter, compose
from outreach.sending.identity import Sender, SendingMailbox
from outreach.sending.message_ids import message_id
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences.definition import REFERRED_TAG, SequenceDefinition, Step, Thread
from outreach.sequences.merge_context import (
    AccountNames,
    ContactNames,
    MergeContext,
    ReferrerNames,
    SenderNames,
)
from outreach.sequences.model import Enrollment
from outreach.sequences.rendering import render
from outreach.sequences.versions import definition_of

# What stands in References without breaking it (RFC 5322, 3.6.4).
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+@[!-;=?-~]+>\Z")


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A mail as it goes out: the bytes, and what we keep beside them."""

    message_id: str
    subject: str
    body: str
    raw: bytes


def write_mail(
    session: Session,
    enrollment: Enrollment,
    *,
    step_index: int,
    sender: Sender,
    mailbox: SendingMailbox,
    now: datetime,
) -> WrittenMail:
    """Render and compose one step. The same at the same `now`: a preview is the mail.

    Raises CannotRender, Refused, or ConfigurationError where it cannot be made for this contact.
    """
    definition = definition_of(session, enrollment.sequence_version_id)
    step = definition.steps[step_index]
    contact = session.get_one(Contact, enrollment.contact_id)
    referrer = None if enrollment.referrer_id is None else session.get_one(Contact, enrollment.referrer_id)
    _require_referral(definition, enrollment, referrer)
    earlier = _earlier(session, enrollment, definition)
    original = earlier[0].subject if earlier else _subject_referred_from(session, referrer)
    context = MergeContext(
        contact=_contact_names(contact),
        account=_account_names(session, contact),
        sender=_sender_names(sender, mailbox),
        referrer=None if referrer is None else _referrer_names(referrer),
        original_subject=original,
    )
    text = step.variant_for(f"{enrollment.id}").text_for(contact.language)
    rendered = render(text, context)
    ids = tuple(_known_as(mail) for mail in earlier)
    in_thread = step.thread is Thread.SAME and bool(ids)
    subject = _subject(rendered.subject, step, earlier)
    own_id = message_id(
        workspace_key(session),
        mailbox_address=mailbox.address,
        enrollment_id=enrollment.id or 0,
        step_index=step_index,
    )
    letter = Letter(
        sender_name=mailbox.from_name,
        sender=mailbox.address,
        recipient_name=contact.name or f"{contact.given_name} {contact.family_name}".strip(),
        recipient=contact.address,
        subject=subject,
        body=rendered.body,
        date=now.astimezone(ZoneInfo(mailbox.zone)).replace(microsecond=0),
        message_id=own_id,
        thread=ids if in_thread else (),
        # The referrer hears of the first mail; the reminders are between us and the colleague.
        cc=(referrer.name, referrer.address)
        if referrer is not None and definition.cc_referrer and not in_thread
        else None,
        tag=enrollment.tag,
        unsubscribe_mailto=f"{quote(mailbox.address, safe='@+')}?subject=unsubscribe%20{_name_in(own_id)}",
    )
    return WrittenMail(own_id, subject, rendered.body, compose(letter))


def _require_referral(
    definition: SequenceDefinition, enrollment: Enrollment, referrer: Contact | None
) -> None:
    # The database has refused a tag without a stored reply by this referrer; here the file has its say.
    if definition.requires_referral and (enrollment.tag != REFERRED_TAG or referrer is None):
        raise Refused(f'"{definition.name}" is only for a contact whom a stored reply has named.')


def _earlier(
    session: Session, enrollment: Enrollment, definition: SequenceDefinition
) -> list[OutboundMessage]:
    """The thread of this run's first mail as far as it went out, oldest first; what began another is not in it."""
    went_out = session.exec(
        select(OutboundMessage)
        .where(OutboundMessage.enrollment_id == enrollment.id, OutboundMessage.state == OutboundState.SENT)
        .order_by(col(OutboundMessage.step_index))
    ).all()
    return [
        mail
        for mail in went_out
        if mail is went_out[0] or definition.steps[mail.step_index].thread is Thread.SAME
    ]


def _known_as(mail: OutboundMessage) -> str:
    """The Message-ID under which the recipient has the mail: the provider's where that is one, else ours."""
    given = mail.provider_message_id or ""
    return given if _MESSAGE_ID.match(given) else mail.message_id or ""


def _name_in(message_id: str) -> str:
    return message_id[1:-1].partition("@")[0]


def _subject_referred_from(session: Session, referrer: Contact | None) -> str | None:
    if referrer is None:
        return None
    first = session.exec(
        select(OutboundMessage.subject)
        .where(OutboundMessage.contact_id == referrer.id, OutboundMessage.state == OutboundState.SENT)
        .order_by(col(OutboundMessage.id))
    ).first()
    return first or ""


def _subject(rendered: str | None, step: Step, earlier: Sequence[OutboundMessage]) -> str:
    if step.thread is Thread.SAME and earlier:
        first = earlier[0].subject
        return first if first.lower().startswith("re:") else f"Re: {first}"
    if rendered is None:
        raise Refused(f'the step "{step.name}" begins a thread, and its template has no subject.')
    return rendered


def _contact_names(contact: Contact) -> ContactNames:
    return ContactNames(
        address=contact.address,
        name=contact.name,
        given_name=contact.given_name,
        family_name=contact.family_name,
        title=contact.title,
        language=contact.language,
        fields=contact.fields,
    )


def _account_names(session: Session, contact: Contact) -> AccountNames:
    account = session.get_one(Account, contact.account_id)
    domains = account_domains(session, contact.account_id)
    return AccountNames(name=account.name, domain=domains[0] if domains else "")


def _sender_names(sender: Sender, mailbox: SendingMailbox) -> SenderNames:
    return SenderNames(
        name=mailbox.from_name or sender.name,
        organisation=sender.organisation,
        postal_address=sender.postal_address,
        address=mailbox.address,
    )


def _referrer_names(referrer: Contact) -> ReferrerNames:
    return ReferrerNames(
        address=referrer.address,
        name=referrer.name,
        given_name=referrer.given_name,
        family_name=referrer.family_name,
        title=referrer.title,
    )
