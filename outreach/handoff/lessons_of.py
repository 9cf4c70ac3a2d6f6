"""What sales made of the leads in the database, for `lessons`; and the reasons that it gave, counted."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from outreach.handoff.lessons import Case
from outreach.handoff.model import Offer, OfferState, RejectionReason
from outreach.handoff.outcome_model import Loss
from outreach.qualification.leads.model import Lead, LeadState

#: Sales has confirmed these, and none of them is lost.
_GOOD = (LeadState.CONFIRMED, LeadState.PROPOSAL, LeadState.MEETING, LeadState.WON)
_BAD = (LeadState.LOST, LeadState.DISQUALIFIED)


@dataclass(frozen=True, slots=True)
class Reasons:
    """How often sales said what: of offers that it rejected, and of leads that came to nothing."""

    rejected: Mapping[str, int]
    lost: Mapping[str, int]
    disqualified: int


def cases_of(session: Session) -> list[Case]:
    """Every lead that was judged by a definition and of which sales has said whether it was one. Mis-routed and
    incomplete ones say nothing about the definition; neither do those that are still under way."""
    definitional = _rejected_for_the_definition(session)
    leads = session.exec(
        select(Lead).where(col(Lead.definition_version_id).is_not(None)).order_by(col(Lead.id))
    ).all()
    cases = []
    for lead in leads:
        is_rejected = lead.state is LeadState.REJECTED and lead.id in definitional
        if lead.judged_at is None or not (lead.state in (*_GOOD, *_BAD) or is_rejected):
            continue
        cases.append(
            Case(
                lead=lead.id or 0,
                answers=lead.answers,
                is_good=lead.state in _GOOD,
                judged_on=lead.judged_at.date(),
                score=lead.score or 0,
            )
        )
    return cases


def reasons_of(session: Session) -> Reasons:
    rejected = session.exec(select(Offer.reason).where(Offer.state == OfferState.REJECTED)).all()
    lost = session.exec(select(Loss.reason)).all()
    disqualified = session.exec(select(Lead.id).where(Lead.state == LeadState.DISQUALIFIED)).all()
    return Reasons(
        dict(sorted(Counter(str(each) for each in rejected if each).items())),
        dict(sorted(Counter(str(each) for each in lost).items())),
        len(disqualified),
    )


def _rejected_for_the_definition(session: Session) -> set[int]:
    """Leads whose last offer was rejected because they do not meet the definition."""
    last: dict[int, RejectionReason | None] = {}
    for each in session.exec(select(Offer).order_by(col(Offer.id))).all():
        last[each.lead_id] = each.reason if each.state is OfferState.REJECTED else None
    return {lead for lead, reason in last.items() if reason is RejectionReason.DEFINITIONAL}
