"""On which days the digest is sent, from when on, and of which days it tells. Decisions only."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outreach.handoff.working_hours import WorkingHours
from outreach.reporting.period import Period

#: With how many weeks before a day is compared.
WEEKS = 4
_ONE_DAY = timedelta(days=1)
#: Nobody is closed for longer than that.
_FURTHEST_BACK = 40


def _office() -> WorkingHours:
    return WorkingHours(ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class DigestRules:
    """When the digest goes out, by the clock of the office, and when the office works."""

    at: time = time(8)
    office: WorkingHours = field(default_factory=_office)
    #: Who gets it.
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The days that one digest tells of; `last` counts."""

    first: date
    last: date

    def weeks_before(self, weeks: int) -> "Span":
        """The same days of the week, so many weeks before."""
        return Span(self.first - weeks * 7 * _ONE_DAY, self.last - weeks * 7 * _ONE_DAY)

    def period(self, zone: ZoneInfo, as_of: datetime) -> Period:
        """From midnight to midnight on the zone's wall clock: a day on which clocks change has 23 or 25 hours."""
        until = _midnight(self.last + _ONE_DAY, zone)
        return Period(_midnight(self.first, zone), min(until, as_of), as_of, zone)


def is_due(day: date, now: datetime, rules: DigestRules) -> bool:
    """Whether the digest of this day may be sent now: on a working day from its hour on, and on no other day.

    By the wall clock: where clocks leave out that hour it goes when they have done so.
    """
    local = now.astimezone(rules.office.zone)
    return local.date() == day and local.time() >= rules.at and works(day, rules)


def works(day: date, rules: DigestRules) -> bool:
    """Whether the office works on that day."""
    return bool(rules.office.on(day))


def span_of(day: date, rules: DigestRules) -> Span:
    """What the digest of a day tells of: the working day before it and what came since. Monday: since Friday."""
    first = day - _ONE_DAY
    for _ in range(_FURTHEST_BACK):
        if works(first, rules):
            break
        first -= _ONE_DAY
    else:
        first = day - _ONE_DAY
    return Span(first, day - _ONE_DAY)


def known_at(day: date, now: datetime, rules: DigestRules) -> datetime:
    """As of when the digest of a day speaks: of today now, of an earlier day as it was when it was sent."""
    if day >= now.astimezone(rules.office.zone).date():
        return now
    return datetime.combine(day, rules.at, rules.office.zone).astimezone(UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
