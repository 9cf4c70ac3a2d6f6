"""What is known at a moment for a forecast, counted from the facts that stood then: histograms by days, not people.

Two things are no facts: who is on a list since when, and on which weekdays the running campaigns write. Whom the law
or a suppression forbids to write to is among the people on lists.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from outreach.core.events import Happened
from outreach.database.events import Event
from outreach.prospects.model import Prospect
from outreach.reporting.counted import stands
from outreach.reporting.forecast.contract_counts import contracts_of
from outreach.reporting.forecast.first_times import first, moment, within
from outreach.reporting.forecast.known_so_far import KnownSoFar
from outreach.reporting.forecast.lead_counts import (
    Firsts,
    conversations,
    first_facts_of_leads,
    lead_flows,
    leads_in,
)
from outreach.reporting.forecast.mailed_counts import Mailed, mailed_at_each
from outreach.reporting.forecast.pace import LOOKED_AT
from outreach.reporting.forecast.passages import WINDOW, Flow
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage
from outreach.sequences.model import Campaign, CampaignState
from outreach.sequences.versions import definition_of

_E = Event.__table__.c  # type: ignore[attr-defined]


def known_so_far(session: Session, period: Period, months: Sequence[Period] = ()) -> KnownSoFar:
    """What was known at the period's `as_of`, and how many came to each stage in these months."""
    [known] = known_at_each(session, (period,), months)
    return known


def known_at_each(
    session: Session, periods: Sequence[Period], months: Sequence[Period] = ()
) -> tuple[KnownSoFar, ...]:
    """The same at several moments: what is long is read once for all of them."""
    at_each = zip(
        periods,
        mailed_at_each(session, periods, months),
        first_facts_of_leads(session, periods),
        _stocks(session, periods),
        strict=True,
    )
    return tuple(_known(session, months, *each) for each in at_each)


def _known(
    session: Session,
    months: Sequence[Period],
    period: Period,
    mailed: Mailed,
    leads: Firsts,
    stock: tuple[int, int],
) -> KnownSoFar:
    talks, flows = conversations(session, period), lead_flows(leads, period.as_of)
    listed, joined = stock
    return KnownSoFar(
        as_of=period.as_of,
        zone=period.zone,
        flows=mailed.flows | flows | {(Stage.REPLIED, Stage.CONVERSATION): talks},
        outside=_outside(flows[Stage.CONVERSATION, Stage.QUALIFIED], talks),
        arrived=_arrived(session, period, months, mailed, leads),
        sent=_sent(session, period),
        # Who was mailed and is on no list any more makes it too small by one.
        stock=max(listed - mailed.people, 0),
        joined=joined,
        contracts=contracts_of(session, period),
        open_weekdays=_open_weekdays(session),
    )


def _outside(opened: Flow, talks: Flow) -> dict[int, int]:
    after_reply = Counter[int]()
    for (_, went), count in talks.went_on.items():
        after_reply[went] += count
    return {
        ago: count - after_reply[ago] for ago, count in opened.entered.items() if count > after_reply[ago]
    }


def _arrived(
    session: Session, period: Period, months: Sequence[Period], mailed: Mailed, leads: Firsts
) -> tuple[dict[Stage, int], ...]:
    if not months:
        return ()
    replied = first(Happened.REPLIED, period)
    answers = session.execute(
        sa.select(*(sa.func.count().filter(within(replied.c.at, month)) for month in months))
    ).one()
    return tuple(
        {Stage.MAILED: mails, Stage.REPLIED: count, **leads_in(leads, month)}
        for month, mails, count in zip(months, mailed.by_month, answers, strict=True)
    )


# --- sending and lists ------------------------------------------------------------------------------------------------


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


def _stocks(session: Session, periods: Sequence[Period]) -> list[tuple[int, int]]:
    """At each moment: people on lists, and who of them joined their first one in the window.

    Most are on one list only.
    """
    who, at = col(Prospect.contact_id), col(Prospect.created_at)
    on_several = sa.select(who.label("who")).group_by(who).having(sa.func.count() > 1).cte()
    joined_first: sa.Select[Any] = sa.select(sa.func.min(at).label("at"))
    of_several = joined_first.join(on_several, on_several.c.who == who).group_by(who).cte()
    of_one = sa.select(at.label("at")).where(who.not_in(sa.select(on_several.c.who))).cte()
    counts = [0] * 2 * len(periods)
    for people in (of_one, of_several):
        row = session.execute(sa.select(*_joined_by(people.c.at, periods))).one()
        counts = [so_far + count for so_far, count in zip(counts, row, strict=True)]
    return list(zip(counts[::2], counts[1::2], strict=True))


def _joined_by(at: Any, periods: Sequence[Period]) -> list[sa.ColumnElement[int]]:
    counts: list[sa.ColumnElement[int]] = []
    for period in periods:
        before = at < moment(period.as_of)
        lately = at >= moment(period.as_of - timedelta(days=WINDOW))
        counts += [sa.func.count().filter(before), sa.func.count().filter(before, lately)]
    return counts


def _open_weekdays(session: Session) -> frozenset[int]:
    """On which days running campaigns may write: as they are now, whatever the period."""
    versions = session.execute(
        sa.select(col(Campaign.sequence_version_id))
        .where(col(Campaign.state) == CampaignState.RUNNING, col(Campaign.sequence_version_id).is_not(None))
        .distinct()
    ).scalars()
    windows = [definition_of(session, each).window for each in versions if each is not None]
    return frozenset(day for window in windows for day, hours in enumerate(window.week) if hours)


def _local_day(session: Session, at: Any, period: Period) -> sa.ColumnElement[Any]:
    offset = period.as_of.astimezone(period.zone).utcoffset() or timedelta()
    if session.connection().dialect.name == "sqlite":
        return sa.func.date(at, f"{int(offset.total_seconds() // 60):+d} minutes", type_=sa.String())
    return sa.cast(sa.func.timezone("UTC", at) + sa.literal(offset, sa.Interval()), sa.Date)
