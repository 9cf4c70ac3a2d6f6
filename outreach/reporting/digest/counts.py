"""The figures of the digest, counted from the facts: one statement for all weeks that are compared."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from outreach.core.events import Happened
from outreach.core.intents import Intent
from outreach.database.events import Event
from outreach.database.statements import among
from outreach.inbox.reading_state import reading_state
from outreach.reporting.asked import ReportRules
from outreach.reporting.counted import falls_in, stands
from outreach.reporting.digest.days import WEEKS, known_at, span_of
from outreach.reporting.digest.figures import Digest, Told, counted, lines
from outreach.reporting.digest.model import Digest as Row
from outreach.reporting.digest.model import DigestState
from outreach.reporting.line.judged_line import judged_line
from outreach.reporting.line.weak_link import Standing
from outreach.reporting.line.weak_link_words import named
from outreach.reporting.meanings import meaning_of
from outreach.reporting.overview.waiting import waiting
from outreach.reporting.page import Say
from outreach.reporting.period import Period
from outreach.reporting.stages import counts as stages_counts

_FACT: Any = Event.__table__  # type: ignore[attr-defined]

_LEADS = {
    Happened.LEAD_OFFERED: Told.OFFERED,
    Happened.LEAD_ACCEPTED: Told.ACCEPTED,
    Happened.LEAD_CONFIRMED: Told.CONFIRMED,
    Happened.LEAD_WON: Told.WON,
}
_KINDS = (Happened.REPLIED, Happened.REFERRED, Happened.BOUNCED, Happened.COMPLAINED, *_LEADS)
#: Over so many days a weak link is looked for.
_WEAK_DAYS = 30
#: For how many days back it is said that a digest did not go out.
_MISSING_DAYS = 7


def read(session: Session, day: date, rules: ReportRules, now: datetime) -> Digest:
    """The digest of a day, as it was known when it was sent."""
    zone, as_of = rules.digest.office.zone, known_at(day, now, rules.digest)
    span = span_of(day, rules.digest)
    here = span.period(zone, as_of)
    first = stages_counts.first_fact_at(session)
    before = [span.weeks_before(number).period(zone, as_of) for number in range(1, WEEKS + 1)]
    # A week that lies before the first fact is not one in which nothing happened.
    known = [each for each in before if first is not None and first < each.until]
    counts = [counted(_found(session, each)) for each in (here, *known)]
    for each, period in zip(counts, (here, *known), strict=True):
        each[Told.SENT] = stages_counts.mails_sent(session, period)
    reading = reading_state(
        session, rules.mail.mailboxes.values(), as_of, alarm_after=rules.mail.unread_alarm
    )
    return Digest(
        day=day,
        span=span,
        lines=lines(counts[0], counts[1:]),
        waiting=waiting(session, here, rules.mail),
        unread_messages=sum(each.pending + each.set_aside + each.unfetched for each in reading),
        weak=_weak(session, here, rules),
        missing=missing(session, day),
    )


def _found(session: Session, period: Period) -> Iterator[tuple[Told, int]]:
    """What happened in the period, as (what, of whom or what)."""
    details = _FACT.c.details
    rows = session.execute(
        sa.select(
            _FACT.c.kind,
            _FACT.c.id,
            _FACT.c.inbound_id,
            _FACT.c.contact_id,
            _FACT.c.outbound_id,
            details["lead"].as_integer(),
            details["intent"].as_string(),
            details["bounce"].as_string(),
        ).where(_FACT.c.kind.in_(_KINDS), falls_in(period))
    ).all()
    said = _decided(session, period, [row[2] for row in rows if row[0] is Happened.REPLIED])
    for kind, number, inbound_id, _contact_id, outbound_id, lead, intent, bounce in rows:
        if kind is Happened.REPLIED:
            yield Told.REPLIES, inbound_id
            yield Told(meaning_of(said.get(inbound_id, intent)).value), inbound_id
        elif kind is Happened.REFERRED:
            yield Told.REFERRALS, number
        elif kind is Happened.COMPLAINED:
            yield Told.COMPLAINTS, outbound_id
        elif kind is Happened.BOUNCED:
            if bounce == Intent.BOUNCE_HARD.value:
                yield Told.BOUNCED, outbound_id
        else:
            yield _LEADS[kind], lead


def _decided(session: Session, period: Period, replies: list[int]) -> dict[int, str]:
    """What a person said that these replies mean."""
    rows = session.execute(
        sa.select(_FACT.c.inbound_id, _FACT.c.details["intent"].as_string())
        .where(_FACT.c.kind == Happened.REVIEW_DECIDED, stands(period), among(_FACT.c.inbound_id, "ids"))
        .order_by(_FACT.c.at, _FACT.c.id),
        {"ids": sorted(set(replies))},
    )
    return {number: intent for number, intent in rows if intent}


def _weak(session: Session, here: Period, rules: ReportRules) -> Say | None:
    """The weak link of the last thirty days, where one is sure."""
    days = Period(here.as_of - timedelta(days=_WEAK_DAYS), here.as_of, here.as_of, here.zone)
    verdict = judged_line(session, days, rules).verdict
    return named(verdict) if verdict.standing is Standing.WEAK else None


def missing(session: Session, day: date) -> tuple[date, ...]:
    """Of which of the days before the digest did not get to everybody, or may not have."""
    days = session.exec(
        select(col(Row.day))
        .where(
            col(Row.state).in_((DigestState.UNSURE, DigestState.GIVEN_UP)),
            col(Row.day) < day,
            col(Row.day) >= day - timedelta(days=_MISSING_DAYS),
        )
        .distinct()
        .order_by(col(Row.day))
    ).all()
    return tuple(days)
