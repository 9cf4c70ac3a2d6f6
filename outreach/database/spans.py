"""How many rows have their moment in each of many spans of time, by an index in which these are in order."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from outreach.database.columns import UtcDateTime

Span = tuple[datetime, datetime]


def count_in_spans(
    session: Session, moment: sa.ColumnElement[Any], spans: Sequence[Span], *which: sa.ColumnElement[bool]
) -> list[int]:
    """The counts in the order of the spans, each without its end.

    Of a million rows in thousands of spans a quarter of the time of GROUP BY, which takes each moment apart and sorts.
    """
    if session.connection().dialect.name == "sqlite":
        each, number, since, until = _of_json(session, spans)
    else:
        each, number, since, until = _of_arrays(spans)
    inside = sa.select(sa.func.count()).where(moment >= since, moment < until, *which)
    counted = inside.correlate(each).scalar_subquery()
    return list(session.execute(sa.select(counted).select_from(each).order_by(number)).scalars())


def _of_json(session: Session, spans: Sequence[Span]) -> tuple[Any, Any, Any, Any]:
    dialect = session.connection().dialect
    written: Any = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    pairs = json.dumps([[written(since), written(until)] for since, until in spans])
    each = sa.func.json_each(pairs).table_valued(sa.column("key"), sa.column("value"), name="spans")
    since, until = (sa.func.json_extract(each.c.value, f"$[{end}]") for end in (0, 1))
    return each, each.c.key, since, until


def _of_arrays(spans: Sequence[Span]) -> tuple[Any, Any, Any, Any]:
    moments = ARRAY(sa.DateTime(timezone=True))
    ends = (sa.literal([span[end] for span in spans], moments) for end in (0, 1))
    each = sa.func.unnest(*ends).table_valued("since", "until", with_ordinality="number").render_derived()
    return each, each.c.number, each.c.since, each.c.until
