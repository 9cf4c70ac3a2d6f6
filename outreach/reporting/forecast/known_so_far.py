"""What is known at a moment of the line, the sending and the contracts: all that a forecast is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach.reporting.forecast.passages import Flow
from outreach.reporting.stage import Stage


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract. `months` and `starts_on` as it says them; None: it does not. Money in hundredths."""

    on: date
    cents: int
    currency: str
    months: int | None = None
    starts_on: date | None = None
    paid_cents: int = 0


@dataclass(frozen=True, slots=True)
class KnownSoFar:
    """As of a moment. Days ago are whole days before it: 0 are the last 24 hours."""

    as_of: datetime
    zone: ZoneInfo
    #: Who came to a stage and went on, by (from, to) as in `PASSAGES`.
    flows: Mapping[tuple[Stage, Stage], Flow] = field(default_factory=dict)
    #: Leads of people who had not answered a mail before: imported ones, and second leads. By days ago.
    outside: Mapping[int, int] = field(default_factory=dict)
    #: How many came to each stage for the first time in the months that were asked for.
    arrived: tuple[Mapping[Stage, int], ...] = ()
    #: Mails of the last weeks by mailbox and local day.
    sent: Mapping[tuple[str, date], int] = field(default_factory=dict)
    #: People on lists to whom nothing went yet, and how many joined a list in the last WINDOW days.
    stock: int = 0
    joined: int = 0
    contracts: tuple[Signed, ...] = ()
    #: The weekdays (0 is Monday) on which running campaigns may write; empty: none runs.
    open_weekdays: frozenset[int] = frozenset()

    @property
    def today(self) -> date:
        return self.as_of.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        """The last of which anything is known."""
        return (self.as_of - timedelta(microseconds=1)).astimezone(self.zone).date()

    @property
    def first_mail_days_ago(self) -> int | None:
        """How long ago the first mail is, as far as people are followed."""
        return max(self.flow(Stage.MAILED, Stage.REPLIED).entered, default=None)

    def flow(self, come_from: Stage, to: Stage) -> Flow:
        return self.flows.get((come_from, to), Flow())

    def day(self, ahead: int) -> date:
        """The local day in which most of the day that begins so many days after `as_of` lies."""
        return (self.as_of + timedelta(days=ahead, hours=12)).astimezone(self.zone).date()
