"""How far the clocks of a zone are ahead of UTC, over all of a period: they are changed twice a year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.reporting.period import Period

#: Before that nobody has mailed anybody with this program.
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_WEEK = timedelta(days=7)


def shifts(period: Period) -> list[tuple[datetime, int]]:
    """Until when the clocks are so many minutes ahead (0 to 1,439: five hours behind is 1,140), in order."""
    zone, at = period.zone, period.since or _BEGINNING
    end = max(period.until, at)
    found: list[tuple[datetime, int]] = []
    while at < end:
        following = at + _WEEK
        if _ahead(following, zone) != _ahead(at, zone):
            found.append((_change(at, following, zone), _ahead(at, zone)))
        at = following
    return [*found, (at, _ahead(at, zone))]


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """When the clocks are changed between two moments: on the minute."""
    before = _ahead(low, zone)
    low, high = (each.replace(second=0, microsecond=0) for each in (low, high))
    while high - low > timedelta(minutes=1):
        middle = (low + (high - low) / 2).replace(second=0, microsecond=0)
        low, high = (middle, high) if _ahead(middle, zone) == before else (low, middle)
    return high


def _ahead(moment: datetime, zone: ZoneInfo) -> int:
    ahead = moment.astimezone(zone).utcoffset() or timedelta()
    return int(ahead.total_seconds() // 60) % 1_440
