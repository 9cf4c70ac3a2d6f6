"""A no from somebody who decides closes the company, a no from anybody else only them (Ross & Tyler; decision 12).

Closed means: nobody there is under way any more, no campaign takes anybody up, a referral into it waits for a person,
and a person looks at it again in a quarter: the account's status is `nurture_check_quarterly`, until somebody gives
it another one.
"""

from sqlmodel import Session, col, select

from outreach.prospects import accounts
from outreach.prospects.model import Account, AccountStatus, Contact
from outreach.prospects.rank import is_decision_maker
from outreach.qualification.situation import Situation
from outreach.sequences import enrolling
from outreach.sequences.model import UNDER_WAY, Enrollment, EnrollmentEvent

#: From which a no of the decision-maker leads to a look each quarter. What is stricter, or in talks, stays as it is.
_CLOSES = (AccountStatus.COLD, AccountStatus.WORKING, AccountStatus.NURTURE_DEAD_OPPORTUNITY)

WHY = "who decides there is not interested"


def close_if_they_decide(session: Session, situation: Situation, *, decided_by: str | None) -> bool:
    """Close the account where the no comes from somebody who decides for it; False where it closes only them."""
    who = who_said_it(situation)
    if not is_decision_maker(who.title):
        return False
    for run in _under_way(session, who.account_id, but=situation.contact.id or 0):
        enrolling.end(session, run, EnrollmentEvent.STOPPED, why=WHY, now=situation.now)
    account = session.get_one(Account, who.account_id)
    if account.status in _CLOSES:
        accounts.rate(
            session,
            who.account_id,
            AccountStatus.NURTURE_CHECK_QUARTERLY,
            why=f"{WHY} (inbound message {situation.inbound.id})",
            actor=decided_by or "daemon",
            now=situation.now,
        )
    return True


def who_said_it(situation: Situation) -> Contact:
    """The writer, where they are of the company that we wrote to; else whom we wrote to."""
    writer, contact = situation.writer, situation.contact
    return writer if writer is not None and writer.account_id == contact.account_id else contact


def _under_way(session: Session, account_id: int, *, but: int) -> list[Enrollment]:
    """Everybody's runs but theirs: cold, referred and slow ones. Who waits first: ending one gives no turn to them."""
    statement = (
        select(Enrollment)
        .where(
            Enrollment.account_id == account_id,
            Enrollment.contact_id != but,
            col(Enrollment.state).in_(UNDER_WAY),
        )
        .order_by(col(Enrollment.waits_for_turn).desc(), col(Enrollment.id))
        .with_for_update()
    )
    return list(session.exec(statement).all())
