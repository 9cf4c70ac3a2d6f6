"""One review opened: everything that a person wants to see before they decide, as plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from outreach.core.intents import Intent
from outreach.core.untrusted import one_line
from outreach.inbox import service as inbox
from outreach.inbox.model import Answer, InboundMessage
from outreach.prospects.model import Account, Contact
from outreach.qualification.model import Review, ReviewNote, ReviewState
from outreach.qualification.queue import QueueItem, find_review, item_of, items_where, name_of
from outreach.qualification.service import verdict_of
from outreach.referrals.model import Referral
from outreach.replies.model import StoredVerdict
from outreach.replies.second_reader import RULE as SECOND_READER
from outreach.replies.verdict import Hit, Person, Verdict
from outreach.sending.model import OutboundMessage
from outreach.sequences import enrolling
from outreach.sequences.model import Campaign

#: Of the thread: the newest.
_MOST_MAILS = 40
_MOST_COLLEAGUES = 50


@dataclass(frozen=True, slots=True)
class ThreadMail:
    """One mail of the conversation: ours, or theirs."""

    at: datetime
    ours: bool
    sender: str
    subject: str
    #: Of theirs: what they newly wrote.
    text: str
    #: Whether it is the message under review.
    is_this: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at the account that we wrote to, the recipient among them."""

    address: str
    name: str
    title: str
    #: "who-handles-sales in spring: paused", the newest run first.
    runs: tuple[str, ...]
    is_recipient: bool
    is_writer: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A referral that is kept of this message."""

    referral_id: int
    name: str
    email: str
    phone: str
    title: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    written_by: str
    written_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Texts of several lines are as they came: whoever shows them passes them through `untrusted.printable`."""

    item: QueueItem
    #: Of the contact whom we wrote to; None where the message answers nothing of ours.
    contact_title: str
    contact_phone: str
    mailbox: str
    #: Our mail that it answers: "ask to ana@acme.example: who handles sales?"; "" where it answers none.
    answers: str
    #: How it was recognised as an answer (MatchedBy); None: it was not.
    matched_by: str | None
    #: What the writer newly wrote; for a machine, all of it.
    new_text: str
    #: All of the message, quoted text and signature included.
    full_text: str
    #: The rules that fired, each with the words of the text that it rests on.
    evidence: tuple[Hit, ...]
    #: Why a person is asked, one phrase each.
    doubts: tuple[str, ...]
    #: Whom the reply names, and stand-ins and successors.
    people: tuple[Person, ...]
    alternates: tuple[Person, ...]
    #: The day from which on to write again, as the reply says it.
    resume_on: date | None
    callback_phone: str
    language: str
    #: What a second reader takes it for, and on what words; None where none was asked.
    second_opinion: tuple[Intent, str] | None
    thread: tuple[ThreadMail, ...]
    colleagues: tuple[Colleague, ...]
    #: Referrals that are kept of this message already.
    named: tuple[Named, ...]
    notes: tuple[Note, ...]
    #: What else waits of the same account.
    other_reviews: tuple[QueueItem, ...]


def item(session: Session, review_id: int) -> Opened:
    """Everything to decide on. Raises NotFound."""
    review = find_review(session, review_id)
    inbound = inbox.find(session, review.inbound_id)
    verdict = verdict_of(session, review.inbound_id) or Verdict()
    answered = inbox.answered_mail(session, review.inbound_id)
    contact = None if answered is None else session.get_one(Contact, answered.contact_id)
    full_text = _text_of(inbound)
    return Opened(
        item=item_of(session, review_id),
        contact_title="" if contact is None else one_line(contact.title),
        contact_phone="" if contact is None else one_line(contact.phone),
        mailbox=inbound.mailbox,
        answers=""
        if answered is None
        else one_line(f"{answered.step} to {answered.recipient}: {answered.subject}", 300),
        matched_by=inbound.matched_by,
        new_text=verdict.visible_text or full_text,
        full_text=full_text,
        evidence=verdict.evidence,
        doubts=verdict.doubts or ((review.why,) if review.why else ()),
        people=verdict.referrals,
        alternates=verdict.alternates,
        resume_on=verdict.return_date or verdict.resume_date,
        callback_phone=one_line(verdict.callback_phone or "", 60),
        language=verdict.language,
        second_opinion=_second_opinion(verdict),
        thread=() if contact is None else tuple(_thread(session, contact, inbound)),
        colleagues=() if contact is None else tuple(_colleagues(session, contact, inbound.contact_id)),
        named=tuple(_named(session, review.inbound_id)),
        notes=tuple(_notes(session, review_id)),
        other_reviews=() if contact is None else tuple(_others(session, review, contact)),
    )


def _text_of(inbound: InboundMessage) -> str:
    """All of its text; "" where nothing can read it."""
    try:
        return inbox.message_of(inbound).text
    except Exception:
        # What was set aside is here because it could not be read. It is decided on all the same.
        return ""


def _second_opinion(verdict: Verdict) -> tuple[Intent, str] | None:
    said = [(hit.intent, hit.text) for hit in verdict.evidence if hit.rule == SECOND_READER]
    return said[-1] if said else None


def _thread(session: Session, contact: Contact, this: InboundMessage) -> list[ThreadMail]:
    """What went to the contact, and what came back, in the order of time."""
    ours = session.exec(
        select(OutboundMessage)
        .where(OutboundMessage.contact_id == contact.id, col(OutboundMessage.in_flight_at).is_not(None))
        .order_by(col(OutboundMessage.in_flight_at).desc())
        .limit(_MOST_MAILS)
    ).all()
    theirs = session.exec(
        select(InboundMessage)
        .options(defer(InboundMessage.raw))  # type: ignore[arg-type]
        .join(Answer, col(Answer.inbound_id) == col(InboundMessage.id))
        .where(col(Answer.outbound_id).in_([mail.id for mail in ours]))
        .order_by(col(InboundMessage.received_at).desc())
        .limit(_MOST_MAILS)
    ).all()
    said = _said(session, theirs)
    mails = [
        ThreadMail(
            mail.sent_at or mail.in_flight_at or mail.due_at, True, mail.mailbox, mail.subject, mail.body
        )
        for mail in ours
    ]
    mails += [
        ThreadMail(
            each.received_at, False, each.sender, each.subject, said.get(each.id, ""), each.id == this.id
        )
        for each in theirs
    ]
    return sorted(mails, key=lambda mail: mail.at)[-_MOST_MAILS:]


def _said(session: Session, messages: Sequence[InboundMessage]) -> dict[int | None, str]:
    ids = [each.id for each in messages]
    statement = (
        select(StoredVerdict.inbound_id, StoredVerdict.visible_text)
        .where(col(StoredVerdict.inbound_id).in_(ids))
        .order_by(col(StoredVerdict.id))
    )
    return {inbound_id: text or "" for inbound_id, text in session.exec(statement).all()}


def _colleagues(session: Session, contact: Contact, writer_id: int | None) -> Iterator[Colleague]:
    """Who is known at the account, who we wrote to first."""
    people = session.exec(
        select(Contact)
        .where(Contact.account_id == contact.account_id)
        .order_by(col(Contact.id) != contact.id, col(Contact.id))
        .limit(_MOST_COLLEAGUES)
    ).all()
    runs = enrolling.runs_of(session, [person.id or 0 for person in people])
    campaigns = {campaign.id: campaign.name for campaign in session.exec(select(Campaign)).all()}
    for person in people:
        yield Colleague(
            address=person.address,
            name=name_of(person),
            title=one_line(person.title),
            runs=tuple(
                f"{run.sequence} in {campaigns.get(run.campaign_id, '?')}: {run.state.value}"
                for run in runs.get(person.id or 0, ())
            ),
            is_recipient=person.id == contact.id,
            is_writer=person.id == writer_id,
        )


def _named(session: Session, inbound_id: int) -> Iterator[Named]:
    kept = select(Referral).where(Referral.inbound_id == inbound_id).order_by(col(Referral.id))
    for each in session.exec(kept).all():
        yield Named(
            each.id or 0, each.name, each.email, each.phone, each.title, each.state.value, each.reason
        )


def _notes(session: Session, review_id: int) -> Iterator[Note]:
    written = select(ReviewNote).where(ReviewNote.review_id == review_id).order_by(col(ReviewNote.id))
    for each in session.exec(written).all():
        yield Note(each.written_by, each.written_at, each.text)


def _others(session: Session, review: Review, contact: Contact) -> list[QueueItem]:
    """What waits beside it, of anybody at the account."""
    return items_where(
        session,
        col(Review.state) == ReviewState.WAITING,
        col(Review.id) != review.id,
        col(Account.id) == contact.account_id,
    )
