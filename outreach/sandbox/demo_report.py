"""What the demo tells at its end: the figures stage by stage, and one referral as a story, mail by mail."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.intents import Intent
from outreach.inbox.model import InboundMessage, InboundState
from outreach.prospects.model import Account, Contact, Prospect
from outreach.referrals.model import Referral, ReferralState
from outreach.replies.listing import newest_verdict
from outreach.reporting.status import campaign_status
from outreach.sandbox.demo_truth import Reading
from outreach.sandbox.facts import Facts
from outreach.sending.model import OutboundMessage, OutboundState
from outreach.sequences import campaigns

#: What somebody means who is glad to have been written to.
_GLADLY = (Intent.RIGHT_PERSON, Intent.INTERESTED, Intent.QUESTION)


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a run. People are counted once, however often they wrote."""

    accounts: int
    prospects: int
    people_written_to: int
    mails_sent: int
    bounces: int
    automatic_replies: int
    opt_outs: int
    replies: int
    response_rate: float | None
    referrals: int
    referred_follow_ups_sent: int
    referred_follow_ups_answered: int
    referrals_waiting: int
    replies_awaiting_review: int
    messages_received: int
    messages_unmatched: int
    messages_set_aside: int
    doubtful_mails: int
    #: What the simulated people really did, to hold the counts above against.
    people_who_wrote: int
    people_who_said_no_for_good: int
    #: Answers that somebody or something really gave, on which we acted without asking a person.
    decided_alone: int
    decided_alone_wrongly: int
    #: How many mails went under which country's rule and on what recorded ground, most first: "US: conditions".
    mails_by_ruling: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail of a story."""

    at: datetime
    sender: str
    recipient: str
    subject: str
    text: str
    #: What the program made of it; empty for our own mails.
    understood: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """How one referral went: who sent us to whom, and every mail in its order."""

    people: tuple[str, ...]
    addresses: tuple[str, ...]
    account: str
    letters: tuple[Letter, ...]


def figures(session: Session, campaign: str, facts: Facts, told: Sequence[Reading] = ()) -> Figures:
    """The figures of the demo's campaign, and beside them what truly happened."""
    status = campaign_status(session, campaigns.find(session, campaign))
    return Figures(
        accounts=_count(session, select(sa.func.count()).select_from(Account)),
        prospects=_count(session, select(sa.func.count()).select_from(Prospect)),
        people_written_to=_count(
            session,
            select(sa.func.count(sa.distinct(col(OutboundMessage.contact_id)))).where(
                OutboundMessage.state == OutboundState.SENT
            ),
        ),
        mails_sent=status.sent,
        bounces=status.bounced,
        automatic_replies=status.auto_replied,
        opt_outs=status.opted_out,
        replies=status.replied,
        response_rate=status.response_rate,
        referrals=status.referred,
        referred_follow_ups_sent=status.referral_follow_ups_sent,
        referred_follow_ups_answered=status.referral_answers,
        referrals_waiting=status.referrals_waiting,
        replies_awaiting_review=status.awaiting_review,
        messages_received=_count(session, select(sa.func.count()).select_from(InboundMessage)),
        messages_unmatched=_count(
            session, select(sa.func.count()).where(col(InboundMessage.matched_by).is_(None))
        ),
        messages_set_aside=_count(
            session, select(sa.func.count()).where(InboundMessage.state == InboundState.SET_ASIDE)
        ),
        doubtful_mails=_count(
            session, select(sa.func.count()).where(OutboundMessage.state == OutboundState.DOUBTFUL)
        ),
        people_who_wrote=len(facts.answered),
        people_who_said_no_for_good=len(facts.opted_out),
        decided_alone=sum(each.acted for each in told),
        decided_alone_wrongly=sum(each.acted and each.misread for each in told),
        mails_by_ruling=_mails_by_ruling(session),
    )


def _mails_by_ruling(session: Session) -> dict[str, int]:
    """What was kept with each mail that went out, counted."""
    kept = (
        col(OutboundMessage.law_country),
        col(OutboundMessage.law_decision),
        col(OutboundMessage.law_ground),
    )
    count = sa.func.count()
    rows = session.execute(
        sa.select(*kept, count)
        .where(col(OutboundMessage.state) == OutboundState.SENT)
        .group_by(*kept)
        .order_by(count.desc(), *kept)
    )
    return {
        f"{country or 'unknown'}: {decision}" + (f", {ground} recorded" if ground else ""): mails
        for country, decision, ground, mails in rows
    }


def story(session: Session) -> Story | None:
    """The longest chain of referrals whose last colleague wrote back, from our very first mail on.

    One that ends with somebody who wants to talk is told rather than one that ends with a no.
    """
    answered = session.exec(
        select(Referral)
        .where(Referral.state == ReferralState.ANSWERED)
        .order_by(col(Referral.depth).desc(), col(Referral.id))
    ).all()
    if not answered:
        return None
    referral = next((each for each in answered if _ends_well(session, each)), answered[0])
    people = _chain(session, referral)
    letters = [letter for person in people for letter in _sent_to(session, person)]
    letters += [letter for person in people for letter in _received_from(session, person)]
    account = session.get_one(Account, people[0].account_id)
    return Story(
        people=tuple(map(_person, people)),
        addresses=tuple(person.address for person in people),
        account=account.name,
        letters=tuple(sorted(letters, key=lambda letter: letter.at)),
    )


def _ends_well(session: Session, referral: Referral) -> bool:
    wrote = select(InboundMessage.id).where(InboundMessage.contact_id == referral.contact_id)
    verdicts = [newest_verdict(session, message_id or 0) for message_id in session.exec(wrote).all()]
    return any(verdict is not None and verdict.intent in _GLADLY for verdict in verdicts)


def _chain(session: Session, referral: Referral) -> list[Contact]:
    """Everybody from the first one whom we asked to the last one who was named."""
    people = [session.get_one(Contact, referral.contact_id)]
    named: Referral | None = referral
    while named is not None:
        people.insert(0, session.get_one(Contact, named.referrer_id))
        named = session.exec(select(Referral).where(Referral.contact_id == named.referrer_id)).first()
    return people


def _count(session: Session, statement: Any) -> int:
    return int(session.execute(statement).scalar_one())


def _person(contact: Contact) -> str:
    return f"{contact.name} <{contact.address}>" if contact.name else contact.address


def _sent_to(session: Session, contact: Contact) -> list[Letter]:
    mails = session.exec(
        select(OutboundMessage).where(
            OutboundMessage.contact_id == contact.id, OutboundMessage.state == OutboundState.SENT
        )
    ).all()
    return [
        Letter(mail.sent_at, f"us ({mail.mailbox})", _person(contact), mail.subject, mail.body)
        for mail in mails
        if mail.sent_at is not None
    ]


def _received_from(session: Session, contact: Contact) -> list[Letter]:
    messages = session.exec(select(InboundMessage).where(InboundMessage.contact_id == contact.id)).all()
    letters = []
    for message in messages:
        verdict = newest_verdict(session, message.id or 0)
        if verdict is None:
            continue
        understood = f"{verdict.intent.value}, {verdict.confidence:.0%} sure"
        letters.append(
            Letter(
                message.received_at,
                _person(contact),
                f"us ({message.mailbox})",
                message.subject,
                verdict.visible_text or "(an automatic message)",
                understood,
            )
        )
    return letters
