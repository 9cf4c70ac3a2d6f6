"""What a person answers to a reply: drafted from a template, shown, and put into the outbox once.

It goes out of the same outbox as every other mail, with the same promise (never twice, never lost). It is no cold mail:
neither the campaign, nor the run, nor the window, nor the limits of cold mail have a say in it. A no has, always.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of
from outreach.core.errors import NotFound, Refused
from outreach.core.events import Happened
from outreach.core.intents import AUTOMATIC, Intent
from outreach.database import audit, locks
from outreach.database.workspace import workspace_key
from outreach.inbox.matching import bare_subject
from outreach.inbox.message import Message
from outreach.inbox.model import InboundMessage
from outreach.prospects.lists import legal_basis_of
from outreach.prospects.model import Account, Contact, Prospect, ProspectList
from outreach.qualification.answerable import Conversation, conversation_about, language_of, refuse_noes
from outreach.qualification.effects import EffectRules
from outreach.qualification.fitting_templates import fitting_template
from outreach.qualification.meanings import NOT_OURS, Meaning
from outreach.qualification.model import Review
from outreach.sending import by_hand, conversation, outbox
from outreach.sending.answer_letters import (
    FIRST_NUMBER,
    LAST_NUMBER,
    Parent,
    write_answer,
)
from outreach.sending.identity import SendingRules
from outreach.sending.letters import sender_names
from outreach.sending.message_ids import message_id
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sending.outbox import Written
from outreach.sequences.answer_templates import FOLDER, AnswerTemplate, answer_templates
from outreach.sequences.merge_context import AccountNames, ContactNames, MergeContext, SourceNames
from outreach.sequences.model import Enrollment
from outreach.sequences.rendering import render
from outreach.sequences.template_file import TemplateText

__all__ = [
    "AnswerPreview",
    "AnswerTemplate",
    "answer_templates",
    "answers_to",
    "draft_answer",
    "fitting_template",
    "inbound_of_review",
    "language_of",
    "meaning_of_review",
    "preview_answer",
    "queue_answer",
    "withdraw_answer",
]

#: An answer that is still on its way, or of which nobody knows whether it arrived.
_OPEN = (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.IN_FLIGHT, OutboundState.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class AnswerPreview:
    """An answer as it would go out at this moment."""

    #: `Name <address>`.
    sender: str
    recipient: str
    subject: str
    #: The very bytes.
    raw: bytes
    mailbox: str
    #: What the author should know: a Reply-To that was passed over, a recipient who is new to us.
    notes: tuple[str, ...] = ()
    #: What keeps it from going at once; empty where nothing does.
    waits: tuple[str, ...] = ()


# --- drafts ----------------------------------------------------------------------------------------------------------


def draft_answer(
    session: Session,
    inbound_id: int,
    template: AnswerTemplate | None,
    *,
    rules: EffectRules,
    signed: str = "",
) -> str:
    """The beginning of an answer, for its author to finish: the body, without the quoted reply.

    `signed` is the author's name, where that is not the mailbox's. Raises Refused where nobody may be answered,
    CannotRender or ConfigurationError where the template cannot be filled in.
    """
    talk = conversation_about(session, inbound_id, rules.sending)
    names = sender_names(rules.sending.sender, talk.mailbox)
    if signed:
        names = replace(names, name=signed)
    context = MergeContext(
        contact=_contact_names(talk),
        account=AccountNames(name=session.get_one(Account, talk.contact.account_id).name),
        sender=names,
        original_subject=talk.answered.subject,
        source=_source_of(session, talk.answered),
    )
    text = _BARE.get(talk.language, _BARE["en"]) if template is None else template.text
    return render(text, context).body


_BARE = {
    "en": TemplateText(
        f"{FOLDER}/(none)",
        "en",
        None,
        "Hello{% if contact.given_name %} {{ contact.given_name }}{% endif %},\n\n\n\nBest regards,\n"
        "{{ sender.name }}\n\n-- \n{{ sender.organisation }}, {{ sender.postal_address }}\n",
    ),
    "ru": TemplateText(
        f"{FOLDER}/(none)",
        "ru",
        None,
        "Здравствуйте{% if contact.given_name %}, {{ contact.given_name }}{% endif %}!\n\n\n\nС уважением,\n"
        "{{ sender.name }}\n\n-- \n{{ sender.organisation }}, {{ sender.postal_address }}\n",
    ),
}


# --- the outbox ------------------------------------------------------------------------------------------------------


def preview_answer(
    session: Session,
    inbound_id: int,
    body: str,
    *,
    rules: EffectRules,
    now: datetime,
    cc: tuple[str, str] | None = None,
) -> AnswerPreview:
    """The very bytes that `queue_answer` would put into the outbox at the same `now`. Raises Refused as that does."""
    talk = conversation_about(session, inbound_id, rules.sending)
    refuse_noes(session, talk)
    _refuse_second(session, inbound_id)
    written, _, _ = _write(session, talk, body, now, cc)
    return AnswerPreview(
        sender=f"{talk.mailbox.from_name} <{talk.mailbox.address}>".strip(),
        recipient=f"{talk.recipient.name} <{talk.recipient.address}>".strip(),
        subject=written.subject,
        raw=written.raw,
        mailbox=talk.mailbox.name,
        notes=talk.notes,
        waits=tuple(_waits(session, talk, rules.sending, now)),
    )


def queue_answer(
    session: Session,
    inbound_id: int,
    body: str,
    *,
    actor: str,
    rules: EffectRules,
    now: datetime,
    decide: Intent | None = None,
    cc: tuple[str, str] | None = None,
) -> OutboundMessage:
    """Put an answer to a reply into the outbox, its bytes frozen; with `decide`, say as well what the reply means.

    `cc`: name and address of one of us who stands on copy. The envelope has one recipient: they are to get it too.

    Raises Refused: to a robot, to somebody who said no, to an account that gets no mail, while an earlier answer to
    the same reply is on its way, or for a body that cannot be sent. Raises NotFound where there is no such reply.
    """
    locks.forbid(session)
    talk = conversation_about(session, inbound_id, rules.sending)
    refuse_noes(session, talk)
    _refuse_second(session, inbound_id)
    if decide in AUTOMATIC:
        raise Refused(f"Message {inbound_id} is not answered: you say yourself that it is {decide.value}.")
    if decide is not None:
        _decide(session, inbound_id, decide, rules, actor, now)
        # It may have been decided that they said no.
        refuse_noes(session, talk)
    written, number, times = _write(session, talk, body, now, cc)
    answered = talk.answered
    mail = OutboundMessage(
        enrollment_id=answered.enrollment_id,
        campaign_id=answered.campaign_id,
        contact_id=talk.contact.id or 0,
        account_id=talk.contact.account_id,
        kind=OutboundKind.ANSWER,
        answers_inbound_id=inbound_id,
        author=actor,
        sequence="",
        step=f"answer-{inbound_id}-{times}",
        step_index=number,
        mailbox=talk.mailbox.name,
        recipient=talk.recipient.address,
        recipient_domain=domain_of(talk.recipient.address),
        opening=False,
        due_at=now,
        message_id=written.message_id,
        subject=written.subject,
        raw=written.raw,
        body=written.body,
        created_at=now,
    )
    session.add(mail)
    session.flush()
    conversation.note(session, Happened.ANSWER_WRITTEN, mail, now, actor=actor)
    _note_in_audit(session, Happened.ANSWER_WRITTEN, mail, actor, now)
    return mail


def withdraw_answer(session: Session, outbound_id: int, *, actor: str, now: datetime) -> None:
    """Take back an answer that has not begun to go out. Raises Refused where it has."""
    locks.forbid(session)
    mail = outbox.find(session, outbound_id)
    session.refresh(mail, with_for_update=True)
    if mail.kind is not OutboundKind.ANSWER:
        raise Refused(f"Mail {outbound_id} is no answer of a person: its campaign decides about it.")
    if mail.state is not OutboundState.QUEUED:
        raise Refused(f"Mail {outbound_id} is {mail.state.value}: it cannot be taken back any more.")
    conversation.withdraw(session, mail, f"taken back by {actor}", now, actor=actor)
    _note_in_audit(session, Happened.ANSWER_WITHDRAWN, mail, actor, now)


def answers_to(session: Session, inbound_id: int) -> list[OutboundMessage]:
    """What was answered to a reply so far, oldest first, whatever became of it."""
    statement = (
        select(OutboundMessage)
        .where(OutboundMessage.answers_inbound_id == inbound_id)
        .order_by(col(OutboundMessage.id))
    )
    return list(session.exec(statement).all())


def inbound_of_review(session: Session, review_id: int) -> int:
    """The reply that a review is about. Raises NotFound."""
    return _review(session, review_id).inbound_id


def meaning_of_review(session: Session, review_id: int) -> Meaning:
    """What a person has said that it means, else what the program takes it for. Raises NotFound."""
    review = _review(session, review_id)
    if review.not_ours:
        return NOT_OURS
    return review.intent or review.proposed


def _review(session: Session, review_id: int) -> Review:
    found = session.get(Review, review_id)
    if found is None:
        raise NotFound(f"There is no review {review_id}. `outreach review list --all` shows them.")
    return found


# --- who, and whether ------------------------------------------------------------------------------------------------


def _refuse_second(session: Session, inbound_id: int) -> None:
    for mail in answers_to(session, inbound_id):
        if mail.state in _OPEN:
            raise Refused(
                f"An answer by {mail.author} to message {inbound_id} is {mail.state.value} (mail {mail.id}). "
                "Wait until it is out, or take it back: `outreach review answer --withdraw`."
            )


def _waits(session: Session, talk: Conversation, rules: SendingRules, now: datetime) -> Iterator[str]:
    if not rules.live:
        yield "live = false in the configuration: it is planned and logged, and leaves when that is true"
    yield from conversation.obstacles(session, talk.mailbox, now)


# --- what it says ----------------------------------------------------------------------------------------------------


def _write(
    session: Session, talk: Conversation, body: str, now: datetime, cc: tuple[str, str] | None
) -> tuple[Written, int, int]:
    """The finished answer, the number in its Message-ID, and which answer to this reply it is."""
    number, own_id = _next_id(session, talk)
    times = len(answers_to(session, talk.inbound.id or 0)) + 1
    message = talk.message
    known_as = talk.answered.provider_message_id or talk.answered.message_id or ""
    parent = Parent(
        message_id=message.message_id,
        references=message.references or message.in_reply_to[:1] or (known_as,),
        subject=bare_subject(message.subject) or bare_subject(talk.answered.subject),
        writer=message.sender.name or message.sender.address,
        written_at=_written_at(message, talk.inbound),
        text=message.text,
        language=talk.language,
    )
    letter = write_answer(body, parent, talk.recipient, talk.mailbox, message_id=own_id, now=now, cc=cc)
    return letter, number, times


def _written_at(message: Message, inbound: InboundMessage) -> datetime:
    """What their mail says, unless it lies in the future of the server that took it."""
    said = message.date
    return said if said is not None and said <= inbound.received_at else inbound.received_at


def _next_id(session: Session, talk: Conversation) -> tuple[int, str]:
    """The next free number of the conversation, and the Message-ID that it makes: recognised as ours when answered."""
    run = talk.answered.enrollment_id
    last = session.exec(
        select(sa.func.max(OutboundMessage.step_index)).where(
            OutboundMessage.enrollment_id == run, OutboundMessage.kind == OutboundKind.ANSWER
        )
    ).one()
    key = workspace_key(session)
    for number in range(FIRST_NUMBER if last is None else last + 1, LAST_NUMBER + 1):
        own_id = message_id(
            key,
            mailbox_address=talk.mailbox.address,
            enrollment_id=run,
            step_index=number,
            recipient=talk.recipient.address,
        )
        # A database that was restored from a backup may have given it out before.
        if not by_hand.is_noted(session, talk.mailbox.name, own_id):
            return number, own_id
    raise Refused("This conversation has had so many answers that it has to go on in a mail program.")


def _contact_names(talk: Conversation) -> ContactNames:
    contact = talk.contact
    return ContactNames(
        address=talk.recipient.address,
        name=contact.name or talk.recipient.name,
        given_name=contact.given_name,
        family_name=contact.family_name,
        title=contact.title,
        language=contact.language,
        fields=contact.fields,
    )


def _source_of(session: Session, answered: OutboundMessage) -> SourceNames:
    """Where we have their address from (GDPR, Art. 14 and 15): a colleague, else the list that had it first."""
    run = session.get_one(Enrollment, answered.enrollment_id)
    if run.referrer_id is not None:
        referrer = session.get_one(Contact, run.referrer_id)
        return SourceNames(referrer=referrer.name or referrer.address)
    row = session.exec(
        select(Prospect, ProspectList)
        .join(ProspectList, col(ProspectList.id) == col(Prospect.list_id))
        .where(Prospect.contact_id == answered.contact_id)
        .order_by(col(Prospect.created_at), col(Prospect.list_id))
    ).first()
    if row is None:
        return SourceNames()
    prospect, listed = row
    return SourceNames(
        list=listed.name,
        kind=listed.source.value,
        since=f"{prospect.created_at:%Y-%m-%d}",
        # Theirs, and not the list's: nobody is told that they had agreed because a colleague had.
        legal_basis=next(iter(legal_basis_of(session, [answered.contact_id])[answered.contact_id]), ""),
    )


def _decide(
    session: Session, inbound_id: int, intent: Intent, rules: EffectRules, actor: str, now: datetime
) -> None:
    from outreach.qualification.reviewing import decide

    review = session.exec(select(Review).where(Review.inbound_id == inbound_id)).first()
    if review is None or review.id is None:
        raise Refused(f"Message {inbound_id} awaits no decision.")
    decide(session, review.id, intent, rules, actor=actor, people=None, now=now)


def _note_in_audit(
    session: Session, kind: Happened, mail: OutboundMessage, actor: str, now: datetime
) -> None:
    audit.note(
        session,
        kind.value,
        actor=actor,
        at=now,
        subject=audit.subject_of(session, mail.recipient),
        mail=mail.id,
        inbound=mail.answers_inbound_id,
    )
