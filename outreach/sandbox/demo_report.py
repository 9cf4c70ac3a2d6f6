"""What the demo tells at its end: the figures stage by stage, and one referral as a story, mail by mail."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import STANDS, Event
from outreach.inbox.model import InboundMessage, InboundState
from outreach.prospects.model import Account, Contact, Prospect, ProspectList
from outreach.qualification.waiting import waiting_for_person
from outreach.referrals.model import Referral, ReferralState
from outreach.replies.listing import newest_verdict
from outreach.sandbox.demo_lists import DIRECTORY, FAIR
from outreach.sandbox.demo_truth import Reading
from outreach.sandbox.demo_work import worked_figures
from outreach.sandbox.facts import Facts
from outreach.sending.model import OutboundKind, OutboundMessage, OutboundState
from outreach.sequences.model import Enrollment

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
    mails_by_ruling: dict[str, int]
    #: What people of ours did, and what became of it; leads are counted once, however often the same happened to them.
    reviews_decided: int
    reviews_put_off: int
    answers_sent: int
    referrals_approved: int
    referrals_refused: int
    inquiries: int
    leads: int
    leads_qualified: int
    leads_nurtured: int
    leads_disqualified: int
    leads_offered: int
    leads_accepted: int
    leads_rejected: int
    leads_let_pass: int
    leads_confirmed: int
    leads_proposed: int
    leads_met: int
    contracts: int
    leads_lost: int
    contracts_cents: int
    payments: int
    paid_cents: int
    currency: str


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


def figures(session: Session, facts: Facts, told: Sequence[Reading] = ()) -> Figures:
    """The figures of all campaigns, and beside them what truly happened."""
    people, times = _people(session), _times(session)
    reached = _reached(session)
    return Figures(
        accounts=_count(session, select(sa.func.count()).select_from(Account)),
        prospects=_count(session, _PROSPECTS),
        people_written_to=_count(
            session,
            select(sa.func.count(sa.distinct(col(OutboundMessage.contact_id)))).where(
                OutboundMessage.state == OutboundState.SENT
            ),
        ),
        mails_sent=times[Happened.MAIL_SENT],
        bounces=_count(session, select(sa.func.count(sa.distinct(col(Event.contact_id)))).where(*_DEAD)),
        automatic_replies=times[Happened.AUTO_REPLIED],
        opt_outs=people[Happened.OPTED_OUT],
        replies=people[Happened.REPLIED],
        response_rate=round(100 * people[Happened.REPLIED] / reached, 1) if reached else None,
        referrals=times[Happened.REFERRED],
        referred_follow_ups_sent=_follow_ups(session),
        referred_follow_ups_answered=times[Happened.REFERRAL_ANSWERED],
        referrals_waiting=_count(
            session,
            select(sa.func.count()).where(
                col(Referral.state).in_((ReferralState.PROPOSED, ReferralState.NEEDS_ADDRESS))
            ),
        ),
        replies_awaiting_review=waiting_for_person(session),
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
        **worked_figures(session),
    )


#: Who asked us by themselves is no prospect, nor is who rests in nurture one once more.
_PROSPECTS = (
    select(sa.func.count())
    .select_from(Prospect)
    .join(ProspectList, col(ProspectList.id) == col(Prospect.list_id))
    .where(col(ProspectList.name).in_((FAIR.name, DIRECTORY.name)))
)
_DEAD = (
    Event.kind == Happened.BOUNCED,
    STANDS,
    col(Event.details)["bounce"].as_string() == "bounce_hard",
    col(Event.contact_id).is_not(None),
)


def _times(session: Session) -> Counter[Happened]:
    """How often each thing happened."""
    rows = session.execute(
        sa.select(col(Event.kind), sa.func.count()).where(STANDS).group_by(col(Event.kind))
    )
    return Counter({Happened(kind): count for kind, count in rows})


def _people(session: Session) -> Counter[Happened]:
    """To how many people each thing happened."""
    rows = session.execute(
        sa.select(col(Event.kind), sa.func.count(sa.distinct(col(Event.contact_id))))
        .where(STANDS)
        .group_by(col(Event.kind))
    )
    return Counter({Happened(kind): count for kind, count in rows})


def _reached(session: Session) -> int:
    """People to whom a mail went whose address is not known to be dead."""
    dead = select(Event.contact_id).where(*_DEAD)
    return _count(
        session,
        select(sa.func.count(sa.distinct(col(Event.contact_id)))).where(
            Event.kind == Happened.MAIL_SENT, STANDS, col(Event.contact_id).not_in(dead)
        ),
    )


def _follow_ups(session: Session) -> int:
    """Colleagues who were named, and to whom a mail went because of it."""
    return _count(
        session,
        select(sa.func.count(sa.distinct(col(Enrollment.contact_id))))
        .join(OutboundMessage, col(OutboundMessage.enrollment_id) == col(Enrollment.id))
        .where(
            col(Enrollment.referrer_id).is_not(None),
            OutboundMessage.state == OutboundState.SENT,
            OutboundMessage.kind == OutboundKind.STEP,
        ),
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
        # What a person answers is no mail of a campaign, and asks no rule.
        .where(
            col(OutboundMessage.state) == OutboundState.SENT, col(OutboundMessage.kind) == OutboundKind.STEP
        )
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
