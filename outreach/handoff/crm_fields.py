"""What a CRM is told of a lead: one flat record, under the names that the configuration gives its fields."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from outreach.handoff.lead_facts import last_offer
from outreach.handoff.model import Offer, OfferState
from outreach.handoff.outcome_model import Loss
from outreach.handoff.outcomes import contract_of, payments_of, standing
from outreach.prospects.model import Account, AccountDomain, Contact, ProspectList
from outreach.qualification.leads.model import Lead
from outreach.sequences.model import Campaign

#: The fields, with a sentence each. `answer.QUESTION` is what was answered to a question of the lead definition.
CRM_FIELDS: Mapping[str, str] = {
    "lead": "the lead's number; by this outcomes are read back",
    "state": "where it stands",
    "level": "of the lead spectrum, 1 to 5",
    "score": "by the lead definition",
    "name": "the contact's name",
    "given_name": "their given name",
    "family_name": "their family name",
    "title": "their title",
    "address": "their address",
    "phone": "their phone number",
    "language": "their language, as ISO 639-1",
    "account": "their company",
    "domain": "its domain",
    "account_status": "the account's status",
    "source": "seed, net or spear",
    "list": "the list that they came from",
    "campaign": "the campaign that they answered",
    "finder": "who found it",
    "owner": "who works on it",
    "salesperson": "whom it was offered to last",
    "offered_at": "when that was",
    "answered_at": "when they answered",
    "answer": "what became of that offer",
    "reason": "of a rejection: procedural, clerical or definitional",
    "note": "of a rejection: what is wrong",
    "next_step": "what was promised",
    "next_step_on": "for which day",
    "confirmed_at": "when sales confirmed it",
    "amount": "of the contract",
    "currency": "of the contract, as ISO 4217",
    "paid": "what has been paid so far, in that currency",
    "lost_reason": "why it was lost",
    "created_at": "since when it is a lead",
    "ended_at": "when it was over",
}

#: Begins the name of a field that is an answer.
ANSWER_FIELD = "answer."


def is_field(name: str) -> bool:
    """Whether there is such a field; which questions the definition asks is not looked at."""
    return name in CRM_FIELDS or (name.startswith(ANSWER_FIELD) and len(name) > len(ANSWER_FIELD))


def columns_of(mapping: Mapping[str, str]) -> Mapping[str, str]:
    """Each column with its field: what the configuration says, else every field under its own name."""
    return mapping or {name: name for name in CRM_FIELDS}


def record_of(session: Session, lead: Lead, mapping: Mapping[str, str]) -> dict[str, Any]:
    """The lead as one record, by the columns of the CRM."""
    known = _known(session, lead)
    return {
        column: lead.answers.get(field.removeprefix(ANSWER_FIELD), "")
        if field.startswith(ANSWER_FIELD)
        else known.get(field)
        for column, field in columns_of(mapping).items()
    }


def _known(session: Session, lead: Lead) -> dict[str, Any]:
    contact = session.get_one(Contact, lead.contact_id)
    account = session.get_one(Account, lead.account_id)
    domain = session.exec(
        select(AccountDomain.domain)
        .where(AccountDomain.account_id == account.id)
        .order_by(AccountDomain.domain)
    ).first()
    listed = None if lead.list_id is None else session.get(ProspectList, lead.list_id)
    campaign = None if lead.campaign_id is None else session.get(Campaign, lead.campaign_id)
    return {
        "lead": lead.id,
        "state": lead.state.value,
        "level": lead.level,
        "score": lead.score,
        "name": contact.name or f"{contact.given_name} {contact.family_name}".strip(),
        "given_name": contact.given_name,
        "family_name": contact.family_name,
        "title": contact.title,
        "address": contact.address,
        "phone": contact.phone,
        "language": contact.language,
        "account": account.name,
        "domain": domain,
        "account_status": account.status.value,
        "source": lead.source.value,
        "list": None if listed is None else listed.name,
        "campaign": None if campaign is None else campaign.name,
        "finder": lead.finder,
        "owner": lead.owner,
        "next_step": lead.next_step,
        "next_step_on": lead.next_step_on,
        "created_at": lead.created_at,
        "ended_at": lead.ended_at,
        **_of_offer(last_offer(session, lead)),
        **_of_outcome(session, lead),
    }


def _of_offer(offer: Offer | None) -> dict[str, Any]:
    if offer is None:
        return {}
    return {
        "salesperson": offer.salesperson,
        "offered_at": offer.offered_at,
        "answered_at": offer.answered_at,
        "answer": "" if offer.state is OfferState.OPEN else offer.state.value,
        "reason": None if offer.reason is None else offer.reason.value,
        "note": offer.note,
        "confirmed_at": offer.confirmed_at,
    }


def _of_outcome(session: Session, lead: Lead) -> dict[str, Any]:
    contract = contract_of(session, lead.id or 0)
    loss = session.exec(select(Loss).where(Loss.lead_id == lead.id).order_by(col(Loss.id).desc())).first()
    told: dict[str, Any] = {"lost_reason": None if loss is None else loss.reason.value}
    if contract is None:
        return told
    return told | {
        "amount": in_units(contract.amount_cents),
        "currency": contract.currency,
        "paid": in_units(sum(each.amount_cents for each in standing(payments_of(session, lead.id or 0)))),
    }


def in_units(cents: int) -> str:
    """Money with two decimals and a point, as every program reads it."""
    sign, whole = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{whole // 100}.{whole % 100:02d}"
