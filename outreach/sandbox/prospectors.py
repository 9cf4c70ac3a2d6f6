"""Rita and Pavel: they read what awaits a person, answer, and follow those whom replies named.

They know what somebody means: they read it, as a person does. Everything goes through the services of the commands.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.core.intents import Intent
from outreach.inbox import service as inbox
from outreach.inbox.model import InboundMessage
from outreach.prospects.model import Contact
from outreach.qualification import answering, queue
from outreach.qualification.meanings import NOT_OURS, Meaning
from outreach.qualification.model import Review, ReviewState
from outreach.qualification.reviewing import decide
from outreach.referrals import service as referrals
from outreach.referrals.model import Referral, ReferralState
from outreach.replies.verdict import Person, Via
from outreach.sandbox.office import Hours, Job, Office
from outreach.sandbox.scheduled import Named, Truth
from outreach.sandbox.written_by_us import filled

#: From a reply to the decision on it.
DECIDED_WITHIN: Hours = (0.5, 9)
#: From a named colleague to the word that they may be written to.
APPROVED_WITHIN: Hours = (1, 20)
#: From a named colleague without an address to the call to the switchboard.
FOUND_WITHIN: Hours = (20, 70)

#: How often somebody says "later" to a reply at first.
PUT_OFF = 0.1
#: Of those named without an address, how many the switchboard helps us to.
SWITCHBOARD_HELPS = 0.6
#: How often a reply is answered by which of us: the others are called, or need nothing.
ANSWERED: Mapping[Meaning, float] = {
    Intent.INTERESTED: 1.0,
    Intent.QUESTION: 1.0,
    Intent.RIGHT_PERSON: 1.0,
    Intent.REFERRAL: 0.4,
}

_MORNING_AFTER: Hours = (17, 22)
_WAITING = (ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS)
#: What a question is about, by the words in it; else they want to know what it is about.
_QUESTIONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("cost", "стоит"), "what-does-it-cost"),
    (("my address", "мой адрес"), "where-from"),
)


def jobs(session: Session, office: Office) -> Iterator[Job]:
    """Everything that waits for one of them."""
    yield from _reviews(session, office)
    yield from _referrals(session, office)


# --- what awaits review ---------------------------------------------------------------------------------------------


def _reviews(session: Session, office: Office) -> Iterator[Job]:
    waiting = (
        select(Review, InboundMessage)
        .join(InboundMessage, col(InboundMessage.id) == col(Review.inbound_id))
        .options(defer(InboundMessage.raw))  # type: ignore[arg-type]
        .where(Review.state == ReviewState.WAITING, col(InboundMessage.received_at) < office.left_from)
    )
    for review, message in session.exec(waiting).all():
        truth = office.truth_of(message.message_id)
        if truth is None:
            continue
        key = message.message_id or ""
        actor = office.owner_of(message.mailbox)
        at = office.after(message.received_at, DECIDED_WITHIN, "review", key)
        if review.snoozed_until is not None:
            at = review.snoozed_until
        elif office.chance("put off", key) < PUT_OFF:
            yield Job(at, f"put off {key}", partial(_put_off, office, actor, review.id or 0, key))
            continue
        yield Job(at, f"review {key}", partial(_review, office, actor, review.id or 0, truth, key))


def _put_off(office: Office, actor: str, review_id: int, key: str, now: datetime) -> None:
    until = office.after(now, _MORNING_AFTER, "put off", key)
    with office.database.writing() as session:
        queue.snooze(session, review_id, until, actor=actor, now=now)


def _review(office: Office, actor: str, review_id: int, truth: Truth, key: str, now: datetime) -> None:
    """Decide what it means; and answer in the same go, where that is worth a line."""
    meaning: Meaning = NOT_OURS if truth.intent is Intent.OTHER else truth.intent
    if office.chance("answer", key) < ANSWERED.get(meaning, 0.0):
        try:
            _answer(office, actor, review_id, truth, now)
        except Refused:
            # Such as somebody who wrote from an address that may not be written to: then it is only decided.
            pass
        else:
            return
    with office.database.writing() as session:
        _decide(session, office, actor, review_id, truth, now)


def _decide(
    session: Session, office: Office, actor: str, review_id: int, truth: Truth, now: datetime
) -> None:
    decide(
        session,
        review_id,
        NOT_OURS if truth.intent is Intent.OTHER else truth.intent,
        office.effects,
        actor=actor,
        people=_people(truth),
        resume_on=_day_ahead(truth, now),
        now=now,
    )


def _answer(office: Office, actor: str, review_id: int, truth: Truth, now: datetime) -> None:
    """As `review answer ID --decide INTENT --yes`: the draft is finished, and goes into the outbox."""
    with office.database.reading() as session:
        inbound_id = answering.inbound_of_review(session, review_id)
        language = answering.language_of(session, inbound_id)
        name = _template(session, inbound_id, truth.intent)
        templates = answering.answer_templates(office.config.templates, language)
        template = next((each for each in templates if each.name == name), None)
        body = filled(answering.draft_answer(session, inbound_id, template, rules=office.effects))
    with office.database.writing() as session:
        # Whom they name is said with the decision, which an answer cannot.
        if truth.named:
            _decide(session, office, actor, review_id, truth, now)
        answering.queue_answer(
            session,
            inbound_id,
            body,
            actor=actor,
            rules=office.effects,
            now=now,
            decide=None if truth.named else truth.intent,
        )


def _template(session: Session, inbound_id: int, intent: Intent) -> str | None:
    if intent is not Intent.QUESTION:
        return answering.fitting_template(intent)
    text = inbox.message_of(inbox.find(session, inbound_id)).text.casefold()
    found = (name for words, name in _QUESTIONS if any(word in text for word in words))
    return next(found, "what-is-it-about")


def _people(truth: Truth) -> tuple[Person, ...] | None:
    """Whom a reader would write down; None: nobody is named in person, or only by a machine."""
    if truth.intent not in (Intent.REFERRAL, Intent.LEFT_COMPANY):
        return None
    return tuple(map(_person, truth.named)) or None


def _person(named: Named) -> Person:
    via = {"cc": Via.CC, "forwarded": Via.FORWARDED}.get(named.via, Via.TEXT)
    return Person(name=named.name, email=named.address, phone=named.phone, via=via)


def _day_ahead(truth: Truth, now: datetime) -> date | None:
    day = truth.resume_on or truth.return_on
    return day if day is not None and day > now.date() else None


# --- whom replies named ---------------------------------------------------------------------------------------------


def _referrals(session: Session, office: Office) -> Iterator[Job]:
    waiting = (
        select(Referral, Contact, InboundMessage.mailbox)
        .join(Contact, col(Contact.id) == col(Referral.referrer_id))
        .join(InboundMessage, col(InboundMessage.id) == col(Referral.inbound_id))
        .where(col(Referral.state).in_(_WAITING), col(Referral.created_at) < office.left_from)
    )
    for referral, referrer, mailbox in session.exec(waiting).all():
        key = f"{referrer.address} {referral.name} {referral.email}"
        actor, number = office.owner_of(mailbox), referral.id or 0
        if referral.state is ReferralState.PROPOSED:
            at = office.after(referral.created_at, APPROVED_WITHIN, "referral", key)
            yield Job(at, f"referral {key}", partial(_follow, office, actor, number, None))
        elif referral.via != "forwarded":
            at = office.after(referral.created_at, FOUND_WITHIN, "referral", key)
            yield Job(at, f"find {key}", partial(_find, office, actor, number, referrer.address, key))


def _find(office: Office, actor: str, referral_id: int, referrer: str, key: str, now: datetime) -> None:
    """Call the switchboard."""
    known: Any = office.world.population.everybody.get(referrer)
    colleague = None if known is None else known.colleague
    if colleague is None or office.chance("switchboard", key) >= SWITCHBOARD_HELPS:
        _refuse(office, actor, referral_id, "the switchboard gives out no addresses", now)
    else:
        _follow(office, actor, referral_id, colleague.address, now)


def _follow(office: Office, actor: str, referral_id: int, email: str | None, now: datetime) -> None:
    try:
        with office.database.writing() as session:
            referrals.approve(
                session, referral_id, office.effects.referrals, email=email, actor=actor, now=now
            )
    except Refused as refused:
        _refuse(office, actor, referral_id, str(refused).split(": ", 1)[-1], now)


def _refuse(office: Office, actor: str, referral_id: int, reason: str, now: datetime) -> None:
    with office.database.writing() as session:
        referrals.refuse(session, referral_id, reason=reason, actor=actor, now=now)
