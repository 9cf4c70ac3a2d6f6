"""Hours in which people work: how long somebody has waited for an answer of ours. Decisions only."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Our own office hours, in our own zone; what is asked at night waits from the morning on.
_OPENS, _CLOSES = time(9), time(17)
_WEEKEND = (5, 6)
_LONGEST_DAYS = 400


def business_hours_after(
    moment: datetime, hours: int, zone: ZoneInfo, closed: Container[date] = ()
) -> datetime:
    """The moment by which so many hours of work have passed since `moment`, weekends and `closed` days left out."""
    left = timedelta(hours=hours)
    local = moment.astimezone(zone)
    for ahead in range(_LONGEST_DAYS):
        day = local.date() + timedelta(days=ahead)
        if day.weekday() in _WEEKEND or day in closed:
            continue
        opens, closes = (datetime.combine(day, at, zone) for at in (_OPENS, _CLOSES))
        begins = max(opens, local) if ahead == 0 else opens
        if begins >= closes:
            continue
        if closes - begins >= left:
            return (begins + left).astimezone(moment.tzinfo)
        left -= closes - begins
    return moment + timedelta(days=_LONGEST_DAYS)
