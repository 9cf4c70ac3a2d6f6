"""One lead's whole life in order: moves, levels, notes, reminders, and what it came to, with the amounts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from outreach.handoff.lead_facts import offers_of
from outreach.handoff.outcome_model import Contract, Meeting, Payment
from outreach.qualification.leads import listing
from outreach.qualification.leads.model import Lead


def life_of(session: Session, lead: Lead, now: datetime) -> list[dict[str, Any]]:
    """For `leads audit`: `at`, `by`, `what`, `why` and `amount` a line; what happened at one moment in the order in
    which it was written."""
    told = [each | {"amount": ""} for each in listing.life_of(session, lead, now)]
    told += [*_reminders(session, lead), *_outcomes(session, lead)]
    return sorted(told, key=lambda each: each["at"])


def _reminders(session: Session, lead: Lead) -> Iterator[dict[str, Any]]:
    for offer in offers_of(session, lead):
        if offer.reminded_at is not None:
            yield _line(offer.reminded_at, "daemon", "reminded", f"{offer.salesperson} has not answered")


def _outcomes(session: Session, lead: Lead) -> Iterator[dict[str, Any]]:
    for meeting in session.exec(select(Meeting).where(Meeting.lead_id == lead.id)).all():
        what = f"meeting on {meeting.held_on} {meeting.state.value}"
        yield _line(meeting.at, meeting.actor, what, meeting.note)
    for contract in session.exec(select(Contract).where(Contract.lead_id == lead.id)).all():
        whose = f"{contract.account_manager} takes over" if contract.account_manager else ""
        amount = _amount(contract.amount_cents, contract.currency)
        yield _line(contract.at, contract.actor, "contract", whose, amount)
    payments = select(Payment).where(Payment.lead_id == lead.id).order_by(col(Payment.id))
    for paid in session.exec(payments).all():
        what = f"{'paid for' if paid.revision == 1 else 'corrected for'} {paid.month:%Y-%m}"
        why = ": ".join(part for part in (paid.reference, paid.why) if part)
        yield _line(paid.at, paid.actor, what, why, _amount(paid.amount_cents, paid.currency))


def _line(at: datetime, by: str, what: str, why: str, amount: str = "") -> dict[str, Any]:
    return {"at": at, "by": by, "what": what, "why": why, "amount": amount}


def _amount(cents: int, currency: str) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02} {currency}"
