"""Rows counted in many spans of time at once."""

from datetime import timedelta

import sqlalchemy as sa

from outreach.core.events import Happened
from outreach.database.engine import Database
from outreach.database.events import Event, record
from outreach.database.spans import count_in_spans
from tests.support.databases import NOW

_FACT = Event.__table__.c  # type: ignore[attr-defined]
HOUR = timedelta(hours=1)


def test_each_span_has_its_beginning_and_not_its_end(database: Database) -> None:
    moments = [NOW, NOW + HOUR - timedelta(microseconds=1), NOW + HOUR, NOW + 3 * HOUR]
    with database.writing() as session:
        for at in moments:
            record(session, Happened.MAIL_SENT, at=at)
        record(session, Happened.MAIL_REFUSED, at=NOW)
    spans = [(NOW + 2 * HOUR, NOW + 4 * HOUR), (NOW, NOW + HOUR), (NOW + HOUR, NOW + 2 * HOUR)]

    with database.reading() as session:
        counted = count_in_spans(session, _FACT.at, spans, _FACT.kind == Happened.MAIL_SENT)

    assert counted == [1, 2, 1]


def test_many_spans_count_as_one_by_one(database: Database) -> None:
    moments = [NOW + timedelta(minutes=7 * number * number % 5_000) for number in range(300)]
    with database.writing() as session:
        for at in moments:
            record(session, Happened.MAIL_SENT, at=at)
    spans = [(NOW + number * HOUR, NOW + (number + 1) * HOUR) for number in range(100)]

    with database.reading() as session:
        counted = count_in_spans(session, _FACT.at, spans, _FACT.kind == Happened.MAIL_SENT)
        whole = session.execute(sa.select(sa.func.count()).select_from(Event)).scalar_one()

    assert counted == [sum(since <= at < until for at in moments) for since, until in spans]
    assert sum(counted) == whole


def test_of_no_spans_there_are_no_counts(database: Database) -> None:
    with database.reading() as session:
        assert count_in_spans(session, _FACT.at, []) == []
