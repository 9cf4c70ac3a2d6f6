"""When the steps of a run are due: the recipient's clock and working days, and where in its window a mail falls."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from outreach.core.draws import Draws, draw
from outreach.prospects.model import Contact
from outreach.sequences.definition import SequenceDefinition
from outreach.sequences.holidays import ClosedDays, DateRange
from outreach.sequences.schedule import (
    in_window,
    next_open_day,
    next_opening,
    next_send_time,
    spread_over,
    working_days_between,
)
from outreach.sequences.zones import country_of, zone_of


@dataclass(frozen=True, slots=True)
class Timing:
    """What moments are reckoned by. `default_zone` (IANA) is that of whoever's own is not known."""

    default_zone: str
    draws: Draws = draw
    #: The country (ISO 3166) of whoever's own is not known; None: their holidays are not known either.
    default_country: str | None = None
    #: Whether the recipient's country's holidays and weekend count.
    public_holidays: bool = True
    #: On which we send nothing to anybody.
    closed_days: tuple[DateRange, ...] = ()

    def zone(self, definition: SequenceDefinition, contact: Contact) -> ZoneInfo:
        """The recipient's time zone under a sequence."""
        return zone_of(
            time_zone=contact.time_zone,
            country=contact.country,
            address=contact.address,
            default=definition.window.zone or self.default_zone,
        )

    def closed(self, contact: Contact) -> ClosedDays:
        """The days on which nothing goes to this contact."""
        if not self.public_holidays:
            return ClosedDays(None, self.closed_days)
        country = country_of(country=contact.country, address=contact.address, default=self.default_country)
        return ClosedDays(country, self.closed_days)

    def first_due(self, definition: SequenceDefinition, contact: Contact, now: datetime) -> datetime:
        """When the first step of a run that begins now may go. Raises NeverOpen, as all that looks ahead does."""
        return self.due_after(definition, 0, contact, now)

    def due_after(
        self, definition: SequenceDefinition, step_index: int, contact: Contact, after: datetime
    ) -> datetime:
        """When a step is due, counted from `after`; past the last step, when silence counts as the answer."""
        over = step_index >= len(definition.steps)
        closed = self.closed(contact)
        return next_send_time(
            after,
            working_days=definition.account.next_contact_after
            if over
            else definition.steps[step_index].after,
            window=definition.window,
            zone=self.zone(definition, contact),
            rng=self.draws("due", contact.id, definition.name, step_index),
            holidays=closed,
            weekend=closed.weekend(after.year),
        )

    def spread(
        self,
        definition: SequenceDefinition,
        step_index: int,
        contact: Contact,
        after: datetime,
        *,
        open_days: int,
    ) -> datetime:
        """Some moment in the open hours of the next days, for a step that was held up: many do not come at once."""
        return spread_over(
            after,
            open_days=open_days,
            window=definition.window,
            zone=self.zone(definition, contact),
            rng=self.draws("late", contact.id, definition.name, step_index),
            holidays=self.closed(contact),
        )

    def is_open(self, now: datetime, definition: SequenceDefinition, contact: Contact) -> bool:
        """Whether mail may go to this contact at this very moment."""
        return in_window(now, definition.window, self.zone(definition, contact), self.closed(contact))

    def opens(self, after: datetime, definition: SequenceDefinition, contact: Contact) -> datetime:
        """The first moment from `after` on at which mail may go to this contact."""
        return next_opening(after, definition.window, self.zone(definition, contact), self.closed(contact))

    def why_closed(self, now: datetime, definition: SequenceDefinition, contact: Contact) -> str | None:
        """Which holiday or closed day of ours it is where the recipient is; None on any other day."""
        return self.closed(contact).why(now.astimezone(self.zone(definition, contact)).date())

    def missed_a_day(
        self, due_at: datetime, now: datetime, definition: SequenceDefinition, contact: Contact
    ) -> bool:
        """Whether the open day after that of `due_at` is over too where the recipient is."""
        zone = self.zone(definition, contact)
        due_on, today = due_at.astimezone(zone).date(), now.astimezone(zone).date()
        return today > due_on and today > next_open_day(due_on, definition.window, zone, self.closed(contact))

    def working_days_late(
        self, due_at: datetime, now: datetime, definition: SequenceDefinition, contact: Contact
    ) -> int:
        """How many of the recipient's working days have begun since the day of `due_at`."""
        zone, closed = self.zone(definition, contact), self.closed(contact)
        return working_days_between(
            due_at.astimezone(zone).date(), now.astimezone(zone).date(), closed, closed.weekend(now.year)
        )
