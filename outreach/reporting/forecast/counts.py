"""What is known at a moment for a forecast, counted from the facts that stood then: histograms by days, not people.

Two things are no facts: who is on a list since when, and on which weekdays the running campaigns write. Whom the law
or a suppression forbids to write to is among the people on lists.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.columns import UtcDateTime
from outreach.database.events import Event
from outreach.prospects.model import Prospect
from outreach.reporting.counted import not_taken_back, stands
from outreach.reporting.forecast.contract_counts import contracts_of
from outreach.reporting.forecast.known_so_far import KnownSoFar
from outreach.reporting.forecast.pace import LOOKED_AT
from outreach.reporting.forecast.passages import FOLLOWED, PASSAGES, WINDOW, Flow
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage
from outreach.sequences.model import Campaign, CampaignState
from outreach.sequences.versions import definition_of

_E = Event.__table__.c  # type: ignore[attr-defined]

#: Whoever came to a stage before that is not followed.
_LONGEST_AGO = WINDOW + FOLLOWED

#: The fact by which a lead is at a stage, in their order.
_LEAD_KINDS: dict[Stage, Happened] = {
    Stage.CONVERSATION: Happened.LEAD_OPENED,
    Stage.QUALIFIED: Happened.LEAD_QUALIFIED,
    Stage.OFFERED: Happened.LEAD_OFFERED,
    Stage.ACCEPTED: Happened.LEAD_ACCEPTED,
    Stage.CONFIRMED: Happened.LEAD_CONFIRMED,
    Stage.PROPOSAL: Happened.LEAD_PROPOSED,
    Stage.MEETING: Happened.LEAD_MET,
    Stage.CONTRACT: Happened.LEAD_WON,
}
_STAGES = {kind: stage for stage, kind in _LEAD_KINDS.items()}
_ENDS = (Happened.LEAD_LOST, Happened.LEAD_DISQUALIFIED)


def known_so_far(session: Session, period: Period, months: Sequence[Period] = ()) -> KnownSoFar:
    """What was known at the period's `as_of`; first mails of these months are counted on the way."""
    people, mailed, by_month = _people_flows(session, period, months)
    leads, conversations = _lead_flows(session, period)
    opened = leads[Stage.CONVERSATION, Stage.QUALIFIED].entered
    after_reply = Counter[int]()
    for (_, went), count in conversations.went_on.items():
        after_reply[went] += count
    flows = people | leads | {(Stage.REPLIED, Stage.CONVERSATION): conversations}
    listed, joined = _stock(session, period)
    return KnownSoFar(
        as_of=period.as_of,
        zone=period.zone,
        flows=flows,
        outside={ago: count - after_reply[ago] for ago, count in opened.items() if count > after_reply[ago]},
        first_mails=by_month,
        sent=_sent(session, period),
        # Who was mailed and is on no list any more makes it too small by one.
        stock=max(listed - mailed, 0),
        joined=joined,
        contracts=contracts_of(session, period),
        open_weekdays=_open_weekdays(session),
    )


def arrived(
    session: Session, known: KnownSoFar, period: Period, months: Sequence[Period]
) -> list[dict[Stage, int]]:
    """How many came to each stage for the first time in each month, as it is known at the period's `as_of`.

    `known`: what is known then, with the first mails of these months.
    """
    found = [dict.fromkeys(_STAGES.values(), 0) | {Stage.MAILED: count} for count in known.first_mails]
    replied = _first(Happened.REPLIED, period)
    for number, count in enumerate(session.execute(sa.select(*_by_month(replied.c.at, months))).one()):
        found[number][Stage.REPLIED] = int(count or 0)
    for kind, *counts in session.execute(_leads_by_month(period, months)):
        for number, count in enumerate(counts):
            found[number][_STAGES[kind]] = int(count or 0)
    return found


# --- people -----------------------------------------------------------------------------------------------------------


def _people_flows(
    session: Session, period: Period, months: Sequence[Period]
) -> tuple[dict[tuple[Stage, Stage], Flow], int, tuple[int, ...]]:
    """First mails to answers: of people from lists, and of colleagues who were named; how many of the first there
    are, and how many of them were first mailed in each month.

    All who were mailed are counted by days; whoever answered, left or was named is few, and looked up one by one.
    """
    named = _named(period)
    entered, by_month = _histogram(session, _first(Happened.MAIL_SENT, period), period, months)
    named_entered, named_by_month = _histogram(
        session, sa.select(_first_mail(named, period)).select_from(named).cte(), period, months
    )
    flows = {Stage.MAILED: _Counting(), Stage.REFERRED: _Counting()}
    for ago, count in entered.items():
        flows[Stage.MAILED].enter(ago, count - named_entered[ago])
    for ago, count in named_entered.items():
        flows[Stage.REFERRED].enter(ago, count)
    for was_named, ago, went, left, count in _gone(session, named, period):
        if ago is not None:
            flows[Stage.REFERRED if was_named else Stage.MAILED].go(ago, went, left, count)
    return (
        {(stage, Stage.REPLIED): counting.flow() for stage, counting in flows.items()},
        sum(entered.values()) - sum(named_entered.values()),
        tuple(by_month[number] - named_by_month[number] for number in range(len(months))),
    )


def _gone(session: Session, named: sa.CTE, period: Period) -> Iterable[Any]:
    """Who answered, and who said no or turned out dead without an answer: by days ago mailed, answered, left."""
    replied = _first(Happened.REPLIED, period)
    for is_named, ago, went, count in _by_days(session, replied, named, period):
        yield is_named, ago, went, None, count
    dead = sa.and_(_E.kind == Happened.BOUNCED, _E.details["bounce"].as_string() == Intent.BOUNCE_HARD.value)
    over = _first_of(sa.or_(_E.kind == Happened.OPTED_OUT, dead), period)
    silent = sa.select(over).where(~sa.exists().where(replied.c.who == over.c.who)).cte()
    for is_named, ago, left, count in _by_days(session, silent, named, period):
        yield is_named, ago, None, left, count


def _by_days(session: Session, people: sa.CTE, named: sa.CTE, period: Period) -> Iterable[Any]:
    """Of these people: whether they were named, by days ago mailed, and by days ago that they are among them."""
    one = sa.select(people.c.who, people.c.at.label("then"), _first_mail(people, period)).cte()
    key = (
        named.c.who.is_not(None),
        _days_ago(session, one.c.at, period),
        _days_ago(session, one.c.then, period),
    )
    return session.execute(
        sa.select(*key, sa.func.count())
        .select_from(one.outerjoin(named, named.c.who == one.c.who))
        .group_by(*key)
    )


def _histogram(
    session: Session, moments: sa.CTE, period: Period, months: Sequence[Period]
) -> tuple[Counter[int], Counter[int]]:
    """How many moments by days ago, and how many in each month, by its number."""
    at = moments.c.at
    ago = _days_ago(session, at, period)
    month = (
        # Most were before all of them: one comparison tells.
        sa.case(
            (at < sa.literal(min(each.since for each in months if each.since), UtcDateTime()), -1),
            *((_within(at, each), number) for number, each in enumerate(months)),
            else_=-1,
        )
        if months
        else sa.null()
    )
    key = (ago, month) if months else (ago,)
    by_days: Counter[int] = Counter()
    by_month: Counter[int] = Counter()
    rows = session.execute(sa.select(ago, month, sa.func.count()).where(at.is_not(None)).group_by(*key))
    for days, number, count in rows:
        by_days[days] += count
        by_month[number] += count
    return by_days, by_month


def _first_mail(people: sa.CTE, period: Period) -> Any:
    """When the first mail went to each of these, looked up in the index."""
    found = sa.select(sa.func.min(_E.at)).where(
        _E.kind == Happened.MAIL_SENT, _E.contact_id == people.c.who, stands(period)
    )
    return found.correlate(people).scalar_subquery().label("at")


def _named(period: Period) -> sa.CTE:
    return _first(Happened.REFERRED_ENROLLED, period)


# --- leads ------------------------------------------------------------------------------------------------------------


def _lead_flows(session: Session, period: Period) -> tuple[dict[tuple[Stage, Stage], Flow], Flow]:
    """From conversation to contract by leads; and from answers to conversations, by people."""
    ago = _days_of_leads(session, period)
    # Of two ends the earlier one, which is longer ago.
    disqualified, lost = (ago[kind] for kind in (Happened.LEAD_DISQUALIFIED, Happened.LEAD_LOST))
    over = {lead: max(disqualified.get(lead, 0), lost.get(lead, 0)) for lead in (*disqualified, *lost)}
    flows = {}
    for passage in PASSAGES:
        if passage.come_from not in _LEAD_KINDS:
            continue
        counting, went = _Counting(), ago[_LEAD_KINDS[passage.to]]
        for lead, came in ago[_LEAD_KINDS[passage.come_from]].items():
            counting.enter(came, 1)
            counting.go(came, went.get(lead), over.get(lead), 1)
        flows[passage.come_from, passage.to] = counting.flow()
    return flows, _conversations(session, period)


def _conversations(session: Session, period: Period) -> Flow:
    replied, opened = _first(Happened.REPLIED, period), _first(Happened.LEAD_OPENED, period)
    came, went = (_days_ago(session, each.c.at, period) for each in (replied, opened))
    # A lead that there was before the answer did not come of it.
    of_it = sa.and_(opened.c.who == replied.c.who, opened.c.at >= replied.c.at)
    statement = (
        sa.select(came, went, sa.func.count())
        .select_from(replied.outerjoin(opened, of_it))
        .group_by(came, went)
    )
    counting = _Counting()
    for ago, later, count in session.execute(statement):
        counting.enter(ago, count)
        counting.go(ago, later, None, count)
    return counting.flow()


def _days_of_leads(session: Session, period: Period) -> dict[Happened, dict[int, int]]:
    """How many days ago each of these facts was first true of each lead. A lead that is confirmed twice is one."""
    found: dict[Happened, dict[int, int]] = {kind: {} for kind in (*_LEAD_KINDS.values(), *_ENDS)}
    first = _first_of_leads(period, tuple(found))
    by_name = {kind.value: days for kind, days in found.items()}
    rows = session.execute(
        sa.select(
            sa.type_coerce(first.c.kind, sa.String), first.c.lead, _days_ago(session, first.c.at, period)
        )
    )
    for kind, lead, ago in rows:
        by_name[kind][lead] = ago
    return found


def _leads_by_month(period: Period, months: Sequence[Period]) -> sa.Select[Any]:
    first = _first_of_leads(period, tuple(_STAGES))
    return sa.select(first.c.kind, *_by_month(first.c.at, months)).group_by(first.c.kind)


def _first_of_leads(period: Period, kinds: tuple[Happened, ...]) -> sa.CTE:
    lead = _E.details["lead"].as_integer()
    return (
        sa.select(_E.kind, lead.label("lead"), sa.func.min(_E.at).label("at"))
        .where(_E.kind.in_(kinds), stands(period), lead.is_not(None))
        .group_by(_E.kind, lead)
        .cte()
    )


# --- sending ----------------------------------------------------------------------------------------------------------


def _sent(session: Session, period: Period) -> dict[tuple[str, date], int]:
    """Mails of the last weeks by mailbox and local day (by the zone's present offset); today is not over."""
    day = _local_day(session, _E.at, period)
    today = period.as_of.astimezone(period.zone).date()
    rows = session.execute(
        sa.select(_E.mailbox, day, sa.func.count())
        .where(
            _E.kind == Happened.MAIL_SENT,
            _E.at >= period.as_of - timedelta(days=LOOKED_AT + 1),
            stands(period),
            _E.mailbox.is_not(None),
        )
        .group_by(_E.mailbox, day)
    )
    found = {
        (mailbox, on if isinstance(on, date) else date.fromisoformat(on)): count
        for mailbox, on, count in rows
    }
    return {key: count for key, count in found.items() if today - timedelta(days=LOOKED_AT) <= key[1] < today}


def _stock(session: Session, period: Period) -> tuple[int, int]:
    """People on lists, and who of them joined their first one in the window. Most are on one list only."""
    who, at = col(Prospect.contact_id), col(Prospect.created_at)
    since = sa.literal(period.as_of - timedelta(days=WINDOW), UtcDateTime())
    on_several = sa.select(who.label("who")).group_by(who).having(sa.func.count() > 1).cte()
    first: sa.Select[Any] = sa.select(sa.func.min(at).label("at")).join(on_several, on_several.c.who == who)
    of_several = first.where(at < period.as_of).group_by(who).cte()
    of_one = sa.select(at.label("at")).where(at < period.as_of, who.not_in(sa.select(on_several.c.who))).cte()
    people = joined = 0
    for some in (of_one, of_several):
        lately = sa.func.sum(sa.case((some.c.at >= since, 1), else_=0))
        row = session.execute(sa.select(sa.func.count(), lately).select_from(some)).one()
        people, joined = people + int(row[0] or 0), joined + int(row[1] or 0)
    return people, joined


def _open_weekdays(session: Session) -> frozenset[int]:
    """On which days running campaigns may write: as they are now, whatever the period."""
    versions = session.execute(
        sa.select(col(Campaign.sequence_version_id))
        .where(col(Campaign.state) == CampaignState.RUNNING, col(Campaign.sequence_version_id).is_not(None))
        .distinct()
    ).scalars()
    windows = [definition_of(session, each).window for each in versions if each is not None]
    return frozenset(day for window in windows for day, hours in enumerate(window.week) if hours)


# --- moments ----------------------------------------------------------------------------------------------------------


def _first(kind: Happened, period: Period) -> sa.CTE:
    return _first_of(_E.kind == kind, period)


def _first_of(which: sa.ColumnElement[bool], period: Period) -> sa.CTE:
    """When something was first true of each person, as it was known then."""
    first = sa.func.min(_E.at)
    return (
        sa.select(_E.contact_id.label("who"), first.label("at"))
        .where(which, not_taken_back(period), _E.contact_id.is_not(None))
        .group_by(_E.contact_id)
        # Of all moments that are read only the first is compared.
        .having(first < sa.literal(period.as_of, UtcDateTime()))
        .cte()
    )


def _by_month(at: Any, months: Sequence[Period]) -> list[Any]:
    return [sa.func.sum(sa.case((_within(at, month), 1), else_=0)) for month in months]


def _within(at: Any, period: Period) -> sa.ColumnElement[bool]:
    return sa.and_(
        at >= sa.literal(period.since, UtcDateTime()), at < sa.literal(period.until, UtcDateTime())
    )


def _days_ago(session: Session, at: Any, period: Period) -> sa.ColumnElement[int]:
    """Whole days from a moment to `as_of`."""
    as_of = sa.literal(period.as_of, UtcDateTime())
    if session.connection().dialect.name == "sqlite":
        return sa.cast(sa.func.julianday(as_of) - sa.func.julianday(at), sa.Integer)
    return sa.cast(sa.func.floor(sa.extract("epoch", as_of - at) / 86_400), sa.Integer)


def _local_day(session: Session, at: Any, period: Period) -> sa.ColumnElement[Any]:
    offset = period.as_of.astimezone(period.zone).utcoffset() or timedelta()
    if session.connection().dialect.name == "sqlite":
        return sa.func.date(at, f"{int(offset.total_seconds() // 60):+d} minutes", type_=sa.String())
    return sa.cast(sa.func.timezone("UTC", at) + sa.literal(offset, sa.Interval()), sa.Date)


class _Counting:
    """A flow as it is counted. What is noted later than what follows from it happened at the same time."""

    def __init__(self) -> None:
        self._entered: Counter[int] = Counter()
        self._went_on: Counter[tuple[int, int]] = Counter()
        self._left: Counter[tuple[int, int]] = Counter()

    def enter(self, ago: int, count: int) -> None:
        """So many came so many days ago."""
        if count and ago < _LONGEST_AGO:
            self._entered[ago] += count

    def go(self, ago: int, went: int | None, left: int | None, count: int) -> None:
        """Of them so many went on, or else left, so many days ago; None: did not."""
        if ago >= _LONGEST_AGO:
            return
        if went is not None:
            self._went_on[ago, min(went, ago)] += count
        elif left is not None:
            self._left[ago, min(left, ago)] += count

    def flow(self) -> Flow:
        return Flow(dict(self._entered), dict(self._went_on), dict(self._left))
