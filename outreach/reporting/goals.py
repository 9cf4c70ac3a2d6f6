"""What is expected of each stage of the line, and what a client is worth: the configuration's `[reports]`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outreach.reporting.stage import Stage


@dataclass(frozen=True, slots=True)
class Goals:
    """`shares`: of those who reached the stage before, how many shall reach this one (0 to 1); none: no goal."""

    shares: Mapping[Stage, float] = field(default_factory=dict)
    #: What a contract is worth on average, in hundredths of `currency`; None: what contracts came to so far.
    deal_cents: int | None = None
    currency: str = "EUR"
