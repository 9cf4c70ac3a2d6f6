"""Norms a working day, held against what somebody did in the days that they worked. Decisions only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.handoff.working_hours import WorkingHours
from outreach.reporting.people.worked import working_days


class Norm(StrEnum):
    """What a norm can be about, as `[team.norms]` calls it."""

    MAILS = "mails"
    REPLIES = "replies"
    REFERRALS = "referrals"
    QUALIFIED = "qualified"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Held:
    """One norm of one person: so much a day, on so many days, and how much it was."""

    norm: Norm
    a_day: int
    days: float
    done: int

    @property
    def expected(self) -> float:
        return self.a_day * self.days

    @property
    def share(self) -> float | None:
        """Of what was expected, how much was done; above 1 where it was more. None: they did not work."""
        return self.done / self.expected if self.expected else None


def held(
    norms: Mapping[str, int], done: Mapping[Norm, int], hours: WorkingHours, since: datetime, until: datetime
) -> tuple[Held, ...]:
    """Every norm that somebody has, for what they worked from `since` up to `until`. 0 is no norm."""
    wanted = [(norm, norms.get(norm.value, 0)) for norm in Norm]
    if not any(a_day for _, a_day in wanted):
        return ()
    days = working_days(hours, since, until)
    return tuple(Held(norm, a_day, days, done.get(norm, 0)) for norm, a_day in wanted if a_day > 0)
