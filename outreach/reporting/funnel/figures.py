"""The funnel as figures: how many reached each stage, how many went on, and how long that took."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.reporting.rates import Rate
from outreach.reporting.stage import Stage


@dataclass(frozen=True, slots=True)
class StageFigures:
    """One stage in a period.

    `count`: how many reached it for the first time in the period. `share`: of those who reached the stage *before* it
    in the period (`stage.COMES_FROM`), how many have reached this one since, until the period's `as_of`; None of the
    first stage. So it is a share of people, never above one, and its interval means something. `median`: how long
    these took from the stage before to this one; None where none did.
    """

    stage: Stage
    count: int
    share: Rate | None
    median: timedelta | None


@dataclass(frozen=True, slots=True)
class Answers:
    """Replies / (sent - bounced), in people: everybody whom a mail reached in the period, and who of them answered.

    Positive, neutral and negative by what their first reply meant; a reviewer's word goes before the machine's.
    """

    sent: int
    bounced: int
    replied: int
    positive: int
    neutral: int
    negative: int

    @property
    def response(self) -> Rate:
        return Rate(min(self.replied, self.sent - self.bounced), self.sent - self.bounced)


@dataclass(frozen=True, slots=True)
class Cohort:
    """Whom we first wrote to in the week of this Monday, and how far they have come."""

    monday: date
    counts: Mapping[Stage, int]


@dataclass(frozen=True, slots=True)
class Funnel:
    """`stages` in their order; `cycle`: the median from first reply to accepted."""

    stages: tuple[StageFigures, ...]
    answers: Answers
    cycle: timedelta | None

    def of(self, stage: Stage) -> StageFigures:
        return next(each for each in self.stages if each.stage is stage)
