"""What our colleagues did in the demo and what became of it: counted from the facts."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.database.audit import AuditEntry
from outreach.database.events import STANDS, Event
from outreach.handoff.outcome_model import Contract, Payment
from outreach.prospects.model import Source
from outreach.qualification.leads.model import Lead

#: Figure -> the fact; counted once a lead.
_LEADS: dict[str, Happened] = {
    "leads": Happened.LEAD_OPENED,
    "leads_qualified": Happened.LEAD_QUALIFIED,
    "leads_nurtured": Happened.LEAD_NURTURED,
    "leads_disqualified": Happened.LEAD_DISQUALIFIED,
    "leads_offered": Happened.LEAD_OFFERED,
    "leads_accepted": Happened.LEAD_ACCEPTED,
    "leads_rejected": Happened.LEAD_REJECTED,
    "leads_let_pass": Happened.LEAD_UNTOUCHED,
    "leads_confirmed": Happened.LEAD_CONFIRMED,
    "leads_proposed": Happened.LEAD_PROPOSED,
    "leads_met": Happened.LEAD_MET,
    "contracts": Happened.LEAD_WON,
    "leads_lost": Happened.LEAD_LOST,
}
#: Figure -> the fact; counted each time.
_TIMES: dict[str, Happened] = {
    "reviews_decided": Happened.REVIEW_DECIDED,
    "answers_sent": Happened.ANSWER_SENT,
    "referrals_refused": Happened.REFERRAL_REFUSED,
    "payments": Happened.PAYMENT_RECEIVED,
}


def worked_figures(session: Session) -> dict[str, Any]:
    """The figures from the review queue on, by their names in `Figures`."""
    lead = col(Event.details)["lead"].as_integer()
    leads = _by_kind(session, sa.func.count(sa.distinct(lead)))
    times = _by_kind(session, sa.func.count())
    return {
        **{name: leads.get(kind, 0) for name, kind in _LEADS.items()},
        **{name: times.get(kind, 0) for name, kind in _TIMES.items()},
        "reviews_put_off": _audited(session, "review_snoozed"),
        "referrals_approved": _audited(session, "referral_approved"),
        "inquiries": _count(
            session, sa.select(sa.func.count()).select_from(Lead).where(col(Lead.source) == Source.NET)
        ),
        "contracts_cents": _count(
            session, sa.select(sa.func.coalesce(sa.func.sum(Contract.amount_cents), 0))
        ),
        # Nobody in the demo corrects a payment: each has one revision.
        "paid_cents": _count(session, sa.select(sa.func.coalesce(sa.func.sum(Payment.amount_cents), 0))),
        "currency": session.execute(sa.select(col(Contract.currency)).limit(1)).scalar() or "EUR",
    }


def _by_kind(session: Session, count: Any) -> dict[Happened, int]:
    rows = session.execute(sa.select(col(Event.kind), count).where(STANDS).group_by(col(Event.kind)))
    return {Happened(kind): int(number) for kind, number in rows}


def _audited(session: Session, action: str) -> int:
    return _count(
        session, sa.select(sa.func.count()).select_from(AuditEntry).where(col(AuditEntry.action) == action)
    )


def _count(session: Session, statement: Any) -> int:
    return int(session.execute(statement).scalar_one())
