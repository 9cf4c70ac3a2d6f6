"""How much of a salesperson's working time an offer has used, and when it is reminded of or passed on. Decisions only.

The clock is wound on piece by piece: what has passed is written down and not reckoned again, so that an absence or
other hours, written into the configuration today or taken out of it, change only what comes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.handoff.rules import HandOffRules
from outreach.handoff.working_hours import business_hours_after, business_hours_between

#: So often what has passed is written down, where nothing else is: an absence that is entered late counts from then.
WIND_EVERY = timedelta(hours=1)
_NOTHING = timedelta()


class Due(StrEnum):
    """What an open offer asks for."""

    NOTHING = "nothing"
    REMINDER = "reminder"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Reading:
    """The clock of one offer: how much was worked until `at`, and when aim and limit come at this rate."""

    worked: timedelta
    at: datetime
    aim_at: datetime
    limit_at: datetime

    @property
    def seconds(self) -> int:
        return int(self.worked.total_seconds())


def read_clock(
    salesperson: str, *, worked_seconds: int, clock_at: datetime, rules: HandOffRules, now: datetime
) -> Reading:
    """What the clock shows. A clock that was read later than `now` stays as it is."""
    hours, at = rules.hours_of(salesperson), max(clock_at, now)
    worked = timedelta(seconds=worked_seconds) + business_hours_between(clock_at, at, hours)
    return Reading(
        worked=worked,
        at=at,
        aim_at=business_hours_after(at, max(rules.aim - worked, _NOTHING), hours),
        limit_at=business_hours_after(at, max(rules.limit - worked, _NOTHING), hours),
    )


def due(reading: Reading, rules: HandOffRules, *, is_reminded: bool) -> Due:
    """What is to be done now. At the limit nobody is reminded any more."""
    if reading.worked >= rules.limit:
        return Due.LIMIT
    return Due.REMINDER if reading.worked >= rules.aim and not is_reminded else Due.NOTHING
