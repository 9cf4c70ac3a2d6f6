"""Whether a step that is due may still go: what an outage or a pause has held up neither bursts out nor comes too late.

How an outage is told from a queue, with nothing but the due moment. While all runs, whoever plans looks at every
step that is due, and where the recipient's hours have closed on one it puts the due moment to the next opening. So
a step that waits for room was due today or at the last opening, however many days it has been waiting: what was
due longer ago was looked at by nobody, since the daemon was off, the campaign paused or the mailbox paused (whose
steps are left as they are). A hold is no outage: who comes back from it is due from then on.

The first mail of a run is never late: a large campaign enrolls everybody at once, and its first mails wait for
weeks by design, let out by the limits. A task is a person's, who sees for themselves.

A step is moved once. Its first due moment is kept, and where it is late again (a daemon that runs on Mondays only)
it goes then, unless it has become too late.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.prospects.model import Contact
from outreach.sequences.definition import SequenceDefinition, StepKind, WhenLate
from outreach.sequences.timing import Timing

#: Over so many open days what was held up is spread: a week in the office.
SPREAD_DAYS = 5

# Less than a night and a day; no calendar need be asked.
_SURELY_IN_TIME = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Moved:
    """Due at another moment. `first_due_at` is to be kept with the run until the step has gone."""

    due_at: datetime
    first_due_at: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not to be sent any more; the run goes on with step `to_step`, due at `due_at`."""

    to_step: int
    due_at: datetime
    working_days: int


@dataclass(frozen=True, slots=True)
class Expired:
    """Not to be sent any more, and nothing after it: the run ends."""

    working_days: int


Late = Moved | Skipped | Expired


def lateness(
    definition: SequenceDefinition,
    step_index: int,
    contact: Contact,
    *,
    due_at: datetime,
    now: datetime,
    timing: Timing,
    first_due_at: datetime | None = None,
) -> Late | None:
    """What becomes of a step that was due at `due_at`; None where it is in time and may go.

    In time is until the end of the open day after the one on which it was due: nights, weekends and a short
    repair count for nothing. `first_due_at` is when a step that was moved had been due before.
    """
    if now - due_at < _SURELY_IN_TIME or not _can_be_late(definition, step_index):
        return None
    if not timing.missed_a_day(due_at, now, definition, contact):
        return None
    was_moved, first_due_at = first_due_at is not None, first_due_at or due_at
    days = timing.working_days_late(first_due_at, now, definition, contact)
    if definition.late.then is not WhenLate.MOVE and days > definition.late.after:
        return _too_late(definition, step_index, contact, days, now, timing)
    if was_moved:
        return None
    return Moved(timing.spread(definition, step_index, contact, now, open_days=SPREAD_DAYS), first_due_at)


def _can_be_late(definition: SequenceDefinition, step_index: int) -> bool:
    """Whether the step is a mail after the first mail."""
    this, before = definition.steps[step_index : step_index + 1], definition.steps[:step_index]
    return any(step.kind is StepKind.MAIL for step in this) and any(
        step.kind is StepKind.MAIL for step in before
    )


def _too_late(
    definition: SequenceDefinition,
    step_index: int,
    contact: Contact,
    days: int,
    now: datetime,
    timing: Timing,
) -> Skipped | Expired:
    following = step_index + 1
    if definition.late.then is WhenLate.EXPIRE or following == len(definition.steps):
        return Expired(days)
    # All that one outage has held up is skipped at one moment: what follows must not come in one day either.
    earliest = timing.due_after(definition, following, contact, now)
    due_at = timing.spread(definition, following, contact, earliest, open_days=SPREAD_DAYS)
    return Skipped(following, due_at, days)
