"""What the hand-off obeys, as values: the team, the routing, and after how many business hours what happens."""

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from outreach.handoff.routing import RoutingRule
from outreach.handoff.team import Team
from outreach.handoff.working_hours import WorkingHours


@dataclass(frozen=True, slots=True)
class HandOffRules:
    team: Team
    routing: tuple[RoutingRule, ...] = ()
    #: Business hours until the salesperson is reminded, and until the lead goes to the next.
    aim: timedelta = timedelta(hours=24)
    limit: timedelta = timedelta(hours=72)
    #: Whether the daemon offers what is qualified; else a person does.
    automatic: bool = False
    #: Of a salesperson who is no longer in the team.
    office: WorkingHours = field(default_factory=lambda: WorkingHours(ZoneInfo("UTC")))

    def hours_of(self, salesperson: str) -> WorkingHours:
        found = self.team.find(salesperson)
        return self.office if found is None else found.hours
