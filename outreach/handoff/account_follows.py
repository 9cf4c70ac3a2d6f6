"""What the end of a lead means for its account: a customer, an opportunity that is dead for now, a bad fit."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach.prospects import accounts
from outreach.prospects.model import AVOIDED, Account, AccountStatus
from outreach.qualification.leads.model import Lead, LeadState

#: While a colleague of theirs is in one of these, the opportunity is not dead.
_UNDER_WAY = (
    LeadState.QUALIFIED,
    LeadState.OFFERED,
    LeadState.ACCEPTED,
    LeadState.CONFIRMED,
    LeadState.PROPOSAL,
    LeadState.MEETING,
)


def won(session: Session, lead: Lead, *, actor: str, now: datetime) -> None:
    """They are a customer: no campaign mails anybody there again, by whatever name a list calls them."""
    _rate(session, lead, AccountStatus.AVOID_CUSTOMER, f"lead {lead.id} was won", actor, now)


def lost(session: Session, lead: Lead, *, actor: str, now: datetime) -> bool:
    """The opportunity is dead for half a year, unless another lead there is under way or mail is forbidden anyhow."""
    account = session.get_one(Account, lead.account_id)
    others = select(Lead.id).where(
        Lead.account_id == lead.account_id, Lead.id != lead.id, col(Lead.state).in_(_UNDER_WAY)
    )
    if account.status in AVOIDED or session.exec(others).first() is not None:
        return False
    _rate(session, lead, AccountStatus.NURTURE_DEAD_OPPORTUNITY, f"lead {lead.id} was lost", actor, now)
    return True


def bad_fit(session: Session, lead: Lead, *, actor: str, now: datetime) -> bool:
    """The company itself is not for us: said with a disqualification. False where mail is forbidden anyhow.

    The caller has called `locks.forbid` before it touched anything.
    """
    if session.get_one(Account, lead.account_id).status in AVOIDED:
        return False
    _rate(session, lead, AccountStatus.AVOID_BAD_FIT, f"lead {lead.id} was no fit", actor, now)
    return True


def _rate(session: Session, lead: Lead, status: AccountStatus, why: str, actor: str, now: datetime) -> None:
    account = accounts.merged_into(session, session.get_one(Account, lead.account_id))
    accounts.rate(session, account.id or 0, status, why=why, actor=actor, now=now)
