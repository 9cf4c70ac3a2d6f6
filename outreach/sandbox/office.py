"""What our simulated colleagues work with: the workspace, the truth of the world, and chance."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach.config import Config
from outreach.database.engine import Database
from outreach.handoff.rules import HandOffRules
from outreach.qualification.effects import EffectRules
from outreach.qualification.leads.definition import LeadDefinition
from outreach.sandbox import draw
from outreach.sandbox.hours import at_work
from outreach.sandbox.our_team import OUR_ZONE, mailbox_owners
from outreach.sandbox.scheduled import Truth
from outreach.sandbox.world import World

#: From how many to how many hours something takes.
Hours = tuple[float, float]


@dataclass(frozen=True, slots=True, order=True)
class Job:
    """Something that one of us does at `at`. `what` tells it from everything else, and settles the order."""

    at: datetime
    what: str
    do: Callable[[datetime], None] = field(compare=False)


@dataclass(slots=True)
class Office:
    """One for all of us. What is decided by chance depends on the seed and the thing, never on what came before."""

    database: Database
    config: Config
    world: World
    effects: EffectRules
    hand_off: HandOffRules
    definition: LeadDefinition
    #: What comes later than this is left for whoever looks at the workspace.
    left_from: datetime
    _truths: dict[str, Truth] = field(default_factory=dict)
    _known: int = 0
    _owners: dict[str, str] = field(default_factory=mailbox_owners)

    def truth_of(self, message_id: str | None) -> Truth | None:
        """What a delivered message means; None where it is not of this world."""
        for delivery in self.world.delivered[self._known :]:
            self._truths[delivery.mail.message_id] = delivery.mail.truth
        self._known = len(self.world.delivered)
        return self._truths.get(message_id or "")

    def owner_of(self, mailbox: str) -> str:
        """Who works what comes into a mailbox."""
        return self._owners[mailbox]

    def chance(self, *what: object) -> float:
        """A number in [0, 1) that belongs to `what`."""
        return draw.draw(self.world.seed, "office", *what)

    def pick(self, options: Iterable[str], *what: object) -> str:
        return draw.pick(tuple(options), self.world.seed, "office", *what)

    def after(self, since: datetime, hours: Hours, *what: object) -> datetime:
        """When somebody gets round to what is there since a moment: within so many hours, and at work."""
        least, most = hours
        wanted = since + timedelta(hours=least + (most - least) * self.chance("after", *what))
        return at_work(wanted, OUR_ZONE, morning=self.chance("morning", *what))
