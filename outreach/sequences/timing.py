"""When the steps of a run are due: the recipient's clock and working days, and where in its window a mail falls."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from outreach.core.draws import Draws, draw
from outreach.prospects.model import Contact
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.schedule import in_window, next_opening, next_send_time
from outreach.sequences.zones import zone_of


@dataclass(frozen=True, slots=True)
class Timing:
    """What moments are reckoned by. `default_zone` (IANA) is that of whoever's own is not known."""

    default_zone: str
    draws: Draws = draw

    def zone(self, definition: SequenceDefinition, contact: Contact) -> ZoneInfo:
        """The recipient's time zone under a sequence."""
        return zone_of(
            time_zone=contact.time_zone,
            country=contact.country,
            address=contact.address,
            default=definition.window.zone or self.default_zone,
        )

    def first_due(self, definition: SequenceDefinition, contact: Contact, now: datetime) -> datetime:
        """When the first step of a run that begins now may go."""
        return self.due_after(definition, 0, contact, now)

    def due_after(
        self, definition: SequenceDefinition, step_index: int, contact: Contact, after: datetime
    ) -> datetime:
        """When a step is due, counted from `after`; past the last step, when silence counts as the answer."""
        over = step_index >= len(definition.steps)
        return next_send_time(
            after,
            working_days=definition.account.next_contact_after
            if over
            else definition.steps[step_index].after,
            window=definition.window,
            zone=self.zone(definition, contact),
            rng=self.draws("due", contact.id, definition.name, step_index),
        )

    def is_open(self, now: datetime, definition: SequenceDefinition, contact: Contact) -> bool:
        """Whether mail may go to this contact at this very moment."""
        return in_window(now, definition.window, self.zone(definition, contact))

    def opens(self, after: datetime, definition: SequenceDefinition, contact: Contact) -> datetime:
        """The first moment from `after` on at which mail may go to this contact. Raises NeverOpen."""
        return next_opening(after, definition.window, self.zone(definition, contact))
