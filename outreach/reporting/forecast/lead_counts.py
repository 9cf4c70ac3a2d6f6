"""From conversation to contract, by leads; from answers to conversations, by people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.database.plain_rows import plain_rows
from outreach.database.times import moment_reader
from outreach.reporting.forecast.counted_flow import CountedFlow
from outreach.reporting.forecast.first_times import days_ago, first
from outreach.reporting.forecast.passages import PASSAGES, Flow
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage

_E = Event.__table__.c  # type: ignore[attr-defined]

#: The fact by which a lead is at a stage, in their order.
_KINDS: dict[Stage, Happened] = {
    Stage.CONVERSATION: Happened.LEAD_OPENED,
    Stage.QUALIFIED: Happened.LEAD_QUALIFIED,
    Stage.OFFERED: Happened.LEAD_OFFERED,
    Stage.ACCEPTED: Happened.LEAD_ACCEPTED,
    Stage.CONFIRMED: Happened.LEAD_CONFIRMED,
    Stage.PROPOSAL: Happened.LEAD_PROPOSED,
    Stage.MEETING: Happened.LEAD_MET,
    Stage.CONTRACT: Happened.LEAD_WON,
}
_ENDS = (Happened.LEAD_LOST, Happened.LEAD_DISQUALIFIED)

#: By kinds of fact, when each was first true of each lead. A lead that is confirmed twice is one.
Firsts = Mapping[Happened, Mapping[int, datetime]]


@dataclass(frozen=True, slots=True)
class _LeadFact:
    kind: Happened
    lead: int
    at: datetime
    taken_back_at: datetime | None

    def stood(self, as_of: datetime) -> bool:
        return self.at < as_of and (self.taken_back_at is None or self.taken_back_at >= as_of)


def first_facts_of_leads(session: Session, periods: Sequence[Period]) -> tuple[Firsts, ...]:
    """As they were known at each `as_of`; read once for all of them."""
    facts = list(_lead_facts(session, max(periods, key=lambda each: each.as_of)))
    found = []
    for period in periods:
        firsts: dict[Happened, dict[int, datetime]] = {kind: {} for kind in (*_KINDS.values(), *_ENDS)}
        for fact in facts:
            if fact.stood(period.as_of):
                firsts[fact.kind].setdefault(fact.lead, fact.at)
        found.append(firsts)
    return tuple(found)


def _lead_facts(session: Session, latest: Period) -> Iterable[_LeadFact]:
    """In their order, also those that were taken back."""
    rows = plain_rows(
        session,
        sa.select(_E.kind, _E.details["lead"].as_integer(), _E.at, _E.taken_back_at)
        .where(_E.kind.in_((*_KINDS.values(), *_ENDS)), _E.at < latest.as_of)
        .order_by(_E.at),
    )
    moment = moment_reader(session)
    for kind, lead, at, taken_back_at in rows:
        if lead is not None:
            gone = None if taken_back_at is None else moment(taken_back_at)
            yield _LeadFact(Happened(kind), lead, moment(at), gone)


def lead_flows(firsts: Firsts, as_of: datetime) -> dict[tuple[Stage, Stage], Flow]:
    """From conversation to contract."""
    ago = {kind: {lead: (as_of - at).days for lead, at in of.items()} for kind, of in firsts.items()}
    # Of two ends the earlier one, which is longer ago.
    disqualified, lost = (ago[kind] for kind in (Happened.LEAD_DISQUALIFIED, Happened.LEAD_LOST))
    over = {lead: max(disqualified.get(lead, 0), lost.get(lead, 0)) for lead in (*disqualified, *lost)}
    flows = {}
    for passage in PASSAGES:
        if passage.come_from not in _KINDS:
            continue
        counted, went = CountedFlow(), ago[_KINDS[passage.to]]
        for lead, came in ago[_KINDS[passage.come_from]].items():
            counted.enter(came, 1)
            counted.go(came, went.get(lead), over.get(lead), 1)
        flows[passage.come_from, passage.to] = counted.flow()
    return flows


def leads_in(firsts: Firsts, month: Period) -> dict[Stage, int]:
    """How many came to each stage for the first time."""
    return {stage: sum(at in month for at in firsts[kind].values()) for stage, kind in _KINDS.items()}


def conversations(session: Session, period: Period) -> Flow:
    """By people, from their first answer. A lead that there was before the answer did not come of it."""
    replied, opened = first(Happened.REPLIED, period), first(Happened.LEAD_OPENED, period)
    came, went = (days_ago(session, each.c.at, period) for each in (replied, opened))
    of_it = sa.and_(opened.c.who == replied.c.who, opened.c.at >= replied.c.at)
    rows: Iterable[Any] = session.execute(
        sa.select(came, went, sa.func.count())
        .select_from(replied.outerjoin(opened, of_it))
        .group_by(came, went)
    )
    counted = CountedFlow()
    for ago, later, count in rows:
        counted.enter(ago, count)
        counted.go(ago, later, None, count)
    return counted.flow()
