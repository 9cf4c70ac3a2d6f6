"""First mails to answers, by people: of lists, and colleagues who were named.

All who were mailed are counted by days, at several moments in one pass, for they are most of all that is stored;
whoever answered, left or was named is few, and looked up one by one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import Event
from outreach.reporting.counted import stands
from outreach.reporting.forecast.counted_flow import CountedFlow
from outreach.reporting.forecast.first_times import (
    days_ago,
    first,
    first_of,
    first_of_each,
    moment,
    month_number,
)
from outreach.reporting.forecast.passages import Flow
from outreach.reporting.period import Period
from outreach.reporting.stage import Stage

_E = Event.__table__.c  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class _Days:
    """First mails by whole days ago, and by the number of the month."""

    ago: Counter[int]
    month: Counter[int]

    def add(self, ago: int | None, month: int | None, count: int) -> None:
        """`ago` None: no mail went to these."""
        if ago is not None:
            self.ago[ago] += count
            if month is not None:
                self.month[month] += count

    def less(self, others: "_Days") -> "_Days":
        return _Days(self.ago - others.ago, self.month - others.month)


@dataclass(frozen=True, slots=True)
class Mailed:
    """As of a moment. `people` of lists were mailed; `by_month`: in the months that were asked for."""

    flows: dict[tuple[Stage, Stage], Flow]
    people: int
    by_month: tuple[int, ...]


def mailed_at_each(
    session: Session, periods: Sequence[Period], months: Sequence[Period]
) -> tuple[Mailed, ...]:
    """As of each `as_of`."""
    everybody = _first_mails(session, periods, months)
    return tuple(
        _mailed(session, period, days, months) for period, days in zip(periods, everybody, strict=True)
    )


def _mailed(session: Session, period: Period, everybody: _Days, months: Sequence[Period]) -> Mailed:
    named = first(Happened.REFERRED_ENROLLED, period)
    of_named = _first_mails_of(session, named, period, months)
    of_lists = everybody.less(of_named)
    flows = {Stage.MAILED: CountedFlow(), Stage.REFERRED: CountedFlow()}
    for stage, days in ((Stage.MAILED, of_lists), (Stage.REFERRED, of_named)):
        for ago, count in days.ago.items():
            flows[stage].enter(ago, count)
    for was_named, ago, went, left, count in _gone(session, named, period):
        if ago is not None:
            flows[Stage.REFERRED if was_named else Stage.MAILED].go(ago, went, left, count)
    return Mailed(
        {(stage, Stage.REPLIED): counted.flow() for stage, counted in flows.items()},
        of_lists.ago.total(),
        tuple(of_lists.month[number] for number in range(len(months))),
    )


def _first_mails(session: Session, periods: Sequence[Period], months: Sequence[Period]) -> tuple[_Days, ...]:
    mails = first_of_each(Happened.MAIL_SENT, periods)
    at = [mails.c[f"at_{number}"] for number in range(len(periods))]
    ago = [
        sa.case((each < moment(period.as_of), days_ago(session, each, period)))
        for each, period in zip(at, periods, strict=True)
    ]
    found = tuple(_Days(Counter(), Counter()) for _ in periods)
    for *groups, count in _counted(session, [*ago, *_month_numbers(at, months)], mails):
        for each, day, number in zip_longest(found, groups[: len(at)], groups[len(at) :]):
            each.add(day, number, count)
    return found


def _month_numbers(at: Iterable[Any], months: Sequence[Period]) -> list[sa.ColumnElement[int]]:
    """None at all where no months were asked for."""
    return [month_number(each, months) for each in at] if months else []


def _counted(session: Session, key: Sequence[sa.ColumnElement[Any]], people: sa.FromClause) -> Iterable[Any]:
    return session.execute(sa.select(*key, sa.func.count()).select_from(people).group_by(*key))


def _first_mails_of(session: Session, people: sa.CTE, period: Period, months: Sequence[Period]) -> _Days:
    mails = sa.select(_first_mail(people, period)).select_from(people).cte()
    key = [days_ago(session, mails.c.at, period), *_month_numbers([mails.c.at], months)]
    found = _Days(Counter(), Counter())
    for ago, *number, count in _counted(session, key, mails):
        found.add(ago, number[0] if number else None, count)
    return found


def _gone(session: Session, named: sa.CTE, period: Period) -> Iterable[Any]:
    """Who answered, and who said no or turned out dead without an answer: by days ago mailed, answered, left."""
    replied = first(Happened.REPLIED, period)
    for is_named, ago, went, count in _by_days(session, replied, named, period):
        yield is_named, ago, went, None, count
    dead = sa.and_(_E.kind == Happened.BOUNCED, _E.details["bounce"].as_string() == Intent.BOUNCE_HARD.value)
    over = first_of(sa.or_(_E.kind == Happened.OPTED_OUT, dead), period)
    silent = sa.select(over).where(~sa.exists().where(replied.c.who == over.c.who)).cte()
    for is_named, ago, left, count in _by_days(session, silent, named, period):
        yield is_named, ago, None, left, count


def _by_days(session: Session, people: sa.CTE, named: sa.CTE, period: Period) -> Iterable[Any]:
    """Of these people: whether they were named, by days ago mailed, and by days ago that they are among them."""
    one = sa.select(people.c.who, people.c.at.label("then"), _first_mail(people, period)).cte()
    key = (
        named.c.who.is_not(None),
        days_ago(session, one.c.at, period),
        days_ago(session, one.c.then, period),
    )
    return _counted(session, key, one.outerjoin(named, named.c.who == one.c.who))


def _first_mail(people: sa.CTE, period: Period) -> Any:
    """When the first mail went to each of these, looked up in the index."""
    found = sa.select(sa.func.min(_E.at)).where(
        _E.kind == Happened.MAIL_SENT, _E.contact_id == people.c.who, stands(period)
    )
    return found.correlate(people).scalar_subquery().label("at")
