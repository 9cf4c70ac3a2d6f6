"""The three times that people are looked at in: the period asked for, its last month, and its last year so far."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from outreach.reporting.period import Period, month_of


class Span(StrEnum):
    PERIOD = "period"
    #: The calendar month of the period's last day, up to that day.
    MONTH = "month"
    #: The calendar year of the period's last day, up to that day.
    YEAR = "year"


Spans = Mapping[Span, Period]


def spans_of(period: Period) -> dict[Span, Period]:
    """All three end where the period does, and are known as of its `as_of`."""
    day = period.last_day
    month = month_of(day, period)
    january = month_of(day.replace(month=1), period)
    return {
        Span.PERIOD: period,
        Span.MONTH: replace(month, until=period.until),
        Span.YEAR: replace(january, until=period.until),
    }
