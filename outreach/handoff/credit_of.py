"""What the database knows of where leads came from and what they came to, for `credit`."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.handoff import outcomes
from outreach.handoff.credit import Confirmation, Hop, LeadFacts, OurMail
from outreach.handoff.money import added
from outreach.handoff.outcome_model import Contract, Payment
from outreach.handoff.team import Team, person_called
from outreach.inbox.model import Answer
from outreach.prospects.costs import Cost
from outreach.prospects.model import Contact, ProspectList
from outreach.qualification.leads.model import Lead, LeadEvent, LeadMove, LeadState
from outreach.qualification.leads.opening import chain_to
from outreach.referrals.model import Referral
from outreach.sending.model import OutboundMessage
from outreach.sequences.model import Campaign

_AT_ONCE = 500
#: What a row of the lead itself can say of a segment, beside the columns of its list.
_OWN_FIELDS: dict[str, Callable[[Contact], str]] = {
    "country": lambda contact: contact.country or "",
    "language": lambda contact: contact.language or "",
    "title": lambda contact: contact.title,
}


def facts_of(session: Session, leads: Sequence[Lead], *, team: Team, segment: str = "") -> list[LeadFacts]:
    """Where each of these leads came from, and what it came to. `segment`: the column of its list to go by."""
    ids = [lead.id or 0 for lead in leads]
    confirmations = confirmations_of(session, team)
    contracts = {each.lead_id: each for each in session.exec(select(Contract)).all()}
    paid = _paid(session)
    lists = _names(session, ProspectList)
    campaigns = _names(session, Campaign)
    mails = _mails_answered(session, [lead.inbound_id for lead in leads if lead.inbound_id is not None])
    contacts = _contacts(session, leads) if segment else {}
    return [
        LeadFacts(
            lead=number,
            source=lead.source.value,
            list=lists.get(lead.list_id or 0, ""),
            campaign=campaigns.get(lead.campaign_id or 0, ""),
            segment=_segment(contacts[lead.contact_id], segment) if segment else "",
            finder=person_called(lead.finder),
            mail=mails.get(lead.inbound_id or 0),
            chain=_chain(session, lead),
            confirmation=confirmations.get(number),
            is_won=lead.state is LeadState.WON,
            contracted={} if number not in contracts else _contracted(contracts[number]),
            paid=paid.get(number, {}),
        )
        for number, lead in zip(ids, leads, strict=True)
    ]


def all_leads(session: Session) -> list[Lead]:
    return list(session.exec(select(Lead).order_by(col(Lead.id))).all())


def confirmations_of(session: Session, team: Team) -> dict[int, Confirmation]:
    """The confirmation of each lead that stands: nobody has sent it back since."""
    statement = (
        select(LeadMove, Lead.finder)
        .join(Lead, col(Lead.id) == col(LeadMove.lead_id))
        .where(col(LeadMove.event).in_((LeadEvent.CONFIRMED, LeadEvent.RETURNED)))
        .order_by(col(LeadMove.id))
    )
    standing: dict[int, Confirmation] = {}
    for move, finder in session.exec(statement).all():
        if move.event is LeadEvent.RETURNED:
            standing.pop(move.lead_id, None)
        else:
            own = team.are_one(move.actor, finder)
            standing.setdefault(move.lead_id, Confirmation(move.actor, move.at, own))
    return standing


def costs_of_lists(session: Session) -> dict[str, dict[str, int]]:
    """What each list has cost, where somebody has said."""
    rows = session.exec(select(ProspectList).where(col(ProspectList.cost_cents).is_not(None))).all()
    return {each.name: {each.cost_currency: each.cost_cents or 0} for each in rows}


def _contracted(contract: Contract) -> dict[str, int]:
    return {contract.currency: contract.amount_cents}


def _paid(session: Session) -> dict[int, dict[str, int]]:
    """What was paid on each lead, corrections reckoned in."""
    by_lead: defaultdict[int, list[Payment]] = defaultdict(list)
    for each in session.exec(select(Payment).order_by(col(Payment.id))).all():
        by_lead[each.lead_id].append(each)
    return {
        lead: added(Cost(each.amount_cents, each.currency) for each in outcomes.standing(payments))
        for lead, payments in by_lead.items()
    }


def _names(session: Session, table: type[ProspectList] | type[Campaign]) -> dict[int, str]:
    rows = session.execute(sa.select(col(table.id), col(table.name))).all()
    return {number: name for number, name in rows if number is not None}


def _contacts(session: Session, leads: Sequence[Lead]) -> dict[int, Contact]:
    ids = [lead.contact_id for lead in leads]
    found: dict[int, Contact] = {}
    for at in range(0, len(ids), _AT_ONCE):
        rows = session.exec(select(Contact).where(col(Contact.id).in_(ids[at : at + _AT_ONCE]))).all()
        found.update({each.id or 0: each for each in rows})
    return found


def _segment(contact: Contact, column: str) -> str:
    own = _OWN_FIELDS.get(column)
    return own(contact) if own is not None else contact.fields.get(column, "")


def _mails_answered(session: Session, inbound_ids: Sequence[int]) -> dict[int, OurMail]:
    """The mail of ours that each of these messages answers."""
    found: dict[int, OurMail] = {}
    for at in range(0, len(inbound_ids), _AT_ONCE):
        statement = (
            sa.select(
                col(Answer.inbound_id),
                col(OutboundMessage.sequence),
                col(OutboundMessage.step),
                col(OutboundMessage.variant),
                col(OutboundMessage.mailbox),
            )
            .join(OutboundMessage, col(OutboundMessage.id) == col(Answer.outbound_id))
            .where(col(Answer.inbound_id).in_(inbound_ids[at : at + _AT_ONCE]))
        )
        found.update({number: OurMail(*mail) for number, *mail in session.execute(statement)})
    return found


def _chain(session: Session, lead: Lead) -> tuple[Hop, ...]:
    """Who sent us to whom until we came to this lead, and by answering what."""
    if lead.referral_id is None:
        return ()
    people = chain_to(session, lead.contact_id)
    return tuple(
        Hop(session.get_one(Contact, sender).address, _mail_behind(session, sender, named))
        for sender, named in pairwise(people)
    )


def _mail_behind(session: Session, sender: int, named: int) -> OurMail | None:
    statement = select(Referral.inbound_id).where(
        Referral.referrer_id == sender, Referral.contact_id == named
    )
    inbound_id = session.exec(statement.order_by(col(Referral.id))).first()
    return None if inbound_id is None else _mails_answered(session, [inbound_id]).get(inbound_id)
