"""The address of somebody who was named without one: what is likely, and what becomes of it when a person finds it."""

from datetime import datetime

from sqlmodel import Session, select

from outreach.core.addresses import NotAnAddress, domain_of, normalise
from outreach.core.errors import Refused
from outreach.prospects.model import Contact
from outreach.prospects.service import account_domains
from outreach.referrals import service
from outreach.referrals.facts import ReferralRules
from outreach.referrals.likely_addresses import Known, Likely, likely_addresses
from outreach.referrals.model import Referral
from outreach.sequences import tasks
from outreach.sequences.model import TaskKind


def likely_for(session: Session, referral: Referral) -> tuple[Likely, ...]:
    """Addresses by the pattern of the referrer's account. For a person's eyes: nothing is ever sent to them."""
    referrer = session.get_one(Contact, referral.referrer_id)
    people = session.exec(select(Contact).where(Contact.account_id == referrer.account_id)).all()
    known = [
        Known(person.name or f"{person.given_name} {person.family_name}".strip(), person.address)
        for person in people
    ]
    domains = [domain_of(referrer.address), *sorted(account_domains(session, referrer.account_id))]
    at_account = [domain for domain in domains if domain in account_domains(session, referrer.account_id)]
    return likely_addresses(referral.name, known, at_account)


def likely_for_task(session: Session, task_id: int) -> tuple[Likely, ...]:
    """The same for a task to find somebody; none for any other task."""
    task = tasks.find(session, task_id)
    referral = None if task.referral_id is None else session.get(Referral, task.referral_id)
    return () if referral is None or referral.email else likely_for(session, referral)


def is_to_find(session: Session, task_id: int) -> bool:
    """Whether a task asks for somebody's address."""
    return tasks.find(session, task_id).kind is TaskKind.FIND_CONTACT


def address_in(outcome: str) -> str | None:
    """The address that an outcome gives; None where it only says how it went."""
    words = [word.strip("<>.,;()") for word in outcome.split() if "@" in word]
    if len(words) != 1:
        return None
    try:
        return normalise(words[0])
    except NotAnAddress:
        return None


def found(
    session: Session,
    task_id: int,
    address: str,
    rules: ReferralRules,
    *,
    outcome: str,
    actor: str,
    now: datetime,
) -> Referral:
    """A person has found the address: the task is done, and whoever was named gets the follow-up.

    Raises Refused where not even a person may write to them, with the reason; then the task stays open.
    """
    task = tasks.find(session, task_id)
    if task.referral_id is None:
        raise Refused(f"Task {task_id} asks for nobody's address.")
    tasks.done(session, task_id, outcome=outcome, actor=actor, timing=rules.timing, now=now)
    return service.approve(session, task.referral_id, rules, email=address, actor=actor, now=now)
