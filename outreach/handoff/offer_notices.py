"""What is told of offers, in the database: taken up, written as the mail or the record that it is, delivered or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.addresses import domain_of
from outreach.core.errors import OutreachError
from outreach.core.untrusted import one_line
from outreach.database.columns import UtcDateTime
from outreach.database.workspace import workspace_key
from outreach.handoff.briefing import mailbox_of, written
from outreach.handoff.crm_fields import record_of
from outreach.handoff.invitation import Meeting, agreed_time, invitation, with_invitation
from outreach.handoff.mail_model import (
    OFFER_NOTICE_TRANSITIONS,
    OfferNotice,
    OfferNoticeEvent,
    OfferNoticeState,
    OfferTold,
    OfferWay,
)
from outreach.handoff.model import Offer
from outreach.handoff.offer_ids import offer_message_id
from outreach.handoff.team import Colleague, Team
from outreach.prospects.model import Contact
from outreach.qualification.leads.model import Lead
from outreach.qualification.notice_retries import next_try
from outreach.sending.compose import Letter, compose
from outreach.sending.identity import SendingMailbox, SendingRules
from outreach.sending.model import OutboundMessage, OutboundState

#: For how long whoever delivers one has it to themselves: longer than any delivery may take.
LEASE = timedelta(minutes=2)
#: How soon it is looked again whether the mail that a copy is of has gone out.
_LOOK_AGAIN = timedelta(minutes=1)

#: The template of each mail; an introduction is a copy of one that is written already.
_TEMPLATES: Mapping[OfferTold, str] = {
    OfferTold.OFFERED: "offered",
    OfferTold.REMINDED: "reminded",
    OfferTold.ACCEPTED: "accepted",
    OfferTold.UNTOUCHED: "untouched",
    OfferTold.WITHDRAWN: "withdrawn",
    OfferTold.HELP: "help",
    OfferTold.NOT_DONE: "not-done",
}
#: A mail to the contact in one of these has not gone out, and may.
_ON_ITS_WAY = (OutboundState.QUEUED, OutboundState.CLAIMED, OutboundState.IN_FLIGHT, OutboundState.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class TellingRules:
    """What telling obeys. `fields`: the columns of the CRM with our fields, as `crm_fields.columns_of` has them."""

    team: Team
    sending: SendingRules
    templates: Path | None = None
    by_mail: bool = True
    by_webhook: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferMail:
    """A finished mail to one of us."""

    mailbox: str
    recipient: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class TakenOffer:
    """A notice that is ours to deliver until its lease ends. `trouble`: why it never can be."""

    notice_id: int
    event_id: str
    kind: OfferTold
    attempts: int
    at: datetime
    offer_id: int
    mail: OfferMail | None = None
    record: Mapping[str, Any] | None = None
    trouble: str = ""


def take_up(session: Session, rules: TellingRules, now: datetime) -> TakenOffer | None:
    """The next notice that is due, counted as tried and ours until the lease ends; None where none is."""
    while (found := session.execute(_NEXT, {"now": now}).scalars().first()) is not None:
        if not _is_wanted(found, rules):
            _end(session, found, OfferNoticeEvent.SPARED, "", now)
        elif not _waits_for_original(session, found, now):
            return _taken(session, found, rules, now)
    return None


def delivered(session: Session, taken: TakenOffer, now: datetime) -> None:
    """Whoever is told has taken it."""
    notice = session.get_one(OfferNotice, taken.notice_id, with_for_update=True)
    _end(session, notice, OfferNoticeEvent.GOT_THROUGH, "", now)


def failed(
    session: Session,
    taken: TakenOffer,
    trouble: str,
    now: datetime,
    *,
    asked_for: float | None = None,
    for_good: bool = False,
) -> None:
    """Nobody took it: it is tried again, or given up."""
    notice = session.get_one(OfferNotice, taken.notice_id, with_for_update=True)
    again = None if for_good else next_try(taken.attempts, now, asked_for=asked_for)
    if again is None:
        _end(session, notice, OfferNoticeEvent.GAVE_UP, trouble, now)
    elif notice.state is OfferNoticeState.WAITING and notice.attempts == taken.attempts:
        notice.due_at, notice.lease_until, notice.trouble = again, None, one_line(trouble)
        session.add(notice)


def _is_wanted(notice: OfferNotice, rules: TellingRules) -> bool:
    if notice.kind is OfferTold.INTRODUCED:
        return True
    return rules.by_mail if notice.way is OfferWay.MAIL else rules.by_webhook


def _waits_for_original(session: Session, notice: OfferNotice, now: datetime) -> bool:
    """A copy goes when its original has gone, and never where that was taken back."""
    if notice.outbound_id is None:
        return False
    original = session.get_one(OutboundMessage, notice.outbound_id)
    if original.state is OutboundState.SENT:
        return False
    if original.state in _ON_ITS_WAY:
        notice.due_at = now + _LOOK_AGAIN
        session.add(notice)
        session.flush()
    else:
        _end(
            session, notice, OfferNoticeEvent.SPARED, f"the mail to the contact: {original.state.value}", now
        )
    return True


def _taken(session: Session, notice: OfferNotice, rules: TellingRules, now: datetime) -> TakenOffer:
    notice.attempts += 1
    notice.lease_until = now + LEASE
    session.add(notice)
    mail, record, trouble = None, None, ""
    lead = session.get_one(Lead, notice.lead_id)
    if notice.way is OfferWay.WEBHOOK:
        record = record_of(session, lead, rules.fields)
    else:
        mail, trouble = _mail(session, notice, lead, rules)
    session.flush()
    return TakenOffer(
        notice_id=notice.id or 0,
        event_id=notice.event_id,
        kind=notice.kind,
        attempts=notice.attempts,
        at=notice.made_at,
        offer_id=notice.offer_id,
        mail=mail,
        record=record,
        trouble=trouble,
    )


def _mail(
    session: Session, notice: OfferNotice, lead: Lead, rules: TellingRules
) -> tuple[OfferMail | None, str]:
    """The mail, or why there can be none."""
    colleague = rules.team.find(notice.salesperson)
    if colleague is None:
        return None, f"{one_line(notice.salesperson, 60)} is nobody in [[team]] any more"
    if notice.outbound_id is not None:
        original = session.get_one(OutboundMessage, notice.outbound_id)
        if not original.raw:
            return None, "the text of the mail to the contact is not kept any more"
        return OfferMail(original.mailbox, colleague.address, original.raw), ""
    mailbox = rules.sending.mailboxes.get(notice.mailbox) or mailbox_of(session, lead, rules.sending)
    if mailbox is None:
        return None, "there is no mailbox to send it from"
    try:
        raw = _composed(session, notice, lead, colleague, mailbox, rules)
    except OutreachError as error:
        return None, str(error)
    return OfferMail(mailbox.name, colleague.address, raw), ""


def _composed(
    session: Session,
    notice: OfferNotice,
    lead: Lead,
    colleague: Colleague,
    mailbox: SendingMailbox,
    rules: TellingRules,
) -> bytes:
    offer = session.get_one(Offer, notice.offer_id)
    said = written(
        session,
        lead,
        colleague,
        mailbox,
        template=_TEMPLATES[notice.kind],
        language=language_for(colleague),
        templates=rules.templates,
        sending=rules.sending,
        offer=offer,
        why=notice.why,
    )
    number = 0 if notice.kind is OfferTold.OFFERED else notice.id or 0
    notice.mailbox = mailbox.name
    notice.message_id = notice.message_id or _own_id(session, offer, number, colleague, mailbox)
    thread = () if number == 0 else (_own_id(session, offer, 0, colleague, mailbox),)
    letter = Letter(
        sender_name=mailbox.from_name,
        sender=mailbox.address,
        recipient_name="",
        recipient=colleague.address,
        subject=one_line(said.subject or f"Lead {lead.id}", 180).replace("=?", "= ?"),
        body=said.body,
        date=notice.made_at.astimezone(ZoneInfo(mailbox.zone)).replace(microsecond=0),
        message_id=notice.message_id,
        thread=thread,
        automatic=True,
    )
    raw = compose(letter)
    if notice.kind is OfferTold.ACCEPTED and lead.next_step and lead.next_step_on is not None:
        raw = with_invitation(raw, _invitation(session, lead, offer, colleague, mailbox, said.body))
    return mailbox.signed(raw, letter.date)


def language_for(colleague: Colleague) -> str | None:
    """The first language that they sell in; None: English."""
    return next(iter(colleague.languages), None)


def _own_id(
    session: Session, offer: Offer, number: int, colleague: Colleague, mailbox: SendingMailbox
) -> str:
    return offer_message_id(
        workspace_key(session),
        mailbox_address=mailbox.address,
        lead_id=offer.lead_id,
        offer_id=offer.id or 0,
        number=number,
        recipient=colleague.address,
    )


def _invitation(
    session: Session,
    lead: Lead,
    offer: Offer,
    colleague: Colleague,
    mailbox: SendingMailbox,
    description: str,
) -> bytes:
    assert lead.next_step_on is not None
    contact = session.get_one(Contact, lead.contact_id)
    return invitation(
        Meeting(
            uid=f"lead-{lead.id}-offer-{offer.id}@{domain_of(mailbox.address)}",
            summary=f"{lead.next_step}: {contact.name or contact.address}",
            description=description,
            on=lead.next_step_on,
            starts=agreed_time(lead.next_step, lead.next_step_on, colleague.hours.zone),
            organiser=mailbox.address,
            attendee=colleague.address,
            attendee_name=colleague.shown_name,
            made_at=offer.offered_at,
        )
    )


def _end(session: Session, notice: OfferNotice, event: OfferNoticeEvent, trouble: str, now: datetime) -> None:
    after = OFFER_NOTICE_TRANSITIONS.get((notice.state, event))
    if after is None:
        return
    notice.state, notice.ended_at, notice.lease_until = after, now, None
    notice.trouble = one_line(trouble)
    session.add(notice)
    session.flush()


def listed(session: Session, *, lead_id: int | None, everything: bool, limit: int) -> list[OfferNotice]:
    """Notices that wait or were given up, with `everything` all of them; the newest first."""
    statement = select(OfferNotice).order_by(col(OfferNotice.id).desc()).limit(limit)
    if lead_id is not None:
        statement = statement.where(OfferNotice.lead_id == lead_id)
    if not everything:
        shown = (OfferNoticeState.WAITING, OfferNoticeState.GIVEN_UP)
        statement = statement.where(col(OfferNotice.state).in_(shown))
    return list(session.exec(statement).all())


_DUE = sa.bindparam("now", type_=UtcDateTime())
_NEXT = (
    sa.select(OfferNotice)
    .where(
        col(OfferNotice.state) == OfferNoticeState.WAITING,
        col(OfferNotice.due_at) <= _DUE,
        sa.or_(col(OfferNotice.lease_until).is_(None), col(OfferNotice.lease_until) <= _DUE),
    )
    .order_by(col(OfferNotice.due_at), col(OfferNotice.id))
    .limit(1)
    .with_for_update(skip_locked=True)
)
