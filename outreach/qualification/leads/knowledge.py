"""What the database knows of leads beside their answers: what they did in mail, how they fit, when they last spoke."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.intents import AUTOMATIC, Intent
from outreach.inbox.model import InboundMessage
from outreach.prospects import ideal_customer
from outreach.prospects.ideal_customer import Profile
from outreach.prospects.model import Account, AccountDomain, Contact, IdealCustomerVersion, Source
from outreach.qualification.leads.model import Lead, LeadNote
from outreach.qualification.leads.scoring import Known
from outreach.qualification.model import Review, ReviewState
from outreach.replies.model import StoredVerdict
from outreach.sequences.model import Task, TaskKind, TaskState

#: A reviewer who says one of these has read the reply, and says that it is them.
CONFIRMS = frozenset({Intent.INTERESTED, Intent.RIGHT_PERSON, Intent.QUESTION})

_AT_ONCE = 500


@dataclass(slots=True)
class _Letters:
    """What one person wrote, as far as a person or the program has read it."""

    intents: list[Intent] = field(default_factory=list)
    confirmed: bool = False
    gave_number: bool = False
    last_at: datetime | None = None


def known_of(session: Session, leads: Sequence[Lead]) -> dict[int, Known]:
    """What is known of each of these leads, by its id."""
    known: dict[int, Known] = {}
    for at in range(0, len(leads), _AT_ONCE):
        known.update(_known(session, leads[at : at + _AT_ONCE]))
    return known


def _known(session: Session, leads: Sequence[Lead]) -> dict[int, Known]:
    letters = _letters(session, {lead.contact_id for lead in leads})
    spoken = _spoken(session, leads)
    grades = grades_of(session, {lead.contact_id for lead in leads})
    known = {}
    for lead in leads:
        wrote = letters[lead.contact_id]
        words = (lead.created_at, wrote.last_at, spoken.get(lead.id or 0))
        known[lead.id or 0] = Known(
            facts=_facts(lead, wrote),
            grade=grades.get(lead.contact_id, ""),
            last_word_at=max(each for each in words if each is not None),
        )
    return known


def _facts(lead: Lead, wrote: _Letters) -> frozenset[str]:
    so = {
        "answered": bool(wrote.intents),
        "answered_again": len(wrote.intents) > 1,
        "asked_question": Intent.QUESTION in wrote.intents,
        "wants_to_talk": Intent.INTERESTED in wrote.intents,
        "gave_number": wrote.gave_number,
        "confirmed": wrote.confirmed,
        "inquired": lead.source is not Source.SPEAR,
    }
    return frozenset(fact for fact, is_so in so.items() if is_so)


def _letters(session: Session, contact_ids: Iterable[int]) -> defaultdict[int, _Letters]:
    """What these people wrote. A later reading of a message counts in place of an earlier one."""
    statement = (
        sa.select(
            col(InboundMessage.id),
            col(InboundMessage.contact_id),
            col(InboundMessage.received_at),
            col(StoredVerdict.intent),
            col(StoredVerdict.visible_text).is_not(None).label("is_written"),
            col(StoredVerdict.findings),
            col(Review.state),
            col(Review.intent).label("decided"),
            col(Review.decided_by),
        )
        .join(StoredVerdict, col(StoredVerdict.inbound_id) == col(InboundMessage.id))
        .outerjoin(Review, col(Review.inbound_id) == col(InboundMessage.id))
        .where(col(InboundMessage.contact_id).in_(sorted(contact_ids)))
        .order_by(col(StoredVerdict.id))
    )
    newest = {row.id: row for row in session.execute(statement)}
    letters: defaultdict[int, _Letters] = defaultdict(_Letters)
    for row in sorted(newest.values(), key=lambda each: each.received_at):
        is_decided = row.state is ReviewState.DECIDED
        intent = row.decided if is_decided and row.decided is not None else row.intent
        if not row.is_written or intent in AUTOMATIC or intent is Intent.OTHER:
            continue
        wrote = letters[row.contact_id]
        wrote.intents.append(intent)
        wrote.last_at = row.received_at
        wrote.gave_number = wrote.gave_number or bool(row.findings.get("callback_phone"))
        wrote.confirmed = wrote.confirmed or (is_decided and intent in CONFIRMS)
    return letters


def _spoken(session: Session, leads: Sequence[Lead]) -> dict[int, datetime]:
    """When somebody last spoke to them, as far as it was written down: a note of a call, or a call that was a task."""
    ids = [lead.id for lead in leads]
    noted = sa.select(col(LeadNote.lead_id), sa.func.max(col(LeadNote.at))).where(
        col(LeadNote.lead_id).in_(ids), col(LeadNote.is_call)
    )
    last: dict[int, datetime] = dict(session.execute(noted.group_by(col(LeadNote.lead_id))).all())
    contacts = [lead.contact_id for lead in leads]
    called = sa.select(col(Task.contact_id), sa.func.max(col(Task.done_at))).where(
        col(Task.contact_id).in_(contacts),
        col(Task.kind).in_((TaskKind.CALL, TaskKind.CALL_BACK)),
        col(Task.state) == TaskState.DONE,
    )
    by_contact = dict(session.execute(called.group_by(col(Task.contact_id))).all())
    for lead in leads:
        done_at = by_contact.get(lead.contact_id)
        if done_at is not None:
            last[lead.id or 0] = max(done_at, last.get(lead.id or 0, done_at))
    return last


def grades_of(session: Session, contact_ids: Iterable[int]) -> dict[int, str]:
    """How well each fits the newest ideal customer profile that was taken up; empty where there is none."""
    version = session.exec(
        select(IdealCustomerVersion).order_by(col(IdealCustomerVersion.version).desc())
    ).first()
    ids = sorted(contact_ids)
    if version is None or not ids:
        return {}
    profile = Profile.from_json(version.profile)
    rows = session.exec(
        select(Contact, Account)
        .join(Account, col(Account.id) == col(Contact.account_id))
        .where(col(Contact.id).in_(ids))
    ).all()
    domains = _domains_of(session, {account.id or 0 for _, account in rows})
    return {
        contact.id or 0: ideal_customer.grade(
            profile, ideal_customer.facts_of(contact, account, domains.get(account.id or 0, ()))
        ).letter.value
        for contact, account in rows
    }


def _domains_of(session: Session, account_ids: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    statement = select(AccountDomain).where(col(AccountDomain.account_id).in_(sorted(account_ids)))
    for row in session.exec(statement.order_by(col(AccountDomain.domain))).all():
        found[row.account_id] = (*found.get(row.account_id, ()), row.domain)
    return found
