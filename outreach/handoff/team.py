"""Who is who on our side: their part in the line, the languages they speak, and the hours in which they work."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.handoff.working_hours import WorkingHours
from outreach.sequences.holidays import DateRange


class Role(StrEnum):
    """What somebody in the team does in the line."""

    PROSPECTOR = "prospector"
    SALESPERSON = "salesperson"
    ACCOUNT_MANAGER = "account-manager"
    MANAGER = "manager"


def person_called(name: str) -> str:
    """One spelling for whoever is named with capitals here and without them there, so that nobody counts as two."""
    return name.strip().casefold()


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of us. `languages` (ISO 639-1): those in which they sell; none: any."""

    name: str
    address: str
    role: Role
    hours: WorkingHours
    languages: tuple[str, ...] = ()
    #: As contacts get to know them.
    full_name: str = ""
    phone: str = ""

    @property
    def shown_name(self) -> str:
        return self.full_name or self.name.capitalize()

    def absence(self, now: datetime) -> DateRange | None:
        """The days that they have off, where today, by their own clock, is one of them."""
        today = now.astimezone(self.hours.zone).date()
        return next((days for days in self.hours.absent if today in days), None)

    def is_absent(self, now: datetime) -> bool:
        return self.absence(now) is not None


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody, in the order of the configuration."""

    members: tuple[Colleague, ...] = ()

    def find(self, name: str) -> Colleague | None:
        """Whoever is called so; commands do not tell capitals from small letters."""
        return next((each for each in self.members if each.name.casefold() == name.strip().casefold()), None)

    def of(self, *roles: Role) -> tuple[Colleague, ...]:
        return tuple(each for each in self.members if each.role in roles)

    def are_one(self, one: str, other: str) -> bool:
        """Whether two names are the same person: written alike, or with one address in two sections."""
        if not one or not other:
            return False
        if one.strip().casefold() == other.strip().casefold():
            return True
        first, second = self.find(one), self.find(other)
        return first is not None and second is not None and first.address == second.address
