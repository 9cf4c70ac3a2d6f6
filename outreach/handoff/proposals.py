"""Proposals in the database: drafted from a template and this client's answers, and kept word for word.

Nothing is mailed here. The text goes out the way every answer does, in the thread that the client knows
(`outreach review answer`), when a person sends it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach.core.errors import Refused
from outreach.core.untrusted import one_line, printable
from outreach.handoff import lead_facts
from outreach.handoff import service as hand_off
from outreach.handoff.outcome_audit import note
from outreach.handoff.outcome_model import Proposal
from outreach.handoff.policy import Command
from outreach.handoff.proposal_text import Client, fingerprint, why_not
from outreach.handoff.rules import HandOffRules
from outreach.prospects.model import Account, Contact
from outreach.qualification.leads import service as leads
from outreach.qualification.leads import versions
from outreach.qualification.leads.model import Lead, LeadEvent
from outreach.qualification.model import Review
from outreach.sequences.merge_context import AccountNames, ContactNames, MergeContext, SenderNames
from outreach.sequences.proposal_templates import ProposalTemplate
from outreach.sequences.rendering import render


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is to be a proposal. `asks`: as in `proposal_text.why_not`."""

    text: str
    subject: str = ""
    template: str = ""
    asks: tuple[str, ...] | None = None


def client_of(session: Session, lead: Lead) -> Client:
    """Whom the lead is about, with the questions that its definition wants answered."""
    contact, account = (
        session.get_one(Contact, lead.contact_id),
        session.get_one(Account, lead.account_id),
    )
    required: tuple[str, ...] = ()
    if lead.definition_version_id is not None:
        definition = versions.definition_of(session, lead.definition_version_id)
        required = tuple(each.id for each in definition.questions if each.required)
    return Client(
        account=account.name,
        names=(contact.name, contact.given_name, contact.family_name),
        answers=lead.answers,
        required=required,
    )


def language_of(session: Session, lead: Lead) -> str | None:
    return lead_facts.traits_of(session, lead).language


def draft(session: Session, lead: Lead, template: ProposalTemplate, sender: SenderNames) -> Draft:
    """What a template makes of this client. Raises CannotRender where it names an answer that is not there."""
    contact = session.get_one(Contact, lead.contact_id)
    context = MergeContext(
        contact=ContactNames(
            address=contact.address,
            name=contact.name,
            given_name=contact.given_name,
            family_name=contact.family_name,
            title=contact.title,
            language=contact.language,
            fields=contact.fields,
        ),
        account=AccountNames(name=session.get_one(Account, lead.account_id).name),
        sender=sender,
        answers=lead.answers,
    )
    made = render(template.text, context)
    return Draft(made.body, made.subject or "", template.name, template.asks)


def propose(
    session: Session, lead_id: int, draft: Draft, *, rules: HandOffRules, actor: str, now: datetime
) -> Proposal:
    """Keep what this client is offered. A second one is a better one, and kept beside the first.

    Raises Refused where it is nobody's offer in particular, with everything that is wrong with it.
    """
    lead = hand_off.locked(session, lead_id)
    hand_off.require(session, lead, Command.PROPOSAL, actor, rules, now)
    client = client_of(session, lead)
    print_of_it = fingerprint(draft.text, client)
    wrong = [*why_not(draft.text, client, asks=draft.asks), *_told_others(session, lead, print_of_it)]
    if wrong:
        raise Refused(f"This is no proposal to lead {lead.id}. {' '.join(wrong)}")
    kept = Proposal(
        lead_id=lead.id or 0,
        at=now,
        actor=actor,
        template=draft.template,
        subject=one_line(draft.subject),
        text=printable(draft.text),
        fingerprint=print_of_it,
    )
    session.add(kept)
    session.flush()
    why = f"proposal {kept.id}" + (f", from {draft.template}" if draft.template else "")
    leads.move(session, lead, LeadEvent.PROPOSED, actor=actor, now=now, why=why, proposal=kept.id)
    note(session, lead, "lead_proposed", actor, now, proposal=kept.id)
    return kept


def proposals_of(session: Session, lead_id: int) -> list[Proposal]:
    """All of a lead's proposals, in order."""
    return list(
        session.exec(select(Proposal).where(Proposal.lead_id == lead_id).order_by(col(Proposal.id))).all()
    )


def review_of(session: Session, lead: Lead) -> int | None:
    """The review of the reply that opened the lead: what `outreach review answer` goes on with."""
    if lead.inbound_id is None:
        return None
    return session.exec(select(Review.id).where(Review.inbound_id == lead.inbound_id)).first()


def _told_others(session: Session, lead: Lead, print_of_it: str) -> list[str]:
    other = session.exec(
        select(Proposal).where(Proposal.fingerprint == print_of_it, Proposal.lead_id != lead.id)
    ).first()
    if other is None:
        return []
    return [
        f"But for the names it says what lead {other.lead_id} was offered: put in what this client has said."
    ]
