"""When a person gets round to answering: after a while, in the working hours of where they are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

OPENS_AT = 9
CLOSES_AT = 18

#: (share of people, hours until they answer at the latest); straight lines between.
PATIENCE: tuple[tuple[float, float], ...] = ((0.0, 0.2), (0.30, 2.0), (0.65, 9.0), (0.90, 30.0), (1.0, 72.0))

#: At the start of a day nobody answers on the stroke of nine.
FIRST_COFFEE = timedelta(minutes=150)


def answering_time(now: datetime, zone: str, *, haste: float, morning: float) -> datetime:
    """The moment, in UTC and whole seconds, at which somebody in `zone` answers what came at `now`.

    `haste` in [0, 1) says where in PATIENCE they stand, `morning` in [0, 1) when they start if it falls
    outside working hours.
    """
    wanted = now + timedelta(hours=_waited(haste))
    return at_work(wanted, zone, morning=morning)


def at_work(moment: datetime, zone: str, *, morning: float) -> datetime:
    """`moment` if it lies in working hours, else a while into the next working day; UTC, whole seconds."""
    local = moment.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    if not is_working(local):
        local = _next_opening(local) + timedelta(seconds=int(FIRST_COFFEE.total_seconds() * morning))
    return local.astimezone(UTC)


def is_working(local: datetime) -> bool:
    """Whether somebody sits at their desk at this local time: Monday to Friday, nine to six."""
    return local.weekday() < 5 and OPENS_AT <= local.hour < CLOSES_AT


def _waited(haste: float) -> float:
    for (lower, shortest), (upper, longest) in pairwise(PATIENCE):
        if haste < upper:
            return shortest + (longest - shortest) * (haste - lower) / (upper - lower)
    return PATIENCE[-1][1]


def _next_opening(local: datetime) -> datetime:
    opening = local.replace(hour=OPENS_AT, minute=0, second=0)
    if local.hour >= OPENS_AT:
        opening += timedelta(days=1)
    while opening.weekday() >= 5:
        opening += timedelta(days=1)
    return opening
